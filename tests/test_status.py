"""`hlwplan status` on the shipped plan and on the example with published figures."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, run
from making import REGION, indicator, judged, observation, observations
from rich.cells import cell_len
from toy import PLAN, TASK

from hlwplan.assess.gap import Gap
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Status
from hlwplan.plan.load import load_plan
from hlwplan.render import document
from hlwplan.render.cells import shown
from hlwplan.report.status import Asked, for_people
from hlwplan.report.status_records import for_machines
from hlwplan.report.words import remarks
from hlwplan.table import Cell

pytestmark = pytest.mark.usefixtures("chinese")

ZHEJIANG = ROOT / "examples" / "zhejiang-digital-economy"


def targets(*arguments: str | Path, cwd: Path = ROOT) -> dict[str, dict[str, object]]:
    """The rows of the JSON document by id."""
    rows = json.loads(run("status", "--format", "json", *arguments, cwd=cwd).out)["targets"]
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("width", [80, 120, 200])
def test_table_looks_as_reviewed(width: int, golden: Callable[[str, str], None]) -> None:
    """The shipped plan's table at three widths is the one that was looked at."""
    done = run("status", "--format", "table", env={"COLUMNS": str(width)})
    assert done.code == 0
    golden(f"status-{width}.txt", done.out)


def test_second_plan_looks_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """The example with published figures, judged as at the end of 2020."""
    done = run("status", "--year", "2020", "--format", "table", cwd=ZHEJIANG, env={"COLUMNS": "120"})
    golden("zhejiang-2020.txt", done.out)


def test_csv_looks_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """CSV holds every value whole, under names that scripts rely on."""
    golden("status.csv", run("status", "--format", "csv").out)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 200])
def test_table_stays_within_its_width(width: int) -> None:
    """No line is wider than the terminal, wide characters counted as two."""
    done = run("status", "--format", "table", env={"COLUMNS": str(width)})
    assert max(map(cell_len, done.out.splitlines())) <= width


def test_narrow_table_drops_columns_and_keeps_digits() -> None:
    """Target, latest value, gap and verdict stand whole at 80 columns; the required pace is gone, not cut."""
    narrow = run("status", "--format", "table", env={"COLUMNS": "80"}).out
    row = next(line for line in narrow.splitlines() if line.startswith("网络零售额"))
    assert row.split() == ["网络零售额", "≥650亿元", "350亿元", "2018年", "300亿元", "进度偏慢"]


def test_all_targets_are_shown() -> None:
    """Every target of the plan has its row, assessed or not."""
    assert len(targets()) == 37


def test_second_plan_says_what_was_published() -> None:
    """In 2020 the value added was met, its share missed by 0.2 percentage points, the rest had no value for 2020."""
    rows = targets("--year", "2020", cwd=ZHEJIANG)
    due = {id_: row for id_, row in rows.items() if id_.endswith("@2020")}
    assert len(due) == 15
    assert due.pop("digital-economy@2020")["status"] == "met"
    share = due.pop("digital-economy-share@2020")
    assert (share["status"], share["gap"], share["gap_unit"]) == ("missed", 0.2, "百分点")
    assert share["verdict"] == "未完成：差0.2百分点"
    assert due.pop("industrial-robots@2020")["status"] == "pending_final"
    assert {row["status"] for row in due.values()} == {"not_assessable"}
    assert {row["reason"] for row in due.values()} == {"no_observation"}


def test_json_keeps_its_schema() -> None:
    """The document validates against the schema that `hlwplan schema status` prints, for both plans."""
    schema = json.loads(run("schema", "status").out)
    for cwd in (ROOT, ZHEJIANG):
        jsonschema.validate(json.loads(run("status", "--format", "json", cwd=cwd).out), schema)


