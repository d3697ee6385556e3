"""Checking a store: every byte that is not as it was written is found, and nothing is changed."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, run
from test_store import NEW, OLD, files
from toy import PLAN, batch, stored

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.measure.fsck import Checked, check
from hlwplan.measure.ingest import Batch
from hlwplan.measure.measurement import Measurement
from hlwplan.measure.store import Store

DAY = date(2020, 6, 1)
KINDS = ("originals", "batches", "retractions")
ROWS = [OLD, NEW, "某平台,甲市,2018,60%,,,2019-03-01", "某平台,甲市,2019,已完成,,,2020-03-01", "speed,乙区,2018,—"]


def found(folder: Path) -> list[str]:
    """What is found, as `code file:line`, and whether it is an error."""
    return [f"{it.code} {str(it.span).removeprefix(str(folder)).lstrip('/')}" for it in check(folder)[1]]


def damaged(folder: Path, change: Callable[[bytes], bytes], *kinds: str) -> list[list[str]]:
    """What is found after a change to one file of each kind, each in a store of its own."""
    all_found = []
    for kind in kinds:
        store = stored(folder / kind, ROWS)
        store.retract(store.batches()[0].stem, "why", DAY)
        (path,) = (store.folder / kind).iterdir()
        path.write_bytes(change(path.read_bytes()))
        before = files(store.folder)
        all_found.append([finding.code for finding in check(store.folder)[1]])
        assert files(store.folder) == before
    return all_found


def written(folder: Path, *rows: Measurement, raw: bytes | None = None) -> Path:
    """A store with a batch of these rows under its right name, whatever they say, beside the original of `OLD`."""
    made = Batch("in.csv", batch(OLD).original if raw is None else raw, rows)
    for name, content in (
        (f"originals/{made.original_hash}.csv", made.original),
        (f"batches/{made.name}.csv", made.content),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_a_store_as_it_was_written_is_clean(tmp_path: Path) -> None:
    """Originals, batches, rows and retractions are counted, the lock is part of a store, and nothing is found."""
    store = stored(tmp_path, ROWS, [OLD.replace("2019-03", "2019-09")])
    store.retract(store.batches()[0].stem, "why", DAY)
    assert check(tmp_path) == (Checked(originals=2, batches=2, rows=6, retractions=1), [])


@pytest.mark.parametrize("folder", ["data", "examples/zhejiang-digital-economy/data"])
def test_the_data_that_ships_is_clean(folder: str) -> None:
    """Both stores of the repository."""
    assert check(ROOT / folder)[1] == []


def test_an_empty_folder_is_clean(tmp_path: Path) -> None:
    """A store to which nothing was added has nothing to find."""
    assert check(tmp_path) == (Checked(0, 0, 0, 0), [])


# Bytes


@pytest.mark.parametrize("place", [0, 0.3, 0.5, 0.7, 1])
def test_a_flipped_byte_is_found(place: float, tmp_path: Path) -> None:
    """Wherever it is, in an original, a batch or a tombstone."""

    def flip(raw: bytes) -> bytes:
        at = round(place * (len(raw) - 1))
        return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]

    for codes, code in zip(damaged(tmp_path, flip, *KINDS), ("S001", "S002", "S010"), strict=True):
        assert code in codes


@pytest.mark.parametrize("left", [0, 1, 0.5, 0.99])
def test_a_cut_file_is_found(left: float, tmp_path: Path) -> None:
    """However much of it is left."""

    def cut(raw: bytes) -> bytes:
        return raw[: left if isinstance(left, int) else int(left * len(raw))]

    for codes, code in zip(damaged(tmp_path, cut, *KINDS), ("S001", "S002", "S010"), strict=True):
        assert code in codes


def test_every_finding_of_a_store_is_said_in_one_run(tmp_path: Path) -> None:
    """Two damaged files and a stray one are three findings, in the order of their paths."""
    store = stored(tmp_path, [OLD], [NEW])
    first, second = store.batches()
    first.write_bytes(first.read_bytes().replace(b"final", b"fine!"))
    second.write_bytes(second.read_bytes() + b"<<<<<<< HEAD\n")
    (tmp_path / "batches" / "notes.txt").touch()
    assert found(tmp_path) == [
        f"S002 batches/{first.name}",
        f"S008 batches/{first.name}:2",
        f"S002 batches/{second.name}",
        f"S002 batches/{second.name}:3",
        "S006 batches/notes.txt",
    ]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"\n\xff\xfe", 2, "it is not UTF-8"),
        (b"", 1, "its header is not that of a batch"),
        (b"indicator,region\n", 1, "its header is not that of a batch"),
        (batch(OLD).content + b'"', 3, "it is no CSV, unexpected end of data"),
        (batch(OLD).content + b"a,b\n", 3, "2 fields where a row has 10"),
    ],
)
def test_a_batch_that_is_none_is_found_though_its_name_fits(
    content: bytes, line: int, reason: str, tmp_path: Path
) -> None:
    """Something else wrote it, and named it as it should be named."""
    stored(tmp_path, [OLD])
    path = tmp_path / "batches" / f"{hashlib.sha256(content).hexdigest()[:12]}.csv"
    path.write_bytes(content)
    findings = [(it.code, it.span.line, it.values["reason"]) for it in check(tmp_path)[1] if it.span.file == str(path)]
    assert findings == [("S002", line, reason)]


# Files


@pytest.mark.parametrize(
    "name",
    [
        "2019.csv",
        "old/2018.csv",
        "batches/2019.csv",
        "batches/0123456789AB.csv",
        "batches/0123456789AB.parquet",
        "batches/.hidden",
        "batches/0123456789ab.csv/x",
        "originals/2019.csv",
        "originals/0123456789ab.csv",
        "retractions/0123456789ab.txt",
    ],
)
def test_a_stray_file_is_found(name: str, tmp_path: Path) -> None:
    """A file that the store did not write is an error: people take it for data, and no command reads it."""
    store = stored(tmp_path, [OLD])
    path = store.folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(batch(NEW).content)
    assert [line.split()[0] for line in found(tmp_path)] == ["S006"]


def test_hidden_files_beside_the_folders_belong_to_others(tmp_path: Path) -> None:
    """The lock, and what version control keeps there."""
    stored(tmp_path, [OLD])
    for name in (".lock", ".gitattributes", ".git"):
        (tmp_path / name).touch()
    assert found(tmp_path) == []


def test_what_a_killed_writer_left_is_a_warning(tmp_path: Path) -> None:
    """A temporary file is in nobody's way."""
    stored(tmp_path, [OLD])
    (tmp_path / "batches" / ".0123456789ab.csv.17.tmp").touch()
    (finding,) = check(tmp_path)[1]
    assert (finding.code, finding.severity) == ("S007", Severity.WARNING)


