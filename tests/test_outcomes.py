"""The exit codes: what every command ends with, in every situation that it can be in."""

import fcntl
import os
import shlex
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pytest
from conftest import PROGRAM, ROOT, Done, run
from filelock import FileLock
from small import ORIGINAL, make

from hlwplan.cli import exits
from hlwplan.cli.exits import BUG, BUSY, INTERRUPTED, IO_ERROR, NO, OK, PIPE_CLOSED, REFUSED, TERMINATED, UNDECIDED
from hlwplan.cli.exits import USAGE as WRONG
from hlwplan.cli.program import COMMANDS

Situation = Literal["sound", "spoilt plan", "damaged store", "busy store", "files in the way"]

ANSWERS: Final[Sequence[tuple[str, Situation, int]]] = (
    ("status", "sound", OK),
    ("status --year soon", "sound", WRONG),
    ("status --year 20", "sound", WRONG),
    ("status --as-of 2019", "sound", WRONG),
    ("status --fromat x", "sound", WRONG),
    ("status --data nowhere", "sound", WRONG),
    ("status", "spoilt plan", WRONG),
    ("status", "damaged store", IO_ERROR),
    ("show good", "sound", OK),
    ("show gud", "sound", WRONG),
    ("show good", "spoilt plan", WRONG),
    ("show good", "damaged store", IO_ERROR),
    ("changes --from 2018 --to 2019", "sound", OK),
    ("changes --from 2019 --to 2018", "sound", WRONG),
    ("changes --from 2018 --to 2019", "spoilt plan", WRONG),
    ("changes --from 2018 --to 2019", "damaged store", IO_ERROR),
    ("tasks", "sound", OK),
    ("tasks T9", "sound", WRONG),
    ("tasks", "spoilt plan", WRONG),
    ("tasks", "damaged store", IO_ERROR),
    ("check --year 2018", "sound", NO),
    ("check --year 2018 --allow-missing", "sound", NO),
    ("check --year 2018 --require good.txt", "sound", OK),
    ("check --year 2018 --require missing.txt", "sound", UNDECIDED),
    ("check --year 2018 --require missing.txt --allow-missing", "sound", OK),
    ("check --year 2018 --require none.txt --allow-missing", "sound", UNDECIDED),
    ("check --year 2017", "sound", UNDECIDED),
    ("check --year 2017 --allow-missing", "sound", UNDECIDED),
    ("check --year 2019 --require good.txt", "sound", OK),
    ("check --year 2021 --require good.txt", "sound", UNDECIDED),
    ("check --year 2015", "sound", UNDECIDED),
    ("check --year 2015 --allow-missing", "sound", UNDECIDED),
    ("check --year 2018 --as-of 2018-12-31", "sound", UNDECIDED),
    ("check --year 2018 --fail-on limited,missed", "sound", UNDECIDED),
    ("check --year 2018 --fail-on on_track", "sound", NO),
    ("check --year 2018 --fail-on 达到进度要求，未完成：约束性", "sound", NO),
    ("check --year 2018 --fail-on missed:binding", "sound", OK),
    ("check --year 2017 --fail-on missed:binding", "sound", UNDECIDED),
    ("check --year 2018 --fail-on late", "sound", WRONG),
    ("check --year 2018 --fail-on missed:bound", "sound", WRONG),
    ("check --year 2018 --require wrong.txt", "sound", WRONG),
    ("check --year 2018 --require empty.txt", "sound", WRONG),
    ("check --year 2018 --require gbk.txt", "sound", WRONG),
    ("check --year 2018 --require nowhere.txt", "sound", WRONG),
    ("check --year 2018 --plan nowhere", "sound", WRONG),
    ("check --year 2018 --data nowhere", "sound", WRONG),
    ("check", "sound", WRONG),
    ("check --year 2018", "spoilt plan", WRONG),
    ("check --year 2018", "damaged store", IO_ERROR),
    ("init new --no-input", "sound", OK),
    ("init", "sound", WRONG),
    ("init new --years soon", "sound", WRONG),
    ("init new", "files in the way", IO_ERROR),
    ("validate", "sound", OK),
    ("validate", "spoilt plan", NO),
    ("validate nowhere", "sound", WRONG),
    ("validate -f json --output-file /dev/full", "sound", IO_ERROR),
    ("audit text.txt", "sound", OK),
    ("audit figures.txt", "sound", NO),
    ("audit nowhere.txt", "sound", WRONG),
    ("audit text.txt", "spoilt plan", WRONG),
    ("audit text.txt -f json --output-file /dev/full", "sound", IO_ERROR),
    ("ingest more.csv", "sound", OK),
    ("ingest more.csv --dry-run", "sound", OK),
    ("ingest half.csv --accept-valid", "sound", NO),
    ("ingest", "sound", WRONG),
    ("ingest nowhere.csv", "sound", WRONG),
    ("ingest more.csv", "spoilt plan", WRONG),
    ("ingest half.csv", "sound", REFUSED),
    ("ingest half.csv --dry-run", "sound", REFUSED),
    ("ingest more.csv", "damaged store", IO_ERROR),
    ("ingest more.csv", "busy store", BUSY),
    ("template --year 2019", "sound", OK),
    ("template --year 2019 --lead 市二局", "sound", WRONG),
    ("template --year 2019", "spoilt plan", WRONG),
    ("template --year 2019", "damaged store", IO_ERROR),
    ("query 'SELECT 1'", "sound", OK),
    ("query 'SELECT 1 WHERE false'", "sound", OK),
    ("query SELECT", "sound", WRONG),
    ("query 'SELECT 1'", "spoilt plan", WRONG),
    ("query 'SELECT 1'", "damaged store", IO_ERROR),
    ("schema plan", "sound", OK),
    ("schema plans", "sound", WRONG),
    ("schema --write plan", "files in the way", IO_ERROR),
    ("explain P104", "sound", OK),
    ("explain P999", "sound", WRONG),
    ("fsck", "sound", OK),
    ("fsck", "damaged store", NO),
    ("fsck --data nowhere", "sound", WRONG),
    ("fsck -f json --output-file /dev/full", "sound", IO_ERROR),
    ("compact", "sound", OK),
    ("compact --data s3a://bucket/data", "sound", WRONG),
    ("ingest more.csv --data s3a://bucket/data", "sound", WRONG),
    ("status --data s3a://bucket/data", "sound", WRONG),
    ("compact --data nowhere", "sound", WRONG),
    ("compact", "damaged store", IO_ERROR),
    ("compact", "busy store", BUSY),
    (f"retract {ORIGINAL} --why wrong", "sound", OK),
    ("retract ffff --why wrong", "sound", WRONG),
    (f"retract {ORIGINAL} --why wrong", "busy store", BUSY),
    (f"retract {ORIGINAL} --why wrong", "files in the way", IO_ERROR),
    ("", "sound", WRONG),
    ("stauts", "sound", WRONG),
    ("--version", "sound", OK),
    ("--help", "sound", OK),
)
"""What is typed, where, and what it ends with."""

