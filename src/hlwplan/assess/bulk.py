"""Bulk: every region of a plan judged from columns, with the very gaps that `assess_regions` gives.

Series of a value to be at least or at most are judged in arrays; whatever is less usual goes through `assess_series`,
one by one: what is to be held, long series, values of more figures than a float tells apart, the plan's own region.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Final, Literal, NamedTuple

from hlwplan.assess import paths
from hlwplan.assess.arrays import Judged, judged, listed
from hlwplan.assess.districts import checked
from hlwplan.assess.gap import Base, Feasibility, Gap, Numbers, Reading, Readings, Reason, Status
from hlwplan.assess.matrices import Runs, Seen, Ways, runs, seen, up_to
from hlwplan.assess.progress import assess_series, completion, difference, limits
from hlwplan.assess.readings import reading
from hlwplan.assess.series import is_held
from hlwplan.assess.verdict import VERDICTS
from hlwplan.assess.within import within
from hlwplan.measure.columns import EXACT_FIGURES, Columns
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan, Target
from hlwplan.plan.uncollected import uncollected

_NONE: Final = Numbers()
_AS_IT_IS: Final[Mapping[Status, Readings]] = {
    status: Readings(*(Reading(status),) * 3) for status in dict.fromkeys(status for status, _ in VERDICTS)
}
"""The readings of a verdict that no ratio decided."""


def assess_columns(plan: Plan, batches: Iterable[Columns], *, year: int | None = None) -> Iterator[list[Gap]]:
    """Judge the regions that each of the columns covers; all lists together are what `assess_regions` gives.

    That is where the columns cover the plan's regions in their order.  `year` is as there.
    """
    bulk = _Bulk(plan, year)
    for columns in batches:
        with uncollected():
            gaps = bulk.gaps(up_to(columns, year))
        yield gaps


class _Job(NamedTuple):
    """One gap to be made: `run` is the place of its series, -1 where nothing was observed.

    `goal` and `sign` (+1 at least, -1 at most) are the target's.
    """

    run: int
    indicator: int
    region: int
    target: Target | None = None
    goal: Decimal = Decimal("NaN")
    sign: Literal[1, -1] = 1


class _Bulk:
    """What the plan says of every series, looked up once."""

    def __init__(self, plan: Plan, year: int | None) -> None:
        self._plan, self._year, self._indicators = plan, year, plan.indicators
        self._paths = [paths.scale(it.path, it.kind, ())[0] for it in plan.indicators]
        stated = [None if it.baseline is None else it.baseline.period for it in plan.indicators]
        self._unseen = [None if it is None else Base(it, it.end, None) for it in stated]
        self._shared = [code for code, it in enumerate(plan.indicators) if it.shares]
        self._last = [float(it.target[-1].by) for it in plan.indicators]
        self._runs_up = [it.kind in {"amount", "count"} for it in plan.indicators]
        self._ways = Ways.of([it == "geometric" for it in self._paths], [limits(it) for it in plan.indicators], stated)

    def gaps(self, columns: Columns) -> list[Gap]:
        """The gaps of every region that the columns cover."""
        found = runs(columns)
        own = self._own(columns, found) if 0 in columns.covers else []
        jobs = list(self._jobs(columns, found))
        made: list[Gap | None] = [None] * len(jobs)
        free = [place for place, job in enumerate(jobs) if job.target is None]
        bound = [place for place, job in enumerate(jobs) if job.target is not None]
        for places in (free, bound):
            for place, gap in zip(places, self._made(columns, found, [jobs[it] for it in places]), strict=True):
                made[place] = gap
        return [*own, *(gap for gap in made if gap is not None)]

    def _own(self, columns: Columns, found: Runs) -> list[Gap]:
        """The plan's own region, whose every target has a gap."""
        starts = zip(found.region.tolist(), found.indicator.tolist(), found.start.tolist(), found.length.tolist(),
                     strict=True)  # fmt: skip
        series = {code: columns.series(start, start + length) for region, code, start, length in starts if region == 0}
        code = {it.id: code for code, it in enumerate(self._indicators)}
        return [
            assess_series(indicator, target, self._plan.region, series.get(code[indicator.id], ()), year=self._year)
            for indicator, target in self._plan.targets()
        ]

    def _jobs(self, columns: Columns, found: Runs) -> Iterator[_Job]:
        """A gap for each share and each series, by region and in the plan's order."""
        regions, indicators = found.region.tolist(), found.indicator.tolist()
        for place in columns.covers:
            if place == 0:
                continue
            first, stop = bisect_left(regions, place), bisect_left(regions, place + 1)
            observed = dict(zip(indicators[first:stop], range(first, stop), strict=True))
            handed = {code: it for code in self._shared
                      if (it := self._plan.handed_down(self._indicators[code], columns.places[place]))}  # fmt: skip
            for code in sorted(observed.keys() | handed.keys()):
                run = observed.get(code, -1)
                if code in handed:
                    target = handed[code].target
                    yield _Job(run, code, place, target, target.values[0], 1 if target.sense == "at_least" else -1)
                else:
                    yield _Job(run, code, place)

    def _made(self, columns: Columns, found: Runs, jobs: Sequence[_Job]) -> Iterator[Gap]:
        """The gaps of jobs of which each has a target or none has."""
        if not jobs:
            return iter(())
        terms = self._ways.terms(columns.periods, [it.run for it in jobs], [it.indicator for it in jobs],
                                 [float(it.goal) for it in jobs], [it.sign for it in jobs],
                                 [inf if it.target is None else self._last[it.indicator] for it in jobs])  # fmt: skip
        series = seen(columns, found, terms)
        what = _Parts(columns, series, self._unseen, jobs)
        if jobs[0].target is None:
            gaps = self._unjudged(jobs, what)
        else:
            gaps = self._judged(columns, jobs, what, judged(columns, terms, series, self._year))
        starts, lengths = found.start.tolist(), found.length.tolist()
        return (
            self._finished(gap, job, columns.series(starts[job.run], starts[job.run] + lengths[job.run])
                           if job.run >= 0 and (odd or extra) else (), odd=odd)
            if odd or extra else gap
            for gap, job, odd, extra in zip(
                gaps, jobs, self._odd(jobs, series), what.beside(self._runs_up), strict=True
            )
        )  # fmt: skip

    def _odd(self, jobs: Sequence[_Job], series: Seen) -> Iterator[bool]:
        """Whether a series has to be judged by itself."""
        for job, usual in zip(jobs, series.usual.tolist(), strict=True):
            held = job.target is not None and is_held(self._indicators[job.indicator], job.target)
            yield not usual or held or (job.target is not None and not _comparable(job.goal))

    def _finished(self, gap: Gap, job: _Job, observations: Sequence[Observation], *, odd: bool) -> Gap:
        """The gap with what is worked out for one series at a time; all of it where the series is `odd`."""
        indicator, target, year = self._indicators[job.indicator], job.target, self._year
        if odd:
            return assess_series(indicator, target, gap.region, observations, own_region=False, year=year)
        started = within(indicator, target, gap.base, gap.path, gap.part, observations, own_region=False)
        return checked(replace(gap, within=started) if started else gap, observations)

    def _unjudged(self, jobs: Sequence[_Job], what: "_Parts") -> Iterator[Gap]:
        """The gaps of series without a target."""
        indicators, paths_, places, fallback = self._indicators, self._paths, self._plan.places, False
        for job, base, latest, part, partial, synthetic in zip(
            jobs, what.base, what.latest, what.part, what.partial, what.synthetic, strict=True
        ):
            code = job.indicator
            yield Gap(indicators[code], None, places[job.region], base, latest, "not_assessable", "no_target",
                      paths_[code], fallback, _NONE, None, None, part, partial, synthetic)  # fmt: skip

    def _judged(self, columns: Columns, jobs: Sequence[_Job], what: "_Parts", it: Judged) -> Iterator[Gap]:
        """The gaps of series with a target."""
        indicators, places, periods = self._indicators, self._plan.places, columns.periods
        first_met = (None if code < 0 else periods[code] for code in it.first_met.tolist())
        return (
            Gap(indicators[job.indicator], job.target, places[job.region], base, latest, status,
                _reason(reason, partial), "geometric" if geometric else "linear", fallback, numbers, first, later,
                part, partial, synthetic, readings, None, feasibility)
            for (status, reason), job, base, latest, geometric, fallback, numbers, first, later, part, partial,
            synthetic, readings, feasibility in zip(
                map(VERDICTS.__getitem__, it.verdict.tolist()), jobs, what.base, what.latest, it.geometric.tolist(),
                it.fallback.tolist(), _numbers(jobs, what.latest, it), first_met, what.later, what.part, what.partial,
                what.synthetic, _readings(it), _feasibilities(columns, it), strict=True)
        )  # fmt: skip


