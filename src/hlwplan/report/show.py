"""One target in all its parts: clause, chart, formulas with their numbers, forecast, districts, verdicts, rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hlwplan.assess.gap import METHOD, Gap
from hlwplan.assess.paths import Scale
from hlwplan.assess.verdict import ACCELERATE, ON_TRACK
from hlwplan.language import Phrase, _, bracketed, clauses, listing, sentences, spoken
from hlwplan.plan.fields import Source
from hlwplan.plan.model import Plan
from hlwplan.quantity import plain
from hlwplan.report import chart, evidence, others, outlook, parting, points, weighing
from hlwplan.report.names import name_text, title_text, unit_text
from hlwplan.report.points import Point
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import (
    NATURES,
    REASON,
    STATUS,
    TONES,
    about_forecast,
    period_text,
    remarks,
    target_name,
    target_text,
    value_unit,
)
from hlwplan.report.worked import exactly
from hlwplan.report.working import Evidence, Worked, givens, work
from hlwplan.table import Amount, Block, Fact, Page, Part, Word

STATED: Final = {
    "explicit": Phrase("the text names the year"),
    "horizon": Phrase("the text names no year; the plan's last year is meant"),
}
SERIES: Final = {
    "flow": Phrase("a flow, added up over the year"),
    "level": Phrase("a level, the latest of the year"),
    "cumulative": Phrase("a running total, the latest of the year"),
}
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
        Block("clause", _("Clause"), tuple(_clause(plan, it))),
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


def _clause(plan: Plan, it: Evidence) -> Iterator[Part]:
    gap, indicator, document = it.gap, it.gap.indicator, plan.head.document
    task, source = plan.task(indicator.task), indicator.source
    number = f"{task.no} " if task.no is not None else ""
    yield Fact("document", _("Document"), " ".join(part for part in (document.number, title_text(plan.head)) if part))
    if document.in_force is False:
        yield Fact("in_force", _("Validity"), _ended(document.in_force_quote))
    yield Fact("clause", _("Clause"), source.clause)
    yield Fact("quote", _("Quote"), _("“{quote}”", quote=source.quote) if source.quote else None)
    if source.url is not None:
        yield Fact("url", _("Address"), source.url)
    yield Fact("task", _("Task"), _("{number}{title} ({id})", number=number, title=title_text(task), id=task.id))
    yield Fact("lead", _("Lead unit"), _units(plan, task.lead) if task.lead else _("not stated"))
    more = _("and others") if task.responsible_open else ""
    yield Fact(
        "responsible",
        _("Responsible units"),
        f"{_units(plan, task.responsible)}{more}" if task.responsible else _("not stated"),
    )
    if gap.target is not None:
        kept = _("{target} by {year}", target=target_text(indicator, gap.target), year=gap.target.by)
        yield Fact(
            "target",
            _("Target"),
            _(
                "{kept} ({stated}; nature: {nature})",
                kept=kept,
                stated=STATED[indicator.stated],
                nature=NATURES[indicator.nature],
            ),
        )
    else:
        yield Fact("target", _("Target"), str(REASON["no_target"]))
    yield Fact(
        "series",
        _("Indicator"),
        _(
            "{name}, in {unit}, {series}",
            name=name_text(indicator),
            unit=indicator.unit,
            series=SERIES[indicator.series],
        ),
    )
    yield Fact("baseline", _("Baseline"), _baseline(it))


def _ended(quote: str | None) -> str:
    """That the document is no longer in force, with the words of its source."""
    if quote is None or spoken() == "zh":
        return quote or _("no longer in force")
    return _("no longer in force") + bracketed(quote)


def _units(plan: Plan, names: Sequence[str]) -> str:
    return listing(unit_text(plan, name) for name in names)


def _baseline(it: Evidence) -> str:
    """Where the plan starts from, and where that value comes from."""
    base = it.gap.base
    if base is None:
        return _("the plan sets no baseline")
    if base.value is None:
        return _("{period}, no value", period=period_text(base.period))
    amount = f"{plain(base.value)}{value_unit(it.gap.indicator)}"
    value = _("{value} as of {period}", value=amount, period=period_text(base.period))
    if base.observation is not None:
        return value + bracketed(evidence.places(base.observation, it.originals) or _("Measurements"))
    return value + bracketed(_("assumed") if base.assumed else _source(base.source) or _("the plan file"))


def _source(source: Source | None) -> str | None:
    return None if source is None else clauses(it for it in (source.clause, source.quote, source.url) if it)


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
    seen = _("{value} as of {period}", value=f"{plain(latest.value)}{unit}", period=period_text(latest.period))
    return _(
        "{seen}, target {target_text} by {by}: {status}",
        seen=seen,
        by=target.by,
        target_text=target_text(gap.indicator, target),
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
