"""The formulas of a forecast with their numbers put in: `methods.md` A.5 and B7.

On its scale a point is `z`, with the place of the time in its name: `z1`, `z2`, at the times `k1`, `k2`.  `μ` is a
year's step, `z_T` the place at the target year, `q` the quantile, `F` the distribution of Student's t.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from hlwplan.assess.gap import Gap
from hlwplan.language import _
from hlwplan.report.formulas import Track
from hlwplan.report.words import value_unit
from hlwplan.report.worked import Worksheet

if TYPE_CHECKING:
    from hlwplan.assess.forecast import Forecast


def work(sheet: Worksheet, gap: Gap, made: "Forecast", track: Track) -> None:
    """Work out the forecast; what it does not say is left out."""
    if made.point is None or made.slope is None or made.centre is None or gap.target is None:
        return
    points = track if made.reason != "off_scale" else (track[0], track[-1])
    below = track[-1][1] < 0
    sheet.give("kT", gap.target.by)
    _places(sheet, gap, made, points, below=below)
    {"drift": _drift, "ols": _ols, "theil-sen": _median}[made.model](sheet, made, points)
    unit = value_unit(gap.indicator)
    whole = _clipped(sheet, gap, made.point, _back(gap, made, "z_T", below=below))
    sheet.work(_("expected by then"), "y_T", whole, made.point, unit, shown="{:.1f}")
    if made.interval is not None and made.quantile is not None and made.df is not None:
        p = (1 + made.level) / 2
        table = _("table of Student's t: {df} degrees of freedom, one-sided {p:.2f}", df=made.df, p=p)
        sheet.work(_("quantile of t"), "q", "q", made.quantile, looked_up=table)
        for name, symbol, sign, end in ((_("interval from"), "low", "-", 0), (_("interval to"), "high", "+", 1)):
            back = _back(gap, made, f"(z_T {sign} q × se)", below=below)
            value = made.interval[end]
            sheet.work(name, symbol, _clipped(sheet, gap, value, back), value, unit, shown="{:.1f}")
    _chance(sheet, gap, made, below=below)


def _places(sheet: Worksheet, gap: Gap, made: "Forecast", points: Track, *, below: bool) -> None:
    """Times and places of the points on the scale; on the linear one they are the values."""
    from hlwplan.assess.scales import Scaling

    limits = gap.indicator.limits
    scaling = Scaling(made.scale, None if limits is None else (float(limits[0]), float(limits[1])), below)
    for number, (time, value) in enumerate(points, start=1):
        sheet.give(f"k{number}", time)
        if made.scale == "linear":
            sheet.give(f"z{number}", value)
            continue
        sheet.give(f"p{number}", value)
        sheet.work(_("point {number}", number=number), f"z{number}", _at(sheet, gap, made, f"p{number}", below=below),
                   scaling.at(float(value)))  # fmt: skip


def _at(sheet: Worksheet, gap: Gap, made: "Forecast", value: str, *, below: bool) -> str:
    """Where a value lies on the scale."""
    if made.scale == "log":
        return f"-ln(-{value})" if below else f"ln({value})"
    if made.scale == "logit" and gap.indicator.limits is not None:
        sheet.give("L0", gap.indicator.limits[0])
        sheet.give("L1", gap.indicator.limits[1])
        return f"ln(({value} - L0) / (L1 - {value}))"
    return value


def _back(gap: Gap, made: "Forecast", place: str, *, below: bool) -> str:
    """The value that lies at a place of the scale."""
    if made.scale == "log":
        return f"-exp(-{place})" if below else f"exp({place.removeprefix('(').removesuffix(')')})"
    if made.scale == "logit" and gap.indicator.limits is not None:
        return f"L0 + (L1 - L0) / (1 + exp(-{place}))"
    return place.removeprefix("(").removesuffix(")")


def _clipped(sheet: Worksheet, gap: Gap, value: float, formula: str) -> str:
    """The formula, held within the natural limit that the value lies at."""
    for number, (limit, bound) in enumerate(zip(gap.indicator.limits or (), ("max", "min"), strict=False)):
        if value == float(limit):
            sheet.give(f"L{number}", limit)
            return f"{bound}({formula}, L{number})"
    return formula


def _drift(sheet: Worksheet, made: "Forecast", points: Track) -> None:
    n = len(points)
    sheet.work(_("drift a year"), "μ", f"(z{n} - z1) / (k{n} - k1)", made.slope)
    sheet.work(_("place in the target year"), "z_T", f"z{n} + μ × (kT - k{n})", made.centre)
    if not made.s or not made.se:
        return
    steps = " + ".join(
        f"(z{i + 1} - z{i} - μ × (k{i + 1} - k{i}))^2 / (k{i + 1} - k{i})" for i in range(1, n)
    )  # fmt: skip
    sheet.work(_("residual deviation"), "s", f"sqrt(({steps}) / ({n} - 2))", made.s)
    sheet.work(_("standard error"), "se", f"s × sqrt((kT - k{n}) + (kT - k{n})^2 / (k{n} - k1))", made.se)


def _ols(sheet: Worksheet, made: "Forecast", points: Track) -> None:
    n, order = len(points), range(1, len(points) + 1)
    middle = sum((time for time, _ in points), Fraction(0)) / n
    sheet.work(_("mean time"), "k_m", f"({' + '.join(f'k{i}' for i in order)}) / {n}", float(middle))
    spread = float(sum((time - middle) ** 2 for time, _ in points))
    sheet.work(_("spread of times"), "Sxx", " + ".join(f"(k{i} - k_m)^2" for i in order), spread)
    slope, centre = made.slope or 0.0, made.centre or 0.0
    mean = centre - slope * float(Fraction(sheet.given["kT"]) - middle)
    sheet.work(_("mean place"), "z_m", f"({' + '.join(f'z{i}' for i in order)}) / {n}", mean)
    sheet.work(_("slope a year"), "μ", f"({' + '.join(f'(k{i} - k_m) × (z{i} - z_m)' for i in order)}) / Sxx", slope)
    sheet.work(_("place in the target year"), "z_T", "z_m + μ × (kT - k_m)", centre)
    if not made.s or not made.se:
        return
    left = " + ".join(f"(z{i} - z_m - μ × (k{i} - k_m))^2" for i in order)
    sheet.work(_("residual deviation"), "s", f"sqrt(({left}) / ({n} - 2))", made.s)
    sheet.work(_("standard error"), "se", f"s × sqrt(1 + 1 / {n} + (kT - k_m)^2 / Sxx)", made.se)


def _median(sheet: Worksheet, made: "Forecast", points: Track) -> None:
    order = range(1, len(points) + 1)
    slopes = ", ".join(f"(z{j} - z{i}) / (k{j} - k{i})" for i, j in combinations(order, 2))
    sheet.work(_("slope a year"), "μ", f"median({slopes})", made.slope)
    sheet.work(
        _("place in the target year"),
        "z_T",
        f"median({', '.join(f'z{i} + μ × (kT - k{i})' for i in order)})",
        made.centre,
    )


def _chance(sheet: Worksheet, gap: Gap, made: "Forecast", *, below: bool) -> None:
    """The probability that the promise is kept, by the distribution's finite series (Abramowitz and Stegun 26.7.3, 4).

    A range has a bound on either side, and the probability of lying between.
    """
    from hlwplan.assess.student import cdf

    target = gap.target
    if made.probability is None or not made.se or made.df is None or made.centre is None or target is None:
        return
    bounds = _bounds(target.values, at_least=target.sense != "at_most", at_most=target.sense != "at_least")
    one = len(bounds) == 1
    for number, (bound, sign) in enumerate(bounds):
        sheet.give(f"T{number}", bound)
        place = _at(sheet, gap, made, f"T{number}", below=below)
        order = f"z_T - {place}" if sign > 0 else f"{place} - z_T"
        u = _u(gap, made, bound, sign, below=below)
        if math.isinf(u):  # a bound at the end of the scale: every value lies within it, or none
            sheet.give(f"F{number}", int(u > 0))
            continue
        sheet.work(_("standard errors from the target"), f"u{number}", f"({order}) / se", u)
        name, symbol = (_("chance of the target"), "P") if one else (_("Student's t"), f"F{number}")
        sheet.work(name, symbol, series(f"u{number}", made.df), cdf(u, made.df), places=4)
    if not one:
        sheet.work(_("chance of the target"), "P", "F0 + F1 - 1", made.probability, places=4)


def _bounds(values: Sequence[Decimal], *, at_least: bool, at_most: bool) -> list[tuple[Decimal, int]]:
    lower = [(values[0], 1)] if at_least else []
    return [*lower, *([(values[-1], -1)] if at_most else [])]


def _u(gap: Gap, made: "Forecast", bound: Decimal, sign: int, *, below: bool) -> float:
    from hlwplan.assess.scales import Scaling

    limits = gap.indicator.limits
    scaling = Scaling(made.scale, None if limits is None else (float(limits[0]), float(limits[1])), below)
    return sign * ((made.centre or 0.0) - scaling.at(float(bound))) / (made.se or 1.0)


def series(u: str, df: int) -> str:
    """P(t <= u) of whole degrees of freedom, in sines and cosines of atan(u / sqrt(df))."""
    angle = f"atan({u} / sqrt({df}))"
    if df == 1:
        return f"1/2 + {angle} / π"
    terms, product = [], ""
    first, last = (0, df - 2) if df % 2 == 0 else (1, df - 2)
    for power in range(first, last + 1, 2):
        if power > 1:
            product += f" × {power - 1}/{power}"
        factor = product.removeprefix(" × ")
        cosine = "" if power == 0 else f"cos({angle})" + ("" if power == 1 else f"^{power}")
        terms.append(" × ".join(it for it in (factor, cosine) if it) or "1")
    bracket = terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"
    wave = f"sin({angle})" if bracket == "1" else f"sin({angle}) × {bracket}"
    return f"1/2 + {wave} / 2" if df % 2 == 0 else f"1/2 + ({angle} + {wave}) / π"
