"""The columnar way out of the column engine: what `reduce.sql` adopts, as arrays, a few regions at a time.

What is adopted is set down once in the engine, which spills to a temporary folder what does not fit into memory; from
there whole regions are fetched, so that only they are ever in the program's own memory.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure.columns import LARGE, MISSING, RULES, Columns, scaled
from hlwplan.measure.engine import BatchFile, connect, fill, prepared
from hlwplan.measure.tables import Clocks, mean, sql_of
from hlwplan.period import Period, parse_period, year
from hlwplan.plan.model import Plan
from hlwplan.quantity import EXACT, plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS: Final = 250_000
"""About how many observations are fetched at once; a single region may have more."""

_SET_DOWN: Final = """
CREATE TEMPORARY TABLE adopted AS
SELECT o.region, o.indicator, COALESCE(p.code, ERROR('no period: ' || o.period)) AS period,
       ru.code AS rule, o.proves AS status, o.year, o.ends,
       o.value IS NULL AS missing, COALESCE(TRY_CAST(TRUNC(o.value) AS BIGINT), 0) AS whole,
       CASE WHEN ABS(o.value) >= 1000000000000000000 THEN CAST(o.value AS VARCHAR) ELSE '' END AS large,
       CAST(COALESCE(o.value - TRUNC(o.value), 0) * CAST(1000000000000 AS DECIMAL(13, 0)) AS BIGINT) AS rest,
       COALESCE(o.published, '') AS published, CAST(o.revised AS BIGINT) AS revised,
       ARRAY_TO_STRING(LIST_SORT(o.origins), CHR(0)) AS origins,
       COALESCE(ARRAY_TO_STRING(LIST_SORT(LIST_DISTINCT(LIST_FILTER(o.sources, lambda s: s <> ''))), CHR(0)), '')
         AS sources,
       o.covered, o.parts, COALESCE(ARRAY_TO_STRING(o.terms, CHR(0)), '') AS terms
FROM ({reduction}) o
JOIN rule_codes ru ON ru.name = o.rule
LEFT JOIN period_codes p ON p.name = o.period
"""

_FETCH: Final = """
SELECT * FROM adopted WHERE region BETWEEN ? AND ? ORDER BY region, indicator, year, ends, rule
"""


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
        con.execute("SET preserve_insertion_order = false")  # it takes memory, and every answer is put in order
        periods, findings = prepared(con, batches, plan, asked)
        meanings = _codes(con, periods)
        con.execute(_SET_DOWN.format(reduction=sql_of("reduce")))
        yield (_fetched(con, plan, meanings, covers) for covers in _ranges(con, len(plan.places), rows)), findings


def _codes(con: "DuckDBPyConnection", periods: dict[str, Period]) -> list[Period]:
    """Create the tables of codes; returns what the codes of periods mean."""
    years = sorted({period.year for period in periods.values()})
    written = {str(it): year(it) for it in years}  # what the reduction may name beside the periods as they came
    for text in (f"{it}-01/{month:02}" for it in years for month in range(2, 13)):
        period = parse_period(text)
        if period is not None:
            written[text] = period
    written |= periods
    meanings = list(dict.fromkeys(written.values()))
    codes = {period: code for code, period in enumerate(meanings)}
    fill(con, "period_codes", "name VARCHAR, code INTEGER", [(text, codes[it]) for text, it in written.items()])
    fill(con, "rule_codes", "name VARCHAR, code INTEGER", [(name, code) for code, name in enumerate(RULES)])
    return meanings


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


def _fetched(con: "DuckDBPyConnection", plan: Plan, periods: Sequence[Period], covers: range) -> Columns:
    found: dict[str, Any] = con.execute(_FETCH, [covers.start, covers.stop - 1]).fetchnumpy()
    number, decimals = scaled(found["whole"], found["rest"])
    decimals[found["missing"]] = MISSING
    huge = found["large"] != ""
    number[huge], decimals[huge] = 0, LARGE
    parts = found["large"], found["whole"], found["rest"]
    large = {row: _exact(*(part[row] for part in parts)) for row in (decimals == LARGE).nonzero()[0].tolist()}
    for row in (found["terms"] != "").nonzero()[0].tolist():
        value = mean(found["terms"][row].split("\0"))
        decimals[row] = MISSING if value is None else LARGE
        large |= {} if value is None else {row: Decimal(plain(value))}
    codes = ("region", "indicator", "period", "rule", "status", "revised", "covered", "parts")
    return Columns(
        plan.places, [it.id for it in plan.indicators], periods, covers, number=number, decimals=decimals, large=large,
        published=found["published"], origins=found["origins"], sources=found["sources"],
        **{name: found[name].astype("int64") for name in codes},
    )  # fmt: skip


def _exact(text: str, whole: int, rest: int) -> Decimal:
    """A value of more than 18 figures, from its text where its whole part alone has more, else from its parts."""
    exact = Decimal(text) if text else EXACT.add(Decimal(str(whole)), Decimal(f"{rest}e-12"))
    return Decimal(plain(exact))
