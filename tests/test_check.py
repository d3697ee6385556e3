"""The yearly check: what fails, what cannot be decided, the exit codes, and how it is written."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from making import REGION, Number, Promise, indicator, judged, observation, observations
from small import make

from hlwplan.assess.check import Check, FailOn, check, concluded, counted
from hlwplan.assess.progress import assess_series
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Plan
from hlwplan.render import junit
from hlwplan.report.check import Checked, for_build_servers, for_machines, for_people, lines, notes
from hlwplan.report.check_words import due_text, sentence, short_text
from hlwplan.report.status import Asked
from hlwplan.table import Column, Section, Table

pytestmark = pytest.mark.usefixtures("chinese")

Values = Mapping[int | str, Number]
Fields = Mapping[str, object]


def checked(values: Values, promise: Promise, year: int = 2018, **fields: object) -> Check:
    """The check of a made-up target by these values of its periods, as at the end of `year`."""
    known = {str(when): value for when, value in values.items() if int(str(when)[:4]) <= year}
    (found,) = check([judged(known, promise, year=year, **fields)], year)
    return found


# what is held against what

DECIDED: Final[Mapping[str, tuple[Values, Promise, Fields, str, float | Decimal | None]]] = {
    # 180 to 650 by 2020: 462 due in 2018 on the line, 388.9 on the growth path
    "short of the line": ({2015: 180, 2018: 461}, {"at_least": 650}, {}, "fails", 1.0),
    "on the line": ({2015: 180, 2018: 462}, {"at_least": 650}, {}, "holds", None),
    "short of the growth path": ({2015: 180, 2018: 350}, {"at_least": 650}, {"kind": "amount"}, "fails", 38.91),
    "above the growth path": ({2015: 180, 2018: 389}, {"at_least": 650}, {"kind": "amount"}, "holds", None),
    "falling too slowly": ({2015: 100, 2018: 65}, {"at_most": 40}, {}, "fails", 1.0),
    "falling in time": ({2015: 100, 2018: 64}, {"at_most": 40}, {}, "holds", None),
    "held": ({2015: 96, 2018: 95}, {"hold": {"at_least": 95}}, {}, "holds", None),
    "not held": ({2015: 96, 2018: "94.9"}, {"hold": {"at_least": 95}}, {}, "fails", Decimal("0.1")),
    "growth that is not held": ({2018: 7}, {"at_least": 8}, {"kind": "growth"}, "fails", Decimal(1)),
    "inside the range": ({2015: 30, 2018: 41}, {"between": (40, 60)}, {}, "holds", None),
    "on the way to the range": ({2015: 30, 2018: 36}, {"between": (40, 60)}, {}, "holds", None),
    "late on the way to the range": ({2015: 30, 2018: 35}, {"between": (40, 60)}, {}, "fails", 1.0),
    "through the range": ({2015: 30, 2018: 62}, {"between": (40, 60)}, {}, "fails", Decimal(2)),
    "down to the range": ({2015: 70, 2018: 65}, {"between": (40, 60)}, {}, "fails", 1.0),
    "out of the range": ({2015: 50, 2018: 39}, {"between": (40, 60)}, {}, "fails", Decimal(1)),
    "the range without baseline": ({2018: 41}, {"between": (40, 60)}, {}, "holds", None),
    "up": ({2015: 30, 2018: 31}, {"direction": "up"}, {}, "holds", None),
    "no way up": ({2015: 30, 2018: 29}, {"direction": "up"}, {}, "fails", Decimal(1)),
    "no way down": ({2015: 30, 2018: 31}, {"direction": "down"}, {}, "fails", Decimal(1)),
    "the target without baseline": ({2018: 650}, {"at_least": 650}, {}, "holds", None),
    "beyond it from the start": ({2015: 700, 2018: 660}, {"at_least": 650}, {}, "holds", None),
    "lost": ({2015: 700, 2018: 640}, {"at_least": 650}, {}, "fails", Decimal(10)),
    "a milestone": (
        {2015: 180, 2018: 449}, {"at_least": 650}, {"milestones": ({"by": 2018, "at_least": 450},)}, "fails",
        Decimal(1),
    ),
    "a milestone below the line": (
        {2015: 180, 2018: 400}, {"at_least": 650}, {"milestones": ({"by": 2018, "at_least": 400},)}, "holds", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DECIDED)
def test_value_is_held_against_what_is_due(case: str) -> None:
    """Each kind of promise, met and missed, worked by hand."""
    values, promise, fields, outcome, short = DECIDED[case]
    found = checked(values, promise, 2018, **fields)
    assert found.outcome == outcome
    assert found.short == (pytest.approx(short, abs=0.01) if isinstance(short, float) else short)


def test_path_has_a_tolerance_and_stated_values_have_none() -> None:
    """A billionth below the path is on it; a billionth below the target is not."""
    assert checked({2015: 0, 2018: "59.99999999"}, {"at_least": 100}).outcome == "holds"
    assert checked({2015: 0, 2018: "59.9999"}, {"at_least": 100}).outcome == "fails"
    assert checked({2015: 0, 2020: "99.9999999999"}, {"at_least": 100}, 2020).outcome == "fails"


@pytest.mark.parametrize(
    ("values", "promise", "why"),
    [
        ({2015: 180, 2017: 300}, {"at_least": 650}, "no_observation"),
        ({"2015": 180, "2018年6月30日": 700}, {"at_least": 650}, "no_observation"),
        ({}, {"hold": {"at_least": 95}}, "no_observation"),
        ({2018: 300}, {"at_least": 650}, "no_baseline"),
        ({2018: 35}, {"between": (40, 60)}, "no_baseline"),
        ({2018: 35}, {"direction": "up"}, "no_baseline"),
    ],
)
def test_what_cannot_be_decided(values: Values, promise: Promise, why: str) -> None:
    """No value at the end of the year, or nothing that says what was due: neither is a failure."""
    found = checked(values, promise)
    assert (found.outcome, found.why, found.short) == ("undecided", why, None)


def test_year_that_some_districts_reported_is_missing() -> None:
    """A sum of five districts of six is no value of the city."""
    gap = judged({2015: 180}, {"at_least": 650}, observation(2018, None), year=2018)
    for fail_on in (None, FailOn(("limited",))):
        (found,) = check([gap], 2018, fail_on)
        assert (found.outcome, found.why) == ("undecided", "districts_missing")
        assert "2018年仅1/2区县有数" in sentence(found)


def test_nothing_is_due_at_the_baseline() -> None:
    """The plan begins with the baseline's end."""
    for fail_on in (None, FailOn(("not_assessable",))):
        (found,) = check([judged({2015: 180}, {"at_least": 650}, year=2015)], 2015, fail_on)
        assert found.outcome == "not_due"
        assert "基期" in sentence(found)


