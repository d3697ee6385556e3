"""What `reduce.sql` and `states.sql` are given, and what is made of their rows, whatever engine runs them.

The grammars of numbers, periods, units and names run once for each distinct text and come back as tables to join.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Protocol

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording
from hlwplan.measure.measurement import PROOF, Observation, State, read_stage
from hlwplan.period import Period, parse_period, year
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import EXACT, Missing, factor, find_unit, parse_quantity, plain

_DECIMALS: Final = 9
"""How many decimals a mean over districts keeps; rounding goes to the nearest, a half to the even one."""


ORDER: Final = ("year", "ends", "rule")
"""How the observations of a series are put in order."""

LINE: Final = "COALESCE(REGEXP_EXTRACT(origin, '[1-9][0-9]{0,8}$', 0), '') AS line"
"""The column `line` of `measurements`: the digits at the end of an origin, as many as `_LINES` can count."""
_LINES: Final = 2**32
"""How many lines one origin may have; an origin's code is a multiple of it, and a row's the sum of origin and line."""


class Tables(Protocol):
    """Where an engine holds `measurements`, every row as it is stored, and the tables that are joined to it."""

    @property
    def seen(self) -> dict[str, list[str]]:
        """What stands in its columns, as far as that was asked for."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query gives."""

    def fill(self, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
        """Create a table; `columns` are names with types that both engines know, decimals may be given as text."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks: `as_of` leaves out later publications, `year` later years; None asks for everything."""

    as_of: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the whole numbers in the rows of `reduce.sql` stand for: the periods, days and origins by their place.

    An origin is its text without the line, and its source; either may be empty.
    """

    periods: Sequence[Period]
    days: Sequence[str]
    origins: Sequence[tuple[str, str]]

    def period(self, code: int) -> Period:
        """The period that a row wrote, or January to a month of a year."""
        if code >= 0:
            return self.periods[code]
        number, month = divmod(-code - 1, 12)
        return year(number) if month == 11 else Period(number, 1, month + 1, "to_date")

    def row(self, code: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where a row is, and who reported it; nobody where that is empty."""
        before, source = self.origins[code // _LINES]
        return (f"{before}{code % _LINES or ''}",), (source,) if source else ()

    def rows(self, codes: Iterable[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The same of several rows, in order; who reported several is there once."""
        found = [self.row(code) for code in codes]
        sources = {source for _, known in found for source in known}
        return tuple(sorted(origin for (origin,), _ in found)), tuple(sorted(sources))


_LAST: Final = 15
"""Comes after every span of months on one day."""


def sql_of(name: str) -> str:
    """The text of `reduce.sql` or `states.sql`; without its comments, which take an engine time to read."""
    return re.sub(r" *--.*", "", Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8"))


def typed(columns: str) -> list[tuple[str, str]]:
    """The names and types of columns as `fill` takes them."""
    return re.findall(r"(\w+) (\w+(?:\([^)]*\))?)", columns)


def distinct(tables: Tables, column: str) -> list[str]:
    """What stands in a column of `measurements`, each text once, in no order."""
    if column not in tables.seen:
        tables.seen[column] = [text for (text,) in tables.rows(f"SELECT DISTINCT {column} FROM measurements")]
    return tables.seen[column]


def left_out(tables: Tables, plan: Plan, place: str) -> Iterator[Diagnostic]:
    """The rows about what the plan does not know (any more); `place` is where they are stored."""
    known, regions = plan.measured(), plan.regions.names
    strange = (
        [text for text in distinct(tables, "indicator") if known.get(text) is None],
        [text for text in distinct(tables, "region") if regions.get(text) is None],
    )
    if any(strange):  # counting all pairs to find none would take long
        tables.fill("strangers", "indicator STRING, region STRING", [
            *((text, None) for text in strange[0]), *((None, text) for text in strange[1]),
        ])  # fmt: skip
        counted = tables.rows(
            "SELECT indicator, region, COUNT(*) FROM measurements WHERE indicator IN (SELECT indicator FROM strangers"
            " WHERE indicator IS NOT NULL) OR region IN (SELECT region FROM strangers WHERE region IS NOT NULL)"
            " GROUP BY indicator, region"
        )
        for indicator, region, rows in _in_order(counted):
            yield _unknown(place, rows, f"{indicator} {region}")
    units = tables.rows(
        "SELECT indicator, unit, COUNT(*) FROM measurements WHERE unit IS NOT NULL GROUP BY indicator, unit"
    )
    for indicator, unit, rows in _in_order(units):
        given, of = find_unit(unit), known.get(indicator)
        if isinstance(of, Indicator) and (given is None or factor(given, of.measure) is None):
            yield _unknown(place, rows, Wording("{indicator} in {unit}", indicator=indicator, unit=unit))


def _unknown(place: str, rows: int, name: str) -> Diagnostic:
    """Rows that are left out, whose `name` is the plan's no more."""
    counted = Wording("1 row") if rows == 1 else Wording("{count} rows", count=rows)
    return Diagnostic("S003", Span(place), {"rows": counted, "name": name})


def _in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows in the order of their texts; engines differ in where they put what is null."""
    return sorted(rows, key=lambda row: tuple("" if cell is None else str(cell) for cell in row))


def row_tables(tables: Tables, periods: Mapping[str, Period]) -> Meanings:
    """Create `days` and `origins`, which stand for what rows say beside numbers."""
    days = sorted({text or "" for text in distinct(tables, "published")})
    tables.fill("days", "written STRING, published INTEGER", [(text, code) for code, text in enumerate(days)])
    pairs = tables.rows(
        "SELECT DISTINCT COALESCE(SUBSTR(origin, 1, LENGTH(origin) - LENGTH(line)), ''), COALESCE(source, '')"
        " FROM measurements"
    )
    origins = [(before, source) for before, source in sorted(pairs)]
    tables.fill("origins", "written STRING, source STRING, origin BIGINT",
                [(*pair, code * _LINES) for code, pair in enumerate(origins)])  # fmt: skip
    return Meanings(list(periods.values()), days, origins)


def plan_tables(tables: Tables, plan: Plan, asked: Clocks) -> None:
    """Create what the plan says about what is stored, and what is asked."""
    codes = {it.id: code for code, it in enumerate(plan.indicators)}
    places = {name: code for code, name in enumerate(plan.places)}
    indicators = []
    for code, indicator in enumerate(plan.indicators):
        mean = None if isinstance(indicator.across, str) else indicator.across.mean_weighted_by
        base = indicator.baseline.period if indicator.baseline else None
        begins, ends = (None, None) if base is None else (_time(base.first_day), _time(base.last_day, _LAST))
        across = "mean" if mean else indicator.across
        indicators.append((code, indicator.series, across, None if mean is None else codes[mean], begins, ends))
    tables.fill("indicators", "indicator INTEGER, series STRING, across STRING, weight INTEGER, base_begins INTEGER, "
                "base_ends INTEGER", indicators)  # fmt: skip
    names, measured = plan.regions.names, plan.measured()
    regions = [(text, names.get(text)) for text in distinct(tables, "region")]
    tables.fill("places", "written STRING, region INTEGER", [(text, places[it]) for text, it in regions if it])
    found = [(text, measured.get(text)) for text in distinct(tables, "indicator")]
    named = [(text, codes[of.id]) for text, of in found if isinstance(of, Indicator)]
    tables.fill("names", "written STRING, indicator INTEGER", named)
    parts = [(places[names.get(part) or part], places[whole.name], len(whole.parts))
             for whole in plan.head.regions for part in whole.parts]  # fmt: skip
    tables.fill("regions", "part INTEGER, whole INTEGER, parts INTEGER", parts)
    tables.fill("statuses", "status STRING, proves INTEGER", [(s, i) for i, s in enumerate(PROOF) if s])
    day = asked.as_of.isoformat() if asked.as_of else None
    tables.fill("asked", "as_of STRING, until INTEGER", [(day, asked.year)])


def distinct_tables(tables: Tables, plan: Plan) -> dict[str, Period]:
    """Create `units` and `periods`: what the distinct texts mean.

    The periods come back by how they are written, in the order of their numbers.
    """
    measured = plan.measured()
    units = []
    pairs = tables.rows("SELECT DISTINCT indicator, unit FROM measurements WHERE unit IS NOT NULL")
    for indicator, text in pairs:
        given, of = find_unit(text), measured.get(indicator)
        times = factor(given, of.measure) if given and isinstance(of, Indicator) else None
        if times is not None:
            # As text: older versions of the engine take Decimal("1E+4") for 1.
            units.append((indicator, text, plain(max(times, Decimal(1))), plain(min(times, Decimal(1)))))
    tables.fill("units", "indicator STRING, unit STRING, up DECIMAL(13, 0), down DECIMAL(13, 12)", units)
    read = ((text, parse_period(text)) for text in distinct(tables, "period"))
    known = [(text, period) for text, period in read if period is not None]
    # Of several that end together the one that begins first comes first, and a year before its twelve months.
    known.sort(key=lambda it: (it[1].first_month, it[1].kind != "year", it[0]))
    periods = []
    for code, (text, it) in enumerate(known):
        day, span = it.last_day, _span(it)
        at = _time(day), _time(day, span), _time(date(it.year, 12, 31), _LAST)
        periods.append((text, code, it.year, it.first_month, it.last_month, it.kind, span, *at))
    tables.fill("periods", "written STRING, period INTEGER, year INTEGER, first_month INTEGER, last_month INTEGER, "
                "kind STRING, span INTEGER, ends INTEGER, stretch INTEGER, year_ends INTEGER", periods)  # fmt: skip
    return dict(known)


def stage_tables(tables: Tables, plan: Plan, place: str) -> Iterator[Diagnostic]:
    """Create `deliverables` and `stages`; yields what is stored of a deliverable and is neither a state nor missing."""
    measured = plan.measured()
    found = [(text, measured.get(text)) for text in distinct(tables, "indicator")]
    named = [(text, id_) for text, id_ in found if isinstance(id_, str)]
    tables.fill("deliverables", "written STRING, deliverable STRING", named)
    counted = _in_order(tables.rows(
        "SELECT deliverable, value, COALESCE(unit, '') AS unit, COUNT(*) FROM measurements JOIN deliverables"
        " ON written = indicator GROUP BY deliverable, value, COALESCE(unit, '')"
    ))  # fmt: skip
    values = {value: read_stage(value or "") for _, value, unit, _ in counted if not unit}
    stages = [
        (value, stage[0], None if stage[1] is None else plain(stage[1])) for value, stage in values.items() if stage
    ]
    tables.fill("stages", "value STRING, stage STRING, share DECIMAL(38, 12)", stages)
    for id_, value, unit, rows in counted:
        missing = not unit and isinstance(parse_quantity(value or ""), Missing)
        if not missing and (unit or values[value] is None):
            yield _unknown(place, rows, Wording("{deliverable} at {state}", deliverable=id_, state=f"{value}{unit}"))


def _time(day: date, span: int = 0) -> int:
    """A time as a whole number: days in the order of the calendar, on one day what spans more months last."""
    return day.toordinal() * (_LAST + 1) + span


def _span(period: Period) -> int:
    """The months of a year, half, quarter or month, however it is written: 1-12月 is the year, 1-3月 the first quarter.

    Any other run-up is 0, and a day 2: what ends on one day and differs in this is not about the same time.
    """
    if period.kind == "day":
        return 2
    months = period.last_month - period.first_month + 1
    return 0 if period.kind == "to_date" and months not in {3, 6, 12} else months


def observation(row: Mapping[str, Any], meanings: Meanings, plan: Plan) -> Observation:
    """The observation that a row of `reduce.sql` is."""
    value = mean(row["terms"]) if row["terms"] else row["value"]
    codes = [row["origin"]] if row["origins"] is None else [code for code in row["origins"] if code is not None]
    origins, sources = meanings.rows(codes)
    return Observation(
        indicator=plan.indicators[row["indicator"]].id,
        region=plan.places[row["region"]],
        period=meanings.period(row["period"]),
        value=None if value is None else Decimal(plain(value)),
        rule=row["rule"],
        status=PROOF[row["proves"]],
        published=meanings.days[row["published"]],
        origins=origins,
        sources=sources,
        revised=int(row["revised"]),
        covered=row["covered"],
        parts=row["parts"],
    )


def mean(terms: Sequence[str]) -> Decimal | None:
    """The weighted mean of texts `value*weight`; None where the weights add up to nothing."""
    pairs = [[Fraction(number) for number in term.split("*")] for term in terms]
    whole = sum((weight for _, weight in pairs), Fraction(0))
    if not whole:
        return None
    mean = sum((value * weight for value, weight in pairs), Fraction(0)) / whole
    return EXACT.scaleb(Decimal(round(mean * 10**_DECIMALS)), -_DECIMALS)


def state(row: Sequence[Any], periods: Mapping[str, Period], plan: Plan) -> State:
    """The state that a row of `states.sql` is."""
    deliverable, region, period, stage, share, proves, published, source, note, origin, revised = row
    return State(
        deliverable, plan.places[region], periods[period], stage, None if share is None else Decimal(plain(share)),
        PROOF[proves], published, source or "", note or "", origin, int(revised),
    )  # fmt: skip
