"""`hlwplan ingest` as departments' files meet it: previews, partial acceptance, what is given, exit codes."""

import csv
import json
from pathlib import Path

import pytest
from books import rows, saved
from conftest import ROOT, Done, run

BASE = ROOT / "tests" / "plans" / "base"
DAY = ("--published", "2019-03-01")
LONG = "指标,地区,时间,数值,单位,来源\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a store that does not exist yet."""
    return tmp_path / "data"


def ingest(folder: Path, text: str, *options: str | Path, name: str = "in.csv", encoding: str = "utf-8") -> Done:
    """Write a file of that text beside the store and ingest it."""
    (folder.parent / name).write_bytes(text.encode(encoding))
    return run("ingest", name, "--plan", BASE, "--data", folder, *DAY, *options, cwd=folder.parent)


def values(folder: Path) -> dict[str, float | None]:
    """The latest value of each target by `status`."""
    done = run("status", "--plan", BASE, "--data", folder, "--format", "json")
    return {row["id"]: row["latest"] and row["latest"]["value"] for row in json.loads(done.out)["targets"]}


GOOD = LONG + "甲产值,甲市,2017年,120,亿元,某局\n甲产值,甲市,2018年,150,亿元,某局\n"
MIXED = GOOD + "甲产值,甲市,2019年,一百六,亿元,某局\n甲总产出,甲市,2019年,170,亿元,某局\n"


def test_a_file_as_excel_saves_it_in_china_is_taken(data: Path) -> None:
    """GBK, a title, two years as columns, a footer: the rows are stored with their lines."""
    text = "甲产值情况（单位：亿元）,,\n指标,2017年,2018年\n甲产值,120,150\n数据来源：某局,,\n"
    done = ingest(data, text, "--set", "地区=甲市", "--set", "单位=亿元", encoding="gb18030")
    assert (done.code, done.out) == (0, "")
    assert "2 rows stored as batch" in done.err
    assert values(data)["output@2018"] == 150


def test_a_preview_stores_nothing(data: Path) -> None:
    """--dry-run lists each row with what it would do; exit code 0 where all would be stored."""
    done = ingest(data, GOOD, "--dry-run", "--format", "json")
    document = json.loads(done.out)
    assert (done.code, document["dry_run"], document["summary"]) == (0, True, {"new": 2})
    assert not data.exists()


def test_a_preview_says_what_would_be_refused(data: Path) -> None:
    """Rows with errors are in the preview, and the exit code is that of a refusal."""
    done = ingest(data, MIXED, "--dry-run", "--format", "json")
    assert (done.code, json.loads(done.out)["summary"]) == (4, {"new": 2, "refused": 2})
    assert not data.exists()


def test_a_preview_shows_a_revision_from_and_to(data: Path) -> None:
    """The stored value and the new one stand side by side."""
    ingest(data, GOOD)
    later = ("--published", "2019-09-01")
    done = ingest(data, LONG + "甲产值,甲市,2018年,155,亿元,某局\n", "--dry-run", "--format", "csv", *later)
    (row,) = csv.DictReader(done.out.splitlines())
    assert (row["kind"], row["before.value"], row["after.value"]) == ("revised", "150", "155")


def test_a_revision_is_listed_when_it_is_stored(data: Path) -> None:
    """Standard error names what changed, from and to."""
    ingest(data, GOOD)
    done = ingest(data, LONG + "甲产值,甲市,2018年,155,亿元,某局\n", "--published", "2019-09-01", name="b.csv")
    assert done.code == 0
    assert "revised: Output 甲市 2018: 150亿元 → 155亿元" in done.err
    assert "1 revised (Output 甲市 2018: 150亿元 → 155亿元)" in done.err


def test_an_error_changes_nothing(data: Path) -> None:
    """Both bad rows are said with their places; nothing is stored."""
    done = ingest(data, MIXED)
    assert done.code == 4
    assert "in.csv:4:14: D114" in done.err or "in.csv:4:14: D101" in done.err
    assert "in.csv:5:1: D107" in done.err
    assert not data.exists()


def test_valid_rows_are_accepted_and_the_rest_can_be_mended_and_sent_back(data: Path) -> None:
    """--accept-valid stores what is right; the file of refused rows, mended in place, is ingested as it is."""
    done = ingest(data, MIXED, "--accept-valid")
    assert done.code == 1
    assert values(data)["output@2018"] == 150
    rejected = data.parent / "in.rejected.csv"
    assert f"{rejected.name}: 2 rows refused" in done.err
    with rejected.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["value"], row["line"], row["reason"][:4]) for row in rows][1] == ("170", "5", "D107")
    mended = rejected.read_text("utf-8-sig").replace("一百六", "160").replace("甲总产出", "甲产值")
    mended = mended.replace("170", "160")
    back = ingest(data, mended, name="mended.csv")
    assert back.code == 0, back.err
    assert values(data)["output@2020"] == 160


