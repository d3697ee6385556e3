"""Retractions: a batch is taken back by a file that says why, and nothing is deleted."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import ROOT, run
from test_store import MORE, NEW, OLD, files, process
from toy import PLAN, TODAY, batch, read, stored, table

from hlwplan.measure.ingest import How
from hlwplan.measure.store import Store
from hlwplan.measure.tombstones import Tombstone, by_batch, read_tombstones

DAY = date(2020, 6, 1)
LATER = OLD.replace("350", "360").replace("2019-03", "2019-09")


def retracted(folder: Path, *rows: str) -> tuple[Store, Tombstone]:
    """A store with `OLD`, and a batch of these rows that was taken back."""
    store = stored(folder, [OLD], list(rows))
    stone, before = store.retract(batch(*rows).name, "单位写错", DAY)
    assert not before
    return store, stone


def values(store: Store) -> dict[str, int]:
    """What a store's readers see, by period; nothing may be left out."""
    observations, findings = store.observations(PLAN)
    assert findings == []
    return {str(it.period): int(it.value or 0) for it in observations}


# The file


def test_a_tombstone_is_a_line_of_json_named_by_its_content(tmp_path: Path) -> None:
    """Batch, day and reason; the files that were there stay as they were, to the byte."""
    store = stored(tmp_path, [OLD])
    before = files(tmp_path)
    name = store.batches()[0].stem
    stone, _ = store.retract(name, "  单位写错\n", DAY)
    content = f'{{"batch": "{name}", "date": "2020-06-01", "why": "单位写错"}}\n'.encode()
    assert files(tmp_path) == {**before, f"retractions/{hashlib.sha256(content).hexdigest()[:12]}.json": content}
    assert read_tombstones(tmp_path) == ([stone], [])
    assert (tmp_path / stone.file).read_bytes() == stone.content


def test_taking_back_twice_changes_nothing(tmp_path: Path) -> None:
    """The first day and reason stand, whatever the second says."""
    store, stone = retracted(tmp_path, NEW)
    before = files(tmp_path)
    assert store.retract(stone.batch, "another reason", TODAY) == (stone, True)
    assert files(tmp_path) == before


def test_of_two_tombstones_for_one_batch_the_earlier_counts() -> None:
    """Version control may merge two retractions of one batch."""
    first, second = Tombstone("0" * 12, "2020-01-01", "x"), Tombstone("0" * 12, "2020-02-01", "a")
    assert by_batch([first, second]) == {"0" * 12: first}


def test_only_a_batch_can_be_taken_back(tmp_path: Path) -> None:
    """A name that no batch has raises LookupError, and no tombstone is written."""
    store = stored(tmp_path, [OLD])
    with pytest.raises(LookupError):
        store.retract("0" * 12, "why", DAY)
    assert read_tombstones(tmp_path) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"{",
        b"[]\n",
        b'{"batch": "000000000000", "date": "2020-06-01"}\n',
        b'{"batch": "000000000000", "date": 20200601, "why": "x"}\n',
        b'{"batch": "0000", "date": "2020-06-01", "why": "x"}\n',
        b'{"batch": "000000000000", "date": "20200601", "why": "x"}\n',
        b'{"batch": "000000000000", "date": "2020-06-31", "why": "x"}\n',
        b'{"batch": "000000000000", "date": "2020-06-01", "why": " "}\n',
    ],
)
def test_a_tombstone_of_another_form_is_a_finding(content: bytes, tmp_path: Path) -> None:
    """Under the right name a file of another form is reported, and readers and writers do not pass it over."""
    store = stored(tmp_path, [OLD])
    path = tmp_path / "retractions" / f"{hashlib.sha256(content).hexdigest()[:12]}.json"
    path.parent.mkdir()
    path.write_bytes(content)
    for findings in (store.observations(PLAN)[1], store.add(PLAN, [batch(NEW)])[1]):
        assert [(it.code, it.span.file) for it in findings] == [("S010", str(path))]


