"""Layout: which part of a table says what.

Every value needs an indicator, a region and a period.  Each of the three stands in a column, in the headers of several
columns, in a line above the table, or is given with the command; a table is read in the one way in which all three are
said, and refused where there is none or more than one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.frame import Frame, Place
from hlwplan.measure.keys import KeyRule
from hlwplan.measure.labels import HEADERS, Said, Words, is_part, nearest_field, one_line, periods_in
from hlwplan.measure.sheet import Sheet
from hlwplan.period import parse_period

NEEDED: Final = ("indicator", "region", "period")


@dataclass(frozen=True, slots=True)
class Given:
    """What the command says of a file: fields that it does not say itself, and how its compound keys are split."""

    fields: Mapping[str, str] = field(default_factory=dict)
    key: KeyRule | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.  Columns are indexes from 0.

    `columns` are the columns that say a field in every row; `values` those that hold values, each with what its header
    says (the one column of a long table says nothing); `around` are fields that a line around the table says.
    """

    frame: Frame
    columns: Mapping[str, int]
    values: Mapping[int, Said]
    around: Mapping[str, Place]
    given: Given
    key: int | None = None

    @property
    def is_long(self) -> bool:
        """Whether each row holds one value, under a header that says so."""
        return "value" in self.columns


@dataclass(slots=True)
class _Sorting:
    """The columns of a table, sorted by what their headers say."""

    fields: dict[str, int] = field(default_factory=dict)
    ignored: list[int] = field(default_factory=list)
    saying: dict[int, Said] = field(default_factory=dict)
    silent: dict[int, Said] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def read_layout(sheet: Sheet, frame: Frame, words: Words, given: Given) -> tuple[Layout | None, list[Diagnostic]]:
    """Find the one way to read a table; None with every reason where there is none, or more than one."""
    if not frame.header or not frame.body:
        return None, [Diagnostic("D002", _whole(sheet, frame))]
    sorting = _sort(sheet, frame, words)
    if "value" in sorting.fields:
        if any(said.dimensions for said in sorting.saying.values()):
            return None, [*sorting.findings, _two_ways(sheet, frame, sorting)]
        unknown = [_unknown_header(sheet, frame, index, words) for index in (*sorting.saying, *sorting.silent)]
        values = {sorting.fields["value"]: words.says(frame.headers[sorting.fields["value"]])}
        return _complete(sheet, Layout(frame, sorting.fields, values, {}, given), [*sorting.findings, *unknown])
    return _wide(sheet, frame, words, given, sorting)


def _sort(sheet: Sheet, frame: Frame, words: Words) -> _Sorting:
    sorting = _Sorting()
    for index in frame.columns:
        said = words.says(frame.headers.get(index, ()))
        if said.field == "ignored":
            sorting.ignored.append(index)
        elif said.field in sorting.fields:
            other = _header_text(frame, sorting.fields[said.field])
            values = {"name": _header_text(frame, index), "other": other}
            sorting.findings.append(Diagnostic("D005", _header_span(sheet, frame, index), values))
        elif said.field:
            sorting.fields[said.field] = index
        elif said.dimensions or said.basis:
            sorting.saying[index] = said
        else:
            sorting.silent[index] = said
    return sorting


def _wide(
    sheet: Sheet, frame: Frame, words: Words, given: Given, sorting: _Sorting
) -> tuple[Layout | None, list[Diagnostic]]:
    """A table whose headers say what its values are about."""
    findings, fields, saying = list(sorting.findings), dict(sorting.fields), sorting.saying
    if not saying:
        seen = " ".join(_header_text(frame, index) for index in frame.columns)
        near = tuple(dict.fromkeys(near for index in sorting.silent
                                   for near in _near(_header_text(frame, index), words)))[:3]  # fmt: skip
        return None, [*findings, Diagnostic("D031", _whole(sheet, frame), {"seen": seen}, near)]
    first, key = min(saying), None
    kinds = {said.dimensions for said in saying.values()}
    if len(kinds) > 1:
        return None, [*findings, _mixed(sheet, frame, saying)]
    (kind,) = kinds
    for index, said in sorting.silent.items():
        if index > first and said.rest and len(kind) == 1:
            # Read as one more of its kind: its name is then unknown, and every value under it is accounted for.
            saying[index] = said.taken_for(kind[0])
        elif index > first:
            findings.append(_unknown_header(sheet, frame, index, words))
        elif given.key is not None and key is None:
            key = index
        else:
            found = _label_column(sheet, frame, index, words, fields)
            if isinstance(found, Diagnostic):
                findings.append(found)
            elif found:
                fields[found] = index
    return _complete(sheet, Layout(frame, fields, dict(sorted(saying.items())), {}, given, key), findings)


