"""Districts: what each adds to the gap of the whole, and whether they make what it reports, worked by hand."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import REGION, Promise, indicator, judged, observation
from toy import HEAD

from hlwplan.assess.districts import Contribution, contributions
from hlwplan.assess.gap import Discrepancy, Gap
from hlwplan.assess.rollup import assess
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan
from hlwplan.quantity import EXACT
from hlwplan.report.words import remarks

pytestmark = pytest.mark.usefixtures("chinese")

ONE, OTHER = "乙区", "丙县"
TO_200: Promise = {"at_least": 200}
NONE: Final[Mapping[str, object]] = {}
Values = Mapping[str, int | str | Decimal]


def seen(values: Mapping[int, Values]) -> list[Observation]:
    """What was observed of each region, by year."""
    return [observation(year, value, region=region) for year, of in values.items() for region, value in of.items()]


def parted(
    observations: Sequence[Observation], promise: Promise = TO_200, fields: Mapping[str, object] = NONE
) -> tuple[Gap, tuple[Contribution, ...]]:
    """The city's gap and its parts."""
    plan = Plan(HEAD, (), (indicator(promise, **{"across": "sum", **fields}),), {})
    gap = assess(plan, observations)[-1]
    return gap, contributions(plan, gap, observations)


def brief(rows: Sequence[Contribution]) -> list[tuple[str | None, float, float, float, str | None]]:
    """Region, value, allotted, gap and basis, short enough to compare."""
    return [(it.region, float(it.value), float(it.allotted), float(it.gap), it.basis) for it in rows]


BOTH = seen({2015: {REGION: 100, ONE: 75, OTHER: 25}, 2018: {REGION: 160, ONE: 110, OTHER: 50}})


def test_shares_handed_down_are_what_each_owes() -> None:
    """乙区 owes 120 and has 110, 丙县 owes 80 and has 50: a quarter and three quarters of the 40 that lack."""
    shares = ({"region": ONE, "at_least": 120}, {"region": OTHER, "at_least": 80})
    gap, rows = parted(BOTH, fields={"shares": shares})
    assert gap.numbers.gap == 40
    assert brief(rows) == [(ONE, 110, 120, 10, "share"), (OTHER, 50, 80, 30, "share")]
    assert [it.share_of_gap for it in rows] == [0.25, 0.75]


def test_without_shares_each_owes_by_its_baseline() -> None:
    """Three quarters of 2015's 100 were 乙区's, so are 150 of the 200; it lacks 40, and 丙县 is there."""
    assert brief(parted(BOTH)[1]) == [(ONE, 110, 150, 40, "baseline"), (OTHER, 50, 50, 0, "baseline")]


@pytest.mark.parametrize("base", [{ONE: 75}, {ONE: 0, OTHER: 0}, {ONE: -75, OTHER: 100}], ids=["one", "zeros", "minus"])
def test_without_usable_baselines_each_owes_by_its_latest(base: Values) -> None:
    """One baseline that is not known, none that weighs, or one below zero: 120 of 160 are 乙区's, so are 150 of 200."""
    observations = seen({2015: {REGION: 100, **base}, 2018: {REGION: 160, ONE: 120, OTHER: 40}})
    assert brief(parted(observations)[1]) == [(ONE, 120, 150, 30, "latest"), (OTHER, 40, 50, 10, "latest")]


def test_a_district_without_a_share_owes_the_rest() -> None:
    """What is handed down stands: 乙区 owes its 120, and the 80 that are left are 丙县's."""
    gap, rows = parted(BOTH, fields={"shares": ({"region": ONE, "at_least": 120},)})
    assert brief(rows) == [(ONE, 110, 120, 10, "share"), (OTHER, 50, 80, 30, "baseline")]
    assert gap.numbers.gap == 40


