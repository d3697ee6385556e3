"""Whole commands in English: on a plan that has no Chinese, nothing Chinese is said but the units of measure."""

import re
from pathlib import Path
from typing import Final

import pytest
from conftest import Done, run

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
    "show": ("show", "example-indicator", "--format", "text"),
    "show-markdown": ("show", "example-indicator", "--format", "md"),
    "tasks": ("tasks", "--format", "table"),
    "task": ("tasks", "T01", "--format", "table"),
    "check": ("check", "--year", "2022", "--format", "text"),
    "check-table": ("check", "--year", "2022", "--format", "table"),
    "check-status": ("check", "--year", "2022", "--fail-on", "limited,missed", "-f", "text"),
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
