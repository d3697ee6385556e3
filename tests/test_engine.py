"""The column engine: which value is adopted for an indicator, region and year, worked by hand for each rule."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy import HEAD, PLAN, TASK, batch, indicator, observed, original, read, sourced, stored, table

from hlwplan.measure.engine import observe
from hlwplan.measure.measurement import Observation, newest
from hlwplan.measure.store import Store
from hlwplan.measure.tables import Clocks
from hlwplan.period import parse_period
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Baseline, Plan

YEAR = "sales,甲市,2018,100,亿元"
TO_DATE = "sales,甲市,2018年1-12月,101,亿元"
QUARTERS = [f"sales,甲市,2018Q{n},{n}0,亿元" for n in (1, 2, 3, 4)]  # 100
HALVES = ["sales,甲市,2018H1,45,亿元", "sales,甲市,2018H2,57,亿元"]  # 102
MONTHS = [f"sales,甲市,2018年{n}月,{n},亿元" for n in range(1, 13)]  # 78


def brief(observations: list[Observation]) -> list[tuple[str, str, str | None]]:
    """Period, rule and value, short enough to compare."""
    return [(str(it.period), it.rule, None if it.value is None else f"{it.value:f}") for it in observations]


# A flow's year


@pytest.mark.parametrize(
    ("rows", "rule", "value"),
    [
        ([*MONTHS, *HALVES, *QUARTERS, TO_DATE.replace("101", "100"), YEAR], "year", "100"),
        ([*MONTHS, *HALVES, *QUARTERS, TO_DATE], "to_date", "101"),
        ([*MONTHS, *HALVES, *QUARTERS], "quarters", "100"),
        ([*MONTHS, *HALVES], "halves", "102"),
        (MONTHS, "months", "78"),
        ([*MONTHS, *QUARTERS[:3]], "months", "78"),
        ([*HALVES, *QUARTERS[1:]], "halves", "102"),
        ([YEAR, *HALVES[:1]], "year", "100"),
    ],
    ids=[
        "year",
        "1-12月",
        "quarters",
        "halves",
        "months",
        "months, quarters short",
        "halves, quarters short",
        "and H1",
    ],
)
def test_a_flows_year_is_the_most_direct_that_is_complete(
    rows: list[str], rule: str, value: str, tmp_path: Path
) -> None:
    """The year itself, else 1-12月, else all quarters, halves or months; parts that lack one are no year."""
    assert brief(observed(tmp_path, *rows)) == [("2018", rule, value)]


@pytest.mark.parametrize(
    ("rows", "period", "value"),
    [
        (QUARTERS[:3], "2018-01/09", "60"),
        (["sales,甲市,2018年1-9月,61,亿元", *QUARTERS[:3]], "2018-01/09", "61"),
        (["sales,甲市,2018年1-9月,60,亿元", "sales,甲市,2018年1-11月,88,亿元"], "2018-01/11", "88"),
        (HALVES[:1], "2018H1", "45"),
        (MONTHS[:11], "2018-01/11", "66"),
        ([*HALVES[:1], "sales,甲市,2018年1-9月,60,亿元"], "2018-01/09", "60"),
        ([QUARTERS[0], *QUARTERS[2:]], "2018Q1", "10"),
        ([*MONTHS[:4], MONTHS[5]], "2018-01/04", "10"),
        (["sales,甲市,2018年1-3月,10,亿元", QUARTERS[1]], "2018-01/06", "30"),
        ([*QUARTERS[:2], *MONTHS[:6]], "2018-01/06", "30"),
        ([*QUARTERS[:2], HALVES[0]], "2018H1", "45"),
        ([*QUARTERS[:2], *MONTHS[:7]], "2018-01/07", "28"),
        ([MONTHS[0], QUARTERS[1]], "2018-01", "1"),
        (["sales,甲市,2018年1-4月,40,亿元", "sales,甲市,2018-04-30,9,亿元,,2019-06-01"], "2018-01/04", "40"),
    ],
    ids=["three quarters", "前三季度 before three quarters", "the furthest", "H1", "eleven months", "beyond H1",
         "Q2 lacks", "May lacks", "1-3月 and Q2", "quarters before months", "H1 before quarters", "further by months",
         "a quarter does not follow a month", "the last day is no newer vintage of the months"],
)  # fmt: skip
def test_a_flows_unfinished_year_is_a_part(rows: list[str], period: str, value: str, tmp_path: Path) -> None:
    """The furthest that has run up since January: as reported, else quarters or months, as far as none lacks."""
    assert brief(observed(tmp_path, *rows)) == [(period, "part", value)]


@pytest.mark.parametrize(
    "row", ["sales,甲市,2018Q3,30,亿元", "sales,甲市,2018H2,57,亿元", "sales,甲市,2018-06-30,30,亿元"]
)
def test_a_stretch_that_does_not_begin_in_january_is_no_part(row: str, tmp_path: Path) -> None:
    """A later quarter alone, a second half or a single day says nothing of how far the year has come."""
    assert observed(tmp_path, row) == []


def test_a_run_up_names_all_its_rows(tmp_path: Path) -> None:
    """Of two quarters both rows stand behind it, and what lies behind a gap does not."""
    rows = [
        "sales,甲市,2018Q1,1.1,亿元,正式,2018-04-01,甲",
        "sales,甲市,2018Q2,2.2,亿元,估计,2018-07-01,乙",
        "sales,甲市,2018Q4,4.4,亿元,示例,2019-01-01,丙",
    ]
    (it,) = observed(tmp_path, *rows)
    start = original(tmp_path)
    assert it == Observation(
        "sales", "甲市", it.period, Decimal("3.3"), "part", "estimated", "2018-07-01",
        (f"{start}#2", f"{start}#3"), ("乙", "甲"),
    )  # fmt: skip
    assert (it.period.chinese, it.yearly) == ("2018年1-6月", False)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (QUARTERS, [("2018-01/09", "part_before", "60"), ("2018", "quarters", "100")]),
        (
            [*QUARTERS, "sales,甲市,2018年1-9月,61,亿元"],
            [("2018-01/09", "part_before", "61"), ("2018", "quarters", "100")],
        ),
        (MONTHS, [("2018-01/09", "part_before", "45"), ("2018", "months", "78")]),
        ([YEAR, *QUARTERS[:2]], [("2018", "year", "100")]),
        ([YEAR, *QUARTERS[1:3]], [("2018", "year", "100")]),
        (QUARTERS[:3], [("2018-01/09", "part", "60")]),
        ([YEAR.replace("2018", "2017"), "sales,甲市,2017年1-9月,70,亿元"], [("2017", "year", "100")]),
    ],
    ids=["quarters", "reported", "months", "less far", "Q1 lacks", "unfinished itself", "two years before"],
)  # fmt: skip
def test_the_year_before_up_to_the_same_month(
    before: list[str], expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    """Beside 1-9月 of an unfinished year stands 1-9月 of the year before, where that year is finished."""
    found = brief(observed(tmp_path, *before, "sales,甲市,2019年1-9月,70,亿元"))
    assert found == [*expected, ("2019-01/09", "part", "70")]


def test_a_finished_year_needs_no_year_before(tmp_path: Path) -> None:
    """Once the year is known, its run-ups and those of the year before are no observations."""
    assert brief(observed(tmp_path, *QUARTERS, "sales,甲市,2019,70,亿元", "sales,甲市,2019年1-9月,50,亿元")) == [
        ("2018", "quarters", "100"), ("2019", "year", "70"),
    ]  # fmt: skip


def test_run_ups_keep_to_their_region_and_indicator(tmp_path: Path) -> None:
    """A district's first quarter and another flow's do not fill the gap of the city's sales."""
    rows = ["sales,甲市,2018Q2,1,亿元", "sales,乙区,2018Q1,2,亿元", "paid,甲市,2018Q1,3,元", "sales,甲市,2017Q1,4,亿元"]
    assert [(it.indicator, it.region, str(it.period), str(it.value)) for it in observed(tmp_path, *rows)] == [
        ("paid", "甲市", "2018Q1", "3"), ("sales", "乙区", "2018Q1", "2"), ("sales", "甲市", "2017Q1", "4"),
    ]  # fmt: skip


