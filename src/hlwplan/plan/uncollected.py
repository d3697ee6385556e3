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
            gc.enable()
