"""Every region of a plan, its own first: what each was promised, and what was observed there."""

from collections.abc import Sequence

from hlwplan.assess.gap import Gap
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.rollup import assess
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan


def assess_everywhere(
    plan: Plan, observations: Sequence[Observation], *, year: int | None = None, options: Options = PLAIN
) -> list[Gap]:
    """Judge every target in every region, region by region in the plan's order.

    Of another region than the plan's own only what has a share or an observation is there.
    """
    gaps = assess(plan, observations, year=year, options=options)
    for region in plan.head.regions[1:]:
        gaps += [
            gap for gap in assess(plan, observations, region=region.name, year=year, options=options) if _told(gap)
        ]
    return gaps


def _told(gap: Gap) -> bool:
    observed = gap.base is not None and gap.base.observation is not None
    return observed or any(it is not None for it in (gap.target, gap.latest, gap.part, gap.partial))
