"""CSV and TSV: every value whole, headers by name, nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal

from hlwplan.quantity import plain
from hlwplan.render.escape import inert, visible
from hlwplan.render.exact import in_a_cell
from hlwplan.table import Amount, Blank, Cell, Column, Nested, Table, Word, in_columns

Delimiter = Literal[",", "\t"]


def render(table: Table, delimiter: Delimiter) -> str:
    """A header and a row for each row, lines ended by a line feed; an absent value is an empty field."""
    return head(table.columns, delimiter) + "".join(lines(table.rows, delimiter))


def head(columns: Iterable[Column], delimiter: Delimiter) -> str:
    """The header line."""
    return "".join(lines([tuple(column.name for column in columns)], delimiter))


def lines(rows: Iterable[tuple[Cell, ...]], delimiter: Delimiter) -> Iterator[str]:
    """The rows as lines, some at a time, as the rows come."""
    for columns in in_columns(rows):
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerows(zip(*map(_column, columns), strict=True))
        yield out.getvalue()


def for_excel(table: Table) -> bytes:
    """CSV for a double click in Excel: a byte order mark, or it reads UTF-8 as GBK, and the line ends of Windows."""
    lines = render(table, ",").split("\n")  # a line break of the data is written as its code, so each is a row's
    return "\r\n".join(lines).encode("utf-8-sig")


def _column(cells: Sequence[Cell]) -> list[str]:
    """The fields of a column, without a look at each cell's kind where all that are there are of one."""
    kinds = set(map(type, cells)) - {type(None)}
    if not kinds:
        return [""] * len(cells)
    field = _PLAIN.get(kinds.pop(), _field) if len(kinds) == 1 else _field
    return ["" if cell is None else field(cell) for cell in cells]


def _field(cell: Cell) -> str:
    match cell:
        case None | Blank():
            return ""
        case Amount():
            return _field(cell.value)
        case Word():
            return _text(cell.text)
        case tuple():
            return " ".join(map(_field, cell))
        case Nested():
            return in_a_cell(cell.value)  # begins with a bracket, so it is never a formula
        case _:
            return _PLAIN.get(type(cell), _text)(cell)


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    # The same words stand in row after row.
    return inert(visible(text))


_PLAIN: Final[Mapping[type, Callable[[Any], str]]] = {
    str: _text, bool: ("false", "true").__getitem__, int: repr, float: repr, Decimal: plain,
}  # fmt: skip
"""The field of a cell that is one value; of a text of any other class that of the text."""
