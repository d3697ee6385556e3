"""`hlwplan template`: what is asked of whom, and that the filled-in file is taken as it is.  Figures are made up."""

import csv
import io
import json
import os
import pty
import subprocess
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import PROGRAM, ROOT, run
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from toy import HEAD, PLAN, TASK, batch, sourced, stored

from hlwplan.measure.measurement import Observation, Rule, Status
from hlwplan.period import parse_period
from hlwplan.plan.model import Plan
from hlwplan.render import delimited
from hlwplan.report.template import lead_units, template
from hlwplan.table import Blank, Table

pytestmark = pytest.mark.usefixtures("chinese")

HEADER = ["指标", "地区", "时间", "数值", "单位", "状态", "发布日期", "来源", "备注", "上期数"]
PLANS = ("--plan", ROOT / "plan")


def observation(period: str, value: int | None, rule: Rule = "year", status: Status | None = "final") -> Observation:
    """What was observed of the toy plan's sales in its own region."""
    about = parse_period(period)
    assert about is not None
    return Observation("sales", "甲市", about, None if value is None else Decimal(value), rule, status, "2020-01-01")


def asked(plan: Plan = PLAN) -> list[tuple[object, object]]:
    """The names and regions asked, in order."""
    return [(row[0], row[1]) for row in template(plan, (), 2019).rows]


def blank(table: Table, name: str) -> Blank:
    """The value to be filled in of the first row so named."""
    cell = next(row[3] for row in table.rows if row[0] == name)
    assert isinstance(cell, Blank)
    return cell


def last_known(*observations: Observation) -> object:
    """The last known value that the first row shows."""
    return template(PLAN, observations, 2019).rows[0][-1]


def made(*arguments: str | Path, cwd: Path = ROOT) -> list[dict[str, str]]:
    """The rows of a CSV template."""
    done = run("template", "--year", "2019", *arguments, cwd=cwd)
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"), newline="")))


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """The rows saved again as Excel saves CSV: quoted where needed, UTF-8 with a mark, lines ended by CR LF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def latest(store: Path) -> Mapping[str, object]:
    """The latest value of every target, judged by a store."""
    done = run("status", "--format", "json", "--year", "2019", *PLANS, "--data", store)
    return {row["id"]: row["latest"] and row["latest"]["value"] for row in json.loads(done.out)["targets"]}


def test_a_row_is_asked_for_each_value_that_the_plan_needs() -> None:
    """The own region first, districts where they make up its value or weigh a mean; deliverables last, once each."""
    places = ["甲市", "乙区", "丙县"]
    whole = [(name, "甲市") for name in ("支出", "出口带宽")]
    assert asked() == [
        *(("零售额", place) for place in places), *whole, *(("光纤户数", place) for place in places),
        *(("覆盖率", place) for place in places), ("提高幅度", "甲市"), ("某平台", "甲市"),
    ]  # fmt: skip


def test_each_district_is_asked_for_what_is_handed_down_to_each() -> None:
    """One share to each asks every part of the plan's own region, in the plan's order."""
    paid = PLAN.indicators[1]
    shared = type(paid).model_validate({**paid.model_dump(), "shares": ({"region": "each", "at_least": Decimal(1)},)})
    assert asked(Plan(HEAD, (TASK,), (shared,), {}))[:3] == [("支出", "甲市"), ("支出", "乙区"), ("支出", "丙县")]


def test_a_weight_is_asked_of_the_districts_too() -> None:
    """Without the districts' weights there is no mean, whatever the weight's own rule is."""
    alone = tuple(it.model_copy(update={"across": "none"}) if it.id == "homes" else it for it in PLAN.indicators)
    assert ("光纤户数", "乙区") in asked(Plan(HEAD, (TASK,), alone, {}))


def test_a_region_with_a_share_is_asked() -> None:
    """A target handed down is asked of the region that has it, by whichever name the plan calls it, and of no other."""
    paid = PLAN.indicators[1]
    shared = type(paid).model_validate({**paid.model_dump(), "shares": ({"region": "丙县", "at_least": Decimal(1)},)})
    assert asked(Plan(HEAD, (), (shared,), {})) == []
    assert asked(Plan(HEAD, (TASK,), (shared,), {}))[:-1] == [("支出", "甲市"), ("支出", "丙县")]


def test_units_and_limits_are_told_where_the_value_goes() -> None:
    """The cell of a value names its unit of measure, what it is of the year, its limits and the last known value."""
    table = template(PLAN, [observation("2018", 350)], 2019)
    sales, rate, platform = (blank(table, name) for name in ("零售额", "覆盖率", "某平台"))
    assert (sales.wants, sales.unit, sales.between) == ("number", "亿元", None)
    assert sales.prompt == "全年数，单位：亿元。只填数字，没有数据请留空。上期数：350亿元（2018年）"
    assert (rate.unit, rate.between) == ("%", (Decimal(0), Decimal(100)))
    assert "85%请填85" in str(rate.prompt)
    assert "0到100之间" in str(rate.prompt)
    assert (platform.wants, platform.choices) == ("choice", ("未启动", "推进中", "已完成"))
    assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize(
    ("observations", "text"),
    [
        ([], "—"),
        ([observation("2018", 350)], "350亿元（2018年）"),
        ([observation("2018", 350), observation("2017", 290)], "350亿元（2018年）"),
        ([observation("2019", 400), observation("2018", 350)], "400亿元（2019年）"),
        ([observation("2019年1-9月", 280, "part"), observation("2018", 350)], "350亿元（2018年）"),
        ([observation("2019年1-9月", 280, "part")], "280亿元（2019年1-9月）"),
        ([observation("2018年1-9月", 210, "part_before"), observation("2018", 345, "check")], "—"),
        ([observation("2018", 350), observation("2018", 345, "check")], "350亿元（2018年）"),
        ([observation("2018", None, "districts"), observation("2017", 290)], "290亿元（2017年）"),
        ([observation("2018", 350, "districts", "synthetic")], "350亿元（2018年，区县汇总，示例）"),
        ([observation("2018", 350, status="preliminary")], "350亿元（2018年，初步）"),
        ([observation("2018", 350, status=None)], "350亿元（2018年）"),
    ],
)
def test_the_last_known_value_says_what_it_is(observations: list[Observation], text: str) -> None:
    """The newest whole year's, with its period; an unfinished year's only for want of one; made-up ones say so."""
    assert last_known(*observations) == text


def test_only_made_up_values_that_are_shown_count() -> None:
    """A table says that it shows made-up values; those of tasks left out are not in it."""
    sales = [observation("2018", 350, status="synthetic")]
    assert template(PLAN, sales, 2019).meta["synthetic"] is True
    assert template(PLAN, [observation("2018", 350)], 2019).meta["synthetic"] is False
    assert template(PLAN, sales, 2019, "某局").meta["synthetic"] is False


@pytest.mark.parametrize("name", ["+互联网", "=1", "-x", "@x", "a\u200bb"])
def test_a_name_that_csv_would_change_goes_by_its_id(name: str) -> None:
    """What would be escaped in CSV would not be found again when it comes back."""
    renamed = PLAN.indicators[1].model_copy(update={"name": name})
    assert asked(Plan(HEAD, (TASK,), (renamed,), {}))[0] == ("paid", "甲市")


def test_a_lead_unit_gets_its_own_tasks() -> None:
    """By any of its names, in the plan's order; a unit that shares a task gets all of it."""
    rows = made("--lead", "市商务局")
    assert len({row["指标"] for row in rows}) == 13
    assert rows == [row for row in made() if row in rows]
    assert made("--lead", "市政府办公室(市智慧办)") == made("--lead", "市政府办公室")
    assert made("--lead", "市教育局") == made("--lead", "市文广局")


