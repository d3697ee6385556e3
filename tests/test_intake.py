"""The intake report: what files did to the store, or would do."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import run
from test_store import NEW, OLD
from toy import PLAN, batch, read, stored, table

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure.compare import Intake
from hlwplan.render import delimited, document, terminal
from hlwplan.render.cells import shown
from hlwplan.report import intake

pytestmark = pytest.mark.usefixtures("chinese")

STORED = (
    "sales,甲市,2018,340,亿元,初步,2019-03-01,某局",
    "sales,乙区,2018,3,亿元,,2019-06-01",
    "homes,甲市,2018,3,户,,2019-06-01",
    "T1-D1,甲市,2017,推进中,,,2018-06-01",
)
ROWS = (
    "homes,甲市,2018,3,户,,2019-06-01",
    "sales,甲市,2018,350,亿元,正式,2019-06-01,某局",
    "sales,乙区,2018,20000,万元,,2019-01-01",
    "T1-D1,甲市,2017,60%,,,2018-09-01",
    "cover,甲市,2018,35.50,%,,2019-06-01",
    "homes,甲市,2017,-,,,2019-06-01",
    "sales,乙区,2018,4,亿元,,2019-06-01",
)


@pytest.fixture
def compared(tmp_path: Path) -> list[Intake]:
    """What a file would do that has a row of every kind."""
    return stored(tmp_path, STORED).compare(PLAN, [batch(*ROWS)])[0]


@pytest.fixture
def unread() -> list[Diagnostic]:
    """The findings of a file with one row that has two bad cells, and one that is only doubted."""
    findings = read(table("sales,甲市,2018,abc,斤", "cover,甲市,2018,135,%"), "bad.csv")[1]
    assert [finding.code for finding in findings] == ["D101", "D204"]
    return findings


def test_the_summary_counts_every_row_and_names_the_revisions(compared: list[Intake], unread: list[Diagnostic]) -> None:
    """In both languages; where the status changed it stands beside the value; what could not be read is refused."""
    assert intake.summary(PLAN, compared, unread) == (
        "新增 1，修订 2（零售额 甲市 2018年：340亿元（初步）→350亿元（正式）；某平台 甲市 2017年：推进中→60%），"
        "较早 1，缺数 1，相同 1，拒收 2"
    )
    assert intake.summary(PLAN, []) == "无填报数"


def test_the_summary_names_few_revisions_and_says_that_there_are_more(tmp_path: Path) -> None:
    """Three are named."""
    rows = [f"sales,甲市,{year},1,亿元,,2019-01-01" for year in range(2010, 2016)]
    store = stored(tmp_path, rows)
    intakes, _ = store.compare(PLAN, [batch(*(row.replace(",1,", ",2,").replace("2019", "2020") for row in rows))])
    said = intake.summary(PLAN, intakes)
    assert said.startswith("修订 6（零售额 甲市 2010年：1亿元→2亿元；")
    assert said.count("→") == 3
    assert "；…）" in said


def test_people_read_refusals_first_and_what_is_the_same_is_only_counted(
    compared: list[Intake], unread: list[Diagnostic]
) -> None:
    """Each row with both values and their units; a refusal with its reason, a revision with where the old value is."""
    made = intake.for_people(PLAN, compared, unread, dry_run=True)
    assert [[shown(cell) for cell in row[:7]] for row in made.rows] == [
        ["bad.csv:2:15", "拒收", "—", "—", "—", "—", "—"],
        ["零售额", "拒收", "乙区", "2018年", "3亿元", "4亿元", "2019-06-01"],
        ["零售额", "修订", "甲市", "2018年", "340亿元（初步）", "350亿元（正式）", "2019-06-01"],
        ["某平台", "修订", "甲市", "2017年", "推进中", "60%", "2018-09-01"],
        ["零售额", "较早", "乙区", "2018年", "3亿元", "20000万元", "2019-01-01"],
        ["覆盖率", "新增", "甲市", "2018年", "—", "35.5%", "2019-06-01"],
        ["光纤户数", "缺数", "甲市", "2017年", "—", "—", "2019-06-01"],
    ]
    remarks = [row[-1] for row in made.rows]
    origin = batch(*STORED).original_hash[:12]
    assert str(remarks[0]).startswith("D101 数值 'abc'")
    assert str(remarks[1]).startswith("D203 sales 乙区 2018")
    assert remarks[2] == f"原数2019-03-01发布，出处{origin}#2"
    assert remarks[4] == f"原数2019-06-01发布，出处{origin}#3，仍以原数为准"
    assert remarks[5:] == [None, None]
    assert made.notes == (intake.summary(PLAN, compared, unread),)


def test_the_table_keeps_every_digit_at_any_width(compared: list[Intake]) -> None:
    """Places and remarks go below the table before a value is cut."""
    for width in (60, 80, 200):
        said = terminal.render(intake.for_people(PLAN, compared), width, colour=False)
        assert "340亿元（初步）" in said
        assert "350亿元（正式）" in said
        assert "原数2019-03-01发布" in said.replace("\n", "")


def test_of_a_long_file_people_see_the_beginning_and_how_much_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not listed is said with its number; revisions are never left out."""
    monkeypatch.setattr(intake, "LISTED", 2)
    rows = [f"sales,甲市,{year},1,亿元,,2019-01-01" for year in range(2010, 2015)]
    intakes, _ = stored(tmp_path / "empty").compare(PLAN, [batch(*rows)])
    made = intake.for_people(PLAN, intakes)
    assert len(made.rows) == 2
    assert made.notes[1] == "新增另有 3 行未列出，见其他格式"
    store = stored(tmp_path, rows)
    later, _ = store.compare(PLAN, [batch(*(row.replace(",1,", ",2,").replace("2019", "2020") for row in rows))])
    assert len(intake.for_people(PLAN, later).rows) == 5


