"""The districts of a gap: where each stands, what it was allotted, and what it adds to the gap of the whole (A.7)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.assess.districts import Basis, Contribution
from hlwplan.assess.gap import Discrepancy, Gap
from hlwplan.assess.series import baseline
from hlwplan.language import Phrase, _, listing
from hlwplan.measure.measurement import Observation
from hlwplan.quantity import EXACT
from hlwplan.report.formulas import sense
from hlwplan.report.words import STATUS, TONES, gap_unit, period_text, value_unit
from hlwplan.report.worked import Worksheet
from hlwplan.table import Amount, Cell, Column, Section, Table, Word

BASIS: Final[dict[Basis | None, Phrase]] = {
    "share": Phrase("handed down"),
    "baseline": Phrase("by baseline values"),
    "latest": Phrase("by latest values"),
    None: Phrase("nobody's"),
}
COLUMNS: Final = (
    Column("region", Phrase("Districts")),
    Column("baseline", Phrase("Baseline"), "right", keep=1),
    Column("latest", Phrase("Latest"), "right", keep=2),
    Column("period", Phrase("Period"), keep=2),
    Column("value", Phrase("Counted"), "right"),
    Column("allotted", Phrase("Owed"), "right"),
    Column("basis", Phrase("Basis")),
    Column("gap", Phrase("Adds to gap"), "right"),
    Column("share", Phrase("Share"), "right"),
    Column("status", Phrase("Own target"), keep=3),
)


def table(gap: Gap, parts: Sequence[Gap], adding: Sequence[Contribution]) -> Table:
    """A row for each district, the undivided rest last; `parts` are the districts' own gaps.

    What is counted (计入) is a district's value at the time of the whole's latest, which may be older than its own.
    """
    by = {it.region: it for it in adding}
    rows = [_row(part, by.get(part.region)) for part in parts]
    left = by.get(None)
    if left is not None:
        unit = gap_unit(gap.indicator)
        rows.append(
            (
                _("nobody's"),
                None,
                None,
                None,
                Amount(left.value, unit),
                Amount(left.allotted, unit, 1),
                str(BASIS[None]),
                Amount(left.gap, unit, 1),
                _percent(left),
                None,
            )
        )
    return Table("", COLUMNS, (Section((), tuple(rows)),), rows_name="rows")


def _row(part: Gap, adds: Contribution | None) -> tuple[Cell, ...]:
    unit, latest, base = value_unit(part.indicator), part.latest, part.base.value if part.base else None
    return (
        part.region,
        None if base is None else Amount(base, unit),
        None if latest is None or latest.value is None else Amount(latest.value, unit),
        period_text(latest.period) if latest else None,
        None if adds is None else Amount(adds.value, unit),
        None if adds is None else Amount(adds.allotted, unit, 1),
        None if adds is None else str(BASIS[adds.basis]),
        None if adds is None else Amount(adds.gap, gap_unit(part.indicator), 1),
        None if adds is None else _percent(adds),
        _("no target of its own") if part.target is None else Word(str(STATUS[part.status]), TONES[part.warning]),
    )


def _percent(adds: Contribution) -> Amount | None:
    return None if adds.share_of_gap is None else Amount(100 * adds.share_of_gap, "%", 1)


def work(sheet: Worksheet, gap: Gap, adding: Sequence[Contribution], observations: Sequence[Observation]) -> None:
    """Part the target, and the gap: what each owes, what each lacks, and that it adds up."""
    unit, sign = gap_unit(gap.indicator), sense(gap)
    begun = _weights(gap, adding, observations)
    given = [f"a{number}" for number, it in enumerate(adding, start=1) if it.basis == "share"]
    weighed = [f"n{number}" for number in begun]
    for number, it in enumerate(adding, start=1):
        if it.basis == "share" or it.region is None:
            sheet.give(f"a{number}", it.allotted)
        if number in begun:
            sheet.give(f"n{number}", begun[number])
        sheet.give(f"x{number}", it.value)
    rest = f"(T - {' - '.join(given)})" if given else "T"
    for number, it in enumerate(adding, start=1):
        name = it.region or _("nobody's")
        if number in begun:
            part = f"{rest} × n{number} / ({' + '.join(weighed)})"
            sheet.work(_("{name} owes", name=name), f"a{number}", part, float(it.allotted), unit, shown="{:.1f}")
        order = f"a{number} - x{number}" if sign > 0 else f"x{number} - a{number}"
        short = it.gap if it.basis in {"share", None} else float(it.gap)
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


def mean(
    sheet: Worksheet, made: Observation, observations: Sequence[Observation], weights: Sequence[Observation],
    symbol: str, unit: str,
) -> None:  # fmt: skip
    """The weighted mean that districts make, as `symbol`; nothing where a district or a weight is missing.

    A district's value is the one at the time of the mean, its weight that of the year; `made` is rounded to 9 decimals.
    """
    if made.value is None or not weights:
        return
    values = {o.region: o.value for o in observations
              if o.yearly and o.region != made.region and o.period.end == made.period.end}  # fmt: skip
    of_year = [o for o in weights if o.period.year == made.period.year and o.value is not None and o.value >= 0]
    weighed = [(o.region, values.get(o.region), o.value) for o in of_year]
    if len(weighed) != made.parts or not all(value is not None for _region, value, _weight in weighed):
        return
    for number, (_region, value, weight) in enumerate(weighed, start=1):
        if value is not None and weight is not None:
            sheet.give(f"v{number}_{symbol}", value)
            sheet.give(f"w{number}_{symbol}", weight)
    numbers = range(1, len(weighed) + 1)
    products = " + ".join(f"v{n}_{symbol} × w{n}_{symbol}" for n in numbers)
    total = " + ".join(f"w{n}_{symbol}" for n in numbers)
    places = listing((region for region, _value, _weight in weighed))
    name = _(
        "{period} {region}, weighted mean ({places})",
        period=period_text(made.period),
        region=made.region,
        places=places,
    )
    sheet.work(name, symbol, f"({products}) / ({total})", made.value, unit, places=9)  # as reduce.sql rounds it


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