def test_a_run_up_uses_what_was_known(tmp_path: Path) -> None:
    """A quarter that was published later, or revised, counts only from then on."""
    rows = [
        "sales,甲市,2018Q1,1,亿元,,2018-04-01",
        "sales,甲市,2018Q2,2,亿元,,2018-07-01",
        "sales,甲市,2018Q1,1.5,亿元,,2018-08-01",
    ]
    assert brief(observed(tmp_path / "a", *rows, as_of=date(2018, 6, 30))) == [("2018Q1", "part", "1")]
    assert brief(observed(tmp_path / "b", *rows, as_of=date(2018, 7, 31))) == [("2018-01/06", "part", "3")]
    (it,) = observed(tmp_path / "c", *rows)
    assert (it.value, it.revised) == (Decimal("3.5"), 1)


def test_a_sum_names_all_its_rows(tmp_path: Path) -> None:
    """Four quarters: the origins of all four, the weakest status, the latest date, every source once."""
    rows = [
        f"sales,甲市,2018Q{n},1.1,亿元,{status},2019-0{n}-01,{source}"
        for n, status, source in ((1, "正式", "甲"), (2, "估计", "乙"), (3, "初步", "甲"), (4, "正式", "乙"))
    ]
    (it,) = observed(tmp_path, *rows)
    start = original(tmp_path)
    assert it == Observation(
        "sales", "甲市", it.period, Decimal("4.4"), "quarters", "estimated", "2019-04-01",
        tuple(f"{start}#{line}" for line in (2, 3, 4, 5)), ("乙", "甲"),
    )  # fmt: skip


# A level and a running total


