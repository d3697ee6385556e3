"""The yearly check as a report: lines and a table for people, rows for machines, test cases for a build server."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hlwplan.assess.check import Check, Conclusion, FailOn, concluded
from hlwplan.assess.check import counted as by_outcome
from hlwplan.assess.gap import METHOD
from hlwplan.language import Phrase, _, clauses, listing
from hlwplan.plan.model import Plan
from hlwplan.report.check_words import CONCLUSIONS, OUTCOMES, basis, due_text, said, sentence, short_text
from hlwplan.report.names import title_text
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import STATUS, cited, counted, gap_symbol, target_name, value_unit, year_text
from hlwplan.table import Amount, Cell, Column, Section, Table, Word

PEOPLE: Final = (
    Column("name", Phrase("Indicator")),
    Column("year", Phrase("Year"), "right", keep=5),
    Column("due", Phrase("Due"), "right"),
    Column("basis", Phrase("Basis"), keep=4),
    Column("seen", Phrase("Actual"), "right"),
    Column("short", Phrase("Short by"), "right"),
    Column("outcome", Phrase("Result")),
    Column("message", Phrase("Remarks"), keep=1),
)

MACHINES: Final = tuple(
    Column(name, name)
    for name in (
        "id", "name", "task", "lead", "region", "unit", "nature", "year", "outcome", "why", "basis",
        "due.op", "due.value", "due.low", "due.high", "due.path",
        "observed.period", "observed.value", "observed.published", "observed.status", "observed.origin",
        "short", "short_unit", "status", "reason", "synthetic", "message",
    )
)  # fmt: skip
"""The fields of JSON and CSV; they are only ever added to."""

CASES: Final = tuple(Column(name, name) for name in ("id", "name", "result", "message"))
"""What `render.junit` takes: the result is failure, error, skipped or passed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check and what was asked of it.

    `required` holds the ids of a saved list; None means every target.  `of` is how many targets the plan has.
    """

    plan: Plan
    asked: Asked
    checks: Sequence[Check]
    of: int
    fail_on: FailOn | None = None
    allow_missing: bool = False
    required: Sequence[str] | None = None

    @property
    def conclusion(self) -> Conclusion:
        """The answer to the whole."""
        return concluded(self.checks, allow_missing=self.allow_missing)

    @property
    def ordered(self) -> list[Check]:
        """The plan's order of tasks, binding targets first within each."""
        order = {task.id: number for number, task in enumerate(self.plan.tasks)}
        key = {it.gap.indicator.id: (order[it.gap.indicator.task], it.gap.indicator.nature != "binding")
               for it in self.checks}  # fmt: skip
        return sorted(self.checks, key=lambda it: key[it.gap.indicator.id])


def lines(it: Checked) -> list[str]:
    """A line for each target that fails, then for each that cannot be decided, then the summary."""
    fails = [sentence(check) for check in it.ordered if check.outcome == "fails"]
    undecided = [sentence(check) for check in it.ordered if check.outcome == "undecided"]
    return [*(f"!! {line}" for line in banner(it)), heading(it), *fails, *undecided, *notes(it)]


def for_people(it: Checked) -> Table:
    """A section for each task, a row for each target that was checked."""
    sections = tuple(
        Section((task_title,), tuple(_row(check) for check in of_task)) for task_title, of_task in _by_task(it)
    )
    return Table(heading(it), PEOPLE, sections, tuple(banner(it)), tuple(notes(it)))


def for_machines(it: Checked) -> Table:
    """A row for each target that was checked, in the plan's order, every value whole."""
    found = by_outcome(it.checks)
    meta = {
        "schema": "hlwplan.check/1",
        "plan": cited(it.plan),
        "as_of": it.asked.as_of.isoformat() if it.asked.as_of else None,
        "year": it.asked.year,
        "region": it.plan.region,
        "method": METHOD,
        "synthetic": any(check.gap.synthetic for check in it.checks),
        "fail_on": it.fail_on and {"states": list(it.fail_on.states), "binding": it.fail_on.binding},
        "allow_missing": it.allow_missing,
        "required": None if it.required is None else list(it.required),
        "conclusion": it.conclusion,
        "summary": {"targets": it.of, "checked": len(it.checks), "fails": found["fails"],
                    "undecided": found["undecided"], "holds": found["holds"], "not_due": found["not_due"]},
    }  # fmt: skip
    rows = tuple(tuple(_record(it.plan, check)) for check in it.checks)
    return Table(heading(it), MACHINES, (Section((), rows),), tuple(banner(it)), tuple(notes(it)), meta, "targets")


