"""Changes: what moved between two states of a plan, and what each cause would have done alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from hlwplan.assess.differences import Edit, Kind, State, applied, differences
from hlwplan.assess.gap import Gap, Reason, Status
from hlwplan.assess.rollup import assess
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Plan, Target
from hlwplan.quantity import EXACT

Turn = Literal["tighter", "looser", "other"]
"""Which way a promise went; `other` where it is both, or of another kind."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: a plan, what was observed, and the year at whose end it is judged (None: all is known)."""

    plan: Plan
    observations: Sequence[Observation]
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One difference between the sides, and the verdict that it alone would have turned the old one into.

    `old` and `new` are observations, each in its own side's unit of measure; None for a cause in the plan, and where a
    side has none.  `fields` are the fields of the indicator that changed the method.  `turn` is given for a target.
    """

    kind: Kind
    alone: Status
    alone_reason: Reason | None
    old: Observation | None = None
    new: Observation | None = None
    fields: tuple[str, ...] = ()
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One target that is not what it was.  `before` is None where it was added, `after` where it was removed.

    `moved` is the new gap minus the old one, positive where more is wanting now, in the unit of measure of `after`;
    None where one of them is not known or their units have different dimensions.
    """

    before: Gap | None
    after: Gap | None
    causes: tuple[Cause, ...] = ()
    moved: Decimal | None = None

    @property
    def gap(self) -> Gap:
        """The gap now; of a target that was removed, the last there was."""
        return next(gap for gap in (self.after, self.before) if gap is not None)

    @property
    def flip(self) -> bool:
        """Whether the status changed; a target that was added or removed has none to compare with."""
        return self.before is not None and self.after is not None and self.before.status != self.after.status

    @property
    def together(self) -> bool:
        """Whether the status changed, and no single cause would have made it what it is."""
        return self.flip and all(cause.alone != self.gap.status for cause in self.causes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes, and the targets that stand as they stood; `synthetic` says that a value on a side is made up.

    Changes of status come first, then what was added or removed, then the rest by how far the gap moved, measured by
    the target's value; what moved alike keeps the plan's order.
    """

    changes: tuple[Change, ...]
    unchanged: tuple[Gap, ...]
    synthetic: bool


def compare(before: Side, after: Side, *, region: str | None = None) -> Comparison:
    """Compare every target of two plans in one region, None being each plan's own.

    Targets are the same where indicator and year are, or where an indicator has just one left on either side.
    """
    old, new = (assess(it.plan, it.observations, region=region, year=it.year) for it in (before, after))
    ranked: list[tuple[tuple[int, float], Change]] = []
    unchanged = []
    for was, now in _paired(old, new):
        if was is None or now is None:
            ranked.append(((1, 0), Change(was, now)))
            continue
        change, size = _change(was, now, _state(before, was, region), _state(after, now, region))
        if change.causes or _verdict(was) != _verdict(now):
            ranked.append(((0 if change.flip else 2, -size), change))
        else:
            unchanged.append(now)
    ranked.sort(key=lambda it: it[0])
    synthetic = any(gap.synthetic for gap in (*old, *new))
    return Comparison(tuple(change for _, change in ranked), tuple(unchanged), synthetic)


def _paired(old: Sequence[Gap], new: Sequence[Gap]) -> Iterator[tuple[Gap | None, Gap | None]]:
    """Both gaps of each target, in the order of the new plan; those it no longer has come last."""
    before = {id_: list(gaps) for id_, gaps in groupby(old, key=lambda gap: gap.indicator.id)}
    for id_, gaps in groupby(new, key=lambda gap: gap.indicator.id):
        was = {_due(gap): gap for gap in before.pop(id_, [])}
        now = {_due(gap): gap for gap in gaps}
        yield from ((was[due], now[due]) for due in now if due in was)
        gone = [gap for due, gap in was.items() if due not in now]
        come = [gap for due, gap in now.items() if due not in was]
        if len(gone) == len(come) == 1:
            yield gone[0], come[0]
        else:
            yield from ((None, gap) for gap in come)
            yield from ((gap, None) for gap in gone)
    yield from ((gap, None) for gaps in before.values() for gap in gaps)


def _due(gap: Gap) -> int | None:
    return gap.target.by if gap.target else None


def _state(side: Side, gap: Gap, region: str | None) -> State:
    """What the gap was judged by."""
    observations = tuple(
        it for it in side.observations
        if it.indicator == gap.indicator.id and it.region == gap.region
        and (it.yearly or it.rule == "part")  # what only stands beside the yearly values moves no verdict
        and (side.year is None or it.period.year <= side.year)
    )  # fmt: skip
    own = region is None or region == side.plan.region
    return State(gap.indicator, gap.target, gap.region, observations, own, side.year)


def _verdict(gap: Gap) -> tuple[Status, Reason | None]:
    return gap.status, gap.reason


def _change(was: Gap, now: Gap, before: State, after: State) -> tuple[Change, float]:
    """The change of one target, which may turn out to be none, and how far its gap moved as a share of its target."""
    start, edits = differences(before, after)
    edits = [edit for edit in edits if edit.kind != "time" or _tells(edit, edits, start)]
    comparable = start.indicator.measure == after.indicator.measure
    first = start.gap.numbers
    moved = None
    if comparable and first.gap is not None and now.numbers.gap is not None:
        moved = EXACT.subtract(now.numbers.gap, first.gap)
    causes = tuple(_cause(edit, start, after) for edit in edits)
    return Change(was, now, causes, moved), _size(moved, first.aim, now.numbers.aim)


def _tells(time: Edit, edits: Sequence[Edit], start: State) -> bool:
    """Whether the clock makes a difference: to the old verdict, or to the new one."""
    rest = [edit for edit in edits if edit is not time]
    without, whole = applied(start, rest), applied(start, edits)
    return _verdict(applied(start, [time]).gap) != _verdict(start.gap) or _verdict(without.gap) != _verdict(whole.gap)


def _cause(edit: Edit, start: State, after: State) -> Cause:
    alone = edit.apply(start).gap
    turn = _turn(start.target, after.target) if edit.kind == "target" else None
    return Cause(edit.kind, alone.status, alone.reason, edit.old, edit.new, edit.fields, turn)


def _turn(old: Target | None, new: Target | None) -> Turn:
    """Which way a promise went: a value further off or an earlier year is tighter."""
    if old is None or new is None or (old.operator, old.sense) != (new.operator, new.sense):
        return "other"
    steps = [old.by - new.by]  # positive is tighter, as below
    if old.between and new.between:
        steps += [_sign(new.between[0] - old.between[0]), _sign(old.between[1] - new.between[1])]
    elif old.sense is not None:
        steps.append(_sign(new.values[0] - old.values[0]) * (1 if old.sense == "at_least" else -1))
    elif old.direction != new.direction:
        return "other"
    if min(steps) >= 0:
        return "tighter"
    return "looser" if max(steps) <= 0 else "other"


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _size(moved: Decimal | None, *aims: Decimal | None) -> float:
    """How far a gap moved, as a share of the target; infinite for a target of 0, and where it came or went."""
    if moved == 0:
        return 0.0
    scale = max((abs(aim) for aim in aims if aim is not None), default=Decimal(0))
    if moved is None:
        return float("inf") if len([aim for aim in aims if aim is not None]) == 1 else 0.0
    return float(abs(moved) / scale) if scale else float("inf")
