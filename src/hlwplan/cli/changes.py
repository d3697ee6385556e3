"""`hlwplan changes`: what moved between two years, two days or two plans, and why."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder, RegionName, TableFormatOption
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.assess.changes import Side
    from hlwplan.cli.assessed import Assessed
    from hlwplan.report.changes import Point


def changes(
    context: typer.Context,
    from_: Annotated[
        str,
        typer.Option("--from", metavar="X", show_default=False,
                     help="A year, a day of publication, or a plan's folder"),
    ],
    to: Annotated[
        str,
        typer.Option("--to", metavar="Y", show_default=False, help="The same kind, not before X"),
    ],
    plan: PlanFolder = None,
    data: DataFolder = None,
    region: RegionName = None,
    format_: TableFormatOption = None,
) -> None:  # fmt: skip
    """Show what changed between X and Y, and why.

    2018: judged as at the end of that year, by what is known now.  2019-05-31: what was known on that day.
    A folder: the plan in it, by the data beside it, or by --data for both; ./2018 is a folder.

    Exit code 0 whatever changed.
    """
    from hlwplan.assess.changes import compare
    from hlwplan.cli.output import write_table
    from hlwplan.report.changes import Between, for_machines, for_people

    points = _point(from_), _point(to)
    _in_order(*points)
    source = context.get_parameter_source("plan")
    if points[0].plan is not None and source is not None and source.name == "COMMANDLINE":
        _refuse(_("--from and --to are plans already; leave --plan out"))
    before, after, it = _sides(points, plan, data, region)
    place = it.asked.region
    found = compare(before, after, region=place)
    between = Between(*points, place)
    write_table(
        lambda _: for_people(it.plan, found, between),
        lambda: for_machines(before.plan, it.plan, found, between),
        format_, flat=True,
    )  # fmt: skip


def _point(text: str) -> "Point":
    """What X or Y means; ends with exit code 2 where it is nothing that can be compared."""
    from hlwplan.report.changes import Point

    if re.fullmatch(r"\d{4}", text, re.ASCII) and 1900 <= int(text) <= 2199:
        return Point(year=int(text))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return Point(as_of=date.fromisoformat(text))
        except ValueError:
            _refuse(_("{text!r} is no day of the calendar", text=text))
    if not Path(text).exists():
        _refuse(_("{text!r} is no year, no day and no folder; write it as 2018, 2019-05-31 or old/plan", text=text))
    return Point(plan=text)


def _in_order(before: "Point", after: "Point") -> None:
    """Hold that both are of one kind, and the later one last."""
    kinds = [[value is None for value in (it.year, it.as_of, it.plan)] for it in (before, after)]
    if kinds[0] != kinds[1]:
        _refuse(_("--from and --to are not of one kind; give two years, two days or two plan folders"))
    early, late = ((it.year or 0, it.as_of or date.min) for it in (before, after))
    if early > late:
        first, last = (it.year or it.as_of for it in (after, before))
        _refuse(_("--from is after --to; write --from {first} --to {last}", first=first, last=last))


def _sides(
    points: "tuple[Point, Point]", plan: Path | None, data: Path | None, region: str | None
) -> "tuple[Side, Side, Assessed]":
    """Both states, and what was read for the newer one."""
    from hlwplan.assess.changes import Side
    from hlwplan.cli.assessed import assessed
    from hlwplan.measure.store import Store

    first, last = points
    if last.plan is not None and first.plan is not None:
        old, new = (assessed(Path(folder), data, as_of=None, year=None, region=region)
                    for folder in (first.plan, last.plan))  # fmt: skip
        _comparable(old, new)
        return Side(old.plan, old.observations), Side(new.plan, new.observations), new
    it = assessed(plan, data, as_of=last.as_of, year=last.year, region=region)
    after = Side(it.plan, it.observations, last.year)
    if first.year is not None:  # years after it are left out where the sides are judged
        return replace(after, year=first.year), after, it
    # The same files, so there is nothing to find in them that was not reported already.
    observations, _findings = Store(it.store).observations(it.plan, as_of=first.as_of)
    return Side(it.plan, observations), after, it


def _comparable(old: "Assessed", new: "Assessed") -> None:
    """Hold that both plans are about one place, and that both have measurements or none has."""
    places = [it.asked.region or it.plan.region for it in (old, new)]
    if places[0] != places[1]:
        _refuse(_("one plan is about {one}, the other about {other}", one=places[0], other=places[1]))
    missing = [str(it.store) for it in (old, new) if not it.store.is_dir()]
    if len(missing) == 1:
        _refuse(_("only one plan has measurements, {store} does not exist; give --data DIR for both", store=missing[0]))


def _refuse(text: str) -> NoReturn:
    from hlwplan.cli.output import stop

    stop(exits.USAGE, text)
