"""The words of reports: what each status and reason is called, and how a gap is said in one sentence."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, overload

from hlwplan.assess.gap import Discrepancy, Gap, Reason, Status
from hlwplan.assess.paths import TOLERANCE
from hlwplan.language import Phrase, _, bracketed, clauses, listing, sentences, spoken
from hlwplan.measure.measurement import Observation, State
from hlwplan.period import Period
from hlwplan.period import year as whole_year
from hlwplan.plan.model import Indicator, Plan, Target
from hlwplan.quantity import plain
from hlwplan.report.names import name_text
from hlwplan.table import Tone

STATUS: Final[dict[Status, Phrase]] = {
    "met": Phrase("met"),
    "achieved": Phrase("achieved"),
    "on_track": Phrase("on track"),
    "held": Phrase("held"),
    "held_at_risk": Phrase("held at risk"),
    "needs_acceleration": Phrase("needs acceleration"),
    "limited": Phrase("limited"),
    "unmet_improving": Phrase("unmet improving"),
    "unmet": Phrase("unmet"),
    "unmet_worsening": Phrase("unmet worsening"),
    "deteriorating": Phrase("deteriorating"),
    "missed": Phrase("missed"),
    "pending_final": Phrase("final value pending"),
    "not_assessable": Phrase("not assessable"),
}
"""`methods.md` A.3 and A.4, in the order in which summaries list them."""

TONES: Final[dict[int | None, Tone]] = {3: "good", 2: "warn", 1: "bad", None: "none"}

REASON: Final[dict[Reason, Phrase]] = {
    "baseline_meets_target": Phrase("the baseline meets the target, nothing later is known"),
    "baseline_met_target": Phrase("the baseline met the target, the latest value does not"),
    "beyond_range": Phrase("beyond the target range"),
    "met_late": Phrase("met late"),
    "no_observation": Phrase("no data"),
    "no_baseline": Phrase("no baseline data"),
    "no_target": Phrase("no target handed down to this region"),
    "one_point": Phrase("a single data point, no trend to judge"),
    "broken_earlier": Phrase("not met in an earlier year"),
    "no_figure": Phrase("no target figure, judged by growth"),
    "districts_missing": Phrase("district data incomplete"),
    "weights_zero": Phrase("district weights add up to zero"),
    "ratio_undefined": Phrase("the ratio cannot be computed"),
}

REPORTED: Final = {"preliminary": Phrase("preliminary"), "estimated": Phrase("estimated")}
"""How a value was reported where that is not final and it is not made up either."""

MEASURED: Final = {"final": Phrase("final"), **REPORTED, "synthetic": Phrase("synthetic")}
"""Every status of a measurement."""

STAGE: Final = {
    "not_started": Phrase("not started"), "in_progress": Phrase("in progress"), "done": Phrase("done"),
}  # fmt: skip
"""What the stages of deliverables are called."""

EXPLAINED: Final = {
    "form": Phrase("form"),
    "layout": Phrase("layout"),
    "left out": Phrase("left out"),
    "indicator": Phrase("indicator"),
    "region": Phrase("region"),
    "period": Phrase("period"),
    "value": Phrase("figure"),
    "unit": Phrase("unit"),
    "status": Phrase("status"),
    "published": Phrase("date of publication"),
    "source": Phrase("source"),
    "note": Phrase("note"),
}
"""What is explained of how a table was read."""

Nature = Literal["binding", "expected", "aspirational"]
NATURES: Final[dict[Nature | None, Phrase]] = {
    "binding": Phrase("binding"), "expected": Phrase("expected"), "aspirational": Phrase("aspirational"),
    None: Phrase("not stated"),
}  # fmt: skip
"""How the plan promises; None is what its text does not say."""

UNNAMED: Final = Phrase("not named")
"""What stands where the text names no unit."""

OPERATOR: Final = {"at_least": "≥", "at_most": "≤"}

READINGS: Final = (Phrase("the linear path"), Phrase("the geometric path"), Phrase("the required pace"))
"""What `gap.Readings` are called, in their order."""

_TURN: Final = {1: Phrase("lately rising"), 0: Phrase("lately unchanged"), -1: Phrase("lately falling")}


def gap_symbol(indicator: Indicator) -> str:
    """The unit of measure of a difference, for machines: percentages differ by percentage points."""
    unit = indicator.measure
    return "百分点" if unit.dimension == "share" else "" if unit.dimension == "index" else unit.symbol


def gap_unit(indicator: Indicator) -> str:
    """The unit of measure of a difference, as it stands behind a number for people."""
    return _(" pp") if indicator.measure.dimension == "share" else gap_symbol(indicator)


def pace_unit(indicator: Indicator) -> str:
    """The unit of measure of a change a year: 亿元/年; an index changes by points."""
    return a_year(gap_unit(indicator) or _(" points"))


def a_year(unit: str) -> str:
    """A unit of measure by the year: %/年."""
    return _("{unit}/year", unit=unit)


def value_unit(indicator: Indicator) -> str:
    """The unit of measure behind a value; an index has none."""
    return "" if indicator.measure.dimension == "index" else indicator.measure.symbol


def rounded(value: float | Decimal, digits: int = 1) -> str:
    """A number for people, at most `digits` decimals; smaller ones keep two figures, so that nothing reads as zero."""
    if value and abs(value) < 0.5 * 10**-digits:
        return f"{value:.2g}"
    return f"{value:.{digits}f}"


def telling(value: float, cuts: Sequence[float]) -> int:
    """How many decimals a number needs, two at least, so that it is printed on its own side of every cut-off."""
    side = [value >= cut for cut in cuts]
    return next((digits for digits in range(2, 12) if [round(value, digits) >= cut for cut in cuts] == side), 12)


def target_name(gap: Gap) -> str:
    """The indicator's name, with the target year where it has several targets."""
    name = name_text(gap.indicator)
    if gap.target is None or len(gap.indicator.target) == 1:
        return name
    return f"{name} ({gap.target.by})"  # a space, so that a narrow column breaks there


