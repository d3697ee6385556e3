"""The documents: what they show is what the program prints, and what they tell a reader to type works."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from conftest import PROGRAM, ROOT, run

from hlwplan.cli.program import COMMANDS

READMES: Final = ("README.md", "README.zh-CN.md")
WALK = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHELL: Final = ("sh", "shell", "bash", "console")
INSTALLS: Final = ("## Install and run", "## Install and test")
"""The headings of README.md whose blocks `.ci/run` runs: they take an index of packages."""
CHINESE: Final = ".zh-CN.md"


def read(document: str) -> str:
    """The text of a document, named from the root of the checkout."""
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(text: str, *languages: str) -> list[str]:
    """The fenced blocks of these languages."""
    return [body for language, body in FENCE.findall(text) if language in languages]


def documents() -> list[str]:
    """READMEs and the pages of `docs`."""
    return [*READMES, *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]


def with_shell() -> list[str]:
    """Those that tell a reader to type something."""
    return [it for it in documents() if blocks(read(it), *SHELL)]


def installing() -> list[str]:
    """The blocks that `.ci/run` runs."""
    text = read("README.md")
    return [blocks(text[text.index(f"{heading}\n") :], *SHELL)[0] for heading in INSTALLS]


class Desk(NamedTuple):
    """A copy of the checkout with the program installed, as README's first command leaves it; no network is wanted."""

    folder: Path
    language: str

    def type(self, command: str) -> str:
        """What a shell of 100 columns prints, started in the folder; a command that fails is an error."""
        env = {
            "PATH": f"{PROGRAM.parent}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "HLWPLAN_LANG": self.language,
            "COLUMNS": "100",
        }
        shell = ["bash", "-euo", "pipefail", "-c", command]
        done = subprocess.run(
            shell, cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert done.returncode == 0, (command, done.stdout.decode())
        return done.stdout.decode()

    def session(self, shown: str) -> str:
        """A block of commands, each behind `$`, with what they print now.

        Where `…` stands by itself below a command, as many lines are shown as before, then `…`.
        """
        parts = []
        for part in re.split(r"^(?=\$ )", shown, flags=re.MULTILINE)[1:]:
            command, *old = part.splitlines()
            new = [line.rstrip() for line in self.type(command.removeprefix("$ ")).splitlines()]
            if old and old[-1] == "…":
                assert len(new) >= len(old), part
                new = [*new[: len(old) - 1], "…"]
            parts += [command, *new]
        return "".join(f"{line}\n" for line in parts)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One in English."""
    folder = tmp_path / "hlwplan"
    for name in ("data", "docs", "examples", "plan"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return Desk(folder, "en")


@pytest.mark.parametrize("document", with_shell())
def test_what_a_document_says_to_type_works(document: str, desk: Desk, golden: Callable[[str, str], None]) -> None:
    """Each shell block runs, from top to bottom, and prints what is shown; `--update-golden` shows what is printed."""
    desk = desk._replace(language="zh" if document.endswith(CHINESE) else "en")
    ci = installing()

    def typed(found: re.Match[str]) -> str:
        language, body = found.groups()
        if language == "console":
            body = desk.session(body)
        elif language in SHELL and body not in ci:
            desk.type(body)
        return f"```{language}\n{body}```"

    golden(str(ROOT / document), FENCE.sub(typed, read(document)))


def test_what_installs_is_run_by_ci() -> None:
    """No other block installs anything, and `.ci/run` looks for these headings."""
    ci = read(".ci/run")
    assert all(f"'{heading}'" in ci for heading in INSTALLS)
    for document in with_shell():
        for block in blocks(read(document), *SHELL):
            assert "pip install" not in block or block in installing(), (document, block)


@pytest.mark.parametrize("chinese", [it for it in documents() if it.endswith(CHINESE)])
def test_both_languages_have_the_same_sections_and_blocks(chinese: str) -> None:
    """The same headings by depth, tables by rows, commands and examples; each page leads to the other at its top.

    What a program prints and what a comment says is in the language of the page.
    """
    english = chinese.replace(CHINESE, ".md")
    pair = [read(it) for it in (english, chinese)]
    for text, label, other in zip(pair, ("中文", "English"), (chinese, english), strict=True):
        assert text.split("\n")[2] == f"[{label}]({Path(other).name})"
    outlines = []
    for text in pair:
        fenced = [(language, essence(language, body)) for language, body in FENCE.findall(text)]
        prose = FENCE.sub("", text)
        outlines.append(
            (fenced, re.findall(r"^(#+) ", prose, re.MULTILINE), len(re.findall(r"^\|", prose, re.MULTILINE)))
        )
    assert outlines[0] == outlines[1]


def essence(language: str, body: str) -> list[str]:
    """What is the same in both languages: no output, no comment behind code."""
    if language == "text":
        return []
    lines = [line.split("   # ")[0] for line in body.splitlines()]
    return [line for line in lines if line.startswith("$ ")] if language == "console" else lines


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_command(readme: str) -> None:
    """Its table says what each command answers, in the order of the program's help."""
    assert list(dict.fromkeys(re.findall(r"^\| `hlwplan ([a-z]+)", read(readme), re.MULTILINE))) == list(COMMANDS)


@pytest.mark.parametrize("readme", READMES)
def test_the_plan_in_the_readme_is_a_plan(readme: str, tmp_path: Path) -> None:
    """The example of a target, put beside the shipped head and tasks, validates."""
    for name in ("plan.yaml", "tasks.yaml"):
        (tmp_path / name).write_bytes((ROOT / "plan" / name).read_bytes())
    (example,) = blocks(read(readme), "yaml")
    (tmp_path / "targets.yaml").write_text(example, encoding="utf-8")
    assert run("validate", tmp_path) == (0, "", "")


@pytest.mark.parametrize("readme", READMES)
def test_the_measurement_in_the_readme_is_taken(readme: str, tmp_path: Path) -> None:
    """The example of a file of measurements is stored."""
    (example,) = blocks(read(readme), "csv")
    (tmp_path / "example.csv").write_text(example, encoding="utf-8")
    done = run("ingest", tmp_path / "example.csv", "--plan", ROOT / "plan", "--data", tmp_path / "data")
    assert done.code == 0


def test_the_walk_shows_what_is_computed() -> None:
    """The worked numbers of the walk are those of the JSON document, and its row is in the original that it names."""
    rows = {row["id"]: row for row in json.loads(run("status", "--format", "json").out)["targets"]}
    row = rows["online-retail-sales"]
    said = {
        "completion": f"{100 * row['completion']:.1f} %",
        "elapsed": f"{100 * row['elapsed']:.1f} %",
        "realised": f"{100 * row['realised']:.1f} %",
        "lead": f"−{-row['lead_pp']:.1f} percentage points",
        "observed": f"{100 * row['pace_observed']:.1f} % a year",
        "planned": f"{100 * row['pace_planned']:.1f} % a year",
        "ratio": f"{row['ratio']:.2f}",
        "required": f"{100 * row['pace_required']:.1f} % a year",
    }
    for name, text in said.items():
        line = next(line for line in WALK.splitlines() if line.startswith(f"| {name}"))
        assert line.endswith(f"| {text} |"), line
    assert f"`{row['latest']['origin']}`" in WALK
    original, _, line = row["latest"]["origin"].partition("#")
    (path,) = (ROOT / "data" / "originals").glob(f"{original}*")
    assert path.read_text(encoding="utf-8").splitlines()[int(line) - 1] in blocks(WALK, "csv")[0].splitlines()


def test_every_link_leads_somewhere() -> None:
    """Links between the documents point at files that are there."""
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), (path.name, link)


def test_every_code_field_of_the_plan_is_documented() -> None:
    """The page on writing a plan names every key of an indicator."""
    page = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    schema = json.loads(run("schema", "targets").out)
    for key in schema["$defs"]["Indicator"]["properties"]:
        assert f"`{key}`" in page or key == "name_en", key
