"""The status report: where every target stands, for people and for machines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import islice
from typing import Final

from hlwplan.assess.gap import METHOD, Gap
from hlwplan.assess.options import PLAIN, Options
from hlwplan.assess.paths import TOLERANCE, Scale
from hlwplan.assess.rating import Method
from hlwplan.assess.verdict import ACCELERATE, ON_TRACK
from hlwplan.language import Phrase, _, bracketed, clauses, sentences, spoken
from hlwplan.plan.head import Paper
from hlwplan.plan.model import Plan
from hlwplan.report import outlook, ratings, selection
from hlwplan.report.names import region_text, title_text
from hlwplan.report.selection import EVERYTHING, Selection, select
from hlwplan.report.tally import Tally
from hlwplan.report.words import (
    REASON,
    STATUS,
    TONES,
    a_year,
    counted,
    gap_unit,
    not_assessed,
    pace_unit,
    period_text,
    remarks,
    target_name,
    target_text,
    telling,
    value_unit,
)
from hlwplan.table import Amount, Cell, Column, Section, Table, Word

PATHS: Final[dict[Scale, Phrase]] = {"linear": Phrase("linear"), "geometric": Phrase("geometric")}
CUTS: Final = (ON_TRACK, ACCELERATE, 1.0, 0.0)
SYNTHETIC: Final = Phrase("SYNTHETIC data: made up for demonstration, no statistics")

MOST_ROWS: Final = 20_000

PEOPLE: Final = (
    Column("name", Phrase("Indicator")),
    Column("target", Phrase("Target"), "right"),
    Column("baseline", Phrase("Baseline"), "right", keep=4),
    Column("latest", Phrase("Latest"), "right"),
    Column("period", Phrase("Period"), keep=10),
    Column("gap", Phrase("Gap"), "right"),
    Column("completion", Phrase("Completion"), "right", keep=7),
    Column("elapsed", Phrase("Time\nelapsed"), "right", keep=5),
    Column("realised", Phrase("Realised"), "right", keep=6),
    Column("lead", Phrase("Lead\n(pp)"), "right", keep=9),
    Column("ratio", Phrase("Pace\nratio"), "right", keep=3),
    Column("path", Phrase("Path"), keep=2),
    Column("required", Phrase("Required\npace"), "right", keep=8),
    Column("status", Phrase("Status")),
    Column("remarks", Phrase("Remarks"), keep=1),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report was asked for, which it states.  `method` None is our own; another has rated the gaps already."""

    as_of: date | None = None
    year: int | None = None
    region: str | None = None
    method: Method | None = None
    options: Options = PLAIN


class TooLongError(Exception):
    """A table for people would have more than `MOST_ROWS` rows."""


def for_people(plan: Plan, gaps: Iterable[Gap], asked: Asked, chosen: Selection = EVERYTHING) -> Table:
    """The gaps chosen, by default in a section for each task under its area, binding targets first.

    Raises TooLongError where that is more than anybody reads.
    """
    counts = Tally()
    kept = list(islice(select(plan, counts.all(gaps), chosen), MOST_ROWS + 1))
    if len(kept) > MOST_ROWS:
        raise TooLongError
    for gap in kept:
        counts.keep(gap)
    sections = tuple(
        Section(headings, tuple(_row_by(gap, asked) for gap in of_group))
        for headings, of_group in selection.sections(plan, kept, chosen)
    )
    columns = PEOPLE if asked.method is None else ratings.columns(asked.method, PEOPLE)
    if asked.options.forecast:
        columns = (*columns[:-2], *outlook.PEOPLE, *columns[-2:])
    notes = (summary(counts, asked), *_notes(kept, asked), *selection.notes(plan, chosen, counts.kept, counts.of))
    return Table(chosen_title(plan, asked, chosen, counts), columns, sections, banner(counts), notes)


def chosen_title(plan: Plan, asked: Asked, chosen: Selection, counts: Tally) -> str:
    """The title, which says how many rows are left of how many where something was filtered."""
    everywhere = chosen.by == "region" and asked.region is None
    regions = _("{region} and its regions", region=region_text(plan, plan.region))
    said = title(plan, replace(asked, region=regions) if everywhere else asked)
    if not chosen.filters:
        return said
    return _("{title}, filtered to {kept}/{of}", title=said, kept=counts.kept, of=counts.of)