def test_a_level_is_the_latest_of_the_year_at_its_own_time(tmp_path: Path) -> None:
    """Of March, June and 15 September the last counts, each year by itself, and is not called the year's end."""
    rows = ["speed,甲市,2018年3月,3,Gbps", "speed,甲市,2018-09-15,9,Gbps", "speed,甲市,2018年6月,6,Gbps",
            "speed,甲市,2017,2,Gbps"]  # fmt: skip
    observations = observed(tmp_path, *rows)
    assert brief(observations) == [("2017", "latest", "2"), ("2018-09-15", "latest", "9")]
    assert [it.period.end for it in observations] == [2017, parse_end("2018-09-15")]


def parse_end(text: str) -> object:
    """When a period ends."""
    period = parse_period(text)
    assert period is not None
    return period.end


@pytest.mark.parametrize("last", ["2018", "2018年四季度", "2018年12月", "2018-12-31"])
def test_a_running_total_is_never_added_up(last: str, tmp_path: Path) -> None:
    """Four quarters of a running total are its last one, not their sum."""
    rows = [f"homes,甲市,2018Q{n},{n}00,户" for n in (1, 2, 3)]
    (it,) = observed(tmp_path, *rows, f"homes,甲市,{last},1000,户")
    assert (it.rule, it.value) == ("latest", Decimal(1000))
    assert it.period.end == 2018


def test_the_year_is_preferred_to_what_ends_with_it(tmp_path: Path) -> None:
    """Of a level's rows that end together, the one about the longest stretch is taken."""
    rows = ["speed,甲市,2018年12月,18,Gbps", "speed,甲市,2018,18,Gbps", "speed,甲市,2018Q4,18,Gbps"]
    assert brief(observed(tmp_path, *rows)) == [("2018", "latest", "18")]


def test_of_two_stores_merged_the_year_counts(tmp_path: Path) -> None:
    """Version control can bring together what ingest would refuse: of one day the year counts, in any order."""
    for rows in (["speed,甲市,2018年12月,12,Gbps", TO_DATE], ["speed,甲市,2018,18,Gbps", YEAR]):
        part = stored(tmp_path / rows[0][-6:], rows)
        for file in part.batches():
            (tmp_path / "batches").mkdir(exist_ok=True)
            (tmp_path / "batches" / file.name).write_bytes(file.read_bytes())
    observations, findings = Store(tmp_path).observations(PLAN)
    assert findings == []
    assert brief(observations) == [("2018", "year", "100"), ("2018", "latest", "18")]


def test_a_first_quarter_run_up_since_january_is_the_first_quarter(tmp_path: Path) -> None:
    """1-3月 and three quarters make the year, as four quarters do."""
    rows = ["sales,甲市,2018年1-3月,10,亿元", *QUARTERS[1:]]
    assert brief(observed(tmp_path, *rows)) == [("2018", "quarters", "100")]


def test_a_row_without_a_source_is_adopted_without_one(tmp_path: Path) -> None:
    """The source is optional, for every rule."""
    rows = ["speed,甲市,2018,18,Gbps", "sales,甲市,2018,1,亿元", "sales,甲市,2019H1,1,亿元", "homes,乙区,2018,1,户",
            "homes,丙县,2018,2,户"]  # fmt: skip
    observations, _ = stored(tmp_path, rows).observations(PLAN)
    assert [(it.rule, it.sources) for it in observations] == [
        ("latest", ()), ("latest", ()), ("districts", ()), ("year", ()), ("part", ()), ("latest", ()),
    ]  # fmt: skip


def test_a_source_with_a_line_break_is_one_source(tmp_path: Path) -> None:
    """A quoted line break does not make two sources of one, whatever the series."""
    rows = ['speed,甲市,2018,18,Gbps,,,"甲\n乙"', 'sales,甲市,2018,1,亿元,,,"甲\n乙"']
    assert [it.sources for it in observed(tmp_path, *rows)] == [("甲\n乙",), ("甲\n乙",)]


# Units and exactness


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("sales,甲市,2018,3500000,万元", "350"),
        ("sales,甲市,2018,3.57,万亿元", "35700"),
        ("sales,甲市,2018,35000000001,元", "350.00000001"),
        ("sales,甲市,2018,350.12,元", "0.0000035012"),
        ("sales,甲市,2018,350亿,元", "350"),
        ("sales,甲市,2018,-0.7,亿元", "-0.7"),
        ("speed,甲市,2018,512,Kbps", "0.000512"),
        ("speed,甲市,2018,10240,Mbps", "10.24"),
        ("homes,甲市,2018,1.2345,万户", "12345"),
        ("cover,甲市,2018,955,‰", "95.5"),
        ("sales,甲市,2018,12345678901234567890,亿元", "12345678901234567890"),
        ("sales,甲市,2018,12345678901234567.890123456789,亿元", "12345678901234567.890123456789"),
        ("sales,甲市,2018,12345678901234567890,元", "123456789012.3456789"),
        ("paid,甲市,2018,99999999999999.999999999999,万亿元", "99999999999999999999999999"),
        ("sales,甲市,2018,0.000000000001,亿元", "0.000000000001"),
    ],
)
def test_units_are_converted_exactly(row: str, value: str, tmp_path: Path) -> None:
    """A value in the plan's unit has every digit that was reported, large or small."""
    (it,) = observed(tmp_path, row)
    assert it.value == Decimal(value)


