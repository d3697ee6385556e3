"""Options that several commands share, each declared once."""

import os
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from hlwplan.language import _

PlanFolder = Annotated[
    Path | None,
    typer.Option("--plan", envvar="HLWPLAN_PLAN", help="Folder of the plan", show_default=False),
]


def _folder(text: str) -> Path:
    """A path; a URI would become a folder of that name."""
    if "://" in text:
        raise typer.BadParameter(
            _("{uri!r} is no folder; status and check read a store at a URI with --engine spark", uri=text)
        )
    return Path(text)


DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data", parser=_folder, metavar="<path>", envvar="HLWPLAN_DATA", help="Folder of the store",
        show_default=False,
    ),
]  # fmt: skip

StorePlace = Annotated[
    str | None,
    typer.Option(
        "--data", envvar="HLWPLAN_DATA", metavar="<path|uri>", show_default=False,
        help="Folder of the store; with --engine spark a URI as well",
    ),
]  # fmt: skip
Engine = Literal["duckdb", "spark"]
EngineOption = Annotated[
    Engine,
    typer.Option("--engine", help="spark: on the cluster of SPARK_REMOTE, else on this machine; needs hlwplan[spark]"),
]


def _memory(text: str) -> str:
    from hlwplan.measure.memory import VARIABLE, is_size

    if not is_size(text):
        raise typer.BadParameter(_("{text!r} is no amount of memory; write it as 512MB or 2GB", text=text))
    os.environ[VARIABLE] = text
    return text


MemoryLimit = Annotated[
    str | None,
    typer.Option(
        "--memory-limit", parser=_memory, metavar="SIZE", show_default=False,
        help="How much memory DuckDB may use, such as 2GB; default: HLWPLAN_MEMORY_LIMIT, else half of the machine's",
    ),
]  # fmt: skip


def encodable(text: str) -> str:
    """The text, which is to be written to a file; refuses bytes of the command line that are none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter(_("{text!r} is not text in the encoding of this terminal", text=text)) from None
    return text


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        raise typer.BadParameter(_("{text!r} is not a day; write it as 2019-03-01", text=text)) from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=_day, metavar="DATE", show_default=False,
        help="Leave out what was published later",
    ),
]  # fmt: skip
Published = Annotated[
    date | None,
    typer.Option(
        "--published", parser=_day, metavar="DATE", show_default=False,
        help="Date of publication of rows that give none (today)",
    ),
]  # fmt: skip
UntilYear = Annotated[
    int | None,
    typer.Option("--year", min=1900, max=2199, show_default=False, help="Judge as at the end of this year"),
]
RegionName = Annotated[
    str | None,
    typer.Option("--region", show_default=False, help="A region of the plan (its own)"),
]


class TableFormat(StrEnum):
    """How a table is written; `table` is for people, the rest give every value whole."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"


TableFormatOption = Annotated[
    TableFormat | None,
    typer.Option("--format", "-f", show_default=False, help="Default: table on a terminal, else tsv"),
]

Forecast = Annotated[
    bool,
    typer.Option("--forecast", help="Add the value expected, its 80 % interval and the probability of the target"),
]
ForecastModel = Annotated[
    Literal["drift", "ols", "theil-sen"] | None,
    typer.Option("--model", show_default=False, help="Forecast by this model (drift)"),
]
ForecastScale = Annotated[
    Literal["linear", "log", "logit"] | None,
    typer.Option("--scale", show_default=False, help="Forecast on this scale (the path's)"),
]
TaskNames = Annotated[
    list[str] | None, typer.Option("--task", show_default=False, help="Of this task, id or title; repeatable")
]
LeadNames = Annotated[
    list[str] | None,
    typer.Option("--lead", show_default=False, help="Led by this unit; none: no lead named; repeatable"),
]
ResponsibleNames = Annotated[
    list[str] | None,
    typer.Option("--responsible", show_default=False, help="This unit is responsible; repeatable"),
]
AreaNames = Annotated[
    list[str] | None, typer.Option("--area", show_default=False, help="Of this area, id or name; repeatable")
]
StateNames = Annotated[
    list[str] | None,
    typer.Option("--state", show_default=False, help="At this status, such as limited or 明显滞后; repeatable"),
]
NatureNames = Annotated[
    list[str] | None,
    typer.Option(
        "--nature", show_default=False,
        help="binding 约束性, expected 预期性, aspirational 力争, none 未明确; repeatable",
    ),
]  # fmt: skip
GroupBy = Annotated[
    Literal["task", "lead", "area", "region"] | None,
    typer.Option("--by", show_default=False, help="Group the table; region: every region with data"),
]
SortBy = Annotated[
    Literal["plan", "gap", "lead", "ratio", "status"] | None,
    typer.Option("--sort", show_default=False, help="The worst first; gap: as a share of the target"),
]
TopOnly = Annotated[
    int | None,
    typer.Option("--top", min=1, show_default=False, help="Only the N largest shortfalls"),
]
CheckYear = Annotated[int, typer.Option("--year", min=1900, max=2199, help="Check what is due at its end")]


class CheckFormat(StrEnum):
    """How a check is written; `text` and `table` are for people, `junit` for build servers."""

    TEXT = "text"
    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JUNIT = "junit"


CheckFormatOption = Annotated[
    CheckFormat | None,
    typer.Option(
        "--format", "-f", show_default=False,
        help="text: a line for each target that fails; default: text on a terminal, else tsv",
    ),
]  # fmt: skip


class FindingsFormat(StrEnum):
    """How diagnostics are written; `text` and `concise` are for people, the rest for build servers and programs."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


FindingsFormatOption = Annotated[
    FindingsFormat | None,
    typer.Option(
        "--format", "-f", show_default=False,
        help="Default: as --output-file ends, github in a job of GitHub, text on a terminal, else concise",
    ),
]  # fmt: skip
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output-file", metavar="FILE", show_default=False,
        help="Write the findings to this file, by its ending .json .sarif .xml",
    ),
]  # fmt: skip
Strict = Annotated[bool, typer.Option("--strict", help="Warnings end with exit code 1 too")]
