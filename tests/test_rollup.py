"""The roll-up: which targets are judged, by which observations, and how many stand where."""

import random
from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import REGION, indicator, observation
from toy import HEAD

from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.rollup import assess, assess_regions, summarise
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, Plan

STATUSES: tuple[Status, ...] = get_args(Status)


def plan(*indicators: Indicator) -> Plan:
    """A plan of 甲市 with the districts 乙区 and 丙县."""
    return Plan(HEAD, (), indicators, {})


SALES = indicator({"at_least": 200}, id="sales", shares=({"region": "乙区", "at_least": 100},))
SPEED = indicator(
    {},
    id="speed",
    target=({"by": 2017, "at_least": 50}, {"by": 2020, "at_least": 100}),
    shares=({"region": " 丙县 ", "at_most": 80},),
)
SEEN = [
    observation(2015, 100, of="sales"),
    observation(2018, 160, of="sales"),
    observation(2015, 0, of="speed"),
    observation(2017, 40, of="speed"),
    observation(2018, 60, of="speed"),
    observation(2015, 50, of="sales", region="乙区"),
    observation(2018, 65, of="sales", region="乙区"),
    observation(2018, 70, of="speed", region="丙县"),
]


def ids(gaps: Sequence[Gap]) -> list[str]:
    return [gap.id for gap in gaps]


def statuses(gaps: Sequence[Gap]) -> list[Status]:
    return [gap.status for gap in gaps]


def test_every_target_is_judged_in_the_order_of_the_plan() -> None:
    """An indicator with two targets gives two gaps, told apart by their years."""
    gaps = assess(plan(SPEED, SALES), SEEN)
    assert ids(gaps) == ["speed@2017", "speed@2020", "sales"]
    # 40 of 50 in 2017; 60 of 100 and of the time; 60 of 100 and of the time
    assert statuses(gaps) == ["missed", "on_track", "on_track"]
    assert ids(assess(plan(SALES, SPEED), SEEN)) == ["sales", "speed@2017", "speed@2020"]


def test_a_target_knows_of_later_years_without_using_them() -> None:
    """The target of 2017 is judged by 2017, and 2018 stands beside it."""
    early = assess(plan(SPEED), SEEN)[0]
    assert early.latest is not None
    assert early.latest.period.year == 2017
    assert early.later is not None
    assert early.later.period.year == 2018
    assert early.numbers.gap == 10


def test_the_plan_is_its_own_region() -> None:
    """Naming the plan's region is the same as naming none."""
    assert assess(plan(SALES, SPEED), SEEN, region=REGION) == assess(plan(SALES, SPEED), SEEN)


def test_observations_of_other_regions_and_indicators_stay_out() -> None:
    """A value of a district or of another indicator never enters a series."""
    alone = [it for it in SEEN if it.region == REGION and it.indicator == "sales"]
    assert assess(plan(SALES), SEEN) == assess(plan(SALES), alone)
    assert assess(plan(SALES), []) == assess(plan(SALES), [it for it in SEEN if it not in alone])


def test_a_district_is_judged_by_its_share() -> None:
    """乙区 starts at its own 50 and owes 100: 15 of 50 is 0.3 where the time is 0.6."""
    sales, speed = assess(plan(SALES, SPEED), SEEN, region="乙区")
    assert sales.target is not None
    assert list(sales.target.values) == [100]
    assert sales.target.by == 2020
    assert sales.region == "乙区"
    assert sales.numbers.realised == pytest.approx(0.3)
    assert sales.numbers.ratio == pytest.approx(0.5)
    assert sales.status == "limited"
    assert speed.id == "speed"
    assert (speed.target, speed.status, speed.reason) == (None, "not_assessable", "no_target")


def test_a_place_without_its_own_target_is_assessed_against_none() -> None:
    """丙县 has no share of the sales: no verdict, no aim, and what was observed is still shown."""
    seen = [*SEEN, observation(2018, 30, of="sales", region="丙县")]
    (gap,) = assess(plan(SALES), seen, region="丙县")
    assert (gap.target, gap.status, gap.reason, gap.assessed) == (None, "not_assessable", "no_target", False)
    assert gap.latest is not None
    assert gap.latest.value == 30
    assert (gap.numbers.aim, gap.numbers.gap, gap.numbers.ratio) == (None, None, None)


