"""The line that a finding is about, with a mark under what is wrong."""

from collections.abc import Sequence
from typing import Final

from hlwplan.diagnostics import Span
from hlwplan.render.escape import visible
from hlwplan.render.terminal import cells

_INDENT: Final = "  "


def excerpt(lines: Sequence[str], span: Span, width: int = 100) -> str:
    """The line of a file's `lines` at a span, and carets below; empty where the place is not known, or not in the file.

    A line that takes more than `width` cells of a terminal is cut around the place, which dots say: a terminal that
    broke it would part the carets from what they mark.
    """
    if not span.line or not span.column or span.line > len(lines):
        return ""
    line = lines[span.line - 1].rstrip("\r")
    at = span.column - 1
    if at > len(line):
        return ""
    begin, end = _window(line, at, max(width - len(_INDENT), 20))
    before = ("…" if begin else "") + visible(line[begin:at])
    rest = visible(line[at:end]) + ("…" if end < len(line) else "")
    marked = visible(line[at : min(max(span.end - 1, at + 1), end)])
    return f"{_INDENT}{before}{rest}\n{_INDENT}{' ' * cells(before)}{'^' * max(cells(marked), 1)}\n"


def _window(line: str, at: int, room: int) -> tuple[int, int]:
    """Where to begin and end so that what is shown fits: half of the room before the place, the rest behind it."""
    if cells(visible(line)) <= room:
        return 0, len(line)
    room -= 2  # the dots
    begin = _reach(line[:at][::-1], room // 2)
    end = _reach(line[at:], room - cells(visible(line[at - begin : at])))
    begin = _reach(line[:at][::-1], room - cells(visible(line[at : at + end])))
    return at - begin, at + end


def _reach(text: str, room: int) -> int:
    """How many characters from the start of a text fit in so many cells."""
    for count, sign in enumerate(text):
        room -= cells(visible(sign))
        if room < 0:
            return count
    return len(text)
