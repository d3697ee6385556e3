"""Layouts: the tables that departments send, imitated with made-up figures, and what is read of each."""

from collections.abc import Mapping, Sequence
from time import perf_counter

import pytest
from toy import PLAN, TODAY, places

from hlwplan.measure.ingest import How, Reading, read_file
from hlwplan.measure.keys import KeyRule, key_rule
from hlwplan.measure.layout import Given


def taken(text: str, given: Mapping[str, str] | None = None, key: str | None = None) -> Reading:
    """What is read of a text file in UTF-8."""
    rule = key_rule(key) if key else None
    assert rule is None or isinstance(rule, KeyRule)
    return read_file(PLAN, text.encode(), "in.csv", How(TODAY, given=Given(given or {}, rule)))


def rows(reading: Reading) -> list[tuple[str, ...]]:
    """Indicator, region, period and value with its unit of each row."""
    assert reading.batch is not None, [finding.message for finding in reading.findings]
    return [(m.indicator, m.region, m.period, f"{m.value}{m.unit}") for m in reading.batch.measurements]


def messages(reading: Reading) -> list[str]:
    """Each finding as `line:column code message`."""
    return [f"{place} {it.message}" for place, it in zip(places(reading.findings), reading.findings, strict=True)]


DISTRICT_TABLE = "地区,2019年,2018年\n乙区,5,4\n丙县,7,6\n"
ONE = [("sales", "甲市", "2018", "9亿元")]
BOTH_YEARS = [("sales", "乙区", "2019", "5亿元"), ("sales", "乙区", "2018", "4亿元"),
              ("sales", "丙县", "2019", "7亿元"), ("sales", "丙县", "2018", "6亿元")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标,地区,时间,数值,单位\n零售额,甲市,2018年,9,亿元\n", ONE),
        ("单位,数值,时间,地区,指标\n亿元,9,2018年,甲市,零售额\n", ONE),
        ("指标,地区,年份,数值（亿元）\n零售额,甲市,2018,9\n", ONE),
        ("指标,地区,年份,数值\n零售额（亿元）,甲市,2018,9\n", ONE),
        ("指标,地区,年份,数值\n零售额,甲市,2018,9亿元\n", ONE),
        ("指标,地区,2019年,2018年\n零售额(亿元),乙区,5,4\n零售额(亿元),丙县,7,6\n", BOTH_YEARS),
        (f"某表\n指标：零售额(亿元)\n{DISTRICT_TABLE}注：1.试验。\n　　2.数据为虚构。\n数据来源：某局\n", BOTH_YEARS),
        (f"某表,,\n指标：零售额,,单位：亿元\n{DISTRICT_TABLE}数据来源：某局,,\n", BOTH_YEARS),
        (f"某表,,单位：亿元\n指标：零售额,,\n{DISTRICT_TABLE}", BOTH_YEARS),
    ],
)
def test_long_and_wide_by_period(text: str, expected: list[tuple[str, ...]]) -> None:
    """One measurement a row under canonical headers; or a column for each period, with what the rest says."""
    assert rows(taken(text)) == expected


def test_what_a_file_does_not_say_can_be_given() -> None:
    """Indicator and unit of the whole file come with the command."""
    assert rows(taken(DISTRICT_TABLE, {"indicator": "零售额", "unit": "亿元"})) == BOTH_YEARS


@pytest.mark.parametrize(
    ("header", "periods"),
    [
        ("2018年,2019年", ["2018", "2019"]),
        ("2019,2018", ["2019", "2018"]),
        ("2019年第一季度,2018年第四季度", ["2019Q1", "2018Q4"]),
        ("2018年1月,2018年2月", ["2018-01", "2018-02"]),
        ("2018年上半年,2018年1-9月", ["2018H1", "2018-01/09"]),
        ("2018-06,2018Q3", ["2018-06", "2018Q3"]),
        ("2018年(亿元),2019年(亿元)", ["2018", "2019"]),
    ],
)
def test_columns_may_be_any_periods_in_any_order(header: str, periods: list[str]) -> None:
    """Years, halves, quarters, months and the year to date; newest first or last."""
    reading = taken(f"指标,地区,单位,{header}\n零售额,甲市,亿元,1,2\n")
    assert [m[2] for m in rows(reading)] == periods


