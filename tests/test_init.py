"""`hlwplan init`: a plan to start from, which holds at once."""

import os
import pty
import re
import shlex
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import pytest
from conftest import PROGRAM, run
from hypothesis import given
from hypothesis import strategies as st

from hlwplan.cli.init import _current, _years
from hlwplan.language import Language, speaking
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Plan
from hlwplan.plan.starter import starter

NAMES = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
AWKWARD = [
    "甲市: “十五五” 规划",
    'it\'s "5" #1',
    "- [a, {b}]",
    "!tag &anchor *alias",
    "null",
    "2026",
    "1e3",
    "%",
    "甲\n乙\t",
    "😀",
]
FIRST_YEARS = st.integers(1901, 2199)


def loaded(title: str, issuer: str | None, region: str, years: range) -> Plan:
    """The plan that is started so; it has no finding, in either language."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "schemas").mkdir()
        for name, text in starter(title, issuer, region, years).items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        plan, findings = load_plan(Path(folder))
    assert findings == []
    assert plan is not None
    return plan


@given(title=NAMES, issuer=st.none() | NAMES, region=NAMES)
def test_whatever_is_typed_stays_what_was_typed(title: str, issuer: str | None, region: str) -> None:
    """Title, issuer and region come back as they were given, and the plan holds."""
    head = loaded(title, issuer, region, range(2026, 2031)).head
    assert (head.title, head.document.issuer, head.regions[0].name) == (title, issuer, region)


@pytest.mark.parametrize("text", AWKWARD)
def test_text_that_means_something_in_yaml_is_text(text: str) -> None:
    """Quotation marks, colons, brackets, numbers and null are text where a name is wanted."""
    assert loaded(text, text, text, range(2026, 2031)).head.title == text


@given(first=FIRST_YEARS, last=FIRST_YEARS)
def test_any_span_of_years_makes_a_plan(first: int, last: int) -> None:
    """A plan starts from the year before its first, and its target is due in its last."""
    first, last = sorted((first, last))
    plan = loaded("a", None, "b", range(first, last + 1))
    assert plan.head.horizon == last
    (indicator,) = plan.indicators
    assert indicator.baseline is not None
    assert (str(indicator.baseline.period), indicator.target[0].by) == (str(first - 1), last)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_comments_speak_the_users_language(language: Language) -> None:
    """The three files teach in the language spoken now, and lead editors to the schemas beside them."""
    with speaking(language):
        files = starter("a", None, "b", range(2026, 2031))
        loaded("a", None, "b", range(2026, 2031))
    for name in ("plan", "tasks", "targets"):
        modeline, comment, *_rest = files[f"{name}.yaml"].splitlines()
        assert modeline.removeprefix("# yaml-language-server: $schema=") in files
        assert ("文件" in comment) == (language == "zh")


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2021-2025", (2021, 2025)),
        (" 2021 — 2025 ", (2021, 2025)),
        ("2021至2025", (2021, 2025)),
        ("2026", (2026, 2026)),
    ],
)
def test_years_are_read(typed: str, years: tuple[int, int]) -> None:
    """Both ends are included; one year is a plan of one year."""
    read = _years(typed)
    assert (read[0], read[-1]) == years


@pytest.mark.parametrize("typed", ["", "21-25", "2025-2021", "1900-1905", "2021-2200", "2021-2025-2030"])
def test_what_is_no_span_of_years_is_refused(typed: str, tmp_path: Path) -> None:
    """It is exit code 2, the message says how to write it, and nothing is written."""
    done = run("init", tmp_path, "--years", typed)
    assert (done.code, done.out) == (2, "")
    assert "write it as 2021-2025" in " ".join(done.err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("year", "span"), [(2016, "2016-2020"), (2020, "2016-2020"), (2026, "2026-2030")])
def test_the_years_at_hand_are_those_of_the_five_year_plan(year: int, span: str) -> None:
    """2026 to 2030, and every five years before and after."""
    assert _current(date(year, 7, 1)) == span


@pytest.mark.parametrize("name", ["plan of a city", "$HOME", "-x", "计划"])
def test_what_is_to_be_typed_next_can_be_typed(name: str, tmp_path: Path) -> None:
    """The plan validates in silence, and each of the three commands on standard error does what it says."""
    done = run("init", "--no-input", "--", name, cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    commands = [line.strip() for line in done.err.splitlines()[1:]]
    assert [shlex.split(it)[1] for it in commands] == ["validate", "status", "template"]
    assert run(*shlex.split(commands[0])[1:], cwd=tmp_path) == (0, "", "")
    for command in commands:
        bash = {"PATH": f"{PROGRAM.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        subprocess.run(["bash", "-c", command], cwd=tmp_path, env=bash, check=True, capture_output=True)
    assert len(list((tmp_path / name).glob("*.csv"))) == 1


def test_a_plan_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """A second start is refused, and so is one beside plan files that lie in the folder itself."""
    assert run("init", tmp_path).code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("init", tmp_path, "--title", "另一个")
    assert (done.code, done.out) == (2, "")
    assert "is left as it is" in done.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    flat = tmp_path / "flat"
    flat.mkdir()
    (flat / "targets.yaml").symlink_to("nowhere")
    assert run("init", flat).code == 2
    assert [path.name for path in flat.iterdir()] == ["targets.yaml"]


def test_nothing_is_left_where_it_cannot_be_written(tmp_path: Path) -> None:
    """A file in the way of a folder is said, and no part of a plan is left."""
    (tmp_path / "plan").write_text("", encoding="utf-8")
    assert run("init", tmp_path).code == 74
    assert run("init", tmp_path / "plan").code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_names_that_are_no_names_are_refused(tmp_path: Path) -> None:
    """An empty title, and bytes that are no text, are exit code 2."""
    assert run("init", tmp_path, "--title", " ").code == 2
    arguments = [os.fsencode(PROGRAM), b"init", os.fsencode(tmp_path), b"--region", b"\xff"]
    done = subprocess.run(arguments, env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=False)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def typed(folder: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """Run it on a terminal, where `answers` are typed: the exit code and what the screen showed."""
    us, terminal = pty.openpty()
    os.write(us, answers.encode())
    env = {"LC_ALL": "C.UTF-8", "HLWPLAN_LANG": "en"}
    done = subprocess.run(
        [PROGRAM, "init", folder, *arguments], env=env, stdin=terminal, capture_output=True, check=False
    )
    os.close(terminal)
    os.close(us)
    assert done.stdout.strip() == b""  # the prompt leaves blanks there
    return done.returncode, done.stderr.decode()


def test_it_asks_on_a_terminal(tmp_path: Path) -> None:
    """Title, issuer, region and years are asked, in that order; what cannot be read is asked again."""
    code, screen = typed(tmp_path, "甲市: 规划\n\n甲市\n二〇二一\n2021-2025\n")
    assert code == 0
    assert re.findall("Title|Issuer|Region|First and last year", screen) == [
        "Title", "Issuer", "Region", "First and last year", "First and last year",
    ]  # fmt: skip
    assert "write it as 2021-2025" in screen
    plan, findings = load_plan(tmp_path / "plan")
    assert plan is not None
    assert findings == []
    head = plan.head
    assert (head.title, head.document.issuer, head.regions[0].name) == ("甲市: 规划", None, "甲市")
    assert head.horizon == 2025


def test_what_is_given_is_not_asked(tmp_path: Path) -> None:
    """With all options, or with --no-input, nothing is read from the terminal."""
    given_all = ("--title", "甲", "--issuer", "乙", "--region", "丙", "--years", "2026-2030")
    for number, arguments in enumerate((given_all, ("--no-input",))):
        code, screen = typed(tmp_path / str(number), "", *arguments)
        assert code == 0
        assert "Title" not in screen
