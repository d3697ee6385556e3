"""Whole commands in English: on a plan that has no Chinese, nothing Chinese is said but the units of measure."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from conftest import run
from test_load import loaded

from hlwplan.report.template import template
from hlwplan.table import Blank

CHINESE: Final = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+")
ROWS: Final = """indicator,region,period,value,unit,status,published,source
example-indicator,Example City,2020,10,个,synthetic,2021-01-10,made up
example-indicator,Example City,2020,20,个,synthetic,2021-02-10,made up
example-indicator,Example City,2021,25,个,synthetic,2022-01-10,made up
example-indicator,Example City,2022,40,个,synthetic,2023-01-10,made up
Example platform,Example City,2022,60%,,synthetic,2023-01-10,made up
"""
COMMANDS: Final = {
    "status": ("status", "--format", "table"),
    "status-forecast": ("status", "--format", "table", "--forecast", "--year", "2022"),
    "status-weather": ("status", "--format", "table", "--method", "weather"),
    "status-opensdg": ("status", "--format", "table", "--method", "opensdg"),
    "status-sdsn": ("status", "--format", "table", "--method", "sdsn", "--top", "1"),
    "by-region": ("status", "--format", "table", "--by", "region", "--sort", "gap"),
    "show": ("show", "example-indicator"),
    "show-markdown": ("show", "example-indicator", "--format", "md"),
    "tasks": ("tasks", "--format", "table"),
    "task": ("tasks", "T01", "--format", "table"),
    "check": ("check", "--year", "2022"),
    "check-table": ("check", "--year", "2022", "--format", "table"),
    "check-status": ("check", "--year", "2022", "--fail-on", "limited,missed"),
    "check-junit": ("check", "--year", "2022", "--format", "junit"),
    "changes": ("changes", "--from", "2021", "--to", "2022", "--format", "table"),
    "changes-known": ("changes", "--from", "2021-01-31", "--to", "2021-03-01", "--format", "table"),
    "query": ("query", "SELECT id, status FROM gaps", "--format", "table"),
    "preview": ("ingest", "again.csv", "--dry-run", "--explain-layout", "--format", "table"),
    "fsck": ("fsck",),
    "validate": ("validate",),
}
UNITS: Final = {"个"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan as `init` starts it in English, with measurements."""
    made = tmp_path_factory.mktemp("english")
    assert run("init", ".", "--no-input", "--years", "2021-2025", cwd=made).code == 0
    (made / "rows.csv").write_text(ROWS, encoding="utf-8")
    again = ROWS.replace(",40,", ",41,").replace("2023-01-10", "2023-06-10")
    (made / "again.csv").write_text(again + "nothing,Example City,2022,1,个,,,\n", encoding="utf-8")
    assert run("ingest", "rows.csv", cwd=made).code == 0
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_english_is_english(command: str, folder: Path) -> None:
    """Neither standard output nor standard error has a word of Chinese."""
    done: Done = run(*COMMANDS[command], cwd=folder, env={"COLUMNS": "200"})
    assert done.code in {0, 1, 4}
    assert {*CHINESE.findall(done.out + done.err)} <= UNITS


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
