"""Rows: reported values to canonical rows, or to every reason why one is none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.cells import CellError, Cells
from hlwplan.measure.labels import BASES, Basis, basis_named, is_total
from hlwplan.measure.measurement import FIELDS, Measurement
from hlwplan.measure.reported import Reader, Reported
from hlwplan.period import parse_period
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
    cells = {name: str(getattr(row, name)) for name in FIELDS if name != "origin"}
    return Refused(span, {**cells, "period": _chinese(row.period)}, (finding,))


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
        self.refused += (Refused(span, texts, (finding,)) for span, texts, finding in self.reader.refused)

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
        known_total = is_total(label) and self.reader.words.regions.get(label) is None
        region = TOTAL if known_total else read(cells.region, label)
        basis = read(_basis, reported)
        period = read(cells.period, reported.text("period"), reported.year.text, basis)
        status = read(cells.status, reported.text("status"))
        given = self.published.isoformat() if self.published else ""
        published = read(cells.published, reported.text("published")) or given
        if self.today is not None and str(published) > self.today.isoformat():
            errors.append(CellError("published", "D113", published=published))
        if errors or not isinstance(value, tuple):
            self._refuse(reported, period, [self._finding(reported, error) for error in errors])
            return None
        name = of.id if isinstance(of, Indicator) else str(of)
        sheet = f"{self.reader.sheet.name}!" if self.reader.sheet.name else ""
        row = Measurement(name, str(region), str(period), value[0], value[1], str(status), str(published),
                          reported.text("source"), reported.text("note"),
                          f"{self.original}#{sheet}{reported.line}")  # fmt: skip
        return Row(row, self._span(reported, "value"), label)

    def _refuse(self, reported: Reported, period: object, findings: list[Diagnostic]) -> None:
        """Keep what is known of a value, so that a mended row says by itself what other lines said of it."""
        texts = {name: reported.text(name) for name in FIELDS if reported.text(name)}
        texts |= {"unit": reported.units[0].text} if reported.units else {}
        unclear = any(finding.code == "D122" for finding in findings)
        if period is not None and not unclear:
            texts["period"] = _chinese(str(period))
        else:
            texts["indicator"] = "".join([texts.get("indicator", ""), *map(_written, reported.bases)])
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


def _chinese(period: str) -> str:
    """A canonical period as spreadsheets leave it alone: they make a date of 2018-06."""
    read = parse_period(period)
    return read.chinese if read is not None else period


def _written(word: str) -> str:
    """A basis as it is written; another word as it stands."""
    return next((written for basis, written in BASES.items() if basis == word), word)


def _basis(reported: Reported) -> Basis | None:
    """What is said of what a value covers; raises CellError where that is not known, or said in two ways."""
    found: dict[Basis, str] = {}
    for text in reported.bases:
        basis = next((basis for basis in BASES if basis == text), None) or basis_named(text)
        if basis is None:
            raise CellError("basis", "D122", text=text)
        found[basis] = BASES[basis]
    if len(found) > 1:
        first, second = found.values()
        raise CellError("value", "D122", text=f"{first} {second}")
    return next(iter(found), None)


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
