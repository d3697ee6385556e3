"""Within a year: how far an unfinished year of a flow has come, beside the yearly verdict and never inside it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hlwplan.assess.due import due
from hlwplan.assess.gap import Base, Within
from hlwplan.assess.paths import Scale
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, Target


def within(
    indicator: Indicator,
    target: Target | None,
    base: Base | None,
    path: Scale,
    part: Observation | None,
    observations: Sequence[Observation],
    *,
    own_region: bool = True,
) -> Within | None:
    """Hold `part`, an unfinished year, against what its year owes and against the year before (`methods.md` A.6).

    `observations` are those of the same indicator and region, in any order.  None where there is no such year, and
    where it comes after the target year; nor for a rate or an index, which does not run up.
    """
    if part is None or part.value is None or indicator.kind not in {"amount", "count"}:
        return None
    if target is not None and part.period.year > target.by:
        return None
    it = Within(part.period, part.value, Fraction(part.period.last_month, 12))
    it = _projected(it, observations)
    owed = None if target is None else due(indicator, target, base, part.period.year, path, own_region=own_region)
    if target is None or owed is None:
        return it
    if owed <= 0:
        return replace(it, due=owed)
    share = Fraction(it.value) / Fraction(owed)
    ahead = 100 * (share - it.elapsed)
    # Of what may not be passed, less than the time gone is ahead.
    return replace(it, due=owed, share=float(share), lead=float(-ahead if _is_ceiling(target, base, owed) else ahead))


def _is_ceiling(target: Target, base: Base | None, owed: Decimal | float) -> bool:
    """Whether what is due is the most that may be; of a range the bound that is come down to."""
    if target.between is not None:
        return base is not None and base.value is not None and base.value > owed
    return target.sense == "at_most"


def _projected(it: Within, observations: Sequence[Observation]) -> Within:
    """With the seasonal projection ◆, the value over last year's share by then; unchanged where that is not known.

    It needs last year's value and its run-up to the very same month, both above zero.
    """
    year, month = it.period.year - 1, it.period.last_month
    last = [o for o in observations if o.period.year == year]
    before = next((o.value for o in last if o.rule == "part_before" and o.period.last_month == month), None)
    whole = next((o.value for o in last if o.yearly and o.period.kind == "year"), None)
    if before is None or whole is None or before <= 0 or whole <= 0:
        return it
    projected = Fraction(it.value) * Fraction(whole) / Fraction(before)
    return replace(it, before=before, last_year=whole, projected=float(projected))
