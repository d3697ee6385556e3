"""What is due at the end of a year: the yearly milestones of `methods.md` A.6."""

import math
from decimal import Decimal
from fractions import Fraction

from hlwplan.assess import paths
from hlwplan.assess.gap import Base
from hlwplan.assess.paths import Scale
from hlwplan.assess.series import aim, is_held
from hlwplan.plan.model import Indicator, Milestone, Target


def due(indicator: Indicator, target: Target, base: Base | None, year: int, path: Scale) -> Decimal | float | None:
    """The value due at the end of a year, in the indicator's unit of measure.

    What the plan states is a decimal: the target from its year on, a milestone of that year, the bound of what is to
    be held every year; so is the target itself where the baseline is beyond it already.  What the path says is a
    float: `b+(T-b)E`, or `b(T/b)^E` where b and T have one sign.  A range is aimed at by its bound nearer to the
    baseline.  None where nothing says it: without a baseline value, at the baseline or before, inside a range, and
    where no figure is promised.
    """
    stated = target.values[0] if target.sense is not None else None
    if year >= target.by:
        return stated
    milestone = milestone_of(indicator, target, year)
    if milestone is not None:
        return milestone.value
    if is_held(indicator, target):
        return stated
    if base is None or base.value is None or base.time >= year:
        return None
    wanted = aim(target, base.value)
    if wanted is None:
        return None
    goal, sign = wanted
    if sign * (goal - base.value) <= 0:
        return stated
    share = (year - base.time) / (target.by - base.time)
    if path_used(path, base.value, goal) == "linear":
        start = Fraction(base.value)
        return float(start + (Fraction(goal) - start) * share)
    return float(base.value) * math.pow(float(goal / base.value), float(share))


def path_used(path: Scale, base: Decimal, goal: Decimal) -> Scale:
    """The path from a baseline value to a target: geometric only where both have one sign (`methods.md` A.1)."""
    return paths.scale(path, "", (float(base), float(goal)))[0]


def milestone_of(indicator: Indicator, target: Target, year: int) -> Milestone | None:
    """The plan's milestone of a year, which no share handed down to a region has."""
    if target not in indicator.target:
        return None
    return next((it for it in indicator.milestones if it.by == year), None)
