"""Compaction: small files of batches become few Parquet files, and nothing else changes for anyone who asks."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import MORE, NEW, OLD, files
from toy import PLAN, batch, stored

from hlwplan.diagnostics import Diagnostic, Severity
from hlwplan.measure import columnar, engine, parquet
from hlwplan.measure import compact as compact_module
from hlwplan.measure import store as store_module
from hlwplan.measure.batches import entry, file_hash
from hlwplan.measure.engine import BatchFile, connect
from hlwplan.measure.fsck import Checked, check
from hlwplan.measure.ingest import Batch
from hlwplan.measure.measurement import FIELDS
from hlwplan.measure.parquet import Entry
from hlwplan.measure.store import Store

DAY = date(2020, 6, 1)
REVISED = OLD.replace("350", "360").replace("2019-03", "2019-09")


def told(store: Store) -> tuple[object, ...]:
    """What a store tells, apart from which files hold it."""
    kept = [name for name in files(store.folder) if not name.startswith("batches/")]
    rows = sorted(str(row) for row in store.rows()[0])
    return check(store.folder), store.observations(PLAN), store.states(PLAN), rows, store.names(), kept


def filled(folder: Path) -> Store:
    """A store of four files, one of which revises another and one of which was taken back."""
    store = stored(folder, [OLD, "某平台,甲市,2018,60%,,,2019-03-01"], [REVISED], [NEW, "speed,乙区,2018,—"], [MORE])
    store.retract(batch(MORE).name, "why", DAY)
    return store


def only(store: Store) -> Path:
    """The one file of batches."""
    (path,) = store.batches()
    return path


def codes(folder: Path) -> list[str]:
    """The codes of what is found, in order."""
    return [finding.code for finding in check(folder)[1]]


# What stays


def test_a_compacted_store_tells_the_same(tmp_path: Path) -> None:
    """Values, states, rows, names, originals and the counts of the check; the batch taken back stays taken back."""
    store = filled(tmp_path)
    before = told(store)
    done, findings = store.compact()
    assert findings == []
    assert done is not None
    assert (done.batches, done.rows, done.files, done.left) == (4, 6, (4, 1), ())
    assert only(store).name == f"{file_hash(only(store))}.parquet"
    assert told(store) == before
    assert store.sound()[0] == [BatchFile(only(store), (batch(MORE).name,))]


def test_every_command_answers_as_before(tmp_path: Path) -> None:
    """On the demonstration data with a revision and a retraction, word for word."""
    for name in ("plan", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    new = tmp_path / "new.csv"
    new.write_text(
        "指标,地区,时间,数值,单位,状态,发布日期\n网络零售额,绍兴市,2018,355,亿元,示例,2019-12-01\n", encoding="utf-8"
    )
    assert run("ingest", new, cwd=tmp_path).code == 0
    wrong = min((tmp_path / "data" / "batches").iterdir()).stem
    assert run("retract", wrong, "--why", "x", cwd=tmp_path).code == 0
    asked: list[list[str | Path]] = [
        ["status", "-f", "json"],
        ["status", "-f", "json", "--as-of", "2019-11-30"],
        ["show", "online-retail-sales"],
        ["check", "--year", "2018", "-f", "json"],
        ["changes", "--from", "2019-11-30", "--to", "2019-12-01"],
        ["tasks", "-f", "json"],
        ["query", "SELECT * FROM measurements ORDER BY ALL", "-f", "json"],
        ["fsck"],
        ["ingest", new],
    ]
    before = [run(*it, cwd=tmp_path) for it in asked]
    assert run("compact", cwd=tmp_path).code == 0
    assert [path.suffix for path in Store(tmp_path / "data").batches()] == [".parquet"]
    after = [run(*it, cwd=tmp_path) for it in asked]
    assert after == before
    assert len(Store(tmp_path / "data").batches()) == 1


def test_a_batch_in_parquet_is_meant_as_before(tmp_path: Path) -> None:
    """By the start of its name or of its original's, and it can be taken back."""
    store = filled(tmp_path)
    store.compact()
    made = batch(OLD, "某平台,甲市,2018,60%,,,2019-03-01")
    assert store.find(made.name[:6]) == store.find(made.original_hash) == [made.name]
    store.retract(made.name, "why", DAY)
    assert {row.original for row in store.rows()[0]}.isdisjoint({made.original_hash[:12]})
    with pytest.raises(LookupError):
        store.retract(only(store).stem, "why", DAY)


