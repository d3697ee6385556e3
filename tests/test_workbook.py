"""Workbooks: what a sheet of an .xlsx reads as, and what is refused.  Every workbook here is made up."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

import pytest
from books import (
    FAILING,
    MAIN,
    cell,
    entry,
    fields,
    formats,
    merges,
    parts,
    read,
    related,
    row,
    rows,
    said,
    saved,
    shown,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from hlwplan.diagnostics import Severity
from hlwplan.measure import grid, package, workbook
from hlwplan.measure.grid import cell_name, place
from hlwplan.quantity import plain

if TYPE_CHECKING:
    from hlwplan.measure.sheet import Sheet

TEXT_1: Final = "<si><t>指标</t></si>"


# --- What sheets are read, and where things stand


def test_rows_of_a_sheet_are_rows_of_text() -> None:
    """Text stays as it is, with its line breaks; rows are as wide as the sheet; cells of spaces are blank."""
    made = saved(rows(("指标", "总额\n(亿元)", "备注"), ("零售额", 350), (" ", None, "\u3000\n"), (None, 1.5, "注")))
    assert fields(made) == [("指标", "总额\n(亿元)", "备注"), ("零售额", "350", ""), ("", "1.5", "注")]


def test_a_field_knows_its_sheet_row_and_column() -> None:
    """Places read book.xlsx!sheet:row:column, past empty rows and columns; past the last field they are the row's."""
    (sheet,), _ = read(zipped(parts(row(3, cell("C3", "7")) + row(9, cell("B9", "8")))))
    protocol: Sheet = sheet
    assert (protocol.file, protocol.name) == ("book.xlsx!表1", "表1")
    assert [(record.line, record.fields) for record in sheet.records] == [(3, ("", "", "7")), (9, ("", "8", ""))]
    assert [str(sheet.span(sheet.records[0], index)) for index in (2, 3)] == ["book.xlsx!表1:3:3", "book.xlsx!表1:3"]


def test_every_visible_sheet_with_something_in_it_is_read() -> None:
    """Empty sheets are passed over, hidden ones left out with a note; the workbook's order is kept."""

    def hide(sheet: Worksheet) -> None:
        sheet.append(("x",))
        sheet.sheet_state = "hidden"

    sheets, findings = read(saved(rows(("b",)), rows(), hide, rows(("a",))))
    assert [sheet.name for sheet in sheets] == ["表1", "表4"]
    assert said(findings) == ["表3 D025"]
    assert findings[0].severity is Severity.NOTE
    sheets, findings = read(saved(rows(("b",)), rows(), hide), "表 3", "表２")
    assert [(sheet.name, len(sheet.records)) for sheet in sheets] == [("表2", 0), ("表3", 1)]
    assert findings == []


def test_an_unknown_sheet_is_named_with_those_there_are() -> None:
    """Who asks for a sheet that is not there is told the nearest and all; the others are read."""
    sheets, (finding,) = read(saved(rows(("a",)), rows(("b",))), "表1", "表 2日")
    assert [sheet.name for sheet in sheets] == ["表1"]
    assert finding.message == "no sheet is called '表 2日'; sheets of the workbook: 表1, 表2"
    assert finding.hint == "did you mean 表2?"


def test_a_workbook_with_nothing_in_it_is_said_to_have_nothing() -> None:
    """No sheet and no finding would look like a file well read."""
    assert said(read(saved(rows()))[1]) == ["D002"]


def test_chart_sheets_are_no_sheets_of_cells() -> None:
    """A chart sheet is passed over, and cannot be asked for; what lies outside the package is not looked at."""
    made = parts(row(1, cell("A1", "1")), sheets=entry("表1") + entry("图", "r2"))
    kinds = related({"worksheets/sheet1.xml": "worksheet", "c.xml": "chartsheet"})
    elsewhere = '<Relationship Id="r3" Type="x/styles" TargetMode="External" Target="file:///styles.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = kinds.replace("</Rel", f"{elsewhere}</Rel")
    assert fields(zipped(made)) == [("1",)]
    assert said(read(zipped(made), "图")[1]) == ["D024"]


