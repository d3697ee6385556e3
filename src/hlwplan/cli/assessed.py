"""What the commands that report on a plan share: plan, measurements and gaps, read as the options ask."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hlwplan.cli import exits
from hlwplan.cli.options import TableFormat

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.measure.measurement import Observation
    from hlwplan.plan.model import Plan
    from hlwplan.report.status import Asked
    from hlwplan.table import Table


@dataclass(frozen=True, slots=True)
class Assessed:
    """A plan, what was asked, what was observed, and the gaps; `batches` are the files that it all rests on."""

    plan: "Plan"
    asked: "Asked"
    observations: "Sequence[Observation]"
    gaps: "Sequence[Gap]"
    batches: Sequence[Path]


def assessed(
    plan: Path | None, data: Path | None, *, as_of: date | None, year: int | None, region: str | None
) -> Assessed:
    """Read the plan and its store, and judge; ends with the exit code that fits where one of them cannot be used."""
    from hlwplan.assess.rollup import assess
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import report, say, stop, usable_plan
    from hlwplan.diagnostics import has_errors
    from hlwplan.measure.store import Store
    from hlwplan.report.status import Asked

    known, folder, _ = usable_plan(plan)
    place = _region(known, region)
    store = data_folder(data, folder)
    if not store.is_dir():
        if data is not None:
            stop(exits.USAGE, f"no such folder: {store} / 数据文件夹不存在")
        say(f"hlwplan: no measurements: {store} does not exist / 尚无填报数")
    observations, findings = Store(store).observations(known, as_of=as_of, year=year)
    report(findings)
    if has_errors(findings):
        stop(exits.IO_ERROR, f"{store} is damaged, so nothing is judged by it / 数据文件夹已损坏，不作评估")
    gaps = assess(known, observations, region=place, year=year)
    return Assessed(known, Asked(as_of, year, place), observations, gaps, Store(store).batches())


def _region(plan: "Plan", given: str | None) -> str | None:
    """The region's name as the plan has it; None where none was given."""
    from hlwplan.cli.output import stop
    from hlwplan.plan.names import listed

    if given is None:
        return None
    names = listed(plan.head.regions)
    found = names.get(given)
    if found is None:
        near = [names.get(name) or name for name in names.nearest(given)] or [it.name for it in plan.head.regions]
        stop(exits.USAGE, f"region {given!r} is not in the plan; did you mean {' or '.join(near)}? / 计划中无此地区")
    return found


def chosen(given: TableFormat | None) -> TableFormat:
    """The format asked for, else a table on a terminal and TSV into a pipe."""
    return given or (TableFormat.TABLE if sys.stdout.isatty() else TableFormat.TSV)


def beside(table: "Table") -> None:
    """Say what people must know beside a machine's data."""
    from hlwplan.cli.output import say

    for line in (*table.banner, table.title, *table.notes[:1]):
        say(line)