def test_json_says_the_worked_example() -> None:
    """180 in 2015, 350 in 2018, 650 wanted by 2020: the numbers of the worked case, with clause, quote and origin."""
    row = targets()["online-retail-sales"]
    numbers = {"gap": 300, "completion": 0.538, "elapsed": 0.6, "realised": 0.518, "lead_pp": -8.2, "ratio": 0.848,
               "pace_observed": 0.248, "pace_planned": 0.293, "pace_required": 0.363, "projected": 545.3,
               "reached": 2020.8}  # fmt: skip
    for name, value in numbers.items():
        assert row[name] == pytest.approx(value, abs=0.05 if value > 1 or name == "lead_pp" else 0.0005), name
    assert row["status"] == "needs_acceleration"
    assert row["warning"] == 2
    assert row["target"] == {"by": 2020, "op": "at_least", "value": 650, "stated": "explicit", "clause": "二(一)3",
                             "quote": "实现网络零售额650亿元"}  # fmt: skip


def test_origin_leads_to_the_line_of_a_file() -> None:
    """The origin of the latest value names an original and the line that says it."""
    latest = targets()["online-retail-sales"]["latest"]
    assert isinstance(latest, dict)
    original, _, line = str(latest["origin"]).partition("#")
    (path,) = (ROOT / "data" / "originals").glob(f"{original}*")
    assert "网络零售额,绍兴市,2018年,3500000,万元" in path.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_demonstration_covers_every_status() -> None:
    """The demonstration set has a target for each status of the method's table, and rows of every special kind."""
    rows = targets()
    assert {row["status"] for row in rows.values()} == {
        "met", "achieved", "on_track", "needs_acceleration", "limited", "deteriorating", "missed", "pending_final",
        "not_assessable",
    }  # fmt: skip
    assert rows["online-retail-sales"]["part_year"] is not None
    assert rows["information-economy"]["districts"] == {"period": "2018", "covered": 5, "parts": 6}


def test_synthetic_data_is_never_silent() -> None:
    """The banner stands in the table, on standard error beside machine formats, and in the JSON document."""
    assert "示例数据 SYNTHETIC" in run("status", "--format", "table").out
    for format_ in ("csv", "tsv", "json"):
        assert "示例数据 SYNTHETIC" in run("status", "--format", format_).err
    document = json.loads(run("status", "--format", "json").out)
    assert document["synthetic"] is True
    assert "SYNTHETIC" in document["banner"][0]
    assert "SYNTHETIC" not in run("status", "--format", "table", cwd=ZHEJIANG).out


def test_every_demonstration_row_says_that_it_is_made_up() -> None:
    """Status and source of every shipped row say so."""
    for path in (ROOT / "data" / "batches").glob("*.csv"):
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
            assert row["status"] == "synthetic"
            assert "虚构" in row["source"]


def test_expired_plan_is_said_to_be_expired() -> None:
    """Every table states that the document is no longer in force."""
    assert "该文件已停止执行" in run("status", "--format", "table").out
    assert json.loads(run("status", "--format", "json").out)["plan"]["in_force"] is False


