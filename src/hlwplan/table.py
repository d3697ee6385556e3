"""Tables: what a report makes and a format takes.  Cells are values; how they look is each format's own business."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final, Literal

from hlwplan.language import Phrase

Align = Literal["left", "right"]
Tone = Literal["good", "warn", "bad", "none"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit of measure.  `digits` is how many decimals people are shown; None shows all there are.

    `signed` prints a plus sign too.  `unit` is joined as it is, so it carries its own space where it wants one.
    """

    value: Decimal | float
    unit: str = ""
    digits: int | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A verdict: a word that stands by itself, and the tone a format may colour it in."""

    text: str
    tone: Tone = "none"


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell that somebody is to fill in: empty in every format, and watched over where the format can do that.

    `unit` is the unit of measure behind a number, `between` its usual limits, both ends included.  `since` is the first
    day that a date may be; the last is the day on which it is written.  `choices` are short words without commas.
    `prompt` is said to whoever comes to the cell.
    """

    wants: Literal["text", "number", "date", "choice"] = "text"
    unit: str = ""
    between: tuple[Decimal, Decimal] | None = None
    since: date = date(1949, 10, 1)
    choices: tuple[str, ...] = ()
    prompt: str | Phrase = ""


@dataclass(frozen=True, slots=True)
class Nested:
    """A list or a record in one cell: lists, tuples, mappings and plain values, to any depth."""

    value: object


Cell = str | int | bool | Decimal | float | Amount | Word | Blank | Nested | tuple[str | Decimal | float, ...] | None
"""None is a value that is not there; it is never printed as zero."""

AT_ONCE: Final = 128
"""So many rows are turned into columns at a time: more cost more, for what they hold is no longer near at hand."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` for machines (dots nest it in JSON), `title` for people.

    A line break in the title says how a long one is split.
    `keep` orders what a narrow terminal drops: the least first, 0 never.  `wraps` says that its cells are text, which
    may be broken into lines.
    """

    name: str
    title: str | Phrase
    align: Align = "left"
    keep: int = 0
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A run of rows under headings, outermost first; empty headings draw nothing."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Sections of rows, every row as long as `columns`.

    `banner` must be seen wherever the table goes, `notes` follow it.  `meta` is the head of the table's JSON document,
    whose rows stand under `rows_name`.
    """

    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    banner: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
    rows_name: str = "rows"

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """All rows, in order, whatever the section."""
        return [row for section in self.sections for row in section.rows]


def in_columns(rows: Iterable[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    """The rows as they come, `AT_ONCE` at a time, as columns: the cells of one are mostly of one kind."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield list(zip(*some, strict=True))


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a page: what it is about (`name` for machines, `title` for people) and what is the case."""

    name: str
    title: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Formula:
    """A number with the way to it: the formula in symbols, and the same with its numbers put in.

    `result` is how the number is written wherever it is used again; `exact` says that nothing was rounded on the way.
    `unit` stands behind it, `shown` is what other reports print of it.  `numbers` is empty for a number that is looked
    up, which `formula` then says where.
    """

    name: str
    symbol: str
    formula: str
    numbers: str
    result: str
    exact: bool
    value: float
    unit: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of characters of one width, for people only."""

    lines: tuple[str, ...]


Part = Fact | Formula | Drawing | Table | str
"""What a block of a page is made of; a str is a remark."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page under a heading; `name` is its place in a machine's document."""

    name: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One thing in all its parts: what a report makes where a table does not do.

    `banner` must be seen wherever the page goes; `meta` is the head of its JSON document.
    """

    title: str
    blocks: tuple[Block, ...]
    banner: tuple[str, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