def _label_column(
    sheet: Sheet, frame: Frame, index: int, words: Words, taken: Mapping[str, int]
) -> str | Diagnostic | None:
    """Which field a column of labels says, by the names in it; None for a column of nothing."""
    labels = list(dict.fromkeys(text for _, text in frame.column(index)))
    counts = {name: sum(name in words.dimensions(text) for text in labels) for name in NEEDED if name not in taken}
    fitting = [name for name, count in counts.items() if count]
    if len(fitting) == 1:
        return fitting[0]
    span = _header_span(sheet, frame, index)
    if fitting:
        values = {"column": index + 1, "ways": " and ".join(f"{counts[name]} of a {name}" for name in fitting)}
        return Diagnostic("D032", span, values)
    if not labels:
        return None
    near = next((near for text in labels if (near := _near(text, words))), ())
    return Diagnostic("D033", span, {"column": index + 1, "labels": ", ".join(map(repr, labels[:3]))}, near)


def _complete(sheet: Sheet, layout: Layout, findings: list[Diagnostic]) -> tuple[Layout | None, list[Diagnostic]]:
    """Fill in what lines around the table and the command say; refuse where something is said twice or not at all."""
    frame, given = layout.frame, layout.given
    from_key = given.key.fields if given.key is not None and layout.key is not None else ()
    headers = set(next(iter(layout.values.values())).dimensions)
    in_table = {*layout.columns, *headers, *from_key}
    if _lacks_year(layout):
        in_table.discard("period")
    around = {name: place for name, place in frame.said.items() if name not in in_table and _usable(name, place)}
    titled, more = _from_titles(sheet, frame) if "period" not in {*in_table, *around, *given.fields} else ({}, [])
    findings += more
    layout = replace(layout, around={**titled, **around})
    for name in given.fields:
        if name in {*in_table, *layout.around}:
            values = {"field": HEADERS[name][1], "given": given.fields[name]}
            findings.append(Diagnostic("D034", _whole(sheet, frame), values))
    if given.key is not None and layout.key is None:
        findings.append(Diagnostic("D035", _whole(sheet, frame), {"rule": given.key.rule}))
    for name in headers & {*layout.columns, *from_key}:
        if not (name == "period" and all(said.part for said in layout.values.values())):
            findings.append(_said_twice(sheet, layout, name))
    # A column of parts of years is a period: rows whose year is not said are refused one by one.
    said = {*in_table, *layout.columns, *layout.around, *given.fields}
    missing = [name for name in NEEDED if name not in said]
    if missing and not any(finding.code in {"D004", "D032", "D033", "D036"} for finding in findings):
        findings.append(_missing(sheet, frame, missing))
    return (None if missing else layout), findings


def _lacks_year(layout: Layout) -> bool:
    """Whether the table's periods are parts of a year (1月, 一季度) whose year must stand elsewhere."""
    column = layout.columns.get("period")
    labels = next((text for _, text in layout.frame.column(column)), "") if column is not None else ""
    parts = any(said.part for said in layout.values.values())
    return is_part(labels) or (parts and column is None and not (layout.given.key and layout.key is not None
                                                                and "period" in layout.given.key.fields))  # fmt: skip


def _usable(name: str, place: Place) -> bool:
    """Whether a line says something of use: 时间：最近10年 is no period, 单位：亿元、% no unit of measure."""
    if name == "period":
        return parse_period(place.text) is not None
    return True


def _from_titles(sheet: Sheet, frame: Frame) -> tuple[dict[str, Place], list[Diagnostic]]:
    """The period that the titles name, where they name one; two are refused."""
    found = {period: place for place in frame.titles for period in periods_in(place.text)}
    if len(found) > 1:
        place = next(iter(found.values()))
        values = {"periods": ", ".join(found)}
        return {}, [Diagnostic("D036", sheet.span(place.record, place.index), values)]
    for period, place in found.items():
        fields = (*place.record.fields[: place.index], period, *place.record.fields[place.index + 1 :])
        return {"period": Place(replace(place.record, fields=fields), place.index)}, []
    return {}, []


def _whole(sheet: Sheet, frame: Frame) -> Span:
    """The header's line, else the file."""
    if frame.header:
        return replace(sheet.span(frame.header[0], 0), column=0, end=0)
    return Span(sheet.file)


