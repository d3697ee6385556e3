"""The two paths and their numbers: worked by hand or published, and what holds of them whatever the values."""

import math
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hlwplan.assess import formulas
from hlwplan.assess.formulas import NUMBERS, known, or_nan
from hlwplan.assess.paths import Scale, elapsed, pace, projected, ratio, scale, trend

Path = Literal["auto", "linear", "geometric"]

SCALES: list[Scale] = ["linear", "geometric"]
POSITIVE = st.floats(0.01, 1e6)
SHARES = st.floats(0.01, 1)


def realised(path: Scale, base: float, value: float, target: float) -> float | None:
    """The formula of numbers, None where it has no answer."""
    return known(formulas.realised(NUMBERS, path == "geometric", base, value, target))


def reached(start: float, now: float, gone: float | None) -> float | None:
    """The same of the time."""
    return known(formulas.reached(NUMBERS, start, now, or_nan(gone)))


@pytest.mark.parametrize(
    ("path", "kind", "values", "expected"),
    [
        ("auto", "amount", (180, 350, 650), ("geometric", False)),
        ("auto", "count", (180, 350, 650), ("linear", False)),
        ("auto", "rate", (60, 70, 95), ("linear", False)),
        ("auto", "index", (60, 70, 95), ("linear", False)),
        ("auto", "speed", (60, 70, 95), ("linear", False)),
        ("linear", "amount", (180, 350, 650), ("linear", False)),
        ("geometric", "rate", (60, 70, 95), ("geometric", False)),
        ("auto", "amount", (-180, -120, -90), ("geometric", False)),
        ("auto", "amount", (0, 380, 1000), ("linear", True)),
        ("auto", "amount", (100, 30, 0), ("linear", True)),
        ("auto", "amount", (-50, 10, 50), ("linear", True)),
        ("geometric", "count", (5, 0, 10), ("linear", True)),
        ("auto", "count", (0, 5, 10), ("linear", False)),
        ("linear", "amount", (-50, 10, 50), ("linear", False)),
    ],
)
def test_amounts_grow_and_the_rest_adds(
    path: Path, kind: str, values: Sequence[float], expected: tuple[Scale, bool]
) -> None:
    """`auto` is geometric for amounts alone; growth needs values of one sign, and where that fails it is said."""
    assert scale(path, kind, values) == expected


@pytest.mark.parametrize(("now", "share"), [(2015, 0), (2016, 0.2), (2017.5, 0.5), (2018, 0.6), (2020, 1), (2021, 1.2)])
def test_elapsed_is_the_share_of_the_time(now: float, share: float) -> None:
    """A five-year plan has a fifth behind it after a year, and a half in the middle of 2018."""
    assert elapsed(2015, now, 2020) == pytest.approx(share)


@pytest.mark.parametrize(
    ("path", "base", "value", "target", "share"),
    [
        ("linear", 0, 40, 100, 0.4),
        ("linear", 100, 70, 40, 0.5),
        ("linear", 0, 120, 100, 1.2),
        ("linear", 20, 10, 40, -0.5),
        ("linear", -50, 0, 50, 0.5),
        # one doubling of two
        ("geometric", 100, 200, 400, 0.5),
        ("geometric", 400, 200, 100, 0.5),
        ("geometric", -100, -50, -25, 0.5),
        # a halving where a doubling was due
        ("geometric", 100, 50, 200, -1),
        ("geometric", 100, 800, 400, 1.5),
    ],
)
def test_realised_is_the_share_of_the_way(path: Scale, base: float, value: float, target: float, share: float) -> None:
    """The way is counted in steps on the linear path and in doublings on the geometric one, upwards or downwards."""
    assert realised(path, base, value, target) == pytest.approx(share)


@pytest.mark.parametrize("path", SCALES)
def test_no_way_has_no_share(path: Scale) -> None:
    """Where the target equals the baseline nothing can be realised."""
    assert realised(path, 100, 120, 100) is None


@pytest.mark.parametrize(
    ("path", "begin", "end", "years", "expected"),
    [
        ("linear", 10, 22, 3, 4),
        ("linear", 0, 5, 0.5, 10),
        ("linear", 22, 10, 3, -4),
        ("linear", -5, 5, 2, 5),
        # 100, 110, 121 and 100, 90, 81
        ("geometric", 100, 121, 2, 0.1),
        ("geometric", 100, 81, 2, -0.1),
        # twice in half a year is four times in a year
        ("geometric", 50, 100, 0.5, 3),
        ("geometric", -100, -81, 2, -0.1),
        ("geometric", 100, 100, 3, 0),
    ],
)
def test_pace_leads_from_one_value_to_another(
    path: Scale, begin: float, end: float, years: float, expected: float
) -> None:
    """A pace is a yearly step on the linear path and a yearly growth on the geometric one."""
    assert pace(path, begin, end, years) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("path", "begin", "end", "years"),
    [
        ("linear", 10, 22, 0),
        ("linear", 10, 22, -1),
        ("geometric", 10, 22, 0),
        ("geometric", 0, 22, 2),
        ("geometric", 22, 0, 2),
        ("geometric", -5, 5, 2),
        ("geometric", 5, -5, 2),
        # 1e20 to the 20th is beyond any float
        ("geometric", 1, 1e20, 0.05),
    ],
)
def test_pace_is_missing_where_nothing_can_be_said(path: Scale, begin: float, end: float, years: float) -> None:
    """No time, growth from, to or through zero, and a number beyond all measure have no pace."""
    assert pace(path, begin, end, years) is None


