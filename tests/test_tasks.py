"""`hlwplan tasks`: what state follows from targets and deliverables, and how it is listed.  Figures are made up."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from making import period
from rich.cells import cell_len
from toy import HEAD, PLAN, TASK, sourced, stored

from hlwplan.assess.gap import WARNINGS, Gap, Status
from hlwplan.assess.rollup import assess
from hlwplan.assess.tasks import Delivered, Progress, by_task
from hlwplan.measure.measurement import Stage, State
from hlwplan.plan.fields import Nature
from hlwplan.plan.model import Plan, Task
from hlwplan.render.cells import shown
from hlwplan.report import task_detail, task_records
from hlwplan.report.selection import EVERYTHING, Selection
from hlwplan.report.status import Asked
from hlwplan.report.tasks import for_people, notes
from hlwplan.report.template import template
from hlwplan.table import Blank, Table

pytestmark = pytest.mark.usefixtures("chinese")

ZHEJIANG = ROOT / "examples" / "zhejiang-digital-economy"
GAP = assess(PLAN, [])[0]


def gap(status: Status, nature: Nature = None, name: str = "零售额") -> Gap:
    """A target at this status."""
    return replace(GAP, status=status, indicator=GAP.indicator.model_copy(update={"nature": nature, "name": name}))


def state(stage: Stage, when: str = "2018", share: int | None = None, region: str = "甲市", **fields: Any) -> State:
    """A report about the toy plan's deliverable."""
    exact = None if share is None else Decimal(share)
    whole: dict[str, Any] = {"source": "某局", "note": "", "origin": "a#2", **fields}
    return State("T1-D1", region, period(when), stage, exact, None, "2019-03-01", **whole)


def delivered(reported: State | None, nature: Nature = None, *, closed: bool = False) -> Delivered:
    """The toy plan's deliverable, due at the end of 2020."""
    return Delivered(TASK.deliverables[0].model_copy(update={"nature": nature}), 2020, reported, closed)


def progress(gaps: Sequence[Gap] = (), deliverables: Sequence[Delivered] = ()) -> Progress:
    """A task made of these."""
    return Progress(TASK, tuple(gaps), tuple(deliverables))


DONE, BEGUN = delivered(state("done")), delivered(state("in_progress"))
LATE = delivered(state("in_progress", "2020"))
SILENT = delivered(None)


# One deliverable


@pytest.mark.parametrize(
    ("reported", "closed", "overdue", "awaited", "warning", "assessed"),
    [
        (None, False, False, False, None, False),
        (None, True, False, False, None, False),
        (state("in_progress", "2018"), False, False, False, None, True),
        (state("in_progress", "2018"), True, False, True, None, False),
        (state("not_started", "2020-12-30"), True, False, True, None, False),
        (state("not_started", "2020"), False, True, False, 1, True),
        (state("in_progress", "2020-12-31"), True, True, False, 1, True),
        (state("in_progress", "2021年6月", 99), False, True, False, 1, True),
        (state("done", "2018"), True, False, False, 3, True),
        (state("done", "2021", 100), False, False, False, 3, True),
    ],
)
def test_a_deliverable_is_late_only_where_somebody_said_so(
    reported: State | None, *, closed: bool, overdue: bool, awaited: bool, warning: int | None, assessed: bool
) -> None:
    """Overdue: not done in a report about the end of 2020 or later.  An older report leaves it open; silence too."""
    it = delivered(reported, closed=closed)
    assert (it.overdue, it.awaited, it.warning, it.assessed) == (overdue, awaited, warning, assessed)


def test_the_last_year_closes_deliverables() -> None:
    """They are due when the plan ends: judged as at the end of 2019 nothing is awaited, at the end of 2020 it is."""
    states = [state("in_progress"), state("done", region="丙县"), state("done", region="乙区")]
    for year, awaited in ((None, False), (2019, False), (2020, True), (2021, True)):
        (task,) = by_task(PLAN, [], states, year=year)
        (it,) = task.deliverables
        assert (it.due, it.awaited, task.awaited) == (2020, awaited, int(awaited))
        assert [other.region for other in it.elsewhere] == ["乙区", "丙县"]


# The state of a task


