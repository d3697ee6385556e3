"""`hlwplan status --by region`: every region of the plan, judged and written as they come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hlwplan.cli import exits
from hlwplan.cli.options import TableFormat
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.assess.options import Options
    from hlwplan.assess.rating import Method
    from hlwplan.cli.options import Engine
    from hlwplan.plan.model import Plan
    from hlwplan.report.selection import Selection
    from hlwplan.report.status import Asked


@dataclass(frozen=True, slots=True)
class Everywhere:
    """A plan, what was asked, and the gaps of every region, each judged as it is taken."""

    plan: "Plan"
    asked: "Asked"
    gaps: "Iterator[Gap]"


def everywhere(
    plan: Path | None,
    data: str | None,
    engine: "Engine",
    *,
    as_of: date | None,
    year: int | None,
    method: "Method | None",
    options: "Options",
) -> Everywhere:
    """Read the plan and its store; ends with the exit code that fits where one of them cannot be used.

    Judged is every region of the plan that has a share or an observation, its own first.
    """
    from hlwplan.assess.rollup import assess_regions
    from hlwplan.cli.assessed import folder_given
    from hlwplan.cli.output import usable_observations, usable_plan
    from hlwplan.report.status import Asked

    known, folder, _packaged = usable_plan(plan)
    asked = Asked(as_of, year, None, method, options)
    if engine == "spark":
        from hlwplan.cli.cluster import by_spark

        return Everywhere(known, asked, by_spark(known, folder, data, asked, everywhere=True))
    observations = usable_observations(known, folder, folder_given(data), as_of=as_of, year=year)
    gaps = assess_regions(known, observations, year=year, options=options)
    if method is not None:
        from hlwplan.assess.methods import rated

        gaps = rated(gaps, observations, method, year=year)
    return Everywhere(known, asked, iter(gaps))


def write_regions(it: "Everywhere", chosen: "Selection", format_: TableFormat | None) -> None:
    """Every region's rows; to machines as they are judged, since there may be millions."""
    from hlwplan.cli.output import format_used, stop, write_stream, write_table
    from hlwplan.report.status import MOST_ROWS, TooLongError, for_people
    from hlwplan.report.status_records import MACHINES, head, records
    from hlwplan.report.tally import Tally

    used, counts = format_used(format_), Tally()
    if used is not TableFormat.TABLE:
        rows = records(it.plan, it.gaps, chosen, counts)
        write_stream(MACHINES, rows, lambda: head(it.plan, it.asked, chosen, counts), used)
        return
    try:
        table = for_people(it.plan, it.gaps, it.asked, chosen)
    except TooLongError:
        stop(
            exits.USAGE,
            _(
                "more than {most} rows are too many to read: --top and --state choose among them, --format csv has all",
                most=MOST_ROWS,
            ),
        )
    write_table(lambda _: table, lambda: table, used)
