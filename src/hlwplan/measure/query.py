"""Questions in SQL over tables of ours and the stored measurements; nothing else is within their reach.

What a statement is, DuckDB's own parser says.  A locked configuration without files, network and extensions holds what
the parser lets pass, and a read-only transaction what a question could hide inside itself, such as an INSERT.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Final, Literal

from hlwplan.diagnostics import Diagnostic, Span, nearest
from hlwplan.language import Wording
from hlwplan.measure.engine import BatchFile, stored_tables
from hlwplan.measure.measurement import FIELDS
from hlwplan.plan.model import Plan
from hlwplan.quantity import plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, Error
    from duckdb.sqltypes import DuckDBPyType

Type = Literal["VARCHAR", "INTEGER", "BOOLEAN", "DOUBLE", "DECIMAL(38,12)", "VARCHAR[]", "DOUBLE[]"]

_SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",  # a folder to spill into would be one that SQL may read
    "memory_limit": "50%",
}
_OF_A_SESSION: Final = (
    "SET TimeZone = 'UTC'",  # a time of day is printed the same on every machine
    "SET errors_as_json = true",
    "SET enable_progress_bar = false",
)
_LOCK: Final = ("SET enable_external_access = false", "SET lock_configuration = true")
_MEASUREMENTS: Final = """
CREATE VIEW main.measurements AS
SELECT m.indicator, n.name, m.region, m.period, p.year, m.value, m.unit, m.number,
       CASE WHEN u.down = 1 THEN CAST(m.number * u.up AS DECIMAL(38, 12))
            ELSE CAST(m.number * u.down AS DECIMAL(38, 12)) END AS converted,
       n.unit AS indicator_unit, m.status, m.published, m.source, m.note, m.origin
FROM (SELECT *, CASE WHEN regexp_full_match(value, '-?[0-9]+([.][0-9]+)?')
                     THEN TRY_CAST(value AS DECIMAL(38, 12)) END AS number FROM stored.measurements) m
LEFT JOIN stored.names n ON n.indicator = m.indicator
LEFT JOIN stored.periods p ON p.written = m.period
LEFT JOIN stored.units u ON u.indicator = m.indicator AND u.unit = m.unit
"""
_NAMES: Final[tuple[tuple[str, Type], ...]] = (("indicator", "VARCHAR"), ("name", "VARCHAR"), ("unit", "VARCHAR"))

MEASUREMENTS: Final = (*FIELDS[:1], "name", *FIELDS[1:3], "year", *FIELDS[3:5], "number", "converted",
                       "indicator_unit", *FIELDS[5:])  # fmt: skip
"""The columns of the view `measurements`."""

# Types that Python holds as they are; of every other DuckDB writes the text.
_WHOLE: Final = frozenset(
    {"null", "boolean", "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger",
     "ubigint", "uhugeint", "float", "double", "decimal", "varchar"}
)  # fmt: skip
_SPACES: Final = re.compile(
    r"""(?P<kept>'[^']*(?:'|\Z)|"[^"]*(?:"|\Z)|\$\$.*?(?:\$\$|\Z)|--[^\n]*)"""
    r"""|[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]""",
    re.DOTALL,
)
_MADE_OF: Final = frozenset({"list", "array", "map", "struct"})
_TRIES_TO_STOP: Final = 10