# --- What a cell reads as


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("2018", "2018"), ("2018.0", "2018"), ("0350", "350"), ("-0", "0"), ("1.50", "1.5"), (".5", "0.5"),
        ("1.1000000000000001", "1.1"), ("0.30000000000000004", "0.3"), ("4.3499999999999996", "4.35"),
        ("1E3", "1000"), ("1.2345678901234568E+16", "12345678901234600"), ("1e-7", "0.0000001"),
        ("12345678901234567890", "12345678901234567890"), ("1.23456789012345", "1.234567890123"),
        ("33.3333333333333", "33.333333333333"), ("33.333333333333336", "33.333333333333"),
        ("0.33333333333333331", "0.333333333333"), ("5.5511151231257827E-17", "0.0000000000000000555111512312578"),
        ("1.2345678901234567E+60", "123456789012346" + "0" * 46), ("0.00", "0"),
    ],
)  # fmt: skip
def test_a_number_reads_as_excel_shows_it_in_full(stored: str, text: str) -> None:
    """Plain digits: the 15 that Excel has, the 12 decimals that are kept, and all decimals of what is very small."""
    assert shown("General", stored) == [text]


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_any_number_reads_as_its_15_digits(value: float) -> None:
    """Whatever double a file stores, the text is it to 15 significant digits, or to 12 decimals."""
    (text,) = shown("General", repr(value).upper()) if value else ["0"]
    nearest = Context(prec=15, rounding=ROUND_HALF_UP).create_decimal(repr(value))
    assert "E" not in text
    assert abs(Decimal(text) - nearest) <= (Decimal("5E-13") if abs(value) > 0.0009 else 0)


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_typed_number_stays_what_was_typed(value: Decimal) -> None:
    """Up to 15 digits go through a workbook unchanged, however a program spells the double."""
    assert shown("General", plain(value), repr(float(value)).upper()) == [plain(value)] * 2


@settings(deadline=None)
@given(st.decimals(-1000, 1000, places=9))
def test_a_percentage_is_exact(value: Decimal) -> None:
    """A share under a percent format is a hundred times itself, to the last digit."""
    assert shown("0.0%", plain(value)) == [f"{plain(value * 100)}%"]


@pytest.mark.parametrize(
    ("code", "stored", "text"),
    [
        ("0.0%", "0.85299999999999998", "85.3%"), (9, "0.07", "7%"), (10, "1", "100%"), ("0%", "-0.071", "-7.1%"),
        ("0.0%", "0.33333333333333331", "33.333333333333%"), ("0%;[红色]-0%", "-0.5", "-50%"),
        ('0.0"%"', "85.3", "85.3%"), ("#,##0.00", "1234567.5", "1234567.5"), ("0.00E+00", "12345", "12345"),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "0"), ("@", "12", "12"), (7, "-3", "-3"),
        ('0.00"亿元"', "350", "350亿元"), ("0.0亿元", "350", "350亿元"), ('0"户";-0"人"', "-3", "-3人"),
        ('0.0" 万"', "350", "350万"), ('0"年"', "2018", "2018年"), ('0"年"', "10.5", "10.5"), ("0;-0;-", "0", "0"),
        ("[DBNum1][$-804]General", "2018", "2018"), ('G/通用格式"年"', "2018", "2018年"), ("[$¥-804]0", "3", "3"),
        ('[>=100]0.0"亿元";0.0"亿元"', "3", "3亿元"), ("000-0000", "1234567", "1234567"),
    ],
)  # fmt: skip
def test_a_number_reads_as_its_format_shows_it(code: str | int, stored: str, text: str) -> None:
    """Percent signs count, and so does a unit of measure or 年 behind the digits; other dress is left off unsaid."""
    raw = zipped(parts(row(1, cell("A1", stored, style=1)), styles=formats(code)))
    assert fields(raw) == [(text,)]


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("0.00,,", "3500000"), ("0!.0,万", "12345"), ('0\\.0,"万"', "12345"), ("#,##0,", "9000"), ("0,.0", "9000"),
        ('0"·"00', "12345"), ('"约"0', "350"), ('0"(估计)"', "350"), ('0;-0;;@', "0"), (";;;", "350"), ('"$"0', "350"),
        ("[$USD] 0", "350"), ('[>=10000]0.0,"万";0', "12"), ('0;-0;"无"', "0"), ("aaaa", "43281"), ('0;"负"0', "-5"),
    ],
)  # fmt: skip
def test_a_format_that_shows_something_else_is_warned_of(code: str, stored: str) -> None:
    """Where a format scales a number, hides it or adds words, the stored one is read, and a warning shows both."""
    cells = [cell("A1", stored, style=1), cell("B1", stored, style=1)]
    (sheet,), (finding,) = read(zipped(parts(row(1, *cells), styles=formats(code))))
    assert sheet.records[0].fields == (stored, stored)
    assert (finding.code, finding.severity, str(finding.span)) == ("D029", Severity.WARNING, "book.xlsx!表1:1:1")
    for part in ("A1", stored, repr(code), "cells like this: 2"):
        assert part in finding.message


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-mm-dd", "2018-06-30"), ('yyyy"年"m"月"d"日"', "2018-06-30"), (14, "2018-06-30"), (31, "2018-06-30"),
        ('yyyy"年"', "2018年"), ("yyyy", "2018年"), ("yyyy年", "2018年"), ("yyyy-mm", "2018年6月"), (17, "2018年6月"),
        ("[$-804]yyyy年m月", "2018年6月"), (57, "2018年6月"), (27, "2018年6月"), ("mmm-yy;@", "2018年6月"),
        ('m"月"d"日"', "6月30日"), (58, "6月30日"), ("m月", "6月"), ("dd", "30日"), ("yyyy/m/d h:mm", "2018-06-30"),
        ("[DBNum1]yyyy年m月;@", "2018年6月"), ('e"年"m"月"', "2018年6月"), ("h:mm", "2018-06-30"),
    ],
)  # fmt: skip
def test_a_date_reads_as_far_as_it_is_shown(code: str | int, text: str) -> None:
    """Day, month or year as the format has it; without a year it stays as it is seen, for Excel makes years up."""
    assert shown(code, "43281") == [text]


