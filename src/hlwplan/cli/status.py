"""`hlwplan status`: where every target stands."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import (
    AreaNames,
    AsOf,
    EngineOption,
    Forecast,
    ForecastModel,
    ForecastScale,
    GroupBy,
    LeadNames,
    MemoryLimit,
    NatureNames,
    PlanFolder,
    RegionName,
    ResponsibleNames,
    SortBy,
    StateNames,
    StorePlace,
    TableFormat,
    TableFormatOption,
    TaskNames,
    TopOnly,
    UntilYear,
)
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.assess.options import Options
    from hlwplan.cli.assessed import Judged
    from hlwplan.plan.model import Plan
    from hlwplan.report.selection import Selection


def status(
    plan: PlanFolder = None,
    data: StorePlace = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    region: RegionName = None,
    method: Annotated[
        Literal["hlwplan", "opensdg", "sdsn", "weather"],
        typer.Option(help="Whose method gives the verdict"),
    ] = "hlwplan",
    *,
    task: TaskNames = None,
    lead: LeadNames = None,
    responsible: ResponsibleNames = None,
    area: AreaNames = None,
    state: StateNames = None,
    nature: NatureNames = None,
    by: GroupBy = None,
    sort: SortBy = None,
    top: TopOnly = None,
    forecast: Forecast = False,
    model: ForecastModel = None,
    scale: ForecastScale = None,
    engine: EngineOption = "duckdb",
    memory_limit: MemoryLimit = None,
    format_: TableFormatOption = None,
) -> None:
    """Show where every target stands.

    Filters: within one option any value will do, across options all must hold.  --state is our own status, whatever
    the method.  Exit code 0 whatever the verdicts; `--format json` and `csv` are for scripts, `hlwplan check` answers
    by exit code.
    """
    from hlwplan.cli.assessed import judged
    from hlwplan.report.selection import Selection

    _no_contradiction(by, region, engine, memory_limit)
    other = None if method == "hlwplan" else method
    options = _options(forecast, model, scale)
    wanted, names = Selection(by=by, sort=sort, top=top), (task, lead, responsible, area, state, nature)
    if by == "region":
        from hlwplan.cli.regions import everywhere, write_regions

        with everywhere(plan, data, engine, as_of=as_of, year=year, method=other, options=options) as every:
            write_regions(every, _chosen(every.plan, wanted, *names), format_)
    else:
        it = judged(plan, data, engine, as_of=as_of, year=year, region=region, method=other, options=options)
        _write(it, _chosen(it.plan, wanted, *names), format_)


def _no_contradiction(by: GroupBy, region: RegionName, engine: EngineOption, memory_limit: MemoryLimit) -> None:
    """End with exit code 2 where one option leaves another nothing to say."""
    from hlwplan.cli.output import stop

    if by == "region" and region is not None:
        stop(exits.USAGE, _("--by region shows every region, so --region has no place"))
    if engine == "spark" and memory_limit is not None:
        stop(exits.USAGE, _("--memory-limit is for DuckDB; Spark has settings of its own"))


def _write(it: "Judged", chosen: "Selection", format_: TableFormat | None) -> None:
    from hlwplan.cli.output import write_table
    from hlwplan.report.status import for_people
    from hlwplan.report.status_records import for_machines

    write_table(
        lambda _: for_people(it.plan, it.gaps, it.asked, chosen),
        lambda: for_machines(it.plan, it.gaps, it.asked, chosen),
        format_,
    )


def _options(forecast: bool, model: ForecastModel, scale: ForecastScale) -> "Options":
    """What to add to the verdicts; a model or a scale asks for the forecast by itself."""
    from hlwplan.assess.options import PLAIN, Options

    asked = forecast or model is not None or scale is not None
    return Options(forecast=asked, model=model or PLAIN.model, scale=scale)


def _chosen(plan: "Plan", rest: "Selection", *given: list[str] | None) -> "Selection":
    """The selection with the names found in the plan; ends with exit code 2 and every name that is not there."""
    if not any(given):
        return rest
    from dataclasses import replace

    from hlwplan.cli.output import report, stop
    from hlwplan.report import filters

    task, lead, responsible, area, state, nature = (it or [] for it in given)
    tasks, unknown_tasks = filters.tasks(plan, task)
    leads, unknown_leads = filters.units(plan, "--lead", lead)
    others, unknown_others = filters.units(plan, "--responsible", responsible)
    areas, unknown_areas = filters.areas(plan, area)
    states, unknown_states = filters.states("--state", state)
    natures, unknown_natures = filters.natures(nature)
    unknown = [*unknown_tasks, *unknown_leads, *unknown_others, *unknown_areas, *unknown_states, *unknown_natures]
    if unknown:
        report(unknown)
        stop(exits.USAGE, _("nothing is shown"))
    return replace(rest, tasks=tasks, leads=leads, responsible=others, areas=areas, states=states, natures=natures)
