"""Ingest: a file becomes canonical rows, or every reason why not, each at its place."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from books import FAILING as WORKBOOKS
from books import rows, saved
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from toy import HEADER, PLAN, TODAY, batch, places, read, table

from hlwplan.diagnostics import CATALOGUE, Diagnostic, Severity, nearest
from hlwplan.language import speaking
from hlwplan.measure.ingest import How, read_file
from hlwplan.measure.keys import KeyRule
from hlwplan.measure.layout import Given
from hlwplan.measure.measurement import FIELDS
from hlwplan.measure.store import Store

DATA = Path(__file__).parent / "data"
GOOD = "sales,甲市,2018,350,亿元,final,2019-03-01,s,"

PLACES: dict[str, list[str]] = {
    "D002": ["D002"],
    "D003": ["1 D003"],
    "D004": ["1:16 D004"],
    "D005": ["1:13 D005"],
    "D006": ["2 D006", "3 D006", "4 D006"],
    "D008": ["3:14 D008"],
    "D010": ["1 D010"],
    "D014": ["D014"],
    "D015": ["3:46 D015"],
    "D031": ["1 D031"],
    "D032": ["1:1 D032"],
    "D033": ["1:1 D033"],
    "D036": ["1:1 D036"],
    "D037": ["1:16 D037"],
    "D038": ["3:10 D038"],
    "D101": ["2:14 D101", "3:14 D101"],
    "D102": ["2:8 D102"],
    "D103": ["2:18 D103"],
    "D104": ["2:17 D104", "3:18 D104"],
    "D105": ["2:18 D105"],
    "D106": ["2:14 D106", "3:14 D106"],
    "D107": ["2:1 D107"],
    "D108": ["2:5 D108"],
    "D109": ["2:21 D109"],
    "D110": ["2:24 D110"],
    "D111": ["2:14 D111", "3:14 D111"],
    "D112": ["2:1 D112", "3:5 D112", "4:8 D112"],
    "D113": ["2:24 D113"],
    "D114": ["2:14 D114", "3:14 D114"],
    "D115": ["2:14 D115", "3:14 D115"],
    "D116": ["2:14 D116", "3:14 D116"],
    "D117": ["2:8 D117", "3:8 D117", "4:8 D117"],
    "D118": ["2:18 D118", "3:19 D118"],
    "D119": ["2:14 D119", "3:14 D119"],
    "D120": ["2:1 D120"],
    "D121": ["2:12 D121"],
    "D122": ["2:15 D122"],
    "D201": ["3 D201"],
    "D202": ["3 D202"],
    "D203": ["2 D203"],
    "D204": ["2:14 D204", "3:14 D204"],
    "D205": ["2:14 D205"],
    "D206": ["3:14 D206"],
    "D207": ["3:15 D207"],
    "D208": ["2:14 D208"],
    "D216": ["3:4 D216"],
    "D217": ["4:4 D217"],
}
"""Where each file of `tests/data` fails: line, column where one cell is at fault, code."""

BYTES: dict[str, list[tuple[bytes, str]]] = {
    "D001": [
        (table(GOOD, "零售额,甲市").replace("额".encode(), b"\xff"), "3:3 D001"),
        (table(GOOD) + b"\xed\xa0\x80", "3:1 D001"),
        (table(GOOD)[:-1] + b"\xe4\xba", "2:41 D001"),
    ],
    "D007": [(table(GOOD, "sales,\0甲市"), "3 D007"), (b"\0", "1 D007")],
    "D009": [
        (b"PAR1" + bytes(8), "D009"),
    ],
    "D011": [("指標,縣市,年份\n銷售額,某縣,2018\n".encode("big5"), "1:1 D011")],
    "D012": [(table(GOOD) + "零售额,甲市,2019,1,亿元,,,,\n".encode("gbk"), "3 D012")],
    "D016": [(table(GOOD, f"{'x' * 100_001},甲市"), "3:1 D016")],
    "D018": [(f"{HEADER}\n{GOOD}\n".encode("utf-16-le"), "D018")],
    "D019": [("indicator,region,period,value,状态\n".encode("gbk"), "1:31 D019")],
}
"""What no text file holds, and where it fails."""

GIVEN: dict[str, tuple[How, str]] = {
    "D013": (How(TODAY, encoding="utf-88"), "D013"),
    "D017": (How(TODAY, delimiter="::"), "D017"),
    "D034": (How(TODAY, given=Given({"region": "乙区"})), "1 D034"),
    "D035": (How(TODAY, given=Given(key=KeyRule("{地区}", re.compile("(?P<region>.+)")))), "1 D035"),
}
"""What cannot be asked for when a file is read: an encoding, a delimiter, what the file says itself, a key to split."""


def failing(path: Path, folder: Path) -> list[Diagnostic]:
    """A file's findings; one without errors is added to a store that holds `good.csv` already."""
    good, _ = read((DATA / "good.csv").read_bytes(), "good.csv")
    made, findings = read(path.read_bytes(), path.name)
    if good is None or made is None:
        return findings
    store = Store(folder)
    store.add(PLAN, [good])
    return [*findings, *store.add(PLAN, [made])[1]]


