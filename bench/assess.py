"""Series judged a second: by plain calls and in arrays, on one process and on two.

    python bench/assess.py [regions]

A made-up plan of 100 indicators, the same each time: amounts, counts and rates, at least and at most, five to seven
yearly observations of each in every region, and a target in four regions of five.  Every way makes the very gaps; on
two processes each makes those of half the regions and keeps them.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.assess.bulk import assess_columns
from hlwplan.assess.rollup import assess_regions
from hlwplan.measure.columns import Columns
from hlwplan.measure.measurement import Observation
from hlwplan.period import year
from hlwplan.plan.head import Head
from hlwplan.plan.model import Indicator, Plan

SEED: Final = 2016
INDICATORS: Final = 100
KINDS: Final = (("amount", "亿元"), ("count", "个"), ("rate", "%"), ("amount", "万元"), ("speed", "Mbps"))
FEW: Final = 50
"""So many regions go through plain calls; all of them would take minutes."""


def made_plan(regions: int) -> Plan:
    """The plan with its regions."""
    chance = random.Random(SEED)
    names = [f"县{number}" for number in range(regions)]
    head = Head.model_validate({
        "id": "assess", "title": "大计划", "document": {}, "horizon": 2020, "areas": ({"id": "all", "name": "全"},),
        "regions": ({"name": "国", "parts": tuple(names)}, *({"name": name} for name in names)),
    })  # fmt: skip
    return Plan(head, (), tuple(made_indicator(chance, number, names) for number in range(INDICATORS)), {})


def made_indicator(chance: random.Random, number: int, names: Sequence[str]) -> Indicator:
    """One indicator, with shares."""
    kind, unit = KINDS[number % len(KINDS)]
    sense = "at_most" if number % 4 == 0 else "at_least"
    goals = {"at_least": (90, 150), "at_most": (20, 60)}[sense]
    shares = tuple({"region": name, sense: Decimal(chance.randint(*goals))} for name in names if chance.random() < 0.8)
    return Indicator.model_validate({
        "id": f"i{number}", "name": f"指标{number}", "task": "T1", "unit": unit, "kind": kind, "series": "level",
        "target": {"by": 2020, sense: 5000}, "stated": "explicit", "source": {"clause": "一"}, "shares": shares,
        "baseline": {"period": 2015},
    })  # fmt: skip


def made_observations(plan: Plan) -> list[Observation]:
    """Five to seven years of each indicator in each region."""
    chance = random.Random(SEED)
    return [
        Observation(indicator.id, region.name, year(when), Decimal(chance.randint(2000, 12000)).scaleb(-2), "year",
                    "final", "2021-01-31", (f"0123456789ab#{chance.randint(2, 99999)}",), ("统计局",))
        for region in plan.head.regions[1:]
        for indicator in plan.indicators
        for when in range(2015, 2020 + chance.randint(0, 2))
    ]  # fmt: skip


def timed(work: Callable[[], int]) -> float:
    """Series a second of processor time, which a busy machine does not lengthen."""
    begin = time.process_time()
    done = work()
    return done / (time.process_time() - begin)


def in_arrays(plan: Plan, batches: Sequence[Columns]) -> int:
    """How many gaps were made in arrays; each batch's are let go before the next."""
    return sum(len(gaps) for gaps in assess_columns(plan, batches))


def forked(plan: Plan, halves: Sequence[Sequence[Columns]], made: int) -> float:
    """Series a second on two processes, by the processor time of the slower; all of them make `made` gaps."""
    children = []
    for half in halves:
        child = os.fork()
        if child == 0:
            in_arrays(plan, half)
            os._exit(0)
        children.append(child)
    used = (os.wait4(child, 0)[2] for child in children)
    return made / max(it.ru_utime + it.ru_stime for it in used)


def main() -> None:
    """Print the rates of one run."""
    regions = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    few = made_plan(FEW)
    some = made_observations(few)
    print("series a second of processor time")
    print(f"plain calls:            {timed(lambda: len(assess_regions(few, some))):>9,.0f}")
    plan = made_plan(regions)
    batches = list(Columns.of(plan, made_observations(plan)).parted(16))
    made = in_arrays(plan, batches)
    print(f"arrays, one process:    {timed(lambda: in_arrays(plan, batches)):>9,.0f}")
    print(f"arrays, two processes:  {forked(plan, (batches[::2], batches[1::2]), made):>9,.0f}")
    print(f"{made:,} series of {sum(map(len, batches)):,} observations; {FEW * INDICATORS:,} through plain calls")


if __name__ == "__main__":
    main()