@pytest.mark.parametrize(
    ("code", "stored", "text"),
    [
        ("yyyy-mm-dd", "43281.354166666664", "2018-06-30 08:30:00"), ("yyyy-mm", "43281.5", "2018年6月"),
        ("h:mm", "0.5", "12:00:00"), ("[h]:mm", "1.5", "1900-01-01 12:00:00"), ("h:mm AM/PM", "0.25", "06:00:00"),
        ("yyyy-mm-dd", "1", "1900-01-01"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_kept(code: str, stored: str, text: str) -> None:
    """A time stays in the text, so that what takes days refuses it."""
    assert shown(code, stored) == [text]


def test_days_may_count_from_1904() -> None:
    """A workbook from an old Mac counts its days from another year."""
    made = parts(row(1, cell("A1", "41819", style=1)), styles=formats(14), workbook='<workbookPr date1904="1"/>')
    assert fields(zipped(made)) == [("2018-06-30",)]


def test_dates_written_by_openpyxl_are_read() -> None:
    """Dates come back, midnight or not."""
    made = saved(rows((date(2018, 6, 30), datetime.fromisoformat("2018-06-30T08:01"), time(8, 1))))
    assert fields(made) == [("2018-06-30", "2018-06-30 08:01:00", "08:01:00")]


def test_kinds_of_cells() -> None:
    """Truth values, ISO dates, inline text, text that looks like a number and #N/A, which is a mark for missing."""
    inline = (
        '<c r="C1" t="inlineStr"><is><r><t>网络</t></r><r><t>零售</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
    )
    cells = [cell("A1", "1", kind="b"), cell("B1", "2018-06-30T00:00:00Z", kind="d"), inline]
    cells += [cell("D1", "0", kind="s"), cell("E1", "#N/A", kind="e"), cell("F1", "0", kind="b"), "<c/>"]
    assert fields(zipped(parts(row(1, *cells), strings="<si><t>0350</t></si>"))) == [
        ("TRUE", "2018-06-30", "网络零售", "0350", "N/A", "FALSE")
    ]


def test_rich_text_is_its_text() -> None:
    """Fonts inside a cell change nothing, and how a word is read aloud is not part of it."""
    rich = CellRichText("网络", TextBlock(InlineFont(b=True), "零售额"))
    assert fields(saved(rows((rich,)))) == [("网络零售额",)]
    aloud = '<r><t>甲</t></r><rPh sb="0" eb="1"><t>jia</t></rPh><r><t> 乙_x000D_\n_x005F_x000D_</t></r>'
    assert fields(zipped(parts(row(1, cell("A1", "0", kind="s")), strings=f"<si>{aloud}</si>"))) == [
        ("甲 乙\r\n_x000D_",)
    ]


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (cell("B2", "#REF!", kind="e"), "B2 holds '#REF!': an error of Excel"),
        (cell("B2", "NaN"), "B2 holds 'NaN': no number"),
        (cell("B2", "1E400"), "B2 holds '1E400': no number"),
        (cell("B2", "1_0"), "B2 holds '1_0': no number"),
        (cell("B2", "7", style=9), "B2 holds '7': its style is missing"),
        (cell("B2", "7", style=-1), "B2 holds '7': its style is missing"),
        (cell("B2", "7", kind="s"), "B2 holds '7': no text of the workbook"),
        (cell("B2", "-5", style=1), "B2 holds '-5': no day of the calendar"),
        (cell("B2", "99999999", style=1), "B2 holds '99999999': no day of the calendar"),
        (cell("B2", "yesterday", kind="d"), "B2 holds 'yesterday': no day of the calendar"),
        (cell("B2", "7", kind="zz"), "B2 holds '7': a cell of unknown kind 'zz'"),
    ],
)
def test_a_cell_without_a_value_is_an_error_with_its_place(made: str, message: str) -> None:
    """The cell is named as Excel names it; its field keeps what is stored, and never passes for blank."""
    (sheet,), (finding,) = read(zipped(parts(row(2, made), styles=formats(14))))
    assert (finding.code, finding.message, str(finding.span)) == ("D026", message, "book.xlsx!表1:2:2")
    assert sheet.records[0].fields[1] in message


def test_formulas_are_read_by_their_value_and_said() -> None:
    """One note a sheet says how many formulas there are and where the first stands; an empty result is a result."""
    cells = [
        cell("A1", "7", formula="3+4"),
        cell("B1", "x", kind="str", formula='"x"'),
        cell("C1", formula='""', kind="str"),
    ]
    (sheet,), (finding,) = read(zipped(parts(row(1, *cells))))
    assert sheet.records[0].fields == ("7", "x")
    assert (finding.code, finding.severity, str(finding.span)) == ("D028", Severity.NOTE, "book.xlsx!表1:1:1")
    assert finding.message == "formulas are read by the value they last had: 3 of them, the first in A1"


def test_a_formula_that_was_never_calculated_is_an_error() -> None:
    """Each such cell is named; its field holds the formula, which no grammar takes for a value."""
    (sheet,), findings = read(saved(rows(("a", "=1+1"), ("=B1", 2))))
    assert [record.fields for record in sheet.records] == [("a", "=1+1"), ("=B1", "2")]
    assert said(findings) == ["表1:1:2 D027", "表1:2:1 D027"]
    assert findings[0].message == "B1 holds '=1+1', which was never calculated"


def test_values_of_a_workbook_that_waits_to_be_calculated_count_for_nothing() -> None:
    """Some programs write 0 beside every formula and leave it to Excel to calculate when the file is opened."""
    made = parts(row(1, cell("A1", "0", formula="3+4")), workbook='<calcPr fullCalcOnLoad="1"/>')
    assert said(read(zipped(made))[1]) == ["表1:1:1 D027"]


# --- Merged cells


def merged(*areas: str) -> Callable[[Worksheet], None]:
    """What writes a table with a header over several columns and regions over several rows."""

    def write(sheet: Worksheet) -> None:
        for values in (("全市情况",), ("地区", "2018年", None, "2019年"), (None, "数值", "增速", "数值"),
                       ("甲市", 1, 2, 3), (None, 4, 5, 6), (None,), ("合计", 7, 8, 9)):  # fmt: skip
            sheet.append(values)
        for area in areas:
            sheet.merge_cells(area)

    return write


def test_the_value_of_merged_cells_stands_in_each() -> None:
    """Headers over columns and regions over rows are filled in; no row or column comes into being by it."""
    (sheet,), findings = read(saved(merged("A1:H1", "A2:A3", "B2:C2", "A4:A6")))
    assert findings == []
    assert [(record.line, *record.fields) for record in sheet.records] == [
        (1, "全市情况", "全市情况", "全市情况", "全市情况"),
        (2, "地区", "2018年", "2018年", "2019年"),
        (3, "地区", "数值", "增速", "数值"),
        (4, "甲市", "1", "2", "3"),
        (5, "甲市", "4", "5", "6"),
        (7, "合计", "7", "8", "9"),
    ]


def test_a_number_over_several_cells_is_warned_of() -> None:
    """One value for two rows is read twice, which is hardly what was measured; a year or a date is no such number."""
    cells = row(1, cell("A1", "2018"), cell("B1", "350"), cell("C1", "1")) + row(2, cell("C2", "1"))
    (sheet,), (finding,) = read(zipped(parts(cells, after=merges("A1:A2", "B1:B2"))))
    assert [record.fields for record in sheet.records] == [("2018", "350", "1")] * 2
    assert (said([finding]), finding.message) == (
        ["表1:1:2 D030"],
        "merged cells B1:B2: their number 350 is read 2 times",
    )


def test_what_merged_cells_hide_is_said() -> None:
    """A value under merged cells, which nobody sees, is left out with a warning; the same value again is not."""
    cells = row(1, cell("A1", "1"), cell("B1", "1"), cell("C1", "9")) + row(2, cell("B2", "5"), cell("D2", "6"))
    cells += row(3, cell("B3", "7"))
    (sheet,), findings = read(zipped(parts(cells, after=merges("A1:C1", "A2:B3"))))
    assert [record.fields for record in sheet.records] == [("1", "1", "1", ""), ("", "", "", "6")]
    assert said(findings) == ["表1:1:1 D030", "表1:1:3 D030", "表1:2:2 D030", "表1:3:2 D030"]
    assert findings[1].message == "merged cells A1:C1: they hide C1, which holds '9' and is not read"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=5))
