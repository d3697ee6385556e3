"""Grid: the cells of one sheet of a workbook as they are stored, in one pass over its XML.

Only what is written in the file is walked, so a lone cell in the last corner costs no more than any other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from hlwplan.language import Wording
from hlwplan.measure.package import Attributes, Handlers, Package, damaged, too_large

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
MAX_FIELDS: Final = 20_000_000
"""How many fields a sheet's rows may have when each is as wide as its last cell: a million rows of nineteen."""
MAX_MERGED: Final = 500_000
_ESCAPE: Final = re.compile("_x(0009|000[aAdD]|005[fF])_")
_ROW: Final = re.compile("[1-9][0-9]{0,6}")
_CELL: Final = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as stored: `kind` is its type (`n`, `s`, `str`, `b`, `e`, `d`, `inlineStr`), `style` an index.

    `formula` is None where there is none; it may be empty where the cell shares another's.
    """

    row: int
    column: int
    kind: str
    style: str
    stored: str
    formula: str | None

    @property
    def name(self) -> str:
        """The cell as Excel calls it: B5."""
        return cell_name(self.row, self.column)


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, all ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with something in them, by number and ascending, each up to its last field; and merged areas."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def column_name(number: int) -> str:
    """1 is A, 27 is AA."""
    name = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def cell_name(row: int, column: int) -> str:
    """The cell as Excel calls it: B5."""
    return f"{column_name(column)}{row}"


def place(name: str) -> tuple[int, int]:
    """Row and column of a cell's name; raises `PackageError` where Excel has no such cell."""
    match = _CELL.fullmatch(name)
    row, column = 0, 0
    if match is not None:
        row = int(match[2])
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
    if not 1 <= row <= MAX_ROW or not 1 <= column <= MAX_COLUMN:
        raise damaged(Wording("there is no cell {name!r}", name=name))
    return row, column


class Gather:
    """Gathers the text of a string that may be in pieces of rich text, less what only says how it is read aloud."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._open = self._aloud = False

    def start(self, name: str) -> None:
        """Take note of an element inside the string."""
        self._aloud = self._aloud or name == "rPh"
        self._open = name == "t" and not self._aloud

    def end(self, name: str) -> None:
        """Take note of an element's end."""
        self._open = False
        self._aloud = self._aloud and name != "rPh"

    def text(self, piece: str) -> None:
        """Keep the piece where it belongs to the string."""
        if self._open:
            self._pieces.append(piece)

    def take(self) -> str:
        """The string; the next one starts empty.  Excel's own escapes for line breaks are undone."""
        whole = "".join(self._pieces)
        self._pieces.clear()
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), whole) if "_x" in whole else whole


def read_grid(package: Package, part: str, read: Callable[[Cell], str]) -> Grid:
    """Read a sheet; `read` gives the text of each cell that stores anything.

    Raises `PackageError` where the XML is damaged, cells are out of order, or the sheet is too large.
    """
    walker = _Walker(read)
    package.parse(part, Handlers(walker.start, walker.end, walker.text))
    return walker.grid


class _Walker:
    def __init__(self, read: Callable[[Cell], str]) -> None:
        self.grid = Grid()
        self._read = read
        self._row, self._column = 0, MAX_COLUMN
        self._fields: list[str] = []
        self._size = 0
        self._in_cell = False
        self._kind = self._style = ""
        self._inside = ""
        self._inline = Gather()
        self._value: list[str] = []
        self._formula: list[str] | None = None

    def start(self, name: str, given: Attributes) -> None:
        if name == "c":
            self._start_cell(given)
        elif name == "row":
            self._start_row(given)
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))
        elif self._in_cell:
            self._inside = name
            self._inline.start(name)
            if (name == "f" and self._formula is not None) or (name == "v" and self._value):
                raise damaged(
                    Wording(
                        "cell {cell_name} has two of what it may have one of",
                        cell_name=cell_name(self._row, self._column),
                    )
                )
            if name == "f":
                self._formula = []

    def text(self, piece: str) -> None:
        if self._inside == "v":
            self._value.append(piece)
        elif self._inside == "f" and self._formula is not None:
            self._formula.append(piece)
        elif self._inside:
            self._inline.text(piece)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "row":
            if self._fields:
                self.grid.rows.append((self._row, self._fields))
            self._fields, self._column = [], MAX_COLUMN  # no cell stands between two rows
        elif self._in_cell:
            self._inside = ""
            self._inline.end(name)

    def _start_row(self, given: Attributes) -> None:
        number = given.get("r", str(self._row + 1))
        row = int(number) if _ROW.fullmatch(number) else 0
        if not self._row < row <= MAX_ROW:
            raise damaged(Wording("a row {number!r} comes after row {row}", number=number[:20], row=self._row))
        self._row, self._column = row, 0

    def _start_cell(self, given: Attributes) -> None:
        name = given.get("r")
        row, column = place(name) if name else (self._row, self._column + 1)
        if row != self._row or not self._column < column <= MAX_COLUMN or self._in_cell:
            raise damaged(
                Wording(
                    "cell {cell_name} is out of place in row {row}", cell_name=cell_name(row, column), row=self._row
                )
            )
        self._column = column
        self._in_cell, self._kind, self._style = True, given.get("t", "n"), given.get("s", "0")

    def _end_cell(self) -> None:
        inline = self._inline.take()
        stored = inline if self._kind == "inlineStr" else "".join(self._value)
        formula = None if self._formula is None else "".join(self._formula)
        self._in_cell, self._formula = False, None
        self._value.clear()
        if not stored and formula is None:
            return
        text = self._read(Cell(self._row, self._column, self._kind, self._style, stored, formula))
        if text and not text.isspace():
            self._put(text)

    def _put(self, text: str) -> None:
        more = self._column - len(self._fields)
        self._size += more
        if self._size > MAX_FIELDS:
            corner = cell_name(self._row, self._column)
            raise too_large(Wording("the fields of the sheet, up to {corner},", corner=corner), self._size, MAX_FIELDS)
        self._fields.extend([""] * (more - 1))
        self._fields.append(text)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        top, left = place(first)
        bottom, right = place(last or first)
        if len(self.grid.merged) >= MAX_MERGED:
            over = Wording("over {limit}", limit=MAX_MERGED)
            raise too_large(Wording("the number of merged areas"), over, MAX_MERGED)
        if bottom < top or right < left:
            raise damaged(Wording("there is no area {ref!r}", ref=ref))
        self.grid.merged.append(Area(top, left, bottom, right))
