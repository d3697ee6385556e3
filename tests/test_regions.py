"""`hlwplan status --by region`: rows are judged and written as they come, and look as if they had all been there."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from conftest import ROOT, run
from making import judged

from hlwplan.assess.gap import Gap
from hlwplan.assess.rollup import assess_regions
from hlwplan.cli.judging import Rows
from hlwplan.cli.main import main
from hlwplan.cli.options import TableFormat
from hlwplan.cli.processes import in_processes
from hlwplan.measure import engine
from hlwplan.measure.columnar import observed_columns
from hlwplan.measure.columns import Columns
from hlwplan.measure.store import Store
from hlwplan.measure.tables import Clocks
from hlwplan.plan.load import load_plan
from hlwplan.render import delimited, document
from hlwplan.report import status
from hlwplan.report.selection import EVERYTHING, Selection
from hlwplan.report.status import Asked, TooLongError, for_people
from hlwplan.report.status_records import MACHINES, for_machines, head, records
from hlwplan.report.tally import Tally
from hlwplan.table import Table

pytestmark = pytest.mark.usefixtures("chinese")

PLAN = load_plan(ROOT / "plan")[0]


def whole(chosen: Selection) -> Table:
    """The report of the shipped plan with every row in it."""
    assert PLAN is not None
    return for_machines(PLAN, assess_regions(PLAN, Store(ROOT / "data").observations(PLAN)[0]), Asked(), chosen)


@pytest.mark.parametrize("arguments", [[], ["--state", "missed", "--state", "limited"], ["--state", "unmet"]])
@pytest.mark.parametrize("format_", ["json", "csv", "tsv"])
def test_stream_is_the_whole_report(format_: Literal["json", "csv", "tsv"], arguments: list[str]) -> None:
    """What is written row by row is, to the byte, what a table that holds all rows gives, rows or none."""
    chosen = Selection(states=tuple(it for it in ("missed", "limited", "unmet") if it in arguments), by="region")
    table = whole(chosen)
    separator: Literal[",", "\t"] = "\t" if format_ == "tsv" else ","
    wanted = document.render(table) if format_ == "json" else delimited.render(table, separator)
    assert run("status", "--by", "region", "-f", format_, *arguments).out == wanted


@pytest.mark.parametrize("format_", [TableFormat.CSV, TableFormat.JSON])
def test_other_processes_write_the_same(format_: TableFormat) -> None:
    """Pieces that go to other processes come back in their order, with the counts of all."""
    assert PLAN is not None
    rows = Rows(PLAN, Asked(), Selection(by="region"), format_, "zh")
    with observed_columns(Store(ROOT / "data").sound()[0], PLAN, Clocks(), rows=10) as (pieces, _):
        several = list(pieces)
    assert len(several) > 2
    counts, alone = Tally(), Tally()
    texts = list(filter(None, in_processes(rows, iter(several), counts)))
    for piece in several:
        alone.add(rows(piece)[1])
    table = whole(Selection(by="region"))
    if format_ is TableFormat.CSV:
        assert "".join(texts) == "".join(delimited.lines(table.rows, ","))
    else:
        assert ",".join(texts) == ",".join(document.members(MACHINES, table.rows))
    assert counts == alone


@dataclass(frozen=True, slots=True)
class Told(Rows):
    """Says, in the place of rows, what Ctrl-C does in the process that makes them."""

    def __call__(self, columns: Columns) -> tuple[str, Tally]:
        """One word for each piece."""
        return f"{signal.getsignal(signal.SIGINT)!r} ", Tally(of=len(columns))


def test_a_terminal_interrupts_only_the_program_itself() -> None:
    """Ctrl-C reaches every process of a terminal; the others leave it to the program, which keeps its own answer."""
    assert PLAN is not None
    ours = signal.getsignal(signal.SIGINT)
    with observed_columns(Store(ROOT / "data").sound()[0], PLAN, Clocks(), rows=10) as (pieces, _):
        several = list(pieces)
    told = Told(PLAN, Asked(), EVERYTHING, TableFormat.CSV, "zh")
    assert set(in_processes(told, iter(several), Tally())) == {f"{signal.SIG_IGN!r} "}
    assert signal.getsignal(signal.SIGINT) == ours


@pytest.mark.parametrize("arguments", [["--method", "weather"], ["--forecast"], ["--sort", "gap"], ["--top", "3"]])
def test_whatever_is_asked_for_besides_every_region_has_its_rows(arguments: list[str]) -> None:
    """Another method, a forecast and an order give the rows of each region that its own report has."""
    every = json.loads(run("status", "--by", "region", "-f", "json", *arguments).out)["targets"]
    assert every
    if "--top" in arguments:
        whole = json.loads(run("status", "--by", "region", "-f", "json", "--sort", "gap").out)["targets"]
        assert every == [row for row in whole if row["gap"] and row["gap"] > 0][:3]
        return
    for region in {row["region"] for row in every}:
        own = json.loads(run("status", "--region", region, "-f", "json", *arguments).out)["targets"]
        assert [row for row in every if row["region"] == region] == [
            row for row in own if row["target"] or row["latest"] or region == "绍兴市"
        ]


def test_large_parquet_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from its files each time or held by the engine, beside CSV or alone, rows are the same."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    store = Store(tmp_path / "data")
    assert PLAN is not None
    before = store.observations(PLAN)
    store.compact()
    monkeypatch.setattr(engine, "_LARGE", 1)
    assert store.observations(PLAN) == before


def test_the_engine_has_the_memory_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """As much as the variable says, else half of what the engine sees of the machine."""
    asked = "SELECT current_setting('memory_limit')"
    monkeypatch.setenv("HLWPLAN_MEMORY_LIMIT", "512MiB")
    with engine.connect() as con:
        assert con.execute(asked).fetchall() == [("512.0 MiB",)]
    monkeypatch.delenv("HLWPLAN_MEMORY_LIMIT")
    with engine.connect() as con:
        (half,) = con.execute(asked).fetchone() or ("",)
        con.execute("SET memory_limit = '100%'")
        (whole,) = con.execute(asked).fetchone() or ("",)
    assert float(half.split()[0]) == pytest.approx(float(whole.split()[0]) / 2, rel=0.1)


@pytest.mark.parametrize("command", [("status",), ("show", "online-retail-sales"), ("check", "--year", "2018")])
def test_want_of_memory_is_no_bug(command: tuple[str, ...]) -> None:
    """What was allowed is said, and how to allow more; what is no amount is refused by every command."""
    done = run(*command, env={"HLWPLAN_MEMORY_LIMIT": "1MB", "HLWPLAN_LANG": "en"})
    assert (done.code, done.out) == (74, "")
    assert done.err.endswith("1MB of memory are too little; allow more by --memory-limit or HLWPLAN_MEMORY_LIMIT\n")
    done = run(*command, env={"HLWPLAN_MEMORY_LIMIT": "plenty", "HLWPLAN_LANG": "en"})
    assert (done.code, done.out) == (2, "")
    assert "HLWPLAN_MEMORY_LIMIT: 'plenty' is no amount of memory" in done.err


def test_an_engine_that_went_wrong_says_nothing_about_the_store(tmp_path: Path) -> None:
    """Want of memory is not taken for a damaged file."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    assert Store(tmp_path / "data").compact()[0] is not None
    done = run("status", "--data", tmp_path / "data", "--memory-limit", "1KB")
    assert done.code == 74
    assert "S002" not in done.err


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_who_ends_the_program_ends_all_of_it(sent: signal.Signals, tmp_path: Path) -> None:
    """What other processes have under way is not waited for, and none of them is left."""
    code = (
        "import os, sys, time; sys.path.insert(0, sys.argv[1])\n"
        "import hlwplan.cli.main as it, test_regions\n"
        "it._call = lambda: test_regions.slow(sys.argv[2])\n"
        "sys.exit(it.main())"
    )
    pids = tmp_path / "pids"
    program = subprocess.Popen([sys.executable, "-c", code, str(Path(__file__).parent), str(pids)],
                               stderr=subprocess.PIPE)  # fmt: skip
    while not (pids.exists() and len(pids.read_text().split()) > 1):
        time.sleep(0.05)
    program.send_signal(sent)
    assert program.communicate(timeout=20)[1] == b""
    assert program.returncode == (143 if sent == signal.SIGTERM else 130)
    assert [pid for pid in pids.read_text().split() if Path("/proc", pid).exists()] == []


