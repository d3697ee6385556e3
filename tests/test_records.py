"""Records: characters become rows of fields that can be found again, whatever divides them.  All tables are made up."""

import csv
import io
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from toy import places

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.delimiter import DELIMITERS, MAX_FIELD
from hlwplan.measure.records import TextSheet, read_sheet
from hlwplan.measure.sheet import Record, Sheet
from hlwplan.measure.text import read_text

CELLS: Final = st.text(st.sampled_from('甲零售额a1 ,;|\t"\n、，\u2028\x0c'), max_size=6)
TABLES: Final = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)
ENDINGS: Final = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS: Final = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
LINES: Final = "2\n" * 60_000
GIVEN: Final = st.sampled_from([*DELIMITERS, "|"])


def sheet_of(text: str, delimiter: str | None = None) -> TextSheet:
    """The sheet of a text that is right."""
    sheet, findings = read_sheet(text, "in.csv", delimiter)
    assert findings == []
    assert sheet is not None
    return sheet


def refused(text: str, delimiter: str | None = None) -> Diagnostic:
    """The one reason why a text is refused, or not read to its end."""
    _, (finding,) = read_sheet(text, "in.csv", delimiter)
    assert "{" not in finding.message + finding.hint
    return finding


def rows(sheet: Sheet) -> list[tuple[int, tuple[str, ...]]]:
    """Each record's line and fields."""
    return [(record.line, record.fields) for record in sheet.records]


def written(table: list[list[str]], delimiter: str, ending: str) -> str:
    """The table as a CSV file; line breaks inside cells are the file's own, as spreadsheets write them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(table)
    return out.getvalue().replace("\n", ending)


def at(text: str, span: Span) -> str:
    """What a file holds from a place on, up to the place's end, or to the end of the file where that is not known."""
    lines = io.StringIO(text, newline=None).readlines()
    line, *more = lines[span.line - 1 :]
    return line[span.column - 1 : span.end - 1] if span.end else line[span.column - 1 :] + "".join(more)


# What is written comes back


@given(TABLES, GIVEN, ENDINGS, ENCODINGS)
@example([["甲", "a\nb"], ["", ""], ["\n", '""']], ";", "\r", "utf-16")
def test_every_table_comes_back_cell_by_cell(table: list[list[str]], delimiter: str, ending: str, codec: str) -> None:
    """In every encoding, with every delimiter and line end, each row that is not blank has its cells and its line."""
    heading = f"{'统计年鉴数据' * 200},x\n"  # enough common text for the encoding to be certain
    raw = f"{heading.replace(',', delimiter)}{written(table, delimiter, ending)}".encode(codec)
    text, findings = read_text(raw, "in.csv")
    assert text is not None, findings
    expected, line = [], 2
    for row in table:
        if any(cell.strip() for cell in row):
            expected.append((line, tuple(row)))
        line += 1 + "".join(row).count("\n")
    assert rows(sheet_of(text.content, delimiter))[1:] == expected


@given(TABLES, GIVEN, ENDINGS)
@example([["甲", "a\nb", '"'], ["x", "\n", ""]], "\t", "\r\n")
def test_every_place_points_at_its_text(table: list[list[str]], delimiter: str, ending: str) -> None:
    """From a field's place on stands the field, as it was written; behind its end stands a delimiter or nothing."""
    text = f"x{delimiter}y{ending}{written(table, delimiter, ending)}"
    sheet = sheet_of(text, delimiter)
    for record in sheet.records:
        for index, cell in enumerate(record.fields):
            span = sheet.span(record, index)
            quoted = '"' + cell.replace('"', '""') + '"'
            found = at(text, span)
            if span.end:
                assert found in {cell, quoted}
                line = io.StringIO(text, newline=None).readlines()[span.line - 1]
                assert line[span.end - 1 :][:1] in {delimiter, "\n"}
            else:
                assert "\n" in cell
                assert found.startswith(quoted)


@given(st.text(st.sampled_from('甲1,;\t|"\n\r，'), max_size=40), st.sampled_from([None, *DELIMITERS]))
def test_any_text_is_a_sheet_or_refused(text: str, delimiter: str | None) -> None:
    """A sheet has records, and there is at most one finding, inside the text; without a sheet there is one."""
    sheet, findings = read_sheet(text, "x", delimiter)
    assert len(findings) <= 1
    assert findings if sheet is None else sheet.records
    assert all(finding.message for finding in findings)
    assert all(finding.span.line <= len(text) + 1 for finding in findings)


