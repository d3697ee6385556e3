"""Progress: every status in the order of its tests, every edge case, and the published cases."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import REGION, Number, Promise, indicator, judged, observation, observations

from hlwplan.assess.gap import Gap, Reason, Status
from hlwplan.assess.progress import assess_series
from hlwplan.assess.verdict import near_limit

Values = Mapping[int, Number]
Verdict = tuple[Status, Reason | None]

TO_100: Promise = {"at_least": 100}
RANGE: Promise = {"between": (40, 60)}


def verdict(gap: Gap) -> Verdict:
    return gap.status, gap.reason


# --- published and worked cases ---------------------------------------------------------------------------------------


def test_design_example_in_every_number() -> None:
    """180 (2015) to 350 (2018) with 650 promised for 2020, worked by hand on the geometric path."""
    gap = judged({2015: 180, 2018: 350}, {"at_least": 650}, kind="amount")
    numbers = gap.numbers
    assert (gap.path, gap.fallback) == ("geometric", False)
    assert numbers.aim == 650
    assert numbers.gap == 300
    assert numbers.completion == pytest.approx(0.538, abs=5e-4)
    assert numbers.elapsed == pytest.approx(0.6)
    # ln(350/180) / ln(650/180) = 0.66498 / 1.28401
    assert numbers.realised == pytest.approx(0.518, abs=5e-4)
    assert numbers.lead == pytest.approx(-8.2, abs=0.05)
    assert numbers.ratio == pytest.approx(0.848, abs=5e-4)
    assert numbers.pace_observed == pytest.approx(0.248, abs=5e-4)
    assert numbers.pace_planned == pytest.approx(0.293, abs=5e-4)
    assert numbers.pace_required == pytest.approx(0.363, abs=5e-4)
    assert numbers.projected == pytest.approx(545.3, abs=0.05)
    assert numbers.shortfall == pytest.approx(104.7, abs=0.05)
    assert numbers.reached == pytest.approx(2020.8, abs=0.05)
    assert verdict(gap) == ("needs_acceleration", None)


def test_linear_example_in_every_number() -> None:
    """40 (2015) to 70 (2018) with 100 promised for 2020: 30 of 60, 10 a year where 12 were planned, 15 are left."""
    gap = judged({2015: 40, 2018: 70}, TO_100, kind="rate")
    numbers = gap.numbers
    assert (gap.path, gap.fallback) == ("linear", False)
    assert numbers.gap == 30
    assert numbers.completion == pytest.approx(0.7)
    assert numbers.realised == pytest.approx(0.5)
    assert numbers.lead == pytest.approx(-10)
    assert numbers.ratio == pytest.approx(10 / 12)
    assert numbers.pace_observed == pytest.approx(10)
    assert numbers.pace_planned == pytest.approx(12)
    assert numbers.pace_required == pytest.approx(15)
    assert numbers.projected == pytest.approx(90)
    assert numbers.shortfall == pytest.approx(10)
    assert numbers.reached == pytest.approx(2021)
    assert verdict(gap) == ("needs_acceleration", None)


def test_falling_example_in_every_number() -> None:
    """100 (2015) to 70 (2018) with at most 40 promised for 2020: 30 of 60, 15 too many, 57 % complete."""
    gap = judged({2015: 100, 2018: 70}, {"at_most": 40})
    numbers = gap.numbers
    assert numbers.gap == 30
    assert numbers.completion == pytest.approx(40 / 70)
    assert numbers.realised == pytest.approx(0.5)
    assert numbers.ratio == pytest.approx(10 / 12)
    assert numbers.pace_observed == pytest.approx(-10)
    assert numbers.pace_required == pytest.approx(-15)
    assert numbers.projected == pytest.approx(50)
    assert numbers.shortfall == pytest.approx(10)


@pytest.mark.parametrize(
    ("values", "promise", "ratio", "status"),
    [
        ({2015: 180, 2017: 330}, {"at_least": 650}, 1.209, "on_track"),
        ({2015: 180, 2017: 207}, {"at_least": 650}, 0.247, "limited"),
        ({2015: 100, 2017: 66}, {"at_most": 40}, 1.120, "on_track"),
    ],
)
def test_eurostat_worked_cases(values: Values, promise: Promise, ratio: float, status: Status) -> None:
    """The ratios of growth rates are those worked for Eurostat's rule."""
    gap = judged(values, promise, kind="amount")
    assert gap.path == "geometric"
    assert gap.numbers.ratio == pytest.approx(ratio, abs=5e-4)
    assert gap.status == status


@pytest.mark.parametrize(
    ("path", "ratio", "status"),
    [("auto", 1.14, "on_track"), ("geometric", 1.14, "on_track"), ("linear", 0.64, "needs_acceleration")],
)
def test_the_path_can_change_the_verdict(path: str, ratio: float, status: Status) -> None:
    """180 to 240 in the first year is growth enough for 650, and not enough in equal steps."""
    gap = judged({2015: 180, 2016: 240}, {"at_least": 650}, kind="amount", path=path)
    assert gap.numbers.ratio == pytest.approx(ratio, abs=5e-3)
    assert gap.status == status


def test_qinghai_energy_saving() -> None:
    """Three years at +1.51, −2.20 and −4.18 % have realised 26.8 % of −17 %; −6.59 % a year are left."""
    values = {2005: "100", 2006: "101.51", 2007: "99.28", 2008: "95.13"}
    gap = judged(values, {"by": 2010, "at_most": 83}, baseline=2005, kind="index", path="geometric")
    assert gap.numbers.realised == pytest.approx(0.268, abs=5e-4)
    assert gap.numbers.elapsed == pytest.approx(0.6)
    assert gap.numbers.pace_observed == pytest.approx(-0.0165, abs=5e-5)
    assert gap.numbers.pace_planned == pytest.approx(-0.0366, abs=5e-5)
    assert gap.numbers.pace_required == pytest.approx(-0.0659, abs=5e-5)
    # 1.65 / 3.66 = 0.45
    assert gap.status == "limited"


def test_xiaokang_misses_by_three_points() -> None:
    """57.05 (2000) to 69.05 (2006): 2.0 points a year where 2.15 were needed, carried on 97.05 of 100."""
    gap = judged({2000: "57.05", 2006: "69.05"}, {"by": 2020, "at_least": 100}, baseline=2000, kind="index")
    assert gap.numbers.pace_observed == pytest.approx(2)
    assert gap.numbers.pace_planned == pytest.approx(2.15, abs=5e-3)
    assert gap.numbers.ratio == pytest.approx(0.931, abs=5e-4)
    assert gap.numbers.projected == pytest.approx(97.05)
    assert gap.numbers.shortfall == pytest.approx(2.95)
    assert gap.status == "needs_acceleration"


