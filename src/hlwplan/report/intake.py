"""The intake report: what files did to the store, or would do, for people and for machines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Final

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.language import Phrase, _, bracketed, clauses, sentences
from hlwplan.measure.compare import Change, Intake, Kind
from hlwplan.measure.measurement import Measurement
from hlwplan.period import parse_period
from hlwplan.plan.model import Plan
from hlwplan.quantity import find_unit
from hlwplan.report.names import name_text, region_text, title_text
from hlwplan.report.status import SYNTHETIC
from hlwplan.report.words import MEASURED, STAGE, period_text
from hlwplan.table import Cell, Column, Section, Table, Tone, Word

WORDS: Final[dict[Kind, tuple[Phrase, Tone]]] = {
    "refused": (Phrase("refused"), "bad"),
    "revised": (Phrase("revised"), "warn"),
    "older": (Phrase("earlier"), "none"),
    "new": (Phrase("new"), "good"),
    "missing": (Phrase("without a value"), "none"),
    "same": (Phrase("same"), "none"),
}
"""The kinds of changes and their tones, in the order in which people read them."""
_COUNTED: Final[tuple[Kind, ...]] = ("new", "revised", "older", "missing", "same", "refused")
_NAMED: Final = 3
"""How many revisions the summary names."""
LISTED: Final = 200
"""How many rows of one kind people are shown; revisions and refusals are always all shown."""

PEOPLE: Final = (
    Column("name", Phrase("Indicator")),
    Column("kind", Phrase("Change")),
    Column("region", Phrase("Region")),
    Column("period", Phrase("Period")),
    Column("before", Phrase("Before"), "right"),
    Column("after", Phrase("After"), "right"),
    Column("published", Phrase("Published on"), keep=3),
    Column("origin", Phrase("Origin"), keep=2),
    Column("remarks", Phrase("Remarks"), keep=1),
)

MACHINES: Final = tuple(
    Column(name, name)
    for name in (
        "kind", "file", "line", "indicator", "name", "region", "period",
        "before.period", "before.value", "before.unit", "before.status", "before.published", "before.source",
        "before.origin",
        "after.value", "after.unit", "after.status", "after.published", "after.source", "after.origin",
        "code", "reason",
    )
)  # fmt: skip
"""The fields of JSON and CSV; they are only ever added to."""


def summary(plan: Plan, intakes: Sequence[Intake], unread: Sequence[Diagnostic] = ()) -> str:
    """One line: 12 new, 2 revised (Online retail sales Shaoxing 2018: 340亿元 → 350亿元; …), 40 same.

    `unread` are the findings of rows that could not be read at all; those that are errors count as refused, a row once.
    """
    revised = revisions(plan, intakes)
    named = bracketed(sentences(revised[:_NAMED] + ["…"] * (len(revised) > _NAMED))) if revised else ""
    counted = [
        _("{count} {kind}", kind=WORDS[kind][0], count=count) + (named if kind == "revised" else "")
        for kind, count in _counts(intakes, unread).items()
    ]
    return clauses(counted) or _("no measurements")


def revisions(plan: Plan, intakes: Sequence[Intake]) -> list[str]:
    """What was revised, from and to, in the order of the files and their rows."""
    names = _Names(plan)
    return [_revision(names, change) for change in _changes(intakes) if change.kind == "revised"]


def for_people(
    plan: Plan, intakes: Sequence[Intake], unread: Sequence[Diagnostic] = (), *, dry_run: bool = False
) -> Table:
    """A row for each change: refusals first, then revisions and the rest; rows that say the same are only counted.

    Of one kind at most `LISTED` rows are shown, refusals and revisions aside, and a note says how many are not.
    """
    names = _Names(plan)
    kinds: dict[Kind, list[tuple[Cell, ...]]] = {kind: [] for kind in WORDS}
    kinds["refused"] += [_unread(finding) for finding in _errors(unread)]
    for intake in intakes:
        for change in intake.changes:
            kinds[change.kind].append(_row(names, intake.file, change))
    kinds["same"] = []
    notes = [summary(plan, intakes, unread)]
    rows: list[tuple[Cell, ...]] = []
    for kind, of_kind in kinds.items():
        most = len(of_kind) if kind in {"refused", "revised"} else LISTED
        rows += of_kind[:most]
        more = len(of_kind) - most
        if more > 0:
            notes.append(_("and {count} more {kind}; other formats list them", count=more, kind=WORDS[kind][0]))
    sections = (Section((), tuple(rows)),) if rows else ()
    return Table(_title(dry_run=dry_run), PEOPLE, sections, _banner(intakes), tuple(notes))


def for_machines(
    plan: Plan, intakes: Sequence[Intake], unread: Sequence[Diagnostic] = (), *, dry_run: bool = False
) -> Table:
    """A row for each change in the order of the files and their rows, those that say the same too; then the unread."""
    names = {it.id: it.name for it in plan.indicators}
    names |= {item.id: item.title for task in plan.tasks for item in task.deliverables if item.id not in names}
    rows = [tuple(_record(names, intake.file, change)) for intake in intakes for change in intake.changes]
    rows += [("refused", it.span.file, it.span.line or None, *(None,) * 17, it.code, it.message)
             for it in _errors(unread)]  # fmt: skip
    meta = {
        "schema": "hlwplan.ingest/1",
        "plan": {"id": plan.head.id, "title": plan.head.title},
        "dry_run": dry_run,
        "summary": dict(_counts(intakes, unread)),
        "files": [{"file": it.file, "batch": it.name or None, "rows": it.rows, "before": it.before} for it in intakes],
    }
    sections = (Section((), tuple(rows)),)
    notes = (summary(plan, intakes, unread),)
    return Table(_title(dry_run=dry_run), MACHINES, sections, _banner(intakes), notes, meta, "changes")


def _title(*, dry_run: bool) -> str:
    return _("Preview of the intake, nothing stored") if dry_run else _("Intake")


def _banner(intakes: Sequence[Intake]) -> tuple[str, ...]:
    return (str(SYNTHETIC),) if any(it.measurement.status == "synthetic" for it in _changes(intakes)) else ()


def _changes(intakes: Sequence[Intake]) -> Iterator[Change]:
    return chain.from_iterable(intake.changes for intake in intakes)


def _errors(unread: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in unread if finding.severity is Severity.ERROR]


def _counts(intakes: Sequence[Intake], unread: Sequence[Diagnostic]) -> dict[Kind, int]:
    """How many rows of each kind there are, in the order of `_COUNTED`; kinds without any are left out."""
    counts = Counter[Kind](change.kind for change in _changes(intakes))
    counts["refused"] += len({(finding.span.file, finding.span.line) for finding in _errors(unread)})
    return {kind: counts[kind] for kind in _COUNTED if counts[kind]}


class _Names:
    """What people call indicators, deliverables and regions of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._measured = {item.id: title_text(item) for task in plan.tasks for item in task.deliverables}
        self._measured |= {indicator.id: name_text(indicator) for indicator in plan.indicators}

    def measured(self, row: Measurement) -> str:
        return self._measured.get(row.indicator, row.indicator)

    def region(self, row: Measurement) -> str:
        return region_text(self._plan, row.region)


