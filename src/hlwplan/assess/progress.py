"""Progress: one series held against one target, from observations to a gap with its numbers and its verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from hlwplan.assess import paths
from hlwplan.assess.districts import checked
from hlwplan.assess.gap import Base, Gap, Numbers
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.outlook import looked_ahead
from hlwplan.assess.paths import TOLERANCE
from hlwplan.assess.readings import readings
from hlwplan.assess.series import Series, aim, baseline, is_held, meets
from hlwplan.assess.verdict import verdict
from hlwplan.assess.within import within
from hlwplan.measure.measurement import Observation, newest
from hlwplan.plan.model import Indicator, Target
from hlwplan.quantity import EXACT


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
    options: Options = PLAIN,
) -> Gap:
    """Judge one target by the observations of its indicator in one region, in any order.

    `target` None judges nothing and shows the latest.  `own_region` False keeps the plan's stated baseline value out
    of a district's series.  `year` judges as at the end of that year; later observations must be left out already.
    `options` adds to the gap and never changes its verdict.
    """
    usable = sorted((it for it in observations if it.yearly and it.value is not None), key=_when)
    base = baseline(indicator, usable, own_region=own_region)
    if base is not None and year is not None and base.time > year:
        base = replace(base, value=None)  # the plan states it, but it is of a later year
    start = base.time if base else None
    after = tuple(it for it in usable if start is None or it.period.end > start)
    known = after[-1].period.end if after else start
    gap = Gap(
        indicator, target, region, base, newest(after), "not_assessable", "no_target",
        path=paths.scale(indicator.path, indicator.kind, ())[0],
        part=_newer([it for it in observations if it.rule == "part"], known),
        partial=_newer([it for it in observations if it.yearly and it.value is None], known),
        synthetic=any(it.synthetic for it in observations if it.rule != "check"),
    )  # fmt: skip
    if target is not None:
        gap = _judged(gap, indicator, target, base, after, year, options)
    started = within(indicator, target, base, gap.path, gap.part, observations, own_region=own_region)
    return checked(replace(gap, within=started), observations)


def _judged(
    gap: Gap,
    indicator: Indicator,
    target: Target,
    base: Base | None,
    after: tuple[Observation, ...],
    year: int | None,
    options: Options,
) -> Gap:
    """The gap with its verdict and its numbers; `after` is what was observed after the baseline, in order."""
    by_then = tuple(it for it in after if it.period.end <= target.by)
    beyond = tuple(it for it in after if it.period.end > target.by)
    # An unfinished year, or one that only some districts reported, is after the target year as well.
    seen = any(it is not None and it.period.end > target.by for it in (gap.part, gap.partial))
    closed = bool(beyond) or seen or (year is not None and year >= target.by)
    series = Series(base, after, by_then, beyond, closed)
    first_met = next((period for _, value, period in series.track if meets(target, value)), None)
    gap = replace(gap, latest=newest(by_then), later=newest(beyond), first_met=first_met)
    gap = measure(gap, indicator, target, series)
    status, reason = verdict(indicator, target, series, gap)
    if reason == "no_observation" and gap.partial is not None:
        reason = "weights_zero" if gap.partial.covered == gap.partial.parts else "districts_missing"
    gap = replace(gap, status=status, reason=reason)
    return looked_ahead(replace(gap, readings=readings(gap)), target, series, options)


def _when(observation: Observation) -> Fraction:
    return observation.period.end


def _newer(observations: Sequence[Observation], than: Fraction | None) -> Observation | None:
    found = newest(observations)
    return found if found and (than is None or found.period.end > than) else None


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
    """完成率: latest over target, or target over latest where less is better.

    None for a target of 0 or below, and over 0 or below: between negative numbers less would read as more.
    """
    over, under = (value, goal) if sign > 0 else (goal, value)
    return None if goal <= 0 or under <= 0 else float(over / under)


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
        reach, capped = _clipped(raw, indicator, sign)
        slow = reach is not None and ratio is not None and ratio < 1 - TOLERANCE
        numbers = replace(
            numbers, realised=gone, ratio=ratio, pace_planned=planned, projected=reach, capped=capped,
            shortfall=max(sign * (to - reach), 0.0) or None if slow and reach is not None else None,
            reached=paths.reached(leg.start, leg.now, gone),
        )  # fmt: skip
    return replace(gap, path=path, fallback=fallback, numbers=numbers)


def _clipped(value: float | None, indicator: Indicator, sign: int) -> tuple[float | None, bool]:
    """A projection within the indicator's natural limits, and whether it would have passed the one on the good side."""
    if value is None or indicator.limits is None:
        return value, False
    low, high = map(float, indicator.limits)
    return min(max(value, low), high), value > high if sign > 0 else value < low


def _undirected(gap: Gap, numbers: Numbers, now: float) -> Gap:
    """Where no figure is promised only the growth a year counts; it needs values of one sign."""
    base, latest = gap.base, gap.latest
    growth = None
    if gap.indicator.kind == "growth":  # never the growth of a growth rate
        return replace(gap, numbers=numbers)
    if base is not None and base.value is not None and latest is not None and latest.value is not None:
        growth = paths.pace("geometric", float(base.value), float(latest.value), now - float(base.time))
    return replace(gap, path="geometric", numbers=replace(numbers, pace_observed=growth))