def test_areas_that_overlap_are_damage(corners: list[tuple[int, int, int, int]]) -> None:
    """A workbook is refused exactly where two merged areas share a cell."""
    areas = [f"{cell_name(top, left)}:{cell_name(top + down, left + right)}" for top, left, down, right in corners]
    covered = [
        (top + y, left + x) for top, left, down, right in corners for y in range(down + 1) for x in range(right + 1)
    ]
    findings = read(zipped(parts(row(1, cell("A1", "x", kind="str")), after=merges(*areas))))[1]
    assert ("D023" in {finding.code for finding in findings}) == (len(set(covered)) < len(covered))


@pytest.mark.parametrize("code", FAILING)
def test_a_workbook_earns_its_code_and_no_other(code: str) -> None:
    """Each code is earned by a workbook, at its place, in words without gaps."""
    raw, place_and_code = FAILING[code]
    findings = read(raw)[1]
    assert said(findings) == [place_and_code]
    assert all(finding.message and "{" not in finding.message + finding.hint for finding in findings)


def test_text_that_does_not_belong_to_a_cell_goes_into_no_other() -> None:
    """Inline text in a cell of another kind is not its value, nor the next one's."""
    inline = '<c t="inlineStr"><is><t>乙</t></is></c>'
    assert fields(zipped(parts(row(1, "<c><is><t>甲</t></is><v>1</v></c>", inline)))) == [("1", "乙")]


