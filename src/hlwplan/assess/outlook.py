"""Outlook: what lies ahead of a gap, which is whether the pace required was ever reached and what is to be expected."""

from dataclasses import replace
from typing import TYPE_CHECKING

from hlwplan.assess.feasibility import feasibility
from hlwplan.assess.gap import Feasibility, Gap
from hlwplan.assess.options import Options
from hlwplan.assess.series import Series, aim, is_held
from hlwplan.plan.model import Target

if TYPE_CHECKING:
    from hlwplan.assess.forecast import Forecast


def looked_ahead(gap: Gap, target: Target, series: Series, options: Options) -> Gap:
    """The gap with its feasibility, and with its forecast where `options` ask for one."""
    gap = replace(gap, feasibility=_feasibility(gap, target, series))
    return replace(gap, forecast=_forecast(gap, target, series, options)) if options.forecast else gap


def _feasibility(gap: Gap, target: Target, series: Series) -> Feasibility | None:
    wanted = None if gap.latest is None or gap.latest.value is None else aim(target, gap.latest.value)
    if wanted is None:
        return None
    return feasibility(gap.path, series.track, gap.numbers.pace_required, gap.numbers.gap, wanted[1])


def _forecast(gap: Gap, target: Target, series: Series, options: Options) -> "Forecast | None":
    """Whether the target will be reached, by the points that the verdict rests on.

    None where the year is over or its value is known, where the value is to be held every year or no figure is
    promised, and without a baseline value or any later one.
    """
    base, latest, indicator = series.base, gap.latest, gap.indicator
    if base is None or base.value is None or latest is None or latest.period.end >= target.by:
        return None
    if series.closed or is_held(indicator, target) or target.direction is not None:
        return None
    from hlwplan.assess.forecast import AXIS, forecast

    values, limits = [float(value) for value in target.values], indicator.limits
    return forecast(
        [(time, float(value)) for time, value, _ in series.track],
        float(target.by),
        at_least=None if target.sense == "at_most" else values[0],
        at_most=None if target.sense == "at_least" else values[-1],
        model=options.model,
        scale=options.scale or AXIS[gap.path],
        limits=None if limits is None else (float(limits[0]), float(limits[1])),
    )
