"""The two paths from a baseline to a target, and the numbers that say where a series stands on them.

Formulas: `methods.md` A.2.  Times are in years, the end of 2018 being 2018.0; values are in the indicator's unit of
measure.  A pace is in that unit a year on the linear path, and a fraction a year on the geometric one.
"""

import math
from collections.abc import Sequence
from typing import Final, Literal

Scale = Literal["linear", "geometric"]

TOLERANCE: Final = 1e-9
"""How far below a cut-off a ratio may lie and still count as at it."""


def scale(path: Literal["auto", "linear", "geometric"], kind: str, values: Sequence[float]) -> tuple[Scale, bool]:
    """The path to use, and whether it was fallen back to.

    `auto` is geometric for amounts and linear for the rest.  Geometric needs every value above zero, or every value
    below; where that fails the path is linear, and the second part is True.
    """
    wanted: Scale = ("geometric" if kind == "amount" else "linear") if path == "auto" else path
    one_sign = all(value > 0 for value in values) or all(value < 0 for value in values)
    return ("linear", True) if wanted == "geometric" and not one_sign else (wanted, False)


def elapsed(start: float, now: float, end: float) -> float:
    """E, 时间进度: the share of the time gone, 0 at the baseline, 1 at the target year."""
    return (now - start) / (end - start)


def realised(path: Scale, base: float, value: float, target: float) -> float | None:
    """A, 目标完成进度: the share of the way gone, 0 at the baseline, 1 at the target, above 1 beyond.

    None where target equals baseline: there is no way to go a share of.
    """
    if target == base:
        return None
    if path == "linear":
        return (value - base) / (target - base)
    return math.log(value / base) / math.log(target / base)


def pace(path: Scale, begin: float, end: float, years: float) -> float | None:
    """The steady pace that leads from one value to another: in units a year, or a fraction a year (CAGR).

    None where no time lies between, where geometric growth from zero or through zero is asked for, or where the
    number is too large for a float.
    """
    if years <= 0:
        return None
    if path == "linear":
        return (end - begin) / years
    if begin == 0 or end / begin <= 0:
        return None
    try:
        return math.pow(end / begin, 1 / years) - 1
    except OverflowError:
        return None


def ratio(observed: float | None, planned: float | None) -> float | None:
    """R, 进度比: the observed pace over the planned one; on the linear path that is A/E.

    None where either is not known or nothing was planned.  R is 1 or more exactly where A is E or more.
    """
    return None if observed is None or not planned else observed / planned


def projected(path: Scale, base: float, value: float, share: float) -> float | None:
    """The value at the target year if the pace since the baseline goes on (按现速到期值); `share` is E, above 0.

    None where the number is too large for a float.
    """
    if path == "linear":
        return base + (value - base) / share
    try:
        reach = base * math.pow(value / base, 1 / share)
    except OverflowError:
        return None
    return reach if math.isfinite(reach) else None


def reached(start: float, now: float, gone: float | None) -> float | None:
    """When the target is reached at the pace since the baseline (预计达标时间), in years; None unless A is above 0."""
    return start + (now - start) / gone if gone is not None and gone > 0 else None


def trend(points: Sequence[tuple[float, float]]) -> float | None:
    """The mean yearly change over the last six (time, value) points at most, in units a year; None below two points.

    `methods.md` B4: the mean of the last five yearly changes.
    """
    last = points[-6:]
    if len(last) < 2:
        return None
    (begin, first), (end, final) = last[0], last[-1]
    return (final - first) / (end - begin)