@pytest.mark.parametrize(
    ("gaps", "deliverables", "standing"),
    [
        ([], [], "nothing"),
        ([gap("not_assessable"), gap("pending_final")], [SILENT], "unknown"),
        ([], [delivered(state("in_progress"), closed=True)], "unknown"),
        ([gap("limited"), gap("met"), gap("needs_acceleration")], [DONE], "behind"),
        ([gap("missed"), gap("not_assessable")], [], "behind"),
        ([gap("met")], [LATE], "behind"),
        ([gap("needs_acceleration"), gap("met"), gap("not_assessable")], [SILENT], "watch"),
        ([gap("held_at_risk")], [DONE], "watch"),
        ([gap("on_track")], [SILENT], "on_course_so_far"),
        ([gap("not_assessable")], [BEGUN], "on_course_so_far"),
        ([gap("met"), gap("achieved")], [DONE], "complete"),
        ([], [DONE], "complete"),
        ([gap("achieved")], [], "complete"),
        ([gap("met")], [BEGUN], "on_course"),
        ([gap("held")], [DONE], "on_course"),
        ([gap("on_track")], [], "on_course"),
    ],
)
def test_a_task_is_as_its_worst_and_no_better_than_what_is_known(
    gaps: list[Gap], deliverables: list[Delivered], standing: str
) -> None:
    """Red, else yellow, else what is known of all; complete only where all is done; silence is never behind."""
    assert progress(gaps, deliverables).standing == standing


STATUSES = st.lists(st.sampled_from(["met", "achieved", "on_track", "held", "needs_acceleration", "limited", "missed",
                                     "pending_final", "not_assessable"]), max_size=6)  # fmt: skip
ITEMS = st.lists(st.sampled_from([DONE, BEGUN, LATE, SILENT]), max_size=4)


@given(statuses=STATUSES, deliverables=ITEMS, order=st.randoms(use_true_random=False))
def test_counts_add_up_and_order_decides_nothing(
    statuses: list[Status], deliverables: list[Delivered], order: Any
) -> None:
    """Every target and deliverable is counted once; a shuffled task stands where it stood."""
    it = progress([gap(status) for status in statuses], deliverables)
    assert sum(it.warnings.values()) == it.summary.assessed == sum(status in WARNINGS for status in statuses)
    assert sum(it.stages.values()) == it.reported
    assert it.reported + deliverables.count(SILENT) == len(deliverables)
    gaps, items = list(it.gaps), list(it.deliverables)
    order.shuffle(gaps)
    order.shuffle(items)
    assert progress(gaps, items).standing == it.standing


@given(statuses=STATUSES, deliverables=ITEMS)
def test_a_report_more_never_hides_what_is_behind(statuses: list[Status], deliverables: list[Delivered]) -> None:
    """One more met target and done deliverable leave a task that is behind behind."""
    it = progress([gap(status) for status in statuses], deliverables)
    more = progress([*it.gaps, gap("met")], [*it.deliverables, DONE])
    assert (more.standing == "behind") == (it.standing == "behind")


def test_the_worst_binding_target_is_told() -> None:
    """Of the binding ones with a verdict the gravest, then the later in the list of statuses; others do not count."""
    many = [gap("missed"), gap("on_track", "binding", "甲"), gap("limited", "binding", "乙"),
            gap("deteriorating", "binding", "丙"), gap("not_assessable", "binding", "丁"),
            gap("missed", "expected")]  # fmt: skip
    it = progress(many)
    assert len(it.binding) == 4
    assert it.worst_binding is not None
    assert it.worst_binding.indicator.name == "丙"
    assert progress(many[:2]).worst_binding == many[1]
    assert progress([gap("pending_final", "binding")]).worst_binding is None


def test_what_is_made_up_is_known() -> None:
    """A made-up value, or a made-up report of the city or a district, makes the task synthetic."""
    made_up = replace(state("done"), status="synthetic")
    assert not progress([gap("met")], [DONE]).synthetic
    assert progress([replace(gap("met"), synthetic=True)]).synthetic
    assert progress((), [delivered(made_up)]).synthetic
    assert progress((), [replace(DONE, elsewhere=(made_up,))]).synthetic


# What people read


def rows(table: Table) -> list[dict[str, str]]:
    """Cells as they are shown, by column."""
    return [{column.name: shown(cell) for column, cell in zip(table.columns, row, strict=True)} for row in table.rows]