def test_a_value_that_overflows_the_engine_does_not_stop_the_others(tmp_path: Path) -> None:
    """10^15 万亿元 is more than 元 can hold here: refused at ingest, or reported; the other values stay readable."""
    made = batch("sales,甲市,2018,350,亿元")
    store = Store(tmp_path)
    store.add(PLAN, [made])
    huge, findings = read(table("paid,甲市,2018,1000000000000000,万亿元"))
    if huge is not None:
        store.add(PLAN, [huge])
    observations, more = store.observations(PLAN)
    assert [it.value for it in observations if it.indicator == "sales"] == [Decimal(350)]
    assert findings or more


def test_sums_are_exact(tmp_path: Path) -> None:
    """0.1 and 0.2 make 0.3, and twelve months of a third of a cent lose nothing."""
    months = [f"sales,甲市,2018年{n}月,0.333333333333,亿元" for n in range(1, 13)]
    halves = ["sales,甲市,2017H1,0.1,亿元", "sales,甲市,2017H2,0.2,亿元"]
    assert brief(observed(tmp_path, *months, *halves)) == [
        ("2017", "halves", "0.3"),
        ("2018", "months", "3.999999999996"),
    ]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(-(10**20), 10**20), min_size=4, max_size=4))
def test_quarters_add_up_to_the_last_digit(tmp_path_factory: pytest.TempPathFactory, parts: list[int]) -> None:
    """The year of four quarters is their sum, whatever their size and sign."""
    values = [Decimal(part).scaleb(-4) for part in parts]
    rows = [f"sales,甲市,2018Q{n},{value:f},亿元" for n, value in enumerate(values, start=1)]
    (it,) = observed(tmp_path_factory.mktemp("data"), *rows)
    assert it.value == Decimal(sum(parts)).scaleb(-4)


