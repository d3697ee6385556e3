"""Single rows of the store: those beside new ones, and those about some indicators and regions."""

import csv
import tempfile
from collections.abc import Collection, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final

from hlwplan.measure.engine import COLUMNS, READ, BatchFile, connect, distinct, fill, source, text_columns
from hlwplan.measure.measurement import FIELDS, Measurement, Times
from hlwplan.plan.model import Indicator, Plan
from hlwplan.plan.names import listed
from hlwplan.quantity import Missing, parse_quantity

_ABOUT: Final = ("indicator", "region", "period", "published", "origin")
"""The fields of a new row by which stored rows are found."""

_BESIDE: Final = f"""
    WITH asked AS (
      SELECT DISTINCT n.indicator, n.region, t.time, n.published, n.origin
      FROM n JOIN times t ON t.indicator = n.indicator AND t.period = n.period
    ),
    known AS (
      SELECT o.*, t.time,
             ROW_NUMBER() OVER (PARTITION BY o.id, o.place, t.time, o.mark
                                ORDER BY o.published DESC, o.origin DESC) AS age
      FROM o JOIN times t ON t.indicator = o.id AND t.period = o.period
      WHERE (o.id, o.place, t.time) IN (SELECT (indicator, region, time) FROM asked)
    )
    SELECT id, place, time, batch, {", ".join(FIELDS)}
    FROM known k
    WHERE age = 1 OR EXISTS (
      SELECT 1 FROM asked a
      WHERE a.indicator = k.id AND a.region = k.place AND a.time = k.time
        AND (a.published = k.published OR a.origin = k.origin)
    )
    ORDER BY ALL
"""


def stored_beside(
    batches: Sequence[BatchFile], new: Sequence[Measurement], plan: Plan
) -> list[tuple[tuple[str, str, str], str, Measurement]]:
    """What is stored about the observations of new rows: (key, batch, row).

    The key is indicator, region and time (`Times`), by the names that the plan has now.  For each key come the newest
    value, and every row that has the date of publication or the origin of a new one.
    """
    if not batches or not new:
        return []
    with connect() as con, tempfile.TemporaryDirectory() as folder:
        keys = Path(folder, "new.csv")
        with keys.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((_ABOUT, *map(attrgetter(*_ABOUT), new)))
        con.execute(f"CREATE TABLE n AS SELECT * FROM {READ.replace(COLUMNS, text_columns(_ABOUT))}", [[str(keys)]])
        stored, lists = source(batches, named=True)
        con.execute(f"CREATE TABLE measurements AS {stored}", lists)
        measured, regions = plan.measured(), listed(plan.head.regions)
        found = [(text, measured.get(text) or text) for text in distinct(con, "indicator")]
        names = [(text, of.id if isinstance(of, Indicator) else of) for text, of in found]
        fill(con, "names", "written VARCHAR, id VARCHAR", names)
        places = [(text, regions.get(text) or text) for text in distinct(con, "region")]
        fill(con, "places", "written VARCHAR, place VARCHAR", places)
        unitless = con.execute("SELECT DISTINCT COALESCE(value, '') FROM measurements WHERE unit IS NULL").fetchall()
        marks = [(text,) for (text,) in unitless if isinstance(parse_quantity(text), Missing)]
        fill(con, "marks", "value VARCHAR", marks)
        con.execute(
            "CREATE TABLE o AS SELECT m.*, id, place, unit IS NULL AND COALESCE(value, '') IN (FROM marks) AS mark"
            " FROM measurements m JOIN names ON names.written = m.indicator JOIN places ON places.written = m.region"
        )
        times = Times(plan)
        pairs = con.execute("SELECT indicator, period FROM n UNION SELECT id, period FROM o").fetchall()
        fill(con, "times", "indicator VARCHAR, period VARCHAR, time VARCHAR",
              [(indicator, period, times.of(indicator, period)) for indicator, period in pairs])  # fmt: skip
        rows = con.execute(_BESIDE).fetchall()
    return [(row[:3], row[3], Measurement(*[cell or "" for cell in row[4:]])) for row in rows]


def rows_about(
    batches: Sequence[BatchFile], plan: Plan, indicators: Collection[str], regions: Collection[str]
) -> list[Measurement]:
    """Every stored row about these indicators in these regions, by the names that the plan has now, in one order."""
    if not batches:
        return []
    names, measured, (stored, lists) = listed(plan.head.regions), plan.measured(), source(batches)
    with connect() as con:
        pairs = con.execute(f"SELECT DISTINCT indicator, region FROM ({stored})", lists).fetchall()
        found = [(written, place, measured.get(written)) for written, place in pairs if names.get(place) in regions]
        kept = [(written, place) for written, place, of in found if isinstance(of, Indicator) and of.id in indicators]
        fill(con, "wanted", "indicator VARCHAR, region VARCHAR", kept)
        sql = f"SELECT {', '.join(FIELDS)} FROM ({stored}) WHERE (indicator, region) IN (FROM wanted) ORDER BY ALL"
        return [Measurement(*[cell or "" for cell in row]) for row in con.execute(sql, lists).fetchall()]
