"""`hlwplan validate`: whether plan files can be trusted."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import PlanFolder
from hlwplan.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hlwplan.diagnostics import Diagnostic


class Format(StrEnum):
    """How diagnostics are written."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How findings are written")]


def validate(
    path: Annotated[Path | None, typer.Argument(help="Folder of the plan (else as --plan)", show_default=False)] = None,
    plan: PlanFolder = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Check the plan files.

    Every mistake is reported with file, line, column and what to write instead.
    Exit code 0 without errors, 1 with errors, 2 where there is no plan to check.
    """
    from hlwplan.cli.output import located, stop
    from hlwplan.plan.load import load_plan

    folder, _packaged = located(path or plan)
    if not folder.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=folder))
    if not any((folder / name).exists() for name in ("plan.yaml", "tasks.yaml", "targets.yaml")):
        stop(exits.USAGE, _("no plan in {folder}: plan.yaml, tasks.yaml and targets.yaml are wanted", folder=folder))
    _plan, findings = load_plan(folder)
    write_findings(findings, format_)


def write_findings(findings: "Sequence[Diagnostic]", format_: Format) -> None:
    """Write diagnostics as what was asked for, and end with 0 or, where there is an error, with 1."""
    from hlwplan.cli.output import in_utf8
    from hlwplan.diagnostics import has_errors
    from hlwplan.render import findings as formats

    if format_ is Format.JSON:
        in_utf8()
    sys.stdout.write(formats.document(findings) if format_ is Format.JSON else formats.text(findings))
    raise typer.Exit(exits.NO if has_errors(findings) else exits.OK)
