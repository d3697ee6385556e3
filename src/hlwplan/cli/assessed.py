"""What the commands that report on a plan share: plan, measurements and gaps, read as the options ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hlwplan.cli import exits
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.assess.options import Options
    from hlwplan.assess.rating import Method
    from hlwplan.cli.options import Engine
    from hlwplan.measure.measurement import Observation
    from hlwplan.plan.model import Plan
    from hlwplan.report.status import Asked


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan, what was asked, and the gaps."""

    plan: "Plan"
    asked: "Asked"
    gaps: "Sequence[Gap]"


@dataclass(frozen=True, slots=True)
class Assessed(Judged):
    """The same with what was observed; `store` is the folder that it all rests on."""

    observations: "Sequence[Observation]"
    store: Path


def judged(
    plan: Path | None,
    data: str | None,
    engine: "Engine",
    *,
    as_of: date | None,
    year: int | None,
    region: str | None,
    method: "Method | None" = None,
    options: "Options | None" = None,
) -> Judged:
    """Judge as `assessed` does, by the engine asked for; with Spark the store may be at a URI."""
    if engine == "spark":
        from hlwplan.assess.options import PLAIN
        from hlwplan.cli.cluster import by_spark
        from hlwplan.cli.output import usable_plan
        from hlwplan.report.status import Asked

        known, folder, _packaged = usable_plan(plan)
        asked = Asked(as_of, year, _region(known, region), method, options or PLAIN)
        return Judged(known, asked, list(by_spark(known, folder, data, asked, everywhere=False)))
    return assessed(plan, folder_given(data), as_of=as_of, year=year, region=region, method=method, options=options)


def folder_given(data: str | None) -> Path | None:
    """The folder that `--data` gives; ends with exit code 2 where it is a URI, which is for Spark."""
    from hlwplan.cli.output import stop

    if data is not None and "://" in data:
        stop(exits.USAGE, _("{uri} is no folder; a store at a URI is read with --engine spark", uri=data))
    return None if data is None else Path(data)


def assessed(
    plan: Path | None,
    data: Path | None,
    *,
    as_of: date | None,
    year: int | None,
    region: str | None,
    method: "Method | None" = None,
    options: "Options | None" = None,
) -> Assessed:
    """Read the plan and its store, and judge; ends with a fitting exit code where one cannot be used.

    `options` None is the verdict alone.
    """
    from hlwplan.assess.options import PLAIN
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.judging import Judge
    from hlwplan.cli.output import usable_observations, usable_plan
    from hlwplan.report.status import Asked

    known, folder, _packaged = usable_plan(plan)
    asked = Asked(as_of, year, _region(known, region), method, options or PLAIN)
    observations = usable_observations(known, folder, data, as_of=as_of, year=year)
    gaps = Judge(asked, everywhere=False)(known, observations, asked.region or known.region)
    return Assessed(known, asked, gaps, observations, data_folder(data, folder))


def _region(plan: "Plan", given: str | None) -> str | None:
    """The region's name as the plan has it; None where none was given."""
    from hlwplan.cli.output import stop
    from hlwplan.diagnostics import did_you_mean
    from hlwplan.plan.names import listed

    if given is None:
        return None
    names = listed(plan.head.regions)
    found = names.get(given)
    if found is None:
        near = [names.get(name) or name for name in names.nearest(given)] or [it.name for it in plan.head.regions]
        stop(
            exits.USAGE,
            _("region {given!r} is not in the plan; {hint}", given=given, hint=did_you_mean(near)),
        )
    return found
