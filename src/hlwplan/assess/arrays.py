"""Arrays: many series judged by their targets at once, by the formulas that judge one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from hlwplan.assess import formulas
from hlwplan.assess.formulas import NUMBERS, Along, Leg, Stretch
from hlwplan.assess.matrices import Seen, Terms
from hlwplan.assess.verdict import RATIO_UNDEFINED, decided, standing
from hlwplan.measure.columns import Columns, Flags, Floats, Ints


class Arrays:
    """The calculator of arrays: powers and logarithms number by number, because an array's may differ in the last bit.

    A number may stand where an array would.
    """

    def where(self, yes: Any, first: Any, second: Any) -> Any:
        """See `Calculator`."""
        return np.where(yes, first, second)

    def over(self, above: Any, below: Any) -> Any:
        """See `Calculator`."""
        with np.errstate(all="ignore"):
            return np.where(below == 0, np.nan, np.true_divide(above, below))

    def power(self, base: Any, exponent: Any) -> Any:
        """See `Calculator`."""
        base, exponent = np.broadcast_arrays(base, exponent)
        found, asked = np.full(base.shape, np.nan), ~(np.isnan(base) | np.isnan(exponent))
        bases, exponents = base[asked].tolist(), exponent[asked].tolist()
        try:
            found[asked] = list(map(math.pow, bases, exponents))
        except (OverflowError, ValueError):
            found[asked] = list(map(NUMBERS.power, bases, exponents))
        return found

    def log(self, value: Any) -> Any:
        """See `Calculator`."""
        found, asked = np.full(np.shape(value), np.nan), value > 0
        found[asked] = list(map(math.log, value[asked].tolist()))
        return found

    def finite(self, value: Any) -> Any:
        """See `Calculator`."""
        return np.where(np.isfinite(value), value, np.nan)


ARRAYS: Final = Arrays()


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts and numbers, an array each; NaN is what could not be computed.

    `verdict` is a place in `VERDICTS`.  `geometric` and `fallback` are of the path.  `ratios` and `standings` are of
    the three readings, places in `VERDICTS` too, -1 where growth has no reading; `read` says whether a ratio decided.
    `stretch` leads from period to period; `first_met` is a period; both are codes, -1 for none.
    """

    verdict: Ints
    geometric: Flags
    fallback: Flags
    numbers: Along
    elapsed: Floats
    trend: Floats
    read: Flags
    ratios: Sequence[Floats]
    standings: Sequence[Ints]
    stretch: Stretch
    first_met: Ints


def judged(columns: Columns, terms: Terms, series: Seen, year: int | None) -> Judged:
    """Judge every series by its target, a value to be at least or at most; what `progress` does for one."""
    goal, sign, by, start, base = terms.goal, terms.sign, terms.by, series.start, series.value
    now, value, has = series.now, series.reached, series.latest >= 0
    way, based = sign * (goal - base) > 0, ~np.isnan(base)
    closed = series.over | (np.full(len(by), year if year is not None else -np.inf) >= by)
    leg = Leg(start, base, now, value, by, goal, sign)
    grows = formulas.one_sign(value, goal) & (~based | (way & formulas.one_sign(base, goal)))
    geometric = terms.grows & grows
    numbers = formulas.along(ARRAYS, leg, geometric, way, (terms.low, terms.high))
    read_required = formulas.ratio(ARRAYS, numbers.observed, np.where(closed, np.nan, numbers.required))
    numbers = numbers._replace(required=np.where(closed, np.nan, numbers.required))
    at_end, met = now == by, _meets(value, goal, sign)
    places = decided(
        ARRAYS, seen=series.after, kept=_meets(base, goal, sign), pending=~has | (closed & ~at_end), at_end=at_end,
        met=met, late=_meets(series.beyond, goal, sign).any(0), based=based, way=way, ratio=numbers.ratio,
    )  # fmt: skip
    read = places <= RATIO_UNDEFINED
    both = read & formulas.one_sign(base, value, goal)
    linear = formulas.on_path(ARRAYS, np.False_, leg)
    other = formulas.on_path(ARRAYS, both & ~geometric, leg)
    ratios = [linear, ARRAYS.where(geometric, numbers.ratio, other), read_required]
    standings: list[Ints] = [standing(ARRAYS, ratio) for ratio in ratios]
    standings[1] = np.where(both, standings[1], -1)
    stretch = _best(series.points, geometric, numbers.required, leg)
    period = np.vstack([_periods(columns, row) for row in series.places])
    stretch = stretch._replace(since=_of(period, stretch.since), until=_of(period, stretch.until))
    return Judged(
        places, np.where(has, geometric, terms.grows), has & terms.grows & ~geometric, numbers,
        formulas.elapsed(start, now, by), _trend(series.points), read, ratios, standings,
        stretch, _of(period, _first_met(series.points, goal, sign)),
    )  # fmt: skip


def _periods(columns: Columns, row: Ints) -> Ints:
    return np.where(row >= 0, columns.period[row], -1) if len(columns) else row


def _of(matrix: Ints, place: Ints) -> Ints:
    """What stands in each column at a place of its own, -1 where the place is."""
    return np.where(place >= 0, matrix[np.maximum(place, 0), np.arange(len(place))], -1)


def _meets(value: Floats, goal: Floats, sign: Floats) -> Flags:
    return np.where(sign > 0, value >= goal, value <= goal)


def _trend(points: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The yearly change between the last two points."""
    begin, first, end, final = (np.full(len(points[0][0]), np.nan) for _ in range(4))
    for time, value in points:
        new = ~np.isnan(value)
        begin, first = np.where(new, end, begin), np.where(new, final, first)
        end, final = np.where(new, time, end), np.where(new, value, final)
    found: Floats = formulas.pace(ARRAYS, np.False_, first, final, end - begin)
    return found


def _first_met(points: Sequence[tuple[Floats, Floats]], goal: Floats, sign: Floats) -> Ints:
    met = np.array([_meets(value, goal, sign) for _, value in points])
    return np.where(met.any(0), met.argmax(0), -1)


def _best(points: Sequence[tuple[Floats, Floats]], geometric: Flags, required: Floats, leg: Leg) -> Stretch:
    """The best stretch where a pace is required and something is left to go, else NaN."""
    asked = np.flatnonzero(~np.isnan(required) & (leg.sign * (leg.goal - leg.value) > 0))
    sign = leg.sign[asked]
    turn = np.where(~geometric[asked] | (leg.value[asked] > 0), sign, -sign)
    some = [(time[asked], value[asked]) for time, value in points]
    found = formulas.best_stretch(ARRAYS, geometric[asked], some, required[asked], turn)
    whole = [np.full(len(required), fill) for fill in (np.nan, -1, -1, False)]
    for array, part in zip(whole, found, strict=True):
        array[asked] = part
    return Stretch(*whole)


def listed(array: Floats) -> list[float | None]:
    """An array as plain floats, None for NaN."""
    found = array.astype(object)
    found[np.isnan(array)] = None
    plain: list[float | None] = found.tolist()
    return plain
