"""The tasks report for people: where each task stands, and the list of what it promises."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Final

from hlwplan.assess.tasks import Delivered, Progress, Standing
from hlwplan.language import Phrase, _, clauses, listing, sentences
from hlwplan.plan.model import Plan, Task
from hlwplan.report.names import name_text, title_text, unit_text
from hlwplan.report.selection import EVERYTHING, NO_UNIT, Selection, any_of, select_tasks, unit_said
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import STAGE, STATUS, UNNAMED, counted, target_name
from hlwplan.table import Cell, Column, Section, Table, Tone, Word

STANDING: Final[dict[Standing, tuple[Phrase, Tone]]] = {
    "behind": (Phrase("behind"), "bad"),
    "watch": (Phrase("watch"), "warn"),
    "complete": (Phrase("complete"), "good"),
    "on_course": (Phrase("on course"), "good"),
    "on_course_so_far": (Phrase("on course so far"), "none"),
    "unknown": (Phrase("not assessed"), "none"),
    "nothing": (Phrase("nothing to assess"), "none"),
}
"""What the standings are called, in the order in which the summary lists them."""

MEANING: Final[dict[Standing, Phrase]] = {
    "behind": Phrase("a target is red or a deliverable overdue"),
    "watch": Phrase("something is yellow, nothing red"),
    "complete": Phrase("every target is met and every deliverable done"),
    "on_course": Phrase("everything has data, nothing is red or yellow"),
    "on_course_so_far": Phrase("what has data is neither red nor yellow, the rest has none"),
    "unknown": Phrase("nothing has data, or the final year's is awaited"),
    "nothing": Phrase("the text gives no target and no deliverable"),
}
"""What the standings mean, for the notes (`Progress.standing`)."""

NO_REPORT: Final = Phrase("no report")
OVERDUE: Final = Phrase("overdue")
AWAITED: Final = Phrase("final report awaited")

PEOPLE: Final = (
    Column("task", Phrase("Task")),
    Column("lead", Phrase("Lead unit"), wraps=True),
    Column("assessed", Phrase("Assessed/\ntargets"), "right", keep=8),
    Column("green", Phrase("Green"), "right", keep=5),
    Column("yellow", Phrase("Yellow"), "right", keep=6),
    Column("red", Phrase("Red"), "right"),
    Column("done", Phrase("Done/\ndeliverables"), "right", keep=7),
    Column("in_progress", Phrase("In progress"), "right", keep=3),
    Column("not_started", Phrase("Not started"), "right", keep=2),
    Column("no_data", Phrase("No report"), "right", keep=4),
    Column("state", Phrase("Status")),
    Column("remarks", Phrase("Remarks"), keep=1),
)


def listed(plan: Plan, progress: Sequence[Progress], only: Selection) -> list[Progress]:
    """What `only` lets pass, in the order given."""
    wanted = {task.id for task in select_tasks(plan, only)}
    return [it for it in progress if it.task.id in wanted]


def _said(plan: Plan, only: Selection) -> Iterator[str]:
    """What was asked for, for the title; nothing where everything was."""
    if only.leads:
        yield _("{what}: {said}", what=_("lead unit"), said=any_of(unit_said(plan, it) for it in only.leads))
    if only.responsible:
        units = any_of(unit_said(plan, it) for it in only.responsible)
        yield _("{what}: {said}", what=_("responsible unit"), said=units)
    areas = [name_text(it) for it in plan.head.areas if it.id in only.areas]
    if areas:
        yield _("{what}: {said}", what=_("area"), said=any_of(areas))


def for_people(plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection = EVERYTHING) -> Table:
    """A row for each task that `only` lets pass, in a section for each area."""
    chosen = listed(plan, progress, only)
    rows = {area: tuple(_row(plan, it) for it in chosen if it.task.area == area.id) for area in plan.head.areas}
    sections = tuple(Section((name_text(area),), of_area) for area, of_area in rows.items() if of_area)
    return Table(heading(plan, asked, only), PEOPLE, sections, banner(chosen), tuple(notes(plan, progress, only)))


def heading(plan: Plan, asked: Asked, only: Selection) -> str:
    """The report's title: what it is about, and what was asked for."""
    parts = (title(plan, asked), *_said(plan, only))
    return reduce(lambda said, part: _("{said}, {part}", said=said, part=part), parts)


def banner(progress: Sequence[Progress]) -> tuple[str, ...]:
    """What must be seen first: that something is made up."""
    return (str(SYNTHETIC),) if any(it.synthetic for it in progress) else ()


def notes(plan: Plan, progress: Sequence[Progress], only: Selection) -> Iterator[str]:
    """What the whole rests on, what the plan does not say, and how to read the words."""
    chosen = listed(plan, progress, only)
    yield _summary(chosen, len(progress))
    leaderless = [name(it.task) for it in chosen if not it.task.lead]
    if leaderless:
        yield _("the plan names no lead unit for {count}: {tasks}", count=len(leaderless), tasks=listing(leaderless))
    for unit in only.leads:
        also = listed(plan, progress, Selection(responsible=(unit,))) if unit != NO_UNIT else []
        if also:
            yield _(
                "{unit} is a responsible unit of {count} more: {tasks} (--responsible {unit})",
                unit=unit_text(plan, unit), count=len(also), tasks=listing(name(it.task) for it in also),
            )  # fmt: skip
    yield _how_to_read({it.standing for it in chosen})