@pytest.mark.parametrize(
    "text",
    [
        "地区,时间,1月,2月\n甲市,2018年,1,2\n",
        "地区,年份,1月,2月\n甲市,2018,1,2\n",
        "时间：2018年,,\n地区,1月,2月\n甲市,1,2\n",
        "零售额情况（2018年）,,\n地区,1月,2月\n甲市,1,2\n",
        "年份：2018\n月份,甲市\n1月,1\n2月,2\n",
    ],
)
def test_months_find_their_year_elsewhere(text: str) -> None:
    """A part of a year takes its year from the row, from a line above or from the title."""
    found = rows(taken(text, {"indicator": "零售额", "unit": "亿元"}))
    assert found == [("sales", "甲市", "2018-01", "1亿元"), ("sales", "甲市", "2018-02", "2亿元")]


def test_months_without_a_year_are_refused() -> None:
    """Nothing says which year, so the current one is not assumed."""
    reading = taken("地区,1月,2月\n甲市,1,2\n", {"indicator": "零售额", "unit": "亿元"})
    assert [finding.code for finding in reading.findings] == ["D003"]
    assert "--set 时间" in reading.findings[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "指标,时间,乙区,丙县\n零售额(亿元),2018年,4,6\n零售额(亿元),2019年,5,7\n",
        "指标：零售额\n单位：亿元\n时间,乙区,丙县\n2018年,4,6\n2019年,5,7\n",
        "指标：零售额\n单位：亿元\n,乙区,丙县\n2018年,4,6\n2019年,5,7\n",
    ],
)
def test_wide_by_region(text: str) -> None:
    """A column for each region; the rows say the period, and the indicator where no line above does."""
    assert sorted(rows(taken(text))) == sorted(BOTH_YEARS)


@pytest.mark.parametrize(
    "text",
    [
        '地区,时间,零售额(亿元),"支出\n(元)"\n甲市,2018年,9,8\n',
        "甲市情况（2018年）\n地区,零售额(亿元),支出（元\n甲市,9,8\n",
        "年份,零售额(亿元),支出(元)\n2018,9,8\n",
    ],
)
def test_indicators_as_columns(text: str) -> None:
    """A column for each indicator with its unit in the header, line breaks and an unclosed bracket included."""
    given = {} if "地区" in text else {"region": "甲市"}
    assert rows(taken(text, given)) == [("sales", "甲市", "2018", "9亿元"), ("paid", "甲市", "2018", "8元")]


def test_quarters_beside_what_has_run_up() -> None:
    """当季值 is the quarter, 累计值 the year to its end: of the fourth quarter, the year as 1-12月."""
    text = "数据库：季度数据\n指标,2018年第四季度,2018年第一季度\n零售额当季值(亿元),40,10\n零售额累计值(亿元),100,10\n"
    assert rows(taken(text, {"region": "甲市"})) == [
        ("sales", "甲市", "2018Q4", "40亿元"), ("sales", "甲市", "2018Q1", "10亿元"),
        ("sales", "甲市", "2018-01/12", "100亿元"), ("sales", "甲市", "2018-01/03", "10亿元"),
    ]  # fmt: skip


def test_two_levels_of_headers() -> None:
    """A period above, 当季值 and 累计值 below it; the blank cells of the upper line belong to the group before."""
    text = "地区,2018年二季度,,2018年三季度,\n,当季值,累计值,当季值,累计值\n甲市,20,30,30,60\n"
    assert [m[2:] for m in rows(taken(text, {"indicator": "零售额", "unit": "亿元"}))] == [
        ("2018Q2", "20亿元"), ("2018-01/06", "30亿元"), ("2018Q3", "30亿元"), ("2018-01/09", "60亿元"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("{地区}_{指标}_{口径}", "甲市_零售额(亿元)_本期值"),
        ("{地区}_{指标}_本期值", "甲市_零售额(亿元)_本期值"),
        ("{region}/{indicator}[{unit}]", "甲市/零售额[亿元]"),
    ],
)
def test_compound_keys_are_split_by_the_users_rule(rule: str, key: str) -> None:
    """The rule names the parts; what stands between them must stand in the key."""
    assert rows(taken(f",2018年\n{key},9\n", key=rule)) == ONE