def for_build_servers(it: Checked) -> Table:
    """The cases of `render.junit`: a section a task.  What is missing is an error, or skipped where that is allowed."""
    missing = "skipped" if it.allow_missing else "error"
    results = {"fails": "failure", "undecided": missing, "holds": "passed", "not_due": "skipped"}
    sections = tuple(
        Section((task_title,), tuple((check.gap.id, target_name(check.gap), results[check.outcome], sentence(check))
                                     for check in of_task))
        for task_title, of_task in _by_task(it)
    )  # fmt: skip
    return Table(heading(it), CASES, sections, tuple(banner(it)), tuple(notes(it)))


def heading(it: Checked) -> str:
    """What is checked: plan, region and year."""
    return _("{title}: yearly check", title=title(it.plan, it.asked))


def banner(it: Checked) -> list[str]:
    """The banner of made-up data, where any is behind a check."""
    return [str(SYNTHETIC)] if any(check.gap.synthetic for check in it.checks) else []


def notes(it: Checked) -> Iterator[str]:
    """The summary with its conclusion, then what failing means here and what was left out."""
    found = by_outcome(it.checks)
    numbers = clauses(counted(word, found[outcome]) for outcome, (word, _tone) in OUTCOMES.items() if found[outcome])
    ignored = [_("what is missing does not count, as asked")] if it.allow_missing and found["undecided"] else []
    if it.allow_missing and it.conclusion == "undecided":
        ignored.append(_("nothing is left to decide by"))
    yield _("{checked}/{targets} targets checked: {counts}; conclusion: {conclusion}", checked=len(it.checks),
            targets=it.of, counts=numbers or _("none"),
            conclusion=clauses([CONCLUSIONS[it.conclusion], *ignored]))  # fmt: skip
    if it.fail_on is None:
        yield _(
            "a target fails whose value at the year's end is not what is due: from the target year on the target value;"
            " before, the milestone, and where there is none the planned path's value, or the target value where the"
            " baseline met it already"
        )
        return
    states = listing(STATUS[state] for state in it.fail_on.states)
    if it.fail_on.binding:
        yield _("a target fails whose status at the year's end is {states}; only binding targets count; method"
                " {method}", states=states, method=METHOD)  # fmt: skip
    else:
        yield _("a target fails whose status at the year's end is {states}; method {method}", states=states,
                method=METHOD)  # fmt: skip


def _by_task(it: Checked) -> Iterator[tuple[str, list[Check]]]:
    titles = {task.id: f"{task.id} {title_text(task)}" for task in it.plan.tasks}
    for id_, of_task in groupby(it.ordered, key=lambda check: check.gap.indicator.task):
        yield titles[id_], list(of_task)


def _row(it: Check) -> tuple[Cell, ...]:
    seen, (word, tone) = it.seen, OUTCOMES[it.outcome]
    return (
        target_name(it.gap), year_text(it.year), due_text(it), basis(it.need) if it.need else None,
        None if seen is None or seen.value is None else Amount(seen.value, value_unit(it.gap.indicator)),
        short_text(it), Word(str(word), tone), None if it.outcome == "holds" else said(it),
    )  # fmt: skip


def _record(plan: Plan, it: Check) -> Iterator[Cell]:
    """The cells of `MACHINES`."""
    gap, indicator, need, seen, target = it.gap, it.gap.indicator, it.need, it.seen, it.gap.target
    yield from (gap.id, indicator.name, indicator.task, plan.task(indicator.task).lead, gap.region, indicator.unit)
    yield from (indicator.nature, it.year, it.outcome, it.why, need.basis if need else None)
    if need is not None and need.basis == "range" and target is not None and target.between is not None:
        yield from ("between", None, *target.between, None)
    elif need is not None and need.value is not None:
        yield from ("at_least" if need.sign > 0 else "at_most", need.value, None, None, need.path)
    else:
        yield from (None,) * 5
    if seen is None:
        yield from (None,) * 5
    else:
        yield from (str(seen.period), seen.value, seen.published, seen.status, " ".join(seen.origins) or None)
    yield from (it.short, gap_symbol(indicator) or None, gap.status, gap.reason)
    yield from (gap.synthetic, sentence(it))
