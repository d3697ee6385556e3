"""The other methods, put to the plan's own targets: the same baseline, observations and target as the verdict's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from hlwplan.assess import opensdg, sdsn, weather
from hlwplan.assess.gap import Gap
from hlwplan.assess.rating import Method, Note, Point, Rating, unrated
from hlwplan.assess.series import aim, is_held
from hlwplan.assess.verdict import limit_ahead
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Target


def rated(
    gaps: Sequence[Gap], observations: Iterable[Observation], method: Method, *, year: int | None = None
) -> list[Gap]:
    """The gaps with their ratings by one method.

    `observations` and `year` are those that the gaps were judged by.
    """
    series: dict[tuple[str, str], list[Observation]] = {}
    for it in observations:
        if year is None or it.period.year <= year:
            series.setdefault((it.indicator, it.region), []).append(it)
    return [replace(gap, rating=rate(gap, series.get((gap.indicator.id, gap.region), ()), method)) for gap in gaps]


def rate(gap: Gap, observations: Iterable[Observation], method: Method) -> Rating:
    """Rate one gap by the observations of its indicator in its region, in any order."""
    if gap.target is None:
        return unrated(method, "no_target")
    by = {"opensdg": _opensdg, "sdsn": _sdsn, "weather": _weather}[method]
    return by(gap, gap.target, _yearly(observations))


def _yearly(observations: Iterable[Observation]) -> dict[int, Point]:
    """The last value of each year with its time; unfinished years, partial sums and sums that only check are none."""
    usable = [it for it in observations if it.yearly and it.value is not None]
    usable.sort(key=lambda it: it.period.order)
    return {it.period.year: (float(it.period.end), float(it.value)) for it in usable if it.value is not None}


def _aim(target: Target, value: float) -> tuple[float, Literal[1, -1]] | None:
    """What is to be reached and the good direction, as the verdict has them."""
    wanted = aim(target, Decimal(repr(value)))  # as reported: -4.8 is in the middle of -19.8 and 10.2, its float is not
    return None if wanted is None else (float(wanted[0]), wanted[1])


def _head(target: Target) -> Literal[1, -1]:
    """The good direction where no figure is promised."""
    return -1 if target.direction == "down" else 1


def _opensdg(gap: Gap, target: Target, yearly: Mapping[int, Point]) -> Rating:
    """Open SDG counts calendar years: a state of June 2018 is the value of 2018."""
    base = gap.base
    if base is None:
        return unrated("opensdg", "no_base")
    values = {year: value for year, (_, value) in yearly.items()}
    if base.value is not None:
        values[base.period.year] = float(base.value)
    points, start = sorted(values.items()), base.period.year
    wanted = _aim(target, points[-1][1] if points else 0.0)
    if wanted is None:
        limit = limit_ahead(gap.indicator, "up" if _head(target) > 0 else "down")
        found = opensdg.rate(points, start, target.by, None, _head(target), limit)
    else:
        found = opensdg.rate(points, start, target.by, *wanted)
    if gap.indicator.kind == "growth" and found.status not in {"target_achieved", "not_available"}:
        # Its method says so: the growth of a growth rate is none; the level is wanted.
        return unrated("opensdg", "growth_rate", start=found.start, end=found.end)
    return found


def _until(target: Target, gap: Gap, yearly: Mapping[int, Point]) -> list[Point]:
    """The points up to the target year, with the plan's own baseline where it states one."""
    points, base = dict(yearly), gap.base
    if base is not None and base.value is not None:
        time = float(base.time)
        if base.period.year not in points or points[base.period.year][0] <= time:
            points[base.period.year] = (time, float(base.value))
    return sorted(point for point in points.values() if point[0] <= target.by)


def _sdsn(gap: Gap, target: Target, yearly: Mapping[int, Point]) -> Rating:
    points, base = _until(target, gap, yearly), gap.base
    if not points:
        return unrated("sdsn", "no_data")
    wanted = _aim(target, points[-1][1])
    if wanted is None:
        return unrated("sdsn", "no_figure")
    notes: tuple[Note, ...] = ()
    start: Point | None = None
    if base is not None and base.value is not None:
        start = float(base.time), float(base.value)
    elif base is not None:
        start = sdsn.nearest(points[:-1], float(base.time))
        notes = ("other_base",) if start else ()
    return sdsn.rate(start, points[-1], (float(target.by), wanted[0]), wanted[1], notes=notes)


def _weather(gap: Gap, target: Target, yearly: Mapping[int, Point]) -> Rating:
    points = _until(target, gap, yearly)
    if not points:
        return unrated("weather", "no_data")
    wanted = _aim(target, points[-1][1])
    if wanted is None:
        return weather.head(points, _head(target))
    if is_held(gap.indicator, target):
        return weather.hold(points, *wanted)
    return weather.reach(points, (float(target.by), wanted[0]), wanted[1])