def test_a_key_of_another_form_is_refused_with_its_line() -> None:
    """The rows that fit are read, the others are each a finding."""
    reading = taken(",2018年\n甲市_零售额(亿元),9\n甲市零售额,8\n", key="{地区}_{指标}")
    assert messages(reading) == ["3:1 D039 key '甲市零售额' does not have the form '{地区}_{指标}'"]
    assert len(reading.refused) == 1


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("{地区}{指标}", "nothing separates {指标} from what stands before it"),
        ("{地区}_{地区}", "{地区} stands twice"),
        ("{省}_{指标}", "{省} is none of {地区} {指标} {时间} {单位} {口径}"),
        ("{时间}", "it names neither {指标} nor {地区}"),
    ],
)
def test_a_rule_that_cannot_split_says_why(rule: str, why: str) -> None:
    """Rules are checked before a file is opened."""
    assert key_rule(rule) == why


# Totals


DISTRICTS = ["乙区,4", "丙县,6"]


def with_total(*lines: str, kind: str = "零售额") -> Reading:
    """A table by region with these rows."""
    unit = {"零售额": "亿元", "光纤户数": "户", "覆盖率": "%"}[kind]
    return taken("地区,2018年\n" + "".join(f"{line}\n" for line in lines), {"indicator": kind, "unit": unit})


@pytest.mark.parametrize("label", ["合计", "全市", "总计", "甲市"])
def test_a_total_over_all_districts_is_the_citys_value(label: str) -> None:
    """It is stored as reported beside its parts, and is never one of them."""
    reading = with_total(f"{label},10", *DISTRICTS)
    assert rows(reading)[0] == ("sales", "甲市", "2018", "10亿元")
    assert len(rows(reading)) == 3
    assert reading.findings == ()


def test_a_total_that_its_parts_do_not_make_is_a_warning() -> None:
    """Both sums are named at the total's place; the reported one is kept."""
    reading = with_total(*DISTRICTS, "合计,12")
    assert messages(reading) == ["4:4 D216 sales 甲市 2018: 12 亿元 is given, its 2 parts add up to 10 亿元"]
    assert rows(reading)[2] == ("sales", "甲市", "2018", "12亿元")


@pytest.mark.parametrize(
    ("kind", "rows_", "codes"),
    [
        ("零售额", ["乙区,4.4", "丙县,6.4", "合计,11"], []),
        ("零售额", ["乙区,4.4", "丙县,6.4", "合计,11.2"], ["D216"]),
        ("光纤户数", ["乙区,4", "丙县,6", "合计,11"], ["D216"]),
        ("覆盖率", ["乙区,40", "丙县,60", "合计,90"], []),
        ("零售额", ["乙区,4", "丙县,-", "合计,90"], []),
    ],
    ids=["rounded", "more than rounding", "counts are not rounded", "rates do not add up", "a part is missing"],
)
def test_totals_are_held_against_their_parts_as_far_as_they_can_be(
    kind: str, rows_: Sequence[str], codes: list[str]
) -> None:
    """Half a last digit of each number is rounding; what does not add up by nature is not added."""
    assert [finding.code for finding in with_total(*rows_, kind=kind).findings] == codes


def test_a_total_over_some_districts_is_no_regions_value() -> None:
    """It is left out, and said to be."""
    reading = with_total("乙区,4", "合计,4")
    assert rows(reading) == [("sales", "乙区", "2018", "4亿元")]
    assert [finding.code for finding in reading.findings] == ["D217"]


# Refusals


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("指标,地区,时间,数值,2018年\n零售额,甲市,2018年,9,8\n", "1:13 D037"),
        ("指标,地区,时间,2018年\n零售额,甲市,2018年,9\n", "1:10 D037"),
        ("名称,2018年\n零售额,9\n甲市,8\n", "1:1 D032"),
        ("名称,2018年\n张三,9\n李四,8\n", "1:1 D033"),
        ("地区,2018年,零售额\n甲市,9,8\n", "1:10 D038"),
        ("甲,乙\n1,2\n", "1 D031"),
        ("指标,2018年\n零售额,9\n", "1 D003"),
        ("2018年和2019年情况,,\n地区,零售额(亿元),支出(元)\n甲市,9,8\n", "1:1 D036"),
    ],
    ids=["long and wide", "period twice", "two kinds of labels", "no known label", "two kinds of headers",
         "nothing known", "no region", "two years"],
)  # fmt: skip
def test_what_is_not_clear_is_refused(text: str, found: str) -> None:
    """A table that fits no layout or two is refused at the place that shows it, and nothing of it is read."""
    reading = taken(text)
    assert places(reading.findings)[0] == found
    assert reading.batch is None