@pytest.mark.parametrize(("values", "outcome"), [
    ({2015: 180, 2020: 650, 2021: 600}, "holds"),
    ({2015: 180, 2020: 649, 2021: 700}, "fails"),
    ({2015: 180, 2019: 640, 2021: 700}, "undecided"),
])  # fmt: skip
def test_target_that_is_over_is_judged_by_its_own_year(values: Values, outcome: str) -> None:
    """In 2021 a target of 2020 is what it was at the end of 2020, however it went on."""
    found = checked(values, {"at_least": 650}, 2021)
    assert (found.outcome, found.year) == (outcome, 2020)
    states = FailOn(("missed",))
    known = judged({str(when): value for when, value in values.items()}, {"at_least": 650}, year=2021)
    assert check([known], 2021, states)[0].outcome == outcome


def test_status_must_rest_on_the_year() -> None:
    """`--fail-on` takes a value inside the year at its own time, nothing older; a lack that is asked for fails."""
    limited = FailOn(("limited",))
    inside = judged({"2015": 0, "2018年6月30日": 10}, {"at_least": 100}, year=2018)
    assert check([inside], 2018, limited)[0].outcome == "fails"
    older = judged({2015: 0, 2017: 10}, {"at_least": 100}, year=2018)
    assert check([older], 2018, limited)[0].outcome == "undecided"
    assert check([older], 2018, FailOn(("not_assessable",)))[0].outcome == "undecided"
    nothing = judged({2015: 0}, {"at_least": 100}, year=2018)
    assert check([nothing], 2018, FailOn(("not_assessable",)))[0].outcome == "fails"
    startless = judged({2018: 10}, {"at_least": 100}, year=2018)
    assert check([startless], 2018, limited)[0].why == "no_baseline"
    figureless = judged({2015: 0, 2018: 10}, {"direction": "up"}, year=2018)
    assert check([figureless], 2018, limited)[0].why == "no_verdict"


