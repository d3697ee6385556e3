"""Readings: one target's verdict on both paths and by the pace required from here."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import REGION, Number, Promise, indicator, judged, observations

from hlwplan.assess.gap import Gap, Reading, Readings
from hlwplan.assess.progress import assess_series
from hlwplan.assess.verdict import ratio_verdict
from hlwplan.report.words import other_readings, remarks

pytestmark = pytest.mark.usefixtures("chinese")

Values = Mapping[int, Number]
TO_100: Promise = {"at_least": 100}


def read(gap: Gap) -> Readings:
    return gap.readings


def statuses(gap: Gap) -> tuple[str | None, ...]:
    """Linear, geometric, required."""
    it = read(gap)
    return it.linear.status, it.geometric.status, it.required.status


def test_the_worked_example_is_read_in_three_ways() -> None:
    """180 to 240 in year one of five, 650 promised: 33.3 % a year of 29.3 planned, 60 of 94, 33.3 % of 28.3 left."""
    gap = judged({2015: 180, 2016: 240}, {"at_least": 650}, kind="amount")
    assert read(gap).geometric.ratio == pytest.approx(1.14, abs=5e-3)
    assert read(gap).linear.ratio == pytest.approx(0.64, abs=5e-3)
    # (650 / 240) ** (1 / 4) - 1 = 28.3 %
    assert read(gap).required.ratio == pytest.approx(0.3333 / 0.2829, abs=5e-3)
    assert statuses(gap) == ("needs_acceleration", "on_track", "on_track")
    assert not read(gap).agree
    assert gap.status == "on_track"
    assert remarks(gap) == ["线性路径为进度偏慢"]


def test_required_pace_uses_the_targets_own_path() -> None:
    """40 to 70 in three of five years, 100 promised, in equal steps: 10 a year where 15 are left."""
    gap = judged({2015: 40, 2018: 70}, TO_100)
    assert read(gap).required.ratio == pytest.approx(10 / 15)
    assert read(gap).linear.ratio == pytest.approx(10 / 12)
    assert read(gap).geometric.ratio is not None


def test_readings_that_agree_need_no_remark() -> None:
    """10 to 91 of 100 in four years is on track in equal steps, in growth, and for what is left."""
    gap = judged({2015: 10, 2019: 91}, TO_100)
    assert statuses(gap) == ("on_track", "on_track", "on_track")
    assert read(gap).agree
    assert other_readings(gap) is None


@pytest.mark.parametrize(
    ("values", "promise", "expected", "remark"),
    [
        # 3.67 of 4.8 a year, 12.9 of 14.4 %, 3.67 where 6.5 are left
        (
            {2015: 25, 2018: 36},
            {"at_least": 49},
            ("needs_acceleration", "needs_acceleration", "limited"),
            "按剩余年均需为明显滞后",
        ),
        # 19.3 of 18 a year, 25.1 of 36.9 %, 19.3 where 16 are left
        (
            {2015: 100, 2018: 42},
            {"at_most": 10},
            ("on_track", "needs_acceleration", "on_track"),
            "几何路径为进度偏慢",
        ),
        # 17.4 of 18 a year, 25.8 of 36.9 %, 17.4 where 20.25 are left
        (
            {2015: 100, 2019: "30.25"},
            {"at_most": 10},
            ("on_track", "needs_acceleration", "needs_acceleration"),
            "几何路径、按剩余年均需为进度偏慢",
        ),
        # 10 of 18 a year, 5.1 of 36.9 %, 10 where 80 are left in a year
        (
            {2015: 100, 2019: 54},
            {"at_most": 10},
            ("needs_acceleration", "limited", "limited"),
            "几何路径、按剩余年均需为明显滞后",
        ),
    ],
)
def test_readings_that_differ_are_one_remark(
    values: Values, promise: Promise, expected: tuple[str, ...], remark: str
) -> None:
    """Each way that differs from the verdict is named with its own, ways of one verdict together."""
    gap = judged(values, promise)
    assert statuses(gap) == expected
    assert not read(gap).agree
    assert other_readings(gap) == remark
    assert remark in remarks(gap)


def test_two_different_readings_stand_in_one_remark() -> None:
    """100 to 1476 of 3200: 96 % a year where it was to double, 344 of 620 a year, 96 % where 117 % are left."""
    gap = judged({2015: 100, 2019: 1476}, {"at_least": 3200}, kind="amount")
    assert statuses(gap) == ("limited", "on_track", "needs_acceleration")
    assert other_readings(gap) == "线性路径为明显滞后，按剩余年均需为进度偏慢"


@pytest.mark.parametrize(
    ("values", "goal", "why"),
    [({2015: 0, 2017: 10}, 100, "mixed_signs"), ({2015: -5, 2017: 10}, 100, "mixed_signs")],
)
def test_no_geometric_reading_through_zero(values: Values, goal: int, why: str) -> None:
    """Growth from or through zero is no number, so that reading is left out, with the reason, and cannot disagree."""
    gap = judged(values, {"at_least": goal})
    assert read(gap).geometric == Reading(None, None, "mixed_signs")
    assert read(gap).geometric.why == why
    assert read(gap).linear.status == gap.status


@pytest.mark.parametrize(
    ("values", "promise", "status"),
    [
        ({2015: 100}, TO_100, "achieved"),
        ({2015: 10}, TO_100, "not_assessable"),
        ({2018: 10}, TO_100, "not_assessable"),
        ({2015: 10, 2019: 50, 2021: 60}, TO_100, "pending_final"),
        ({2015: 10, 2020: 100}, TO_100, "met"),
        ({2015: 10, 2020: 90}, TO_100, "missed"),
        ({2015: 10, 2017: 100}, TO_100, "achieved"),
        ({2015: 100, 2017: 90}, TO_100, "deteriorating"),
        ({2015: 70, 2017: 34}, {"between": (40, 60)}, "deteriorating"),
        ({2015: 10, 2017: 50}, {"hold": {"at_least": 40}}, "held"),
        ({2015: 10, 2017: 50}, {"direction": "up"}, "on_track"),
    ],
)
def test_what_no_ratio_decides_holds_on_every_path(values: Values, promise: Promise, status: str) -> None:
    """What is met, missed, lost, held, awaited or unknown is so whatever the path, and no ratio is made up for it."""
    gap = judged(values, promise)
    assert (gap.status, *statuses(gap)) == (status,) * 4
    assert read(gap).agree
    assert read(gap).required.ratio is None
    assert other_readings(gap) is None


def test_without_a_target_all_readings_say_so() -> None:
    """A region to which nothing was handed down is not assessable, however it is read."""
    made = indicator(TO_100)
    gap = assess_series(made, None, REGION, observations({2015: 10, 2018: 50}))
    assert statuses(gap) == ("not_assessable",) * 3


def test_a_pace_beyond_all_measure_leaves_the_linear_reading() -> None:
    """Where growth overflows a float the geometric verdict is lost, and the linear one is still said."""
    gap = judged({"2015": "1e-10", "2016-01": 10**19}, {"at_least": 5 * 10**19}, kind="amount")
    assert gap.reason == "ratio_undefined"
    assert read(gap).geometric == read(gap).required == Reading(None, None, "ratio_undefined")
    assert read(gap).linear.status == "on_track"
    assert other_readings(gap) == "线性路径为达到进度要求"


VALUES = st.integers(1, 1000)


@given(
    base=VALUES,
    value=VALUES,
    target=VALUES,
    year=st.integers(2016, 2019),
    path=st.sampled_from(["linear", "geometric"]),
)
def test_the_own_path_is_one_of_the_readings(base: int, value: int, target: int, year: int, path: str) -> None:
    """The verdict is what its own path reads, to the last digit of the ratio."""
    gap = judged({2015: base, year: value}, {"at_least": target}, path=path)
    own = read(gap).linear if gap.path == "linear" else read(gap).geometric
    assert own.status == gap.status
    if own.ratio is not None:
        assert own.ratio == gap.numbers.ratio
        assert ratio_verdict(own.ratio)[0] == own.status


@given(base=st.integers(1, 200), step=st.integers(1, 200), years=st.integers(1, 4), falling=st.booleans())
def test_on_the_linear_path_the_required_pace_is_the_pace(base: int, step: int, years: int, *, falling: bool) -> None:
    """Exactly on the line both are a ratio of one; upwards growth compounds, so the geometric reading is no worse."""
    sign = -1 if falling else 1
    start = base + (5 * step if falling else 0)
    promise = {"at_most" if falling else "at_least": start + sign * 5 * step}
    gap = judged({2015: start, 2015 + years: start + sign * years * step}, promise)
    assert read(gap).linear.ratio == pytest.approx(1)
    assert read(gap).required.ratio == pytest.approx(1)
    geometric = read(gap).geometric.ratio
    assert geometric is not None
    assert geometric <= 1 + 1e-9 if falling else geometric >= 1 - 1e-9
    assert falling or read(gap).agree


@given(base=st.integers(1, 50), fold=st.integers(2, 9), years=st.integers(1, 4), falling=st.booleans())
def test_on_the_geometric_path_the_required_growth_is_the_growth(
    base: int, fold: int, years: int, *, falling: bool
) -> None:
    """Exactly on the curve both are a ratio of one; downwards the curve runs ahead of the line, so all three agree."""
    low, high = base, base * fold**5
    start, target = (high, low) if falling else (low, high)
    now = high // fold**years if falling else low * fold**years
    gap = judged({2015: start, 2015 + years: now}, {"at_most" if falling else "at_least": target}, path="geometric")
    assert read(gap).geometric.ratio == pytest.approx(1)
    assert read(gap).required.ratio == pytest.approx(1)
    linear = read(gap).linear.ratio
    assert linear is not None
    assert linear >= 1 - 1e-9 if falling else linear <= 1 + 1e-9
    assert not falling or read(gap).agree


@pytest.mark.parametrize("path", ["linear", "geometric"])
@given(base=VALUES, value=VALUES, target=VALUES, year=st.integers(2016, 2019), power=st.integers(-5, 5))
def test_readings_are_the_same_in_any_unit_of_measure(
    path: str, base: int, value: int, target: int, year: int, power: int
) -> None:
    """Times a power of ten every reading is the same."""
    assume(base != target)
    name = "at_least" if target > base else "at_most"
    one, other = (
        judged({2015: f"{base}E{n}", year: f"{value}E{n}"}, {name: Decimal(f"{target}E{n}")}, path=path)
        for n in (0, power)
    )
    assert statuses(one) == statuses(other)


@given(base=VALUES, value=VALUES, target=VALUES, year=st.integers(2016, 2019))
def test_readings_turned_upside_down_are_the_same(base: int, value: int, target: int, year: int) -> None:
    """A loss of −b that is to shrink to −T is read as the amount b that is to fall to T."""
    straight = judged({2015: base, year: value}, {"at_most": target}, path="geometric")
    turned = judged({2015: -base, year: -value}, {"at_least": -target}, path="geometric")
    assert statuses(turned) == statuses(straight)


@given(
    base=VALUES,
    value=VALUES,
    target=VALUES,
    year=st.integers(2016, 2019),
    path=st.sampled_from(["linear", "geometric"]),
)
def test_going_on_is_enough_where_the_path_is_kept(base: int, value: int, target: int, year: int, path: str) -> None:
    """A ratio of one or more on the own path is one or more of the required pace, and the other way round."""
    assume(base != target)
    gap = judged({2015: base, year: value}, {"at_least" if target > base else "at_most": target}, path=path)
    ratio, required = gap.numbers.ratio, read(gap).required.ratio
    if ratio is not None and required is not None and abs(ratio - 1) > 1e-6:
        assert (ratio > 1) == (required > 1)
        if 0 < ratio < 1:
            assert required < ratio