def test_what_the_file_says_is_not_given_again() -> None:
    """A value given for the whole file may not contradict the file, so it may not say the same either."""
    reading = taken("指标,地区,时间,数值,单位\n零售额,甲市,2018年,9,亿元\n", {"region": "乙区"})
    assert [finding.code for finding in reading.findings] == ["D034"]


def test_a_column_that_is_unknown_is_refused_value_by_value() -> None:
    """The rest of the table is right; each value under the unknown header is refused, and the header is said once."""
    reading = taken("地区,零售额(亿元),零售总额(亿元)\n甲市,9,8\n乙区,4,3\n", {"period": "2018"})
    assert messages(reading) == ["1:12 D107 indicator '零售总额(亿元)' is not in the plan"]
    assert [it.cells["value"] for it in reading.refused] == ["8", "3"]
    assert [m[3] for m in rows(reading)] == ["9亿元", "4亿元"]


def test_a_ragged_row_is_refused_and_keeps_its_texts() -> None:
    """A row with a field too many is refused; what stands in it goes with the refusal."""
    reading = taken("指标,地区,时间,数值,单位\n零售额,甲市,2018年,1,234,亿元\n零售额,甲市,2019年,9,亿元\n")
    assert messages(reading) == ["2 D006 6 fields where the header has 5"]
    assert reading.refused[0].cells["indicator"] == "零售额"
    assert [m[2] for m in rows(reading)] == ["2019"]


def test_empty_cells_of_a_wide_table_report_nothing() -> None:
    """A year that is not filled in yet makes no rows; a mark for missing does, and is kept."""
    reading = taken("地区,2019年,2018年\n乙区,,4\n丙县,,—\n", {"indicator": "零售额", "unit": "亿元"})
    assert rows(reading) == [("sales", "乙区", "2018", "4亿元"), ("sales", "丙县", "2018", "—")]
    assert ("in.csv", "left out", "2 empty cells") in reading.explained


def test_units_that_contradict_each_other_are_refused() -> None:
    """A unit in the row's label and another in the column's header are two statements."""
    reading = taken("指标,地区,2018年(元)\n零售额(亿元),甲市,9\n")
    assert [finding.code for finding in reading.findings] == ["D120"]


def test_a_unit_above_the_table_gives_way() -> None:
    """单位：亿元 is for what says none itself: a header or a value with a unit of its own keeps it."""
    text = "单位：亿元\n地区,零售额,支出(元),覆盖率\n甲市,9,8,95%\n"
    assert rows(taken(text, {"period": "2018"})) == [
        ("sales", "甲市", "2018", "9亿元"), ("paid", "甲市", "2018", "8元"), ("cover", "甲市", "2018", "95%"),
    ]  # fmt: skip


def test_a_source_below_the_table_is_every_rows_source() -> None:
    """数据来源：某局 goes with each row that names no source."""
    reading = taken("地区,2018年\n甲市,9\n数据来源：某局\n", {"indicator": "零售额", "unit": "亿元"})
    assert reading.batch is not None
    assert [m.source for m in reading.batch.measurements] == ["某局"]


def test_deliverables_stand_in_wide_tables_too() -> None:
    """A column for each year, the state in the cells."""
    assert rows(taken("指标,地区,2018年,2019年\n某平台,甲市,推进中,已完成\n")) == [
        ("T1-D1", "甲市", "2018", "in_progress"), ("T1-D1", "甲市", "2019", "done"),
    ]  # fmt: skip


def test_the_layout_is_explained() -> None:
    """What was decided is said field by field, with the place that says it."""
    reading = taken("某表\n指标：零售额(亿元)\n地区,2019年,2018年\n乙区,5,4\n丙县,7,6\n数据来源：某局\n")
    assert [line[1:] for line in reading.explained] == [
        ("form", "UTF-8, separated by commas"),
        ("layout", "wide, header line 3, 2 rows"),
        ("indicator", "line 2: 零售额(亿元)"),
        ("region", "column 1 地区"),
        ("period", "headers of the columns"),
        ("source", "line 6: 某局"),
        ("value", "2 columns: 2019年, 2018年"),
        ("left out", "footer lines 6-6"),
    ]


# Headers


RETAIL = {"indicator": "零售额", "unit": "亿元"}