def test_only_binding_targets_count_where_asked() -> None:
    """`:binding` leaves the others out of the check altogether."""
    gaps = [
        judged({2015: 0, 2018: 10}, {"at_least": 100}, year=2018, nature=it) for it in ("binding", "expected", None)
    ]
    assert [it.outcome for it in check(gaps, 2018, FailOn(("limited",)))] == ["fails"] * 3
    (only,) = check(gaps, 2018, FailOn(("limited",), binding=True))
    assert only.gap.indicator.nature == "binding"
    assert sentence(only).endswith("约束性目标须确保完成")


def test_failure_is_a_known_answer() -> None:
    """One failure answers the whole; else what is missing leaves it open unless it is left out.

    A check of nothing is never met.
    """
    fails, holds = checked({2015: 0, 2018: 1}, {"at_least": 9}), checked({2015: 0, 2018: 9}, {"at_least": 9})
    missing, early = checked({2015: 0}, {"at_least": 9}), checked({2015: 0}, {"at_least": 9}, 2015)
    assert counted([fails, missing]) == {"fails": 1, "undecided": 1, "holds": 0, "not_due": 0}
    for checks, strict, allowed in (
        ([fails, missing, holds], "fails", "fails"), ([missing, holds], "undecided", "holds"),
        ([holds, early], "holds", "holds"), ([missing], "undecided", "undecided"), ([early], "undecided", "undecided"),
        ([], "undecided", "undecided"),
    ):  # fmt: skip
        assert concluded(checks) == strict
        assert concluded(checks, allow_missing=True) == allowed


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_never_fails_where_less_holds(start: int, goal: int, value: int) -> None:
    """A target of at least so much that holds still holds with a greater value."""
    first, second = (checked({2015: start, 2018: it}, {"at_least": goal}).outcome for it in (value, value + 1))
    assert (first, second) != ("holds", "fails")


# the words

