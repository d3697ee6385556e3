"""Forecast: published cases, cases by hand, what is missing and why, and what holds whatever the values."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import REGION, Number, Promise, indicator, judged, observation, observations

from hlwplan.assess.forecast import Forecast, Likelihood, forecast, likelihood
from hlwplan.assess.gap import Gap
from hlwplan.assess.options import Axis, Model, Options
from hlwplan.assess.paths import projected
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation

MODELS: list[Model] = ["drift", "ols", "theil-sen"]
RETAIL = [(2015, 180.0), (2016, 240.0), (2017, 330.0)]
BROADBAND = [(2015, 52.0), (2016, 55.0), (2017, 58.5), (2018, 61.0)]

# Speed and stopping distance of cars, R's data set `cars` (Ezekiel, Methods of Correlation Analysis, 1930).
SPEED = (
    "4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 "
    "15 16 16 17 17 17 18 18 18 18 19 19 19 20 20 20 20 20 22 23 24 24 24 24 25"
)
DISTANCE = (
    "2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 "
    "54 32 40 32 40 50 42 56 76 84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85"
)
CARS = list(zip(map(float, SPEED.split()), map(float, DISTANCE.split()), strict=True))


def within(made: Forecast) -> tuple[float, float]:
    """The interval, which must be there."""
    assert made.interval is not None
    return made.interval


def asked(
    values: Mapping[int, Number],
    promise: Promise,
    *more: Observation,
    year: int | None = None,
    model: Model = "drift",
    scale: Axis | None = None,
    **fields: object,
) -> Gap:
    """The gap of a made-up indicator, with its forecast."""
    made = indicator(promise, **fields)
    seen = [*observations(values), *more]
    options = Options(forecast=True, model=model, scale=scale)
    return assess_series(made, made.target[0], REGION, seen, year=year, options=options)


def made_of(gap: Gap) -> Forecast:
    """The forecast, which must be there."""
    assert gap.forecast is not None
    return gap.forecast


# --- published and worked cases ---------------------------------------------------------------------------------------


def test_retail_sales_as_published() -> None:
    """180, 240, 330: 819 in 2020, 80 % within 682 and 984, and 650 is reached with 92 %."""
    made = forecast(RETAIL, 2020, at_least=650, scale="log")
    assert made.point == pytest.approx(819, abs=0.5)
    assert within(made) == pytest.approx((682, 984), abs=0.5)
    assert made.probability == pytest.approx(0.92, abs=5e-3)
    assert (made.points, made.df, made.reason, made.low_confidence) == (3, 1, None, True)


def test_retail_sales_by_pocket_calculator() -> None:
    """Each number of the interval follows from the ones before it."""
    made = forecast(RETAIL, 2020, at_least=650, scale="log")
    # ln(330/180) / 2, and ln 330 + 3 times that
    assert made.slope == pytest.approx(0.30307, abs=5e-6)
    assert made.centre == pytest.approx(6.70830, abs=5e-6)
    # the steps ln(240/180) = 0.28768 and ln(330/240) = 0.31845 miss the slope by 0.01539 each
    assert made.s == pytest.approx(math.sqrt(2 * 0.015386**2), abs=5e-6)
    # three years ahead, two years behind
    assert made.se == pytest.approx(0.021759 * math.sqrt(3 + 9 / 2), abs=5e-6)
    assert made.quantile == pytest.approx(3.0777, abs=5e-5)
    assert within(made)[0] == pytest.approx(math.exp(6.70830 - 3.0777 * 0.059589), rel=1e-4)
    # one degree of freedom: 1/2 + arctan((6.70830 - ln 650) / 0.059589) / pi
    assert made.probability == pytest.approx(0.5 + math.atan(0.231325 / 0.059589) / math.pi, abs=1e-4)


def test_broadband_as_published() -> None:
    """52, 55, 58.5, 61: 67.0 in 2020, 80 % within 65.3 and 68.7, and 95 is reached with 0.0005."""
    made = forecast(BROADBAND, 2020, at_least=95)
    assert made.point == pytest.approx(67.0)
    assert within(made) == pytest.approx((65.3, 68.7), abs=0.05)
    assert made.probability == pytest.approx(0.0005, abs=5e-5)
    # steps 3, 3.5, 2.5 miss 3 by 0, 0.5, 0.5; s^2 = 0.5 / 2; two years ahead, three behind
    assert made.s == pytest.approx(0.5)
    assert made.df == 2
    assert made.se == pytest.approx(0.5 * math.sqrt(2 + 4 / 3))


@pytest.mark.parametrize(
    ("level", "low", "high"),
    [(0.95, 29.60, 92.54), (0.80, 61.07 - 1.2994 * 15.6498, 61.07 + 1.2994 * 15.6498)],
)
def test_cars_stop_as_r_says(level: float, low: float, high: float) -> None:
    """At speed 20 R predicts 61.07, at its own level of 95 % between 29.60 and 92.54; 80 % is narrower."""
    made = forecast(CARS, 20, model="ols", level=level)
    assert made.point == pytest.approx(61.07, abs=5e-3)
    assert within(made) == pytest.approx((low, high), abs=6e-3)
    # R's summary(lm(dist ~ speed, cars)): slope 3.9324, residual standard error 15.38 on 48 degrees of freedom
    assert made.slope == pytest.approx(3.9324, abs=5e-5)
    assert made.s == pytest.approx(15.38, abs=5e-3)
    assert made.df == 48
    assert made.low_confidence is False


def test_drift_with_unequal_gaps_by_hand() -> None:
    """0, 6, 8, 20 in 2010, 2011, 2013, 2014 climb 5 a year; steps of 6, 2, 12 miss it by 1, -8, 7."""
    made = forecast([(2010, 0), (2011, 6), (2013, 8), (2014, 20)], 2016, at_least=30)
    assert (made.slope, made.point) == (5, 30)
    # (1 + 64/2 + 49) / 2 = 41; two years ahead, four behind: 2 + 4/4 = 3
    assert made.s == pytest.approx(math.sqrt(41))
    assert made.se == pytest.approx(math.sqrt(123))
    assert made.probability == 0.5


def test_least_squares_by_hand() -> None:
    """0, 1, 5 in three years: the line 2 + 2.5 (t - 2016) misses by 0.5, -1, 0.5; at 2018 it is at 7."""
    made = forecast([(2015, 0), (2016, 1), (2017, 5)], 2018, at_most=7, model="ols")
    assert (made.slope, made.point) == (2.5, 7)
    assert made.s == pytest.approx(math.sqrt(1.5))
    # 1 + 1/3 + 2^2 / 2
    assert made.se == pytest.approx(math.sqrt(1.5 * 10 / 3))
    assert made.probability == 0.5


def test_theil_sen_by_hand() -> None:
    """0, 2, 4, 30: the slopes 2, 2, 10, 2, 14, 26 have the median 6; y - 6t is 0, -4, -8, 12, in the middle -2."""
    made = forecast([(2015, 0), (2016, 2), (2017, 4), (2018, 30)], 2020, at_least=10, model="theil-sen")
    assert (made.slope, made.point) == (6, 28)
    assert (made.interval, made.probability, made.reason) == (None, None, "point_only")
    assert (made.s, made.se, made.df, made.quantile) == (None, None, None, None)


def test_a_bounded_rate_on_its_own_scale_by_hand() -> None:
    """50, 80, 90 % are the odds 1, 4, 9; the drift makes 3 a year of it, 81 two years on, which is 98.78 %."""
    made = forecast([(2015, 50), (2016, 80), (2017, 90)], 2019, at_least=95, scale="logit", limits=(0, 100))
    assert made.slope == pytest.approx(math.log(3))
    assert made.centre == pytest.approx(math.log(81))
    assert made.point == pytest.approx(100 * 81 / 82)
    low, high = within(made)
    assert 80 < low < 100 * 81 / 82 < high < 100
    # steps ln 4 and ln 2.25 miss ln 3 by ln(4/3) each; s = ln(4/3) root 2; two years ahead, two behind: root 4
    assert made.se == pytest.approx(2 * math.sqrt(2) * math.log(4 / 3))
    # 95 % are the odds 19
    assert made.probability == pytest.approx(0.5 + math.atan(math.log(81 / 19) / (made.se or 1)) / math.pi)
    assert made.capped is False


def test_values_below_zero_grow_downwards() -> None:
    """-180, -240, -330 mirror the retail sales, value for value."""
    straight = forecast(RETAIL, 2020, at_least=650, scale="log")
    turned = forecast([(time, -value) for time, value in RETAIL], 2020, at_most=-650, scale="log")
    assert turned.point == pytest.approx(-(straight.point or 0))
    assert within(turned) == pytest.approx((-within(straight)[1], -within(straight)[0]))
    assert turned.probability == pytest.approx(straight.probability)


def test_a_range_is_hit_between_its_bounds() -> None:
    """Within 65.279 and 68.721, which is the 80 % interval, lie 80 %; the part above the middle is half of it."""
    low, high = within(forecast(BROADBAND, 2020))
    assert forecast(BROADBAND, 2020, at_least=low, at_most=high).probability == pytest.approx(0.8)
    assert forecast(BROADBAND, 2020, at_least=67, at_most=high).probability == pytest.approx(0.4)
    assert forecast(BROADBAND, 2020, at_least=low, at_most=67).probability == pytest.approx(0.4)
    assert forecast(BROADBAND, 2020, at_least=high, at_most=1000).probability == pytest.approx(0.1, abs=1e-4)


@pytest.mark.parametrize(("at_least", "at_most"), [(0, 1000), (0, 650), (-5, 650)])
def test_a_range_from_zero_has_only_its_upper_bound_on_the_log_scale(at_least: float, at_most: float) -> None:
    """Whatever grows by folds stays above zero, so that bound takes nothing away."""
    both = forecast(RETAIL, 2020, at_least=at_least, at_most=at_most, scale="log")
    upper = forecast(RETAIL, 2020, at_most=at_most, scale="log")
    assert both.probability == pytest.approx(upper.probability)
    assert both.reason is None


# --- what is missing, and why -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_two_points_give_a_point(model: Model) -> None:
    """Through two points leads one line, and nothing says how far it is off."""
    made = forecast([(2015, 10), (2017, 14)], 2020, at_least=20, model=model)
    assert (made.point, made.reason) == (20, "too_few_points")
    assert (made.interval, made.probability, made.s, made.low_confidence) == (None, None, None, False)


@pytest.mark.parametrize("points", [[], [(2015, 10)]])
def test_one_point_has_no_pace(points: Sequence[tuple[float, float]]) -> None:
    """Less than two points are no series to go on from."""
    with pytest.raises(ValueError, match="two points"):
        forecast(points, 2020)


@pytest.mark.parametrize("model", MODELS[:2])
@pytest.mark.parametrize(
    ("values", "scale", "end"),
    [
        ((100, 110, 121), "log", 161.051),
        ((0.1, 0.2, 0.3, 0.4), "linear", 0.6),
        ((7, 7, 7), "linear", 7),
        ((-100, -110, -121, -133.1), "log", -161.051),
    ],
)
def test_no_deviation_is_no_certainty(model: Model, values: Sequence[float], scale: Axis, end: float) -> None:
    """Points exactly on the model have a forecast but no interval: certainty is not to be had from three points."""
    points = [(2015 + number, value) for number, value in enumerate(values)]
    made = forecast(points, 2020, at_least=5, scale=scale, model=model)
    assert made.point == pytest.approx(end)
    assert (made.interval, made.probability, made.reason, made.s) == (None, None, "no_residual", 0)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ((0, 10, 20), "log"),
        ((10, 20, 0), "log"),
        ((-5, 10, 20), "log"),
        ((5, 10, -20), "log"),
        ((0, 10, 20), "logit"),
        ((10, 20, 100), "logit"),
        ((10, 20, 104), "logit"),
    ],
)
def test_a_value_at_the_end_of_the_scale_has_no_place(values: Sequence[float], scale: Axis, model: Model) -> None:
    """Zero has no logarithm and a limit no odds; nothing is put in their stead."""
    points = [(2015 + number, value) for number, value in enumerate(values)]
    made = forecast(points, 2020, at_least=50, scale=scale, limits=(0, 100), model=model)
    assert (made.point, made.interval, made.probability, made.reason) == (None, None, None, "off_scale")


def test_a_zero_on_the_way_leaves_the_point_alone() -> None:
    """Drift rests on the first and the last value, so its point stands; the deviations cannot be told."""
    points = [(2015, 100.0), (2016, 0.0), (2017, 121.0)]
    made = forecast(points, 2020, at_least=50, scale="log")
    assert made.point == pytest.approx(161.051)
    assert (made.interval, made.probability, made.reason) == (None, None, "off_scale")
    assert forecast(points, 2020, at_least=50, scale="log", model="ols").point is None


def test_logit_needs_limits() -> None:
    """Where nothing bounds the values there are no odds."""
    made = forecast(BROADBAND, 2020, at_least=95, scale="logit")
    assert (made.point, made.probability, made.reason) == (None, None, "no_limits")


@pytest.mark.parametrize(("at_least", "at_most"), [(100, None), (None, 0)])
def test_a_target_at_the_end_of_the_scale_has_no_probability(at_least: float | None, at_most: float | None) -> None:
    """On the logit scale 100 % is infinitely far, which is the scale's doing and no finding; the interval stands."""
    made = forecast(BROADBAND, 2020, scale="logit", limits=(0, 100), at_least=at_least, at_most=at_most)
    assert made.interval is not None
    assert (made.probability, made.reason) == (None, "target_off_scale")


