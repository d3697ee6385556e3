"""The template: the table that a lead unit fills in, one row for each value that is asked of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hlwplan.language import Phrase, _, bracketed, clauses
from hlwplan.measure.cells import STATES
from hlwplan.measure.labels import HEADERS, LAST_KNOWN, ours
from hlwplan.measure.measurement import FIELDS, STATUSES, Observation, State
from hlwplan.period import year as whole_year
from hlwplan.plan.model import Indicator, Plan, Task
from hlwplan.plan.names import Names, listed
from hlwplan.quantity import plain
from hlwplan.report.names import name_text, region_text, title_text, unit_text
from hlwplan.report.words import MEASURED, STAGE, period_text, state_text, value_unit
from hlwplan.table import Blank, Cell, Column, Section, Table

NOT_KNOWN: Final = "—"
"""What stands for no last known value.  Excel leaves out the commas behind the last filled column of every 16 rows that
it saves as CSV, so the last column must never be empty, or rows come back with fields missing."""

_ABOUT: Final = {
    "flow": Phrase("Whole year"),
    "level": Phrase("End of the year"),
    "cumulative": Phrase("Running total at the end of the year"),
}
_SOURCE: Final = Blank(prompt=Phrase("Where the value comes from, such as the name of a bulletin or document"))
_FORMULA: Final = ("=", "+", "-", "@")


def lead_units(plan: Plan) -> Names[str]:
    """The printed name of every organisation that leads a task, by each of its names."""
    known = listed(plan.head.organisations)
    leading = {known.get(name) for task in plan.tasks for name in task.lead or ()}
    return listed(it for it in plan.head.organisations if it.name in leading)


def template(
    plan: Plan, observations: Sequence[Observation], year: int, lead: str | None = None, states: Iterable[State] = ()
) -> Table:
    """The rows asked for one year, task by task in the plan's order: indicators by region, then deliverables.

    `lead` is a lead unit's printed name; None asks for every task, those without a lead unit too.  The last known value
    is taken from `observations`, of a deliverable from `states`, which hold none of later years.  `meta` says whether
    any that is shown is made up.
    """
    known = listed(plan.head.organisations)
    tasks = [task for task in plan.tasks if lead is None or lead in map(known.get, task.lead or ())]
    asked = _Asked(plan, observations, states, year)
    rows = tuple(row for task in tasks for row in asked.rows(task))
    unit = region_text(plan, plan.region) if lead is None else unit_text(plan, lead)
    title = _("{year} reporting form, {unit}", year=year, unit=unit)
    headers = map(ours, (*(HEADERS[it] for it in FIELDS if it in HEADERS), LAST_KNOWN))
    columns = tuple(Column(it, it) for it in headers)
    return Table(title, columns, (Section((), rows),), meta={"synthetic": asked.synthetic})


class _Asked:
    """What is asked of each task; `synthetic` is True once a made-up value was shown as the last known.

    Names and words are those that `ingest` reads in the language spoken.
    """

    def __init__(self, plan: Plan, observations: Sequence[Observation], states: Iterable[State], year: int) -> None:
        self._plan, self._period = plan, period_text(whole_year(year))
        day = f"{year + 1}-03-01"
        published = Blank(
            "date", since=date(year, 1, 1),
            prompt=_("Date of publication, such as {day}; left empty, it is the day of intake", day=day),
        )  # fmt: skip
        status = Blank(
            "choice", choices=tuple(map(ours, ((code, word) for word, code in STATUSES.items()))),
            prompt=_('Choose from the list; figures that are made up are "synthetic"'),
        )  # fmt: skip
        self._rest = status, published, _SOURCE, Blank()
        self._state = Blank(
            "choice", choices=tuple(ours((str(STAGE[code]), word)) for word, code in STATES.items()),
            prompt=_("Choose from the list how far it is; leave empty if nothing is known"),
        )  # fmt: skip
        self._last = _last_known(observations)
        self._states = {state.deliverable: state for state in states if state.region == plan.region}
        self._measured, self._regions = plan.measured(), plan.regions.names
        self._districts = frozenset(plan.regions.districts)
        self._weights = {it.across.mean_weighted_by for it in plan.indicators if not isinstance(it.across, str)}
        self._indicators: dict[str, list[Indicator]] = {}
        for indicator in plan.indicators:
            self._indicators.setdefault(indicator.task, []).append(indicator)
        self.synthetic = False

    def rows(self, task: Task) -> Iterator[tuple[Cell, ...]]:
        """A task's rows, each as long as the table's columns."""
        for indicator in self._indicators.get(task.id, ()):
            known = self._measured.get(name_text(indicator)) is indicator
            name = _name(name_text(indicator) if known else indicator.name, indicator.id)
            unit = indicator.measure.symbol
            for region in self._places(indicator):
                last = self._last.get((indicator.id, region))
                self.synthetic |= last is not None and last.synthetic
                said = _said(indicator, last)
                yield name, self._place(region), self._period, _value(indicator, said), unit, *self._rest, said
        for item in task.deliverables:
            state = self._states.get(item.id)
            self.synthetic |= state is not None and state.synthetic
            said, stage = NOT_KNOWN, self._state
            if state is not None:
                said = state_text(state) + bracketed(_about(state))
                stage = replace(stage, prompt=_(". ").join((str(stage.prompt), _told(said))))
            known = self._measured.get(title_text(item)) == item.id
            name = _name(title_text(item) if known else item.title, item.id)
            yield name, self._place(self._plan.region), self._period, stage, None, *self._rest, said

    def _place(self, region: str) -> str:
        """The region by its English name where that is spoken, and known to be its own."""
        said = region_text(self._plan, region)
        return said if self._regions.get(said) == region else region

    def _places(self, indicator: Indicator) -> Iterator[str]:
        """The plan's own region, then those that make up its value or have a share, in the plan's order."""
        counted = indicator.across != "none" or indicator.id in self._weights
        own, *others = self._plan.head.regions
        yield own.name
        for it in others:
            if (counted and it.name in self._districts) or self._plan.handed_down(indicator, it.name):
                yield it.name


def _last_known(observations: Sequence[Observation]) -> dict[tuple[str, str], Observation]:
    """The newest value of each indicator and region; an unfinished year's only where there is no whole one."""
    known = [it for it in observations if it.value is not None and (it.yearly or it.rule == "part")]
    known.sort(key=lambda it: (it.rule != "part", it.period.order))
    return {(it.indicator, it.region): it for it in known}


