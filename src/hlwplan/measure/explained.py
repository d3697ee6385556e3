"""Explained: how a table was read, for people to check."""

from collections.abc import Iterator, Sequence

from hlwplan.language import _, listing, sentences
from hlwplan.measure.layout import NEEDED, Layout, header_text
from hlwplan.measure.sheet import Record


def explain(layout: Layout) -> Iterator[tuple[str, str]]:
    """What was decided, as (field, where it comes from), in the order in which people ask."""
    frame, rows = layout.frame, _rows(len(layout.frame.body))
    lines = "-".join(dict.fromkeys(str(record.line) for record in (frame.header[0], frame.header[-1])))
    if layout.is_long:
        yield "layout", _("long, header line {lines}, {rows}", lines=lines, rows=rows)
    else:
        yield "layout", _("wide, header line {lines}, {rows}", lines=lines, rows=rows)
    for name in (*NEEDED, "unit", "status", "published", "source", "note"):
        where = list(_where(layout, name))
        if where:
            yield name, sentences(where)
    yield "value", _values(layout)
    if layout.ignored:
        names = listing(f"{index + 1} {header_text(frame, index)}" for index in layout.ignored)
        one = len(layout.ignored) == 1
        yield "left out", _("column {names}", names=names) if one else _("columns {names}", names=names)
    yield from (("left out", why) for why in _told(layout.aside))
    if frame.footer:
        yield "left out", _("footer lines {first}-{last}", first=frame.footer[0].line, last=frame.footer[-1].line)


def _rows(count: int) -> str:
    return _("1 row") if count == 1 else _("{count} rows", count=count)


def _values(layout: Layout) -> str:
    """How many columns hold values, and what heads them; of many the first two and the last."""
    columns = [header_text(layout.frame, index) for index in layout.values]
    names = listing(columns if len(columns) <= 4 else [*columns[:2], "...", columns[-1]])
    if len(columns) == 1:
        return _("1 column: {names}", names=names)
    return _("{count} columns: {names}", count=len(columns), names=names)


def _told(aside: Sequence[tuple[Record, str]]) -> Iterator[str]:
    """The rows that are none of the table; of one reason the first three lines and how many there are."""
    lines: dict[str, list[int]] = {}
    for record, why in aside:
        lines.setdefault(why, []).append(record.line)
    for why, of in lines.items():
        values = {"lines": listing(of[:3]), "more": len(of) - 3, "text": why}
        if len(of) == 1:
            yield _("line {number}: {text}", number=of[0], text=why)
        elif len(of) <= 3:
            yield _("lines {lines}: {text}", **values)
        else:
            yield _("lines {lines} and {more} more: {text}", **values)


def _where(layout: Layout, name: str) -> Iterator[str]:
    frame, given = layout.frame, layout.given
    if name in layout.columns:
        index = layout.columns[name]
        yield _("column {number} {header}", number=index + 1, header=header_text(frame, index))
    if layout.key is not None and given.key is not None and name in given.key.fields:
        yield _("column {number} split by {rule}", number=layout.key + 1, rule=given.key.rule)
    if any(getattr(said, name, "") or (name == "period" and said.part) for said in layout.values.values()):
        yield _("headers of the columns")
    if name in layout.around:
        place = layout.around[name]
        yield _("line {number}: {text}", number=place.record.line, text=place.text)
    if name in given.fields:
        yield _("given: {text}", text=given.fields[name])
