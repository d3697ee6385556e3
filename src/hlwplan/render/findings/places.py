"""What build servers are told of a place: the path from the top of the checkout, and a mark that outlives edits."""

import hashlib
from collections import Counter
from os.path import normpath
from pathlib import Path
from typing import Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.language import speaking
from hlwplan.render.findings import Findings

_LINES: Final = frozenset({"first", "line", "opened"})
"""The values of diagnostics that hold the number of a line."""


def path(it: Findings, file: str) -> Path:
    """The file's path from `root`, or the whole path where it lies elsewhere; links are not followed."""
    if file == "-":
        return Path(file)
    whole = Path(normpath(it.here / file))
    return whole.relative_to(it.root) if whole.is_relative_to(it.root) else whole


def fingerprints(it: Findings) -> list[str]:
    """One for each finding, the same in every run, language and folder, and no two alike in one report.

    They are made of the path, the code, the values and the text of the line, so that lines that come or go above
    change nothing; findings alike in all of that are numbered in reading order.
    """
    seen: Counter[str] = Counter()
    made = []
    with speaking("en"):
        for finding in it.found:
            digest = _digest(it, finding)
            seen[digest] += 1
            made.append(f"{digest}:{seen[digest]}")
    return made


def _digest(it: Findings, finding: Diagnostic) -> str:
    values = [f"{name}={value}" for name, value in sorted(finding.values.items()) if name not in _LINES]
    parts = [path(it, finding.span.file).as_posix(), finding.code, *values, _line(it, finding)]
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


def _line(it: Findings, finding: Diagnostic) -> str:
    lines = it.lines(finding.span.file) if finding.span.line else ()
    return lines[finding.span.line - 1].strip() if finding.span.line <= len(lines) and lines else ""