@dataclass(frozen=True, slots=True)
class View:
    """A table that can be asked.  `columns` are names with types; a row has a value for each, None for none."""

    name: str
    columns: tuple[tuple[str, Type], ...]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement gave.  `columns` are names, each there once, with the engine's types.

    A value is None, a bool, int, float, Decimal, text, or a list, tuple or mapping of such; whatever Python has no
    exact type for, such as a date or an interval, is the engine's text.  `synthetic` says that the store holds a
    made-up row, whether the answer rests on it or not.
    """

    columns: tuple[tuple[str, str], ...]
    rows: list[tuple[object, ...]]
    synthetic: bool


def ask(
    sql: str, file: str, plan: Plan, views: Sequence[View], batches: Sequence[BatchFile]
) -> tuple[Answer | None, list[Diagnostic]]:
    """Answer one statement over `views` and the view `measurements`; None where it has a mistake, which is returned.

    `file` is what a place in the SQL is reported under.  Raises KeyboardInterrupt where it is interrupted, within
    about a second.
    """
    from duckdb import Error, FatalException, InternalException

    with _tables(plan, views, batches) as con, _closed_after(con.cursor()) as other:
        (made_up,) = con.execute("SELECT count(*) FROM stored.measurements WHERE status = 'synthetic'").fetchall()
        _lock(con, other)
        try:
            findings = list(_refused(con, sql, file))
            if findings:
                return None, findings
            names, types, rows = _in_a_thread(con, other, sql)
        except (FatalException, InternalException):
            raise
        except Error as error:
            tables = [*(view.name for view in views), "measurements"]
            return None, [_mistake(error, sql, file, tables)]
    unique, findings = _unique(names, file)
    return Answer(tuple(zip(unique, types, strict=True)), rows, synthetic=made_up[0] > 0), findings


@contextmanager
def _tables(plan: Plan, views: Sequence[View], batches: Sequence[BatchFile]) -> "Iterator[DuckDBPyConnection]":
    import duckdb  # only this command and those that read measurements pay for it

    with _closed_after(duckdb.connect(":memory:", config=_SETTINGS)) as con:
        con.execute("CREATE SCHEMA stored; USE stored")
        stored_tables(con, batches, plan, held=True)  # later no file may be read
        named: list[tuple[str, str, str | None]] = [(it.id, it.name, it.unit) for it in plan.indicators]
        named += [(it.id, it.title, None) for task in plan.tasks for it in task.deliverables]
        _create(con, View("names", _NAMES, named))
        con.execute("USE main")
        for view in views:
            _create(con, view)
        con.execute(_MEASUREMENTS)
        yield con


def _lock(*sessions: "DuckDBPyConnection") -> None:
    """Take files, network and extensions away for good, then the right to write from each session."""
    for session in sessions:
        for setting in _OF_A_SESSION:
            session.execute(setting)
    for setting in _LOCK:
        sessions[0].execute(setting)
    for session in sessions:
        session.execute("BEGIN TRANSACTION READ ONLY")


@contextmanager
def _closed_after(session: "DuckDBPyConnection") -> "Iterator[DuckDBPyConnection]":
    from duckdb import Error

    try:
        yield session
    finally:
        with suppress(Error):  # one that could not be interrupted refuses to close
            session.close()


def _create(con: "DuckDBPyConnection", view: View) -> None:
    """Create a table from its columns, each handed over as one list: a row at a time takes a hundred times as long."""
    selected = []
    for name, type_ in view.columns:
        sent = "VARCHAR" if type_ == "DECIMAL(38,12)" else type_  # the text is exact, whatever Python's scale
        selected.append(f'CAST(unnest(CAST(? AS {sent}[])) AS {type_}) AS "{name}"')
    lists = [
        [
            list(value) if isinstance(value, tuple) else plain(value) if isinstance(value, Decimal) else value
            for value in column
        ]
        for column in (zip(*view.rows, strict=True) if view.rows else [[]] * len(view.columns))
    ]
    con.execute(f"CREATE TABLE {view.name} AS SELECT {', '.join(selected)}", lists)


def _refused(con: "DuckDBPyConnection", sql: str, file: str) -> Iterator[Diagnostic]:
    """Why the text is not one question; nothing where it is."""
    from duckdb import Error, StatementType

    statements = con.extract_statements(sql)
    if len(statements) != 1:
        yield Diagnostic("Q002", Span(file), {"count": len(statements)})
        return
    kind = statements[0].type
    if kind == StatementType.MULTI:
        # A PIVOT without listed values; the same kind hides a COPY or CREATE around one, which is no table.
        try:
            con.extract_statements(f"FROM ({sql.rstrip().rstrip(';')}\n)")
        except Error:
            yield Diagnostic("Q003", Span(file), {"kind": Wording("a statement around PIVOT")})
    elif kind not in {StatementType.SELECT, StatementType.EXPLAIN}:
        yield Diagnostic("Q003", Span(file), {"kind": kind.name})


Fetched = tuple[list[str], list[str], list[tuple[object, ...]]]
"""Names and types of columns, and rows."""


def _in_a_thread(con: "DuckDBPyConnection", other: "DuckDBPyConnection", sql: str) -> Fetched:
    """Run the statement where it does not keep this thread from hearing that it is interrupted."""
    pool = ThreadPoolExecutor(1)
    running = pool.submit(_fetch, con, other, sql)
    try:
        return running.result()
    except KeyboardInterrupt:
        for _ in range(_TRIES_TO_STOP):  # some of its work the engine never interrupts
            con.interrupt()
            other.interrupt()
            if wait([running], 0.1).done:
                break
        raise
    finally:
        pool.shutdown(wait=False)


def _fetch(con: "DuckDBPyConnection", other: "DuckDBPyConnection", sql: str) -> Fetched:
    """Run the statement, and where Python cannot hold its values once more, in another session, as text."""
    from duckdb import Error, StatementType

    (statement,) = con.extract_statements(sql)
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    types: list[DuckDBPyType] = [column[1] for column in cursor.description or ()]
    said, wanted = [str(type_) for type_ in types], [_transport(type_) for type_ in types]
    if statement.type == StatementType.EXPLAIN:
        plans = "\n".join(text for _, text in cursor.fetchall())
        return ["plan"], ["VARCHAR"], [(line,) for line in plans.splitlines()]
    if wanted == said:
        return names, said, cursor.fetchall()
    casts = ", ".join(f"CAST(#{i} AS {type_})" for i, type_ in enumerate(wanted, start=1))
    try:
        return names, said, other.query(sql).project(casts).fetchall()
    except Error as error:  # its place is one in the text that was made around the statement
        raise type(error)(f"Error: {_details(error)['exception_message']}") from None


def _transport(type_: "DuckDBPyType") -> str:
    """The type to fetch a type as: itself where Python holds every value of it, else with text in its place."""
    parts = [(str(name).replace('"', '""'), part) for name, part in type_.children] if type_.id in _MADE_OF else []
    made = [(name, _transport(part)) for name, part in parts if isinstance(part, type(type_))]
    match type_.id:
        case "list" | "array":
            return f"{made[0][1]}[]"
        case "map":
            return f"MAP(VARCHAR, {made[1][1]})"
        case "struct":
            return "STRUCT(" + ", ".join(f'"{name}" {part}' for name, part in made) + ")"
        case _:
            return str(type_) if type_.id in _WHOLE else "VARCHAR"


def _details(error: "Error") -> dict[str, str]:
    """What the engine says of a mistake; `exception_message` is always there, a place only where it knows one."""
    said = str(error).partition(": ")[2]  # behind the kind of error
    try:
        details = json.loads(said)
    except ValueError:
        details = None
    return details if isinstance(details, dict) else {"exception_message": said}


def _mistake(error: "Error", sql: str, file: str, tables: Sequence[str]) -> Diagnostic:
    """A finding at the place that the engine names; a name that is not known comes with those that look like it."""
    from duckdb import OutOfMemoryException, PermissionException

    details = _details(error)
    span = _span(sql, file, details)
    if isinstance(error, OutOfMemoryException):
        return Diagnostic("Q004", span)
    problem, _, offered = details["exception_message"].partition("\n")
    name, hint = details.get("name", ""), ""
    near: tuple[str, ...] = ()
    if details.get("type") == "Table":
        near, hint = nearest(name, tables), Wording("tables: {names}", names=", ".join(tables))
    elif details.get("error_subtype") in {"COLUMN_NOT_FOUND", "MISSING_ENTRY"}:
        near = nearest(name, details.get("candidates", "").split(","))
        hint = Wording("DESCRIBE and a table's name list its columns") if "type" not in details else ""
    elif isinstance(error, PermissionException):
        hint = Wording("a query reads the tables of hlwplan and nothing else")
    elif "but it exists in the" in problem:
        hint = Wording("a query has no extensions")
    else:
        problem = " ".join(f"{problem} {offered}".split())
    return Diagnostic("Q001", span, {"problem": problem.rstrip("!"), "hint": hint}, near)


def _span(sql: str, file: str, details: Mapping[str, str]) -> Span:
    """The engine counts bytes, after it made a plain space of every other one; a span counts characters of a line."""
    if not details.get("position", "").isdecimal():
        return Span(file)
    begin = int(details["position"])
    length: int = json.loads(details.get("location", "[0,0]"))[1]
    raw = _SPACES.sub(lambda found: found["kept"] or " ", sql).encode()
    before = raw[:begin].decode(errors="ignore")
    named = raw[begin : begin + length].decode(errors="ignore").partition("\n")[0]
    column = len(before.rpartition("\n")[2]) + 1
    return Span(file, before.count("\n") + 1, column, column + len(named) if named else 0)


def _unique(names: Iterable[str], file: str) -> tuple[list[str], list[Diagnostic]]:
    """Each name once: one that is there already gets a number, which a finding says."""
    given = list(names)
    taken, unique, findings = set(given), [], []
    for place, name in enumerate(given):
        new = name
        if name in given[:place]:
            new = next(it for i in count(2) if (it := f"{name}_{i}") not in taken)
            taken.add(new)
            findings.append(Diagnostic("Q005", Span(file), {"name": name, "new": new}))
        unique.append(new)
    return unique, findings