def test_without_a_lead_unit_every_task_is_asked() -> None:
    """The safeguards name no lead unit; their deliverables are asked all the same."""
    assert "城市公共信息平台" in {row["指标"] for row in made()}


def test_the_last_column_is_never_empty() -> None:
    """Excel leaves out the commas behind the last filled column, and rows would come back too short."""
    assert all(row["上期数"] for row in made())


def test_csv_opens_in_a_chinese_excel() -> None:
    """A byte order mark, lines ended by CR LF, the header that departments know."""
    lines = delimited.for_excel(template(PLAN, (), 2019)).split(b"\r\n")
    assert lines[0] == ("\ufeff" + ",".join(HEADER)).encode()
    assert lines[1] == "零售额,甲市,2019年,,亿元,,,,,—".encode()
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)


def test_filled_in_csv_is_taken_as_it_is(tmp_path: Path) -> None:
    """Values, states and dates as a clerk writes them come out in the status report; what is blank stays unknown."""
    rows = made("--lead", "市商务局", *PLANS)
    for row in rows:
        if row["指标"] == "网络零售额" and row["地区"] == "绍兴市":
            row |= {
                "数值": "4,100,000万元",
                "单位": "",
                "状态": "示例",
                "发布日期": "2020/3/1",
                "来源": "虚构，仅供测试",
            }
        elif row["指标"] == "电商上市企业":
            row |= {"数值": "1" if row["地区"] != "绍兴市" else "—", "状态": "示例", "发布日期": "2020年3月1日"}
        elif row["单位"] == "":
            row |= {"数值": "推进中", "状态": "示例"}
    file = written(tmp_path / "filled.csv", rows)
    done = run("ingest", file, *PLANS, "--data", tmp_path / "data", "--published", "2020-03-01")
    assert done.code == 0
    assert done.err.startswith(f"{file}：55行已存入，批次 ")
    assert done.err.endswith("新增 13，缺数 42\n")
    values = latest(tmp_path / "data")
    assert values["online-retail-sales"] == 410
    assert values["listed-e-commerce-enterprises"] == 6
    assert sum(value is not None for value in values.values()) == 2
    again = made("--lead", "市商务局", *PLANS, "--data", tmp_path / "data")
    said = {row["指标"]: row["上期数"] for row in again if row["地区"] == "绍兴市"}
    assert said["网络零售额"] == "410亿元（2019年，示例）"
    assert said["电商上市企业"] == "6家（2019年，区县汇总，示例）"


