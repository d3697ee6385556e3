"""`hlwplan explain`: the page of a code, and all of them as docs/diagnostics.md.

`pytest --update-golden tests/test_pages.py tests/test_explain.py` renews what the pages show, then the document.
"""

import re
from collections.abc import Callable
from typing import Final

import pytest
from conftest import ROOT, run
from rich.cells import cell_len

from hlwplan.diagnostics import CATALOGUE
from hlwplan.diagnostics.pages import in_families, page
from hlwplan.language import Language, speaking
from hlwplan.render import explained

LINKS: Final[dict[Language, str]] = {"en": "[中文](diagnostics.zh-CN.md)", "zh": "[English](diagnostics.md)"}
ENDINGS: Final[dict[Language, str]] = {"en": ".md", "zh": ".zh-CN.md"}


@pytest.mark.parametrize("language", LINKS)
def test_a_page_is_said_in_the_language_spoken(language: Language, golden: Callable[[str, str], None]) -> None:
    """What it says and weighs, why it matters, what fails and how that is printed, and what is right."""
    done = run("explain", "D203", "--lang", language)
    assert (done.code, done.err) == (0, "")
    golden(f"explain-D203.{language}.txt", done.out)


@pytest.mark.parametrize("code", ["p104", " P104 ", "Ｐ１０４"])
def test_a_code_is_found_however_it_is_typed(code: str) -> None:
    """In either case, with spaces, or as a Chinese keyboard writes it."""
    assert run("explain", code) == run("explain", "P104")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["P14"], "no code is 'P14'; did you mean P124 or P114 or P104?"),
        (["nothing"], "no code is 'nothing'; `hlwplan explain --all` has every one"),
        ([], "give one code, or --all"),
        (["P104", "--all"], "give one code, or --all"),
    ],
)
def test_what_is_no_code_ends_with_two(arguments: list[str], said: str) -> None:
    """The nearest codes are named; standard output stays empty."""
    done = run("explain", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"hlwplan: {said}")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_page_fits_a_terminal(code: str) -> None:
    """What is said is broken to the width, in either language; files and what is printed stay as they are."""
    for language in LINKS:
        with speaking(language):
            whole, narrow = explained.text(page(code), None), explained.text(page(code), 60)
        prose = [line for line in narrow.splitlines() if not line.startswith("    ")]
        assert max(map(cell_len, prose)) <= 60
        assert re.sub(r"\s", "", whole) == re.sub(r"\s", "", narrow)


def test_a_pipe_gets_the_same_bytes_at_any_width() -> None:
    """Nothing is broken where there is no terminal."""
    assert run("explain", "S012", env={"COLUMNS": "40"}) == run("explain", "S012", env={"COLUMNS": "200"})


def test_pages_come_in_the_order_of_the_work() -> None:
    """Plan files first, commands last, each family by number."""
    assert in_families(["C001", "D101", "P001", "D002", "Y003"]) == ["Y003", "P001", "D002", "D101", "C001"]


@pytest.mark.parametrize("language", LINKS)
def test_the_document_is_what_the_program_prints(language: Language, golden: Callable[[str, str], None]) -> None:
    """`docs/diagnostics.md` has every page, in each language, and leads to the other."""
    done = run("explain", "--all", "--lang", language)
    assert (done.code, done.err) == (0, "")
    title, rest = done.out.split("\n", 1)
    golden(str(ROOT / "docs" / f"diagnostics{ENDINGS[language]}"), f"{title}\n\n{LINKS[language]}\n{rest}")