def test_a_file_whose_batch_is_in_parquet_is_known(tmp_path: Path) -> None:
    """Given again it stores nothing; one that was taken back is refused; a contradiction names the batch."""
    store = filled(tmp_path)
    store.compact()
    before = files(tmp_path)
    (again,), findings = store.add(PLAN, [batch(REVISED)])
    assert (again.before, again.name, findings) == (True, batch(REVISED).name, [])
    assert [it.code for it in store.add(PLAN, [batch(MORE)])[1]] == ["S012"]
    (finding,) = store.add(PLAN, [batch(NEW.replace("420", "430"))])[1]
    assert (finding.code, batch(NEW, "speed,乙区,2018,—").name in finding.message) == ("D203", True)
    assert files(tmp_path) == before


def test_the_same_store_makes_the_same_bytes(tmp_path: Path) -> None:
    """Whatever was compacted before."""
    first, second = filled(tmp_path / "a"), filled(tmp_path / "b")
    first.compact()
    second.compact()
    assert files(first.folder) == files(second.folder)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\",'\t 　")).map(str.strip)


@settings(max_examples=25)
@given(notes=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6), chunk=st.integers(1, 3))
def test_any_text_comes_out_as_it_went_in(
    notes: list[tuple[str, str]], chunk: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every batch is proven by the SHA-256 of its canonical CSV, however few rows are read at a time."""
    folder = tmp_path_factory.mktemp("store")
    row = batch(OLD).measurements[0]
    for number, (source, note) in enumerate(notes):
        rows = tuple(replace(row, period=str(2000 + i), source=source, note=note) for i in range(1, number + 2))
        made = Batch("in.csv", batch(OLD).original, rows)
        (folder / "batches").mkdir(exist_ok=True)
        (folder / "batches" / f"{made.name}.csv").write_bytes(made.content)
    store = Store(folder)
    before = sorted(store.rows()[0], key=str), store.names()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "CHUNK", chunk)
        done, findings = store.compact()
        assert (done is not None, findings) == (True, [])
        assert (sorted(store.rows()[0], key=str), store.names()) == before
        assert "S002" not in codes(folder)


# What is gathered


def test_one_file_is_left_as_it_is(tmp_path: Path) -> None:
    """Alone there is nothing to gather; nor is there in an empty store, or the second time."""
    store = stored(tmp_path, [OLD])
    for _ in range(2):
        before = files(tmp_path)
        done, _findings = store.compact()
        assert done is not None
        assert done.files == (0, 0)
        assert files(tmp_path) == before
        store.add(PLAN, [batch(NEW)])
        store.compact()
    empty, _findings = Store(tmp_path / "none").compact()
    assert empty is not None
    assert empty.batches == 0


def test_small_parquet_is_gathered_again(tmp_path: Path) -> None:
    """With what came since, so that a store compacted every month does not fill with small files."""
    store = stored(tmp_path, [OLD], [REVISED])
    store.compact()
    store.add(PLAN, [batch(NEW)])
    before = told(store)
    assert len(store.batches()) == 2
    store.compact()
    assert only(store).suffix == ".parquet"
    assert told(store) == before


def test_large_parquet_is_left_and_new_files_end_where_they_are_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of two rows is large here, and full."""
    monkeypatch.setattr(compact_module, "SMALL", 2)
    monkeypatch.setattr(compact_module, "FULL", 2)
    store = stored(tmp_path, [OLD], [REVISED], [NEW], [MORE], ["sales,甲市,2017,300,亿元,final,2018-03-01,s"])
    before = told(store)
    store.compact()
    assert sorted(path.suffix for path in store.batches()) == [".csv", ".parquet", ".parquet"]
    assert told(store) == before
    large = [path for path in store.batches() if path.suffix == ".parquet"]
    store.add(PLAN, [batch("speed,乙区,2018,1,Gbps")])
    store.compact()
    assert set(large) < set(store.batches())
    assert len(store.batches()) == 3


def test_a_large_batch_is_parquet_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is that of its CSV all the same."""
    monkeypatch.setattr(store_module, "BULK", 1)
    store = stored(tmp_path, [OLD, NEW], [MORE])
    assert sorted(path.suffix for path in store.batches()) == [".csv", ".parquet"]
    assert store.names() == sorted([batch(OLD, NEW).name, batch(MORE).name])
    assert check(tmp_path) == (Checked(2, 2, 3, 0), [])
    assert store.add(PLAN, [batch(OLD, NEW)])[0][0].before


def test_what_parquet_could_not_prove_stays_csv(tmp_path: Path) -> None:
    """A batch that somebody wrote by hand, with quotation marks where none are needed, or that is no CSV of rows."""
    store = stored(tmp_path, [OLD], [NEW])
    header = ",".join(FIELDS).encode()
    for content in (
        batch(MORE).content.replace("甲市".encode(), '"甲市"'.encode()),
        header + b"\n\xff",
        header + b"\na,b\n",
        header + b'\n"',
    ):
        path = tmp_path / "batches" / "new.csv"
        path.write_bytes(content)
        path = path.rename(path.with_stem(file_hash(path)))
        done, findings = store.compact()
        assert (done is not None and done.left, findings) == ((path.stem,), [])
        assert path.read_bytes() == content
        assert compact_module.packed(path.stem, content) is None
        path.unlink()


# Killed, refused, damaged


class Killed(BaseException):
    """As if the process had ended."""


STEPS = [(parquet, "_copy"), (compact_module, "_proven"), (compact_module, "settle"), (Path, "unlink")]


def killed(store: Store, number: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Compact and end before the step of this number; whether there was such a step."""
    taken: list[str] = []

    def step(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def stepping(*arguments: object, **named: object) -> object:
            if name != "unlink" or not str(arguments[0]).endswith(".tmp"):
                taken.append(name)
                if len(taken) > number:
                    raise Killed
            return real(*arguments, **named)

        return stepping

    with monkeypatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, step(name, getattr(owner, name)))
        try:
            store.compact()
        except Killed:
            return True
    return False


def test_killed_at_any_moment_the_store_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the new file and the deletion of the last old one a batch stands twice, and counts once."""
    reached = set()
    for number in range(100):
        store = filled(tmp_path / str(number))
        store.compact()
        store.add(PLAN, [batch("speed,乙区,2018,1,Gbps,,2020-03-01")])
        before = told(store)
        if not killed(store, number, monkeypatch):
            break
        assert told(store)[1:] == before[1:]
        checked, findings = check(store.folder)
        assert (checked, []) == before[0]
        assert all((it.code, it.severity) == ("S013", Severity.WARNING) for it in findings)
        reached |= {len(findings)}
        store.compact()
        assert told(store) == before
        assert len(store.batches()) == 1
    assert number > 5
    assert reached == {0, 1, 2}


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new file cannot be written, or is not what was written to it, nothing is deleted."""
    store = filled(tmp_path)
    before = files(tmp_path)
    monkeypatch.setattr(compact_module, "_proven", lambda *_: False)
    with pytest.raises(OSError, match="does not hold"):
        store.compact()
    monkeypatch.setattr(os, "getpid", lambda: "none/there")
    with pytest.raises(OSError, match="none/there"):
        store.compact()
    assert files(tmp_path) == before


def test_two_compactions_merged_count_every_batch_once(tmp_path: Path) -> None:
    """Version control brings together what two people compacted; the next compaction clears it up."""
    store = filled(tmp_path / "one")
    other = Store(Path(shutil.copytree(store.folder, tmp_path / "two")))
    store.add(PLAN, [batch("speed,乙区,2018,1,Gbps,,2020-03-01")])
    other.add(PLAN, [batch("speed,丙县,2018,1,Gbps,,2020-03-01")])
    expected = Store(Path(shutil.copytree(store.folder, tmp_path / "three")))
    shutil.copytree(other.folder, expected.folder, dirs_exist_ok=True)
    for it in (store, other):
        it.compact()
    shutil.copytree(other.folder, store.folder, dirs_exist_ok=True)
    assert codes(store.folder) == ["S013"]
    assert told(store)[1:] == told(expected)[1:]
    store.compact()
    assert told(store) == told(expected)
    assert only(store).suffix == ".parquet"


def test_a_damaged_store_is_not_compacted(tmp_path: Path) -> None:
    """A flipped byte is found before anything is written."""
    store = stored(tmp_path, [OLD], [NEW])
    store.batches()[0].write_bytes(store.batches()[0].read_bytes() + b" ")
    before = files(tmp_path)
    done, findings = store.compact()
    assert (done, [it.code for it in findings]) == (None, ["S002"])
    assert files(tmp_path) == before
    ended = run("compact", "--data", tmp_path)
    assert (ended.code, "is damaged, so nothing in it is changed" in ended.err) == (74, True)


# The check


def forged(store: Store, change: str, entries: str | None = None) -> Path:
    """The store's one Parquet file with other rows or another list of batches, under the name that fits its bytes."""
    path = only(store)
    (held,) = parquet.contents([path]).values()
    assert held is not None
    listed = entries or json.dumps([[it.name, it.rows, it.original] for it in held])
    new = path.with_name("new")
    with connect() as con:
        con.execute("CREATE TABLE t AS FROM read_parquet(?)", [str(path)])
        con.execute(change)
        con.execute(f"COPY t TO '{new}' (FORMAT parquet, KV_METADATA {{batches: '{listed}'}})")
    path.unlink()
    return new.rename(path.with_name(f"{file_hash(new)}.parquet"))


LIES = "its rows are not those of the batches that it lists"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE t SET value = '351' WHERE value = '350'", "its content is not what its name says"),
        ("UPDATE t SET note = 'x' WHERE period = '2019'", "its content is not what its name says"),
        ("DELETE FROM t WHERE period = '2019'", LIES),
        ("INSERT INTO t FROM t", LIES),
        ("UPDATE t SET batch = '0123456789ab'", LIES),
        ("UPDATE t SET origin = '0123456789ab#2' WHERE value = '350'", LIES),
        ("ALTER TABLE t ALTER value TYPE BLOB USING encode(value)", LIES),
        ("ALTER TABLE t DROP note", "it is no Parquet file of batches, Binder Error: "),
    ],
)
def test_every_row_is_proven(change: str, reason: str, tmp_path: Path) -> None:
    """Whoever changes a row and names the file by its bytes again is found: the batch's name is its rows' own hash."""
    store = stored(tmp_path, [OLD], [NEW])
    store.compact()
    path = forged(store, change)
    found = [it for it in check(tmp_path)[1] if it.code == "S002"]
    assert [str(it.values["reason"]).startswith(reason) for it in found] == [True]
    assert found[0].span.file.startswith(str(path))