# --- the tests of status, in their order ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # 1: nothing after the baseline
        ({}, ("not_assessable", "no_observation")),
        ({2015: 0}, ("not_assessable", "no_observation")),
        ({2014: 120}, ("not_assessable", "no_observation")),
        ({2015: 100}, ("achieved", "baseline_meets_target")),
        # 2: later than the target year, and not at it
        ({2015: 0, 2021: 90}, ("pending_final", None)),
        ({2015: 0, 2019: 60, 2021: 90}, ("pending_final", None)),
        # 3 and 4: at the target year
        ({2015: 0, 2020: 100}, ("met", None)),
        ({2015: 0, 2020: 100, 2021: 90}, ("met", None)),
        ({2015: 0, 2020: 90}, ("missed", None)),
        ({2015: 0, 2020: 90, 2021: 99}, ("missed", None)),
        ({2015: 0, 2020: 90, 2021: 100}, ("missed", "met_late")),
        ({2015: 0, 2020: 90, 2021: 100, 2022: 95}, ("missed", "met_late")),
        # 5: met before it is due
        ({2015: 0, 2016: 100}, ("achieved", None)),
        # 6: met at the baseline, and no longer
        ({2015: 110, 2017: 99}, ("deteriorating", "baseline_met_target")),
        ({2015: 100, 2017: 99}, ("deteriorating", "baseline_met_target")),
        # 7 to 10: by the ratio, 20 a year being planned
        ({2015: 0, 2017: 41}, ("on_track", None)),
        ({2015: 0, 2017: 30}, ("needs_acceleration", None)),
        ({2015: 0, 2017: 20}, ("limited", None)),
        ({2015: 0, 2017: -5}, ("deteriorating", None)),
    ],
)
def test_each_status_has_its_test(values: Values, expected: Verdict) -> None:
    """100 promised for 2020 gives every status of the list, with its reason."""
    assert verdict(judged(values, TO_100)) == expected


@pytest.mark.parametrize(
    ("values", "year", "expected"),
    [
        # 1 before 2: the plan is over, and the baseline is all there is
        ({2015: 100}, 2020, ("achieved", "baseline_meets_target")),
        ({2015: 0}, 2020, ("not_assessable", "no_observation")),
        # 2 before 5, 6, 7 and 10: the final value decides, whatever came before
        ({2015: 0, 2019: 120, 2021: 130}, None, ("pending_final", None)),
        ({2015: 100, 2019: 90, 2021: 95}, None, ("pending_final", None)),
        ({2015: 0, 2019: 80}, 2020, ("pending_final", None)),
        ({2015: 50, 2019: 40}, 2020, ("pending_final", None)),
        # 3 before 5 and 6: met on time is not early, though the baseline was better
        ({2015: 0, 2019: 100, 2020: 100}, None, ("met", None)),
        ({2015: 120, 2020: 100}, None, ("met", None)),
        # 4 before 5: met for a while, missed at the end
        ({2015: 0, 2019: 100, 2020: 99}, None, ("missed", None)),
        # 4 before 6, 7 and 10
        ({2015: 120, 2020: 99}, None, ("missed", None)),
        ({2015: 0, 2020: 99}, None, ("missed", None)),
        ({2015: 50, 2020: 40}, None, ("missed", None)),
        # 5 before 6 and 10: worse than the baseline, and still good
        ({2015: 120, 2018: 100}, None, ("achieved", None)),
        ({2015: 100, 2018: 100}, None, ("achieved", None)),
        # 6 before 10: the reason is the baseline
        ({2015: 120, 2018: 90}, None, ("deteriorating", "baseline_met_target")),
    ],
)
def test_an_earlier_test_wins(values: Values, year: int | None, expected: Verdict) -> None:
    """Where two tests hold the earlier one gives the status."""
    assert verdict(judged(values, TO_100, year=year)) == expected


@pytest.mark.parametrize(
    ("value", "status"),
    [
        # planned are 20 a year: 19 is a ratio of 0.95, 12 of 0.60
        ("20", "on_track"),
        ("19", "on_track"),
        ("18.99", "needs_acceleration"),
        ("12", "needs_acceleration"),
        ("11.99", "limited"),
        ("0", "limited"),
        ("-0.01", "deteriorating"),
        # the tolerance: 5e-10 below is on the line, 5e-9 below is not
        ("18.99999999", "on_track"),
        ("18.9999999", "needs_acceleration"),
        ("11.99999999", "needs_acceleration"),
        ("11.9999999", "limited"),
        ("-0.00000001", "limited"),
        ("-0.0000001", "deteriorating"),
    ],
)
def test_cut_offs_belong_to_the_better_side(value: str, status: Status) -> None:
    """0.95, 0.60 and 0 themselves are still on track, slow, and limited."""
    assert judged({2015: 0, 2016: value}, TO_100).status == status


@given(start=st.integers(-1000, 1000), steps=st.integers(1, 1000), years=st.integers(1, 4))
def test_cut_offs_hold_whatever_the_numbers(start: int, steps: int, years: int) -> None:
    """Exactly 0.95 and 0.60 of the plan are on track and slow at every scale, rounding of floats notwithstanding."""
    base, hundredth = Decimal(start) / 10, Decimal(steps) / 1000
    promise = {"at_least": base + 500 * hundredth}
    for share, status in ((95, "on_track"), (60, "needs_acceleration"), (0, "limited")):
        assert judged({2015: base, 2015 + years: base + share * years * hundredth}, promise).status == status


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({2015: 100}, ("not_assessable", "no_observation")),
        ({2015: 40}, ("achieved", "baseline_meets_target")),
        ({2015: 100, 2021: 30}, ("pending_final", None)),
        ({2015: 100, 2020: 40}, ("met", None)),
        ({2015: 100, 2020: 41}, ("missed", None)),
        ({2015: 100, 2020: 41, 2021: 40}, ("missed", "met_late")),
        ({2015: 100, 2017: 40}, ("achieved", None)),
        ({2015: 40, 2017: 41}, ("deteriorating", "baseline_met_target")),
        ({2015: 100, 2017: 76}, ("on_track", None)),
        ({2015: 100, 2017: 80}, ("needs_acceleration", None)),
        ({2015: 100, 2017: 90}, ("limited", None)),
        ({2015: 100, 2017: 101}, ("deteriorating", None)),
    ],
)
def test_a_ceiling_is_judged_downwards(values: Values, expected: Verdict) -> None:
    """At most 40 from 100 gives the same list, lower being better."""
    assert verdict(judged(values, {"at_most": 40})) == expected


@pytest.mark.parametrize(("year", "status"), [(2018, "on_track"), (2019, "on_track"), (2020, "pending_final")])
def test_the_end_of_the_target_year_closes_the_plan(year: int, status: Status) -> None:
    """Judged as at the end of the target year a missing final value is awaited, before it is not."""
    assert judged({2015: 0, 2018: 60}, TO_100, year=year).status == status


