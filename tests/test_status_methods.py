"""`hlwplan status --method`: the other methods' words in the table, and beside ours in the machines' formats."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import get_args

import jsonschema
import pytest
from conftest import ROOT, run
from making import Number, Promise, judged, observations

from hlwplan.assess.methods import rated
from hlwplan.assess.rating import Method, MethodStatus, Note
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Plan
from hlwplan.render.cells import shown
from hlwplan.report.ratings import NOTES, WORDS
from hlwplan.report.status import PEOPLE, Asked, for_people
from hlwplan.report.status_records import for_machines
from hlwplan.table import Cell, Word

pytestmark = pytest.mark.usefixtures("chinese")

METHODS: tuple[Method, ...] = get_args(Method)
Values = Mapping[int, Number]


def rows(*arguments: str) -> dict[str, dict[str, object]]:
    """The rows of the JSON document by id."""
    return {row["id"]: row for row in json.loads(run("status", "--format", "json", *arguments).out)["targets"]}


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = load_plan(ROOT / "plan")[0]
    assert found is not None
    return found


def row(plan: Plan, method: Method, values: Values, promise: Promise, **fields: object) -> dict[str, Cell]:
    """The cells of the people's row of a made-up target, by their columns' names."""
    gap = judged(values, promise, year=None, task=plan.tasks[0].id, **fields)
    (gap,) = rated([gap], observations(values), method)
    table = for_people(plan, [gap], Asked(method=method))
    return dict(zip([column.name for column in table.columns], table.rows[0], strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_table_looks_as_reviewed(method: Method, golden: Callable[[str, str], None]) -> None:
    """The shipped plan by each other method at 120 columns is the table that was looked at."""
    done = run("status", "--format", "table", "--method", method, env={"COLUMNS": "120"})
    assert (done.code, done.err) == (0, "")
    golden(f"status-{method}.txt", done.out)


@pytest.mark.parametrize("method", ["hlwplan", *METHODS])
def test_json_keeps_its_schema(method: str) -> None:
    """Whatever the method, the document follows the one schema, and names the method in its head and in every row."""
    document = json.loads(run("status", "--format", "json", "--method", method).out)
    jsonschema.validate(document, json.loads(run("schema", "status").out))
    named = "hlwplan/1" if method == "hlwplan" else method
    assert {document["method"], *(it["method"] for it in document["targets"])} == {named}


@pytest.mark.parametrize("method", METHODS)
def test_our_own_fields_mean_what_they_meant(method: Method) -> None:
    """Another method adds its fields; not one of ours changes, the status least of all."""
    ours, theirs = rows(), rows("--method", method)
    for id_, before in ours.items():
        after = theirs[id_]
        changed = {name for name in before if after[name] != before[name]}
        assert all(name.startswith("method") for name in changed)
        assert before["method_status"] is None
        assert after["method_status"] in WORDS[method]
        assert (after["method_notes"] is None) <= (after["method_status"] != "not_available")


def test_json_says_the_numbers_behind_a_rating() -> None:
    """180 in 2015 and 350 in 2018 of 650: what Open SDG compares, its cut-offs, its score and its two points."""
    found = rows("--method", "opensdg")["online-retail-sales"]
    assert found["method_status"] == "moderate_progress"
    assert found["status"] == "needs_acceleration"
    assert found["method_value"] == pytest.approx(0.848, abs=5e-4)
    assert found["method_score"] == pytest.approx(7.1429 * 0.848 - 4.2857, abs=5e-3)
    assert found["method_cuts"] == {"first": 0.95, "second": 0.6, "third": 0}
    assert found["method_from"] == {"time": 2015, "value": 180}
    assert found["method_to"] == {"time": 2018, "value": 350}


def test_json_says_the_readings() -> None:
    """25 to 50 % of 100 in two of five years: 12.5 of 15 points a year, 41 of 32 % a year, 12.5 where 16.7 are left."""
    found = rows()["public-wifi"]
    names = ("reading_linear", "reading_geometric", "reading_required")
    assert [found[name] for name in names] == ["needs_acceleration", "on_track", "needs_acceleration"]
    assert found["readings_agree"] is False
    assert found["status"] == "needs_acceleration"


@pytest.mark.parametrize("method", METHODS)
def test_csv_names_its_method(method: Method) -> None:
    """A CSV has no head, so each of its rows says whose verdict it holds; standard error has the summary."""
    done = run("status", "--format", "csv", "--method", method)
    table = list(csv.DictReader(io.StringIO(done.out)))
    assert {it["method"] for it in table} == {method}
    assert f"按{method}方法：共37项目标" in done.err


def test_summary_counts_the_methods_own_statuses() -> None:
    """The head counts ours as ever, and beside them those of the method."""
    summary = json.loads(run("status", "--format", "json", "--method", "weather").out)["summary"]
    assert sum(summary["by_method_status"].values()) == summary["targets"] == 37
    assert set(summary["by_method_status"]) <= set(WORDS["weather"])
    assert summary["assessed"] == 23
    assert json.loads(run("status", "--format", "json").out)["summary"]["by_method_status"] is None


def test_an_unknown_method_is_a_mistake_of_usage() -> None:
    """Exit code 2, and the methods that there are."""
    done = run("status", "--method", "eurostat")
    assert done.code == 2
    assert "opensdg" in done.err


def test_every_status_and_note_has_its_words() -> None:
    """Each method has words for its own statuses, best first, and all together cover them all."""
    known = {status for words in WORDS.values() for status in words}
    assert known == set(get_args(MethodStatus))
    assert set(NOTES) == set(get_args(Note))
    for words in WORDS.values():
        order = [get_args(MethodStatus).index(status) for status in words]
        assert order == sorted(order)


def test_the_path_of_ours_stands_beside_no_other_verdict(plan: Plan) -> None:
    """Realised, lead, ratio and path go; gap, completion and elapsed stay; the score is Open SDG's alone."""
    values, promise = {2015: 10, 2016: 20, 2017: 35, 2018: 50}, {"at_least": 100}
    ours = {column.name for column in PEOPLE}
    for method in METHODS:
        cells = row(plan, method, values, promise)
        assert ours - set(cells) == {"realised", "lead", "ratio", "path"}
        assert ("method_score" in cells) == (method == "opensdg")
        assert shown(cells["gap"]) == "50个"
        assert shown(cells["completion"]) == "50.0%"


