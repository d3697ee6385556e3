"""Student's t: published tables, closed forms, tails, and what holds of any distribution."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlwplan.assess.student import cdf, quantile

DEGREES = st.integers(1, 200)

UPPER = (0.1, 0.05, 0.025, 0.01, 0.005, 0.001)
TABLE = {
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: upper critical values
    2: (1.886, 2.920, 4.303, 6.965, 9.925, 22.327),
    3: (1.638, 2.353, 3.182, 4.541, 5.841, 10.215),
    4: (1.533, 2.132, 2.776, 3.747, 4.604, 7.173),
    5: (1.476, 2.015, 2.571, 3.365, 4.032, 5.893),
    6: (1.440, 1.943, 2.447, 3.143, 3.707, 5.208),
    7: (1.415, 1.895, 2.365, 2.998, 3.499, 4.785),
    10: (1.372, 1.812, 2.228, 2.764, 3.169, 4.144),
    15: (1.341, 1.753, 2.131, 2.602, 2.947, 3.733),
    30: (1.310, 1.697, 2.042, 2.457, 2.750, 3.385),
    40: (1.303, 1.684, 2.021, 2.423, 2.704, 3.307),
    60: (1.296, 1.671, 2.000, 2.390, 2.660, 3.232),
    100: (1.290, 1.660, 1.984, 2.364, 2.626, 3.174),
}


@pytest.mark.parametrize("df", TABLE)
def test_quantiles_are_those_of_the_table(df: int) -> None:
    """Every critical value is the printed one to its three decimals."""
    assert [quantile(1 - p, df) for p in UPPER] == pytest.approx(TABLE[df], abs=1e-3)


def test_few_points_have_far_quantiles() -> None:
    """With one degree of freedom the 80 % interval reaches 3.078 deviations, the 99.9 % one 636.619."""
    assert quantile(0.9, 1) == pytest.approx(3.078, abs=5e-4)
    assert quantile(0.9995, 1) == pytest.approx(636.619, abs=5e-4)
    assert quantile(0.9995, 2) == pytest.approx(31.599, abs=5e-4)
    assert quantile(0.9995, 3) == pytest.approx(12.924, abs=5e-4)


def test_many_points_come_near_the_normal_distribution() -> None:
    """At a million degrees of freedom 1.95996 cuts off 2.5 %."""
    assert cdf(-1.959964, 1_000_000) == pytest.approx(0.025, abs=1e-6)
    assert quantile(0.975, 1_000_000) == pytest.approx(1.959964, abs=1e-5)


@pytest.mark.parametrize("t", [1e-300, 1e-9, 0.01, 0.5, 1, 1.7, 2, 3, 10, 1e3, 1e9, 1e100, 1e200, 1e300])
def test_tail_of_one_degree_is_an_angle(t: float) -> None:
    """P(T <= -t) is arctan(1/t) / pi, Cauchy's, with the digits of a float however far out."""
    assert cdf(-t, 1) == pytest.approx(math.atan(1 / t) / math.pi, rel=1e-12)


@pytest.mark.parametrize("t", [1e-300, 1e-9, 0.01, 0.5, 1, 1.7, 2, 3, 10, 1e3, 1e9, 1e100])
def test_tail_of_two_degrees_is_a_root(t: float) -> None:
    """P(T <= -t) is 1 / (r (r + t)) with r the root of 2 + t^2."""
    root = math.hypot(math.sqrt(2), t)
    assert cdf(-t, 2) == pytest.approx(1 / root / (root + t), rel=1e-12)


@pytest.mark.parametrize("t", [-40, -3, -1.2, 0, 0.3, 2, 8])
def test_three_and_four_degrees_have_closed_forms(t: float) -> None:
    """Abramowitz and Stegun 26.7.3 and 26.7.4 by hand, with theta = arctan(t / root of df)."""
    three, four = math.atan(t / math.sqrt(3)), math.atan(t / 2)
    odd = (three + math.sin(three) * math.cos(three)) / math.pi
    even = math.sin(four) * (1 + math.cos(four) ** 2 / 2) / 2
    assert cdf(t, 3) == pytest.approx(0.5 + odd, abs=1e-14)
    assert cdf(t, 4) == pytest.approx(0.5 + even, abs=1e-14)


@pytest.mark.parametrize("df", [1, 2, 3, 50])
def test_ends_are_certain(df: int) -> None:
    """Nothing is below minus infinity, everything below infinity, half below zero."""
    assert (cdf(-math.inf, df), cdf(0, df), cdf(math.inf, df)) == (0, 0.5, 1)
    assert quantile(0.5, df) == 0


def test_a_tail_beyond_all_measure_has_a_quantile() -> None:
    """One in 1e300 is 1 / (pi 1e-300) deviations away with one degree of freedom."""
    assert quantile(1e-300, 1) == pytest.approx(-1 / (math.pi * 1e-300))


@pytest.mark.parametrize(("p", "df"), [(0, 3), (1, 3), (-0.1, 3), (1.5, 3), (math.nan, 3), (0.5, 0)])
def test_no_quantile_without_a_probability(p: float, df: int) -> None:
    """Certainty, what is no probability, and no degree of freedom have no quantile."""
    with pytest.raises(ValueError, match="no quantile"):
        quantile(p, df)


def test_no_distribution_without_freedom() -> None:
    """Two points leave no degree of freedom, and nothing is made up for it."""
    with pytest.raises(ValueError, match="degrees of freedom: 0"):
        cdf(1, 0)


@given(t=st.floats(-1e6, 1e6), df=DEGREES)
def test_the_distribution_is_symmetric(t: float, df: int) -> None:
    """As much lies below -t as above t."""
    assert cdf(-t, df) == pytest.approx(1 - cdf(t, df), abs=1e-15)


@given(first=st.floats(-50, 50), second=st.floats(-50, 50), df=DEGREES)
def test_the_distribution_rises(first: float, second: float, df: int) -> None:
    """More lies below a larger number."""
    low, high = sorted((first, second))
    assert cdf(low, df) <= cdf(high, df) + 1e-14


@given(p=st.floats(1e-12, 1 - 1e-12), df=DEGREES)
def test_quantile_undoes_the_distribution(p: float, df: int) -> None:
    """Below the quantile of p lies p."""
    assert cdf(quantile(p, df), df) == pytest.approx(p, rel=1e-9)
