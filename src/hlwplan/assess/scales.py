"""The scales of a forecast: values onto a line without ends, and back.  All rise with the value."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hlwplan.assess.options import Axis

Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scaling:
    """A scale for one series.

    `log` of values below zero is -ln(-y): a fold of them is a step there too.  `logit` is ln((y - low) / (high - y))
    between the `limits`, which it needs.
    """

    axis: Axis
    limits: Limits | None = None
    below_zero: bool = False

    def at(self, value: float) -> float:
        """Where a value lies; infinite at the end of the scale and beyond it."""
        if self.axis == "log":
            size = -value if self.below_zero else value
            far = math.log(size) if size > 0 else -math.inf
            return -far if self.below_zero else far
        if self.axis == "logit" and self.limits is not None:
            low, high = self.limits
            if low < value < high:
                return math.log((value - low) / (high - value))
            return -math.inf if value <= low else math.inf
        return value

    def back(self, place: float) -> float | None:
        """The value that lies there; None where no float can hold it."""
        if self.axis == "log":
            try:
                size = math.exp(-place if self.below_zero else place)
            except OverflowError:
                return None
            return -size if self.below_zero else size
        if self.axis == "logit" and self.limits is not None:
            low, high = self.limits
            share = math.exp(-abs(place))  # of either side, the smaller one: it never overflows
            near, far = (high, low) if place > 0 else (low, high)
            return near + (far - near) * share / (1 + share)
        return place if math.isfinite(place) else None

    def size(self, places: Sequence[float]) -> float:
        """What a deviation is to be held against: the largest value; on log and logit deviations are shares already."""
        return max(map(abs, places)) if self.axis == "linear" else 1.0