@dataclass(frozen=True, slots=True)
class Slow(Rows):
    """Says in a file which process it is in, and is not done for long."""

    pids: str

    def __call__(self, columns: Columns) -> tuple[str, Tally]:
        """Nothing, too late."""
        with Path(self.pids).open("a", encoding="ascii") as file:
            file.write(f"{os.getpid()} ")
        time.sleep(60)
        return "", Tally(of=len(columns))


def slow(pids: str) -> int:
    """What the program is busy with when it is ended."""
    assert PLAN is not None
    with observed_columns(Store(ROOT / "data").sound()[0], PLAN, Clocks(), rows=10) as (pieces, _):
        several = list(pieces)
    rows = Slow(PLAN, Asked(), EVERYTHING, TableFormat.CSV, "zh", pids)
    return len("".join(in_processes(rows, iter(several), Tally())))


@pytest.mark.parametrize(
    ("given", "code"), [("512MB", 0), ("1.5 GiB", 0), ("2X", 2), ("0GB", 2), ("much", 2), ("-1GB", 2)]
)
def test_memory_is_limited_by_an_amount(given: str, code: int) -> None:
    """What is no amount is refused, on the command line and in the environment."""
    assert run("status", "--memory-limit", given).code == code
    assert run("status", env={"HLWPLAN_MEMORY_LIMIT": given}).code == code


