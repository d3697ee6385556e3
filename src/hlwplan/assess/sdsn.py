"""SDSN's trend arrows (`methods.md` B3).

The published rule compares yearly changes of a score, `100·(y−lower)/(optimum−lower)`; on values they are in the same
proportion whatever lower bound and optimum are, so neither is needed: the goal is the target, the window begins at the
baseline, and 2030 is the target year.  Ratios count as at a cut-off within 1e-9.

| case | here |
|---|---|
| latest at the goal or beyond | on track, whatever the movement; nothing but the latest is needed |
| baseline without a value | the value nearest to it within a year (`other_base`); of two as near the earlier ◆ |
| no such value, or nothing later | not available, `no_base` or `one_point` |
| baseline at the goal, lost since | decreasing; no ratio |
| target year over ◆ | as before it, on the newest value up to the target year |
| a small fall | decreasing, as the rule says; some are published as stagnating, for no reason found |
| a range ◆ | its bound nearer to the latest value |
| no figure promised | not available, `no_figure` |
"""

import math
from collections.abc import Sequence
from typing import Final, Literal

from hlwplan.assess import paths
from hlwplan.assess.paths import TOLERANCE
from hlwplan.assess.rating import Note, Point, Rating, unrated

CUTS: Final = (1.0, 0.5, 0.0)


def rate(start: Point | None, now: Point, end: Point, sign: Literal[1, -1], *, notes: tuple[Note, ...] = ()) -> Rating:
    """Rate the way from `start` over `now` to the goal at `end`; None: there is no value to start from."""
    there = sign * (now[1] - end[1]) >= 0
    if start is None or start[0] >= now[0]:
        if there:
            return Rating("sdsn", "on_track", None, CUTS, None, start, now, notes)
        return unrated("sdsn", "no_base" if start is None else "one_point", start=start, end=now)
    actual = paths.pace("linear", start[1], now[1], now[0] - start[0])
    needed = paths.pace("linear", start[1], end[1], end[0] - start[0])
    if actual is None or needed is None or not (math.isfinite(actual) and math.isfinite(needed)):
        return unrated("sdsn", "undefined", start=start, end=now)
    ratio = paths.ratio(actual, needed) if sign * needed > 0 else None
    if there or (ratio is not None and ratio >= CUTS[0] - TOLERANCE):
        return Rating("sdsn", "on_track", ratio, CUTS, None, start, now, notes)
    if ratio is None or ratio < -TOLERANCE:
        return Rating("sdsn", "decreasing", ratio, CUTS, None, start, now, notes)
    improving = ratio >= CUTS[1] - TOLERANCE
    return Rating("sdsn", "moderately_improving" if improving else "stagnating", ratio, CUTS, None, start, now, notes)


def nearest(points: Sequence[Point], time: float) -> Point | None:
    """The point within a year of a time that is nearest to it, the earlier of two; None where there is none."""
    near = [point for point in points if abs(point[0] - time) <= 1]
    return min(near, key=lambda point: (abs(point[0] - time), point[0]), default=None)