# The delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("地区,2018\n甲市,1\n", ","), ("地区;2018\n甲市;1\n", ";"), ("地区\t2018\n甲市\t1\n", "\t"),
     ("地区;2018年;2019年\n甲市;1,5;2,5\n乙区;3,5;4,5\n", ";"),
     ("地区\t备注\n甲市\t一,二,三\n乙区\t一,二\n", "\t"),
     ("地区,备注\n甲市,一;二\n乙区,一;二;三\n丙县,\n", ","),
     ("编号,地区\n330600\t,甲市\n330601\t,乙区\n", ","),
     ("某市,2018年,各区县\n地区;2018年\n甲市;1\n乙区;2\n", ";"),
     ("数据库：年度数据\n指标：人口(万人)\n地区,2019年,2018年\n甲市,1,2\n乙区,3,4\n注：一；二,三\n来源：某局\n", ","),
     ("地区,2018\n甲市,1,234\n乙区,1\n丙县,1,2;3\n", ","),
     ('地区,备注\n"甲市","一;二"\n', ","),
     ('"甲";"1,5"\n"乙";"2,5"\n', ";"),
     ("a,b\n1,2,3\n", ",")],
    ids=["commas", "semicolons", "tabs", "decimal commas", "commas in notes", "semicolons in notes",
         "tabs behind codes", "a title with commas", "preamble and footer", "ragged", "quoted commas",
         "quoted semicolons", "two ragged rows"],
)  # fmt: skip
def test_the_delimiter_is_what_divides_the_table(text: str, delimiter: str) -> None:
    """Titles, footers, notes and decimal commas that hold another sign do not hide it."""
    assert sheet_of(text).delimiter == delimiter


def test_titles_and_ragged_rows_are_kept_as_they_are() -> None:
    """Nothing is judged or lost here: a row has as many fields as it has."""
    sheet = sheet_of("指标：人口(万人)\n\n地区,2018\n甲市,1,234\n,\n注：一,\n")
    assert rows(sheet) == [
        (1, ("指标：人口(万人)",)),
        (3, ("地区", "2018")),
        (4, ("甲市", "1", "234")),
        (6, ("注：一", "")),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [("地区,单位;2018\n甲,家;1\n乙,家;2\n", "by ',' (into 2) as well as by ';' (into 2)"),
     ("a,b;c;d\n1,2;3;4\n", "by ',' (into 2) as well as by ';' (into 3)"),
     ("一;题\n地区,2018\n甲,1;5\n", "by ',' (into 2) as well as by ';' (into 2)")],
)  # fmt: skip
def test_two_delimiters_that_fit_are_both_named(text: str, words: str) -> None:
    """Where either makes a table nothing is guessed, and giving one reads the file."""
    finding = refused(text)
    assert (finding.code, words in finding.message, "--delimiter" in finding.hint) == ("D014", True, True)
    assert {sheet_of(text, delimiter).delimiter for delimiter in (",", ";")} == {",", ";"}


@pytest.mark.parametrize(
    ("text", "place"),
    [("", "D002"), ("\n\n \r\n", "D002"), (",,\n;\n", "D002"), ("地区\n甲市\n乙区\n", "D002"), ("地区,2018\n", "D002"),
     ("某市,2018年\n甲\n乙\n丙\n", "D002"), ("\n地区，2018\n甲市，1\n", "2 D010"), ("地区；2018\n甲市；1\n", "1 D010"),
     ("地区|2018\n甲市|1\n", "1 D010")],
    ids=["empty", "blank lines", "blank fields", "one column", "one line", "one column and a title", "full-width comma",
         "full-width semicolon", "bar"],
)  # fmt: skip
def test_a_file_of_one_column_is_refused(text: str, place: str) -> None:
    """No table is in it; where another sign divides the lines it is named with its first line."""
    assert places([refused(text)]) == [place]
    assert read_sheet(text, "in.csv")[0] is None


@pytest.mark.parametrize(("name", "sign"), [("|", "|"), ("tab", "\t"), (r"\t", "\t"), ("，", "，"), (" ", " ")])
def test_any_character_can_be_asked_for(name: str, sign: str) -> None:
    """A delimiter that is given is used, and a tab has names that can be typed."""
    sheet = sheet_of(f'a{sign}"b{sign}c"\n', name)
    assert (rows(sheet), sheet.delimiter) == ([(1, ("a", f"b{sign}c"))], sign)
    assert sheet.span(sheet.records[0], 1) == Span("in.csv", 1, 3, 8)


@pytest.mark.parametrize("name", ["", ",,", '"', "\n", "comma", ";", "\t"])
def test_a_delimiter_that_divides_nothing_is_a_finding(name: str) -> None:
    """No single character, or one that no line holds: the user sees what was asked for."""
    finding = refused("a,b\n1,2\n", name)
    assert (finding.code, repr(name) in finding.message) == ("D017", True)


