"""What `hlwplan status --by region` costs on a store of bench/make.py, beside the least and beside what pandas takes.

    python bench/scale.py FOLDER [--pandas ROWS] [--memory-limit 4GB]

Each in a process of its own, one after the other, by the same memory limit, half of the machine's unless one is given;
the files are read once before, so that all find them in the system's cache:

* status: the installed program, CSV to nowhere;
* bare scan: DuckDB, one group-by of the same files, the least that anyone does to adopt the newest value;
* pandas: bench/analyst.py on so many of the rows (10 million; 0 leaves it out), judging those;
* the parts: what status is made of, one after the other in one process.

`largest` is the most memory that one process held (ru_maxrss), `all` what a program and its children held together,
shared pages once, looked at twice a second (PSS; Linux alone).  Nothing is asserted.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final, NamedTuple

# A child's ru_maxrss begins with what its parent held, so whatever is large is imported in the children alone.

PROGRAM: Final = Path(sys.executable).parent / "hlwplan"
LIMIT: Final = "HLWPLAN_MEMORY_LIMIT"
STATUS: Final = ("status", "--by", "region", "--format", "csv")
BARE: Final = """
SELECT count(*), count(newest), sum(rows)
FROM (SELECT indicator, region, period, max_by(value, published) AS newest, count(*) AS rows
      FROM read_parquet(?) GROUP BY ALL)
