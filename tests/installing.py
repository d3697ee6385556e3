"""The kits for CI install the program, which takes an index of packages: run by `.ci/run`, not by a bare `pytest`."""

import shutil
import venv
from pathlib import Path

import pytest
from conftest import ROOT, run
from platforms import BASH, HOOKS, SYSTEM, github, gitlab, hooks, repository, try_repo


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with a plan without mistakes and the demonstration data."""
    folder = tmp_path / "project"
    assert run("init", folder).code == 0
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


def broken(folder: Path) -> Path:
    """The same with a key that no plan has."""
    path = folder / "plan" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nnmae: x\n", encoding="utf-8")
    return folder


def test_hooks_install_themselves(project: Path, tmp_path: Path) -> None:
    """`pre-commit try-repo` on this checkout builds it, passes a sound repository and fails a broken one."""
    kit = tmp_path / "kit"
    kit.mkdir()
    for name in ("plan", "data", "src"):
        shutil.copytree(ROOT / name, kit / name)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", HOOKS.name):
        shutil.copy(ROOT / name, kit)
    repository(kit)
    repository(project)
    for hook in hooks():
        code, log = try_repo(kit, hook["id"], project, installs=True)
        assert code == 0, log
    code, log = try_repo(kit, "hlwplan-validate", broken(project), installs=True)
    assert code == 1, log
    assert "nmae" in log


def test_the_action_installs_itself(project: Path, tmp_path: Path) -> None:
    """The GitHub action on a machine that has Python only."""
    assert github(project, {}, tmp_path / "one", installs=True).code == 0
    assert github(broken(project), {}, tmp_path / "two", installs=True).code == 1


def test_the_component_installs_what_it_is_told(project: Path, tmp_path: Path) -> None:
    """The GitLab component on an image that has Python and pip, here an environment of its own."""
    venv.create(tmp_path / "image", with_pip=True)
    image = ("env", f"PATH={tmp_path / 'image' / 'bin'}:{SYSTEM}", *BASH)
    (done,) = gitlab(project, {"package": str(ROOT)}, command=image, installs=True).values()
    assert done.code == 0, done.log
