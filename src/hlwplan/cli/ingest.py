"""`hlwplan ingest`: files of measurements into the store, all of them or none."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder, Published


def ingest(
    files: Annotated[list[Path], typer.Argument(help="CSV files, UTF-8; - reads standard input / 填报文件")],
    plan: PlanFolder = None,
    data: DataFolder = None,
    published: Published = None,
) -> None:
    """Take measurements into the store / 导入填报数.

    A file with an error changes nothing, and neither do the files given beside it: exit code 4.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import read_input, report, say, stop, usable_plan
    from hlwplan.diagnostics import has_errors
    from hlwplan.measure.ingest import read_batch
    from hlwplan.measure.store import Store, StoreBusyError

    known, folder, packaged = usable_plan(plan)
    if data is None and packaged:
        stop(exits.USAGE, "the packaged demonstration data is not written to; give --data / 内置示例数据不可写")
    today = datetime.now().astimezone().date()
    day = published or today
    batches, findings = [], []
    for file in files:
        batch, more = read_batch(known, read_input(file), str(file), day, today=today)
        findings += more
        batches += [batch] if batch else []
    report(findings)
    if has_errors(findings):
        stop(exits.REFUSED, "nothing was stored / 未存入任何数据")
    try:
        stored, conflicts = Store(data_folder(data, folder)).add(known, batches)
    except StoreBusyError as error:
        stop(exits.BUSY, f"another program is writing to {error} / 数据文件夹正被占用")
    report(conflicts)
    if conflicts:
        stop(exits.REFUSED, "nothing was stored / 未存入任何数据")
    for batch, result in zip(batches, stored, strict=True):
        state = "stored before, and left as it is, as" if result.before else "stored as"
        say(f"{result.file}: {result.rows} {'row' if result.rows == 1 else 'rows'} {state} batch {result.name}")
        if published is None and not result.before and any(row.published == str(day) for row in batch.measurements):
            say(f"{result.file}: rows without a date of publication got today's, {day} / 未注明发布日期者记为今日")
