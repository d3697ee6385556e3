"""The changes report: what moved between two states of a plan, and why, for people and for machines."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hlwplan.assess.changes import Cause, Change, Comparison
from hlwplan.assess.gap import METHOD, Gap
from hlwplan.language import Phrase, _, clauses, sentences, spoken
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan, Target
from hlwplan.quantity import plain
from hlwplan.report.because import because, joint, promised, turned
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.status_records import operator
from hlwplan.report.words import STATUS, TONES, cited, gap_symbol, gap_unit, target_name
from hlwplan.table import Cell, Column, Nested, Section, Table, Word

PEOPLE: Final = (
    Column("name", Phrase("Indicator")),
    Column("status", Phrase("Status")),
    Column("gap", Phrase("Gap"), keep=5),
    Column("why", Phrase("Reason"), wraps=True),
)

MACHINES: Final = tuple(
    Column(name, name)
    for name in (
        "id", "name", "task", "lead", "region", "change", "status_before", "status_after", "reason_before",
        "reason_after", "warning_before", "warning_after", "unit_before", "unit_after", "value_before", "value_after",
        "period_before", "period_after", "gap_before", "gap_after", "gap_unit", "gap_change", "together", "causes",
        "why",
    )
)  # fmt: skip
"""The fields of JSON and CSV; they are only ever added to."""

_HEADINGS: Final = {
    "flip": Phrase("Status changed"),
    "added": Phrase("New targets"),
    "removed": Phrase("Targets dropped"),
    "other": Phrase("Status unchanged"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One of the two states, as it was asked for: the end of a year, a day of publication, or a plan's folder."""

    year: int | None = None
    as_of: date | None = None
    plan: str | None = None

    def __str__(self) -> str:
        """The state in words."""
        if self.year is not None:
            return _("end of {year}", year=self.year)
        return _("published by {as_of}", as_of=self.as_of) if self.as_of else _("plan {folder}", folder=self.plan)


@dataclass(frozen=True, slots=True)
class Between:
    """What was asked for, which the report states; `region` None is the plan's own."""

    before: Point
    after: Point
    region: str | None = None


def for_people(plan: Plan, found: Comparison, between: Between) -> Table:
    """A section for each kind of change, a line for each cause; `plan` is the newer one."""
    sections = []
    for kind, heading in _HEADINGS.items():
        of_kind = [change for change in found.changes if _kind(change) == kind]
        if of_kind:
            rows = tuple(row for change in of_kind for row in _rows(change))
            sections.append(Section((_("{heading}: {count}", heading=heading, count=len(of_kind)),), rows))
    # Two statuses in English are wide, and break at their spaces; in Chinese they would break anywhere.
    columns = tuple(replace(it, wraps=it.wraps or (it.name == "status" and spoken() == "en")) for it in PEOPLE)
    return Table(_title(plan, between), columns, tuple(sections), _banner(found), tuple(_notes(found, between)))


def for_machines(before: Plan, plan: Plan, found: Comparison, between: Between) -> Table:
    """A row for each change in the same order, every value whole; `plan` is the newer one."""
    meta = {
        "schema": "hlwplan.changes/1",
        "plan": cited(plan),
        "from": _point(between.before),
        "to": _point(between.after),
        "region": between.region or plan.region,
        "method": METHOD,
        "synthetic": found.synthetic,
        "summary": {**_counts(found), "unchanged": len(found.unchanged)},
    }  # fmt: skip
    lead = {task.id: task.lead for it in (before, plan) for task in it.tasks}
    rows = tuple(tuple(_record(change, lead[change.gap.indicator.task])) for change in found.changes)
    return Table(_title(plan, between), MACHINES, (Section((), rows),), _banner(found),
                 tuple(_notes(found, between)), meta, "changes")  # fmt: skip


def _title(plan: Plan, between: Between) -> str:
    about = title(plan, Asked(region=between.region))
    return _("{about}, changes: {before} → {after}", about=about, before=between.before, after=between.after)


def _point(point: Point) -> dict[str, object]:
    return {"year": point.year, "as_of": point.as_of.isoformat() if point.as_of else None, "plan": point.plan}


def _banner(found: Comparison) -> tuple[str, ...]:
    return (str(SYNTHETIC),) if found.synthetic else ()


def _kind(change: Change) -> str:
    if change.before is None:
        return "added"
    if change.after is None:
        return "removed"
    return "flip" if change.flip else "other"


def _counts(found: Comparison) -> dict[str, int]:
    kinds = [_kind(change) for change in found.changes]
    return {kind: kinds.count(kind) for kind in _HEADINGS}