def test_later_values_decide_nothing() -> None:
    """The numbers rest on the newest value up to the target year; a later one is only named."""
    gap = judged({2015: 0, 2019: 60, 2021: 150, 2022: 170}, TO_100)
    assert gap.latest is not None
    assert gap.latest.period.year == 2019
    assert gap.later is not None
    assert gap.later.period.year == 2022
    assert gap.numbers.gap == 40
    assert gap.numbers.elapsed == pytest.approx(0.8)


def test_nothing_observed_leaves_no_numbers() -> None:
    """Where all that is known lies after the target year no number is computed."""
    gap = judged({2015: 0, 2021: 150}, TO_100)
    assert gap.latest is None
    assert gap.numbers == judged({}, TO_100).numbers
    assert (gap.numbers.gap, gap.numbers.elapsed, gap.numbers.lead) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "first", "sign"),
    [
        ({2015: 0, 2016: 100, 2017: 120}, 2016, 1),
        ({2015: 0, 2016: 50, 2017: 130, 2018: 110}, 2017, -1),
        ({2015: 120, 2016: 110, 2017: 110}, 2015, 0),
        ({2015: 0, 2019: 90, 2020: 100, 2021: 120}, 2020, 1),
    ],
)
def test_what_is_achieved_says_since_when_and_where_it_goes(values: Values, first: int, sign: int) -> None:
    """The first period that met the target is known, and the sign of the latest change."""
    gap = judged(values, TO_100)
    assert gap.first_met is not None
    assert gap.first_met.year == first
    assert gap.numbers.trend is not None
    assert (gap.numbers.trend > 0) - (gap.numbers.trend < 0) == sign


def test_a_target_met_late_was_not_met_in_the_plan() -> None:
    """The first period that met a target is never one after the target year."""
    assert judged({2015: 0, 2020: 90, 2021: 100}, TO_100).first_met is None


def test_on_track_below_one_says_what_is_lacking() -> None:
    """58 of 100 in three of five years goes on to 96.67: on track, and 3.33 short."""
    gap = judged({2015: 0, 2018: 58}, TO_100)
    assert gap.status == "on_track"
    assert gap.numbers.shortfall == pytest.approx(100 - 58 / 0.6)
    assert judged({2015: 0, 2018: 61}, TO_100).numbers.shortfall is None


# --- baselines --------------------------------------------------------------------------------------------------------


def test_without_a_baseline_only_what_needs_none_is_computed() -> None:
    """The gap, the completion and the pace required remain: 300, 54 %, and 36.3 % a year from 350 to 650."""
    gap = judged({2018: 350}, {"at_least": 650}, kind="amount")
    numbers = gap.numbers
    assert verdict(gap) == ("not_assessable", "no_baseline")
    assert gap.path == "geometric"
    assert numbers.gap == 300
    assert numbers.completion == pytest.approx(0.538, abs=5e-4)
    assert numbers.pace_required == pytest.approx(0.363, abs=5e-4)
    assert (numbers.realised, numbers.lead, numbers.ratio, numbers.pace_observed) == (None, None, None, None)
    assert (numbers.pace_planned, numbers.projected, numbers.shortfall, numbers.reached) == (None, None, None, None)
    assert gap.base is not None
    assert gap.base.value is None


@pytest.mark.parametrize("baseline", [2015, None])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({2016: 50, 2018: 60}, ("not_assessable", "no_baseline")),
        # a neighbour is not borrowed, before or after
        ({2014: 0, 2016: 20, 2018: 60}, ("not_assessable", "no_baseline")),
        ({2018: 100}, ("achieved", None)),
        ({2020: 100}, ("met", None)),
        ({2020: 99}, ("missed", None)),
        ({2020: 99, 2021: 100}, ("missed", "met_late")),
        ({2019: 99, 2021: 100}, ("pending_final", None)),
    ],
)
def test_met_and_missed_need_no_baseline(values: Values, expected: Verdict, baseline: int | None) -> None:
    """Without a baseline value, or without any baseline, only a ratio is out of reach."""
    assert verdict(judged(values, TO_100, baseline=baseline)) == expected


def test_no_baseline_is_the_reason_though_a_year_is_partial() -> None:
    """Where the baseline is missing no district's report could help, so the reason stays."""
    gap = judged({2017: 50}, TO_100, observation(2018, None, rule="districts"))
    assert verdict(gap) == ("not_assessable", "no_baseline")


def test_a_stated_value_overrides_the_observation() -> None:
    """The plan says 20 where 10 was observed: 40 of 80 where the time is 0.4."""
    stated = {"period": 2015, "value": 20, "source": {"clause": "三"}}
    gap = judged({2015: 10, 2017: 60}, TO_100, baseline=stated)
    assert gap.numbers.realised == pytest.approx(0.5)
    assert gap.numbers.ratio == pytest.approx(1.25)
    assert gap.base is not None
    assert gap.base.value == 20
    assert (gap.base.observation, gap.base.assumed) == (None, False)
    assert gap.base.source is not None


def test_an_assumed_zero_is_marked() -> None:
    """A count that began with the plan starts at zero, and says that this is assumed."""
    gap = judged({2017: 40}, TO_100, baseline={"period": 2015, "value": 0, "assumed": True})
    assert gap.base is not None
    assert gap.base.assumed
    assert gap.numbers.ratio == pytest.approx(1)


def test_the_last_value_of_the_baseline_year_counts_with_its_own_time() -> None:
    """A level known only for June 2015 is a baseline of 2014.5: 2.5 of 5.5 years are gone at the end of 2017."""
    gap = judged({"2015年3月": 7, "2015年6月": 0, "2017": 40}, TO_100)
    assert gap.base is not None
    assert gap.base.observation is not None
    assert gap.base.value == 0
    assert gap.numbers.elapsed == pytest.approx(2.5 / 5.5)
    assert gap.numbers.pace_observed == pytest.approx(16)


# --- edge cases -------------------------------------------------------------------------------------------------------


def test_zero_baseline_is_linear() -> None:
    """0 to 380 of 1000 in two of five years is exactly 0.95 of the plan, in equal steps though it is an amount."""
    gap = judged({2015: 0, 2017: 380}, {"at_least": 1000}, kind="amount")
    assert (gap.path, gap.fallback) == ("linear", True)
    assert gap.numbers.realised == pytest.approx(0.38)
    assert gap.numbers.ratio == pytest.approx(0.95)
    assert gap.status == "on_track"


def test_mixed_signs_are_linear() -> None:
    """From −50 to 10 of 50 is 0.6 of the way in 0.4 of the time."""
    gap = judged({2015: -50, 2017: 10}, {"at_least": 50}, kind="amount")
    assert (gap.path, gap.fallback) == ("linear", True)
    assert gap.numbers.realised == pytest.approx(0.6)
    assert gap.numbers.ratio == pytest.approx(1.5)


