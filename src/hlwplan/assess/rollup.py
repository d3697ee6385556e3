"""Roll-up: every target of a plan, and what the whole rests on.  Nothing is averaged into a score."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, Plan, Target


@dataclass(frozen=True, slots=True)
class Summary:
    """How many targets there are, how many have a verdict, and how many stand at each status."""

    targets: int
    assessed: int
    by_status: Mapping[Status, int]


def assess(
    plan: Plan,
    observations: Iterable[Observation],
    *,
    region: str | None = None,
    year: int | None = None,
    options: Options = PLAIN,
) -> list[Gap]:
    """Judge every target in one region, in the plan's order.

    `region` None is the plan's own.  Another region is judged by the shares handed down to it; where it has none the
    gap has no target.  `year` judges as at the end of that year; observations of later years are not used.
    `options` says what to add to the verdicts.
    """
    place = plan.region if region is None else region
    return _of_region(plan, place, _series(observations, year).get(place, {}), year, options)


def assess_regions(
    plan: Plan, observations: Iterable[Observation], *, year: int | None = None, options: Options = PLAIN
) -> list[Gap]:
    """Judge every region that something was observed of or handed down to: the plan's own first, then its parts.

    The plan's own region has a gap for each target.  Another has one for each indicator that it has a share of or an
    observation of, in the plan's order; parts come in the order in which the plan names them, then whatever other
    regions it lists.
    """
    series = _series(observations, year)
    return [gap for place in plan.places for gap in _seen(plan, place, series.get(place, {}), year, options)]


def assess_region(
    plan: Plan, observations: Iterable[Observation], region: str, *, year: int | None = None, options: Options = PLAIN
) -> list[Gap]:
    """What `assess_regions` gives for one region, whose observations are enough."""
    return _seen(plan, region, _series(observations, year).get(region, {}), year, options)


OfRegion = Mapping[str, Sequence[Observation]]
"""The observations of one region by indicator."""


def _series(observations: Iterable[Observation], year: int | None) -> dict[str, dict[str, list[Observation]]]:
    """What was observed up to a year, by region and indicator."""
    found: dict[str, dict[str, list[Observation]]] = {}
    for it in observations:
        if year is None or it.period.year <= year:
            found.setdefault(it.region, {}).setdefault(it.indicator, []).append(it)
    return found


def _of_region(plan: Plan, place: str, series: OfRegion, year: int | None, options: Options) -> list[Gap]:
    own = place == plan.region
    return [
        assess_series(indicator, target, place, series.get(indicator.id, ()),
                      own_region=own, year=year, options=options)
        for indicator, target in (plan.targets() if own else _owed(plan, place))
    ]  # fmt: skip


def _seen(plan: Plan, place: str, series: OfRegion, year: int | None, options: Options) -> list[Gap]:
    return [
        gap
        for gap in _of_region(plan, place, series, year, options)
        if place == plan.region or gap.target is not None or gap.indicator.id in series
    ]


def _owed(plan: Plan, place: str) -> Iterator[tuple[Indicator, Target | None]]:
    """Every indicator with what is handed down of it to a region; None where nothing is."""
    for indicator in plan.indicators:
        handed = plan.handed_down(indicator, place)
        yield indicator, handed.target if handed else None


def summarise(gaps: Sequence[Gap]) -> Summary:
    """Count the gaps."""
    counts = Counter(gap.status for gap in gaps)
    return Summary(len(gaps), sum(gap.assessed for gap in gaps), in_order(counts))


def in_order(counts: Mapping[Status, int]) -> dict[Status, int]:
    """The counts in the order of the list of statuses, without those that none has."""
    return {status: counts[status] for status in get_args(Status) if counts.get(status)}