SAID: Final[Mapping[str, tuple[Values, Promise, Fields]]] = {
    "应达462个（线性路径），实际350个，差112个": ({2015: 180, 2018: 350}, {"at_least": 650}, {}),
    "应达388.9亿元（几何路径），实际350亿元，差38.9亿元": (
        {2015: 180, 2018: 350}, {"at_least": 650}, {"kind": "amount"},
    ),
    "应不超过64个（线性路径），实际65个，差1个": ({2015: 100, 2018: 65}, {"at_most": 40}, {}),
    "应达95%（每年保持），实际94.9%，差0.1百分点": ({2018: "94.9"}, {"hold": {"at_least": 95}}, {"kind": "rate"}),
    "应在40–60个之内，实际39个，差1个": ({2015: 50, 2018: 39}, {"between": (40, 60)}, {}),
    "应达36个（线性路径，趋向40–60个），实际35个，差1个": ({2015: 30, 2018: 35}, {"between": (40, 60)}, {}),
    "应不低于基期2015年的30个（逐年上升），实际29个，差1个": ({2015: 30, 2018: 29}, {"direction": "up"}, {}),
    "应达450个（年度目标），实际449个，差1个": (
        {2015: 180, 2018: 449}, {"at_least": 650}, {"milestones": ({"by": 2018, "at_least": 450},)},
    ),
    "无法判断，无2018年末数，最近为2017年300个": ({2015: 180, 2017: 300}, {"at_least": 650}, {}),
    "无法判断，缺基期数据，推不出应达值，实际300个": ({2018: 300}, {"at_least": 650}, {}),
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_line_says_the_numbers(said: str) -> None:
    """What was due and by which rule, what was there, and the difference, each with its unit of measure."""
    values, promise, fields = SAID[said]
    assert sentence(checked(values, promise, 2018, **fields)) == f"指标 2018年：{said}"


def test_value_due_is_printed_on_its_own_side() -> None:
    """59.994 due and 59.9896 observed are told apart, and so is the difference from zero."""
    found = checked({2015: 0, 2018: "59.9896"}, {"at_least": Decimal("99.99")})  # 59.994 due
    assert due_text(found) == "≥59.994个"
    assert short_text(found) == "0.004个"
    assert short_text(checked({2015: 0, 2018: 80}, {"at_least": 100})) is None


def test_line_of_a_status_says_what_it_rests_on() -> None:
    """The status with target, value, gap and ratio; where there is none, why not."""
    gap = judged({2015: 0, 2018: 10}, {"at_least": 100}, year=2018)
    (found,) = check([gap], 2018, FailOn(("limited",)))
    assert sentence(found) == "指标 2018年：状态为明显滞后，目标≥100个，2018年10个，差90个，进度比0.17"
    assert due_text(found) is None
    gap = judged({2015: 0, 2018: 10}, {"direction": "up"}, year=2018)
    (found,) = check([gap], 2018, FailOn(("limited",)))
    assert sentence(found) == "指标 2018年：无法判断，状态为无法评估（进度比无法计算）"
    gap = judged({2015: 4, 2018: 3}, {"direction": "up"}, year=2018)
    (found,) = check([gap], 2018, FailOn(("deteriorating",)))
    assert sentence(found) == "指标 2018年：状态为背离目标，无量化目标，按增速判断，目标逐年上升，2018年3个"


def test_what_is_not_final_says_so() -> None:
    """A preliminary value is marked, and an unfinished year of a flow stands beside what is missing."""
    gap = judged({2015: 0}, {"at_least": 100}, observation(2018, 10, status="preliminary"), year=2018)
    assert "实际10个（初步）" in sentence(check([gap], 2018)[0])
    part = observation("2018年1-9月", 10, rule="part")
    gap = judged({2015: 0}, {"at_least": 100}, part, year=2018, series="flow")
    assert sentence(check([gap], 2018)[0]) == "指标 2018年：无法判断，无2018年数，最近为2018年1-9月10个（年度未满）"


# the program, on a plan made here


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan of three targets: in 2018 one holds, one fails, one has no data; and lists of them."""
    return make(tmp_path_factory.mktemp("made"))


def test_lines_for_people(made: Path) -> None:
    """What fails, then what is missing, each on its line, then the summary."""
    done = run("check", "--year", "2018", "-f", "text", cwd=made)
    assert done.out.splitlines()[:-1] == [
        "自编〔2016〕1号 自编计划 甲市 评至2018年末 年度检查",
        "差指标 2018年：应达60个（线性路径），实际59个，差1个，约束性目标须确保完成",
        "无数指标 2018年：无法判断，无2018年末数",
        "已检查3/3项目标：未达标1，无法判断1，达标1；结论：未达标",
    ]
    allowed = run("check", "--year", "2018", "--allow-missing", "--require", "missing.txt", "-f", "text", cwd=made).out
    assert "已检查2/3项目标：无法判断1，达标1；结论：达标，缺数按要求不计" in allowed
    only = run("check", "--year", "2018", "--fail-on", "missed:binding", "-f", "text", cwd=made).out
    assert "已检查1/3项目标：达标1；结论：达标\n未达标指年末状态为未完成；只查约束性目标；方法hlwplan/1\n" in only


@pytest.mark.usefixtures("english")
def test_wrong_names_are_all_named_with_their_place(made: Path) -> None:
    """Line and column of each unknown name of a list, with the nearest; so too for statuses."""
    done = run("check", "--year", "2018", "--require", "wrong.txt", cwd=made)
    assert "wrong.txt:2:3: C001 no target is called 'gud'; did you mean good?" in done.err
    assert "wrong.txt:3:1: C001 no target is called '坏指标'; did you mean 差指标 or 好指标 or 无数指标?" in done.err
    done = run("check", "--year", "2018", "--fail-on", "limitd,late:bound", cwd=made)
    assert "--fail-on: C001 no status is called 'limitd'; did you mean limited or missed?" in done.err
    assert "no nature to fail on is called 'bound'" in done.err


def test_made_up_data_is_never_silent(made: Path) -> None:
    """A check that rests on a made-up value says so, in every format."""
    assert run("check", "--year", "2019", "-f", "text", cwd=made).out.startswith("!! 示例数据 SYNTHETIC")
    assert "!! 示例数据 SYNTHETIC" in run("check", "--year", "2019", "-f", "table", cwd=made).out
    for format_ in ("csv", "tsv", "json", "junit"):
        assert "示例数据 SYNTHETIC" in run("check", "--year", "2019", "-f", format_, cwd=made).err
    assert 'name="banner"' in run("check", "--year", "2019", "-f", "junit", cwd=made).out
    assert "SYNTHETIC" not in run("check", "--year", "2018", "-f", "text", cwd=made).out


def test_table_shows_what_holds_too(made: Path) -> None:
    """A section a task, a row a target, with what was due and by which rule."""
    out = run("check", "--year", "2018", "-f", "table", cwd=made, env={"COLUMNS": "200"}).out
    rows = [line.split() for line in out.splitlines() if line.startswith(("好", "差", "无数"))]
    assert rows[0] == ["差指标", "2018年", "≥60个", "线性路径", "59个", "1个", "未达标",
                       "应达60个（线性路径），实际59个，差1个，约束性目标须确保完成"]  # fmt: skip
    assert rows[1] == ["好指标", "2018年", "≥60个", "线性路径", "60个", "—", "达标", "—"]
    assert rows[2][:7] == ["无数指标", "2018年", "≥60个", "线性路径", "—", "—", "无法判断"]


@pytest.mark.parametrize("arguments", ["", "--fail-on limited:binding", "--allow-missing --require missing.txt"])
def test_json_keeps_its_schema(made: Path, arguments: str) -> None:
    """The document validates against the schema that `hlwplan schema check` prints."""
    schema = json.loads(run("schema", "check").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(
        json.loads(run("check", "--year", "2018", "-f", "json", *arguments.split(), cwd=made).out), schema
    )
    if not arguments:
        jsonschema.validate(json.loads(run("check", "--year", "2018", "-f", "json").out), schema)


def test_machines_get_every_value(made: Path) -> None:
    """JSON and CSV in the plan's order, with the numbers whole."""
    document = json.loads(run("check", "--year", "2018", "-f", "json", cwd=made).out)
    assert document["conclusion"] == "fails"
    assert document["summary"] == {"targets": 3, "checked": 3, "fails": 1, "undecided": 1, "holds": 1, "not_due": 0}
    assert [it["id"] for it in document["targets"]] == ["good", "bad", "none"]
    bad = document["targets"][1]
    assert bad["due"] == {"op": "at_least", "value": 60, "low": None, "high": None, "path": "linear"}
    assert (bad["observed"]["value"], bad["short"], bad["outcome"], bad["basis"]) == (59, 1, "fails", "path")
    assert document["targets"][2]["observed"] is None
    rows = list(csv.DictReader(io.StringIO(run("check", "--year", "2018", "-f", "csv", cwd=made).out)))
    assert [(it["id"], it["outcome"], it["why"]) for it in rows] == [
        ("good", "holds", ""), ("bad", "fails", ""), ("none", "undecided", "no_observation"),
    ]  # fmt: skip


@pytest.mark.parametrize(("more", "errors", "skipped"), [([], "1", "0"), (["--allow-missing"], "0", "1")])
def test_junit_is_read_by_build_servers(made: Path, more: list[str], errors: str, skipped: str) -> None:
    """A suite a task, a case a target; a failure says the numbers, what is missing is an error unless it is allowed."""
    root = ET.fromstring(run("check", "--year", "2018", "-f", "junit", *more, cwd=made).out)  # noqa: S314  our own
    assert root.attrib["tests"] == "3"
    assert (root.attrib["failures"], root.attrib["errors"], root.attrib["skipped"]) == ("1", errors, skipped)
    assert [it.attrib["name"] for it in root.iter("testsuite")] == ["T1 任务甲", "T2 任务乙"]
    (failure,) = root.iter("failure")
    assert "实际59个" in failure.attrib["message"]
    assert [it.attrib["classname"] for it in root.iter("testcase")] == ["bad", "good", "none"]


@given(st.text(st.characters(codec=None)))
def test_junit_is_well_formed_whatever_is_in_it(text: str) -> None:
    """Control characters, lone surrogates and markup in names leave XML that a parser takes."""
    columns = tuple(Column(name, name) for name in ("id", "name", "result", "message"))
    rows = tuple((text, text, result, text) for result in ("failure", "error", "skipped", "passed"))
    table = Table(text, columns, (Section((text,), rows),), (text,), (text,))
    root = ET.fromstring(junit.render(table).encode())  # noqa: S314  our own
    assert [len(case) for case in root.iter("testcase")] == [1, 1, 1, 0]


@pytest.fixture(scope="module")
def shipped() -> Plan:
    """The shipped plan, for its tasks."""
    plan, _ = load_plan(ROOT / "plan")
    assert plan is not None
    return plan


def test_range_is_whole_in_json(shipped: Plan) -> None:
    """A range has both ends where one bound has a value."""
    found = checked({2015: 50, 2018: 39}, {"between": (40, 60)}, task=shipped.tasks[0].id)
    table = for_machines(Checked(shipped, Asked(year=2018), [found], 1))
    row = dict(zip([column.name for column in table.columns], table.rows[0], strict=True))
    assert (row["due.op"], row["due.low"], row["due.high"], row["due.value"]) == ("between", 40, 60, None)


def test_each_form_says_the_same(shipped: Plan) -> None:
    """Lines name what fails before what is missing, tables have all; a lack is an error, or skipped where allowed."""
    first, second = shipped.tasks[0].id, shipped.tasks[1].id
    checks = [
        checked({2015: 0, 2018: 60}, {"at_least": 100}, task=second, id="holds", name="甲"),
        checked({2015: 0}, {"at_least": 100}, task=second, id="missing", name="乙"),
        checked({2015: 0, 2018: 59}, {"at_least": 100}, task=first, id="fails", name="丙", nature="binding"),
        checked({2018: 59}, {"at_least": 100}, task=first, id="unknown", name="丁"),
    ]
    done = Checked(shipped, Asked(year=2018), checks, 37)
    assert [line.partition(" ")[0] for line in lines(done)[1:4]] == ["丙", "丁", "乙"]
    assert done.conclusion == "fails"
    assert [row[0] for row in for_people(done).rows] == ["丙", "丁", "甲", "乙"]
    assert [row[0] for row in for_machines(done).rows] == ["holds", "missing", "fails", "unknown"]
    assert [row[2] for row in for_build_servers(done).rows] == ["failure", "error", "passed", "error"]
    allowed = for_build_servers(replace(done, allow_missing=True))
    assert [row[2] for row in allowed.rows] == ["failure", "skipped", "passed", "skipped"]
    only = list(notes(replace(done, fail_on=FailOn(("missed",), binding=True))))
    assert only[1] == "未达标指年末状态为未完成；只查约束性目标；方法hlwplan/1"
    assert next(notes(replace(done, checks=[]))) == "已检查0/37项目标：无；结论：无法判断"


def test_earlier_target_of_an_indicator_is_due_on_the_way_to_its_later() -> None:
    """100 by 2018 is what the target of 2020 owes at the end of 2018, stated and exact."""
    both = indicator({}, target=({"by": 2018, "at_least": 100}, {"by": 2020, "at_least": 200}))
    for values, outcomes in (({2015: 0, 2018: 100}, ["holds"] * 2), ({2015: 0, 2018: 99}, ["fails"] * 2)):
        seen = observations(values)
        gaps = [assess_series(both, target, REGION, seen, year=2018) for target in both.target]
        found = check(gaps, 2018)
        assert [it.outcome for it in found] == outcomes
        assert [it.need and (it.need.basis, it.need.value) for it in found] == [("target", 100), ("milestone", 100)]


# Ranges and what was stated for a year


@pytest.mark.parametrize(
    ("value", "milestone", "outcome", "short"),
    [(58, {"at_least": 55}, "holds", None), (50, {"at_least": 55}, "fails", Decimal(5)),
     (58, {"at_most": 55}, "fails", Decimal(3)), (41, {"at_most": 55}, "holds", None)],
)  # fmt: skip
def test_a_milestone_of_a_range_keeps_its_own_side(
    value: int, milestone: Promise, outcome: str, short: Decimal | None
) -> None:
    """At least 55 on the way to 40–60 is no ceiling, although 55 is nearer to 60."""
    found = checked({2015: 20, 2018: value}, {"between": (40, 60)}, milestones=({"by": 2018, **milestone},))
    assert (found.outcome, found.short) == (outcome, short)
    assert found.need is not None
    assert (found.need.basis, found.need.sign) == ("milestone", 1 if "at_least" in milestone else -1)


@pytest.mark.parametrize(
    ("values", "year", "said"),
    [({2015: 20, 2020: 70}, 2020, "应在40–60个之内，实际70个，差10个"),
     ({2015: 20, 2020: 30}, 2020, "应在40–60个之内，实际30个，差10个"),
     ({2015: 30, 2018: 62}, 2018, "应在40–60个之内，实际62个，差2个")],
)  # fmt: skip
def test_a_range_is_said_whole_where_it_is_what_is_missed(values: Values, year: int, said: str) -> None:
    """In the target year and beyond the far end the difference can be redone from the range that is printed."""
    assert said in sentence(checked(values, {"between": (40, 60)}, year))


def test_districts_that_weigh_nothing_are_not_said_to_be_missing() -> None:
    """All districts reported, their weights add up to zero: 2/2 is no reason why the value is missing."""
    partial = replace(observation(2018, None, rule="districts"), covered=2)
    gap = judged({2015: 10}, {"at_least": 90}, partial, year=2018)
    assert (gap.status, gap.reason) == ("not_assessable", "weights_zero")
    (found,) = check([gap], 2018)
    assert (found.outcome, found.why) == ("undecided", "weights_zero")
    assert sentence(found).endswith("2018年区县权数合计为零，无法加权平均")
