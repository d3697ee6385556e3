"""Places: where each key and value of a document stands, and how a path of keys and indexes leads there."""

from array import array
from dataclasses import dataclass, field

Loc = tuple[str | int, ...]
"""A path into a document: keys of mappings and indexes of sequences, from the top."""


def _numbers() -> "array[int]":
    return array("L")


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a document's keys and values, numbered in the order of the file; a value comes after its key.

    Lines and columns count from 1; an end is 0 where it is not on the same line.  `inside` has, by the number of a
    collection, the number of the value at each of its keys or indexes.

    Numbers in arrays take a tenth of what an object for each place would, and the garbage collector passes them over.
    """

    lines: "array[int]" = field(default_factory=_numbers)
    columns: "array[int]" = field(default_factory=_numbers)
    ends: "array[int]" = field(default_factory=_numbers)
    inside: dict[int, dict[str | int, int]] = field(default_factory=dict)

    def at(self, loc: Loc, *, key: bool = False) -> tuple[int, int, int]:
        """Line, column and end of the value at `loc`, or of its key; a step that is not there is passed over."""
        number = place = 0
        for step in loc:
            inner = self.inside.get(number, {}).get(step)
            if inner is None:
                continue
            number = inner
            place = number - 1 if key and isinstance(step, str) else number
        return self.lines[place], self.columns[place], self.ends[place]

    def rename(self, loc: Loc, key: str, meant: str) -> None:
        """Let the value at `key` of the mapping at `loc` be found under the key that was meant as well."""
        number = 0
        for step in loc:
            number = self.inside.get(number, {}).get(step, number)
        inside = self.inside.get(number, {})
        if key in inside:
            inside[meant] = inside[key]
