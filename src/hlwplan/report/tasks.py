"""The tasks report for people: where each task stands, and the list of what it promises."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from hlwplan.assess.tasks import Delivered, Progress, Standing
from hlwplan.plan.model import Plan, Task
from hlwplan.report.selection import EVERYTHING, Selection, select_tasks
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import STAGE, STATUS, UNNAMED, target_name
from hlwplan.table import Cell, Column, Section, Table, Tone, Word

STANDING: Final[dict[Standing, tuple[str, Tone]]] = {
    "behind": ("有滞后", "bad"),
    "watch": ("需关注", "warn"),
    "complete": ("全部达成", "good"),
    "on_course": ("未见滞后", "good"),
    "on_course_so_far": ("已知未见滞后", "none"),
    "unknown": ("未评估", "none"),
    "nothing": ("无可评项", "none"),
}
"""What the standings are called, in the order in which the summary lists them."""

MEANING: Final[dict[Standing, str]] = {
    "behind": "有红色目标或逾期未完成的建设任务",
    "watch": "无红有黄",
    "complete": "目标均已达到，建设任务均已完成",
    "on_course": "各项均有数据，无红无黄",
    "on_course_so_far": "有数据的各项无红无黄，其余无数据",
    "unknown": "各项均无数据或待期末数据",
    "nothing": "原文无目标和建设任务",
}
"""What the standings mean, for the notes (`Progress.standing`)."""

PEOPLE: Final = (
    Column("task", "任务"),
    Column("lead", "牵头单位", wraps=True),
    Column("assessed", "已评/\n目标", "right", keep=8),
    Column("green", "绿", "right", keep=5),
    Column("yellow", "黄", "right", keep=6),
    Column("red", "红", "right"),
    Column("done", "完成/\n建设任务", "right", keep=7),
    Column("in_progress", "推进中", "right", keep=3),
    Column("not_started", "未启动", "right", keep=2),
    Column("no_data", "无数据", "right", keep=4),
    Column("state", "状态"),
    Column("remarks", "说明", keep=1),
)


def listed(plan: Plan, progress: Sequence[Progress], only: Selection) -> list[Progress]:
    """What `only` lets pass, in the order given."""
    wanted = {task.id for task in select_tasks(plan, only)}
    return [it for it in progress if it.task.id in wanted]


def _said(plan: Plan, only: Selection) -> list[str]:
    """What was asked for, for the title; empty where everything was."""
    areas = [it.name for it in plan.head.areas if it.id in only.areas]
    pairs = (("牵头单位", only.leads), ("责任单位", only.responsible), ("领域", areas))
    return [f"{word}：{'或'.join(names)}" for word, names in pairs if names]


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
    return (SYNTHETIC,) if any(it.synthetic for it in progress) else ()


def notes(plan: Plan, progress: Sequence[Progress], only: Selection) -> Iterator[str]:
    """What the whole rests on, what the plan does not say, and how to read the words."""
    chosen = listed(plan, progress, only)
    yield _summary(chosen, len(progress))
    leaderless = [name(it.task) for it in chosen if not it.task.lead]
    if leaderless:
        yield f"计划原文未明确牵头单位{len(leaderless)}项：" + "、".join(leaderless)
    for unit in only.leads:
        also = listed(plan, progress, Selection(responsible=(unit,))) if unit != UNNAMED else []
        if also:
            yield (
                f"{unit}另为{len(also)}项任务的责任单位：" + "、".join(name(it.task) for it in also)
                + f"（--responsible {unit}）"
            )  # fmt: skip
    seen = {it.standing for it in chosen}
    words = "；".join(f"{word}为{MEANING[standing]}" for standing, (word, _) in STANDING.items() if standing in seen)
    yield f"状态取最差一项，不作平均，无数据不算滞后{f'：{words}' if words else ''}。红、黄、绿为一、二、三级预警"


def _summary(chosen: Sequence[Progress], of: int) -> str:
    standings = Counter(it.standing for it in chosen)
    counts = [f"{word}{standings[name]}" for name, (word, _) in STANDING.items() if standings[name]]
    gaps = [gap for it in chosen for gap in it.gaps]
    deliverables = [item for it in chosen for item in it.deliverables]
    listed_ = f"{len(chosen)}项任务" if len(chosen) == of else f"{len(chosen)}/{of}项任务"
    assessed = f"目标已评估{sum(gap.assessed for gap in gaps)}/{len(gaps)}"
    reported = f"建设任务已填报{sum(it.state is not None for it in deliverables)}/{len(deliverables)}"
    return "；".join((f"共{listed_}：{'，'.join(counts) or '无'}", assessed, f"{reported}：{stages(deliverables)}"))


def stages(deliverables: Sequence[Delivered]) -> str:
    """The deliverables counted: 已完成1，推进中1，无数据4；其中逾期未完成1."""
    counts = Counter(it.stage for it in deliverables)
    words = [(STAGE["done"], counts["done"]), (STAGE["in_progress"], counts["in_progress"]),
             (STAGE["not_started"], counts["not_started"]), ("无数据", counts[None])]  # fmt: skip
    late = [("逾期未完成", sum(it.overdue for it in deliverables)),
            ("待期末填报", sum(it.awaited for it in deliverables))]  # fmt: skip
    parts = ["，".join(f"{word}{count}" for word, count in of if count) for of in (words, late)]
    return (parts[0] or "无") + (f"（其中{parts[1]}）" if parts[1] else "")


def name(task: Task) -> str:
    """The task's number and title, without a space, at which a line would break."""
    return f"{task.no}.{task.title}" if task.no is not None else task.title


def lead(task: Task) -> str:
    """The lead units as the clause spells them."""
    return "、".join(task.lead or ()) or UNNAMED


def responsible(task: Task) -> str:
    """The responsible units; 等 where the clause leaves its list open."""
    return "、".join(task.responsible or ()) + ("等" if task.responsible_open else "") or UNNAMED


def _word(standing: Standing) -> Word:
    return Word(*STANDING[standing])


def _row(it: Progress) -> tuple[Cell, ...]:
    """The cells of `PEOPLE`; counts of what the task does not have are absent, not zero."""
    levels, at, many = it.warnings, it.stages, len(it.deliverables)
    said = [f"目标：{statuses(it)}" if it.gaps else "", f"建设任务：{stages(it.deliverables)}" if many else "",
            binding(it), f"责任单位：{responsible(it.task)}"]  # fmt: skip
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
        "；".join(filter(None, said)),
    )


def statuses(it: Progress) -> str:
    """The targets counted by status; empty where there are none."""
    counts = it.summary.by_status
    return "，".join(f"{word}{counts[status]}" for status, word in STATUS.items() if status in counts)


def binding(it: Progress) -> str:
    """The worst of the binding targets (`methods.md` A.7); empty where there are none."""
    if not it.binding:
        return ""
    worst = it.worst_binding
    return f"约束性最差：{target_name(worst)}{STATUS[worst.status]}" if worst else "约束性目标均未评估"