def test_what_districts_do_not_account_for_stands_by_itself() -> None:
    """The city reports 10 more than its districts make, and shares leave 10 of its target undivided: no gap there."""
    observations = [it for it in BOTH if it.region != REGION] + seen({2015: {REGION: 100}, 2018: {REGION: 170}})
    shares = ({"region": ONE, "at_least": 120}, {"region": OTHER, "at_least": 70})
    gap, rows = parted(observations, fields={"shares": shares})
    assert gap.numbers.gap == 30
    assert brief(rows) == [(ONE, 110, 120, 10, "share"), (OTHER, 50, 70, 20, "share"), (None, 10, 10, 0, None)]


def test_a_district_that_is_ahead_takes_off_the_gap() -> None:
    """乙区 is 10 over its share and 丙县 50 short of its own: together 40."""
    shares = ({"region": ONE, "at_least": 100}, {"region": OTHER, "at_least": 100})
    rows = parted(BOTH, fields={"shares": shares})[1]
    assert [(int(it.gap), it.share_of_gap) for it in rows] == [(-10, -0.25), (50, 1.25)]


def test_positive_is_short_downwards_too() -> None:
    """Of a ceiling of 120 乙区 may have 90 and has 110: 20 too many; 丙县 has 20 too many of 30."""
    gap, rows = parted(BOTH, {"at_most": 120})
    assert gap.numbers.gap == 40
    assert brief(rows) == [(ONE, 110, 90, 20, "baseline"), (OTHER, 50, 30, 20, "baseline")]


def test_a_gap_of_nothing_has_no_shares() -> None:
    """Where the target is just met the districts' gaps make 0, and nobody has a share of that."""
    gap, rows = parted(BOTH, {"at_least": 160})
    assert gap.numbers.gap == 0
    assert [(int(it.gap), it.share_of_gap) for it in rows] == [(10, None), (-10, None)]


def test_the_sum_of_districts_is_parted_like_a_reported_value() -> None:
    """Where the city's value is made by its districts, nothing is left over."""
    made = [
        observation(2018, 160, rule="districts"),
        *(it for it in BOTH if it.region != REGION or it.period.year < 2018),
    ]
    assert brief(parted(made)[1]) == [(ONE, 110, 150, 40, "baseline"), (OTHER, 50, 50, 0, "baseline")]


@pytest.mark.parametrize(
    ("observations", "fields"),
    [
        (BOTH, {"across": "none"}),
        (BOTH, {"across": {"mean_weighted_by": "homes"}}),
        (BOTH, {"target": {"by": 2020, "direction": "up"}}),
        ([it for it in BOTH if it.region != OTHER], {}),
        ([it for it in BOTH if it.region != REGION], {}),
        (seen({2018: {REGION: 160, ONE: 160}, 2017: {OTHER: 50}}), {}),
        (seen({2018: {REGION: 0, ONE: 0, OTHER: 0}}), {}),
        ([*seen({2018: {REGION: 160, ONE: 60}}), observation(2018, 60, region=OTHER, rule="part")], {}),
    ],
    ids=["apart", "a rate", "no figure", "one lacks", "no city", "another year", "no weights", "an unfinished year"],
)
def test_what_cannot_be_parted_is_not(observations: Sequence[Observation], fields: Mapping[str, object]) -> None:
    """Nothing is shared out by guess, and never without all districts at one time."""
    assert parted(observations, fields=fields)[1] == ()


def test_only_the_whole_is_parted() -> None:
    """A district has no districts here, and a region without a target no gap."""
    plan = Plan(HEAD, (), (indicator(TO_200, across="sum"),), {})
    (gap,) = assess(plan, BOTH, region=ONE)
    assert contributions(plan, gap, BOTH) == ()


def test_what_each_owes_alike_is_no_remainder() -> None:
    """丙县 owes the 80 that are handed down to each, 乙区 its own 120; nothing is parted by weights."""
    shares = ({"region": ONE, "at_least": 120}, {"region": "each", "at_least": 80})
    gap, rows = parted(BOTH, fields={"shares": shares})
    assert gap.numbers.gap == 40
    assert brief(rows) == [(ONE, 110, 120, 10, "share"), (OTHER, 50, 80, 30, "each")]


