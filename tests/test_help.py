"""Help and usage: in the language spoken, by option, variable or locale."""

import re
import shlex
from unicodedata import east_asian_width

import pytest
from conftest import run

from hlwplan.cli.program import COMMANDS


def test_version_and_help() -> None:
    """The version, and a help in either language, by option, variable or locale."""
    assert run("--version") == (0, "hlwplan 0.1.0\n", "")
    english = run("--help")
    assert english.code == 0
    for word in (*COMMANDS, "A plan as code"):
        assert word in english.out
    assert not re.search("[\u4e00-\u9fff]", english.out)
    chinese = run("--help", env={"HLWPLAN_LANG": "", "LC_ALL": "zh_CN.UTF-8"})
    assert chinese == run("--help", "--lang", "zh") == run("--lang=zh", "-h")
    assert chinese == run("--help", env={"HLWPLAN_LANG": "zh"})
    assert chinese.out.startswith("用法：hlwplan")
    assert "计划即代码" in chinese.out
    assert run("--lang", "zh").err == chinese.out


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ("status --yaer 2018", "no such option: --yaer; did you mean --year", "无此选项：--yaer；是否应为 --year"),
        ("status --year", "--year wants a value behind it", "--year 之后须有值"),
        ("status --year x", "--year: a whole number is wanted", "--year：应为整数"),
        ("status --year 1800", "--year: at least 1900 is wanted", "--year：应不小于 1900"),
        ("status --year 2300", "--year: at most 2199 is wanted", "--year：应不大于 2199"),
        ("status --by x", "--by: 'x' is none of task, lead, area, region", "--by：'x' 不在可选值之列：task, lead"),
        ("status a b", "this is too much: a b", "多余的参数：a b"),
        ("status --forecast=3", "--forecast takes no value", "--forecast 不带值"),
        ("status --as-of x", "--as-of: 'x' is not a day; write it as 2019-03-01", "--as-of：'x' 不是日期"),
        ("show", "ID is missing", "缺少 ID"),
        ("check", "--year is missing", "缺少 --year"),
        ("statu", "no such command: statu; did you mean status", "无此命令：statu；是否应为 status"),
        ("status --lang fr", "--lang: 'fr' is none of zh, en", "--lang：'fr' 不在可选值之列：zh, en"),
    ],
)
def test_usage_is_explained_in_the_language_spoken(arguments: str, english: str, chinese: str) -> None:
    """What is wrong with a command line is said in both languages, in two lines, and ends with 2."""
    for language, said in (("en", english), ("zh", chinese)):
        done = run(*arguments.split(), env={"HLWPLAN_LANG": language})
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"hlwplan: {said}")
        assert len(done.err.splitlines()) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_eighty_columns(command: str, language: str) -> None:
    """No line of a help page is wider than the terminal, wherever signs take two cells."""
    page = run(*command.split(), "--help", "--lang", language, env={"COLUMNS": "80"}).out
    assert max(sum(2 if east_asian_width(it) in "WF" else 1 for it in line) for line in page.splitlines()) <= 80


@pytest.mark.parametrize(
    "command",
    [
        "status -f json",
        "status -f tsv",
        "show online-retail-sales -f json",
        "tasks -f json",
        "check --year 2018 -f json",
        "check --year 2018 -f junit",
        "changes --from 2018 --to 2020 -f csv",
        "query 'SELECT * FROM gaps' -f json",
    ],
)
def test_the_locale_changes_no_byte_of_a_report(command: str) -> None:
    """Documents for machines are the same in any locale; their sentences are Chinese unless English is asked for."""
    words = shlex.split(command)
    english, chinese = (run(*words, env={"HLWPLAN_LANG": "", "LC_ALL": locale}) for locale in ("C", "zh_CN.UTF-8"))
    assert english.out == chinese.out == run(*words, "--lang", "zh").out
    assert english.code == chinese.code
