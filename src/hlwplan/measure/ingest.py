"""Ingest: one file's bytes to a batch of canonical rows, and to every reason why a row is none.  Nothing is written."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Final

from hlwplan.diagnostics import Diagnostic, has_errors, in_order
from hlwplan.language import Wording, _
from hlwplan.measure.cells import STATES
from hlwplan.measure.doubts import doubts
from hlwplan.measure.layout import Given
from hlwplan.measure.measurement import FIELDS, SHORT_HASH, Measurement, Times
from hlwplan.measure.reported import Reader
from hlwplan.measure.rows import Refused, Row, RowReader, refusal
from hlwplan.measure.sheets import read_sheets
from hlwplan.measure.totals import settle
from hlwplan.plan.model import Plan
from hlwplan.quantity import Missing, convert, find_unit, parse_quantity

_UNREAD: Final = frozenset({"D026", "D027"})


@dataclass(frozen=True, slots=True)
class How:
    """How a file is to be read.

    Rows without a date of publication get `published`, and have none where that is None; one after `today` is refused:
    it would outrank every true one (None lets it pass).  `sheets` are the wanted ones of a workbook, None all that are
    visible; `encoding` and `delimiter` None are recognised; `given` is what the command says of the file.
    """

    published: date | None
    today: date | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheets: tuple[str, ...] | None = None
    given: Given = field(default_factory=Given)


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
        writer.writerows(map(attrgetter(*FIELDS), self.measurements))
        return out.getvalue().encode()

    @property
    def name(self) -> str:
        """The start of the content's SHA-256, which names the batch."""
        return hashlib.sha256(self.content).hexdigest()[:SHORT_HASH]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file.

    `batch` holds the rows that are right, None where there are none to speak of; it may be stored as a whole only where
    `findings` has no error.  `refused` are the rows that are wrong; `explained` says sheet by sheet what was decided.
    """

    file: str
    batch: Batch | None
    refused: tuple[Refused, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    explained: tuple[tuple[str, str, str], ...] = ()


def read_file(
    plan: Plan,
    raw: bytes,
    file: str,
    how: How,
    *,
    known: Iterable[Measurement] = (),
    tick: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read a file of measurements; `file` is the name that places carry.

    `known` are rows of the store, for telling what is out of line with them.  `tick` is called with the number of rows
    done and of all rows.
    """
    sheets, explained, findings = read_sheets(plan, raw, file, how.encoding, how.delimiter, how.sheets, how.given)
    taken = take(plan, sheets, hashlib.sha256(raw).hexdigest()[:SHORT_HASH], how, known, tick)
    explained += [(reader.sheet.file, "left out", _blank(reader.blank)) for reader in sheets if reader.blank]
    # A cell from which the workbook gives no value is a finding already: it need not be said to be no number as well.
    unread = {finding.span for finding in findings if finding.code in _UNREAD}
    findings += [finding for finding in taken.findings if finding.span not in unread]
    measurements = tuple(row.measurement for row in taken.rows)
    batch = Batch(file, raw, measurements) if measurements or not has_errors(findings) else None
    return Reading(file, batch if sheets else None, taken.refused, tuple(in_order(findings)), tuple(explained))


def _blank(count: int) -> str:
    return _("1 empty cell") if count == 1 else _("{count} empty cells", count=count)


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of sheets that are right, in their order, and those that are not; `findings` come in no order."""

    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]
    findings: tuple[Diagnostic, ...]


def take(
    plan: Plan,
    sheets: Sequence[Reader],
    original: str,
    how: How,
    known: Iterable[Measurement] = (),
    tick: Callable[[int, int], None] | None = None,
) -> Taken:
    """Read the rows of sheets together, as those of one original; `original` begins their `origin`.

    `known` and `tick` are those of `read_file`.
    """
    rows: list[Row] = []
    findings: list[Diagnostic] = []
    refused: list[Refused] = []
    total = sum(len(reader.layout.frame.body) for reader in sheets)
    done = 0
    for reader in sheets:
        one = RowReader(plan, reader, original, how.published, how.today)
        for count, row in enumerate(one.rows()):
            rows += [row] if row is not None else []
            if tick is not None and count % 1000 == 0:
                tick(min(done + count, total), total)
        done += len(reader.layout.frame.body)
        refused += one.refused
        findings += [finding for it in one.refused for finding in it.findings]
    rows, more = settle(plan, rows)
    findings += more
    rows, contradicting, repeats = _distinct(plan, rows)
    refused += contradicting
    findings += repeats
    findings += doubts(plan, [(row.measurement, row.span) for row in rows], known, how.today or date.max)
    refused.sort(key=lambda it: it.span)
    return Taken(tuple(rows), tuple(refused), tuple(findings))


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


def _distinct(plan: Plan, rows: Sequence[Row]) -> tuple[list[Row], list[Refused], list[Diagnostic]]:
    """Each observation's row once; what says it twice on one day is reported with both lines.

    Where the two disagree both are refused, where they agree the first is kept.  One time written in two ways (2020,
    2020年1-12月) is kept in both where the values agree.
    """
    units = {indicator.id: indicator.unit for indicator in plan.indicators}
    times = Times(plan)
    first: dict[tuple[str, str, str, str], Row] = {}
    refused: dict[int, Refused] = {}
    repeats: list[Diagnostic] = []
    dropped: set[int] = set()
    for row in rows:
        m, before = row.measurement, first.setdefault(times.key(row.measurement), row)
        other = before.measurement
        pairs = (m.value, m.unit), (other.value, other.unit)
        agree = m.status == other.status and same_value(units.get(m.indicator, ""), *pairs)
        if before is row or (agree and m.period != other.period):
            continue
        repeats.append(_repeated(row, before, agree=agree))
        dropped.add(id(row))
        if not agree:
            for it in (before, row):
                refused.setdefault(id(it), refusal(it.measurement, it.span, repeats[-1]))
    kept = [row for row in rows if id(row) not in dropped and id(row) not in refused]
    return kept, list(refused.values()), repeats


def is_mark(row: Measurement) -> bool:
    """Whether a row says that nothing was measured."""
    return not row.unit and _no_value(row.value)


@cache
def _no_value(text: str) -> bool:
    return isinstance(parse_quantity(text), Missing)


def shown(row: Measurement) -> str:
    """What a row says, as a message has it: value, unit of measure, status."""
    state = row.value in STATES.values()
    value = " ".join(filter(None, (row.value, row.unit))) or Wording("(empty)")
    said = Wording(row.value.replace("_", " ")) if state else value
    return Wording("{value} {status}", value=said, status=Wording(row.status)) if row.status else said


def _repeated(row: Row, before: Row, *, agree: bool) -> Diagnostic:
    m, other = row.measurement, before.measurement
    also = "" if m.period == other.period else f" ({other.period})"
    values = {"what": f"{m.indicator} {m.region} {m.period}{also}", "value": shown(m), "other": shown(other),
              "line": before.span.line}  # fmt: skip
    return Diagnostic("D202" if agree else "D201", replace(row.span, column=0, end=0), values)
