"""A ministry's plan and a store of as many measurements as asked for, both made up, the same each time for a seed.

    python bench/make.py ROWS FOLDER [--seed N] [--counties N]

FOLDER/plan has 500 targets, each handed down to every one of 3,000 counties; one in ten of the indicators adds up over
them.  FOLDER/data has the reports of the years 2015 to 2019, by months where the rows are enough for all series, else
by quarters, else by years; below that only the first counties report.  What is left of ROWS, a tenth or more, revises
some of it later with another value.  A report is about one period and all counties, the revisions of a year come
together, and each is a batch and a Parquet file of its own, so that the rows of a series lie in as many files.

The files are as `hlwplan ingest` writes large ones, with one exception: a batch is not called by the SHA-256 of its
canonical CSV, which nobody wrote.  So `hlwplan fsck` would find every batch changed; bench/incremental.py has a store
that it holds for.  The rows are made inside DuckDB, of whose version the bytes depend, in bounded memory.
"""

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

import duckdb

from hlwplan.measure.batches import file_hash
from hlwplan.measure.measurement import SHORT_HASH

INDICATORS: Final = 500
COUNTIES: Final = 3000
YEARS: Final = range(2015, 2020)
TASK: Final = 25
"""So many indicators are of one task, and come from one office."""
MEMORY: Final = "1GB"
STEP: Final = 2_654_435_761
"""A prime above any number of cells: steps of it around all of them meet each once, so that exactly as many are revised
as should be, spread evenly."""


class Kind(NamedTuple):
    """A kind of indicator; every county starts from between `low` and `high` a year, and owes `goal` in 2020."""

    kind: str
    unit: str
    series: Literal["flow", "level", "cumulative"]
    sense: Literal["at_least", "at_most"]
    low: int
    high: int
    goal: int
    adds: bool


KINDS: Final = (
    Kind("amount", "亿元", "flow", "at_least", 50, 150, 160, adds=True),
    Kind("count", "家", "cumulative", "at_least", 50, 150, 160, adds=True),
    Kind("rate", "%", "level", "at_least", 20, 60, 75, adds=False),
    Kind("index", "指数", "level", "at_least", 50, 90, 110, adds=False),
    Kind("amount", "万吨标准煤", "flow", "at_most", 50, 150, 60, adds=True),
)
"""Indicators take turns in them."""

# Values are whole hundredths until they are written.  A year's pace is from 3 % of the start back to 15 % forward.
ROWS: Final = """
SELECT $batch AS batch, 'i' || lpad(CAST(indicator + 1 AS VARCHAR), 3, '0') AS indicator,
       '县' || lpad(CAST(county + 1 AS VARCHAR), 4, '0') AS region, $periods[place + 1] AS period,
       rtrim(rtrim(CAST(CAST(hundredths AS DECIMAL(18, 0)) * 0.01 AS VARCHAR), '0'), '.') AS value,
       $units[kind] AS unit, 'synthetic' AS status, $published AS published,
       '虚构第' || CAST(indicator // $task + 1 AS VARCHAR) || '局' AS source, CAST(NULL AS VARCHAR) AS note,
       $original || '#' || CAST(n + 2 AS VARCHAR) AS origin
FROM (SELECT *, CASE WHEN $whole[kind] THEN value // 100 * 100 ELSE least(value, $most[kind]) END AS hundredths
      FROM (SELECT *, (start + $signs[kind] * start * pace * $months[place + 1] // 12000 + start * $revision // 50
                       + start * noise // 10000) // $parts[kind] AS value
            FROM (SELECT n, series // $indicators AS county, series % $indicators AS indicator,
                         indicator % len($units) + 1 AS kind, n % $span AS place,
                         series * $periods_of_all + $first + place AS cell,
                         $lows[kind] + $widths[kind] * CAST(hash(series, $seed) % 1000 AS BIGINT) // 1000 AS start,
                         CAST(hash(series, $seed + 1) % 181 AS BIGINT) - 30 AS pace,
                         CAST(hash(cell, $revision, $seed) % 201 AS BIGINT) - 100 AS noise
                  FROM (SELECT range AS n, n // $span AS series FROM range($series * $span)))))
WHERE $revision = 0 OR (cell * $step + $seed * 7919) % $cells + ($revision - 1) * $cells < $revised
"""


class Report(NamedTuple):
    """A batch: some periods, by their places among all; `revision` 0 is the first publication about them."""

    first: int
    periods: list[str]
    months: list[int]
    published: str
    revision: int


class Size(NamedTuple):
    """How many rows there are of what: every series is reported for each period of a year, `revised` cells again."""

    series: int
    a_year: int
    revised: int

    @property
    def cells(self) -> int:
        """Series times periods."""
        return self.series * self.a_year * len(YEARS)


def size_of(rows: int, counties: int) -> Size:
    """The finest periods of which all series can be reported, with a tenth of the rows left for revisions."""
    every = counties * INDICATORS
    for a_year in (12, 4, 1):
        periods = a_year * len(YEARS)
        if rows >= every * periods * 1.1:
            return Size(every, a_year, rows - every * periods)
    series = max(1, int(rows / len(YEARS) / 1.1))
    return Size(series, 1, rows - series * len(YEARS))


