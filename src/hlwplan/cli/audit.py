"""`hlwplan audit`: the plan held against its official text."""

from pathlib import Path
from typing import Annotated

import typer

from hlwplan.cli.findings import write_findings
from hlwplan.cli.options import FindingsFormatOption, OutputFile, PlanFolder, Strict


def audit(
    text: Annotated[Path, typer.Argument(help="The official text, UTF-8; - reads standard input")],
    plan: PlanFolder = None,
    format_: FindingsFormatOption = None,
    output_file: OutputFile = None,
    strict: Strict = False,
) -> None:
    """Hold the plan against its official text.

    Every quote must be in the text, and every figure of the text be cited.  Exit code 0 where both hold, 1 where not.
    """
    from hlwplan.cli.output import decoded, read_input, usable_plan
    from hlwplan.plan.audit import audit as hold_against
    from hlwplan.render.findings import About

    known, folder, _packaged = usable_plan(plan)
    words = decoded(read_input(text), text)
    found = hold_against(known, words, str(text))
    about = About("plan", str(folder), known.head.title, str(text))
    write_findings(found, about, format_, output_file, strict=strict, stdin=words)