def test_losses_of_one_sign_may_shrink_geometrically() -> None:
    """A loss that halves twice on its way from −400 to −100 has gone half of it at −200."""
    gap = judged({2015: -400, 2017: -200}, {"at_least": -100}, kind="amount")
    assert (gap.path, gap.fallback) == ("geometric", False)
    assert gap.numbers.realised == pytest.approx(0.5)
    assert gap.numbers.gap == 100
    # two halvings and a half: -400 / 2 ** 2.5
    assert gap.numbers.projected == pytest.approx(-70.7107)
    assert gap.status == "on_track"


@pytest.mark.parametrize(
    ("values", "promise"),
    [({2015: 100, 2017: 30}, {"at_most": 0}), ({2015: -100, 2017: -30}, {"at_least": 0})],
)
def test_a_target_of_zero_is_linear_and_has_no_completion(values: Values, promise: Promise) -> None:
    """100 to 30 on the way to 0 is 0.7 in 0.4 of the time; latest over target says nothing."""
    gap = judged(values, promise, kind="amount")
    assert (gap.path, gap.fallback) == ("linear", True)
    assert gap.numbers.realised == pytest.approx(0.7)
    assert gap.numbers.ratio == pytest.approx(1.75)
    assert gap.numbers.gap == 30
    assert gap.status == "on_track"
    assert gap.numbers.completion is None


def test_completion_of_a_ceiling_is_undefined_at_zero() -> None:
    """At most 40, and nothing is left: achieved, and 40 over 0 is no number."""
    gap = judged({2015: 100, 2017: 0}, {"at_most": 40})
    assert gap.status == "achieved"
    assert gap.numbers.completion is None


def test_completion_beyond_the_target_is_above_one() -> None:
    """11702 km where 8000 were promised are 146.3 %, as published."""
    gap = judged({2015: 0, 2020: 11702}, {"at_least": 8000})
    assert gap.numbers.completion == pytest.approx(1.463, abs=5e-4)
    assert gap.numbers.gap == -3702


@pytest.mark.parametrize("kind", ["count", "amount"])
@pytest.mark.parametrize(
    ("values", "status", "required"),
    [
        ({2015: 100, 2017: 100}, "achieved", 0),
        ({2015: 100, 2017: 97}, "deteriorating", 1),
        ({2015: 130, 2017: 112}, "achieved", -4),
        ({2015: 130, 2017: 94}, "deteriorating", 2),
    ],
)
def test_what_the_baseline_met_is_held_or_lost(values: Values, status: Status, required: float, kind: str) -> None:
    """Without a way to go there is no ratio; what was lost comes back by equal steps in the three years left."""
    gap = judged(values, TO_100, kind=kind)
    numbers = gap.numbers
    assert gap.status == status
    assert (gap.path, gap.fallback) == ("linear", kind == "amount")
    assert (numbers.ratio, numbers.realised, numbers.lead) == (None, None, None)
    assert (numbers.pace_planned, numbers.projected, numbers.reached) == (None, None, None)
    assert numbers.pace_required == pytest.approx(required)


def test_who_moves_away_never_arrives() -> None:
    """A negative share of the way has a ratio and a projection, and no time of arrival."""
    gap = judged({2015: 50, 2017: 40}, TO_100)
    assert gap.numbers.ratio == pytest.approx(-0.5)
    assert gap.numbers.projected == pytest.approx(25)
    assert gap.numbers.reached is None


def test_standing_still_is_limited_progress() -> None:
    """No change is a ratio of zero, which is not yet moving away, and arrives never."""
    gap = judged({2015: 50, 2017: 50}, TO_100)
    assert (gap.status, gap.numbers.ratio, gap.numbers.reached) == ("limited", 0, None)


def test_a_pace_beyond_all_measure_gives_no_verdict() -> None:
    """1e29-fold in a month is 1e348-fold in a year, which no float holds: no ratio, no projection, and no failure."""
    gap = judged({"2015": Decimal("1e-10"), "2016-01": 10**19}, {"at_least": 5 * 10**19}, kind="amount")
    assert verdict(gap) == ("not_assessable", "ratio_undefined")
    assert (gap.numbers.pace_observed, gap.numbers.ratio, gap.numbers.projected) == (None, None, None)
    assert gap.numbers.gap == 4 * 10**19


def test_no_pace_is_required_when_the_time_is_up() -> None:
    """At the target year no time is left to catch up in."""
    assert judged({2015: 0, 2020: 90}, TO_100).numbers.pace_required is None


@pytest.mark.parametrize(
    ("values", "expected", "goal", "short"),
    [
        # inside, both ends included; the nearer bound is shown
        ({2015: 30, 2017: 45}, ("achieved", None), 40, -5),
        ({2015: 30, 2017: 55}, ("achieved", None), 60, -5),
        ({2015: 30, 2017: 40}, ("achieved", None), 40, 0),
        ({2015: 70, 2017: 60}, ("achieved", None), 60, 0),
        # outside: upwards to 40, downwards to 60
        ({2015: 30, 2017: 34}, ("on_track", None), 40, 6),
        ({2015: 30, 2017: 33}, ("needs_acceleration", None), 40, 7),
        ({2015: 30, 2017: 29}, ("deteriorating", None), 40, 11),
        ({2015: 70, 2017: 66}, ("on_track", None), 60, 6),
        ({2015: 70, 2017: 69}, ("limited", None), 60, 9),
        ({2015: 70, 2017: 71}, ("deteriorating", None), 60, 11),
        # left, or jumped over
        ({2015: 50, 2017: 66}, ("deteriorating", "baseline_met_target"), 60, 6),
        ({2015: 40, 2017: 34}, ("deteriorating", "baseline_met_target"), 40, 6),
        ({2015: 30, 2017: 66}, ("deteriorating", "beyond_range"), 60, 6),
        ({2015: 70, 2017: 34}, ("deteriorating", "beyond_range"), 40, 6),
        # at the end
        ({2015: 30, 2020: 60}, ("met", None), 60, 0),
        ({2015: 30, 2020: 61}, ("missed", None), 60, 1),
        ({2015: 30, 2020: 39, 2021: 41}, ("missed", "met_late"), 40, 1),
    ],
)
def test_a_range_is_held_against_its_nearer_bound(values: Values, expected: Verdict, goal: int, short: int) -> None:
    """Between 40 and 60 is good; outside, the nearer bound is the aim and the direction follows."""
    gap = judged(values, RANGE)
    assert verdict(gap) == expected
    assert gap.numbers.aim == goal
    assert gap.numbers.gap == short


def test_a_range_may_hold_from_the_start() -> None:
    """A baseline inside the range meets it, one outside does not."""
    assert verdict(judged({2015: 60}, RANGE)) == ("achieved", "baseline_meets_target")
    assert verdict(judged({2015: 61}, RANGE)) == ("not_assessable", "no_observation")


