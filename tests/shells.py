"""A shell as somebody sits at it: keys go into a terminal, and what the program was called with comes out."""

import os
import select
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from conftest import PROGRAM

from hlwplan.language import spoken

SHELLS: Final = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source <(hlwplan --show-completion bash)"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit && compinit -u -D && source <(hlwplan --show-completion zsh)"),
    "fish": (["fish", "--no-config", "-i"], "hlwplan --show-completion fish | source"),
}
CLEAR: Final = "\x15"
"""The key that takes the line back."""
_PATIENCE: Final = 60
"""Seconds until a shell that does not answer is given up."""
_STAND_IN: Final = """#!/bin/sh
if [ "${_HLWPLAN_COMPLETE-}" ] || [ "$1" = --show-completion ]; then exec "%s" "$@"; fi
printf '%%s\\0' "$@" > "$HOME/called.part" && mv "$HOME/called.part" "$HOME/called"
"""


class Terminal:
    """A shell with completion read in, standing in a folder; its home is a folder of its own.

    `hlwplan` there completes as the program does; called without being asked to, it only notes its arguments.
    """

    def __init__(self, shell: str, folder: Path, home: Path) -> None:
        stand_in = home / "bin" / "hlwplan"
        stand_in.parent.mkdir(parents=True)
        stand_in.write_text(_STAND_IN % PROGRAM, encoding="utf-8")
        stand_in.chmod(0o755)
        self._called = home / "called"
        self.shell = shell
        command, setup = SHELLS[shell]
        env = {
            "PATH": f"{stand_in.parent}:/usr/bin:/bin",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "HLWPLAN_LANG": spoken(),
        }
        self._terminal, self._inside = os.openpty()
        # A new session that opens a terminal has it for its own, as a shell wants it.
        opening = ["sh", "-c", 'exec "$@" <>"$0" >&0 2>&1', os.ttyname(self._inside)]
        self._process = subprocess.Popen([*opening, *command], cwd=folder, env=env, start_new_session=True)
        termios.tcsetwinsize(self._terminal, (50, 200))  # wide enough to show all that a word means
        self.typed(f"{setup}; hlwplan ready")

    def typed(self, keys: str) -> list[str]:
        """The arguments that the program is called with when this is typed and the line sent."""
        self._called.unlink(missing_ok=True)
        self._type(f"{keys}\r", lambda _screen: self._called.exists())
        return self._called.read_text(encoding="utf-8").split("\0")[:-1]

    def lists(self, keys: str, wanted: str) -> None:
        """Type this, and wait until a text is on the screen."""
        self._type(keys, lambda screen: wanted in screen)

    def _type(self, keys: str, done: Callable[[str], bool]) -> None:
        screen, end = b"", time.monotonic() + _PATIENCE
        os.write(self._terminal, keys.encode())
        while not done(screen.decode(errors="replace")):
            if time.monotonic() > end:
                raise TimeoutError(screen.decode(errors="replace"))
            if select.select([self._terminal], [], [], 0.05)[0]:
                screen += os.read(self._terminal, 65536)

    def close(self) -> None:
        """Hang up, and wait until the shell has gone."""
        os.close(self._inside)
        os.close(self._terminal)
        self._process.wait(_PATIENCE)