"""


class Cost(NamedTuple):
    """What a process took: seconds on the clock and of all processors, and megabytes."""

    name: str
    wall: float
    processor: float
    largest: float
    together: float | None
    said: Mapping[str, Any]


def cost(name: str, *command: str | Path, said: bool = True) -> Cost:
    """Run a program to its end; its output is JSON where it has something to say, else it goes nowhere."""
    begun = time.perf_counter()
    with TemporaryFile("w+", encoding="utf-8") as out, TemporaryFile("w+", encoding="utf-8") as wrong:
        process = subprocess.Popen(command, stdout=out if said else subprocess.DEVNULL, stderr=wrong)
        together, looked = [0.0], begun
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - looked > 0.5:
                together.append(held(process.pid))
                looked = time.perf_counter()
            time.sleep(0.01)
        wall, process.returncode = time.perf_counter() - begun, os.waitstatus_to_exitcode(status)
        for file in (out, wrong):
            file.seek(0)
        if process.returncode:
            sys.exit(f"{name} ended with exit code {process.returncode}:\n{wrong.read()}")
        answer = json.loads(out.read()) if said else {}
    largest = used.ru_maxrss / 1024
    together_most = max(largest, *together) if Path("/proc/self/smaps_rollup").exists() else None
    return Cost(name, wall, used.ru_utime + used.ru_stime, largest, together_most, answer)


def held(pid: int) -> float:
    """The megabytes that a process and its children hold; 0 for one that has gone, or where the system does not say."""
    place, found = Path(f"/proc/{pid}"), 0.0
    with contextlib.suppress(OSError):
        lines = (place / "smaps_rollup").read_text().splitlines()
        found = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        children = [child for task in (place / "task").iterdir() for child in (task / "children").read_text().split()]
        found += sum(held(int(child)) for child in children)
    return found


# The children


def bare(folder: Path, limit: str) -> dict[str, Any]:
    """The bare scan; `series` counts indicator, region and period as reported."""
    import duckdb

    with duckdb.connect(config={"memory_limit": limit}) as con:
        con.execute("SET enable_progress_bar = false")
        ((groups, _, rows),) = con.execute(BARE, [str(folder / "data" / "batches" / "*.parquet")]).fetchall()
    return {"rows": rows, "series": groups}


class Clock:
    """Seconds spent in each part; a part that runs inside another is not counted in that one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = time.perf_counter()

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._running:
            part = self._running[-1]
            self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._since = now

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what happens inside as this part."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def each(self, name: str, items: Iterable[Any]) -> Iterator[Any]:
        """The items; getting each counts as this part."""
        iterator = iter(items)
        while True:
            with self.part(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item


def parts(folder: Path) -> dict[str, Any]:
    """The seconds of each part of `status --by region --format csv`, and how many series were judged."""
    clock = Clock()
    with clock.part("importing the program"):
        from hlwplan.assess.bulk import assess_columns
        from hlwplan.cli.options import TableFormat
        from hlwplan.cli.output import rendered, write_stream
        from hlwplan.measure.columnar import observed_columns
        from hlwplan.measure.store import Store
        from hlwplan.measure.tables import Clocks
        from hlwplan.plan.load import load_plan
        from hlwplan.report.selection import EVERYTHING
        from hlwplan.report.status import Asked as AskedFor
        from hlwplan.report.status_records import MACHINES, head, records
        from hlwplan.report.tally import Tally
    with clock.part("reading the plan"):
        plan, _ = load_plan(folder / "plan")
    if plan is None:
        sys.exit(f"the plan in {folder} cannot be used")
    with clock.part("hashing the files"):
        sound, _ = Store(folder / "data").sound()
    with contextlib.ExitStack() as stack:
        with clock.part("reducing in the engine"):
            batches, _ = stack.enter_context(observed_columns(sound, plan, Clocks()))
        judged = assess_columns(plan, clock.each("fetching the columns", batches))
        gaps = (gap for some in clock.each("assessing", judged) for gap in some)
        counts = Tally()
        rows = records(plan, gaps, EVERYTHING, counts)
        asked = AskedFor(None, None, None, None)
        out = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
        with clock.part("writing the rows"), contextlib.redirect_stdout(out):
            texts = rendered(MACHINES, rows, TableFormat.CSV)
            write_stream(MACHINES, texts, lambda: head(plan, asked, EVERYTHING, counts), TableFormat.CSV)
    return {"series": counts.summary.targets, "seconds": clock.seconds}


# The table


def show(costs: Iterable[Cost], bytes_: int) -> None:
    """What each took, one line each."""
    print(f"files of {bytes_ / 1e6:,.0f} MB; memory limit {os.environ[LIMIT]}")
    print(f"{'':34}{'s':>9}{'s of CPU':>10}{'largest MB':>12}{'all MB':>9}")
    for it in costs:
        together = "" if it.together is None else f"{it.together:,.0f}"
        print(f"{it.name:34}{it.wall:9.2f}{it.processor:10.2f}{it.largest:12,.0f}{together:>9}")


def show_parts(of: Cost) -> tuple[float, float]:
    """The parts; returns the seconds of what has to be done for any verdict, and of judging and writing."""
    series, seconds = of.said["series"], of.said["seconds"]
    after = ("assessing", "writing the rows")
    print(f"\nparts, in one process, of {series:,} series")
    for name, spent in seconds.items():
        rate = f"{series / spent:12,.0f} a second" if name in after else ""
        print(f"  {name:32}{spent:9.2f}{rate}")
    judging = sum(seconds[name] for name in after)
    adopting = sum(seconds[name] for name in ("hashing the files", "reducing in the engine", "fetching the columns"))
    return adopting, judging


def compare(folder: Path, limit: str, some: int) -> None:
    """Run all of them and print what they took."""
    os.environ[LIMIT] = limit
    files = sorted((folder / "data" / "batches").iterdir())
    for file in files:
        with file.open("rb") as content:
            while content.read(1 << 20):
                pass
    own = (sys.executable, __file__, folder, "--memory-limit", limit, "--only")
    status = cost("hlwplan status --by region", PROGRAM, *STATUS, "--plan", folder, said=False)
    scan = cost("bare scan", *own, "bare")
    costs = [status, scan]
    if some:
        analyst = cost("pandas", sys.executable, Path(__file__).with_name("analyst.py"), folder, str(some))
        costs.append(analyst._replace(name=f"pandas, {analyst.said['rows']:,} rows"))
    whole = cost("the parts of status, one process", *own, "parts")
    rows = scan.said["rows"]
    print(f"{rows:,} rows in {len(files)} ", end="")
    show([*costs, whole], sum(file.stat().st_size for file in files))
    adopting, judging = show_parts(whole)
    print("\ntimes the bare scan")
    print(f"  {'status':34}{status.wall / scan.wall:7.2f}")
    print(f"  {'status less judging and writing':34}{(status.wall - judging) / scan.wall:7.2f}")
    print(f"  {'hashing, reducing, fetching':34}{adopting / scan.wall:7.2f}")
    print("\nseconds a million rows")
    for it in costs:
        print(f"  {it.name:34}{it.wall / it.said.get('rows', rows) * 1e6:7.2f}")


def main() -> None:
    """Compare, or be one of what is compared."""
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2_000_000
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pandas", type=int, default=10_000_000, metavar="ROWS")
    parser.add_argument("--memory-limit", default=os.environ.get(LIMIT, f"{half}MB"))
    parser.add_argument("--only", choices=("bare", "parts"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only is None:
        compare(asked.folder, asked.memory_limit, asked.pandas)
    else:
        print(json.dumps(bare(asked.folder, asked.memory_limit) if asked.only == "bare" else parts(asked.folder)))


if __name__ == "__main__":
    main()
