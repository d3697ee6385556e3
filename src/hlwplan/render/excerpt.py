"""The line that a finding is about, with a mark under what is wrong."""

import unicodedata
from typing import Final

from hlwplan.diagnostics import Span
from hlwplan.render.escape import visible

_BEFORE: Final = 50
_LONGEST: Final = 100


def excerpt(source: str, span: Span) -> str:
    """The line of `source` at a span, and carets below; empty where the place is not known.

    A long line is cut around the place, which dots say.
    """
    if not span.line or not span.column:
        return ""
    line = source.split("\n")[span.line - 1].rstrip("\r")
    at = span.column - 1
    begin = max(at - _BEFORE, 0) if len(line) > _LONGEST else 0
    end = min(len(line), begin + _LONGEST)
    before = ("…" if begin else "") + visible(line[begin:at])
    rest = visible(line[at:end]) + ("…" if end < len(line) else "")
    marked = visible(line[at : min(max(span.end - 1, at + 1), end)])
    return f"  {before}{rest}\n  {' ' * _cells(before)}{'^' * max(_cells(marked), 1)}\n"


def _cells(text: str) -> int:
    """How wide a terminal shows it: signs of Chinese take two cells."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
