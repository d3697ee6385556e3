"""Periods: how they are written, when they end, what they hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlwplan.period import Period, parse_period, why_no_period, year

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)

# One line a case: as it is written, its canonical text, when it ends in years.
WRITTEN = [
    # years
    ("2018", "2018", Fraction(2018)),
    ("2018年", "2018", Fraction(2018)),
    ("2018年度", "2018", Fraction(2018)),
    ("２０１８年", "2018", Fraction(2018)),
    (" 2018 年 ", "2018", Fraction(2018)),
    ("1900", "1900", Fraction(1900)),
    ("2199年", "2199", Fraction(2199)),
    ("2018年末", "2018", Fraction(2018)),
    ("2018年底", "2018", Fraction(2018)),
    ("2018年年末", "2018", Fraction(2018)),
    ("2018年年底", "2018", Fraction(2018)),
    ("2018年全年", "2018", Fraction(2018)),
    ("2018全年", "2018", Fraction(2018)),
    ("二〇一八年", "2018", Fraction(2018)),
    ("二○一八年", "2018", Fraction(2018)),
    ("二零一八年", "2018", Fraction(2018)),
    ("二〇一八", "2018", Fraction(2018)),
    ("二〇一八年度", "2018", Fraction(2018)),
    # halves
    ("2018年上半年", "2018H1", 2017 + HALF),
    ("2018上半年", "2018H1", 2017 + HALF),
    ("2018年下半年", "2018H2", Fraction(2018)),
    ("2018H1", "2018H1", 2017 + HALF),
    ("2018-H2", "2018H2", Fraction(2018)),
    ("2018h2", "2018H2", Fraction(2018)),
    ("2018年7-12月", "2018H2", Fraction(2018)),
    ("二〇一八年上半年", "2018H1", 2017 + HALF),
    # quarters
    ("2018Q1", "2018Q1", 2017 + QUARTER),
    ("2018Q2", "2018Q2", 2017 + HALF),
    ("2018Q3", "2018Q3", 2017 + 3 * QUARTER),
    ("2018Q4", "2018Q4", Fraction(2018)),
    ("2018q3", "2018Q3", 2017 + 3 * QUARTER),
    ("2018-Q3", "2018Q3", 2017 + 3 * QUARTER),
    ("2018/Q3", "2018Q3", 2017 + 3 * QUARTER),
    ("２０１８Ｑ３", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年Q3", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年一季度", "2018Q1", 2017 + QUARTER),
    ("2018年二季度", "2018Q2", 2017 + HALF),
    ("2018年三季度", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年四季度", "2018Q4", Fraction(2018)),
    ("2018年3季度", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年第三季度", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年第1季度", "2018Q1", 2017 + QUARTER),
    ("2018年第三季", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年\n第三季度", "2018Q3", 2017 + 3 * QUARTER),
    ("2018 三季度", "2018Q3", 2017 + 3 * QUARTER),
    ("2018三季度", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年三季度当季", "2018Q3", 2017 + 3 * QUARTER),
    # the months of a quarter are the quarter; those from January stay the year to date
    ("2018年4-6月", "2018Q2", 2017 + HALF),
    ("2018年7—9月", "2018Q3", 2017 + 3 * QUARTER),
    ("2018年10月至12月", "2018Q4", Fraction(2018)),
    ("2018年1-3月", "2018-01/03", 2017 + QUARTER),
    ("2018年1-6月", "2018-01/06", 2017 + HALF),
    # months
    ("2018年6月", "2018-06", 2017 + HALF),
    ("2018年06月", "2018-06", 2017 + HALF),
    ("2018年6月份", "2018-06", 2017 + HALF),
    ("2018-06", "2018-06", 2017 + HALF),
    ("2018-6", "2018-06", 2017 + HALF),
    ("2018/6", "2018-06", 2017 + HALF),
    ("2018.06", "2018-06", 2017 + HALF),
    ("２０１８－０６", "2018-06", 2017 + HALF),
    ("2018年1月", "2018-01", 2017 + Fraction(1, 12)),
    ("2018年12月", "2018-12", Fraction(2018)),
    ("2018 6月", "2018-06", 2017 + HALF),
    ("2018-6月", "2018-06", 2017 + HALF),
    ("2018.6月", "2018-06", 2017 + HALF),
    ("2018.6", "2018-06", 2017 + HALF),
    ("2018.10", "2018-10", 2017 + Fraction(10, 12)),
    ("2018.01", "2018-01", 2017 + Fraction(1, 12)),
    ("2018.1月", "2018-01", 2017 + Fraction(1, 12)),
    ("2018 - 06", "2018-06", 2017 + HALF),
    ("2018年6月当月", "2018-06", 2017 + HALF),
    ("2018年六月", "2018-06", 2017 + HALF),
    ("2018年十月", "2018-10", 2017 + Fraction(10, 12)),
    ("2018年十二月份", "2018-12", Fraction(2018)),
    # the year to date
    ("2018年1-9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1—9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1–9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1－9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1~9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1至9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1月到9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年01-09月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1-9月累计", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018-01/09", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年前三季度", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018前2季度", "2018-01/06", 2017 + HALF),
    ("2018年1-2月", "2018-01/02", 2017 + Fraction(1, 6)),
    ("2018年1-12月", "2018-01/12", Fraction(2018)),
    ("2018年1-1月", "2018-01", 2017 + Fraction(1, 12)),
    ("2018年1−9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1‑9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1～9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1-9月份", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年一至九月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018 1-9月", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年9月累计", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年前三季度累计", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1-3季度", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年一至三季度", "2018-01/09", 2017 + 3 * QUARTER),
    ("2018年1-4季度", "2018-01/12", Fraction(2018)),
    # days
    ("2018-06-30", "2018-06-30", 2017 + HALF),
    ("2018/6/30", "2018-06-30", 2017 + HALF),
    ("2018.6.30", "2018-06-30", 2017 + HALF),
    ("2018年6月30日", "2018-06-30", 2017 + HALF),
    ("2018-06-15", "2018-06-15", 2017 + Fraction(11, 24)),
    ("2016-02-29", "2016-02-29", 2015 + Fraction(1, 6)),
    ("2018-12-31", "2018-12-31", Fraction(2018)),
    ("2018-6-3", "2018-06-03", 2017 + Fraction(51, 120)),
    ("2018-06-30 00:00:00", "2018-06-30", 2017 + HALF),
    ("2018-06-30T00:00:00", "2018-06-30", 2017 + HALF),
    ("2018-06-30 00:00:00.000", "2018-06-30", 2017 + HALF),
    ("2018/6/30 0:00", "2018-06-30", 2017 + HALF),
    ("2018/6/3 0:00", "2018-06-03", 2017 + Fraction(51, 120)),
    ("2018年6月30日 0:00", "2018-06-30", 2017 + HALF),
    ("二〇一八年六月三十日", "2018-06-30", 2017 + HALF),
    ("二〇一八年十二月三十一日", "2018-12-31", Fraction(2018)),
    # the end of a month or quarter, and what is 截至 a time, is a state of its last day and no value of a month
    ("2018年6月末", "2018-06-30", 2017 + HALF),
    ("2018年6月底", "2018-06-30", 2017 + HALF),
    ("2018年2月末", "2018-02-28", 2017 + Fraction(1, 6)),
    ("2018年三季度末", "2018-09-30", 2017 + 3 * QUARTER),
    ("截至2018年6月", "2018-06-30", 2017 + HALF),
    ("截至2018年6月底", "2018-06-30", 2017 + HALF),
    ("截止2018年6月30日", "2018-06-30", 2017 + HALF),
    ("截至2018年底", "2018-12-31", Fraction(2018)),
    ("截至2018年年末", "2018-12-31", Fraction(2018)),
]

# What is no period, and for which no reason is known but the form.
REFUSED = [
    "", " ", "foo", "1899", "2200", "9999", "+2018", "-2018", "2018.0", "2018;", "2018\u200b", "\u202e2018",
    "2018H3", "2018H0", "2018Q0", "2018Q5", "2018年五季度", "Q3 2018", "3Q2018", "2018年前四季度", "2018年上半",
    "2018年0月", "2018年13月", "2018-00", "2018-13", "2018年6", "2018年1-9", "2018-01/00", "2018-01/13", "2018-02-29",
    "2018-06-31", "2018-06-00", "2018-13-01", "2018年2月30日", "=2018", "2018E", "2018年(预计)", "2018年*", "2018年初",
    "2018年底前", "2018年三季度累计", "2018年三、四季度", "2018年Ⅲ季度", "2018年一二月", "2018年1 2月", "2018-1 2",
    "2018年1一9月", "20 18", "2018年春", "2018-W23", "2018年第23周", "2018-06-30 14:30", "2018-06-30Z", "2018 0:00",
    "十三五", "FY2018", "Jun-18", "18-Jun", "43281", "民国107年", "20１٨", "截至目前", "2018.1-2018.9",
]  # fmt: skip

NO_YEAR = ("it names no year", "2018年三季度 or 2018年6月")
SHORT_YEAR = ("its year has two digits", "2018年")
YEARS = ("it spans several years", "one year in each row, such as 2018")
NUMBER = ("digits alone may be any number", "2018-06 or 2018-06-30")
OCTOBER = ("it may be January, or October without its zero", "2018-01 or 2018-10")
MONTHS = ("its months make no quarter, half or year to date", "2018年1-9月, or one row for each month")
UNTIL = ("it does not say which day of the year", "2018年末 or 截至2018年6月30日")
# What looks like a period and is none: the reason, and what to write.
ALMOST = [
    ("三季度", NO_YEAR),
    ("第三季度", NO_YEAR),
    ("前三季度", NO_YEAR),
    ("1-3季度", NO_YEAR),
    ("上半年", NO_YEAR),
    ("全年", NO_YEAR),
    ("Q3", NO_YEAR),
    ("H1", NO_YEAR),
    ("6月", NO_YEAR),
    ("06月份", NO_YEAR),
    ("6月末", NO_YEAR),
    ("6月30日", NO_YEAR),
    ("1-9月", NO_YEAR),
    ("1月至9月累计", NO_YEAR),
    ("十二月", NO_YEAR),
    ("18", SHORT_YEAR),
    ("18年", SHORT_YEAR),
    ("'18", SHORT_YEAR),
    ("18年6月", SHORT_YEAR),
    ("18年三季度", SHORT_YEAR),
    ("98年度", SHORT_YEAR),
    ("2018-2020", YEARS),
    ("2018-2019", YEARS),
    ("2018—2020年", YEARS),
    ("2018年至2020年", YEARS),
    ("201806", NUMBER),
    ("20180630", NUMBER),
    ("2018.1", OCTOBER),
    ("2018年2-9月", MONTHS),
    ("2018年5-6月", MONTHS),
    ("2018年1-13月", MONTHS),
    ("2018年1-0月", MONTHS),
    ("2018年12-1月", MONTHS),
    ("截至2018年", UNTIL),
]


def periods() -> st.SearchStrategy[Period]:
    """Every kind of period of the years that are read."""
    years = st.integers(1900, 2199)
    months = st.integers(1, 12)
    return st.one_of(
        st.builds(year, years),
        st.builds(lambda y, n: Period(y, 6 * n - 5, 6 * n, "half"), years, st.integers(1, 2)),
        st.builds(lambda y, n: Period(y, 3 * n - 2, 3 * n, "quarter"), years, st.integers(1, 4)),
        st.builds(lambda y, n: Period(y, n, n, "month"), years, months),
        st.builds(lambda y, n: Period(y, 1, n, "to_date"), years, st.integers(2, 12)),
        st.builds(lambda at: Period(at.year, at.month, at.month, "day", at.day), st.dates()).filter(
            lambda it: 1900 <= it.year <= 2199
        ),
    )


def read(text: str) -> Period:
    """The period so written, which must be one."""
    period = parse_period(text)
    assert period is not None, text
    return period


@pytest.mark.parametrize(("text", "canonical", "end"), WRITTEN)
def test_a_written_period_has_one_canonical_text_and_end(text: str, canonical: str, end: Fraction) -> None:
    """Each spelling leads to one text, and the period ends when the calendar says, in years."""
    period = read(text)
    assert str(period) == canonical
    assert period.end == end


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_period_is_refused(text: str) -> None:
    """Years out of reach, months and days that no calendar has, and loose forms are not guessed at."""
    assert parse_period(text) is None
    assert why_no_period(text) is None


@pytest.mark.parametrize(("text", "reason"), ALMOST)
def test_what_is_almost_a_period_is_refused_with_the_reason(text: str, reason: tuple[str, str]) -> None:
    """A missing or short year, a span of years, digits alone: the reason is said, and what to write."""
    assert parse_period(text) is None
    assert why_no_period(text) == reason


def test_the_tables_hold_what_they_promise() -> None:
    """Over 60 written periods, each once."""
    texts = [text for text, *_ in WRITTEN] + REFUSED + [text for text, _ in ALMOST]
    assert len(texts) == len(set(texts)) >= 60


def test_a_hundred_thousand_digits_are_no_period() -> None:
    """A field as long as fields may be is refused at once."""
    assert parse_period("1" * 100_000) is None


@pytest.mark.parametrize("text", ["0000-01", "0001-01", "9999-12", "1500-01-01", "0000-01-01", "1899-12-31", "2200-01"])
def test_years_have_the_same_bounds_in_every_form(text: str) -> None:
    """A month or a day of a year that cannot be written as a year is no period either."""
    assert parse_period(text) is None


@pytest.mark.parametrize("text", ["2018-1²", "2018-1①", "201⑧", "²018", "2018Q③"])
def test_a_footnote_mark_is_no_digit_of_a_period(text: str) -> None:
    """A raised or circled figure is a note's mark, not part of a month or a year."""
    assert parse_period(text) is None


