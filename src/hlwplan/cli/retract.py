"""`hlwplan retract`: a batch taken back, with the reason."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder

if TYPE_CHECKING:
    from hlwplan.measure.store import Store


def retract(
    batch: Annotated[str, typer.Argument(help="A batch, or the start of its name or its original's / 批次名")],
    why: Annotated[str, typer.Option("--why", help="The reason, which is kept / 撤回原因")],
    plan: PlanFolder = None,
    data: DataFolder = None,
) -> None:
    """Take a batch back / 撤回一个批次.

    Nothing is deleted: a tombstone in `retractions/` says which batch, when and why, and from then on no command counts
    its rows, for no `--as-of`.  Removing the tombstone in version control brings the batch back.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import located, say, stop
    from hlwplan.measure.store import Store, StoreBusyError

    if not why.strip():
        stop(exits.USAGE, "--why is empty; say why the batch is taken back / 须说明撤回原因")
    if data is None:
        folder, packaged = located(plan)
        if packaged:
            stop(exits.USAGE, "the packaged demonstration data is not written to; give --data / 内置示例数据不可写")
        data = data_folder(None, folder)
    if not data.is_dir():
        stop(exits.USAGE, f"no such folder: {data} / 数据文件夹不存在")
    store = Store(data)
    name = _meant(store, batch)
    try:
        stone, before = store.retract(name, why, datetime.now().astimezone().date())
    except StoreBusyError as error:
        stop(exits.BUSY, f"another program is writing to {error} / 数据文件夹正被占用")
    if before:
        say(f"batch {name} was taken back on {stone.date} already: {stone.why} / 此前已撤回，未作更改")
        return
    say(f"batch {name} is taken back; nothing was deleted, {data / stone.file} says it / 已撤回，未删除任何文件")


def _meant(store: "Store", text: str) -> str:
    """The one batch that is meant; ends with exit code 2 where there is none or there are several."""
    from hlwplan.cli.output import stop
    from hlwplan.diagnostics import nearest

    found = store.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        stop(exits.USAGE, f"{text!r} may be any of {', '.join(found)}; write more of the name / 批次名不唯一")
    known = [path.stem for path in store.batches()]
    near = [name for name in known if nearest(text, [name[: len(text)]])]  # text may be meant as a beginning
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    there = f"there are {', '.join(known)}" if known else "there are no batches"
    return stop(exits.USAGE, f"no batch is called {text!r}; {hint}{there} / 无此批次")
