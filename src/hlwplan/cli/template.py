"""`hlwplan template`: the file to send to a lead unit, to be filled in and ingested as it comes back."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.plan.model import Plan


class Format(StrEnum):
    """How the template is written; only xlsx has drop-downs and checks."""

    CSV = "csv"
    XLSX = "xlsx"


def template(
    year: Annotated[int, typer.Option(min=1900, max=2199, show_default=False, help="The year to report")],
    lead: Annotated[
        str | None,
        typer.Option(show_default=False, help="A lead unit (default: all tasks)"),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option("--format", "-f", show_default=False, help="Default: as --output ends, else csv"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", show_default=False, help="A file that is not there yet"),
    ] = None,
    plan: PlanFolder = None,
    data: DataFolder = None,
) -> None:
    """Make the file for a lead unit to fill in.

    Filled in, `hlwplan ingest` takes it as it is.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import say, stop, usable_observations, usable_plan, usable_states, write_new
    from hlwplan.render import delimited, xlsx
    from hlwplan.report import template as report
    from hlwplan.report.status import SYNTHETIC

    to_stdout = output is None or str(output) == "-"
    chosen = _format(format_, None if to_stdout else output)
    if to_stdout and chosen is Format.XLSX and sys.stdout.isatty():
        stop(exits.USAGE, _("a workbook is not for a terminal; give --output FILE"))
    known, folder, _packaged = usable_plan(plan)
    unit = _lead(known, lead)
    observations = usable_observations(known, folder, data, year=year)
    table = report.template(known, observations, year, unit, usable_states(known, data_folder(data, folder), year=year))
    if not table.rows:
        stop(exits.USAGE, _("the plan has nothing to report for {unit}", unit=unit or _("any task")))
    if table.meta["synthetic"]:
        say(str(SYNTHETIC))
    content = xlsx.render(table) if chosen is Format.XLSX else delimited.for_excel(table)
    if output is None or to_stdout:
        sys.stdout.buffer.write(content)
        return
    write_new(output, content)
    say(_("{output}: {count} rows to fill in", output=output, count=len(table.rows)))


def _format(given: Format | None, output: Path | None) -> Format:
    """The format given, else the one that the file's name ends with; ends with exit code 2 where they contradict."""
    from hlwplan.cli.output import stop

    ending = output.suffix.lower().removeprefix(".") if output else ""
    named = Format(ending) if ending in list(Format) else None
    if given and named and given is not named:
        stop(
            exits.USAGE,
            _("{output} is named as {named}, but --format is {given}", output=output, named=named, given=given),
        )
    return given or named or Format.CSV


def _lead(plan: "Plan", given: str | None) -> str | None:
    """The lead unit's name as the plan has it; None where none was given."""
    from hlwplan.cli.output import stop
    from hlwplan.diagnostics import did_you_mean
    from hlwplan.plan.names import listed
    from hlwplan.report.template import lead_units

    if given is None:
        return None
    names = lead_units(plan)
    found = names.get(given)
    if found is None:
        near = () if listed(plan.head.organisations).get(given) else names.nearest(given)
        leading = dict.fromkeys(filter(None, map(names.get, names)))
        hint = did_you_mean(near) or _("lead units: {names}", names=" ".join(leading) or _("none"))
        stop(exits.USAGE, _("{given!r} leads no task of the plan; {hint}", given=given, hint=hint))
    return found