def test_every_region_is_judged_the_citys_own_first() -> None:
    """The city's every target, then each district's by the share or the value that it has, in the plan's order."""
    gaps = assess_regions(plan(SPEED, SALES), reversed(SEEN))
    assert [(gap.region, gap.id, gap.target is not None) for gap in gaps] == [
        (REGION, "speed@2017", True), (REGION, "speed@2020", True), (REGION, "sales", True),
        ("乙区", "sales", True), ("丙县", "speed@2020", True),
    ]  # fmt: skip
    assert gaps[:3] == assess(plan(SPEED, SALES), SEEN)
    assert gaps[3] in assess(plan(SPEED, SALES), SEEN, region="乙区")


def test_a_district_with_a_value_and_no_share_is_shown() -> None:
    """It was promised nothing, and what was observed is not left out; one of which nothing is known is."""
    seen = [*SEEN, observation(2018, 30, of="sales", region="丙县")]
    shown = [(gap.region, gap.id, gap.reason) for gap in assess_regions(plan(SALES), seen)]
    assert shown == [(REGION, "sales", None), ("乙区", "sales", None), ("丙县", "sales", "no_target")]
    assert [gap.region for gap in assess_regions(plan(SPEED), [])] == [REGION, REGION, "丙县"]


def test_regions_are_judged_as_at_the_end_of_a_year() -> None:
    """In 2017 nothing of 2018 is known of any region."""
    gaps = assess_regions(plan(SALES), SEEN, year=2017)
    assert gaps == [*assess(plan(SALES), SEEN, year=2017), *assess(plan(SALES), SEEN, year=2017, region="乙区")]


def test_regions_come_as_the_city_names_its_parts() -> None:
    """Parts by any of their names in the order of the whole, then whatever else the plan lists."""
    city, one, other = HEAD.regions
    head = HEAD.model_copy(update={"regions": (
        city.model_copy(update={"parts": ("丙", "乙区")}), one.model_copy(update={"name": "丁区"}), one,
        other.model_copy(update={"aliases": ("丙",)}),
    )})  # fmt: skip
    seen = [observation(2018, 1, of="sales", region=region) for region in ("丁区", "乙区", "丙县", REGION)]
    gaps = assess_regions(Plan(head, (), (SALES,), {}), seen)
    assert [gap.region for gap in gaps] == [REGION, "丙县", "乙区", "丁区"]


def test_each_part_owes_what_is_handed_down_to_each() -> None:
    """乙区 owes its own 100, 丙县 the 60 of each; 丁区, which is no part of 甲市, owes nothing."""
    head = HEAD.model_copy(update={"regions": (*HEAD.regions, HEAD.regions[1].model_copy(update={"name": "丁区"}))})
    shares = ({"region": "each", "at_least": 60}, {"region": " 乙区", "at_least": 100})
    target = {"hold": {"at_least": 200}}
    whole = Plan(head, (), (indicator(target, shares=shares), SPEED), {})
    owed = {region: assess(whole, SEEN, region=region)[0].target for region in ("乙区", "丙县", "丁区", REGION)}
    assert {region: it and it.values[0] for region, it in owed.items()} == {
        "乙区": 100, "丙县": 60, "丁区": None, REGION: 200,
    }  # fmt: skip
    assert [it.operator for it in owed.values() if it] == ["hold"] * 3
    own, every = (whole.handed_down(whole.indicators[0], region) for region in ("乙区", "丙县"))
    assert (own and own.to_each, every and every.to_each) == (False, True)
    assert [(gap.region, gap.id) for gap in assess_regions(whole, [])] == [
        (REGION, "x"), (REGION, "speed@2017"), (REGION, "speed@2020"),
        ("乙区", "x"), ("丙县", "x"), ("丙县", "speed@2020"),
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from(["乙区", "丙县", "each"]), st.integers(1, 9)))
def test_a_share_by_name_comes_before_that_of_each(shares: dict[str, int]) -> None:
    """In whatever order they stand; one target is made of a share, however many regions owe it."""
    handed = tuple({"region": region, "at_most": value} for region, value in shares.items())
    whole = plan(indicator({"at_most": 10}, shares=handed))
    for region in ("乙区", "丙县"):
        found = whole.handed_down(whole.indicators[0], region)
        wanted = shares.get(region, shares.get("each"))
        assert (found.target.values if found else ()) == (() if wanted is None else (wanted,))
        assert found is whole.handed_down(whole.indicators[0], region)
    assert whole.handed_down(whole.indicators[0], REGION) is None


def test_a_share_is_found_however_its_region_is_spaced() -> None:
    """A share is due with the indicator's last target, once, and may be a ceiling: 70 is within 80."""
    (gap,) = assess(plan(SPEED), SEEN, region="丙县")
    assert gap.target is not None
    assert (gap.target.by, gap.target.sense) == (2020, "at_most")
    assert gap.status == "achieved"