# One file for each code


@pytest.mark.parametrize("path", sorted(DATA.glob("*.fail.csv")), ids=lambda path: path.name)
def test_a_failing_file_earns_its_code_and_no_other(path: Path, tmp_path: Path) -> None:
    """Each file is reported under the code that names it, at the right places, in words without gaps."""
    findings = failing(path, tmp_path / "data")
    assert places(findings) == PLACES[path.name.partition(".")[0]]
    assert all(finding.message and "{" not in finding.message + finding.hint for finding in findings)


@pytest.mark.parametrize("code", list(BYTES))
def test_bytes_that_are_no_text_are_refused_at_their_place(code: str) -> None:
    """Another encoding, a NUL, a workbook: nothing is read from it, and the reason names the first such byte."""
    for raw, place in BYTES[code]:
        made, findings = read(raw)
        assert made is None
        assert places(findings) == [place]
        assert code in place


@pytest.mark.parametrize("code", list(GIVEN))
def test_what_cannot_be_asked_for_is_said(code: str) -> None:
    """What the call says and the file does not bear out is a finding about the call, and nothing is read."""
    how, place = GIVEN[code]
    made, findings = read(table(GOOD), how=how)
    assert made is None
    assert places(findings) == [place]


@pytest.mark.parametrize(("value", "code"), [("#REF!", "D026"), ("=1+1", "D027")])
def test_a_cell_without_a_value_is_one_finding(value: str, code: str) -> None:
    """What the workbook says of its cell is not said again as a text that is no number, and the row is refused."""
    names, row = ("指标", "地区", "时间", "数值", "单位"), ("零售额", "甲市", "2018年", value, "亿元")
    reading = read_file(PLAN, saved(rows(names, row)), "in.xlsx", How(TODAY))
    assert [(finding.code, finding.span.column) for finding in reading.findings] == [(code, 4)]
    assert [it.cells["value"] for it in reading.refused] == [value]


def test_every_code_of_a_measurement_has_a_failing_file() -> None:
    """No D code of the catalogue is without a file, or bytes in this test, that earns it."""
    files = {path.name.partition(".")[0] for path in DATA.glob("*.fail.csv")}
    assert files == set(PLACES)
    files |= {"D024", *WORKBOOKS, "D039", "D040"}  # in test_workbook.py, test_layout.py and test_inline.py
    assert files | set(BYTES) | set(GIVEN) == {code for code in CATALOGUE if code.startswith("D")}


def test_the_good_file_has_no_findings() -> None:
    """The file beside the failing ones is right, so that each of them fails for its own reason."""
    made, findings = read((DATA / "good.csv").read_bytes(), "good.csv")
    assert findings == []
    assert made is not None
    assert [row.value for row in made.measurements] == ["350", "1200.5", "95", "in_progress"]


def test_the_shipped_originals_are_read_without_an_error() -> None:
    """What the program ships as data passes its own checks; one made-up total falls, to show how that is judged."""
    from hlwplan.plan.load import load_plan

    plan, _ = load_plan(ROOT / "plan")
    assert plan is not None
    for path in sorted((ROOT / "data" / "originals").iterdir()):
        made, findings = read(path.read_bytes(), path.name, plan, How(TODAY))
        assert (made is not None, places(findings)) in ((True, []), (True, ["58:22 D207"]))


# Every wrong cell, at its place