def test_a_tombstone_that_was_changed_is_a_finding(tmp_path: Path) -> None:
    """A changed reason would be another file; a retraction never falls away in silence."""
    store, stone = retracted(tmp_path, NEW)
    path = tmp_path / stone.file
    path.write_bytes(path.read_bytes().replace("写错".encode(), "写对".encode()))
    assert [finding.code for finding in store.observations(PLAN)[1]] == ["S010"]


# What no longer counts


def test_a_retracted_batch_is_seen_by_no_reader(tmp_path: Path) -> None:
    """It is gone for every as-of, of days before the retraction too: the record was wrong then as well."""
    store, _ = retracted(tmp_path, LATER, NEW)
    assert values(store) == {"2018": 350}
    seen, _ = store.observations(PLAN, as_of=date(2020, 4, 1))
    assert [(str(it.value), it.revised) for it in seen] == [("350", 0)]
    assert [it.period for it in store.rows()[0]] == ["2018"]


def test_a_retracted_batch_contradicts_nothing_and_is_revised_by_nothing(tmp_path: Path) -> None:
    """After the wrong value was taken back the right one of the same day is new."""
    store, _ = retracted(tmp_path, NEW)
    ((intake,), findings) = store.add(PLAN, [batch(NEW.replace("420", "421"))])
    assert findings == []
    assert [change.kind for change in intake.changes] == ["new"]
    assert values(store) == {"2018": 350, "2019": 421}


def test_removing_the_tombstone_brings_the_batch_back(tmp_path: Path) -> None:
    """As version control would."""
    store, stone = retracted(tmp_path, NEW)
    (tmp_path / stone.file).unlink()
    assert values(store) == {"2018": 350, "2019": 420}
    assert store.add(PLAN, [batch(NEW)])[0][0].before


def test_a_retracted_batch_is_still_checked(tmp_path: Path) -> None:
    """A file that was changed in the store is damage, whether it counts or not."""
    store, stone = retracted(tmp_path, NEW)
    (tmp_path / "batches" / f"{stone.batch}.csv").write_bytes(b"x")
    assert [finding.code for finding in store.observations(PLAN)[1]] == ["S002"]


# The same file again


def test_a_file_that_was_taken_back_is_refused(tmp_path: Path) -> None:
    """Given again it changes nothing, and the finding, one for all its rows, says when, why and what to do."""
    store, stone = retracted(tmp_path, NEW, MORE)
    before = files(tmp_path)
    results, findings = store.add(PLAN, [batch(NEW, MORE, file="again.csv")])
    assert results == []
    assert [str(finding.span) for finding in findings] == ["again.csv"]
    assert findings[0].message == f"this file was taken back on 2020-06-01, batch {stone.batch}: 单位写错"
    assert stone.file in findings[0].hint
    assert files(tmp_path) == before


def test_tombstones_are_read_once_for_a_comparison(tmp_path: Path) -> None:
    """What is refused and what counts is judged by the same tombstones, even where one comes or goes meanwhile."""
    store, _ = retracted(tmp_path, NEW, MORE)
    with patch("hlwplan.measure.store.read_tombstones", side_effect=read_tombstones) as reading:
        assert [it.code for it in store.compare(PLAN, [batch(NEW, MORE)])[1]] == ["S012"]
    assert reading.call_count == 1


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2020, 3, 1), True),
        (date(2019, 12, 1), False),
        (date(2020, 5, 31), False),
        (date(2020, 6, 1), True),
        (date(2020, 7, 1), True),
    ],
)
def test_another_date_of_publication_corrects_a_file_unless_it_is_only_today(
    day: date, refused: bool, tmp_path: Path
) -> None:
    """A file without dates, stored as of 2020-03-01 and taken back in June, may have been published at another time.

    On or after the day of the retraction it was not: that is only the day on which it is given again.
    """
    raw = table("sales,甲市,2019,420,亿元")
    store = stored(tmp_path, [OLD])
    first, again = (read(raw, how=How(it))[0] for it in (date(2020, 3, 1), day))
    assert first is not None
    assert again is not None
    store.add(PLAN, [first])
    store.retract(first.name, "the date was wrong", DAY)
    assert [finding.code for finding in store.add(PLAN, [again])[1]] == ["S012"] * refused


