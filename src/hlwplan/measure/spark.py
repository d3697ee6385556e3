"""Spark: the tables and the SQL that DuckDB runs, on a session of Spark; regions are judged where their rows are.

The one place that knows pyspark, and pyarrow, which carries rows to Python's workers and back.
"""

import io
import os
import pickle
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure import tables
from hlwplan.measure.batches import counting
from hlwplan.measure.engine import PARQUET
from hlwplan.measure.measurement import FIELDS, SHORT_HASH, Observation
from hlwplan.measure.store import BATCHES, sound_of
from hlwplan.measure.tables import Clocks, Meanings
from hlwplan.measure.tombstones import FOLDER, by_batch, tombstones_of
from hlwplan.plan.model import Plan

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame, SparkSession

Judge = Callable[[Plan, list[Observation], str], list[Any]]
"""From the observations of one region, and its name, to whatever is made of them; what it makes must pickle."""

_AS_DUCKDB: Final = {
    "spark.sql.ansi.enabled": "true",  # what cannot be converted, or does not fit, is an error and no null
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # a product keeps its decimals or does not fit
}
_STARTED_HERE: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.maxResultSize": "0",
}
_ON_ONE_MACHINE: Final = {  # planning anew after each step takes longer than the steps
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
}
_STEP: Final = re.compile(r"^(?:WITH )?(\w+) AS \(\n(.*?)^\),?\n", re.MULTILINE | re.DOTALL)
_CSV: Final = {"header": True, "quote": '"', "escape": '"', "multiLine": True, "mode": "FAILFAST", "encoding": "UTF-8"}


class SparkError(Exception):
    """Spark does not start, or cannot do what it was asked; the text is its reason, in its words."""


class NotInstalledError(Exception):
    """The extra `spark` is not installed."""