def test_all_wrong_cells_of_a_row_are_reported() -> None:
    """A row that is wrong in every cell yields a finding for each, in reading order."""
    made, findings = read(table("salse,乙市,20x8,abc,亿元,kind of,2019-13-01,s,n"))
    assert made is None
    assert places(findings) == ["2:1 D107", "2:7 D108", "2:10 D102", "2:15 D101", "2:22 D109", "2:30 D110"]


def test_all_wrong_rows_of_a_file_are_reported() -> None:
    """The first wrong row does not hide the last, and right rows between them change nothing."""
    rows = [
        HEADER,
        "sales,甲市,2018,abc,亿元,,,,",
        GOOD,
        "sales,丁县,2018,1,亿元,,,,",
        "sales,甲市",
        "sales,甲市,2020,2,美圆,,,,",
    ]
    assert places(read("\n".join(rows).encode())[1]) == ["2:15 D101", "4:7 D108", "5 D006", "6:17 D103"]


def test_a_finding_spans_the_cell() -> None:
    """The column is the cell's first character and the end the column after its last."""
    (finding,) = read(table("sales,甲市,20x8,350,亿元"))[1]
    assert (finding.span.column, finding.span.end) == (10, 14)


def test_a_finding_spans_a_quoted_cell_with_its_quotes() -> None:
    """Quotation marks belong to the cell's place: columns 15 to 22 hold `"1,2345"`, and a comma follows."""
    (finding,) = read(table('sales,甲市,2018,"1,2345",亿元'))[1]
    assert (finding.span.column, finding.span.end) == (15, 23)


def test_quotation_marks_inside_a_bare_cell_shift_no_column() -> None:
    """A quotation mark that does not open a cell is a sign like any other."""
    _, findings = read(table('sa"les,甲市,20x8,1,亿元'))
    assert places(findings) == ["2:1 D107", "2:11 D102"]


def test_doubled_quotation_marks_shift_no_column() -> None:
    """A quoted cell with commas and doubled marks counts as one cell."""
    _, findings = read(table('"sa""l,es",甲市,20x8,1,亿元'))
    assert places(findings) == ["2:1 D107", "2:15 D102"]


def test_quoted_line_breaks_keep_the_lines_of_the_file() -> None:
    """A cell over three lines moves the next row down by two lines, in findings and in origins."""
    rows = [f'{GOOD}"a\nb\nc"', "sales,甲市,2019,abc,亿元"]
    assert places(read(table(*rows))[1]) == ["5:15 D101"]
    made = batch(f'{GOOD}"a\nb\nc"', "sales,甲市,2019,351,亿元")
    assert [row.origin.partition("#")[2] for row in made.measurements] == ["2", "5"]
    assert made.measurements[0].note == "a\nb\nc"


def test_a_cell_behind_a_quoted_line_break_is_found_on_its_own_line() -> None:
    """A cell that begins on a later line than its row is found there."""
    _, findings = read(table('"sal\nes",甲市,20x8,1,亿元'))
    assert places(findings) == ["3:8 D102"]


def test_blank_lines_are_passed_over_and_still_counted() -> None:
    """Lines of nothing, blanks or commas are no rows; the places behind them stay right."""
    raw = f"\n \n{HEADER}\n,,,,,,,,\n\nsales,甲市,2018,abc,亿元,,,,\n".encode()
    assert places(read(raw)[1]) == ["6:15 D101"]


def test_a_comma_within_a_number_is_never_swallowed() -> None:
    """1,234 without quotes makes one field more, also where an empty last field would hide it."""
    made, findings = read("指标,地区,时间,单位,数值,备注\n零售额,甲市,2018,亿元,1,234,\n".encode())
    assert made is None
    assert places(findings) == ["2 D006"]
    assert '"1,234"' in findings[0].hint


# Encodings, delimiters, line endings, marks, headers


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_change_no_row(encoding: str, delimiter: str) -> None:
    """A file as Excel writes it in any of its forms gives the same rows from the same lines."""
    text = table(GOOD, "零售额,甲市,2019,360,亿元,正式,2020-03-01,虚构").decode().replace(",", delimiter)
    made, findings = read(text.encode(encoding))
    assert findings == []
    assert made is not None
    assert [(row.indicator, row.value, row.origin.partition("#")[2]) for row in made.measurements] == [
        ("sales", "350", "2"),
        ("sales", "360", "3"),
    ]


