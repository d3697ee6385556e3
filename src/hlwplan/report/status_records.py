"""The status report for machines: a record for each target, every value whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from hlwplan.assess.gap import METHOD, Gap, Within
from hlwplan.assess.options import LEVEL, Options
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan, Target
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
    for gap in select(plan, counts.all(gaps), chosen):
        counts.keep(gap)
        yield tuple(_record(plan, gap))


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


def _record(plan: Plan, gap: Gap) -> Iterator[Cell]:
    """The cells of `MACHINES`."""
    indicator, target, numbers, base = gap.indicator, gap.target, gap.numbers, gap.base
    yield from (gap.id, indicator.name, indicator.task, plan.task(indicator.task).lead, gap.region, indicator.unit)
    yield indicator.nature
    known = base is not None
    yield from (
        str(base.period) if base else None,
        base.value if base else None,
        base.assumed if known and base else None,
    )
    yield _origin(base.observation) if base else None
    latest = gap.latest
    yield from _observed(latest)
    yield from (latest.published, latest.status, _origin(latest), latest.revised) if latest else (None,) * 4
    if target is None:
        yield from (None,) * 6
    else:
        values: Cell = target.values[0] if len(target.values) == 1 else target.values or None
        yield from (
            target.by,
            operator(target),
            values,
            indicator.stated,
            indicator.source.clause,
            indicator.source.quote,
        )
    yield from (gap.path, numbers.gap, gap_symbol(indicator) or None, numbers.completion, numbers.elapsed)
    yield from (numbers.realised, numbers.lead, numbers.ratio, numbers.pace_observed, numbers.pace_planned)
    yield from (numbers.pace_required, numbers.projected, numbers.capped, numbers.shortfall, numbers.reached)
    yield from (str(gap.first_met) if gap.first_met else None, numbers.trend)
    yield from (gap.forecast.interval, gap.forecast.probability) if gap.forecast else (None, None)
    yield from (*_observed(gap.part), _origin(gap.part))
    yield from _within(gap.within)
    partial, found = gap.partial, gap.discrepancy
    yield from (str(partial.period), partial.covered, partial.parts) if partial else (None,) * 3
    yield from (found.summed, found.parts, " ".join(found.origins)) if found else (None,) * 3
    yield from (gap.status, gap.reason, gap.warning, gap.synthetic, verdict(gap))
    yield from ratings.fields(gap)
    yield from outlook.record(gap)


def _within(it: Within | None) -> Iterator[Cell]:
    if it is None:
        yield from (None,) * 5
    else:
        due = None if it.due is None else float(it.due)
        yield from (float(it.elapsed), due, it.share, it.lead, it.projected)


def _observed(observation: Observation | None) -> tuple[str | None, Decimal | None]:
    return (str(observation.period), observation.value) if observation else (None, None)


def operator(target: Target) -> str:
    """The operator; what is to be held says which side is good."""
    return f"hold_{target.sense}" if target.hold is not None else target.operator


def _origin(observation: Observation | None) -> str | None:
    """The rows behind a value, `<original>#<line>` each, with spaces between."""
    return " ".join(observation.origins) if observation and observation.origins else None
