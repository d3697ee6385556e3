"""Frame: where a table begins and ends in its sheet, and what the lines around it say.

Above the table stand a title and lines such as `指标：…`, `单位：亿元`; below it 注：… and 数据来源：….  Nothing
between the header and the first line of the footer is ever taken for one of these.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from hlwplan.measure.cells import state_named
from hlwplan.measure.labels import field_named, one_line, pair, unit_in
from hlwplan.measure.sheet import Record, Sheet
from hlwplan.quantity import Missing, Quantity, parse_quantity

_FOOTER: Final = re.compile(r"\s*[(（]?(?:注|附注|注释|说明|备注|数据来源|资料来源|来源)\s*\d*\s*[:：.、]?")
_NOTES: Final = re.compile(r"\s*[(（]?(?:注|附注|注释|说明|备注|数据来源|资料来源|来源)\s*\d*\s*[:：]")
_SAYABLE: Final = frozenset({"indicator", "region", "period", "unit", "status", "published", "source"})
_ABOUT: Final = frozenset({"indicator", "region", "period"})
_MOST_LEVELS: Final = 3
_LOOKED_AT: Final = 10
"""How many rows tell in which column a table begins."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a record."""

    record: Record
    index: int

    @property
    def text(self) -> str:
        """The field's text."""
        return self.record.fields[self.index]


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet taken apart.  `said` is what lines around the table say of a field, by the field's name.

    `twice` are lines that say something else of a field than an earlier one does.  `headers` are the header's texts a
    column, uppermost first, blanks left out; `columns` are those that hold anything.
    """

    titles: Sequence[Place] = ()
    said: Mapping[str, Place] = field(default_factory=dict)
    twice: Mapping[str, Place] = field(default_factory=dict)
    above: Sequence[Record] = ()
    header: Sequence[Record] = ()
    headers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    width: int = 0
    body: Sequence[Record] = ()
    footer: Sequence[Record] = ()

    @property
    def columns(self) -> list[int]:
        """The columns that hold anything, in header or body, from the left."""
        used = {index for record in self.body for index, text in enumerate(record.fields[: self.width]) if text.strip()}
        return sorted(used | {index for index, texts in self.headers.items() if texts})

    def column(self, index: int) -> Iterator[tuple[Record, str]]:
        """The body's fields in a column that are not blank; a row that is too short has none."""
        for record in self.body:
            if index < len(record.fields) and record.fields[index].strip():
                yield record, record.fields[index]


def read_frame(sheet: Sheet) -> Frame:
    """Take a sheet apart; a sheet without a header and a row below it has an empty body."""
    records = list(sheet.records)
    pairs = zip(records, [*records[1:], None], strict=True)
    top = next((number for number, (record, below) in enumerate(pairs) if not _is_above(record, below)), len(records))
    above, rest = records[:top], records[top:]
    bottom = _bottom(rest)
    table, footer = rest[:bottom], rest[bottom:]
    depth = _depth(table)
    header, body = table[:depth], table[depth:]
    titles = [Place(record, index) for record in above for index, text in enumerate(record.fields)
              if text.strip() and pair(text) is None and text not in record.fields[:index]]  # fmt: skip
    corners = [replace(record, fields=tuple(text if pair(text) else "" for text in record.fields)) for record in header]
    said, twice = _said([*above, *corners, *footer])
    width = max((len(record.fields) for record in header), default=0)
    return Frame(titles, said, twice, above, header, _headers(header, width), width, body, footer)


def _texts(record: Record) -> list[str]:
    return [text.strip() for text in record.fields if text.strip()]


def _is_one(record: Record) -> bool:
    """Whether a row says one thing only; a merged title says it in every cell."""
    return len(set(_texts(record))) == 1


def _only(record: Record) -> str:
    return _texts(record)[0]


