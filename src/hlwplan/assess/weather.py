"""Germany's weather symbols (`methods.md` B4).

After the German Sustainable Development Strategy, as its statistical office states it (open-sdg-site-starter
`_pages/en/status.md`, commit 2dfa9ea).  The change is the mean yearly change over the last six yearly points, four at
least, wherever the plan's baseline lies; points come in the order of their times, no two of one time.  Shares count as
at a cut-off within 1e-9.

| case | here |
|---|---|
| fewer than four points | not available, `few_points`, met or not |
| met already, or to be held every year | the table of `hold` |
| standing still below a target to be reached | cloud ◆: B4 keeps the thunderstorm for the wrong direction |
| standing still below a target to be held | cloud, as B4 lists its rules |
| target year over ◆ | no time to carry on in: all of the gap is missed |
| a range ◆ | its bound nearer to the latest value: from outside the weaker of the two |
| no figure promised | the table of `head` |
| a change too large for a float | not available, `undefined` |
"""

import math
from collections.abc import Sequence
from typing import Final, Literal

from hlwplan.assess import paths
from hlwplan.assess.paths import TOLERANCE
from hlwplan.assess.rating import MethodStatus, Point, Rating, unrated

CUTS: Final = (0.05, 0.20)
"""Shares of the gap that are missed: under the first a sun, over the second a cloud."""

LEAST: Final = 4
"""Fewer points than these have no symbol."""


def reach(points: Sequence[Point], end: Point, sign: Literal[1, -1]) -> Rating:
    """Rate points against a value to be reached; one that is met already is rated as one to be held.

    The value is the share of the gap from the latest to the target that is missed if the change goes on.
    """
    if points and sign * (points[-1][1] - end[1]) >= 0:
        return hold(points, end[1], sign)
    change = _change(points)
    if change is None:
        return _unrated(points)
    now, value = points[-1]
    miss = 1 - change * max(end[0] - now, 0.0) / (end[1] - value)
    if math.isnan(miss):
        return unrated("weather", "undefined", start=points[-6:][0], end=points[-1])
    symbol: MethodStatus = (
        "thunderstorm" if sign * change < 0
        else "sun" if miss < CUTS[0] - TOLERANCE
        else "sun_cloud" if miss <= CUTS[1] + TOLERANCE
        else "cloud"
    )  # fmt: skip
    return Rating("weather", symbol, miss if math.isfinite(miss) else None, CUTS, None, points[-6:][0], points[-1])


def hold(points: Sequence[Point], bound: float, sign: Literal[1, -1]) -> Rating:
    """Rate points against a value to be kept every year: whether it is met, then which way it goes.

    The value is the mean yearly change, in the indicator's unit of measure a year; its cut-off is 0.
    """
    change = _change(points)
    if change is None:
        return _unrated(points)
    met, adverse = sign * (points[-1][1] - bound) >= 0, sign * change < 0
    return _two(points, change, "sun" if met else "cloud", "sun_cloud" if met else "thunderstorm", adverse=adverse)


def head(points: Sequence[Point], sign: Literal[1, -1]) -> Rating:
    """Rate points where only a direction is promised: by the mean yearly change, then by the last one."""
    change = _change(points)
    if change is None:
        return _unrated(points)
    last = sign * (points[-1][1] - points[-2][1]) > 0
    if sign * change > 0:
        return _two(points, change, "sun", "sun_cloud", adverse=not last)
    return _two(points, change, "cloud", "thunderstorm", adverse=not last)


def _two(points: Sequence[Point], change: float, good: MethodStatus, bad: MethodStatus, *, adverse: bool) -> Rating:
    return Rating("weather", bad if adverse else good, change, (0.0,), None, points[-6:][0], points[-1])


def _change(points: Sequence[Point]) -> float | None:
    """The mean yearly change, None below four points or where it is too large for a float."""
    change = paths.trend(points) if len(points) >= LEAST else None
    return change if change is not None and math.isfinite(change) else None


def _unrated(points: Sequence[Point]) -> Rating:
    if len(points) >= LEAST:
        return unrated("weather", "undefined", start=points[-6:][0], end=points[-1])
    return unrated("weather", "few_points" if points else "no_data", end=points[-1] if points else None)
