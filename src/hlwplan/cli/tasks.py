"""`hlwplan tasks`: where every task stands, who leads it, and what it promised."""

from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import (
    AreaNames,
    AsOf,
    DataFolder,
    LeadNames,
    PlanFolder,
    ResponsibleNames,
    TableFormat,
    TableFormatOption,
    UntilYear,
)
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.plan.model import Plan
    from hlwplan.report.selection import Selection


def tasks(  # noqa: PLR0917  all but the tasks are options
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TASK]...", help="Ids, numbers or titles", show_default=False),
    ] = None,
    lead: LeadNames = None,
    responsible: ResponsibleNames = None,
    area: AreaNames = None,
    detail: Annotated[
        bool | None,
        typer.Option(
            "--detail/--brief", show_default=False,
            help="Each target and deliverable (default where tasks or a unit are named)",
        ),
    ] = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    plan: PlanFolder = None,
    data: DataFolder = None,
    format_: TableFormatOption = None,
) -> None:  # fmt: skip
    """Show where every task stands: its targets, its deliverables and who leads it.

    Filters: within one option any value will do, across options all must hold.
    Exit code 0 whatever the states; `--format json` holds everything, csv a row a task or with --detail a row an item.
    """
    from hlwplan.assess.tasks import by_task
    from hlwplan.cli.assessed import assessed
    from hlwplan.cli.output import usable_states, write_table
    from hlwplan.report import task_detail, task_records
    from hlwplan.report import tasks as overview

    it = assessed(plan, data, as_of=as_of, year=year, region=None)
    only = _chosen(it.plan, which or [], lead or [], responsible or [], area or [])
    progress = by_task(it.plan, it.gaps, usable_states(it.plan, it.store, as_of=as_of, year=year), year=year)
    whole = bool(which or lead or responsible) if detail is None else detail
    write_table(
        lambda _: (task_detail if whole else overview).for_people(it.plan, progress, it.asked, only),
        lambda: task_records.document(it.plan, progress, it.asked, only) if format_ is TableFormat.JSON
        else task_records.rows(it.plan, progress, it.asked, only, detail=whole),
        format_,
    )  # fmt: skip


def _chosen(plan: "Plan", which: list[str], lead: list[str], responsible: list[str], area: list[str]) -> "Selection":
    """The selection with the names found in the plan; ends with exit code 2 and every name that is not there.

    A number may be that of several tasks, which is never guessed.
    """
    from hlwplan.cli.output import report, say, stop
    from hlwplan.report import filters
    from hlwplan.report.selection import Selection

    areas, unknown_areas = filters.areas(plan, area)
    numbers = {name: ids for name in which if (ids := filters.numbered(plan, name, areas))}
    named = [numbers[name][0] if name in numbers else name for name in which]
    tasks, unknown_tasks = filters.tasks(plan, named, "TASK")
    leads, unknown_leads = filters.units(plan, "--lead", lead)
    others, unknown_others = filters.units(plan, "--responsible", responsible)
    unknown = [*unknown_tasks, *unknown_leads, *unknown_others, *unknown_areas]
    unclear = {name: ids for name, ids in numbers.items() if len(ids) > 1}
    report(unknown)
    for name, ids in unclear.items():
        either = _(" or ").join(f"{id_} {plan.task(id_).title}" for id_ in ids)
        say(_("hlwplan: task {name!r} may be {either}; give the id", name=name, either=either))
    if unknown or unclear:
        stop(exits.USAGE, _("nothing is shown"))
    return Selection(tasks, leads, others, areas)
