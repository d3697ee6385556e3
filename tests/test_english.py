"""English output: the main reports of the shipped plan, and that nothing but data is Chinese."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from conftest import run
from test_load import loaded

from hlwplan.report.template import template
from hlwplan.table import Blank

CHINESE: Final = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
PLAN: Final = {
    "plan.yaml": """
id: port
title: Plan for the port
document: {number: No. 7, in_force: false}
horizon: 2020
areas: [{id: sea, name: Sea}]
regions: [{name: Port, parts: [East, West]}, {name: East}, {name: West}]
organisations: [{name: Harbour office}]
""",
    "tasks.yaml": """
- id: T1
  no: 1
  title: Dredge
  area: sea
  lead: [Harbour office]
  responsible: null
  source: {url: "https://example.org"}
  deliverables: [{id: T1-D1, title: A dredger, stated: explicit}]
""",
    "targets.yaml": "".join(
        f"""
- id: {id_}
  name: {name}
  task: T1
  unit: "{unit}"
  kind: {kind}
  series: {series}
  {more}
  stated: explicit
  baseline: {{period: 2015}}
  source: {{url: "https://example.org"}}
"""
        for id_, name, unit, kind, series, more in (
            ("depth", "Line speed", "Gbps", "speed", "level", "target: {by: 2020, at_least: 100}"),
            (
                "share",
                "Quays in use",
                "%",
                "rate",
                "level",
                "nature: binding\n  target: {by: 2019, at_least: 90}\n  across: {mean_weighted_by: depth}",
            ),
            ("noise", "Waste", "%", "rate", "level", "target: {by: 2020, at_most: 5}"),
            ("kept", "Uptime", "%", "rate", "level", "target: {by: 2020, hold: {at_least: 95}}"),
            ("band", "Load", "%", "rate", "level", "target: {by: 2020, between: [40, 60]}"),
            ("trend", "Trend", "Gbps", "speed", "level", "target: {by: 2020, direction: up}"),
            ("none", "Unseen", "%", "rate", "level", "target: {by: 2020, at_least: 1}"),
        )
    ),
}
UNIT: Final = {"depth": "Gbps", "trend": "Gbps"}
VALUES: Final = {
    "depth": (20, 30, 35, 50), "share": (50, 60, 85, 80), "noise": (20, 18, 12, 11), "kept": (96, 97, 94, 96),
    "band": (30, 35, 45, 70), "trend": (5, 6, 7, 6),
}  # fmt: skip
DISTRICTS: Final = (
    "share,East,2018,90,%", "share,West,2018,70,%", "depth,East,2018,20,Gbps", "depth,West,2018,40,Gbps",
    "share,East,2019,95,%", "share,West,2019,80,%", "depth,East,2019,30,Gbps",
)  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan and measurements all in English."""
    folder = tmp_path_factory.mktemp("port")
    (folder / "plan").mkdir()
    for name, text in PLAN.items():
        (folder / "plan" / name).write_text(text, encoding="utf-8")
    rows = [f"{id_},Port,{year},{value},{UNIT.get(id_, '%')},synthetic,{year + 1}-02-01,made up"
            for id_, values in VALUES.items()
            for year, value in zip((2015, 2016, 2017, 2018), values, strict=True)]  # fmt: skip
    rows += [f"{row},synthetic,2020-02-01,made up" for row in DISTRICTS]
    head = "indicator,region,period,value,unit,status,published,source"
    (folder / "in.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    done = run("ingest", "in.csv", cwd=folder)
    assert done.code == 0, done
    assert not CHINESE.search(done.out + done.err)
    return folder


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize(
    "command",
    ["status", "status --year 2018 --as-of 2020-01-01 --forecast", "status --method opensdg", "status --method sdsn",
     "status --method weather", "status --by region", "status --by lead --state limited --nature binding",
     "status --lead none --top 2", "status --sort ratio", "check --year 2018", "check --year 2018 --fail-on limited"],
)  # fmt: skip
def test_an_english_plan_is_told_in_english(port: Path, command: str, width: int) -> None:
    """Where the plan and its data have no Chinese, neither has the table."""
    done = run(*command.split(), "-f", "table", cwd=port, env={"COLUMNS": str(width)})
    assert done.out
    assert not CHINESE.search(done.out + done.err), done


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize(
    "command",
    ["tasks", "tasks --detail", "tasks T1 --year 2020", "tasks --lead none --responsible none --area sea",
     "changes --from 2016 --to 2018", "changes --from 2017-12-31 --to 2020-01-01", "query FROM\tobservations",
     "ingest late.csv --dry-run", "ingest late.csv --dry-run --explain-layout"],
)  # fmt: skip
def test_what_is_listed_of_an_english_plan_is_english(port: Path, command: str, width: int) -> None:
    """Tasks, changes, answers and intakes of a plan without Chinese have none, whatever the width."""
    head = "indicator,region,period,value,unit,status,published,source,line"
    rows = ("depth,Port,2018,55,Gbps,final,2020-03-01,x,", "T1-D1,Port,2018,in progress,,,2020-03-01,x,",
            "share,Port,2018,,%,,2020-03-01,x,", "share,Port,2017,85,%,synthetic,2018-02-01,made up,")  # fmt: skip
    (port / "late.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    done = run(*command.split(" "), "-f", "table", cwd=port, env={"COLUMNS": str(width)})
    assert done.out, done
    assert not CHINESE.search(done.out + done.err), done


def test_an_english_template_has_no_chinese(port: Path) -> None:
    """Headers, names, what to choose from and what is said where a value goes."""
    assert not CHINESE.search(run("template", "--year", "2019", cwd=port).out)
    table = template(loaded(port / "plan"), (), 2019)
    blanks = [cell for row in table.rows for cell in row if isinstance(cell, Blank)]
    assert not CHINESE.search(" ".join((table.title, *(f"{it.prompt}{it.choices}" for it in blanks))))


@pytest.mark.parametrize(
    ("name", "command"),
    [("status-80", "status"), ("status-weather", "status --method weather --top 9"), ("check-80", "check --year 2018"),
     ("forecast-80", "status --forecast --task T03"), ("status-filtered", "status --area industry --state missed"),
     ("tasks-80", "tasks"), ("tasks-T03-80", "tasks T03 --year 2020"), ("changes-80", "changes --from 2018 --to 2020")],
)  # fmt: skip
def test_the_main_reports_in_english(golden: Callable[[str, str], None], name: str, command: str) -> None:
    """The shipped plan at 80 columns."""
    golden(f"{name}.en.txt", run(*command.split(), "-f", "table", env={"COLUMNS": "80"}).out)


@pytest.mark.parametrize("format_", ["text", "md"])
@pytest.mark.parametrize("id_", [*VALUES, "none"])
def test_a_page_of_an_english_plan_is_in_english(port: Path, id_: str, format_: str) -> None:
    """Every kind of target has its page without a Chinese character; of a share, weights and districts too."""
    done = run("show", id_, "--format", format_, cwd=port, env={"COLUMNS": "80"})
    assert done.code == 0
    assert not CHINESE.search(done.out + done.err), done


def test_a_page_of_districts_is_in_english(port: Path) -> None:
    """Their mean, what was reported beside it and a weight that is missing are told in English."""
    out = run("show", "share", "-f", "text", cwd=port, env={"COLUMNS": "200"}).out
    assert "2018 Port, weighted mean (East, West): x_sum" in out
    assert "= (90 × 20 + 70 × 40) / (20 + 40) ≈ 76.666666667 %" in out
    assert "reported less districts: diff = x_rep - x_sum = 80 - 76.666666667" in out
    assert "2019, no usable weight: West" in out
    assert not CHINESE.search(out)
