"""`hlwplan validate`: whether plan files can be trusted."""

from pathlib import Path
from typing import Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.findings import write_findings
from hlwplan.cli.options import FindingsFormatOption, OutputFile, PlanFolder, Strict


def validate(
    path: Annotated[
        Path | None, typer.Argument(help="Folder of the plan (else as --plan) / 计划文件夹", show_default=False)
    ] = None,
    plan: PlanFolder = None,
    format_: FindingsFormatOption = None,
    output_file: OutputFile = None,
    strict: Strict = False,
) -> None:
    """Check the plan files / 校验计划文件.

    Every mistake is reported with file, line, column and what to write instead.
    Exit code 0 without errors, 1 with errors, 2 where there is no plan to check.
    """
    from hlwplan.cli.output import located, stop
    from hlwplan.plan.load import load_plan, title_in
    from hlwplan.render.findings import About

    folder, _ = located(path or plan)
    if not folder.is_dir():
        stop(exits.USAGE, f"no such folder: {folder} / 计划文件夹不存在")
    if not any((folder / name).exists() for name in ("plan.yaml", "tasks.yaml", "targets.yaml")):
        stop(
            exits.USAGE, f"no plan in {folder}: plan.yaml, tasks.yaml and targets.yaml are wanted / 该文件夹无计划文件"
        )
    known, findings = load_plan(folder)
    about = About("plan", str(folder), known.head.title if known else title_in(folder))
    write_findings(findings, about, format_, output_file, strict=strict)
