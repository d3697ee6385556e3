"""Within a year: an unfinished year of a flow against what it owes and against the year before, worked by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import REGION, Promise, indicator, judged, observation

from hlwplan.assess.gap import Gap, Within
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Target
from hlwplan.report.words import remarks

pytestmark = pytest.mark.usefixtures("chinese")

TO_500: Promise = {"at_least": 500}
SERIES = {2015: 200, 2018: 350}
"""Towards 500 by equal steps 60 a year: 380 are due in 2018, 440 in 2019."""
NINE = "2019年1-9月"


def part(value: int | str | Decimal, when: str = NINE) -> Gap:
    """The gap of a flow that had run up so far in an unfinished year."""
    return judged(SERIES, TO_500, observation(when, value, rule="part"), series="flow")


def of(gap: Gap) -> Within:
    """What is said of the unfinished year."""
    assert gap.within is not None
    return gap.within


def held(it: Within) -> tuple[float, float, float]:
    """What is due, the share of it that is there, and the lead."""
    assert it.due is not None
    assert it.share is not None
    assert it.lead is not None
    return float(it.due), it.share, it.lead


def test_the_run_up_is_held_against_the_years_due() -> None:
    """1-9月 is 264 of the 440 due: 60 % where 75 % of the year are gone, 15 points behind."""
    it = of(part(264))
    assert (str(it.period), it.value, it.elapsed) == ("2019-01/09", Decimal(264), Fraction(3, 4))
    assert held(it) == pytest.approx((440, 0.6, -15))
    assert (it.before, it.last_year, it.projected) == (None, None, None)


@pytest.mark.parametrize(
    ("when", "elapsed"),
    [("2019Q1", Fraction(1, 4)), ("2019H1", Fraction(1, 2)), ("2019年1-11月", Fraction(11, 12)),
     ("2019年1月", Fraction(1, 12))],
)  # fmt: skip
def test_months_tell_how_much_of_the_year_is_gone(when: str, elapsed: Fraction) -> None:
    """序时进度: a quarter after the first quarter, eleven twelfths after November."""
    assert of(part(1, when)).elapsed == elapsed


def test_the_year_before_tells_the_season() -> None:
    """Last year 210 of 350 had come by September, six tenths; 264 so far is on the way to 440."""
    more = [observation(NINE, 264, rule="part"), observation("2018年1-9月", 210, rule="part_before")]
    it = of(judged(SERIES, TO_500, *more, series="flow"))
    assert (it.before, it.last_year) == (Decimal(210), Decimal(350))
    assert it.projected == pytest.approx(440)


@pytest.mark.parametrize(
    "before",
    [
        [],
        [observation("2018年1-8月", 210, rule="part_before")],
        [observation("2017年1-9月", 210, rule="part_before")],
        [observation("2018年1-9月", 0, rule="part_before")],
        [observation("2018年1-9月", -5, rule="part_before")],
    ],
    ids=["none", "another month", "two years before", "nothing by then", "below zero"],
)
def test_nothing_is_projected_where_the_year_before_cannot_tell(before: list[Observation]) -> None:
    """It takes the very same months of the year before, and something must have come by then."""
    it = of(judged(SERIES, TO_500, observation(NINE, 264, rule="part"), *before, series="flow"))
    assert (it.before, it.last_year, it.projected) == (None, None, None)


def test_a_missing_year_before_projects_nothing() -> None:
    """A run-up of last year without last year's value says nothing of the season."""
    more = [observation(NINE, 264, rule="part"), observation("2018年1-9月", 210, rule="part_before")]
    assert of(judged({2015: 200, 2017: 350}, TO_500, *more, series="flow")).projected is None


def test_what_the_plan_owes_comes_before_the_path() -> None:
    """A milestone of 400 in 2019, or the target in its own year, is what the run-up is held against."""
    steps = ({"by": 2019, "at_least": 400},)
    it = of(judged(SERIES, TO_500, observation(NINE, 300, rule="part"), series="flow", milestones=steps))
    assert held(it) == pytest.approx((400, 0.75, 0))
    last = of(judged(SERIES, TO_500, observation("2020H1", 200, rule="part"), series="flow"))
    assert held(last) == pytest.approx((500, 0.4, -10))


def test_below_a_ceiling_less_is_ahead() -> None:
    """Of at most 100 a year 60 are used when 75 % of it is gone: 15 points ahead, and said to be of the most."""
    gap = judged({2015: 100, 2018: 100}, {"hold": {"at_most": 100}}, observation(NINE, 60, rule="part"), series="flow")
    assert held(of(gap)) == pytest.approx((100, 0.6, 15))
    assert "（序时进度75%，达年度上限100个的60%）" in "".join(remarks(gap))