MIXED = [
    *QUARTERS,
    "homes,乙区,2018,3,户,估计,,甲",
    "homes,丙县,2018年12月,4,户,,,乙",
    "speed,甲市,2018H1,1,Gbps",
    "speed,甲市,2018-06-30,1,Gbps",
    "sales,甲市,2019年1-9月,5,亿元",
]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.permutations(MIXED))
def test_the_order_of_rows_changes_nothing(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    """Shuffled rows give the same observations in the same order, but for the lines they came from."""
    observations = observed(tmp_path_factory.mktemp("data"), *rows)
    assert [(it.indicator, it.region, *row) for it, row in zip(observations, brief(observations), strict=True)] == [
        ("homes", "丙县", "2018-12", "latest", "4"),
        ("homes", "乙区", "2018", "latest", "3"),
        ("homes", "甲市", "2018", "districts", "7"),
        ("sales", "甲市", "2018-01/09", "part_before", "60"),
        ("sales", "甲市", "2018", "quarters", "100"),
        ("sales", "甲市", "2019-01/09", "part", "5"),
        ("speed", "甲市", "2018H1", "latest", "1"),
    ]


def test_the_same_store_is_read_the_same_every_time(tmp_path: Path) -> None:
    """Two readings of one store are equal to the last field."""
    rates = ["cover,乙区,2018,50,%", "cover,丙县,2018,90,%", "homes,乙区,2018,3,户", "homes,丙县,2018,4,户"]
    store = stored(tmp_path, [*QUARTERS, *MONTHS], sourced(*rates))
    assert store.observations(PLAN) == store.observations(PLAN)


def test_observations_come_by_indicator_region_and_time(tmp_path: Path) -> None:
    """The order is that of the ids, then the regions, then the periods, not that of the files."""
    rows = ["speed,甲市,2019,1,Gbps", "speed,甲市,2018,1,Gbps", "speed,丙县,2019,1,Gbps", "cover,甲市,2019,1,%"]
    observations = observed(tmp_path, *rows)
    assert [(it.indicator, it.region, it.period.year) for it in observations] == [
        ("cover", "甲市", 2019), ("speed", "丙县", 2019), ("speed", "甲市", 2018), ("speed", "甲市", 2019),
    ]  # fmt: skip


# Vintages and the two clocks


VINTAGES = [
    f"sales,甲市,2018,{value},亿元,,{day}"
    for value, day in ((340, "2019-03-01"), (350, "2019-06-01"), (345, "2020-06-01"))
]


@pytest.mark.parametrize(
    ("as_of", "value", "revised"),
    [(None, 345, 2), (date(2020, 6, 1), 345, 2), (date(2020, 5, 31), 350, 1), (date(2019, 6, 1), 350, 1),
     (date(2019, 5, 31), 340, 0), (date(2019, 3, 1), 340, 0)],
)  # fmt: skip
def test_the_newest_vintage_known_by_then_wins(as_of: date | None, value: int, revised: int, tmp_path: Path) -> None:
    """Later publications replace earlier ones, up to and with the day asked for, and the replaced ones are counted."""
    (it,) = observed(tmp_path, *reversed(VINTAGES), as_of=as_of)
    assert (it.value, it.revised) == (Decimal(value), revised)


def test_before_the_first_publication_nothing_is_known(tmp_path: Path) -> None:
    """As of a day before any publication there is no observation."""
    assert observed(tmp_path, *VINTAGES, as_of=date(2019, 2, 28)) == []


def test_a_value_said_twice_on_one_day_is_no_revision(tmp_path: Path) -> None:
    """Two files with one value of one date replace nothing older."""
    row = "sales,甲市,2018,350,亿元,,2019-03-01"
    store = stored(tmp_path, [row], [row.replace("350,亿元", "3500000,万元")])
    (it,) = store.observations(PLAN)[0]
    assert (it.value, it.revised) == (Decimal(350), 0)


def test_a_value_said_again_later_is_no_revision(tmp_path: Path) -> None:
    """The same value and status of a later day revise nothing, however the period is written."""
    rows = ["speed,甲市,2018,5,Gbps,,2019-03-01", "speed,甲市,2018-12-31,5,Gbps,,2019-06-01"]
    (it,) = observed(tmp_path / "a", *rows)
    assert (it.published, it.revised) == ("2019-06-01", 0)
    (it,) = observed(
        tmp_path / "b", *rows, "speed,甲市,2018,5,Gbps,初步,2019-09-01", "speed,甲市,2018,6,Gbps,,2019-10-01"
    )
    assert (it.published, it.revised) == ("2019-10-01", 2)


def test_a_year_asked_for_leaves_out_later_years(tmp_path: Path) -> None:
    """As at the end of 2018, with what is known now: 2018 counts, 2019 does not, whenever it was published."""
    rows = [
        "sales,甲市,2017,1,亿元,,2021-01-01",
        "sales,甲市,2018,2,亿元,,2021-01-01",
        "sales,甲市,2019,3,亿元,,2020-01-01",
    ]
    assert brief(observed(tmp_path, *rows, year=2018)) == [("2017", "year", "1"), ("2018", "year", "2")]


def test_both_clocks_may_be_set_together(tmp_path: Path) -> None:
    """The year and the day each leave out what lies behind them."""
    rows = [*VINTAGES, "sales,甲市,2017,1,亿元,,2018-03-01", "sales,甲市,2019,3,亿元,,2019-04-01"]
    observations = observed(tmp_path, *rows, as_of=date(2019, 12, 31), year=2018)
    assert brief(observations) == [("2017", "year", "1"), ("2018", "year", "350")]


@pytest.mark.parametrize("mark", ["", "-", "—", "…", "NA"])
def test_a_missing_mark_neither_counts_nor_replaces(mark: str, tmp_path: Path) -> None:
    """A later mark for missing leaves the older value standing, and a mark alone is no observation and never 0."""
    rows = [
        "sales,甲市,2018,350,亿元,,2019-03-01",
        f"sales,甲市,2018,{mark},亿元,,2019-06-01",
        f"speed,甲市,2018,{mark}",
    ]
    (it,) = observed(tmp_path, *rows)
    assert (it.indicator, it.value, it.published, it.revised) == ("sales", Decimal(350), "2019-03-01", 0)


def test_a_missing_quarter_makes_the_year_incomplete(tmp_path: Path) -> None:
    """Three quarters and a mark are no year."""
    rows = [*QUARTERS[:3], "sales,甲市,2018Q4,—,亿元"]
    assert [it.rule for it in observed(tmp_path, *rows)] == ["part"]


def test_zero_is_a_value(tmp_path: Path) -> None:
    """A reported 0 counts, and replaces an older value."""
    rows = ["sales,甲市,2018,350,亿元,,2019-03-01", "sales,甲市,2018,0,亿元,,2019-06-01"]
    assert brief(observed(tmp_path, *rows)) == [("2018", "year", "0")]


# Districts


def only(observations: list[Observation], id_: str = "sales", region: str = "甲市") -> Observation:
    """The one observation of an indicator and region."""
    (it,) = [it for it in observations if (it.indicator, it.region) == (id_, region)]
    return it


def test_districts_make_the_city_when_all_are_there(tmp_path: Path) -> None:
    """Two of two districts: their sum, with both rows, the weakest status and the latest date."""
    rows = ["sales,乙区,2018,1.5,亿元,正式,2019-03-01,甲", "sales,丙县,2018,25000,万元,初步,2019-04-01,乙"]
    it = only(observed(tmp_path, *rows))
    start = original(tmp_path)
    assert (it.value, it.rule, it.status, it.published) == (Decimal(4), "districts", "preliminary", "2019-04-01")
    assert (it.covered, it.parts, it.revised) == (2, 2, 0)
    assert (it.origins, it.sources) == ((f"{start}#2", f"{start}#3"), ("乙", "甲"))


def test_some_districts_give_no_value_but_say_how_many(tmp_path: Path) -> None:
    """One of two districts: no value for the city, and the coverage in its place."""
    it = only(observed(tmp_path, "sales,乙区,2018,1.5,亿元"))
    assert (it.value, it.rule, it.covered, it.parts) == (None, "districts", 1, 2)


def test_a_missing_district_is_not_counted_as_zero(tmp_path: Path) -> None:
    """A district that reports a mark for missing is not covered."""
    it = only(observed(tmp_path, "sales,乙区,2018,1.5,亿元", "sales,丙县,2018,-,亿元"))
    assert (it.value, it.covered, it.parts) == (None, 1, 2)


def test_what_the_city_reports_is_preferred_to_the_sum(tmp_path: Path) -> None:
    """The city's own value stands, though its districts add up to another, which stands beside it as a check."""
    rows = ["sales,乙区,2018,1,亿元", "sales,丙县,2018,2,亿元,初步", "sales,全市,2018,4,亿元,正式"]
    check, it = (it for it in observed(tmp_path, *rows) if it.region == "甲市")
    start = original(tmp_path)
    assert (it.value, it.rule, it.covered, it.parts, it.status) == (Decimal(4), "year", 0, 0, "final")
    assert (check.value, check.rule, check.covered, check.parts) == (Decimal(3), "check", 2, 2)
    assert (check.status, check.origins, check.yearly) == ("preliminary", (f"{start}#2", f"{start}#3"), False)


def test_some_districts_check_nothing_and_say_how_many(tmp_path: Path) -> None:
    """One of two districts is no check of what the city reported; the coverage is known."""
    city = [it for it in observed(tmp_path, "sales,乙区,2018,1,亿元", "sales,甲市,2018,4,亿元") if it.region == "甲市"]
    assert [(it.rule, it.value, it.covered, it.parts) for it in city] == [
        ("check", None, 1, 2), ("year", Decimal(4), 0, 0),
    ]  # fmt: skip


def test_a_mean_checks_a_reported_rate(tmp_path: Path) -> None:
    """50 % of 1 and 90 % of 3 homes are 80 %, whatever the city reports."""
    rows = ["cover,乙区,2018,50,%", "cover,丙县,2018,90,%", "homes,乙区,2018,1,户", "homes,丙县,2018,3,户",
            "cover,甲市,2018,85,%"]  # fmt: skip
    city = [it for it in observed(tmp_path, *rows) if (it.indicator, it.region) == ("cover", "甲市")]
    assert brief(city) == [("2018", "check", "80"), ("2018", "latest", "85")]


def test_districts_of_another_time_check_nothing(tmp_path: Path) -> None:
    """Districts' totals of December say nothing of what the city reported for June."""
    rows = ["homes,乙区,2018,1,户", "homes,丙县,2018,2,户", "homes,甲市,2018年6月,2,户"]
    assert only(observed(tmp_path, *rows), "homes").rule == "latest"


def test_districts_are_added_year_by_year(tmp_path: Path) -> None:
    """One year may be the city's own and the next its districts' sum; each district's year by its own rule."""
    rows = ["sales,甲市,2017,9,亿元", "sales,乙区,2018H1,1,亿元", "sales,乙区,2018H2,2,亿元", "sales,丙县,2018,3,亿元",
            "sales,丙县,2017,8,亿元"]  # fmt: skip
    city = [it for it in observed(tmp_path, *rows) if it.region == "甲市"]
    assert brief(city) == [("2017", "check", None), ("2017", "year", "9"), ("2018", "districts", "6")]


def test_an_unfinished_year_of_a_district_is_not_added(tmp_path: Path) -> None:
    """Nine months of one district and a year of the other are one district."""
    it = only(observed(tmp_path, "sales,乙区,2018年1-9月,1,亿元", "sales,丙县,2018,3,亿元"))
    assert (it.value, it.covered, it.parts) == (None, 1, 2)


def test_districts_at_different_times_do_not_add_up(tmp_path: Path) -> None:
    """A total of June and one of December are not one city's; those that end together are, however they are named."""
    apart = only(observed(tmp_path / "a", "homes,乙区,2018年6月,1,户", "homes,丙县,2018,2,户"), "homes")
    assert (apart.value, apart.covered, apart.parts) == (None, 1, 2)
    together = only(observed(tmp_path / "b", "homes,乙区,2018年12月,1,户", "homes,丙县,2018,2,户"), "homes")
    assert (together.value, together.covered) == (Decimal(3), 2)


def test_levels_without_a_rule_across_districts_stay_apart(tmp_path: Path) -> None:
    """Where the plan says `none`, districts make no city."""
    observations = observed(tmp_path, "speed,乙区,2018,1,Gbps", "speed,丙县,2018,2,Gbps")
    assert [it.region for it in observations] == ["丙县", "乙区"]


def test_a_rate_is_the_mean_weighted_by_another_indicator(tmp_path: Path) -> None:
    """50 % of 1 and 90 % of 3 homes are 80 %, not 70 %."""
    rows = ["cover,乙区,2018,50,%", "cover,丙县,2018,90,%", "homes,乙区,2018,1,户", "homes,丙县,2018,3,户"]
    it = only(observed(tmp_path, *rows), "cover")
    assert (it.value, it.rule, it.covered, it.parts) == (Decimal(80), "districts", 2, 2)


def test_a_weighted_mean_converts_its_units_first(tmp_path: Path) -> None:
    """Per mille and ten thousand homes are brought to the plan's units before the mean is taken."""
    rows = ["cover,乙区,2018,500,‰", "cover,丙县,2018,90,%", "homes,乙区,2018,1,万户", "homes,丙县,2018,30000,户"]
    assert only(observed(tmp_path, *rows), "cover").value == Decimal(80)


def test_a_weighted_mean_needs_every_weight(tmp_path: Path) -> None:
    """A district without its weight is not covered; weights that add up to nothing give no mean."""
    rows = ["cover,乙区,2018,50,%", "cover,丙县,2018,90,%", "homes,乙区,2018,1,户"]
    it = only(observed(tmp_path / "a", *rows), "cover")
    assert (it.value, it.covered, it.parts) == (None, 1, 2)
    zero = [*rows[:2], "homes,乙区,2018,0,户", "homes,丙县,2018,0,户"]
    assert only(observed(tmp_path / "b", *zero), "cover").value is None


@given(weights=st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mean_of_equal_values_is_that_value(
    tmp_path_factory: pytest.TempPathFactory, weights: tuple[int, int]
) -> None:
    """Floats do not make two districts at 95.1 % miss a target of 95.1 %."""
    rows = [f"{name},{region},2018,{value},{unit}"
            for region, weight in zip(("乙区", "丙县"), weights, strict=True)
            for name, value, unit in (("cover", "95.1", "%"), ("homes", weight, "户"))]  # fmt: skip
    assert only(observed(tmp_path_factory.mktemp("data"), *rows), "cover").value == Decimal("95.1")


def test_a_weight_below_zero_covers_nothing(tmp_path: Path) -> None:
    """A negative number of homes is a mistake somewhere; no mean is made of it."""
    rows = ["cover,乙区,2018,50,%", "cover,丙县,2018,90,%", "homes,乙区,2018,1,户", "homes,丙县,2018,-3,户"]
    it = only(observed(tmp_path, *rows), "cover")
    assert (it.value, it.covered) == (None, 1)


def test_a_weighted_mean_rests_on_its_weights_too(tmp_path: Path) -> None:
    """Made-up weights make a made-up mean: its status is the weakest of all rows behind it, its origins are all."""
    rows = [
        "cover,乙区,2018,50,%,正式",
        "cover,丙县,2018,90,%,正式",
        "homes,乙区,2018,1,户,示例",
        "homes,丙县,2018,3,户,示例",
    ]
    it = only(observed(tmp_path, *rows), "cover")
    start = original(tmp_path)
    assert it.status == "synthetic"
    assert it.origins == tuple(f"{start}#{line}" for line in (2, 3, 4, 5))


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("正式", "正式", "final"),
        ("正式", "初步", "preliminary"),
        ("估计", "初步", "estimated"),
        ("示例", "估计", "synthetic"),
    ],
)
def test_a_sum_has_the_status_of_its_weakest_part(one: str, other: str, status: str, tmp_path: Path) -> None:
    """Final, preliminary, estimated, synthetic: the one that proves least is the whole's."""
    it = only(observed(tmp_path, f"sales,乙区,2018,1,亿元,{one}", f"sales,丙县,2018,1,亿元,{other}"))
    assert it.status == status
    assert it.synthetic == (status == "synthetic")


