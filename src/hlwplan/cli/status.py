"""`hlwplan status`: where every target stands."""

from typing import Annotated, Literal

import typer

from hlwplan.cli.options import AsOf, DataFolder, PlanFolder, RegionName, TableFormatOption, UntilYear


def status(
    plan: PlanFolder = None,
    data: DataFolder = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    region: RegionName = None,
    method: Annotated[
        Literal["hlwplan", "opensdg", "sdsn", "weather"],
        typer.Option(help="Whose method gives the verdict / 评估方法"),
    ] = "hlwplan",
    format_: TableFormatOption = None,
) -> None:
    """Show where every target stands / 各项目标的完成情况.

    Exit code 0 whatever the verdicts; `--format json` and `csv` are for scripts.
    """
    from hlwplan.cli.assessed import assessed
    from hlwplan.cli.output import write_table
    from hlwplan.report.status import for_machines, for_people

    other = None if method == "hlwplan" else method
    it = assessed(plan, data, as_of=as_of, year=year, region=region, method=other)
    write_table(
        lambda _: for_people(it.plan, it.gaps, it.asked), lambda: for_machines(it.plan, it.gaps, it.asked), format_
    )
