"""The status report for machines: a record for each target, every value whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from hlwplan.assess.gap import METHOD, Gap, Within
from hlwplan.assess.options import LEVEL, Options
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, Plan, Target
from hlwplan.report import outlook, ratings, selection
from hlwplan.report.selection import EVERYTHING, Selection, select
from hlwplan.report.status import Asked, banner, chosen_title
from hlwplan.report.status import summary as said
from hlwplan.report.tally import Tally
from hlwplan.report.words import cited, gap_symbol, verdict
from hlwplan.table import Cell, Column, Section, Table

MACHINES: Final = tuple(
    Column(name, name)
    for name in (
        "id", "name", "task", "lead", "region", "unit", "nature",
        "baseline.period", "baseline.value", "baseline.assumed", "baseline.origin",
        "latest.period", "latest.value", "latest.published", "latest.status", "latest.origin", "latest.revised",
        "target.by", "target.op", "target.value", "target.stated", "target.clause", "target.quote",
        "path", "gap", "gap_unit", "completion", "elapsed",
        "realised", "lead_pp", "ratio", "pace_observed", "pace_planned",
        "pace_required", "projected", "capped", "shortfall", "reached",
        "first_met", "trend", "interval", "p_hit",
        "part_year.period", "part_year.value", "part_year.origin",
        "within.elapsed", "within.due", "within.share", "within.lead_pp", "within.projected",
        "districts.period", "districts.covered", "districts.parts",
        "discrepancy.summed", "discrepancy.parts", "discrepancy.origin",
        "status", "reason", "warning", "synthetic", "verdict",
        *ratings.FIELDS,
    )
) + outlook.MACHINES  # fmt: skip
"""The fields of JSON and CSV; they are only ever added to."""


def for_machines(plan: Plan, gaps: Iterable[Gap], asked: Asked, chosen: Selection = EVERYTHING) -> Table:
    """A row for each target chosen, in the plan's order or the one asked for, every value whole."""
    counts = Tally()
    rows = tuple(records(plan, gaps, chosen, counts))
    return replace(head(plan, asked, chosen, counts), sections=(Section((), rows),))


def records(plan: Plan, gaps: Iterable[Gap], chosen: Selection, counts: Tally) -> Iterator[tuple[Cell, ...]]:
    """The rows of the gaps chosen, which are counted as they go by; in the order given no gap is held."""
    last: dict[str, _Promise] = {}  # of each indicator: by named shares every region has a target of its own
    for gap in select(plan, counts.all(gaps), chosen):
        counts.keep(gap)
        promise = last.get(gap.indicator.id)
        if promise is None or promise.indicator is not gap.indicator or promise.target is not gap.target:
            promise = last[gap.indicator.id] = _promise(plan, gap)
        yield _record(gap, promise)


def head(plan: Plan, asked: Asked, chosen: Selection, counts: Tally) -> Table:
    """The report without its rows, once these are counted."""
    summary = counts.summary
    meta = {
        "schema": "hlwplan.status/1",
        "plan": cited(plan),
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "year": asked.year,
        "region": asked.region or plan.region,
        "method": asked.method or METHOD,
        "forecast": _asked_forecast(asked.options),
        "synthetic": counts.synthetic,
        "filter": selection.document(chosen, counts.kept, counts.of),
        "summary": {"targets": summary.targets, "assessed": summary.assessed, "by_status": dict(summary.by_status),
                    "by_method_status": ratings.in_order(counts.by_rating) if asked.method else None},
    }  # fmt: skip
    notes = (said(counts, asked), *selection.notes(plan, chosen, counts.kept, counts.of))
    return Table(chosen_title(plan, asked, chosen, counts), MACHINES, (), banner(counts), notes, meta, "targets")


def _asked_forecast(options: Options) -> dict[str, object] | None:
    return {"model": options.model, "scale": options.scale, "level": LEVEL} if options.forecast else None


class _Promise(NamedTuple):
    """What a row says of an indicator and its target alone, kept for the rows of other regions that have the same.

    `names` are the cells from `id` to `lead`, `unit` those of the unit and the nature, `terms` all of the target's.
    """

    indicator: Indicator
    target: Target | None
    names: tuple[Cell, ...]
    unit: tuple[Cell, ...]
    terms: tuple[Cell, ...]
    gap_unit: str | None


def _promise(plan: Plan, gap: Gap) -> _Promise:
    indicator, target = gap.indicator, gap.target
    terms: tuple[Cell, ...] = (None,) * 6
    if target is not None:
        values: Cell = target.values[0] if len(target.values) == 1 else target.values or None
        source = indicator.source
        terms = (target.by, operator(target), values, indicator.stated, source.clause, source.quote)
    names = (gap.id, indicator.name, indicator.task, plan.task(indicator.task).lead)
    return _Promise(indicator, target, names, (indicator.unit, indicator.nature), terms, gap_symbol(indicator) or None)


def _record(gap: Gap, promise: _Promise) -> tuple[Cell, ...]:
    """The cells of `MACHINES`."""
    numbers, base, partial, found = gap.numbers, gap.base, gap.partial, gap.discrepancy
    return (
        *promise.names, gap.region, *promise.unit,
        *((str(base.period), base.value, base.assumed, _origin(base.observation)) if base else (None,) * 4),
        *_latest(gap.latest), *promise.terms,
        gap.path, numbers.gap, promise.gap_unit, numbers.completion, numbers.elapsed,
        numbers.realised, numbers.lead, numbers.ratio, numbers.pace_observed, numbers.pace_planned,
        numbers.pace_required, numbers.projected, numbers.capped, numbers.shortfall, numbers.reached,
        str(gap.first_met) if gap.first_met else None, numbers.trend,
        *((gap.forecast.interval, gap.forecast.probability) if gap.forecast else (None, None)),
        *((str(gap.part.period), gap.part.value, _origin(gap.part)) if gap.part else (None,) * 3),
        *_within(gap.within),
        *((str(partial.period), partial.covered, partial.parts) if partial else (None,) * 3),
        *((found.summed, found.parts, " ".join(found.origins)) if found else (None,) * 3),
        gap.status, gap.reason, gap.warning, gap.synthetic, verdict(gap),
        *ratings.fields(gap), *outlook.record(gap),
    )  # fmt: skip


def _latest(it: Observation | None) -> tuple[Cell, ...]:
    if it is None:
        return (None,) * 6
    return str(it.period), it.value, it.published, it.status, _origin(it), it.revised


def _within(it: Within | None) -> tuple[Cell, ...]:
    if it is None:
        return (None,) * 5
    due = None if it.due is None else float(it.due)
    return float(it.elapsed), due, it.share, it.lead, it.projected


def operator(target: Target) -> str:
    """The operator; what is to be held says which side is good."""
    return f"hold_{target.sense}" if target.hold is not None else target.operator


def _origin(observation: Observation | None) -> str | None:
    """The rows behind a value, `<original>#<line>` each, with spaces between."""
    return " ".join(observation.origins) if observation and observation.origins else None
