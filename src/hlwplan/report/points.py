"""The points of a target, year by year: what is due, what was observed, and where the pace so far leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from hlwplan.assess import paths
from hlwplan.assess.due import due
from hlwplan.assess.gap import Gap
from hlwplan.language import Phrase, _
from hlwplan.measure.measurement import Observation
from hlwplan.period import Period
from hlwplan.period import year as whole_year
from hlwplan.report import chart, evidence
from hlwplan.report.words import period_text, value_unit
from hlwplan.table import Amount, Cell, Column, Drawing, Section, Table

COLUMNS: Final = (
    Column("period", Phrase("Period")),
    Column("due", Phrase("Due"), "right"),
    Column("basis", Phrase("Basis")),
    Column("actual", Phrase("Actual"), "right"),
    Column("rule", Phrase("Made from"), keep=3),
    Column("projected", Phrase("At this\npace"), "right"),
    Column("published", Phrase("Published"), keep=1),
    Column("revised", Phrase("Revised"), "right", keep=2),
    Column("origin", Phrase("Origin file:line"), wraps=True),
)
Basis = Literal["target", "baseline", "hold", "path", "milestone", "keep"]
BASES: Final[dict[Basis, Phrase]] = {
    "target": Phrase("target"),
    "baseline": Phrase("baseline"),
    "hold": Phrase("to be held every year"),
    "path": Phrase("path"),
    "milestone": Phrase("milestone"),
    "keep": Phrase("target to be kept"),
}
"""What the value due rests on."""
_AFTER: Final = 3
_LINE: Final = 240
"""Of how many points the dotted path is made."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period: what the plan or its path asks for, what was observed, and the value at the pace so far.

    `basis` says where `due` comes from.  `observed` may be a value that no yearly judgement uses.
    """

    period: Period
    due: Decimal | float | None
    basis: Basis | None
    observed: Observation | None
    projected: float | None


def points(gap: Gap, observations: Sequence[Observation], *, own_region: bool) -> list[Point]:
    """Every year from the baseline to the target year, and whatever else was observed, in order of time.

    `observations` are those of the gap's indicator and region.
    """
    shown = [it for it in observations if it.rule not in {"part_before", "check"}]
    periods: dict[Period, Observation | None] = {
        it.period: it for it in sorted(shown, key=lambda it: it.rule == "part", reverse=True)
    }
    ends = {it.period.end for it in shown}
    years = [] if gap.target is None else range(_first(gap, shown), gap.target.by + 1)
    for number in years:
        if Fraction(number) not in ends:
            periods.setdefault(whole_year(number), None)
    return [_point(gap, period, it, own_region=own_region) for period, it in
            sorted(periods.items(), key=lambda pair: pair[0].order)]  # fmt: skip


def _first(gap: Gap, shown: Sequence[Observation]) -> int:
    """The year that the points begin with."""
    if gap.base is not None:
        return gap.base.period.year
    by = gap.target.by if gap.target else 0
    return min([it.period.year for it in shown], default=by)


def _point(gap: Gap, period: Period, it: Observation | None, *, own_region: bool) -> Point:
    owed, base = None, gap.base
    part = it is not None and it.rule == "part"
    if gap.target is not None and period.end.denominator == 1 and not part:
        owed = due(gap.indicator, gap.target, base, period.year, gap.path, own_region=own_region)
    return Point(period, owed, _basis(gap, period, owed), it, None if part else _projected(gap, period))


def _basis(gap: Gap, period: Period, owed: Decimal | float | None) -> Basis | None:
    target = gap.target
    if target is not None and target.by == period.year and period.end.denominator == 1:
        return "target"
    if gap.base is not None and period.end == gap.base.time:
        return "baseline"
    if owed is None:
        return None
    if target is not None and target.hold is not None:
        return "hold"
    if not isinstance(owed, Decimal):
        return "path"
    said = {*(it.by for it in gap.indicator.milestones), *(it.by for it in gap.indicator.target)}
    return "milestone" if period.year in said else "keep"


def _projected(gap: Gap, period: Period) -> float | None:
    """The value at the pace since the baseline, between the latest and the target year."""
    base, latest, target = gap.base, gap.latest, gap.target
    if gap.numbers.projected is None or base is None or base.value is None or target is None:
        return None
    if latest is None or latest.value is None or not latest.period.end < period.end <= target.by:
        return None
    if period.end == target.by:
        return gap.numbers.projected
    # Shares of the way from the baseline to this time, instead of to the target year.
    gone = paths.elapsed(float(base.time), float(latest.period.end), float(period.end))
    reach = paths.projected(gap.path, float(base.value), float(latest.value), gone)
    limits = gap.indicator.limits
    return reach if reach is None or limits is None else min(max(reach, float(limits[0])), float(limits[1]))


def table(gap: Gap, found: Sequence[Point], originals: Mapping[str, str]) -> Table:
    """A row for each point; columns that are empty throughout are left out."""
    unit = value_unit(gap.indicator)
    cells = [_row(gap, it, unit, originals) for it in found]
    kept = [index for index in range(len(COLUMNS)) if index < _AFTER or any(row[index] is not None for row in cells)]
    return Table("", tuple(COLUMNS[index] for index in kept),
                 (Section((), tuple(tuple(row[index] for index in kept) for row in cells)),))  # fmt: skip


def _row(gap: Gap, it: Point, unit: str, originals: Mapping[str, str]) -> tuple[Cell, ...]:
    seen, base = it.observed, gap.base
    actual: Cell = None if seen is None or seen.value is None else Amount(seen.value, unit)
    if base is not None and base.observation is None and base.value is not None and it.period == base.period:
        actual = Amount(base.value, unit)
    owed: Cell = None if it.due is None else Amount(it.due, unit, None if isinstance(it.due, Decimal) else 1)
    if it.basis == "target" and owed is None and gap.target is not None and gap.target.between is not None:
        owed = "–".join(f"{bound:f}" for bound in gap.target.between) + unit
    return (
        period_text(it.period),
        owed,
        None if it.basis is None else str(BASES[it.basis]),
        actual,
        _rule(seen),
        None if it.projected is None else Amount(it.projected, unit, 1),
        seen.published if seen else None,
        _("{times} times", times=seen.revised) if seen and seen.revised else None,
        evidence.places(seen, originals),
    )


def _rule(seen: Observation | None) -> str | None:
    if seen is None:
        return None
    if not seen.parts:
        return str(evidence.RULE[seen.rule])
    return _("{covered}/{parts} {made}", covered=seen.covered, parts=seen.parts, made=evidence.RULE[seen.rule])


def drawing(gap: Gap, found: Sequence[Point], width: int) -> Drawing | None:
    """The chart of the points; None where too little is known to draw."""
    yearly = [it for it in found if it.observed is None or it.observed.yearly]
    actual = [(float(it.period.end), float(it.observed.value)) for it in yearly
              if it.observed is not None and it.observed.value is not None]  # fmt: skip
    base, target = gap.base, gap.target
    start = [(float(base.time), float(base.value))] if base is not None and base.value is not None else []
    series: dict[str, chart.Points] = {
        "actual": [*(it for it in start if it not in actual), *actual],
        "path": [*start, *((float(it.period.end), float(it.due)) for it in found if it.due is not None)],
        "projected": [(float(it.period.end), it.projected) for it in found if it.projected is not None],
        "milestone": [(float(it.period.end), float(it.due)) for it in found
                      if it.basis == "milestone" and it.due is not None],
        "target": [(float(target.by), float(value)) for value in target.values] if target else [],
    }  # fmt: skip
    if not actual and not start:
        return None
    return chart.draw(series, list(_line(gap)), width)


def _line(gap: Gap) -> Iterator[tuple[float, float]]:
    """The path between its years, as close together as a chart may have columns."""
    base, aim, target = gap.base, gap.numbers.aim, gap.target
    if base is None or base.value is None or aim is None or target is None or target.hold is not None:
        return
    start, end, begun, goal = float(base.time), float(target.by), float(base.value), float(aim)
    curved = gap.path == "geometric" and begun * goal > 0
    for time in chart.between(start, end, _LINE):
        share = (time - start) / (end - start)
        yield time, begun * (goal / begun) ** share if curved else begun + (goal - begun) * share