def test_as_of_leaves_the_revision_out() -> None:
    """Before its date of publication the revised value is not known: 340, later 350."""
    before = targets("--as-of", "2019-05-31")["online-retail-sales"]["latest"]
    after = targets("--as-of", "2019-06-01")["online-retail-sales"]["latest"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert (before["value"], before["revised"]) == (340, 0)
    assert (after["value"], after["revised"]) == (350, 1)


def test_year_judges_as_at_its_end() -> None:
    """At the end of 2017 the value of 2018 is not there, and the time gone is two years of five."""
    row = targets("--year", "2017")["online-retail-sales"]
    assert isinstance(row["latest"], dict)
    assert row["latest"]["value"] == 290
    assert row["elapsed"] == 0.4


DISTRICTS = ("越城区", "柯桥区", "上虞区", "诸暨市", "嵊州市", "新昌县")


def test_what_stands_beside_the_verdict_is_told(tmp_path: Path) -> None:
    """Six times 100 is not the 640 reported for 2018; of 2019 three quarters had come to 480, of 2018 to 400."""
    name = "信息经济增加值"
    rows = [f"{name},{it},2018,100,亿元" for it in DISTRICTS]
    city = {"2015": 460, "2018": 640, "2018Q1": 120, "2018Q2": 130, "2018Q3": 150, "2019年1-9月": 480}
    rows += [f"{name},绍兴市,{when},{value},亿元" for when, value in city.items()]
    file = tmp_path / "in.csv"
    file.write_text("\n".join(("指标,地区,时间,数值,单位", *rows)) + "\n", encoding="utf-8")
    data = ("--data", tmp_path / "data")
    assert run("ingest", file, "--plan", ROOT / "plan", *data).code == 0
    row = targets(*data)["information-economy"]
    original = file_hash(tmp_path)
    assert row["discrepancy"] == {
        "summed": 600, "parts": 6, "origin": " ".join(f"{original}#{line}" for line in range(2, 8)),
    }  # fmt: skip
    # 480 of 460 x (1000/460)^0.8 = 856.15; 640 x 480 / 400
    assert row["within"] == pytest.approx(
        {"elapsed": 0.75, "due": 856.146, "share": 0.56065, "lead_pp": -18.935, "projected": 768}, rel=1e-4
    )
    assert isinstance(row["latest"], dict)
    assert (row["latest"]["value"], row["districts"]) == (640, None)
    assert str(row["verdict"]).endswith(
        "区县合计600亿元，与上报640亿元相差40亿元，以上报数为准；"
        "2019年1-9月480亿元（序时进度75%，达年度目标856.2亿元的56.1%，按上年进度全年约768亿元），年度未满不计"
    )
    jsonschema.validate(
        json.loads(run("status", "--format", "json", *data).out), json.loads(run("schema", "status").out)
    )


def file_hash(folder: Path) -> str:
    """How the origins of the one file that was stored begin."""
    (path,) = (folder / "data" / "originals").iterdir()
    return path.name[:12]


def test_region_without_share_has_no_verdict() -> None:
    """A district's value is shown, but nothing was promised for it; an alias names the district too."""
    row = targets("--region", "柯桥")["information-economy"]
    assert isinstance(row["latest"], dict)
    assert (row["region"], row["latest"]["value"]) == ("柯桥区", 152)
    assert (row["status"], row["reason"], row["target"]) == ("not_assessable", "no_target", None)


def test_unknown_region_gives_the_nearest() -> None:
    """A misspelt region ends with 2 and the name that was meant."""
    done = run("status", "--region", "柯桥县")
    assert done.code == 2
    assert "柯桥区" in done.err


def test_colour_only_on_a_terminal() -> None:
    """Written to a file, the table has no escape sequences, and says every verdict in words."""
    out = run("status", "--format", "table").out
    assert "\x1b" not in out
    for word in (
        "如期完成",
        "已达目标",
        "达到进度要求",
        "进度偏慢",
        "明显滞后",
        "背离目标",
        "未完成",
        "待期末数据",
        "无法评估",
    ):
        assert word in out


def test_summary_says_what_it_rests_on() -> None:
    """The summary counts what was assessed and lists what was left out, with the reason."""
    out = run("status", "--format", "table", env={"COLUMNS": "2000"}).out
    assert "共37项目标，已评估23/37：如期完成1，已达目标2，" in out
    assert "未评估1项（缺基期数据）：农产品网络销售额" in out
    assert "未评估1项（待期末数据）：电子商务专业村" in out


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.9497, "0.9497"), (0.95, "0.95"), (0.848, "0.85"), (0.99999, "0.99999"), (0.5999, "0.5999"), (-0.001, "-0.001")],
)
def test_a_ratio_is_printed_on_its_own_side_of_every_cut_off(value: float, printed: str) -> None:
    """0.9497 beside 进度偏慢 is not rounded to 0.95, which would be 达到进度要求."""
    gap = judged({2015: 0, 2016: 1}, {"at_least": 10})
    gap = replace(gap, numbers=gap.numbers._replace(ratio=value))
    plan = load_plan(ROOT / "plan")[0]
    assert plan is not None
    gap = replace(gap, indicator=gap.indicator.model_copy(update={"task": plan.tasks[0].id}))
    table = for_people(plan, [gap], Asked())
    column = [it.name for it in table.columns].index("ratio")
    assert shown(table.rows[0][column]) == printed


def test_a_range_is_two_numbers_for_machines() -> None:
    """The bounds of a range are numbers in JSON, as the schema says."""
    plan = load_plan(ROOT / "plan")[0]
    assert plan is not None
    gap = judged({2015: 30, 2017: 35}, {"between": (40, 60)}, kind="rate")
    gap = replace(gap, indicator=gap.indicator.model_copy(update={"task": plan.tasks[0].id}))
    made = json.loads(document.render(for_machines(plan, [gap], Asked())))
    assert made["targets"][0]["target"]["value"] == [40, 60]
    jsonschema.validate(made, json.loads(run("schema", "status").out))