def test_encoding_and_delimiter_can_be_given() -> None:
    """What cannot be recognised is read as it is asked for."""
    raw = "indicator|region|period|value|unit\ncover|甲市|2018|95|%\n".encode("big5")
    made, findings = read(raw, how=How(TODAY, encoding="big5", delimiter="|"))
    assert findings == []
    assert made is not None
    assert made.measurements[0].region == "甲市"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_marks_change_no_row(ending: str, mark: str) -> None:
    """LF, CRLF and CR alone, with or without a byte order mark, give the same rows from the same lines."""
    text = mark + ending.join([HEADER, GOOD, "", "sales,甲市,2019,351,亿元,,,,"])
    made, findings = read(text.encode())
    assert findings == []
    assert made is not None
    assert [(row.period, row.value, row.origin.partition("#")[2]) for row in made.measurements] == [
        ("2018", "350", "2"),
        ("2019", "351", "4"),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_places_are_exact_under_every_line_ending(ending: str) -> None:
    """A wrong cell, a wrong byte and a NUL in line 3 are found in line 3 whatever ends the lines."""
    start = ending.join([HEADER, GOOD, ""]).encode()
    wrong = ",甲市,20x8,1,亿元,,,,".encode()
    assert places(read(start + b"sales" + wrong)[1]) == ["3:10 D102"]
    assert places(read(start + b"sal\xff" + wrong)[1]) == ["3:4 D001"]
    assert places(read(start + b"sal\0" + wrong)[1]) == ["3 D007"]


@pytest.mark.parametrize(
    "header",
    ["indicator,region,period,value,unit", "指标,地区,时间,数值,单位", "指标名称,区域,年份,值,计量单位",
     "Indicator,REGION,统计期,VALUE, 单 位 ",
     "ｉｎｄｉｃａｔｏｒ,地区,ｐｅｒｉｏｄ,value,unit", '"指标","地区","时间","数值","单位"'],
)  # fmt: skip
def test_headers_are_chinese_or_english_in_any_width_and_case(header: str) -> None:
    """Every known spelling of a header names its column."""
    made, findings = read(table("sales,甲市,2018,350,亿元", header=header))
    assert findings == []
    assert made is not None
    row = made.measurements[0]
    assert (row.indicator, row.region, row.period, row.value, row.unit) == ("sales", "甲市", "2018", "350", "亿元")


@given(st.permutations(range(9)))
def test_columns_come_in_any_order(order: list[int]) -> None:
    """However the columns are ordered, the canonical row is the same but for its origin."""
    cells = ["sales", "甲市", "2018", "350", "亿元", "final", "2019-03-01", "某局", "备注"]
    shuffled = ",".join(cells[index] for index in order)
    made, findings = read(table(shuffled, header=",".join(HEADER.split(",")[index] for index in order)))
    assert findings == []
    assert made is not None
    row = made.measurements[0]
    assert [getattr(row, name) for name in FIELDS[:-1]] == cells


@pytest.mark.parametrize(("name", "field"), [("网上零售", "sales"), ("T2-D9", ""), ("出口宽带", "speed")])
def test_an_unknown_indicator_gets_the_nearest_names(name: str, field: str) -> None:
    """A misspelt name is answered with known names that look like it, an odd one with none."""
    (finding,) = read(table(f"{name},甲市,2018,1,亿元"))[1]
    near = {"sales": "零售额", "speed": "出口带宽", "": None}[field]
    assert finding.code == "D107"
    assert near is None or near in finding.nearest


@pytest.mark.parametrize("name", ["sales", "SALES", "零售额", " 零 售 额 ", "零售额（全口径）", "零售额(全口径)"])
def test_an_indicator_is_found_by_id_name_and_alias(name: str) -> None:
    """Width, case and blanks make no difference to a name, and its id is stored."""
    assert batch(f"{name},全市,2018,1,亿元").measurements[0].indicator == "sales"


# Values and units of measure


@pytest.mark.parametrize(
    ("value", "unit", "stored"),
    [("350", "亿元", ("350", "亿元")), ("350亿元", "", ("350", "亿元")), ("350亿元", "亿元", ("350", "亿元")),
     ("3500000", " 万 元 ", ("3500000", "万元")), ("350亿", "元", ("35000000000", "元")),
     ('"1,234.50"', "亿元", ("1234.5", "亿元")), ("３５０", "亿元", ("350", "亿元")), ("-0", "亿元", ("0", "亿元"))],
)  # fmt: skip
def test_value_and_unit_are_said_together_or_apart(value: str, unit: str, stored: tuple[str, str]) -> None:
    """The unit stands in the cell, in the column or in both alike; a multiple in the cell is multiplied out."""
    row = batch(f"sales,甲市,2018,{value},{unit}").measurements[0]
    assert (row.value, row.unit) == stored


@pytest.mark.parametrize(
    ("value", "unit", "place"),
    [("350亿元", "万元", "2:15 D106"), ("350亿", "万元", "2:15 D106"), ("350亿", "亿元", "2:15 D106"),
     ("350%", "亿元", "2:15 D106"), ("350", "", "2:19 D105"), ("350", "家", "2:19 D104"),
     ("350", "百分点", "2:19 D104"),
     ("350", "万", "2:19 D103"), ("350户", "", "2:15 D104"), ("350%", "", "2:15 D104")],
)  # fmt: skip
def test_units_that_contradict_are_refused_where_they_are_written(value: str, unit: str, place: str) -> None:
    """A scale said twice, two units, no unit, a foreign dimension: refused at the cell that says it."""
    assert places(read(table(f"sales,甲市,2018,{value},{unit}"))[1]) == [place]


def test_a_unit_of_the_wrong_dimension_names_both() -> None:
    """The message says what was given and what is wanted, each with its dimension."""
    (finding,) = read(table("gain,甲市,2018,5,%"))[1]
    assert finding.message == "unit % (share) cannot be 百分点 (percentage points)"


def test_a_file_without_a_unit_column_may_say_units_in_its_cells() -> None:
    """The unit column is not needed where each value carries its unit; where none does, the row is named."""
    header = "indicator,region,period,value"
    made, _ = read(table("sales,甲市,2018,350亿元", header=header))
    assert made is not None
    assert made.measurements[0].unit == "亿元"
    assert places(read(table("sales,甲市,2018,350", header=header))[1]) == ["2 D105"]


@pytest.mark.parametrize("mark", ["", "-", "—", "…", "NA", "N/A", "－"])
def test_a_mark_for_missing_is_stored_as_written_and_never_as_zero(mark: str) -> None:
    """Nothing was measured: the mark is kept, without a unit of measure."""
    row = batch(f"sales,甲市,2018,{mark},亿元").measurements[0]
    assert (row.value, row.unit) == (mark, "")


@pytest.mark.parametrize(
    ("state", "stored"),
    [("未启动", "not_started"), ("推进中", "in_progress"), ("已完成", "done"), ("done", "done"), ("60%", "60%"),
     ("６０％", "60%"), ("0%", "0%"), ("100%", "100%"), ("12.50%", "12.5%"), ("", ""), ("-", "-")],
)  # fmt: skip
def test_a_deliverable_reports_its_state(state: str, stored: str) -> None:
    """A deliverable is found by its title and says how far it is, in a word or per cent; missing stays missing."""
    row = batch(f"某平台,甲市,2018,{state}").measurements[0]
    assert (row.indicator, row.value, row.unit) == ("T1-D1", stored, "")


@pytest.mark.parametrize("state", ["50", "101%", "-1%", "500‰", "快好了", "1亿"])
def test_what_is_no_state_of_a_deliverable_is_refused(state: str) -> None:
    """A bare number, more than everything or a phrase says nothing certain."""
    assert places(read(table(f"某平台,甲市,2018,{state}"))[1]) == ["2:13 D111"]


def test_a_state_is_no_value_of_an_indicator() -> None:
    """已完成 is not a number, and of an unknown name only the name is reported."""
    assert places(read(table("sales,甲市,2018,已完成,亿元"))[1]) == ["2:15 D101"]
    assert places(read(table("某台平,甲市,2018,已完成"))[1]) == ["2:1 D107"]


def test_a_rate_outside_its_limits_is_stored_with_a_warning() -> None:
    """More than 100 % is unlikely but may be meant: the row is kept, the value is shown."""
    made, findings = read(table("cover,甲市,2018,1200,‰"))
    assert made is not None
    (finding,) = findings
    assert finding.severity is Severity.WARNING
    assert finding.message.removeprefix("value ") == "1200 ‰ lies outside 0 to 100 %"


@pytest.mark.parametrize(("value", "unit"), [("1.2345678", "元"), ("0.000000000001", "万元"), ("0.00001", "元")])
def test_a_value_that_the_store_cannot_hold_in_the_plans_unit_is_refused(value: str, unit: str) -> None:
    """More than 12 decimals after conversion to 亿元 would be rounded; the row is refused instead."""
    assert places(read(table(f"sales,甲市,2018,{value},{unit}"))[1]) == ["2:15 D101"]


def test_a_value_too_large_in_the_plans_unit_is_refused() -> None:
    """10^15 万亿元 are 10^27 元: more than the store's 26 digits before the point."""
    assert places(read(table("paid,甲市,2018,1000000000000000,万亿元"))[1]) == ["2:14 D101"]


# Status, dates, defaults


@pytest.mark.parametrize(
    ("status", "stored"),
    [
        ("正式", "final"),
        ("初步", "preliminary"),
        ("估计", "estimated"),
        ("示例", "synthetic"),
        ("Final", "final"),
        ("", ""),
    ],
)
def test_a_status_is_chinese_or_english_or_left_empty(status: str, stored: str) -> None:
    """The four words are stored in one language; no status is invented where none is given."""
    assert batch(f"sales,甲市,2018,1,亿元,{status}").measurements[0].status == stored


def test_a_row_without_a_date_of_publication_gets_the_files() -> None:
    """The default date goes to rows that name none; the others keep theirs."""
    made = batch("sales,甲市,2018,1,亿元,,2019-03-01", "sales,甲市,2019,1,亿元", "sales,甲市,2020,1,亿元,, ")
    assert [row.published for row in made.measurements] == ["2019-03-01", "2020-01-01", "2020-01-01"]


@pytest.mark.parametrize("day", ["2019-02-29", "2019-13-01", "2019-03", "20190301", "soon", "0000-01-01"])
def test_a_date_that_is_no_day_is_refused(day: str) -> None:
    """A date of publication is a day of the calendar."""
    assert places(read(table(f"sales,甲市,2018,1,亿元,,{day}"))[1]) == ["2:21 D110"]


@pytest.mark.parametrize("day", ["2019-03-01", "2019/3/1", "2019-3-1", "2019.03.01", "2019年3月1日"])
def test_a_day_is_read_as_spreadsheets_write_it(day: str) -> None:
    """The several ways of writing a day are stored as one."""
    (row,) = batch(f"sales,甲市,2018,1,亿元,,{day}").measurements
    assert row.published == "2019-03-01"


# Rows that speak of one observation


@pytest.mark.parametrize(
    "second", ["sales,甲市,2018,350,亿元", "零售额,全市,2018年,3500000,万元", "sales,甲市,2018,350.00亿元,"]
)
def test_a_row_said_twice_is_stored_once(second: str) -> None:
    """The same value, in this unit or another, earns a warning with the first row's line and is left out."""
    made, findings = read(table("sales,甲市,2018,350,亿元", "sales,甲市,2019,351,亿元", second))
    assert made is not None
    assert [row.period for row in made.measurements] == ["2018", "2019"]
    (finding,) = findings
    assert (finding.severity, finding.span.line, finding.code) == (Severity.WARNING, 4, "D202")
    assert "line 2" in finding.message


def test_two_values_for_one_observation_are_refused() -> None:
    """The finding stands at the second row and names both values and the first row's line."""
    made, findings = read(table("sales,甲市,2018,350,亿元", "sales,甲市,2018,351,万元"))
    assert made is None
    (finding,) = findings
    assert (finding.severity, finding.span.line) == (Severity.ERROR, 3)
    assert finding.message == "sales 甲市 2018: 351 万元 here, 350 亿元 at line 2"


def test_a_missing_mark_beside_a_value_is_refused() -> None:
    """One row says that nothing was measured, another gives a value: the writer must say which is meant."""
    _, findings = read(table("sales,甲市,2018,-,", "sales,甲市,2018,351,亿元"))
    assert places(findings) == ["3 D201"]


def test_two_marks_for_missing_say_the_same() -> None:
    """A dash and an empty field both say that nothing was measured: no contradiction."""
    made, findings = read(table("sales,甲市,2018,-,", "sales,甲市,2018,,亿元"))
    assert places(findings) == ["3 D202"]
    assert made is not None


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("sales,甲市,2018,350,亿元", "sales,甲市,2018年1-12月,353,亿元", "sales 甲市 2018-01/12 (2018)"),
        ("sales,甲市,2018Q1,80,亿元", "sales,甲市,2018年1-3月,81,亿元", "sales 甲市 2018-01/03 (2018Q1)"),
        ("speed,甲市,2018,18,Gbps", "speed,甲市,2018-12-31,19,Gbps", "speed 甲市 2018-12-31 (2018)"),
        ("homes,甲市,2018Q2,18,户", "homes,甲市,2018年上半年,19,户", "homes 甲市 2018H1 (2018Q2)"),
        ("某平台,甲市,2018,推进中,", "某平台,甲市,2018年12月,已完成,", "T1-D1 甲市 2018-12 (2018)"),
    ],
)
def test_one_time_written_in_two_ways_has_one_value(first: str, second: str, what: str) -> None:
    """A duplicate time is refused with both lines, however the periods are written (`methods.md` A.4)."""
    made, findings = read(table(first, second))
    assert made is None
    assert places(findings) == ["3 D201"]
    assert findings[0].message.startswith(what)
    assert findings[0].message.endswith("at line 2")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("paid,甲市,2018,5,元,正式", "paid,甲市,2018,5,元,初步", "5 元（初步），第 2 行为 5 元（正式）"),
        ("sales,甲市,2018,350,亿元", "sales,甲市,2018,,", "（空），第 2 行为 350 亿元"),
        ("某平台,甲市,2018,推进中,", "某平台,甲市,2018,未启动,,估计", "未启动（估计），第 2 行为 推进中"),
    ],
)
def test_a_contradiction_is_said_in_chinese_with_status_and_state(first: str, second: str, said: str) -> None:
    """Statuses and states are said in words, not as they are stored."""
    (finding,) = read(table(first, second))[1]
    with speaking("zh"):
        assert finding.message.endswith(f"：此处为 {said}")


