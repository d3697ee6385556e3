"""The rows behind a target: every stored row with its file and line, whether it was adopted, and what replaced it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.assess.gap import Gap
from hlwplan.language import Phrase, _, clauses
from hlwplan.measure.measurement import Measurement, Observation, Rule, Times
from hlwplan.period import parse_period
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import Quantity, convert, find_unit, parse_quantity
from hlwplan.report.names import name_text, region_text
from hlwplan.report.status import Asked
from hlwplan.report.words import period_text, value_unit
from hlwplan.table import Amount, Cell, Column, Section, Table

RULE: Final[dict[Rule, Phrase]] = {
    "year": Phrase("of the year"),
    "to_date": Phrase("January to December"),
    "quarters": Phrase("four quarters"),
    "halves": Phrase("two halves"),
    "months": Phrase("twelve months"),
    "latest": Phrase("latest of the year"),
    "districts": Phrase("districts"),
    "part": Phrase("unfinished year"),
    "part_before": Phrase("same months before"),
    "check": Phrase("districts, as a check"),
}
STATUS: Final[Mapping[str, Phrase]] = {
    "final": Phrase("final"), "preliminary": Phrase("preliminary"), "estimated": Phrase("estimated"),
    "synthetic": Phrase("synthetic"),
}  # fmt: skip
_SHORT: Final = 12

COLUMNS: Final = (
    Column("period", Phrase("Period")),
    Column("indicator", Phrase("Indicator"), wraps=True),
    Column("region", Phrase("Region")),
    Column("value", Phrase("Reported"), "right"),
    Column("converted", Phrase("Converted"), "right"),
    Column("use", Phrase("Use")),
    Column("published", Phrase("Published"), keep=2),
    Column("status", Phrase("Reported as")),
    Column("origin", Phrase("Origin file:line"), wraps=True),
    Column("source", Phrase("Source"), wraps=True),
    Column("note", Phrase("Note"), keep=1, wraps=True),
)
_ONCE: Final = {
    "indicator": Phrase("indicator"),
    "region": Phrase("region"),
    "status": Phrase("reported as"),
    "source": Phrase("source"),
}
"""What is said once where it is the same in every row."""


def table(
    plan: Plan, gap: Gap, rows: Sequence[Measurement], observations: Sequence[Observation],
    originals: Mapping[str, str], asked: Asked,
) -> tuple[Table, str | None]:  # fmt: skip
    """Every stored row, by place, time and date of publication, and what all of them share, said once.

    Columns that are empty throughout are left out.
    """
    adopted = {origin for it in observations for origin in it.origins}
    places = [gap.region, *(it for whole in plan.head.regions if whole.name == gap.region for it in whole.parts)]
    order = {place: number for number, place in enumerate(places)}
    times, last = Times(plan), newest(plan, rows, asked)

    def key(row: Measurement) -> tuple[object, ...]:
        read = parse_period(row.period)
        when = (read.last_day.isoformat(), read.first_day.isoformat()) if read else (row.period, "")
        return order.get(row.region, len(order)), row.region, row.indicator, *when, row.published, row.origin

    cells = [
        _row(plan, row, use(row, adopted, last.get(_about(times, row)), asked), originals)
        for row in sorted(rows, key=key)
    ]
    shared = {column.name: next(iter(found)) for index, column in enumerate(COLUMNS)
              if column.name in _ONCE and len(found := {row[index] for row in cells}) == 1}  # fmt: skip
    kept = [index for index, column in enumerate(COLUMNS)
            if column.name not in shared and any(row[index] is not None for row in cells)]  # fmt: skip
    said = clauses(
        _("{title} {value}", title=_ONCE[name], value=value)
        for name, value in shared.items()
        if value is not None and name != "indicator"
    )
    rows_left = tuple(tuple(row[index] for index in kept) for row in cells)
    return Table("", tuple(COLUMNS[index] for index in kept), (Section((), rows_left),)), said or None


def _about(times: Times, row: Measurement) -> tuple[str, str, str]:
    return times.key(row)[:3]


def newest(plan: Plan, rows: Sequence[Measurement], asked: Asked) -> dict[tuple[str, str, str], str]:
    """The last date of publication that counts, of each thing that rows are about."""
    times, found = Times(plan), dict[tuple[str, str, str], str]()
    for row in rows:
        counts = asked.as_of is None or row.published <= asked.as_of.isoformat()
        if counts and isinstance(parse_quantity(row.value), Quantity):
            about = _about(times, row)
            found[about] = max(found.get(about, ""), row.published)
    return found


def use(row: Measurement, adopted: Collection[str], last: str | None, asked: Asked) -> str:
    """What became of a row: adopted, replaced by a later vintage, outside the two clocks, a mark, or beside others."""
    period = parse_period(row.period)
    if asked.as_of is not None and row.published > asked.as_of.isoformat():
        return _("published later")
    if asked.year is not None and period is not None and period.year > asked.year:
        return _("after the year")
    if not isinstance(parse_quantity(row.value), Quantity):
        return _("missing")
    if row.origin in adopted:
        return _("adopted")
    return _("superseded") if last is not None and row.published < last else _("not adopted")


def _row(plan: Plan, row: Measurement, used: str, originals: Mapping[str, str]) -> tuple[Cell, ...]:
    period, indicator = parse_period(row.period), plan.measured().get(row.indicator)
    value = converted(row, indicator) if isinstance(indicator, Indicator) else None
    unit = value_unit(indicator) if isinstance(indicator, Indicator) else ""
    same = isinstance(indicator, Indicator) and row.unit == indicator.unit
    return (
        period_text(period) or row.period,
        name_text(indicator) if isinstance(indicator, Indicator) else row.indicator,
        region_text(plan, row.region),
        f"{row.value}{row.unit}",
        None if value is None or same else Amount(value, unit),
        used,
        row.published or None,
        str(STATUS[row.status]) if row.status in STATUS else None,
        place(row.origin, originals),
        row.source or None,
        row.note or None,
    )


def converted(row: Measurement, indicator: Indicator) -> Decimal | None:
    """The value in the indicator's unit of measure; None for a mark and for a unit of another dimension."""
    read, unit = parse_quantity(row.value), find_unit(row.unit)
    if not isinstance(read, Quantity) or unit is None:
        return None
    return convert(read.value, unit, indicator.measure)


