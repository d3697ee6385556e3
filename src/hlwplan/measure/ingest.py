"""Ingest: one file's bytes to a batch of canonical rows, or to every reason why not.  Nothing is written here."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from hlwplan.diagnostics import Diagnostic, Span, has_errors, in_order
from hlwplan.measure.cells import CellError, Cells
from hlwplan.measure.doubts import doubts
from hlwplan.measure.layout import Layout, read_layout
from hlwplan.measure.measurement import FIELDS, Measurement
from hlwplan.measure.text import Record, field_place, read_records, read_text
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import Missing, convert, find_unit, parse_quantity

SHORT_HASH = 12
"""How many hexadecimal digits of a SHA-256 name an original in `origin`, and a batch's file."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one file adds to the store: the file as it came, and its rows in the file's order."""

    file: str
    original: bytes
    measurements: tuple[Measurement, ...]

    @property
    def original_hash(self) -> str:
        """SHA-256 of the file as it came, in hexadecimal."""
        return hashlib.sha256(self.original).hexdigest()

    @property
    def content(self) -> bytes:
        """The canonical rows as the store keeps them: CSV, UTF-8, line feeds."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(astuple(row) for row in self.measurements)
        return out.getvalue().encode()

    @property
    def name(self) -> str:
        """The start of the content's SHA-256, which names the batch."""
        return hashlib.sha256(self.content).hexdigest()[:SHORT_HASH]


def read_batch(
    plan: Plan, raw: bytes, file: str, published: date, *, today: date | None = None
) -> tuple[Batch | None, list[Diagnostic]]:
    """Read a file of measurements; None where it has an error.

    `file` is the name that places carry; rows without a date of publication get `published`.  A date of publication
    after `today` is refused: it would outrank every true one; None lets it pass.
    """
    text, findings = read_text(raw, file)
    if text is None:
        return None, findings
    records, findings = read_records(text, file)
    if findings and len(records) < 2:
        return None, findings
    lines = list(io.StringIO(text, newline=None))
    layout, more = read_layout(lines, records, file)
    findings += more
    if layout is None:
        return None, in_order(findings)
    reader = _Rows(plan, lines, file, hashlib.sha256(raw).hexdigest()[:SHORT_HASH], published, today)
    read = [(record, row) for record in layout.rows if (row := reader.row(layout, record)) is not None]
    spans = {row.origin: reader.span(layout, record, "value") for record, row in read}
    rows = [(record.line, row) for record, row in read]
    measurements = tuple(_distinct(plan, rows, file, reader.findings))
    doubted = doubts(plan, [(row, spans[row.origin]) for row in measurements], (), today or date.max)
    findings = in_order([*findings, *reader.findings, *doubted])
    return (None if has_errors(findings) else Batch(file, raw, measurements)), findings


class _Rows:
    """Reads rows one by one and gathers what is wrong with them."""

    def __init__(
        self, plan: Plan, lines: list[str], file: str, original: str, published: date, today: date | None
    ) -> None:
        self.cells = Cells(plan)
        self.lines, self.file, self.original = lines, file, original
        self.published, self.today = published.isoformat(), today
        self.findings: list[Diagnostic] = []

    def row(self, layout: Layout, record: Record) -> Measurement | None:
        """The canonical row; None where a cell is wrong, which every wrong cell's finding says."""
        given = tuple(field.strip() for field in record.fields)
        if len(given) != layout.width:
            values = {"found": len(given), "expected": layout.width}
            self.findings.append(Diagnostic("D006", Span(self.file, record.line), values))
            return None
        cell = {field: given[index] for field, index in layout.columns.items()}
        errors: list[CellError] = []

        def read(reader: Callable[..., object], *arguments: object) -> object:
            try:
                return reader(*arguments)
            except CellError as error:
                errors.append(error)
                return None

        cells = self.cells
        of = read(cells.indicator, cell["indicator"])
        value = read(cells.value, of, cell["value"], cell.get("unit", ""))
        region = read(cells.region, cell["region"])
        period = read(cells.period, cell["period"])
        status = read(cells.status, cell.get("status", ""))
        published = read(cells.published, cell.get("published", "")) or self.published
        if self.today is not None and str(published) > self.today.isoformat():
            errors.append(CellError("published", "D113", published=published))
        self.findings += (self._finding(layout, record, error) for error in errors)
        if errors or not isinstance(value, tuple):
            return None
        name = of.id if isinstance(of, Indicator) else str(of)
        return Measurement(name, str(region), str(period), value[0], value[1], str(status),
                           str(published), cell.get("source", ""), cell.get("note", ""),
                           f"{self.original}#{record.line}")  # fmt: skip

    def span(self, layout: Layout, record: Record, field: str) -> Span:
        """Where the row's field stands; only the row where that is not known."""
        index = layout.columns.get(field)
        column, end = field_place(self.lines, record, index) if index is not None else (0, 0)
        return Span(self.file, record.line, column, end if end > column else 0)

    def _finding(self, layout: Layout, record: Record, error: CellError) -> Diagnostic:
        return Diagnostic(error.code, self.span(layout, record, error.field), error.values, error.near)


def same_value(plan_unit: str, first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether two canonical (value, unit) pairs say the same quantity, 1 亿元 and 10000 万元 for example."""
    if first == second:
        return True
    if not first[1] and not second[1]:
        return all(isinstance(parse_quantity(value), Missing) for value, _ in (first, second))
    wanted = find_unit(plan_unit)
    units = find_unit(first[1]), find_unit(second[1])
    if wanted is None or units[0] is None or units[1] is None:
        return False
    return convert(Decimal(first[0]), units[0], wanted) == convert(Decimal(second[0]), units[1], wanted)


def _distinct(
    plan: Plan, rows: list[tuple[int, Measurement]], file: str, findings: list[Diagnostic]
) -> Iterator[Measurement]:
    """Yield each observation's row once; rows of one file and day that say it twice are reported with both lines."""
    units = {indicator.id: indicator.unit for indicator in plan.indicators}
    first: dict[tuple[str, str, str, str], tuple[int, Measurement]] = {}
    for line, row in rows:
        key = (row.indicator, row.region, row.period, row.published)
        before, kept = first.setdefault(key, (line, row))
        if before == line:
            yield row
            continue
        pairs = (row.value, row.unit), (kept.value, kept.unit)
        agree = row.status == kept.status and same_value(units.get(row.indicator, ""), *pairs)
        what = f"{row.indicator} {row.region} {row.period}"
        shown, other = (" ".join(filter(None, (it.value, it.unit, it.status))) or "(empty)" for it in (row, kept))
        code = "D202" if agree else "D201"
        values = {"what": what, "value": shown, "other": other, "line": before}
        findings.append(Diagnostic(code, Span(file, line), values))
