"""Excel: one sheet with the table, every cell as what it is; cells to be filled in are checked as they are written.

The same table gives the same bytes.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from hlwplan.quantity import plain
from hlwplan.render.cells import shown
from hlwplan.render.escape import visible
from hlwplan.table import Amount, Blank, Cell, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Look = Mapping[str, str | int | bool]

_OPTIONS: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
}  # fmt: skip
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's date has no zone; a fixed one, so that bytes repeat
_DIGITS: Final = 15
"""How many significant digits Excel keeps of a number."""
_WIDEST: Final = 40
_LINE: Final = 15
_HIGHEST: Final = 409
"""How high a line of text and the highest row are, in points."""
_LONGEST: Final = 32_767
_PROMPT: Final = 255
_ROWS: Final = 1_048_576
_A4: Final = 9
_HEAD: Final[Look] = {"bold": True, "bg_color": "#D9E1F2", "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
_FORM: Final[Look] = {"border": 1, "border_color": "#BFBFBF"}
_GIVEN: Final[Look] = {**_FORM, "bg_color": "#F2F2F2"}
_ROOM: Final = {"text": 20, "number": 14, "date": 12, "choice": 10}
"""How wide a cell to be filled in is at least, in Excel's characters."""


def render(table: Table) -> bytes:
    """The workbook's bytes: banner, header, rows under their headings, notes.

    The header stays in sight and is repeated on every printed page.  In a table with cells to be filled in, the others
    are shaded; nothing is locked, so that rows can be added.  Raises ValueError where a sheet has not enough rows.
    """
    from xlsxwriter.workbook import Workbook  # large, and wanted by few commands

    around = len(table.banner) + 1 + sum(len(section.headings) for section in table.sections) + len(table.notes)
    if around + len(table.rows) > _ROWS:  # the library would leave them out without a word
        raise ValueError(f"{len(table.rows)} rows are more than a sheet of Excel holds")
    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    book.set_properties({"title": visible(table.title), "created": _CREATED})
    _Sheet(book, table).write()
    book.close()
    return out.getvalue()


