"""Tasks: the targets and deliverables of each, and the one word that follows from them.  Nothing is averaged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.rollup import Summary, summarise
from hlwplan.measure.measurement import Stage, State
from hlwplan.plan.model import Deliverable, Plan, Task

Standing = Literal["complete", "on_course", "on_course_so_far", "watch", "behind", "unknown", "nothing"]
"""Where a task stands (`standing`)."""

_ORDER: Final = get_args(Status)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A deliverable and what was last reported of it in the plan's own region; `state` is None where nothing was.

    It is due at the end of the year `due`.  `closed` says that it is judged as at the end of that year or a later one.
    `elsewhere` are the states that other regions reported, in the plan's order; they decide nothing.
    """

    item: Deliverable
    due: int
    state: State | None
    closed: bool = False
    elsewhere: tuple[State, ...] = ()

    @property
    def stage(self) -> Stage | None:
        """How far it is; None where nothing was reported."""
        return self.state.stage if self.state else None

    @property
    def overdue(self) -> bool:
        """Whether it was reported as not done at the end of its year or later."""
        return self.state is not None and self.state.stage != "done" and self.state.period.end >= self.due

    @property
    def awaited(self) -> bool:
        """Whether its year is over and the last report, of before its end, says that it was not done then.

        Whether it was done in time is not known, as for a target that awaits its final value (`methods.md` A.3, 2).
        """
        if self.state is None or self.state.stage == "done" or self.overdue:
            return False
        return self.closed

    @property
    def warning(self) -> int | None:
        """3 (green) where it is done, 1 (red) where it is overdue; before its end nothing says how far it should be."""
        return 3 if self.stage == "done" else 1 if self.overdue else None

    @property
    def assessed(self) -> bool:
        """Whether it is known where it stands: there is a report, and none is awaited."""
        return self.state is not None and not self.awaited


@dataclass(frozen=True, slots=True)
class Progress:
    """A task with the gaps of its targets and its deliverables, of the plan's own region and in the plan's order."""

    task: Task
    gaps: tuple[Gap, ...]
    deliverables: tuple[Delivered, ...]

    @property
    def summary(self) -> Summary:
        """The targets counted."""
        return summarise(self.gaps)

    @property
    def warnings(self) -> Mapping[int, int]:
        """How many targets stand at each level of warning, 1 the gravest; targets without a verdict are not counted."""
        counts = Counter(gap.warning for gap in self.gaps)
        return {level: counts[level] for level in (1, 2, 3)}

    @property
    def stages(self) -> Mapping[Stage, int]:
        """How many deliverables are at each stage; those of which nothing was reported are not counted."""
        counts = Counter(it.stage for it in self.deliverables)
        return {stage: counts[stage] for stage in get_args(Stage)}

    @property
    def reported(self) -> int:
        """Of how many deliverables anything was reported."""
        return sum(it.state is not None for it in self.deliverables)

    @property
    def overdue(self) -> int:
        """How many deliverables were reported as not done at the end of their year or later."""
        return sum(it.overdue for it in self.deliverables)

    @property
    def awaited(self) -> int:
        """Of how many deliverables a report at the end of their year is awaited."""
        return sum(it.awaited for it in self.deliverables)

    @property
    def binding(self) -> tuple[Gap, ...]:
        """The gaps of binding (约束性) targets."""
        return tuple(gap for gap in self.gaps if gap.indicator.nature == "binding")

    @property
    def worst_binding(self) -> Gap | None:
        """The worst of the binding targets with a verdict (`methods.md` A.7), the first of equals; None if none."""
        judged = (gap for gap in self.binding if gap.warning is not None)
        return max(judged, key=lambda gap: (-(gap.warning or 0), _ORDER.index(gap.status)), default=None)

    @property
    def synthetic(self) -> bool:
        """Whether a value or a report behind it is made up for demonstration."""
        states = [state for it in self.deliverables for state in (it.state, *it.elsewhere)]
        return any(gap.synthetic for gap in self.gaps) or any(state.synthetic for state in states if state)

    @property
    def standing(self) -> Standing:
        """The task in one word ◆: that of the worst it is made of, and never better than what is known.

        `nothing`: it has neither targets nor deliverables.  `unknown`: none of them is assessed.  `behind`: a level 1
        (red) among them, or a deliverable that is overdue.  `watch`: no red, a level 2 (yellow).  `on_course_so_far`:
        neither, but of some nothing is known.  `complete`: every target is met or achieved and every deliverable done.
        `on_course`: everything is known, nothing is red or yellow, and something is still to be done.

        One red target makes the task `behind` whatever the others are: the counts beside the word say how many.
        """
        items: tuple[Gap | Delivered, ...] = (*self.gaps, *self.deliverables)
        known = [it for it in items if it.assessed]
        levels = {it.warning for it in known}
        if not known:
            return "unknown" if items else "nothing"
        if 1 in levels:
            return "behind"
        if 2 in levels:
            return "watch"
        if len(known) < len(items):
            return "on_course_so_far"
        ended = all(gap.status in {"met", "achieved"} for gap in self.gaps)
        return "complete" if ended and all(it.stage == "done" for it in self.deliverables) else "on_course"


def by_task(plan: Plan, gaps: Sequence[Gap], states: Iterable[State], *, year: int | None = None) -> list[Progress]:
    """Every task with its gaps and deliverables, in the plan's order.

    `gaps` are those of the plan's own region.  A deliverable is due at the end of the plan's last year, whether the
    text names that year or not.  `year` judges as at the end of that year; None knows no today, so that nothing is
    awaited.
    """
    known = {(state.deliverable, state.region): state for state in states}
    others = [region.name for region in plan.head.regions[1:]]
    due = plan.head.horizon

    def delivered(item: Deliverable) -> Delivered:
        elsewhere = tuple(known[item.id, region] for region in others if (item.id, region) in known)
        closed = year is not None and year >= due
        return Delivered(item, due, known.get((item.id, plan.region)), closed, elsewhere)

    return [
        Progress(task, tuple(gap for gap in gaps if gap.indicator.task == task.id),
                 tuple(map(delivered, task.deliverables)))
        for task in plan.tasks
    ]  # fmt: skip
