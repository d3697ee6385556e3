"""Open SDG's automatic progress, as statistical offices publish it (`methods.md` B2).

After sdg-build `sdg/ProgressMeasure.py`, commit 139fede74ba534d2ed8b9eee4cd878b41f54cb67: the same arithmetic in the
same order, and no tolerance.  Its defaults (base year 2015, target year 2030, less is better) are not used: the plan
says all three.

| case | here, as there |
|---|---|
| base year without a value | the next later year with one (`other_base`) |
| nothing from the base year on | not available, `no_base` (there: ValueError) |
| baseline 0 | 0.001 in its place (`base_zero`) |
| target 0 | 0.001 in its place, also for whether it is achieved (`target_zero`) |
| baseline and latest of opposite sign | not available, `opposite_sign`, unless achieved |
| baseline and target of opposite sign | the size of a complex root (`complex_root`); after `other_base` `undefined` |
| target equals baseline | achieved if kept, else R = −∞: deterioration, no value (`target_is_base`) |
| one year only | not available, `one_point`, unless achieved |
| two values for a year | not available, `duplicate_year` (there: an exception) |
| target year is the base year | not available, `target_at_base` (there: ZeroDivisionError) |
| target year is the year of `other_base` | the needed growth is infinite or −1 |
| target year over | as before it, on the newest value of all: a target that was missed may show progress |
| nothing moved | R = 0: limited |
"""

import math
from collections.abc import Sequence
from statistics import fmean
from typing import Final, Literal

from hlwplan.assess.rating import MethodStatus, Note, Rating, unrated
from hlwplan.assess.verdict import ACCELERATE, ON_TRACK, STEADY, limit_factor

SMALL: Final = 0.001
"""What Open SDG puts in the place of a baseline or a target of zero."""

CUTS: Final = (ON_TRACK, ACCELERATE, 0.0)
CLASSES: Final[tuple[MethodStatus, ...]] = (
    "substantial_progress",
    "moderate_progress",
    "limited_progress",
    "deterioration",
)


def rate(
    points: Sequence[tuple[int, float]],
    base_year: int,
    target_year: int,
    target: float | None,
    sign: Literal[1, -1],
    limit: float | None = None,
) -> Rating:
    """Rate one value for each year, in any order; `sign` is +1 where more is better.

    A `target` of None promises no figure: yearly growth itself is judged, less being asked near the natural `limit`.
    """
    values = dict(points)
    if len(values) < len(points):
        return unrated("opensdg", "duplicate_year")
    start = min((year for year in values if year >= base_year), default=None)
    if start is None:
        return unrated("opensdg", "no_base" if values else "no_data")
    now = max(values)
    base, value = values[start], values[now]
    shifted = start != base_year
    notes: list[Note] = ["other_base"] if shifted else []
    notes += ["base_zero"] if base == 0 else []
    notes += ["target_zero"] if target == 0 else []
    wanted = SMALL if target == 0 else target
    factor = None if wanted is not None else limit_factor(base, limit)
    cuts = CUTS if factor is None else tuple(step * factor for step in STEADY)
    growth, why = _growth(base or SMALL, value, now - start)
    result = None if growth is None else growth * sign * (-1 if base < 0 else 1)
    if result is not None and wanted is not None:
        result, why = _ratio(result, wanted / (base or SMALL), target_year - start, shifted=shifted)
    achieved = wanted is not None and (value >= wanted if sign > 0 else value <= wanted)
    if why == "target_at_base":
        return unrated("opensdg", why, start=(start, base), end=(now, value))
    if why is not None and not achieved:
        notes.append(why)
    score = 5.0 if achieved else _score(result, cuts, factor)
    return Rating(
        "opensdg", "target_achieved" if achieved else _class(result, cuts),
        result if result is not None and math.isfinite(result) else None, cuts, score,
        (float(start), base), (float(now), value), tuple(notes),
    )  # fmt: skip


def _growth(base: float, value: float, years: int) -> tuple[float | None, Note | None]:
    """Yearly growth, to zero too; None with the reason where Open SDG gives none."""
    if base > 0 > value or base < 0 < value:
        return None, "opposite_sign"
    return (None, "one_point") if years < 1 else ((value / base) ** (1 / years) - 1, None)


def _ratio(growth: float, fold: float, years: int, *, shifted: bool) -> tuple[float | None, Note | None]:
    """R, of growth turned so that more is better; `fold` is target over baseline, NaN is what Open SDG cannot class.

    Where the base year was shifted its arithmetic is numpy's, which divides by zero and knows no complex root.
    """
    if years == 0 and not shifted:
        return None, "target_at_base"
    exponent = 1 / years if years else math.inf
    rotated = fold < 0 and math.isfinite(exponent) and not exponent.is_integer()
    if rotated and shifted:
        return math.nan, "undefined"
    try:
        needed = abs(fold**exponent - 1)
    except (OverflowError, ZeroDivisionError):
        return math.nan, "undefined"
    if needed == 0:
        return (math.copysign(math.inf, growth), "target_is_base") if growth else (math.nan, "undefined")
    ratio = growth / needed
    return ratio, "undefined" if math.isnan(ratio) else "complex_root" if rotated else None


def _class(value: float | None, cuts: Sequence[float]) -> MethodStatus:
    """The class of a ratio or of a growth; the cut-offs belong to the better side."""
    if value is None or math.isnan(value):
        return "not_available"
    return next((name for name, cut in zip(CLASSES, cuts, strict=False) if value >= cut), "deterioration")


def _score(value: float | None, cuts: Sequence[float], factor: float | None) -> float | None:
    """From -5 to 5, by the published constants; `factor` is the one near a limit, None where there is a target."""
    if value is None or math.isnan(value):
        return None
    high, medium, low = cuts
    if factor is None:
        return min(7.1429 * value - 4.2857, 5.0) if value >= medium else max(4.1667 * value - 2.5, -5.0)
    if value < low:
        return max(125 * value - 2.5, -5.0)
    if factor == 0:  # the baseline is at the limit, and was kept
        return 5.0
    if value >= high:
        return min(500 * value / factor - 5, 5.0)
    return 250 * value / factor - 1.25 if value >= medium else 500 * value / factor - 2.5


def overall(ratings: Sequence[Rating]) -> tuple[float | None, MethodStatus]:
    """Open SDG's mean score of several series and its class; series without a score are left out.

    Achieved only where all that have a score are.  The published constants are rounded, so a ratio just under 0.95 is
    `moderate_progress` for its series and `substantial_progress` here.
    """
    rated = [it for it in ratings if it.score is not None]
    if not rated:
        return None, "not_available"
    score = fmean(it.score for it in rated if it.score is not None)
    if all(it.status == "target_achieved" for it in rated):
        return score, "target_achieved"
    return score, _class(score, (2.5, 0.0, -2.5))
