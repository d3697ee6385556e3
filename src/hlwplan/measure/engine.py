"""The column engine: batches in, observations out.  The one place that knows DuckDB; the logic is `reduce.sql`."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.measurement import FIELDS, STATUSES, Observation, State, Status, read_stage
from hlwplan.period import Period, parse_period
from hlwplan.period import year as period_of_year
from hlwplan.plan.model import Indicator, Plan
from hlwplan.plan.names import listed
from hlwplan.quantity import Missing, factor, find_unit, parse_quantity, plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEAST: Final[dict[int, Status | None]] = {0: None, **dict(enumerate(STATUSES.values(), start=1))}


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
"""Below so many bytes of CSV a query takes less time to run as it is written than to be planned well first."""
_PACKED: Final = 10
"""How many bytes of CSV a byte of Parquet stands for, roughly."""


PARQUET: Final = ".parquet"


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of rows: CSV is one batch; Parquet may be many, of which those named in `without` do not count."""

    path: Path
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The two clocks: `as_of` leaves out later publications, `year` later years; None asks for everything."""

    as_of: date | None = None
    year: int | None = None


def connect() -> "DuckDBPyConnection":
    """An engine in memory, for a few statements."""
    # The engine itself.  The package around it is for frames, which nobody needs here, and takes longer than the query.
    import _duckdb

    # What does not fit into memory goes where the system keeps such files, not into the user's folder.
    spill = str(Path(tempfile.gettempdir()) / f"hlwplan-{os.getpid()}")
    con = _duckdb.connect(":memory:", config={"autoinstall_known_extensions": False,
                                             "autoload_known_extensions": False, "temp_directory": spill})  # fmt: skip
    con.execute("SET enable_progress_bar = false")  # after two seconds it would write into standard output
    return con


def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def literal(path: Path) -> str:
    """A path that the column engine takes for itself; it would read `*`, `?` and `[` as patterns."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


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


def observe(batches: Sequence[BatchFile], plan: Plan, asked: Asked) -> tuple[list[Observation], list[Diagnostic]]:
    """Adopt one value for each indicator, region and year, in the order of indicator, region and period.

    Rows about what the plan does not know (any more) are left out and reported.
    """
    if not batches:
        return [], []
    with connect() as con:
        periods = stored_tables(con, batches, plan)
        findings = list(_left_out(con, plan, batches))
        _plan_tables(con, plan, asked)
        sql = _sql("reduce")
        cursor = con.execute(sql)
        columns = [column[0] for column in cursor.description or ()]
        rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
        return [_observation(row, periods) for row in rows], findings


def stored_tables(con: "DuckDBPyConnection", batches: Sequence[BatchFile], plan: Plan) -> dict[str, Period]:
    """Create `measurements`, every row as it is stored, and `units` and `periods`: what its distinct strings mean.

    The periods come back by how they are written.
    """
    if batches:
        if sum(it.path.stat().st_size * (_PACKED if it.path.suffix == PARQUET else 1) for it in batches) < _SMALL:
            con.execute("PRAGMA disable_optimizer")
        rows, lists = source(batches)
        con.execute(f"CREATE TABLE measurements AS {rows}", lists)
    else:
        con.execute(f"CREATE TABLE measurements ({', '.join(f'{name} VARCHAR' for name in FIELDS)})")
    return _distinct_tables(con, plan)


