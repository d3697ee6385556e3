"""`--output-file`: the file is there whole or as it was, and standard error says what is in it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import PROGRAM, ROOT, run
from test_load import BASE

from hlwplan.measure import files


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A folder whose plan has one mistake."""
    shutil.copytree(BASE, tmp_path / "plan")
    path = tmp_path / "plan" / "targets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("unit: 亿元", "unti: 亿元"), encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_findings_go_to_the_file_and_people_still_see_them(spoilt: Path) -> None:
    """The file has the format of its ending, standard output is empty, standard error has the lines, the code stays."""
    for _ in range(2):  # a file of an earlier run is replaced
        done = run("validate", "--output-file", "out.json", cwd=spoilt)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("plan/targets.yaml:7:3: P001 unknown key 'unti'")
        document = json.loads((spoilt / "out.json").read_text(encoding="utf-8"))
        assert document["schema"] == "hlwplan.diagnostics/1"
    assert names(spoilt) == ["out.json", "plan"]


def test_a_job_of_gitlab_gets_its_report_and_a_log(spoilt: Path) -> None:
    """One command makes the code quality report, and the job's log says what is in it."""
    done = run("validate", "--output-file", "gl.json", cwd=spoilt, env={"GITLAB_CI": "true"})
    (entry,) = json.loads((spoilt / "gl.json").read_text(encoding="utf-8"))
    assert entry["location"]["path"] == "plan/targets.yaml"
    assert "P001" in done.err


def test_a_clean_plan_makes_a_file_too(tmp_path: Path) -> None:
    """A report of an earlier run must not stay."""
    done = run("validate", ROOT / "plan", "--output-file", tmp_path / "x.sarif")
    assert done == (0, "", "")
    assert json.loads((tmp_path / "x.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_a_dash_is_standard_output(spoilt: Path) -> None:
    """`-` is no file, and the format is that of a pipe."""
    plain, dashed = (run("validate", *more, cwd=spoilt) for more in ([], ["--output-file", "-"]))
    assert plain == dashed
    assert names(spoilt) == ["plan"]


@pytest.mark.parametrize("file", ["nowhere/x.json", "plan"])
def test_a_file_that_cannot_be_is_a_usage_error(file: str, spoilt: Path) -> None:
    """A folder that is not there, or is in the way, ends with 2 and is named."""
    done = run("validate", "--output-file", file, cwd=spoilt)
    assert done.code == 2
    assert f" {file.partition('/')[0]}" in done.err.splitlines()[-1]


def test_a_device_is_written_to_and_its_failure_is_no_answer(spoilt: Path) -> None:
    """A full disk ends with 74, never with 1; the device is still one."""
    done = run("validate", "--output-file", "/dev/full", cwd=spoilt)
    assert done.code == 74
    assert "Traceback" not in done.err
    assert Path("/dev/full").is_char_device()
    assert run("validate", "--output-file", "/dev/stdout", "-f", "json", cwd=spoilt).out.startswith("{")


def test_a_disk_that_takes_no_more_leaves_the_file_as_it_was(spoilt: Path) -> None:
    """Files may not grow any more: exit code 74, the old content, nothing beside it."""
    (spoilt / "out.json").write_text("old", encoding="utf-8")
    command = f"ulimit -f 0; exec {PROGRAM} validate --output-file out.json"
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(["sh", "-c", command], cwd=spoilt, env=clean, capture_output=True, check=False)
    assert done.returncode == 74, done.stderr
    assert (spoilt / "out.json").read_text(encoding="utf-8") == "old"
    assert names(spoilt) == ["out.json", "plan"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_writer_that_is_ended_leaves_the_file_as_it_was(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether before the bytes are on the disk or before they get their name."""
    path = tmp_path / "out"
    path.write_bytes(b"old")

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os if step == "fsync" else Path, step, ended)
    with pytest.raises(KeyboardInterrupt):
        files.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out"]


def test_the_bytes_are_on_the_disk_before_they_get_their_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is synced, then named, then its folder is synced: a crash at any time leaves old or new."""
    done: list[str] = []
    sync, name = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112
        sync(descriptor)

    def named(self: Path, target: Path) -> Path:
        done.append("name")
        return name(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", named)
    files.replace(tmp_path / "out", b"new")
    assert done == ["file", "name", "folder"]
    assert (tmp_path / "out").read_bytes() == b"new"


def test_links_and_rights_stay(tmp_path: Path) -> None:
    """The file behind a link is written, in its own folder, with the rights it had."""
    (tmp_path / "real").mkdir()
    real = tmp_path / "real" / "out"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(real)
    files.replace(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640
    assert names(real.parent) == ["out"]
