"""A rating: what another published method says of a target, with the numbers that it says it by."""

from dataclasses import dataclass
from typing import Literal

Method = Literal["opensdg", "sdsn", "weather"]
"""Open SDG's automatic progress, SDSN's trend arrows, Germany's weather symbols (`methods.md` B2, B3, B4)."""

MethodStatus = Literal[
    "target_achieved", "substantial_progress", "moderate_progress", "limited_progress", "deterioration",
    "on_track", "moderately_improving", "stagnating", "decreasing",
    "sun", "sun_cloud", "cloud", "thunderstorm",
    "not_available",
]  # fmt: skip
"""The methods' own words, each method's best one first; the last is common to them."""

Note = Literal[
    "no_target", "no_figure", "no_data", "no_base", "one_point", "few_points", "duplicate_year", "opposite_sign",
    "growth_rate", "target_at_base", "undefined",
    "base_zero", "target_zero", "target_is_base", "complex_root", "other_base",
]  # fmt: skip
"""Why there is no rating, or what the method did that a reader must know; the second line is of the latter kind."""

Point = tuple[float, float]
"""A time in years, the end of 2018 being 2018, and a value in the indicator's unit of measure."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A method's verdict in its own words.

    `value` is what it compares with its `cuts`, which stand in the order of its classes, best first; None where it
    compares nothing or the number is infinite.  `score` is Open SDG's, from -5 to 5.  `start` and `end` are the two
    points that it used.
    """

    method: Method
    status: MethodStatus
    value: float | None = None
    cuts: tuple[float, ...] = ()
    score: float | None = None
    start: Point | None = None
    end: Point | None = None
    notes: tuple[Note, ...] = ()


def unrated(method: Method, note: Note, *, start: Point | None = None, end: Point | None = None) -> Rating:
    """No rating, and why."""
    return Rating(method, "not_available", start=start, end=end, notes=(note,))