PRINTING: Final = (
    "status",
    "status --by region",
    "show good",
    "changes --from 2018 --to 2019",
    "tasks",
    "check --year 2018 --require good.txt",
    "validate -f json",
    "audit text.txt -f json",
    "ingest more.csv --dry-run",
    "template --year 2019",
    "query 'SELECT * FROM observations'",
    "schema plan",
    "explain P104",
    "fsck -f json",
)
"""A line for each command that prints to standard output; the answer of all is 0, so that 1 can only be a crash."""

SILENT: Final = ("init new --no-input", "compact", f"retract {ORIGINAL} --why wrong")
"""A line for each command that says all it says on standard error."""


class Stream(NamedTuple):
    """How the output stands: a redirection for a shell, the environment, and what a command ends with."""

    redirection: str
    environment: Mapping[str, str]
    printing: int
    silent: int


C: Final = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
GBK: Final = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "gbk", "HLWPLAN_LANG": "zh"}
STREAMS: Final[Mapping[str, Stream]] = {
    "a reader that is gone": Stream("| head -c 0", {}, PIPE_CLOSED, OK),
    "standard output closed": Stream(">&-", {}, IO_ERROR, IO_ERROR),
    "standard output full": Stream("> /dev/full", {}, IO_ERROR, OK),
    "standard error closed, standard input too": Stream("2>&- <&-", {}, OK, OK),
    "a locale of C": Stream("", C, OK, OK),
    "a console of GBK": Stream("", GBK, OK, OK),
}
PEOPLE: Final = {"status": "table", "show": "text", "changes": "table", "tasks": "table", "check": "text",
                 "validate": "text", "audit": "text", "ingest": "table", "query": "table", "fsck": "text"}  # fmt: skip
