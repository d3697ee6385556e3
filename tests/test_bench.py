"""The benches of size run on what they make."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from make import make_plan, make_store, size_of

from hlwplan.measure.canonical import mistakes
from hlwplan.measure.store import Store

BENCH = ROOT / "bench"
PROGRAM = Path(sys.executable).parent / "hlwplan"
ROWS, COUNTIES = 20_000, 8


def ran(*command: str | Path) -> str:
    """What a program that succeeds writes to standard output."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def made(folder: Path, rows: int = ROWS, counties: int = COUNTIES, seed: int = 1) -> dict[str, bytes]:
    """The files that make.py makes, by their paths inside the folder."""
    make_plan(folder / "plan", counties)
    make_store(folder / "data" / "batches", size_of(rows, counties), seed)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_made_is_judged_and_scale_measures_it(tmp_path: Path) -> None:
    """The plan validates, `status` reads the store and judges every county that reports, and scale.py runs on both."""
    ran(sys.executable, BENCH / "make.py", str(ROWS), tmp_path / "made", "--counties", str(COUNTIES))
    folder = tmp_path / "made"
    assert ran(PROGRAM, "validate", folder) == ""
    rows = list(csv.DictReader(ran(PROGRAM, "status", "--by", "region", "-f", "csv", "--plan", folder).splitlines()))
    assert len(rows) == 500 * (COUNTIES + 1)
    verdicts = Counter(row["status"] for row in rows if row["region"] != "全国" and row["latest.value"])
    assert min(verdicts[it] for it in ("achieved", "on_track", "needs_acceleration", "limited", "deteriorating")) > 50
    printed = ran(sys.executable, BENCH / "scale.py", folder, "--pandas", "0", "--memory-limit", "1GB")
    assert f"{ROWS:,} rows in" in printed
    assert "times the bare scan" in printed


def test_a_seed_makes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    """What is measured can be made again by anyone."""
    first, again = made(tmp_path / "first"), made(tmp_path / "again")
    other = made(tmp_path / "other", seed=2)
    assert first == again
    assert {name for name in first if name in other} == {"plan/plan.yaml", "plan/tasks.yaml", "plan/targets.yaml"}


@pytest.mark.parametrize(("rows", "counties", "period"), [(777, 1, "2015"), (6_001, 2, "2015"), (23_100, 2, "2015Q1"),
                                                          (70_000, 2, "2015-01")])  # fmt: skip
def test_there_are_as_many_rows_as_asked_for_in_canonical_form(
    tmp_path: Path, rows: int, counties: int, period: str
) -> None:
    """Whatever the periods are: each row once, every file under its own name, a tenth or more of them revisions."""
    made(tmp_path, rows, counties)
    stored, findings = Store(tmp_path / "data").rows()
    held = list(stored)
    assert (len(held), findings) == (rows, [])
    assert not [mistake for row in held for mistake in mistakes(row)]
    assert min(row.period for row in held) == period
    assert len({(row.indicator, row.region, row.period, row.published) for row in held}) == rows
    once = {(row.indicator, row.region, row.period) for row in held}
    assert rows * 0.7 < len(once) < rows * 0.92
