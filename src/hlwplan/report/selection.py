"""Which gaps a report shows, in which order, under which headings.  Ids and values stay as they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import nsmallest
from typing import Final, Literal

from hlwplan.assess.gap import Gap, Status
from hlwplan.language import Phrase, _, listing, sentences
from hlwplan.plan.model import Plan, Task
from hlwplan.plan.names import listed
from hlwplan.report.names import name_text, title_text, unit_text
from hlwplan.report.words import NATURES, STATUS, UNNAMED, Nature

By = Literal["task", "lead", "area", "region"]
Sort = Literal["plan", "gap", "lead", "ratio", "status"]

WORST_FIRST: Final[tuple[Status, ...]] = (
    "missed", "deteriorating", "unmet_worsening", "unmet", "unmet_improving", "limited", "needs_acceleration",
    "held_at_risk", "on_track", "held", "achieved", "met", "pending_final", "not_assessable",
)  # fmt: skip
SORTS: Final[dict[Sort, Phrase]] = {
    "gap": Phrase("by gap as a share of the target (|gap|/|target|), largest first; last where the target has no value"
                  " or is 0"),
    "lead": Phrase("by lead (pp), furthest behind first; last where there is none"),
    "ratio": Phrase("by pace ratio, lowest first; last where there is none"),
    "status": Phrase("by status, worst first; last what is not assessed"),
}  # fmt: skip
"""What each order compares; `plan` says nothing, it is the order that readers expect."""
NO_UNIT: Final = "未明确"
"""What a selection and its document have for a unit that the text does not name, in any language."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for, by ids and printed names.  Within one field any will do, across fields all must hold.

    `NO_UNIT` among units means that the text names none; a nature of None that it does not say.  `by` None groups by
    task, unless an order or `top` asks for one ranked list.  `top` keeps the first that are short, in that order.
    """

    tasks: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    states: tuple[Status, ...] = ()
    natures: tuple[Nature | None, ...] = ()
    by: By | None = None
    sort: Sort | None = None
    top: int | None = None

    @property
    def order(self) -> Sort:
        """The order in force: `top` ranks where nothing else is asked for."""
        return self.sort or ("gap" if self.top is not None else "plan")

    @property
    def filters(self) -> bool:
        """Whether anything may be left out."""
        fields = (self.tasks, self.leads, self.responsible, self.areas, self.states, self.natures)
        return any(fields) or self.top is not None


EVERYTHING: Final = Selection()


def shortfall(gap: Gap) -> float | None:
    """The gap as a share of the target, |gap|/|target|, signed as the gap: it compares whatever is measured.

    0 at the target, negative beyond it.  None without a figure or a value, and for a target of 0.
    """
    aim, size = gap.numbers.aim, gap.numbers.gap
    return None if aim is None or size is None or aim == 0 else float(size / abs(aim))


def select(plan: Plan, gaps: Iterable[Gap], chosen: Selection) -> Iterable[Gap]:
    """The gaps that were asked for, in the order asked for; ties stay in the order given, binding targets first.

    In the order given they are chosen as they come, for `top` no more than these are held.
    """
    tasks = {task.id for task in select_tasks(plan, chosen)}
    kept = (gap for gap in gaps if gap.indicator.task in tasks and _wanted(gap, chosen))
    if chosen.top is not None:
        key = _key("gap" if chosen.order == "plan" else chosen.order)
        short = ((place, gap) for place, gap in enumerate(kept) if (shortfall(gap) or 0) > 0)
        first = nsmallest(chosen.top, short, key=lambda it: key(it[1]))
        kept = (gap for _, gap in sorted(first, key=lambda it: it[0]))
    return kept if chosen.order == "plan" else sorted(kept, key=_key(chosen.order))


def select_tasks(plan: Plan, chosen: Selection) -> list[Task]:
    """The plan's tasks that were asked for, in its order; statuses and natures are no matter of tasks."""
    units = _Units(plan)
    return [task for task in plan.tasks if _task_wanted(units, task, chosen)]


def sections(plan: Plan, gaps: Sequence[Gap], chosen: Selection) -> Iterator[tuple[tuple[str, ...], list[Gap]]]:
    """The gaps under their headings, outermost first; without headings where one ranked list is asked for.

    Groups come in the plan's order.  By lead unit, a target stands under each unit that leads its task.
    """
    if chosen.by is None and chosen.order != "plan":
        yield (), list(gaps)
        return
    headings, groups_of = _groups(plan, chosen.by or "task")
    if chosen.by == "lead" and chosen.leads:
        headings = {unit: said for unit, said in headings.items() if unit in chosen.leads}
    groups: dict[str, list[Gap]] = {group: [] for group in headings}
    for gap in gaps:
        for group in groups_of(gap):
            if group in groups:
                groups[group].append(gap)
    for group, of_group in groups.items():
        if of_group:
            first = chosen.order == "plan"
            yield headings[group], sorted(of_group, key=lambda gap: first and gap.indicator.nature != "binding")


def notes(plan: Plan, chosen: Selection, shown: int, of: int) -> Iterator[str]:
    """What was left out and why, and what the order compares; nothing where all is shown in the plan's order."""
    if chosen.filters:
        yield _("Filter: {conditions}; {left} more are not listed", left=of - shown,
                conditions=sentences(_said(plan, chosen)) or _("no condition"))  # fmt: skip
    order = SORTS.get(chosen.order)
    if order is not None:
        yield _("Order: {order}", order=order)


