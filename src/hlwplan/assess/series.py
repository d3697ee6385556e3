"""A series: one indicator's observations in one region, sorted out against the baseline and the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from hlwplan.assess.gap import Base
from hlwplan.measure.measurement import Observation, newest
from hlwplan.period import Period
from hlwplan.plan.model import Indicator, Target


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


def baseline(indicator: Indicator, usable: Sequence[Observation], *, own_region: bool) -> Base | None:
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
