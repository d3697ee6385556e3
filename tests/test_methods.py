"""The other published methods: their worked cases, their edge cases, and what the plan's targets give them."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import REGION, Number, Promise, indicator, judged, observation, observations

from hlwplan.assess import opensdg, sdsn, weather
from hlwplan.assess.methods import rate, rated
from hlwplan.assess.progress import assess_series
from hlwplan.assess.rating import Method, Note, Rating
from hlwplan.measure.measurement import Rule

Sign = Literal[1, -1]
Values = Mapping[int, Number]
TO_100: Promise = {"at_least": 100}
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def by(method: Method, values: Values, promise: Promise, **fields: object) -> Rating:
    """What a method says of a made-up target."""
    return rate(judged(values, promise, year=None, **fields), observations(values), method)


# --- Open SDG ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "value", "years", "target", "sign", "ratio", "status"),
    [
        # Eurostat's worked cases, which its growth rates share
        (180, 330, 2, 650, 1, 1.209, "substantial_progress"),
        (180, 207, 2, 650, 1, 0.247, "limited_progress"),
        (100, 66, 2, 40, -1, 1.120, "substantial_progress"),
        # what zeros become
        (0, 380, 2, 1000, 1, 41.447, "substantial_progress"),
        (100, 30, 2, 0, -1, 0.503, "limited_progress"),
        # nothing moved: zero belongs to the better side
        (100, 100, 2, 200, 1, 0, "limited_progress"),
        # better than the target already, and slid back
        (120, 110, 2, 100, 1, -1.189, "target_achieved"),
        (120, 90, 2, 100, 1, -3.742, "deterioration"),
        # a loss to be halved: signs all negative turn the direction
        (-100, -80, 2, -50, 1, 0.816, "moderate_progress"),
        (-100, -120, 2, -50, 1, -0.737, "deterioration"),
        # the target year passed with 640 of 650: what a closed plan must not say
        (180, 640, 5, 650, 1, 0.986, "substantial_progress"),
    ],
)
def test_opensdg_worked_ratios(
    base: float, value: float, years: int, target: float, sign: int, ratio: float, status: str
) -> None:
    """R is growth over the size of the growth needed from 2015 to 2020, turned so that more is better."""
    points = [(2015, float(base)), (2015 + years, float(value))]
    found = opensdg.rate(points, 2015, 2020, target, 1 if sign > 0 else -1)
    assert found.status == status
    assert found.value == pytest.approx(ratio, abs=5e-4)
    assert found.cuts == (0.95, 0.6, 0)


def test_opensdg_near_a_limit() -> None:
    """93 to 93.6 % in three years: 0.2146 % where 0.138 % are moderate at a factor of 0.2755, score 0.698."""
    found = opensdg.rate([(2015, 93), (2018, 93.6)], 2015, 2020, None, 1, 100)
    assert found.status == "moderate_progress"
    assert found.value == pytest.approx(0.002146, abs=5e-7)
    assert found.cuts == pytest.approx((0.00413, 0.00138, 0), abs=5e-6)
    assert found.score == pytest.approx(0.698, abs=5e-4)


@pytest.mark.parametrize(
    ("growth", "status", "score"),
    [
        (0.03, "substantial_progress", 5),
        (0.02, "substantial_progress", 5),
        (0.0175, "substantial_progress", 3.75),
        (0.01, "moderate_progress", 1.25),
        (0.0025, "limited_progress", -1.25),
        (0, "limited_progress", -2.5),
        (-0.01, "deterioration", -3.75),
        (-0.05, "deterioration", -5),
    ],
)
def test_opensdg_without_a_target(growth: float, status: str, score: float) -> None:
    """Growth itself is judged by 1.5, 0.5 and 0 %, and scored from -2 % to 2 %."""
    found = opensdg.rate([(2015, 100), (2016, 100 * (1 + growth))], 2015, 2020, None, 1)
    assert found.status == status
    assert found.score == pytest.approx(score, abs=1e-6)


def test_opensdg_at_its_limit() -> None:
    """At the limit the factor is 0: whoever keeps it has a score of 5, whoever loses it deteriorates as ever."""
    assert opensdg.rate([(2015, 100), (2016, 100)], 2015, 2020, None, 1, 100).score == 5
    lost = opensdg.rate([(2015, 100), (2016, 99)], 2015, 2020, None, 1, 100)
    assert lost.status == "deterioration"
    assert lost.score == pytest.approx(-3.75)


@pytest.mark.parametrize(
    ("value", "score"),
    [(150, 5), (104, -1.945), (90, -3.938)],
)
def test_opensdg_scores_with_a_target(value: float, score: float) -> None:
    """100 to be doubled in five years, seen after two."""
    found = opensdg.rate([(2015, 100), (2017, value)], 2015, 2020, 200, 1)
    assert found.score == pytest.approx(score, abs=5e-4)


def test_opensdg_mean_of_three_series() -> None:
    """100 to 150, 104 and 90 with 200 promised: a mean of -0.294, limited progress."""
    found = [opensdg.rate([(2015, 100), (2017, value)], 2015, 2020, 200, 1) for value in (150, 104, 90)]
    score, status = opensdg.overall(found)
    assert score == pytest.approx(-0.294, abs=5e-4)
    assert status == "limited_progress"


def test_opensdg_overall() -> None:
    """Achieved only where all are; what has no score does not count, and nothing is nothing."""
    done = opensdg.rate([(2015, 100), (2017, 250)], 2015, 2020, 200, 1)
    none = opensdg.rate([], 2015, 2020, 200, 1)
    falling = opensdg.rate([(2015, 100), (2017, 90)], 2015, 2020, 200, 1)
    assert opensdg.overall([done, none, done]) == (5, "target_achieved")
    assert opensdg.overall([done, falling])[1] == "moderate_progress"
    assert opensdg.overall([falling])[1] == "deterioration"
    assert opensdg.overall([none]) == opensdg.overall([]) == (None, "not_available")


def test_opensdg_indicator_is_kinder_than_its_series_just_under_the_cut_off() -> None:
    """The published constants are rounded: 0.949995 is moderate for a series and substantial for the indicator."""
    needed = 2 ** (1 / 5) - 1
    series = opensdg.rate([(2015, 100), (2016, 100 * (1 + 0.949995 * needed))], 2015, 2020, 200, 1)
    assert series.status == "moderate_progress"
    assert opensdg.overall([series])[1] == "substantial_progress"


@pytest.mark.parametrize(
    ("points", "target", "status", "notes"),
    [
        # the next later year, whatever lies before
        ([(2014, 1), (2016, 100), (2018, 150)], 200, "substantial_progress", ("other_base",)),
        ([(2013, 1), (2014, 100)], 200, "not_available", ("no_base",)),
        ([], 200, "not_available", ("no_data",)),
        ([(2015, 1), (2015, 2)], 200, "not_available", ("duplicate_year",)),
        ([(2015, 100)], 200, "not_available", ("one_point",)),
        ([(2015, 200)], 200, "target_achieved", ()),
        ([(2015, -10), (2018, 10)], 200, "not_available", ("opposite_sign",)),
        ([(2015, 10), (2018, -10)], 200, "not_available", ("opposite_sign",)),
        ([(2015, -10), (2018, 210)], 200, "target_achieved", ()),
        ([(2015, 10), (2018, 0)], 200, "deterioration", ()),
        ([(2015, 0), (2018, 0)], 200, "deterioration", ("base_zero",)),
        # a complex root taken for a number
        ([(2015, -10), (2018, -5)], 200, "limited_progress", ("complex_root",)),
        ([(2016, -10), (2018, -5)], 200, "not_available", ("other_base", "undefined")),
        # target equals baseline: kept, lost
        ([(2015, 200), (2018, 200)], 200, "target_achieved", ()),
        ([(2015, 200), (2018, 190)], 200, "deterioration", ("target_is_base",)),
        ([(2015, 0), (2018, 0)], 0, "deterioration", ("base_zero", "target_zero", "target_is_base")),
    ],
)
def test_opensdg_edge_cases(
    points: list[tuple[int, float]], target: float, status: str, notes: tuple[Note, ...]
) -> None:
    """The table of the published code's edge cases: its result where it has one, else none, and why."""
    found = opensdg.rate(points, 2015, 2020, target, 1)
    assert (found.status, found.notes) == (status, notes)
    assert (found.score is None) == (status == "not_available")


