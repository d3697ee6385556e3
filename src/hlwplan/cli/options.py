"""Options that several commands share, each declared once."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

PlanFolder = Annotated[
    Path | None,
    typer.Option("--plan", envvar="HLWPLAN_PLAN", help="Folder of the plan / 计划文件夹", show_default=False),
]
DataFolder = Annotated[
    Path | None,
    typer.Option("--data", envvar="HLWPLAN_DATA", help="Folder of the store / 数据文件夹", show_default=False),
]


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2019-03-01") from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=_day, metavar="DATE", show_default=False,
        help="Leave out what was published later / 不计此日之后发布的数",
    ),
]  # fmt: skip
Published = Annotated[
    date | None,
    typer.Option(
        "--published", parser=_day, metavar="DATE", show_default=False,
        help="Date of publication of rows that give none (today) / 未注明发布日期者的发布日期",
    ),
]  # fmt: skip
UntilYear = Annotated[
    int | None,
    typer.Option(
        "--year", min=1900, max=2199, show_default=False, help="Judge as at the end of this year / 评至某年末"
    ),
]
RegionName = Annotated[
    str | None,
    typer.Option("--region", show_default=False, help="A region of the plan (its own) / 地区，默认为本级"),
]


class TableFormat(StrEnum):
    """How a table is written; `table` is for people, the rest give every value whole."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


TableFormatOption = Annotated[
    TableFormat | None,
    typer.Option("--format", "-f", show_default=False, help="Default: table on a terminal, else tsv / 输出格式"),
]


Forecast = Annotated[
    bool,
    typer.Option(
        "--forecast", help="Add the value expected, its 80 % interval and the probability of the target / 预测"
    ),
]
ForecastModel = Annotated[
    Literal["drift", "ols", "theil-sen"] | None,
    typer.Option("--model", show_default=False, help="Forecast by this model (drift) / 预测模型"),
]
ForecastScale = Annotated[
    Literal["linear", "log", "logit"] | None,
    typer.Option("--scale", show_default=False, help="Forecast on this scale (the path's) / 预测尺度"),
]