# --- Far corners, limits, traps


def test_a_lone_cell_in_the_last_corner_is_one_row() -> None:
    """What lies between is not walked, neither by rows nor by merged areas that cover the whole sheet."""
    made = parts(row(1, cell("A1", "1")) + row(1048576, cell("XFD1048576", "2")))
    (sheet,), findings = read(zipped(made))
    assert [(record.line, len(record.fields)) for record in sheet.records] == [(1, 16384), (1048576, 16384)]
    assert findings == []
    whole = parts(row(1, cell("A1", "x", kind="str")), after=merges("A1:XFD1048576"))
    assert fields(zipped(whole)) == [("x",)]


def test_a_sheet_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stray cell far out makes every row wide; it is named, and nothing is read of the sheet."""
    for module in (grid, workbook):
        monkeypatch.setattr(module, "MAX_FIELDS", 20)
    wide = parts(row(1, cell("A1", "1"), cell("J1", "2")) + row(2, cell("A2", "1")) + row(3, cell("A3", "1")))
    far = parts(row(1, cell("A1", "1")) + row(2, cell("Z2", "2")))
    for made, name in ((wide, "J1"), (far, "Z2")):
        sheets, (finding,) = read(zipped(made))
        assert (sheets, finding.code) == ([], "D022")
        assert name in finding.message


@pytest.mark.parametrize(
    ("module", "limit", "value"),
    [
        (grid, "MAX_MERGED", 1),
        (workbook, "MAX_FINDINGS", 1),
        (package, "MAX_ENTRIES", 6),
        (package, "MAX_UNPACKED", 900),
    ],
)
def test_limits_are_held(module: object, limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """More parts, bytes, merged areas or findings than a workbook of people has are refused, and the limit is named."""
    cells = row(1, cell("A1", "#REF!", kind="e"), cell("B1", "#REF!", kind="e"))
    made = zipped(parts(cells, after=merges("A2:A3", "B2:B3")))
    monkeypatch.setattr(module, limit, value)
    sheets, findings = read(made)
    assert sheets == []
    assert [finding for finding in findings if finding.code == "D022" and f"at most {value}" in finding.message]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A part that unpacks to a thousand times its size was not made by people."""
    made = parts("<row/>" * 1_000_000)
    (finding,) = read(zipped(made))[1]
    assert finding.code == "D022"
    assert finding.message.startswith(
        "too large to read: the unpacked over the packed size of xl/worksheets/sheet1.xml "
    )


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(part: str, encoding: str) -> None:
    """XML that declares a document type can grow or name files; Excel never writes one, in whatever encoding."""
    made = parts(row(1, cell("A1", "1")))
    trap = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    trapped = f'<?xml version="1.0" encoding="{encoding}"?>{trap}{made[part]}'.encode(encoding)
    sheets, findings = read(zipped({**made, part: trapped}))
    assert (sheets, {finding.code for finding in findings}) == ([], {"D023"})
    assert "document type" in findings[0].message


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b"a,b\n1,2\n", "no zip archive"),
        (b"\xef\xbb\xbf<html><table>", "a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel file (.xls)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (zipped({"a.txt": "x"}), "a zip archive"),
        (zipped({"mimetype": "x", "content.xml": "<x/>"}), "an OpenDocument file (.ods)"),
        (zipped({"_rels/.rels": "<x/>", "xl/workbook.bin": b"\1"}), "a binary workbook (.xlsb)"),
        (zipped({"word/document.xml": "<x/>"}), "a Word document"),
    ],
)
def test_other_files_are_named_with_what_to_do(raw: bytes, found: str) -> None:
    """Who sends another kind of file is told which it is, and what to save."""
    sheets, (finding,) = read(raw)
    assert (sheets, finding.code, str(finding.span)) == ([], "D021", "book.xlsx")
    assert found in finding.message
    assert finding.hint