"""The format that a command has on a console."""

ANYWHERE: Final[Mapping[str, int]] = {"bug": BUG, "SIGINT": INTERRUPTED, "SIGTERM": TERMINATED}
"""What can come over any command while it works."""


def command(line: str) -> str:
    """The command of a line."""
    return line.partition(" ")[0]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the table speaks of; nobody changes it."""
    return make(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(sound, tmp_path / "copy"))


def put(situation: Situation, folder: Path) -> None:
    """Bring a sound folder into a situation."""
    if situation == "spoilt plan":
        shutil.rmtree(folder / "plan")
        (folder / "spoilt").rename(folder / "plan")
    elif situation == "damaged store":
        (batch,) = (folder / "data" / "batches").iterdir()
        batch.write_bytes(batch.read_bytes() + b"\n")
    elif situation == "files in the way":
        (folder / "new").mkdir()
        for name in ("new/plan", "plan/schemas", "data/retractions"):
            (folder / name).touch()


def impatient(line: str, folder: Path) -> Done:
    """What a run leaves that does not wait long for a store that another program is writing to."""
    code = (
        "import sys, hlwplan.measure.store as it; from hlwplan.cli.main import main\n"
        "it.LOCK_SECONDS = 0.05; sys.exit(main())"
    )
    with FileLock(folder / "data" / ".lock"):
        done = subprocess.run([sys.executable, "-c", code, *shlex.split(line)], cwd=folder, capture_output=True,
                              text=True, check=False)  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("line", [line for line, situation, _ in ANSWERS if situation == "busy store"])
def test_a_busy_store_is_said_and_left_alone(line: str, folder: Path) -> None:
    """Every command that writes to a store says that another one does, and which store it is."""
    before = {*folder.rglob("*")}
    assert impatient(line, folder).err == "hlwplan: another program is writing to data\n"
    assert {*folder.rglob("*")} - {folder / "data" / "retractions"} == before  # a folder that is empty says nothing


@pytest.mark.parametrize(("line", "situation", "code"), ANSWERS)
def test_the_exit_code_is_the_answer(line: str, situation: Situation, code: int, folder: Path) -> None:
    """Each line ends with its code, and prints nothing where that is no answer."""
    put(situation, folder)
    done = impatient(line, folder) if situation == "busy store" else run(*shlex.split(line), cwd=folder)
    assert (done.code, "Traceback" in done.err) == (code, False), done
    if code not in {OK, NO, UNDECIDED} and "--dry-run" not in line:
        assert done.out == ""
        assert done.err.startswith(("hlwplan: ", "Usage: ")) or "\nhlwplan: " in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        [b"status", b"--lead", b"\xff"],
        [b"show", b"\xff"],
        [b"tasks", b"\xff"],
        [b"check", b"--year", b"2018", b"--require", b"\xff"],
        [b"validate", b"\xff"],
        [b"ingest", b"--set", "地区=".encode() + b"\xff", b"more.csv"],
        [b"template", b"--year", b"2019", b"--lead", b"\xff"],
        [b"query", b"SELECT '\xff'"],
        [b"schema", b"\xff"],
        [b"explain", b"\xff"],
        [b"retract", ORIGINAL.encode(), b"--why", b"\xff"],
        [b"\xff"],
    ],
)
def test_bytes_that_are_no_text_are_refused(arguments: list[bytes], folder: Path) -> None:
    """They are never stored, and no bug: a wrong line, or measurements that are refused."""
    done = subprocess.run([os.fsencode(PROGRAM), *arguments], cwd=folder, capture_output=True, check=False,
                          env={"LC_ALL": "C.UTF-8"})  # fmt: skip
    assert done.returncode == (REFUSED if arguments[0] == b"ingest" else WRONG), done
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("line", [*PRINTING, *SILENT])
def test_streams_that_fail_are_no_answer(line: str, stream: str, folder: Path) -> None:
    """A reader that is gone, closed streams, a full disk and poor consoles: the right code, and no traceback."""
    it, name = STREAMS[stream], command(line)
    if stream in {"a locale of C", "a console of GBK"} and name in PEOPLE:
        line = f"{line.removesuffix(' -f json')} -f {PEOPLE[name]}"
    script = f"{shlex.quote(str(PROGRAM))} {line} {it.redirection}; exit ${{PIPESTATUS[0]}}"
    clean = {"PATH": "/usr/bin:/bin", **it.environment}
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=clean, capture_output=True, check=False)
    assert done.returncode == (it.silent if line in SILENT else it.printing), done
    assert b"Traceback" not in done.stderr + done.stdout
    if stream == "a console of GBK" and name in PEOPLE:
        done.stdout.decode("gbk")


def test_whatever_happens_has_its_own_code(sound: Path) -> None:
    """A bug, Ctrl-C and a request to end, each in the midst of each command: 70, 130 and 143, and nothing printed."""
    code = (
        "import os, signal, sys; from importlib import import_module\n"
        "from hlwplan.cli import main; from hlwplan.cli.program import COMMANDS\n"
        "def happen():\n"
        "    if what == 'bug': raise RuntimeError('broken')\n"
        "    os.kill(os.getpid(), getattr(signal, what)); signal.pause()\n"
        "whats = sys.argv[1:]\n"
        "for name in COMMANDS:\n"
        "    setattr(import_module(f'hlwplan.cli.{name}'), name, happen)\n"
        "    for what in whats:\n"
        "        main._SIGNALS.clear(); sys.argv[1:] = [name]\n"
        "        print(name, what, main.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *ANYWHERE], cwd=sound, capture_output=True, text=True,
                          check=True)  # fmt: skip
    wanted = [f"{name} {what} {number}" for name in COMMANDS for what, number in ANYWHERE.items()]
    assert done.stdout.splitlines() == wanted
    assert done.stderr.count("Traceback") == done.stderr.count("this is a bug") == len(COMMANDS)


@pytest.mark.parametrize(("what", "code"), [("SIGINT", INTERRUPTED), ("SIGTERM", TERMINATED), ("gone", PIPE_CLOSED)])
@pytest.mark.parametrize("line", ["schema plan", "query \"SELECT repeat('x', 6000)\""])
def test_a_reader_that_takes_its_time(line: str, what: str, code: int) -> None:
    """Ctrl-C ends a program that waits for its reader, in the midst of writing or at its end; so does the reader."""
    ours, theirs = os.pipe()
    page = fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 4096)
    process = subprocess.Popen([PROGRAM, *shlex.split(line)], cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, env={})
    os.close(theirs)
    end = time.monotonic() + 60
    while int.from_bytes(fcntl.ioctl(ours, termios.FIONREAD, bytes(4)), sys.byteorder) < page:
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    if what == "gone":
        os.close(ours)
    else:
        process.send_signal(signal.Signals[what])
    _, err = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in err) == (code, False), err
    if what != "gone":
        os.close(ours)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, TERMINATED)])
def test_an_input_that_takes_its_time(folder: Path, sent: signal.Signals, code: int) -> None:
    """Ctrl-C ends a program that waits for what it reads, and the store is as it was."""
    os.mkfifo(folder / "slow.csv")
    before = {*folder.rglob("*")}
    process = subprocess.Popen([PROGRAM, "ingest", "slow.csv"], cwd=folder, stderr=subprocess.PIPE, env={})
    with (folder / "slow.csv").open("wb"):  # opens when the program does
        process.send_signal(sent)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in err) == (code, False), err
    assert {*folder.rglob("*")} == before


def test_no_command_and_no_code_is_left_out() -> None:
    """The tables have every command, every code, and for each command an answer, a wrong line and a failure."""
    codes = {name: {code for line, _, code in ANSWERS if command(line) == name} for name in COMMANDS}
    everywhere = {OK, WRONG}
    assert {name for name, found in codes.items() if not everywhere <= found} == set()
    assert {*map(command, PRINTING), *map(command, SILENT)} == {*COMMANDS}
    assert {name for name, found in codes.items() if IO_ERROR not in found} <= {*map(command, PRINTING)}
    found = {*ANYWHERE.values(), *(code for *_, code in ANSWERS)}
    found |= {code for it in STREAMS.values() for code in (it.printing, it.silent)}
    assert found == {value for name, value in vars(exits).items() if name.isupper()}
