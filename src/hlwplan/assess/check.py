"""The yearly check: whether each target holds what is due at the end of a year, or has none of the given statuses.

Stated values are compared as decimals, exactly; values of a path with a tolerance of 1e-9 of the value due.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from hlwplan.assess.due import due, path_used, stated
from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.paths import TOLERANCE, Scale
from hlwplan.assess.series import aim, is_held, meets
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Target
from hlwplan.quantity import EXACT

Outcome = Literal["fails", "undecided", "holds", "not_due"]
"""What becomes of one target: `undecided` lacks a measurement, `not_due` is asked before its plan begins."""

Basis = Literal["target", "milestone", "path", "hold", "range", "direction", "status"]
"""What is due: a value stated for the year or read off the path, a value, range or direction to be kept, a status."""

Why = Literal["no_observation", "districts_missing", "weights_zero", "no_baseline", "no_verdict"]
"""Why a target cannot be decided."""

Conclusion = Literal["holds", "fails", "undecided"]


@dataclass(frozen=True, slots=True)
class FailOn:
    """The statuses that fail; with `binding`, only binding targets are checked at all."""

    states: tuple[Status, ...]
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What is due.  `sign` +1 is at least, -1 at most `value`; `value` is None for a range, which `Target` holds.

    `path` is the path that a value comes from, None for what is stated.
    """

    basis: Basis
    value: Decimal | float | None = None
    sign: Literal[1, -1] = 1
    path: Scale | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One target's check.  `year` is the year that is looked at: the target's own where that is over already.

    `seen` is the observation that is held against `need`; `short` is by how much it fails, in the indicator's unit of
    measure and positive, and None where it does not fail, or fails by its status.  `why` is None where it is decided.
    """

    gap: Gap
    year: int
    outcome: Outcome
    need: Need | None = None
    seen: Observation | None = None
    short: Decimal | float | None = None
    why: Why | None = None


def check(gaps: Sequence[Gap], year: int, fail_on: FailOn | None = None) -> list[Check]:
    """Check every gap, judged as at the end of `year`, in the order given; gaps without a target are left out.

    With `fail_on` the status decides; without it the value that is due at the end of the year (`methods.md` A.6).
    """
    promised = [(gap, gap.target) for gap in gaps if gap.target is not None]
    if fail_on is None:
        return [_by_value(gap, target, year) for gap, target in promised]
    return [
        _by_status(gap, target, year, fail_on.states)
        for gap, target in promised
        if gap.indicator.nature == "binding" or not fail_on.binding
    ]


def concluded(checks: Sequence[Check], *, allow_missing: bool = False) -> Conclusion:
    """The whole: a known failure is a known answer, whatever else is missing.

    `allow_missing` leaves out what is missing.  Where nothing at all was decided the answer is never yes.
    """
    found = counted(checks)
    if found["fails"]:
        return "fails"
    if found["holds"] and (allow_missing or not found["undecided"]):
        return "holds"
    return "undecided"


def counted(checks: Sequence[Check]) -> Mapping[Outcome, int]:
    """How many checks came out how, every outcome named."""
    found = Counter(it.outcome for it in checks)
    return {outcome: found[outcome] for outcome in get_args(Outcome)}


def _by_value(gap: Gap, target: Target, year: int) -> Check:
    moment = min(year, target.by)
    if _before(gap, moment):
        return Check(gap, moment, "not_due")
    need = needed(gap, target, moment)
    latest = gap.latest
    if latest is None or latest.value is None or latest.period.end != moment:
        return Check(gap, moment, "undecided", need, why=_missing(gap, moment))
    value = latest.value
    if need is None:
        # Whoever meets the target itself is past every value on the way to it, wherever the way began.
        if meets(target, value):
            return Check(gap, moment, "holds", _whole(gap, target), latest)
        return Check(gap, moment, "undecided", None, latest, why="no_baseline")
    if _beyond(need, target, value):
        need = Need("range")
    short = _short(need, target, value)
    return Check(gap, moment, "holds" if short is None else "fails", need, latest, short)


def _by_status(gap: Gap, target: Target, year: int, states: Sequence[Status]) -> Check:
    """The status as at the end of the year; while the target is open it must rest on a value of that year."""
    moment = min(year, target.by)
    if _before(gap, moment):
        return Check(gap, moment, "not_due")
    need, latest = Need("status"), gap.latest
    if not gap.assessed and gap.status in states:
        return Check(gap, moment, "fails", need, latest)
    if latest is None or latest.period.year != moment:
        return Check(gap, moment, "undecided", need, why=_missing(gap, moment))
    if not gap.assessed:
        why: Why = "no_baseline" if gap.reason == "no_baseline" else "no_verdict"
        return Check(gap, moment, "undecided", need, latest, why=why)
    return Check(gap, moment, "fails" if gap.status in states else "holds", need, latest)


def _before(gap: Gap, moment: int) -> bool:
    """Whether the year is the baseline's or earlier: nothing is due yet."""
    return gap.base is not None and moment <= gap.base.time