def test_a_row_counts_what_the_task_is_made_of() -> None:
    """Assessed of all, levels, stages, and what is said below the table."""
    (row,) = rows(for_people(PLAN, [progress([gap("met"), gap("limited", "binding"), gap("pending_final")],
                                             [DONE, LATE, SILENT])], Asked()))  # fmt: skip
    said = row.pop("remarks")
    assert row == {"task": "1.任务", "lead": "未明确", "assessed": "2/3", "green": "1", "yellow": "0", "red": "1",
                   "done": "1/3", "in_progress": "1", "not_started": "0", "no_data": "1",
                   "state": "有滞后"}  # fmt: skip
    assert said == (
        "目标：如期完成1，明显滞后1，待期末数据1；建设任务：已完成1，推进中1，无数据1（其中逾期未完成1）；"
        "约束性最差：零售额明显滞后；责任单位：未明确"
    )


def test_what_a_task_does_not_have_is_not_zero() -> None:
    """A task without targets and deliverables has dashes, and no counts."""
    (row,) = rows(for_people(PLAN, [progress()], Asked()))
    assert {row[name] for name in ("assessed", "green", "red", "done", "no_data")} == {"—"}
    assert row["state"] == "无可评项"


def test_an_open_list_of_units_ends_with_etc() -> None:
    """等 where the clause leaves the list of responsible units open; binding targets without a verdict say so."""
    task = TASK.model_copy(
        update={"responsible": ("某局", "某办"), "responsible_open": True, "lead": ("某委",), "no": None}
    )
    it = replace(progress([gap("pending_final", "binding")]), task=task)
    (row,) = rows(for_people(PLAN, [it], Asked()))
    assert (row["task"], row["lead"]) == ("任务", "某委")
    assert row["remarks"].endswith("约束性目标均未评估；责任单位：某局、某办等")


@pytest.mark.parametrize(
    ("it", "latest", "word", "said"),
    [
        (SILENT, "—", "无数据", "—"),
        (DONE, "—", "已完成", "某局，2019-03-01发布，出处 a#2"),
        (delivered(state("in_progress", share=60), "binding"), "60%", "推进中",
         "须确保完成；某局，2019-03-01发布，出处 a#2"),
        (delivered(state("not_started"), "aspirational"), "—", "未启动", "力争；某局，2019-03-01发布，出处 a#2"),
        (LATE, "—", "逾期未完成", "某局，2019-03-01发布，出处 a#2"),
        (delivered(state("in_progress"), closed=True), "—", "待期末填报", "某局，2019-03-01发布，出处 a#2"),
        (delivered(state("done", source="", note="已验收", revised=2)), "—", "已完成",
         "已验收；已修订2次；来源未注明，2019-03-01发布，出处 a#2"),
        (replace(SILENT, elsewhere=(state("in_progress", share=30, region="乙区"),)), "—", "无数据",
         "乙区2018年30%：某局，2019-03-01发布，出处 a#2"),
    ],
    ids=["silent", "done", "binding", "aspirational", "late", "awaited", "note", "districts"],
)  # fmt: skip
def test_a_deliverable_says_who_reported_it(it: Delivered, latest: str, word: str, said: str) -> None:
    """State, percentage, and in the remarks the note, who said it, when, and the row; districts beside it."""
    (row,) = rows(task_detail.for_people(PLAN, [progress((), [it])], Asked()))
    assert (row["name"], row["target"], row["latest"]) == ("某平台", "2020年底", latest)
    assert (row["state"], row["remarks"]) == (word, said)


def test_a_region_without_a_target_has_no_promise() -> None:
    """A gap without a target, as a district may have, is listed without one."""
    (row,) = rows(task_detail.for_people(PLAN, [progress([replace(gap("not_assessable"), target=None)])], Asked()))
    assert (row["target"], row["latest"], row["state"]) == ("—", "—", "无法评估")
    table = task_records.rows(PLAN, [progress([replace(GAP, target=None)])], Asked(), detail=True)
    assert rows(table)[0]["due"] == "—"