@pytest.mark.parametrize("text", ["", "\n,\n"])
def test_a_blank_file_is_blank_whatever_is_asked_for(text: str) -> None:
    """Without a row there is no table, and it is not the delimiter's fault."""
    assert refused(text, ",").code == "D002"


# Line ends


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_quoted_line_breaks_keep_the_lines_of_the_file(ending: str) -> None:
    """A cell over two lines is one cell with a line feed, and what is behind it stands on the line it stands on."""
    sheet = sheet_of(ending.join(["指标,数值", '"零', '售额",1', "甲,2"]))
    assert rows(sheet) == [(1, ("指标", "数值")), (2, ("零\n售额", "1")), (4, ("甲", "2"))]
    first, second, last = (sheet.span(sheet.records[row], index) for row, index in ((1, 0), (1, 1), (2, 1)))
    assert (first, second) == (Span("in.csv", 2, 1, 0), Span("in.csv", 3, 5, 6))
    assert last == Span("in.csv", 4, 3, 4)


def test_line_ends_may_be_mixed() -> None:
    """Each line feed, return, or pair of both ends one line; form feeds and Unicode's separators end none."""
    sheet = sheet_of("a,b\n1,2\r\n3,4\r5,6\n\r7\x0c,\u20288\x85")
    assert [(record.line, record.fields[0]) for record in sheet.records] == [
        (1, "a"), (2, "1"), (3, "3"), (4, "5"), (6, "7\x0c"),
    ]  # fmt: skip
    assert sheet.records[-1].fields[1] == "\u20288\x85"


def test_a_place_past_the_fields_is_the_line_of_the_record() -> None:
    """A column that a short row lacks is reported at its line; so is none at all."""
    sheet = sheet_of("a,b\n1,2\n")
    assert [sheet.span(sheet.records[1], index) for index in (2, 99, -1)] == [Span("in.csv", 2)] * 3


def test_an_empty_field_has_an_empty_place() -> None:
    """Its end is where it begins."""
    sheet = sheet_of("a,b,c\n1,,\n")
    assert [sheet.span(sheet.records[1], index) for index in (1, 2)] == [
        Span("in.csv", 2, 3, 3),
        Span("in.csv", 2, 4, 4),
    ]


# Quotation


@pytest.mark.parametrize(
    ("text", "place", "kept"),
    [('a,b\n1,"2\n3,4\n5,6\n', "2:3 D008", 1), ('a,b\n1,2\n"x\ny","z\n3,4', "4:4 D008", 2), ('"', "1:1 D008", 0),
     ('"a;b\n1;2\n', "1:1 D008", 0), ('a,b\n1,"2"x\n', "2:6 D015", 1), ('a,b\n1,"2\n3,"4",5\n', "3:4 D015", 1),
     ('a,b\n1,"2"",3\n', "2:3 D008", 1), (f'a,b\n1,"{LINES}', "2:3 D008", 1),
     (f'a,b\n1,"{LINES}",3\n', "2:3 D008", 1), (f'a,b\n1,"{"2" * 100_001}"\n', "2:3 D016", 1),
     (f"a,b\n1,{'2' * 100_001}\n", "2:3 D016", 1)],
    ids=["open", "open on a later line", "alone", "from the start", "text behind", "closed by the next",
         "doubled at the end", "swallows too much", "closed too late", "long and quoted", "long"],
)  # fmt: skip
def test_a_fault_in_the_quotation_is_found_where_it_begins(text: str, place: str, kept: int) -> None:
    """The finding names the quotation mark or the field at fault; the records before it are kept."""
    sheet, findings = read_sheet(text, "in.csv")
    assert places(findings) == [place]
    assert (len(sheet.records) if sheet else 0) == kept


def test_text_behind_a_closed_quotation_names_the_line_that_opened_it() -> None:
    """Where the next field's mark closes a forgotten one, both lines are said."""
    assert refused('a,b\n1,"2\n3,"4",5\n').message.endswith("closes the field of line 2")


def test_fields_up_to_the_limit_are_read() -> None:
    """Exactly 100,000 characters are allowed, a doubled quotation mark counting once."""
    cells = ("x" * MAX_FIELD, '"' * MAX_FIELD)
    sheet = sheet_of(written([["a", "b"], list(cells)], ",", "\n"))
    assert sheet.records[1] == Record(2, cells)


def test_quotation_marks_inside_a_bare_field_are_signs_like_others() -> None:
    """Only one that opens a field quotes it."""
    sheet = sheet_of('a,b\n5" x,"6"" y"\n')
    assert sheet.records[1].fields == ('5" x', '6" y')
    assert sheet.span(sheet.records[1], 1) == Span("in.csv", 2, 6, 13)
