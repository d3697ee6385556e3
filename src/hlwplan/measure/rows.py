"""Rows: reported values to canonical rows, or to every reason why one is none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.cells import CellError, Cells
from hlwplan.measure.labels import TOTALS, one_line
from hlwplan.measure.measurement import FIELDS, Measurement
from hlwplan.measure.reported import Reader, Reported
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import Quantity, find_unit, parse_quantity

TOTAL: Final = "\0total"
"""The region of a row whose label adds up others and names no region of the plan."""


@dataclass(frozen=True, slots=True)
class Row:
    """A canonical row with the place of its value; `label` is the region as it was written."""

    measurement: Measurement
    span: Span
    label: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that was not taken: its texts by canonical field, as far as they are known, and why."""

    span: Span
    cells: Mapping[str, str]
    findings: tuple[Diagnostic, ...]


def refusal(row: Measurement, span: Span, finding: Diagnostic) -> Refused:
    """A row that is right by itself, refused because of another."""
    return Refused(span, {name: str(getattr(row, name)) for name in FIELDS if name != "origin"}, (finding,))


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet; what is wrong with them gathers in `refused`."""

    plan: Plan
    reader: Reader
    original: str
    published: date | None
    today: date | None
    refused: list[Refused] = field(default_factory=list)

    def rows(self) -> Iterator[Row | None]:
        """A row for each reported value in the sheet's order, None where it is wrong."""
        cells = Cells(self.plan)
        for reported in self.reader.rows():
            yield self._row(cells, reported)
        for record, finding in self.reader.refused:
            texts = dict(zip(("indicator", "region"), record.fields, strict=False))
            layout = self.reader.layout.columns
            if layout:
                texts = {name: record.fields[at] for name, at in layout.items() if at < len(record.fields)}
            self.refused.append(Refused(finding.span, texts, (finding,)))

    def _row(self, cells: Cells, reported: Reported) -> Row | None:
        """The canonical row; None where a cell is wrong, which every wrong cell's finding says."""
        errors: list[CellError] = []

        def read(reader: Callable[..., object], *arguments: object) -> object:
            try:
                return reader(*arguments)
            except CellError as error:
                errors.append(error)
                return None

        of = read(cells.indicator, reported.text("indicator"))
        unit = read(_unit_text, reported)
        value = read(cells.value, of, reported.text("value"), unit) if unit is not None else None
        label = reported.text("region")
        known_total = one_line(label) in TOTALS and self.reader.words.regions.get(label) is None
        region = TOTAL if known_total else read(cells.region, label)
        period = read(cells.period, reported.text("period"), reported.year.text, reported.basis)
        status = read(cells.status, reported.text("status"))
        given = self.published.isoformat() if self.published else ""
        published = read(cells.published, reported.text("published")) or given
        if self.today is not None and str(published) > self.today.isoformat():
            errors.append(CellError("published", "D113", published=published))
        if errors or not isinstance(value, tuple):
            self._refuse(reported, [self._finding(reported, error) for error in errors])
            return None
        name = of.id if isinstance(of, Indicator) else str(of)
        sheet = f"{self.reader.sheet.name}!" if self.reader.sheet.name else ""
        row = Measurement(name, str(region), str(period), value[0], value[1], str(status), str(published),
                          reported.text("source"), reported.text("note"),
                          f"{self.original}#{sheet}{reported.line}")  # fmt: skip
        return Row(row, self._span(reported, "value"), label)

    def _refuse(self, reported: Reported, findings: list[Diagnostic]) -> None:
        texts = {name: reported.text(name) for name in FIELDS if reported.text(name)}
        texts |= {"unit": reported.units[0].text} if reported.units else {}
        self.refused.append(Refused(self._span(reported, "value"), texts, tuple(findings)))

    def _span(self, reported: Reported, name: str) -> Span:
        sheet, written = self.reader.sheet, reported.cells.get(name)
        if name == "unit" and reported.units:
            written = reported.units[0]
        if written is None or written.place is None:
            value = reported.cells["value"].place
            whole = sheet.span(value.record, value.index) if value else Span(sheet.file)
            return Span(whole.file, reported.line)
        return sheet.span(written.place.record, written.place.index)

    def _finding(self, reported: Reported, error: CellError) -> Diagnostic:
        return Diagnostic(error.code, self._span(reported, error.field), error.values, error.near)


def _unit_text(reported: Reported) -> str:
    """The unit of measure that is said of a value; raises CellError where it is said in two ways.

    What a line around the table says counts where neither cell nor header says another.
    """
    said = reported.units
    known = {found.symbol: unit.text for unit in said if (found := find_unit(unit.text)) is not None}
    if len(known) > 1:
        first, second = list(known.values())[:2]
        raise CellError("unit", "D120", first=first, second=second)
    if said:
        return said[0].text
    around = reported.text("unit")
    read = parse_quantity(reported.text("value")) if around else None
    return "" if isinstance(read, Quantity) and read.unit is not None else around