@pytest.mark.parametrize(
    ("values", "point"), [((1, 1e150, 1e200), None), ((1, 1e60, 1e100), 1e250)], ids=["point", "interval"]
)
def test_numbers_beyond_all_measure_are_missing(values: Sequence[float], point: float | None) -> None:
    """A point or an end that no float can hold is left out, with the reason."""
    points = [(2015 + number, value) for number, value in enumerate(values)]
    made = forecast(points, 2020, at_least=5, scale="log")
    assert made.point == (None if point is None else pytest.approx(point))
    assert (made.interval, made.reason) == (None, "too_large")


def test_without_a_promise_there_is_no_probability() -> None:
    """A point and an interval stand by themselves."""
    made = forecast(BROADBAND, 2020)
    assert made.interval is not None
    assert (made.probability, made.likelihood, made.reason) == (None, None, None)


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1, "very_likely"),
        (0.9, "very_likely"),
        (0.8999, "likely"),
        (0.66, "likely"),
        (0.6599, "as_likely_as_not"),
        (0.5, "as_likely_as_not"),
        (0.3301, "as_likely_as_not"),
        (0.33, "unlikely"),
        (0.1001, "unlikely"),
        (0.1, "very_unlikely"),
        (0, "very_unlikely"),
    ],
)
def test_words_are_bands_of_probability(probability: float, word: Likelihood) -> None:
    """The ends of the IPCC's bands belong to the stronger word."""
    assert likelihood(probability) == word


