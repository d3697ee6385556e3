"""All the formulas of a page on one worksheet, by the block that they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from hlwplan.assess.districts import Contribution
from hlwplan.assess.gap import Gap
from hlwplan.assess.rating import Method, Rating
from hlwplan.language import _
from hlwplan.measure.measurement import Measurement, Observation, newest
from hlwplan.plan.model import Indicator, Plan
from hlwplan.report import evidence, expected, formulas, others, parting, weighing
from hlwplan.report.points import Point
from hlwplan.report.weighing import Weighed
from hlwplan.report.words import value_unit
from hlwplan.report.worked import Worksheet
from hlwplan.table import Formula

Worked = Mapping[str, Mapping[str, Formula]]
"""Formulas by block and symbol."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page is made of: the gap, the gaps of its districts, and the rows that all of it rests on.

    `observations` are those of the gap's indicator in every region; `originals` are the names of the stored files by
    the start that origins have.  `adding` is what each district adds to the gap, `rated` the other methods' verdicts.
    `weights` are the observations of what weighs the districts' mean, the `weigher`; None where they are not weighed.
    """

    gap: Gap
    observations: Sequence[Observation]
    rows: Sequence[Measurement] = ()
    originals: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence[Gap] = ()
    adding: Sequence[Contribution] = ()
    rated: Mapping[Method, Rating] = field(default_factory=dict)
    weights: Sequence[Observation] = ()
    weigher: Indicator | None = None

    @property
    def own(self) -> list[Observation]:
        """The observations of the gap's own region."""
        return [it for it in self.observations if it.region == self.gap.region]

    @property
    def counted(self) -> Observation | None:
        """The weighted mean to show the numbers of: at the time of the latest value, else the newest; or None."""
        made = [o for o in self.own if o.parts and self.weigher]
        latest = self.gap.latest
        return next((o for o in made if latest and o.period.end == latest.period.end), newest(made))

    def weighed(self, made: Observation) -> dict[str, Weighed]:
        """What went into a mean that districts make, by district in the plan's order."""
        return weighing.weighed(made, [part.region for part in self.parts], self.observations, self.weights)


def track(it: Evidence) -> formulas.Track:
    """Times and values that the verdict rests on: the baseline where it is known, then all up to the target year."""
    base, target = it.gap.base, it.gap.target
    start = base.time if base else None
    first = [(base.time, base.value)] if base is not None and base.value is not None else []
    rest = [
        (o.period.end, o.value) for o in it.own
        if o.yearly and o.value is not None and (start is None or o.period.end > start)
        and (target is None or o.period.end <= target.by)
    ]  # fmt: skip
    return sorted([*first, *rest])


def work(plan: Plan, it: Evidence, found: Sequence[Point]) -> Worked:
    """Work everything out; a formula of a later block may rest on a number of an earlier one."""
    gap, steps = it.gap, track(it)
    sheet = Worksheet(topic="formulas")
    formulas.give(sheet, gap)
    formulas.work(sheet, gap, steps)
    formulas.growth_cuts(sheet, gap)
    formulas.feasibility(sheet, gap, steps)
    sheet.topic = "path"
    for point in found:
        if point.basis == "path" and isinstance(point.due, float):
            formulas.due(sheet, gap, point.period.year, point.due)
        if point.projected is not None and point.basis != "target":
            formulas.projected(sheet, gap, point.period, point.projected)
    sheet.topic = "within"
    if gap.within is not None:
        formulas.within(sheet, gap, gap.within)
    sheet.topic = "forecast"
    if gap.forecast is not None:
        expected.work(sheet, gap, gap.forecast, steps)
    sheet.topic = "districts"
    _districts(plan, sheet, it)
    sheet.topic = "readings"
    others.work(sheet, gap, it.rated)
    sheet.topic = "rows"
    for number, seen in enumerate(it.own, start=1):
        added = list(evidence.added(seen, it.rows, gap.indicator))
        if seen.rule == "districts" and it.weigher:
            weighing.work(plan, sheet, seen, it.weighed(seen), f"o{number}", gap.indicator, it.weigher, it.rows)
        if added and seen.rule != "check":
            formulas.summed(sheet, seen, added, f"o{number}", value_unit(gap.indicator))
    return sheet.worked()


def _districts(plan: Plan, sheet: Worksheet, it: Evidence) -> None:
    gap = it.gap
    if it.adding:
        parting.work(plan, sheet, gap, it.adding, it.observations)
    if gap.discrepancy is None:
        return
    for made in it.own:
        if made.rule == "check" and made.origins == gap.discrepancy.origins and it.weigher:
            weighing.work(plan, sheet, made, it.weighed(made), "x_sum", gap.indicator, it.weigher, it.rows)
    by = {row.origin: row for row in it.rows}
    values = [evidence.converted(by[o], gap.indicator) for o in gap.discrepancy.origins if o in by]
    parting.discrepancy(sheet, gap, gap.discrepancy, [value for value in values if value is not None])


def givens(gap: Gap) -> list[tuple[str, str, Decimal | Fraction | int]]:
    """The numbers that are put in: name, symbol, value."""
    base, latest, target = gap.base, gap.latest, gap.target
    found: list[tuple[str, str, Decimal | Fraction | int]] = []
    if base is not None and base.value is not None:
        found.append((_("baseline value"), "b", base.value))
    if latest is not None and latest.value is not None:
        found.append((_("latest value"), "x", latest.value))
    if gap.numbers.aim is not None:
        found.append((_("target value"), "T", gap.numbers.aim))
    if base is not None:
        found.append((_("baseline time"), "t0", base.time))
    if latest is not None:
        found.append((_("latest time"), "t", latest.period.end))
    if target is not None:
        found.append((_("target time"), "tT", target.by))
    return found