@pytest.mark.parametrize(
    "text",
    [
        "地区,2019年,,2018年,\n,计划,完成,计划,完成\n乙区,5,6,7,8\n",
        "地区,2019年,2018年\n,目标值,目标值\n乙区,5,6\n",
        "地区,2019年上年同期\n乙区,5\n",
        "地区,2018年,2019年\n,约5,约6\n丙县,7,8\n",
    ],
)
def test_words_beside_a_period_are_not_passed_over(text: str) -> None:
    """计划 below 2019年 is not what was observed in 2019: nothing is read under such a header."""
    reading = taken(text, RETAIL)
    assert [finding.code for finding in reading.findings] == ["D031"]
    assert reading.batch is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标,,2018年\n某平台,甲市,推进中\n某平台,乙区,已完成\n", ["in_progress", "done"]),
        ("指标,,2018年\n零售额(亿元),甲市,9\n零售额(亿元),乙区,4\n", ["9亿元", "4亿元"]),
    ],
)
def test_the_first_row_is_never_taken_for_a_header(text: str, expected: list[str]) -> None:
    """A column without a header makes no second level of the first row below it."""
    assert [m[3] for m in rows(taken(text))] == expected


def test_a_first_row_with_a_wrong_value_is_refused_and_not_lost() -> None:
    """约5 is a value that is wrong, no name below 2018年."""
    reading = taken("指标,,2018年\n零售额(亿元),甲市,约5\n零售额(亿元),乙区,4\n")
    assert places(reading.findings) == ["2:12 D114"]
    assert len(rows(reading)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "地区,2019年,,2018年,\n,一季度,二季度,一季度,二季度\n乙区,1,2,3,4\n",
        "地区,2019年,2019年,2018年,2018年\n地区,一季度,二季度,一季度,二季度\n乙区,1,2,3,4\n",
    ],
    ids=["blank", "merged"],
)
def test_a_year_above_its_parts(text: str) -> None:
    """2019年 over 一季度 is the first quarter of 2019, never the year."""
    reading = taken(text, RETAIL)
    assert [m[2:] for m in rows(reading)] == [
        ("2019Q1", "1亿元"), ("2019Q2", "2亿元"), ("2018Q1", "3亿元"), ("2018Q2", "4亿元"),
    ]  # fmt: skip


def test_a_year_above_a_part_of_another_year_is_refused() -> None:
    """2018年一季度 below 2019年 is neither."""
    reading = taken("地区,2019年,\n,一季度,2018年二季度\n乙区,1,2\n", RETAIL)
    assert places(reading.findings) == ["2:6 D102"]
    assert [m[2] for m in rows(reading)] == ["2019Q1"]


@pytest.mark.parametrize("units", [",亿元,元", "单位,亿元,元", ",(亿元),(元)"])
def test_units_may_stand_in_a_line_of_their_own(units: str) -> None:
    """A second line of headers that holds units of measure gives each column its own."""
    reading = taken(f"地区,零售额,支出\n{units}\n乙区,5,6\n", {"period": "2018"})
    assert [m[3] for m in rows(reading)] == ["5亿元", "6元"]


def test_regions_above_indicators() -> None:
    """Two levels of headers may say a region and an indicator together."""
    text = "时间,乙区,,丙县,\n,零售额(亿元),支出(元),零售额(亿元),支出(元)\n2018年,1,2,3,4\n"
    assert [m[:2] for m in rows(taken(text))] == [
        ("sales", "乙区"), ("paid", "乙区"), ("sales", "丙县"), ("paid", "丙县"),
    ]  # fmt: skip


def test_a_second_level_may_be_wider_than_the_first() -> None:
    """Rows that a spreadsheet cut short on the right are filled up with blanks."""
    reading = taken("地区,2018年三季度\n,当季值,累计值\n乙区,5,6\n", RETAIL)
    assert [m[2] for m in rows(reading)] == ["2018Q3", "2018-01/09"]


def test_two_units_above_each_other_are_refused() -> None:
    """A unit of the group and another of the column are two statements."""
    reading = taken("地区,零售额(亿元)\n,2018年(万元)\n乙区,5\n")
    assert reading.batch is None


