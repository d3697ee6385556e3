"""Districts: what each contributes to the gap of the whole, and whether they make what the whole reports.

`methods.md` A.7, only for what adds up.  The gap of the whole is parted among its districts exactly: each has an
allotted part of the target, and its own gap is that part minus its value, turned so that positive is short.  What is
allotted ◆: the share of the target that the plan hands down to the district, or to each alike; the target less those
shares is parted among the districts without one in proportion to their baseline values, where those are all known, else
to their latest values.  What the districts do not account for stands by itself (未分解): the part of the target that
nobody was given, and the part of the reported value that the districts do not make.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Final, Literal

from hlwplan.assess.gap import Discrepancy, Gap
from hlwplan.assess.series import aim, baseline
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import HandedDown, Indicator, Plan
from hlwplan.quantity import EXACT

Basis = Literal["share", "each", "baseline", "latest"]
HANDED_DOWN: Final[tuple[Basis, ...]] = ("share", "each")
"""Allotted by the plan itself: to the district by its name, or one figure to each."""

_SAME: Final = 1e-9
"""How far two means may be apart, of their size or of one unit, and count as one: ours keep 9 decimals (`tables`)."""
_FIGURES: Final = 18
"""How many figures of what is parted an allotment keeps; the rounding is carried on, so that all of it is given."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one district adds to the gap of the whole, in the indicator's unit of measure.

    `gap` is `allotted` minus `value`, turned so that positive is short; the gaps of all add up to the gap of the whole
    exactly.  `region` None is what no district accounts for (未分解), which `basis` None goes with.  `basis` says what
    the allotment rests on.  `share_of_gap` is gap over the whole's gap: below 0 for a district that makes up for
    others, None where the whole's gap is 0.
    """

    region: str | None
    value: Decimal
    allotted: Decimal
    gap: Decimal
    share_of_gap: float | None
    basis: Basis | None


def contributions(plan: Plan, gap: Gap, observations: Iterable[Observation]) -> tuple[Contribution, ...]:
    """Part a gap among the districts of its region, in the plan's order, the undivided rest last.

    Empty where nothing can be parted: the plan does not let the districts add up, the region has none, no figure is
    promised or observed, a district's value for the very time of the latest is not known, or the target could only be
    parted by values that are negative or all 0.
    """
    latest, indicator = gap.latest, gap.indicator
    names = plan.regions.names
    parts = [names.get(it) or it for whole in plan.head.regions if whole.name == gap.region for it in whole.parts]
    if indicator.across != "sum" or not parts or gap.target is None or latest is None or latest.value is None:
        return ()
    wanted = aim(gap.target, latest.value)
    series: dict[str, list[Observation]] = {part: [] for part in parts}
    for it in observations:
        if it.indicator == indicator.id and it.region in series and it.yearly and it.value is not None:
            series[it.region].append(it)
    values = {part: it.value for part in parts for it in series[part]
              if it.value is not None and it.period.end == latest.period.end}  # fmt: skip
    if wanted is None or len(values) < len(parts):
        return ()
    goal, sign = wanted
    # The shares are due when the indicator's last target is.
    last = gap.target == indicator.target[-1] and gap.region == plan.region
    shares = {part: plan.handed_down(indicator, part) if last else None for part in parts}
    allotted = _allotted(indicator, goal, shares, series, values)
    if allotted is None:
        return ()
    rows = [(part, values[part], *allotted[part]) for part in parts]
    return tuple(_contributions(rows, goal, latest.value, sign))


Row = tuple[str | None, Decimal, Decimal, Basis | None]
"""Region, value, what is allotted, and by what."""


def _contributions(rows: Sequence[Row], goal: Decimal, value: Decimal, sign: int) -> Iterable[Contribution]:
    """The rows with their gaps, and one more for what they leave over."""
    whole = _times(sign, EXACT.subtract(goal, value))
    left: Row = (None, EXACT.subtract(value, _sum(row[1] for row in rows)),
                 EXACT.subtract(goal, _sum(row[2] for row in rows)), None)  # fmt: skip
    for region, own, allotted, basis in [*rows, *([left] if left[1] or left[2] else [])]:
        short = _times(sign, EXACT.subtract(allotted, own))
        share = float(Fraction(short) / Fraction(whole)) if whole else None
        yield Contribution(region, own, allotted, short, share, basis)


def _allotted(
    indicator: Indicator,
    goal: Decimal,
    shares: Mapping[str, HandedDown | None],
    series: Mapping[str, Sequence[Observation]],
    values: Mapping[str, Decimal],
) -> dict[str, tuple[Decimal, Basis]] | None:
    """What each district is allotted of the target, and by what; None where nothing says how to part it."""
    given: dict[str, tuple[Decimal, Basis]] = {}
    for part, share in shares.items():
        if share is not None:
            given[part] = share.target.values[0], "each" if share.to_each else "share"
    others = [part for part in shares if part not in given]
    if not others:
        return given
    rest = EXACT.subtract(goal, _sum(amount for amount, _ in given.values()))
    bases = (baseline(indicator, series[part], own_region=False) for part in others)
    begun = [base.value if base else None for base in bases]
    candidates: list[tuple[Basis, Sequence[Decimal | None]]] = [
        ("baseline", begun), ("latest", [values[part] for part in others]),
    ]  # fmt: skip
    for basis, found in candidates:
        weights = [it for it in found if it is not None and it >= 0]
        if len(weights) == len(others) and any(weights):
            return given | {part: (amount, basis) for part, amount in zip(others, _parted(rest, weights), strict=True)}
    return None


def _parted(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The amount in proportion to the weights; running totals are rounded, so that the parts add up to it exactly."""
    total = sum(map(Fraction, weights), Fraction(0))
    digits = _FIGURES - 1 - amount.adjusted()
    until = [EXACT.scaleb(Decimal(round(Fraction(amount) * run / total * Fraction(10) ** digits)), -digits)
             for run in accumulate(map(Fraction, weights))]  # fmt: skip
    until[-1] = amount
    return [EXACT.subtract(end, start) for start, end in zip([Decimal(0), *until[:-1]], until, strict=True)]


def _sum(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total


def _times(sign: int, value: Decimal) -> Decimal:
    return value if sign > 0 else EXACT.minus(value)


def checked(gap: Gap, observations: Iterable[Observation]) -> Gap:
    """The gap with the discrepancy between its latest value, as reported, and what the districts make at its time.

    Sums are compared exactly, means to a billionth.  Unchanged where nothing was reported by both, or the two agree.
    """
    latest = gap.latest
    if latest is None or latest.value is None:
        return gap
    for it in observations:
        if it.rule == "check" and it.value is not None and it.period.end == latest.period.end:
            same = it.value == latest.value
            if gap.indicator.across != "sum":
                same = math.isclose(it.value, latest.value, rel_tol=_SAME, abs_tol=_SAME)
            if not same:
                found = Discrepancy(latest.value, it.value, it.covered, it.parts, it.origins)
                return replace(gap, discrepancy=found, synthetic=gap.synthetic or it.synthetic)
    return gap
