"""Workflow commands of GitHub Actions: the job's log shows each finding, and the pull request notes it at its line.

Columns count characters from 1 and `endColumn` is the one behind the last, as linters write it; GitHub does not say
what it counts, and marks whole lines.  It notes ten errors, ten warnings and ten notices a step; the log has all.
"""

from typing import Final

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.render.escape import visible
from hlwplan.render.findings import Findings, concise, places

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(it: Findings) -> str:
    """A command a line; the message begins with the place, which the log would not show."""
    return "".join(f"::{_COMMANDS[finding.severity]} {_properties(it, finding)}::"
                   f"{concise.line(finding).translate(_DATA)}\n" for finding in it.found)  # fmt: skip


def _properties(it: Findings, finding: Diagnostic) -> str:
    span = finding.span
    given = {
        "file": "" if span.file == "-" else visible(places.path(it, span.file).as_posix()),
        "line": span.line,
        "col": span.column,
        "endColumn": span.end,
        "title": f"hlwplan {finding.code}",
    }
    return ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in given.items() if value)