def test_a_file_that_changes_nothing_has_no_rows_for_people(tmp_path: Path) -> None:
    """Only the count is said."""
    store = stored(tmp_path, [OLD])
    made = intake.for_people(PLAN, store.add(PLAN, [batch(OLD)])[0])
    assert (made.sections, made.notes) == ((), ("相同 1",))
    assert terminal.render(made, 80, colour=False) == "导入结果\n\n相同 1\n"


def test_made_up_rows_are_announced(tmp_path: Path) -> None:
    """A file with 示例 carries the banner of what is made up; another does not."""
    store = stored(tmp_path)
    made_up = NEW.replace("final", "示例")
    for rows, banner in (((OLD,), 0), ((OLD, made_up), 1)):
        intakes, _ = store.compare(PLAN, [batch(*rows)])
        for of in (intake.for_people, intake.for_machines):
            assert len(of(PLAN, intakes).banner) == banner


def test_an_index_has_no_unit_and_an_unknown_thing_its_own_name(tmp_path: Path) -> None:
    """A row of a plan that knew more, and a period that is none, are shown as they are written."""
    made = batch(OLD)
    odd = replace(made.measurements[0], indicator="gone", period="x", unit="指数")
    intakes, _ = stored(tmp_path).compare(PLAN, [replace(made, measurements=(odd,))])
    ((name, _, _, period, _, value, *_),) = intake.for_people(PLAN, intakes).rows
    assert (name, period, value) == ("gone", "x", "350")


# Machines


def documented(compared: list[Intake], unread: list[Diagnostic], *, dry_run: bool = False) -> Any:
    """The JSON document, held against its schema."""
    schema = json.loads(run("schema", "ingest").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    made = json.loads(document.render(intake.for_machines(PLAN, compared, unread, dry_run=dry_run)))
    jsonschema.validate(made, schema)
    assert set(made) == set(schema["properties"])
    assert all(set(row) == set(schema["properties"]["changes"]["items"]["properties"]) for row in made["changes"])
    return made


def test_json_lists_every_row_in_the_order_of_the_file(compared: list[Intake], unread: list[Diagnostic]) -> None:
    """What says the same too, and after them the cells that could not be read."""
    made = documented(compared, unread, dry_run=True)
    assert made["dry_run"] is True
    assert made["summary"] == {"new": 1, "revised": 2, "older": 1, "missing": 1, "same": 1, "refused": 2}
    assert made["files"] == [{"file": "in.csv", "batch": batch(*ROWS).name, "rows": 7, "before": False}]
    assert [(row["file"], row["line"], row["kind"]) for row in made["changes"]] == [
        ("in.csv", 2, "same"),
        ("in.csv", 3, "revised"),
        ("in.csv", 4, "older"),
        ("in.csv", 5, "revised"),
        ("in.csv", 6, "new"),
        ("in.csv", 7, "missing"),
        ("in.csv", 8, "refused"),
        ("bad.csv", 2, "refused"),
    ]


def test_json_gives_both_rows_whole(compared: list[Intake]) -> None:
    """Numbers are numbers, states are words, a mark for missing is null, and each has its origin."""
    rows = documented(compared, [])["changes"]
    before, after = batch(*STORED), batch(*ROWS)
    assert rows[1] == {
        "kind": "revised", "file": "in.csv", "line": 3, "indicator": "sales", "name": "零售额", "region": "甲市",
        "period": "2018",
        "before": {"period": "2018", "value": 340, "unit": "亿元", "status": "preliminary", "published": "2019-03-01",
                   "source": "某局", "origin": f"{before.original_hash[:12]}#2"},
        "after": {"value": 350, "unit": "亿元", "status": "final", "published": "2019-06-01", "source": "某局",
                  "origin": f"{after.original_hash[:12]}#3"},
        "code": None, "reason": None,
    }  # fmt: skip
    assert [row["after"]["value"] for row in rows] == [3, 350, 20000, "60%", 35.5, None, 4]
    assert (rows[4]["before"], rows[3]["before"]["value"]) == (None, "in_progress")
    assert (rows[6]["code"], rows[6]["before"]["value"]) == ("D203", 3)


def test_a_file_that_cannot_be_read_at_all_is_one_refusal(unread: list[Diagnostic]) -> None:
    """Its finding has a line at the most, and no row."""
    whole = read(b"\xff\xfe\x00")[1]
    made = documented([], [*unread, *whole])
    assert made["summary"] == {"refused": 2}
    assert [(row["file"], row["line"], row["after"]) for row in made["changes"]] == [
        ("bad.csv", 2, None),
        ("in.csv", 1, None),
    ]


def test_csv_has_a_line_for_each_row(compared: list[Intake], unread: list[Diagnostic]) -> None:
    """With the names of the JSON fields, dotted."""
    made = intake.for_machines(PLAN, compared, unread)
    header, *lines = delimited.render(made, ",").splitlines()
    assert header.startswith("kind,file,line,indicator,name,region,period,before.period,before.value")
    assert len(lines) == 8
    assert lines[4].startswith("new,in.csv,6,cover,覆盖率,甲市,2018,,,,,,,,35.5,%,,2019-06-01,,")
