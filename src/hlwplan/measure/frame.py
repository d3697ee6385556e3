"""Frame: where a table begins and ends in its sheet, and what the lines around it say.

Above the table stand a title and lines such as `指标：…`, `单位：亿元`; below it 注：… and 数据来源：….  Nothing
between the header and the first line of the footer is ever taken for one of these.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from hlwplan.measure.labels import one_line, pair
from hlwplan.measure.sheet import Record, Sheet
from hlwplan.quantity import Missing, Quantity, parse_quantity

_FOOTER: Final = re.compile(r"\s*(?:注|附注|注释|说明|备注|数据来源|资料来源|来源)\s*\d*\s*[:：.、]?")
_NOTES: Final = re.compile(r"\s*(?:注|附注|注释|说明|备注|数据来源|资料来源|来源)\s*\d*\s*[:：]")
_SAYABLE: Final = frozenset({"indicator", "region", "period", "unit", "status", "published", "source"})
_MOST_LEVELS: Final = 3


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

    `headers` are the header's texts a column, uppermost first, blanks left out; `columns` are those that hold anything.
    """

    titles: Sequence[Place] = ()
    said: Mapping[str, Place] = field(default_factory=dict)
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
    return Frame(titles, _said([*above, *footer]), header, _headers(header), len(header[0].fields) if header else 0,
                 body, footer)  # fmt: skip


def _texts(record: Record) -> list[str]:
    return [text.strip() for text in record.fields if text.strip()]


def _is_one(record: Record) -> bool:
    """Whether a row says one thing only; a merged title says it in every cell."""
    return len(set(_texts(record))) == 1


def _only(record: Record) -> str:
    return _texts(record)[0]


def _is_above(record: Record, below: Record | None) -> bool:
    """Whether a row above the header is a title, `key：value` in every cell, or a title beside these.

    A lone cell right of the first column that has a value right below it is a header without a header of labels.
    """
    first = next(index for index, text in enumerate(record.fields) if text.strip())
    under = below.fields[first : first + 1] if below else ()
    if first and _is_one(record) and any(map(_is_value, under)):
        return False
    return len({text for text in _texts(record) if pair(text) is None}) <= 1 and (
        _is_one(record) or any(pair(text) is not None for text in _texts(record))
    )


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


def _said(records: Sequence[Record]) -> dict[str, Place]:
    """What lines around the table say; the first line that says it counts."""
    found: dict[str, Place] = {}
    for record in records:
        for index, text in enumerate(record.fields):
            said = pair(text) if text.strip() else None
            if said is not None and said[0] in _SAYABLE and said[1].strip():
                found.setdefault(said[0], Place(Record(record.line, _valued(record, index, said[1])), index))
    return found


def _valued(record: Record, index: int, value: str) -> tuple[str, ...]:
    """The record with the value alone in its field, so that a place carries the text that counts."""
    return (*record.fields[:index], value.strip(), *record.fields[index + 1 :])


def _depth(table: Sequence[Record]) -> int:
    """How many rows the header has: one, and those below that give names to its blank or merged cells."""
    depth = min(len(table), 1)
    while 0 < depth < min(len(table) - 1, _MOST_LEVELS) and _goes_on(table[depth - 1], table[depth]):
        depth += 1
    return depth


def _goes_on(upper: Record, lower: Record) -> bool:
    pairs = [(up.strip(), low.strip()) for up, low in zip(upper.fields[1:], lower.fields[1:], strict=False)]
    shared = any((not up and low) or (up and up == low) for up, low in pairs)
    return shared and not any(_is_value(text) for text in lower.fields)


def _is_value(text: str) -> bool:
    read = parse_quantity(text)
    return isinstance(read, Quantity) or (isinstance(read, Missing) and bool(text.strip()))


def _headers(header: Sequence[Record]) -> dict[int, tuple[str, ...]]:
    """The texts above each column.  A group's name stands for the blank cells to its right that have names below."""
    if not header:
        return {}
    rows = [[one_line(text) for text in record.fields] for record in header]
    for upper, lower in pairwise(rows):
        group = ""
        for index, text in enumerate(upper):
            below = lower[index] if index < len(lower) else ""
            if text:
                group = text if below and below != text else ""
            elif group and below:
                upper[index] = group
    width = max(map(len, rows))
    levels = {index: [row[index] for row in rows if index < len(row) and row[index]] for index in range(width)}
    return {index: tuple(dict.fromkeys(texts)) for index, texts in levels.items()}
