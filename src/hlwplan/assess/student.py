"""Student's t: the distribution that a forecast from a few points is judged by.  Whole degrees of freedom from 1.

P(T > t) for t >= 0 is I_x(df/2, 1/2) / 2 with x = df / (df + t^2), I being the regularised incomplete beta function
(Abramowitz and Stegun 26.7.1 and 26.5.27; DLMF 8.17).  It is evaluated as a continued fraction (DLMF 8.17.22), which
keeps the relative precision of a tail however small that is.
"""

import math
from functools import lru_cache
from typing import Final

_ENOUGH: Final = 1e-15
"""How near to 1 the last factor of a continued fraction must be."""


def cdf(t: float, df: int) -> float:
    """P(T <= t), t infinite included.  Raises ValueError for less than one degree of freedom."""
    if df < 1:
        raise ValueError(f"degrees of freedom: {df}")
    return _tail(-t, df) if t < 0 else 1 - _tail(t, df)


@lru_cache(maxsize=256)
def quantile(p: float, df: int) -> float:
    """The t that P(T <= t) is p at, to the last digits of a float.

    Raises ValueError unless 0 < p < 1, and for less than one degree of freedom.
    """
    if df < 1 or not 0 < p < 1:
        raise ValueError(f"no quantile at {p} with {df} degrees of freedom")
    wanted = min(p, 1 - p)
    if wanted == 0.5:
        return 0.0
    high = 1.0
    while _tail(high, df) > wanted:
        high *= 2
    low = high / 2 if high > 1 else 0.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _tail(middle, df) > wanted else (low, middle)
    return high if p > 0.5 else -high


def _tail(t: float, df: int) -> float:
    """P(T > t) for t >= 0."""
    if t == 0:
        return 0.5
    if math.isinf(t):
        return 0.0
    a, b = df / 2, 0.5
    odds = t * t / df  # (1 - x) / x, which is infinite beyond t = 1e154
    log_odds = 2 * math.log(t) - math.log(df)
    log_sum = math.log1p(odds) if math.isfinite(odds) else log_odds
    x = 1 / (1 + odds)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) - a * log_sum + b * (log_odds - log_sum))
    if x < (a + 1) / (a + b + 2):
        return front / a * _fraction(x, a, b) / 2
    return (1 - front / b * _fraction(odds * x, b, a)) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of I_x(a, b), by Lentz's method; it converges where x < (a + 1) / (a + b + 2)."""
    total = upper = 1.0
    lower = 0.0
    step, change = 1, 0.0
    while abs(change - 1) > _ENOUGH:
        half = step // 2
        if step % 2:
            part = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            part = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / (1 + part * lower)
        upper = 1 + part / upper
        change = lower * upper
        total *= change
        step += 1
    return 1 / total
