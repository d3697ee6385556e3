"""The two paths from a baseline to a target, and the numbers that say where a series stands on them.

Formulas: `methods.md` A.2; `formulas` holds them for numbers and arrays, here they are for numbers, with None for what
could not be computed.  Times are in years, the end of 2018 being 2018.0; values are in the indicator's unit of
measure.  A pace is in that unit a year on the linear path, and a fraction a year on the geometric one.
"""

from collections.abc import Sequence
from typing import Final, Literal

from hlwplan.assess import formulas
from hlwplan.assess.formulas import NUMBERS, known, or_nan

Scale = Literal["linear", "geometric"]

TOLERANCE: Final = formulas.TOLERANCE
"""How far below a cut-off a ratio may lie and still count as at it."""


def scale(path: Literal["auto", "linear", "geometric"], kind: str, values: Sequence[float]) -> tuple[Scale, bool]:
    """The path to use, and whether it was fallen back to.

    `auto` is geometric for amounts and linear for the rest.  Geometric needs every value above zero, or every value
    below; where that fails the path is linear, and the second part is True.
    """
    wanted: Scale = ("geometric" if kind == "amount" else "linear") if path == "auto" else path
    return ("linear", True) if wanted == "geometric" and not formulas.one_sign(*values) else (wanted, False)


def elapsed(start: float, now: float, end: float) -> float:
    """E, 时间进度: the share of the time gone, 0 at the baseline, 1 at the target year."""
    return float(formulas.elapsed(start, now, end))


def pace(path: Scale, begin: float, end: float, years: float) -> float | None:
    """The steady pace that leads from one value to another: in units a year, or a fraction a year (CAGR).

    None where no time lies between, where geometric growth from zero or through zero is asked for, or where the
    number is too large for a float.
    """
    return known(formulas.pace(NUMBERS, path == "geometric", begin, end, years))


def ratio(observed: float | None, planned: float | None) -> float | None:
    """R, 进度比: the observed pace over the planned one; on the linear path that is A/E.

    None where either is not known or nothing was planned.  R is 1 or more exactly where A is E or more.
    """
    return known(formulas.ratio(NUMBERS, or_nan(observed), or_nan(planned)))


def projected(path: Scale, base: float, value: float, share: float) -> float | None:
    """The value at the target year if the pace since the baseline goes on (按现速到期值); `share` is E, above 0.

    None where the number is too large for a float.
    """
    return known(formulas.projected(NUMBERS, path == "geometric", base, value, share))


def trend(points: Sequence[tuple[float, float]]) -> float | None:
    """The mean yearly change over the last six (time, value) points at most, in units a year; None below two points.

    `methods.md` B4: the mean of the last five yearly changes.
    """
    last = points[-6:]
    if len(last) < 2:
        return None
    (begin, first), (end, final) = last[0], last[-1]
    return pace("linear", first, final, end - begin)
