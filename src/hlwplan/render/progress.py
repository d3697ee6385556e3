"""Progress: a bar on standard error for work that takes longer than a second; nothing where that is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from hlwplan.language import _
from hlwplan.render.escape import visible

PATIENCE: Final = 1.0
"""How many seconds pass before a bar is shown."""


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what is called with the rows done and all rows, or None where nobody would see a bar."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    rate = TextColumn("{task.fields[rate]}", markup=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), rate)
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    start = monotonic()
    task = bar.add_task(visible(label), total=None, rate="")

    def tick(done: int, total: int) -> None:
        spent = monotonic() - start
        if spent < PATIENCE:
            return
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total, rate=_("{rate} rows/s", rate=f"{done / spent:,.0f}"))

    try:
        yield tick
    finally:
        bar.stop()
