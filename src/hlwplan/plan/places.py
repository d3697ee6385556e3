"""Places: where each key and value of a document stands, and how a path of keys and indexes leads there."""

import re
from array import array
from bisect import bisect_right
from typing import Final

Loc = tuple[str | int, ...]
"""A path into a document: keys of mappings and indexes of sequences, from the top."""

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for the YAML parser; str.splitlines knows more."""


class Places:
    """The places of a document's keys and values, numbered in the order of the file; a value comes after its key.

    A place is where it starts and ends in the text, counted in characters from 0; `ends` has -1 for a collection, whose
    end is not kept.  Lines are counted when somebody asks.  `inside` has, by the number of a collection, the number of
    the value at each of its keys or indexes.

    Numbers in arrays take a tenth of what an object for each place would, and the garbage collector passes them over.
    """

    __slots__ = ("_lines", "_text", "ends", "inside", "starts")

    def __init__(self, text: str) -> None:
        self.starts, self.ends = array("l"), array("l")
        self.inside: dict[int, dict[str | int, int]] = {}
        self._text = text
        self._lines: list[int] = []

    def place(self, number: int) -> tuple[int, int, int]:
        """Line, column and end of the key or value with this number, from 1; an end on another line is 0."""
        if not self._lines:
            self._lines = [0, *(match.end() for match in _BREAK.finditer(self._text))]
        start, end = self.starts[number], self.ends[number]
        line = bisect_right(self._lines, start)
        begin = self._lines[line - 1]
        on_one_line = end >= 0 and line == bisect_right(self._lines, end)
        return line, start - begin + 1, end - begin + 1 if on_one_line else 0

    def at(self, loc: Loc, *, key: bool = False) -> tuple[int, int, int]:
        """Line, column and end of the value at `loc`, or of its key; a step that is not there is passed over."""
        number = place = 0
        for step in loc:
            inner = self.inside.get(number, {}).get(step)
            if inner is None:
                continue
            number = inner
            place = number - 1 if key and isinstance(step, str) else number
        return self.place(place)

    def rename(self, loc: Loc, key: str, meant: str) -> None:
        """Let the value at `key` of the mapping at `loc` be found under the key that was meant as well."""
        number = 0
        for step in loc:
            number = self.inside.get(number, {}).get(step, number)
        inside = self.inside.get(number, {})
        if key in inside:
            inside[meant] = inside[key]
