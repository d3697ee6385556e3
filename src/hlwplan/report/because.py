"""Why something changed: each cause in one phrase, with both values and where they came from."""

from collections.abc import Iterator
from typing import Final

from hlwplan.assess.changes import Cause, Change, Turn
from hlwplan.assess.gap import Gap
from hlwplan.language import Phrase, _, bracketed, clauses, listing
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, MeanWeightedBy, Target
from hlwplan.quantity import plain
from hlwplan.report.words import OPERATOR, STATUS, partial_text, period_text, target_text, value_unit

_TURN: Final[dict[Turn, Phrase]] = {
    "tighter": Phrase("tightened"), "looser": Phrase("loosened"), "other": Phrase("changed"),
}  # fmt: skip
_FIELD: Final = {
    "path": Phrase("path"), "kind": Phrase("kind"), "baseline": Phrase("baseline"), "bounds": Phrase("bounds"),
    "milestones": Phrase("milestones"), "unit": Phrase("unit of measure"), "series": Phrase("series"),
    "across": Phrase("across districts"),
}  # fmt: skip
_VALUE: Final = {
    "auto": Phrase("auto"), "linear": Phrase("linear"), "geometric": Phrase("geometric"),
    "amount": Phrase("amount"), "count": Phrase("count"), "rate": Phrase("rate"), "index": Phrase("index"),
    "speed": Phrase("speed"), "growth": Phrase("growth"),
    "flow": Phrase("flow"), "level": Phrase("level"), "cumulative": Phrase("cumulative"),
    "sum": Phrase("sum"), "none": Phrase("not combined"),
}  # fmt: skip
_ROWS: Final = 2
"""How many origins of one value people are shown; machines get all."""


def because(change: Change, cause: Cause) -> str:
    """The cause, and where another one stands beside it or nothing came of it, the status that it alone would give."""
    said = _cause(change, cause)
    before = change.before
    telling = len(change.causes) > 1 if change.flip else before is not None and cause.alone != before.status
    return _("{cause}; alone: {status}", cause=said, status=STATUS[cause.alone]) if telling else said


def joint(change: Change) -> Iterator[str]:
    """That only several causes together made the status what it is; nothing where one alone would have."""
    if change.together and len(change.causes) > 1:
        yield _('only together do these make it "{status}"', status=STATUS[change.gap.status])


def turned(*sides: object) -> str:
    """What was and what is; once where both are the same or there is but one."""
    said = list(dict.fromkeys(map(str, sides)))
    return said[0] if len(said) == 1 else _("{before} → {after}", before=said[0], after=said[-1])


def promised(indicator: Indicator, target: Target) -> str:
    """A target with its year."""
    return _by(target.by, target_text(indicator, target))


def _by(year: int, promise: str) -> str:
    return _("{promise} by {year}", promise=promise, year=year)


def _cause(change: Change, cause: Cause) -> str:
    # A space before the origins, so that a narrow column breaks there and not inside them.
    was, now = change.before or change.gap, change.after or change.gap
    match cause.kind:
        case "new":
            what = clauses([_seen(cause.new, now), *_partly(cause.new)])
            return _("new value: {what} ({rows})", what=what, rows=_rows(cause.new))
        case "revised":
            values = {"period": _period(cause.new), "before": _value(cause.old, was), "after": _value(cause.new, now)}
            return _("revised: {period} {before} → {after} ({rows_before} → {rows_after})", **values,
                     rows_before=_rows(cause.old), rows_after=_rows(cause.new))  # fmt: skip
        case "withdrawn":
            what = clauses([_seen(cause.old, was), *_left(cause.new)])
            return _("no longer adopted: {what} ({rows})", what=what, rows=_rows(cause.old))
        case "target":
            return _("target: {before} → {after} ({turn})", before=_promise(was, now), after=_promise(now, was),
                     turn=_TURN[cause.turn or "other"])  # fmt: skip
        case "method":
            settings = [_setting(field, was.indicator, now.indicator) for field in cause.fields]
            return clauses([*settings, *_made(cause)])
        case "time":
            return _("time: the target year {year} is over", year=now.target.by if now.target else "")


def _period(observation: Observation | None) -> str:
    return period_text(observation.period) if observation else ""


def _value(observation: Observation | None, side: Gap) -> str:
    value = observation.value if observation else None
    return "—" if value is None else f"{plain(value)}{value_unit(side.indicator)}"


def _seen(observation: Observation | None, side: Gap) -> str:
    """A period and its value: 350亿元 in 2018."""
    if observation is not None and observation.value is None:
        return partial_text(observation)
    return _("{value} in {period}", period=_period(observation), value=_value(observation, side))


def _partly(observation: Observation | None) -> Iterator[str]:
    """What keeps a value out of the yearly judgement, or what it was made of."""
    if observation is None or observation.value is None:
        return
    if observation.rule == "part":
        yield _("part of a year, not counted")
    if observation.rule == "districts":
        yield _("from {covered}/{parts} districts", covered=observation.covered, parts=observation.parts)


def _left(observation: Observation | None) -> Iterator[str]:
    """Why districts make no value any more; nothing where nothing is left of them."""
    if observation is None:
        return
    if observation.covered == observation.parts:
        yield _("the district weights now add up to zero, no weighted mean")
    else:
        yield _("only {covered}/{parts} districts have data now", covered=observation.covered, parts=observation.parts)


def _rows(observation: Observation | None) -> str:
    """The rows behind a value, `<original>#<line>`."""
    origins = observation.origins if observation else ()
    if not origins:
        return _("origin unknown")
    shown = " ".join(origins[:_ROWS])
    return _("{rows} and others, {count} rows", rows=shown, count=len(origins)) if len(origins) > _ROWS else shown


def _promise(side: Gap, other: Gap) -> str:
    """A target, with its year where the other one is of another."""
    if side.target is None:
        return _("none")
    if other.target is None or other.target.by != side.target.by:
        return promised(side.indicator, side.target)
    return target_text(side.indicator, side.target)


def _setting(field: str, old: Indicator, new: Indicator) -> str:
    return _("{what}: {before} → {after}", what=_FIELD[field], before=_told(field, old), after=_told(field, new))


def _told(field: str, indicator: Indicator) -> str:
    """A field's value in words."""
    unit = value_unit(indicator)
    match field:
        case "unit":
            return indicator.unit
        case "baseline":
            return _baseline(indicator)
        case "bounds":
            return _("not set") if indicator.bounds is None else "–".join(map(plain, indicator.bounds)) + unit
        case "milestones":
            said = [_by(it.by, f"{OPERATOR['at_most' if it.at_least is None else 'at_least']}{plain(it.value)}{unit}")
                    for it in indicator.milestones]  # fmt: skip
            return listing(said) or _("none")
        case "across" if isinstance(indicator.across, MeanWeightedBy):
            return _("mean weighted by {indicator}", indicator=indicator.across.mean_weighted_by)
        case _:
            return str(_VALUE[getattr(indicator, field)])


def _baseline(indicator: Indicator) -> str:
    """The period of the baseline, and its value where the plan has one."""
    base = indicator.baseline
    if base is None:
        return _("none")
    said = period_text(base.period)
    if base.value is not None:
        said = _("{period}: {value}", period=said, value=f"{plain(base.value)}{value_unit(indicator)}")
    return said + bracketed(_("assumed")) if base.assumed else said


def _made(cause: Cause) -> Iterator[str]:
    """That observations changed because they are made in another way."""
    if {"series", "across"} & {*cause.fields}:
        yield _("observations change with it")
