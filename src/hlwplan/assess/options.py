"""Options: what an assessment is asked for beyond the verdict."""

from dataclasses import dataclass
from typing import Final, Literal

Model = Literal["drift", "ols", "theil-sen"]
"""How a forecast goes on from the points: `methods.md` A.5 and B7."""

Axis = Literal["linear", "log", "logit"]
"""The scale that a forecast is made on."""

LEVEL: Final = 0.80
"""How often the interval of a forecast is to hold the value that comes (`methods.md` A.5)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to add to a verdict.  None of it changes the verdict.

    `forecast` asks whether the target will be reached, by `model` and on `scale`; None is the scale of the path, log
    for a geometric one.
    """

    forecast: bool = False
    model: Model = "drift"
    scale: Axis | None = None


PLAIN: Final = Options()
"""The verdict alone."""
