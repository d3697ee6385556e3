"""Doubts: implausible values are pointed out with their reason, and nothing is changed.  Every figure is made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import PLAN, indicator

from hlwplan.diagnostics import Diagnostic, Severity, Span, in_order
from hlwplan.language import speaking
from hlwplan.measure.doubts import doubts
from hlwplan.measure.measurement import Measurement
from hlwplan.plan.model import Plan

TODAY = date(2030, 1, 1)
PUBLISHED = "2029-12-31"


def row(text: str, published: str = PUBLISHED, origin: str = "0123456789ab#7") -> Measurement:
    """A canonical row of 甲市, given as `indicator period value unit`; the unit may be left out."""
    name, period, value, *unit = text.split()
    return Measurement(name, "甲市", period, value, unit[0] if unit else "", "final", published, "s", "", origin)


def found(*rows: str | Measurement, known: tuple[str | Measurement, ...] = (), plan: Plan = PLAN) -> list[Diagnostic]:
    """What is doubted about the rows of a file that begins in line 2."""
    file = [it if isinstance(it, Measurement) else row(it) for it in rows]
    store = [it if isinstance(it, Measurement) else row(it) for it in known]
    return doubts(plan, [(it, Span("in.csv", line, 5)) for line, it in enumerate(file, 2)], store, TODAY)


def places(findings: list[Diagnostic]) -> list[str]:
    """Line and code of each finding."""
    return [f"{finding.span.line} {finding.code}" for finding in findings]


# Ten times its neighbour


def test_ten_times_the_year_before_is_doubted_with_both_values_and_places() -> None:
    """The message names value, period, how many times, and where the other stands."""
    (finding,) = found("sales 2017 35 亿元", "sales 2018 4200000 万元")
    assert finding.severity is Severity.WARNING
    assert finding.span == Span("in.csv", 3, 5)
    assert finding.message == "4200000 万元 in 2018 is 12 times 35 亿元 in 2017 (line 2)"


def test_a_tenth_of_the_year_before_is_doubted() -> None:
    """A decimal point too far to the left is as likely as one too far to the right."""
    (finding,) = found("sales 2017 350 亿元", "sales 2018 35 亿元")
    assert finding.message == "35 亿元 in 2018 is 1/10 of 350 亿元 in 2017 (line 2)"
    with speaking("zh"):
        assert finding.message == "35 亿元（2018）是 350 亿元（2017，第 2 行）的 1/10"


@pytest.mark.parametrize(
    ("before", "after", "doubted"),
    [("35", "349.9", False), ("35", "350", True), ("350", "35.1", False), ("350", "35", True), ("350", "0", True),
     ("0", "350", False), ("0", "0", False), ("-35", "-350", True), ("-35", "350", False), ("35", "-3.5", False)],
)  # fmt: skip
def test_ten_times_is_the_bound_and_zero_before_says_nothing(before: str, after: str, *, doubted: bool) -> None:
    """Just ten times counts; what begins from zero or changes its sign has no such measure."""
    assert bool(found(f"sales 2017 {before} 亿元", f"sales 2018 {after} 亿元")) is doubted


def test_zero_after_a_value_may_be_a_missing_one() -> None:
    """0 is 0, and beside 350 it is pointed out."""
    (finding,) = found("sales 2017 350 亿元", "sales 2018 0 亿元")
    assert finding.message == "0 亿元 in 2018 is nothing beside 350 亿元 in 2017 (line 2)"


def test_units_are_converted_before_values_are_compared() -> None:
    """35 亿元 and 360000 万元 are near each other; 35 亿元 and 36 万元 are not."""
    assert found("sales 2017 35 亿元", "sales 2018 360000 万元") == []
    assert places(found("sales 2017 35 亿元", "sales 2018 36 万元")) == ["3 D206"]


@pytest.mark.parametrize(
    ("before", "after", "unit", "doubted"),
    [("1", "12", "户", False), ("9", "99", "户", False), ("10", "100", "户", True), ("5", "50000", "户", True),
     ("0.001", "0.01", "万户", True), ("0.0001", "0.0099", "万户", False)],
)  # fmt: skip
def test_few_counted_things_may_grow_tenfold(before: str, after: str, unit: str, *, doubted: bool) -> None:
    """From 1 to 12 is growth; a hundred counted things, in any unit, are enough for a doubt."""
    assert bool(found(f"homes 2017 {before} {unit}", f"homes 2018 {after} {unit}")) is doubted


@pytest.mark.parametrize("values", ["cover 2017 5 %|cover 2018 95 %", "gain 2017 0.1 百分点|gain 2018 9 百分点"])
def test_rates_and_growth_may_jump(values: str) -> None:
    """A rate has its limits, and growth has no measure."""
    assert found(*values.split("|")) == []


def test_an_index_may_jump() -> None:
    """An index is no amount."""
    plan = Plan(PLAN.head, PLAN.tasks, (indicator("index", "指数甲", "指数", "index", "level"),), {})
    assert found("index 2017 5 指数", "index 2018 500 指数", plan=plan) == []


def test_a_speed_is_doubted() -> None:
    """20 Gbps written as 20 Tbps is a thousand times the year before."""
    assert places(found("speed 2017 20 Gbps", "speed 2018 20 Tbps")) == ["3 D206"]


def test_the_nearest_period_before_is_the_neighbour() -> None:
    """Not the first, and not a later one: 2018 is held against 2016."""
    (finding,) = found("sales 2019 390 亿元", "sales 2012 390 亿元", "sales 2016 36 亿元", "sales 2018 380 亿元")
    assert (finding.span.line, finding.values["neighbour"], finding.values["where"]) == (4, "2012", "line 3")


def test_one_slip_is_said_once() -> None:
    """The value after a slip goes on from the one before it, so it is not doubted for its wrong neighbour."""
    assert places(found("sales 2016 350 亿元", "sales 2017 34 亿元", "sales 2018 370 亿元")) == ["3 D206"]
    assert places(found("homes 2016 350 户", "homes 2017 36 户", "homes 2018 370 户")) == ["3 D207"]
    assert places(found("homes 2016 350 户", "homes 2017 3600 户", "homes 2018 370 户")) == ["3 D206"]


def test_a_file_in_another_unit_is_said_where_it_begins() -> None:
    """Rows that agree among themselves and not with the store: the first of them is doubted."""
    findings = found("sales 2018 3500000 亿元", "sales 2019 3600000 亿元", known=("sales 2017 340 亿元",))
    assert places(findings) == ["2 D206"]
    assert findings[0].values["where"] == "0123456789ab#7"


def test_a_row_of_the_store_is_named_by_its_origin() -> None:
    """What stands in no line of the file is found by its origin."""
    (finding,) = found("sales 2018 3600 亿元", known=(row("sales 2017 35 亿元", origin="00ff00ff00ff#12"),))
    assert "(00ff00ff00ff#12)" in finding.message


def test_without_a_period_before_the_one_after_is_the_neighbour() -> None:
    """A file about the past is held against what the store has of later years."""
    (finding,) = found("sales 2016 3600 亿元", known=("sales 2017 35 亿元",))
    assert (finding.span.line, finding.values["neighbour"]) == (2, "2017")
    assert found("sales 2016 3600 亿元", known=("sales 2017 0 亿元",)) == []


def test_with_a_period_before_the_one_after_is_not_asked() -> None:
    """A jump is looked for backwards first; the store's own jumps were said when it was filled."""
    assert found("sales 2017 36 亿元", known=("sales 2016 35 亿元", "sales 2018 3600 亿元")) == []


