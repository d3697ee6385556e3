"""The formulas of `methods.md` A.2, each once, for one series and for an array of series alike.

A `Value` is a float or an array of floats; NaN is what could not be computed.  What tells a number from an array is the
calculator `of`.  Arrays give bit for bit what numbers give.  Times are in years, values in the indicator's unit of
measure; a flag is a bool or an array of them.
"""

import math
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any, Final, NamedTuple, Protocol

Value = Any
Flag = Any

TOLERANCE: Final = 1e-9
"""How far below a cut-off a ratio may lie and still count as at it."""


class Calculator(Protocol):
    """What numbers and arrays do differently.  NaN in, NaN out."""

    def where(self, yes: Flag, first: Value, second: Value) -> Value:
        """`first` where `yes`, else `second`; both have been worked out already."""

    def over(self, above: Value, below: Value) -> Value:
        """The quotient, NaN over zero."""

    def power(self, base: Value, exponent: Value) -> Value:
        """The power, NaN where it is too large for a float."""

    def log(self, value: Value) -> Value:
        """The natural logarithm, NaN of zero and below."""

    def finite(self, value: Value) -> Value:
        """The value, NaN where it is infinite."""


class Numbers:
    """The calculator of plain floats."""

    def where(self, yes: bool, first: float, second: float) -> float:  # noqa: FBT001  the condition is what it is about
        """See `Calculator`."""
        return first if yes else second

    def over(self, above: float, below: float) -> float:
        """See `Calculator`."""
        return above / below if below else math.nan

    def power(self, base: float, exponent: float) -> float:
        """See `Calculator`."""
        try:
            return math.pow(base, exponent) if base == base and exponent == exponent else math.nan  # noqa: PLR0124
        except (OverflowError, ValueError):
            return math.nan

    def log(self, value: float) -> float:
        """See `Calculator`."""
        return math.log(value) if value > 0 else math.nan

    def finite(self, value: float) -> float:
        """See `Calculator`."""
        return value if math.isfinite(value) else math.nan


NUMBERS: Final = Numbers()


def known(value: float) -> float | None:
    """A number, None where it could not be computed."""
    return None if math.isnan(value) else value


def or_nan(value: float | None) -> float:
    """The way back: NaN for what is not known."""
    return math.nan if value is None else value


def one_sign(*values: Value) -> Flag:
    """Whether every value is above zero, or every value below: what growth needs."""
    return reduce(and_, [value > 0 for value in values] or [True]) | reduce(
        and_, [value < 0 for value in values] or [True]
    )


def elapsed(start: Value, now: Value, end: Value) -> Value:
    """E: the share of the time gone."""
    return (now - start) / (end - start)


def realised(of: Calculator, geometric: Flag, base: Value, value: Value, target: Value) -> Value:
    """A: the share of the way gone; NaN where target equals baseline."""
    growth = of.over(of.log(of.over(value, base)), of.log(of.over(target, base)))
    share = of.where(geometric, growth, of.over(value - base, target - base))
    return of.where(target == base, math.nan, share)


def pace(of: Calculator, geometric: Flag, begin: Value, end: Value, years: Value) -> Value:
    """The steady pace from one value to another; NaN without time, and for growth from, to or through zero."""
    quotient = of.over(end, begin)
    growth = of.power(of.where(geometric & (quotient > 0), quotient, math.nan), of.over(1.0, years)) - 1
    return of.where(years > 0, of.where(geometric, growth, of.over(end - begin, years)), math.nan)


def ratio(of: Calculator, observed: Value, planned: Value) -> Value:
    """R: the observed pace over the planned one; NaN where nothing was planned."""
    return of.over(observed, planned)


def projected(of: Calculator, geometric: Flag, base: Value, value: Value, share: Value) -> Value:
    """The value at the target year if the pace since the baseline goes on; `share` is E."""
    growth = of.power(of.where(geometric, of.over(value, base), math.nan), of.over(1.0, share))
    return of.where(geometric, of.finite(base * growth), base + of.over(value - base, share))


def reached(of: Calculator, start: Value, now: Value, gone: Value) -> Value:
    """When the target is reached at the pace since the baseline; NaN unless A is above 0."""
    return of.where(gone > 0, start + of.over(now - start, gone), math.nan)


class Leg(NamedTuple):
    """The way from the baseline (`start`, `base`) over the latest (`now`, `value`) to the target (`end`, `goal`).

    `sign` is +1 where more is better, else -1.
    """

    start: Value
    base: Value
    now: Value
    value: Value
    end: Value
    goal: Value
    sign: Value


class Along(NamedTuple):
    """The numbers that need a baseline value: see `gap.Numbers`.  `shortfall` is NaN where there is none."""

    observed: Value
    required: Value
    planned: Value
    realised: Value
    ratio: Value
    projected: Value
    capped: Flag
    shortfall: Value
    reached: Value


def along(of: Calculator, leg: Leg, geometric: Flag, way: Flag, limits: tuple[Value, Value]) -> Along:
    """The numbers of a leg; all but two paces are NaN where there is no way to go.

    `limits` are the indicator's natural ones, NaN where it has none; the projection is clipped to them.
    """
    start, base, now, value, end, goal, sign = leg
    observed, planned = pace(of, geometric, base, value, now - start), pace(of, geometric, base, goal, end - start)
    planned, gone = of.where(way, planned, math.nan), realised(of, geometric, base, value, goal)
    gone, made = of.where(way, gone, math.nan), ratio(of, observed, planned)
    raw = projected(of, geometric, base, value, elapsed(start, now, end))
    raw, (low, high) = of.where(way, raw, math.nan), limits
    above = of.where(raw < low, low, raw)
    reach = of.where(above > high, high, above)
    short = sign * (goal - reach)
    return Along(
        observed, pace(of, geometric, value, goal, end - now), planned, gone, made, reach,
        of.where(sign > 0, raw > high, raw < low),
        of.where((made < 1 - TOLERANCE) & (short > 0), short, math.nan),
        reached(of, start, now, gone),
    )  # fmt: skip


def on_path(of: Calculator, geometric: Flag, leg: Leg) -> Value:
    """R as it is on one path, whatever the target's own path."""
    observed = pace(of, geometric, leg.base, leg.value, leg.now - leg.start)
    return ratio(of, observed, pace(of, geometric, leg.base, leg.goal, leg.end - leg.start))


class Stretch(NamedTuple):
    """The best stretch: its pace, the places of the points that it leads from and to, and whether it is enough."""

    best: Value
    since: Value
    until: Value
    enough: Flag


def best_stretch(
    of: Calculator, geometric: Flag, points: Sequence[tuple[Value, Value]], required: Value, turn: Value
) -> Stretch:
    """The best pace to any of the points from the nearest one that is a year or more before it; of equals the first.

    Points are times and values, in the order of time.  `turn` is +1 where a higher pace is better, else -1.  `best` is
    NaN where no stretch has a pace.
    """
    best, since, until = math.nan, -1, -1
    for place, (now, value) in enumerate(points):
        then, first, begin = math.nan, math.nan, -1
        for earlier, (time, was) in enumerate(points[:place]):
            far = now - time >= 1 - TOLERANCE
            then, first, begin = of.where(far, time, then), of.where(far, was, first), of.where(far, earlier, begin)
        speed = pace(of, geometric, first, value, now - then)
        better = (turn * speed > turn * best) | ((best != best) & (speed == speed))  # noqa: PLR0124  NaN: none yet
        best, since = of.where(better, speed, best), of.where(better, begin, since)
        until = of.where(better, place, until)
    return Stretch(best, since, until, turn * best >= turn * required - TOLERANCE * abs(required))
