"""What a query asks from and what it is answered with: views of plan and gaps, and the answer as a table."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.assess.gap import Gap
from hlwplan.language import Phrase, _
from hlwplan.measure.measurement import Observation, State
from hlwplan.measure.query import Answer, Type, View
from hlwplan.plan.model import Indicator, Plan, Target
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.status_records import MACHINES, for_machines, operator
from hlwplan.report.words import cited
from hlwplan.table import Cell, Column, Nested, Section, Table

_TYPES: Final[dict[str, Type]] = {
    **dict.fromkeys(("no", "due", "year", "warning", "target_count", "deliverable_count"), "INTEGER"),
    **dict.fromkeys(("revised", "covered", "parts", "latest_revised", "target_by"), "INTEGER"),
    **dict.fromkeys(("districts_covered", "districts_parts"), "INTEGER"),
    **dict.fromkeys(("value", "low", "high", "baseline_value", "latest_value", "gap"), "DECIMAL(38,12)"),
    **dict.fromkeys(("target_value", "target_low", "target_high", "part_year_value", "percent"), "DECIMAL(38,12)"),
    **dict.fromkeys(("completion", "elapsed", "realised", "lead_pp", "ratio"), "DOUBLE"),
    **dict.fromkeys(("pace_observed", "pace_planned", "pace_required", "projected", "shortfall"), "DOUBLE"),
    **dict.fromkeys(("reached", "trend", "p_hit"), "DOUBLE"),
    **dict.fromkeys(("within_elapsed", "within_due", "within_share", "within_lead_pp", "within_projected"), "DOUBLE"),
    "discrepancy_summed": "DECIMAL(38,12)",
    "discrepancy_parts": "INTEGER",
    **dict.fromkeys(("responsible_open", "baseline_assumed", "capped", "synthetic"), "BOOLEAN"),
    **dict.fromkeys(("lead", "responsible", "origins", "sources"), "VARCHAR[]"),
    **dict.fromkeys(("forecast_points", "forecast_df"), "INTEGER"),
    **dict.fromkeys(("forecast_level", "forecast_point", "forecast_slope", "forecast_centre"), "DOUBLE"),
    **dict.fromkeys(("forecast_s", "forecast_se", "forecast_quantile", "feasibility_best"), "DOUBLE"),
    **dict.fromkeys(("forecast_unsure", "forecast_capped", "feasibility_enough"), "BOOLEAN"),
    **dict.fromkeys(("method_value", "method_score", "method_cuts_first", "method_cuts_second"), "DOUBLE"),
    **dict.fromkeys(("method_cuts_third", "method_from_time", "method_to_time"), "DOUBLE"),
    **dict.fromkeys(("method_from_value", "method_to_value"), "DOUBLE"),
    "readings_agree": "BOOLEAN",
    "method_notes": "VARCHAR[]",
    "interval": "DOUBLE[]",
}
"""The columns that are no text, whatever view they stand in."""

TASKS: Final = ("id", "no", "title", "area", "area_name", "lead", "responsible", "responsible_open", "clause",
                "target_count", "deliverable_count")  # fmt: skip
TARGETS: Final = ("id", "indicator", "name", "task", "unit", "kind", "series", "due", "op", "value", "low", "high",
                  "stated", "nature", "clause", "quote", "url", "baseline_period", "baseline_value",
                  "baseline_assumed")  # fmt: skip
DELIVERABLES: Final = ("id", "task", "title", "stated", "nature", "quote", "region", "state", "percent",
                "period", "published", "status", "source", "note", "origin", "revised")  # fmt: skip
OBSERVATIONS: Final = ("indicator", "name", "region", "period", "year", "value", "unit", "status", "published", "rule",
                       "revised", "covered", "parts", "origins", "sources")  # fmt: skip
GAPS: Final = ("indicator", *(column.name.replace(".", "_") for column in MACHINES), "target_low", "target_high")
"""The fields of the status report, with `indicator` before them and both ends of a range behind."""

_NUMBERS: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
                   "UBIGINT", "UHUGEINT", "BIGNUM", "FLOAT", "DOUBLE", "DECIMAL")  # fmt: skip


def views(
    plan: Plan, observations: Sequence[Observation], gaps: Sequence[Gap], asked: Asked, states: Iterable[State] = ()
) -> tuple[View, ...]:
    """The views of plan, observations and gaps, a row each in the order in which they come.

    Deliverables come with their `states` in the region that was asked for.
    """
    return (
        _view("tasks", TASKS, _tasks(plan)),
        _view("targets", TARGETS, map(_target, *zip(*plan.targets(), strict=True))),
        _view("deliverables", DELIVERABLES, _deliverables(plan, states, asked.region or plan.region)),
        _view("observations", OBSERVATIONS, _observations(plan, observations)),
        _view("gaps", GAPS, _gaps(plan, gaps, asked)),
    )


def answered(plan: Plan, asked: Asked, sql: str, answer: Answer) -> Table:
    """The answer as a table; the banner stands there wherever the store holds a made-up row."""
    meta = {
        "schema": "hlwplan.query/1",
        "plan": cited(plan),
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "year": asked.year,
        "region": asked.region or plan.region,
        "synthetic": answer.synthetic,
        "sql": sql,
        "columns": [{"name": name, "type": type_} for name, type_ in answer.columns],
    }  # fmt: skip
    rows = tuple(tuple(map(_cell, row)) for row in answer.rows)
    columns = tuple(_column(name, type_) for name, type_ in answer.columns)
    count = _("1 row") if len(rows) == 1 else _("{count} rows", count=len(rows))
    banner = (str(SYNTHETIC),) if answer.synthetic else ()
    return Table(title(plan, asked), columns, (Section((), rows),), banner, (count,), meta)


def upright(table: Table) -> Table:
    """The same with a section for each row and a line for each of its cells, for where columns find no room."""
    sections = tuple(
        Section((_("row {number}", number=number),),
                tuple((column.name, cell) for column, cell in zip(table.columns, row, strict=True)))
        for number, row in enumerate(table.rows, start=1)
    )  # fmt: skip
    columns = (Column("column", Phrase("Column")), Column("value", Phrase("Value"), wraps=True))
    return Table(table.title, columns, sections, table.banner, table.notes)


def _view(name: str, columns: Sequence[str], rows: Iterator[tuple[object, ...]]) -> View:
    return View(name, tuple((column, _TYPES.get(column, "VARCHAR")) for column in columns), list(rows))


def _tasks(plan: Plan) -> Iterator[tuple[object, ...]]:
    areas = {area.id: area.name for area in plan.head.areas}
    for task in plan.tasks:
        targets = sum(indicator.task == task.id for indicator, _ in plan.targets())
        yield (task.id, task.no, task.title, task.area, areas[task.area], task.lead, task.responsible,
               task.responsible_open, task.source.clause, targets, len(task.deliverables))  # fmt: skip


def _target(indicator: Indicator, target: Target) -> tuple[object, ...]:
    ends = target.between or (None, None)
    value = target.values[0] if len(target.values) == 1 else None
    base, source = indicator.baseline, indicator.source
    return (
        indicator.row_id(target), indicator.id, indicator.name, indicator.task, indicator.unit, indicator.kind,
        indicator.series, target.by, operator(target), value, *ends, indicator.stated, indicator.nature,
        source.clause, source.quote, source.url,
        *((str(base.period), base.value, base.assumed) if base else (None,) * 3),
    )  # fmt: skip


def _deliverables(plan: Plan, states: Iterable[State], region: str) -> Iterator[tuple[object, ...]]:
    known = {state.deliverable: state for state in states if state.region == region}
    for task in plan.tasks:
        for it in task.deliverables:
            state = known.get(it.id)
            said = (None,) * 9 if state is None else (
                state.stage, state.share, str(state.period), state.published, state.status, state.source or None,
                state.note or None, state.origin, state.revised,
            )  # fmt: skip
            yield (it.id, task.id, it.title, it.stated, it.nature, it.quote, region, *said)


def _observations(plan: Plan, observations: Sequence[Observation]) -> Iterator[tuple[object, ...]]:
    known = {indicator.id: indicator for indicator in plan.indicators}
    for it in observations:
        of = known[it.indicator]
        yield (it.indicator, of.name, it.region, str(it.period), it.period.year, it.value, of.unit, it.status,
               it.published, it.rule, it.revised, it.covered, it.parts, it.origins, it.sources)  # fmt: skip


def _gaps(plan: Plan, gaps: Sequence[Gap], asked: Asked) -> Iterator[tuple[object, ...]]:
    place = [column.name for column in MACHINES].index("target.value")
    for gap, row in zip(gaps, for_machines(plan, gaps, asked).rows, strict=True):
        aim = row[place]
        ends = tuple(map(Decimal, aim)) if isinstance(aim, tuple) else (None, None)
        value = None if isinstance(aim, tuple) else aim
        yield (gap.indicator.id, *row[:place], value, *row[place + 1 :], *ends)


def _cell(value: object) -> Cell:
    return value if isinstance(value, (str, int, float, Decimal)) or value is None else Nested(value)


def _column(name: str, type_: str) -> Column:
    number = type_.partition("(")[0] in _NUMBERS
    return Column(name, name, "right" if number else "left", wraps=not number)