@pytest.mark.parametrize("text", ["2018-01/9", "2018/01-09", "2018.1-9", "2018-1.9"])
def test_a_date_has_one_kind_of_separator(text: str) -> None:
    """Mixed separators are refused: 2018-01/9 is too near to January to September to be a ninth of January."""
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "chinese"),
    [("2018", "2018年"), ("2018H1", "2018年上半年"), ("2018H2", "2018年下半年"), ("2018Q1", "2018年一季度"),
     ("2018Q2", "2018年二季度"), ("2018Q3", "2018年三季度"), ("2018Q4", "2018年四季度"), ("2018-06", "2018年6月"),
     ("2018-01/09", "2018年1-9月"), ("2018-06-05", "2018年6月5日")],
)  # fmt: skip
def test_chinese_text_is_what_statistics_print(text: str, chinese: str) -> None:
    """Each kind of period has its Chinese form."""
    assert read(text).chinese == chinese


@given(periods())
def test_both_texts_are_read_back(period: Period) -> None:
    """`parse(str(p)) == p` and `parse(p.chinese) == p` for every period."""
    assert parse_period(str(period)) == period
    assert parse_period(period.chinese) == period


@given(st.text(max_size=30) | st.text("0123456789年月日季度上下半末底截至〇一二十三-/.QH—\u3000 ", max_size=14))
def test_any_text_is_a_period_or_none(text: str) -> None:
    """Whatever stands in a cell is read or refused, never a crash; what is read is read back from both its texts."""
    period = parse_period(text)
    if period is not None:
        assert parse_period(str(period)) == parse_period(period.chinese) == period
    why_no_period(text)