@pytest.mark.usefixtures("chinese")
def test_refused_rows_have_the_headers_that_departments_know(data: Path) -> None:
    """In Chinese the file to be mended is headed in Chinese, and ingested again as it is."""
    ingest(data, MIXED, "--accept-valid")
    mended = (
        (data.parent / "in.rejected.csv").read_text("utf-8-sig").replace("一百六", "160").replace("甲总产出", "甲产值")
    )
    assert mended.startswith("指标,地区,时间,数值,单位,状态,发布日期,来源,备注,原因,原文件行\n")
    assert ingest(data, mended.replace("170", "160"), name="mended.csv").code == 0
    assert values(data)["output@2020"] == 160


def test_refused_rows_never_overwrite_those_of_before(data: Path) -> None:
    """A file that somebody may be mending keeps its name; the next one gets a number."""
    ingest(data, MIXED, "--accept-valid")
    first = (data.parent / "in.rejected.csv").read_bytes()
    ingest(data, MIXED, "--accept-valid")
    assert (data.parent / "in.rejected.csv").read_bytes() == first
    assert (data.parent / "in.rejected-2.csv").exists()


def test_rows_that_contradict_the_store_are_refused_alone(data: Path) -> None:
    """With --accept-valid the rest of the file is stored, and the contradiction is in the file of refused rows."""
    ingest(data, GOOD)
    text = LONG + "甲产值,甲市,2018年,151,亿元,某局\n甲产值,甲市,2019年,170,亿元,某局\n"
    done = ingest(data, text, "--accept-valid", name="b.csv")
    assert done.code == 1
    assert "b.csv:2: D203" in done.err
    assert "hlwplan retract" in done.err
    assert values(data) | {"output@2018": 150, "output@2020": 170} == values(data)


def test_nothing_right_is_a_refusal(data: Path) -> None:
    """--accept-valid with no valid row stores nothing, and ends as a refusal does."""
    done = ingest(data, LONG + "甲总产出,甲市,2019年,170,亿元,某局\n", "--accept-valid")
    assert done.code == 4
    assert not (data / "batches").exists() or not list((data / "batches").iterdir())


def test_the_layout_is_explained_on_request(data: Path) -> None:
    """What was decided goes to standard error, field by field."""
    done = ingest(data, GOOD, "--dry-run", "--explain-layout")
    assert "in.csv: form: UTF-8, separated by commas" in done.err
    assert "in.csv: layout: long, header line 1, 2 rows" in done.err


@pytest.mark.usefixtures("chinese")
def test_the_layout_is_explained_in_chinese(data: Path) -> None:
    """The same in the other language; what the file itself says stays as it is."""
    done = ingest(data, GOOD, "--dry-run", "--explain-layout")
    assert "in.csv：形式：UTF-8，以逗号分隔" in done.err
    assert "in.csv：版式：长表，表头第1行，2行" in done.err
    assert "in.csv：指标：第1列 指标" in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--set", "地区"), "--set 地区: write each of"),
        (("--set", "省份=浙江"), "--set 省份=浙江: write each of"),
        (("--set", "数值=3"), "--set 数值=3"),
        (("--set", "地区=甲市", "--set", "地区=东区"), "once at most"),
        (("--key", "{地区}{指标}"), "nothing separates"),
    ],
)
def test_what_cannot_be_given_is_a_mistake_of_the_command_line(
    options: tuple[str, ...], words: str, data: Path
) -> None:
    """Exit code 2 before any file is opened."""
    done = ingest(data, GOOD, *options)
    assert done.code == 2
    assert words in done.err


