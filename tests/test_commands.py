"""The reference of commands is what the program says of itself: `pytest --update-golden tests/test_commands.py`."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from conftest import ROOT, run

from hlwplan.cli import exits
from hlwplan.cli.program import COMMANDS
from hlwplan.language import Language

HEADS: Final[dict[Language, str]] = {
    "en": """# Commands

[中文](commands.zh-CN.md)

Every command with its help page, as `hlwplan COMMAND --help` prints it in 80 columns; exit codes are at the end.
This page is written by a test.
""",
    "zh": """# 命令参考

[English](commands.md)

各命令及其帮助，与 80 列终端上 `hlwplan 命令 --help` 所示一致；退出码见文末。本页由测试生成。
""",
}
ENDINGS: Final[dict[Language, str]] = {"en": ".md", "zh": ".zh-CN.md"}
CODES: Final = {"en": "## Exit codes", "zh": "## 退出码"}


def help_page(command: str, language: Language) -> str:
    """A section with the help of a command; '' is the program."""
    page = run(*command.split(), "--help", env={"COLUMNS": "80", "HLWPLAN_LANG": language}).out
    lines = "\n".join(line.rstrip() for line in page.splitlines())
    return f"## hlwplan {command}".rstrip() + f"\n\n```text\n{lines}\n```\n"


def table_of_codes(language: Language) -> str:
    """The table of exit codes of the README, where it is written by hand."""
    text = (ROOT / f"README{ENDINGS[language]}").read_text(encoding="utf-8")
    (table,) = (it for it in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE) if "\n| 70, 74, 75 |" in it)
    return str(table)


@pytest.mark.parametrize("language", HEADS)
def test_the_reference_is_what_help_prints(language: Language, golden: Callable[[str, str], None]) -> None:
    """Every command's page, in the order of the program's own help, and the exit codes."""
    sections = [help_page(command, language) for command in ("", *COMMANDS)]
    page = "\n".join([HEADS[language], *sections, f"{CODES[language]}\n", table_of_codes(language)])
    golden(str(ROOT / "docs" / f"commands{ENDINGS[language]}"), page)


@pytest.mark.parametrize("language", HEADS)
def test_the_table_of_exit_codes_has_every_code(language: Language) -> None:
    """Whatever the program may end with is explained, and nothing else is."""
    told = re.findall(r"^\| ([\d, ]+) \|", table_of_codes(language), re.MULTILINE)
    known = [str(value) for name, value in vars(exits).items() if name.isupper()]
    assert [code for row in told for code in row.split(", ")] == known