@given(periods())
def test_a_date_as_spreadsheets_store_it_is_the_day(period: Period) -> None:
    """Midnight behind a date adds nothing, whatever the number of digits of the day."""
    day = period.last_day
    for text in (f"{day} 00:00:00", f"{day.year}/{day.month}/{day.day} 0:00", f"{day}T00:00:00"):
        assert parse_period(text) == parse_period(str(day))


@given(periods())
def test_first_and_last_day_enclose_the_period(period: Period) -> None:
    """Both days lie inside the period's months, and a single day is both."""
    assert (period.first_day.year, period.first_day.month) == (period.year, period.first_month)
    assert (period.last_day.year, period.last_day.month) == (period.year, period.last_month)
    assert (period.first_day == period.last_day) == (period.kind == "day")


def test_january_to_december_ends_with_the_year_but_is_its_own_kind() -> None:
    """1-12月 and the year end together and are two kinds of period."""
    whole, run_up = read("2018"), read("2018年1-12月")
    assert whole.end == run_up.end == 2018
    assert (whole.kind, run_up.kind) == ("year", "to_date")
    assert whole != run_up


def test_january_to_september_is_neither_the_year_nor_a_quarter() -> None:
    """前三季度 is a year to date: nine months, from January."""
    period = read("2018年前三季度")
    assert (period.kind, period.first_month, period.last_month) == ("to_date", 1, 9)


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [("2018", "2018", True), ("2018", "2018-06-30", True), ("2018", "2018-01/12", True), ("2018", "2017Q4", False),
     ("2018H1", "2018Q2", True), ("2018H1", "2018Q3", False), ("2018Q3", "2018-09", True), ("2018Q3", "2018-10", False),
     ("2018-01/09", "2018Q3", True), ("2018-01/09", "2018", False), ("2018-06", "2018-06-15", True),
     ("2018-06", "2018", False)],
)  # fmt: skip
def test_a_period_contains_what_lies_within_its_months(outer: str, inner: str, *, holds: bool) -> None:
    """Both ends count, and only the same year's periods lie inside."""
    assert read(outer).contains(read(inner)) is holds


