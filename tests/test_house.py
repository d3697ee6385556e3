"""The house: what `pyproject.toml` cannot hold about how the code is laid out."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

MODULES = sorted((ROOT / "src").rglob("*.py"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_modules_stay_small() -> None:
    """No module is over 350 lines, and half of them are at most 120."""
    assert [str(path) for path in MODULES if lines(path) > 350] == []
    assert statistics.median(map(lines, MODULES)) <= 120


def test_functions_stay_small() -> None:
    """No function is over 50 lines."""
    long = [f"{path.name}:{it.lineno} {it.name}" for path in MODULES for it in functions(path)
            if (it.end_lineno or 0) - it.lineno + 1 > 50]  # fmt: skip
    assert long == []


def test_types_are_checked_without_exceptions() -> None:
    """No line asks the type checker to look away."""
    assert [str(path) for path in MODULES if re.search(r"type:\s*ignore|: Any\b.*#", path.read_text())] == []


def test_tests_are_locked_to_exact_versions() -> None:
    """Every dependency, of the program and of its tests, has one exact version in the lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["test"]]
    names = {re.split(r"[<>=]", entry)[0].lower().replace("_", "-") for entry in wanted}
    locked = (ROOT / "requirements-test.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.split("==")[0].lower().replace("_", "-") for line in locked if not line.startswith("#")}
    assert names <= pins
    assert all("==" in line for line in locked if not line.startswith("#"))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["schema", "--help"]])
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    """What answers without a plan loads no column engine, no YAML parser and no terminal library of ours."""
    code = (
        "import sys; sys.argv = ['hlwplan', *sys.argv[1:]]\n"
        "from hlwplan.cli.main import main\n"
        "main()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'duckdb', 'yaml', 'filelock'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
