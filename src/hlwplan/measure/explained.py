"""Explained: how a table was read, for people to check."""

from collections.abc import Iterator, Sequence

from hlwplan.measure.layout import NEEDED, Layout, header_text
from hlwplan.measure.sheet import Record


def explain(layout: Layout) -> Iterator[tuple[str, str]]:
    """What was decided, as (field, where it comes from), in the order in which people ask."""
    frame = layout.frame
    lines = "-".join(dict.fromkeys(str(record.line) for record in (frame.header[0], frame.header[-1])))
    yield "layout", f"{'long' if layout.is_long else 'wide'}, header line {lines}, {len(frame.body)} rows"
    for name in (*NEEDED, "unit", "status", "published", "source", "note"):
        where = list(_where(layout, name))
        if where:
            yield name, "; ".join(where)
    columns = [header_text(frame, index) for index in layout.values]
    shown = columns if len(columns) <= 4 else [*columns[:2], "...", columns[-1]]
    yield "value", f"{len(columns)} column{'s' * (len(columns) > 1)}: {', '.join(shown)}"
    if layout.ignored:
        names = ", ".join(f"{index + 1} {header_text(frame, index)}" for index in layout.ignored)
        yield "left out", f"column{'s' * (len(layout.ignored) > 1)} {names}"
    yield from (("left out", why) for why in _told(layout.aside))
    if frame.footer:
        yield "left out", f"footer lines {frame.footer[0].line}-{frame.footer[-1].line}"


def _told(aside: Sequence[tuple[Record, str]]) -> Iterator[str]:
    """The rows that are none of the table; of one reason the first three lines and how many there are."""
    lines: dict[str, list[int]] = {}
    for record, why in aside:
        lines.setdefault(why, []).append(record.line)
    for why, of in lines.items():
        more = "" if len(of) <= 3 else f" and {len(of) - 3} more"
        yield f"line{'s' * (len(of) > 1)} {', '.join(map(str, of[:3]))}{more}: {why}"


def _where(layout: Layout, name: str) -> Iterator[str]:
    frame, given = layout.frame, layout.given
    if name in layout.columns:
        yield f"column {layout.columns[name] + 1} {header_text(frame, layout.columns[name])}"
    if layout.key is not None and given.key is not None and name in given.key.fields:
        yield f"column {layout.key + 1} split by {given.key.rule}"
    if any(getattr(said, name, "") or (name == "period" and said.part) for said in layout.values.values()):
        yield "headers of the columns"
    if name in layout.around:
        yield f"line {layout.around[name].record.line}: {layout.around[name].text}"
    if name in given.fields:
        yield f"given: {given.fields[name]}"
