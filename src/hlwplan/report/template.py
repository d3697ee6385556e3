"""The template: the table that a lead unit fills in, one row for each value that is asked of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hlwplan.language import Phrase, _, clauses
from hlwplan.measure.cells import STATES
from hlwplan.measure.labels import HEADERS, LAST_KNOWN
from hlwplan.measure.measurement import FIELDS, STATUSES, Observation, State
from hlwplan.period import year as whole_year
from hlwplan.plan.model import Indicator, Plan, Task
from hlwplan.plan.names import Names, listed
from hlwplan.quantity import plain
from hlwplan.report.words import period_text, state_text, value_unit
from hlwplan.table import Blank, Cell, Column, Section, Table

COLUMNS: Final = tuple(
    Column(title, title) for title in (*(HEADERS[it][1] for it in FIELDS if it in HEADERS), LAST_KNOWN)
)
NOT_KNOWN: Final = "—"
"""What stands for no last known value.  Excel leaves out the commas behind the last filled column of every 16 rows that
it saves as CSV, so the last column must never be empty, or rows come back with fields missing."""

_ABOUT: Final = {
    "flow": Phrase("of the whole year"),
    "level": Phrase("at the end of the year"),
    "cumulative": Phrase("running total at the end of the year"),
}
_STATUS: Final = Blank(
    "choice", choices=tuple(STATUSES), prompt=Phrase("choose from the list; made-up numbers are 示例")
)
_SOURCE: Final = Blank(prompt=Phrase("where the value comes from, such as the name of a bulletin or document"))
_STATE: Final = Blank(
    "choice",
    choices=tuple(STATES),
    prompt=Phrase("choose the state from the list; leave it empty where nothing is known"),
)
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
    section = Section((), rows)
    return Table(
        _("{unit}: measurements of {year}", unit=lead or plan.region, year=year),
        COLUMNS,
        (section,),
        meta={"synthetic": asked.synthetic},
    )


class _Asked:
    """What is asked of each task; `synthetic` is True once a made-up value was shown as the last known."""

    def __init__(self, plan: Plan, observations: Sequence[Observation], states: Iterable[State], year: int) -> None:
        self._plan, self._period = plan, whole_year(year).chinese
        self._published = Blank(
            "date",
            since=date(year, 1, 1),
            prompt=_(
                "the day of publication, such as {number}-03-01; left empty, the day of intake counts", number=year + 1
            ),
        )
        self._last = _last_known(observations)
        self._states = {state.deliverable: state for state in states if state.region == plan.region}
        self._regions = listed(plan.head.regions)
        self._districts = {self._regions.get(part) for part in plan.head.regions[0].parts}
        self._weights = {it.across.mean_weighted_by for it in plan.indicators if not isinstance(it.across, str)}
        self._indicators: dict[str, list[Indicator]] = {}
        for indicator in plan.indicators:
            self._indicators.setdefault(indicator.task, []).append(indicator)
        self.synthetic = False

    def rows(self, task: Task) -> Iterator[tuple[Cell, ...]]:
        """A task's rows, each as long as `COLUMNS`."""
        rest = (_STATUS, self._published, _SOURCE, Blank())
        for indicator in self._indicators.get(task.id, ()):
            name, unit = _name(indicator.name, indicator.id), indicator.measure.symbol
            for region in self._places(indicator):
                last = self._last.get((indicator.id, region))
                self.synthetic |= last is not None and last.synthetic
                said = _said(indicator, last)
                yield name, region, self._period, _value(indicator, said), unit, *rest, said
        for item in task.deliverables:
            state = self._states.get(item.id)
            self.synthetic |= state is not None and state.synthetic
            said = (
                NOT_KNOWN
                if state is None
                else _("{state_text} ({about})", state_text=state_text(state), about=_about(state))
            )
            stage = (
                _STATE
                if state is None
                else replace(
                    _STATE,
                    prompt=_("{prompt}. {last_known}: {said}", prompt=_STATE.prompt, last_known=LAST_KNOWN, said=said),
                )
            )
            yield _name(item.title, item.id), self._plan.region, self._period, stage, None, *rest, said

    def _places(self, indicator: Indicator) -> Iterator[str]:
        """The plan's own region, then those that make up its value or have a share, in the plan's order."""
        asked = {self._regions.get(share.region) for share in indicator.shares}
        if indicator.across != "none" or indicator.id in self._weights:
            asked |= self._districts
        own, *others = self._plan.head.regions
        yield own.name
        yield from (region.name for region in others if region.name in asked)


def _last_known(observations: Sequence[Observation]) -> dict[tuple[str, str], Observation]:
    """The newest value of each indicator and region; an unfinished year's only where there is no whole one."""
    known = [it for it in observations if it.value is not None and (it.yearly or it.rule == "part")]
    known.sort(key=lambda it: (it.rule != "part", it.period.order))
    return {(it.indicator, it.region): it for it in known}


def _name(name: str, id_: str) -> str:
    """The name, or the id where CSV would have to change the name to keep a spreadsheet from running it."""
    return name if name.isprintable() and not name.startswith(_FORMULA) else id_


def _value(indicator: Indicator, said: str) -> Blank:
    symbol = indicator.measure.symbol
    prompt = [
        _(
            "{about}, in {symbol}. Write the number alone; leave it empty where nothing was measured",
            about=_ABOUT[indicator.series],
            symbol=symbol,
        )
    ]
    if symbol in {"%", "‰"}:  # typed with the sign, a spreadsheet would keep 0.85
        prompt.append(_("write 85{symbol} as 85, without {symbol}", symbol=symbol))
    if indicator.limits is not None:
        prompt.append(_("usually between {} and {}").format(*map(plain, indicator.limits)))
    if said != NOT_KNOWN:
        prompt.append(_("{last_known}: {said}", last_known=LAST_KNOWN, said=said))
    return Blank("number", value_unit(indicator), indicator.limits, prompt=_(". ").join(prompt))


def _said(indicator: Indicator, last: Observation | None) -> str:
    """A value with what it is about: 350亿元（2018年）; said too: that it is a sum of districts, or not final."""
    if last is None or last.value is None:
        return NOT_KNOWN
    return _(
        "{value}{value_unit} ({about})", value=plain(last.value), value_unit=value_unit(indicator), about=_about(last)
    )


def _about(last: Observation | State) -> str:
    """The period, that it is a sum of districts, and its status unless it is final."""
    about = [period_text(last.period)]
    about += [_("districts")] if isinstance(last, Observation) and last.rule == "districts" else []
    about += [word for word, code in STATUSES.items() if code == last.status != "final"]
    return clauses(about)