@pytest.mark.parametrize(("n", "low"), [(2, False), (3, True), (4, True), (5, False)])
def test_three_or_four_points_are_little_to_go_by(n: int, low: bool) -> None:
    """From five points on the mark is gone; two have no interval to be sure or unsure of."""
    points = [(2010.0 + number, number + number % 2 / 3) for number in range(n)]
    assert forecast(points, 2020, at_least=5).low_confidence is low


# --- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "at_least", "at_most", "capped"),
    [
        # 80, 88, 95 goes on to 117.5: past 100, which is the good side of at least 98 only
        ((80, 88, 95), 98, None, True),
        ((80, 88, 95), None, 90, False),
        ((80, 88, 95), 90, 98, False),
        # 20, 12, 5 goes on to -17.5
        ((20, 12, 5), None, 2, True),
        ((20, 12, 5), 2, None, False),
        # 60, 64, 71 goes on to 87.5, with an interval that reaches past 100; that of 40, 42, 44.5 does not
        ((60, 64, 71), 98, None, True),
        ((40, 42, 44.5), 98, None, False),
    ],
)
def test_a_rate_stays_within_its_limits(
    values: Sequence[float], at_least: float | None, at_most: float | None, capped: bool
) -> None:
    """Point and interval are clipped; who passes the limit on the good side extrapolates with optimism."""
    points = [(2015 + number, value) for number, value in enumerate(values)]
    made = forecast(points, 2020, limits=(0, 100), at_least=at_least, at_most=at_most)
    assert made.point is not None
    assert all(0 <= value <= 100 for value in (made.point, *within(made)))
    assert made.capped is capped


