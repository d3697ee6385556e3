"""Roll-up: every target of a plan, and what the whole rests on.  Nothing is averaged into a score."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Bound, Indicator, Plan, Target
from hlwplan.plan.names import Names, listed


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
    own = region is None or region == plan.region
    place = plan.region if region is None else region
    names = listed(plan.head.regions)
    series: dict[str, list[Observation]] = {}
    for observation in observations:
        if observation.region == place and (year is None or observation.period.year <= year):
            series.setdefault(observation.indicator, []).append(observation)
    return [
        assess_series(indicator, target if own else _share(indicator, target, place, names), place,
                      series.get(indicator.id, ()), own_region=own, year=year, options=options)
        for indicator, target in plan.targets()
        if own or target is indicator.target[-1]
    ]  # fmt: skip


def _share(indicator: Indicator, target: Target, region: str, names: Names[str]) -> Target | None:
    """The target handed down to a region, due when the indicator's last one is."""
    for share in indicator.shares:
        if names.get(share.region) == region:
            if target.hold is not None:
                return Target(by=target.by, hold=Bound(at_least=share.at_least, at_most=share.at_most))
            return Target(by=target.by, at_least=share.at_least, at_most=share.at_most)
    return None


def summarise(gaps: Sequence[Gap]) -> Summary:
    """Count the gaps; statuses come in the order of their list, those that none has are left out."""
    counts = Counter(gap.status for gap in gaps)
    ordered = {status: counts[status] for status in get_args(Status) if counts[status]}
    return Summary(len(gaps), sum(gap.assessed for gap in gaps), ordered)