@pytest.mark.usefixtures("english")
def test_a_filled_in_english_template_is_taken_as_it_is(tmp_path: Path) -> None:
    """Its headers, names, regions and choices are read by what writes them."""
    file = tmp_path / "t.csv"
    assert run("template", "--year", "2019", "--lead", "市商务局", *PLANS, "--output", file).code == 0
    text = file.read_text(encoding="utf-8-sig")
    assert text.startswith("indicator,region,period,value,unit,status,published,source,note,last known\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    whole = next(row for row in rows if (row["indicator"], row["region"]) == ("Online retail sales", "Shaoxing"))
    assert whole["last known"] == "350亿元 (2018, synthetic)"
    whole |= {"value": "410", "status": "synthetic", "published": "2020-03-01", "source": "made up"}
    platform = next(row for row in rows if not row["unit"])
    platform |= {"value": "in progress", "status": "synthetic"}
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = run("ingest", file, *PLANS, "--data", tmp_path / "data", "--published", "2020-03-01")
    assert done.code == 0, done.err
    assert done.err.endswith("2 new, 53 without a value\n")
    assert latest(tmp_path / "data")["online-retail-sales"] == 410


@pytest.mark.usefixtures("english")
def test_english_names_stand_where_they_are_read_again() -> None:
    """A name that two things share, or that would be no name of its own, is left for the plan's own."""
    named = [it.model_copy(update={"name_en": name}) for it, name in
             zip(PLAN.indicators, ("Sales", "Both", "both", "零售额", None, "Gain"), strict=True)]  # fmt: skip
    own, one, other = HEAD.regions
    places = (own.model_copy(update={"name_en": "丙县"}), one.model_copy(update={"name_en": "East"}), other)
    rows = asked(Plan(HEAD.model_copy(update={"regions": places}), (TASK,), tuple(named), {}))
    names = list(dict.fromkeys(name for name, _place in rows))
    assert names == ["Sales", "支出", "出口带宽", "光纤户数", "覆盖率", "Gain", "某平台"]
    assert {place for _name, place in rows} == {"甲市", "East", "丙县"}


@pytest.mark.usefixtures("english")
def test_an_english_workbook_offers_the_words_that_are_read(tmp_path: Path) -> None:
    """Its lists are those of ingest, and no prompt is longer than Excel shows."""
    file = tmp_path / "t.xlsx"
    run("template", "--lead", "市商务局", "--year", "2019", "--output", file)
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    checks = sheet.data_validations.dataValidation
    lists = {it.formula1 for it in checks if it.type == "list"}
    assert lists == {'"not started,in progress,done"', '"final,preliminary,estimated,synthetic"'}
    assert max(len(it.prompt) for it in checks) < 255


def test_an_unfilled_template_stores_marks_and_no_value(tmp_path: Path) -> None:
    """Sent back empty, it is taken; nothing becomes known, least of all a zero."""
    file = written(tmp_path / "empty.csv", made(*PLANS))
    assert run("ingest", file, *PLANS, "--data", tmp_path / "data").code == 0
    assert set(latest(tmp_path / "data").values()) == {None}


@pytest.mark.parametrize("written_as", ["上期数", " 上期数 ", "Last known", "原因"])
def test_our_own_columns_are_passed_over(written_as: str) -> None:
    """What a column of ours says is no measurement."""
    header = f"indicator,region,period,value,unit,published,{written_as}"
    taken, findings = _read(header, "sales,甲市,2018,350,亿元,2019-03-01,9亿元（2017年）")
    assert findings == []
    assert taken == [("350", "亿元")]


def _read(header: str, row: str) -> tuple[list[tuple[str, str]], list[object]]:
    from toy import read, table

    found, findings = read(table(row, header=header))
    return [(it.value, it.unit) for it in found.measurements] if found else [], [*findings]


def test_workbook_holds_the_same_rows(tmp_path: Path) -> None:
    """Its cells are those of the CSV, a value's format has its unit of measure, and the lists are those of ingest."""
    file = tmp_path / "市商务局.xlsx"
    done = run("template", "--lead", "市商务局", "--year", "2019", "--output", file)
    assert (done.code, done.out) == (0, "")
    assert f"{file}：待填55行" in done.err
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    assert sheet.title == "市商务局2019年填报表"
    header, *rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert header == HEADER
    assert rows == [list(row.values()) for row in made("--lead", "市商务局")]
    formats = {sheet.cell(row, 1).value: sheet.cell(row, 4).number_format for row in range(2, sheet.max_row + 1)}
    assert formats["网络零售额"] == 'General"亿元"'
    lists = {it.formula1 for it in sheet.data_validations.dataValidation if it.type == "list"}
    assert lists == {'"未启动,推进中,已完成"', '"正式,初步,估计,示例"'}


def test_filled_in_workbook_is_taken_as_it_is(tmp_path: Path) -> None:
    """Typed numbers, picked words and dates, read as they are shown, make the rows that were meant."""
    file = tmp_path / "t.xlsx"
    run("template", "--lead", "市教育局", "--year", "2019", *PLANS, "--output", file)
    workbook = load_workbook(file)
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet["D2"], sheet["F2"], sheet["G2"], sheet["D7"] = 85.3, "示例", date(2020, 3, 1), "已完成"
    workbook.save(file)
    sheet = load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    cells = [[_text(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    rows = [dict(zip(HEADER, row, strict=True)) for row in cells]
    done = run("ingest", written(tmp_path / "t.csv", rows), *PLANS, "--data", tmp_path / "data")
    assert done.code == 0
    assert latest(tmp_path / "data")["schools-gigabit"] == 85.3


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def test_workbook_goes_to_a_pipe_and_not_to_a_terminal() -> None:
    """Bytes that a person cannot read are refused on a terminal; CSV is for both."""
    command: list[str | Path] = [PROGRAM, "template", "--year", "2019", "--format", "xlsx"]
    piped = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert piped.stdout.startswith(b"PK")
    ours, terminal = pty.openpty()
    shown = subprocess.run(command, cwd=ROOT, stdout=terminal, stderr=subprocess.PIPE, check=False)
    os.close(terminal)
    os.close(ours)
    assert (shown.returncode, b"--output" in shown.stderr) == (2, True)


@pytest.mark.usefixtures("english")
def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """Somebody may have filled it in."""
    file = tmp_path / "t.csv"
    file.write_text("filled in", encoding="utf-8")
    done = run("template", "--year", "2019", "--output", file)
    assert (done.code, "is there already" in done.err) == (2, True)
    assert file.read_text(encoding="utf-8") == "filled in"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lead", "市商务"], "did you mean 市商务局?"),
        (["--lead", "市农办"], "lead units: 市政府办公室 "),
        (["--output", "no/such/t.csv"], "no such folder: no/such"),
        (["--output", "t.xlsx", "--format", "csv"], "t.xlsx is named as xlsx, but --format is csv"),
        (["--data", "no-such"], "no such folder: no-such"),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_wrong_command_line_ends_with_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    """The message says what to write instead, and nothing is written."""
    done = run("template", "--year", "2019", *PLANS, *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_output_of_a_dash_is_standard_output() -> None:
    """As everywhere else."""
    assert run("template", "--year", "2019", "-o", "-") == run("template", "--year", "2019")


def test_a_plan_without_lead_units_names_none() -> None:
    """The toy plan's task has no lead unit, so there is none to ask for."""
    assert list(lead_units(PLAN)) == []


def test_made_up_last_values_are_announced() -> None:
    """The demonstration data is shown as last known values; the banner stands beside them."""
    assert "示例数据 SYNTHETIC" in run("template", "--year", "2019", "--lead", "市商务局").err
    assert "SYNTHETIC" not in run("template", "--year", "2014", "--lead", "市商务局").err


def test_a_plan_without_data_makes_a_template(tmp_path: Path) -> None:
    """The first file goes out before anything was reported; the missing store is mentioned."""
    plan = tmp_path / "plan"
    plan.mkdir()
    for name in ("plan.yaml", "tasks.yaml", "targets.yaml"):
        (plan / name).write_bytes((ROOT / "plan" / name).read_bytes())
    done = run("template", "--year", "2019", cwd=tmp_path)
    assert (done.code, "尚无填报数" in done.err) == (0, True)
    assert {row["上期数"] for row in made(cwd=tmp_path)} == {"—"}


def test_a_damaged_store_makes_no_template(tmp_path: Path) -> None:
    """A last known value that nobody reported must not go out."""
    store = stored(tmp_path, sourced("sales,甲市,2018,350,亿元,final,2019-03-01"))
    (path,) = store.batches()
    path.write_bytes(batch("sales,甲市,2018,999,亿元,final,2019-03-01,s").content)
    assert run("template", "--year", "2019", *PLANS, "--data", tmp_path).code == 74
