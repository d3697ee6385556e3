"""`hlwplan status`: where every target stands."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hlwplan.cli.options import (
    AsOf,
    DataFolder,
    Forecast,
    ForecastModel,
    ForecastScale,
    PlanFolder,
    RegionName,
    TableFormatOption,
    UntilYear,
)

if TYPE_CHECKING:
    from hlwplan.assess.options import Options


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
    *,
    forecast: Forecast = False,
    model: ForecastModel = None,
    scale: ForecastScale = None,
    format_: TableFormatOption = None,
) -> None:
    """Show where every target stands / 各项目标的完成情况.

    Exit code 0 whatever the verdicts; `--format json` and `csv` are for scripts.
    """
    from hlwplan.cli.assessed import assessed
    from hlwplan.cli.output import write_table
    from hlwplan.report.status import for_machines, for_people

    other = None if method == "hlwplan" else method
    options = _options(forecast, model, scale)
    it = assessed(plan, data, as_of=as_of, year=year, region=region, method=other, options=options)
    write_table(
        lambda _: for_people(it.plan, it.gaps, it.asked), lambda: for_machines(it.plan, it.gaps, it.asked), format_
    )


def _options(forecast: bool, model: ForecastModel, scale: ForecastScale) -> "Options":
    """What to add to the verdicts; a model or a scale asks for the forecast by itself."""
    from hlwplan.assess.options import PLAIN, Options

    asked = forecast or model is not None or scale is not None
    return Options(forecast=asked, model=model or PLAIN.model, scale=scale)
