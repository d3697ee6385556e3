"""Layout: which part of a table says what.

Every value needs an indicator, a region and a period.  Each of the three stands in a column, in the headers of several
columns, in a line above the table, or is given with the command; a table is read in the one way in which all three are
said, and refused where there is none or more than one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording
from hlwplan.measure.frame import Frame, Place, is_value
from hlwplan.measure.keys import KeyRule
from hlwplan.measure.labels import HEADERS, is_part, nearest_field, one_line
from hlwplan.measure.sheet import Record, Sheet
from hlwplan.measure.titles import period_of
from hlwplan.measure.words import Said, Words
from hlwplan.period import parse_period

NEEDED: Final = ("indicator", "region", "period")
_MANY: Final = 20
"""From how many rows on it is the header that has the wrong width, where all of them have another."""
_OPTIONAL: Final = frozenset({"unit", "status", "published", "source"})
"""Fields of which a line around the table speaks for cells of their column that are blank."""


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
    `ignored` are columns that nothing is read from, `aside` rows that are none of the table, each with the reason.
    """

    frame: Frame
    columns: Mapping[str, int]
    values: Mapping[int, Said]
    around: Mapping[str, Place]
    given: Given
    key: int | None = None
    ignored: Sequence[int] = ()
    aside: Sequence[tuple[Record, str]] = ()

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
    wrong = _wrong_width(sheet, frame)
    if wrong is not None:
        return None, [wrong]
    sorting = _sort(sheet, frame, words)
    if "value" in sorting.fields:
        if any(said.dimensions for said in sorting.saying.values()):
            return None, [*sorting.findings, _two_ways(sheet, frame, sorting)]
        unknown = [_unknown_header(sheet, frame, index, words) for index in (*sorting.saying, *sorting.silent)]
        values = {sorting.fields["value"]: words.says(frame.headers[sorting.fields["value"]])}
        layout = Layout(frame, sorting.fields, values, {}, given, ignored=sorting.ignored)
        return _complete(sheet, layout, [*sorting.findings, *unknown])
    return _wide(sheet, frame, words, given, sorting)


def _wrong_width(sheet: Sheet, frame: Frame) -> Diagnostic | None:
    """The finding where the header is too short or too long for every one of many rows, at the first of them."""
    widths = {len(record.fields) for record in frame.body}
    if len(frame.body) < _MANY or len(widths) > 1 or frame.width in widths:
        return None
    span = replace(_whole(sheet, frame), line=frame.body[0].line)
    return Diagnostic("D006", span, {"found": widths.pop(), "expected": frame.width})


def _sort(sheet: Sheet, frame: Frame, words: Words) -> _Sorting:
    sorting = _Sorting()
    for index in frame.columns:
        said = words.says(frame.headers.get(index, ()))
        if said.field == "ignored":
            sorting.ignored.append(index)
        elif said.field in sorting.fields:
            other = header_text(frame, sorting.fields[said.field])
            values = {"name": header_text(frame, index), "other": other}
            sorting.findings.append(Diagnostic("D005", _header_span(sheet, frame, index), values))
        elif said.field:
            sorting.fields[said.field] = index
        elif (said.dimensions or said.basis) and not said.rest:
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
        seen = " ".join(header_text(frame, index) for index in frame.columns)
        near = tuple(dict.fromkeys(near for index in sorting.silent
                                   for near in _near(header_text(frame, index), words)))[:3]  # fmt: skip
        return None, [*findings, Diagnostic("D031", _whole(sheet, frame), {"seen": seen}, near)]
    first, key = min(saying), None
    kinds = {said.dimensions for said in saying.values()}
    if len(kinds) > 1:
        return None, [*findings, _mixed(sheet, frame, saying)]
    (kind,) = kinds
    for index, said in sorting.silent.items():
        labels = index < first or _names_something(frame, index, words)
        if not labels and said.rest and len(kind) == 1:
            # Read as one more of its kind: its name is then unknown, and every value under it is accounted for.
            saying[index] = said.taken_for(kind[0])
        elif not labels:
            findings.append(_unknown_header(sheet, frame, index, words))
        elif given.key is not None and key is None and index < first:
            key = index
        else:
            found = _label_column(sheet, frame, index, words, fields)
            if isinstance(found, Diagnostic):
                findings.append(found)
            elif found:
                fields[found] = index
    return _complete(sheet, Layout(frame, fields, dict(sorted(saying.items())), {}, given, key, sorting.ignored),
                     findings)  # fmt: skip


def _names_something(frame: Frame, index: int, words: Words) -> bool:
    """Whether a column holds names or times of the plan, which may change what the values beside them are about."""
    texts = dict.fromkeys(text for _, text in frame.column(index))
    return any(words.dimensions(text) for text in texts if not is_value(text))


