"""What difflib's `get_close_matches` finds, among tens of thousands of names a hundred times as fast.

difflib measures the likeness of two names by the blocks of characters that they share.  Those are never more than the
characters that they share in any order: that is counted for all names at once, with a bit for each name in long
integers.  Nor are they more than the longest common subsequence, which takes a few steps a name.  So difflib measures
few names, from the highest bound down, until none can be among the best.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

CUTOFF: Final = 0.5
"""Names less like than this are not near."""


class Likeness:
    """Known names, to be searched again and again; an empty one is near to nothing."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(known)
        self._holders: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._packed: dict[tuple[str, int], int] = {}
        lengths: dict[int, list[int]] = defaultdict(list)
        for number, name in enumerate(self._known):
            lengths[len(name)].append(number)
            for sign in _signs(name):
                self._holders[sign].append(number)
        self._lengths = {length: self._bits(numbers) for length, numbers in lengths.items()}

    def nearest(self, name: str, most: int) -> tuple[str, ...]:
        """Up to `most` known names that look like `name`, best first; of names as like the last in the alphabet."""
        longest = max(self._lengths, default=0)
        if 2 * longest < CUTOFF * (len(name) + longest):
            return ()  # a cell that was taken for a name may have a hundred thousand characters
        measure, marks = SequenceMatcher(None, "", name), _marks(name)
        best: list[tuple[float, str]] = []  # a heap
        least = (CUTOFF, "")  # what a name must exceed
        for bound, names in self._levels(name):
            if bound < least[0]:
                break
            for near in self._named(names):
                if (bound, near) <= least:
                    break
                whole = len(name) + len(near)
                if (2.0 * _in_order(marks, len(name), near) / whole, near) <= least:
                    continue
                measure.set_seq1(near)
                if (found := (measure.ratio(), near)) > least:
                    heapq.heappush(best, found)
                    if len(best) > most:
                        heapq.heappop(best)
                    least = best[0] if len(best) == most else least
        return tuple(near for _, near in sorted(best, reverse=True))

    def _levels(self, name: str) -> Iterator[tuple[float, int]]:
        """The names by the likeness that they cannot exceed, the highest first: a bit for each name."""
        planes: list[int] = []  # how many characters each name shares with this one: the ones, the twos, the fours …
        for sign in _signs(name):
            carry = self._holding(sign)
            for power, plane in enumerate(planes):
                planes[power], carry = plane ^ carry, plane & carry
            if carry:
                planes.append(carry)
        levels = [
            (bound, shared, length)
            for length in self._lengths
            for shared in range(1, min(len(name), length, (1 << len(planes)) - 1) + 1)
            if (bound := 2.0 * shared / (len(name) + length)) >= CUTOFF
        ]
        for bound, shared, length in sorted(levels, reverse=True):
            names = self._lengths[length]
            for power, plane in enumerate(planes):
                names = names & plane if shared >> power & 1 else names & ~plane
            yield bound, names

    def _named(self, bits: int) -> Iterator[str]:
        """The names of these bits, the last in the alphabet first."""
        while bits:
            last = bits.bit_length() - 1
            bits ^= 1 << last
            yield self._known[last]

    def _holding(self, sign: tuple[str, int]) -> int:
        if sign not in self._holders:
            return 0
        if sign not in self._packed:
            self._packed[sign] = self._bits(self._holders[sign])
        return self._packed[sign]

    def _bits(self, numbers: Iterable[int]) -> int:
        bits = bytearray(len(self._known) // 8 + 1)
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")


def _signs(name: str) -> Iterator[tuple[str, int]]:
    """Each character with how often it came before: names share as many characters as they share of these."""
    before: Counter[str] = Counter()
    for character in name:
        yield character, before[character]
        before[character] += 1


def _marks(name: str) -> dict[str, int]:
    """Where each character stands: a bit for each place."""
    marks: dict[str, int] = defaultdict(int)
    for place, character in enumerate(name):
        marks[character] |= 1 << place
    return marks


def _in_order(marks: Mapping[str, int], length: int, other: str) -> int:
    """The length of the longest common subsequence, as Hyyrö counts it (2004): by adding up bits."""
    every = row = (1 << length) - 1
    for character in other:
        if shared := row & marks.get(character, 0):
            row = (row + shared) | (row - shared)
    return length - (row & every).bit_count()