def title(plan: Plan, asked: Asked) -> str:
    """What a report is about: the document, that it is no longer in force, the region, and the two clocks."""
    document = plan.head.document
    ended = bracketed(_in_force(document)).strip() if document.in_force is False else None
    parts = [" ".join(filter(None, (document.number, title_text(plan.head), ended)))]
    parts.append(region_text(plan, asked.region or plan.region))
    if asked.year:
        parts.append(_("as at the end of {year}", year=asked.year))
    if asked.as_of:
        parts.append(_("published by {as_of}", as_of=asked.as_of))
    return reduce(lambda said, part: _("{said}, {part}", said=said, part=part), parts)


def _in_force(document: Paper) -> str:
    """That it is no longer in force, to Chinese readers in the words of its source."""
    quote = document.in_force_quote if spoken() == "zh" else None
    return quote or _("no longer in force")


def banner(counts: Tally) -> tuple[str, ...]:
    """That something shown is made up, where it is."""
    return (str(SYNTHETIC),) if counts.synthetic else ()


def summary(counts: Tally, asked: Asked) -> str:
    """How many targets are shown, and how many stand at each status."""
    if asked.method is not None:
        return ratings.summary(counts.by_rating, counts.kept, asked.method)
    found = counts.summary.by_status
    each = (counted(word, found[status]) for status, word in STATUS.items() if status in found)
    if not found:
        return _("no targets")
    return _("{targets} targets, {assessed}/{targets} assessed: {counts}", targets=counts.kept,
             assessed=counts.assessed, counts=clauses(each))  # fmt: skip


def _notes(gaps: Sequence[Gap], asked: Asked) -> Iterator[str]:
    """What the summary leaves out, and how to read the numbers."""
    if asked.method is not None:
        yield from ratings.notes(gaps, asked.method)
    else:
        yield from _our_notes(gaps)
    if asked.options.forecast:
        yield outlook.note(asked.options)


def _our_notes(gaps: Sequence[Gap]) -> Iterator[str]:
    left: dict[str, list[str]] = {}
    for gap in gaps:
        if not gap.assessed:
            why = REASON[gap.reason] if gap.reason else STATUS[gap.status]
            left.setdefault(str(why), []).append(target_name(gap))
    yield from (not_assessed(why, names) for why, names in left.items())
    yield _(
        "method {method}: gap = target - latest, positive is short; pace ratio ≥0.95 on track, ≥0.60 needs"
        " acceleration, ≥0 limited, <0 deteriorating; a required pace in %/year is of a geometric path, any other of a"
        " linear one; remarks name other paths, and the required pace, where they lead to another verdict",
        method=METHOD,
    )


def _row_by(gap: Gap, asked: Asked) -> tuple[Cell, ...]:
    """A row of the people's table, in the words of the method that was asked for."""
    cells = _row(gap)
    if asked.method is not None and gap.rating is not None:
        cells = ratings.row(gap.rating, gap, PEOPLE, cells)
    return (*cells[:-2], *outlook.row(gap), *cells[-2:]) if asked.options.forecast else cells


def _row(gap: Gap) -> tuple[Cell, ...]:
    numbers, unit, latest = gap.numbers, value_unit(gap.indicator), gap.latest
    base = gap.base.value if gap.base else None
    return (
        target_name(gap),
        target_text(gap.indicator, gap.target) if gap.target else None,
        None if base is None else Amount(base, unit),
        None if latest is None or latest.value is None else Amount(latest.value, unit),
        period_text(latest.period) if latest else None,
        None if numbers.gap is None else Amount(numbers.gap, gap_unit(gap.indicator)),
        _share(numbers.completion),
        _share(numbers.elapsed),
        _share(numbers.realised),
        None if numbers.lead is None else Amount(numbers.lead, "", 1, signed=True),
        None if numbers.ratio is None else Amount(numbers.ratio, "", telling(numbers.ratio, CUTS)),
        None if numbers.ratio is None else str(PATHS[gap.path]),
        None if gap.status in {"met", "achieved"} else _pace(gap, numbers.pace_required),
        Word(str(STATUS[gap.status]), TONES[gap.warning]),
        sentences(remarks(gap)) or None,
    )


def _share(value: float | None) -> Amount | None:
    """A percentage with one decimal, or as many as keep what is short of 100 % from being printed as 100 %."""
    if value is None:
        return None
    percent, whole = 100 * value, 100 * (1 - TOLERANCE)
    return Amount(percent, "%", next((n for n in range(1, 9) if (round(percent, n) >= whole) == (percent >= whole)), 9))


def _pace(gap: Gap, value: float | None) -> Amount | None:
    """A pace in its path's unit: growth a year, or units a year."""
    if value is None:
        return None
    if gap.path == "geometric":
        return Amount(100 * value, a_year("%"), 1)
    return Amount(value, pace_unit(gap.indicator), 1)