def test_other_rows_of_a_retracted_file_are_taken(tmp_path: Path) -> None:
    """A row that reads otherwise now, or was not stored then, was not taken back."""
    store, _ = retracted(tmp_path, NEW)
    made = batch(NEW)
    other = replace(made, measurements=(replace(made.measurements[0], value="42", unit="亿元"),))
    assert store.add(PLAN, [other])[1] == []


def test_a_retracted_row_refuses_no_corrected_one_beside_it(tmp_path: Path) -> None:
    """Given with its correction, only the file that was taken back is refused."""
    store, _ = retracted(tmp_path, NEW)
    _, findings = store.compare(PLAN, [batch(NEW, file="old.csv"), batch(NEW.replace("420", "421"), file="new.csv")])
    assert [(it.code, it.span.file) for it in findings] == [("S012", "old.csv")]


# Several writers


def test_taking_back_while_another_process_adds_loses_nothing(tmp_path: Path) -> None:
    """Every row that was added is there afterwards, and every batch that was taken back is gone."""
    adding = (
        "import sys\n"
        "from pathlib import Path\n"
        "from toy import PLAN, batch\n"
        "from hlwplan.measure.store import Store\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "for year in range(1990, 1998):\n"
        "    row = f'sales,乙区,{year},{year},亿元,,2000-01-01'\n"
        "    assert Store(Path(sys.argv[1])).add(PLAN, [batch(row)])[1] == []\n"
    )
    taking = (
        "import sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from hlwplan.measure.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "for path in store.batches():\n"
        "    assert not store.retract(path.stem, 'why', date(2020, 6, 1))[1]\n"
    )
    rows = [[f"sales,甲市,{year},{year},亿元,,2000-01-01"] for year in range(1980, 1988)]
    store = stored(tmp_path / "data", *rows)
    old = {path.stem for path in store.batches()}
    with process(adding, store.folder) as one, process(taking, store.folder) as two:
        for writer in (one, two):
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        for writer in (two, one):
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        assert [one.wait(), two.wait()] == [0, 0]
    stones, findings = read_tombstones(store.folder)
    gone = {stone.batch for stone in stones}
    assert findings == []
    assert old <= gone
    kept = [
        row for path in store.batches() if path.stem not in gone for row in path.read_text("utf-8").splitlines()[1:]
    ]
    assert sorted(row.origin for row in store.rows()[0]) == sorted(row.rpartition(",")[2] for row in kept)
    assert len(store.batches()) == 16


def test_a_killed_writer_leaves_a_tombstone_whole_or_none(tmp_path: Path) -> None:
    """A process that ends at any step of the write hinders nobody, and the retraction can be repeated."""
    code = (
        "import os, sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from hlwplan.measure.store import Store\n"
        "left, fsync = [int(sys.argv[2])], os.fsync\n"
        "def step(descriptor):\n"
        "    left[0] -= 1\n"
        "    os._exit(9) if left[0] < 0 else fsync(descriptor)\n"
        "os.fsync = step\n"
        "Store(Path(sys.argv[1])).retract(sys.argv[3], 'why', date(2020, 6, 1))\n"
    )
    for number in range(3):
        store = stored(tmp_path / str(number), [OLD])
        name = store.batches()[0].stem
        with process(code, store.folder, str(number), name) as writer:
            assert writer.wait() == 9
        assert values(store) in ({"2018": 350}, {})
        store.retract(name, "why", DAY)
        assert values(store) == {}