def _name(name: str, id_: str) -> str:
    """The name, or the id where CSV would have to change the name to keep a spreadsheet from running it."""
    return name if name.isprintable() and not name.startswith(_FORMULA) else id_


def _value(indicator: Indicator, said: str) -> Blank:
    symbol, about = indicator.measure.symbol, _ABOUT[indicator.series]
    prompt = [_("{about}, in {unit}. The number alone; leave empty if there is none", about=about, unit=symbol)]
    if symbol in {"%", "‰"}:  # typed with the sign, a spreadsheet would keep 0.85
        prompt.append(_("For 85{unit} write 85, without {unit}", unit=symbol))
    if indicator.limits is not None:
        low, high = map(plain, indicator.limits)
        prompt.append(_("Usually from {low} to {high}", low=low, high=high))
    if said != NOT_KNOWN:
        prompt.append(_told(said))
    return Blank("number", value_unit(indicator), indicator.limits, prompt=_(". ").join(prompt))


def _told(said: str) -> str:
    return _("{what}: {said}", what=ours(LAST_KNOWN), said=said)


def _said(indicator: Indicator, last: Observation | None) -> str:
    """A value with what it is about: 350亿元 (2018); said too: that it is made from districts, or not final."""
    if last is None or last.value is None:
        return NOT_KNOWN
    return f"{plain(last.value)}{value_unit(indicator)}{bracketed(_about(last))}"


def _about(last: Observation | State) -> str:
    """The period, that it is made from districts, and its status unless it is final."""
    about = [period_text(last.period)]
    about += [_("from districts")] if isinstance(last, Observation) and last.rule == "districts" else []
    about += [str(MEASURED[last.status])] if last.status in MEASURED and last.status != "final" else []
    return clauses(about)
