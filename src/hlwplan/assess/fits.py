"""The models of a forecast, from points on its scale to the place at the target year: `methods.md` B7.

Points are (time, place) by time, two at least, no two at one time.  Times are in years.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a model arrives: `slope` a year, `centre` at the end.

    `s` is the standard deviation of what it leaves unexplained, `se` that of the forecast; both None where there is
    none: from two points, or in a model without.
    """

    slope: float
    centre: float
    s: float | None = None
    se: float | None = None


def drift(points: Points, end: float) -> Fit:
    """A random walk with drift, which goes on from the last point at the pace between the first and the last.

    mu = (x - b) / (t - t0), s^2 = sum((dy - mu dt)^2 / dt) / (n - 2), se = s sqrt(h + h^2 / (t - t0)) with h = tT - t:
    R's `forecast::rwf(drift=TRUE)`, here for unequal gaps too.
    """
    (start, base), (now, last) = points[0], points[-1]
    slope, ahead = (last - base) / (now - start), end - now
    centre = last + slope * ahead
    if len(points) == 2:
        return Fit(slope, centre)
    left = sum(((y1 - y0) - slope * (t1 - t0)) ** 2 / (t1 - t0) for (t0, y0), (t1, y1) in pairwise(points))
    s = math.sqrt(left / (len(points) - 2))
    return Fit(slope, centre, s, s * math.sqrt(ahead + ahead**2 / (now - start)))


def ols(points: Points, end: float) -> Fit:
    """The line of least squares; se = s sqrt(1 + 1/n + (tT - mean t)^2 / Sxx), R's `predict(interval="prediction")`.

    Only here may two points be at one time, as long as not all are.
    """
    n = len(points)
    middle, mean = sum(t for t, _ in points) / n, sum(y for _, y in points) / n
    sxx = sum((t - middle) ** 2 for t, _ in points)
    slope = sum((t - middle) * (y - mean) for t, y in points) / sxx
    centre = mean + slope * (end - middle)
    if n == 2:
        return Fit(slope, centre)
    s = math.sqrt(sum((y - mean - slope * (t - middle)) ** 2 for t, y in points) / (n - 2))
    return Fit(slope, centre, s, s * math.sqrt(1 + 1 / n + (end - middle) ** 2 / sxx))


def theil_sen(points: Points, end: float) -> Fit:
    """The median of the slopes between any two points, through the median of y - slope t; it has no interval."""
    slope = median((y1 - y0) / (t1 - t0) for (t0, y0), (t1, y1) in combinations(points, 2))
    # Counted from the end, so that no digits are lost to years around 2000.
    return Fit(slope, median(y + slope * (end - t) for t, y in points))
