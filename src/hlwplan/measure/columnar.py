"""The columnar way out of the column engine: what `reduce.sql` adopts, as arrays, a few regions at a time.

What is adopted is set down once in the engine, which spills to a temporary folder what does not fit into memory; from
there whole regions are fetched, so that only they are ever in the program's own memory.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure.columns import LARGE, MISSING, RULES, Columns, Periods, scaled
from hlwplan.measure.engine import BatchFile, connect, fill, prepared
from hlwplan.measure.tables import Clocks, mean, sql_of
from hlwplan.plan.model import Plan
from hlwplan.quantity import EXACT, plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS: Final = 250_000
"""About how many observations are fetched at once; a single region may have more."""

_SET_DOWN: Final = """
CREATE TEMPORARY TABLE adopted AS
SELECT o.region, o.indicator, o.period, ru.code AS rule, o.proves AS status,
       COALESCE(TRY_CAST(TRUNC(o.value) AS BIGINT), 0) AS whole,
       CAST(COALESCE(o.value % 1, 0) AS DECIMAL(18, 12)) AS rest,
       CASE WHEN ABS(o.value) >= 1000000000000000000 THEN CAST(o.value AS VARCHAR) END AS large,
       o.published, CAST(o.revised AS INTEGER) AS revised, COALESCE(o.origin, -1) AS origin,
       COALESCE(ARRAY_TO_STRING(o.origins, ','), '') AS origins, o.covered, o.parts, o.terms,
       o.value IS NULL OR ABS(o.value) >= 1000000000000000000 AS odd
FROM ({reduction}) o
JOIN rule_codes ru ON ru.name = o.rule
ORDER BY o.region, o.indicator, o.year, o.ends, o.rule
"""
"""Put in order, so that a few regions lie together."""

_FETCH: Final = "SELECT {columns} FROM adopted WHERE region BETWEEN ? AND ?"
_PLAIN: Final = _FETCH.format(
    columns="region, indicator, period, rule, status, whole, rest, published, revised, origin, origins, covered,"
    " parts, odd"
)
_ODD: Final = _FETCH.format(columns="large, terms") + " AND odd"
"""The values that do not fit into whole numbers, of the few rows that have none or such."""


@contextmanager
def observed_columns(
    batches: Sequence[BatchFile], plan: Plan, asked: Clocks, rows: int = ROWS
) -> Iterator[tuple[Iterator[Columns], list[Diagnostic]]]:
    """What `engine.observe` adopts, as columns that cover the plan's regions in their order, and its findings.

    Each holds whole regions, about `rows` observations of them; together they cover every region.
    """
    if not batches:
        yield iter([Columns.of(plan, [])]), []
        return
    with connect() as con:
        meanings, findings = prepared(con, batches, plan, asked)
        fill(con, "rule_codes", "name VARCHAR, code INTEGER", [(name, code) for code, name in enumerate(RULES)])
        con.execute(_SET_DOWN.format(reduction=sql_of("reduce")))
        periods = Periods(meanings)
        yield (_fetched(con, plan, periods, covers) for covers in _ranges(con, len(plan.places), rows)), findings


def _ranges(con: "DuckDBPyConnection", places: int, rows: int) -> Iterator[range]:
    """The regions in pieces of about so many rows."""
    counted = dict(con.execute("SELECT region, COUNT(*) FROM adopted GROUP BY region").fetchall())
    start = held = 0
    for place in range(places):
        found = counted.get(place, 0)
        if held and held + found > rows:
            yield range(start, place)
            start, held = place, 0
        held += found
    yield range(start, places)


def _fetched(con: "DuckDBPyConnection", plan: Plan, periods: Periods, covers: range) -> Columns:
    asked = [covers.start, covers.stop - 1]
    found: dict[str, Any] = con.execute(_PLAIN, asked).fetchnumpy()
    whole, odd = found.pop("whole"), found.pop("odd")
    rest = (found.pop("rest") * 1e12).round().astype("int64")  # a float holds twelve decimals below one
    number, decimals = scaled(whole, rest)
    large = {row: _exact(whole[row], rest[row]) for row in (decimals == LARGE).nonzero()[0].tolist()}
    others = con.execute(_ODD, asked).fetchall() if odd.any() else ()
    for row, (text, terms) in zip(odd.nonzero()[0].tolist(), others, strict=True):
        value = mean(terms) if terms else None if text is None else Decimal(text)
        decimals[row] = MISSING if value is None else LARGE
        large |= {} if value is None else {row: Decimal(plain(value))}
    return Columns(
        plan.places, [it.id for it in plan.indicators], periods.meanings, covers, number=number, decimals=decimals,
        large=large, origins=found.pop("origins"), period=periods.places(found.pop("period")),
        **{name: array.astype("int64") for name, array in found.items()},
    )  # fmt: skip


def _exact(whole: int, rest: int) -> Decimal:
    """A value of its whole part and trillionths."""
    return Decimal(plain(EXACT.add(Decimal(int(whole)), Decimal(f"{rest}e-12"))))