def test_rows_are_numbered_by_nobody() -> None:
    """序号 is passed over, and that is said."""
    reading = taken("序号,地区,2018年\n1,乙区,4\n2,丙县,6\n", RETAIL)
    assert len(rows(reading)) == 2
    assert ("in.csv", "left out", "column 1 序号") in reading.explained


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("年份,月份,地区,零售额(亿元)\n2018,1月,甲市,5\n", "D037"),
        ("地区,零售额(亿元),月份\n甲市,5,1月\n", "D117"),
        ("指标,地区,年份,月份,数值,单位\n零售额,甲市,2018,1月,5,亿元\n", "D004"),
        ("地区,地区,2018年\n甲市,乙区,5\n", "D005"),
        (",地区,2018年\n1,甲市,5\n2,乙区,5\n", "D004"),
        ("地区,2018年零售额(亿元),2018年排名\n甲市,5,1\n", "D031"),
        ("时间,本年累计,上年累计\n2018年三季度,5,4\n", "D004"),
    ],
)
def test_nothing_is_read_beside_a_column_that_is_not_understood(text: str, code: str) -> None:
    """Another column may change what a value is about: 1月 beside 2018 is not the year, whatever is accepted."""
    reading = taken(text, RETAIL if "2018年" in text else {})
    assert code in [finding.code for finding in reading.findings]
    assert reading.batch is None


def test_a_key_stands_before_the_values() -> None:
    """A column of names behind them is none that the rule could split."""
    reading = taken("2018年,2019年,\n9,8,甲市\n", RETAIL, key="{地区}_{指标}")
    assert "D035" in [finding.code for finding in reading.findings]


def test_what_the_key_would_say_is_not_missing_too() -> None:
    """Labels under the header of a field are no key: one finding says so, and none that the region is not said."""
    reading = taken("指标,2018年,单位\n甲市_零售额,350,亿元\n", key="{地区}_{指标}")
    assert [finding.code for finding in reading.findings] == ["D035"]


def test_a_unit_after_a_regions_name() -> None:
    """乙区(亿元) is the district and the unit."""
    reading = taken("时间,乙区(亿元),丙县(亿元)\n2018年,5,6\n", {"indicator": "零售额"})
    assert [m[1] for m in rows(reading)] == ["乙区", "丙县"]


# Lines around the table and inside it


@pytest.mark.parametrize(
    "lines",
    ["（单位：亿元）\n", "某表（单位：亿元）\n", "某表  单位：亿元\n", "单位：,亿元\n", "某市情况,,单位：亿元\n"],
)
def test_the_unit_above_a_table_is_found(lines: str) -> None:
    """In brackets, behind a title, or in the cell beside its key."""
    assert rows(taken(f"{lines}{DISTRICT_TABLE}", {"indicator": "零售额"})) == BOTH_YEARS


def test_the_unit_may_stand_in_the_corner() -> None:
    """Above the labels of a table it is the unit of all its values, however few columns there are."""
    given = {"indicator": "零售额"}
    assert rows(taken(DISTRICT_TABLE.replace("地区", "单位：亿元"), given)) == BOTH_YEARS
    assert rows(taken("单位：亿元,2019年\n乙区,5\n丙县,7\n", given)) == BOTH_YEARS[::2]


def test_a_title_over_the_whole_width_of_a_table() -> None:
    """As merged cells give it: years below it are headers, no values."""
    text = "某表,某表,某表\n地区,2019,2018\n乙区,5,4\n丙县,7,6\n"
    assert rows(taken(text, RETAIL)) == BOTH_YEARS
    assert rows(taken(text.replace("地区", ""), RETAIL)) == BOTH_YEARS


def test_three_levels_of_headers() -> None:
    """A group of groups stands above all of its columns."""
    text = "地区,2019年,,,\n,二季度,,三季度,\n,当季值,累计值,当季值,累计值\n乙区,1,2,3,4\n"
    assert [m[2] for m in rows(taken(text, RETAIL))] == ["2019Q2", "2019-01/06", "2019Q3", "2019-01/09"]


def test_a_total_may_be_spread_out() -> None:
    """合　计 is 合计."""
    assert rows(with_total(*DISTRICTS, "合　计,10"))[2] == ("sales", "甲市", "2018", "10亿元")


def test_the_reporting_organisation_is_no_unit_of_measure() -> None:
    """填报单位：某局 in a title says who reports."""
    reading = taken(f"某表 填报单位：某局\n{DISTRICT_TABLE}", RETAIL)
    assert rows(reading) == BOTH_YEARS


def test_a_title_of_several_cells() -> None:
    """A title and a year side by side above a row of known headers."""
    reading = taken("某市情况,,2019年\n地区,零售额(亿元),支出(元)\n乙区,5,6\n")
    assert [m[2:] for m in rows(reading)] == [("2019", "5亿元"), ("2019", "6元")]