def document(chosen: Selection, shown: int, of: int) -> dict[str, object]:
    """The selection as JSON has it; empty lists and nulls ask for nothing."""
    return {
        "task": list(chosen.tasks), "lead": list(chosen.leads), "responsible": list(chosen.responsible),
        "area": list(chosen.areas), "state": list(chosen.states), "nature": [it or "none" for it in chosen.natures],
        "by": chosen.by or "task", "sort": chosen.order, "top": chosen.top, "shown": shown, "of": of,
    }  # fmt: skip


def task_heading(plan: Plan, task: Task) -> str:
    """The task's number, title and lead units."""
    number = f"{task.no} " if task.no is not None else ""
    lead = listing(unit_text(plan, unit) for unit in task.lead) if task.lead else UNNAMED
    return _("{task}  Lead unit: {lead}", task=f"{number}{title_text(task)}", lead=lead)


def unit_said(plan: Plan, unit: str) -> str:
    """A unit of a selection, as it is printed."""
    return str(UNNAMED) if unit == NO_UNIT else unit_text(plan, unit)


class _Units:
    """A task's organisations by the names that the plan lists; a clause may spell them by an alias."""

    def __init__(self, plan: Plan) -> None:
        self._names = listed(plan.head.organisations)

    def of(self, given: tuple[str, ...] | None) -> list[str]:
        return [self._names.get(name) or name for name in given or (NO_UNIT,)]


def _task_wanted(units: _Units, task: Task, chosen: Selection) -> bool:
    return (
        (not chosen.tasks or task.id in chosen.tasks)
        and (not chosen.areas or task.area in chosen.areas)
        and (not chosen.leads or not set(chosen.leads).isdisjoint(units.of(task.lead)))
        and (not chosen.responsible or not set(chosen.responsible).isdisjoint(units.of(task.responsible)))
    )


def _wanted(gap: Gap, chosen: Selection) -> bool:
    return (not chosen.states or gap.status in chosen.states) and (
        not chosen.natures or gap.indicator.nature in chosen.natures
    )


def _key(sort: Sort) -> Callable[[Gap], tuple[bool, float, bool]]:
    """What gaps are sorted by, the first one least."""

    def key(gap: Gap) -> tuple[bool, float, bool]:
        value = _measure(gap, sort)
        return value is None, value or 0.0, gap.indicator.nature != "binding"

    return key


def _measure(gap: Gap, sort: Sort) -> float | None:
    """What an order compares, the least first; None goes last."""
    match sort:
        case "gap":
            size = shortfall(gap)
            return None if size is None else -size
        case "lead":
            return gap.numbers.lead
        case "ratio":
            return gap.numbers.ratio
        case _:
            return float(WORST_FIRST.index(gap.status))


def _groups(plan: Plan, by: By) -> tuple[Mapping[str, tuple[str, ...]], Callable[[Gap], Sequence[str]]]:
    """The headings of each group, in the plan's order, and which groups a gap belongs to."""
    tasks = {task.id: task for task in plan.tasks}
    areas = {area.id: name_text(area) for area in plan.head.areas}
    match by:
        case "task":
            headings: dict[str, tuple[str, ...]] = {
                it.id: (areas[it.area], task_heading(plan, it)) for it in plan.tasks
            }
            return headings, lambda gap: (gap.indicator.task,)
        case "area":
            return {id_: (name,) for id_, name in areas.items()}, lambda gap: (tasks[gap.indicator.task].area,)
        case "region":
            return {it.name: (name_text(it),) for it in plan.head.regions}, lambda gap: (gap.region,)
        case "lead":
            units = _Units(plan)
            leads = {task.id: units.of(task.lead) for task in plan.tasks}
            found = dict.fromkeys(unit for of_task in leads.values() for unit in of_task)
            named = sorted(found, key=lambda unit: unit == NO_UNIT)
            said = {unit: (_("Lead unit: {unit}", unit=unit_said(plan, unit)),) for unit in named}
            return said, lambda gap: leads[gap.indicator.task]


def _said(plan: Plan, chosen: Selection) -> Iterator[str]:
    """The conditions, as they are printed."""
    if chosen.tasks:
        yield _("task is {any}", any=any_of(title_text(it) for it in plan.tasks if it.id in chosen.tasks))
    if chosen.leads:
        yield _("lead unit is {any}", any=any_of(unit_said(plan, it) for it in chosen.leads))
    if chosen.responsible:
        yield _("responsible unit is {any}", any=any_of(unit_said(plan, it) for it in chosen.responsible))
    if chosen.areas:
        yield _("area is {any}", any=any_of(name_text(it) for it in plan.head.areas if it.id in chosen.areas))
    if chosen.states:
        yield _("status is {any}", any=any_of(STATUS[it] for it in chosen.states))
    if chosen.natures:
        yield _("nature is {any}", any=any_of(NATURES[it] for it in chosen.natures))
    if chosen.top is not None:
        yield _("first {top} of those that are short", top=chosen.top)


def any_of(names: Iterable[object]) -> str:
    """Names of which any will do."""
    return reduce(lambda one, other: _("{one} or {other}", one=one, other=other), map(str, names))