def test_one_time_written_in_two_ways_may_say_the_same_twice() -> None:
    """A table of 当季值 beside 累计值 says the first quarter twice; where both agree both rows are kept."""
    made, findings = read(table("sales,甲市,2018Q1,80,亿元", "sales,甲市,2018年1-3月,80,亿元"))
    assert findings == []
    assert made is not None
    assert len(made.measurements) == 2


def test_a_revision_in_the_same_file_is_no_contradiction() -> None:
    """Two dates of publication are two vintages; two periods or regions are two observations."""
    made, findings = read(
        table("sales,甲市,2018,350,亿元,,2019-03-01", "sales,甲市,2018,351,亿元,,2019-09-01",
              "sales,乙区,2018,352,亿元,,2019-03-01", "sales,甲市,2018-01/11,353,亿元,,2019-03-01")
    )  # fmt: skip
    assert findings == []
    assert made is not None
    assert len(made.measurements) == 4


# The batch


def test_a_batch_is_the_same_bytes_every_time() -> None:
    """The same file gives the same canonical bytes and name, under whatever file name it came."""
    raw = table(GOOD, 'cover,甲市,2018,95%,,,,"某局, ""统计""","两\n行"')
    one, two = read(raw, "a.csv")[0], read(raw, "b.CSV")[0]
    assert one is not None
    assert two is not None
    assert one.content == two.content
    assert one.name == two.name


