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
from hlwplan.assess.gap import UNMEASURED, Base, Feasibility, Gap, Numbers, Reading, Readings, Reason, Status
from hlwplan.assess.matrices import Runs, Seen, Ways, flags, runs, seen, up_to
from hlwplan.assess.progress import assess_series, completion, difference, limits
from hlwplan.assess.readings import reading
from hlwplan.assess.series import is_held
from hlwplan.assess.verdict import VERDICTS
from hlwplan.assess.within import within
from hlwplan.measure.columns import EXACT_FIGURES, Columns
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan, Target
from hlwplan.plan.uncollected import uncollected

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

    `goal` and `sign` (+1 at least, -1 at most) are the target's; `usual` says that arrays can judge by it.
    """

    run: int
    indicator: int
    region: int
    target: Target | None = None
    goal: Decimal = Decimal("NaN")
    sign: Literal[1, -1] = 1
    usual: bool = True


_Owed = tuple[Target, Decimal, Literal[1, -1], bool]
"""The last fields of a `_Job`."""


class _Bulk:
    """What the plan says of every series, looked up once."""

    def __init__(self, plan: Plan, year: int | None) -> None:
        self._plan, self._year, self._indicators = plan, year, plan.indicators
        self._paths = [paths.scale(it.path, it.kind, ())[0] for it in plan.indicators]
        stated = [None if it.baseline is None else it.baseline.period for it in plan.indicators]
        self._unseen = [None if it is None else Base(it, it.end, None) for it in stated]
        self._shared = [code for code, it in enumerate(plan.indicators) if it.shares]
        self._last = [float(it.target[-1].by) for it in plan.indicators]
        self._runs_up = flags([it.kind in {"amount", "count"} for it in plan.indicators])
        self._owed: dict[int, _Owed] = {}
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
                yield _Job(run, code, place, *(self._owes(code, handed[code].target) if code in handed else ()))

    def _owes(self, code: int, target: Target) -> _Owed:
        """What jobs take from a target, which is mostly the one that the region before has too."""
        found = self._owed.get(code)
        if found is None or found[0] is not target:
            goal, held = target.values[0], is_held(self._indicators[code], target)
            sign: Literal[1, -1] = 1 if target.sense == "at_least" else -1
            found = self._owed[code] = target, goal, sign, _comparable(goal) and not held
        return found

    def _made(self, columns: Columns, found: Runs, jobs: Sequence[_Job]) -> list[Gap]:
        """The gaps of jobs of which each has a target or none has."""
        if not jobs:
            return []
        terms = self._ways.terms(columns.periods, [it.run for it in jobs], [it.indicator for it in jobs],
                                 [float(it.goal) for it in jobs], [it.sign for it in jobs],
                                 [inf if it.target is None else self._last[it.indicator] for it in jobs])  # fmt: skip
        series = seen(columns, found, terms)
        what = _Parts(columns, series, self._unseen, jobs)
        if jobs[0].target is None:
            gaps = list(self._unjudged(jobs, what))
        else:
            gaps = list(self._judged(columns, jobs, what, judged(columns, terms, series, self._year)))
        odd = ~(series.usual & flags([it.usual for it in jobs]))
        beside = series.check | ((series.part >= 0) & self._runs_up[terms.indicator])
        for place in (odd | beside).nonzero()[0].tolist():
            job = jobs[place]
            start, length = (int(found.start[job.run]), int(found.length[job.run])) if job.run >= 0 else (0, 0)
            gaps[place] = self._finished(gaps[place], job, columns.series(start, start + length), odd=bool(odd[place]))
        return gaps

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
                      paths_[code], fallback, UNMEASURED, None, None, part, partial, synthetic)  # fmt: skip

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
        self.synthetic = series.synthetic.tolist()


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
    for (job, observed, capped, elapsed, realised, ratio, pace, planned, required, projected, shortfall, reached,
         trend) in zip(jobs, latest, along.capped.tolist(), *lists, strict=True):  # fmt: skip
        value = None if observed is None else observed.value
        if value is None:
            yield UNMEASURED
            continue
        goal, sign = job.goal, job.sign
        yield Numbers(goal, difference(goal, value, sign), completion(goal, value, sign), elapsed, realised, ratio,
                      pace, planned, required, projected, shortfall, capped, reached, trend)  # fmt: skip


def _readings(it: Judged) -> Iterator[Readings]:
    ratios, places = map(listed, it.ratios), (array.tolist() for array in it.standings)
    for verdict, read, linear, geometric, required, on_linear, on_geometric, by_required in zip(
        it.verdict.tolist(), it.read.tolist(), *ratios, *places, strict=True
    ):
        if read:
            yield Readings(reading(on_linear, linear), reading(on_geometric, geometric), reading(by_required, required))
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
