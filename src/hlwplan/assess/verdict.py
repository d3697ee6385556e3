"""The verdict: the tests of `methods.md` A.3 in their order, with A.4's edges.

Values are compared as decimals, exactly; ratios are floats, classified at full precision with a tolerance of 1e-9.
"""

import math
from decimal import Decimal
from typing import Final, Literal

from hlwplan.assess.gap import Gap, Reason, Status
from hlwplan.assess.paths import TOLERANCE
from hlwplan.assess.series import Series, aim, is_held, meets
from hlwplan.plan.model import Indicator, Target

ON_TRACK: Final = 0.95
ACCELERATE: Final = 0.60
"""Eurostat's and Statistics Canada's cut-offs of the ratio, the ends included (`methods.md` B1)."""

STEADY: Final = (0.015, 0.005, 0.0)
"""Statistics Canada's cut-offs of yearly growth where the plan promises no figure (`methods.md` B2)."""
LIMIT_POWER: Final = 4.44

Verdict = tuple[Status, Reason | None]


def verdict(indicator: Indicator, target: Target, series: Series, gap: Gap) -> Verdict:
    """The tests of `methods.md` A.3, in their order."""
    start = series.base.value if series.base else None
    if not series.after:
        kept = start is not None and meets(target, start)
        return ("achieved", "baseline_meets_target") if kept else ("not_assessable", "no_observation")
    latest = gap.latest
    at_end = latest is not None and latest.period.end == target.by
    if latest is None or latest.value is None or (series.closed and not at_end):
        return "pending_final", None
    if target.direction is not None:
        return _direction_verdict(indicator, target.direction, start, gap)
    if at_end:
        return _final_verdict(indicator, target, series, latest.value)
    if is_held(indicator, target):
        return _held_verdict(target, latest.value, gap.numbers.trend)
    if meets(target, latest.value):
        return "achieved", None
    if start is None:
        return "not_assessable", "no_baseline"
    wanted = aim(target, latest.value)
    if wanted is not None and wanted[1] * (wanted[0] - start) <= 0:
        return "deteriorating", "baseline_met_target" if meets(target, start) else "beyond_range"
    return ratio_verdict(gap.numbers.ratio)


def _final_verdict(indicator: Indicator, target: Target, series: Series, value: Decimal) -> Verdict:
    if meets(target, value):
        values = [it.value for it in series.by_then]
        broken = is_held(indicator, target) and any(it is not None and not meets(target, it) for it in values)
        return "met", "broken_earlier" if broken else None
    late = any(it.value is not None and meets(target, it.value) for it in series.beyond)
    return "missed", "met_late" if late else None


def ratio_verdict(ratio: float | None) -> Verdict:
    """Tests 7 to 10 of `methods.md` A.3; no ratio, no verdict."""
    if ratio is None:
        return "not_assessable", "ratio_undefined"
    if ratio >= ON_TRACK - TOLERANCE:
        return "on_track", None
    if ratio >= ACCELERATE - TOLERANCE:
        return "needs_acceleration", None
    return ("limited", None) if ratio >= -TOLERANCE else ("deteriorating", None)


def _held_verdict(target: Target, value: Decimal, trend: float | None) -> Verdict:
    """The German table for what is to be maintained (`methods.md` B4); one point shows no trend."""
    met, wanted = meets(target, value), aim(target, value)
    if trend is None:
        return "held" if met else "unmet", "one_point"
    inside = met and target.between is not None  # no way within a range is adverse
    adverse = wanted is not None and not inside and wanted[1] * trend < 0
    if met:
        return "held_at_risk" if adverse else "held", None
    return "unmet_worsening" if adverse else "unmet_improving", None


def _direction_verdict(
    indicator: Indicator, direction: Literal["up", "down"], start: Decimal | None, gap: Gap
) -> Verdict:
    """Growth a year against fixed cut-offs, scaled down near a natural limit (`methods.md` B2, without target)."""
    growth = gap.numbers.pace_observed
    if start is None:
        return "not_assessable", "no_baseline"
    if growth is None:
        return "not_assessable", "ratio_undefined"
    speed = growth * (1 if direction == "up" else -1) * (-1 if start < 0 else 1)
    cut = near_limit(float(start), indicator, direction)
    high, medium, low = (step * cut for step in STEADY)
    status: Status = (
        "on_track" if speed >= high - TOLERANCE
        else "needs_acceleration" if speed >= medium - TOLERANCE
        else "limited" if speed >= low - TOLERANCE
        else "deteriorating"
    )  # fmt: skip
    return status, "no_figure"


def near_limit(start: float, indicator: Indicator, direction: Literal["up", "down"]) -> float:
    """C of `methods.md` B2: 1 far from the natural limit that lies ahead, 0 at it; 1 where there is none or it is 0."""
    return limit_factor(start, limit_ahead(indicator, direction))


def limit_ahead(indicator: Indicator, direction: Literal["up", "down"]) -> float | None:
    """The natural limit that lies in the direction promised, or None."""
    return None if indicator.limits is None else float(indicator.limits[1 if direction == "up" else 0])


def limit_factor(start: float, limit: float | None) -> float:
    """C of `methods.md` B2 of two numbers, whichever side of the limit the start lies on."""
    size, limit = abs(start), abs(limit or 0.0)
    if size >= 2 * limit:
        return 1.0
    share = size / limit if size <= limit else (2 * limit - size) / limit
    return 1 - math.pow(share, LIMIT_POWER)