def test_a_batch_is_canonical_text() -> None:
    """Header, LF line endings, UTF-8 without a mark, and every row with the original's hash and its own line."""
    made = batch('零售额,全市,2018年,"1,200",亿元,正式,2019-03-01,某局,')
    start = made.original_hash[:12]
    assert made.content.decode() == (
        "indicator,region,period,value,unit,status,published,source,note,origin\n"
        f"sales,甲市,2018,1200,亿元,final,2019-03-01,某局,,{start}#2\n"
    )


def test_hostile_text_goes_through_unchanged() -> None:
    """Formulas, escapes, bidi controls, quotation marks and line separators in a note are kept as they are."""
    note = "=1+1 \x1b[31m \u202e \u2028 \x0c \"'{x}%s"
    quoted = note.replace('"', '""')
    made = batch(f'sales,甲市,2018,1,亿元,,,,"{quoted}"')
    rows = list(csv.DictReader(io.StringIO(made.content.decode(), newline="")))
    assert rows[0]["note"] == note


# Hostile files


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(b"", ["D002"]), (b"\xef\xbb\xbf", ["D002"]), (b"\n\n\n", ["D002"]), (f"{HEADER}\n".encode(), ["D002"]),
     (f"{HEADER}\n,,,,,,,,\n".encode(), ["D002"]), (b'"', ["1:1 D008"]),
     (table('sales,甲市,2018,"350,亿元'), ["2:15 D008"]), (table('sales,甲市,2018,"350"x,亿元'), ["2:20 D015"]),
     (table("=1+1,甲市,2018,=1+1,亿元"), ["2:1 D107", "2:14 D101"]),
     (table("{x},{0},{text!r},{a.b},亿元"), ["2:1 D107", "2:5 D108", "2:9 D102", "2:18 D101"]),
     (table("sales\u202e,甲市,2018,\u202e350,亿元"), ["2:1 D107", "2:16 D101"]),
     (table("sales,甲市,9999,350,亿元"), ["2:10 D102"]), (table("sales,甲市,0000-01,350,亿元"), ["2:10 D102"]),
     (table("sales,甲市,9999-12,350,亿元"), ["2:10 D102"])],
    ids=["empty", "only a mark", "blank lines", "only a header", "blank rows", "a quotation mark", "open quotation",
         "text behind a quotation", "formulas", "templates", "bidi controls", "year 9999", "year 0", "month of 9999"],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_the_reason(raw: bytes, expected: list[str]) -> None:
    """Nothing, half a quotation, formulas, templates, bidi controls, years beyond all plans: each has its finding."""
    made, findings = read(raw)
    assert made is None
    assert places(findings) == expected
    assert all(finding.message for finding in findings)