def _label_column(
    sheet: Sheet, frame: Frame, index: int, words: Words, taken: Mapping[str, int]
) -> str | Diagnostic | None:
    """Which field a column of labels says, by the names in it; None for a column of nothing."""
    labels = list(dict.fromkeys(text for _, text in frame.column(index)))
    counts = Counter(name for text in labels for name in words.dimensions(text))
    fitting = [name for name in NEEDED if counts[name] and name not in taken]
    if len(fitting) == 1:
        return fitting[0]
    span = _header_span(sheet, frame, index)
    if fitting:
        values = {"column": index + 1, "ways": " ".join(f"{HEADERS[name][1]} ({counts[name]})" for name in fitting)}
        return Diagnostic("D032", span, values)
    if not labels:
        return None
    second = next((name for name in NEEDED if counts[name]), None)
    if second is not None:
        ways = [_by_its_column(frame, second, it) for it in (taken[second], index)]
        return Diagnostic("D037", span, {"first": ways[0], "second": ways[1]})
    if all(map(is_value, labels)):
        return _unknown_header(sheet, frame, index, words)
    near = next((near for text in labels[:3] if (near := _near(text, words))), ())
    return Diagnostic("D033", span, {"column": index + 1, "labels": ", ".join(map(repr, labels[:3]))}, near)


def _complete(sheet: Sheet, layout: Layout, findings: list[Diagnostic]) -> tuple[Layout | None, list[Diagnostic]]:
    """Fill in what lines around the table and the command say; refuse where something is said twice or not at all."""
    frame, given = layout.frame, layout.given
    from_key = given.key.fields if given.key is not None and layout.key is not None else ()
    headers = set(next(iter(layout.values.values())).dimensions)
    in_table = {*layout.columns, *headers, *from_key}
    if _lacks_year(layout):
        in_table.discard("period")
    around = {name: place for name, place in frame.said.items()
              if (name not in in_table or name in _OPTIONAL) and _usable(name, place)}  # fmt: skip
    findings += [_two_lines(sheet, place, frame.twice[name], name)
                 for name, place in around.items() if name in frame.twice]  # fmt: skip
    titled, more = _from_titles(sheet, frame) if "period" not in {*in_table, *around, *given.fields} else ({}, [])
    findings += more
    layout = replace(layout, around={**titled, **around})
    for name in given.fields:
        line = layout.around.get(name)
        if name in in_table or (line is not None and line.text != given.fields[name]):
            values = {"field": HEADERS[name][1], "given": given.fields[name]}
            findings.append(Diagnostic("D034", _whole(sheet, frame), values))
    if given.key is not None and layout.key is None:
        findings.append(Diagnostic("D035", _whole(sheet, frame), {"rule": given.key.rule}))
    findings += [_in_key_too(sheet, layout, name) for name in from_key if name in layout.columns]
    for name in headers & {*layout.columns, *from_key}:
        if not (name == "period" and all(said.part for said in layout.values.values())):
            findings.append(_said_twice(sheet, layout, name))
    # A column of parts of years is a period: rows whose year is not said are refused one by one.
    # What the key would say is not missing too where it has no column.
    by_key = given.key.fields if given.key is not None else ()
    said = {*in_table, *layout.columns, *layout.around, *given.fields, *by_key}
    missing = [name for name in NEEDED if name not in said]
    if missing and not any(finding.code in {"D004", "D032", "D033", "D036"} for finding in findings):
        findings.append(_missing(sheet, frame, missing))
    # Under a column that is not understood the others may not mean what they say: 月份 beside 年份.
    return (None if findings else layout), findings


def _lacks_year(layout: Layout) -> bool:
    """Whether the table's periods are parts of a year (1月, 一季度) whose year must stand elsewhere."""
    column = layout.columns.get("period")
    texts = {text for _, text in layout.frame.column(column)} if column is not None else set()
    times = [text for text in texts if is_part(text) or parse_period(text) is not None]
    parts = any(said.part for said in layout.values.values())
    key = layout.given.key
    keyed = layout.key is not None and key is not None and "period" in key.fields
    return (bool(times) and all(map(is_part, times))) or (parts and column is None and not keyed)


def _usable(name: str, place: Place) -> bool:
    """Whether a line says something of use: 时间：最近10年 is no period, 单位：亿元、% no unit of measure."""
    if name == "period":
        return parse_period(place.text) is not None
    return True


