"""What is due in a year on the way to a target: a milestone of the plan, else the value of the path (A.6)."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from hlwplan.assess import paths
from hlwplan.assess.gap import Base
from hlwplan.assess.paths import Scale
from hlwplan.assess.series import aim, is_held
from hlwplan.plan.model import Indicator, Target


def due(
    indicator: Indicator, target: Target, base: Base | None, year: int, path: Scale, *, own_region: bool = True
) -> Decimal | float | None:
    """The value due by the end of a year, in the indicator's unit of measure (`methods.md` A.6).

    A decimal where the plan says it: in the target year, in the year of a milestone or of another target of the
    indicator, and every year for a value to be held.  Else a float, the path's value: `b+(T-b)E`, or `b(T/b)^E` where
    `path` is geometric and b and T have one sign.  Where the baseline meets the target already, the target is due
    every year; a range is aimed at by its bound nearer to the baseline.

    None where no figure is promised, up to the baseline, after the target year, where the path has no baseline value,
    and within a range.  `own_region` False is a district with its share: the plan's milestones are not its own.
    """
    if year > target.by or (base is not None and year <= base.time):
        return None
    if len(target.values) == 1 and (year == target.by or is_held(indicator, target)):
        return target.values[0]
    said = stated(indicator, year) if own_region and target.direction is None else None
    if said is not None:
        return said[0]
    if base is None or base.value is None:
        return None
    wanted = aim(target, base.value)
    if wanted is None:
        return None
    goal, sign = wanted
    if sign * (goal - base.value) <= 0:
        return None if target.between is not None else goal
    if path_used(path, base.value, goal) == "geometric":
        share = float((year - base.time) / (target.by - base.time))
        return float(base.value) * math.pow(goal / base.value, share)
    start, end = Fraction(base.value), Fraction(goal)
    return float(start + (end - start) * (year - base.time) / (target.by - base.time))


def path_used(path: Scale, base: Decimal, goal: Decimal) -> Scale:
    """The path from a baseline value to a target: geometric only where both have one sign (`methods.md` A.1)."""
    return paths.scale(path, "", (float(base), float(goal)))[0]


def stated(indicator: Indicator, year: int) -> tuple[Decimal, Literal[1, -1]] | None:
    """What the plan itself says of a year, another target of the indicator else a milestone, and its good direction.

    +1 is at least; the milestones of a range have their own direction.  None where the plan says nothing.
    """
    targets = ((it.values[0], it.sense) for it in indicator.target if it.by == year and len(it.values) == 1)
    milestones = ((it.value, "at_most" if it.at_least is None else "at_least") for it in indicator.milestones
                  if it.by == year)  # fmt: skip
    found = next(targets, None) or next(milestones, None)
    return None if found is None else (found[0], 1 if found[1] == "at_least" else -1)