def _how_to_read(seen: set[Standing]) -> str:
    """What the words of the standings seen mean, and what the colours do."""
    words = sentences(
        _("{word} means {meaning}", word=word, meaning=MEANING[standing])
        for standing, (word, _tone) in STANDING.items()
        if standing in seen
    )
    if not words:
        return _("a task has the status of its worst item, nothing is averaged, and missing data is no lag. "
                 "Red, yellow and green are warning levels 1, 2 and 3")  # fmt: skip
    return _("a task has the status of its worst item, nothing is averaged, and missing data is no lag: {words}. "
             "Red, yellow and green are warning levels 1, 2 and 3", words=words)  # fmt: skip


def _summary(chosen: Sequence[Progress], of: int) -> str:
    standings = Counter(it.standing for it in chosen)
    counts = clauses(counted(word, standings[it]) for it, (word, _tone) in STANDING.items() if standings[it])
    gaps = [gap for it in chosen for gap in it.gaps]
    deliverables = [item for it in chosen for item in it.deliverables]
    values = {"count": len(chosen), "of": of, "standings": counts or _("none")}
    if len(chosen) < of:
        tasks = _("{count} of {of} tasks: {standings}", **values)
    elif of == 1:
        tasks = _("1 task: {standings}", **values)
    else:
        tasks = _("{count} tasks: {standings}", **values)
    reported = _(
        "deliverables reported {count}/{of}: {stages}",
        count=sum(it.state is not None for it in deliverables), of=len(deliverables), stages=stages(deliverables),
    )  # fmt: skip
    assessed = sum(gap.assessed for gap in gaps)
    return sentences((tasks, _("targets assessed {count}/{of}", count=assessed, of=len(gaps)), reported))


def stages(deliverables: Sequence[Delivered]) -> str:
    """The deliverables counted: done 1, in progress 1, no report 4 (of these overdue 1)."""
    counts = Counter(it.stage for it in deliverables)
    words = [(STAGE["done"], counts["done"]), (STAGE["in_progress"], counts["in_progress"]),
             (STAGE["not_started"], counts["not_started"]), (NO_REPORT, counts[None])]  # fmt: skip
    late = [(OVERDUE, sum(it.overdue for it in deliverables)), (AWAITED, sum(it.awaited for it in deliverables))]
    said, behind = (clauses(counted(word, count) for word, count in of if count) for of in (words, late))
    return _("{stages} (of these {late})", stages=said, late=behind) if behind else said or _("none")


def name(task: Task) -> str:
    """The task's number and title; in Chinese without a space, at which a line would break."""
    entitled = title_text(task)
    return entitled if task.no is None else _("{number}. {title}", number=task.no, title=entitled)


def lead(plan: Plan, task: Task) -> str:
    """The lead units as the clause spells them."""
    return listing(unit_text(plan, it) for it in task.lead or ()) or str(UNNAMED)


def responsible(plan: Plan, task: Task) -> str:
    """The responsible units; says so where the clause leaves its list open."""
    units = listing(unit_text(plan, it) for it in task.responsible or ())
    return (_("{units} and others", units=units) if task.responsible_open else units) or str(UNNAMED)


def _word(standing: Standing) -> Word:
    word, tone = STANDING[standing]
    return Word(str(word), tone)


def _row(plan: Plan, it: Progress) -> tuple[Cell, ...]:
    """The cells of `PEOPLE`; counts of what the task does not have are absent, not zero."""
    levels, at, many = it.warnings, it.stages, len(it.deliverables)
    said = [
        _("targets: {statuses}", statuses=statuses(it)) if it.gaps else "",
        _("deliverables: {stages}", stages=stages(it.deliverables)) if many else "",
        binding(it),
        _("responsible units: {units}", units=responsible(plan, it.task)),
    ]
    return (
        name(it.task),
        lead(plan, it.task),
        f"{it.summary.assessed}/{len(it.gaps)}" if it.gaps else None,
        *(levels[level] if it.gaps else None for level in (3, 2, 1)),
        f"{at['done']}/{many}" if many else None,
        at["in_progress"] if many else None,
        at["not_started"] if many else None,
        many - it.reported if many else None,
        _word(it.standing),
        sentences(filter(None, said)),
    )


def statuses(it: Progress) -> str:
    """The targets counted by status; empty where there are none."""
    counts = it.summary.by_status
    return clauses(counted(word, counts[status]) for status, word in STATUS.items() if status in counts)


def binding(it: Progress) -> str:
    """The worst of the binding targets (`methods.md` A.7); empty where there are none."""
    if not it.binding:
        return ""
    worst = it.worst_binding
    if worst is None:
        return _("no binding target is assessed")
    return _("worst binding: {target} {status}", target=target_name(worst), status=STATUS[worst.status])
