"""Doubts: values that can be read but hardly be meant.  Each is a warning with its reason; no value is ever changed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, Literal, TypeAlias

from hlwplan.diagnostics import Diagnostic, Span, in_order
from hlwplan.language import Wording
from hlwplan.measure.measurement import Measurement
from hlwplan.period import Period, parse_period
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import EXACT, factor, find_unit, plain

TENFOLD: Final = 10
"""A value so many times its neighbour, or one so-manieth of it, is more likely a slip than a change."""
LEAP: Final = 20
"""As many times its neighbour a share is doubted: 0.485 beside 46 % was meant as 48.5 %; smaller leaps are growth."""
FEW: Final = 100
"""Counted things: where both values are below it a tenfold step is growth, from 1 platform to 12."""
STEADY: Final = frozenset({"amount", "count", "speed"})
"""The kinds that a slip of unit or decimal point shows in; rates have limits, indexes and growth jump as they like."""

Series: TypeAlias = tuple[str, str, str]
Oddity = Literal["fall", "jump"]


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """A row's value in its indicator's unit of measure.  `span` is None for a row of the store.

    `series` is what the value is compared within; None for the state of a day of a flow.
    """

    of: Indicator
    row: Measurement
    period: Period
    ends: date
    series: Series | None
    value: Decimal
    span: Span | None

    @property
    def shown(self) -> str:
        """The value as reported."""
        return f"{self.row.value} {self.row.unit}"

    @property
    def where(self) -> str:
        """Where a reader finds the row."""
        if self.span is None:
            return self.row.origin
        return Wording("line {line}", line=self.span.line) if self.span.line else str(self.span)


def doubts(
    plan: Plan, rows: Sequence[tuple[Measurement, Span]], known: Iterable[Measurement], today: date
) -> list[Diagnostic]:
    """What is implausible about rows, in reading order, each at its row's span.

    `known` are rows of the store, to compare with; they are not doubted themselves.  Of several vintages the newest
    counts, a row at hand before one of the store.  Rows without a value, of deliverables, or of an indicator that the
    plan does not have, are passed over.
    """
    read = _reader(plan)
    own = [point for row, span in rows if (point := read(row, span)) is not None]
    groups: dict[Series, list[_Point]] = defaultdict(list)
    for point in own:
        if point.series is not None:
            groups[point.series].append(point)
    for row in known:
        point = read(row, None)
        if point is not None and point.series is not None and point.series in groups:
            groups[point.series].append(point)
    limits = {indicator.id: indicator.limits for indicator in plan.indicators}
    findings = [finding for point in own for finding in _alone(point, limits[point.of.id], today)]
    findings += (finding for points in groups.values() for finding in _together(points))
    return in_order(findings)


def _reader(plan: Plan) -> Callable[[Measurement, Span | None], _Point | None]:
    """Makes points of rows; each distinct period and unit of measure is read once."""
    measured = {indicator.id: indicator for indicator in plan.indicators}

    @cache
    def period(text: str) -> tuple[Period, date] | None:
        found = parse_period(text)
        return None if found is None else (found, found.last_day)

    @cache
    def times(of: str, unit: str) -> Decimal | None:
        given = find_unit(unit)
        return factor(given, measured[of].measure) if given else None

    def read(row: Measurement, span: Span | None) -> _Point | None:
        of, about = measured.get(row.indicator), period(row.period)
        turn = times(of.id, row.unit) if of and row.unit else None
        if of is None or about is None or turn is None:
            return None
        kind = _compared(of, about[0])
        series = None if kind == "day" else (of.id, row.region, kind)
        return _Point(of, row, *about, series, EXACT.multiply(Decimal(row.value), turn), span)

    return read


def _compared(of: Indicator, period: Period) -> str:
    """Which periods compare: a flow's of one kind, the year to date with the same months; else all, by their ends."""
    if of.series != "flow":
        return ""
    if period.kind != "to_date":
        return period.kind
    return "year" if period.last_month == 12 else f"to {period.last_month}"