def test_opensdg_lost_what_it_started_from() -> None:
    """A ratio of minus infinity is deterioration with the worst score, and no number."""
    found = opensdg.rate([(2015, 100), (2017, 99)], 2015, 2020, 100, 1)
    assert (found.value, found.score) == (None, -5)


@pytest.mark.parametrize(
    ("points", "status", "value"),
    [
        # the published code ends with an exception, even where the target is achieved
        ([(2016, 100), (2018, 150)], "not_available", None),
        ([(2016, 100), (2018, 250)], "not_available", None),
        # one value or opposite signs are found before the division
        ([(2016, 100)], "not_available", None),
        ([(2016, 250)], "target_achieved", None),
    ],
)
def test_opensdg_target_year_is_base_year(points: list[tuple[int, float]], status: str, value: float | None) -> None:
    """No time lies between: nothing can be needed a year."""
    found = opensdg.rate(points, 2016, 2016, 200, 1)
    assert (found.status, found.value) == (status, value)


def test_opensdg_target_year_is_the_later_base_year() -> None:
    """Where the base year was moved onto the target year the needed growth is infinite, as in the published code."""
    assert opensdg.rate([(2016, 100), (2018, 150)], 2015, 2016, 200, 1).value == 0
    assert opensdg.rate([(2016, 100), (2018, 81)], 2015, 2016, 50, -1).value == pytest.approx(0.1)