def _missing(gap: Gap, moment: int) -> Why:
    """Why there is no value of the year: nobody reported one, only some districts did, or they weigh nothing."""
    partial = gap.partial
    if partial is None or partial.period.year != moment:
        return "no_observation"
    return "weights_zero" if partial.covered == partial.parts else "districts_missing"


def needed(gap: Gap, target: Target, year: int) -> Need | None:
    """What is due at the end of a year; None where it cannot be said without a baseline value."""
    indicator, base = gap.indicator, gap.base
    start = None if base is None else base.value
    value = due(indicator, target, base, year, gap.path, own_region=target in indicator.target)
    if target.between is not None and year >= target.by:
        return Need("range")
    said = (
        stated(indicator, year) if value is not None and year < target.by and not is_held(indicator, target) else None
    )
    if said is not None and said[0] == value:  # a district with a share has a path of its own
        return Need("milestone", *said)
    if target.direction is not None:
        return None if start is None else Need("direction", start, 1 if target.direction == "up" else -1)
    if isinstance(value, float):
        wanted = None if start is None else aim(target, start)
        if start is None or wanted is None:  # a value of the path has both
            return None
        return Need("path", value, wanted[1], path_used(gap.path, start, wanted[0]))
    open_range = target.between is not None and start is None and not is_held(indicator, target)
    if value is None and (target.between is None or open_range):
        return None
    return _whole(gap, target)


def _whole(gap: Gap, target: Target) -> Need:
    """The target itself."""
    if target.between is not None:
        return Need("range")
    basis: Basis = "hold" if is_held(gap.indicator, target) else "target"
    return Need(basis, target.values[0], 1 if target.sense == "at_least" else -1)


def _beyond(need: Need, target: Target, value: Decimal) -> bool:
    """Whether a value that was on its way to a range lies past its far end: what is due then is the range."""
    wanted = aim(target, value)
    return (
        need.basis == "path"
        and target.between is not None
        and wanted is not None
        and (not meets(target, value) and wanted[1] != need.sign)
    )


def _short(need: Need, target: Target, value: Decimal) -> Decimal | float | None:
    """By how much a value fails what is due, positive; None where it holds."""
    if target.between is not None and need.basis in {"range", "path"} and meets(target, value):
        return None
    if need.basis == "range":
        goal, sign = aim(target, value) or (value, 1)
        return _missed(goal, sign, value)
    return None if need.value is None else _missed(need.value, need.sign, value)


def _missed(wanted: Decimal | float, sign: Literal[1, -1], value: Decimal) -> Decimal | float | None:
    if isinstance(wanted, Decimal):
        gap = EXACT.subtract(wanted, value) if sign > 0 else EXACT.subtract(value, wanted)
        return gap if gap > 0 else None
    rest = sign * (wanted - float(value))
    return rest if rest > TOLERANCE * abs(wanted) else None