def test_no_row_is_held() -> None:
    """A row is made when it is taken, and no gap is taken from the engine before that."""
    assert PLAN is not None
    taken: list[Gap] = []

    def gaps() -> Iterator[Gap]:
        for gap in assess_regions(PLAN, Store(ROOT / "data").observations(PLAN)[0]):
            taken.append(gap)
            yield gap

    counts = Tally()
    rows = records(PLAN, gaps(), EVERYTHING, counts)
    next(rows)
    assert len(taken) == 1
    assert sum(1 for _ in rows) + 1 == counts.kept == counts.of == len(taken)
    assert head(PLAN, Asked(), EVERYTHING, counts).columns == MACHINES


def test_tallies_of_parts_add_up() -> None:
    """Two halves counted apart give what counting all gives."""
    gaps = [judged({2015: 0, 2018: 10 * n}, {"at_least": 100}) for n in range(12)]
    parts, both = (Tally(), Tally()), Tally()
    for gap in gaps:
        both.keep(gap)
    for number, gap in enumerate(both_of(gaps, parts)):
        parts[number % 2].keep(gap)
    parts[0].add(parts[1])
    both.of = len(gaps)
    assert parts[0] == both


def both_of(gaps: list[Gap], parts: tuple[Tally, Tally]) -> Iterator[Gap]:
    """The gaps, each counted by one of the two in turn."""
    for number, gap in enumerate(gaps):
        yield from parts[number % 2].all([gap])


def test_too_many_rows_are_not_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that nobody would read is refused before it is drawn, not after."""
    monkeypatch.setattr(status, "MOST_ROWS", 10)
    assert PLAN is not None
    with pytest.raises(TooLongError):
        for_people(PLAN, assess_regions(PLAN, Store(ROOT / "data").observations(PLAN)[0]), Asked(), EVERYTHING)


def test_too_many_rows_say_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the options that choose among rows, and the format that has all."""
    monkeypatch.setattr(status, "MOST_ROWS", 10)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.chdir(Path(ROOT))
    monkeypatch.setattr("sys.argv", ["hlwplan", "status", "--by", "region", "--format", "table", "--lang", "en"])
    assert main() == 2
    assert "more than 10 rows are too many to read: --top and --state choose" in capsys.readouterr().err
