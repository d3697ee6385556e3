"""Workbooks: each cell is what the table says, whatever reads them back."""

import io
import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hlwplan.render import xlsx
from hlwplan.table import Amount, Blank, Cell, Column, Section, Table, Word


def one(*cells: Cell) -> Table:
    """A table with one row of these cells."""
    columns = tuple(Column(f"c{number}", f"C{number}") for number in range(len(cells)))
    return Table("T", columns, (Section((), (cells,)),))


def book(table: Table) -> Workbook:
    """The workbook as another library reads it."""
    return load_workbook(io.BytesIO(xlsx.render(table)))


def sheet(table: Table) -> Worksheet:
    """Its one sheet."""
    (made,) = book(table).worksheets
    assert isinstance(made, Worksheet)
    return made


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "1e5", "https://example.org", "a|b", "007", "_x0041_"])
def test_text_stays_text(text: str) -> None:
    """No text becomes a formula, a number or a link, and none is changed."""
    cell = sheet(one(text)).cell(2, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_hidden_characters_are_shown() -> None:
    """What data would do to a reader stands there as its code, in cells, in the sheet's name and above the page."""
    table = one("a\u202eb")
    made = sheet(Table("T\u202e", (Column("c", "C\u200b\nD"),), table.sections))
    assert made.cell(2, 1).value == "a\\u202eb"
    assert made.cell(1, 1).value == "C\\u200b\nD"
    assert "\u202e" not in made.title + str(made.HeaderFooter)


@pytest.mark.parametrize(
    ("cell", "value", "shape"),
    [
        (Decimal("1234.50"), 1234.5, "General"),
        (7, 7, "General"),
        (Amount(Decimal(350), "亿元"), 350, 'General"亿元"'),
        (Amount(Decimal("85.3"), "%"), 85.3, 'General"%"'),
        (Amount(53.846, "%", 1), 53.846, '0.0"%"'),
        (Amount(-8.21, "", 1, signed=True), -8.21, "+0.0;-0.0;0.0"),
        (Amount(Decimal(3), 'a"b', 0), 3, '0"a"\\""b"'),
        (Decimal(0), 0, "General"),
    ],
)
def test_numbers_are_whole_and_their_unit_is_the_format(cell: Cell, value: float, shape: str) -> None:
    """Rounding and units of measure are how a number looks; the number itself stays."""
    made = sheet(one(cell)).cell(2, 1)
    assert (made.value, made.number_format) == (value, shape)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**18), max_value=10**18))
def test_no_digit_of_a_decimal_is_lost(value: Decimal) -> None:
    """A decimal is a number where the 15 digits of Excel hold it, else a text with all its digits."""
    made = sheet(one(value)).cell(2, 1).value
    assert made is not None
    if isinstance(made, str):
        assert Decimal(made) == value
        assert len(made.lstrip("-0.").replace(".", "")) > 15
    else:
        assert Decimal(f"{made:.15g}") == value


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("cell", "value"),
    [(None, None), ("", None), (True, "是"), (Word("未完成", "bad"), "未完成"), (("甲", "乙"), "甲、乙"),
     ("长" * 40_000, "长" * 32_766 + "…")],
)  # fmt: skip
@pytest.mark.usefixtures("chinese")
def test_other_cells_are_words_or_nothing(cell: Cell, value: str | None) -> None:
    """An absent value is an empty cell; text beyond what a cell holds is cut visibly."""
    assert sheet(one(cell, "x")).cell(2, 1).value == value


def test_banner_headings_and_notes_stand_around_the_rows() -> None:
    """The banner is above the header, which stays in sight; headings are above their rows, notes below."""
    table = Table("T", (Column("c", "C"),), (Section(("甲", "乙"), (("x",),)),), ("‼",), ("note",))
    made = sheet(table)
    assert [row[0].value for row in made.iter_rows()] == ["‼", "C", "甲", "乙", "x", "note"]
    assert made.freeze_panes == "A3"
    assert made.print_title_rows == "$2:$2"


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b:c*d?e[f]g\\h", "a b c d e f g h"), ("'长'" * 20, ("'长'" * 20)[:31].strip("'")), ("//", "Sheet1")],
)
def test_every_title_makes_a_name_of_a_sheet(title: str, name: str) -> None:
    """Signs that Excel refuses are left out, and a long name is cut."""
    assert sheet(Table(title, (Column("c", "C"),), ())).title == name


def test_same_table_same_bytes() -> None:
    """Nothing in the file depends on when or where it was made."""
    table = one("x", Decimal(1), Blank("choice", choices=("甲", "乙")))
    assert xlsx.render(table) == xlsx.render(table)


def test_no_row_is_left_out_in_silence() -> None:
    """A table with more rows than a sheet has is refused."""
    table = Table("T", (Column("c", "C"),), (Section((), (("x",),) * 2**20),))
    with pytest.raises(ValueError, match="more than a sheet"):
        xlsx.render(table)


def test_cells_to_fill_in_are_checked_once_a_run() -> None:
    """Equal cells one below the other share a check, which says what may be written."""
    usual = Blank("number", "%", (Decimal(0), Decimal(100)), prompt="单位：%")
    any_number = Blank("number", "亿元", prompt="p" * 300)
    day, pick = Blank("date", since=date(2019, 1, 1)), Blank("choice", choices=("甲", "乙"))
    rows = ((usual, day, pick, Blank()), (usual, day, pick, Blank()), (any_number, day, "x", Blank()))
    made = sheet(Table("T", tuple(Column(name, name) for name in "abcd"), (Section((), rows),)))
    checks = {str(it.sqref): it for it in made.data_validations.dataValidation}
    assert set(checks) == {"A2:A3", "A4", "B2:B4", "C2:C3", "D2:D4"}
    rate, amount, day_check = checks["A2:A3"], checks["A4"], checks["B2:B4"]
    assert (rate.type, rate.formula1, rate.formula2, rate.errorStyle) == ("decimal", "0.0", "100.0", "warning")
    assert (rate.prompt, len(amount.prompt), amount.errorStyle) == ("单位：%", 255, None)
    assert (day_check.type, day_check.formula1, day_check.formula2) == ("date", "43466", "TODAY()")
    assert (checks["C2:C3"].type, checks["C2:C3"].formula1) == ("list", '"甲,乙"')
    assert [made.cell(2, column).number_format for column in range(1, 5)] == ['General"%"', "yyyy-mm-dd", "@", "@"]
    assert made.cell(4, 1).number_format == 'General"亿元"'
    assert made.protection.sheet is False


def test_what_is_given_is_shaded_where_something_is_to_be_filled_in() -> None:
    """The shade says which cells are done; a table for reading has none."""
    form, report = sheet(one("x", Blank())), sheet(one("x", "y"))
    shades = [it.cell(2, column).fill.fill_type for it in (form, report) for column in (1, 2)]
    assert shades == ["solid", None, None, None]


@pytest.mark.parametrize(("text", "width", "lines"), [("中文中文", 10, 1), ("abcd", 6, 1), ("长" * 50, 42, 3)])
def test_columns_and_rows_have_room_for_chinese(text: str, width: int, lines: int) -> None:
    """A Chinese sign counts twice; what is longer than a column may be wide gets more lines."""
    made = sheet(one(text))
    assert math.floor(made.column_dimensions["A"].width) == width
    assert (made.row_dimensions[2].height or 15) == 15 * lines