# --- in the gap -------------------------------------------------------------------------------------------------------


def test_the_gap_has_its_forecast_on_the_scale_of_its_path() -> None:
    """Amounts are forecast on the log scale, counts on the linear one; the demonstration's retail sales: 545.3."""
    values = {2015: 180, 2016: 230, 2017: 290, 2018: 350}
    amount, count = (made_of(asked(values, {"at_least": 650}, kind=kind)) for kind in ("amount", "count"))
    assert (amount.model, amount.scale, amount.points) == ("drift", "log", 4)
    assert amount.point == pytest.approx(545.3, abs=0.05)
    assert count.scale == "linear"
    assert count.point == pytest.approx(180 + 5 * 170 / 3)


def test_a_path_that_fell_back_is_forecast_linearly() -> None:
    """From zero nothing grows by folds."""
    gap = asked({2015: 0, 2016: 20, 2017: 50}, {"at_least": 100}, kind="amount")
    assert gap.fallback is True
    assert made_of(gap).scale == "linear"


def test_model_and_scale_are_as_asked_for() -> None:
    """Least squares on the logit scale, and the verdict is the same as without."""
    values: dict[int, Number] = {2015: 52, 2016: 55, 2017: "58.5", 2018: 61}
    gap = asked(values, {"at_least": 95}, kind="rate", model="ols", scale="logit")
    made = made_of(gap)
    assert (made.model, made.scale) == ("ols", "logit")
    plain = judged(values, {"at_least": 95}, kind="rate")
    assert (gap.status, gap.numbers) == (plain.status, plain.numbers)
    assert plain.forecast is None