def test_a_workbook_is_read_like_a_table_of_text(data: Path) -> None:
    """A place in a workbook names the sheet; rows and columns are the workbook's."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表1"
    for row in (["指标", "地区", "2018年", "2019年"], ["甲产值(亿元)", "甲市", 150, "约160"]):
        sheet.append(row)
    book.save(data.parent / "book.xlsx")
    options = ("--plan", BASE, "--data", data, *DAY)
    done = run("ingest", "book.xlsx", *options, "--accept-valid", cwd=data.parent)
    assert done.code == 1
    assert "book.xlsx!表1:2:4: D1" in done.err
    assert values(data)["output@2018"] == 150
    assert run("fsck", "--data", data).code == 0
    wrong = run("ingest", "book.xlsx", *options, "--sheet", "表2", cwd=data.parent)
    assert (wrong.code, "表1" in wrong.err) == (4, True)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("指标,地区,2018年三季度,2018年四季度\n甲产值累计值(亿元),东区,约9,20\n甲产值当季值(亿元),东区,4,约5\n", ()),
        ("年份：2018\n单位：亿元\n指标：甲产值\n数据来源：某局\n月份,东区,西区\n1月,约1,2\n2月,3,约4\n", ()),
        ('2018年情况,,\n地区,"甲产值\n(亿元)",甲覆盖率(%)\n"东\n区",约5,50\n西区,6,约60\n', ()),
        (",2018年,2017年\n东区_甲产值(亿元)_本期值,9,约8\n", ("--key", "{地区}_{指标}_{口径}")),
        ("状态：示例\n指标,地区,时间,数值,单位,状态\n甲产值,东区,2016年,约9,亿元,\n甲产值,西区,2016年,9,亿元,\n", ()),
    ],
    ids=["by period", "by region", "by indicator", "compound keys", "long"],
)
def test_mended_rows_say_what_the_whole_file_would_have_said(
    text: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    """For each layout: what is refused, mended and sent back leaves the rows that the mended file itself leaves."""
    mended, whole = tmp_path / "mended", tmp_path / "whole"
    assert ingest(mended, text, *options, "--accept-valid").code == 1
    rejected = (tmp_path / "in.rejected.csv").read_text("utf-8-sig")
    assert ingest(mended, rejected.replace("约", ""), name="back.csv").code == 0
    assert ingest(whole, text.replace("约", ""), *options, name="right.csv").code == 0
    assert measured(mended) == measured(whole)
    again = ingest(whole, text.replace("约", ""), *options, "--dry-run", "--format", "json", name="right.csv")
    assert (again.code, list(json.loads(again.out)["summary"])) == (0, ["same"])


def measured(folder: Path) -> list[str]:
    """What a store holds, without where it came from."""
    sql = "select indicator, region, period, value, unit, status, published, source from measurements order by all"
    return run("query", sql, "--plan", BASE, "--data", folder, "--format", "csv").out.splitlines()


def test_refused_cells_of_a_workbook_name_their_sheet(data: Path) -> None:
    """The line is 表1!2: a row number alone would not tell which sheet."""
    (data.parent / "b.xlsx").write_bytes(saved(rows(("指标", "地区", "2018年"), ("甲产值(亿元)", "甲市", "约9"))))
    done = run("ingest", "b.xlsx", "--plan", BASE, "--data", data, *DAY, "--accept-valid", cwd=data.parent)
    assert done.code == 4
    with (data.parent / "b.rejected.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["line"] for row in csv.DictReader(lines)] == ["表1!2"]


def test_a_preview_of_a_contradiction_is_a_refusal_and_shows_the_rest(data: Path) -> None:
    """A row that contradicts the store is in the preview beside the good ones; the store is not called damaged."""
    ingest(data, GOOD)
    text = LONG + "甲产值,甲市,2018年,151,亿元,某局\n甲产值,甲市,2019年,170,亿元,某局\n"
    done = ingest(data, text, "--dry-run", "--format", "json", name="b.csv")
    assert (done.code, json.loads(done.out)["summary"]) == (4, {"new": 1, "refused": 1})
    assert "D203" in done.err


def test_a_refusal_has_its_document_too(data: Path) -> None:
    """Where a format is asked for, a refused file gives the same document as its preview, and exit code 4."""
    done = ingest(data, MIXED, "--format", "json")
    assert (done.code, json.loads(done.out)["summary"]) == (4, {"new": 2, "refused": 2})
    assert not data.exists()


def test_what_was_taken_back_is_not_given_back_to_be_mended(data: Path) -> None:
    """A file of retracted rows is refused with its reason, and no file of refused rows would undo that."""
    ingest(data, GOOD)
    (batch,) = (path.stem for path in (data / "batches").iterdir())
    assert run("retract", batch, "--why", "误报", "--data", data).code == 0
    done = ingest(data, GOOD, "--accept-valid")
    assert done.code == 4
    assert done.err.count("S012") == 1
    assert not (data.parent / "in.rejected.csv").exists()


def test_todays_date_is_said_before_it_counts(data: Path) -> None:
    """A preview of rows without a date of publication says that they would get today's."""
    (data.parent / "in.csv").write_text(GOOD, encoding="utf-8")
    done = run("ingest", "in.csv", "--plan", BASE, "--data", data, "--dry-run", cwd=data.parent)
    assert "rows without a date of publication got today's" in done.err


def test_a_share_written_as_a_fraction_is_doubted(data: Path) -> None:
    """0.785 % after 62.5 % is stored as it was reported, with a warning."""
    text = LONG + "甲覆盖率,甲市,2017年,62.5,%,某局\n甲覆盖率,甲市,2018年,0.785,%,某局\n"
    done = ingest(data, text)
    assert done.code == 0
    assert "in.csv:3:" in done.err
    assert "D206" in done.err