def test_two_lines_that_say_one_thing_differently_are_refused() -> None:
    """单位：亿元 and 单位：万元 cannot both hold; the second one is pointed at."""
    reading = taken(f"单位：亿元\n指标：零售额\n单位：万元\n{DISTRICT_TABLE}")
    assert places(reading.findings) == ["3:1 D037"]
    assert reading.batch is None


def test_a_line_speaks_for_blank_cells_of_its_column() -> None:
    """状态：示例 above a table holds where the column is blank, so that 示例 never passes for official."""
    text = (
        "状态：示例\n发布日期：2019-03-01\n数据来源：某局\n指标,地区,时间,数值,单位,状态,发布日期,来源\n"
        "零售额,甲市,2018,9,亿元,,,\n零售额,甲市,2019,9,亿元,正式,2019-04-01,他局\n"
    )
    reading = taken(text)
    assert reading.batch is not None
    assert [(m.status, m.published, m.source) for m in reading.batch.measurements] == [
        ("synthetic", "2019-03-01", "某局"), ("final", "2019-04-01", "他局"),
    ]  # fmt: skip


def test_what_is_said_above_may_be_given_again() -> None:
    """A unit that the title says already is no contradiction; another one is."""
    text = f"某表（单位：亿元）\n{DISTRICT_TABLE}"
    assert rows(taken(text, RETAIL)) == BOTH_YEARS
    assert [it.code for it in taken(text, {**RETAIL, "unit": "万元"}).findings] == ["D034"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("某表,,", "repeats a line above"),
        ("地区,2019年,2018年", "repeats a line above"),
        ("单位：亿元,,", "repeats a line above"),
        ("一、城区,,", "一、城区"),
        ("一、城区,一、城区,一、城区", "一、城区"),
        ("其中：,,", "其中："),
        ("备注：虚构,,", "备注：虚构"),
    ],
)
def test_page_breaks_and_headings_are_left_out(line: str, reason: str) -> None:
    """They are no rows, change nothing, and are said to be left out."""
    text = f"某表,,\n单位：亿元,,\n地区,2019年,2018年\n乙区,5,4\n{line}\n丙县,7,6\n"
    reading = taken(text, {"indicator": "零售额"})
    assert rows(reading) == BOTH_YEARS
    assert reading.findings == ()
    assert ("in.csv", "left out", f"line 5: {reason}") in reading.explained


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元,,",
        "(万元),,",
        "指标：支出,,",
        "支出,,",
        "2017年,,",
        "地区,2017年,2016年",
        "地区,2017,2016",
        ",2017,2016",
    ],
)
def test_what_changes_the_rows_below_it_is_refused(line: str) -> None:
    """Another unit, indicator, period or header inside a table: nothing is read, even of the rows that look right."""
    text = f"指标：零售额,,\n单位：亿元,,\n地区,2019年,2018年\n乙区,5,4\n{line}\n丙县,7,6\n"
    reading = taken(text)
    assert [(it.code, it.span.line) for it in reading.findings] == [("D037", 5)]
    assert reading.batch is None


def test_a_heading_in_the_column_of_another_field_is_refused() -> None:
    """乙区 as a heading among indicators contradicts 地区：甲市 above."""
    reading = taken("地区：甲市\n指标,2018年\n零售额(亿元),5\n乙区,\n支出(元),6\n")
    assert messages(reading) == [
        "4:1 D037 the file fits two layouts: 地区 as the table says it; 地区 by the line '乙区' inside it"
    ]


def test_many_repeated_headers_are_counted() -> None:
    """The first three lines are named, and how many there are."""
    reading = taken("地区,2018年\n" * 5 + "乙区,4\n" + "地区,2018年\n" * 5 + "丙县,6\n", RETAIL)
    assert [m[1] for m in rows(reading)] == ["乙区", "丙县"]
    assert any("and" in where and "repeats a line above" in where for _, name, where in reading.explained)


def test_a_row_without_a_year_below_another_year_takes_none() -> None:
    """Where whole periods and parts of years share a column, a line above says the year of none of them."""
    text = "时间：2017年\n时间,零售额(亿元)\n12月,8\n2018年,\n1月,9\n"
    reading = taken(text, {"region": "甲市"})
    assert places(reading.findings) == ["3:1 D117", "5:1 D117"]


def test_a_province_is_no_city() -> None:
    """全省 over the city's districts is not the city's value."""
    reading = with_total(*DISTRICTS, "全省,300")
    assert [m[1] for m in rows(reading)] == ["乙区", "丙县"]
    assert [finding.code for finding in reading.findings] == ["D217"]


