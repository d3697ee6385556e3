"""Exit codes: what a script may rely on.  A crash never looks like an answer."""

from typing import Final

OK: Final = 0
NO: Final = 1
USAGE: Final = 2
UNDECIDED: Final = 3
REFUSED: Final = 4
BUG: Final = 70
IO_ERROR: Final = 74
BUSY: Final = 75
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141
TERMINATED: Final = 143
