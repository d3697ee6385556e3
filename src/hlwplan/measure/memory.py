"""How much memory the column engine may use; what needs more goes to the system's folder for temporary files."""

import os
import re
from typing import Final

VARIABLE: Final = "HLWPLAN_MEMORY_LIMIT"
"""The environment variable that says it, such as 2GB."""

_SIZE: Final = re.compile(r"(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,3})? ?[KMGT]i?B", re.IGNORECASE)


class NoSizeError(ValueError):
    """What the environment says is no amount of memory; the text is what it says."""


def is_size(text: str) -> bool:
    """Whether a text is an amount of memory, and not none: 512MB, 2GB, 1.5 GiB."""
    return _SIZE.fullmatch(text) is not None


def memory_limit() -> str:
    """The limit as the engine takes it: what the environment says, else half of the machine; raises NoSizeError."""
    given = os.environ.get(VARIABLE, "")
    if given and not is_size(given):
        raise NoSizeError(given)
    return given or "50%"
