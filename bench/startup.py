"""Start-up: how long short commands take, in times of a bare interpreter of the same run.

    python bench/startup.py [RUNS]

Every command is a process of its own; they take turns, so that a busy moment falls on all, and of each the fastest run
counts.  Prints the times in milliseconds, the ratio to `python -c pass`, and the goal.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
BIN: Final = Path(sys.executable).parent
COMMANDS: Final[dict[str, tuple[list[str | Path], int | None]]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "import typer": ([sys.executable, "-c", "import typer"], None),
    "import duckdb": ([sys.executable, "-c", "import duckdb"], None),
    "a typer command": (
        [sys.executable, "-c", "import typer\ndef f(x: int = 1) -> None: ...\ntyper.run(f)"], None,
    ),
    "hlwplan --version": ([BIN / "hlwplan", "--version"], 6),
    "hlwplan --help": ([BIN / "hlwplan", "--help"], 8),
    "hlwplan validate": ([BIN / "hlwplan", "validate"], 20),
    "hlwplan status": ([BIN / "hlwplan", "status"], 28),
}  # fmt: skip
"""Each with its goal, in times of a bare interpreter."""


def took(command: list[str | Path]) -> float:
    """Milliseconds from its start to its end."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    fastest = {name: took(command) for name, (command, _goal) in COMMANDS.items()}  # also compiles what is not yet
    for _ in range(runs):
        for name, (command, _goal) in COMMANDS.items():
            fastest[name] = min(fastest[name], took(command))
    bare = fastest["python -c pass"]
    for name, (_command, goal) in COMMANDS.items():
        wanted = f"  goal {goal}" if goal else ""
        sys.stdout.write(f"{name:20} {fastest[name]:7.1f} ms {fastest[name] / bare:6.1f}{wanted}\n")


if __name__ == "__main__":
    main()