class _Sheet:
    """One sheet on its way; `_looks` holds each look once, as Excel wants it."""

    def __init__(self, book: "Workbook", table: Table) -> None:
        self._book, self._table = book, table
        self._sheet: Worksheet = book.add_worksheet(_sheet_name(table.title))
        self._looks: dict[tuple[tuple[str, object], ...], Format] = {}
        self._form = any(isinstance(cell, Blank) for row in table.rows for cell in row)

    def write(self) -> None:
        """Everything, from top to bottom, then what is about columns and pages."""
        row = 0
        for line in self._table.banner:
            self._text(row, 0, line, {"bold": True})
            row += 1
        header = row
        for index, column in enumerate(self._table.columns):
            self._text(header, index, str(column.title), {**_HEAD, "valign": "vcenter"}, lines=True)
        row += 1
        for section in self._table.sections:
            for heading in section.headings:
                self._text(row, 0, heading, {"bold": True})
                row += 1
            for index in range(len(self._table.columns)):
                self._checks(row, index, [cells[index] for cells in section.rows])
            for cells in section.rows:
                for index, cell in enumerate(cells):
                    self._cell(row, index, cell)
                self._height(row, cells)
                row += 1
        for line in self._table.notes:
            self._text(row, 0, line, {})
            row += 1
        self._page(header)

    def _page(self, header: int) -> None:
        sheet, title = self._sheet, visible(self._table.title).replace("&", "&&")
        for index in range(len(self._table.columns)):
            sheet.set_column(index, index, _width(self._table, index))
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&C{title[:200]}")
        sheet.set_footer("&C&P / &N")

    def _look(self, look: Look) -> "Format":
        key = tuple(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(dict(look))
        return self._looks[key]

    def _text(self, row: int, column: int, text: str, look: Look, *, lines: bool = False) -> None:
        """A text as it is, whatever sign it begins with; line breaks are shown as such only where they are ours."""
        safe = "\n".join(map(visible, text.split("\n"))) if lines else visible(text)
        cut = safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
        if cut:
            self._sheet.write_string(row, column, cut, self._look(look))
        else:
            self._sheet.write_blank(row, column, None, self._look(look))

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        look: Look = {**(_GIVEN if self._form else {}), "valign": "vcenter"}
        match cell:
            case Blank():
                wraps = cell.wants == "text"
                look = {**_FORM, "valign": "vcenter", "num_format": _blank_format(cell), "text_wrap": wraps}
                self._sheet.write_blank(row, column, None, self._look(look))
            case None:
                self._text(row, column, "", look)
            case int() | float() | Decimal() | Amount() if not isinstance(cell, bool):
                number, unit_format = _number(cell)
                if number is None:
                    self._text(row, column, shown(cell), {**look, "align": "right"})
                else:
                    self._sheet.write_number(row, column, number, self._look({**look, "num_format": unit_format}))
            case _:
                self._text(row, column, shown(cell), {**look, "text_wrap": True})

    def _height(self, row: int, cells: tuple[Cell, ...]) -> None:
        """Make room for text that is broken into lines; not every program does so when it opens the file."""
        lines = max(-(-_cells_wide(_seen(cell)) // _WIDEST) for cell in cells)
        if lines > 1:
            self._sheet.set_row(row, min(lines * _LINE, _HIGHEST))

    def _checks(self, first: int, column: int, cells: list[Cell]) -> None:
        """Each run of equal cells to be filled in gets its check once."""
        row = first
        for cell, run in groupby(cells):
            last = row + len(list(run)) - 1
            if isinstance(cell, Blank):
                self._sheet.data_validation(row, column, last, column, dict(_check(cell)))
            row = last + 1


def _check(blank: Blank) -> Iterator[tuple[str, object]]:
    """What Excel lets somebody write there; beside the usual limits it asks, all else it refuses."""
    match blank.wants:
        case "number":
            low, high = map(float, blank.between or (-(Decimal(10) ** 20), Decimal(10) ** 20))
            yield from {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}.items()
            yield "error_type", "warning" if blank.between else "stop"
        case "date":
            yield from {"validate": "date", "criteria": "between"}.items()
            yield from {"minimum": blank.since, "maximum": "=TODAY()"}.items()
        case "choice":
            yield from {"validate": "list", "source": list(blank.choices)}.items()
        case "text":
            yield "validate", "any"
    yield "input_message", visible(str(blank.prompt))[:_PROMPT]
    yield "error_message", visible(str(blank.prompt))[:_PROMPT]


def _blank_format(blank: Blank) -> str:
    return {"number": f"General{_quoted(blank.unit)}", "date": "yyyy-mm-dd", "choice": "@", "text": "@"}[blank.wants]


def _quoted(unit: str) -> str:
    """A unit as a number format's own text; without the quotation marks a % would multiply by a hundred."""
    return '"' + visible(unit).replace('"', '"\\""') + '"' if unit else ""


def _number(cell: float | Decimal | Amount) -> tuple[float | None, str]:
    """The number and the format that shows it with its unit; None where Excel would lose digits of it."""
    amount = cell if isinstance(cell, Amount) else Amount(cell)
    value = amount.value
    exact = not isinstance(value, (Decimal, int)) or len(Decimal(plain(Decimal(value))).as_tuple().digits) <= _DIGITS
    digits = "General" if amount.digits is None else f"{0:.{amount.digits}f}"
    shape = digits + _quoted(amount.unit)
    return float(value) if exact else None, f"+{shape};-{shape};{shape}" if amount.signed else shape


def _sheet_name(title: str) -> str:
    """A name that Excel takes: at most 31 characters, none of them special, no apostrophe at an end."""
    return re.sub(r"[\[\]:*?/\\]", " ", visible(title))[:31].strip(" '") or "Sheet1"


def _width(table: Table, index: int) -> float:
    """How wide a column is: its widest cell, within reason; longer text is broken into lines."""
    title = max(map(_cells_wide, str(table.columns[index].title).split("\n")))
    cells = (row[index] for row in table.rows)
    widths = (
        _ROOM[it.wants] if isinstance(it, Blank) else _cells_wide("" if it is None else shown(it)) for it in cells
    )
    return min(max([title, *widths]), _WIDEST) + 2


def _seen(cell: Cell) -> str:
    """What is seen in a cell of the sheet, where an absent value is an empty cell."""
    return "" if cell is None else shown(cell)


def _cells_wide(text: str) -> int:
    """A Chinese sign is twice as wide as a digit; quotation marks and dashes are so too in Chinese fonts."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
