"""Feasibility: the pace required beside the best one since the baseline, by hand and whatever the values."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import Number, Promise, judged, observation

from hlwplan.assess.gap import Feasibility, Gap


def found(gap: Gap) -> Feasibility:
    """The comparison, which must be there."""
    assert gap.feasibility is not None
    return gap.feasibility


def stretch(gap: Gap) -> tuple[str, str]:
    """From when to when the best pace was kept."""
    return str(found(gap).best_from), str(found(gap).best_to)


def test_retail_sales_never_grew_as_fast_as_they_must() -> None:
    """180, 230, 290, 350 grew by 27.8, 26.1 and 20.7 %; 650 in two years takes 36.3 % a year."""
    gap = judged({2015: 180, 2016: 230, 2017: 290, 2018: 350}, {"at_least": 650}, kind="amount")
    assert found(gap).required == pytest.approx((650 / 350) ** 0.5 - 1)
    assert found(gap).best == pytest.approx(230 / 180 - 1)
    assert stretch(gap) == ("2015", "2016")
    assert found(gap).reached_before is False


@pytest.mark.parametrize(
    ("values", "promise", "best", "between", "before"),
    [
        # 25 a year are wanted; the best step was 30, then exactly 25, then 24.9
        ({2015: 0, 2016: 30, 2018: 50}, {"at_least": 100}, 30, ("2015", "2016"), True),
        ({2015: 0, 2017: 25, 2018: 50}, {"at_least": 100}, 25, ("2017", "2018"), True),
        ({2015: 0, 2016: "24.9", 2018: 50}, {"at_least": 100}, 24.9, ("2015", "2016"), False),
        # the first of two equal steps
        ({2015: 0, 2016: 10, 2017: 15, 2018: 25}, {"at_least": 100}, 10, ("2015", "2016"), False),
        # a falling target: 5 a year, and the steepest fall was 8
        ({2015: 40, 2016: 32, 2017: 31, 2018: 30}, {"at_most": 20}, -8, ("2015", "2016"), True),
        ({2015: 34, 2016: 30, 2017: 32, 2018: 30}, {"at_most": 20}, -4, ("2015", "2016"), False),
        # it only ever went the wrong way
        ({2015: 50, 2016: 45, 2018: 43}, {"at_least": 100}, -1, ("2016", "2018"), False),
        # below a range and above it
        ({2015: 20, 2016: 26, 2017: 28}, {"between": (40, 60)}, 6, ("2015", "2016"), True),
        ({2015: 80, 2016: 79, 2017: 72}, {"between": (40, 60)}, -7, ("2016", "2017"), True),
        # kept at the baseline, lost since: 4 a year bring it back
        ({2015: 60, 2016: 40, 2017: 48, 2018: 42}, {"at_least": 50}, 8, ("2016", "2017"), True),
    ],
)
def test_the_best_step_by_hand(
    values: Mapping[int, Number], promise: Promise, best: float, between: tuple[str, str], before: bool
) -> None:
    """Of the steps towards the target the best counts, with its two periods."""
    gap = judged(values, promise)
    assert found(gap).best == pytest.approx(best)
    assert (stretch(gap), found(gap).reached_before) == (between, before)
    assert found(gap).required == gap.numbers.pace_required


def test_negative_amounts_shrink_towards_zero() -> None:
    """A loss of 100 that falls to 50 and 45 moves at -50 and -10 %; to 20 in three years takes -23.7 %."""
    gap = judged({2015: -100, 2016: -50, 2017: -45}, {"at_least": -20}, kind="amount")
    assert gap.path == "geometric"
    assert found(gap).required == pytest.approx((20 / 45) ** (1 / 3) - 1)
    assert found(gap).best == pytest.approx(-0.5)
    assert found(gap).reached_before is True


def test_months_are_not_made_into_a_year() -> None:
    """4 in the half year to June 2018 are no pace of 8: from the end of 2016 it was 5 in one and a half years."""
    gap = judged({2015: 10, 2016: 12, 2017: 13}, {"at_least": 40}, observation("2018年6月", 17, rule="latest"))
    assert found(gap).best == pytest.approx(5 / 1.5)
    assert stretch(gap) == ("2016", "2018-06")


def test_missing_years_make_a_longer_stretch() -> None:
    """From 10 in 2015 to 40 in 2018 it was 10 a year, and no year of them is known to have been better."""
    gap = judged({2015: 10, 2018: 40}, {"at_least": 70})
    assert (found(gap).best, stretch(gap), found(gap).reached_before) == (10, ("2015", "2018"), False)


def test_without_a_baseline_value_what_was_observed_counts() -> None:
    """The pace required needs no baseline, and neither does the best one."""
    gap = judged({2016: 10, 2017: 25}, {"at_least": 60})
    assert gap.reason == "no_baseline"
    assert found(gap).required == pytest.approx(35 / 3)
    assert (found(gap).best, found(gap).reached_before) == (15, True)


def test_a_zero_on_the_way_has_no_growth() -> None:
    """To and from zero nothing grows by per cent; the other steps still count."""
    gap = judged({2015: 10, 2016: 12, 2017: 0, 2018: 20}, {"at_least": 40}, kind="amount")
    assert gap.path == "geometric"
    assert found(gap).best == pytest.approx(0.2)
    assert stretch(gap) == ("2015", "2016")


def test_a_fall_to_zero_is_a_step_on_the_linear_path() -> None:
    """Ten lost in two years are five a year the wrong way."""
    gap = judged({2015: 10, 2017: 0}, {"at_least": 50}, kind="amount", baseline=None)
    assert gap.path == "linear"
    assert found(gap).best == -5


@pytest.mark.parametrize(
    ("values", "promise", "kind"),
    [
        ({2015: 10}, {"at_least": 50}, "count"),
        ({2017: 10}, {"at_least": 50}, "count"),
        ({2015: 10, 2017: 50}, {"at_least": 50}, "count"),
        ({2015: 10, 2017: 60}, {"at_least": 50}, "count"),
        ({2015: 10, 2017: 50}, {"between": (40, 60)}, "count"),
        ({2015: 10, 2020: 40}, {"at_least": 50}, "count"),
        ({2015: 10, 2018: 40, 2021: 45}, {"at_least": 50}, "count"),
        ({2015: 10, 2017: 20}, {"hold": {"at_least": 50}}, "count"),
        ({2015: 10, 2017: 20}, {"direction": "up"}, "count"),
        ({2015: 6, 2017: 7}, {"at_least": 8}, "growth"),
    ],
    ids=["nothing later", "one value", "met", "exceeded", "in range", "over", "awaited", "held", "no figure", "growth"],
)
def test_nothing_to_compare(values: Mapping[int, Number], promise: Promise, kind: str) -> None:
    """Where no pace is required or none was seen, nothing is said."""
    assert judged(values, promise, kind=kind).feasibility is None


def test_less_than_a_year_shows_no_pace() -> None:
    """Half a year after the baseline there is no year to speak of."""
    assert judged({2015: 10}, {"at_least": 50}, observation("2016年6月", 17, rule="latest")).feasibility is None


VALUES = st.integers(-1000, 1000)
STEPS = st.dictionaries(st.integers(2016, 2019), VALUES, min_size=1, max_size=4)


@given(base=VALUES, steps=STEPS, target=VALUES)
def test_better_is_better_in_either_direction(base: int, steps: dict[int, int], target: int) -> None:
    """Everything turned upside down has the same stretch and the opposite paces."""
    values = {2015: base, **steps}
    straight = judged(values, {"at_least": target}).feasibility
    turned = judged({year: -it for year, it in values.items()}, {"at_most": -target}).feasibility
    if straight is None:
        assert turned is None
    else:
        mirrored = Feasibility(-straight.required, -straight.best, straight.best_from, straight.best_to,
                               straight.reached_before)  # fmt: skip
        assert turned == mirrored


@pytest.mark.parametrize("kind", ["count", "amount"])
@given(base=st.integers(1, 1000), steps=st.dictionaries(st.integers(2016, 2019), st.integers(1, 1000), min_size=1),
       target=st.integers(1, 1000), power=st.integers(-4, 8))  # fmt: skip
def test_the_unit_of_measure_changes_nothing(
    kind: str, base: int, steps: dict[int, int], target: int, power: int
) -> None:
    """In 亿元 or in 元 it was reached before or it was not."""
    values = {2015: base, **steps}
    times = Decimal(10) ** power
    gap = judged(values, {"at_least": target}, kind=kind)
    one = gap.feasibility
    other = judged(
        {year: it * times for year, it in values.items()}, {"at_least": target * times}, kind=kind
    ).feasibility
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other.reached_before == one.reached_before
        assert other.best == pytest.approx(one.best * (float(times) if gap.path == "linear" else 1))


@given(base=VALUES, steps=STEPS, target=VALUES)
def test_no_longer_run_was_better(base: int, steps: dict[int, int], target: int) -> None:
    """The best of neighbouring steps is at least the mean pace since the baseline, so it is a fair bar."""
    gap = judged({2015: base, **steps}, {"at_least": target})
    if gap.feasibility is not None and gap.numbers.pace_observed is not None:
        assert gap.feasibility.best >= gap.numbers.pace_observed - 1e-9
