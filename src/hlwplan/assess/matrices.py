"""Matrices: the observations of many series sorted out at once.

A matrix has a row for each point and a column for each series.  Point 0 is the baseline, NaN where its value is not
known; the others follow in the order of time, NaN where a series has none.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hlwplan.measure.columns import MISSING, RULES, Columns, Flags, Floats, Ints
from hlwplan.measure.measurement import BESIDE, PROOF
from hlwplan.period import Period

LONGEST: Final = 32
"""Series of more observations than these are judged one by one; few are, and the matrices stay narrow."""

_PART, _PART_BEFORE, _CHECK = (RULES.index(rule) for rule in BESIDE)
_BESIDE: Final = [_PART, _PART_BEFORE, _CHECK]
_SYNTHETIC: Final = PROOF.index("synthetic")


@dataclass(frozen=True, slots=True)
class Runs:
    """The series of some columns: where each starts, how many rows it has, and what it is of."""

    start: Ints
    length: Ints
    region: Ints
    indicator: Ints


def runs(columns: Columns) -> Runs:
    """The series, in the order of region and indicator."""
    region, indicator = columns.region, columns.indicator
    first = np.ones(len(columns), bool)
    first[1:] = (region[1:] != region[:-1]) | (indicator[1:] != indicator[:-1])
    start = np.flatnonzero(first)
    return Runs(start, np.diff(np.append(start, len(columns))), region[start], indicator[start])


def flags(said: Sequence[bool]) -> Flags:
    """What is said of each series, as an array."""
    return np.array(said, bool)


def up_to(columns: Columns, year: int | None) -> Columns:
    """The observations of no later year."""
    if year is None or not len(columns):
        return columns
    kept = np.array([period.year for period in columns.periods], np.int64)[columns.period] <= year
    return columns if kept.all() else columns.taken(kept)


@dataclass(frozen=True, slots=True)
class Terms:
    """What each series is judged by, an array each.

    `run` is the place of its observations in `Runs`, -1 where it has none.  `goal`, `sign` (+1 at least, -1 at most)
    and `by` are its target's; without one `goal` is NaN and `by` infinite.  `grows` says that its path is to be
    geometric; `low` and `high` are the indicator's limits, NaN where it has none.  `base_end` is when the plan's period
    of the baseline ends, NaN without one; `base_in` says of each indicator which periods lie within it.
    """

    run: Ints
    indicator: Ints
    goal: Floats
    sign: Floats
    by: Floats
    grows: Flags
    low: Floats
    high: Floats
    base_end: Floats
    base_in: Flags


@dataclass(frozen=True, slots=True)
class Ways:
    """What the indicators say, an array each; see `Terms`."""

    grows: Flags
    low: Floats
    high: Floats
    base_end: Floats
    stated: Sequence[Period | None]

    @classmethod
    def of(
        cls, grows: Sequence[bool], limits: Sequence[tuple[float, float]], stated: Sequence[Period | None]
    ) -> "Ways":
        """From lists with an entry for each indicator; `stated` are the periods of the baselines."""
        ends = [math.nan if it is None else float(it.end) for it in stated]
        low, high = np.array(limits, np.float64).reshape(-1, 2).T
        return cls(np.array(grows, bool), low, high, np.array(ends, np.float64), stated)

    def terms(
        self,
        periods: Sequence[Period],
        run: Sequence[int],
        indicator: Sequence[int],
        goal: Sequence[float],
        sign: Sequence[int],
        by: Sequence[float],
    ) -> Terms:
        """The terms of series, each list with an entry for each; see `Terms`."""
        of = np.array(indicator, np.int64)
        inside = [[it is not None and it.contains(period) for period in periods] for it in self.stated]
        to, good, year = (np.array(it, np.float64) for it in (goal, sign, by))
        return Terms(
            np.array(run, np.int64), of, to, good, year,
            self.grows[of], self.low[of], self.high[of],
            self.base_end[of], np.array(inside, bool).reshape(len(self.stated), len(periods)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a series rests on, an array each; places are rows of the columns, -1 where there is none.

    `usual` says that its rows are as they usually are, so that the rest holds.  `base`, `latest`, `later`, `part` and
    `partial` are places, of what a `Gap` so calls; `check` says that there is a row of that rule.  `start` and `value`
    are the baseline's time and value, `now` and `reached` those of the latest.  `points` are times and values, the
    baseline's first, then the others up to the target year in the order of time; NaN where there is none, and `places`
    are their places.  `beyond` are the values after the target year.  `after` says that something was observed after
    the baseline, `over` that something is known of after the target year, `synthetic` that a value is made up.
    """

    usual: Flags
    base: Ints
    start: Floats
    value: Floats
    latest: Ints
    now: Floats
    reached: Floats
    later: Ints
    part: Ints
    partial: Ints
    check: Flags
    synthetic: Flags
    after: Flags
    points: Sequence[tuple[Floats, Floats]]
    places: Ints
    beyond: Floats
    over: Flags