@pytest.mark.parametrize(
    ("values", "promise", "kind"),
    [
        ({2017: 20, 2018: 30}, {"at_least": 50}, "count"),
        ({2015: 10}, {"at_least": 50}, "count"),
        ({2015: 10, 2018: 20, 2020: 30}, {"at_least": 50}, "count"),
        ({2015: 10, 2018: 20, 2020: 60}, {"at_least": 50}, "count"),
        ({2015: 10, 2018: 20, 2021: 30}, {"at_least": 50}, "count"),
        ({2015: 10, 2018: 20}, {"hold": {"at_least": 5}}, "count"),
        ({2015: 10, 2018: 20}, {"direction": "up"}, "count"),
        ({2015: 7, 2018: 8}, {"at_least": 7}, "growth"),
    ],
    ids=["no baseline", "nothing later", "missed", "met", "target year over", "held", "no figure", "growth"],
)
def test_nothing_left_to_forecast(values: Mapping[int, Number], promise: Promise, kind: str) -> None:
    """What is known, what is to be held, and what has no start or no figure is not forecast."""
    assert asked(values, promise, kind=kind).forecast is None


def test_a_closed_year_is_not_forecast() -> None:
    """Judged as at the end of the target year nothing lies ahead."""
    assert asked({2015: 10, 2018: 20}, {"at_least": 50}, year=2020).forecast is None
    assert asked({2015: 10, 2018: 20}, {"at_least": 50}, year=2018).forecast is not None


def test_a_target_met_early_may_be_lost_again() -> None:
    """60 of 50 is reached in 2018, yet the last step was downwards: whether it holds until 2020 is forecast."""
    gap = asked({2015: 10, 2016: 40, 2017: 70, 2018: 60}, {"at_least": 50})
    assert gap.status == "achieved"
    assert 0.5 < (made_of(gap).probability or 0) < 1


def test_a_target_lost_since_the_baseline_may_come_back() -> None:
    """Without a way from the baseline nothing is projected, but the points still go somewhere."""
    gap = asked({2015: 60, 2016: 40, 2017: 46}, {"at_least": 50}, kind="amount")
    assert (gap.status, gap.numbers.projected) == ("deteriorating", None)
    assert made_of(gap).scale == "linear"


def test_a_range_in_the_plan_is_forecast_as_one() -> None:
    """30, 33, 37 heads for 47.5, between 40 and 60."""
    made = made_of(asked({2015: 30, 2016: 33, 2017: 37}, {"between": (40, 60)}))
    direct = forecast([(2015, 30), (2016, 33), (2017, 37)], 2020, at_least=40, at_most=60)
    assert made == direct
    assert (made.probability or 0) > 0.8


