"""One target in all its parts: clause, chart, formulas with their numbers, forecast, districts, verdicts, rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hlwplan.assess.gap import METHOD, Gap
from hlwplan.assess.paths import Scale
from hlwplan.assess.verdict import ACCELERATE, ON_TRACK
from hlwplan.language import Phrase, _, sentences
from hlwplan.plan.model import Plan
from hlwplan.quantity import plain
from hlwplan.report import chart, clause, evidence, others, outlook, parting, points, weighing
from hlwplan.report.points import Point
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import (
    REASON,
    STATUS,
    TONES,
    about_forecast,
    period_text,
    remarks,
    target_name,
    value_unit,
)
from hlwplan.report.worked import exactly
from hlwplan.report.working import Evidence, Worked, givens, work
from hlwplan.table import Amount, Block, Fact, Page, Part, Word

PATHS: Final[dict[Scale, Phrase]] = {
    "linear": Phrase("linear, the same amount every year"),
    "geometric": Phrase("geometric, the same growth every year"),
}
READ_AS: Final = Phrase(
    "= exact, ≈ rounded; ^ is a power, ln the natural logarithm, exp its "
    "inverse, sqrt the square root; angles are in radians; the numbers as printed give the results as printed"
)


def page(plan: Plan, it: Evidence, asked: Asked, meta: Mapping[str, object], width: int) -> Page:
    """The page of one target; `width` is how many columns its chart may take."""
    found = points.points(it.gap, it.own, own_region=it.gap.region == plan.region)
    worked = work(plan, it, found)
    blocks = (
        Block("clause", _("Clause"), tuple(clause.facts(plan, it))),
        Block("verdict", _("Verdict"), tuple(_verdict(it.gap, worked))),
        Block("path", _("Path and actual values"), tuple(_path(it, found, worked, width))),
        Block("formulas", _("Formulas"), tuple(_formulas(it.gap, worked))),
        Block("within", _("Unfinished year (not part of the verdict)"), tuple(_within(it.gap, worked))),
        Block("forecast", _("Forecast"), tuple(_forecast(it.gap, asked, worked))),
        Block("districts", _("Districts"), tuple(_districts(plan, it, worked))),
        Block("readings", _("Other readings and methods"), (others.table(it.gap, it.rated), *_of(worked, "readings"))),
        Block("rows", _("Measurements"), tuple(_rows(plan, it, asked, worked))),
    )
    banner = (str(SYNTHETIC),) if it.gap.synthetic else ()
    name = _("{target_name} ({id})", target_name=target_name(it.gap), id=it.gap.id)
    heading = _("{document}: {target}", document=title(plan, asked), target=name)
    return Page(heading, tuple(block for block in blocks if block.parts), banner, meta)


def _of(worked: Worked, block: str) -> tuple[Part, ...]:
    return tuple(worked.get(block, {}).values())


def _verdict(gap: Gap, worked: Worked) -> Iterator[Part]:
    yield Fact("status", _("Status"), Word(str(STATUS[gap.status]), TONES[gap.warning]))
    if gap.status == "not_assessable":
        yield Fact("reason", _("Reason"), str(REASON[gap.reason]) if gap.reason else _("no data"))
    said = _decided(gap, worked)
    if said:
        yield Fact("decided", _("Decided by"), said)
    if remarks(gap):
        yield Fact("remarks", _("Remarks"), sentences(remarks(gap)))
    path = _("path {paths}", paths=PATHS[gap.path]) + (
        _("; linear, because a value is zero or below") if gap.fallback else ""
    )
    yield Fact("method", _("Method"), _("{method}; {path}; {cuts}", method=METHOD, path=path, cuts=_cuts(gap)))


def _cuts(gap: Gap) -> str:
    if gap.target is not None and gap.target.direction is not None:
        return _(
            "no figure is promised; by growth a year: ≥1.5% on track, ≥0.5% needs "
            "acceleration, ≥0 limited, <0 deteriorating; lowered by factor C near a limit"
        )
    if gap.target is not None and gap.target.hold is not None:
        return _(
            "to be kept every year: where it holds, by the trend; where not, by "
            "whether it improves (change a year over the last six points at most)"
        )
    return _(
        "ratio ≥{on_track} on track, ≥{accelerate:.2f} needs acceleration, ≥0 limited, <0 deteriorating",
        on_track=ON_TRACK,
        accelerate=ACCELERATE,
    )


def _decided(gap: Gap, worked: Worked) -> str | None:
    """The comparison that the verdict rests on, with its numbers; None where there is none."""
    ratio = worked.get("formulas", {}).get("R")
    if ratio is not None and gap.reason is None and gap.status in {
        "on_track", "needs_acceleration", "limited", "deteriorating",
    }:  # fmt: skip
        sign = "=" if ratio.exact else "≈"
        return _(
            "ratio R {sign} {result}, {band}: {status}",
            sign=sign,
            result=ratio.result,
            band=_band(ratio.value),
            status=STATUS[gap.status],
        )
    latest, target = gap.latest, gap.target
    if latest is None or latest.value is None or target is None or not target.values or not gap.assessed:
        return None
    unit = value_unit(gap.indicator)
    seen = _("{value} for {period}", value=f"{plain(latest.value)}{unit}", period=period_text(latest.period))
    return _(
        "{seen}, target {kept}: {status}",
        seen=seen,
        kept=clause.promise(gap.indicator, target),
        status=STATUS[gap.status],
    )


def _band(ratio: float) -> str:
    """The cut-offs that a ratio lies between."""
    if ratio >= ON_TRACK - 1e-9:
        return f"R ≥ {ON_TRACK}"
    if ratio >= ACCELERATE - 1e-9:
        return f"{ACCELERATE:.2f} ≤ R < {ON_TRACK}"
    return f"0 ≤ R < {ACCELERATE:.2f}" if ratio >= -1e-9 else "R < 0"


def _path(it: Evidence, found: Sequence[Point], worked: Worked, width: int) -> Iterator[Part]:
    drawn = points.drawing(it.gap, found, width)
    if drawn is not None:
        yield drawn
        yield str(chart.LEGEND)
    if found:
        yield points.table(it.gap, found, it.originals)
    else:
        yield _("no data yet")
    yield from _of(worked, "path")


def _formulas(gap: Gap, worked: Worked) -> Iterator[Part]:
    put_in = " ".join(
        _("{symbol}={value} ({name})", symbol=symbol, value=exactly(value), name=name)
        for name, symbol, value in givens(gap)
    )
    if put_in:
        yield Fact("given", _("Given"), put_in)
    of_gap = _of(worked, "formulas")
    yield from of_gap
    feasible = outlook.feasible(gap)
    if feasible:
        yield Fact("feasible", _("Feasibility"), feasible)
    lacking = _lacking(gap)
    if lacking:
        yield Fact("lacking", _("Not computed"), lacking)
    if of_gap:
        yield str(READ_AS)


def _lacking(gap: Gap) -> str | None:
    """What could not be computed, and why."""
    if gap.latest is None:
        return _("no data after the baseline: gap, completion, ratio and paces cannot be computed")
    if gap.target is None:
        return _("this region has no target of its own; its data are listed")
    if gap.base is None or gap.base.value is None:
        return _("no baseline value: realised, ratio, paces and projection cannot be computed")
    if gap.numbers.ratio is None and gap.target.hold is None and gap.target.direction is None:
        return _("the baseline met the target already, or there is no way to go: no ratio")
    return None


def _within(gap: Gap, worked: Worked) -> Iterator[Part]:
    it = gap.within
    if it is None:
        return
    yield Fact("part", period_text(it.period), Amount(it.value, value_unit(gap.indicator)))
    yield from _of(worked, "within")
    if it.projected is None:
        yield _("the year before has no value of that month: no seasonal projection")


def _forecast(gap: Gap, asked: Asked, worked: Worked) -> Iterator[Part]:
    made = gap.forecast
    if made is None:
        yield _("no forecast: {unforecast}", unforecast=_unforecast(gap))
        return
    yield Fact("expected", _("Expected by then"), outlook.expected(gap, made))
    yield Fact("chance", _("Chance of the target"), outlook.chance(made) or None)
    said = about_forecast(gap)
    if said:
        yield Fact("unsure", _("Beware"), sentences(said))
    made_by = _of(worked, "forecast")
    yield from made_by
    if made_by:
        yield _(
            "k are the times of the points, z their places on the scale (linear: "
            "the value, log: its ln), kT and z_T those of the target year"
        )
    yield outlook.note(asked.options)


def _unforecast(gap: Gap) -> str:
    if gap.target is None:
        return str(REASON["no_target"])
    if gap.latest is None:
        return _("no data")
    if gap.base is None or gap.base.value is None:
        return _("no baseline value")
    if gap.target.hold is not None or gap.target.direction is not None:
        return _("the target is to be kept every year, or has no figure")
    return _("the target year is over")


def _districts(plan: Plan, it: Evidence, worked: Worked) -> Iterator[Part]:
    if not it.parts:
        return
    made = it.counted
    yield parting.table(plan, it.gap, it.parts, it.adding, it.weighed(made) if made else {}, it.weigher)
    if made is not None and it.weigher is not None:
        yield weighing.counted(made, it.weigher)
        for seen in dict.fromkeys(filter(None, (made, it.gap.partial))):
            if without := weighing.lacking(plan, seen, it.weighed(seen)):
                yield without
    if it.gap.latest is not None and it.gap.latest.parts:
        yield _(
            "the value is made of {covered}/{parts} districts", covered=it.gap.latest.covered, parts=it.gap.latest.parts
        )
    if it.gap.partial is not None:
        yield _(
            "{period}: only {covered}/{parts} districts have data, so they make no value",
            period=period_text(it.gap.partial.period),
            covered=it.gap.partial.covered,
            parts=it.gap.partial.parts,
        )
    if not it.adding:
        added = it.gap.indicator.across == "sum"
        yield (
            _("values of districts do not add up, so the gap is not parted")
            if not added
            else _("a district lacks data or there is nothing to part, so the gap is not parted")
        )
    yield from _of(worked, "districts")


def _rows(plan: Plan, it: Evidence, asked: Asked, worked: Worked) -> Iterator[Part]:
    if not it.rows:
        yield _("no measurements")
        return
    seen = [*it.observations, *it.weights]
    table, shared = evidence.table(plan, it.gap, it.rows, seen, it.originals, asked)
    yield table
    if shared is not None:
        yield _("all rows: {shared}", shared=shared)
    yield from _of(worked, "rows")