def test_opensdg_growth_beyond_a_float() -> None:
    """A target year before the later base year, and a fold that underflows: no number, and no failure."""
    found = opensdg.rate([(2016, 1000), (2018, 900)], 2015, 2014, 5e-324, -1)
    assert (found.status, found.notes) == ("not_available", ("other_base", "undefined"))


@given(
    points=st.lists(st.tuples(st.integers(2010, 2030), FINITE), max_size=6),
    base=st.integers(2010, 2030), end=st.integers(2010, 2030),
    target=st.none() | FINITE, sign=st.sampled_from([1, -1]), limit=st.none() | FINITE,
)  # fmt: skip
def test_opensdg_never_fails(
    points: list[tuple[int, float]], base: int, end: int, target: float | None, sign: int, limit: float | None
) -> None:
    """Any finite numbers give a rating, with a finite value if any, and a score unless it is not available."""
    found = opensdg.rate(points, base, end, target, 1 if sign > 0 else -1, limit)
    assert found.value is None or math.isfinite(found.value)
    assert (found.score is None) == (found.status == "not_available")
    assert found.score is None or -5 <= found.score <= 5
    assert found.status != "not_available" or found.notes


POSITIVE = st.integers(1, 1000)


@given(base=POSITIVE, value=POSITIVE, target=POSITIVE, year=st.integers(2016, 2021), power=st.integers(-6, 6))
def test_opensdg_in_any_unit_of_measure(base: int, value: int, target: int, year: int, power: int) -> None:
    """A change of unit changes no ratio; turned negative, more is worse and the ratio stays."""
    assume(base != target)
    sign: Sign = 1 if target > base else -1
    unit = 2.0**power
    one = opensdg.rate([(2015, base), (year, value)], 2015, 2020, target, sign)
    other = opensdg.rate([(2015, base * unit), (year, value * unit)], 2015, 2020, target * unit, sign)
    assert (other.status, other.value) == (one.status, one.value)
    turned = opensdg.rate([(2015, -base), (year, -value)], 2015, 2020, -target, -1 if sign > 0 else 1)
    assert (turned.status, turned.value, turned.score) == (one.status, one.value, one.score)