def _notes(found: Comparison, between: Between) -> Iterator[str]:
    """How many changed and how many did not, and how to read the causes."""
    counts = _counts(found)
    said = [
        _("status changed: {count}", count=counts["flip"]),
        _("moved within the same status: {count}", count=counts["other"]),
        _("unchanged: {count}", count=len(found.unchanged)),
    ]
    said += [_("new targets: {count}", count=counts["added"])] if counts["added"] else []
    said += [_("targets dropped: {count}", count=counts["removed"])] if counts["removed"] else []
    yield clauses(said)
    if between.before.year is not None:
        yield _("both sides are judged as at the year's end by what is known now; "
                "compare days of publication for what was known then")  # fmt: skip
    if any(len(change.causes) > 1 for change in found.changes):
        yield _('method {method}; "alone" is the status that the old state gets by this one change', method=METHOD)


def _rows(change: Change) -> Iterator[tuple[Cell, ...]]:
    """The cells of `PEOPLE`: a row for each cause, the first one with what it is the cause of."""
    gap = change.gap
    status = Word(_status(change), TONES[gap.warning])
    whole = (target_name(gap), status, _gaps(change))
    for number, line in enumerate(_why(change)):
        yield (*(whole if number == 0 else ("", "", "")), line)


def _why(change: Change) -> list[str]:
    """The causes, a line each; what was promised where a target was added or removed."""
    target = change.gap.target
    promise = promised(change.gap.indicator, target) if target else None
    if change.before is None:
        return [_("new target: {promise}", promise=promise) if promise else _("new target")]
    if change.after is None:
        return [_("target dropped: {promise}", promise=promise) if promise else _("target dropped")]
    lines = [*(because(change, cause) for cause in change.causes), *joint(change)]
    return lines or [_("no cause was found")]  # a change is shown even where nothing explains it


def _status(change: Change) -> str:
    return turned(*(STATUS[gap.status] for gap in (change.before, change.after) if gap is not None))


def _gaps(change: Change) -> str | None:
    """The gap on either side; once where it is the same, None where it was never known."""
    sides = [_gap(gap) for gap in (change.before, change.after) if gap is not None]
    return turned(*(it or "—" for it in sides)) if any(sides) else None


def _gap(gap: Gap) -> str | None:
    value = gap.numbers.gap
    return None if value is None else f"{plain(value)}{gap_unit(gap.indicator)}"


def _record(change: Change, lead: tuple[str, ...] | None) -> Iterator[Cell]:
    """The cells of `MACHINES`."""
    before, after, gap = change.before, change.after, change.gap
    sides = (before, after)
    yield from (gap.id, gap.indicator.name, gap.indicator.task, lead, gap.region, _kind(change))
    yield from (it.status if it else None for it in sides)
    yield from (it.reason if it else None for it in sides)
    yield from (it.warning if it else None for it in sides)
    yield from (it.indicator.unit if it else None for it in sides)
    yield from (it.latest.value if it and it.latest else None for it in sides)
    yield from (str(it.latest.period) if it and it.latest else None for it in sides)
    yield from (it.numbers.gap if it else None for it in sides)
    yield from (gap_symbol(gap.indicator) or None, change.moved, change.together)
    yield Nested([_cause(change, cause) for cause in change.causes])
    yield sentences(_why(change))


def _cause(change: Change, cause: Cause) -> dict[str, object]:
    """A cause for machines; what does not belong to its kind is null."""
    sides = [it for it in (change.before, change.after) if it is not None]
    aims = [_aim(it.target) for it in sides] if cause.kind == "target" else [None, None]
    seen = cause.new or cause.old
    return {
        "kind": cause.kind,
        "period": str(seen.period) if seen else None,
        "old": _seen(cause.old),
        "new": _seen(cause.new),
        "target_old": aims[0],
        "target_new": aims[-1],
        "turn": cause.turn,
        "fields": cause.fields,
        "alone": cause.alone,
        "alone_reason": cause.alone_reason,
    }


def _seen(observation: Observation | None) -> dict[str, object] | None:
    if observation is None:
        return None
    it = observation
    return {"value": it.value, "rule": it.rule, "status": it.status, "published": it.published,
            "origins": it.origins, "covered": it.covered, "parts": it.parts}  # fmt: skip


def _aim(target: Target | None) -> dict[str, object] | None:
    if target is None:
        return None
    return {"by": target.by, "op": operator(target), "values": target.values}