def test_the_stores_own_rows_are_not_doubted() -> None:
    """What is in the store was doubted on its way in; a file about another indicator does not ask again."""
    known = ("sales 2016 35 亿元", "sales 2017 3500 亿元", "cover 2017 120 %")
    assert found("homes 2018 5 户", known=known) == []


def test_a_store_with_a_slip_does_not_hide_it() -> None:
    """A right value after a wrong one of the store is doubted, which leads to the wrong one."""
    findings = found("sales 2018 36 亿元", known=("sales 2016 35 亿元", "sales 2017 3500 亿元"))
    assert [finding.values["neighbour"] for finding in findings] == ["2017"]


def test_the_newest_vintage_is_the_neighbour() -> None:
    """A corrected value counts, in the store and in the file, whatever the order of the rows."""
    old, new = row("sales 2017 3500 亿元", "2019-01-01"), row("sales 2017 35 亿元", "2019-06-01")
    for known in ((old, new), (new, old)):
        assert found("sales 2018 36 亿元", known=known) == []
    assert found("sales 2018 36 亿元", row("sales 2017 35 亿元", "2019-06-01"), known=(old,)) == []
    assert places(found("sales 2018 3600 亿元", known=(old, new))) == ["2 D206"]


def test_an_older_vintage_is_doubted_beside_its_neighbours_too() -> None:
    """A row that a newer one of the file replaces is held against the year after it."""
    old, new = row("sales 2017 3500 亿元", "2019-01-01"), row("sales 2017 35 亿元", "2019-06-01")
    assert places(found(old, new, "sales 2018 36 亿元")) == ["2 D206"]