def test_an_original_that_no_batch_came_from_is_a_warning(tmp_path: Path) -> None:
    """A writer that was killed between the two files leaves one; a retracted batch keeps its original."""
    store = stored(tmp_path, [OLD], [NEW])
    for path in store.batches():
        store.retract(path.stem, "why", DAY)
    assert found(tmp_path) == []
    store.batches()[0].unlink()
    assert sorted(it.split()[0] for it in found(tmp_path)) == ["S005", "S011"]


def test_a_missing_original_is_found_once(tmp_path: Path) -> None:
    """However many rows came from it; ingesting the file again brings it back."""
    store = stored(tmp_path, [OLD, NEW])
    (original,) = (tmp_path / "originals").iterdir()
    original.unlink()
    assert found(tmp_path) == [f"S004 batches/{store.batches()[0].name}"]
    store.add(PLAN, [batch(OLD, NEW)])
    assert found(tmp_path) == []


def test_a_tombstone_that_names_no_batch_is_found(tmp_path: Path) -> None:
    """Where the batch is gone, or the name was never right, nothing is retracted."""
    store = stored(tmp_path, [OLD])
    stone, _ = store.retract(store.batches()[0].stem, "why", DAY)
    other = replace(stone, batch="0" * 12)
    (tmp_path / other.file).write_bytes(other.content)
    assert found(tmp_path) == [f"S011 {other.file}"]


# Rows


ROW = batch(OLD).measurements[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"indicator": ""}, "indicator"),
        ({"region": " "}, "region"),
        ({"period": "2018年"}, "period"),
        ({"period": "2018-13"}, "period"),
        ({"period": ""}, "period"),
        ({"unit": "亿 元"}, "unit"),
        ({"unit": "斤"}, "unit"),
        ({"value": "1,350"}, "value"),
        ({"value": "350.0"}, "value"),
        ({"value": "1_000"}, "value"),
        ({"value": "nan"}, "value"),
        ({"value": "3.5E2"}, "value"),
        ({"value": ""}, "value"),
        ({"unit": ""}, "value"),
        ({"unit": "", "value": "100.5%"}, "value"),
        ({"unit": "", "value": "x%"}, "value"),
        ({"status": "正式"}, "status"),
        ({"published": ""}, "published"),
        ({"published": "2019-3-1"}, "published"),
        ({"published": "20190301"}, "published"),
        ({"published": "2019-02-30"}, "published"),
    ],
)
def test_a_row_that_is_not_canonical_is_found(changes: dict[str, str], field: str, tmp_path: Path) -> None:
    """Each field has one form in which it is written; the finding names the field, its text and the line."""
    folder = written(tmp_path, ROW, replace(ROW, **{"period": "2019", **changes}))
    (finding,) = check(folder)[1]
    assert (finding.code, finding.span.line, finding.values["field"]) == ("S008", 3, field)
    assert repr(changes.get(field, "350")) in finding.message


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("{original}#2", ""),
        ("{original}#3", "S009"),
        ("{original}#0", "S009"),
        ("{original}#", "S009"),
        ("{original}", "S009"),
        ("", "S009"),
        ("{original}#x", "S009"),
        ("{original}#Sheet1!2", "S009"),
        ("0123456789ab#2", "S004"),
    ],
)
def test_an_origin_leads_to_a_line_of_its_original(origin: str, code: str, tmp_path: Path) -> None:
    """The original of `OLD` has two lines; other origins lead nowhere."""
    folder = written(tmp_path, replace(ROW, origin=origin.format(original=ROW.original)))
    assert [it.code for it in check(folder)[1] if it.severity is Severity.ERROR][-1:] == ([code] if code else [])


