"""How much memory the column engine may use; what needs more goes to the system's folder for temporary files."""

import os
import re
from typing import Final

VARIABLE: Final = "HLWPLAN_MEMORY_LIMIT"
"""The environment variable that says it, such as 2GB; the program hands it on to the processes that it starts."""

_SIZE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})? ?[KMGT]i?B", re.IGNORECASE)


def is_size(text: str) -> bool:
    """Whether a text is an amount of memory: 512MB, 2GB, 1.5 GiB."""
    return _SIZE.fullmatch(text) is not None


def memory_limit() -> str:
    """The limit as the engine takes it: what the environment says where that is an amount, else half of the machine."""
    given = os.environ.get(VARIABLE, "")
    return given if is_size(given) else "50%"