def test_the_words_are_explained_where_they_are_used() -> None:
    """The notes explain the states that occur, and no others; an empty list is said to be empty."""
    last = list(notes(PLAN, [progress([gap("limited")])], EVERYTHING))[-1]
    assert "有滞后为" in last
    assert "需关注为" not in last
    first, *_ = notes(PLAN, [progress()], Selection(tasks=("T9",)))
    assert first == "共0/1项任务：无；目标已评估0/0；建设任务已填报0/0：无"


# The command


def listed_(*arguments: str | Path, cwd: Path = ROOT) -> dict[str, dict[str, Any]]:
    """The tasks of the JSON document by id."""
    done = run("tasks", "--format", "json", *arguments, cwd=cwd)
    assert done.code == 0, done.err
    return {task["id"]: task for task in json.loads(done.out)["tasks"]}


@pytest.mark.parametrize("width", [80, 120])
def test_table_looks_as_reviewed(width: int, golden: Callable[[str, str], None]) -> None:
    """The shipped plan's tasks at two widths."""
    golden(f"tasks-{width}.txt", run("tasks", "--format", "table", env={"COLUMNS": str(width)}).out)


@pytest.mark.parametrize("width", [80, 120])
def test_one_task_looks_as_reviewed(width: int, golden: Callable[[str, str], None]) -> None:
    """A task with its targets and deliverables at two widths."""
    done = run("tasks", "T03", "--year", "2020", "--format", "table", env={"COLUMNS": str(width)})
    golden(f"tasks-T03-{width}.txt", done.out)


@pytest.mark.parametrize("detail", ["--brief", "--detail"])
def test_csv_looks_as_reviewed(detail: str, golden: Callable[[str, str], None]) -> None:
    """A row a task, and a row a target or deliverable."""
    golden(f"tasks{detail.replace('--', '-')}.csv", run("tasks", detail, "--format", "csv").out)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 200])
@pytest.mark.parametrize("detail", ["--brief", "--detail"])
def test_table_stays_within_its_width(width: int, detail: str) -> None:
    """No line is wider than the terminal, wide characters counted as two."""
    done = run("tasks", detail, "--format", "table", env={"COLUMNS": str(width)})
    assert max(map(cell_len, done.out.splitlines())) <= width


