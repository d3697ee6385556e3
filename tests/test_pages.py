"""The pages of diagnostics: every code has one, and what its examples print is what the program prints on them.

`pytest --update-golden tests/test_pages.py` writes what is printed into the pages; the change is then read in review.
"""

import io
import re
import runpy
import shlex
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

import pytest
import recipes_data
import recipes_plan
import recipes_store
from conftest import ROOT

from hlwplan.cli import exits
from hlwplan.cli.main import main
from hlwplan.diagnostics import CATALOGUE, Severity
from hlwplan.diagnostics.pages import Example, base, page, read
from hlwplan.language import Language, speaking
from hlwplan.measure import query

PAGES: Final = ROOT / "src" / "hlwplan" / "diagnostics" / "pages"
WRITTEN: Final = sorted(path.stem for path in PAGES.glob("*.md"))
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
RECIPES: Final[dict[str, Callable[[Path], None]]] = {
    name: made
    for module in (recipes_plan, recipes_data, recipes_store)
    for name, made in vars(module).items()
    if name.startswith(("failing_", "mended_"))
}
CHINESE: Final = re.compile("[\u4e00-\u9fff]")
FINDING: Final = re.compile(r".*?: ([A-Z][0-9]{3}) .*")


class Clock(datetime):
    """It is always the first of June 2020: what is still to come, and what was published today, are examples too."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        """That day."""
        return cls(2020, 6, 1, 12, tzinfo=tz)


Typed = Callable[[str, Language], tuple[int, str]]
"""Types a command line; its exit code, and the lines of diagnostics among what it prints."""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """The program itself, without a process of its own: there are hundreds of examples."""
    for command in ("ingest", "retract"):
        monkeypatch.setattr(f"hlwplan.cli.{command}.datetime", Clock)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setitem(query._SETTINGS, "memory_limit", "50MB")  # noqa: SLF001  half of a very small machine's
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "HLWPLAN_PLAN", "HLWPLAN_DATA"):
        monkeypatch.delenv(name, raising=False)

    def type_(command: str, language: Language) -> tuple[int, str]:
        monkeypatch.setenv("HLWPLAN_LANG", language)
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        assert sys.argv[0] in {"hlwplan", "python"}
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            if sys.argv[0] == "python":
                code = script(sys.argv[1])
            else:
                with speaking(language):
                    code = main()
        assert code != exits.BUG, err.getvalue()
        lines = (err.getvalue() + out.getvalue()).splitlines()
        return code, "".join(f"{line}\n" for line in lines if FINDING.fullmatch(line))

    return type_


def script(path: str) -> int:
    """Runs a script, in which English is spoken; its exit code."""
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as end:
        return int(end.code or exits.OK)
    return exits.OK


def laid_out(example: Example, recipe: str, folder: Path) -> Path:
    """The folder that the example is typed in."""
    folder.mkdir()
    given = {it.name: it.text for it in (*base(), *example.files)}
    for name, text in given.items():
        (folder / name).write_text(text, encoding="utf-8")
    if recipe in RECIPES:
        RECIPES[recipe](folder)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", WRITTEN)
def test_the_failing_example_yields_the_code(
    code: str, language: Language, tmp_path: Path, typed: Typed, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """It prints what the page shows, which is this code and no other; an error does not end with exit code 0."""
    example = page(code).fails
    monkeypatch.chdir(laid_out(example, f"failing_{code}", tmp_path / "example"))
    *before, command = example.commands
    for earlier in before:
        assert typed(earlier, language) == (exits.OK, "")
    ending, printed = typed(command, language)
    assert {found[1] for line in printed.splitlines() if (found := FINDING.fullmatch(line))} == {code}
    assert (ending != exits.OK) == (CATALOGUE[code].severity is Severity.ERROR)
    if request.config.getoption("--update-golden"):
        path = PAGES / f"{code}.md"
        old = path.read_text(encoding="utf-8")
        new = re.sub(
            rf"```text {language}\n.*?```", lambda _: f"```text {language}\n{printed}```", old, flags=re.DOTALL
        )
        path.write_text(new, encoding="utf-8")
    assert page(code).fails.printed[language] == printed


@pytest.mark.parametrize("code", WRITTEN)
def test_the_mended_example_prints_nothing(
    code: str, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither this code nor another: every command of it ends well, without a diagnostic."""
    example = page(code).mended
    monkeypatch.chdir(laid_out(example, f"mended_{code}", tmp_path / "example"))
    for command in example.commands:
        assert typed(command, "en") == (exits.OK, "")


@pytest.mark.parametrize("code", [it for it in WRITTEN if not it.startswith("Q") and it != "D040"])
def test_what_is_printed_in_chinese_has_no_english(code: str) -> None:
    """Not two English words in a row, but in quotes and commands; queries speak SQL, and Python (D040) English."""
    said = re.sub(r"""`.*?`|'.*?'|".*?"|hlwplan [a-z]+""", "", page(code).fails.printed["zh"])
    assert not re.findall(r"[A-Za-z]{2,} [a-z]{2,}", said)


@pytest.mark.parametrize("code", WRITTEN)
def test_a_page_is_whole(code: str) -> None:
    """It is about the code of its name, in both languages; what is mended differs from what fails."""
    it = page(code)
    assert it.code == code
    assert all(it.why.values())
    assert not any(it.mended.printed.values())
    for said in (it.why, it.fails.words, it.mended.words):
        assert not said["zh"] or CHINESE.search(said["zh"])
        assert not CHINESE.search(re.sub("`.*?`", "", said["en"]))
    told = f"failing_{code}" in RECIPES or f"mended_{code}" in RECIPES
    assert told or (it.fails.files, it.fails.commands) != (it.mended.files, it.mended.commands)
    assert not told or (it.fails.words["en"] and it.mended.words["en"])


def test_every_code_has_its_page() -> None:
    """No code of the catalogue is without a page, and so without an example that fails and one that is mended."""
    assert set(WRITTEN) == set(CATALOGUE)


def test_every_recipe_is_of_a_page() -> None:
    """No recipe is left of a page that is gone."""
    assert {name.partition("_")[2] for name in RECIPES} <= set(WRITTEN)


@pytest.mark.parametrize("text", ["", "# P104\n\nOne.\n\n## Fails\n\n## Mended\n", "P104"])
def test_a_page_without_its_structure_is_refused(text: str) -> None:
    """A page that lacks a part is found when it is read, not shown without it."""
    with pytest.raises(ValueError, match="has not the structure of a page"):
        read(text)
