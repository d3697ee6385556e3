"""The tasks report in detail: each target with its verdict, each deliverable with its state, and who said so."""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Final

from hlwplan.assess.gap import Gap
from hlwplan.assess.tasks import Delivered, Progress
from hlwplan.language import Phrase, _, listing, sentences
from hlwplan.measure.measurement import State
from hlwplan.plan.head import Area
from hlwplan.plan.model import Plan
from hlwplan.report.names import name_text, region_text, title_text
from hlwplan.report.selection import EVERYTHING, Selection
from hlwplan.report.status import Asked
from hlwplan.report.tasks import (
    AWAITED,
    NO_REPORT,
    OVERDUE,
    STANDING,
    banner,
    binding,
    heading,
    lead,
    listed,
    name,
    notes,
    responsible,
    stages,
    statuses,
)
from hlwplan.report.words import (
    STAGE,
    STATUS,
    TONES,
    gap_unit,
    period_text,
    remarks,
    state_text,
    target_name,
    target_text,
    value_unit,
)
from hlwplan.table import Amount, Cell, Column, Section, Table, Tone, Word

PEOPLE: Final = (
    Column("name", Phrase("Name")),
    Column("target", Phrase("Target"), "right"),
    Column("latest", Phrase("Latest"), "right"),
    Column("period", Phrase("Period"), keep=3),
    Column("gap", Phrase("Gap"), "right", keep=2),
    Column("state", Phrase("Status")),
    Column("remarks", Phrase("Remarks"), keep=1),
)


def for_people(plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection = EVERYTHING) -> Table:
    """A row for each target and deliverable of the tasks that `only` lets pass, under area and task."""
    chosen = listed(plan, progress, only)
    areas = {area.id: area for area in plan.head.areas}
    sections = tuple(section for it in chosen for section in _sections(plan, areas[it.task.area], it))
    return Table(heading(plan, asked, only), PEOPLE, sections, banner(chosen), tuple(notes(plan, progress, only)))


def _sections(plan: Plan, area: Area, it: Progress) -> Iterator[Section]:
    """The task's targets and then its deliverables, each under a line that counts them."""
    word, _tone = STANDING[it.standing]
    said = [
        name(it.task),
        _("lead unit: {units}", units=lead(plan, it.task)),
        _("status: {status}", status=word),
        binding(it),
    ]
    units = _("responsible units: {units}", units=responsible(plan, it.task))
    task = reduce(lambda one, other: _("{one}  {other}", one=one, other=other), filter(None, said))
    above = name_text(area), task, units
    if it.gaps:
        targets = _("targets (assessed {count}/{of}): {statuses}",
                    count=it.summary.assessed, of=len(it.gaps), statuses=statuses(it))  # fmt: skip
        yield Section((*above, targets), tuple(map(_of_gap, it.gaps)))
    if it.deliverables:
        deliverables = _("deliverables (reported {count}/{of}): {stages}",
                         count=it.reported, of=len(it.deliverables), stages=stages(it.deliverables))  # fmt: skip
        yield Section((*above, deliverables), tuple(_of_deliverable(plan, item) for item in it.deliverables))
    if not it.gaps and not it.deliverables:
        yield Section((*above, _("no target and no deliverable")), ())


def _of_gap(gap: Gap) -> tuple[Cell, ...]:
    latest = gap.latest
    said = remarks(gap)
    if latest is not None:
        said.append(_behind(listing(latest.sources), latest.published, " ".join(latest.origins)))
    return (
        target_name(gap),
        target_text(gap.indicator, gap.target) if gap.target else None,
        None if latest is None or latest.value is None else Amount(latest.value, value_unit(gap.indicator)),
        period_text(latest.period) if latest else None,
        None if gap.numbers.gap is None else Amount(gap.numbers.gap, gap_unit(gap.indicator)),
        Word(str(STATUS[gap.status]), TONES[gap.warning]),
        sentences(said) or None,
    )


def _of_deliverable(plan: Plan, it: Delivered) -> tuple[Cell, ...]:
    state = it.state
    return (
        title_text(it.item),
        _("by end of {year}", year=it.due),
        None if state is None or state.share is None else Amount(state.share, "%"),
        period_text(state.period) if state else None,
        None,
        stage_word(it),
        sentences(_remarks(plan, it)) or None,
    )


def _remarks(plan: Plan, it: Delivered) -> Iterator[str]:
    """How the deliverable was promised, what was said with its state and by whom, and what other regions report."""
    state = it.state
    if it.item.nature == "aspirational":
        yield _("aspirational")
    if it.item.nature == "binding" and it.stage != "done":
        yield _("binding, must be met")
    if state is not None:
        if state.note:
            yield state.note
        if state.revised:
            yield _("revised once") if state.revised == 1 else _("revised {times} times", times=state.revised)
        yield _behind(state.source, state.published, state.origin)
    for other in it.elsewhere:
        yield _("{what}: {said}", what=_elsewhere(plan, other),
                said=_behind(other.source, other.published, other.origin))  # fmt: skip


def _elsewhere(plan: Plan, other: State) -> str:
    """What another region reports: Keqiao 2018 in progress."""
    return _("{region} {period} {state}", region=region_text(plan, other.region), period=period_text(other.period),
             state=state_text(other))  # fmt: skip


def stage_word(it: Delivered) -> Word:
    """How far a deliverable is, said with its year in mind."""
    tone: Tone = "bad" if it.overdue else "none" if it.awaited or not it.stage else TONES[it.warning]
    said = OVERDUE if it.overdue else AWAITED if it.awaited else STAGE[it.stage] if it.stage else NO_REPORT
    return Word(str(said), tone)


def _behind(source: str, published: str, origin: str) -> str:
    """Who said it, when, and the rows that say it; a space before these, so that a line breaks there."""
    return _("{source}, published {published}, origin {origin}",
             source=source or _("source not named"), published=published, origin=origin)  # fmt: skip