def target_text(indicator: Indicator, target: Target) -> str:
    """The promise: ≥650亿元, 40–60%, ≥95% every year."""
    unit = value_unit(indicator)
    if target.direction is not None:
        return _("rising every year") if target.direction == "up" else _("falling every year")
    if target.between is not None:
        low, high = map(plain, target.between)
        return f"{low}–{high}{unit}"
    bound = f"{OPERATOR[target.sense or 'at_least']}{plain(target.values[0])}{unit}"
    return bound if target.hold is None else _("{bound} every year", bound=bound)


def state_text(state: State) -> str:
    """A deliverable's state as it was reported: in progress, 60%."""
    return str(STAGE[state.stage]) if state.share is None else f"{plain(state.share)}%"


def remarks(gap: Gap) -> list[str]:
    """What must be said beside the verdict, the reason first; empty where the numbers say it all."""
    said = [str(REASON[gap.reason])] if gap.reason and gap.reason != "no_observation" else []
    said += _about_verdict(gap)
    said += [it for it in about_forecast(gap) if it not in said]
    said += [other] if (other := other_readings(gap)) else []
    said += about_sources(gap)
    return said


def other_readings(gap: Gap) -> str | None:
    """The verdicts of the readings that differ from the gap's own, in one remark; None where none does."""
    by_status: dict[Status, list[str]] = {}
    for name, reading in zip(READINGS, gap.readings, strict=True):
        if reading.status is not None and reading.status != gap.status:
            by_status.setdefault(reading.status, []).append(str(name))
    if not by_status:
        return None
    return clauses(
        _("{readings}: {status}", readings=_(" and ").join(names), status=STATUS[status])
        for status, names in by_status.items()
    )


def _about_verdict(gap: Gap) -> Iterator[str]:
    numbers = gap.numbers
    if gap.status == "missed" and numbers.gap is not None:
        yield _("short by {amount}", amount=f"{plain(abs(numbers.gap))}{gap_unit(gap.indicator)}")
    slow = numbers.ratio is not None and numbers.ratio < 1 - TOLERANCE
    if gap.status == "on_track" and slow and numbers.shortfall is not None:
        short = f"{rounded(numbers.shortfall)}{gap_unit(gap.indicator)}"
        yield _("almost there, about {amount} short at this pace", amount=short)
    if gap.status in {"achieved", "met"} and gap.first_met is not None:
        reached = _("first reached by {period}", period=period_text(gap.first_met))
        yield reached if numbers.trend is None else clauses([reached, _TURN[_sign(numbers.trend)]])
    if numbers.capped:
        yield _near_limit(gap)
    if gap.indicator.nature == "binding" and gap.status not in {"met", "achieved", "on_track"}:
        yield _("binding, must be met")


def _near_limit(gap: Gap) -> str:
    falling = gap.numbers.aim is not None and gap.target is not None and gap.target.sense == "at_most"
    if falling:
        return _("near the lower limit, extrapolation is too optimistic")
    return _("near the upper limit, extrapolation is too optimistic")


def about_forecast(gap: Gap) -> list[str]:
    """What must be said of the forecast, whatever the method; empty where there is none."""
    if gap.forecast is None:
        return []
    said = [_near_limit(gap)] if gap.forecast.capped else []
    low = _("low-confidence forecast ({points} points)", points=gap.forecast.points)
    return [*said, low] if gap.forecast.low_confidence else said


def about_sources(gap: Gap) -> list[str]:
    """What must be said of where the values come from, whatever the method."""
    return [*_about_values(gap), *_about_other_periods(gap)]


