"""`hlwplan query`: a question in SQL to plan, measurements, observations and gaps."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import AsOf, DataFolder, PlanFolder, RegionName, TableFormatOption, UntilYear
from hlwplan.language import _, speaking

if TYPE_CHECKING:
    from hlwplan.table import Table


def query(
    sql: Annotated[
        str | None,
        typer.Argument(help="One statement of DuckDB SQL; - reads standard input", show_default=False),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Read the statement from a file, UTF-8", show_default=False),
    ] = None,
    plan: PlanFolder = None,
    data: DataFolder = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    region: RegionName = None,
    format_: TableFormatOption = None,
) -> None:
    """Ask in SQL.

    Tables: tasks, targets, deliverables, measurements, observations, gaps.  Nothing is changed, and no file but the
    store is read.  Exit code 0 with an answer, an empty one too; 2 where the SQL has a mistake.
    """
    from hlwplan.cli.assessed import assessed
    from hlwplan.cli.output import machine_language, report, stop, usable_states, write_table
    from hlwplan.measure.query import ask
    from hlwplan.measure.store import Store
    from hlwplan.render.excerpt import excerpt
    from hlwplan.report.query import answered, views

    text, name = _statement(sql, file)
    it = assessed(plan, data, as_of=as_of, year=year, region=region)
    batches, _findings = Store(it.store).sound()
    states = usable_states(it.plan, it.store, as_of=as_of, year=year)
    with speaking(machine_language()):  # a statement may ask for a sentence, so the locale must not word it
        tables = views(it.plan, it.observations, it.gaps, it.asked, states)
    answer, findings = ask(text, name, it.plan, tables, batches)
    for finding in findings:
        report([finding])
        sys.stderr.write(excerpt(text.split("\n"), finding.span))
    if answer is None:
        stop(exits.USAGE, _("the query was not run to its end"))

    def table() -> "Table":
        return answered(it.plan, it.asked, text, answer)

    write_table(lambda width: _fitting(table(), width), table, format_, flat=True)


def _statement(sql: str | None, file: Path | None) -> tuple[str, str]:
    """The statement, and what its places are reported under."""
    from hlwplan.cli.output import decoded, read_input, stop

    if (sql is None) == (file is None):
        stop(exits.USAGE, _("write one statement, or give its file with --file"))
    if sql is not None and sql != "-":
        raw, name = sql.encode(errors="surrogateescape"), "query"
    else:
        raw, name = read_input(file or Path("-")), str(file or "-")
    return decoded(raw, name), name


def _fitting(table: "Table", width: int) -> "Table":
    """The table, or with each row upright where the columns would not fit: nothing that was asked for is dropped."""
    from hlwplan.render import terminal
    from hlwplan.report.query import upright

    return table if terminal.fits(table, width) or not table.rows else upright(table)
