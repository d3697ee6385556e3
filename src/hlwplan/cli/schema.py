"""`hlwplan schema`: the JSON Schemas of the files that the program reads and writes."""

import sys
from enum import StrEnum
from typing import Annotated

import typer


class Name(StrEnum):
    """What there are schemas of."""

    PLAN = "plan"
    TASKS = "tasks"
    TARGETS = "targets"
    STATUS = "status"
    INGEST = "ingest"
    QUERY = "query"
    CHANGES = "changes"
    TASKS_REPORT = "tasks-report"
    CHECK = "check"
    SHOW = "show"
    DIAGNOSTICS = "diagnostics"


def schema(
    name: Annotated[Name, typer.Argument(help="plan, tasks, targets: plan files; others: JSON output")],
) -> None:
    """Print a JSON Schema / 输出 JSON Schema."""
    from hlwplan.cli.output import in_utf8

    in_utf8()
    if name not in {Name.PLAN, Name.TASKS, Name.TARGETS}:
        from importlib.resources import files

        file = f"{name.value.removesuffix('-report')}.schema.json"  # `tasks` is the plan file
        sys.stdout.write(files("hlwplan.render").joinpath(file).read_text(encoding="utf-8"))
        return
    from hlwplan.plan.schema import plan_schema

    sys.stdout.write(plan_schema(name.value))