def _left_out(con: "DuckDBPyConnection", plan: Plan, batches: Sequence[BatchFile]) -> Iterator[Diagnostic]:
    known, regions = plan.measured(), listed(plan.head.regions)
    counted = con.execute("SELECT indicator, region, COUNT(*) FROM measurements GROUP BY ALL ORDER BY ALL").fetchall()
    for indicator, region, rows in counted:
        if known.get(indicator) is None or regions.get(region) is None:
            values = {"rows": rows, "name": f"{indicator} {region}"}
            yield Diagnostic("S003", Span(str(batches[0].path.parent)), values)
    units = con.execute(
        "SELECT indicator, unit, COUNT(*) FROM measurements WHERE unit IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for indicator, unit, rows in units:
        given, of = find_unit(unit), known.get(indicator)
        if isinstance(of, Indicator) and (given is None or factor(given, of.measure) is None):
            yield Diagnostic(
                "S003", Span(str(batches[0].path.parent)), {"rows": rows, "name": f"{indicator} in {unit}"}
            )


def fill(con: "DuckDBPyConnection", table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    """Create a table; `columns` are names with types of the column engine."""
    con.execute(f"CREATE TABLE {table} ({columns})")
    if rows:  # column by column: row by row each would be a statement of its own
        lists = ", ".join(["unnest(?)"] * len(rows[0]))
        con.execute(f"INSERT INTO {table} SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])


def distinct(con: "DuckDBPyConnection", column: str) -> list[str]:
    """What stands in a column of `measurements`, each text once, in no order."""
    return [text for (text,) in con.execute(f"SELECT DISTINCT {column} FROM measurements").fetchall()]


def _plan_tables(con: "DuckDBPyConnection", plan: Plan, asked: Asked) -> None:
    indicators = []
    for indicator in plan.indicators:
        mean = None if isinstance(indicator.across, str) else indicator.across.mean_weighted_by
        base = indicator.baseline.period if indicator.baseline else None
        begins, ends = (None, None) if base is None else (_days(base.first_day), _days(base.last_day))
        across = "mean" if mean else indicator.across
        indicators.append((indicator.id, indicator.series, across, mean, begins, ends))
    fill(con, "indicators", "indicator VARCHAR, series VARCHAR, across VARCHAR, weight VARCHAR, base_begins INTEGER, "
          "base_ends INTEGER", indicators)  # fmt: skip
    names, measured = listed(plan.head.regions), plan.measured()
    regions = [(text, names.get(text)) for text in distinct(con, "region")]
    fill(con, "places", "written VARCHAR, region VARCHAR", [row for row in regions if row[1] is not None])
    found = [(text, measured.get(text)) for text in distinct(con, "indicator")]
    named = [(text, of.id) for text, of in found if isinstance(of, Indicator)]
    fill(con, "names", "written VARCHAR, indicator VARCHAR", named)
    parts = [(names.get(part), whole.name, len(whole.parts)) for whole in plan.head.regions for part in whole.parts]
    fill(con, "regions", "part VARCHAR, whole VARCHAR, parts INTEGER", parts)
    fill(con, "statuses", "status VARCHAR, proves INTEGER", [(s, i) for i, s in _LEAST.items() if s])
    day = asked.as_of.isoformat() if asked.as_of else None
    fill(con, "asked", "as_of VARCHAR, until INTEGER", [(day, asked.year)])


def _distinct_tables(con: "DuckDBPyConnection", plan: Plan) -> dict[str, Period]:
    """Run the grammars of units and periods once for each distinct string; the periods by how they are written."""
    measured = plan.measured()
    units = []
    pairs = con.execute("SELECT DISTINCT indicator, unit FROM measurements WHERE unit IS NOT NULL").fetchall()
    for indicator, text in pairs:
        given, of = find_unit(text), measured.get(indicator)
        times = factor(given, of.measure) if given and isinstance(of, Indicator) else None
        if times is not None:
            # As text: older versions of the engine take Decimal("1E+4") for 1.
            units.append((indicator, text, plain(max(times, Decimal(1))), plain(min(times, Decimal(1)))))
    fill(con, "units", "indicator VARCHAR, unit VARCHAR, up DECIMAL(13, 0), down DECIMAL(13, 12)", units)
    known: dict[str, Period] = {}
    periods = []
    for text in distinct(con, "period"):
        period = parse_period(text)
        if period is not None:
            known[text] = period
            months = (period.first_month, period.last_month)
            periods.append((text, period.year, *months, period.kind, _stretch(period), _days(period.last_day)))
    fill(con, "periods", "period VARCHAR, year INTEGER, first_month INTEGER, last_month INTEGER, kind VARCHAR, "
          "span VARCHAR, ends INTEGER", periods)  # fmt: skip
    return known


def _days(day: date) -> int:
    """A day as a whole number, in the order of the calendar."""
    return day.toordinal()


def _stretch(period: Period) -> str:
    """The kind of period that the months make, however it is written: 1-12月 is the year, 1-3月 the first quarter."""
    if period.kind != "to_date":
        return period.kind
    return {12: "year", 6: "half", 3: "quarter"}.get(period.last_month, "to_date")


def _observation(row: dict[str, Any], periods: Mapping[str, Period]) -> Observation:
    value = row["value"]
    return Observation(
        indicator=row["indicator"],
        region=row["region"],
        period=periods.get(row["period"]) or parse_period(row["period"]) or period_of_year(row["year"]),
        value=None if value is None else Decimal(plain(value)),
        rule=row["rule"],
        status=_LEAST[row["proves"]],
        published=row["published"] or "",
        origins=tuple(sorted(row["origins"])),
        sources=tuple(sorted({source for source in row["sources"] if source})),
        revised=int(row["revised"]),
        covered=row["covered"],
        parts=row["parts"],
    )


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


def states(batches: Sequence[BatchFile], plan: Plan, asked: Asked) -> tuple[list[State], list[Diagnostic]]:
    """Adopt one state for each deliverable and region, in the order of both.

    Rows about a deliverable that hold no state are left out and reported; what the plan does not know (any more),
    `observe` reports.
    """
    if not batches:
        return [], []
    with connect() as con:
        periods = stored_tables(con, batches, plan)
        _plan_tables(con, plan, asked)
        findings = list(_stage_tables(con, plan, batches[0].path.parent))
        sql = _sql("states")
        rows = con.execute(sql).fetchall()
    return [
        State(deliverable, region, periods[period], stage, None if share is None else Decimal(plain(share)),
              _LEAST[proves], published, source or "", note or "", origin, revised)
        for deliverable, region, period, stage, share, proves, published, source, note, origin, revised in rows
    ], findings  # fmt: skip


def _stage_tables(con: "DuckDBPyConnection", plan: Plan, folder: Path) -> Iterator[Diagnostic]:
    """Create `deliverables` and `stages`; yields what is stored of a deliverable and is neither a state nor missing."""
    measured = plan.measured()
    found = [(text, measured.get(text)) for text in distinct(con, "indicator")]
    named = [(text, id_) for text, id_ in found if isinstance(id_, str)]
    fill(con, "deliverables", "written VARCHAR, deliverable VARCHAR", named)
    counted = con.execute(
        "SELECT deliverable, value, COALESCE(unit, ''), COUNT(*) FROM measurements JOIN deliverables"
        " ON written = indicator GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    values = {value: read_stage(value or "") for _, value, unit, _ in counted if not unit}
    stages = [
        (value, stage[0], None if stage[1] is None else plain(stage[1])) for value, stage in values.items() if stage
    ]
    fill(con, "stages", "value VARCHAR, stage VARCHAR, share DECIMAL(38, 12)", stages)
    for id_, value, unit, rows in counted:
        missing = not unit and isinstance(parse_quantity(value or ""), Missing)
        if not missing and (unit or values[value] is None):
            yield Diagnostic("S003", Span(str(folder)), {"rows": rows, "name": f"{id_} at {value}{unit}"})


# Stored rows about what new rows are about: of each observation the newest value and the newest mark for a missing one,
# and the rows that share a date of publication or an origin with a new row.
