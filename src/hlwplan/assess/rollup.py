"""Roll-up: every target of a plan, and what the whole rests on.  Nothing is averaged into a score."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Bound, Indicator, Plan, Share, Target
from hlwplan.plan.names import listed


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
    return _of_region(
        plan, place, _series(observations, year).get(place, {}), handed_down(plan).get(place, {}), year, options
    )


def assess_regions(
    plan: Plan, observations: Iterable[Observation], *, year: int | None = None, options: Options = PLAIN
) -> list[Gap]:
    """Judge every region that something was observed of or handed down to: the plan's own first, then its parts.

    The plan's own region has a gap for each target.  Another has one for each indicator that it has a share of or an
    observation of, in the plan's order; parts come in the order in which the plan names them, then whatever other
    regions it lists.
    """
    series, shares = _series(observations, year), handed_down(plan)
    return [
        gap
        for place in plan.places
        for gap in _of_region(plan, place, series.get(place, {}), shares.get(place, {}), year, options)
        if place == plan.region or gap.target is not None or gap.indicator.id in series.get(place, {})
    ]


OfRegion = Mapping[str, Sequence[Observation]]
"""The observations of one region by indicator."""


def _series(observations: Iterable[Observation], year: int | None) -> dict[str, dict[str, list[Observation]]]:
    """What was observed up to a year, by region and indicator."""
    found: dict[str, dict[str, list[Observation]]] = {}
    for it in observations:
        if year is None or it.period.year <= year:
            found.setdefault(it.region, {}).setdefault(it.indicator, []).append(it)
    return found


def _of_region(
    plan: Plan, place: str, series: OfRegion, shares: Mapping[str, Share], year: int | None, options: Options
) -> list[Gap]:
    own = place == plan.region
    return [
        assess_series(indicator, target if own else share_target(indicator, shares.get(indicator.id)), place,
                      series.get(indicator.id, ()), own_region=own, year=year, options=options)
        for indicator, target in plan.targets()
        if own or target is indicator.target[-1]
    ]  # fmt: skip


def handed_down(plan: Plan) -> dict[str, dict[str, Share]]:
    """The shares by region and indicator; of several for one region the first."""
    names = listed(plan.head.regions)
    found: dict[str, dict[str, Share]] = {}
    for indicator in plan.indicators:
        for share in indicator.shares:
            place = names.get(share.region)
            if place is not None:
                found.setdefault(place, {}).setdefault(indicator.id, share)
    return found


def share_target(indicator: Indicator, share: Share | None) -> Target | None:
    """The target handed down to a region, due when the indicator's last one is; None without a share."""
    if share is None:
        return None
    last = indicator.target[-1]
    if last.hold is not None:
        return Target(by=last.by, hold=Bound(at_least=share.at_least, at_most=share.at_most))
    return Target(by=last.by, at_least=share.at_least, at_most=share.at_most)


def summarise(gaps: Sequence[Gap]) -> Summary:
    """Count the gaps; statuses come in the order of their list, those that none has are left out."""
    counts = Counter(gap.status for gap in gaps)
    ordered = {status: counts[status] for status in get_args(Status) if counts[status]}
    return Summary(len(gaps), sum(gap.assessed for gap in gaps), ordered)