# Keys and bases


@pytest.mark.parametrize("word", ["同比增减", "上年同期", "增速"])
def test_a_key_that_says_another_value_is_refused(word: str) -> None:
    """Only words for what a value covers are left unread by name; a growth rate is no value of the period."""
    reading = taken(f",2018年\n甲市_覆盖率(%)_{word},9\n", key="{地区}_{指标}_{口径}")
    assert places(reading.findings) == ["2:1 D122"]
    assert reading.refused[0].cells["indicator"] == f"覆盖率{word}"


def test_a_key_and_a_column_that_say_one_thing_are_refused() -> None:
    """The region of the key and that of a column may differ."""
    reading = taken("键,地区,2018年\n甲市_零售额(亿元),乙区,9\n", key="{地区}_{指标}")
    assert messages(reading) == ["1:3 D037 the file fits two layouts: 地区 by the key; 地区 by its column 地区"]


# Refused rows


def test_a_refused_value_keeps_what_other_lines_say_of_it() -> None:
    """The period is whole and in Chinese, with the year of the title and what 累计值 makes of it."""
    text = (
        "某表（2018年）\n数据来源：某局\n指标,地区,三季度\n零售额累计值(亿元),甲市,约9\n零售额当季值(亿元),甲市,约4\n"
    )
    reading = taken(text)
    assert [(it.cells["period"], it.cells["source"]) for it in reading.refused] == [
        ("2018年1-9月", "某局"), ("2018年三季度", "某局"),
    ]  # fmt: skip


def test_a_period_that_cannot_be_read_keeps_the_basis_by_the_name() -> None:
    """Mended, the row still says that its value has run up since January."""
    reading = taken("指标,地区,时间,累计值\n零售额(亿元),甲市,三季度,9\n")
    assert [(it.cells["indicator"], it.cells["period"]) for it in reading.refused] == [("零售额累计值", "三季度")]
    mended = taken("指标,地区,时间,数值,单位\n零售额累计值,甲市,2018年三季度,9,亿元\n")
    assert rows(mended) == [("sales", "甲市", "2018-01/09", "9亿元")]


def test_a_key_that_does_not_split_refuses_each_value() -> None:
    """Each value is kept with the period of its column."""
    reading = taken(",2018年,2017年\n甲市零售额,8,7\n", key="{地区}_{指标}")
    assert [(it.cells["indicator"], it.cells["period"], it.cells["value"]) for it in reading.refused] == [
        ("甲市零售额", "2018年", "8"), ("甲市零售额", "2017年", "7"),
    ]  # fmt: skip


def test_a_ragged_row_of_a_wide_table_keeps_all_it_holds() -> None:
    """Which field is which value cannot be told, so the whole row goes with the refusal."""
    reading = taken("地区,2018年,2017年\n乙区,1,234,5\n", RETAIL)
    assert reading.refused[0].cells == {**RETAIL, "region": "乙区", "note": "乙区 | 1 | 234 | 5"}


def test_a_header_of_the_wrong_width_is_said_once() -> None:
    """Where every row of many has a field more than the header, one finding says so, at the first of them."""
    reading = taken("地区,2018年\n" + "乙区,5,\n" * 1000, RETAIL)
    assert places(reading.findings) == ["2 D006"]
    assert reading.batch is None


def test_the_places_of_a_wide_row_are_found_in_one_walk() -> None:
    """Two thousand columns take no longer for each than two."""
    months = [f"{1900 + number // 12}年{number % 12 + 1}月" for number in range(2000)]
    text = f"地区,{','.join(months)}\n乙区,{','.join('约1' for _ in months)}\n"
    start = perf_counter()
    reading = taken(text, RETAIL)
    assert perf_counter() - start < 10
    assert len(reading.refused) == 2000
    assert places(reading.findings)[-1] == f"2:{4 + 3 * 1999} D114"


def test_many_unknown_names_take_no_time() -> None:
    """A column that holds no names is refused row by row; near names are looked for among the first only."""
    text = "指标,地区,时间,数值,单位\n" + "".join(f"零售总{number},甲市,2018,5,亿元\n" for number in range(1500))
    reading = taken(text)
    near = [bool(finding.nearest) for finding in reading.findings]
    assert near[0]
    assert (sum(near) <= 1000, len(near)) == (True, 1500)