@pytest.mark.parametrize("listed", ["{}", "[1]", '[["a", "1", ""]]', '[["a", 1, ""], ["a", 1, ""]]', "x"])
def test_a_file_that_does_not_say_what_it_holds_is_damaged(listed: str, tmp_path: Path) -> None:
    """For the check and for every reader, which then judges nothing."""
    store = stored(tmp_path, [OLD], [NEW])
    store.compact()
    forged(store, "", listed if listed != "{}" else '{"a": 1}')
    findings: list[Diagnostic] = store.sound()[1]
    assert [it.message.split(";")[0] for it in findings] == [
        "the batch cannot be read: it does not say which batches it holds"
    ]
    assert findings[0] in check(tmp_path)[1]


def test_a_row_in_parquet_has_the_place_of_its_batch(tmp_path: Path) -> None:
    """The batch is part of the file's name, as a sheet is of a workbook's, and the line is that of its CSV."""
    row = batch(OLD).measurements[0]
    store = stored(tmp_path, [OLD], [NEW])
    rows = (replace(row, note="a\nb"), replace(row, period="2018年"), replace(row, origin=f"{row.original}#9"))
    made = Batch("in.csv", b"", rows)
    (tmp_path / "batches" / f"{made.name}.csv").write_bytes(made.content)
    store.compact()
    place = f"{only(store)}!{made.name}"
    assert [(it.code, str(it.span)) for it in check(tmp_path)[1]] == [("S008", f"{place}:4"), ("S009", f"{place}:5")]


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_parquet_file_is_found_by_all(place: float, tmp_path: Path) -> None:
    """One flipped byte: the check says so, and so does every reader."""
    store = filled(tmp_path)
    store.compact()
    raw = bytearray(only(store).read_bytes())
    raw[int(place * len(raw))] ^= 1
    only(store).write_bytes(raw)
    assert "S002" in codes(tmp_path)
    for findings in (store.sound()[1], store.rows()[1], store.observations(PLAN)[1], store.states(PLAN)[1]):
        assert [it.code for it in findings] == ["S002"]


