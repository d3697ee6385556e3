"""The tasks report for machines: a record a task, and a record for each of its targets and deliverables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from hlwplan.assess.gap import METHOD, Gap, Status
from hlwplan.assess.tasks import Delivered, Progress
from hlwplan.language import sentences
from hlwplan.plan.model import Plan
from hlwplan.report.selection import EVERYTHING, Selection
from hlwplan.report.status import Asked
from hlwplan.report.task_detail import stage_word
from hlwplan.report.tasks import banner, heading, listed, notes
from hlwplan.report.words import cited, gap_symbol, target_text, verdict
from hlwplan.table import Cell, Column, Nested, Section, Table

TASKS: Final = (
    "id", "no", "title", "area", "lead", "responsible", "responsible_open", "clause", "state", "synthetic",
    "counts.targets", "counts.assessed", "counts.green", "counts.yellow", "counts.red",
    "counts.deliverables", "counts.reported", "counts.done", "counts.in_progress", "counts.not_started",
    "counts.overdue", "counts.awaited",
    "binding.targets", "binding.assessed", "binding.worst", "binding.worst_id",
    *(f"by_status.{status}" for status in get_args(Status)),
)  # fmt: skip
"""The fields of a task; they are only ever added to."""

ITEMS: Final = (
    "task", "kind", "id", "name", "nature", "due", "target", "state", "reason", "warning", "overdue", "awaited",
    "period", "value", "unit", "gap", "gap_unit", "status", "published", "source", "note", "origin", "revised",
    "synthetic", "verdict", "elsewhere",
)  # fmt: skip
"""The fields of a target or a deliverable; they are only ever added to."""


def document(plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection = EVERYTHING) -> Table:
    """A row a task, with lists of its targets and deliverables, for JSON."""
    rows = tuple(
        (*_task(it), _inner(_gap(it.task.id, gap) for gap in it.gaps),
         _inner(_deliverable(it.task.id, item) for item in it.deliverables))
        for it in listed(plan, progress, only)
    )  # fmt: skip
    return _table(plan, progress, asked, only, (*TASKS, "targets", "deliverables"), rows)


def rows(
    plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection = EVERYTHING, *, detail: bool
) -> Table:
    """A row a task, or in `detail` a row for each of their targets and deliverables, for CSV and TSV."""
    chosen = listed(plan, progress, only)
    if not detail:
        return _table(plan, progress, asked, only, TASKS, tuple(tuple(_task(it)) for it in chosen))
    items: list[tuple[Cell, ...]] = []
    for it in chosen:
        items += [tuple(_gap(it.task.id, gap)) for gap in it.gaps]
        items += [tuple(_deliverable(it.task.id, item)) for item in it.deliverables]
    return _table(plan, progress, asked, only, ITEMS, tuple(items))


def _table(
    plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection, names: Sequence[str],
    cells: tuple[tuple[Cell, ...], ...],
) -> Table:  # fmt: skip
    chosen = listed(plan, progress, only)
    meta = {
        "schema": "hlwplan.tasks/1",
        "plan": cited(plan),
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "year": asked.year,
        "region": plan.region,
        "method": METHOD,
        "synthetic": any(it.synthetic for it in chosen),
        "filter": {
            "task": list(only.tasks),
            "lead": list(only.leads),
            "responsible": list(only.responsible),
            "area": list(only.areas),
            "shown": len(chosen),
            "of": len(progress),
        },
        "summary": _summary(chosen),
    }
    columns = tuple(Column(name, name) for name in names)
    return Table(heading(plan, asked, only), columns, (Section((), cells),), banner(chosen),
                 tuple(notes(plan, progress, only)), meta, "tasks")  # fmt: skip


def _summary(chosen: Sequence[Progress]) -> Mapping[str, object]:
    by_state: dict[str, int] = {}
    for it in chosen:
        by_state[it.standing] = by_state.get(it.standing, 0) + 1
    return {
        "tasks": len(chosen),
        "by_state": by_state,
        "targets": sum(len(it.gaps) for it in chosen),
        "assessed": sum(it.summary.assessed for it in chosen),
        "deliverables": sum(len(it.deliverables) for it in chosen),
        "reported": sum(it.reported for it in chosen),
    }


def _inner(items: Iterator[Iterator[Cell]]) -> Nested:
    found = [dict(zip(ITEMS, item, strict=True)) for item in items]
    return Nested(
        [{name: cell.value if isinstance(cell, Nested) else cell for name, cell in it.items()} for it in found]
    )


def _task(it: Progress) -> Iterator[Cell]:
    """The cells of `TASKS`."""
    task, summary, stages = it.task, it.summary, it.stages
    yield from (task.id, task.no, task.title, task.area, task.lead, task.responsible, task.responsible_open)
    yield from (task.source.clause, it.standing, it.synthetic, summary.targets, summary.assessed)
    yield from (it.warnings[level] for level in (3, 2, 1))
    yield from (len(it.deliverables), it.reported, stages["done"], stages["in_progress"], stages["not_started"])
    yield from (it.overdue, it.awaited)
    worst = it.worst_binding
    yield from (len(it.binding), sum(gap.assessed for gap in it.binding))
    yield from (worst.status, worst.id) if worst else (None, None)
    yield from (summary.by_status.get(status, 0) for status in get_args(Status))


def _gap(task: str, gap: Gap) -> Iterator[Cell]:
    """The cells of `ITEMS` for a target."""
    indicator, target, latest = gap.indicator, gap.target, gap.latest
    yield from (task, "target", gap.id, _name(gap), indicator.nature)
    yield from (target.by, target_text(indicator, target)) if target else (None, None)
    yield from (gap.status, gap.reason, gap.warning, None, None)
    yield from (str(latest.period), latest.value) if latest else (None, None)
    yield from (indicator.unit, gap.numbers.gap, gap_symbol(indicator) or None)
    if latest is None:
        yield from (None,) * 6
    else:
        yield from (latest.status, latest.published, sentences(latest.sources) or None, None, " ".join(latest.origins))
        yield latest.revised
    yield from (gap.synthetic, verdict(gap), None)


def _name(gap: Gap) -> str:
    """The indicator's name as the plan has it, in any language, with the target year where it has several targets."""
    several = gap.target is not None and len(gap.indicator.target) > 1
    return f"{gap.indicator.name} ({gap.target.by})" if gap.target and several else gap.indicator.name


def _deliverable(task: str, it: Delivered) -> Iterator[Cell]:
    """The cells of `ITEMS` for a deliverable."""
    state = it.state
    yield from (task, "deliverable", it.item.id, it.item.title, it.item.nature, it.due, None)
    yield from (it.stage, None if state else "no_report", it.warning, it.overdue, it.awaited)
    share = state.share if state else None
    yield from (str(state.period) if state else None, share, None if share is None else "%", None, None)
    if state is None:
        yield from (None,) * 6
    else:
        yield from (state.status, state.published, state.source or None, state.note or None, state.origin)
        yield state.revised
    others = [{"region": other.region, "period": str(other.period), "state": other.stage, "value": other.share,
               "status": other.status, "published": other.published, "origin": other.origin}
              for other in it.elsewhere]  # fmt: skip
    synthetic = any(one.synthetic for one in (state, *it.elsewhere) if one)
    yield from (synthetic, stage_word(it).text, Nested(others) if others else None)
