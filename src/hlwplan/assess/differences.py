"""Differences: what tells two states of one target apart, each as an edit that can be applied to the first alone.

All edits together turn the first state into the second.  That is what lets a change of status be put down to them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Final, Literal, TypeVar

from hlwplan.assess.gap import Gap
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation
from hlwplan.plan.fields import Frozen
from hlwplan.plan.model import Indicator, Target
from hlwplan.quantity import EXACT, factor

Kind = Literal["new", "revised", "withdrawn", "target", "method", "time"]
"""A first value for a period; another value; none any more; the promise; how it is judged; the year at whose end."""

FIELDS: Final = ("path", "kind", "baseline", "bounds", "milestones")
"""The fields of an indicator that are compared one by one."""

M = TypeVar("M", bound=Frozen)
Key = tuple[Fraction, bool]
"""What two observations of one series share that are about the same: the period's end, and whether the year counts."""


@dataclass(frozen=True, slots=True)
class State:
    """All that one target is judged by; the observations are those of its indicator in its region."""

    indicator: Indicator
    target: Target | None
    region: str
    observations: tuple[Observation, ...]
    own_region: bool = True
    year: int | None = None

    @property
    def gap(self) -> Gap:
        """The judgement."""
        return assess_series(self.indicator, self.target, self.region, self.observations,
                             own_region=self.own_region, year=self.year)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference.  `old` and `new` are the observations as each side has them, None where it has none.

    `fields` are the indicator's that changed; several where their effects cannot be told apart.
    """

    kind: Kind
    apply: Callable[[State], State]
    old: Observation | None = None
    new: Observation | None = None
    fields: tuple[str, ...] = ()


def differences(before: State, after: State) -> tuple[State, list[Edit]]:
    """The first state in the second's unit of measure, and the edits that lead from it to the second.

    Observations come first, by period, then the target, the method and the clock.  Where the units of measure have
    different dimensions nothing can be compared: the one edit is the unit, and it stands for everything.
    """
    times = factor(before.indicator.measure, after.indicator.measure)
    if times is None:
        return before, [Edit("method", lambda _: after, fields=("unit",))]
    start = before if times == 1 else _scaled(before, after.indicator.unit, times)
    edits = list(_observed(start, after, before))
    made = _made_otherwise(start, after)
    other = [edit for edit in edits if made and _is_made(edit, made)]
    edits = [edit for edit in edits if edit not in other]
    if start.target != after.target:
        edits.append(Edit("target", lambda state: replace(state, target=after.target)))
    edits += _method(start, after)
    if made:
        edits.append(Edit("method", _all([_setting(after, made), *(edit.apply for edit in other)]), fields=made))
    if before.indicator.measure != after.indicator.measure:
        edits.append(Edit("method", lambda state: state, fields=("unit",)))  # the start has it already
    if before.year != after.year:
        edits.append(Edit("time", lambda state: replace(state, year=after.year)))
    return start, edits


def _all(steps: Sequence[Callable[[State], State]]) -> Callable[[State], State]:
    return lambda state: reduce(lambda so_far, step: step(so_far), steps, state)


def applied(start: State, edits: Sequence[Edit]) -> State:
    """The state after all the edits; their order makes no difference."""
    return _all([edit.apply for edit in edits])(start)


# The unit of measure


def _scaled(state: State, unit: str, times: Decimal) -> State:
    """The same state in another unit of measure, which changes no verdict."""
    return replace(
        state,
        indicator=_multiplied(state.indicator, times).model_copy(update={"unit": unit}),
        target=None if state.target is None else _multiplied(state.target, times),
        observations=tuple(replace(it, value=_number(it.value, times)) for it in state.observations),
    )


def _multiplied(model: M, times: Decimal) -> M:
    """A part of the plan, every number in it multiplied: all of an indicator's numbers are in its unit of measure."""

    def part(value: object) -> object:
        match value:
            case Frozen():
                return _multiplied(value, times)
            case tuple():
                return tuple(map(part, value))
            case Decimal():
                return _number(value, times)
            case _:
                return value

    return model.model_copy(update={name: part(value) for name, value in model})


def _number(value: Decimal | None, times: Decimal) -> Decimal | None:
    return None if value is None else EXACT.multiply(value, times)


# Observations


def _key(observation: Observation) -> Key:
    return observation.period.end, observation.rule != "part"


def _observed(start: State, after: State, before: State) -> Iterator[Edit]:
    """Edits by period.  Within a year a later value takes the place of an earlier one, which is one edit.

    That the earlier one is back where the later one went is one edit too.
    """
    old, new = ({_key(it): it for it in state.observations} for state in (start, after))
    written = {_key(it): it for it in before.observations}
    years: dict[int, list[Key]] = {}
    for key in sorted({*old, *new}):
        years.setdefault((old.get(key) or new[key]).period.year, []).append(key)
    for keys in years.values():
        gone, come = [it for it in keys if it not in new], [it for it in keys if it not in old]
        last = max([*gone, *come], default=None)
        for key in keys:
            was, now = old.get(key), new.get(key)
            if was and now:
                if was.value != now.value or _begun(start, after, was) != _begun(start, after, now):
                    yield _edit(_kind(was, now), [key], [now], written.get(key), now)
            elif now and not (gone and last in gone):
                yield _edit("new", gone if key == last else [], [now], None, now)
            elif was and not (come and last in come):
                yield _edit("withdrawn", [key], [new[it] for it in come if key == last], written.get(key), None)


def _begun(start: State, after: State, it: Observation) -> list[bool]:
    """Whether each side's baseline is read from it: that alone depends on how a period is written, not on its end."""
    bases = (side.indicator.baseline for side in (start, after))
    return [base is not None and base.period.contains(it.period) for base in bases]


def _kind(was: Observation, now: Observation) -> Kind:
    """What only some districts have reported is no value: it is not revised when the last of them reports."""
    if was.value is None:
        return "new"
    return "withdrawn" if now.value is None else "revised"


def _edit(
    kind: Kind, out: Sequence[Key], into: Sequence[Observation], old: Observation | None, new: Observation | None
) -> Edit:
    def apply(state: State) -> State:
        kept = [it for it in state.observations if _key(it) not in out]
        return replace(state, observations=(*kept, *into))

    return Edit(kind, apply, old, new)


# The method


def _method(start: State, after: State) -> Iterator[Edit]:
    for field in FIELDS:
        if _told(start.indicator, field) != _told(after.indicator, field):
            yield Edit("method", _setting(after, (field,)), fields=(field,))


def _told(indicator: Indicator, field: str) -> object:
    """A field as far as it is used: where a baseline's value comes from changes nothing."""
    base = indicator.baseline
    if field == "baseline" and base is not None:
        return base.period, base.value, base.assumed
    return getattr(indicator, field)


def _setting(after: State, fields: Sequence[str]) -> Callable[[State], State]:
    values = {field: getattr(after.indicator, field) for field in fields}
    return lambda state: replace(state, indicator=state.indicator.model_copy(update=values))


def _made_otherwise(start: State, after: State) -> tuple[str, ...]:
    """The fields that say how measurements become observations, where they differ."""
    return tuple(it for it in ("series", "across") if getattr(start.indicator, it) != getattr(after.indicator, it))


def _is_made(edit: Edit, fields: Sequence[str]) -> bool:
    """Whether an observation changed because the fields did, as far as can be known without its measurements.

    Another series makes every observation anew, another roll-up those of districts.
    """
    return "series" in fields or any(it is not None and it.rule == "districts" for it in (edit.old, edit.new))