def test_an_earlier_target_was_not_handed_down() -> None:
    """The shares are those of 2020; what was due in 2018 is parted by baselines: 90 and 30 of 120."""
    targets = ({"by": 2018, "at_least": 120}, {"by": 2020, "at_least": 200})
    shares = ({"region": ONE, "at_least": 199}, {"region": OTHER, "at_least": 1})
    plan = Plan(HEAD, (), (indicator({}, across="sum", target=targets, shares=shares),), {})
    early, late = assess(plan, BOTH)
    assert [float(it.allotted) for it in contributions(plan, early, BOTH)] == [90, 30]
    # Nothing of 2020 is known yet: the latest stands for it.
    assert [float(it.allotted) for it in contributions(plan, late, BOTH)] == [199, 1]


def test_thirds_add_up_to_the_last_digit() -> None:
    """100 parted one to two is no finite decimal; the parts, of 18 figures at most, make 100 all the same."""
    observations = seen({2018: {REGION: 30, ONE: 10, OTHER: 20}})
    rows = parted(observations, {"at_least": 100})[1]
    assert [it.allotted for it in rows] == [Decimal("33.333333333333333"), Decimal("66.666666666666667")]


AMOUNTS = st.decimals(0, 10**11, places=6)
SHARES = st.none() | st.tuples(AMOUNTS, AMOUNTS)


def of_amounts(
    city: Decimal, values: Sequence[Decimal], base: Sequence[Decimal], goal: Decimal,
    shares: Sequence[Decimal] | None, sense: str, times: int = 1,
) -> tuple[Gap, tuple[Contribution, ...]]:  # fmt: skip
    """A city and its two districts in 2015 and 2018."""
    at: list[Values] = [{REGION: times * 10, ONE: times * base[0], OTHER: times * base[1]},
          {REGION: times * city, ONE: times * values[0], OTHER: times * values[1]}]  # fmt: skip
    handed = [{"region": it, sense: times * share} for it, share in zip((ONE, OTHER), shares or (), strict=False)]
    return parted(seen({2015: at[0], 2018: at[1]}), {sense: times * goal}, {"shares": tuple(handed)})


PAIR = st.tuples(AMOUNTS, AMOUNTS)


@given(AMOUNTS, PAIR, PAIR, AMOUNTS, SHARES, st.sampled_from(("at_least", "at_most")))
def test_contributions_add_up_to_the_gap_exactly(
    city: Decimal, values: tuple[Decimal, Decimal], base: tuple[Decimal, Decimal], goal: Decimal,
    shares: tuple[Decimal, Decimal] | None, sense: str,
) -> None:  # fmt: skip
    """To the last digit, by whatever the target was parted; values and allotments too."""
    gap, rows = of_amounts(city, values, base, goal, shares, sense)
    if not rows:
        assert shares is None
        assert not any(values)
        return
    total = [Decimal(0)] * 3
    for it in rows:
        total = [EXACT.add(one, other) for one, other in zip(total, (it.gap, it.value, it.allotted), strict=True)]
    assert total == [gap.numbers.gap, city, goal]


@given(AMOUNTS, PAIR, PAIR, AMOUNTS, SHARES, st.sampled_from((100, 10_000, 10**8)))
def test_the_unit_of_measure_changes_nothing(
    city: Decimal, values: tuple[Decimal, Decimal], base: tuple[Decimal, Decimal], goal: Decimal,
    shares: tuple[Decimal, Decimal] | None, times: int,
) -> None:  # fmt: skip
    """In another unit every number is as many times as large, exactly, and the shares of the gap are the same."""
    one, other = (of_amounts(city, values, base, goal, shares, "at_least", scale)[1] for scale in (1, times))
    assert [(it.region, it.basis, it.share_of_gap) for it in one] == [
        (it.region, it.basis, it.share_of_gap) for it in other
    ]
    assert [EXACT.multiply(it.allotted, times) for it in one] == [it.allotted for it in other]
    assert [EXACT.multiply(it.gap, times) for it in one] == [it.gap for it in other]


