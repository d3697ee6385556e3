"""The tasks report for people: where each task stands, and the list of what it promises."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from hlwplan.assess.tasks import Delivered, Progress, Standing
from hlwplan.language import Phrase, _, clauses, listing, sentences
from hlwplan.plan.model import Plan, Task
from hlwplan.report.selection import EVERYTHING, NO_UNIT, Selection, select_tasks
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import STAGE, STATUS, UNNAMED, target_name
from hlwplan.table import Cell, Column, Section, Table, Tone, Word

STANDING: Final[dict[Standing, tuple[Phrase, Tone]]] = {
    "behind": (Phrase("lagging"), "bad"),
    "watch": (Phrase("needs attention"), "warn"),
    "complete": (Phrase("all achieved"), "good"),
    "on_course": (Phrase("no lag seen"), "good"),
    "on_course_so_far": (Phrase("no lag in what is known"), "none"),
    "unknown": (Phrase("not assessed"), "none"),
    "nothing": (Phrase("nothing to assess"), "none"),
}
"""What the standings are called, in the order in which the summary lists them."""

MEANING: Final[dict[Standing, Phrase]] = {
    "behind": Phrase("a red target, or a deliverable past its time"),
    "watch": Phrase("yellow, no red"),
    "complete": Phrase("every target reached, every deliverable done"),
    "on_course": Phrase("data for all, no red, no yellow"),
    "on_course_so_far": Phrase("no red or yellow where there is data; the rest has none"),
    "unknown": Phrase("no data, or the final year's is awaited"),
    "nothing": Phrase("the text has no targets and no deliverables"),
}
"""What the standings mean, for the notes (`Progress.standing`)."""

PEOPLE: Final = (
    Column("task", Phrase("Task")),
    Column("lead", Phrase("Lead unit"), wraps=True),
    Column("assessed", Phrase("assessed/\ntargets"), "right", keep=8),
    Column("green", Phrase("green"), "right", keep=5),
    Column("yellow", Phrase("yellow"), "right", keep=6),
    Column("red", Phrase("red"), "right"),
    Column("done", Phrase("done/\ndeliverables"), "right", keep=7),
    Column("in_progress", Phrase("in progress"), "right", keep=3),
    Column("not_started", Phrase("not started"), "right", keep=2),
    Column("no_data", Phrase("no data yet"), "right", keep=4),
    Column("state", Phrase("Status")),
    Column("remarks", Phrase("Remarks"), keep=1),
)


def listed(plan: Plan, progress: Sequence[Progress], only: Selection) -> list[Progress]:
    """What `only` lets pass, in the order given."""
    wanted = {task.id for task in select_tasks(plan, only)}
    return [it for it in progress if it.task.id in wanted]


def _said(plan: Plan, only: Selection) -> list[str]:
    """What was asked for, for the title; empty where everything was."""
    areas = [it.name for it in plan.head.areas if it.id in only.areas]
    pairs = ((_("Lead unit"), only.leads), (_("Responsible units"), only.responsible), (_("Area"), areas))
    return [_("{word}: {names}", word=word, names=_(" or ").join(names)) for word, names in pairs if names]


def for_people(plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection = EVERYTHING) -> Table:
    """A row for each task that `only` lets pass, in a section for each area."""
    chosen = listed(plan, progress, only)
    rows = {area.name: tuple(_row(it) for it in chosen if it.task.area == area.id) for area in plan.head.areas}
    sections = tuple(Section((area,), of_area) for area, of_area in rows.items() if of_area)
    return Table(heading(plan, asked, only), PEOPLE, sections, banner(chosen), tuple(notes(plan, progress, only)))


def heading(plan: Plan, asked: Asked, only: Selection) -> str:
    """The report's title: what it is about, and what was asked for."""
    return " ".join((title(plan, asked), *_said(plan, only)))


def banner(progress: Sequence[Progress]) -> tuple[str, ...]:
    """What must be seen first: that something is made up."""
    return (str(SYNTHETIC),) if any(it.synthetic for it in progress) else ()


