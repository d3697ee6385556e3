"""What is due at the end of a year: cases worked by hand, and what holds of every path."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import Promise, indicator, period

from hlwplan.assess.due import due
from hlwplan.assess.gap import Base
from hlwplan.assess.paths import Scale
from hlwplan.plan.model import Target

VALUES = st.integers(1, 10**6)


def base(value: int | str | None, when: int | str = 2015) -> Base:
    """A baseline observed at the end of its period."""
    of = period(when)
    return Base(of, of.end, None if value is None else Decimal(value))


def at(year: int, promise: Promise, value: int | str | None, path: Scale = "linear", **fields: object) -> object:
    """What is due of a made-up target that starts from `value` in 2015 and is promised for 2020."""
    made = indicator(promise, **fields)
    return due(made, made.target[0], base(value), year, path)


@pytest.mark.parametrize(
    ("year", "path", "expected"),
    [
        (2016, "linear", 274.0),  # 180 + 470/5
        (2018, "linear", 462.0),  # 180 + 3*94
        (2016, "geometric", 232.71),  # 180 * 3.6111^0.2 = 180 * 1.29282
        (2018, "geometric", 388.91),  # 180 * 3.6111^0.6 = 180 * 2.16064
        (2020, "geometric", 650),
        (2021, "linear", 650),
    ],
)
def test_path_from_180_to_650(year: int, path: Scale, expected: float) -> None:
    """The worked example: 180 in 2015, 650 promised for 2020; from 2020 on the target itself, as a decimal."""
    found = at(year, {"at_least": 650}, 180, path)
    assert found == pytest.approx(expected, abs=0.01)
    assert isinstance(found, Decimal if year >= 2020 else float)


def test_falling_path() -> None:
    """100 to be brought down to 40: at most 64 after three years of five on a straight line."""
    assert at(2018, {"at_most": 40}, 100) == 64.0


def test_milestone_comes_before_the_path() -> None:
    """A milestone is due in its own year, exactly, with or without a baseline value; other years go by the path."""
    stated = ({"by": 2018, "at_least": 450},)
    assert at(2018, {"at_least": 650}, 180, milestones=stated) == Decimal(450)
    assert at(2018, {"at_least": 650}, None, milestones=stated) == Decimal(450)
    assert at(2017, {"at_least": 650}, 180, milestones=stated) == 368.0


def test_milestones_are_the_plans_own() -> None:
    """A share handed down to a region has the path only."""
    made = indicator({"at_least": 650}, milestones=({"by": 2018, "at_least": 450},))
    share = Target.model_validate({"by": 2020, "at_least": 100})
    assert due(made, share, base(50), 2018, "linear") == 80.0


@pytest.mark.parametrize(
    ("promise", "value", "year", "expected"),
    [
        ({"at_least": 650}, None, 2018, None),
        ({"at_least": 650}, 180, 2015, None),
        ({"at_least": 650}, 180, 2014, None),
        ({"at_least": 650}, None, 2020, Decimal(650)),
        ({"at_least": 650}, 700, 2017, Decimal(650)),
        ({"at_least": 650}, 650, 2017, Decimal(650)),
        ({"hold": {"at_least": 95}}, None, 2017, Decimal(95)),
        ({"hold": {"at_most": 5}}, 9, 2017, Decimal(5)),
        ({"between": (40, 60)}, 50, 2017, None),
        ({"between": (40, 60)}, 30, 2017, 34.0),
        ({"between": (40, 60)}, 70, 2017, 66.0),
        ({"between": (40, 60)}, 30, 2020, None),
        ({"direction": "up"}, 30, 2017, None),
        ({"direction": "up"}, 30, 2020, None),
    ],
)
def test_what_no_path_says(promise: Promise, value: int | None, year: int, expected: object) -> None:
    """No value without a baseline, at it, inside a range and without a figure; what is held or reached stays due."""
    assert at(year, promise, value) == expected


def test_growth_is_held() -> None:
    """A growth rate has no path: its bound is due every year."""
    assert at(2017, {"at_least": 8}, 3, kind="growth") == Decimal(8)


@pytest.mark.parametrize("value", [0, -10])
def test_geometric_needs_one_sign(value: int) -> None:
    """From zero, or through it, the path is a straight line."""
    assert at(2018, {"at_least": 50}, value, "geometric") == value + (50 - value) * 0.6


def test_baseline_within_a_year_counts_at_its_own_time() -> None:
    """From the end of June 2015: 3.5 of 5.5 years are gone at the end of 2018, so 11 of 11 times 3.5/5.5 are 7."""
    made = indicator({"at_least": 11})
    assert due(made, made.target[0], base(0, "2015年6月30日"), 2018, "linear") == pytest.approx(7)
    assert Fraction(period("2015年6月30日").end) == Fraction(4029, 2)


@given(VALUES, VALUES, st.sampled_from(["linear", "geometric"]))
def test_path_leads_from_baseline_to_target(start: int, goal: int, path: Scale) -> None:
    """Every value of the path lies between both ends, later ones nearer to the target."""
    promise = {"at_least": goal} if goal >= start else {"at_most": goal}
    found = [at(year, promise, start, path) for year in range(2016, 2021)]
    values = [start, *(float(it) for it in found if isinstance(it, (float, Decimal)))]
    assert len(values) == 6
    ordered = values if goal >= start else values[::-1]
    assert all(low <= high * (1 + 1e-12) for low, high in pairwise(ordered))
