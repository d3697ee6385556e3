"""The clause of a target: what the plan says of it, word for word where it can."""

from collections.abc import Iterator, Sequence
from typing import Final

from hlwplan.language import Phrase, _, bracketed, clauses, listing, spoken
from hlwplan.plan.fields import Source
from hlwplan.plan.model import Indicator, Plan, Target
from hlwplan.quantity import plain
from hlwplan.report import evidence
from hlwplan.report.names import name_text, title_text, unit_text
from hlwplan.report.words import NATURES, REASON, period_text, target_text, value_unit
from hlwplan.report.working import Evidence
from hlwplan.table import Fact

STATED: Final = {
    "explicit": Phrase("the text names the year"),
    "horizon": Phrase("the text names no year; the plan's last year is meant"),
}
SERIES: Final = {
    "flow": Phrase("a flow, added up over the year"),
    "level": Phrase("a level, the latest of the year"),
    "cumulative": Phrase("a running total, the latest of the year"),
}


def facts(plan: Plan, it: Evidence) -> Iterator[Fact]:
    """What is promised, where the text says it, by whom, and from where the plan starts."""
    gap, indicator, document = it.gap, it.gap.indicator, plan.head.document
    task, source = plan.task(indicator.task), indicator.source
    number = f"{task.no} " if task.no is not None else ""
    yield Fact("document", _("Document"), " ".join(part for part in (document.number, title_text(plan.head)) if part))
    if document.in_force is False:
        yield Fact("in_force", _("Validity"), _ended(document.in_force_quote))
    yield Fact("clause", _("Clause"), source.clause)
    yield Fact("quote", _("Quote"), _("“{quote}”", quote=source.quote) if source.quote else None)
    if source.url is not None:
        yield Fact("url", _("Address"), source.url)
    yield Fact("task", _("Task"), _("{number}{title} ({id})", number=number, title=title_text(task), id=task.id))
    yield Fact("lead", _("Lead unit"), _units(plan, task.lead) if task.lead else _("not stated"))
    units = _units(plan, task.responsible) if task.responsible else _("not stated")
    yield Fact(
        "responsible",
        _("Responsible units"),
        _("{units} and others", units=units) if task.responsible_open and task.responsible else units,
    )
    handed = plan.handed_down(indicator, gap.region)
    if handed is not None:
        by = _("to each region alike") if handed.to_each else _("to this region by name")
        yield Fact("handed_down", _("Handed down"), by)
    if gap.target is not None:
        kept = promise(indicator, gap.target)
        yield Fact(
            "target",
            _("Target"),
            _(
                "{kept} ({stated}; nature: {nature})",
                kept=kept,
                stated=STATED[indicator.stated],
                nature=NATURES[indicator.nature],
            ),
        )
    else:
        yield Fact("target", _("Target"), str(REASON["no_target"]))
    yield Fact(
        "series",
        _("Indicator"),
        _(
            "{name}, in {unit}, {series}",
            name=name_text(indicator),
            unit=indicator.unit,
            series=SERIES[indicator.series],
        ),
    )
    yield Fact("baseline", _("Baseline"), _baseline(it))


def promise(indicator: Indicator, target: Target) -> str:
    """What is promised by when: ≥650亿元 by 2020, ≥95% every year until 2020."""
    said = target_text(indicator, target)
    if target.hold is not None or target.direction is not None:
        return _("{target} until {year}", target=said, year=target.by)
    return _("{target} by {year}", target=said, year=target.by)


def _ended(quote: str | None) -> str:
    """That the document is no longer in force, with the words of its source."""
    if quote is None or spoken() == "zh":
        return quote or _("no longer in force")
    return _("no longer in force") + bracketed(quote)


def _units(plan: Plan, names: Sequence[str]) -> str:
    return listing(unit_text(plan, name) for name in names)


def _baseline(it: Evidence) -> str:
    """Where the plan starts from, and where that value comes from."""
    base = it.gap.base
    if base is None:
        return _("the plan sets no baseline")
    if base.value is None:
        return _("{period}, no value", period=period_text(base.period))
    amount = f"{plain(base.value)}{value_unit(it.gap.indicator)}"
    value = _("{value} for {period}", value=amount, period=period_text(base.period))
    if base.observation is not None:
        return value + bracketed(evidence.places(base.observation, it.originals) or _("Measurements"))
    return value + bracketed(_("assumed") if base.assumed else _source(base.source) or _("the plan file"))


def _source(source: Source | None) -> str | None:
    return None if source is None else clauses(it for it in (source.clause, source.quote, source.url) if it)