def _revision(names: _Names, change: Change) -> str:
    row, (before, after) = change.measurement, _pair(change)
    return _(
        "{name} {region} {period}: {before} → {after}",
        name=names.measured(row), region=names.region(row), period=_period(row.period), before=before, after=after,
    )  # fmt: skip


def _row(names: _Names, file: str, change: Change) -> tuple[Cell, ...]:
    """The cells of `PEOPLE`."""
    row, (before, after) = change.measurement, _pair(change)
    word, tone = WORDS[change.kind]
    return (
        names.measured(row),
        Word(str(word), tone),
        names.region(row),
        _period(row.period),
        before,
        after,
        row.published,
        f"{file}:{row.line}",
        _remark(change),
    )


def _remark(change: Change) -> str | None:
    """Why a row is refused; where the number came from that it is held against, and which of the two counts."""
    if change.finding is not None:
        return f"{change.finding.code} {change.finding.message}"
    if change.before is None:
        return None
    was = {"day": change.before.published, "origin": change.before.origin}
    if change.kind == "older":
        return _("old value published {day}, origin {origin}; the old value still stands", **was)
    return _("old value published {day}, origin {origin}", **was)


def _unread(finding: Diagnostic) -> tuple[Cell, ...]:
    word, tone = WORDS["refused"]
    reason = f"{finding.code} {finding.message}"
    place = str(finding.span)
    return (place, Word(str(word), tone), None, None, None, None, None, place, reason)


def _pair(change: Change) -> tuple[str | None, str | None]:
    """Both values for people; with their status where that differs, so that what is made up never passes for more."""
    row, old = change.measurement, change.before
    if old is None:
        return None, _value(row)
    if old.status == row.status:
        return _value(old), _value(row)
    before, after = (
        (_value(it) or "—") + bracketed(MEASURED[it.status] if it.status in MEASURED else _("no status"))
        for it in (old, row)
    )
    return before, after


def _value(row: Measurement) -> str | None:
    """The value with its unit of measure, or a state's word; None for a mark for missing."""
    if row.unit:
        unit = find_unit(row.unit)
        return row.value if unit is not None and unit.dimension == "index" else f"{row.value}{row.unit}"
    if row.value in STAGE:
        return str(STAGE[row.value])
    return row.value if row.value.endswith("%") else None


def _period(text: str) -> str:
    period = parse_period(text)
    return period_text(period) if period else text


def _record(names: dict[str, str], file: str, change: Change) -> Iterator[Cell]:
    """The cells of `MACHINES`; a number is a number, a state its word, a mark for missing nothing."""
    row, old, finding = change.measurement, change.before, change.finding
    yield from (change.kind, file, row.line or None, row.indicator, names.get(row.indicator), row.region, row.period)
    if old is None:
        yield from (None,) * 7
    else:
        yield from (old.period, *_written(old))
    yield from _written(row)
    yield from (finding.code if finding else None, finding.message if finding else None)


def _written(row: Measurement) -> Iterator[Cell]:
    """Value, unit, status, date of publication, source and origin; None where the row leaves one empty."""
    yield Decimal(row.value) if row.unit else (row.value if _value(row) else None)
    yield from (row.unit or None, row.status or None, row.published, row.source or None, row.origin)