class _Parts:
    """The objects that gaps hold, a list each."""

    def __init__(self, columns: Columns, series: Seen, unseen: Sequence[Base | None], jobs: Sequence[_Job]) -> None:
        ends = [Fraction(period.end) for period in columns.periods]
        based, codes = columns.observations(series.base), columns.period[series.base].tolist() if len(columns) else ()
        self.base = (
            [unseen[job.indicator] if it is None else Base(it.period, ends[code], it.value, observation=it)
             for job, it, code in zip(jobs, based, codes, strict=True)]
            if len(columns) else [unseen[job.indicator] for job in jobs]
        )  # fmt: skip
        self.latest, self.later = columns.observations(series.latest), columns.observations(series.later)
        self.part, self.partial = columns.observations(series.part), columns.observations(series.partial)
        self.synthetic, self.check = series.synthetic.tolist(), series.check.tolist()
        self._jobs = jobs

    def beside(self, runs_up: Sequence[bool]) -> Iterator[bool]:
        """Whether there is something that is worked out for one series at a time."""
        for job, part, check in zip(self._jobs, self.part, self.check, strict=True):
            yield check or (part is not None and runs_up[job.indicator])


def _comparable(goal: Decimal) -> bool:
    """Whether a target's value is compared as a float just as it is as a decimal."""
    return len(goal.as_tuple().digits) < len(str(EXACT_FIGURES))