def test_json_keeps_its_schema() -> None:
    """The document validates against the schema that is printed, for both plans and whatever is asked."""
    schema = json.loads(run("schema", "tasks-report").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for cwd, arguments in ((ROOT, ()), (ROOT, ("--lead", "市商务局", "--year", "2020")), (ZHEJIANG, ())):
        jsonschema.validate(json.loads(run("tasks", "-f", "json", *arguments, cwd=cwd).out), schema)


def test_a_reported_district_keeps_the_schema(tmp_path: Path) -> None:
    """What a district says of a deliverable is a list beside it, exact to the last digit."""
    (tmp_path / "in.csv").write_text(
        "指标,地区,时间,数值,状态,发布日期,来源\nT02-D2,新昌县,2018,0.1%,示例,2019-03-01,虚构\n", encoding="utf-8"
    )
    plans = ("--plan", ROOT / "plan", "--data", tmp_path / "data")
    assert run("ingest", tmp_path / "in.csv", *plans).code == 0
    done = run("tasks", "T02", "-f", "json", *plans)
    jsonschema.validate(json.loads(done.out), json.loads(run("schema", "tasks-report").out))
    item = json.loads(done.out, parse_float=Decimal)["tasks"][0]["deliverables"][1]
    assert (item["state"], item["synthetic"]) == (None, True)
    assert item["elsewhere"][0]["value"] == Decimal("0.1")
    cell = next(row["elsewhere"] for row in csv.DictReader(io.StringIO(run("tasks", "T02", "-f", "csv", *plans).out))
                if row["id"] == "T02-D2")  # fmt: skip
    assert json.loads(cell)[0]["region"] == "新昌县"


def test_every_task_is_there_with_what_it_promised() -> None:
    """The overall goals, 12 tasks and 5 safeguards; 37 targets and every deliverable stand in exactly one."""
    found = listed_()
    assert list(found) == ["T00", *(f"T{n:02}" for n in range(1, 13)), *(f"S{n}" for n in range(1, 6))]
    assert sum(len(task["targets"]) for task in found.values()) == 37
    assert sum(task["counts"]["deliverables"] for task in found.values()) == 116
    for task in found.values():
        counts = task["counts"]
        assert counts["targets"] == len(task["targets"]) == sum(task["by_status"].values())
        assert counts["assessed"] == counts["green"] + counts["yellow"] + counts["red"]
        assert counts["reported"] == counts["done"] + counts["in_progress"] + counts["not_started"]


def test_evidence_and_dates_are_kept() -> None:
    """A deliverable's report has its period, date, source, and the line of a file that says it."""
    item = listed_("T07")["T07"]["deliverables"][1]
    assert (item["state"], item["value"], item["unit"], item["period"]) == ("in_progress", 60, "%", "2018")
    assert (item["published"], item["status"]) == ("2019-03-01", "synthetic")
    original, _, line = item["origin"].partition("#")
    (path,) = (ROOT / "data" / "originals").glob(f"{original}*")
    assert "全市综合交通指挥平台,绍兴市,2018年,60%" in path.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_the_clocks_are_those_of_status() -> None:
    """Before its publication a state is not known; at the end of 2020 a report of 2018 is awaited anew."""
    assert listed_("T03", "--as-of", "2019-02-28")["T03"]["counts"]["reported"] == 0
    assert listed_("T09", "--year", "2017")["T09"]["counts"]["done"] == 1
    assert listed_("T09", "--year", "2016")["T09"]["counts"]["done"] == 0
    assert listed_("T07", "--year", "2020")["T07"]["counts"]["awaited"] == 1
    assert listed_("T07", "--year", "2019")["T07"]["counts"]["awaited"] == 0


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--lead", "市商务局"), ["T03"]),
        (("--lead", "市政府办公室(市智慧办)"), ["T06", "T09"]),
        (("--responsible", "市商务局"), ["T04", "T05", "T07"]),
        (("--responsible", "市教育局", "--lead", "市民政局"), ["T12"]),
        (("--area", "产业", "--responsible", "市商务局"), ["T04", "T05"]),
        (("--area", "safeguard", "3"), ["S3"]),
        (("t03", "推进信息共享", "12"), ["T03", "T12", "S3"]),
        (("--lead", "市财政局"), []),
        (("--lead", "市商务局", "--lead", "市民政局"), ["T03", "T12"]),
        (("--lead", "none", "--area", "safeguard"), ["S1", "S2", "S3", "S4", "S5"]),
        (("--area", "城市", "T03"), []),
    ],
)
def test_filters_all_have_to_fit(arguments: tuple[str, ...], ids: list[str]) -> None:
    """Names, aliases, numbers and ids; what is given together has to fit together; the plan's order stays."""
    assert list(listed_(*arguments)) == ids


def test_one_unit_gets_its_whole_list() -> None:
    """What a unit leads, target by target; where else it is a responsible unit is told."""
    out = run("tasks", "--lead", "市商务局", "--format", "table", env={"COLUMNS": "300"}).out
    assert "牵头单位：市商务局" in out.splitlines()[1]
    assert "网络零售额" in out
    assert "重点商圈网上销售体系" in out
    also = "市商务局另为3项任务的责任单位：4.建设智慧旅游、5.提升品质农业、7.打造易行绍兴（--responsible 市商务局）"
    assert also in out
    nothing = run("tasks", "--lead", "市财政局", "--brief", "--area", "城市", "--format", "table")
    assert (nothing.code, "共0/18项任务：无" in nothing.out) == (0, True)
    assert (
        "责任单位"
        not in run("tasks", "--lead", "市科技局", "--area", "总体", "-f", "table", env={"COLUMNS": "300"}).err
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("3",), ["task '3' may be T03 推广电子商务 or S3 推进信息共享; give the id"]),
        (("推广电子",), ["TASK: C001 no task is called '推广电子'; did you mean 推广电子商务?"]),
        (("xyz",), ["known: T00, "]),
        (("--lead", "市商务厅"), ["--lead: C001 no organisation is called '市商务厅'; did you mean 市商务局"]),
        (("--area", "产"), ["--area: C001 no area is called '产'; did you mean 产业?"]),
        (("3", "x", "y", "--responsible", "z"), ["task '3' may be", "'x'", "'y'", "--responsible: C001"]),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_name_that_is_not_there_gives_the_nearest(arguments: tuple[str, ...], said: list[str]) -> None:
    """Exit code 2, and what was meant, all in one run; a number that two tasks have is not guessed."""
    done = run("tasks", *arguments)
    assert (done.code, done.out) == (2, "")
    assert [it for it in said if it not in done.err] == []


