"""`hlwplan check`: the yearly check, answered by exit code."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import (
    AsOf,
    CheckFormat,
    CheckFormatOption,
    CheckYear,
    EngineOption,
    PlanFolder,
    StorePlace,
    TableFormat,
)
from hlwplan.language import _, speaking

if TYPE_CHECKING:
    from hlwplan.assess.check import FailOn
    from hlwplan.plan.model import Plan
    from hlwplan.report.check import Checked


def check(
    year: CheckYear,
    plan: PlanFolder = None,
    data: StorePlace = None,
    as_of: AsOf = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", metavar="STATE[,STATE][:binding]", show_default=False,
            help="Fail by status instead of by the value due; :binding checks binding targets only",
        ),
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Missing measurements are said, not counted")
    ] = False,
    require: Annotated[
        Path | None,
        typer.Option("--require", help="Check only the targets of this list, an id a line",
                     show_default=False),
    ] = None,
    *,
    engine: EngineOption = "duckdb",
    format_: CheckFormatOption = None,
) -> None:  # fmt: skip
    """Check whether every target holds what is due at the end of a year.

    Due is the target from its year on, before it the milestone of the year, else the value of the path.
    Exit code 0 where all hold, 1 where one fails, 3 where none fails but one cannot be decided, or nothing could be.
    """
    from hlwplan.assess.check import check as checks_of
    from hlwplan.cli.assessed import judged
    from hlwplan.report.check import Checked

    it = judged(plan, data, engine, as_of=as_of, year=year, region=None)
    fails = None if fail_on is None else _fail_on(fail_on)
    wanted = None if require is None else _required(it.plan, require)
    gaps = [gap for gap in it.gaps if wanted is None or gap.id in wanted]
    checks = checks_of(gaps, year, fails)
    done = Checked(it.plan, it.asked, checks, len(it.gaps), fails, allow_missing, wanted)
    _write(done, format_)
    raise typer.Exit({"holds": exits.OK, "fails": exits.NO, "undecided": exits.UNDECIDED}[done.conclusion])


def _fail_on(given: str) -> "FailOn":
    from hlwplan.cli.output import report, stop
    from hlwplan.report import filters

    found, unknown = filters.fail_on(given)
    if unknown:
        report(unknown)
        stop(exits.USAGE, _("nothing was checked"))
    return found


def _required(plan: "Plan", file: Path) -> tuple[str, ...]:
    """The ids of the list; ends with exit code 2 where one is unknown, or where there is none."""
    from hlwplan.cli.output import decoded, read_input, report, stop
    from hlwplan.report import filters

    wanted, unknown = filters.required(plan, decoded(read_input(file), file), str(file))
    if unknown:
        report(unknown)
        stop(exits.USAGE, _("nothing was checked"))
    if not wanted:
        stop(exits.USAGE, _("{file} names no target", file=file))
    return wanted


def _write(done: "Checked", given: CheckFormat | None) -> None:
    from hlwplan.cli.output import in_utf8, machine_language, say, write_table
    from hlwplan.render.escape import visible
    from hlwplan.report import check as reports

    format_ = given or (CheckFormat.TEXT if sys.stdout.isatty() else CheckFormat.TSV)
    if format_ is CheckFormat.TEXT:
        sys.stdout.writelines(f"{visible(line)}\n" for line in reports.lines(done))
    elif format_ is CheckFormat.JUNIT:
        from hlwplan.render import junit

        in_utf8()
        with speaking(machine_language()):
            table = reports.for_build_servers(done)
        for line in (*table.banner, table.title, *table.notes[:1]):
            say(line)
        sys.stdout.write(junit.render(table))
    else:
        write_table(
            lambda _width: reports.for_people(done), lambda: reports.for_machines(done), TableFormat(format_.value)
        )