@contextmanager
def session() -> "Iterator[SparkSession]":
    """A session: of the server that `SPARK_REMOTE` names, of the cluster that `spark-submit` set, else of this machine.

    Whatever Spark raises inside is raised as SparkError.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NotInstalledError from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers take whatever python3 the path has
    builder = SparkSession.builder.appName("hlwplan")
    remote, submitted = os.environ.get("SPARK_REMOTE"), "SPARK_ENV_LOADED" in os.environ  # spark-submit sets that
    here = not submitted and (remote is None or remote.startswith("local"))
    # A server of Spark Connect takes no settings of the process, even where it is started for us.
    for name, value in {**(_ON_ONE_MACHINE if here else {}), **(_STARTED_HERE if here and not remote else {})}.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
        for name, value in _AS_DUCKDB.items():
            spark.conf.set(name, value)
        try:
            yield spark
        finally:
            spark.stop()
    except (PySparkException, Py4JError) as error:
        raise SparkError(_reason(str(error))) from error


def _reason(text: str) -> str:
    # Where Java's own error comes through, the first line says only in which call.
    first = text.strip().removeprefix("An error occurred while calling ").split("\n: ", 1)[-1].split("\n", 1)[0]
    return f"{first} (it needs Java 17 or newer)" if "JAVA_GATEWAY_EXITED" in first else first


def judged(
    spark: "SparkSession", store: str, plan: Plan, asked: Clocks, judge: Judge, region: str | None = None
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """What `judge` makes of each region that has observations, or of one region; findings as `Store.observations` has.

    `store` is a folder or a URI.  A region is judged where Spark has gathered its rows; the plan goes there once a
    task, and what it makes comes back packed.  Raises FileNotFoundError where no store is.
    """
    light = replace(plan, documents={})  # where its text stands is asked of the plan that is here
    with _reduced(spark, store, plan, asked) as (reduced, findings):
        if reduced is None:
            return {}, findings
        frame, meanings = reduced
        wanted = frame if region is None else frame.where(frame.region == plan.places.index(region))
        # The rows of a region in one order, so that floats are added up in one order too.
        rows = (
            wanted.repartition("region")
            .sortWithinPartitions("region", "indicator", *tables.ORDER)
            .mapInArrow(_Judging(light, meanings, judge), "region STRING, made BINARY")
            .collect()
        )
        return {place: bytes(made) for place, made in rows}, findings


@contextmanager
def _reduced(
    spark: "SparkSession", store: str, plan: Plan, asked: Clocks
) -> "Iterator[tuple[tuple[DataFrame, Meanings] | None, list[Diagnostic]]]":
    """What `reduce.sql` gives and what its numbers mean, None where no batch counts."""
    rows, findings = _measurements(spark, store)
    if rows is None:
        yield None, findings
        return
    held = _Held(spark)
    try:
        held.keep("measurements", rows.selectExpr("*", tables.LINE), anew=True)
        periods = tables.distinct_tables(held, plan)
        findings += tables.left_out(held, plan, f"{store.rstrip('/')}/{BATCHES}")
        tables.plan_tables(held, plan, asked)
        meanings = tables.row_tables(held, periods)
        sql, end = tables.sql_of("reduce"), 0
        for step in _STEP.finditer(sql):
            name, body = step.groups()
            held.keep(name, spark.sql(body), anew=len(re.findall(rf"\b(?:FROM|JOIN) {name}\b", sql)) > 1)
            end = step.end()
        yield (spark.sql(sql[end:]), meanings), findings
    finally:
        for frame in held.kept:
            frame.unpersist()


@dataclass(frozen=True, slots=True)
class _Held:
    """The tables of a session, and what of them it keeps."""

    spark: "SparkSession"
    kept: "list[DataFrame]" = field(default_factory=list)
    seen: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.spark.sql(sql).collect()]

    def fill(self, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
        import pyarrow as pa

        types = tables.typed(columns)
        cells = list(zip(*rows, strict=True)) or [()] * len(types)
        text = {name: pa.array([None if cell is None else str(cell) for cell in column], pa.string())
                for (name, _), column in zip(types, cells, strict=True)}  # fmt: skip
        frame = self.spark.createDataFrame(pa.table(text))
        self.keep(table, frame.selectExpr(*(f"CAST({name} AS {kind}) AS {name}" for name, kind in types)), anew=False)

    def keep(self, name: str, frame: "DataFrame", *, anew: bool) -> None:
        """Name a table; one that would be worked out `anew` each time that it is read is stored when it first is."""
        if anew:
            frame = frame.persist()
            self.kept.append(frame)
        frame.createOrReplaceTempView(name)


def _measurements(spark: "SparkSession", store: str) -> "tuple[DataFrame | None, list[Diagnostic]]":
    """The rows that count, None where no batch does, and the findings of `Store.sound`: workers hash the files.

    Which batches a Parquet file holds is asked of its rows, not of the list in its metadata, so a file with a wrong
    list is read here; `hlwplan fsck` finds it.
    """
    root = store.rstrip("/")
    here = root if "://" in root else f"file://{Path(root).absolute()}"
    hashed = _files(spark, f"{here}/{BATCHES}", "*.{csv,parquet}", "path", "sha2(content, 256) AS hash")
    if hashed is None and _files(spark, here, "*", "path") is None:
        raise FileNotFoundError(store)
    found = sorted((path.rpartition("/")[2], hash_) for path, hash_ in hashed or ())
    sound, changed = sound_of((f"{root}/{BATCHES}/{name}", hash_[:SHORT_HASH]) for name, hash_ in found)
    stones = _files(spark, f"{here}/{FOLDER}", "*.json", "path", "content") or ()
    taken_back, damaged = tombstones_of(
        sorted((f"{root}/{FOLDER}/{path.rpartition('/')[2]}", raw) for path, raw in stones)
    )
    paths = {PurePath(path).name: _literal(f"{here}{path.removeprefix(root)}") for path in sound}
    named = {Path(name): _names(spark, name, path) for name, path in paths.items()}
    files = [(paths[it.path.name], it.without) for it in counting(named, by_batch(taken_back))]
    return _rows(spark, files), [*damaged, *changed]


def _names(spark: "SparkSession", name: str, path: str) -> tuple[str, ...]:
    """The batches in a file."""
    if not name.endswith(PARQUET):
        return (PurePath(name).stem,)
    return tuple(row[0] for row in spark.read.parquet(path).select("batch").distinct().collect())


def _rows(spark: "SparkSession", files: Sequence[tuple[str, Sequence[str]]]) -> "DataFrame | None":
    """The rows of files without those of some batches."""
    csv = [path for path, _ in files if not path.endswith(PARQUET)]
    whole = [path for path, without in files if path.endswith(PARQUET) and not without]
    frames = [spark.read.csv(csv, schema=", ".join(f"{name} STRING" for name in FIELDS), **_CSV)] if csv else []
    frames += [spark.read.parquet(*whole).select(*FIELDS)] if whole else []
    for path, without in files:
        if without:
            packed = spark.read.parquet(path)
            frames.append(packed.where(~packed.batch.isin(*without)).select(*FIELDS))
    return reduce(lambda one, other: one.unionByName(other), frames) if frames else None


def _files(spark: "SparkSession", folder: str, pattern: str, *columns: str) -> list[tuple[Any, ...]] | None:
    """What is asked of each file of a folder, such as its `path` and `content`; None where the folder is not there."""
    from pyspark.errors import AnalysisException

    try:
        files = spark.read.format("binaryFile").option("pathGlobFilter", pattern).load(_literal(folder))
        return [tuple(row) for row in files.selectExpr(*columns).collect()]
    except AnalysisException as error:
        if error.getCondition() != "PATH_NOT_FOUND":
            raise
        return None


def _literal(path: str) -> str:
    """A path that Spark takes for itself and for no pattern."""
    return re.sub(r"([{}\[\]*?\\])", r"\\\1", path)


@dataclass(frozen=True)
class _Judging:
    """What a worker does with the rows of a partition, which holds whole regions, one after the other."""

    plan: Plan
    meanings: Meanings
    judge: Judge

    def __call__(self, batches: "Iterable[RecordBatch]") -> "Iterator[RecordBatch]":
        import pyarrow as pa

        rows = (row for batch in batches for row in batch.to_pylist())
        for code, of_region in groupby(rows, itemgetter("region")):
            found = [tables.observation(row, self.meanings, self.plan) for row in of_region]
            region = self.plan.places[code]
            made = self.judge(self.plan, sorted(found, key=attrgetter("indicator")), region)
            yield pa.RecordBatch.from_pydict({"region": [region], "made": [_packed(made, self.plan)]})


def _own(plan: Plan) -> list[object]:
    """What a plan and its copy at a worker both have, in one order."""
    return [it for indicator in plan.indicators for it in (indicator, *indicator.target)]


def _packed(made: list[Any], plan: Plan) -> bytes:
    places = {id(it): place for place, it in enumerate(_own(plan))}

    class Pickler(pickle.Pickler):
        def persistent_id(self, it: object) -> int | None:
            return places.get(id(it))

    file = io.BytesIO()
    Pickler(file, pickle.HIGHEST_PROTOCOL).dump(made)
    return file.getvalue()


def unpacked(made: bytes, plan: Plan) -> list[Any]:
    """What `judge` made of a region, with the plan's own indicators and targets where it had the copies of them."""
    own = _own(plan)

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, place: int) -> object:
            return own[place]

    found: list[Any] = Unpickler(io.BytesIO(made)).load()
    return found
