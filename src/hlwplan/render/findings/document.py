"""The program's own JSON document, `hlwplan.diagnostics/1`; its schema is `diagnostics.schema.json` beside this room.

Columns count characters (Unicode code points) from 1; `end_column` is the one behind the last.  0 is not known.
"""

from dataclasses import asdict

from hlwplan.diagnostics import Severity
from hlwplan.render.exact import document
from hlwplan.render.findings import Findings


def render(it: Findings) -> str:
    """The document as text."""
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
        for finding in it.found
    ]
    counts = {f"{severity}s": sum(finding.severity is severity for finding in it.found) for severity in Severity}
    return document({"schema": "hlwplan.diagnostics/1", "checked": asdict(it.about), **counts, "diagnostics": rows})
