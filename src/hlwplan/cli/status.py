"""`hlwplan status`: where every target stands."""

from typing import TYPE_CHECKING

from hlwplan.cli.options import (
    AsOf,
    DataFolder,
    Forecast,
    ForecastModel,
    ForecastScale,
    Model,
    PlanFolder,
    RegionName,
    Scale,
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

    options = _options(forecast, model, scale)
    it = assessed(plan, data, as_of=as_of, year=year, region=region, options=options)
    write_table(
        lambda _: for_people(it.plan, it.gaps, it.asked), lambda: for_machines(it.plan, it.gaps, it.asked), format_
    )


def _options(forecast: bool, model: Model | None, scale: Scale | None) -> "Options":
    """What to add to the verdicts; a model or a scale asks for the forecast by itself."""
    from hlwplan.assess.options import PLAIN, Options

    return Options(
        forecast=forecast or model is not None or scale is not None,
        model=model.value if model else PLAIN.model,
        scale=scale.value if scale else PLAIN.scale,
    )