def _reason(reason: Reason | None, partial: Observation | None) -> Reason | None:
    if reason == "no_observation" and partial is not None:
        return "weights_zero" if partial.covered == partial.parts else "districts_missing"
    return reason


def _numbers(jobs: Sequence[_Job], latest: Sequence[Observation | None], it: Judged) -> Iterator[Numbers]:
    """The numbers of each series, none where nothing was observed by the target year."""
    along = it.numbers
    lists = map(listed, (it.elapsed, along.realised, along.ratio, along.observed, along.planned, along.required,
                         along.projected, along.shortfall, along.reached, it.trend))  # fmt: skip
    for job, observed, capped, *numbers in zip(jobs, latest, along.capped.tolist(), *lists, strict=True):
        value = None if observed is None else observed.value
        if value is None:
            yield _NONE
            continue
        goal, sign = job.goal, job.sign
        elapsed, realised, ratio, pace, planned, required, projected, shortfall, reached, trend = numbers
        yield Numbers(goal, difference(goal, value, sign), completion(goal, value, sign), elapsed, realised, ratio,
                      pace, planned, required, projected, shortfall, capped, reached, trend)  # fmt: skip


def _readings(it: Judged) -> Iterator[Readings]:
    ratios = [listed(array) for array in it.ratios]
    places = [array.tolist() for array in it.standings]
    for verdict, read, linear, geometric, required, *at in zip(
        it.verdict.tolist(), it.read.tolist(), *ratios, *places, strict=True
    ):
        if read:
            yield Readings(reading(at[0], linear), reading(at[1], geometric), reading(at[2], required))
        else:
            yield _AS_IT_IS[VERDICTS[verdict][0]]


def _feasibilities(columns: Columns, it: Judged) -> Iterator[Feasibility | None]:
    best, periods = it.stretch, columns.periods
    for required, speed, since, until, enough in zip(
        listed(it.numbers.required),
        listed(best.best),
        best.since.tolist(),
        best.until.tolist(),
        best.enough.tolist(),
        strict=True,
    ):
        if required is None or speed is None:
            yield None
        else:
            yield Feasibility(required, speed, periods[since], periods[until], enough)