# --- SDSN -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "now", "goal", "sign", "ratio", "status"),
    [
        # China in the Sustainable Development Report 2020: internet users, women in parliament, PM2.5
        ((2014, 47.9), (2017, 54.3), 80, 1, 1.063, "on_track"),
        ((2015, 23.6), (2019, 24.94), 40, 1, 0.306, "stagnating"),
        ((2014, 59.767), (2017, 52.665), 10, -1, 0.761, "moderately_improving"),
        # the cut-offs belong to the better side
        ((2015, 0), (2020, 5), 15, 1, 1, "on_track"),
        ((2015, 0), (2020, 2.5), 15, 1, 0.5, "moderately_improving"),
        ((2015, 0), (2020, 2.49), 15, 1, 0.498, "stagnating"),
        ((2015, 0), (2020, 0), 15, 1, 0, "stagnating"),
        ((2015, 0), (2020, -0.1), 15, 1, -0.02, "decreasing"),
        # at the goal or beyond no movement counts
        ((2015, 20), (2020, 15), 15, 1, None, "on_track"),
        ((2015, 5), (2020, 16), 15, 1, 3.3, "on_track"),
        # lost
        ((2015, 15), (2020, 14), 15, 1, None, "decreasing"),
        ((2015, 20), (2020, 14), 15, 1, None, "decreasing"),
    ],
)  # fmt: skip
def test_sdsn_worked_cases(
    start: tuple[float, float], now: tuple[float, float], goal: float, sign: int, ratio: float | None, status: str
) -> None:
    """The arrows of published rows, and each rule of the table."""
    found = sdsn.rate(start, now, (2030, goal), 1 if sign > 0 else -1)
    assert found.status == status
    assert found.value == (None if ratio is None else pytest.approx(ratio, abs=5e-4))


def test_sdsn_needs_two_points_unless_at_the_goal() -> None:
    """Who stands at the goal is on track on the latest value alone; else the way is not known."""
    assert sdsn.rate(None, (2018, 15), (2030, 15), 1).status == "on_track"
    assert sdsn.rate(None, (2018, 14), (2030, 15), 1).notes == ("no_base",)
    assert sdsn.rate((2018, 14), (2018, 14), (2030, 15), 1).notes == ("one_point",)
    assert sdsn.rate((2015, -1e308), (2018, 1e308), (2030, 1.5e308), 1).notes == ("undefined",)


@pytest.mark.parametrize(
    ("years", "expected"),
    [([2013, 2017], None), ([2014, 2018], 2014), ([2016, 2018], 2016), ([2014, 2016], 2014), ([], None)],
)
def test_sdsn_borrows_within_a_year(years: list[int], expected: int | None) -> None:
    """The nearest value within one year of 2015, the earlier of two."""
    found = sdsn.nearest([(year, 1.0) for year in years], 2015)
    assert found == (None if expected is None else (expected, 1.0))


@given(start=FINITE, now=FINITE, goal=FINITE, sign=st.sampled_from([1, -1]), when=st.floats(2010, 2035))
def test_sdsn_never_fails(start: float, now: float, goal: float, sign: int, when: float) -> None:
    """Any finite numbers give an arrow or the reason why there is none."""
    found = sdsn.rate((2015.0, start), (when, now), (2030.0, goal), 1 if sign > 0 else -1)
    assert found.value is None or math.isfinite(found.value)
    assert found.status != "not_available" or found.notes


WHOLE = st.integers(-1000, 1000)


@given(start=WHOLE, now=WHOLE, goal=WHOLE, lower=WHOLE, factor=st.integers(-50, 50))
def test_sdsn_scores_have_the_arrows_of_values(start: int, now: int, goal: int, lower: int, factor: int) -> None:
    """Put on the scale from any lower bound to any optimum, either way round, a value has the same arrow."""
    assume(factor)
    scored = [float(factor * (it - lower)) for it in (start, now, goal)]
    plain = sdsn.rate((2015, start), (2018, now), (2030, goal), 1)
    moved = sdsn.rate((2015, scored[0]), (2018, scored[1]), (2030, scored[2]), 1 if factor > 0 else -1)
    assert moved.status == plain.status
    assert moved.value == (None if plain.value is None else pytest.approx(plain.value))