def test_the_order_of_observations_changes_nothing() -> None:
    """Contributions come in the plan's order, whatever order the values come in."""
    mixed = random.Random(5).sample(BOTH, len(BOTH))  # noqa: S311
    assert parted(mixed)[1] == parted(BOTH)[1]


# What the city reports, and what its districts make


def checked(
    reported: int | str, made: int | str, when: int | str = 2018, across: object = "sum", kind: str = "count"
) -> Gap:
    """The gap of a city that reported 2018, and whose two districts make a value at a time."""
    check = replace(
        observation(when, made, rule="check", status="synthetic"), covered=2, parts=2, origins=("f#2", "f#3")
    )
    return judged({2015: 100, 2018: reported}, TO_200, check, across=across, kind=kind)


def test_a_reported_value_that_districts_do_not_make_is_a_discrepancy() -> None:
    """350 was reported, the districts make 345: 350 is used, and 345 stands beside it with its rows."""
    gap = checked(350, 345)
    assert gap.discrepancy == Discrepancy(Decimal(350), Decimal(345), 2, 2, ("f#2", "f#3"))
    assert gap.discrepancy.difference == 5
    assert gap.latest is not None
    assert gap.latest.value == 350
    assert gap.synthetic
    assert remarks(gap)[-1] == "区县合计345个，与上报350个相差5个，以上报数为准"


def test_a_check_that_agrees_says_nothing() -> None:
    """However it is written, and whether made up or not: the gap is as if it were not there."""
    assert checked("350", "350.0") == judged({2015: 100, 2018: 350}, TO_200, across="sum")
    assert checked(350, 345, when=2017) == judged({2015: 100, 2018: 350}, TO_200, across="sum")


def test_sums_are_compared_to_the_last_digit() -> None:
    """A thousand-millionth is a discrepancy of a sum, in either direction."""
    for made, apart in (("350.000000000001", "-0.000000000001"), ("349.999999999999", "0.000000000001")):
        found = checked(350, made).discrepancy
        assert found is not None
        assert found.difference == Decimal(apart)
        assert "相差0.000000000001个" in remarks(checked(350, made))[-1]


@pytest.mark.parametrize(
    ("reported", "made", "differs"),
    [("80", "80.00000001", False), ("80", "80.0000001", True), ("0.0001", "0.0001000005", False), ("-80", "80", True)],
)
def test_means_are_compared_to_a_billionth(reported: str, made: str, *, differs: bool) -> None:
    """Floats make the mean, so that its last digits prove nothing."""
    gap = checked(reported, made, across={"mean_weighted_by": "homes"}, kind="rate")
    assert (gap.discrepancy is not None) == differs


def test_a_mean_is_said_to_be_one() -> None:
    """Rates differ by percentage points, and are rounded for people."""
    gap = checked("95.1", "95.087312345", across={"mean_weighted_by": "homes"}, kind="rate")
    assert remarks(gap)[-1] == "区县加权平均95.09%，与上报95.1%相差0.01百分点，以上报数为准"


def test_some_districts_make_no_discrepancy_and_no_partial_year() -> None:
    """A check without a value is no year that only some districts reported: the city reported it."""
    part = replace(observation(2018, None), rule="check")
    gap = judged({2015: 100, 2017: 150}, TO_200, part, across="sum")
    assert (gap.discrepancy, gap.partial) == (None, None)
    assert gap == judged({2015: 100, 2017: 150}, TO_200, across="sum")


def test_a_check_is_never_a_years_value() -> None:
    """Where only the check of a year is there, the year before is judged; where nothing else is, nothing is."""
    check = observation(2019, 500, rule="check")
    assert judged({2015: 100, 2018: 160}, TO_200, check) == judged({2015: 100, 2018: 160}, TO_200)
    assert judged({}, TO_200, check) == judged({}, TO_200)