def test_an_unfinished_year_is_no_point() -> None:
    """The first half of 2018 is not a year, and what only some districts reported is no value."""
    values = {2015: 180, 2016: 230, 2017: 290}
    part = observation("2018年上半年", 150, rule="part")
    some = observation(2018, None, rule="districts")
    plain = asked(values, {"at_least": 650}, kind="amount", series="flow")
    assert asked(values, {"at_least": 650}, part, some, kind="amount", series="flow").forecast == plain.forecast
    assert made_of(plain).points == 3


def test_a_level_within_the_year_counts_at_its_own_time() -> None:
    """10, 12 and, in June 2018, 15: 5 in two and a half years, two and a half ahead."""
    made = made_of(asked({2015: 10, 2016: 12}, {"at_least": 20}, observation("2018年6月", 15, rule="latest")))
    assert (made.points, made.slope, made.point) == (3, 2, 20)


def test_what_came_before_the_baseline_is_no_point() -> None:
    """The plan starts from 2015; 2013 has no say."""
    values = {2015: 10, 2016: 12, 2017: 15}
    assert asked({2013: 99, **values}, {"at_least": 20}).forecast == asked(values, {"at_least": 20}).forecast


# --- what holds whatever the values -----------------------------------------------------------------------------------

VALUES = st.integers(-1000, 1000)
POSITIVE = st.integers(1, 1000)
YEARS = st.integers(2016, 2019)
STEPS = st.dictionaries(YEARS, VALUES, min_size=1, max_size=4)
RISES = st.dictionaries(YEARS, POSITIVE, min_size=1, max_size=4)


@pytest.mark.parametrize("kind", ["amount", "count", "rate"])
@given(base=VALUES, steps=STEPS, target=VALUES, down=st.booleans())
def test_the_point_is_the_projection(kind: str, base: int, steps: dict[int, int], target: int, *, down: bool) -> None:
    """Status and forecast never contradict each other: wherever something is projected, it is the forecast's point."""
    gap = asked({2015: base, **steps}, {"at_most" if down else "at_least": target}, kind=kind)
    made = made_of(gap)
    if gap.numbers.projected is not None:
        assert made.point == gap.numbers.projected
        assert made.capped or not gap.numbers.capped


@pytest.mark.parametrize("kind", ["amount", "count"])
@given(base=RISES, start=POSITIVE, target=POSITIVE)
def test_the_point_is_the_centre_of_the_interval(kind: str, base: dict[int, int], start: int, target: int) -> None:
    """The projected value is the drift's own, within its interval."""
    made = made_of(asked({2015: start, **base}, {"at_least": target}, kind=kind))
    assert made.point is not None
    assert made.centre is not None
    back = math.exp(made.centre) if made.scale == "log" else made.centre
    assert made.point == pytest.approx(back, rel=1e-9, abs=1e-9)
    if made.interval is not None:
        assert made.interval[0] < made.point < made.interval[1]


@given(points=st.dictionaries(st.integers(0, 119), POSITIVE, min_size=2, max_size=8), ahead=st.integers(1, 60))
def test_drift_is_the_path_whatever_the_times(points: dict[int, int], ahead: int) -> None:
    """In months as in years the drift's point lies on the path's projection, on both scales."""
    steps = [(2010 + month / 12, float(value)) for month, value in sorted(points.items())]
    (start, base), (now, last) = steps[0], steps[-1]
    end = now + ahead / 12
    share = (now - start) / (end - start)
    assert forecast(steps, end).point == pytest.approx(projected("linear", base, last, share))
    geometric = projected("geometric", base, last, share)
    assert forecast(steps, end, scale="log").point == (None if geometric is None else pytest.approx(geometric))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["amount", "count"])
@given(data=st.data(), base=POSITIVE, steps=RISES, target=POSITIVE)
def test_the_order_of_observations_changes_nothing(
    kind: str, model: Model, data: st.DataObject, base: int, steps: dict[int, int], target: int
) -> None:
    """Points are told by their times, not by where they stand."""
    made = indicator({"at_least": target}, kind=kind)
    seen = observations({2015: base, **steps})
    mixed = data.draw(st.permutations(seen))
    first, second = (
        assess_series(made, made.target[0], REGION, it, options=Options(forecast=True, model=model))
        for it in (seen, mixed)
    )
    assert first == second
    points = [(float(it.period.end), float(it.value or 0)) for it in mixed]
    assert forecast(points, 2020, at_least=target) == forecast(sorted(points), 2020, at_least=target)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["amount", "count"])
