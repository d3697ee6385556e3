"""The words of the yearly check: what was due, what was there, and why a target fails or cannot be decided."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from hlwplan.assess.check import Basis, Check, Conclusion, Need, Outcome
from hlwplan.assess.paths import TOLERANCE
from hlwplan.language import Phrase, _, bracketed, clauses
from hlwplan.measure.measurement import Observation
from hlwplan.quantity import plain
from hlwplan.report.status import CUTS
from hlwplan.report.words import (
    REASON,
    REPORTED,
    STATUS,
    gap_unit,
    partial_text,
    period_text,
    rounded,
    target_name,
    target_text,
    telling,
    value_unit,
)
from hlwplan.table import Tone

OUTCOMES: Final[dict[Outcome, tuple[Phrase, Tone]]] = {
    "fails": (Phrase("fails"), "bad"),
    "undecided": (Phrase("undecided"), "warn"),
    "holds": (Phrase("holds"), "good"),
    "not_due": (Phrase("not due yet"), "none"),
}
CONCLUSIONS: Final[dict[Conclusion, Phrase]] = {
    outcome: OUTCOMES[outcome][0] for outcome in ("holds", "fails", "undecided")
}  # fmt: skip

_BASES: Final[dict[Basis, Phrase]] = {
    "target": Phrase("target value"),
    "milestone": Phrase("milestone"),
    "hold": Phrase("to be held every year"),
    "range": Phrase("target range"),
    "direction": Phrase("not away from the baseline"),
    "status": Phrase("status"),
}
_PATHS: Final = {"linear": Phrase("linear path"), "geometric": Phrase("geometric path")}


def basis(need: Need) -> str:
    """What a value due rests on: milestone, geometric path."""
    return str(_PATHS[need.path] if need.path is not None else _BASES[need.basis])


def sentence(it: Check) -> str:
    """One line: the target, the year, and what is said of it."""
    return _("{name} {year}: {said}", name=target_name(it.gap), year=it.year, said=said(it))


def said(it: Check) -> str:
    """What was due, what was there, by how much it is missed, or why nobody can say."""
    if it.outcome == "not_due":
        return _("nothing is due by the baseline or before it")
    if it.outcome == "undecided":
        return clauses([OUTCOMES["undecided"][0], *_lacking(it)])
    if it.need is not None and it.need.basis == "status":
        parts = [_("status {status}", status=STATUS[it.gap.status]), *_of_status(it)]
    else:
        parts = [*_due(it), *_seen(it), *_missed(it)]
    if it.outcome == "fails" and it.gap.indicator.nature == "binding":
        parts.append(_("a binding target, which must be met"))
    return clauses(parts)


def due_text(it: Check) -> str | None:
    """The value that was due: ≥388.9亿元, 40–60%; None for a status, and where it is not known."""
    need, target = it.need, it.gap.target
    if need is None or target is None or need.basis == "status":
        return None
    if need.value is None:
        return target_text(it.gap.indicator, target)
    return f"{'≥' if need.sign > 0 else '≤'}{_value(it, need.value)}{value_unit(it.gap.indicator)}"


def short_text(it: Check) -> str | None:
    """By how much it is missed, with its unit of measure; None where it is not."""
    if it.short is None:
        return None
    return _value(it, it.short) + gap_unit(it.gap.indicator)


def _due(it: Check) -> Iterator[str]:
    need, target, unit = it.need, it.gap.target, value_unit(it.gap.indicator)
    if need is None or target is None:
        return
    promised = target_text(it.gap.indicator, target)
    if need.value is None:
        yield _("due within {target}", target=promised)
        return
    owed, base = f"{_value(it, need.value)}{unit}", it.gap.base
    if need.basis == "direction" and base is not None:
        period = period_text(base.period)
        if need.sign > 0:
            yield _("due no less than {value} of the baseline, {period} ({target})", value=owed, period=period,
                    target=promised)  # fmt: skip
        else:
            yield _("due no more than {value} of the baseline, {period} ({target})", value=owed, period=period,
                    target=promised)  # fmt: skip
        return
    about = basis(need)
    if target.between is not None and need.basis == "path":
        about = _("{basis}, towards {target}", basis=about, target=promised)
    if need.sign > 0:
        yield _("due {value} or more ({basis})", value=owed, basis=about)
    else:
        yield _("due {value} or less ({basis})", value=owed, basis=about)


def _seen(it: Check) -> Iterator[str]:
    if it.seen is not None and it.seen.value is not None:
        yield _("actual {value}", value=_observed(it, it.seen))


def _missed(it: Check) -> Iterator[str]:
    short = short_text(it)
    if short is not None:
        yield _("short by {amount}", amount=short)


def _of_status(it: Check) -> Iterator[str]:
    gap, target = it.gap, it.gap.target
    if gap.reason is not None:
        yield str(REASON[gap.reason])
    if target is not None:
        yield _("target {target}", target=target_text(gap.indicator, target))
    if gap.latest is not None and gap.latest.value is not None:
        yield _("{period} {value}", period=period_text(gap.latest.period), value=_observed(it, gap.latest))
    if gap.numbers.gap is not None and gap.numbers.gap > 0:
        yield _("short by {amount}", amount=f"{plain(gap.numbers.gap)}{gap_unit(gap.indicator)}")
    if gap.numbers.ratio is not None:
        yield _("pace ratio {ratio}", ratio=f"{gap.numbers.ratio:.{telling(gap.numbers.ratio, CUTS)}f}")


def _lacking(it: Check) -> Iterator[str]:
    gap = it.gap
    if it.why in {"districts_missing", "weights_zero"} and gap.partial is not None:
        yield partial_text(gap.partial)
    elif it.why == "no_observation":
        of_year = gap.indicator.series == "flow"
        yield _("no value for {year}", year=it.year) if of_year else _("no value at the end of {year}", year=it.year)
        last = gap.part or gap.latest
        if last is not None and last.value is not None:
            mark = bracketed(_("part of a year")) if last is gap.part else ""
            yield _("the latest is {value} in {period}", period=period_text(last.period),
                    value=f"{_observed(it, last)}{mark}")  # fmt: skip
    elif it.why == "no_baseline":
        yield str(REASON["no_baseline"])
        if not it.need:
            yield _("so nothing due can be worked out")
        yield from _seen(it)
    else:
        why = bracketed(REASON[gap.reason]) if gap.reason else ""
        yield _("status {status}", status=f"{STATUS[gap.status]}{why}")


def _observed(it: Check, seen: Observation) -> str:
    """A value with its unit of measure, and how it was reported where that is not final."""
    value = "" if seen.value is None else plain(seen.value)
    mark = bracketed(REPORTED[seen.status]) if seen.status in REPORTED else ""
    return f"{value}{value_unit(it.gap.indicator)}{mark}"


def _value(it: Check, value: Decimal | float) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    whole = abs(value - round(value)) <= TOLERANCE * abs(value)
    return f"{round(value)}" if whole else rounded(value, _digits(it))


def _digits(it: Check) -> int:
    """How many decimals a value of the path needs, one at least, so that the difference can be redone from the line."""
    value, seen = it.need.value if it.need else None, it.seen.value if it.seen else None
    apart = 0.0 if value is None or seen is None else abs(float(value) - float(seen))
    if value is None or apart <= TOLERANCE * abs(float(value)):
        return 1
    return next(
        (digits for digits in range(1, 12) if abs(round(float(value), digits) - float(value)) <= apart / 20), 12
    )