def test_what_is_short_of_the_target_is_never_100_percent() -> None:
    """649.99 of 650 is 99.998 % where 0.01 is said to be short."""
    gap = judged({2015: 100, 2018: "649.99"}, {"at_least": 650})
    plan = load_plan(ROOT / "plan")[0]
    assert plan is not None
    gap = replace(gap, indicator=gap.indicator.model_copy(update={"task": plan.tasks[0].id}))
    table = for_people(plan, [gap], Asked())
    cells = dict(zip((it.name for it in table.columns), table.rows[0], strict=True))
    assert shown(cells["completion"]) == "99.998%"
    assert shown(cells["realised"]) == "99.998%"
    assert shown(cells["elapsed"]) == "60.0%"


@pytest.mark.parametrize(("status", "word"), [("preliminary", "初步"), ("estimated", "估计")])
def test_a_verdict_on_a_value_that_is_not_final_says_so(status: Status, word: str) -> None:
    """The latest value, and the baseline, by the word that it was reported with; final ones need none."""
    first, last = observation(2015, 0, status=status), observation(2018, 60, status=status)
    made = indicator({"at_least": 100})
    assert [f"最新值为{word}数"] == remarks(assess_series(made, made.target[0], REGION, [observation(2015, 0), last]))
    assert [f"基期值为{word}数"] == remarks(assess_series(made, made.target[0], REGION, [first, observation(2018, 60)]))


@pytest.mark.parametrize(
    "changed",
    [{"target": {"by": 2020, "at_least": 11}}, {"target": {"by": 2021, "at_least": 10}},
     {"target": {"by": 2020, "at_most": 10}}, {"target": {"by": 2020, "hold": {"at_least": 10}}},
     {"target": ({"by": 2020, "at_least": 10}, {"by": 2021, "at_least": 12})},
     {"name": "另一"}, {"task": "T2"}, {"unit": "户"}, {"nature": "binding"}, {"stated": "horizon"},
     {"source": {"clause": "二", "quote": "十个"}}],
    ids=["value", "year", "side", "held", "several", "name", "task", "unit", "nature", "stated", "source"],
)  # fmt: skip
def test_each_row_says_what_was_promised_there(changed: dict[str, object]) -> None:
    """Of targets of one indicator that differ in one thing each row has its own, whatever stands above it."""
    plan = replace(PLAN, tasks=(TASK, TASK.model_copy(update={"id": "T2", "lead": ("某局",)})))
    made = [indicator({"at_least": 10}, **more) for more in ({}, changed)]
    one, other = (assess_series(it, it.target[0], REGION, observations({2015: 0, 2018: 4})) for it in made)
    handed = replace(one, target=None)

    def rows(*gaps: Gap) -> list[tuple[Cell, ...]]:
        return for_machines(plan, gaps, Asked()).rows

    assert rows(one) != rows(other)
    assert rows(one, other, handed, one, other) == [
        *rows(one), *rows(other), *rows(handed), *rows(one), *rows(other),
    ]  # fmt: skip


# Other engines


def test_spark_without_its_packages_says_what_to_install(tmp_path: Path) -> None:
    """The default installation has no Spark; asking for it is a mistake that is told how to mend."""
    (tmp_path / "py4j.py").write_text("raise ImportError\n", encoding="utf-8")  # as if it were not installed
    done = run("status", "--engine", "spark", env={"PYTHONPATH": str(tmp_path)})
    assert (done.code, done.out) == (2, "")
    assert "pip install 'hlwplan[spark]'" in done.err


@pytest.mark.parametrize("command", [["status"], ["check", "--year", "2018"]], ids=["status", "check"])
def test_a_store_at_a_uri_is_for_spark(command: list[str]) -> None:
    """A URI is not taken for a folder that is not there."""
    done = run(*command, "--data", "s3a://bucket/data")
    assert (done.code, done.out) == (2, "")
    assert "s3a://bucket/data 不是文件夹" in done.err
