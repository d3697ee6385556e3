"""The tasks report in detail: each target with its verdict, each deliverable with its state, and who said so."""

from collections.abc import Iterator, Sequence
from typing import Final

from hlwplan.assess.gap import Gap
from hlwplan.assess.tasks import Delivered, Progress
from hlwplan.language import Phrase, _, listing, sentences
from hlwplan.plan.model import Plan
from hlwplan.report.selection import EVERYTHING, Selection
from hlwplan.report.status import Asked
from hlwplan.report.tasks import (
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
from hlwplan.table import Amount, Cell, Column, Section, Table, Word

PEOPLE: Final = (
    Column("name", Phrase("Name")),
    Column("target", Phrase("Target"), "right"),
    Column("latest", Phrase("Latest"), "right"),
    Column("period", Phrase("Period"), keep=3),
    Column("gap", Phrase("gap"), "right", keep=2),
    Column("state", Phrase("Status")),
    Column("remarks", Phrase("Remarks"), keep=1),
)


def for_people(plan: Plan, progress: Sequence[Progress], asked: Asked, only: Selection = EVERYTHING) -> Table:
    """A row for each target and deliverable of the tasks that `only` lets pass, under area and task."""
    chosen = listed(plan, progress, only)
    areas = {area.id: area.name for area in plan.head.areas}
    sections = tuple(section for it in chosen for section in _sections(areas[it.task.area], it))
    return Table(heading(plan, asked, only), PEOPLE, sections, banner(chosen), tuple(notes(plan, progress, only)))


def _sections(area: str, it: Progress) -> Iterator[Section]:
    """The task's targets and then its deliverables, each under a line that counts them."""
    said = [
        name(it.task),
        _("lead unit: {lead}", lead=lead(it.task)),
        _("status: {what}", what=STANDING[it.standing][0]),
        binding(it),
    ]
    above = area, "　".join(filter(None, said)), _("responsible units: {responsible}", responsible=responsible(it.task))
    if it.gaps:
        counted = _(
            "targets (assessed {assessed}/{count}): {statuses}",
            assessed=it.summary.assessed,
            count=len(it.gaps),
            statuses=statuses(it),
        )
        yield Section((*above, counted), tuple(map(_of_gap, it.gaps)))
    if it.deliverables:
        counted = _(
            "deliverables (reported {reported}/{count}): {stages}",
            reported=it.reported,
            count=len(it.deliverables),
            stages=stages(it.deliverables),
        )
        yield Section((*above, counted), tuple(map(_of_deliverable, it.deliverables)))
    if not it.gaps and not it.deliverables:
        yield Section((*above, _("no targets and no deliverables")), ())


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


def _of_deliverable(it: Delivered) -> tuple[Cell, ...]:
    state = it.state
    said = [_("aspirational")] if it.item.nature == "aspirational" else []
    said += [_("must be met")] if it.item.nature == "binding" and it.stage != "done" else []
    if state is not None:
        said += [state.note] if state.note else []
        said += [_("revised {revised} times", revised=state.revised)] if state.revised else []
        said.append(_behind(state.source, state.published, state.origin))
    for other in it.elsewhere:
        about = f"{other.region}{other.period.chinese}{state_text(other)}"
        said.append(_("{about}: {behind}", about=about, behind=_behind(other.source, other.published, other.origin)))
    return (
        it.item.title,
        _("end of {due}", due=it.due),
        None if state is None or state.share is None else Amount(state.share, "%"),
        period_text(state.period) if state else None,
        None,
        stage_word(it),
        sentences(said) or None,
    )


def stage_word(it: Delivered) -> Word:
    """How far a deliverable is, said with its year in mind."""
    if it.overdue:
        return Word(_("past its time"), "bad")
    if it.awaited:
        return Word(_("awaiting the last report"))
    return Word(str(STAGE[it.stage]), TONES[it.warning]) if it.stage else Word(_("no data yet"))


def _behind(source: str, published: str, origin: str) -> str:
    """Who said it, when, and the rows that say it; a space before these, so that a line breaks there."""
    return _(
        "{what}, published {published}, origin {origin}",
        what=source or _("source not named"),
        published=published,
        origin=origin,
    )