# --- Germany ----------------------------------------------------------------------------------------------------------


def yearly(first: int, *values: float) -> list[tuple[float, float]]:
    return [(first + number, value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("points", "end", "sign", "miss", "symbol"),
    [
        # 67 carried on, 28 of 34 missed; 92 carried on, 3 of 15 missed
        (yearly(2015, 52, 55, 58.5, 61), (2020, 95), 1, 0.82, "cloud"),
        (yearly(2012, 60, 64, 68, 72, 76, 80), (2020, 95), 1, 0.20, "sun_cloud"),
        # 30 + 3 * 10 = 60: all of it, 0.95 and 0.9 of it
        (yearly(2015, 0, 10, 20, 30), (2021, 60), 1, 0, "sun"),
        (yearly(2015, 0, 10, 20, 30), (2020, 51), 1, 1 / 21, "sun"),
        (yearly(2015, 0, 19, 38, 57), (2019, 77), 1, 0.05, "sun_cloud"),
        (yearly(2015, 100, 90, 80, 70), (2020, 50), -1, 0, "sun"),
        (yearly(2015, 100, 90, 80, 70), (2020, 40), -1, 1 / 3, "cloud"),
        # the wrong way, and no way
        (yearly(2015, 55, 54, 53, 52), (2020, 95), 1, 1 + 2 / 43, "thunderstorm"),
        (yearly(2015, 52, 54, 50, 52), (2020, 95), 1, 1, "cloud"),
        # the target year is over
        (yearly(2015, 52, 55, 58.5, 61), (2018, 95), 1, 1, "cloud"),
        # only the last six count: -100 was long ago
        (yearly(2011, -100, 60, 64, 68, 72, 76, 80), (2020, 95), 1, 0.20, "sun_cloud"),
    ],
)  # fmt: skip
def test_weather_worked_cases(
    points: list[tuple[float, float]], end: tuple[float, float], sign: int, miss: float, symbol: str
) -> None:
    """The share of the gap that is missed if the mean of the last five changes goes on."""
    found = weather.reach(points, end, 1 if sign > 0 else -1)
    assert found.status == symbol
    assert found.value == pytest.approx(miss, abs=5e-3)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("values", "symbol"),
    [
        ((96, 97, 98, 99), "sun"),
        ((97, 97, 97, 97), "sun"),
        ((99, 98, 97, 96), "sun_cloud"),
        ((90, 91, 92, 94), "cloud"),
        ((94, 93, 95, 94), "cloud"),
        ((96, 95, 95, 94), "thunderstorm"),
    ],
)
def test_weather_of_what_is_kept_or_met(values: tuple[float, ...], symbol: str, sign: int) -> None:
    """At least 95 every year, or at most −95: whether it is met first, then which way it goes."""
    points = [(time, sign * value) for time, value in yearly(2015, *values)]
    good: Sign = 1 if sign > 0 else -1
    held = weather.hold(points, sign * 95, good)
    assert held.status == symbol
    if symbol.startswith("sun"):
        assert weather.reach(points, (2020, sign * 95), good) == held


@pytest.mark.parametrize(
    ("values", "symbol"),
    [
        ((1, 2, 3, 4), "sun"),
        ((1, 2, 4, 4), "sun_cloud"),
        ((1, 2, 4, 3), "sun_cloud"),
        ((4, 3, 2, 3), "cloud"),
        ((3, 4, 2, 3), "cloud"),
        ((3, 2, 3, 3), "thunderstorm"),
        ((4, 3, 2, 1), "thunderstorm"),
    ],
)
def test_weather_where_only_a_direction_is_promised(values: tuple[float, ...], symbol: str) -> None:
    """The mean change first, then the last one; standing still points nowhere."""
    assert weather.head(yearly(2015, *values), 1).status == symbol
    assert weather.head(yearly(2015, *(-value for value in values)), -1).status == symbol


