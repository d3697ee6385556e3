"""Merged areas: the value of an area stands in each of its cells, as a person reads the sheet."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hlwplan.language import Wording
from hlwplan.measure.grid import Area, Grid
from hlwplan.measure.package import damaged
from hlwplan.period import parse_period
from hlwplan.quantity import Quantity, parse_quantity


@dataclass(slots=True)
class _Open:
    """An area that rows are passing through; `filled` counts the fields that it gave its text to."""

    area: Area
    text: str = ""
    filled: int = 0


@dataclass(slots=True)
class Merger:
    """Fills the areas of a grid.

    `hidden` gathers cells that an area covers though they hold something else: area, cell and text.  `spread` gathers
    areas that gave one number, which is no year, to several fields: area, text and how many.
    """

    hidden: list[tuple[Area, tuple[int, int], str]] = field(default_factory=list)
    spread: list[tuple[Area, str, int]] = field(default_factory=list)

    def fill(self, grid: Grid) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows with something of their own, with the areas' text filled in.

        An area makes no row and reaches no further than the sheet's own last column.  Raises `PackageError` where
        two areas overlap.
        """
        _no_overlap(grid.merged)
        width = max((len(fields) for _, fields in grid.rows), default=0)
        waiting = sorted((area for area in grid.merged if area.left <= width), reverse=True)
        passing: list[_Open] = []
        for row, fields in grid.rows:
            while waiting and waiting[-1].top <= row:
                passing.append(_Open(waiting.pop()))
            if passing:
                self._close([it for it in passing if it.area.bottom < row])
                passing = [it for it in passing if it.area.bottom >= row]
                for it in passing:
                    self._uncover(it, row, fields)
            if any(fields):
                for it in passing:
                    if it.text:
                        _give(it, fields, width)
                yield row, fields
        self._close(passing)

    def _uncover(self, it: _Open, row: int, fields: list[str]) -> None:
        """Take an area's text from its first cell, and take away what its other cells hold."""
        for index in range(it.area.left - 1, min(it.area.right, len(fields))):
            if (row, index + 1) == (it.area.top, it.area.left):
                it.text = fields[index]
            elif fields[index]:
                if fields[index] != it.text:
                    self.hidden.append((it.area, (row, index + 1), fields[index]))
                fields[index] = ""

    def _close(self, done: list[_Open]) -> None:
        for it in done:
            number = it.filled > 1 and isinstance(parse_quantity(it.text), Quantity) and parse_period(it.text) is None
            if number:
                self.spread.append((it.area, it.text, it.filled))


def _give(it: _Open, fields: list[str], width: int) -> None:
    right = min(it.area.right, width)
    fields.extend([""] * (right - len(fields)))
    fields[it.area.left - 1 : right] = [it.text] * (right - it.area.left + 1)
    it.filled += right - it.area.left + 1


def _no_overlap(areas: Sequence[Area]) -> None:
    """Walk down the sheet; the areas that a row passes through lie side by side."""
    events = sorted([(area.top, 1, area) for area in areas] + [(area.bottom + 1, 0, area) for area in areas])
    beside: list[tuple[int, int, Area]] = []
    for _, opens, area in events:
        entry = (area.left, area.right, area)
        at = bisect_left(beside, entry)
        if not opens:
            del beside[at]
            continue
        for left, right, other in beside[max(at - 1, 0) : at + 1]:
            if left <= area.right and area.left <= right:
                raise damaged(
                    Wording(
                        "the merged areas {first} and {second} overlap", first=min(area, other), second=max(area, other)
                    )
                )
        insort(beside, entry)