# What the plan does not have


def without(*ids: str) -> Plan:
    """The plan without some of its indicators, as after an edit."""
    return Plan(HEAD, (TASK,), tuple(it for it in PLAN.indicators if it.id not in ids), {})


def test_rows_of_an_indicator_that_left_the_plan_are_reported(tmp_path: Path) -> None:
    """They are left out and counted, once for each indicator and region; deliverables are no such rows."""
    rows = ["sales,甲市,2018,1,亿元", "sales,甲市,2019,1,亿元", "speed,甲市,2018,1,Gbps", "某平台,甲市,2018,已完成"]
    observations, findings = stored(tmp_path, sourced(*rows)).observations(without("sales"))
    assert [it.indicator for it in observations] == ["speed"]
    assert [(it.code, it.message) for it in findings] == [
        ("S003", "2 rows about sales 甲市 left out: the plan does not have it")
    ]


def test_an_entry_that_was_renamed_is_found_by_its_old_id(tmp_path: Path) -> None:
    """An alias with the old id or name leads stored rows to the renamed indicator and region."""
    store = stored(tmp_path, ["sales,丙县,2018,1,亿元"])
    renamed = PLAN.indicators[0].model_copy(update={"id": "retail", "aliases": ("sales",)})
    district = HEAD.regions[2].model_copy(update={"name": "丙区", "aliases": ("丙县",)})
    whole = HEAD.regions[0].model_copy(update={"parts": ("乙区", "丙区")})
    head = HEAD.model_copy(update={"regions": (whole, HEAD.regions[1], district)})
    observations, findings = store.observations(Plan(head, (TASK,), (renamed,), {}))
    assert findings == []
    assert [(it.indicator, it.region, it.value) for it in observations if it.rule == "year"] == [
        ("retail", "丙区", Decimal(1))
    ]