def notes(plan: Plan, progress: Sequence[Progress], only: Selection) -> Iterator[str]:
    """What the whole rests on, what the plan does not say, and how to read the words."""
    chosen = listed(plan, progress, only)
    yield _summary(chosen, len(progress))
    leaderless = [name(it.task) for it in chosen if not it.task.lead]
    if leaderless:
        yield _(
            "the plan's text names no lead unit for {count}: {names}", count=len(leaderless), names=listing(leaderless)
        )
    for unit in only.leads:
        also = listed(plan, progress, Selection(responsible=(unit,))) if unit != NO_UNIT else []
        if also:
            names = listing(name(it.task) for it in also)
            yield _(
                "{unit} is also a responsible unit of {count}: {names} (--responsible {unit})",
                unit=unit, count=len(also), names=names,
            )  # fmt: skip
    seen = {it.standing for it in chosen}
    words = sentences(
        (
            _("{word}: {meaning}", word=word, meaning=MEANING[standing])
            for standing, (word, _tone) in STANDING.items()
            if standing in seen
        )
    )
    yield _(
        "a task is where its worst item is, nothing is averaged, and no data "
        "is no lag{what}. Red, yellow and green are warning levels one, two and three",
        what=_(": {words}", words=words) if words else "",
    )


def _summary(chosen: Sequence[Progress], of: int) -> str:
    standings = Counter(it.standing for it in chosen)
    counts = [f"{word}{standings[name]}" for name, (word, _) in STANDING.items() if standings[name]]
    gaps = [gap for it in chosen for gap in it.gaps]
    deliverables = [item for it in chosen for item in it.deliverables]
    listed_ = (
        _("tasks {count}", count=len(chosen))
        if len(chosen) == of
        else _("tasks {count}/{of}", count=len(chosen), of=of)
    )
    assessed = _("targets assessed {sum}/{count}", sum=sum(gap.assessed for gap in gaps), count=len(gaps))
    reported = _(
        "deliverables reported {sum}/{count}",
        sum=sum(it.state is not None for it in deliverables),
        count=len(deliverables),
    )
    return sentences(
        (
            _("{listed}: {what}", listed=listed_, what=clauses(counts) or _("none")),
            assessed,
            _("{reported}: {stages}", reported=reported, stages=stages(deliverables)),
        )
    )


def stages(deliverables: Sequence[Delivered]) -> str:
    """The deliverables counted: 已完成1，推进中1，无数据4；其中逾期未完成1."""
    counts = Counter(it.stage for it in deliverables)
    words = [(STAGE["done"], counts["done"]), (STAGE["in_progress"], counts["in_progress"]),
             (STAGE["not_started"], counts["not_started"]), (_('no data yet'), counts[None])]  # fmt: skip
    late = [(_('past its time'), sum(it.overdue for it in deliverables)),
            (_('awaiting the last report'), sum(it.awaited for it in deliverables))]  # fmt: skip
    parts = [clauses((f"{word}{count}" for word, count in of if count)) for of in (words, late)]
    return (parts[0] or _("none")) + (_(" (of these {parts})", parts=parts[1]) if parts[1] else "")


def name(task: Task) -> str:
    """The task's number and title, without a space, at which a line would break."""
    return f"{task.no}.{task.title}" if task.no is not None else task.title


def lead(task: Task) -> str:
    """The lead units as the clause spells them."""
    return listing(task.lead or ()) or str(UNNAMED)


def responsible(task: Task) -> str:
    """The responsible units; 等 where the clause leaves its list open."""
    return listing(task.responsible or ()) + (_("and others") if task.responsible_open else "") or str(UNNAMED)


def _word(standing: Standing) -> Word:
    word, tone = STANDING[standing]
    return Word(str(word), tone)


def _row(it: Progress) -> tuple[Cell, ...]:
    """The cells of `PEOPLE`; counts of what the task does not have are absent, not zero."""
    levels, at, many = it.warnings, it.stages, len(it.deliverables)
    said = [
        _("targets: {statuses}", statuses=statuses(it)) if it.gaps else "",
        _("deliverables: {stages}", stages=stages(it.deliverables)) if many else "",
        binding(it),
        _("responsible units: {responsible}", responsible=responsible(it.task)),
    ]
    return (
        name(it.task),
        lead(it.task),
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
    return clauses((f"{word}{counts[status]}" for status, word in STATUS.items() if status in counts))


def binding(it: Progress) -> str:
    """The worst of the binding targets (`methods.md` A.7); empty where there are none."""
    if not it.binding:
        return ""
    worst = it.worst_binding
    return (
        _("worst binding: {target_name} {status}", target_name=target_name(worst), status=STATUS[worst.status])
        if worst
        else _("no binding target is assessed")
    )