def _header_text(frame: Frame, index: int) -> str:
    return "|".join(frame.headers.get(index, ())) or f"(column {index + 1})"


def _header_span(sheet: Sheet, frame: Frame, index: int) -> Span:
    """The lowest header cell of a column that holds anything, else the first."""
    holding = [record for record in frame.header if index < len(record.fields) and record.fields[index].strip()]
    return sheet.span((holding or frame.header)[-1], index)


def _near(text: str, words: Words) -> tuple[str, ...]:
    return nearest_field(text) or words.measured.nearest(one_line(text)) or words.regions.nearest(text)


def _unknown_header(sheet: Sheet, frame: Frame, index: int, words: Words) -> Diagnostic:
    text = _header_text(frame, index)
    known = " ".join(spellings[0 if text.isascii() else 1] for spellings in HEADERS.values())
    return Diagnostic("D004", _header_span(sheet, frame, index), {"name": text, "known": known}, _near(text, words))


def _two_ways(sheet: Sheet, frame: Frame, sorting: _Sorting) -> Diagnostic:
    value, other = sorting.fields["value"], next(iter(sorting.saying))
    values = {"first": f"long, by its column {_header_text(frame, value)}",
              "second": f"wide, by its column {_header_text(frame, other)}"}  # fmt: skip
    return Diagnostic("D037", _header_span(sheet, frame, other), values)


def _said_twice(sheet: Sheet, layout: Layout, name: str) -> Diagnostic:
    frame, value = layout.frame, next(iter(layout.values))
    own = "the key" if name not in layout.columns else f"its column {_header_text(frame, layout.columns[name])}"
    values = {"first": f"{name} by {own}", "second": f"{name} by its header {_header_text(frame, value)}"}
    return Diagnostic("D037", _header_span(sheet, frame, value), values)


def _mixed(sheet: Sheet, frame: Frame, saying: Mapping[int, Said]) -> Diagnostic:
    first: dict[tuple[str, ...], int] = {}
    for index, said in saying.items():
        first.setdefault(said.dimensions, index)
    ways = "; ".join(f"{_header_text(frame, index)} says {' and '.join(kinds) or 'none of the three'}"
                     for kinds, index in first.items())  # fmt: skip
    return Diagnostic("D038", _header_span(sheet, frame, list(first.values())[1]), {"ways": ways})


def _missing(sheet: Sheet, frame: Frame, missing: Sequence[str]) -> Diagnostic:
    values = {
        "missing": " ".join(HEADERS[name][1] for name in missing),
        "seen": " ".join(_header_text(frame, index) for index in frame.columns),
        "set": " ".join(f"--set {HEADERS[name][1]}=..." for name in missing),
    }
    return Diagnostic("D003", _whole(sheet, frame), values)


def explain(layout: Layout) -> Iterator[tuple[str, str]]:
    """What was decided, as (field, where it comes from), in the order in which people ask."""
    frame = layout.frame
    lines = "-".join(dict.fromkeys(str(record.line) for record in (frame.header[0], frame.header[-1])))
    yield "layout", f"{'long' if layout.is_long else 'wide'}, header line {lines}, {len(frame.body)} rows"
    for name in (*NEEDED, "unit", "status", "published", "source", "note"):
        where = list(_where(layout, name))
        if where:
            yield name, "; ".join(where)
    columns = [_header_text(frame, index) for index in layout.values]
    shown = columns if len(columns) <= 4 else [*columns[:2], "...", columns[-1]]
    yield "value", f"{len(columns)} column{'s' * (len(columns) > 1)}: {', '.join(shown)}"
    if frame.footer:
        yield "left out", f"footer lines {frame.footer[0].line}-{frame.footer[-1].line}"


def _where(layout: Layout, name: str) -> Iterator[str]:
    frame, given = layout.frame, layout.given
    if name in layout.columns:
        yield f"column {layout.columns[name] + 1} {_header_text(frame, layout.columns[name])}"
    if layout.key is not None and given.key is not None and name in given.key.fields:
        yield f"column {layout.key + 1} split by {given.key.rule}"
    if any(getattr(said, name, "") or (name == "period" and said.part) for said in layout.values.values()):
        yield "headers of the columns"
    if name in layout.around:
        yield f"line {layout.around[name].record.line}: {layout.around[name].text}"
    if name in given.fields:
        yield f"given: {given.fields[name]}"
