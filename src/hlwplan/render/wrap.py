"""Wrapping: lines for a terminal that break where Chinese and Latin text may, and never within a number or a word."""

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells

_ATOM: Final = re.compile(r" +|[!-~\u00b7‰−]+|.", re.DOTALL)
_NO_START: Final = frozenset("，。；：、）》」】〕”’！？…％),.;:!?]}")
_NO_END: Final = frozenset("（《「【〔“‘")


def wrap(text: str, width: int) -> str:
    """The text with line breaks so that no line is wider than `width` cells.

    Lines break at spaces, which go, and between Chinese characters; closing punctuation does not begin a line, and an
    opening bracket does not end one.  Only a run of letters and digits that is wider than a whole line is cut.
    """
    if cell_len(text) <= width:
        return text
    lines, line = [], ""
    for piece in _pieces(text, width):
        if cell_len(line + piece.rstrip(" ")) <= width:
            line += piece
            continue
        lines.append(line.rstrip(" "))
        line = piece.lstrip(" ")
    return "\n".join([*lines, line.rstrip(" ")])


def longest(text: str) -> int:
    """How many cells the longest run takes that has no place to break: how narrow the text can get uncut."""
    whole = cell_len(text)
    return max((cell_len(piece.rstrip(" ")) for line in text.split("\n") for piece in _pieces(line, whole)), default=0)


def _pieces(text: str, width: int) -> Iterator[str]:
    """What must stay on one line: a run of Latin signs or one Chinese character, with the punctuation that clings."""
    held = ""
    for atom in _ATOM.findall(text):
        clings = atom[0] in _NO_START or (held and held[-1] in _NO_END)
        if held and not (clings and cell_len(held + atom) <= width):
            yield from [held] if cell_len(held) <= width else chop_cells(held, width)
            held = ""
        held += atom
    yield from [held] if cell_len(held) <= width else chop_cells(held, width)
