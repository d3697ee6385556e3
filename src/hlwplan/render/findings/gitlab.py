"""GitLab's code quality report, which merge requests show beside the lines: an array of findings.

Columns count characters (Unicode code points) from 1, the end is the one behind the last; GitLab itself uses the line
alone.  It must have one, so a finding about a whole file stands at line 1.
"""

from typing import Final

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.render.escape import visible
from hlwplan.render.exact import document
from hlwplan.render.findings import Findings, concise, places

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(it: Findings) -> str:
    """The report as text; an empty array for no findings, so that GitLab sees what was mended."""
    marked = zip(it.found, places.fingerprints(it), strict=True)
    return document([_entry(it, finding, fingerprint) for finding, fingerprint in marked])


def _entry(it: Findings, finding: Diagnostic, fingerprint: str) -> dict[str, object]:
    return {
        "description": visible(f"{finding.code} {concise.said(finding)}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": visible(places.path(it, finding.span.file).as_posix()), **_position(finding)},
    }


def _position(finding: Diagnostic) -> dict[str, object]:
    span = finding.span
    line = span.line or 1
    if not span.column:
        return {"lines": {"begin": line}}
    begin = {"line": line, "column": span.column}
    end = {"end": {"line": line, "column": span.end}} if span.end else {}
    return {"positions": {"begin": begin, **end}}
