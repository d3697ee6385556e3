"""`hlwplan status`: where every target stands."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import AsOf, DataFolder, PlanFolder

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.plan.model import Plan
    from hlwplan.report.status import Asked


class Format(StrEnum):
    """How the table is written; `table` is for people, the rest give every value whole."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


def status(
    plan: PlanFolder = None,
    data: DataFolder = None,
    year: Annotated[
        int | None,
        typer.Option(min=1900, max=2199, show_default=False, help="Judge as at the end of this year / 评至某年末"),
    ] = None,
    as_of: AsOf = None,
    region: Annotated[
        str | None, typer.Option(show_default=False, help="A region of the plan (its own) / 地区，默认为本级")
    ] = None,
    method: Annotated[
        Literal["hlwplan", "opensdg", "sdsn", "weather"],
        typer.Option(help="Whose method gives the verdict / 评估方法"),
    ] = "hlwplan",
    format_: Annotated[
        Format | None,
        typer.Option("--format", "-f", show_default=False, help="Default: table on a terminal, else tsv / 输出格式"),
    ] = None,
) -> None:
    """Show where every target stands / 各项目标的完成情况.

    Exit code 0 whatever the verdicts; `--format json` and `csv` are for scripts.
    """
    from hlwplan.assess.methods import rated
    from hlwplan.assess.rollup import assess
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import report, say, stop, usable_plan
    from hlwplan.diagnostics import has_errors
    from hlwplan.measure.store import Store
    from hlwplan.report.status import Asked

    known, folder, _ = usable_plan(plan)
    place = _region(known, region)
    store = data_folder(data, folder)
    if not store.is_dir():
        if data is not None:
            stop(exits.USAGE, f"no such folder: {store} / 数据文件夹不存在")
        say(f"hlwplan: no measurements: {store} does not exist / 尚无填报数")
    observations, findings = Store(store).observations(known, as_of=as_of, year=year)
    report(findings)
    if has_errors(findings):
        stop(exits.IO_ERROR, f"{store} is damaged, so nothing is judged by it / 数据文件夹已损坏，不作评估")
    gaps = assess(known, observations, region=place, year=year)
    other = None if method == "hlwplan" else method
    if other is not None:
        gaps = rated(gaps, observations, other, year=year)
    _write(known, gaps, Asked(as_of, year, place, other), format_)


def _region(plan: "Plan", given: str | None) -> str | None:
    """The region's name as the plan has it; None where none was given."""
    from hlwplan.cli.output import stop
    from hlwplan.plan.names import listed

    if given is None:
        return None
    names = listed(plan.head.regions)
    found = names.get(given)
    if found is None:
        near = [names.get(name) or name for name in names.nearest(given)] or [it.name for it in plan.head.regions]
        stop(exits.USAGE, f"region {given!r} is not in the plan; did you mean {' or '.join(near)}? / 计划中无此地区")
    return found


def _write(plan: "Plan", gaps: Sequence["Gap"], asked: "Asked", format_: Format | None) -> None:
    """Write the report; what people must know beside a machine's data goes to standard error."""
    from hlwplan.cli.output import in_utf8, say, terminal_width, wants_colour
    from hlwplan.report.status import for_machines, for_people

    chosen = format_ or (Format.TABLE if sys.stdout.isatty() else Format.TSV)
    if chosen is Format.TABLE:
        from hlwplan.render import terminal

        sys.stdout.write(terminal.render(for_people(plan, gaps, asked), terminal_width(), colour=wants_colour()))
        return
    in_utf8()
    table = for_machines(plan, gaps, asked)
    for line in (*table.banner, table.title, *table.notes[:1]):
        say(line)
    if chosen is Format.JSON:
        from hlwplan.render import document

        sys.stdout.write(document.render(table))
    else:
        from hlwplan.render import delimited

        sys.stdout.write(delimited.render(table, "," if chosen is Format.CSV else "\t"))