# The command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of the shipped plan and its demonstration data."""
    for name in ("plan", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def observed(folder: Path) -> int:
    """How many targets have a latest value."""
    rows = json.loads(run("status", "-f", "json", cwd=folder).out)["targets"]
    return sum(row["latest"] is not None for row in rows)


def test_retract_takes_a_batch_back(folder: Path) -> None:
    """From the beginning of a name to a status without the batch; the second time changes nothing and says so."""
    (name,) = [path.stem for path in (folder / "data" / "batches").iterdir() if path.stat().st_size > 2000]
    before = observed(folder)
    done = run("retract", name[:6], "--why", "演示结束", cwd=folder)
    assert (done.code, done.out) == (0, "")
    assert f"batch {name} is taken back" in done.err
    assert observed(folder) < before
    tombstones = files(folder / "data" / "retractions")
    again = run("retract", name, "--why", "另一原因", cwd=folder)
    assert again.code == 0
    assert "already: 演示结束" in again.err
    assert files(folder / "data" / "retractions") == tombstones
    assert run("fsck", cwd=folder).code == 0
    original = next((folder / "data" / "originals").glob("10bb91c0690e*"))
    refused = run("ingest", original, cwd=folder)
    assert refused.code == 4
    assert "S012" in refused.err
    assert "演示结束" in refused.err


@pytest.mark.parametrize(
    "form", ["{name}", "{name}.csv", "data/batches/{name}.csv", "{original}", "{short}", "  {name}"]
)
def test_a_batch_is_found_by_its_name_or_its_originals(form: str, tmp_path: Path) -> None:
    """Whole or begun, as a file or as a path, the batch's own or its original's."""
    store = stored(tmp_path, [OLD], [NEW])
    made = batch(NEW)
    given = form.format(name=made.name, original=f"{made.original_hash}.csv", short=made.original_hash[:5])
    assert store.find(given) == [made.name]


def test_too_little_of_a_name_is_no_name(tmp_path: Path) -> None:
    """Fewer than four digits, or none, mean no batch, even where there is only one."""
    store = stored(tmp_path, [OLD])
    name = store.batches()[0].stem
    assert [store.find(text) for text in ("", " ", name[:3], name[:4])] == [[], [], [], [name]]


def test_a_batch_that_cannot_be_read_is_found_by_its_name(tmp_path: Path) -> None:
    """A batch that something else wrote into has no original that could be told, and a name all the same."""
    for content in (b"", b"\xff\0,", b"a,b\n1,2\n", b'origin\n"' + b"x" * 200_000 + b'"\n'):
        (tmp_path / "batches").mkdir(exist_ok=True)
        (tmp_path / "batches" / "0123456789ab.csv").write_bytes(content)
        assert Store(tmp_path).find("0123") == ["0123456789ab"]


def test_an_unknown_batch_is_refused_with_what_there_is(folder: Path) -> None:
    """Exit code 2, the nearest name first, and all names."""
    names = sorted(path.stem for path in (folder / "data" / "batches").iterdir())
    done = run("retract", f"{names[0][:5]}x", "--why", "x", cwd=folder)
    assert done.code == 2
    assert f"did you mean {names[0]}?" in done.err
    assert f"there are {', '.join(names)}" in done.err
    empty = run("retract", "0123", "--why", "x", "--data", folder, cwd=folder)
    assert (empty.code, "there are no batches" in empty.err) == (2, True)


def test_a_name_that_fits_two_batches_is_refused(folder: Path) -> None:
    """Exit code 2 with both."""
    for name in ("01234aaaaaaa", "01234bbbbbbb"):
        (folder / "data" / "batches" / f"{name}.csv").write_bytes(b"")
    done = run("retract", "01234", "--why", "x", cwd=folder)
    assert done.code == 2
    assert "any of 01234aaaaaaa, 01234bbbbbbb" in done.err


@pytest.mark.parametrize("arguments", [["--why", " "], ["--why", ""], []])
def test_a_retraction_has_a_reason(arguments: list[str], folder: Path) -> None:
    """Without one it ends with 2 and takes nothing back."""
    before = files(folder / "data")
    assert run("retract", "390105b281ec", *arguments, cwd=folder).code == 2
    assert files(folder / "data") == before


def test_retract_wants_a_store_of_ones_own(tmp_path: Path) -> None:
    """The packaged demonstration data is not written to, and a folder that is not there is not made."""
    assert run("retract", "390105b281ec", "--why", "x", cwd=tmp_path).code == 2
    assert run("retract", "390105b281ec", "--why", "x", "--data", tmp_path / "none").code == 2
    assert list(tmp_path.iterdir()) == []
