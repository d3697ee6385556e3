"""`hlwplan changes` on the shipped plan, its copies and its demonstration data."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, run
from making import judged
from rich.cells import cell_len

from hlwplan.assess.changes import Change, Comparison
from hlwplan.plan.load import load_plan
from hlwplan.report.changes import Between, Point, for_people

pytestmark = pytest.mark.usefixtures("chinese")

SCHEMA = json.loads((ROOT / "src" / "hlwplan" / "render" / "changes.schema.json").read_text(encoding="utf-8"))
ZHEJIANG = ROOT / "examples" / "zhejiang-digital-economy"


def changes(*arguments: str | Path, cwd: Path = ROOT) -> Mapping[str, dict[str, object]]:
    """The rows of the JSON document by id, which must follow its schema."""
    done = run("changes", "--format", "json", *arguments, cwd=cwd)
    assert done.code == 0, done.err
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA)
    counted = [row["change"] for row in document["changes"]]
    assert {kind: number for kind, number in document["summary"].items() if kind != "unchanged"} == {
        kind: counted.count(kind) for kind in ("flip", "added", "removed", "other")
    }
    return {row["id"]: row for row in document["changes"]}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the shipped plan and of its data."""
    for name in ("plan", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def edited(folder: Path, *pairs: tuple[str, str]) -> Path:
    """The folder, with phrases of its targets replaced."""
    path = folder / "plan" / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    return folder


TIGHTER = (("at_least: 650", "at_least: 950"), ("实现网络零售额650亿元", "实现网络零售额950亿元"))


# What is printed


def test_years_look_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """From the end of 2018 to that of 2020: first values, end values, and years that ended without one."""
    done = run("changes", "--from", "2018", "--to", "2020", "--format", "table", env={"COLUMNS": "100"})
    assert done.code == 0
    golden("changes-2018-2020.txt", done.out)


def test_plans_look_as_reviewed(copy: Path, golden: Callable[[str, str], None]) -> None:
    """A target was tightened, one was added and one removed, and the revision of 2018 is not yet in the older data."""
    shutil.copytree(copy, copy / "new")
    (copy / "data" / "batches" / "84bf31198289.csv").rename(copy / "kept.csv")
    newer = edited(copy / "new", *TIGHTER, ("- id: urban-wifi", "- id: city-wifi"))
    done = run("changes", "--from", ".", "--to", newer.name, "--format", "table", cwd=copy, env={"COLUMNS": "100"})
    golden("changes-plans.txt", done.out)


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_table_stays_within_its_width(width: int) -> None:
    """No line is wider than the terminal, wide characters counted as two, and causes are always there."""
    for period in (("2018", "2021"), ("2019-05-31", "2019-06-01")):
        arguments = ("--from", period[0], "--to", period[1], "--format", "table")
        out = run("changes", *arguments, env={"COLUMNS": str(width)}).out
        assert max(map(cell_len, out.splitlines())) <= width
        assert "10bb91c0690e" in out


def test_a_change_without_a_cause_is_shown_all_the_same() -> None:
    """Should a difference ever be overlooked, its effect still has its row."""
    change = Change(judged({2015: 0, 2016: 20}, {"at_least": 100}), judged({2015: 0, 2016: 1}, {"at_least": 100}))
    plan = load_plan(ROOT / "plan")[0]
    assert plan is not None
    table = for_people(plan, Comparison((change,), (), synthetic=False), Between(Point(year=2017), Point(year=2018)))
    assert [row[-1] for row in table.rows] == ["未找到原因"]


def test_days_show_what_was_known() -> None:
    """On 2019-06-01 the value of 2018 was revised: 340 to 350, each with the line that says it."""
    (row,) = changes("--from", "2019-05-31", "--to", "2019-06-01").values()
    assert (row["id"], row["change"], row["gap_before"], row["gap_after"], row["gap_change"]) == (
        "online-retail-sales", "other", 310, 300, -10,
    )  # fmt: skip
    assert row["why"] == "修订：2018年340亿元→350亿元 （10bb91c0690e#46→0916d2a3dac5#2）"
    assert isinstance(row["causes"], list)
    (cause,) = row["causes"]
    assert (cause["kind"], cause["old"]["value"], cause["new"]["value"]) == ("revised", 340, 350)
    assert (cause["old"]["origins"], cause["new"]["origins"]) == (["10bb91c0690e#46"], ["0916d2a3dac5#2"])


def test_years_judge_by_what_is_known_now() -> None:
    """The end of 2018 is judged by the revised value, so from 2017 the news is 350."""
    row = changes("--from", "2017", "--to", "2018")["online-retail-sales"]
    assert row["why"] == "新数：2018年为350亿元 （0916d2a3dac5#2）"
    assert "两边都按现在已知的数评至年末" in run("changes", "--from", "2017", "--to", "2018", "--format", "table").out


def test_causes_that_cancel_out_are_told_apart(copy: Path) -> None:
    """340 is 23.6 % a year where 950 needs 39.5 %: limited (0.598); only the revision to 350 (0.628) saves it."""
    shutil.copytree(copy, copy / "new")
    next((copy / "data" / "batches").glob("84bf*")).unlink()
    row = changes("--from", copy, "--to", edited(copy / "new", *TIGHTER))["online-retail-sales"]
    assert (row["status_before"], row["status_after"]) == ("needs_acceleration", "needs_acceleration")
    assert isinstance(row["causes"], list)
    assert [(cause["kind"], cause["turn"], cause["alone"]) for cause in row["causes"]] == [
        ("revised", None, "needs_acceleration"),
        ("target", "tighter", "limited"),
    ]


def test_schema_is_printed() -> None:
    """`hlwplan schema changes` prints the schema that the documents of these tests follow."""
    assert json.loads(run("schema", "changes").out) == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_from_something_to_itself_nothing_changes() -> None:
    """A year, a day and a plan beside themselves: no row, and the number of targets that stand."""
    for same in ("2018", "2019-06-01", "plan"):
        assert changes("--from", same, "--to", same) == {}
        done = run("changes", "--from", same, "--to", same, "--format", "table")
        assert (done.code, "无变化37项" in done.out) == (0, True)


def test_made_up_data_is_never_silent() -> None:
    """The banner stands in the table and beside machine formats."""
    for format_ in ("table", "csv", "tsv", "json"):
        done = run("changes", "--from", "2017", "--to", "2018", "--format", format_)
        assert "示例数据 SYNTHETIC" in (done.out if format_ == "table" else done.err)
    assert "SYNTHETIC" not in run("changes", "--from", "2019", "--to", "2020", "--format", "table", cwd=ZHEJIANG).out


def test_csv_has_a_row_for_each_target_that_changed() -> None:
    """Flat columns for spreadsheets; the causes are JSON in one field, and words in the last."""
    done = run("changes", "--from", "2019-05-31", "--to", "2019-06-01", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["status_before"], row["value_before"], row["value_after"]) == ("needs_acceleration", "340", "350")
    assert json.loads(row["causes"])[0]["kind"] == "revised"
    assert done.out == run("changes", "--from", "2019-05-31", "--to", "2019-06-01", "--format", "csv").out


def test_a_district_has_changes_of_its_own() -> None:
    """Nothing is promised for 柯桥区, but its value of 2018 is news."""
    row = changes("--from", "2017", "--to", "2018", "--region", "柯桥")["information-economy"]
    assert (row["region"], row["value_before"], row["value_after"]) == ("柯桥区", 140, 152)


# Plans and their data


def test_plans_have_their_own_data_and_can_share_one(copy: Path) -> None:
    """Beside its plan each folder's data counts; with --data both plans are held against the same."""
    done = run("retract", "84bf31198289", "--why", "数值有误", cwd=copy)
    assert done.code == 0, done.err
    row = changes("--from", ROOT, "--to", copy)["online-retail-sales"]
    assert isinstance(row["causes"], list)
    assert [cause["kind"] for cause in row["causes"]] == ["revised"]
    assert changes("--from", ROOT, "--to", copy, "--data", ROOT / "data") == {}


@pytest.mark.usefixtures("english")
def test_a_plan_without_data_is_not_held_against_one_with(copy: Path) -> None:
    """Every value would seem to have come or gone; two plans without any are compared as they are."""
    shutil.rmtree(copy / "data")
    done = run("changes", "--from", ROOT, "--to", copy)
    assert (done.code, done.out) == (2, "")
    assert "--data DIR" in done.err
    assert changes("--from", ROOT, "--to", copy, "--data", "data") == {}
    assert changes("--from", copy, "--to", copy) == {}


def test_added_and_removed_targets_change_places(copy: Path) -> None:
    """Another id is another target, whichever way one looks."""
    edited(copy, ("- id: urban-wifi", "- id: city-wifi"))
    for sides, kinds in (((ROOT, copy), ("removed", "added")), ((copy, ROOT), ("added", "removed"))):
        found = changes("--from", sides[0], "--to", sides[1], "--data", ROOT / "data")
        assert (found["urban-wifi"]["change"], found["city-wifi"]["change"]) == kinds


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2018", "2017"), "write --from 2017 --to 2018"),
        (("2019-06-01", "2019-05-31"), "write --from 2019-05-31 --to 2019-06-01"),
        (("2018", "2019-05-31"), "--from and --to are not of one kind"),
        (("plan", "2018"), "--from and --to are not of one kind"),
        (("2019-02-30", "2019-03-01"), "'2019-02-30' is no day of the calendar"),
        (("1018", "2018"), "'1018' is no year, no day and no folder"),
        (("nowhere", "plan"), "write it as 2018, 2019-05-31 or old/plan"),
        (("plan", "docs"), "plan.yaml"),
        (("plan", str(ZHEJIANG)), "one plan is about 绍兴市, the other about 浙江省"),
        (("plan", "plan", "--plan", "plan"), "leave --plan out"),
        (("plan", "plan", "--data", "nowhere"), "no such folder: nowhere"),
        (("2017", "2018", "--region", "柯桥县"), "柯桥区"),
    ],
)
@pytest.mark.usefixtures("english")
def test_what_cannot_be_compared_is_a_usage_error(arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2, nothing on standard output, and what to write instead."""
    first, last, *more = arguments
    done = run("changes", "--from", first, "--to", last, *more)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_plan_from_the_environment_gives_way_to_folders() -> None:
    """HLWPLAN_PLAN says which plan is meant where none is named; here two are."""
    done = run("changes", "--from", "plan", "--to", "plan", env={"HLWPLAN_PLAN": "nowhere"})
    assert done.code == 0