@given(base=POSITIVE, steps=RISES, target=POSITIVE, power=st.integers(-4, 8))
def test_the_unit_of_measure_changes_nothing(
    kind: str, model: Model, base: int, steps: dict[int, int], target: int, power: int
) -> None:
    """In 亿元 or in 元 the probability is the same and the interval the same money."""
    times = Decimal(10) ** power
    one, other = (
        made_of(
            asked({year: value * unit for year, value in {2015: base, **steps}.items()}, {"at_least": target * unit},
                  kind=kind, model=model)
        )
        for unit in (Decimal(1), times)
    )  # fmt: skip
    assert (other.reason, other.points, other.scale) == (one.reason, one.points, one.scale)
    assert other.point == pytest.approx((one.point or 0) * float(times), rel=1e-9, abs=1e-9 * float(times))
    if one.probability is None:
        assert other.probability is None
    else:
        assert other.probability == pytest.approx(one.probability, abs=1e-9)
    if one.interval is None:
        assert other.interval is None
    else:
        expected = [end * float(times) for end in one.interval]
        assert within(other) == pytest.approx(expected, rel=1e-6, abs=1e-6 * float(times))


@pytest.mark.parametrize("model", MODELS)
@given(base=VALUES, steps=STEPS, target=VALUES)
def test_better_is_better_in_either_direction(model: Model, base: int, steps: dict[int, int], target: int) -> None:
    """Everything turned upside down has the same probability and the mirrored interval."""
    values = {2015: base, **steps}
    straight = made_of(asked(values, {"at_least": target}, model=model))
    turned = made_of(asked({year: -it for year, it in values.items()}, {"at_most": -target}, model=model))
    assert turned.probability == straight.probability
    assert turned.point == -(straight.point or 0)
    if straight.interval is not None:
        assert turned.interval == (-straight.interval[1], -straight.interval[0])


@given(base=VALUES, steps=STEPS, low=VALUES, more=st.integers(0, 500))
def test_inside_a_range_is_neither_below_nor_above(base: int, steps: dict[int, int], low: int, more: int) -> None:
    """What is inside, below and above makes one."""
    points = [(2015.0, float(base)), *((float(year), float(value)) for year, value in steps.items())]
    inside = forecast(points, 2020, at_least=low, at_most=low + more).probability
    reached = forecast(points, 2020, at_least=low).probability
    kept = forecast(points, 2020, at_most=low + more).probability
    assume(inside is not None)
    assert inside == pytest.approx((reached or 0) + (kept or 0) - 1, abs=1e-12)
    assert 0 <= (inside or 0) <= 1


@given(base=POSITIVE, steps=RISES, target=st.integers(1, 999), more=st.integers(1, 100))
def test_more_is_less_likely(base: int, steps: dict[int, int], target: int, more: int) -> None:
    """A higher target is at most as likely, and even odds are at the point."""
    points = [(2015.0, float(base)), *((float(year), float(value)) for year, value in steps.items())]
    easy, hard = (forecast(points, 2020, at_least=it, scale="log") for it in (target, target + more))
    assume(easy.probability is not None and hard.probability is not None and easy.point is not None)
    assert (hard.probability or 0) <= (easy.probability or 0)
    assert ((easy.probability or 0) > 0.5) == ((easy.point or 0) > target) or easy.point == pytest.approx(target)


@given(base=st.integers(1, 99), steps=st.dictionaries(YEARS, st.integers(1, 99), min_size=2, max_size=4))
def test_odds_never_leave_the_limits(base: int, steps: dict[int, int]) -> None:
    """On the logit scale nothing needs to be clipped."""
    made = made_of(asked({2015: base, **steps}, {"at_least": 95}, kind="rate", scale="logit"))
    assert made.point is not None
    assert 0 <= made.point <= 100
    assert made.capped is False
    if made.interval is not None:
        assert 0 <= made.interval[0] <= made.point + 1e-9
        assert made.point - 1e-9 <= made.interval[1] <= 100
