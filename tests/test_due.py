"""What is due in a year: the plan's own figures first, else the path, worked by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import Promise, indicator, period

from hlwplan.assess.due import due
from hlwplan.assess.gap import Base
from hlwplan.assess.paths import Scale
from hlwplan.plan.model import Share, Target

TO_650: Promise = {"at_least": 650}


def base(value: int | str | Decimal | None, when: int | str = 2015) -> Base:
    """A baseline with its value."""
    at = period(when)
    return Base(at, at.end, None if value is None else Decimal(value))


def owed(
    promise: Promise, start: Base | None, year: int, path: Scale = "linear", **fields: object
) -> Decimal | float | None:
    """What is due of a made-up indicator's last target."""
    made = indicator(promise, **fields)
    return due(made, made.target[-1], start, year, path)


@pytest.mark.parametrize(
    ("path", "year", "value"),
    # 180 to 650 in five years: 94 a year, or times 1.29280 a year
    [("linear", 2018, 462), ("geometric", 2018, 388.9171), ("linear", 2016, 274), ("geometric", 2016, 232.7023)],
)
def test_the_path_gives_the_years_between(path: Scale, year: int, value: float) -> None:
    """Equal steps, or equal growth, from the baseline to the target."""
    assert owed(TO_650, base(180), year, path) == pytest.approx(value, rel=1e-6)


def test_the_target_year_owes_the_target() -> None:
    """With or without a baseline, exactly as the plan writes it; after it nothing is due."""
    assert owed({"at_least": Decimal("0.1")}, None, 2020) == Decimal("0.1")
    assert owed(TO_650, base(None), 2020) == 650
    assert owed(TO_650, base(180), 2021) is None


def test_nothing_is_due_up_to_the_baseline() -> None:
    """The year that the plan starts from owes nothing."""
    assert owed(TO_650, base(180), 2015) is None
    assert owed(TO_650, base(180), 2014) is None


def test_a_milestone_comes_before_the_path() -> None:
    """What the plan says of a year is due then, baseline or not; other years go by the path from the baseline."""
    steps = ({"by": 2018, "at_least": 450},)
    assert owed(TO_650, base(180), 2018, milestones=steps) == 450
    assert owed(TO_650, None, 2018, milestones=steps) == 450
    assert owed(TO_650, base(180), 2019, milestones=steps) == pytest.approx(556)
    assert owed(TO_650, None, 2019, milestones=steps) is None


def test_another_target_is_due_in_its_year() -> None:
    """On the way to 2020 the target of 2017 is due in 2017."""
    targets = ({"by": 2017, "at_least": 300}, {"by": 2020, "at_least": 650})
    assert owed({}, base(180), 2017, target=targets) == 300
    assert owed({}, base(180), 2018, target=targets) == pytest.approx(462)


def test_a_district_does_not_owe_the_citys_milestones() -> None:
    """A share of 100 on the way from 50 owes 80 in 2018, though the whole owes 450."""
    made = indicator(TO_650, milestones=({"by": 2018, "at_least": 450},))
    share = Share(region="乙区", at_least=Decimal(100))
    handed = Target(by=2020, at_least=share.at_least)
    assert due(made, handed, base(50), 2018, "linear", own_region=False) == pytest.approx(80)


def test_a_value_to_be_held_is_due_every_year() -> None:
    """It has no path, and neither has a growth rate."""
    assert owed({"hold": {"at_least": 95}}, base(60), 2016) == 95
    assert owed({"at_least": 8}, None, 2016, kind="growth") == 8


def test_where_the_baseline_meets_the_target_the_target_is_due() -> None:
    """Nobody has to fall from 700 to 650, nor rise to a ceiling."""
    assert owed(TO_650, base(700), 2018) == 650
    assert owed({"at_most": 80}, base(70), 2018) == 80


def test_a_falling_target_is_gone_down_to() -> None:
    """100 to 40 in five years is 64 after three."""
    assert owed({"at_most": 40}, base(100), 2018) == pytest.approx(64)


def test_a_range_is_gone_to_by_its_nearer_bound() -> None:
    """From 10 to a range of 40 to 60 the way goes to 40; from within it no single value is due, nor at its end."""
    promise: Promise = {"between": (40, 60)}
    assert owed(promise, base(10), 2018) == pytest.approx(28)
    assert owed(promise, base(90), 2018) == pytest.approx(72)
    assert owed(promise, base(50), 2018) is None
    assert owed(promise, None, 2020) is None


def test_no_figure_is_due_where_none_is_promised() -> None:
    """A direction owes nothing in any year."""
    assert owed({"direction": "up"}, base(10), 2018) is None
    assert owed({"direction": "up"}, base(10), 2020) is None


def test_without_a_baseline_value_the_path_is_not_known() -> None:
    """Nothing is borrowed from another year."""
    assert owed(TO_650, None, 2018) is None
    assert owed(TO_650, base(None), 2018) is None


@pytest.mark.parametrize("start", [0, -100])
def test_growth_from_zero_or_through_zero_goes_by_equal_steps(start: int) -> None:
    """Where no growth rate leads to the target, the path is linear."""
    assert owed({"at_least": 100}, base(start), 2018, "geometric") == pytest.approx(start + (100 - start) * 0.6)


def test_a_baseline_within_a_year_starts_there() -> None:
    """From the end of June 2018 to the end of 2020 there are two and a half years, a fifth of it gone with 2018."""
    start = base(0, "2018年上半年")
    assert start.time == Fraction(4035, 2)
    assert owed({"at_least": 100}, start, 2018, baseline={"period": "2018H1"}) == pytest.approx(20)


@given(
    st.decimals(1, 10**9, places=3), st.decimals(1, 10**9, places=3), st.integers(2016, 2019),
    st.sampled_from(("linear", "geometric")),
)  # fmt: skip
def test_what_is_due_lies_on_the_way(start: Decimal, goal: Decimal, year: int, path: Scale) -> None:
    """Between baseline and target, nearer to the target every year; in another unit of measure it is the same."""
    promise: Promise = {"at_least" if goal >= start else "at_most": goal}
    value, later = owed(promise, base(start), year, path), owed(promise, base(start), year + 1, path)
    assert value is not None
    assert later is not None
    low, high = sorted((float(start), float(goal)))
    assert low * (1 - 1e-12) <= value <= high * (1 + 1e-12)
    assert abs(float(goal) - float(later)) <= abs(float(goal) - float(value)) + 1e-9 * high
    scaled: Promise = {name: 10000 * amount for name, amount in promise.items() if isinstance(amount, Decimal)}
    in_other_unit = owed(scaled, base(10000 * start), year, path)
    assert in_other_unit is not None
    assert float(in_other_unit) == pytest.approx(10000 * float(value), rel=1e-9)
