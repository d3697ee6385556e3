"""`hlwplan tasks`: where every task stands, who leads it, and what it promised."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import AsOf, DataFolder, PlanFolder, TableFormat, TableFormatOption, UntilYear

if TYPE_CHECKING:
    from hlwplan.plan.model import Plan, Task


def tasks(  # noqa: PLR0917  all but the tasks are options
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TASK]...", help="Ids, numbers or titles / 任务标识、序号或名称", show_default=False),
    ] = None,
    lead: Annotated[
        str | None, typer.Option(help="Tasks that this unit leads / 牵头单位", show_default=False)
    ] = None,
    responsible: Annotated[
        str | None, typer.Option(help="Tasks with this responsible unit / 责任单位", show_default=False)
    ] = None,
    area: Annotated[str | None, typer.Option(help="An area of the plan / 领域", show_default=False)] = None,
    detail: Annotated[
        bool | None,
        typer.Option(
            "--detail/--brief", show_default=False,
            help="Each target and deliverable (default where tasks or a unit are named) / 逐项列出",
        ),
    ] = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    plan: PlanFolder = None,
    data: DataFolder = None,
    format_: TableFormatOption = None,
) -> None:  # fmt: skip
    """Show where every task stands: its targets, its deliverables and who leads it / 各项任务的进展.

    Exit code 0 whatever the states; `--format json` holds everything, csv a row a task or with --detail a row an item.
    """
    from hlwplan.assess.tasks import by_task
    from hlwplan.cli.assessed import assessed
    from hlwplan.cli.output import usable_states, write_table
    from hlwplan.report import task_detail, task_records
    from hlwplan.report import tasks as overview
    from hlwplan.report.tasks import Filter

    it = assessed(plan, data, as_of=as_of, year=year, region=None)
    in_area = _area(it.plan, area)
    only = Filter(tuple(_task(it.plan, name, in_area) for name in which or ()), _unit(it.plan, lead),
                  _unit(it.plan, responsible), in_area)  # fmt: skip
    progress = by_task(it.plan, it.gaps, usable_states(it.plan, it.store, as_of=as_of, year=year), year=year)
    whole = bool(which or lead or responsible) if detail is None else detail
    write_table(
        lambda _: (task_detail if whole else overview).for_people(it.plan, progress, it.asked, only),
        lambda: task_records.document(it.plan, progress, it.asked, only) if format_ is TableFormat.JSON
        else task_records.rows(it.plan, progress, it.asked, only, detail=whole),
        format_,
    )  # fmt: skip


def _task(plan: "Plan", given: str, area: str | None) -> str:
    """The id of the one task that is meant; a number may be that of several, which is never guessed."""
    from hlwplan.cli.output import stop
    from hlwplan.plan.names import Names

    known = [task for task in plan.tasks if area in {None, task.area}]
    names: Names[Task] = Names((name, task) for task in known for name in (task.id, task.title))
    found = names.get(given)
    meant = [found] if found else [task for task in known if str(task.no) == given.strip()]
    if not meant:
        _unknown("task", given, names.nearest(given), [f"{task.id} {task.title}" for task in known], "任务")
    if len(meant) > 1:
        either = " or ".join(f"{task.id} {task.title}" for task in meant)
        stop(exits.USAGE, f"task {given!r} may be {either}; give the id / 序号不唯一，请用标识")
    return meant[0].id


def _unit(plan: "Plan", given: str | None) -> str | None:
    """The printed name of an organisation; None where none was given."""
    from hlwplan.plan.names import listed

    names = listed(plan.head.organisations)
    found = names.get(given) if given is not None else None
    if given is not None and found is None:
        _unknown("unit", given, names.nearest(given), [it.name for it in plan.head.organisations], "单位")
    return found


def _area(plan: "Plan", given: str | None) -> str | None:
    """The id of an area, by its id or name; None where none was given."""
    from hlwplan.plan.names import Names

    names: Names[str] = Names((name, area.id) for area in plan.head.areas for name in (area.id, area.name))
    found = names.get(given) if given is not None else None
    if given is not None and found is None:
        _unknown("area", given, names.nearest(given), [it.name for it in plan.head.areas], "领域")
    return found


def _unknown(what: str, given: str, near: tuple[str, ...], known: list[str], chinese: str) -> NoReturn:
    """End with exit code 2 and the names that look like the one given, else all there are."""
    from hlwplan.cli.output import stop

    hint = f"did you mean {' or '.join(near)}?" if near else f"the plan has {', '.join(known) or 'none'}"
    stop(exits.USAGE, f"{what} {given!r} is not in the plan; {hint} / 计划中无此{chinese}")