def test_a_range_that_was_left_needs_equal_steps_back() -> None:
    """66 above a bound of 60 with three years to go is 2 a year down."""
    gap = judged({2015: 50, 2017: 66}, RANGE)
    assert gap.numbers.pace_required == pytest.approx(-2)
    assert gap.numbers.ratio is None


def test_missing_years_are_time_gone() -> None:
    """Two values three years apart are three years of progress, and years between them change no number."""
    sparse = judged({2015: 0, 2018: 45}, TO_100)
    dense = judged({2015: 0, 2016: 44, 2017: 1, 2018: 45}, TO_100)
    # 15 a year where 20 were planned
    assert sparse.numbers.ratio == pytest.approx(0.75)
    assert sparse.numbers.elapsed == pytest.approx(0.6)
    assert sparse.numbers.ratio == dense.numbers.ratio
    assert sparse.numbers.projected == dense.numbers.projected


@pytest.mark.parametrize(
    ("when", "share"), [("2018年上半年", 0.5), ("2018-06", 0.5), ("2018Q2", 0.5), ("2018Q1", 0.45), ("2018-06-30", 0.5)]
)
def test_a_level_inside_a_year_has_its_own_time(when: str, share: float) -> None:
    """Mid-2018 is half of a plan from 2015 to 2020, so half the way is exactly on it."""
    gap = judged({"2015": 0, when: Decimal(100) * Decimal(str(share))}, TO_100)
    assert gap.numbers.elapsed == pytest.approx(share)
    assert gap.numbers.ratio == pytest.approx(1)
    assert gap.numbers.projected == pytest.approx(100)


def test_a_level_inside_the_target_year_is_not_yet_final() -> None:
    """June 2020 is before the end: it may achieve early, and does not yet miss."""
    assert judged({"2015": 0, "2020-06": 100}, TO_100).status == "achieved"
    assert judged({"2015": 0, "2020-06": 88}, TO_100).status == "on_track"
    assert judged({"2015": 0, "2020-06": 88}, TO_100, year=2020).status == "pending_final"
    assert judged({"2015": 0, "2020-12": 88}, TO_100).status == "missed"


def test_an_unfinished_year_of_a_flow_is_only_shown() -> None:
    """A half-year's sum enters no number, however good it is, and stands beside the year before."""
    part = observation("2018年上半年", 500, rule="part")
    gap, without = (judged({2015: 0, 2017: 40}, TO_100, *more, series="flow") for more in ((part,), ()))
    assert gap.part == part
    assert (gap.latest, gap.numbers, verdict(gap)) == (without.latest, without.numbers, verdict(without))
    assert gap.first_met is None


def test_an_unfinished_year_is_no_observation() -> None:
    """Nine months of the first year, or of the last, are no yearly value."""
    assert verdict(judged({2015: 0}, TO_100, observation("2016年1-9月", 90, rule="part"))) == (
        "not_assessable",
        "no_observation",
    )
    final = judged({2015: 0, 2019: 90}, TO_100, observation("2020年1-9月", 120, rule="part"), year=2020)
    assert final.status == "pending_final"


def test_an_unfinished_year_that_was_finished_since_is_forgotten() -> None:
    """Part of a year is shown only while nothing newer is known."""
    assert judged({2015: 0, 2018: 60}, TO_100, observation("2018年上半年", 30, rule="part")).part is None


def test_some_districts_are_not_the_city() -> None:
    """A year that only some districts reported is shown, and the year before is judged."""
    partial = observation(2018, None, rule="districts")
    gap = judged({2015: 0, 2017: 40}, TO_100, partial)
    assert gap.partial == partial
    assert gap.latest is not None
    assert gap.latest.period.year == 2017
    assert verdict(gap) == ("on_track", None)


def test_districts_missing_is_a_reason_of_its_own() -> None:
    """Where the only year after the baseline is partial, that is why there is no verdict."""
    gap = judged({2015: 0}, TO_100, observation(2018, None, rule="districts"))
    assert verdict(gap) == ("not_assessable", "districts_missing")


def test_a_partial_final_year_is_awaited() -> None:
    """A target year that only some districts reported has no final value."""
    partial = observation(2020, None, rule="districts")
    assert judged({2015: 0, 2019: 80}, TO_100, partial, year=2020).status == "pending_final"
    assert judged({2015: 0, 2019: 80, 2021: 99}, TO_100, partial).status == "pending_final"
    assert judged({2015: 0, 2019: 80}, TO_100, partial).status == "on_track"


@pytest.mark.parametrize(
    ("values", "promise", "more", "reach", "capped"),
    [
        # 60 + 30 / 0.6 = 110
        ({2015: 60, 2018: 90}, {"at_least": 95}, {"kind": "rate"}, 100, True),
        # 30 - 20 / 0.4 = -20
        ({2015: 30, 2017: 10}, {"at_most": 5}, {"kind": "rate"}, 0, True),
        # 60 + 24 / 0.6 = 100
        ({2015: 60, 2018: 84}, {"at_least": 95}, {"kind": "rate"}, 100, False),
        ({2015: 60, 2018: 78}, {"at_least": 95}, {"kind": "rate"}, 90, False),
        # the same 110 % in ‰
        ({2015: 600, 2018: 900}, {"at_least": 950}, {"kind": "rate", "unit": "‰"}, 1000, True),
        ({2015: 60, 2018: 90}, {"at_least": 95}, {"kind": "rate", "bounds": (0, 98)}, 98, True),
        ({2015: 60, 2018: 90}, {"at_least": 95}, {"kind": "index", "bounds": (0, 105)}, 105, True),
        ({2015: 60, 2018: 90}, {"at_least": 95}, {"kind": "index"}, 110, False),
        ({2015: 30, 2017: 10}, {"at_most": 5}, {"kind": "count", "path": "linear"}, -20, False),
    ],
)
def test_projections_end_at_natural_limits(
    values: Values, promise: Promise, more: dict[str, object], reach: float, capped: bool
) -> None:
    """A projection beyond a natural limit is cut to it and marked; the ratio keeps its full size."""
    made = indicator(promise, **more)
    gap = assess_series(made, made.target[0], REGION, observations(values))
    assert gap.numbers.projected == pytest.approx(reach)
    assert gap.numbers.capped == capped


