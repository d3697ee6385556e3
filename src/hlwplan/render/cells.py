"""Cells as people read them, in any format."""

import re
from decimal import Decimal
from typing import Final

from hlwplan.language import _, listing
from hlwplan.quantity import plain
from hlwplan.render.escape import visible
from hlwplan.render.exact import in_a_cell
from hlwplan.table import Amount, Blank, Cell, Column, Nested, Word

NOTHING = "—"
"""What stands where there is no value."""
_BETWEEN_WORDS: Final = re.compile(r"(?<=[!-~])\n(?=[!-~])")
"""A line break that stands for a space; between Chinese characters it stands for nothing."""


def shown(cell: Cell) -> str:
    """A cell for people; numbers with a unit keep every digit unless the report rounded them."""
    match cell:
        case None:
            return NOTHING
        case Blank():
            return ""
        case Amount():
            return _amount(cell)
        case Word():
            return visible(cell.text)
        case bool():
            return _("yes") if cell else _("no")
        case Decimal():
            return plain(cell)
        case tuple():
            return listing(map(shown, cell))
        case Nested():
            return in_a_cell(cell.value)
        case _:
            return visible(str(cell))


def heading(column: Column) -> str:
    """A column's title on one line."""
    return visible(_BETWEEN_WORDS.sub(" ", str(column.title)).replace("\n", ""))


def _amount(cell: Amount) -> str:
    sign = "+" if cell.signed and cell.value > 0 else ""
    if cell.digits is None:
        number = plain(Decimal(str(cell.value)))
    else:
        number = f"{cell.value:.{cell.digits}f}"
        if float(number) == 0 and cell.value:  # a small number is not zero
            number = f"{cell.value:.1g}"
    return f"{sign}{number}{cell.unit}"
