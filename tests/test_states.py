"""The state adopted for a deliverable: the newest report about the latest day.  Reports are made up."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy import HEAD, PLAN, TASK, original, sourced, stored

from hlwplan.measure.engine import BatchFile, states
from hlwplan.measure.measurement import FIELDS, State, read_stage
from hlwplan.measure.tables import Clocks
from hlwplan.plan.model import Plan, Task


def adopted(folder: Path, *rows: str, as_of: date | None = None, year: int | None = None) -> list[State]:
    """What is adopted from one file's rows; nothing may be left out of it."""
    found, findings = stored(folder, sourced(*rows)).states(PLAN, as_of=as_of, year=year)
    assert findings == []
    return found


def said(*arguments: str) -> str:
    """A row about the toy plan's deliverable: period, state, date of publication."""
    period, state, published = arguments
    return f"某平台,甲市,{period},{state},,正式,{published}"


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        ("not_started", ("not_started", None)),
        ("in_progress", ("in_progress", None)),
        ("done", ("done", None)),
        ("0%", ("not_started", Decimal(0))),
        ("0.5%", ("in_progress", Decimal("0.5"))),
        ("60%", ("in_progress", Decimal(60))),
        ("100%", ("done", Decimal(100))),
        ("", None),
        ("—", None),
        ("350", None),
        ("101%", None),
        ("-1%", None),
        ("60‰", None),
        ("完成了", None),
    ],
)
def test_a_stored_value_reads_as_a_stage(value: str, stage: object) -> None:
    """Words are stages, 100 % is done, 0 % not started, what is between in progress; the percentage is kept."""
    assert read_stage(value) == stage


def test_a_state_keeps_what_the_row_says(tmp_path: Path) -> None:
    """Period, percentage, status, date, source, note and the row's own place; there is no rounding."""
    (it,) = adopted(tmp_path, "平台甲,全市,2018年6月,62.5%,,示例,2018-07-01,某局,在建")
    assert (it.deliverable, it.region, str(it.period)) == ("T1-D1", "甲市", "2018-06")
    assert (it.stage, it.share, it.status, it.synthetic) == ("in_progress", Decimal("62.5"), "synthetic", True)
    assert (it.published, it.source, it.note) == ("2018-07-01", "某局", "在建")
    assert (it.origin, it.revised) == (f"{original(tmp_path)}#2", 0)


def test_what_a_row_leaves_empty_is_empty(tmp_path: Path) -> None:
    """A row without status and note has none."""
    (it,) = adopted(tmp_path, "某平台,甲市,2018,已完成,,,2019-01-01")
    assert (it.status, it.note, it.synthetic) == (None, "", False)


@pytest.mark.parametrize(
    ("rows", "stage", "period", "revised"),
    [
        ([said("2018", "推进中", "2019-03-01"), said("2017", "未启动", "2019-06-01")], "in_progress", "2018", 0),
        ([said("2018", "推进中", "2019-03-01"), said("2018", "已完成", "2019-06-01")], "done", "2018", 1),
        ([said("2018", "已完成", "2019-06-01"), said("2018-12-31", "推进中", "2019-03-01")], "done", "2018", 1),
        ([said("2018Q2", "已完成", "2018-07-01"), said("2018Q3", "45%", "2018-10-01")], "in_progress", "2018Q3", 0),
        ([said("2018", "推进中", "2019-03-01"), said("2018", "推进中", "2019-06-01")], "in_progress", "2018", 0),
        ([said("2018", "推进中", "2019-03-01"), said("2018", "—", "2019-06-01")], "in_progress", "2018", 0),
        ([said("2017", "推进中", "2018-03-01"), said("2018", "", "2019-03-01")], "in_progress", "2017", 0),
    ],
    ids=["latest day", "newest vintage", "one day, two spellings", "within a year", "said again", "a mark", "a blank"],
)  # fmt: skip
def test_the_newest_report_about_the_latest_day_counts(
    rows: list[str], stage: str, period: str, revised: int, tmp_path: Path
) -> None:
    """A later day beats a later vintage; a mark for missing is no report; a blank is none either."""
    for number, given_ in enumerate((rows, rows[::-1])):
        (it,) = adopted(tmp_path / str(number), *given_)
        assert (it.stage, str(it.period), it.revised) == (stage, period, revised)


def test_the_clocks_leave_out_what_came_later(tmp_path: Path) -> None:
    """`as_of` leaves out later publications, `year` later years; the day itself is in."""
    store = stored(
        tmp_path, [f"{said('2018', '已完成', '2019-03-01')},某局", f"{said('2017', '推进中', '2018-03-01')},某局"]
    )

    def stage(as_of: date | None = None, year: int | None = None) -> list[str]:
        return [it.stage for it in store.states(PLAN, as_of=as_of, year=year)[0]]

    assert stage(date(2019, 3, 1)) == ["done"]
    assert stage(date(2019, 2, 28)) == ["in_progress"]
    assert stage(year=2017) == ["in_progress"]
    assert stage(year=2016) == []


