"""A chart of plain characters: signs that differ without colour and stand in GBK as in UTF-8."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hlwplan.language import Phrase
from hlwplan.table import Drawing

HEIGHT: Final = 14
_LEAST: Final = 24
"""How many columns a chart has at least, and how many rows."""
SIGNS: Final = {"path": "o", "projected": "x", "milestone": "#", "actual": "*", "target": "T"}
"""The sign of each series; where two fall on one place the later one of this list is seen."""
LEGEND: Final = Phrase(
    "* actual  o path  x at this pace  # milestone  T target (where they meet only one is seen; the table has them all)"
)
_BETWEEN: Final = "."

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where times and values fall on the grid."""

    begin: float
    end: float
    low: float
    high: float
    columns: int

    def place(self, time: float, value: float) -> tuple[int, int]:
        """Row from the top, and column."""
        column = round((time - self.begin) / (self.end - self.begin) * (self.columns - 1))
        return round((self.high - value) / (self.high - self.low) * (HEIGHT - 1)), column


def draw(series: Mapping[str, Points], line: Points, width: int) -> Drawing | None:
    """The series of `SIGNS` over time, and the dotted `line` of the path; None where fewer than two times are known."""
    points = [point for of in series.values() for point in of]
    times = {time for time, _ in points}
    if len(times) < 2:
        return None
    ticks = _ticks(min(value for _, value in points), max(value for _, value in points))
    labels = [_label(tick, ticks[1] - ticks[0]) for tick in ticks]
    margin = max(map(len, labels))
    frame = _Frame(min(times), max(times), ticks[0], ticks[-1], max(width - margin - 4, _LEAST))
    grid = [[" "] * frame.columns for _ in range(HEIGHT)]
    for time, value in line:
        row, column = frame.place(time, value)
        if 0 <= row < HEIGHT:
            grid[row][column] = _BETWEEN
    for name, sign in SIGNS.items():
        for point in series.get(name, ()):
            row, column = frame.place(*point)
            grid[row][column] = sign
    at = {frame.place(frame.begin, tick)[0]: label for tick, label in zip(ticks, labels, strict=True)}
    rows = [
        f"{at.get(row, ''):>{margin}} {'+' if row in at else '|'}{''.join(cells)}" for row, cells in enumerate(grid)
    ]
    return Drawing(tuple(it.rstrip() for it in [*rows, *_years(frame, margin)]))


def _years(frame: _Frame, margin: int) -> Iterator[str]:
    """The axis with a mark at the end of each year, and the years below it."""
    axis, below = ["-"] * frame.columns, [" "] * (frame.columns + 4)
    free = 0
    for year in range(math.ceil(frame.begin), math.floor(frame.end) + 1):
        _, column = frame.place(year, frame.low)
        axis[column] = "+"
        start = max(column - 2, 0)
        if start >= free:
            below[start : start + 4] = str(year)
            free = start + 5
    yield f"{'':{margin}} +{''.join(axis)}"
    yield f"{'':{margin}}  {''.join(below)}"


def _ticks(low: float, high: float) -> list[float]:
    """Three to seven round values, evenly apart, that hold both ends between them."""
    span = high - low or abs(high) or 1.0
    size = 10.0 ** math.floor(math.log10(span))
    step = next(size * times for times in (0.2, 0.5, 1, 2) if span / (size * times) <= 5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if first == last:
        first, last = first - 1, last + 1
    return [step * number for number in range(first, last + 1)]


def _label(tick: float, step: float) -> str:
    return f"{tick:.{max(0, -math.floor(math.log10(step)))}f}"


def between(begin: float, end: float, columns: int) -> list[float]:
    """Evenly spaced times from one to another, both included."""
    return [begin + (end - begin) * number / columns for number in range(columns + 1)]
