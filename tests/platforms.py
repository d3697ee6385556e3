"""The kits for CI, run as their platforms do: inputs put in, each script in a shell, in the platform's environment."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml
from conftest import PROGRAM, ROOT

ACTION: Final = ROOT / "action.yml"
COMPONENT: Final = ROOT / "templates" / "hlwplan.yml"
HOOKS: Final = ROOT / ".pre-commit-hooks.yaml"
SYSTEM: Final = "/usr/local/bin:/usr/bin:/bin"
BASH: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail")


class Job(NamedTuple):
    """What a job left: its exit code, its log, and for GitHub its outputs and its summary."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


def action() -> Any:
    """The GitHub action as data."""
    return yaml.safe_load(ACTION.read_text(encoding="utf-8"))


def component() -> tuple[Any, Any]:
    """The GitLab component as data: its inputs, and its jobs."""
    head, jobs = yaml.safe_load_all(COMPONENT.read_text(encoding="utf-8"))
    return head["spec"]["inputs"], jobs


def hooks() -> Any:
    """The hooks for pre-commit as data."""
    return yaml.safe_load(HOOKS.read_text(encoding="utf-8"))


def shell(command: Sequence[str], script: str, cwd: Path, env: Mapping[str, str], *, installs: bool) -> tuple[int, str]:
    """Run a script: exit code and log.  The program under test is on the path unless the script `installs` its own.

    Where it does, what says by which index packages come is handed on.
    """
    index = {name: value for name, value in os.environ.items() if name == "HOME" or name.startswith("PIP_")}
    path = SYSTEM if installs else f"{PROGRAM.parent}:{SYSTEM}"
    clean = {"PATH": path, "LC_ALL": "C.UTF-8", "HOME": str(cwd)} | (index if installs else {})
    done = subprocess.run([*command, "-c", script], cwd=cwd, env=clean | dict(env), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)  # fmt: skip
    return done.returncode, done.stdout.decode()


def github(folder: Path, inputs: Mapping[str, str], runner: Path, *, installs: bool = False) -> Job:
    """Use the action in a checkout; `runner` is a folder for the runner's own files."""
    runner.mkdir()
    files = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
    for file in files.values():
        file.touch()
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder), "GITHUB_ACTION_PATH": str(ROOT)}
    env["RUNNER_TEMP"] = str(runner)
    env |= {name: str(file) for name, file in files.items()}
    it = action()
    assert set(inputs) <= set(it["inputs"])
    values = {name: inputs.get(name, field["default"]) for name, field in it["inputs"].items()}
    code, log = 0, ""
    for step in it["runs"]["steps"]:
        if (step["name"].startswith("Install") and not installs) or (step.get("if") and not _condition(step, values)):
            continue
        given = {name: _expression(text, values) for name, text in step.get("env", {}).items()}
        added = "".join(f"{line}:" for line in files["GITHUB_PATH"].read_text().splitlines())
        path = {"PATH": f"{added}{SYSTEM}"} if installs else {}
        code, said = shell(BASH, step["run"], folder, env | given | path, installs=installs)
        log += said
        if code:
            break
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    return Job(code, log, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"))


def _expression(text: str, values: Mapping[str, str]) -> str:
    found = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", text)
    assert found, text
    return values[found[1]]


def _condition(step: Mapping[str, str], values: Mapping[str, str]) -> bool:
    found = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) != '' \}\}", step["if"])
    assert found, step
    return values[found[1]] != ""


def gitlab(
    folder: Path, inputs: Mapping[str, str], *, command: Sequence[str] = BASH, installs: bool = False
) -> dict[str, Job]:
    """Include the component in a checkout, and run its jobs, each whatever became of the other."""
    fields, jobs = component()
    assert set(inputs) <= set(fields)
    defaults = {name: str(field["default"]) for name, field in fields.items() if "default" in field}
    values = {
        name: value.lower() if value in {"True", "False"} else value
        for name, value in (defaults | dict(inputs)).items()
    }
    assert set(values) == set(fields), "an input without a default is wanted"
    done = {}
    for name, job in jobs.items():
        if name.startswith(".") or not all(_rule(rule, values) for rule in job.get("rules", ())):
            continue
        whole = jobs[job["extends"]] | job
        env = {key: _interpolated(text, values) for key, text in whole["variables"].items()}
        before = whole["before_script"] if installs else []
        script = "\n".join([*before, *whole["script"]])
        assert "$[[" not in script
        code, log = shell(
            command, script, folder, {"GITLAB_CI": "true", "CI_PROJECT_DIR": str(folder)} | env, installs=installs
        )
        done[name] = Job(code, log, {}, "")
    return done


def _interpolated(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\[\[ inputs\.([a-z-]+) \]\]", lambda found: values[found[1]], text)


def _rule(rule: Mapping[str, str], values: Mapping[str, str]) -> bool:
    found = re.fullmatch(r'"(.*)" != ""', _interpolated(rule["if"], values))
    assert found, rule
    return found[1] != ""


def repository(folder: Path) -> Path:
    """Make a folder a git repository with all that it holds committed."""
    assert not (folder / ".git").exists(), "the repository of somebody else"
    person = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
              "GIT_COMMITTER_EMAIL": "a@example.org"}  # fmt: skip
    script = "git init -q . && git add -A && git commit -q -m 'as it is'"
    code, log = shell(("bash", "-e"), script, folder, person, installs=False)
    assert code == 0, log
    return folder


def try_repo(kit: Path, hook: str, plan: Path, *, installs: bool = False) -> tuple[int, str]:
    """`pre-commit try-repo`: run a hook of one repository on all files of another."""
    script = f"'{PROGRAM.parent}/pre-commit' try-repo '{kit}' {hook} --all-files --verbose --color never"
    cache = {"PRE_COMMIT_HOME": str(kit.parent / "cache")}
    return shell(("bash", "-e"), script, plan, cache, installs=installs)