# --- what is to be held -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({2016: 96, 2017: 97}, ("held", None)),
        ({2016: 96, 2017: 96}, ("held", None)),
        ({2016: 94, 2017: 95}, ("held", None)),
        ({2016: 97, 2017: 96}, ("held_at_risk", None)),
        ({2016: 93, 2017: 94}, ("unmet_improving", None)),
        ({2016: 94, 2017: 94}, ("unmet_improving", None)),
        ({2016: 94, 2017: 93}, ("unmet_worsening", None)),
        ({2016: 96, 2017: 94}, ("unmet_worsening", None)),
        # the baseline is a point like any other, and never a reason
        ({2015: 94, 2017: 96}, ("held", None)),
        ({2015: 97, 2017: 96}, ("held_at_risk", None)),
        ({2015: 96, 2017: 94}, ("unmet_worsening", None)),
        # one point shows no trend
        ({2017: 95}, ("held", "one_point")),
        ({2017: 94}, ("unmet", "one_point")),
        # the first four tests come first
        ({}, ("not_assessable", "no_observation")),
        ({2015: 95}, ("achieved", "baseline_meets_target")),
        ({2019: 96, 2021: 96}, ("pending_final", None)),
        ({2019: 96, 2020: 95}, ("met", None)),
        ({2018: 94, 2020: 95}, ("met", "broken_earlier")),
        ({2019: 96, 2020: 95, 2021: 94}, ("met", None)),
        ({2019: 96, 2020: 94}, ("missed", None)),
        ({2019: 96, 2020: 94, 2021: 95}, ("missed", "met_late")),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_what_is_to_be_held(values: dict[int, int], expected: Verdict, sign: int) -> None:
    """95 or more every year, or −95 or less: met or not, with the trend or against it."""
    promise = {"hold": {"at_least": 95}} if sign > 0 else {"hold": {"at_most": -95}}
    gap = judged({year: sign * value for year, value in values.items()}, promise, kind="index")
    assert verdict(gap) == expected
    assert (gap.numbers.ratio, gap.numbers.realised, gap.numbers.projected) == (None, None, None)


def test_the_trend_of_what_is_held_has_six_points() -> None:
    """Six falling values are a risk, though the seventh before them was lower still."""
    values = {2015: 90, 2016: 99, 2017: 98, 2018: 99, 2019: 98, 2020: 97, 2021: 98}
    gap = judged(values, {"by": 2025, "hold": {"at_least": 95}})
    # 98 - 99 in five years
    assert gap.numbers.trend == pytest.approx(-0.2)
    assert gap.status == "held_at_risk"


def test_what_is_held_has_a_gap_all_the_same() -> None:
    """94 where 95 is to be held lacks 1, whatever the trend."""
    gap = judged({2016: 93, 2017: 94}, {"hold": {"at_least": 95}})
    assert gap.numbers.aim == 95
    assert gap.numbers.gap == 1
    assert gap.numbers.completion == pytest.approx(94 / 95)


@pytest.mark.parametrize("path", ["auto", "linear", "geometric"])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({2015: 6, 2017: 8}, ("held", None)),
        ({2015: 9, 2017: 8}, ("held_at_risk", None)),
        ({2015: 5, 2017: 6}, ("unmet_improving", None)),
        ({2015: 6, 2017: 5}, ("unmet_worsening", None)),
        ({2017: 8}, ("held", "one_point")),
        ({2015: 6, 2020: 7}, ("met", None)),
        ({2015: 6, 2020: 6}, ("missed", None)),
    ],
)
def test_a_growth_rate_is_held_and_never_grows(values: Values, expected: Verdict, path: str) -> None:
    """7 % a year is judged by its last value and trend, without the growth rate of a growth rate."""
    gap = judged(values, {"at_least": 7}, kind="growth", path=path)
    assert verdict(gap) == expected
    assert gap.path == "linear"
    assert (gap.numbers.pace_observed, gap.numbers.pace_planned, gap.numbers.ratio) == (None, None, None)


def test_a_growth_rate_has_no_growth_rate_without_a_figure_either() -> None:
    """Where only a direction is promised of a growth rate, no growth of it is computed and no verdict given."""
    gap = judged({2015: 6, 2017: 8}, {"direction": "up"}, kind="growth")
    assert gap.numbers.pace_observed is None
    assert gap.status == "not_assessable"


# --- no figure promised -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "status"),
    [
        # growth in one year: 1.5 %, 0.5 % and 0 belong to the better side
        ("1020", "on_track"),
        ("1015", "on_track"),
        ("1014.9", "needs_acceleration"),
        ("1005", "needs_acceleration"),
        ("1004.9", "limited"),
        ("1000", "limited"),
        ("999.9", "deteriorating"),
    ],
)
@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("sign", [1, -1])
def test_without_a_figure_growth_is_the_measure(value: str, status: Status, direction: str, sign: int) -> None:
    """1.5 % and 0.5 % a year are the cut-offs, both ways and for negative values, and no figure is invented."""
    change = Decimal(value) - 1000
    now = sign * 1000 + (change if direction == "up" else -change)
    gap = judged({2015: sign * 1000, 2016: now}, {"direction": direction})
    assert verdict(gap) == (status, "no_figure")
    numbers = gap.numbers
    assert (numbers.aim, numbers.gap, numbers.completion, numbers.ratio) == (None, None, None, None)
    assert numbers.pace_observed == pytest.approx(float(change / 1000) * (sign if direction == "up" else -sign))
    assert gap.first_met is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("not_assessable", "no_observation")),
        ({2015: 10}, ("not_assessable", "no_observation")),
        ({2017: 10}, ("not_assessable", "no_baseline")),
        ({2015: 0, 2017: 10}, ("not_assessable", "ratio_undefined")),
        ({2015: -5, 2017: 10}, ("not_assessable", "ratio_undefined")),
        ({2015: 10, 2019: 12, 2021: 13}, ("pending_final", None)),
        ({2015: 10, 2020: 12}, ("on_track", "no_figure")),
        ({2015: 10, 2020: 9}, ("deteriorating", "no_figure")),
    ],
)
def test_a_direction_needs_growth_to_be_judged(values: Values, expected: Verdict) -> None:
    """A direction is never met or missed; it needs two values of one sign."""
    assert verdict(judged(values, {"direction": "up"})) == expected


@pytest.mark.parametrize(
    ("values", "status"),
    [
        # the published case: 0.2146 % a year against 0.413 % and 0.138 %
        ({2015: 93, 2018: "93.6"}, "needs_acceleration"),
        # in one year: 0.419 %, 0.409 %, 0.140 %, 0.129 %, none, back
        ({2015: 93, 2016: "93.39"}, "on_track"),
        ({2015: 93, 2016: "93.38"}, "needs_acceleration"),
        ({2015: 93, 2016: "93.13"}, "needs_acceleration"),
        ({2015: 93, 2016: "93.12"}, "limited"),
        ({2015: 93, 2016: 93}, "limited"),
        ({2015: 93, 2016: "92.99"}, "deteriorating"),
        # at the limit itself nothing more can be asked
        ({2015: 100, 2016: 100}, "on_track"),
        ({2015: 100, 2016: "99.9"}, "deteriorating"),
    ],
)
def test_near_a_limit_less_growth_will_do(values: Values, status: Status) -> None:
    """The cut-offs shrink as a rate nears 100 %."""
    assert judged(values, {"direction": "up"}, kind="rate").status == status


