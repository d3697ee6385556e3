"""`hlwplan status --by region`: every region of the plan, judged and written as they come."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    from hlwplan.measure.columns import Columns
    from hlwplan.plan.model import Plan
    from hlwplan.report.selection import Selection
    from hlwplan.report.status import Asked


@dataclass(frozen=True, slots=True)
class Everywhere:
    """A plan and what was asked, and what every region is judged by: columns, or gaps that a cluster has made."""

    plan: "Plan"
    asked: "Asked"
    pieces: "Iterator[Columns] | None"
    made: "Iterator[Gap]"


@contextmanager
def everywhere(
    plan: Path | None,
    data: str | None,
    engine: "Engine",
    *,
    as_of: date | None,
    year: int | None,
    method: "Method | None",
    options: "Options",
) -> Iterator[Everywhere]:
    """Read the plan and its store; ends with the exit code that fits where one of them cannot be used.

    Judged is every region of the plan that has a share or an observation, its own first.
    """
    from hlwplan.cli.assessed import folder_given
    from hlwplan.cli.output import report_store, usable_plan, usable_store
    from hlwplan.report.status import Asked

    known, folder, _packaged = usable_plan(plan)
    asked = Asked(as_of, year, None, method, options)
    if engine == "spark":
        from hlwplan.cli.cluster import by_spark

        yield Everywhere(known, asked, None, by_spark(known, folder, data, asked, everywhere=True))
        return
    store = usable_store(folder, folder_given(data))
    with store.columns(known, as_of=as_of, year=year) as (pieces, findings):
        report_store(store.folder, findings)
        yield Everywhere(known, asked, pieces, iter(()))


def write_regions(it: "Everywhere", chosen: "Selection", format_: TableFormat | None) -> None:
    """Every region's rows; to machines as they are judged, since there may be millions."""
    from hlwplan.cli.judging import gaps
    from hlwplan.cli.output import format_used, stop, write_table
    from hlwplan.report.status import MOST_ROWS, TooLongError, for_people

    used = format_used(format_)
    judged = it.made if it.pieces is None else gaps(it.plan, it.pieces, it.asked)
    if used is not TableFormat.TABLE:
        _write_stream(it, judged, chosen, used)
        return
    try:
        table = for_people(it.plan, judged, it.asked, chosen)
    except TooLongError:
        stop(
            exits.USAGE,
            _(
                "more than {most} rows are too many to read: --top and --state choose among them, --format csv has all",
                most=MOST_ROWS,
            ),
        )
    write_table(lambda _: table, lambda: table, used)


def _write_stream(it: Everywhere, judged: "Iterator[Gap]", chosen: "Selection", format_: TableFormat) -> None:
    from hlwplan.cli.judging import Rows
    from hlwplan.cli.output import machine_language, rendered, write_stream
    from hlwplan.cli.processes import in_processes
    from hlwplan.report.status_records import MACHINES, head, records
    from hlwplan.report.tally import Tally

    counts = Tally()
    if it.pieces is None or chosen.order != "plan":  # what is sorted has to be in one place
        texts = rendered(MACHINES, records(it.plan, judged, chosen, counts), format_)
    else:
        texts = in_processes(Rows(it.plan, it.asked, chosen, format_, machine_language()), it.pieces, counts)
    write_stream(MACHINES, texts, lambda: head(it.plan, it.asked, chosen, counts), format_)