@pytest.mark.parametrize(
    ("method", "values", "promise", "value", "word"),
    [
        ("opensdg", {2015: 100, 2017: 125}, {"at_least": 200}, "0.79", "进展中等"),
        # close below 1 is not 1
        ("sdsn", {2015: 0, 2019: "79.9999"}, {"at_least": 100}, "0.999999", "↗ 中速改善"),
        ("weather", {2015: 52, 2016: 55, 2017: "58.5", 2018: 61}, {"at_least": 95}, "0.82", "阴"),
        ("weather", {2015: 52, 2016: 55, 2017: 59, 2018: 61}, {"hold": {"at_least": 50}}, "3.0个/年", "晴"),
        ("opensdg", {2015: 100, 2016: 101}, {"direction": "up"}, "1.00%/年", "进展中等"),
        ("opensdg", {2015: 100, 2016: 99}, {"at_least": 100}, "—", "恶化"),
    ],
)
def test_the_value_is_printed_on_its_own_side_of_a_cut_off(
    plan: Plan, method: Method, values: Values, promise: Promise, value: str, word: str
) -> None:
    """A ratio as it is, a growth in per cent a year, a change in the indicator's unit a year."""
    cells = row(plan, method, values, promise)
    assert shown(cells["method_value"]) == value
    assert isinstance(cells["status"], Word)
    assert cells["status"].text == word


@pytest.mark.parametrize(
    ("method", "values", "promise", "fields", "said"),
    [
        ("opensdg", {2016: 50, 2018: 60}, {"at_least": 100}, {}, "基期缺数，改用邻年；所用数据点2016年50、2018年60"),
        ("opensdg", {2015: 0, 2018: 60}, {"at_least": 100}, {"kind": "amount"}, "基期0按0.001计"),
        ("opensdg", {2015: 10, 2020: 90}, {"at_least": 100}, {}, "目标年已到：未完成"),
        ("opensdg", {2015: 10, 2020: 90, 2021: 120}, {"at_least": 100}, {},
         "所用数据点2015年10、2021年120；目标年已到：未完成；2021年为120个"),
        ("opensdg", {2015: 120}, {"at_least": 100}, {}, "所用数据点2015年120"),
        ("opensdg", {2015: 93, 2018: "93.6"}, {"direction": "up"}, {"kind": "rate"}, "年均增速门槛0.41%、0.14%、0.00%"),
        ("weather", {2015: 10, 2018: 60}, {"at_least": 100}, {}, "年度数据不足4个"),
        ("sdsn", {2015: 10, 2018: 60}, {"direction": "up"}, {}, "无量化目标，该方法不评"),
        ("sdsn", {2015: 10, 2018: 60}, {"at_least": 100}, {}, "—"),
    ],
)  # fmt: skip
def test_remarks_say_what_the_method_did(
    plan: Plan, method: Method, values: Values, promise: Promise, fields: dict[str, object], said: str
) -> None:
    """Why there is no rating, what was put in a number's place, which points were used if they are not the table's."""
    assert shown(row(plan, method, values, promise, **fields)["remarks"]) == said


def test_notes_name_the_method_and_its_cut_offs(plan: Plan) -> None:
    """Each table ends with the method, its path, and every word with its cut-off in both languages."""
    for method in METHODS:
        notes = for_people(plan, [], Asked(method=method)).notes
        assert notes[-1].startswith(f"方法{method}：")
        for status, (word, _) in WORDS[method].items():
            if status not in {"target_achieved", "not_available"}:
                assert f"为{word} {word.message.lstrip('↑↗→↓ ')}" in notes[-1]


def test_machines_get_every_number_of_a_rating(plan: Plan) -> None:
    """Fewer cut-offs than three, no score and no notes are absent, not zero."""
    values: Values = {2015: 52, 2016: 55, 2017: "58.5", 2018: 61}
    gap = judged(values, {"at_least": 95}, task=plan.tasks[0].id)
    bare, full = (
        dict(zip([column.name for column in table.columns], table.rows[0], strict=True))
        for table in (
            for_machines(plan, [gap], Asked()),
            for_machines(plan, rated([gap], observations(values), "weather"), Asked(method="weather")),
        )
    )
    assert (full["method"], full["method_status"]) == ("weather", "cloud")
    assert full["method_value"] == pytest.approx(28 / 34)
    assert [full[f"method_cuts.{name}"] for name in ("first", "second", "third")] == [0.05, 0.2, None]
    assert (full["method_score"], full["method_notes"]) == (None, None)
    assert {name: cell for name, cell in bare.items() if name.startswith("method") and cell is not None} == {
        "method": "hlwplan/1"
    }