def test_a_locked_zip_is_named() -> None:
    """The zip format's own lock is a password too."""
    raw = bytearray(zipped(parts()))
    for at in (raw.index(b"PK\x01\x02") + 8, raw.index(b"PK\x03\x04") + 6):
        raw[at] |= 1
    (finding,) = read(bytes(raw))[1]
    assert finding.message == "no Excel workbook (.xlsx), but locked with a password"


def broken(part: str, old: str, new: str) -> bytes:
    """A workbook with one thing changed in one part."""
    made = parts(row(1, cell("A1", "1")) + row(2, cell("A2", "2")), strings=TEXT_1, styles=formats())
    assert old in made[part]
    return zipped({**made, part: made[part].replace(old, new)})


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (broken("xl/worksheets/sheet1.xml", "</worksheet>", ""), "xl/worksheets/sheet1.xml, "),
        (broken("xl/worksheets/sheet1.xml", 'r="A2"', 'r="A1"'), "cell A1 is out of place in row 2"),
        (broken("xl/worksheets/sheet1.xml", 'r="A2"', 'r="XFE2"'), "there is no cell 'XFE2'"),
        (broken("xl/worksheets/sheet1.xml", 'r="A2"', 'r="2A"'), "there is no cell '2A'"),
        (broken("xl/worksheets/sheet1.xml", 'row r="2"', 'row r="1"'), "a row '1' comes after row 1"),
        (broken("xl/worksheets/sheet1.xml", 'row r="2"', 'row r="1048577"'), "a row '1048577' comes after"),
        (broken("xl/worksheets/sheet1.xml", 'row r="2"', 'row r="x"'), "a row 'x' comes after row 1"),
        (broken("xl/worksheets/sheet1.xml", "<v>2</v>", "<v>2</v><v>3</v>"), "cell A2 has two"),
        (broken("xl/worksheets/sheet1.xml", "<v>2</v>", "<c/>"), "cell B2 is out of place in row 2"),
        (broken("xl/worksheets/sheet1.xml", "</sheetData>", "<c><v>1</v></c></sheetData>"), "cell XFE2 is out"),
        (zipped(parts(after=merges("B2:A1"))), "there is no area 'B2:A1'"),
        (broken("xl/_rels/workbook.xml.rels", "sheet1", "sheet9"), "xl/worksheets/sheet9.xml is missing"),
        (broken("xl/_rels/workbook.xml.rels", 'Id="r1"', 'Id="r9"'), "sheet '表1' has no part"),
        (broken("_rels/.rels", "officeDocument\"", "thing\""), "_rels/.rels names no workbook"),
        (zipped(parts(sheets=entry("表1") + entry("表 １"))), "two sheets have one name"),
        (zipped({**parts(), "xl/Workbook.xml": ""}), "two parts have one name"),
        (zipped(parts(row(1, cell("A1", "2"))), 0).replace(b"<v>2<", b"<v>3<"), "xl/worksheets/sheet1.xml: Bad CRC-32"),
        (zipped(parts(), zipfile.ZIP_LZMA), "is packed in a way that Excel does not know"),
        (zipped(parts())[:-30], "its end is missing"),
        (zipped(parts()).replace(b"PK\1\2", b"PK\1\3", 1), "the zip archive: "),
        (zipped({**parts(), "xl/styles.xml": b"\xff\xfe\0"}), "xl/styles.xml"),
    ],
)  # fmt: skip
def test_damage_is_named(raw: bytes, reason: str) -> None:
    """A workbook that breaks the form of one is refused with the part and the reason."""
    sheets, findings = read(raw)
    assert (sheets, {finding.code for finding in findings}) == ([], {"D023"})
    assert reason in findings[0].message