def make_plan(folder: Path, counties: int) -> None:
    """Write the three files of the plan."""
    folder.mkdir(parents=True)
    names = [f"县{number:04}" for number in range(1, counties + 1)]
    (folder / "plan.yaml").write_text(
        "id: ministry\ntitle: 虚构计划\ndocument: {}\nhorizon: 2020\nareas: [{id: all, name: 总体}]\nregions:\n"
        f"  - {{name: 全国, parts: [{', '.join(names)}]}}\n" + "".join(f"  - {{name: {name}}}\n" for name in names),
        encoding="utf-8",
    )
    tasks = range(1, INDICATORS // TASK + 1)
    line = "- {{id: T{0}, no: {0}, title: 任务{0}, area: all, lead: null, responsible: null, {1}}}\n"
    text = "".join(line.format(it, f"source: {{clause: 二({it})}}") for it in tasks)
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    text = "".join(indicator(number, counties) for number in range(INDICATORS))
    (folder / "targets.yaml").write_text(text, encoding="utf-8")


def indicator(number: int, counties: int) -> str:
    """One indicator with its target and what every county owes of it, as YAML; one in ten adds up."""
    it = KINDS[number % len(KINDS)]
    across = "sum" if it.adds and number // len(KINDS) % 6 == 0 else "none"
    return f"""\
- id: i{number + 1:03}
  name: 指标{number + 1:03}
  task: T{number // TASK + 1}
  unit: '{it.unit}'
  kind: {it.kind}
  series: {it.series}
  target: {{by: 2020, {it.sense}: {it.goal * (counties if it.adds else 1)}}}
  stated: explicit
  baseline: {{period: 2015}}
  across: {across}
  shares: [{{region: each, {it.sense}: {it.goal}}}]
  source: {{clause: 二({number // TASK + 1})}}
"""


def reports(size: Size) -> Iterator[Report]:
    """Every batch, in the order of the periods, each year's revisions after it."""
    every = -(-size.revised // size.cells)
    for year in YEARS:
        first, of_year = (year - YEARS[0]) * size.a_year, range(1, size.a_year + 1)
        length = 12 // size.a_year
        names = {1: "{0}", 4: "{0}Q{1}", 12: "{0}-{1:02}"}
        periods = [names[size.a_year].format(year, it) for it in of_year]
        months = [(year - YEARS[0]) * 12 + (it - 1) * length for it in of_year]
        for place, (period, month) in enumerate(zip(periods, months, strict=True)):
            ended, over = divmod((place + 1) * length, 12)
            yield Report(first + place, [period], [month], f"{year + ended}-{over + 1:02}-20", 0)
        for revision in range(1, every + 1):
            yield Report(first, periods, months, f"{year + revision}-{6 + revision % 6:02}-15", revision)


def make_store(folder: Path, size: Size, seed: int) -> int:
    """Write the files of `batches`; how many."""
    folder.mkdir(parents=True)
    digits = (hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:SHORT_HASH] for number in range(sys.maxsize))
    everywhere = {
        "units": [it.unit for it in KINDS],
        "whole": [it.kind == "count" for it in KINDS],
        "most": [10_000 if it.kind == "rate" else 10**12 for it in KINDS],
        "signs": [1 if it.sense == "at_least" else -1 for it in KINDS],
        "lows": [it.low * 100 for it in KINDS],
        "widths": [(it.high - it.low) * 100 for it in KINDS],
        "parts": [size.a_year if it.series == "flow" else 1 for it in KINDS],
        "task": TASK, "indicators": INDICATORS, "series": size.series, "periods_of_all": size.a_year * len(YEARS),
        "cells": size.cells, "revised": size.revised, "step": STEP, "seed": seed,
    }  # fmt: skip
    files = 0
    with duckdb.connect(config={"memory_limit": MEMORY}) as con:
        con.execute("SET enable_progress_bar = false")
        for report in reports(size):
            batch, original = next(digits), next(digits)
            given = everywhere | report._asdict() | {"span": len(report.periods), "batch": batch, "original": original}
            files += make_file(con, folder, given)
    return files


def make_file(con: duckdb.DuckDBPyConnection, folder: Path, given: dict[str, object]) -> bool:
    """Write one file as `measure.parquet.write` does; whether there was any row for it."""
    ((rows,),) = con.execute(f"FROM ({ROWS}) SELECT count(*)", given).fetchall()
    if not rows:
        return False
    listed = json.dumps([[given["batch"], rows, given["original"]]])
    path = folder / "new.tmp"
    form = f"FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{batches: '{listed}'}}"
    quoted = str(path).replace("'", "''")
    con.execute(f"COPY ({ROWS}) TO '{quoted}' ({form})", given)
    path.rename(folder / f"{file_hash(path)}.parquet")
    return True


def main() -> None:
    """Make both, and print what it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--counties", type=int, default=COUNTIES, help="fewer of them for trying out (%(default)s)")
    asked = parser.parse_args()
    if asked.folder.exists() and any(asked.folder.iterdir()):
        sys.exit(f"{asked.folder} is not empty")
    begun = time.perf_counter()
    make_plan(asked.folder / "plan", asked.counties)
    size, batches = size_of(asked.rows, asked.counties), asked.folder / "data" / "batches"
    files = make_store(batches, size, asked.seed)
    stored = sum(path.stat().st_size for path in batches.iterdir()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.rows:,} rows: {size.series:,} series, {size.a_year} a year, {size.revised:,} revisions")
    print(f"{files} files, {stored:,.0f} MB, {time.perf_counter() - begun:.1f} s, {peak:,.0f} MB of memory")


if __name__ == "__main__":
    main()