def test_a_baseline_within_a_year_is_observed_beside_the_years_last(tmp_path: Path) -> None:
    """A plan that starts from June 2018 finds June's value though December's is the year's."""
    base = PLAN.indicators[2].model_copy(update={"baseline": Baseline.model_validate({"period": "2018-06"})})
    plan = Plan(HEAD, (TASK,), (base,), {})
    store = stored(tmp_path, [f"speed,甲市,2018年{n}月,{n},Gbps" for n in (3, 5, 6, 9, 12)])
    assert brief(store.observations(plan)[0]) == [("2018-06", "latest", "6"), ("2018-12", "latest", "12")]
    assert brief(store.observations(PLAN)[0]) == [("2018-12", "latest", "12")]


def test_rows_of_a_region_that_left_the_plan_are_reported(tmp_path: Path) -> None:
    """A region that the plan has no more is left out, not summed under an old name."""
    head = HEAD.model_copy(
        update={"regions": (HEAD.regions[0].model_copy(update={"parts": ("乙区",)}), HEAD.regions[1])}
    )
    plan = Plan(head, (TASK,), PLAN.indicators, {})
    observations, findings = stored(tmp_path, ["sales,丙县,2018,1,亿元", "sales,乙区,2018,2,亿元"]).observations(plan)
    assert [finding.code for finding in findings] == ["S003"]
    assert "丙县" in findings[0].message
    assert {it.region: it.value for it in observations if it.indicator == "sales" and it.region != "丙县"} == {
        "乙区": Decimal(2), "甲市": Decimal(2),
    }  # fmt: skip
    assert "丙县" not in {it.region for it in observations}


