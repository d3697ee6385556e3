"""Why something changed: each cause in one phrase, with both values and where they came from."""

from collections.abc import Iterator
from typing import Final

from hlwplan.assess.changes import Cause, Change, Turn
from hlwplan.assess.gap import Gap
from hlwplan.language import Phrase, _, clauses, listing
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, MeanWeightedBy
from hlwplan.quantity import plain
from hlwplan.report.words import OPERATOR, STATUS, partial_text, period_text, target_text, value_unit

_TURN: Final[dict[Turn, Phrase]] = {
    "tighter": Phrase("tightened"),
    "looser": Phrase("loosened"),
    "other": Phrase("changed"),
}
_FIELD: Final = {
    "path": Phrase("path"),
    "kind": Phrase("kind"),
    "baseline": Phrase("Baseline"),
    "bounds": Phrase("bounds"),
    "milestones": Phrase("milestones"),
    "unit": Phrase("unit of measure"),
    "series": Phrase("series"),
    "across": Phrase("districts"),
}
_VALUE: Final = {
    "auto": Phrase("auto"),
    "linear": Phrase("linear"),
    "geometric": Phrase("geometric"),
    "amount": Phrase("amount"),
    "count": Phrase("count"),
    "rate": Phrase("rate"),
    "index": Phrase("index"),
    "speed": Phrase("speed"),
    "growth": Phrase("growth"),
    "flow": Phrase("flow"),
    "level": Phrase("level"),
    "cumulative": Phrase("cumulative"),
    "sum": Phrase("added up"),
    "none": Phrase("none across districts"),
}
_ROWS: Final = 2
"""How many origins of one value people are shown; machines get all."""


def because(change: Change, cause: Cause) -> str:
    """The cause, and where another one stands beside it or nothing came of it, the status that it alone would give."""
    said = _cause(change, cause)
    before = change.before
    telling = len(change.causes) > 1 if change.flip else before is not None and cause.alone != before.status
    return _("{said} alone: {status}", said=said, status=STATUS[cause.alone]) if telling else said


def joint(change: Change) -> Iterator[str]:
    """That only several causes together made the status what it is; nothing where one alone would have."""
    if change.together and len(change.causes) > 1:
        yield _("only all of these together make it “{status}”", status=STATUS[change.gap.status])


def _cause(change: Change, cause: Cause) -> str:
    # A space before the origins, so that a narrow column breaks there and not inside them.
    was, now = change.before or change.gap, change.after or change.gap
    match cause.kind:
        case "new":
            return _(
                "new value: {seen}{partly} ({rows})",
                seen=_seen(cause.new, now),
                partly=_partly(cause.new),
                rows=_rows(cause.new),
            )
        case "revised":
            old, new = _value(cause.old, was), _value(cause.new, now)
            return _(
                "revised: {period} {old} → {new} ({rows} → {rows2})",
                period=_period(cause.new),
                old=old,
                new=new,
                rows=_rows(cause.old),
                rows2=_rows(cause.new),
            )
        case "withdrawn":
            still = (
                _(", now {removeprefix}", removeprefix=partial_text(cause.new).removeprefix(_period(cause.new)))
                if cause.new
                else ""
            )
            return _(
                "no longer adopted: {seen}{still} ({rows})",
                seen=_seen(cause.old, was),
                still=still,
                rows=_rows(cause.old),
            )
        case "target":
            return _(
                "target: {promise} → {promise2} ({turn})",
                promise=_promise(was, now),
                promise2=_promise(now, was),
                turn=_TURN[cause.turn or "other"],
            )
        case "method":
            return clauses(_setting(field, was.indicator, now.indicator) for field in cause.fields) + _made(cause)
        case "time":
            due = now.target.by if now.target else ""
            return _("time: the target year {due} is over", due=due)


def _period(observation: Observation | None) -> str:
    return period_text(observation.period) if observation else ""


def _value(observation: Observation | None, side: Gap) -> str:
    value = observation.value if observation else None
    return "—" if value is None else f"{plain(value)}{value_unit(side.indicator)}"


def _seen(observation: Observation | None, side: Gap) -> str:
    """A period and its value: 2018年为350亿元."""
    if observation is not None and observation.value is None:
        return partial_text(observation)
    return _("{period} is {value}", period=_period(observation), value=_value(observation, side))


def _partly(observation: Observation | None) -> str:
    """What keeps a value out of the yearly judgement, or what it was made of."""
    if observation is None or observation.value is None:
        return ""
    if observation.rule == "part":
        return _(", an unfinished year does not count")
    return (
        _(", made of {covered}/{parts} districts", covered=observation.covered, parts=observation.parts)
        if observation.rule == "districts"
        else ""
    )


def _rows(observation: Observation | None) -> str:
    """The rows behind a value, `<original>#<line>`."""
    origins = observation.origins if observation else ()
    more = _(" and more, {count} rows", count=len(origins)) if len(origins) > _ROWS else ""
    return " ".join(origins[:_ROWS]) + more if origins else _("origin unknown")


def _promise(side: Gap, other: Gap) -> str:
    """A target, with its year where the other one is of another."""
    if side.target is None:
        return _("none")
    text = target_text(side.indicator, side.target)
    moved = other.target is None or other.target.by != side.target.by
    return _("{text} by {by}", by=side.target.by, text=text) if moved else text


def _setting(field: str, old: Indicator, new: Indicator) -> str:
    return _("{field}: {told} → {told2}", field=_FIELD[field], told=_told(field, old), told2=_told(field, new))


def _told(field: str, indicator: Indicator) -> str:
    """A field's value in words."""
    unit = value_unit(indicator)
    match field:
        case "unit":
            return indicator.unit
        case "baseline":
            base = indicator.baseline
            if base is None:
                return _("none")
            value = "" if base.value is None else f"{plain(base.value)}{unit}"
            return period_text(base.period) + value + (_(" (assumed)") if base.assumed else "")
        case "bounds":
            return _("not set") if indicator.bounds is None else "–".join(map(plain, indicator.bounds)) + unit
        case "milestones":
            said = [
                _(
                    "{operator}{value}{unit} by {by}",
                    by=it.by,
                    operator=OPERATOR["at_most" if it.at_least is None else "at_least"],
                    value=plain(it.value),
                    unit=unit,
                )
                for it in indicator.milestones
            ]
            return listing(said) or _("none")
        case "across" if isinstance(indicator.across, MeanWeightedBy):
            return _("mean weighted by {mean_weighted_by}", mean_weighted_by=indicator.across.mean_weighted_by)
        case _:
            return str(_VALUE[getattr(indicator, field)])


def _made(cause: Cause) -> str:
    """That observations changed because they are made in another way."""
    return _("; observations change with it") if {"series", "across"} & {*cause.fields} else ""
