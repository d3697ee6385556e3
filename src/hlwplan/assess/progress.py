"""Progress: one series held against one target.  The tests of `methods.md` A.3 in their order, with A.4's edges.

Values are compared as decimals, exactly; ratios are floats, classified at full precision with a tolerance of 1e-9.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from hlwplan.assess import paths
from hlwplan.assess.gap import Base, Gap, Numbers, Reason, Status
from hlwplan.measure.measurement import Observation, newest
from hlwplan.period import Period
from hlwplan.plan.model import Indicator, Target
from hlwplan.quantity import EXACT

TOLERANCE: Final = 1e-9
ON_TRACK: Final = 0.95
ACCELERATE: Final = 0.60
"""Eurostat's and Statistics Canada's cut-offs of the ratio, the ends included (`methods.md` B1)."""

STEADY: Final = (0.015, 0.005, 0.0)
"""Statistics Canada's cut-offs of yearly growth where the plan promises no figure (`methods.md` B2)."""
LIMIT_POWER: Final = 4.44

Verdict = tuple[Status, Reason | None]


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator's observations in one region, sorted out against the baseline and the target year.

    `after` is all that was observed after the baseline, `by_then` of it up to the target year, `beyond` later.
    `closed` says that the target year is over: something is known of later, or the judgement is as at its end.
    """

    base: Base | None
    after: tuple[Observation, ...]
    by_then: tuple[Observation, ...]
    beyond: tuple[Observation, ...]
    closed: bool

    @property
    def track(self) -> list[tuple[float, Decimal, Period]]:
        """Times, values and periods up to the target year, the baseline first where its value is known."""
        first = [(self.base.time, self.base.value, self.base.period)] if self.base else []
        rest = [(it.period.end, it.value, it.period) for it in self.by_then]
        return [(float(time), value, period) for time, value, period in [*first, *rest] if value is not None]


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from the baseline (`start`, `base`) over the latest (`now`, `value`) to the target (`end`, `goal`)."""

    start: float
    base: Decimal
    now: float
    value: Decimal
    end: float
    goal: Decimal
    sign: Literal[1, -1]


def assess_series(
    indicator: Indicator,
    target: Target | None,
    region: str,
    observations: Sequence[Observation],
    *,
    own_region: bool = True,
    year: int | None = None,
) -> Gap:
    """Judge one target by the observations of its indicator in one region, in any order.

    `target` None judges nothing and shows the latest.  `own_region` False keeps the plan's stated baseline value out
    of a district's series.  `year` judges as at the end of that year; later observations must be left out already.
    """
    usable = sorted((it for it in observations if it.rule != "part" and it.value is not None), key=_when)
    base = _baseline(indicator, usable, own_region=own_region)
    start = base.time if base else None
    after = tuple(it for it in usable if start is None or it.period.end > start)
    known = after[-1].period.end if after else start
    gap = Gap(
        indicator, target, region, base, newest(after), "not_assessable", "no_target",
        path=paths.scale(indicator.path, indicator.kind, ())[0],
        part=_newer([it for it in observations if it.rule == "part"], known),
        partial=_newer([it for it in observations if it.value is None], known),
        synthetic=any(it.synthetic for it in observations),
    )  # fmt: skip
    if target is None:
        return gap
    by_then = tuple(it for it in after if it.period.end <= target.by)
    beyond = tuple(it for it in after if it.period.end > target.by)
    closed = bool(beyond) or (year is not None and year >= target.by)
    series = Series(base, after, by_then, beyond, closed)
    first_met = next((period for _, value, period in series.track if meets(target, value)), None)
    gap = replace(gap, latest=newest(by_then), later=newest(beyond), first_met=first_met)
    gap = measure(gap, indicator, target, series)
    status, reason = _verdict(indicator, target, series, gap)
    if reason == "no_observation" and gap.partial is not None:
        reason = "districts_missing"
    return replace(gap, status=status, reason=reason)


def _when(observation: Observation) -> Fraction:
    return observation.period.end


def _newer(observations: Sequence[Observation], than: Fraction | None) -> Observation | None:
    found = newest(observations)
    return found if found and (than is None or found.period.end > than) else None


def _baseline(indicator: Indicator, usable: Sequence[Observation], *, own_region: bool) -> Base | None:
    """The plan's baseline value, else the observation of its period; a neighbouring year is never borrowed."""
    stated = indicator.baseline
    if stated is None:
        return None
    if stated.value is not None and own_region:
        return Base(stated.period, stated.period.end, stated.value, stated.assumed, source=stated.source)
    observed = newest([it for it in usable if stated.period.contains(it.period)])
    if observed is None:
        return Base(stated.period, stated.period.end, None)
    return Base(observed.period, observed.period.end, observed.value, observation=observed)


def meets(target: Target, value: Decimal) -> bool:
    """Whether a value keeps the promise, ends included; never where no figure is promised."""
    if target.between is not None:
        return target.between[0] <= value <= target.between[1]
    if target.sense is None:
        return False
    return value >= target.values[0] if target.sense == "at_least" else value <= target.values[0]


def is_held(indicator: Indicator, target: Target) -> bool:
    """Whether the value is to be kept rather than reached; a growth rate has no path to go (`methods.md` A.4)."""
    return target.hold is not None or (indicator.kind == "growth" and target.direction is None)


def aim(target: Target, value: Decimal) -> tuple[Decimal, Literal[1, -1]] | None:
    """The value to reach and the good direction, +1 upwards; for a range its bound nearer to `value`.

    None where no figure is promised.
    """
    if target.between is not None:
        low, high = target.between
        return (low, 1) if value - low <= high - value else (high, -1)
    if target.sense is None:
        return None
    return target.values[0], 1 if target.sense == "at_least" else -1