def test_the_value_stated_for_the_plan_is_not_a_districts_baseline() -> None:
    """A stated 120 replaces the city's 100 as baseline, and leaves the district's 50 alone."""
    stated = indicator(
        {"at_least": 200},
        id="sales",
        baseline={"period": 2015, "value": 120, "source": {"clause": "二"}},
        shares=({"region": "乙区", "at_least": 100},),
    )
    (city,), (district,) = (assess(plan(stated), SEEN, region=place) for place in (None, "乙区"))
    # 40 of 80; 15 of 50
    assert city.numbers.realised == pytest.approx(0.5)
    assert district.numbers.realised == pytest.approx(0.3)
    assert district.base is not None
    assert district.base.observation is not None
    assert district.base.source is None


def test_a_past_year_is_judged_by_what_belongs_to_it() -> None:
    """As at the end of 2017 nothing of 2018 is known: 40 of 100 where the time is 0.4."""
    early, late = assess(plan(SPEED), SEEN, year=2017)
    assert (early.status, early.later) == ("missed", None)
    assert late.numbers.elapsed == pytest.approx(0.4)
    assert late.numbers.ratio == pytest.approx(1)
    assert late.latest is not None
    assert late.latest.period.year == 2017


@pytest.mark.parametrize(("year", "status"), [(2019, "on_track"), (2020, "pending_final"), (2021, "pending_final")])
def test_the_end_of_the_plan_waits_for_its_value(year: int, status: Status) -> None:
    """Judged as at the end of the target year or later, a series that stops before it awaits its final value."""
    assert statuses(assess(plan(SALES), SEEN, year=year)) == [status]


def test_order_of_observations_changes_nothing() -> None:
    """The store may hand observations on in any order, and only once through."""
    mixed = random.Random(7).sample(SEEN, len(SEEN))  # noqa: S311
    assert assess(plan(SALES, SPEED), iter(mixed)) == assess(plan(SALES, SPEED), SEEN)


def gaps_at(*places: Status) -> list[Gap]:
    return [Gap(SALES, SALES.target[0], REGION, None, None, status) for status in places]


def test_summary_counts_each_status() -> None:
    """Statuses are counted, not averaged; those without a verdict are targets but not assessed."""
    found = summarise(gaps_at("limited", "not_assessable", "met", "limited", "pending_final", "on_track"))
    assert (found.targets, found.assessed) == (6, 4)
    assert found.by_status == {"met": 1, "on_track": 1, "limited": 2, "pending_final": 1, "not_assessable": 1}


def test_summary_has_the_order_of_the_list_and_no_zeros() -> None:
    """Whatever order the gaps come in, the counts run from met to not assessable."""
    assert list(summarise(gaps_at(*reversed(STATUSES))).by_status) == list(STATUSES)
    assert list(summarise(gaps_at("missed", "met")).by_status) == ["met", "missed"]


def test_summary_of_nothing_is_empty() -> None:
    """A plan without targets has none assessed."""
    found = summarise([])
    assert (found.targets, found.assessed, dict(found.by_status)) == (0, 0, {})


@pytest.mark.parametrize(
    ("level", "places"),
    [
        (3, {"achieved", "met", "on_track", "held"}),
        (2, {"needs_acceleration", "held_at_risk"}),
        (1, {"limited", "deteriorating", "missed", "unmet_improving", "unmet", "unmet_worsening"}),
        (None, {"pending_final", "not_assessable"}),
    ],
)
def test_warning_levels(level: int | None, places: set[Status]) -> None:
    """Green is at least on track, yellow is slow, red is far behind, moving away or missed; no verdict has none."""
    assert {status for status in STATUSES if gaps_at(status)[0].warning == level} == places
    assert all(gaps_at(status)[0].assessed == (level is not None) for status in places)


@pytest.mark.parametrize(
    "made_up",
    [
        observation(2015, 100, of="sales", status="synthetic"),
        observation(2019, 170, of="sales", status="synthetic"),
        observation(2019, 90, of="sales", rule="part", status="synthetic"),
        observation(2021, 220, of="sales", status="synthetic"),
    ],
)
def test_one_made_up_value_marks_the_gap(made_up: Observation) -> None:
    """The baseline, the latest, an unfinished year and a later one each mark the whole as made up."""
    real = [it for it in SEEN if it.period != made_up.period]
    assert not assess(plan(SALES), real)[0].synthetic
    assert assess(plan(SALES), [*real, made_up])[0].synthetic
