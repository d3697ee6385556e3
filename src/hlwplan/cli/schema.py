"""`hlwplan schema`: the JSON Schemas of the files that the program reads and writes."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from hlwplan.cli import exits
from hlwplan.language import _


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


_OF_PLANS: Final = (Name.PLAN, Name.TASKS, Name.TARGETS)


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            show_default=False,
            help="Of plan files: plan, tasks, targets; the others are of JSON documents; `hlwplan schema` lists all",
        ),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            metavar="PLAN",
            show_default=False,
            help="Put the schemas beside the plan files in this folder, for editors",
        ),
    ] = None,
) -> None:
    """Print a JSON Schema, or put those of a plan beside it."""
    from hlwplan.cli.output import in_utf8, stop
    from hlwplan.diagnostics import did_you_mean, nearest

    if (name is None) == (write is None):
        stop(exits.USAGE, _("give one of {names}, or --write with a plan's folder", names=" ".join(Name)))
    if write is not None:
        _write(write)
        return
    if name not in list(Name):
        hint = did_you_mean(nearest(name or "", list(Name))) or _("known: {names}", names=" ".join(Name))
        stop(exits.USAGE, _("no schema is called {name!r}; {hint}", name=name, hint=hint))
    in_utf8()
    if name in _OF_PLANS:
        from hlwplan.plan.schema import plan_schema

        sys.stdout.write(plan_schema(name))
    elif name is not None:
        from importlib.resources import files

        file = f"{name.removesuffix('-report')}.schema.json"  # `tasks` is the plan file
        sys.stdout.write(files("hlwplan.render").joinpath(file).read_text(encoding="utf-8"))


def _write(given: Path) -> None:
    """Write the schemas of the plan files, and say which files do not lead to theirs yet; no plan file is changed."""
    from hlwplan.cli.find import plan_folder
    from hlwplan.cli.output import say, stop
    from hlwplan.plan.schema import FOLDER, modeline, plan_schema

    folder, _packaged = plan_folder(given)
    if not folder.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=folder))
    (folder / FOLDER).mkdir(exist_ok=True)
    for name in _OF_PLANS:
        path = folder / FOLDER / f"{name}.schema.json"
        path.write_text(plan_schema(name), encoding="utf-8", newline="\n")
        say(f"{path}")
    for name in _OF_PLANS:
        path = folder / f"{name}.yaml"
        first = path.read_bytes().split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip() if path.is_file() else None
        if first is not None and first != modeline(name):
            say(_("{path}:1: make this the first line: {line}", path=path, line=modeline(name)))
