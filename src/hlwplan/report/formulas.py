"""The formulas of a gap with their numbers put in: `methods.md` A.2, A.4 and A.6.

Symbols: `b` baseline, `x` latest, `T` target, `t0`, `t` and `tT` their times; `E` time gone, `A` way gone, `v_obs`,
`v_plan` and `v_req` the paces, `R` the ratio, `y` the value projected.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hlwplan.assess.gap import Gap, Within
from hlwplan.assess.series import aim
from hlwplan.assess.verdict import ACCELERATE, ON_TRACK, STEADY, limit_ahead, limit_factor
from hlwplan.language import _
from hlwplan.measure.measurement import Observation
from hlwplan.period import Period
from hlwplan.report.words import a_year, gap_unit, pace_unit, period_text, telling, value_unit
from hlwplan.report.worked import Worksheet, exactly

CUTS: Final = (ON_TRACK, ACCELERATE, 1.0, 0.0)
Track = Sequence[tuple[Fraction, Decimal]]
"""Times and values that the verdict rests on, the baseline first where its value is known."""


def sense(gap: Gap) -> int:
    """The good direction: 1 upwards, -1 where less is better, 0 where no figure is promised."""
    latest = gap.latest.value if gap.latest else None
    if gap.target is None or latest is None:
        return 0
    wanted = aim(gap.target, latest)
    return wanted[1] if wanted else 0


def give(sheet: Worksheet, gap: Gap) -> None:
    """The numbers that everything else comes from."""
    base, latest, target = gap.base, gap.latest, gap.target
    if base is not None and base.value is not None:
        sheet.give("b", base.value)
    if base is not None:
        sheet.give("t0", base.time)
    if latest is not None and latest.value is not None:
        sheet.give("x", latest.value)
        sheet.give("t", latest.period.end)
    if target is not None:
        sheet.give("tT", target.by)
    if gap.numbers.aim is not None:
        sheet.give("T", gap.numbers.aim)


def work(sheet: Worksheet, gap: Gap, track: Track) -> None:
    """Work out the numbers of the gap, in the order in which one rests on another."""
    numbers, unit, up = gap.numbers, gap_unit(gap.indicator), sense(gap) >= 0
    sheet.work(_("gap"), "gap", "T - x" if up else "x - T", numbers.gap, unit)
    sheet.work(_("completion"), "c", "x / T" if up else "T / x", numbers.completion, shown="{:.1f}%", times=100)
    if sheet.knows("t0", "t", "tT"):
        sheet.work(_("time elapsed"), "E", "(t - t0) / (tT - t0)", numbers.elapsed, shown="{:.1f}%", times=100)
    way = "ln(x / b) / ln(T / b)" if gap.path == "geometric" else "(x - b) / (T - b)"
    sheet.work(_("realised"), "A", way, numbers.realised, shown="{:.1f}%", times=100)
    sheet.work(_("lead"), "lead", "100 × (A - E)", numbers.lead, _("pp"), shown="{:+.1f}", places=2)
    _paces(sheet, gap)
    if numbers.ratio is not None:
        digits = telling(numbers.ratio, CUTS)
        sheet.work(_("ratio"), "R", "v_obs / v_plan", numbers.ratio, shown=f"{{:.{digits}f}}")
    _ahead(sheet, gap, up=up)
    if gap.target is not None and gap.target.hold is not None:
        _trend(sheet, gap, track)


def _paces(sheet: Worksheet, gap: Gap) -> None:
    numbers, symbols = gap.numbers, (("b", "x", "t0", "t"), ("b", "T", "t0", "tT"), ("x", "T", "t", "tT"))
    names = (_("observed pace"), "v_obs"), (_("planned pace"), "v_plan"), (_("required pace"), "v_req")
    values = numbers.pace_observed, numbers.pace_planned, numbers.pace_required
    for (name, symbol), of, value in zip(names, symbols, values, strict=True):
        unit, shown, times = paced(gap)
        sheet.work(name, symbol, pace(gap, *of), value, unit, shown=shown, times=times)


def pace(gap: Gap, begin: str, end: str, start: str, now: str) -> str:
    """The steady pace between two values on the path of the gap."""
    if gap.path == "geometric":
        return f"({end} / {begin})^(1 / ({now} - {start})) - 1"
    return f"({end} - {begin}) / ({now} - {start})"


def paced(gap: Gap) -> tuple[str, str, int]:
    """The unit of measure of a pace, and how other reports print it: growth is a fraction here, per cent there."""
    return ("", f"{{:.1f}}{a_year('%')}", 100) if gap.path == "geometric" else (pace_unit(gap.indicator), "", 1)


def _ahead(sheet: Worksheet, gap: Gap, *, up: bool) -> None:
    """The value at the target year if the pace goes on, what it lacks, and when the target is reached."""
    numbers, unit = gap.numbers, gap_unit(gap.indicator)
    if numbers.projected is not None:
        reach = along(gap, "tT")
        limits = gap.indicator.limits
        if limits is not None and numbers.projected in {float(limits[0]), float(limits[1])}:
            high = numbers.projected == float(limits[1])
            sheet.give("L", limits[1] if high else limits[0])
            reach = f"{'min' if high else 'max'}({reach}, L)"
        sheet.work(_("projected value"), "y", reach, numbers.projected, value_unit(gap.indicator), shown="{:.1f}")
    sheet.work(
        _("shortfall at this pace"),
        "s_T",
        "T - y" if up else "y - T",
        numbers.shortfall,
        unit,
        shown="{:.1f}",
        places=2,
    )
    sheet.work(
        _("reached at this pace"), "t_hit", "t0 + (t - t0) / A", numbers.reached, _("(year)"), shown="{:.1f}", places=2
    )


def along(gap: Gap, when: str) -> str:
    """The value at a time if the pace since the baseline goes on."""
    if gap.path == "geometric":
        return f"b × (x / b)^(({when} - t0) / (t - t0))"
    return f"b + (x - b) × ({when} - t0) / (t - t0)"


def _trend(sheet: Worksheet, gap: Gap, track: Track) -> None:
    """The mean yearly change of the last six points at most, by which a value to be held is judged (A.4, B4)."""
    last = track[-6:]
    if len(last) >= 2:
        sheet.give("k1", last[0][0])
        sheet.give("k2", last[-1][0])
        sheet.give("u1", last[0][1])
        sheet.give("u2", last[-1][1])
        unit = pace_unit(gap.indicator)
        sheet.work(_("change a year"), "trend", "(u2 - u1) / (k2 - k1)", gap.numbers.trend, unit)


def growth_cuts(sheet: Worksheet, gap: Gap) -> None:
    """The cut-offs of growth where no figure is promised, lowered near a natural limit (B2)."""
    if gap.target is None or gap.target.direction is None or not sheet.knows("b"):
        return
    limit = limit_ahead(gap.indicator, gap.target.direction)
    start = float(gap.base.value) if gap.base and gap.base.value is not None else 0.0
    cut = limit_factor(start, limit)
    if cut == 1 or gap.indicator.limits is None:
        sheet.give("C", 1)
    else:
        sheet.give("L", gap.indicator.limits[1 if gap.target.direction == "up" else 0])
        near = "abs(b) / abs(L)" if abs(start) <= abs(limit or 0) else "(2 × abs(L) - abs(b)) / abs(L)"
        sheet.work(_("factor near the limit"), "C", f"1 - ({near})^4.44", cut)
    for number, step in enumerate(STEADY[:2], start=1):
        sheet.work(_("cut-off of growth {number}", number=number), f"g{number}", f"{step} × C", step * cut)


def feasibility(sheet: Worksheet, gap: Gap, track: Track) -> None:
    """The best pace so far, between the two points that it lies between."""
    found = gap.feasibility
    if found is None:
        return
    values = dict(track)
    begin, end = found.best_from.end, found.best_to.end
    if begin not in values or end not in values:
        return
    sheet.give("f1", values[begin])
    sheet.give("f2", values[end])
    sheet.give("h1", begin)
    sheet.give("h2", end)
    unit, shown, times = paced(gap)
    way = pace(gap, "f1", "f2", "h1", "h2")
    sheet.work(_("best pace so far"), "v_best", way, found.best, unit, shown=shown, times=times)


def due(sheet: Worksheet, gap: Gap, year: int, value: float) -> None:
    """What the path asks for at the end of a year."""
    target, base = gap.target, gap.base
    if target is None or base is None or base.value is None:
        return
    wanted = aim(target, base.value)
    if wanted is None:
        return
    goal = "T" if wanted[0] == gap.numbers.aim else "T_b"
    sheet.give(goal, wanted[0])
    geometric = gap.path == "geometric" and wanted[0] * base.value > 0
    way = f"b × ({goal} / b)^" if geometric else f"b + ({goal} - b) × "
    sheet.work(
        _("due by the end of {year}", year=year),
        f"d{year}",
        f"{way}(({year} - t0) / (tT - t0))",
        value,
        value_unit(gap.indicator),
        shown="{:.1f}",
    )


def projected(sheet: Worksheet, gap: Gap, period: Period, value: float) -> None:
    """Where the pace so far leads by the end of a period; held within the natural limits."""
    symbol = "y" + "_".join(re.findall("[0-9]+", str(period)))
    reach, limits = along(gap, exactly(period.end)), gap.indicator.limits
    for limit, bound in zip(limits or (), ("max", "min"), strict=False):
        if value == float(limit):
            sheet.give("L", limit)
            reach = f"{bound}({reach}, L)"
    sheet.work(
        _("{period} at this pace", period=period_text(period)),
        symbol,
        reach,
        value,
        value_unit(gap.indicator),
        shown="{:.1f}",
    )


def within(sheet: Worksheet, gap: Gap, it: Within) -> None:
    """The unfinished year against what it owes and against the year before."""
    unit = value_unit(gap.indicator)
    sheet.give("w", it.value)
    sheet.give("m", it.period.last_month)
    sheet.work(_("share of the year"), "E_w", "m / 12", float(it.elapsed), shown="{:.1f}%", times=100)
    owed = f"d{it.period.year}"
    if isinstance(it.due, Decimal):
        sheet.give(owed, it.due)
    elif it.due is not None and not sheet.knows(owed):
        due(sheet, gap, it.period.year, it.due)
    if it.share is not None and it.lead is not None:
        sheet.work(_("share of the year's target"), "s_w", f"w / {owed}", it.share, shown="{:.1f}%", times=100)
        ahead = it.lead * (it.share - float(it.elapsed)) >= 0
        order = "s_w - E_w" if ahead else "E_w - s_w"
        sheet.work(_("lead on the calendar"), "lead_w", f"100 × ({order})", it.lead, _("pp"), shown="{:+.1f}", places=2)
    if it.projected is not None and it.before is not None and it.last_year is not None:
        sheet.give("w_1", it.before)
        sheet.give("x_1", it.last_year)
        sheet.work(_("whole year, as last year went"), "y_w", "w / (w_1 / x_1)", it.projected, unit, shown="{:.1f}")


def readings(sheet: Worksheet, gap: Gap) -> None:
    """The ratio of each reading of the pace."""
    found = gap.readings
    if found.linear.ratio is not None:
        linear = "((x - b) / (t - t0)) / ((T - b) / (tT - t0))"
        sheet.work(_("ratio on a linear path"), "R_lin", linear, found.linear.ratio)
    if found.geometric.ratio is not None:
        grown = "((x / b)^(1 / (t - t0)) - 1) / ((T / b)^(1 / (tT - t0)) - 1)"
        sheet.work(_("ratio on a geometric path"), "R_geo", grown, found.geometric.ratio)
    if found.required.ratio is not None and sheet.knows("v_obs", "v_req"):
        sheet.work(_("ratio by the required pace"), "R_req", "v_obs / v_req", found.required.ratio)


def summed(sheet: Worksheet, observation: Observation, values: Sequence[Decimal], symbol: str, unit: str) -> None:
    """A value that several rows add up to."""
    names = [f"{symbol}_{number}" for number in range(1, len(values) + 1)]
    for name, value in zip(names, values, strict=True):
        sheet.give(name, value)
    if observation.value is not None:
        sheet.work(
            _("{period} added up", period=period_text(observation.period)),
            symbol,
            " + ".join(names),
            observation.value,
            unit,
        )