def test_a_range_that_is_come_down_to_has_a_ceiling() -> None:
    """From 100 down to 60 in five years 68 are due in 2019, of which half is there. From 20 up to 40 it is 36."""
    promise: Promise = {"between": (40, 60)}
    above = of(judged({2015: 100, 2018: 90}, promise, observation(NINE, 34, rule="part"), series="flow"))
    below = of(judged({2015: 20, 2018: 30}, promise, observation(NINE, 18, rule="part"), series="flow"))
    assert held(above) == pytest.approx((68, 0.5, 25))
    assert held(below) == pytest.approx((36, 0.5, -25))


def test_without_what_is_due_there_is_no_share() -> None:
    """No baseline, no path: the time gone is known, and nothing is held against it."""
    gap = judged({2018: 350}, TO_500, observation(NINE, 264, rule="part"), series="flow")
    it = of(gap)
    assert (it.elapsed, it.due, it.share, it.lead) == (Fraction(3, 4), None, None, None)
    assert remarks(gap)[-1] == "2019年1-9月264个（序时进度75%），年度未满不计"


def test_nothing_due_has_no_share() -> None:
    """Of 0 there is no share."""
    it = of(judged({2015: 5}, {"hold": {"at_most": 0}}, observation(NINE, 1, rule="part"), series="flow"))
    assert (it.due, it.share, it.lead) == (0, None, None)


def test_a_district_without_a_share_owes_nothing() -> None:
    """Its run-up and season are known, and no target is made up for it."""
    made = indicator(TO_500, series="flow")
    seen = [
        observation(2018, 35),
        observation(NINE, 26, rule="part"),
        observation("2018年1-9月", 21, rule="part_before"),
    ]
    it = of(assess_series(made, None, REGION, seen, own_region=False))
    assert (it.due, it.share) == (None, None)
    assert it.projected == pytest.approx(26 / 0.6)


def test_a_district_is_not_held_against_the_citys_milestones() -> None:
    """A share of 50 on the way from 20 owes 44 in 2019, whatever the whole owes."""
    made = indicator(TO_500, series="flow", milestones=({"by": 2019, "at_least": 400},))
    seen = [observation(2015, 20), observation(NINE, 22, rule="part")]
    it = of(assess_series(made, Target(by=2020, at_least=Decimal(50)), REGION, seen, own_region=False))
    assert it.due == pytest.approx(44)
    assert it.share == pytest.approx(0.5)


def test_after_the_target_year_nothing_is_said() -> None:
    """A run-up of 2021 is shown, but a target of 2020 owes nothing then."""
    gap = judged({2015: 200, 2020: 500}, TO_500, observation("2021年1-9月", 300, rule="part"), series="flow")
    assert gap.part is not None
    assert gap.within is None


def test_a_rate_does_not_run_up() -> None:
    """95 % in three quarters is not 95 % of the year's rate."""
    gap = judged({2015: 60}, {"at_least": 95}, observation(NINE, 95, rule="part"), series="flow", kind="rate")
    assert gap.within is None


def test_no_unfinished_year_no_word() -> None:
    """Where every year is whole nothing is said of the parts of one."""
    assert judged(SERIES, TO_500, series="flow").within is None


def test_the_year_before_enters_no_verdict() -> None:
    """Last year's run-up is no value of last year, and is not shown as an unfinished year."""
    before = observation("2018年1-9月", 1000, rule="part_before")
    with_it, without = (judged(SERIES, TO_500, *more, series="flow") for more in ([before], []))
    assert with_it == without


def test_the_remark_says_it_in_one_phrase() -> None:
    """Period, value, time gone, share of what is due, and the season where it is known."""
    assert remarks(part(264))[-1] == "2019年1-9月264个（序时进度75%，达年度目标440个的60%），年度未满不计"
    more = [observation("2019年1-11月", 264, rule="part"), observation("2018年1-11月", 210, rule="part_before")]
    assert remarks(judged(SERIES, TO_500, *more, series="flow"))[-1] == (
        "2019年1-11月264个（序时进度91.7%，达年度目标440个的60%，按上年进度全年约440个），年度未满不计"
    )


AMOUNTS = st.decimals(1, 10**9, places=2)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.integers(2, 11))
def test_the_unit_of_measure_changes_nothing(
    run: Decimal, before: Decimal, last: Decimal, goal: Decimal, month: int
) -> None:
    """Shares and points are the same in 万元 as in 亿元; what is projected is as many times as large."""
    found = []
    for times in (1, 10_000):
        more = [
            observation(f"2019-01/{month:02}", run * times, rule="part"),
            observation(f"2018-01/{month:02}", before * times, rule="part_before"),
        ]
        yearly: dict[int, int | str | Decimal] = {2015: 10 * times, 2018: last * times}
        found.append(of(judged(yearly, {"at_least": goal * times}, *more, series="flow")))
    one, other = found
    assert one.projected == pytest.approx(float(run * last / before))
    assert other.projected == pytest.approx(10_000 * float(run * last / before))
    assert other.share == pytest.approx(one.share)
    assert other.lead == pytest.approx(one.lead, abs=1e-9 * max(1, abs(one.lead or 0)))
