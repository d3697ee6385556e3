"""Readings: one target's verdict on either path and by the pace that is required from here.

| reading | ratio | |
|---|---|---|
| linear | `(x−b)/(t−t0)` over `(T−b)/(tT−t0)` | `methods.md` A.2 |
| geometric | the same of yearly growth; not possible from, through or to zero | A.2 |
| required ◆ | the pace since the baseline over the pace from the latest to the target, on the target's own path | |

The cut-offs are A.3's, 0.95, 0.60 and 0, for all three; for the last this is the project's decision ◆.  Above 1 it
means that going on as before is more than enough, below 0 that the series moves away.  Where the path is missed it is
the stricter, the more so the less time is left, because the shortfall has to be made up too.

A ratio only decides in tests 7 to 10 of A.3.  What an earlier test decides holds whatever the path, and all three
readings are that status.  So no pace is asked of a target where none is left to go or no time to go it in: the latest
value at or beyond the target is `achieved` or `met`, a target year that is over is `met`, `missed` or `pending_final`.
"""

from typing import Final

from hlwplan.assess import formulas, paths
from hlwplan.assess.formulas import NUMBERS, Leg, known, or_nan
from hlwplan.assess.gap import Gap, Reading, Readings, Status
from hlwplan.assess.verdict import VERDICTS, standing

BY_RATIO: Final[frozenset[Status]] = frozenset({"on_track", "needs_acceleration", "limited", "deteriorating"})


MIXED: Final = Reading(None, why="mixed_signs")
UNDEFINED: Final = Reading(None, why="ratio_undefined")


def readings(gap: Gap) -> Readings:
    """The three readings of a gap that has its numbers and its verdict."""
    base, latest, goal = gap.base, gap.latest, gap.numbers.aim
    by_ratio = (gap.status in BY_RATIO and gap.reason is None) or gap.reason == "ratio_undefined"
    if not by_ratio or base is None or latest is None or gap.target is None or goal is None:
        return Readings(*(Reading(gap.status),) * 3)
    if base.value is None or latest.value is None:
        return Readings(*(Reading(gap.status),) * 3)
    leg = Leg(float(base.time), float(base.value), float(latest.period.end), float(latest.value),
              float(gap.target.by), float(goal), 1)  # fmt: skip
    required = paths.ratio(gap.numbers.pace_observed, gap.numbers.pace_required)
    grows = formulas.one_sign(leg.base, leg.value, leg.goal)
    linear, geometric = (known(formulas.on_path(NUMBERS, path, leg)) for path in (False, True))
    return read(linear, geometric, required, grows=grows)


def read(linear: float | None, geometric: float | None, required: float | None, *, grows: bool) -> Readings:
    """The readings of three ratios; `grows` False: there is no growth from, through or to zero."""
    on_linear, on_geometric, by_required = (
        reading(standing(NUMBERS, or_nan(ratio)), ratio) for ratio in (linear, geometric, required)
    )
    return Readings(on_linear, on_geometric if grows else MIXED, by_required)


def reading(place: int, ratio: float | None) -> Reading:
    """The reading of a ratio and of its place in `VERDICTS`; MIXED where the place is -1."""
    if ratio is None or place < 0:
        return MIXED if place < 0 else UNDEFINED
    return Reading(VERDICTS[place][0], ratio)