def test_each_region_has_its_own_state(tmp_path: Path) -> None:
    """Districts report beside the city, and do not become its state."""
    rows = ["某平台,丙县,2018,已完成,,正式,2019-01-01", "某平台,乙区,2018,推进中,,正式,2019-01-01"]
    assert [(it.region, it.stage) for it in adopted(tmp_path, *rows)] == [("丙县", "done"), ("乙区", "in_progress")]


def test_nothing_reported_is_no_state(tmp_path: Path) -> None:
    """An empty store has none, and neither has one with indicators only."""
    assert stored(tmp_path / "none").states(PLAN) == ([], [])
    assert adopted(tmp_path, "sales,甲市,2018,350,亿元,正式,2019-01-01") == []


def test_a_renamed_deliverable_keeps_its_reports(tmp_path: Path) -> None:
    """Its old id as an alias finds what was stored under it."""
    store = stored(tmp_path, [f"{said('2018', '已完成', '2019-03-01')},某局"])
    task = {
        **TASK.model_dump(),
        "deliverables": ({"id": "T1-D9", "title": "新平台", "aliases": ("T1-D1",), "stated": "explicit"},),
    }
    found, _ = store.states(Plan(HEAD, (Task.model_validate(task),), PLAN.indicators, {}))
    assert [(it.deliverable, it.stage) for it in found] == [("T1-D9", "done")]


def batch(folder: Path, *rows: str) -> BatchFile:
    """A file of canonical rows, as version control might have left it."""
    path = folder / "batch.csv"
    path.write_text("\n".join([",".join(FIELDS), *rows, ""]), encoding="utf-8")
    return BatchFile(path)


def test_what_is_no_state_is_left_out_and_said(tmp_path: Path) -> None:
    """Numbers about what was an indicator once are no states; a mark for missing is nothing to report."""
    path = batch(tmp_path, "T1-D1,甲市,2017,350,亿元,,2018-01-01,,,a#2", "T1-D1,甲市,2018,60,,,2019-01-01,,,a#3",
                 "T1-D1,甲市,2016,—,,,2017-01-01,,,a#4", "T1-D1,甲市,2015,,,,2016-01-01,,,a#5")  # fmt: skip
    found, findings = states([path], PLAN, Clocks())
    assert found == []
    assert [finding.message for finding in findings] == [
        "1 row about T1-D1 at 350亿元 left out: the plan does not have it",
        "1 row about T1-D1 at 60 left out: the plan does not have it",
    ]


def test_a_merged_store_has_one_answer(tmp_path: Path) -> None:
    """Reports of one day that disagree about one day: the year's, then what proves less, then the later row."""
    path = batch(tmp_path, "T1-D1,甲市,2018-12-31,done,,final,2019-01-01,,,a#2",
                 "T1-D1,甲市,2018,not_started,,final,2019-01-01,,,a#3",
                 "T1-D1,甲市,2018,20%,,synthetic,2019-01-01,,,a#4",
                 "T1-D1,甲市,2018,30%,,synthetic,2019-01-01,,,a#5")  # fmt: skip
    (it,) = states([path], PLAN, Clocks())[0]
    assert (it.share, it.origin, it.revised) == (Decimal(30), "a#5", 0)


ROWS = st.lists(
    st.tuples(st.sampled_from(["2017", "2018", "2018Q3", "2018-12-31"]),
              st.sampled_from(["未启动", "推进中", "已完成", "45%"]),
              st.sampled_from(["2019-01-01", "2019-02-01", "2019-03-01"])),
    min_size=1, max_size=8, unique_by=lambda row: ("2018" if row[0] == "2018-12-31" else row[0], row[2]),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(
    rows: list[tuple[str, str, str]], order: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Shuffled rows give the same state: that of the greatest day, then the greatest date of publication."""
    shuffled = list(rows)
    order.shuffle(shuffled)
    folder = tmp_path_factory.mktemp("shuffled")
    (it,) = adopted(folder, *(said(*row) for row in shuffled))
    day = {"2017": "2017-12-31", "2018Q3": "2018-09-30"}
    best = max(rows, key=lambda row: (day.get(row[0], "2018-12-31"), row[2]))
    written = {"not_started": "未启动", "in_progress": "推进中", "done": "已完成"}
    assert (f"{it.share}%" if it.share else written[it.stage], it.published) == best[1:]
