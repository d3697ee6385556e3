"""JUnit XML: a suite for each file, a case for each finding, and one that passes where there is none.

An error is a failure.  A warning is a failure where the check is strict, else it is skipped, as is a note: servers
show it and still pass.  The document has no fields for places, so each case has its place in its name, columns
counted in characters.
"""

from itertools import groupby

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.render import junit
from hlwplan.render.findings import Findings, concise, places
from hlwplan.table import Cell, Column, Section, Table


def render(it: Findings) -> str:
    """The document as text."""
    columns = tuple(Column(name, name) for name in ("id", "name", "result", "message"))
    files = groupby(it.found, key=lambda finding: finding.span.file)
    sections = [Section((places.path(it, file).as_posix(),), tuple(_case(it, finding) for finding in found))
                for file, found in files]  # fmt: skip
    clean = Section((it.about.folder,), (("hlwplan", it.about.folder, "passed", ""),))
    return junit.render(Table(f"hlwplan {it.about.kind}", columns, tuple(sections) or (clean,)))


def _case(it: Findings, finding: Diagnostic) -> tuple[Cell, ...]:
    fails = finding.severity is Severity.ERROR or (it.strict and finding.severity is Severity.WARNING)
    name = f"{finding.span}: {finding.code} {finding.message}"
    return finding.code, name, "failure" if fails else "skipped", concise.said(finding)