def test_a_batch_without_rows_has_no_original(tmp_path: Path) -> None:
    """It is proven as any other."""
    empty = Batch("in.csv", b"", ())
    store = stored(tmp_path, [OLD])
    path = tmp_path / "batches" / f"{empty.name}.csv"
    path.write_bytes(empty.content)
    assert entry(path) == Entry(empty.name, 0, "")
    store.compact()
    assert only(store).suffix == ".parquet"
    assert check(tmp_path) == (Checked(1, 2, 1, 0), [])


def test_a_listing_that_is_overtaken_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that looked before the new file was there and after the old ones were gone would miss rows."""
    store = stored(tmp_path, [OLD], [NEW])
    store.compact()
    seen = iter([list[Path]()])
    real = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(next(seen, real(path))))
    assert only(store).suffix == ".parquet"


@pytest.mark.parametrize("reader", ["observe", "states", "file_hash"])
def test_a_reader_that_is_overtaken_reads_again(reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that it had found are gone when it opens them: what it gives is what it would have given."""
    store = filled(tmp_path)
    before = store.observations(PLAN), store.states(PLAN)
    real, done = getattr(store_module, reader), list[bool]()

    def late(*arguments: Any) -> Any:
        if not done:
            done.append(True)
            assert store.compact()[0] is not None
        return real(*arguments)

    monkeypatch.setattr(store_module, reader, late)
    assert (store.observations(PLAN), store.states(PLAN)) == before
    assert done