def _alone(point: _Point, limits: tuple[Decimal, Decimal] | None, today: date) -> Iterator[Diagnostic]:
    """What the row says against its indicator's limits, or against the calendar."""
    span, row = point.span or Span(""), point.row
    if limits is not None and not limits[0] <= point.value <= limits[1]:
        low, high = map(plain, limits)
        values = {"value": row.value, "unit": row.unit, "low": low, "high": f"{high} {point.of.unit}"}
        yield Diagnostic("D204", span, values)
    if point.period.first_day > today:
        yield Diagnostic("D208", span, {"period": row.period, "today": today})
    elif "" < row.published < point.ends.isoformat():  # it can be no outcome
        yield Diagnostic("D205", span, {"period": row.period, "published": row.published})


def _together(points: Sequence[_Point]) -> Iterator[Diagnostic]:
    """What the values of one series say against each other; each pair is said once, at the later row of a file."""
    newest: dict[date, _Point] = {}
    for point in sorted(points, key=lambda it: (it.row.published, it.span is not None)):
        newest[point.ends] = point
    ends = sorted(newest)
    line = [newest[end] for end in ends]
    for point in points:
        if point.span is None:
            continue
        at = bisect_left(ends, point.ends)
        before, after = line[max(at - 2, 0) : at], line[at + 1 : at + 2]
        odd = _odd(before[-1], point) if before else None
        if odd is not None:
            if not _explained(before, point):
                yield _finding(odd, point, before[-1])
        # A later row of the file has this one as its own neighbour, unless this one is an older vintage.
        elif after and (after[0].span is None or line[at] is not point):
            odd = _odd(point, after[0])
            if odd == "fall" or (odd == "jump" and not before and after[0].value):
                yield _finding(odd, point, after[0])


def _explained(before: Sequence[_Point], point: _Point) -> bool:
    """Whether the neighbour is the odd one: it was doubted itself, and the value goes on from the one before it."""
    if len(before) < 2 or before[1].span is None:
        return False
    return _odd(before[0], before[1]) is not None and _odd(before[0], point) is None


def _odd(earlier: _Point, later: _Point) -> Oddity | None:
    """What is odd about a value after another; what begins from zero may become anything."""
    of = earlier.of
    if of.series == "cumulative" and later.value < earlier.value:
        return "fall"
    low, high = sorted((abs(earlier.value), abs(later.value)))
    turned = earlier.value * later.value < 0
    if of.kind == "rate" and of.measure.dimension == "share" and low and high >= LEAP * low:
        return "jump"
    if of.kind not in STEADY or not earlier.value or turned or high < TENFOLD * low:
        return None
    return None if of.kind == "count" and high * of.measure.factor < FEW else "jump"


def _finding(odd: Oddity, point: _Point, neighbour: _Point) -> Diagnostic:
    values: dict[str, object] = {"where": neighbour.where}
    if odd == "fall":
        first, second = sorted((point, neighbour), key=lambda it: it.ends)
        values |= {"earlier": first.shown, "first": first.row.period}
        values |= {"later": second.shown, "second": second.row.period}
        return Diagnostic("D207", point.span or Span(""), values)
    values |= {"value": point.shown, "period": point.row.period, "times": _times(point.value, neighbour.value)}
    values |= {"other": neighbour.shown, "neighbour": neighbour.row.period}
    return Diagnostic("D206", point.span or Span(""), values)


def _times(value: Decimal, other: Decimal) -> str:
    """How many times the other a value is, rounded down: `12 times`, `1/12 of`."""
    if not value:
        return Wording("nothing beside")
    low, high = sorted((abs(value), abs(other)))
    count = int(high / low)
    return Wording("{count} times", count=count) if abs(value) == high else Wording("1/{count} of", count=count)
