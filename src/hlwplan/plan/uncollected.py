"""The garbage collector, left out for a while."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the garbage collector out while things are made that stay.

    Next to nothing of a plan is garbage; looking through all of it again and again takes as long as its rules do.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():  # what was made counts as old at once, without being looked through first
                gc.freeze()
                gc.unfreeze()
            gc.enable()