def test_without_a_limit_the_published_growth_is_too_little() -> None:
    """The same 0.2146 % a year of something unlimited is under 0.5 %."""
    gap = judged({2015: 93, 2018: "93.6"}, {"direction": "up"})
    assert gap.numbers.pace_observed == pytest.approx(0.002146, abs=5e-7)
    assert gap.status == "limited"


@pytest.mark.parametrize(
    ("start", "bounds", "direction", "factor"),
    [
        # 1 - 0.93 ** 4.44, and the same as far above the limit as below
        (93, (0, 100), "up", 0.2755),
        (107, (0, 100), "up", 0.2755),
        (-93, (-100, 0), "down", 0.2755),
        (-107, (-100, 0), "down", 0.2755),
        # (2 * 50 - 53.5) / 50 = 0.93, counted from the limit that lies ahead
        (53.5, (50, 200), "down", 0.2755),
        # 1 - 0.5 ** 4.44
        (50, (0, 100), "up", 0.9539),
        (150, (0, 100), "up", 0.9539),
        (100, (0, 100), "up", 0),
        (0, (0, 100), "up", 1),
        (200, (0, 100), "up", 1),
        (250, (0, 100), "up", 1),
        (93, (0, 100), "down", 1),
        (93, None, "up", 1),
    ],
)
def test_the_factor_near_a_limit(start: float, bounds: tuple[int, int] | None, direction: str, factor: float) -> None:
    """The published factor is 1 far off and 0 at the limit, on either side of it."""
    made = indicator({"direction": direction}, kind="index", bounds=bounds)
    assert near_limit(start, made, "up" if direction == "up" else "down") == pytest.approx(factor, abs=5e-5)


# --- what holds whatever the values -----------------------------------------------------------------------------------

VALUES = st.integers(-1000, 1000)
POSITIVE = st.integers(1, 1000)
YEARS = st.integers(2016, 2022)
STEPS = st.dictionaries(YEARS, VALUES, max_size=5)
RISES = st.dictionaries(YEARS, POSITIVE, max_size=5)


def mirrored(promise: Promise) -> Promise:
    match promise:
        case {"at_least": int() as value}:
            return {"at_most": -value}
        case {"at_most": int() as value}:
            return {"at_least": -value}
        case {"between": (int() as low, int() as high)}:
            return {"between": (-high, -low)}
        case {"hold": {"at_least": int() as value}}:
            return {"hold": {"at_most": -value}}
        case _:
            raise AssertionError(promise)


PROMISES: st.SearchStrategy[Promise] = st.one_of(
    VALUES.map(lambda value: {"at_least": value}),
    VALUES.map(lambda value: {"at_most": value}),
    VALUES.map(lambda value: {"hold": {"at_least": value}}),
    # of odd width, so that no whole number lies halfway
    st.tuples(VALUES, st.integers(0, 50)).map(lambda it: {"between": (it[0], it[0] + 2 * it[1] + 1)}),
)


@given(base=VALUES, steps=STEPS, promise=PROMISES)
def test_better_is_better_in_either_direction(base: int, steps: dict[int, int], promise: Promise) -> None:
    """Everything turned upside down, a linear series has the same verdict, share, lead and gap."""
    values = {2015: base, **steps}
    straight = judged(values, promise, path="linear")
    turned = judged({year: -value for year, value in values.items()}, mirrored(promise), path="linear")
    assert verdict(turned) == verdict(straight)
    assert turned.numbers.gap == straight.numbers.gap
    assert turned.first_met == straight.first_met
    assert turned.numbers.realised == straight.numbers.realised
    assert turned.numbers.ratio == straight.numbers.ratio
    assert turned.numbers.lead == straight.numbers.lead


@pytest.mark.parametrize("kind", ["count", "amount"])
@given(base=POSITIVE, target=POSITIVE, year=st.integers(2016, 2019))
def test_realised_is_none_at_the_baseline_and_one_at_the_target(kind: str, base: int, target: int, year: int) -> None:
    """Who stands where they started has realised nothing; who stands at the target has realised all of it."""
    assume(base != target)
    promise = {"at_least" if target > base else "at_most": target}
    still, there = (judged({2015: base, year: value}, promise, kind=kind) for value in (base, target))
    assert (still.numbers.realised, still.status) == (0, "limited")
    assert (there.numbers.realised, there.status) == (1, "achieved")
    assert there.numbers.gap == 0


@given(base=VALUES, step=VALUES, years=st.integers(1, 4))
def test_exactly_on_the_path_arrives_exactly(base: int, step: int, years: int) -> None:
    """Equal steps that add up to the target are a ratio of one, no lead, and a projection that hits it in 2020."""
    assume(step)
    target = base + 5 * step
    promise = {"at_least" if step > 0 else "at_most": target}
    gap = judged({2015: base, 2015 + years: base + years * step}, promise)
    assert gap.status == "on_track"
    assert gap.numbers.ratio == pytest.approx(1)
    assert gap.numbers.lead == pytest.approx(0, abs=1e-9)
    assert gap.numbers.projected == pytest.approx(target)
    assert gap.numbers.shortfall == pytest.approx(0, abs=1e-9) or gap.numbers.shortfall is None
    assert gap.numbers.reached == pytest.approx(2020)


@given(base=st.integers(1, 50), fold=st.integers(2, 9), years=st.integers(1, 4), falling=st.booleans())
def test_exactly_on_the_geometric_path_arrives_exactly(base: int, fold: int, years: int, *, falling: bool) -> None:
    """The same fold every year is a ratio of one upwards and downwards, and no rate of growth but that fold."""
    low, high = base, base * fold**5
    start, target = (high, low) if falling else (low, high)
    now = high // fold**years if falling else low * fold**years
    promise = {"at_most" if falling else "at_least": target}
    gap = judged({2015: start, 2015 + years: now}, promise, kind="amount")
    assert (gap.path, gap.status) == ("geometric", "on_track")
    assert gap.numbers.ratio == pytest.approx(1)
    assert gap.numbers.projected == pytest.approx(target)
    assert gap.numbers.pace_observed == pytest.approx(1 / fold - 1 if falling else fold - 1)
    assert gap.numbers.reached == pytest.approx(2020)


@pytest.mark.parametrize("kind", ["count", "amount"])
@given(base=POSITIVE, value=POSITIVE, target=POSITIVE, year=st.integers(2016, 2019))
def test_lead_and_ratio_never_contradict(kind: str, base: int, value: int, target: int, year: int) -> None:
    """Ahead of the time gone is a ratio of one or more, behind it one below, on both paths."""
    assume(base != target)
    promise = {"at_least" if target > base else "at_most": target}
    numbers = judged({2015: base, year: value}, promise, kind=kind).numbers
    assert numbers.lead is not None
    assert numbers.ratio is not None
    assert (numbers.lead >= -1e-9) == (numbers.ratio >= 1 - 1e-9)
    assert (numbers.shortfall is None or numbers.shortfall < 1e-6) == (numbers.ratio >= 1 - 1e-9)