def place(origin: str, originals: Mapping[str, str]) -> str:
    """Where a row stands: originals/0916d2a3dac5….csv:2, of a workbook originals/….xlsx:Sheet1!7."""
    start, _mark, line = origin.partition("#")
    name = originals.get(start)
    if name is None:
        return _("original missing {start}:{line}", start=start, line=line)
    return f"originals/{name[:_SHORT]}….{name.rpartition('.')[2]}:{line}"


def places(observation: Observation | None, originals: Mapping[str, str]) -> str | None:
    """Where the rows behind a value stand, the lines of one file together; None without any."""
    files: dict[str, list[str]] = {}
    for origin in observation.origins if observation else ():
        file, _mark, line = place(origin, originals).rpartition(":")
        files.setdefault(file, []).append(line)
    said = [f"{file}:{','.join(sorted(lines, key=_line))}" for file, lines in files.items()]
    return " ".join(said) or None


def _line(line: str) -> tuple[str, int]:
    sheet, _, number = line.rpartition("!")
    return sheet, int(number) if number.isdigit() else 0


def added(observation: Observation, rows: Sequence[Measurement], indicator: Indicator) -> Iterator[Decimal]:
    """The values that add up to an observation, in the order of its origins; nothing for those that do not add up."""
    by = {row.origin: row for row in rows}
    found = [
        converted(by[it], indicator) for it in observation.origins if it in by and by[it].indicator == indicator.id
    ]
    values = [it for it in found if it is not None]
    whole = len(values) == len(observation.origins) > 1
    if whole and sum(values, Decimal(0)) == observation.value:
        yield from values