def test_rows_whose_unit_no_longer_fits_are_reported(tmp_path: Path) -> None:
    """Where the plan's unit of measure changes its dimension, rows that cannot be converted are not lost in silence."""
    store = stored(tmp_path, ["sales,甲市,2018,1,亿元"])
    changed = (indicator("sales", "零售额", "家", "count", "flow", "sum"),)
    observations, findings = store.observations(Plan(HEAD, (TASK,), changed, {}))
    assert observations == []
    assert len(findings) == 1


def test_a_plans_other_unit_of_the_same_dimension_converts_what_is_stored(tmp_path: Path) -> None:
    """A plan that turns from 亿元 to 万元 reads the same store in 万元."""
    store = stored(tmp_path, ["sales,甲市,2018,1.5,亿元"])
    changed = (indicator("sales", "零售额", "万元", "amount", "flow", "sum"),)
    (it,), findings = store.observations(Plan(HEAD, (TASK,), changed, {}))
    assert (it.value, findings) == (Decimal(15000), [])


def test_states_of_deliverables_are_no_observations(tmp_path: Path) -> None:
    """A deliverable's row is kept in the store and is neither a value nor left out with a warning."""
    assert observed(tmp_path, "某平台,甲市,2018,60%") == []


def test_the_newest_observation_is_the_one_whose_period_ends_last(tmp_path: Path) -> None:
    """The latest by period, not by publication; of none there is none."""
    observations = observed(tmp_path, "speed,甲市,2018,1,Gbps,,2021-01-01", "speed,甲市,2019年6月,2,Gbps,,2019-07-01")
    latest = newest(observations)
    assert latest is not None
    assert str(latest.period) == "2019-06"
    assert newest([]) is None


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["2016", "2018Q1", "2018年1-9月"]), st.integers(2016, 2021), st.integers(1, 99)),
        min_size=1, max_size=8, unique_by=lambda row: row[:2],
    ),
    day=st.integers(2016, 2021),
)  # fmt: skip
def test_later_vintages_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]], day: int
) -> None:
    """As of a day, what was published later might as well not be there."""
    written = [
        (f"sales,甲市,{period},{value},亿元,,{published}-06-30,某局", published) for period, published, value in rows
    ]
    then = [row for row, published in written if published <= day]
    everything = stored(tmp_path_factory.mktemp("all"), *[[row] for row, _ in written])
    known = stored(tmp_path_factory.mktemp("then"), *[[row] for row in then])
    as_of = date(day, 12, 31)
    assert everything.observations(PLAN, as_of=as_of) == known.observations(PLAN)


def test_a_small_store_is_judged_as_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a query is planned well first or run as it is written, its rows are the same."""
    plan, _findings = load_plan(ROOT / "plan")
    assert plan is not None
    batches = Store(ROOT / "data").sound()[0]
    asked = [Clocks(), Clocks(year=2017), Clocks(as_of=date(2019, 5, 31))]
    small = [observe(batches, plan, it) for it in asked]
    monkeypatch.setattr("hlwplan.measure.engine._SMALL", 0)
    assert [observe(batches, plan, it) for it in asked] == small
    assert all(observations for observations, _findings in small)
