"""`hlwplan retract`: a batch taken back, with the reason."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder, encodable
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.measure.store import Store


def retract(
    batch: Annotated[str, typer.Argument(help="A batch, or the start of its name or its original's")],
    why: Annotated[str, typer.Option("--why", parser=encodable, metavar="TEXT", help="The reason, which is kept")],
    plan: PlanFolder = None,
    data: DataFolder = None,
) -> None:
    """Take a batch back.

    Nothing is deleted: a tombstone in `retractions/` says which batch, when and why, and from then on no command counts
    its rows, for no `--as-of`.  Removing the tombstone in version control brings the batch back.
    """
    from hlwplan.cli.output import say, stop, store_to_change

    if not why.strip():
        stop(exits.USAGE, _("--why is empty; say why the batch is taken back"))
    store = store_to_change(plan, data)
    name = _meant(store, batch)
    stone, before = store.retract(name, why, datetime.now().astimezone().date())
    if before:
        say(_("batch {name} was taken back on {date} already: {why}", name=name, date=stone.date, why=stone.why))
        return
    say(_("batch {name} is taken back; nothing was deleted, {file} says it", name=name, file=store.folder / stone.file))


def _meant(store: "Store", text: str) -> str:
    """The one batch that is meant; ends with exit code 2 where there is none or there are several."""
    from hlwplan.cli.output import stop
    from hlwplan.diagnostics import did_you_mean, nearest

    found = store.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        stop(
            exits.USAGE, _("{text!r} may be any of {names}; write more of the name", text=text, names=", ".join(found))
        )
    known = store.names()
    near = [name for name in known if nearest(text, [name[: len(text)]])]  # text may be meant as a beginning
    there = _("there are {names}", names=", ".join(known)) if known else _("there are no batches")
    hint = " ".join(filter(None, [did_you_mean(near), there]))
    return stop(exits.USAGE, _("no batch is called {text!r}; {hint}", text=text, hint=hint))
