"""Progress: one series held against one target, from observations to a gap with its numbers and its verdict."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import nan

from hlwplan.assess import formulas, paths
from hlwplan.assess.districts import checked
from hlwplan.assess.formulas import NUMBERS, Leg, known
from hlwplan.assess.gap import Base, Gap, Numbers
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.outlook import looked_ahead
from hlwplan.assess.readings import readings
from hlwplan.assess.series import Series, aim, baseline, is_held, meets
from hlwplan.assess.verdict import verdict
from hlwplan.assess.within import within
from hlwplan.measure.measurement import Observation, newest
from hlwplan.plan.model import Indicator, Target
from hlwplan.quantity import EXACT


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
        base = base._replace(value=None)  # the plan states it, but it is of a later year
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
    numbers = numbers._replace(aim=goal, gap=difference(goal, latest.value, sign),
                               completion=completion(goal, latest.value, sign))  # fmt: skip
    if held:
        return replace(gap, path="linear", numbers=numbers)
    if base is None or base.value is None:
        path, fallback = paths.scale(indicator.path, indicator.kind, (float(latest.value), float(goal)))
        required = None if series.closed else paths.pace(path, float(latest.value), float(goal), end - now)
        return replace(gap, path=path, fallback=fallback, numbers=numbers._replace(pace_required=required))
    way = sign * (goal - base.value) > 0
    leg = Leg(float(base.time), float(base.value), now, float(latest.value), end, float(goal), sign)
    gap = _on_the_way(replace(gap, numbers=numbers), leg, way=way)
    # Once the target year is over, no time is left to catch up in.
    return replace(gap, numbers=gap.numbers._replace(pace_required=None)) if series.closed else gap


def difference(goal: Decimal, value: Decimal, sign: int) -> Decimal:
    """Target minus latest, exactly, turned so that positive is short."""
    return EXACT.subtract(goal, value) if sign > 0 else EXACT.subtract(value, goal)


def completion(goal: Decimal, value: Decimal, sign: int) -> float | None:
    """完成率: latest over target, or target over latest where less is better.

    None for a target of 0 or below, and over 0 or below: between negative numbers less would read as more.
    """
    over, under = (value, goal) if sign > 0 else (goal, value)
    return None if goal <= 0 or under <= 0 else float(over / under)


def _on_the_way(gap: Gap, leg: Leg, *, way: bool) -> Gap:
    """The numbers that need a baseline value."""
    indicator = gap.indicator
    wanted = paths.scale(indicator.path, indicator.kind, ())[0] == "geometric"
    # Where nothing is to go, what was lost comes back by equal steps (A.4).
    geometric = wanted and way and formulas.one_sign(leg.base, leg.value, leg.goal)
    it = formulas.along(NUMBERS, leg, geometric, way, limits(indicator))
    numbers = gap.numbers._replace(
        pace_observed=known(it.observed), pace_required=known(it.required), pace_planned=known(it.planned),
        realised=known(it.realised), ratio=known(it.ratio), projected=known(it.projected), capped=it.capped,
        shortfall=known(it.shortfall), reached=known(it.reached),
    )  # fmt: skip
    return replace(gap, path="geometric" if geometric else "linear", fallback=wanted and not geometric, numbers=numbers)


def limits(indicator: Indicator) -> tuple[float, float]:
    """The indicator's natural limits, NaN where it has none."""
    return (nan, nan) if indicator.limits is None else (float(indicator.limits[0]), float(indicator.limits[1]))


def _undirected(gap: Gap, numbers: Numbers, now: float) -> Gap:
    """Where no figure is promised only the growth a year counts; it needs values of one sign."""
    base, latest = gap.base, gap.latest
    growth = None
    if gap.indicator.kind == "growth":  # never the growth of a growth rate
        return replace(gap, numbers=numbers)
    if base is not None and base.value is not None and latest is not None and latest.value is not None:
        growth = paths.pace("geometric", float(base.value), float(latest.value), now - float(base.time))
    return replace(gap, path="geometric", numbers=numbers._replace(pace_observed=growth))
