"""What is done with some of the regions, by this process, by others beside it, or by those of a cluster."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hlwplan.cli.options import TableFormat

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.language import Language
    from hlwplan.measure.columns import Columns
    from hlwplan.measure.measurement import Observation
    from hlwplan.plan.model import Plan
    from hlwplan.report.selection import Selection
    from hlwplan.report.status import Asked
    from hlwplan.report.tally import Tally


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the observations of one region as `assessed` does; `everywhere` is its own."""

    asked: "Asked"
    everywhere: bool

    def __call__(self, plan: "Plan", observations: "list[Observation]", region: str) -> "list[Gap]":
        """The gaps of a region."""
        from hlwplan.assess.rollup import assess, assess_region

        judge = assess_region if self.everywhere else assess
        asked = self.asked
        gaps = judge(plan, observations, region=region, year=asked.year, options=asked.options)
        if asked.method is None:
            return gaps
        from hlwplan.assess.methods import rated

        return rated(gaps, observations, asked.method, year=asked.year)


@dataclass(frozen=True, slots=True)
class Rows:
    """Judges the regions of some columns and renders the rows that were chosen, for a process that shares nothing."""

    plan: "Plan"
    asked: "Asked"
    chosen: "Selection"
    format_: TableFormat
    language: "Language"

    def __call__(self, columns: "Columns") -> "tuple[str, Tally]":
        """The rows as `write_stream` takes them, in one piece, and their tally."""
        from hlwplan.cli.output import rendered
        from hlwplan.language import speaking
        from hlwplan.report.status_records import MACHINES, records
        from hlwplan.report.tally import Tally

        counts = Tally()
        with speaking(self.language):
            rows = records(self.plan, gaps(self.plan, iter([columns]), self.asked), self.chosen, counts)
            between = "," if self.format_ is TableFormat.JSON else ""
            return between.join(rendered(MACHINES, rows, self.format_)), counts


def gaps(plan: "Plan", pieces: "Iterator[Columns]", asked: "Asked") -> "Iterator[Gap]":
    """The gaps of every region that the columns cover, in their order; in arrays where nothing more is asked for."""
    from hlwplan.assess.bulk import assess_columns
    from hlwplan.assess.options import PLAIN

    if asked.method is None and asked.options == PLAIN:
        for judged in assess_columns(plan, pieces, year=asked.year):
            yield from judged
        return
    judge = Judge(asked, everywhere=True)
    for piece in pieces:
        of_region: dict[str, list[Observation]] = {plan.places[code]: [] for code in piece.covers}
        for it in piece.series(0, len(piece)):
            of_region[it.region].append(it)
        for region, observations in of_region.items():
            yield from judge(plan, observations, region)
