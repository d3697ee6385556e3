"""Diagnostics as text for people and as JSON for machines."""

import json
from collections.abc import Sequence

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.render.escape import visible


def text(findings: Sequence[Diagnostic]) -> str:
    """A line a finding, `file:line:column: code message; hint`, warnings and notes marked as such; empty for none."""
    return "".join(f"{_line(finding)}\n" for finding in findings)


def _line(finding: Diagnostic) -> str:
    mark = "" if finding.severity is Severity.ERROR else f" {finding.severity}:"
    hint = f"; {finding.hint}" if finding.hint else ""
    return visible(f"{finding.span}: {finding.code}{mark} {finding.message}{hint}")


def document(findings: Sequence[Diagnostic]) -> str:
    """The findings as a JSON document; a line or column of 0 is not known."""
    rows = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "file": finding.span.file,
            "line": finding.span.line,
            "column": finding.span.column,
            "end_column": finding.span.end,
            "message": finding.message,
            "hint": finding.hint or None,
            "nearest": list(finding.nearest),
        }
        for finding in findings
    ]
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    head = {"schema": "hlwplan.diagnostics/1", "errors": errors, "warnings": len(findings) - errors}
    return json.dumps({**head, "diagnostics": rows}, ensure_ascii=False, indent=1) + "\n"