def test_synthetic_data_is_never_silent() -> None:
    """The banner stands wherever a made-up row is behind what is listed, and only there."""
    assert "SYNTHETIC" in run("tasks", "-f", "table").out
    assert "SYNTHETIC" in run("tasks", "T04", "-f", "csv").err
    assert "SYNTHETIC" not in run("tasks", "S2", "-f", "table").out
    assert json.loads(run("tasks", "S2", "-f", "json").out)["synthetic"] is False


def test_a_task_without_anything_says_so() -> None:
    """S2 promises neither a target nor a deliverable."""
    out = run("tasks", "S2", "--format", "table").out
    assert "无目标和建设任务" in out
    assert "计划原文未明确牵头单位1项：2.强化资金支持" in out


def test_a_plan_without_data_lists_its_tasks(tmp_path: Path) -> None:
    """Before anything was reported everything is unknown, and nothing is behind."""
    (tmp_path / "data").mkdir()
    found = listed_("--data", tmp_path / "data")
    assert {task["state"] for task in found.values()} == {"unknown", "nothing"}


# Elsewhere


def test_the_template_shows_the_last_state() -> None:
    """上期数 of a deliverable: word or percentage, period, and that it is made up; other regions' do not count."""

    def last(*states: State) -> Mapping[str, object]:
        table = template(PLAN, (), 2019, states=states)
        cell = table.rows[-1][3]
        assert isinstance(cell, Blank)
        return {
            "said": table.rows[-1][-1],
            "synthetic": table.meta["synthetic"],
            "prompt": str(cell.prompt).rpartition("。")[2],
        }

    made_up = replace(state("in_progress", share=60), status="synthetic")
    assert last(made_up) == {"said": "60%（2018年，示例）", "synthetic": True, "prompt": "上期数：60%（2018年，示例）"}
    assert last(state("done"))["said"] == "已完成（2018年）"
    assert last(replace(made_up, region="乙区"))["said"] == "—"
    assert last()["synthetic"] is False


def test_the_query_knows_the_last_state(tmp_path: Path) -> None:
    """The view `deliverables` has the state of the region asked for, by the clocks asked for."""
    store = stored(
        tmp_path, sourced("某平台,甲市,2018,推进中,,正式,2019-01-01", "某平台,甲市,2019,75.5%,,正式,2020-01-01")
    )
    assert len(store.batches()) == 1
    sql = "SELECT id, region, state, percent, period FROM deliverables WHERE id = 'T07-D2'"
    (row,) = json.loads(run("query", sql, "-f", "json").out)["rows"]
    assert row == {"id": "T07-D2", "region": "绍兴市", "state": "in_progress", "percent": 60, "period": "2018"}
    (row,) = json.loads(run("query", sql, "-f", "json", "--as-of", "2019-02-28").out)["rows"]
    assert (row["state"], row["percent"]) == (None, None)
    (row,) = json.loads(run("query", sql, "-f", "json", "--region", "柯桥").out)["rows"]
    assert (row["region"], row["state"]) == ("柯桥区", None)


def test_no_areas_task_is_lost() -> None:
    """Tasks of every area of the plan are listed, under the area's name, in the plan's order of areas."""
    other = Task.model_validate({**TASK.model_dump(), "id": "T2", "deliverables": ()})
    plan = Plan(HEAD, (TASK, other), (), {})
    (section,) = for_people(plan, by_task(plan, [], []), Asked()).sections
    assert section.headings == ("总体",)
    assert len(section.rows) == 2


def test_chinese_output_has_no_english_words() -> None:
    """But for names, units of measure, options and the word for what is made up."""
    known = {"SYNTHETIC", "WiFi", "APP", "IPv", "NGB", "hlwplan", "responsible", "Gbps", "Mbps"}
    for command in ("tasks", "tasks --detail", "changes --from 2018 --to 2020", "tasks --lead 市科技局"):
        out = run(*command.split(), "-f", "table", env={"COLUMNS": "300"}).out
        words = re.findall("[A-Za-z]{2,}", re.sub(r"[0-9a-f]{12}#\S+", "", out))
        assert {*words} <= known