def test_columns_that_are_overtaken_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is with what is read a few regions at a time."""
    store = filled(tmp_path)
    real, done = engine.prepared, list[bool]()

    def late(*arguments: Any) -> Any:
        if not done:
            done.append(True)
            assert store.compact()[0] is not None
        return real(*arguments)

    monkeypatch.setattr(columnar, "prepared", late)
    with store.columns(PLAN) as (pieces, findings):
        found = [it for piece in pieces for it in piece.series(0, len(piece))]
    assert sorted(found, key=lambda it: (it.indicator, it.region)) == store.observations(PLAN)[0]
    assert findings == store.observations(PLAN)[1]
    assert done


def test_a_file_that_cannot_be_read_is_no_overtaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files are what they were, what the disk refuses is said, once."""
    store = filled(tmp_path)

    def refused(_path: Path) -> str:
        raise PermissionError

    monkeypatch.setattr(store_module, "file_hash", refused)
    with pytest.raises(PermissionError):
        store.sound()


@pytest.mark.parametrize("name", ["region=x", "~home", "value=1", "a[1]*?"])
def test_the_name_of_a_folder_says_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is read, gathered and gathered again wherever it lies, also where its path begins so."""
    monkeypatch.chdir(tmp_path)
    store = filled(Path(name))
    for row in ("paid,乙区,2019,5,元", "paid,丙县,2019,6,元"):
        before = store.observations(PLAN)
        assert store.compact()[0] is not None
        assert store.observations(PLAN) == before
        stored(Path(name), [row])
    assert check(Path(name))[1] == []


def test_csv_beside_damaged_parquet_stands_once(tmp_path: Path) -> None:
    """What no reader takes holds nothing twice: the CSV that was restored is the one that counts."""
    store = stored(tmp_path, [OLD], [NEW])
    kept = {path: path.read_bytes() for path in store.batches()}
    store.compact()
    only(store).write_bytes(only(store).read_bytes()[:-1] + b"?")
    for path, content in kept.items():
        path.write_bytes(content)
    assert "S013" not in codes(tmp_path)


def test_nothing_is_cleared_away_for_rows_that_are_not_proven(tmp_path: Path) -> None:
    """A Parquet file that lies about a batch deletes neither its own CSV nor another's."""
    store = stored(tmp_path, [OLD], [NEW])
    kept = {path: path.read_bytes() for path in store.batches()}
    store.compact()
    for change in ("UPDATE t SET value = '351' WHERE value = '350'", "DELETE FROM t WHERE period = '2019'"):
        forged(store, change)
        for path, content in kept.items():
            path.write_bytes(content)
        before = files(tmp_path)
        done, findings = store.compact()
        assert (done, [it.code for it in findings]) == (None, ["S002"])
        assert files(tmp_path) == before
        for path in kept:
            path.unlink()


# The command


def test_compact_says_what_it_did(tmp_path: Path) -> None:
    """How much became how much, in both languages; with nothing to do it says so; both end with 0."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    sizes = sum(path.stat().st_size for path in Store(tmp_path / "data").batches())
    done = run("compact", "--data", "data", cwd=tmp_path)
    new = only(Store(tmp_path / "data")).stat().st_size
    assert (done.code, done.out) == (0, "")
    assert done.err == f"data: files 3 -> 1, bytes {sizes} -> {new}; batches 3, rows 90 are in the new files\n"
    assert run("compact", "--data", "data", cwd=tmp_path).err == "data: nothing to gather\n"
    chinese = run("compact", "--data", "data", "--lang", "zh", cwd=tmp_path)
    assert (chinese.code, chinese.err) == (0, "data：没有需要合并的文件\n")


def test_compact_wants_a_store_of_ones_own(tmp_path: Path) -> None:
    """The packaged demonstration data is not written to, and a folder that is not there is not made."""
    assert run("compact", cwd=tmp_path).code == 2
    assert run("compact", "--data", tmp_path / "none").code == 2
    assert list(tmp_path.iterdir()) == []
