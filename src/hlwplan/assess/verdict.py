"""The verdict: the tests of `methods.md` A.3 in their order, with A.4's edges.

Values are compared as decimals, exactly; ratios are floats, classified at full precision with a tolerance of 1e-9.
"""

import math
from decimal import Decimal
from typing import Final, Literal

from hlwplan.assess.formulas import NUMBERS, Calculator, Flag, Value, or_nan
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


VERDICTS: Final[tuple[Verdict, ...]] = (
    ("on_track", None), ("needs_acceleration", None), ("limited", None), ("deteriorating", None),
    ("not_assessable", "ratio_undefined"), ("achieved", "baseline_meets_target"), ("not_assessable", "no_observation"),
    ("pending_final", None), ("met", None), ("missed", "met_late"), ("missed", None), ("achieved", None),
    ("not_assessable", "no_baseline"), ("deteriorating", "baseline_met_target"), ("deteriorating", "beyond_range"),
)  # fmt: skip
"""What `decided` and `standing` give the place of."""
RATIO_UNDEFINED: Final = 4
"""The last of the places that a ratio decides."""


def decided(
    of: Calculator, *, seen: Flag, kept: Flag, pending: Flag, at_end: Flag, met: Flag, late: Flag, based: Flag,
    way: Flag, ratio: Value,
) -> Value:  # fmt: skip
    """The tests of `methods.md` A.3 in their order, as a place in `VERDICTS`, for numbers and for arrays.

    `seen`: something was observed after the baseline.  `kept`: the baseline meets the target.  `pending`: the final
    value is awaited.  `at_end`: the latest is of the target year.  `met`: the latest meets the target; `late`: a later
    one does.  `based`: the baseline is known.  `way`: from it there is a way to go.
    """
    going = of.where(way, standing(of, ratio), of.where(kept, 13, 14))
    early = of.where(met, 11, of.where(based, going, 12))
    final = of.where(met, 8, of.where(late, 9, 10))
    return of.where(seen, of.where(pending, 7, of.where(at_end, final, early)), of.where(kept, 5, 6))


def standing(of: Calculator, ratio: Value) -> Value:
    """Tests 7 to 10 of `methods.md` A.3, as a place in `VERDICTS`; NaN is undefined."""
    below = of.where(ratio >= -TOLERANCE, 2, of.where(ratio < -TOLERANCE, 3, 4))
    return of.where(ratio >= ON_TRACK - TOLERANCE, 0, of.where(ratio >= ACCELERATE - TOLERANCE, 1, below))


def verdict(indicator: Indicator, target: Target, series: Series, gap: Gap) -> Verdict:
    """The tests of `methods.md` A.3, in their order, with those of A.4 for what is held or has a direction only."""
    start = series.base.value if series.base else None
    latest, held = gap.latest, is_held(indicator, target)
    value = latest.value if latest else None
    at_end = latest is not None and latest.period.end == target.by
    pending = value is None or (series.closed and not at_end)
    if value is not None and not pending:
        if target.direction is not None:
            return _direction_verdict(indicator, target.direction, start, gap)
        if held and not at_end:
            return _held_verdict(target, value, gap.numbers.trend)
    wanted = None if value is None else aim(target, value)
    status, reason = VERDICTS[decided(
        NUMBERS, seen=bool(series.after), kept=start is not None and meets(target, start), pending=pending,
        at_end=at_end, met=value is not None and meets(target, value),
        late=any(it.value is not None and meets(target, it.value) for it in series.beyond), based=start is not None,
        way=wanted is None or start is None or wanted[1] * (wanted[0] - start) > 0, ratio=or_nan(gap.numbers.ratio),
    )]  # fmt: skip
    values = [it.value for it in series.by_then]
    if status == "met" and held and any(it is not None and not meets(target, it) for it in values):
        reason = "broken_earlier"
    return status, reason


def ratio_verdict(ratio: float | None) -> Verdict:
    """Tests 7 to 10 of `methods.md` A.3; no ratio, no verdict."""
    return VERDICTS[standing(NUMBERS, or_nan(ratio))]


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