def seen(columns: Columns, found: Runs, terms: Terms) -> Seen:
    """Sort out the observations of every series against its baseline and its target, as `assess_series` does."""
    ends, order = (np.array(list(it), np.float64) for it in _times(columns.periods))
    start, length = _or_nothing(found.start, terms.run, -1), _or_nothing(found.length, terms.run, 0)
    step = np.arange(min(int(length.max(initial=0)), LONGEST))[:, None]
    here = step < length
    row = np.where(here, start + step, -1)
    period, rule = columns.period[row], columns.rule[row]
    end, rank, missing = ends[period], order[period], columns.decimals[row] == MISSING
    yearly = here & ~np.isin(rule, _BESIDE)
    use, part, partial = yearly & ~missing, here & (rule == _PART), yearly & missing
    usual = (length <= LONGEST) & (~use | columns.comparable()[row]).all(0)
    for which in (use, part, partial):
        usual &= _one_after_another(which, rank)
    values = columns.floats()
    value = values[row]
    base = _last(use & terms.base_in[terms.indicator, period], row)
    begin = np.where(base >= 0, _at(ends[columns.period], base), terms.base_end)
    after = use & ~(end <= begin)
    by_then, beyond = after & (end <= terms.by), after & (end > terms.by)
    latest, last = _last(by_then, row), _last(after, row)
    known = np.where(last >= 0, _at(ends[columns.period], last), begin)
    part, partial = part & ~(end <= known), partial & ~(end <= known)
    first = np.where(base >= 0, begin, np.nan), _at(values, base)
    points = [first, *zip(np.where(by_then, end, np.nan), np.where(by_then, value, np.nan), strict=True)]
    return Seen(
        usual, base, begin, first[1], latest, _at(ends[columns.period], latest), _at(values, latest),
        _last(beyond, row), _last(part, row), _last(partial, row), (here & (rule == _CHECK)).any(0),
        (here & (rule != _CHECK) & (columns.status[row] == _SYNTHETIC)).any(0), after.any(0), points,
        np.vstack([base, np.where(by_then, row, -1)]), np.where(beyond, value, np.nan),
        beyond.any(0) | ((part | partial) & (end > terms.by)).any(0),
    )  # fmt: skip


def _times(periods: Sequence[Period]) -> tuple[Iterable[float], Iterable[float]]:
    """When each period ends, and its place in the order of time, the same for what `newest` takes for one."""
    places = {order: place for place, order in enumerate(sorted({period.order for period in periods}))}
    return (float(period.end) for period in periods), (places[period.order] for period in periods)


def _or_nothing(found: Ints, run: Ints, nothing: int) -> Ints:
    return np.where(run >= 0, found[run], nothing) if len(found) else np.full(len(run), nothing)


def _at(values: Floats, row: Ints) -> Floats:
    return np.where(row >= 0, values[row], np.nan) if len(values) else np.full(len(row), np.nan)


def _last(which: Flags, row: Ints) -> Ints:
    """The last row that is meant in each column, -1 where none is."""
    found: Ints = np.where(which, row, -1).max(0, initial=-1)
    return found


def _one_after_another(which: Flags, rank: Floats) -> Flags:
    """Whether each row that is meant comes after all those before it."""
    ranks = np.where(which, rank, -1.0)
    before = np.maximum.accumulate(ranks, 0)
    return np.asarray((~which[1:] | (ranks[1:] > before[:-1])).all(0))