def test_a_batch_came_from_one_original(tmp_path: Path) -> None:
    """A row of another original stands in no batch of this one."""
    folder = written(tmp_path, ROW, replace(ROW, period="2019", origin="0123456789ab#2"))
    assert [it.code for it in check(folder)[1]] == ["S009"]


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"a\nb\n", 2),
        (b"a\nb", 2),
        (b"a\r\nb\r\n", 2),
        (b"a\rb", 2),
        ("指标\n甲".encode("gb18030"), 2),
        ("\ufeff指标\n甲ਊ".encode("utf-16-le"), 2),
        ("\ufeff指标\r\n甲\r\n".encode("utf-16-be"), 2),
        (b"", 0),
    ],
)
def test_lines_are_counted_whatever_the_encoding_and_their_ends(raw: bytes, lines: int, tmp_path: Path) -> None:
    """A row of the last line has an origin, one of the line after it has none."""
    start = hashlib.sha256(raw).hexdigest()[:12]
    for line in (lines, lines + 1):
        folder = written(tmp_path / str(line), replace(ROW, origin=f"{start}#{line}"), raw=raw)
        assert bool(check(folder)[1]) == (line > lines or line == 0)


@pytest.mark.parametrize(("origin", "codes"), [("#年度 表!1!300", []), ("#12", []), ("#年度!", ["S009"])])
def test_of_a_workbook_only_the_form_of_the_origin_is_checked(origin: str, codes: list[str], tmp_path: Path) -> None:
    """Its rows are inside the package, whose bytes the hash holds."""
    raw = b"PK\x03\x04 no real workbook"
    start = hashlib.sha256(raw).hexdigest()[:12]
    folder = written(tmp_path, replace(ROW, origin=start + origin), raw=raw)
    assert [finding.code for finding in check(folder)[1]] == codes


def test_a_note_with_a_line_break_shifts_no_line(tmp_path: Path) -> None:
    """Places are those of the batch's file."""
    folder = written(tmp_path, replace(ROW, note="a\nb"), replace(ROW, period="x"))
    assert [finding.span.line for finding in check(folder)[1]] == [4]


def test_every_field_but_free_text_is_checked() -> None:
    """A new field of a measurement needs a check, or a place in this list."""
    free = {"source", "note"}
    checked = {"indicator", "region", "period", "value", "unit", "status", "published", "origin"}
    assert {field.name for field in fields(Measurement)} == free | checked


# The command


def test_fsck_says_what_it_checked(tmp_path: Path) -> None:
    """Nothing to report: standard output is empty, one line on standard error counts, exit code 0."""
    done = run("fsck")
    assert (done.code, done.out) == (0, "")
    assert done.err == "data: originals 3, batches 3, rows 90, retractions 0 were checked\n"
    assert "packaged" in run("fsck", cwd=tmp_path).err


def test_fsck_reports_errors_and_ends_with_one(tmp_path: Path) -> None:
    """Findings are data: on standard output, as text or as JSON; warnings alone end with 0."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    left = tmp_path / "data" / "batches" / ".0123456789ab.csv.17.tmp"
    left.touch()
    assert run("fsck", "--data", tmp_path / "data").code == 0
    (tmp_path / "data" / "batches" / "2019.csv").touch()
    before = files(tmp_path)
    done = run("fsck", "--data", tmp_path / "data")
    assert done.code == 1
    assert [line.split(": ")[1].split()[0] for line in done.out.splitlines()] == ["S007", "S006"]
    document = json.loads(run("fsck", "--data", tmp_path / "data", "-f", "json").out)
    assert (document["errors"], document["warnings"]) == (1, 1)
    assert files(tmp_path) == before


def test_fsck_needs_no_plan_that_can_be_used(tmp_path: Path) -> None:
    """A plan with mistakes still says where its data is; a store named by itself needs no plan at all."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    assert run("fsck", "--data", "data", cwd=tmp_path).code == 0
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yaml").write_text("not: [a plan", encoding="utf-8")
    done = run("fsck", cwd=tmp_path)
    assert (done.code, done.out) == (0, "")


def test_a_store_that_is_not_there_is_not_clean(tmp_path: Path) -> None:
    """A wrong path ends with 2."""
    assert run("fsck", "--data", tmp_path / "none").code == 2
    (tmp_path / "file").touch()
    assert run("fsck", "--data", tmp_path / "file").code == 2


def test_a_damaged_store_is_found_as_readers_find_it(tmp_path: Path) -> None:
    """Whatever stops readers is among the findings of the check."""
    store = stored(tmp_path, [OLD])
    store.batches()[0].write_bytes(b"x")
    findings: list[Diagnostic] = Store(tmp_path).observations(PLAN)[1]
    assert findings[0] in check(tmp_path)[1]