def test_a_row_without_a_line_is_named_by_its_file() -> None:
    """A place that is a whole file is shown as it is."""
    rows = [(row("sales 2017 35 亿元"), Span("a.csv")), (row("sales 2018 3600 亿元"), Span("b.csv"))]
    (finding,) = doubts(PLAN, rows, (), TODAY)
    assert finding.values["where"] == "a.csv"


# Which periods compare


@pytest.mark.parametrize(
    ("one", "other", "doubted"),
    [("2017", "2018Q1", False), ("2017-12", "2018", False), ("2017-01/02", "2017-01/11", False),
     ("2017-01/09", "2018-01/09", True), ("2017-01/12", "2018", True), ("2017", "2018-01/12", True),
     ("2017Q4", "2018Q1", True), ("2017-12", "2018-01", True), ("2017H1", "2017H2", True),
     ("2017-06-30", "2018-06-30", False)],
)  # fmt: skip
def test_a_flow_compares_with_periods_of_its_kind(one: str, other: str, *, doubted: bool) -> None:
    """A quarter is not held against a year, nor two months against eleven; 1-12月 is the year."""
    assert bool(found(f"sales {one} 35 亿元", f"sales {other} 3500 亿元")) is doubted


def test_a_level_compares_at_the_ends_of_its_periods() -> None:
    """A level's time is its end, so the end of 2017 is the neighbour of June 2018, however both are written."""
    assert places(found("speed 2017 20 Gbps", "speed 2018-06-30 20000 Gbps")) == ["3 D206"]
    assert found("speed 2017 20 Gbps", "speed 2017-12 20000 Gbps") == []


def test_regions_and_indicators_are_apart() -> None:
    """A district is not held against its city, nor one indicator against another."""
    district = Measurement("sales", "乙区", "2018", "3500", "亿元", "", PUBLISHED, "", "", "x#1")
    assert found("sales 2017 35 亿元", district, "paid 2018 3500 亿元") == []


# A running total that falls


def test_a_running_total_that_falls_is_doubted_with_both_values_and_places() -> None:
    """Cumulative means so far: less than before is a slip, or another scope."""
    (finding,) = found("homes 2017 15 万户", "homes 2018 149999 户")
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "a running total falls from 15 万户 in 2017 to 149999 户 in 2018 (the other stands at line 2)"
    )


def test_a_running_total_may_stand_still_and_others_may_fall() -> None:
    """Equal is no fall, and a flow or a level goes as it goes."""
    assert found("homes 2017 150 户", "homes 2018 150 户") == []
    assert found("sales 2017 150 亿元", "sales 2018 140 亿元", "speed 2017 20 Gbps", "speed 2018 19 Gbps") == []


def test_a_running_total_is_held_against_both_sides_of_the_store() -> None:
    """A value between two of the store may be less than the one before or more than the one after."""
    known = ("homes 2016 100 户", "homes 2018 150 户")
    assert found("homes 2017 120 户", known=known) == []
    assert places(found("homes 2017 90 户", known=known)) == ["2 D207"]
    (finding,) = found("homes 2017 160 户", known=known)
    assert (finding.values["first"], finding.values["second"]) == ("2017", "2018")


def test_a_fall_to_a_tenth_is_said_once() -> None:
    """A fall says enough; how many times less it is can be seen."""
    assert places(found("homes 2017 5000 户", "homes 2018 50 户")) == ["3 D207"]


