"""A line a finding: `file:line:column: code message; hint`, for logs, `grep` and editors.

Columns count characters (Unicode code points) from 1.  What is not known of a place is left out.
"""

from collections.abc import Sequence

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.language import _, sentences
from hlwplan.render.escape import visible
from hlwplan.render.findings import Findings


def render(it: Findings) -> str:
    """The lines; empty for no findings."""
    return lines(it.found)


def lines(found: Sequence[Diagnostic]) -> str:
    """The findings alone; warnings and notes are marked as such."""
    return "".join(f"{line(finding)}\n" for finding in found)


def line(finding: Diagnostic) -> str:
    """One finding, without a line break."""
    text = said(finding)
    if finding.severity is Severity.WARNING:
        text = _("warning: {finding}", finding=text)
    elif finding.severity is Severity.NOTE:
        text = _("note: {finding}", finding=text)
    return visible(f"{finding.span}: {finding.code} {text}")


def said(finding: Diagnostic) -> str:
    """The message and, where there is one, the hint."""
    return sentences(filter(None, (finding.message, finding.hint)))
