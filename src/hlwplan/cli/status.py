"""`hlwplan status`: where every target stands."""

import sys

from hlwplan.cli.options import AsOf, DataFolder, PlanFolder, RegionName, TableFormat, TableFormatOption, UntilYear


def status(
    plan: PlanFolder = None,
    data: DataFolder = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    region: RegionName = None,
    format_: TableFormatOption = None,
) -> None:
    """Show where every target stands / 各项目标的完成情况.

    Exit code 0 whatever the verdicts; `--format json` and `csv` are for scripts.
    """
    from hlwplan.cli.assessed import assessed, beside, chosen
    from hlwplan.cli.output import terminal_width, wants_colour
    from hlwplan.report.status import for_machines, for_people

    it = assessed(plan, data, as_of=as_of, year=year, region=region)
    form = chosen(format_)
    if form is TableFormat.TABLE:
        from hlwplan.render import terminal

        table = for_people(it.plan, it.gaps, it.asked)
        sys.stdout.write(terminal.render(table, terminal_width(), colour=wants_colour()))
        return
    table = for_machines(it.plan, it.gaps, it.asked)
    beside(table)
    if form is TableFormat.JSON:
        from hlwplan.render import document

        sys.stdout.write(document.render(table))
    else:
        from hlwplan.render import delimited

        sys.stdout.write(delimited.render(table, "," if form is TableFormat.CSV else "\t"))
