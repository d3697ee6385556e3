"""The districts of a gap: where each stands, what it was allotted, and what it adds to the gap of the whole (A.7)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.assess.districts import HANDED_DOWN, Basis, Contribution
from hlwplan.assess.gap import Discrepancy, Gap
from hlwplan.assess.series import baseline
from hlwplan.language import Phrase, _
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import EXACT
from hlwplan.report.formulas import sense
from hlwplan.report.names import region_text
from hlwplan.report.weighing import Weighed
from hlwplan.report.words import STATUS, TONES, gap_unit, period_text, value_unit
from hlwplan.report.worked import Worksheet
from hlwplan.table import Amount, Cell, Column, Section, Table, Word

BASIS: Final[dict[Basis | None, Phrase]] = {
    "share": Phrase("handed down"),
    "each": Phrase("handed down to each"),
    "baseline": Phrase("by baseline"),
    "latest": Phrase("by latest"),
    None: Phrase("nobody's"),
}
COLUMNS: Final = (
    Column("region", Phrase("Districts")),
    Column("baseline", Phrase("Baseline"), "right", keep=1),
    Column("latest", Phrase("Latest"), "right", keep=2),
    Column("period", Phrase("Period"), keep=2),
    Column("value", Phrase("Counted"), "right"),
    Column("weight", Phrase("Weight"), "right"),
    Column("allotted", Phrase("Owed"), "right"),
    Column("basis", Phrase("Basis")),
    Column("gap", Phrase("Adds to\ngap"), "right"),
    Column("share", Phrase("Share"), "right"),
    Column("status", Phrase("Own target"), keep=3),
)


def table(
    plan: Plan, gap: Gap, parts: Sequence[Gap], adding: Sequence[Contribution], weighed: Mapping[str, Weighed],
    weigher: Indicator | None,
) -> Table:  # fmt: skip
    """A row for each district, the undivided rest last; `parts` are the districts' own gaps.

    What is counted (计入) is a district's value at the time of what they make together, which may be older than its
    own; `weighed` has it of a mean, whose weights are `weigher`'s.  Columns that are empty throughout are left out.
    """
    by = {it.region: it for it in adding}
    rows = [_row(plan, part, by.get(part.region), weighed.get(part.region), weigher) for part in parts]
    left = by.get(None)
    if left is not None:
        unit = gap_unit(gap.indicator)
        rows.append((_("nobody's"), None, None, None, Amount(left.value, unit), None, *_owed(left, unit, unit), None))
    kept = [index for index in range(len(COLUMNS)) if any(row[index] is not None for row in rows)]
    cells = tuple(tuple(row[index] for index in kept) for row in rows)
    return Table("", tuple(COLUMNS[index] for index in kept), (Section((), cells),), rows_name="rows")


def _row(
    plan: Plan, part: Gap, adds: Contribution | None, it: Weighed | None, weigher: Indicator | None
) -> tuple[Cell, ...]:
    unit, latest, base = value_unit(part.indicator), part.latest, part.base.value if part.base else None
    counted = adds.value if adds else it.value.value if it and it.value else None
    weight = it.weight.value if it and it.weight else None
    return (
        region_text(plan, part.region),
        None if base is None else Amount(base, unit),
        None if latest is None or latest.value is None else Amount(latest.value, unit),
        period_text(latest.period) if latest else None,
        None if counted is None else Amount(counted, unit),
        None if weight is None or weigher is None else Amount(weight, value_unit(weigher)),
        *_owed(adds, unit, gap_unit(part.indicator)),
        _("none handed down") if part.target is None else Word(str(STATUS[part.status]), TONES[part.warning]),
    )


def _owed(adds: Contribution | None, unit: str, gap_unit: str) -> tuple[Cell, ...]:
    """What was allotted and by what, what it adds to the gap, and its share."""
    if adds is None:
        return None, None, None, None
    return Amount(adds.allotted, unit, 1), str(BASIS[adds.basis]), Amount(adds.gap, gap_unit, 1), _percent(adds)


def _percent(adds: Contribution) -> Amount | None:
    return None if adds.share_of_gap is None else Amount(100 * adds.share_of_gap, "%", 1)


def work(
    plan: Plan, sheet: Worksheet, gap: Gap, adding: Sequence[Contribution], observations: Sequence[Observation]
) -> None:
    """Part the target, and the gap: what each owes, what each lacks, and that it adds up."""
    unit, sign = gap_unit(gap.indicator), sense(gap)
    begun = _weights(gap, adding, observations)
    given = [f"a{number}" for number, it in enumerate(adding, start=1) if it.basis in HANDED_DOWN]
    weighed = [f"n{number}" for number in begun]
    for number, it in enumerate(adding, start=1):
        if it.basis in HANDED_DOWN or it.region is None:
            sheet.give(f"a{number}", it.allotted)
        if number in begun:
            sheet.give(f"n{number}", begun[number])
        sheet.give(f"x{number}", it.value)
    rest = f"(T - {' - '.join(given)})" if given else "T"
    for number, it in enumerate(adding, start=1):
        name = region_text(plan, it.region) if it.region else _("nobody's")
        if number in begun:
            part = f"{rest} × n{number} / ({' + '.join(weighed)})"
            sheet.work(_("{name} owes", name=name), f"a{number}", part, float(it.allotted), unit, shown="{:.1f}")
        order = f"a{number} - x{number}" if sign > 0 else f"x{number} - a{number}"
        short = it.gap if it.basis in {*HANDED_DOWN, None} else float(it.gap)
        sheet.work(_("{name} lacks", name=name), f"g{number}", order, short, unit, shown="{:.1f}", places=2)
        if gap.numbers.gap:
            sheet.work(
                _("{name}'s share", name=name),
                f"r{number}",
                f"g{number} / gap",
                it.share_of_gap,
                shown="{:.1f}%",
                times=100,
            )
    total = " + ".join(f"g{number}" for number in range(1, len(adding) + 1))
    sheet.work(_("together the gap"), "gap_sum", total, gap.numbers.gap, unit, places=2)


def _weights(gap: Gap, adding: Sequence[Contribution], observations: Sequence[Observation]) -> Mapping[int, Decimal]:
    """What the target was parted by, by the district's number; empty where nothing was parted so."""
    found: dict[int, Decimal] = {}
    for number, it in enumerate(adding, start=1):
        if it.basis == "latest":
            found[number] = it.value
        elif it.basis == "baseline":
            own = [o for o in observations if o.region == it.region and o.yearly and o.value is not None]
            base = baseline(gap.indicator, own, own_region=False)
            if base is not None and base.value is not None:
                found[number] = base.value
    return found


def discrepancy(sheet: Worksheet, gap: Gap, found: Discrepancy, values: Sequence[Decimal]) -> None:
    """What the districts make beside what was reported; `values` are theirs, empty where they are not simply added."""
    unit = gap_unit(gap.indicator)
    if values and sum(values, Decimal(0)) == found.summed:
        names = [f"e{number}" for number in range(1, len(values) + 1)]
        for name, value in zip(names, values, strict=True):
            sheet.give(name, value)
        sheet.work(_("districts added up"), "x_sum", " + ".join(names), found.summed, unit)
    elif not sheet.knows("x_sum"):
        sheet.give("x_sum", found.summed)
    sheet.give("x_rep", found.reported)
    sheet.work(
        _("reported less districts"), "diff", "x_rep - x_sum", EXACT.subtract(found.reported, found.summed), unit
    )
