"""What the tests share: golden files, and the program as a function."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import settings

from hlwplan.language import LOCALE, speaking, spoken

# How long an example takes says how busy the machine is; speed has its benches.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
CATALOGUE = LOCALE / "zh" / "LC_MESSAGES" / "hlwplan.po"
PROGRAM = Path(sys.executable).parent / "hlwplan"


class Done(NamedTuple):
    """What a run of the program left."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path, cwd: Path = ROOT, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """Run the installed program in the language of the test; its environment holds nothing but what is given."""
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HLWPLAN_LANG": spoken(), **(env or {})}
    done = subprocess.run([PROGRAM, *arguments], cwd=cwd, env=clean, input=stdin, capture_output=True, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` writes what the program prints now; the change is then read in review."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


def pytest_configure() -> None:
    """What is said is what the catalogue's text says now; it is compiled when the project is built."""
    with CATALOGUE.open("rb") as text, CATALOGUE.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(text, locale="zh"))


@pytest.fixture
def chinese() -> Iterator[None]:
    """What the test calls and runs speaks Chinese; without this, English."""
    with speaking("zh"):
        yield


@pytest.fixture
def english(chinese: None) -> Iterator[None]:  # noqa: ARG001  that one first
    """What the test calls and runs speaks English, in a module of Chinese."""
    with speaking("en"):
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against the golden file of that name."""

    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return hold