def _about_values(gap: Gap) -> Iterator[str]:
    base, latest = gap.base, gap.latest
    if base is not None and base.assumed:
        yield _("the baseline value is assumed")
    if base is not None and base.observation is not None and base.observation.status in REPORTED:
        yield _("the baseline value is {reported}", reported=REPORTED[base.observation.status])
    if latest is not None and latest.status in REPORTED:
        yield _("the latest value is {reported}", reported=REPORTED[latest.status])
    if gap.fallback and gap.numbers.ratio is not None:
        yield _("zero or mixed signs, so the linear path is used")
    if latest is not None and latest.rule == "districts":
        yield _("made from {covered}/{parts} districts", covered=latest.covered, parts=latest.parts)
    if latest is not None and latest.revised:
        yield _("revised once") if latest.revised == 1 else _("revised {times} times", times=latest.revised)


def _about_other_periods(gap: Gap) -> Iterator[str]:
    if gap.discrepancy is not None:
        yield _discrepancy(gap.indicator, gap.discrepancy)
    if gap.partial is not None:
        yield partial_text(gap.partial)
    if gap.part is not None and gap.part.value is not None:
        seen = f"{plain(gap.part.value)}{value_unit(gap.indicator)}{_within(gap)}"
        yield _("{period}: {seen}, part of a year, not counted", period=period_text(gap.part.period), seen=seen)
    if gap.later is not None and gap.later.value is not None and gap.status != "met":
        later = f"{plain(gap.later.value)}{value_unit(gap.indicator)}"
        yield _("later, {period}: {value}", period=period_text(gap.later.period), value=later)


def partial_text(seen: Observation) -> str:
    """Why districts make no value: 2018: only 1/2 districts have data."""
    period = period_text(seen.period)
    if seen.covered == seen.parts:
        return _("{period}: district weights add up to zero, no weighted mean", period=period)
    return _("{period}: only {covered}/{parts} districts have data", period=period, covered=seen.covered,
             parts=seen.parts)  # fmt: skip


def _within(gap: Gap) -> str:
    """How far the unfinished year has come, in brackets; empty where nothing is to be said of it."""
    it, unit = gap.within, value_unit(gap.indicator)
    if it is None:
        return ""
    said = [_("{share} of the year gone", share=_percent(it.elapsed))]
    if it.share is not None:
        ceiling = gap.target is not None and gap.target.sense == "at_most"
        due = plain(it.due) if isinstance(it.due, Decimal) else _short(it.due or 0)
        owed, share = f"{due}{unit}", _percent(it.share)
        said.append(
            _("{share} of the year's limit {due}", share=share, due=owed)
            if ceiling
            else _("{share} of the year's target {due}", share=share, due=owed)
        )
    if it.projected is not None:
        said.append(_("about {value} in the year if it runs as last year", value=f"{_short(it.projected)}{unit}"))
    return bracketed(clauses(said))


def _percent(share: float | Fraction) -> str:
    return f"{_short(100 * float(share))}%"


def _short(value: float) -> str:
    return rounded(value).removesuffix(".0")


def _discrepancy(indicator: Indicator, found: Discrepancy) -> str:
    """Districts add up to 345亿元, 5亿元 from the 350亿元 reported, which count."""
    unit, summed, apart = value_unit(indicator), found.summed, abs(found.difference)
    reported = f"{plain(found.reported)}{unit}"
    if indicator.across == "sum":
        return _("districts add up to {made}, {apart} from the {reported} reported, which counts",
                 made=f"{plain(summed)}{unit}", apart=f"{plain(apart)}{gap_unit(indicator)}",
                 reported=reported)  # fmt: skip
    return _("the districts' weighted mean is {made}, {apart} from the {reported} reported, which counts",
             made=f"{rounded(summed, 2)}{unit}", apart=f"{rounded(apart, 2)}{gap_unit(indicator)}",
             reported=reported)  # fmt: skip


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def verdict(gap: Gap) -> str:
    """The verdict in one sentence: missed: short by 0.2 pp."""
    said = sentences(remarks(gap))
    return _("{status}: {remarks}", status=STATUS[gap.status], remarks=said) if said else str(STATUS[gap.status])


def counted(word: object, number: int) -> str:
    """How often a word was given."""
    return _("{word} {number}", word=word, number=number)


def not_assessed(why: object, names: Sequence[str]) -> str:
    """How many targets were left out, why, and which; a name that several of them have is said once."""
    return _("{count} not assessed ({why}): {names}", count=len(names), why=why, names=listing(dict.fromkeys(names)))


@overload
def period_text(period: Period) -> str: ...
@overload
def period_text(period: None) -> None: ...
@overload
def period_text(period: Period | None) -> str | None: ...
def period_text(period: Period | None) -> str | None:
    """A period for people, or None."""
    if period is None:
        return None
    return period.chinese if spoken() == "zh" else period.english


def year_text(number: int) -> str:
    """A calendar year for people: 2018年."""
    return period_text(whole_year(number))


def cited(plan: Plan) -> dict[str, object]:
    """What every JSON document says of the plan that it is about."""
    document = plan.head.document
    return {"id": plan.head.id, "title": plan.head.title, "document": document.number, "in_force": document.in_force}
