"""Bulk: arrays give the very gaps that plain calls give, whatever the plan and the series."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import UNITS, indicator, observation, period
from toy import HEAD, PLAN, sourced, stored

from hlwplan.assess.bulk import assess_columns
from hlwplan.assess.gap import Gap
from hlwplan.assess.rollup import assess_regions
from hlwplan.measure.columnar import observed_columns
from hlwplan.measure.columns import LARGE, Columns, scaled
from hlwplan.measure.engine import BatchFile, observe
from hlwplan.measure.ingest import Batch
from hlwplan.measure.measurement import Measurement, Observation
from hlwplan.measure.store import Store
from hlwplan.measure.tables import Clocks
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import EXACT, plain

REGIONS = ("甲市", "乙区", "丙县")


def in_arrays(plan: Plan, seen: Sequence[Observation], year: int | None = None) -> list[Gap]:
    """The gaps by way of columns."""
    return [gap for gaps in assess_columns(plan, [Columns.of(plan, seen)], year=year) for gap in gaps]


def alike(one: Sequence[Gap], other: Sequence[Gap]) -> None:
    """Equal, and to the last bit: the sign of a zero and the digits of a decimal too."""
    for left, right in zip(one, other, strict=True):
        apart = [(name, getattr(left, name), getattr(right, name)) for name in Gap.__slots__
                 if repr(getattr(left, name)) != repr(getattr(right, name))]  # fmt: skip
        assert apart == []
        assert left == right


EDGES = ["0", "-5", "100", "99.999999999999", "100.000000000001", "1234567890.123456", "1234567890.123457", "1e-12",
         "123456789012345", "1234567890123456", "12345678901234567890.000000000001", "1e18", "-1e-7"]  # fmt: skip
VALUES = st.one_of(
    st.integers(-200, 400).map(str), st.decimals(-200, 400, places=2).map(str), st.sampled_from(EDGES)
).map(lambda it: plain(Decimal(it)))  # fmt: skip
PROMISES = VALUES.filter(lambda it: Decimal(it) < 10**18)
PERIODS = [*range(2013, 2024), "2016-06", "2018-06-30", "2019-12-31", "2015Q2", "2020H1", "2021-03"]
PARTS = ["2019-01/06", "2021-01/09", "2016Q1", "2018H1"]


@st.composite
def indicators(draw: st.DrawFn, id_: str) -> Indicator:
    """An indicator of any kind, operator and path, with shares for some districts."""
    kind = draw(st.sampled_from(sorted(UNITS)))
    bound = Decimal(draw(PROMISES))
    operator = draw(st.sampled_from(["at_least", "at_most", "at_least", "at_most", "hold", "between", "direction"]))
    promise: dict[str, object] = {operator: bound}
    if operator == "hold":
        promise = {"hold": {draw(st.sampled_from(["at_least", "at_most"])): bound}}
    elif operator == "between":
        promise = {"between": (Decimal(10), Decimal(60))}
    elif operator == "direction":
        promise = {"direction": "up"}
    shares = tuple(
        {"region": region, draw(st.sampled_from(["at_least", "at_most"])): Decimal(draw(PROMISES))}
        for region in REGIONS[1:]
        if draw(st.integers(0, 4))
    )
    stated = {"period": 2015, "value": 7, "assumed": True}
    baseline = draw(st.sampled_from([2015, 2015, 2015, None, {"period": "2015Q4"}, stated]))
    bounds = draw(st.sampled_from([None, None, (Decimal(0), Decimal(120))]))
    path = draw(st.sampled_from(["auto", "auto", "linear", "geometric"]))
    return indicator(promise, id=id_, kind=kind, shares=shares, baseline=baseline, bounds=bounds, path=path,
                     across=draw(st.sampled_from(["sum", "none"])))  # fmt: skip


@st.composite
def series(draw: st.DrawFn, of: str, region: str) -> list[Observation]:
    """Observations at distinct times, some of them partial, and what stands beside them."""
    found = [
        observation(when, draw(VALUES) if draw(st.integers(0, 9)) else None, of=of, region=region,
                    status=draw(st.sampled_from(["final", "synthetic"])) if not draw(st.integers(0, 5)) else "final")
        for when in draw(st.lists(st.sampled_from(PERIODS), max_size=8, unique_by=lambda it: period(it).end))
    ]  # fmt: skip
    for when in draw(st.lists(st.sampled_from(PARTS), max_size=2, unique=True)) if not draw(st.integers(0, 3)) else ():
        found.append(observation(when, draw(VALUES), of=of, region=region, rule="part"))
        before = str(int(when[:4]) - 1) + when[4:]
        found.append(observation(before, draw(VALUES), of=of, region=region, rule="part_before"))
    if found and not draw(st.integers(0, 4)):
        when = str(draw(st.sampled_from(found)).period)
        found.append(observation(when, draw(VALUES), of=of, region=region, rule="check"))
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, list[Observation]]:
    """A plan of a city and two districts, and what was observed there."""
    made = [draw(indicators(f"i{number}")) for number in range(draw(st.integers(1, 4)))]
    seen = [it for of in made for region in REGIONS for it in draw(series(of.id, region))]
    return Plan(HEAD, (), tuple(made), {}), seen


@settings(max_examples=200)
@given(cases(), st.sampled_from([None, None, 2016, 2018, 2020, 2025]))
def test_arrays_give_the_gaps_of_plain_calls(case: tuple[Plan, list[Observation]], year: int | None) -> None:
    """The same gaps in the same order, floats and decimals to the last bit."""
    plan, seen = case
    alike(in_arrays(plan, seen, year), assess_regions(plan, seen, year=year))


@pytest.mark.parametrize("folder", [".", "examples/zhejiang-digital-economy"])
@pytest.mark.parametrize("asked", [Clocks(), Clocks(year=2018), Clocks(as_of=date(2019, 1, 1))])
def test_the_shipped_data_is_judged_alike_by_way_of_the_engine(folder: str, asked: Clocks) -> None:
    """What the engine hands on as columns, a few rows at a time, is what it hands on as observations."""
    plan, _ = load_plan(ROOT / folder / "plan")
    assert plan is not None
    batches = Store(ROOT / folder / "data").sound()[0]
    plain_way, found = observe(batches, plan, asked)
    with observed_columns(batches, plan, asked, rows=20) as (pieces, findings):
        columns = list(pieces)
    assert findings == found
    adopted = [it for piece in columns for it in piece.series(0, len(piece))]
    assert sorted(adopted, key=lambda it: (it.indicator, it.region)) == plain_way
    assert [place for piece in columns for place in piece.covers] == list(range(len(plan.places)))
    judged = [gap for gaps in assess_columns(plan, columns, year=asked.year) for gap in gaps]
    alike(judged, assess_regions(plan, plain_way, year=asked.year))


def test_without_batches_there_is_nothing_to_hand_on() -> None:
    """An empty store covers every region with nothing."""
    plan = Plan(HEAD, (), (indicator({"at_least": 1}, shares=({"region": "乙区", "at_least": 1},)),), {})
    with observed_columns([], plan, Clocks()) as (pieces, findings):
        alike([gap for gaps in assess_columns(plan, pieces) for gap in gaps], assess_regions(plan, []))
    assert findings == []


@given(st.lists(st.decimals(Decimal(-(10**19)), Decimal(10**19), places=12), max_size=5), st.integers(0, 12))
def test_columns_hold_values_exactly(values: list[Decimal], places: int) -> None:
    """Each comes back digit by digit, and its float is the nearest one."""
    exact = [Decimal(plain(value.quantize(Decimal(1).scaleb(-places), context=EXACT))) for value in values]
    plan = Plan(HEAD, (), (indicator({"at_least": 1}),), {})
    columns = Columns.of(plan, [observation(2000 + number, value) for number, value in enumerate(exact)])
    assert [repr(columns.observation(row).value) for row in range(len(columns))] == [*map(repr, exact)]
    assert columns.floats().tolist() == [*map(float, exact)]


@given(st.lists(st.tuples(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 10**12 - 1)), min_size=1, max_size=5))
def test_whole_parts_and_trillionths_make_numbers_of_few_decimals(values: list[tuple[int, int]]) -> None:
    """A number over its power of ten is the value, or it is said to be too long for that."""
    signed = [(whole, -rest if whole < 0 else rest) for whole, rest in values]
    numbers, decimals = scaled(np.array([whole for whole, _ in signed]), np.array([rest for _, rest in signed]))
    for (whole, rest), number, places in zip(signed, numbers.tolist(), decimals.tolist(), strict=True):
        value = Fraction(whole) + Fraction(rest, 10**12)
        if places == LARGE:
            assert number == 0
            assert len(str(abs(whole))) + len(plain(Decimal(rest).scaleb(-12))) > 18
        else:
            assert Fraction(number, 10**places) == value
            assert places == 0 or number % 10


def test_values_too_long_for_a_number_come_from_the_engine_whole(tmp_path: Path) -> None:
    """Twenty figures before the point and twelve after it are kept."""
    rows = [f"paid,甲市,2018,{value},元" for value in ["12345678901234567890.123456789012"]]
    rows += ["paid,乙区,2018,123456789012.123456789012,元", "paid,丙县,2018,-0.5,元"]
    store = stored(tmp_path, sourced(*rows))
    batches = store.sound()[0]
    with observed_columns(batches, PLAN, Clocks()) as (pieces, _):
        found = [it.value for piece in pieces for it in piece.series(0, len(piece))]
    assert found == [
        Decimal("12345678901234567890.123456789012"),
        Decimal("123456789012.123456789012"),
        Decimal("-0.5"),
    ]


def test_each_region_is_judged_by_its_own_target() -> None:
    """Of one indicator, by another side and another figure in each region, one of which no float tells apart."""
    handed = ({"region": "乙区", "at_least": 1234567890123457}, {"region": "丙县", "at_most": 5})
    plan = Plan(HEAD, (), (indicator({"at_least": 1}, shares=handed),), {})
    seen = [observation(2015, 1, region=region) for region in REGIONS]
    seen += [observation(2018, "1234567890123456.9", region="乙区"), observation(2018, 6, region="丙县")]
    for batch in (seen, seen[::-1]):
        alike(in_arrays(plan, batch), assess_regions(plan, batch))


def test_long_series_are_judged_one_by_one() -> None:
    """More observations than a matrix is wide make no difference."""
    plan = Plan(HEAD, (), (indicator({"at_least": 1}, shares=({"region": "乙区", "at_least": 90},)),), {})
    seen = [observation(year, year - 1950, region="乙区") for year in range(1960, 2019)]
    alike(in_arrays(plan, seen), assess_regions(plan, seen))


def test_growth_beyond_any_float_is_missing_in_arrays_too() -> None:
    """So much in a day is no growth a year that a float can hold; other series have theirs."""
    handed = ({"region": "乙区", "at_least": 10**14}, {"region": "丙县", "at_least": 10**14})
    plan = Plan(HEAD, (), (indicator({"at_least": 1}, path="geometric", shares=handed),), {})
    seen = [observation(2015, "0.000000001", region="乙区"), observation("2016-01-01", 10**11, region="乙区"),
            observation(2015, 5, region="丙县"), observation(2016, 50, region="丙县")]  # fmt: skip
    gaps = in_arrays(plan, seen)
    alike(gaps, assess_regions(plan, seen))
    assert [gap.numbers.pace_observed is None for gap in gaps if gap.region != "甲市"] == [True, False]


@given(cases(), st.integers(1, 4))
def test_pieces_give_what_the_whole_gives(case: tuple[Plan, list[Observation]], parts: int) -> None:
    """Whole regions, in order, some of them empty."""
    plan, seen = case
    pieces = Columns.of(plan, seen).parted(parts)
    alike([gap for gaps in assess_columns(plan, pieces) for gap in gaps], in_arrays(plan, seen))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(st.just(""), st.text("0129#!x表\n ", max_size=12), st.integers(0, 10**12).map("a#{}".format)),
        min_size=1, max_size=3,
    ),
    st.sampled_from(["", "某局", "局1"]),
)  # fmt: skip
def test_origins_come_back_as_they_are_written(tmp_path: Path, origins: list[str], source: str) -> None:
    """Whatever their form, of one row and of rows that are added up, by both ways out of the engine."""
    expected = dict(zip(REGIONS, origins, strict=False))
    parts = [("2018", "speed", "Gbps"), *((f"2018Q{n}", "sales", "亿元") for n in (1, 2, 3, 4))]
    rows = [Measurement(id_, region, period, "1", unit, "", "2019-01-01", source, "", origin)
            for region, origin in expected.items() for period, id_, unit in parts]  # fmt: skip
    file = tmp_path / f"{Batch('rows', b'', tuple(rows)).name}.csv"
    file.write_bytes(Batch("rows", b"", tuple(rows)).content)
    observations, _ = observe([BatchFile(file)], PLAN, Clocks())
    with observed_columns([BatchFile(file)], PLAN, Clocks()) as (pieces, _):
        adopted = [it for piece in pieces for it in piece.series(0, len(piece))]
    assert sorted(map(repr, adopted)) == sorted(map(repr, observations))
    own = [it for it in observations if it.rule in {"latest", "quarters"}]
    assert {it.region for it in own} == set(expected)
    for it in own:
        assert set(it.origins) == {expected[it.region]}
        assert it.sources == ((source,) if source else ())