def measure(gap: Gap, indicator: Indicator, target: Target, series: Series) -> Gap:
    """The gap with its path and its numbers; unchanged where nothing was observed by the target year."""
    latest, base = gap.latest, series.base
    if latest is None or latest.value is None:
        return gap
    now, end = float(latest.period.end), float(target.by)
    share = None if base is None else paths.elapsed(float(base.time), now, end)
    held = is_held(indicator, target)
    steps = [(time, float(value)) for time, value, _ in series.track]
    numbers = Numbers(elapsed=share, trend=paths.trend(steps if held else steps[-2:]))
    wanted = aim(target, latest.value)
    if wanted is None:
        return _undirected(gap, numbers, now)
    goal, sign = wanted
    numbers = replace(numbers, aim=goal, gap=_difference(goal, latest.value, sign),
                      completion=_completion(goal, latest.value, sign))  # fmt: skip
    if held:
        return replace(gap, path="linear", numbers=numbers)
    if base is None or base.value is None:
        path, fallback = paths.scale(indicator.path, indicator.kind, (float(latest.value), float(goal)))
        required = None if series.closed else paths.pace(path, float(latest.value), float(goal), end - now)
        return replace(gap, path=path, fallback=fallback, numbers=replace(numbers, pace_required=required))
    leg = Leg(float(base.time), base.value, now, latest.value, end, goal, sign)
    gap = _on_the_way(replace(gap, numbers=numbers), leg)
    # Once the target year is over, no time is left to catch up in.
    return replace(gap, numbers=replace(gap.numbers, pace_required=None)) if series.closed else gap


def _difference(goal: Decimal, value: Decimal, sign: int) -> Decimal:
    """Target minus latest, exactly, turned so that positive is short."""
    return EXACT.subtract(goal, value) if sign > 0 else EXACT.subtract(value, goal)


def _completion(goal: Decimal, value: Decimal, sign: int) -> float | None:
    """完成率: latest over target, or target over latest where less is better; None for a target of 0 and over 0."""
    over, under = (value, goal) if sign > 0 else (goal, value)
    return None if goal == 0 or under == 0 else float(over / under)


def _on_the_way(gap: Gap, leg: Leg) -> Gap:
    """The numbers that need a baseline value."""
    indicator, sign = gap.indicator, leg.sign
    b, x, to = float(leg.base), float(leg.value), float(leg.goal)
    path, fallback = paths.scale(indicator.path, indicator.kind, (b, x, to))
    way = sign * (leg.goal - leg.base) > 0
    if not way:  # nothing to go, so no ratio; what was lost comes back by equal steps (A.4)
        fallback = fallback or path == "geometric"
        path = "linear"
    observed = paths.pace(path, b, x, leg.now - leg.start)
    required = paths.pace(path, x, to, leg.end - leg.now)
    numbers = replace(gap.numbers, pace_observed=observed, pace_required=required)
    if way:
        planned, gone = paths.pace(path, b, to, leg.end - leg.start), paths.realised(path, b, x, to)
        ratio = paths.ratio(observed, planned)
        raw = paths.projected(path, b, x, paths.elapsed(leg.start, leg.now, leg.end))
        reach, capped = _clipped(raw, indicator)
        slow = reach is not None and ratio is not None and ratio < 1 - TOLERANCE
        numbers = replace(
            numbers, realised=gone, ratio=ratio, pace_planned=planned, projected=reach, capped=capped,
            shortfall=max(sign * (to - reach), 0.0) or None if slow and reach is not None else None,
            reached=paths.reached(leg.start, leg.now, gone),
        )  # fmt: skip
    return replace(gap, path=path, fallback=fallback, numbers=numbers)


def _clipped(value: float | None, indicator: Indicator) -> tuple[float | None, bool]:
    """A projection within the indicator's natural limits, and whether it would have passed them."""
    if value is None or indicator.limits is None:
        return value, False
    low, high = map(float, indicator.limits)
    return min(max(value, low), high), not low <= value <= high


def _undirected(gap: Gap, numbers: Numbers, now: float) -> Gap:
    """Where no figure is promised only the growth a year counts; it needs values of one sign."""
    base, latest = gap.base, gap.latest
    growth = None
    if gap.indicator.kind == "growth":  # never the growth of a growth rate
        return replace(gap, numbers=numbers)
    if base is not None and base.value is not None and latest is not None and latest.value is not None:
        growth = paths.pace("geometric", float(base.value), float(latest.value), now - float(base.time))
    return replace(gap, path="geometric", numbers=replace(numbers, pace_observed=growth))


def _verdict(indicator: Indicator, target: Target, series: Series, gap: Gap) -> Verdict:
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
    return _ratio_verdict(gap.numbers.ratio)


def _final_verdict(indicator: Indicator, target: Target, series: Series, value: Decimal) -> Verdict:
    if meets(target, value):
        values = [it.value for it in series.by_then]
        broken = is_held(indicator, target) and any(it is not None and not meets(target, it) for it in values)
        return "met", "broken_earlier" if broken else None
    late = any(it.value is not None and meets(target, it.value) for it in series.beyond)
    return "missed", "met_late" if late else None


def _ratio_verdict(ratio: float | None) -> Verdict:
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
    limit = 0.0 if indicator.limits is None else abs(float(indicator.limits[1 if direction == "up" else 0]))
    size = abs(start)
    if limit == 0 or size >= 2 * limit:
        return 1.0
    share = size / limit if size <= limit else (2 * limit - size) / limit
    return 1 - math.pow(share, LIMIT_POWER)
