"""The column engine: batches in, observations out.  The one place that knows DuckDB; the logic is `reduce.sql`."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.measurement import FIELDS, STATUSES, Measurement, Observation, Status
from hlwplan.period import Period, parse_period
from hlwplan.period import year as period_of_year
from hlwplan.plan.model import Plan
from hlwplan.plan.names import listed
from hlwplan.quantity import factor, find_unit, plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEAST: Final[dict[int, Status | None]] = {0: None, **dict(enumerate(STATUSES.values(), start=1))}
_COLUMNS: Final = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in FIELDS) + "}"
_READ: Final = (
    f"read_csv(?, columns = {_COLUMNS}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
    " hive_partitioning = false)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The two clocks: `as_of` leaves out later publications, `year` later years; None asks for everything."""

    as_of: date | None = None
    year: int | None = None


def _connect() -> "DuckDBPyConnection":
    import duckdb  # the largest import of all; only commands that read measurements pay for it

    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def _literal(path: Path) -> str:
    """A path that the column engine takes for itself; it would read `*`, `?` and `[` as patterns."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def observe(batches: Sequence[Path], plan: Plan, asked: Asked) -> tuple[list[Observation], list[Diagnostic]]:
    """Adopt one value for each indicator, region and year, in the order of indicator, region and period.

    Rows about what the plan does not know (any more) are left out and reported.
    """
    if not batches:
        return [], []
    with _connect() as con:
        periods = stored_tables(con, batches, plan)
        findings = list(_left_out(con, plan, batches))
        _plan_tables(con, plan, asked)
        sql = files("hlwplan.measure").joinpath("reduce.sql").read_text(encoding="utf-8")
        cursor = con.execute(sql)
        columns = [column[0] for column in cursor.description or ()]
        rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
        return [_observation(row, periods) for row in rows], findings


def stored_tables(con: "DuckDBPyConnection", batches: Sequence[Path], plan: Plan) -> dict[str, Period]:
    """Create `measurements`, every row as it is stored, and `units` and `periods`: what its distinct strings mean.

    The periods come back by how they are written.
    """
    if batches:
        names = [_literal(path) for path in batches]
        con.execute(f"CREATE TABLE measurements AS SELECT * FROM {_READ}", [names])
    else:
        con.execute(f"CREATE TABLE measurements ({', '.join(f'{name} VARCHAR' for name in FIELDS)})")
    return _distinct_tables(con, plan)


def _left_out(con: "DuckDBPyConnection", plan: Plan, batches: Sequence[Path]) -> Iterator[Diagnostic]:
    known = {indicator.id for indicator in plan.indicators}
    known |= {item.id for task in plan.tasks for item in task.deliverables}
    regions = {region.name for region in plan.head.regions}
    counted = con.execute("SELECT indicator, region, COUNT(*) FROM measurements GROUP BY ALL ORDER BY ALL").fetchall()
    for indicator, region, rows in counted:
        if indicator not in known or region not in regions:
            values = {"rows": rows, "name": f"{indicator} {region}"}
            yield Diagnostic("S003", Span(str(batches[0].parent)), values)
    wanted = {indicator.id: indicator.measure for indicator in plan.indicators}
    units = con.execute(
        "SELECT indicator, unit, COUNT(*) FROM measurements WHERE unit IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for indicator, unit, rows in units:
        given = find_unit(unit)
        if indicator in wanted and (given is None or factor(given, wanted[indicator]) is None):
            yield Diagnostic("S003", Span(str(batches[0].parent)), {"rows": rows, "name": f"{indicator} in {unit}"})


def _fill(con: "DuckDBPyConnection", table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    """Create a small table; `columns` are names with types of the column engine."""
    con.execute(f"CREATE TABLE {table} ({columns})")
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        con.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _plan_tables(con: "DuckDBPyConnection", plan: Plan, asked: Asked) -> None:
    indicators = []
    for indicator in plan.indicators:
        mean = None if isinstance(indicator.across, str) else indicator.across.mean_weighted_by
        indicators.append((indicator.id, indicator.series, "mean" if mean else indicator.across, mean))
    _fill(con, "indicators", "indicator VARCHAR, series VARCHAR, across VARCHAR, weight VARCHAR", indicators)
    _fill(con, "places", "region VARCHAR", [(region.name,) for region in plan.head.regions])
    names = listed(plan.head.regions)
    parts = [(names.get(part), whole.name, len(whole.parts)) for whole in plan.head.regions for part in whole.parts]
    _fill(con, "regions", "part VARCHAR, whole VARCHAR, parts INTEGER", parts)
    _fill(con, "statuses", "status VARCHAR, proves INTEGER", [(s, i) for i, s in _LEAST.items() if s])
    day = asked.as_of.isoformat() if asked.as_of else None
    _fill(con, "asked", "as_of VARCHAR, until INTEGER", [(day, asked.year)])


def _distinct_tables(con: "DuckDBPyConnection", plan: Plan) -> dict[str, Period]:
    """Run the grammars of units and periods once for each distinct string; the periods by how they are written."""
    wanted = {indicator.id: indicator.measure for indicator in plan.indicators}
    units = []
    pairs = con.execute("SELECT DISTINCT indicator, unit FROM measurements WHERE unit IS NOT NULL").fetchall()
    for indicator, text in pairs:
        given, target = find_unit(text), wanted.get(indicator)
        times = factor(given, target) if given and target else None
        if times is not None:
            # As text: older versions of the engine take Decimal("1E+4") for 1.
            units.append((indicator, text, plain(max(times, Decimal(1))), plain(min(times, Decimal(1)))))
    _fill(con, "units", "indicator VARCHAR, unit VARCHAR, up DECIMAL(13, 0), down DECIMAL(13, 12)", units)
    known: dict[str, Period] = {}
    periods = []
    for (text,) in con.execute("SELECT DISTINCT period FROM measurements").fetchall():
        period = parse_period(text)
        if period is not None:
            known[text] = period
            ends = period.year * 372 + period.last_month * 31 + (period.day or 31)
            periods.append((text, period.year, period.first_month, period.last_month, period.kind, ends))
    types = "period VARCHAR, year INTEGER, first_month INTEGER, last_month INTEGER, kind VARCHAR, ends INTEGER"
    _fill(con, "periods", types, periods)
    return known


def _observation(row: dict[str, Any], periods: Mapping[str, Period]) -> Observation:
    value = row["value"]
    return Observation(
        indicator=row["indicator"],
        region=row["region"],
        period=periods[row["period"]] if row["period"] in periods else period_of_year(row["year"]),
        value=None if value is None else Decimal(plain(value)),
        rule=row["rule"],
        status=_LEAST[row["proves"]],
        published=row["published"],
        origins=tuple(sorted(row["origins"])),
        sources=tuple(sorted({source for source in row["sources"] if source})),
        revised=int(row["revised"]),
        covered=row["covered"],
        parts=row["parts"],
    )


def published_together(batches: Sequence[Path], content: bytes) -> list[tuple[Measurement, Measurement]]:
    """Pairs (new, stored) about one observation with one date of publication, where value or unit are written apart."""
    if not batches:
        return []
    with _connect() as con, tempfile.NamedTemporaryFile(suffix=".csv") as new:
        new.write(content)
        new.flush()
        sides = ", ".join(f"{side}.{name}" for side in ("n", "o") for name in FIELDS)
        rows = con.execute(
            f"SELECT {sides} FROM {_READ} n JOIN {_READ} o USING (indicator, region, period, published) "
            "WHERE (n.value, n.unit, n.status) IS DISTINCT FROM (o.value, o.unit, o.status) ORDER BY ALL",
            [[new.name], [_literal(path) for path in batches]],
        ).fetchall()
    width = len(FIELDS)
    text = [[cell or "" for cell in row] for row in rows]
    return [(Measurement(*row[:width]), Measurement(*row[width:])) for row in text]
