"""Several processes, each with some of the regions, where there are more than one of them holds."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain
from threading import Thread
from typing import TYPE_CHECKING

from hlwplan.cli.judging import Rows
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.measure.columns import Columns
    from hlwplan.report.tally import Tally


def in_processes(rows: Rows, pieces: "Iterator[Columns]", counts: "Tally") -> Iterator[str]:
    """What `rows` makes of each piece, in their order, on every processor where there are several pieces.

    A few pieces at most are under way at a time, however many there are.
    """
    first, second = next(pieces, None), next(pieces, None)
    if first is None:
        return
    if second is None:
        text, tally = rows(first)
        counts.add(tally)
        yield text
        return
    light = replace(rows, plan=replace(rows.plan, documents={}))  # where its text stands is asked of no worker
    workers = os.cpu_count() or 1
    # Fresh processes: the engine has threads, which a fork would leave behind.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_ready, initargs=(light,)) as pool:
        under_way: deque[Future[tuple[str, Tally]]] = deque()
        try:
            for piece in chain([first, second], pieces):
                under_way.append(_submitted(pool, piece))
                if len(under_way) > workers:
                    yield from _done(under_way, counts)
            while under_way:
                yield from _done(under_way, counts)
        except BrokenProcessPool as error:
            raise OSError(_("a process that judged some of the regions was ended; memory may be short")) from error
        except BaseException:  # whoever ends the program is not kept waiting for what nobody will read
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _submitted(pool: ProcessPoolExecutor, piece: "Columns") -> "Future[tuple[str, Tally]]":
    """Hand a piece on; a process that starts for it leaves Ctrl-C, which a terminal sends to all, to this one."""
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pool.submit(_work, piece)
    finally:
        signal.signal(signal.SIGINT, ours)


def _done(under_way: "deque[Future[tuple[str, Tally]]]", counts: "Tally") -> Iterator[str]:
    text, tally = under_way.popleft().result()
    counts.add(tally)
    yield text


_WORKERS_ROWS: list[Rows] = []
"""What this process was made for, where it is a worker."""


def _ready(rows: Rows) -> None:
    _WORKERS_ROWS.append(rows)
    Thread(target=_leave_with_the_program, daemon=True).start()


def _leave_with_the_program() -> None:
    """End when the program does, however that comes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(columns: "Columns") -> "tuple[str, Tally]":
    return _WORKERS_ROWS[0](columns)
