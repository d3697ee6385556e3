"""The kits for CI do on their platforms what they say.  What they install from an index stands in `installing.py`."""

import json
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest
import yaml
from conftest import ROOT, run
from platforms import BASH, HOOKS, action, component, github, gitlab, hooks, repository, shell, try_repo

HEADER: Final = "指标,地区,时间,数值,单位,状态,发布日期,来源"
BOTH: Final = {"plan", "data", "strict", "year", "fail-on", "allow-missing"}
EVERY: Final = {"plan": ".", "data": "data", "strict": "true", "year": "2018", "fail-on": "limited,missed",
                "allow-missing": "true"}  # fmt: skip
OUTCOMES: Final = [("120", 0, "holds"), ("80", 1, "fails"), ("", 3, "undecided")]
PACKAGE: Final = {"package": "hlwplan"}
SHELLS: Final = [BASH, ("sh", "-e")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with a plan that promises 100个 by 2018, and no measurement."""
    folder = tmp_path / "project"
    assert run("init", folder, "--title", "试验计划", "--region", "甲市", "--years", "2014-2018").code == 0
    (folder / "data").mkdir()
    return folder


def reported(folder: Path, value: str) -> Path:
    """The same with a value for 2018, where there is one."""
    if value:
        row = f"example-indicator,甲市,2018年,{value},个,示例,2019-03-01,虚构"
        (folder / "in.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
        assert run("ingest", "in.csv", cwd=folder).code == 0
    return folder


def broken(folder: Path) -> Path:
    """The same with a mistake on the fifth line of its targets."""
    path = folder / "plan" / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\n  name: " in text
    path.write_text(text.replace("\n  name: ", "\n  nmae: ", 1), encoding="utf-8")
    return folder


def line_of(folder: Path, text: str) -> int:
    """The line of the targets that holds a text."""
    lines = (folder / "plan" / "targets.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


# GitHub


def test_the_action_says_nothing_about_a_sound_plan(project: Path, tmp_path: Path) -> None:
    """Without a year only the plan is validated, and there is nothing to annotate or to sum up."""
    assert github(project, {}, tmp_path / "runner") == (0, "", {}, "")


def test_the_action_annotates_mistakes(project: Path, tmp_path: Path) -> None:
    """A mistake is an annotation at its file and line, the job fails, and no year is checked by such a plan."""
    done = github(broken(project), {"year": "2018"}, tmp_path / "runner")
    assert done.code == 1
    place = f"::error file=plan/targets.yaml,line={line_of(project, 'nmae')},"
    assert any(line.startswith(place) for line in done.log.splitlines()), done.log
    assert (done.outputs, done.summary) == ({}, "")


@pytest.mark.parametrize(("value", "code", "conclusion"), OUTCOMES)
def test_the_action_tells_no_from_cannot_decide(
    project: Path, tmp_path: Path, value: str, code: int, conclusion: str
) -> None:
    """The check's own exit code is the step's; a failure is an error, a missing value a warning, both are summed up."""
    done = github(reported(project, value), {"year": "2018"}, tmp_path / "runner")
    assert (done.code, done.outputs) == (code, {"conclusion": conclusion})
    said = re.findall("^::(error|warning) title=hlwplan check 2018::", done.log, re.MULTILINE)
    assert said == {0: [], 1: ["error"], 3: ["warning"]}[code]
    heading, _, fence, *rest = done.summary.splitlines()
    assert heading == f"### hlwplan check 2018: {conclusion} (exit code {code})"
    assert (fence, rest[-1]) == ("~~~~text", "~~~~")
    assert run("check", "--year", "2018", "-f", "text", cwd=project).out.splitlines() == rest[:-1]


@pytest.mark.parametrize("inputs", [{"plan": ""}, {"plan": "elsewhere"}, {"plan": "$(touch obeyed)", "year": "2018"}])
def test_the_action_never_falls_back_on_another_plan(tmp_path: Path, inputs: dict[str, str]) -> None:
    """Where there is no plan the job fails, rather than pass by the packaged one; an input is never run."""
    folder = tmp_path / "empty"
    folder.mkdir()
    done = github(folder, inputs, tmp_path / "runner")
    assert (done.code, done.outputs, done.summary) == (2, {}, "")
    assert list(folder.iterdir()) == []


def test_a_check_that_cannot_be_made_is_no_answer(project: Path, tmp_path: Path) -> None:
    """A wrong input is exit code 2, and no conclusion is drawn."""
    done = github(project, {"year": "2018\n::error::x"}, tmp_path / "runner")
    assert (done.code, done.outputs, done.summary) == (2, {}, "")


def test_names_are_no_commands_to_the_runner(project: Path, tmp_path: Path) -> None:
    """What a name in the plan would have the runner do stands where commands are stopped."""
    path = project / "plan" / "targets.yaml"
    text = re.sub("name: .*", "name: '::add-mask::x'", path.read_text(encoding="utf-8"), count=1)
    path.write_text(text, encoding="utf-8")
    done = github(project, {"year": "2018"}, tmp_path / "runner")
    found = re.search(
        r"^::stop-commands::(hlwplan-\d+)\n.*^::add-mask::x.*\n::\1::\n", done.log, re.MULTILINE | re.DOTALL
    )
    assert found, done.log


# GitLab


@pytest.mark.parametrize("command", SHELLS, ids=["bash", "sh"])
def test_the_component_says_nothing_about_a_sound_plan(project: Path, command: Sequence[str]) -> None:
    """Without a year there is one job; its report of code quality is an empty list."""
    (done,) = gitlab(project, PACKAGE, command=command).items()
    assert done == ("hlwplan-validate", (0, "", {}, ""))
    assert json.loads((project / "gl-code-quality-report.json").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("command", SHELLS, ids=["bash", "sh"])
def test_the_component_annotates_mistakes(project: Path, command: Sequence[str]) -> None:
    """The job fails; the report of code quality has the mistake at its file and line, the log in words."""
    done = gitlab(broken(project), PACKAGE, command=command)["hlwplan-validate"]
    assert done.code == 1
    assert f"plan/targets.yaml:{line_of(project, 'nmae')}:" in done.log
    (_, jobs) = component()
    report = jobs["hlwplan-validate"]["artifacts"]["reports"]["codequality"]
    places = [it["location"] for it in json.loads((project / report).read_text(encoding="utf-8"))]
    assert [it["path"] for it in places] == ["plan/targets.yaml"] * len(places)
    assert line_of(project, "nmae") in [it["positions"]["begin"]["line"] for it in places]


@pytest.mark.parametrize("command", SHELLS, ids=["bash", "sh"])
@pytest.mark.parametrize(("value", "code", "conclusion"), OUTCOMES)
def test_the_component_tells_no_from_cannot_decide(
    project: Path, command: Sequence[str], value: str, code: int, conclusion: str
) -> None:
    """The check's own exit code is the job's; in JUnit a failure is a failure, a missing value an error."""
    done = gitlab(reported(project, value), PACKAGE | {"year": "2018"}, command=command)
    assert done["hlwplan-validate"].code == 0
    assert done["hlwplan-check"].code == code
    (_, jobs) = component()
    report = jobs["hlwplan-check"]["artifacts"]["reports"]["junit"]
    suites = ET.fromstring((project / report).read_text(encoding="utf-8"))  # noqa: S314  made by us just now
    counted = {name: int(suites.attrib[name]) for name in ("tests", "failures", "errors")}
    assert counted == {"tests": 1, "failures": conclusion == "fails", "errors": conclusion == "undecided"}


def test_the_component_never_falls_back_on_another_plan(tmp_path: Path) -> None:
    """Where there is no plan both jobs fail with exit code 2."""
    for plan in ("", "elsewhere"):
        done = gitlab(tmp_path, PACKAGE | {"plan": plan, "year": "2018"})
        assert {name: job.code for name, job in done.items()} == {"hlwplan-validate": 2, "hlwplan-check": 2}


# Both


def test_both_kits_take_the_same_inputs() -> None:
    """What one platform is told, the other is told by the same name."""
    fields, _ = component()
    assert set(action()["inputs"]) == BOTH
    assert set(fields) == BOTH | {"package", "stage", "image"}


def test_every_input_is_an_option(project: Path, tmp_path: Path) -> None:
    """With every input given, the command lines are still understood."""
    reported(project, "120")
    assert github(project, EVERY, tmp_path / "runner").code == 0
    done = gitlab(project, PACKAGE | EVERY)
    assert {name: job.code for name, job in done.items()} == {"hlwplan-validate": 0, "hlwplan-check": 0}


# pre-commit


@pytest.mark.parametrize(
    ("hook", "path", "runs"),
    [
        ("hlwplan-validate", "plan/targets.yaml", True),
        ("hlwplan-validate", "plan.yaml", True),
        ("hlwplan-validate", "plan/notes.yaml", False),
        ("hlwplan-fsck", "data/originals/0.csv", True),
        ("hlwplan-fsck", "data/notes.txt", False),
    ],
)
def test_hooks_run_for_the_files_that_they_check(hook: str, path: str, runs: bool) -> None:
    """A hook runs where a file that it looks at has changed."""
    (it,) = (it for it in hooks() if it["id"] == hook)
    assert bool(re.search(it["files"], path)) == runs


def test_hooks_give_a_folder() -> None:
    """Each hook names the repository's folder, so that a repository without a plan cannot pass by the packaged one."""
    for it in hooks():
        assert it["args"][-1] == "."
        assert not it["pass_filenames"]


@pytest.mark.parametrize("hook", ["hlwplan-validate", "hlwplan-fsck"])
def test_hooks_can_be_tried(project: Path, tmp_path: Path, hook: str) -> None:
    """`pre-commit try-repo` passes on a sound repository, and fails on a broken one with the place of the mistake.

    The hooks install themselves from an index, which no test may need: here they run what is installed already, in
    `.ci/run` they install themselves (`installing.py`).
    """
    kit = tmp_path / "kit"
    kit.mkdir()
    text = HOOKS.read_text(encoding="utf-8")
    assert text.count("language: python") == len(hooks())
    (kit / HOOKS.name).write_text(text.replace("language: python", "language: system"), encoding="utf-8")
    repository(kit)
    repository(reported(project, "120"))
    code, log = try_repo(kit, hook, project)
    assert code == 0, log
    place = f"plan/targets.yaml:{line_of(project, '  name: ')}:"
    if hook == "hlwplan-fsck":
        (batch,) = (project / "data" / "batches").glob("*.csv")
        batch.write_bytes(batch.read_bytes().replace(b"120", b"121"))
        place = f"data/batches/{batch.name}"
    else:
        broken(project)
    code, log = try_repo(kit, hook, project)
    assert (code, "Failed" in log) == (1, True), log
    assert place in log


# The pages about them

PAGES: Final = ["ci.md", "ci.zh-CN.md"]


def page(name: str) -> str:
    """A page's text."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_every_command_on_the_page_is_one(name: str) -> None:
    """Each `hlwplan ...` of the page has a command and options that exist."""
    lines = re.findall(r"^(?:.*\$\(|\s*)(hlwplan [^#|>)\n]+)", "\n".join(blocks(page(name), "sh")), re.MULTILINE)
    inline = re.findall(r"`(hlwplan [^`]+)`", page(name))
    assert lines
    for command in [*lines, *inline]:
        done = run(*shlex.split(command)[1:], "--help")
        assert done.code == 0, (command, done.err)


@pytest.mark.parametrize("name", PAGES)
def test_what_the_page_gives_to_copy_is_a_kit(name: str) -> None:
    """The blocks for GitHub, GitLab and pre-commit are YAML, and use inputs and hooks that exist."""
    workflow, pipeline, config = map(yaml.safe_load, blocks(page(name), "yaml"))
    (job,) = workflow["jobs"].values()
    (step,) = (it for it in job["steps"] if "hlwplan" in it.get("uses", ""))
    assert set(step["with"]) <= set(action()["inputs"])
    (included,) = pipeline["include"]
    fields, _ = component()
    assert set(included["inputs"]) <= set(fields)
    assert {name for name, field in fields.items() if "default" not in field} <= set(included["inputs"])
    (kit,) = config["repos"]
    assert [it["id"] for it in kit["hooks"]] == [it["id"] for it in hooks()]


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_the_page_run(name: str) -> None:
    """Each shell block runs in a checkout and ends with 0."""
    for block in blocks(page(name), "sh"):
        code, log = shell(BASH, block, ROOT, {}, installs=False)
        assert code == 0, log


def test_both_pages_say_the_same() -> None:
    """The Chinese page gives the same exit codes, and the same blocks to copy, comments aside."""
    english, chinese = map(page, PAGES)
    codes = [re.findall(r"^\| (\d+) \|", text, re.MULTILINE) for text in (english, chinese)]
    assert codes[0] == codes[1] == ["0", "1", "2", "3", "4", "70", "74", "75"]
    for language in ("sh", "yaml"):
        bare = [re.sub(r" *#.*", "", "".join(blocks(text, language))) for text in (english, chinese)]
        assert bare[0] == bare[1]