# Limits and the calendar


@pytest.mark.parametrize(
    ("value", "doubted"),
    [("0 %", False), ("100 %", False), ("100.01 %", True), ("-0.1 %", True), ("1000 ‰", False), ("1001 ‰", True)],
)
def test_a_rate_beyond_its_limits_is_doubted(value: str, *, doubted: bool) -> None:
    """A share lies from 0 to 100 %, ends included, in whatever unit it is reported."""
    assert places(found(f"cover 2018 {value}")) == (["2 D204"] if doubted else [])


def test_limits_are_named_in_the_indicators_unit() -> None:
    """Value as reported, limits as the plan has them."""
    (finding,) = found("cover 2018 1200 ‰")
    assert finding.message == "1200 ‰ lies outside 0 to 100 %"


@pytest.mark.parametrize(
    ("period", "published", "code"),
    [("2029", PUBLISHED, ""), ("2029", "2029-12-30", "2 D205"), ("2029-01/11", "2029-11-30", ""),
     ("2030-01-01", PUBLISHED, "2 D205"), ("2030", PUBLISHED, "2 D205"), ("2030-01-02", PUBLISHED, "2 D208"),
     ("2031", PUBLISHED, "2 D208"), ("2030-02", PUBLISHED, "2 D208")],
)  # fmt: skip
def test_a_period_must_be_over_and_must_have_begun(period: str, published: str, code: str) -> None:
    """A value of a period that runs on was published too early; one of a period still to come is a forecast."""
    findings = found(row(f"sales {period} 350 亿元", published))
    assert places(findings) == ([code] if code else [])


# What is passed over, and what holds for all


@pytest.mark.parametrize(
    "text", ["sales 2031 -", "sales 2031 不详", "T1-D1 2031 done", "T1-D1 2031 60%", "other 2031 5 元"]
)
def test_rows_without_a_value_or_an_indicator_are_passed_over(text: str) -> None:
    """Missing is missing, a deliverable has a state, and what the plan does not have cannot be judged."""
    assert found(text) == []


@pytest.mark.parametrize("text", ["sales 2031 5 户", "sales 2031 5 斗", "sales 某年 5 亿元"])
def test_rows_of_an_older_plan_are_passed_over(text: str) -> None:
    """A stored row whose unit or period no longer fits is left to the reader of the store."""
    assert found("sales 2018 350 亿元", known=(text,)) == []
    assert found(text) == []


def test_nothing_is_doubted_without_rows() -> None:
    """No row, no doubt, whatever the store holds."""
    assert found(known=("sales 2017 35 亿元", "sales 2018 3500 亿元")) == []


ROWS = st.lists(
    st.builds(
        lambda of, period, value, published: row(f"{of[0]} {period} {value} {of[1]}", published),
        st.sampled_from([("sales", "亿元"), ("sales", "万元"), ("homes", "户"), ("cover", "%")]),
        st.sampled_from(["2016", "2017", "2018", "2018Q1", "2018-01/09", "2018-06-30", "2031"]),
        st.integers(0, 10**6),
        st.sampled_from(["2020-01-01", "2021-01-01"]),
    ),
    max_size=12,
)


@given(ROWS, ROWS)
def test_doubts_are_warnings_in_reading_order_at_the_rows(rows: list[Measurement], known: list[Measurement]) -> None:
    """Whatever stands in file and store, every doubt is a warning at a row of the file, with every word filled in."""
    findings = found(*rows, known=tuple(known))
    assert findings == in_order(findings)
    assert {finding.severity for finding in findings} <= {Severity.WARNING}
    assert {finding.span.line for finding in findings} <= set(range(2, len(rows) + 2))
    assert all("{" not in finding.message + finding.hint for finding in findings)


@given(ROWS)
def test_the_order_of_the_stores_rows_does_not_matter(known: list[Measurement]) -> None:
    """The store is a set of rows: read backwards it raises the same doubts, where no two are of one time and day."""
    store = {(it.indicator, it.period[:4] + it.period[-2:], it.published): it for it in known}.values()
    rows = ("sales 2017 350 亿元", "homes 2018-03 3500 户")
    assert found(*rows, known=tuple(store)) == found(*rows, known=tuple(reversed(list(store))))
