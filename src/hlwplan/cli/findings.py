"""What the commands whose result is diagnostics share: the choice of a format, the writing, the exit code."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import FindingsFormat
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.diagnostics import Diagnostic
    from hlwplan.render.findings import About, Findings

_ENDINGS: Final = {
    ".sarif": FindingsFormat.SARIF,
    ".sarif.json": FindingsFormat.SARIF,
    ".xml": FindingsFormat.JUNIT,
    ".json": FindingsFormat.JSON,
}
_CHECKOUTS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_YAML_BREAK: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")


def chosen(
    given: FindingsFormat | None, file: Path | None, environment: Mapping[str, str], *, terminal: bool
) -> FindingsFormat:
    """The format given, else that of the file's ending, else what suits the place where standard output goes.

    A job of GitHub reads annotations from its log, so it gets them.  GitLab reads a file instead: in its jobs a `.json`
    is the code quality report, and the log gets the lines of any pipe.
    """
    if given is not None:
        return given
    if file is not None:
        found = next((it for ending, it in _ENDINGS.items() if file.name.lower().endswith(ending)), None)
        in_gitlab = environment.get("GITLAB_CI") == "true"
        return FindingsFormat.GITLAB if found is FindingsFormat.JSON and in_gitlab else found or FindingsFormat.CONCISE
    if environment.get("GITHUB_ACTIONS") == "true":
        return FindingsFormat.GITHUB
    return FindingsFormat.TEXT if terminal else FindingsFormat.CONCISE


def write_findings(
    found: Sequence["Diagnostic"],
    about: "About",
    format_: FindingsFormat | None,
    file: Path | None,
    *,
    strict: bool,
    stdin: str | None = None,
) -> NoReturn:
    """Write diagnostics as what was asked for, and end: with 1 where there is an error, else with 0.

    `strict` lets warnings end with 1 too.  Where they go to a file, standard error has them for people.  `stdin` is
    what standard input held, which spans call `-`.
    """
    from hlwplan.cli.output import in_utf8, report
    from hlwplan.diagnostics import Severity
    from hlwplan.render.findings import render

    to_file = file if file is not None and str(file) != "-" else None
    terminal = to_file is None and sys.stdout.isatty()
    format_ = chosen(format_, to_file, os.environ, terminal=terminal)
    text = render(format_.value, _gathered(found, about, strict=strict, stdin=stdin))
    if to_file is not None:
        report(found)
        _replace(to_file, text)
    else:
        if not terminal or format_ not in {FindingsFormat.TEXT, FindingsFormat.CONCISE}:
            in_utf8()
        sys.stdout.write(text)
    fails = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    raise typer.Exit(exits.NO if any(finding.severity in fails for finding in found) else exits.OK)


def annotate(found: Sequence["Diagnostic"], store: Path) -> None:
    """What is wrong with files on their way into a store, beside the data.

    In a job of GitHub they are annotations, which it reads from standard error as well.
    """
    from hlwplan.cli.output import report
    from hlwplan.render.findings import About, render

    if os.environ.get("GITHUB_ACTIONS") == "true":
        sys.stderr.write(render("github", _gathered(found, About("store", str(store)), strict=False)))
    else:
        report(found)


def stop_damaged(store: Path) -> NoReturn:
    """End a command that would change a store which is damaged; what is wrong with it was said."""
    from hlwplan.cli.output import stop

    stop(exits.IO_ERROR, _("{store} is damaged, so nothing in it is changed", store=store))


def _gathered(found: Sequence["Diagnostic"], about: "About", *, strict: bool, stdin: str | None = None) -> "Findings":
    from hlwplan.cli.output import terminal_width
    from hlwplan.render.findings import Findings

    here = Path.cwd()
    checkouts = [Path(os.environ[name]) for name in _CHECKOUTS if os.environ.get(name)]
    root = next((it for it in checkouts if here.is_relative_to(it)), here)

    @cache
    def lines(file: str) -> tuple[str, ...]:
        return _lines(file, stdin)

    return Findings(found, about, here, root, lines, terminal_width(), strict)


def _lines(file: str, stdin: str | None) -> tuple[str, ...]:
    """The lines of a file as its reader counted them; none where it cannot be read."""
    if file == "-":
        return tuple(stdin.split("\n")) if stdin is not None else ()
    try:
        text = Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ()
    if file.endswith(".yaml"):  # YAML has more ends of a line than others
        text = _YAML_BREAK.sub("\n", text)
    return tuple(text.split("\n"))


def _replace(file: Path, text: str) -> None:
    from hlwplan.cli.output import stop
    from hlwplan.measure.files import replace

    if not file.parent.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=file.parent))
    if file.is_dir():
        stop(exits.USAGE, _("{file} is a folder, a file is wanted", file=file))
    replace(file, text.encode())