@pytest.mark.parametrize(("inner", "holds"), [("2018-06-30", True), ("2018-06-15", False), ("2018-06", False)])
def test_a_day_contains_itself_only(inner: str, *, holds: bool) -> None:
    """A day's state holds neither another day nor the month around it."""
    assert read("2018-06-30").contains(read(inner)) is holds


def test_periods_are_ordered_by_their_end_and_the_longer_comes_last() -> None:
    """Of periods that end together the year comes after its last month, quarter and half."""
    texts = ["2017", "2018-01", "2018Q1", "2018-06-15", "2018-06", "2018Q2", "2018H1", "2018-12", "2018Q4", "2018H2"]
    expected = [*texts, "2018"]
    shuffled = sorted(expected, reverse=True)
    assert sorted(shuffled, key=lambda text: read(text).order) == expected


@given(st.lists(periods(), max_size=8))
def test_order_agrees_with_the_end(some: list[Period]) -> None:
    """Sorted by order, ends never go back, in years as in days of the calendar."""
    ordered = sorted(some, key=lambda it: it.order)
    assert [it.end for it in ordered] == sorted(it.end for it in some)
    assert [it.last_day for it in ordered] == sorted(it.last_day for it in some)


@given(st.lists(periods(), max_size=8))
def test_order_is_total(some: list[Period]) -> None:
    """Two periods of the same order are the same period, so that sorting does not depend on how they came."""
    for first in some:
        for second in some:
            assert (first.order == second.order) == (first == second)