def test_qinghai_saves_energy_at_the_published_paces() -> None:
    """−4.87 % in three years is −1.65 % a year; −17 % in five is −3.66 %; −12.75 % in two is −6.59 %."""
    observed, planned = pace("geometric", 100, 95.13, 3), pace("geometric", 100, 83, 5)
    left = pace("geometric", 100, 100 - 12.75, 2)
    assert observed == pytest.approx(-0.0165, abs=5e-5)
    assert planned == pytest.approx(-0.0366, abs=5e-5)
    assert left == pytest.approx(-0.0659, abs=5e-5)


@pytest.mark.parametrize(
    ("observed", "planned", "expected"),
    [(2, 4, 0.5), (-3, -2, 1.5), (-1, 4, -0.25), (0, 4, 0), (None, 4, None), (2, None, None), (2, 0, None)],
)
def test_ratio_is_observed_over_planned(observed: float | None, planned: float | None, expected: float | None) -> None:
    """Without both paces, or where none was planned, there is no ratio; standing still is one of zero."""
    assert ratio(observed, planned) == expected


@pytest.mark.parametrize(
    ("path", "base", "value", "share", "expected"),
    [
        # 12 points in six of twenty years are 40 in all: the published 97.05 of Xiaokang
        ("linear", 57.05, 69.05, 0.3, 97.05),
        ("linear", 30, 10, 0.4, -20),
        ("linear", 0, 7, 1, 7),
        # 100, 110, 121 and 100, 50, 25
        ("geometric", 100, 110, 0.5, 121),
        ("geometric", 100, 50, 0.5, 25),
        ("geometric", -100, -110, 0.5, -121),
    ],
)
def test_projection_goes_on_as_before(path: Scale, base: float, value: float, share: float, expected: float) -> None:
    """What happened in the time gone happens again in the time left, step by step or fold by fold."""
    assert projected(path, base, value, share) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("base", "value", "share"),
    [
        # 1e20 to the 20th
        (1, 1e20, 0.05),
        # 1e10 to the 30th fits a float, 1e10 times that does not
        (1e10, 1e20, 1 / 30),
    ],
)
def test_projection_beyond_all_measure_is_missing(base: float, value: float, share: float) -> None:
    """A projection that no float can hold is not computed, and never infinite."""
    assert projected("geometric", base, value, share) is None


@pytest.mark.parametrize(
    ("gone", "when"),
    [(0.6, 2020), (0.5, 2021), (1.2, 2017.5), (1e-6, 3_002_015), (0, None), (-0.2, None), (None, None)],
)
def test_target_is_reached_at_the_pace_so_far(gone: float | None, when: float | None) -> None:
    """Half the way in three years makes six; who stands still or goes back never arrives."""
    assert reached(2015, 2018, gone) == (None if when is None else pytest.approx(when))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([], None),
        ([(2015, 52)], None),
        # the published broadband series: 61 - 52 in three years
        ([(2015, 52), (2016, 55), (2017, 58.5), (2018, 61)], 3),
        # the published series that climbs by 4 a year
        ([(2012, 60), (2013, 64), (2014, 68), (2015, 72), (2016, 76), (2017, 80)], 4),
        # a seventh point, far off, is too old to count
        ([(2011, 900), (2012, 60), (2013, 64), (2014, 68), (2015, 72), (2016, 76), (2017, 80)], 4),
        # years without a value are counted
        ([(2015, 10), (2019, 2)], -2),
        # up in June as much as it comes down again
        ([(2015, 5), (2015.5, 9), (2016, 5)], 0),
    ],
)
def test_trend_is_the_mean_of_five_yearly_changes(
    points: Sequence[tuple[float, float]], expected: float | None
) -> None:
    """The mean change a year over the last six points at most; one point shows none."""
    assert trend(points) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("path", SCALES)
@given(base=POSITIVE, target=POSITIVE)
def test_realised_runs_from_none_to_one(path: Scale, base: float, target: float) -> None:
    """At the baseline nothing of the way is gone, at the target all of it."""
    assume(not math.isclose(base, target))
    assert realised(path, base, base, target) == 0
    assert realised(path, base, target, target) == 1


@pytest.mark.parametrize("path", SCALES)
@given(base=POSITIVE, target=POSITIVE, share=SHARES)
def test_who_keeps_the_pace_arrives_on_time(path: Scale, base: float, target: float, share: float) -> None:
    """A value on the path has realised the time gone; carried on, it hits the target in the target year."""
    assume(not math.isclose(base, target, rel_tol=1e-3))
    on_path = base + (target - base) * share if path == "linear" else base * (target / base) ** share
    gone = realised(path, base, on_path, target)
    assert gone == pytest.approx(share)
    assert projected(path, base, on_path, share) == pytest.approx(target, rel=1e-6)
    assert reached(2015, 2015 + 5 * share, gone) == pytest.approx(2020)


@pytest.mark.parametrize("path", SCALES)
@given(base=POSITIVE, value=POSITIVE, target=POSITIVE, years=st.floats(0.1, 4.9))
def test_ahead_of_time_is_ahead_of_the_pace(
    path: Scale, base: float, value: float, target: float, years: float
) -> None:
    """More is realised than time is gone exactly where the observed pace is the planned one or better."""
    assume(not math.isclose(base, target, rel_tol=1e-3))
    gone, share = realised(path, base, value, target), elapsed(2015, 2015 + years, 2020)
    speed = ratio(pace(path, base, value, years), pace(path, base, target, 5))
    assert gone is not None
    if speed is None:  # too fast for a float
        assert path == "geometric"
        assert value > base
    elif not math.isclose(gone, share, rel_tol=1e-9):
        assert (gone > share) == (speed > 1)
        assert math.copysign(1, gone) == math.copysign(1, speed) or gone == 0