def _from_titles(sheet: Sheet, frame: Frame) -> tuple[dict[str, Place], list[Diagnostic]]:
    """The period that the titles name; refused where what they say of time is not one period."""
    period, unclear = period_of([place.text for place in frame.titles])
    for place in frame.titles:
        if period and period_of([place.text])[0]:
            fields = (*place.record.fields[: place.index], period, *place.record.fields[place.index + 1 :])
            return {"period": Place(replace(place.record, fields=fields), place.index)}, []
        if unclear and any(period_of([place.text])):
            return {}, [Diagnostic("D036", sheet.span(place.record, place.index), {"periods": unclear})]
    return {}, []


def _two_lines(sheet: Sheet, first: Place, second: Place, name: str) -> Diagnostic:
    ways = [
        Wording("{said} (line {line})", said=f"{HEADERS[name][1]}：{place.text}", line=place.record.line)
        for place in (first, second)
    ]
    return Diagnostic("D037", sheet.span(second.record, second.index), {"first": ways[0], "second": ways[1]})


def _whole(sheet: Sheet, frame: Frame) -> Span:
    """The header's line, else the file."""
    if frame.header:
        return replace(sheet.span(frame.header[0], 0), column=0, end=0)
    return Span(sheet.file)


def header_text(frame: Frame, index: int) -> str:
    """A column's headers, uppermost first; of one without, its number."""
    return "|".join(frame.headers.get(index, ())) or f"(column {index + 1})"


def _header_span(sheet: Sheet, frame: Frame, index: int) -> Span:
    """The lowest header cell of a column that holds anything, else the first."""
    holding = [record for record in frame.header if index < len(record.fields) and record.fields[index].strip()]
    return sheet.span((holding or frame.header)[-1], index)


def _near(text: str, words: Words) -> tuple[str, ...]:
    return nearest_field(text) or words.measured.nearest(one_line(text)) or words.regions.nearest(text)


def _unknown_header(sheet: Sheet, frame: Frame, index: int, words: Words) -> Diagnostic:
    text = header_text(frame, index)
    known = " ".join(spellings[0 if text.isascii() else 1] for spellings in HEADERS.values())
    return Diagnostic("D004", _header_span(sheet, frame, index), {"name": text, "known": known}, _near(text, words))


def _two_ways(sheet: Sheet, frame: Frame, sorting: _Sorting) -> Diagnostic:
    value, other = sorting.fields["value"], next(iter(sorting.saying))
    values = {
        "first": Wording("long, by its column {header_text}", header_text=header_text(frame, value)),
        "second": Wording("wide, by its column {header_text}", header_text=header_text(frame, other)),
    }
    return Diagnostic("D037", _header_span(sheet, frame, other), values)


def _said_twice(sheet: Sheet, layout: Layout, name: str) -> Diagnostic:
    frame, value = layout.frame, next(iter(layout.values))
    column = layout.columns.get(name)
    values = {
        "first": _by_the_key(name) if column is None else _by_its_column(frame, name, column),
        "second": Wording(
            "{name} by its header {header_text}", name=HEADERS[name][1], header_text=header_text(frame, value)
        ),
    }
    return Diagnostic("D037", _header_span(sheet, frame, value), values)


def _in_key_too(sheet: Sheet, layout: Layout, name: str) -> Diagnostic:
    frame, index = layout.frame, layout.columns[name]
    values = {"first": _by_the_key(name), "second": _by_its_column(frame, name, index)}
    return Diagnostic("D037", _header_span(sheet, frame, index), values)


def _by_the_key(name: str) -> Wording:
    return Wording("{name} by the key", name=HEADERS[name][1])


def _by_its_column(frame: Frame, name: str, index: int) -> Wording:
    header = header_text(frame, index)
    return Wording("{name} by its column {header_text}", name=HEADERS[name][1], header_text=header)


def _mixed(sheet: Sheet, frame: Frame, saying: Mapping[int, Said]) -> Diagnostic:
    first: dict[tuple[str, ...], int] = {}
    for index, said in saying.items():
        first.setdefault(said.dimensions, index)
    named = [" ".join(HEADERS[kind][1] for kind in kinds) or Wording("none of the three") for kinds in first]
    ways = ", ".join(f"{header_text(frame, index)} ({it})" for index, it in zip(first.values(), named, strict=True))
    return Diagnostic("D038", _header_span(sheet, frame, list(first.values())[1]), {"ways": ways})


def _missing(sheet: Sheet, frame: Frame, missing: Sequence[str]) -> Diagnostic:
    values = {
        "missing": " ".join(HEADERS[name][1] for name in missing),
        "seen": " ".join(header_text(frame, index) for index in frame.columns),
        "set": " ".join(f"--set {HEADERS[name][1]}=..." for name in missing),
    }
    return Diagnostic("D003", _whole(sheet, frame), values)
