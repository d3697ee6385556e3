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

from collections.abc import Sequence
from typing import Final

from hlwplan.assess import paths
from hlwplan.assess.gap import Gap, Reading, Readings, Status
from hlwplan.assess.verdict import ratio_verdict

BY_RATIO: Final[frozenset[Status]] = frozenset({"on_track", "needs_acceleration", "limited", "deteriorating"})


def readings(gap: Gap) -> Readings:
    """The three readings of a gap that has its numbers and its verdict."""
    base, latest, goal = gap.base, gap.latest, gap.numbers.aim
    by_ratio = (gap.status in BY_RATIO and gap.reason is None) or gap.reason == "ratio_undefined"
    if not by_ratio or base is None or latest is None or gap.target is None or goal is None:
        return Readings(*(Reading(gap.status),) * 3)
    values = [float(value) for value in (base.value, latest.value, goal) if value is not None]
    times = float(base.time), float(latest.period.end), float(gap.target.by)
    required = paths.ratio(gap.numbers.pace_observed, gap.numbers.pace_required)
    return Readings(_on("linear", times, values), _on("geometric", times, values), _read(required))


def _on(path: paths.Scale, times: Sequence[float], values: Sequence[float]) -> Reading:
    """The reading on a path; times and values are those of the baseline, of the latest and of the target."""
    if paths.scale(path, "", values)[1]:
        return Reading(None, why="mixed_signs")
    (start, now, end), (base, value, goal) = times, values
    observed, planned = paths.pace(path, base, value, now - start), paths.pace(path, base, goal, end - start)
    return _read(paths.ratio(observed, planned))


def _read(ratio: float | None) -> Reading:
    if ratio is None:
        return Reading(None, why="ratio_undefined")
    return Reading(ratio_verdict(ratio)[0], ratio)