def test_weather_needs_four_points() -> None:
    """Three points have no symbol, however good, and too large a change has none either."""
    three = yearly(2015, 1, 2, 3)
    for found in (weather.reach(three, (2020, 9), 1), weather.hold(three, 1, 1), weather.head(three, 1)):
        assert (found.status, found.notes) == ("not_available", ("few_points",))
    assert weather.reach([], (2020, 9), 1).notes == ("no_data",)
    vast = yearly(2015, -1.5e308, 0, 0, 1.5e308)
    assert weather.head(vast, 1).notes == ("undefined",)
    assert weather.reach(yearly(2015, -1e308, 0, 0, -1e308 / 2), (2019, 1.7e308), 1).status == "cloud"
    assert weather.reach(yearly(2015, -1e308, 0, 0, -1e308 / 2), (2030, 1.7e308), 1).notes == ("undefined",)


@given(
    values=st.lists(FINITE, min_size=1, max_size=8),
    goal=FINITE,
    sign=st.sampled_from([1, -1]),
    end=st.floats(2010, 2040),
)
def test_weather_never_fails(values: list[float], goal: float, sign: int, end: float) -> None:
    """Any finite numbers give a symbol or the reason why there is none."""
    points = yearly(2015, *values)
    good: Sign = 1 if sign > 0 else -1
    for found in (
        weather.reach(points, (end, goal), good),
        weather.hold(points, goal, good),
        weather.head(points, good),
    ):
        assert found.value is None or math.isfinite(found.value)
        assert found.status != "not_available" or found.notes


@given(values=st.lists(WHOLE, min_size=4, max_size=7), goal=WHOLE, power=st.integers(-5, 5))
def test_weather_in_any_unit_and_upside_down(values: list[int], goal: int, power: int) -> None:
    """Neither a change of unit nor turning everything over changes a symbol."""
    unit = 2.0**power
    for factor, good in ((unit, 1), (-unit, -1)):
        points = yearly(2015, *(value * factor for value in values))
        sign: Sign = 1 if good > 0 else -1
        plain = yearly(2015, *values)
        assert weather.reach(points, (2025, goal * factor), sign).status == weather.reach(plain, (2025, goal), 1).status
        assert weather.hold(points, goal * factor, sign).status == weather.hold(plain, goal, 1).status
        assert weather.head(points, sign).status == weather.head(plain, 1).status


# --- the plan's targets -----------------------------------------------------------------------------------------------

METHODS: tuple[Method, ...] = ("opensdg", "sdsn", "weather")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("promise", "fields"),
    [
        (TO_100, {}),
        ({"at_most": 5}, {"kind": "amount"}),
        ({"between": (40, 60)}, {}),
        ({"hold": {"at_least": 50}}, {"kind": "rate"}),
        ({"direction": "up"}, {"kind": "rate"}),
        ({"direction": "down"}, {}),
        (TO_100, {"baseline": None}),
    ],
)
@given(values=st.dictionaries(st.integers(2012, 2022), WHOLE, max_size=7))
def test_every_target_is_rated_or_says_why_not(
    method: Method, promise: Promise, fields: dict[str, object], values: dict[int, int]
) -> None:
    """Whatever is promised and observed, each method gives one of its words, and a reason where it has none."""
    found = by(method, values, promise, **fields)
    assert found.method == method
    assert found.status != "not_available" or found.notes


def test_methods_disagree_about_one_target() -> None:
    """180, 240, 300, 350 of 650 by 2020: growth is 0.85 of what is needed, equal steps 0.60, carried on 62 % missed."""
    values = {2015: 180, 2016: 240, 2017: 300, 2018: 350}
    promise = {"at_least": 650}
    growth, steps, symbol = (by(method, values, promise, kind="amount") for method in METHODS)
    assert (growth.status, steps.status, symbol.status) == ("moderate_progress", "moderately_improving", "cloud")
    assert growth.value == pytest.approx(0.848, abs=5e-4)
    assert steps.value == pytest.approx(0.603, abs=5e-4)
    assert symbol.value == pytest.approx(1 - 2 * (170 / 3) / 300)
    assert growth.start == steps.start == symbol.start == (2015, 180)
    assert growth.end == steps.end == symbol.end == (2018, 350)


