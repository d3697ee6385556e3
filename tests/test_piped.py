"""What leaves the program: into a pipe the same bytes wherever it runs, on a terminal colour where it is wanted."""

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import pytest
from conftest import PROGRAM
from small import ORIGINAL, make

from hlwplan.cli.output import wants_colour
from hlwplan.cli.program import COMMANDS

Kind = Literal["table", "findings", "document", "nothing"]

PIPED: Final[Mapping[str, Kind]] = {
    "status": "table",
    "status --by region": "table",
    "changes --from 2018 --to 2019": "table",
    "tasks": "table",
    "check --year 2018": "table",
    "ingest more.csv --dry-run": "table",
    "query 'SELECT * FROM observations ORDER BY ALL'": "table",
    "validate spoilt": "findings",
    "audit figures.txt": "findings",
    "fsck --data damaged": "findings",
    "show good": "document",
    "template --year 2019": "document",
    "schema plan": "document",
    "explain P104": "document",
    "init new --no-input": "nothing",
    "compact": "nothing",
    f"retract {ORIGINAL} --why wrong": "nothing",
}
"""What goes into a pipe where no format is asked for."""

HERE: Final = {"COLUMNS": "80", "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
ELSEWHERE: Final[Mapping[str, Mapping[str, str]]] = {
    "a Chinese desk": {"COLUMNS": "20", "PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8",
                       "PYTHONIOENCODING": "gbk", "TERM": "xterm-256color", "PAGER": "touch paged"},
    "a bare server": {"COLUMNS": "300", "PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "C",
                      "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TERM": "dumb", "NO_COLOR": "1"},
}  # fmt: skip
"""Surroundings that differ in everything."""

COLOURED: Final = (
    "status -f table",
    "status --by region -f table",
    "show good",
    "changes --from 2018 --to 2019 -f table",
    "tasks -f table",
    "check --year 2018 -f table",
    "ingest more.csv --dry-run -f table",
    "query 'SELECT 1' -f table",
)
"""What has colour: the tables and the page for people; all else has none anywhere."""

_COLOUR: Final = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small plan with its store, and beside it a store that is damaged."""
    made = make(tmp_path_factory.mktemp("piped"))
    shutil.copytree(made / "data", made / "damaged")
    (batch,) = (made / "damaged" / "batches").iterdir()
    batch.write_bytes(batch.read_bytes() + b"\n")
    return made


def piped(line: str, folder: Path, env: Mapping[str, str]) -> bytes:
    """What a line writes to standard output."""
    clean = {"PATH": "/usr/bin:/bin", **env}
    done = subprocess.run([PROGRAM, *shlex.split(line)], cwd=folder, env=clean, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    return done.stdout


def on_terminal(line: str, folder: Path, env: Mapping[str, str]) -> str:
    """What a line shows on a terminal."""
    screen, terminal = pty.openpty()
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **env}
    with subprocess.Popen([PROGRAM, *shlex.split(line)], cwd=folder, env=clean, stdin=subprocess.DEVNULL,
                          stdout=terminal, stderr=subprocess.DEVNULL):  # fmt: skip
        os.close(terminal)
        shown = b""
        try:
            while more := os.read(screen, 65536):
                shown += more
        except OSError:  # the other side is closed
            os.close(screen)
    return shown.decode()


def test_no_command_is_left_out() -> None:
    """Each command says what it writes into a pipe."""
    assert {line.partition(" ")[0] for line in PIPED} == {*COMMANDS}


@pytest.mark.parametrize("line", PIPED)
def test_a_pipe_gets_the_same_bytes_everywhere(line: str, folder: Path, tmp_path: Path) -> None:
    """Width, hash seed, time zone, locale and encoding make no difference, and no pager is started.

    Sentences in a table are Chinese in every locale; findings and documents are in a language that is asked for.
    Asking for colour colours no line but what is for people.
    """
    kind = PIPED[line]
    if kind == "nothing":
        copy = Path(shutil.copytree(folder, tmp_path / "copy"))
        assert piped(line, copy, HERE) == b""
        return
    asked = {} if kind == "table" else {"HLWPLAN_LANG": "zh"}
    wanted = piped(line, folder, {**HERE, **asked})
    assert wanted
    for name, env in ELSEWHERE.items():
        forced = {} if line in COLOURED else {"FORCE_COLOR": "1"}
        assert piped(line, folder, {**forced, **env, **asked}) == wanted, name
    assert not (folder / "paged").exists()
    assert b"\x1b" not in wanted
    if kind == "table":
        rows = [row.split("\t") for row in wanted.decode().removesuffix("\n").split("\n")]
        assert {len(row) for row in rows} == {len(rows[0])}
        assert (len(rows) > 1, len(rows[0]) > 1, b"\r" in wanted) == (True, True, False)


@pytest.mark.parametrize("line", COLOURED)
def test_colour_is_where_it_is_wanted(line: str, folder: Path) -> None:
    """NO_COLOR beats FORCE_COLOR, which beats TERM=dumb, which beats the terminal; the text is the same in all."""
    forced = piped(line, folder, {**HERE, "FORCE_COLOR": "1", "TERM": "dumb"}).decode()
    plain = piped(line, folder, {**HERE, "FORCE_COLOR": "1", "NO_COLOR": "1"}).decode()
    assert "\x1b" not in plain
    assert "\x1b[" in forced
    assert [it.rstrip() for it in _COLOUR.sub("", forced).splitlines()] == plain.splitlines()
    assert "\x1b[" in on_terminal(line, folder, {"TERM": "xterm"})
    assert "\x1b" not in on_terminal(line, folder, {"TERM": "dumb"})


@pytest.mark.parametrize(
    ("env", "terminal", "pipe"),
    [
        ({}, True, False),
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "0"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_who_decides_on_colour(
    env: Mapping[str, str], terminal: bool, pipe: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR, then FORCE_COLOR, then TERM, then whether it is a terminal; an empty variable says nothing."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    for there, wanted in ((True, terminal), (False, pipe)):
        monkeypatch.setattr(sys.stdout, "isatty", lambda it=there: it)
        assert wants_colour() == wanted
