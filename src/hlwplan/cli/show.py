"""`hlwplan show ID`: one target, and everything that its verdict rests on."""

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import AsOf, DataFolder, ForecastModel, ForecastScale, PlanFolder, RegionName, UntilYear
from hlwplan.language import _, speak

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.cli.assessed import Assessed
    from hlwplan.plan.model import Plan
    from hlwplan.report.working import Evidence


class PageFormat(StrEnum):
    """How a page is written."""

    TEXT = "text"
    JSON = "json"
    MD = "md"


def show(
    target: Annotated[str, typer.Argument(metavar="ID", help="Id, name or alias; id@2020 for one of several targets")],
    plan: PlanFolder = None,
    data: DataFolder = None,
    year: UntilYear = None,
    as_of: AsOf = None,
    region: RegionName = None,
    model: ForecastModel = None,
    scale: ForecastScale = None,
    *,
    format_: Annotated[PageFormat, typer.Option("--format", "-f", help="Output format")] = PageFormat.TEXT,
) -> None:
    """Show one target with its clause, formulas and rows.

    Exit code 0 whatever the verdict.
    """
    from hlwplan.assess.options import PLAIN, Options
    from hlwplan.cli.assessed import assessed
    from hlwplan.cli.output import in_utf8, machine_language, say, wants_colour
    from hlwplan.report.show import page
    from hlwplan.report.status_records import for_machines

    options = Options(forecast=True, model=model or PLAIN.model, scale=scale)
    it = assessed(plan, data, as_of=as_of, year=year, region=region, options=options)
    gap = _chosen(it.plan, it.gaps, target)
    if format_ is PageFormat.JSON:
        speak(machine_language())
    subject = for_machines(it.plan, [gap], it.asked)
    head = {name: value for name, value in subject.meta.items() if name not in {"schema", "summary", "filter"}}
    # A document is the same wherever it is made; text fits its terminal, or a letter where there is none.
    width = shutil.get_terminal_size((80, 24)).columns if format_ is PageFormat.TEXT else 80
    made = page(it.plan, _evidence(it, gap), it.asked, {"schema": "hlwplan.show/1", **head}, width)
    if format_ is PageFormat.TEXT:
        from hlwplan.render import page as text

        sys.stdout.write(text.render(made, width, colour=wants_colour()))
        return
    in_utf8()
    for line in (*made.banner, made.title):
        say(line)
    if format_ is PageFormat.JSON:
        from hlwplan.render import document

        sys.stdout.write(document.page(made, subject))
    else:
        from hlwplan.render import markdown

        sys.stdout.write(markdown.render(made))


def _chosen(plan: "Plan", gaps: "Sequence[Gap]", given: str) -> "Gap":
    """The gap that is meant; ends with 2 where none is, or several are."""
    from hlwplan.plan.model import Indicator

    name, _at, year = given.strip().rpartition("@")
    found = plan.measured().get(given) or (plan.measured().get(name) if name and year.isdigit() else None)
    by = int(year) if name and year.isdigit() and plan.measured().get(given) is None else None
    if isinstance(found, str):
        from hlwplan.cli.output import stop

        stop(exits.USAGE, _("{given!r} is a deliverable, not a target; `hlwplan tasks` shows its state", given=given))
    if not isinstance(found, Indicator):
        _unknown(plan, given)
    of = [gap for gap in gaps if gap.indicator.id == found.id]
    kept = [gap for gap in of if by is None or (gap.target is not None and gap.target.by == by)]
    if len(kept) != 1:
        from hlwplan.cli.output import stop

        ids = _(" or ").join(f"{found.id}@{it.by}" for it in found.target if len(of) > 1 or it is found.target[-1])
        if len(kept) > 1:
            stop(exits.USAGE, _("{given!r} has several targets; say which: {ids}", given=given, ids=ids))
        stop(exits.USAGE, _("{given!r} has no target of that year here; there is {ids}", given=given, ids=ids))
    return kept[0]


def _unknown(plan: "Plan", given: str) -> NoReturn:
    from hlwplan.cli.output import stop
    from hlwplan.diagnostics import did_you_mean

    near = plan.measured().nearest(given)
    hint = did_you_mean(near) or _("`hlwplan status` lists them")
    stop(exits.USAGE, _("no target {given!r} in the plan; {hint}", given=given, hint=hint))


def _evidence(it: "Assessed", gap: "Gap") -> "Evidence":
    """Everything that the page of one gap rests on."""
    from typing import get_args

    from hlwplan.assess.districts import contributions
    from hlwplan.assess.methods import rate
    from hlwplan.assess.rating import Method
    from hlwplan.assess.rollup import assess
    from hlwplan.measure.store import Store
    from hlwplan.plan.model import Indicator
    from hlwplan.plan.names import listed
    from hlwplan.report.working import Evidence

    year, indicator, store, names = it.asked.year, gap.indicator, Store(it.store), listed(it.plan.head.regions)
    seen = [o for o in it.observations if o.indicator == indicator.id and (year is None or o.period.year <= year)]
    own = [o for o in seen if o.region == gap.region]
    places = [names.get(part) or part for of in it.plan.head.regions if of.name == gap.region for part in of.parts]
    parts = [
        part for place in places if any(o.region == place for o in seen) or indicator.shares
        for part in assess(it.plan, seen, region=place, year=year) if part.indicator.id == indicator.id
    ]  # fmt: skip
    weigher = None if isinstance(indicator.across, str) else it.plan.measured().get(indicator.across.mean_weighted_by)
    weigher = weigher if isinstance(weigher, Indicator) else None
    made = {o.period.year for o in own if o.parts}
    weights = [o for o in it.observations
               if weigher and o.indicator == weigher.id and o.region in places and o.period.year in made
               and o.yearly]  # fmt: skip
    rows = store.rows_about(it.plan, [of.id for of in (indicator, weigher) if of], [gap.region, *places])
    used = {origin for o in (*seen, *weights) for origin in o.origins}
    return Evidence(
        gap, seen, [row for row in rows if row.origin in used or _about(it.plan, row.indicator) == indicator.id],
        store.originals(), parts, contributions(it.plan, gap, seen),
        {method: rate(gap, own, method) for method in get_args(Method)}, weights, weigher,
    )  # fmt: skip


def _about(plan: "Plan", written: str) -> str | None:
    from hlwplan.plan.model import Indicator

    found = plan.measured().get(written)
    return found.id if isinstance(found, Indicator) else None