def test_opensdg_takes_the_newest_value_of_all() -> None:
    """Missed in 2020 and met in 2021 is achieved there; the others do not look past the target year."""
    values = {2015: 10, 2018: 60, 2019: 70, 2020: 90, 2021: 100}
    assert by("opensdg", values, TO_100).status == "target_achieved"
    assert by("sdsn", values, TO_100).end == (2020, 90)
    assert by("weather", values, TO_100).end == (2020, 90)


def test_a_missing_baseline_is_dealt_with_by_each_method() -> None:
    """The next later year, a year before or after, or none needed; beyond a year nothing is borrowed."""
    values = {2014: 40, 2016: 50, 2018: 60, 2019: 70}
    assert by("opensdg", values, TO_100).start == (2016, 50)
    assert by("sdsn", values, TO_100).start == (2014, 40)
    assert by("sdsn", values, TO_100).notes == ("other_base",)
    assert by("weather", values, TO_100).start == (2014, 40)
    assert by("sdsn", {2017: 50, 2019: 60}, TO_100).notes == ("no_base",)
    for method in METHODS[:2]:
        assert by(method, values, TO_100, baseline=None).notes == ("no_base",)


def test_a_stated_baseline_is_the_methods_baseline_too() -> None:
    """20 stated for 2015 goes before 40 observed; observations of earlier years stay."""
    stated = {"period": 2015, "value": 20, "source": {"clause": "三"}}
    values = {2014: 30, 2015: 40, 2016: 50, 2018: 60}
    assert by("opensdg", values, TO_100, baseline=stated).start == (2015, 20)
    assert by("sdsn", values, TO_100, baseline=stated).start == (2015, 20)
    assert by("weather", values, TO_100, baseline=stated).value == pytest.approx(1 - 2 * 7.5 / 40)


def test_a_baseline_within_a_year_is_not_the_years_last_value() -> None:
    """June 2015 starts the plan; the yearly points of the symbols still end with December."""
    made = indicator(TO_100, baseline={"period": "2015年6月"})
    seen = [observation("2015年6月", 10), *observations({2015: 20, 2016: 30, 2017: 40, 2018: 50})]
    gap = assess_series(made, made.target[0], REGION, seen)
    assert rate(gap, seen, "weather").start == (2015, 20)
    assert rate(gap, seen, "sdsn").start == (2014.5, 10)
    assert rate(gap, seen, "opensdg").start == (2015, 10)


def test_a_state_within_a_year_counts_by_calendar_year_for_open_sdg_only() -> None:
    """June 2018 is 2018 there, and 2017.5 elsewhere."""
    made = indicator(TO_100)
    seen = [*observations({2015: 10}), observation("2018年6月", 50)]
    gap = assess_series(made, made.target[0], REGION, seen)
    opened, arrows = rate(gap, seen, "opensdg"), rate(gap, seen, "sdsn")
    assert opened.end == (2018, 50)
    assert arrows.end == (2017.5, 50)


def test_the_growth_of_a_growth_rate_is_not_taken() -> None:
    """Open SDG wants the level; whether the rate is high enough needs none."""
    values = {2015: 5, 2018: 7}
    assert by("opensdg", values, {"at_least": 9}, kind="growth").notes == ("growth_rate",)
    assert by("opensdg", values, {"at_least": 6}, kind="growth").status == "target_achieved"
    assert by("opensdg", {2015: 5}, {"at_least": 9}, kind="growth").notes == ("one_point",)
    four = {2015: 5, 2016: 6, 2017: 8, 2018: 7}
    assert by("weather", four, {"at_least": 9}, kind="growth").status == "cloud"
    assert by("weather", four, {"at_least": 9}, kind="growth").cuts == (0,)