@pytest.mark.parametrize("kind", ["count", "amount"])
@given(base=VALUES, steps=STEPS, target=VALUES, power=st.integers(-4, 8))
def test_the_unit_of_measure_changes_no_verdict(
    kind: str, base: int, steps: dict[int, int], target: int, power: int
) -> None:
    """In 亿元 or in 元 the ratios and the verdict are the same, and the gap is the same money."""
    times = Decimal(10) ** power
    values = {2015: base, **steps}
    given_, other = (
        judged({year: value * unit for year, value in values.items()}, {"at_least": target * unit}, kind=kind)
        for unit in (Decimal(1), times)
    )
    assert verdict(other) == verdict(given_)
    assert other.path == given_.path
    for name in ("elapsed", "realised", "ratio", "completion", "reached"):
        before, after = getattr(given_.numbers, name), getattr(other.numbers, name)
        assert after == (None if before is None else pytest.approx(before))
    assert other.numbers.gap == (None if given_.numbers.gap is None else given_.numbers.gap * times)


@given(data=st.data(), base=VALUES, steps=STEPS, promise=PROMISES)
def test_the_order_of_observations_changes_nothing(
    data: st.DataObject, base: int, steps: dict[int, int], promise: Promise
) -> None:
    """Observations are told by their periods, not by where they stand."""
    made = indicator(promise)
    seen = [
        *observations({2015: base, **steps}),
        observation("2018年上半年", 3, rule="part"),
        observation(2023, None, rule="districts"),
    ]
    mixed = data.draw(st.permutations(seen))
    assert assess_series(made, made.target[0], REGION, mixed) == assess_series(made, made.target[0], REGION, seen)


@given(value=st.integers(-(10**31), 10**31), short=st.integers(-(10**31), 10**31))
def test_the_gap_is_exact_to_the_last_digit(value: int, short: int) -> None:
    """Twenty digits before the point and twelve behind it, which is what may be stored, are subtracted exactly."""
    latest, target, gap = (Decimal(f"{number}E-12") for number in (value, value + short, short))
    assert judged({2017: latest}, {"at_least": target}).numbers.gap == gap
    assert judged({2017: target}, {"at_most": latest}).numbers.gap == gap


@given(base=RISES, target=POSITIVE)
def test_a_verdict_always_comes(base: dict[int, int], target: int) -> None:
    """Whatever was observed, what is met is met: the final value alone decides the final verdict."""
    gap = judged({2015: 5, **base}, {"at_least": target})
    if 2020 in base:
        assert gap.status == ("met" if base[2020] >= target else "missed")
    elif any(year > 2020 for year in base):
        assert gap.status == "pending_final"
    else:
        assert gap.status not in {"met", "missed", "pending_final"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({2015: 5, 2017: 8}, ("held", None)),
        ({2015: 9, 2017: 8}, ("held", None)),
        ({2015: 5, 2017: 6}, ("unmet_improving", None)),
        ({2015: 9, 2017: 10}, ("unmet_worsening", None)),
        ({2017: 6}, ("unmet", "one_point")),
    ],
)
def test_a_growth_rate_within_a_range_is_held_too(values: Values, expected: Verdict) -> None:
    """7 to 9 % a year: inside is held whichever way it goes, outside counts whether it comes nearer."""
    gap = judged(values, {"between": (Decimal(7), Decimal(9))}, kind="growth", path="geometric")
    assert verdict(gap) == expected
    assert (gap.path, gap.numbers.ratio) == ("linear", None)


def test_any_made_up_value_of_the_series_marks_the_gap() -> None:
    """A trend rests on earlier values too, so one that is made up marks the verdict."""
    promise = {"hold": {"at_least": 50}}
    made_up = observation(2016, 60, status="synthetic")
    assert judged({2015: 50, 2017: 55}, promise).synthetic is False
    assert judged({2015: 50, 2017: 55}, promise, made_up).synthetic is True


def test_an_unfinished_year_before_the_baseline_is_no_news() -> None:
    """What ran up before the plan began stands beside no verdict."""
    stated = {"period": 2015, "value": 20, "source": {"clause": "三"}}
    early, late = observation("2013年上半年", 3, rule="part"), observation("2016年上半年", 4, rule="part")
    assert judged({}, TO_100, early, baseline=stated).part is None
    assert judged({}, TO_100, early, late, baseline=stated).part == late


def test_no_shortfall_exactly_on_the_path() -> None:
    """0.7 in 2015 to 80.3 in 2019 is four fifths of the way to 100.2 in four fifths of the time: nothing is short."""
    gap = judged({2015: "0.7", 2019: "80.3"}, {"at_least": Decimal("100.2")})
    assert gap.numbers.ratio == pytest.approx(1)
    assert gap.numbers.shortfall is None


def test_only_the_limit_ahead_makes_a_projection_optimistic() -> None:
    """30 falling to 10 % would pass 0, which flatters nobody who is to reach 60; to reach 5 it does."""
    away = judged({2015: 30, 2017: 10}, {"at_least": 60}, kind="rate")
    towards = judged({2015: 30, 2017: 10}, {"at_most": 5}, kind="rate")
    assert (away.numbers.projected, away.numbers.capped) == (0, False)
    assert (towards.numbers.projected, towards.numbers.capped) == (0, True)


@pytest.mark.parametrize(
    ("promise", "start", "value"),
    [({"at_least": -5}, -20, -10), ({"at_most": -5}, -1, -10), ({"at_most": 5}, 20, -1), ({"at_least": -5}, -20, 3)],
)
def test_there_is_no_completion_between_negative_numbers(promise: Promise, start: int, value: int) -> None:
    """-10 of at least -5 is not 200 %: less would read as more."""
    assert judged({2015: start, 2018: value}, promise).numbers.completion is None


def test_a_stated_baseline_of_a_later_year_is_not_known_yet() -> None:
    """As at the end of 2014 nobody can say that the value of 2015 meets the target."""
    fields = {"baseline": {"period": 2015, "value": 50, "assumed": True}}
    assert verdict(judged({}, {"at_least": 50}, year=2015, **fields)) == ("achieved", "baseline_meets_target")
    assert verdict(judged({}, {"at_least": 50}, year=2014, **fields)) == ("not_assessable", "no_observation")


def test_an_unfinished_year_after_the_target_year_closes_it() -> None:
    """Where 2021 has begun, the value of 2019 is no longer on its way to 2020 (A.3, test 2)."""
    begun = observation("2021-01/06", 60, rule="part")
    gap = judged({2015: 0, 2019: 80}, TO_100, begun, series="flow")
    assert (verdict(gap), gap.numbers.pace_required) == (("pending_final", None), None)
    few = observation(2021, None, rule="districts")
    assert verdict(judged({2015: 0, 2019: 80}, TO_100, few)) == ("pending_final", None)