def test_a_package_without_sheets_of_cells_is_no_workbook() -> None:
    """Nothing could be read from it, and that is said."""
    made = parts()
    made["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}"/>'
    assert said(read(zipped(made))[1]) == ["D021"]


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_flipped_byte_brings_it_down(data: st.DataObject) -> None:
    """Whatever byte of a workbook is another one, there is an answer: sheets, findings or both."""
    raw = bytearray(
        zipped(parts(row(1, cell("A1", "0", kind="s")), strings=TEXT_1), data.draw(st.sampled_from([0, 8])))
    )
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    sheets, findings = read(bytes(raw[: data.draw(st.integers(1, len(raw)))]))
    assert sheets or findings
    assert "" not in {finding.message for finding in findings}


def test_the_package_may_be_spelt_otherwise() -> None:
    """Another case, backslashes, absolute targets, prefixes, Strict namespaces and extensions make no difference."""
    made = {name.replace("/", "\\").upper(): content for name, content in parts(row(1, cell("A1", "7"))).items()}
    made["XL\\_RELS\\WORKBOOK.XML.RELS"] = related({"/xl/worksheets/sheet1.xml": "worksheet"})
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    made["XL\\WORKSHEETS\\SHEET1.XML"] = (
        f'<x:worksheet xmlns:x="{strict}" xmlns:y="urn:y"><x:sheetData>'
        "<x:row><x:c><y:v>8</y:v><x:v>7</x:v></x:c></x:row>"
        '</x:sheetData><y:c r="B9"><y:v>1</y:v></y:c></x:worksheet>'
    )
    assert fields(zipped(made)) == [("7",)]


def test_styles_that_do_not_matter_are_not_read() -> None:
    """An empty fill or an unknown font family, over which other readers fail, changes no value."""
    styles = '<fonts><font><family val="99"/></font></fonts><fills><fill/></fills>' + formats("0%")
    assert fields(zipped(parts(row(1, cell("A1", "0.5", style=1)), styles=styles))) == [("50%",)]


@given(st.integers(1, 1048576), st.integers(1, 16384))
def test_cells_are_named_as_excel_names_them(line: int, column: int) -> None:
    """Names and places are two ways to say the same cell."""
    assert place(cell_name(line, column)) == (line, column)
    assert [cell_name(1, number) for number in (1, 26, 27, 702, 703, 16384)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
        "XFD1",
    ]


def test_openpyxl_waits_until_it_is_needed() -> None:
    """Whoever reads no workbook does not pay for the library."""
    code = "import sys, hlwplan.measure.workbook; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
