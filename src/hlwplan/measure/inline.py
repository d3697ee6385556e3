"""Inline: rows that a program has at hand, as Python values or as an Arrow table, read as the rows of a file are."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol, TypeAlias, runtime_checkable

from hlwplan.diagnostics import Diagnostic, Span, has_errors, in_order
from hlwplan.measure import engine
from hlwplan.measure.frame import Frame
from hlwplan.measure.ingest import Batch, How, take
from hlwplan.measure.labels import HEADERS, one_line
from hlwplan.measure.layout import Given, read_layout
from hlwplan.measure.measurement import FIELDS, Observation
from hlwplan.measure.reported import Reader
from hlwplan.measure.rows import Row
from hlwplan.measure.sheet import Record
from hlwplan.measure.tables import Clocks
from hlwplan.measure.words import Words
from hlwplan.plan.model import Plan

ROWS: Final = "rows"
"""The file that places name, and the original that origins name."""
ORDER: Final = FIELDS[:-1]
"""What the values of a row without names are, from indicator, region, period and value to the note."""
LEAST: Final = 4
"""So many of them are always there."""


@runtime_checkable
class ArrowStream(Protocol):
    """A table of any library that speaks Arrow's C stream: of pyarrow, polars, pandas, DuckDB and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule of the table's columns."""


Rows: TypeAlias = Iterable[Sequence[object] | Mapping[str, object]] | ArrowStream
"""Rows as `observe` takes them."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows as a sheet; `line` counts the rows from 1, and 0 is their header, the names of the columns."""

    header: Record
    records: Sequence[Record]
    file: str = ROWS
    name: str = ""

    def span(self, record: Record, index: int) -> Span:
        """The place of a field, its column counted from 1; the whole for a field of the header."""
        inside = record.line and index < len(record.fields)
        return Span(ROWS, record.line, index + 1 if inside else 0)

    @property
    def frame(self) -> Frame:
        """Nothing stands around the rows: the last of them is never a footer, whatever it says."""
        names = self.header.fields
        headers = {index: (one_line(name),) if name.strip() else () for index, name in enumerate(names)}
        return Frame(header=[self.header], headers=headers, width=len(names), body=self.records)


def observe(
    plan: Plan,
    rows: Rows,
    *,
    as_of: date | None = None,
    year: int | None = None,
    published: date | None = None,
    accept_valid: bool = False,
) -> tuple[list[Observation], list[Diagnostic]]:
    """The observations adopted from rows at hand, by indicator, region and period, and every finding in reading order.

    A row is a tuple `(indicator, region, period, value, unit, status, published, source, note)`, of which the last five
    may be left off, or a mapping with these names or a file's other headers; a table of Arrow has them as columns.
    What is written in a field is read as in a file: names and aliases, `2018年`, `3.57万亿元`.  A field is text, a
    number or a date, None where it is empty; a float is taken by its shortest digits.  Places and origins name the file
    `rows` and the row, from 1.

    As with a file, one error leaves no observation, unless `accept_valid` leaves out the rows that are wrong.  `as_of`
    leaves out what was published after that day, `year` what is about later years.  Rows without a date of publication
    get `published`; where that is None, either every row has a date, or none has one and nothing is asked as of a day.
    Raises TypeError where a row is neither of the two, ValueError where Arrow holds no table that can be read.
    """
    table, findings = _table(rows)
    layout = None
    if table.records:
        words = Words(plan)
        layout, more = read_layout(table, table.frame, words, Given())
        findings += more
    if layout is None:
        return [], in_order(findings)
    taken = take(plan, [Reader(table, layout, words)], ROWS, How(published))
    undated = list(_undated(taken.rows, as_of))
    findings = in_order([*findings, *taken.findings, *undated])
    if has_errors(findings) and not accept_valid:
        return [], findings
    left_out = {finding.span.line for finding in undated}
    batch = Batch(ROWS, b"", tuple(row.measurement for row in taken.rows if row.span.line not in left_out))
    with tempfile.TemporaryDirectory() as folder:  # the column engine reads files, and these rows as those of a store
        path = Path(folder, f"{ROWS}.csv")
        path.write_bytes(batch.content)
        observations, more = engine.observe([engine.BatchFile(path)], plan, Clocks(as_of, year))
    return observations, [*findings, *more]


def _undated(rows: Sequence[Row], as_of: date | None) -> Iterator[Diagnostic]:
    """The rows of which cannot be told whether they are older than others, or than the day asked for."""
    without = [row for row in rows if not row.measurement.published]
    if as_of is not None or len(without) < len(rows):
        for row in without:
            yield Diagnostic("D112", Span(ROWS, row.span.line), {"name": HEADERS["published"][1]})


def _table(rows: Rows) -> tuple[_Table, list[Diagnostic]]:
    """The rows under one header, and a finding for each that has too few or too many values."""
    findings: list[Diagnostic] = []
    if isinstance(rows, ArrowStream):
        names, cells = engine.arrow_rows(rows.__arrow_c_stream__())
        return _Table(Record(0, tuple(names)), [_record(line, row) for line, row in enumerate(cells, 1)]), findings
    named: dict[int, Mapping[str, object]] = {}
    for line, row in enumerate(rows, start=1):
        if isinstance(row, Mapping):
            named[line] = row
        elif isinstance(row, (str, bytes)) or not isinstance(row, Sequence):
            raise TypeError(f"row {line} is no tuple, list or mapping: {row!r:.80}")
        elif LEAST <= len(row) <= len(ORDER):
            named[line] = dict(zip(ORDER, row, strict=False))
        else:
            findings.append(Diagnostic("D040", Span(ROWS, line), {"found": len(row)}))
    header = tuple(dict.fromkeys(name for row in named.values() for name in row))
    records = [_record(line, [row.get(name) for name in header]) for line, row in named.items()]
    return _Table(Record(0, header), records), findings


def _record(line: int, cells: Iterable[object]) -> Record:
    return Record(line, tuple(map(_text, cells)))


def _text(cell: object) -> str:
    """A value as it would be written into a file."""
    if cell is None:
        return ""
    return float.__repr__(cell) if isinstance(cell, float) else str(cell)  # numpy's floats have a repr of their own