def _is_above(record: Record, below: Record | None) -> bool:
    """Whether a row above the header is a title, `key：value` in every cell, or a title beside these.

    A title of several cells stands right above a row that begins with a known header.  A cell that has a value right
    below it is a header, but for a title over the whole width: the header below that may hold years.
    """
    first = next(index for index, text in enumerate(record.fields) if text.strip())
    under = below.fields if below else ()
    if first == 0 and field_named(record.fields[0]) is None and any(field_named(text) in _ABOUT for text in under[:1]):
        return True
    one = _is_one(record)
    heads = (low for up, low in zip(record.fields, under, strict=False) if up.strip() and pair(up) is None)
    if (first or not one) and any(map(is_value, heads)):
        return False
    pairs = [text for text in _texts(record) if pair(text) is not None]
    return len({*_texts(record)} - {*pairs}) <= 1 and (one or bool(pairs))


def _is_below(record: Record) -> bool:
    return _is_one(record) or _NOTES.match(_only(record)) is not None


def _bottom(rest: Sequence[Record]) -> int:
    """Where the footer begins: at its first line, behind which no row of data comes."""
    bottom = len(rest)
    for number in range(len(rest) - 1, 0, -1):
        if not _is_below(rest[number]):
            break
        if _FOOTER.match(_only(rest[number])):
            bottom = number
    return bottom


def _said(records: Sequence[Record]) -> tuple[dict[str, Place], dict[str, Place]]:
    """What lines around the table say, and the first line that says something else of each field."""
    found: dict[str, Place] = {}
    twice: dict[str, Place] = {}
    for record in records:
        for index, text in enumerate(record.fields):
            said = _says(record, index) if text.strip() else None
            if said is None:
                continue
            place = Place(Record(record.line, _valued(record, index, said[1])), index)
            if one_line(found.setdefault(said[0], place).text) != one_line(place.text):
                twice.setdefault(said[0], place)
    return found, twice


def _says(record: Record, index: int) -> tuple[str, str] | None:
    """The field that a cell of a line around the table says, with its text, which may stand in the next cell."""
    text = record.fields[index]
    said = pair(text)
    if said is None:
        unit = unit_in(text)
        return ("unit", unit) if unit else None
    if said[0] not in _SAYABLE:
        return None
    beside = next((it for it in record.fields[index + 1 :] if it.strip()), "")
    value = said[1].strip() or ("" if pair(beside) else beside.strip())
    return (said[0], value) if value else None


def _valued(record: Record, index: int, value: str) -> tuple[str, ...]:
    """The record with the value alone in its field, so that a place carries the text that counts."""
    return (*record.fields[:index], value.strip(), *record.fields[index + 1 :])


def _depth(table: Sequence[Record]) -> int:
    """How many rows the header has: one, and those below that give names to its blank or merged cells."""
    depth = min(len(table), 1)
    begins = (index for record in table[:_LOOKED_AT] for index, text in enumerate(record.fields) if text.strip())
    first = min(begins, default=0)
    while 0 < depth < min(len(table) - 1, _MOST_LEVELS) and _goes_on(table[depth - 1], table[depth], first):
        depth += 1
    return depth


def _goes_on(upper: Record, lower: Record, first: int) -> bool:
    """Whether a row is one more level of the header: it holds no value, and where labels stand it names no row."""
    up, low = (record.fields[first].strip() if first < len(record.fields) else "" for record in (upper, lower))
    below = not low or low == up or field_named(low) is not None
    return below and not any(is_value(text) for text in lower.fields)


def is_value(text: str) -> bool:
    """Whether a text is a number, a mark for a missing one, or a deliverable's state."""
    read = parse_quantity(text)
    missing = isinstance(read, Missing) and bool(text.strip())
    return isinstance(read, Quantity) or missing or state_named(text) is not None


def _headers(header: Sequence[Record], width: int) -> dict[int, tuple[str, ...]]:
    """The texts above each column.  A group's name stands for the blank cells to its right that have names below."""
    rows = [[one_line(text) for text in (*record.fields, *[""] * (width - len(record.fields)))] for record in header]
    for upper, lower in reversed(list(pairwise(rows))):  # a middle level is complete before the one above it
        group = ""
        for index, text in enumerate(upper):
            below = lower[index]
            if text:
                group = text if below and below != text else ""
            elif group and below:
                upper[index] = group
    return {index: tuple(dict.fromkeys(row[index] for row in rows if row[index])) for index in range(width)}
