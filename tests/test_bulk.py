"""Bulk: arrays give the very gaps that plain calls give, whatever the plan and the series."""

import math
import pickle
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from making import UNITS, indicator, observation, period
from toy import HEAD

from hlwplan.assess.bulk import assess_columns
from hlwplan.assess.gap import Gap
from hlwplan.assess.rollup import assess_regions
from hlwplan.measure.columns import Columns, scaled
from hlwplan.measure.columnar import observed_columns
from hlwplan.measure.engine import Asked, observe
from hlwplan.measure.measurement import Observation
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Indicator, Plan
from hlwplan.quantity import plain

REGIONS = ("甲市", "乙区", "丙县")


def in_arrays(plan: Plan, seen: Sequence[Observation], year: int | None = None) -> list[Gap]:
    """The gaps by way of columns."""
    return [gap for gaps in assess_columns(plan, [Columns.of(plan, seen)], year=year) for gap in gaps]


def alike(one: Sequence[Gap], other: Sequence[Gap]) -> None:
    """Equal, and to the last bit: the sign of a zero and the digits of a decimal too."""
    for left, right in zip(one, other, strict=True):
        assert repr(left) == repr(right)
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
    baseline = draw(st.sampled_from([2015, 2015, 2015, None, {"period": "2015Q4"}, {"period": 2015, "value": 7}]))
    if isinstance(baseline, dict) and "value" in baseline:
        baseline |= {"assumed": True}
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


@settings(max_examples=300)
@given(cases(), st.sampled_from([None, None, 2016, 2018, 2020, 2025]))
def test_arrays_give_the_gaps_of_plain_calls(case: tuple[Plan, list[Observation]], year: int | None) -> None:
    """The same gaps in the same order, floats and decimals to the last bit."""
    plan, seen = case
    alike(in_arrays(plan, seen, year), assess_regions(plan, seen, year=year))
