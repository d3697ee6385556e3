"""Forecast: will the target be reached, with what interval and what probability.  `methods.md` A.5, B7."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from hlwplan.assess import fits, paths
from hlwplan.assess.options import LEVEL, Axis, Model
from hlwplan.assess.paths import TOLERANCE
from hlwplan.assess.scales import Limits, Scaling
from hlwplan.assess.student import cdf, quantile

Likelihood = Literal["very_likely", "likely", "as_likely_as_not", "unlikely", "very_unlikely"]

Missing = Literal[
    "too_few_points", "no_residual", "point_only", "off_scale", "no_limits", "target_off_scale", "too_large"
]
"""Why something is missing: two points; points without any deviation; Theil-Sen; a value that the scale cannot hold;
logit without limits; a target at the scale's end; a number too large for a float."""

PATH: Final[dict[Axis, paths.Scale]] = {"linear": "linear", "log": "geometric"}
AXIS: Final[dict[paths.Scale, Axis]] = {"linear": "linear", "geometric": "log"}
"""The path's scale is the forecast's, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a model expects at the target year.  None is what cannot be said; `reason` says why.

    `point` and `interval` are in the indicator's unit, clipped to its limits; `capped` says that one of them would
    have passed the limit on the good side, which a range does not have.  `probability` is that of keeping the promise,
    on the model's scale.  `interval` is `centre` - and + `quantile` * `se` taken back from the scale; `slope` is a
    year's step there, `s` the deviation that `se` is made of, `df` = `points` - 2 the degrees of freedom.
    """

    model: Model
    scale: Axis
    points: int
    point: float | None = None
    interval: tuple[float, float] | None = None
    level: float = LEVEL
    probability: float | None = None
    reason: Missing | None = None
    capped: bool = False
    slope: float | None = None
    centre: float | None = None
    s: float | None = None
    se: float | None = None
    df: int | None = None
    quantile: float | None = None

    @property
    def low_confidence(self) -> bool:
        """Whether it rests on three or four points only, 低置信."""
        return 3 <= self.points <= 4

    @property
    def likelihood(self) -> Likelihood | None:
        """The probability in a word."""
        return None if self.probability is None else likelihood(self.probability)


def likelihood(probability: float) -> Likelihood:
    """The IPCC's bands, their ends belonging to the stronger word (`methods.md` A.5)."""
    if probability >= 0.90 - TOLERANCE:
        return "very_likely"
    if probability >= 0.66 - TOLERANCE:
        return "likely"
    if probability <= 0.10 + TOLERANCE:
        return "very_unlikely"
    return "unlikely" if probability <= 0.33 + TOLERANCE else "as_likely_as_not"


def forecast(
    points: Sequence[tuple[float, float]],
    end: float,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    model: Model = "drift",
    scale: Axis = "linear",
    limits: Limits | None = None,
    level: float = LEVEL,
) -> Forecast:
    """Forecast the value at `end` from (time, value) points of distinct times before it, two at least, in any order.

    The promise is one bound, or both for a range: P = F((at_most - centre) / se) - F((at_least - centre) / se), a
    missing bound being infinite.  The point of `drift` on a path's scale is that path's `projected`, by one formula.
    Raises ValueError for fewer than two points.
    """
    if len(points) < 2:
        raise ValueError(f"two points are needed, given: {len(points)}")
    made = Forecast(model, scale, len(points), level=level)
    if scale == "logit" and limits is None:
        return replace(made, reason="no_limits")
    steps = sorted(points)
    scaling = Scaling(scale, limits, below_zero=steps[-1][1] < 0)
    placed = [(time, scaling.at(value)) for time, value in steps]
    inside = [it for it in placed if math.isfinite(it[1])]
    if len(inside) < len(placed):
        made = replace(made, reason="off_scale")
        inside = [placed[0], placed[-1]]  # all that drift's point needs
        if model != "drift" or not all(math.isfinite(place) for _, place in inside):
            return made
    fit = _fit(inside, end, model)
    made = replace(made, point=_point(steps, end, fit, model, scaling), slope=fit.slope, centre=fit.centre)
    made = _spread(made, fit, scaling, [place for _, place in inside])
    made = _chance(made, scaling, at_least, at_most)
    return _clipped(made, limits, at_least, at_most)


def _fit(points: fits.Points, end: float, model: Model) -> fits.Fit:
    match model:
        case "drift":
            return fits.drift(points, end)
        case "ols":
            return fits.ols(points, end)
        case "theil-sen":
            return fits.theil_sen(points, end)


def _point(
    steps: Sequence[tuple[float, float]], end: float, fit: fits.Fit, model: Model, scaling: Scaling
) -> float | None:
    if model == "drift" and scaling.axis in PATH:  # one formula, so that status and forecast never differ
        (start, base), (now, last) = steps[0], steps[-1]
        return paths.projected(PATH[scaling.axis], base, last, paths.elapsed(start, now, end))
    return scaling.back(fit.centre)


def _spread(made: Forecast, fit: fits.Fit, scaling: Scaling, places: Sequence[float]) -> Forecast:
    """The forecast with its interval, or with the reason why it has none."""
    if made.reason is not None:
        return made
    if made.points == 2:
        return replace(made, reason="too_few_points")
    if fit.s is None or fit.se is None:
        return replace(made, reason="point_only")
    if fit.s <= TOLERANCE * scaling.size(places):  # below a billionth of the values it is but rounding
        return replace(made, s=0.0, se=0.0, reason="no_residual")
    df = made.points - 2
    t = quantile((1 + made.level) / 2, df)
    low, high = scaling.back(fit.centre - t * fit.se), scaling.back(fit.centre + t * fit.se)
    made = replace(made, s=fit.s, se=fit.se, df=df, quantile=t)
    if made.point is None or low is None or high is None:
        return replace(made, reason="too_large")
    return replace(made, interval=(low, high))


def _chance(made: Forecast, scaling: Scaling, at_least: float | None, at_most: float | None) -> Forecast:
    """The forecast with the probability that the promise is kept; P(hit) of `methods.md` B7."""
    centre, se, df = made.centre, made.se, made.df
    if centre is None or not se or df is None:
        return made
    low = None if at_least is None else scaling.at(at_least)
    high = None if at_most is None else scaling.at(at_most)
    if low is None or high is None:
        # (bound, +1) is to be reached from below, (bound, -1) from above.
        bound, sign = (low, 1) if high is None else (high, -1)
        if bound is None:
            return made
        if math.isinf(bound):
            return replace(made, reason=made.reason or "target_off_scale")
        return replace(made, probability=cdf(sign * (centre - bound) / se, df))
    # The difference of the smaller tails, which loses no digits.
    if low > centre:
        inside = cdf((centre - low) / se, df) - cdf((centre - high) / se, df)
    else:
        inside = cdf((high - centre) / se, df) - cdf((low - centre) / se, df)
    return replace(made, probability=inside)


def _clipped(made: Forecast, limits: Limits | None, at_least: float | None, at_most: float | None) -> Forecast:
    """The forecast within the indicator's limits; whoever passes one is not flattered by a limit on the bad side."""
    if limits is None or made.point is None:
        return made
    low, high = limits
    ends = (made.point, *(made.interval or ()))
    over, under = max(ends) > high, min(ends) < low
    inside = tuple(min(max(value, low), high) for value in ends)
    return replace(
        made,
        point=inside[0],
        interval=(inside[1], inside[2]) if made.interval else None,
        capped=(over and at_most is None) or (under and at_least is None),
    )
