"""The Python API: the names in `hlwplan.__all__`, what they cost, and the page that shows them."""

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import assert_type

import pytest
from conftest import ROOT
from toy import PLAN, sourced, stored

import hlwplan


def printed(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_page_on_python_shows_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of docs/python.md prints what stands below it, and every public name is in one."""
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(re.sub("(?m)^```.*$", "", page), {}, "python.md", "python.md", 0)
    said: list[str] = []
    assert doctest.DocTestRunner(verbose=False).run(examples, out=said.append).failed == 0, "".join(said)
    assert [name for name in hlwplan.__all__ if name not in page] == []


def test_importing_the_package_loads_nothing_else() -> None:
    """`import hlwplan` adds itself and one empty package to what a bare interpreter has, and no library."""
    code = "import sys; bare = set(sys.modules); import hlwplan; print(sorted(set(sys.modules) - bare))"
    assert printed(code) == "['hlwplan', 'hlwplan.assess']"


@pytest.mark.parametrize("name", hlwplan.__all__)
def test_every_public_name_loads_by_itself(name: str) -> None:
    """Each is there in a fresh interpreter, whichever is asked for first, and is listed."""
    assert printed(f"import hlwplan; hlwplan.{name}; print({name!r} in dir(hlwplan))") == "True"


@pytest.mark.parametrize("name", [name for name in hlwplan.__all__ if name != "__version__"])
def test_every_public_name_says_what_it_is(name: str) -> None:
    """It has a docstring of its own, and so has each of its public methods."""
    thing = getattr(hlwplan, name)
    assert re.match(r"[A-Z]\S* ", thing.__doc__ or "")
    assert not (thing.__doc__ or "").startswith(f"{name}(")
    methods = inspect.getmembers(thing, inspect.isfunction) if inspect.isclass(thing) else []
    assert [method for method, it in methods if not method.startswith("_") and not it.__doc__] == []


@pytest.mark.parametrize(
    "first", ["import hlwplan.assess.gap", "from hlwplan.assess import gap", "import hlwplan; hlwplan.Gap"]
)
def test_assess_is_the_function_whatever_was_loaded_before(first: str) -> None:
    """The package of the same name never takes its place."""
    assert printed(f"{first}\nimport hlwplan\nprint(callable(hlwplan.assess))") == "True"


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As with any module."""
    with pytest.raises(AttributeError, match="module 'hlwplan' has no attribute 'asess'"):
        getattr(hlwplan, "asess")  # noqa: B009  the type checker would find it


def test_the_names_have_their_types(tmp_path: Path) -> None:
    """The type checker, which reads the tests too, sees through the names to what they are."""
    plan, findings = hlwplan.load_plan(ROOT / "plan")
    assert_type(plan, hlwplan.Plan | None)
    assert_type(findings, list[hlwplan.Diagnostic])
    store = stored(tmp_path, sourced("sales,甲市,2018,1.5,亿元"))
    assert_type(store, hlwplan.Store)
    observations, _ = store.observations(PLAN)
    assert_type(observations, list[hlwplan.Observation])
    gaps = hlwplan.assess(PLAN, observations, region="甲市", year=2018)
    assert_type(gaps, list[hlwplan.Gap])
    assert hlwplan.summarise(gaps).targets == len(PLAN.indicators)
    rows: list[tuple[str, str, int, float]] = [("sales", "甲市", 2018, 1.5)]
    assert_type(hlwplan.observe(PLAN, rows), tuple[list[hlwplan.Observation], list[hlwplan.Diagnostic]])
    assert hlwplan.observe(PLAN, [{"indicator": "sales", "value": 1}])[0] == []
