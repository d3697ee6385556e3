"""The column engine: batches in, observations out.  The one place that knows DuckDB; the logic is `reduce.sql`."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure import tables
from hlwplan.measure.measurement import FIELDS, Observation, State
from hlwplan.measure.memory import memory_limit
from hlwplan.measure.tables import LINE, Clocks, Meanings
from hlwplan.period import Period
from hlwplan.plan.model import Plan

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def text_columns(names: Sequence[str]) -> str:
    """Columns of text, as `read_csv` takes them."""
    return "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"


COLUMNS: Final = text_columns(FIELDS)
READ: Final = (
    f"read_csv(?, columns = {COLUMNS}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
    " hive_partitioning = false)"
)
READ_PARQUET: Final = "read_parquet(?, hive_partitioning = false)"


_SMALL: Final = 1_000_000
"""Below so many bytes of CSV a query takes less time to run as written, on one thread, than to be planned well."""
_PACKED: Final = 10
"""How many bytes of CSV a byte of Parquet stands for, roughly."""


_LARGE: Final = 20_000_000
"""From so many bytes of Parquet on rows are read from the files each time, not held."""


PARQUET: Final = ".parquet"


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of rows: CSV is one batch; Parquet may be many, of which those named in `without` do not count."""

    path: Path
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """The tables of a connection."""

    con: "DuckDBPyConnection"
    seen: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    def fill(self, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
        fill(self.con, table, columns, rows)


@contextmanager
def connect() -> Iterator["DuckDBPyConnection"]:
    """An engine in memory, for a few statements.

    What it cannot do for want of memory is raised as MemoryError, what it cannot read or write as OSError, inside too.
    """
    # The engine itself.  The package around it is for frames, which nobody needs here, and takes longer than the query.
    import _duckdb

    # What does not fit into memory goes where the system keeps such files, not into the user's folder.
    with (
        tempfile.TemporaryDirectory(prefix="hlwplan-") as spill,
        _duckdb.connect(":memory:", config={"autoinstall_known_extensions": False,
                                            "autoload_known_extensions": False, "temp_directory": spill}) as con,
    ):  # fmt: skip
        try:
            con.execute("SET enable_progress_bar = false")  # after two seconds it would write into standard output
            con.execute("SET memory_limit = ?", [memory_limit()])
            yield con
        except _duckdb.OutOfMemoryException as error:
            raise MemoryError(memory_limit()) from error
        except _duckdb.IOException as error:
            raise OSError(str(error).split("\n", 1)[0]) from error


def at(path: Path) -> str:
    """A path as it is, where the column engine would read `~` as the home."""
    text = str(path)
    return f"./{text}" if text.startswith("~") else text


def literal(path: Path) -> str:
    """A path that the column engine takes for itself where it would read `*`, `?` and `[` as patterns."""
    return re.sub(r"([*?\[])", r"[\1]", at(path))


def source(batches: Sequence[BatchFile], *, named: bool = False) -> tuple[str, list[list[str]]]:
    """SQL that selects the fields of every row that counts, and its lists; where `named`, the batch's name comes first.

    CSV comes first, then whole Parquet files, then those of which something is left out; each as given.
    """
    fields = ", ".join(FIELDS)
    selected = f"batch, {fields}" if named else fields
    csv = [literal(it.path) for it in batches if it.path.suffix != PARQUET]
    whole = [literal(it.path) for it in batches if it.path.suffix == PARQUET and not it.without]
    parts: list[tuple[str, list[list[str]]]] = []
    if csv:
        name = "parse_filename(filename, true) AS batch, " if named else ""
        parts.append((f"SELECT {name}{fields} FROM {READ}", [csv]))
    if whole:
        parts.append((f"SELECT {selected} FROM {READ_PARQUET}", [whole]))
    for it in batches:
        if it.without:
            sql = f"SELECT {selected} FROM {READ_PARQUET} WHERE batch NOT IN (SELECT unnest(?))"
            parts.append((sql, [[literal(it.path)], list(it.without)]))
    return " UNION ALL ".join(sql for sql, _ in parts), [one for _, lists in parts for one in lists]


def observe(batches: Sequence[BatchFile], plan: Plan, asked: Clocks) -> tuple[list[Observation], list[Diagnostic]]:
    """Adopt one value for each indicator, region and year, in the order of indicator, region and period.

    Rows about what the plan does not know (any more) are left out and reported.
    """
    if not batches:
        return [], []
    with connect() as con:
        meanings, findings = prepared(con, batches, plan, asked)
        cursor = con.execute(tables.sql_of("reduce"))
        columns = [column[0] for column in cursor.description or ()]
        rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
        found = [(tables.observation(row, meanings, plan), row) for row in rows]
    found.sort(key=lambda it: (it[0].indicator, it[0].region, *(it[1][name] for name in tables.ORDER)))
    return [it for it, _ in found], findings


def prepared(
    con: "DuckDBPyConnection", batches: Sequence[BatchFile], plan: Plan, asked: Clocks
) -> tuple[Meanings, list[Diagnostic]]:
    """Create every table that the reduction reads; what its numbers mean, and what is left out."""
    _sized(con, batches)
    periods, held = stored_tables(con, batches, plan), _Held(con)
    findings = list(tables.left_out(held, plan, str(batches[0].path.parent)))
    tables.plan_tables(held, plan, asked)
    return tables.row_tables(held, periods), findings


def _sized(con: "DuckDBPyConnection", batches: Sequence[BatchFile]) -> None:
    """Leave out what takes longer than it saves where a store is small, for queries that are written for it."""
    if sum(it.path.stat().st_size * (_PACKED if it.path.suffix == PARQUET else 1) for it in batches) < _SMALL:
        con.execute("PRAGMA disable_optimizer")
        con.execute("SET threads = 1")  # sharing out so little takes longer than doing it


def stored_tables(
    con: "DuckDBPyConnection", batches: Sequence[BatchFile], plan: Plan, *, held: bool = False
) -> dict[str, Period]:
    """Create `measurements`, every row as it is stored, and `units` and `periods`: what its distinct strings mean.

    The periods come back as from `distinct_tables`.  `held` says that the rows may not be left in their files.
    """
    if batches:
        _measurements(con, batches, held=held)
    else:
        con.execute(f"CREATE TABLE measurements ({', '.join(f'{name} VARCHAR' for name in (*FIELDS, 'line'))})")
    return tables.distinct_tables(_Held(con), plan)


def _measurements(con: "DuckDBPyConnection", batches: Sequence[BatchFile], *, held: bool) -> None:
    """Create `measurements`; large Parquet files are left where they are."""
    packed = [it for it in batches if it.path.suffix == PARQUET]
    if held or sum(it.path.stat().st_size for it in packed) < _LARGE:
        rows, lists = source(batches)
        con.execute(f"CREATE TABLE measurements AS SELECT *, {LINE} FROM ({rows})", lists)
        return
    sql, lists = source(packed)
    known = (f"[{', '.join(quoted(text) for text in texts)}]" for texts in lists)
    parts = [re.sub(r"\?", lambda _: next(known), sql)]  # a view takes no parameters
    loose = [it for it in batches if it.path.suffix != PARQUET]
    if loose:
        rows, lists = source(loose)
        con.execute(f"CREATE TABLE loose AS {rows}", lists)
        parts.append("SELECT * FROM loose")
    con.execute(f"CREATE VIEW measurements AS SELECT *, {LINE} FROM ({' UNION ALL '.join(parts)})")


def quoted(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def fill(con: "DuckDBPyConnection", table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    """Create a table; `columns` are names with types of the column engine."""
    kinds = tables.typed(columns)
    lists = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in kinds]
    selected = ", ".join(f"CAST(unnest(?) AS {kind}) AS {name}" for name, kind in kinds)
    con.execute(f"CREATE TABLE {table} AS SELECT {selected}", lists)  # by columns: row by row is a statement for each


def distinct(con: "DuckDBPyConnection", column: str) -> list[str]:
    """What stands in a column of `measurements`, each text once, in no order."""
    return tables.distinct(_Held(con), column)


def arrow_rows(stream: object) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The column names and the rows of a capsule of Arrow's C stream.  Cells are text, a float, or None.

    The capsule is used up.  Raises ValueError where it holds no table that the column engine can read.
    """
    from _duckdb import Error

    with connect() as con:
        try:
            con.from_arrow(stream).create("given")
        except Error as error:
            raise ValueError(f"no table that can be read: {error}") from error
        columns = [(str(name), str(kind)) for name, kind, *_ in con.execute("DESCRIBE given").fetchall()]
        sql = ", ".join(_as_written(name, kind) for name, kind in columns)
        return [name for name, _ in columns], con.execute(f"SELECT {sql} FROM given").fetchall()


def _as_written(name: str, kind: str) -> str:
    """A column as text; a float as the float whose shortest digits are the column's own, 0.1 of 32 bits as 0.1."""
    column = '"' + name.replace('"', '""') + '"'
    if kind == "DOUBLE":
        return column
    return f"CAST(CAST({column} AS VARCHAR) AS DOUBLE)" if kind == "FLOAT" else f"CAST({column} AS VARCHAR)"


def states(batches: Sequence[BatchFile], plan: Plan, asked: Clocks) -> tuple[list[State], list[Diagnostic]]:
    """Adopt one state for each deliverable and region, in the order of both.

    Rows about a deliverable that hold no state are left out and reported; what the plan does not know (any more),
    `observe` reports.
    """
    if not batches:
        return [], []
    with connect() as con:
        _sized(con, batches)
        periods, held = stored_tables(con, batches, plan), _Held(con)
        tables.plan_tables(held, plan, asked)
        findings = list(tables.stage_tables(held, plan, str(batches[0].path.parent)))
        found = [tables.state(row, periods, plan) for row in con.execute(tables.sql_of("states")).fetchall()]
        return sorted(found, key=lambda it: (it.deliverable, it.region)), findings