@pytest.mark.parametrize("cell", ["1" * 200_000, "x" * 1_000_000], ids=["200k digits", "a million letters"])
def test_a_field_past_all_reason_is_refused(cell: str) -> None:
    """A field of more than 100,000 characters ends the reading of the file, with its line."""
    made, findings = read(table(GOOD, f"sales,甲市,2018,{cell},亿元"))
    assert made is None
    assert places(findings) == ["3:15 D016"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("1" * 90_000, ["2:15 D101"]), ("1e" + "9" * 5_000, ["2:15 D101"]), ("0." + "3" * 90_000, ["2:15 D101"]),
     ("0" * 90_000 + "1", [])],
    ids=["digits", "exponent", "decimals", "zeros"],
)  # fmt: skip
def test_a_long_number_is_read_or_refused(cell: str, expected: list[str]) -> None:
    """Ninety thousand digits are a number or none; they are no crash."""
    assert places(read(table(f"sales,甲市,2018,{cell},亿元"))[1]) == expected


def test_a_message_stays_short_whatever_the_cell_holds() -> None:
    """A cell of ninety thousand characters is not repeated whole in the message about it."""
    (finding,) = read(table(f"{'x' * 90_000},甲市,2018,1,亿元"))[1]
    assert len(finding.message) < 1_000


def test_each_distinct_wrong_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty rows with one misspelt name cost one search for near names, however long the file is."""
    asked: list[str] = []

    def counted(name: str, known: Iterable[str]) -> tuple[str, ...]:
        asked.append(name)
        return nearest(name, known)

    monkeypatch.setattr("hlwplan.plan.names.nearest", counted)
    _, findings = read(table(*(f"salse,甲市,{year},1,亿元" for year in range(1950, 2000))))
    assert len(findings) == 50
    assert asked == ["salse"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode("utf-8", "ignore")))
def test_any_bytes_are_read_or_refused_but_never_crash(raw: bytes) -> None:
    """Whatever a file holds, it is a batch or it has an error."""
    made, findings = read(raw)
    assert (made is None) == any(finding.severity is Severity.ERROR for finding in findings)


def test_a_value_that_the_engine_could_not_convert_is_refused() -> None:
    """What would overflow in conversion is refused on the way in, for a stored row cannot be taken back."""
    assert read(table("sales,甲市,2018,1e18,千元"))[0] is not None
    made, findings = read(table("sales,甲市,2018,99999999999999999999,万元"))
    assert made is None
    assert [finding.code for finding in findings] == ["D101"]