def test_a_range_is_rated_by_its_nearer_bound() -> None:
    """30 rising to 36 of 40 to 60, 70 falling to 64, and 45 on the way down inside."""
    low = {2015: 30, 2016: 32, 2017: 34, 2018: 36}
    high = {2015: 70, 2016: 68, 2017: 66, 2018: 64}
    inside = {2015: 51, 2016: 49, 2017: 47, 2018: 45}
    promise: Promise = {"between": (40, 60)}
    assert by("weather", low, promise).status == by("weather", high, promise).status == "sun"
    assert by("weather", inside, promise).status == "sun_cloud"
    assert by("sdsn", low, promise).value == by("sdsn", high, promise).value == pytest.approx(1)
    assert by("opensdg", inside, promise).status == "target_achieved"


def test_arrows_need_a_figure() -> None:
    """A direction alone has no goal for an arrow; the other two methods have rules of their own for it."""
    values: Values = {2015: 93, 2016: 93, 2017: 94, 2018: "93.6"}
    promise: Promise = {"direction": "up"}
    assert by("sdsn", values, promise, kind="rate").notes == ("no_figure",)
    assert by("opensdg", values, promise, kind="rate").status == "moderate_progress"
    assert by("weather", values, promise, kind="rate").status == "sun_cloud"
    falling = {2015: 10, 2018: 9}
    assert by("opensdg", falling, {"direction": "down"}).status == "substantial_progress"


def test_unfinished_years_and_partial_sums_are_no_points() -> None:
    """Neither what ran up this year nor what some districts reported enters another method."""
    values = {2015: 10, 2018: 50}
    gap = judged(values, TO_100)
    more = [observation("2019年上半年", 90, rule="part"), observation(2019, None, rule="districts")]
    for method in METHODS:
        assert rate(gap, [*observations(values), *more], method) == rate(gap, observations(values), method)


def test_ratings_keep_to_their_region_and_year() -> None:
    """A gap is rated by its own region's observations, and by none of later years than were asked for."""
    values = {2015: 10, 2018: 50}
    later, elsewhere = observation(2019, 90), observation(2016, 70, region="乙区")
    gap = judged(values, TO_100, year=2018)
    (found,) = rated([gap], [*observations(values), later, elsewhere], "opensdg", year=2018)
    assert found.rating == rate(gap, observations(values), "opensdg")
    assert rated([gap], [*observations(values), later], "opensdg")[0].rating != found.rating


@pytest.mark.parametrize("rule", ["check", "part", "part_before"])
def test_what_stands_beside_the_yearly_values_is_rated_by_no_method(rule: Rule) -> None:
    """Districts that add up to another value, and unfinished years, are not the region's own, whatever their period."""
    values = {2015: 10, 2017: 40}
    gap = judged({**values, 2018: 50}, TO_100)
    own = [*observations(values), observation("2018Q4", 50)]
    for method in METHODS:
        assert rate(gap, [*own, observation("2018", 1200, rule=rule)], method) == rate(gap, own, method)


def test_no_target_no_rating() -> None:
    """A region without a share has nothing to be rated by."""
    made = indicator(TO_100)
    gap = assess_series(made, None, REGION, observations({2015: 10, 2018: 50}))
    assert [rate(gap, (), method).notes for method in METHODS] == [("no_target",)] * 3


@given(steps=st.lists(st.integers(1, 50), min_size=3, max_size=3), factor=st.sampled_from([1, 1000, 10000]))
def test_the_unit_of_measure_changes_no_rating(steps: list[int], factor: int) -> None:
    """In 万元 as in 亿元 each method says the same."""
    values = {2015 + number: 10 + sum(steps[:number]) for number in range(4)}
    for method in METHODS:
        one = by(method, values, {"at_least": 300}, kind="amount")
        finer = {year: value * factor for year, value in values.items()}
        other = by(method, finer, {"at_least": Decimal(300 * factor)}, kind="amount")
        assert other.status == one.status
