"""The store: files named by their content, whole or not at all, never changed, all of a call or none."""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import PLAN, TODAY, batch, places, read, stored, table

from hlwplan.diagnostics import in_order
from hlwplan.measure import store as store_module
from hlwplan.measure.files import StoreBusyError
from hlwplan.measure.ingest import Batch, How
from hlwplan.measure.store import Store

TESTS = Path(__file__).parent
OLD = "sales,甲市,2018,350,亿元,final,2019-03-01,s"
NEW = "sales,甲市,2019,420,亿元,final,2020-03-01,s"
MORE = "sales,甲市,2020,650,亿元,final,2021-03-01,s"


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content, the lock aside."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def values(store: Store) -> list[tuple[str, Decimal | None]]:
    """The periods and values that a store's readers see; nothing may be left out."""
    observations, findings = store.observations(PLAN)
    assert findings == []
    return [(str(it.period), it.value) for it in observations]


def process(code: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    """Another Python process with the tests' modules at hand."""
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


@contextmanager
def failing_write(number: int) -> Iterator[list[str]]:
    """Let the write step of this number, from 0, fail as a full disk does; yields the steps that were taken."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == number + 1:
            raise OSError(28, "No space left on device")

    def failing_fsync(descriptor: int) -> None:
        step("fsync")
        fsync(descriptor)

    def failing_replace(path: Path, target: Path) -> Path:
        step("rename")
        return replace(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", failing_fsync)
        patch.setattr(Path, "replace", failing_replace)
        yield steps


def add_with_failures(folder: Path, batches: list[Batch]) -> Iterator[tuple[int, Store]]:
    """For each write step, a store that holds `OLD` and in which adding the batches failed at that step."""
    for number in count():
        store = stored(folder / str(number), [OLD])
        with failing_write(number) as steps:
            try:
                store.add(PLAN, batches)
            except OSError:
                yield number, store
            else:
                assert len(steps) <= number
                return


# Content addressing


def test_files_are_named_by_their_hash(tmp_path: Path) -> None:
    """An original's name is its SHA-256 with its extension, a batch's the first 12 digits of its own."""
    made = batch(OLD, file="2018.CSV")
    (result,), findings = Store(tmp_path).add(PLAN, [made])
    assert findings == []
    original, canonical = hashlib.sha256(made.original).hexdigest(), hashlib.sha256(made.content).hexdigest()
    assert files(tmp_path) == {
        f"batches/{canonical[:12]}.csv": made.content,
        f"originals/{original}.csv": made.original,
    }
    assert (result.file, result.name, result.rows, result.before) == ("2018.CSV", canonical[:12], 1, False)


def test_a_file_from_standard_input_is_kept_as_csv(tmp_path: Path) -> None:
    """Where the name has no extension, the original gets that of the only form that is read."""
    Store(tmp_path).add(PLAN, [batch(OLD, file="-")])
    assert [path.suffix for path in (tmp_path / "originals").iterdir()] == [".csv"]


def test_every_stored_row_leads_to_its_original(tmp_path: Path) -> None:
    """The hash in an observation's origin is the start of the name of a stored original, the number its line."""
    store = stored(tmp_path, [OLD], [MORE, NEW])
    by_period = {str(it.period): it.origins for it in store.observations(PLAN)[0]}
    for period, line in (("2018", 2), ("2020", 2), ("2019", 3)):
        (origin,) = by_period[period]
        start, _, number = origin.partition("#")
        (original,) = (tmp_path / "originals").glob(f"{start}*")
        assert int(number) == line
        assert f",{period}," in original.read_text(encoding="utf-8").splitlines()[line - 1]


def test_adding_a_file_twice_stores_nothing_twice(tmp_path: Path) -> None:
    """The second time is told apart, whatever the file is called then, and changes no byte."""
    store = stored(tmp_path, [OLD])
    before = files(tmp_path)
    (result,), findings = store.add(PLAN, [batch(OLD, file="again.csv")])
    assert (result.before, result.name, findings) == (True, store.batches()[0].stem, [])
    assert files(tmp_path) == before


def test_a_file_given_twice_in_one_call_is_stored_once(tmp_path: Path) -> None:
    """Two names for the same bytes make one original and one batch."""
    _, findings = Store(tmp_path).add(PLAN, [batch(OLD, file="a.csv"), batch(OLD, file="b.csv")])
    assert findings == []
    assert len(files(tmp_path)) == 2


def test_a_file_without_dates_is_known_again_on_another_day(tmp_path: Path) -> None:
    """The default date of publication does not make an old file new."""
    store = stored(tmp_path, ["sales,甲市,2018,350,亿元"])
    later, _ = read(batch("sales,甲市,2018,350,亿元").original, how=How(TODAY.replace(year=2021)))
    assert later is not None
    (result,), findings = store.add(PLAN, [later])
    assert (result.before, findings) == (True, [])
    assert [it.published for it in store.observations(PLAN)[0]] == ["2020-01-01"]


def test_an_empty_store_is_no_error(tmp_path: Path) -> None:
    """A folder that does not exist yet has no batches and no observations, and reading makes none."""
    store = Store(tmp_path / "none")
    assert store.batches() == []
    assert store.observations(PLAN) == ([], [])
    assert not (tmp_path / "none").exists()


def test_batches_that_cannot_be_listed_are_not_none(tmp_path: Path) -> None:
    """A folder of batches that cannot be read is an error of the disk, never an empty store."""
    (tmp_path / "batches").touch()
    with pytest.raises(NotADirectoryError):
        Store(tmp_path).batches()


# Contradictions and revisions


def test_a_contradiction_of_the_same_date_is_refused(tmp_path: Path) -> None:
    """Another value for an observation, published the same day, changes no byte and names both values."""
    store = stored(tmp_path, [OLD])
    before = files(tmp_path)
    results, findings = store.add(PLAN, [batch(NEW, OLD.replace("350", "360"), file="new.csv")])
    assert results == []
    assert places(findings) == ["3 D203"]
    start, name = batch(OLD).original_hash[:12], batch(OLD).name
    assert findings[0].message == (
        f"sales 甲市 2018: 360 亿元 final here, 350 亿元 final in batch {name} ({start}#2), both published 2019-03-01"
    )
    assert f"hlwplan retract {name} --why" in findings[0].hint
    assert files(tmp_path) == before


def test_all_files_of_a_call_or_none(tmp_path: Path) -> None:
    """One file that contradicts the store keeps the right file beside it out too."""
    store = stored(tmp_path, [OLD])
    before = files(tmp_path)
    results, findings = store.add(PLAN, [batch(NEW), batch(OLD.replace("350", "360"), file="bad.csv")])
    assert results == []
    assert [finding.span.file for finding in findings] == ["bad.csv"]
    assert files(tmp_path) == before


def test_two_files_of_one_call_may_not_contradict_each_other(tmp_path: Path) -> None:
    """Two values for one observation and date are refused, also where neither is stored yet; each names the other."""
    store = Store(tmp_path)
    results, findings = store.add(PLAN, [batch(OLD, file="a.csv"), batch(OLD.replace("350", "360"), file="b.csv")])
    assert results == []
    assert [(it.code, str(it.span), it.values["where"]) for it in findings] == [
        ("D203", "a.csv:2", "b.csv:2"),
        ("D203", "b.csv:2", "a.csv:2"),
    ]
    assert files(tmp_path) == {}


def test_one_time_written_in_two_ways_is_one_observation_across_files(tmp_path: Path) -> None:
    """A file's 1-12月 of the same day contradicts the stored year, and its whole change is refused."""
    store = stored(tmp_path, [OLD])
    _, findings = store.add(PLAN, [batch(OLD.replace("2018,350", "2018年1-12月,360"))])
    assert [finding.message.partition(":")[0] for finding in findings] == ["sales 甲市 2018-01/12 (2018)"]
    assert store.add(PLAN, [batch(OLD.replace("2018,350", "2018年1-12月,350"))])[1] == []


def test_the_same_value_in_another_unit_is_no_contradiction(tmp_path: Path) -> None:
    """3500000 万元 are 350 亿元; the second file is stored and changes no value."""
    store = stored(tmp_path, [OLD], [OLD.replace("350,亿元", "3500000,万元")])
    assert len(store.batches()) == 2
    assert values(store) == [("2018", Decimal(350))]


def test_another_state_of_a_deliverable_on_the_same_day_is_a_contradiction(tmp_path: Path) -> None:
    """States are compared as values are."""
    store = stored(tmp_path, ["某平台,甲市,2018,推进中,,,2019-03-01"])
    _, findings = store.add(PLAN, [batch("某平台,甲市,2018,已完成,,,2019-03-01")])
    assert [finding.code for finding in findings] == ["D203"]


def test_two_marks_for_missing_are_no_contradiction(tmp_path: Path) -> None:
    """A dash in one file and an empty field in another both say that nothing was measured."""
    store = stored(tmp_path, ["sales,甲市,2018,-,,,2019-03-01"])
    _, findings = store.add(PLAN, [batch("sales,甲市,2018,,,,2019-03-01")])
    assert findings == []


def test_a_later_date_is_a_revision_and_the_old_row_stays(tmp_path: Path) -> None:
    """A later publication is stored beside the first; readers see the later one, and the first as of then."""
    store = stored(tmp_path, [OLD])
    first = files(tmp_path)
    assert store.add(PLAN, [batch(OLD.replace("350", "360").replace("2019-03", "2019-09"))])[1] == []
    assert files(tmp_path).items() > first.items()
    (now,) = store.observations(PLAN)[0]
    assert (now.value, now.published, now.revised) == (Decimal(360), "2019-09-01", 1)
    (then,) = store.observations(PLAN, as_of=TODAY.replace(year=2019, month=5))[0]
    assert (then.value, then.revised) == (Decimal(350), 0)


def test_an_earlier_date_comes_in_behind_the_later_one(tmp_path: Path) -> None:
    """An old publication that arrives late does not replace a newer one."""
    store = stored(tmp_path, [OLD.replace("350", "360").replace("2019-03", "2019-09")], [OLD])
    assert values(store) == [("2018", Decimal(360))]


# Comparison


def kinds(store: Store, *batches: Batch) -> list[str]:
    """What each row would do."""
    return [change.kind for intake in store.compare(PLAN, batches)[0] for change in intake.changes]


@pytest.mark.parametrize(
    ("row", "kind", "before"),
    [
        ("sales,甲市,2019,420,亿元,final,2020-03-01", "new", None),
        ("sales,乙区,2018,420,亿元,final,2020-03-01", "new", None),
        ("sales,甲市,2018,360,亿元,final,2019-09-01", "revised", "350"),
        ("sales,甲市,2018年1-12月,3600000,万元,final,2019-09-01", "revised", "350"),
        ("sales,甲市,2018,350,亿元,初步,2019-09-01", "revised", "350"),
        ("sales,甲市,2018,350,亿元,final,2019-09-01", "same", "350"),
        ("sales,甲市,2018,3500000,万元,final,2019-09-01", "same", "350"),
        ("sales,甲市,2018,350,亿元,final,2019-03-01", "same", "350"),
        ("sales,甲市,2018,340,亿元,final,2019-01-31", "older", "350"),
        ("sales,甲市,2018,350,亿元,final,2019-01-31", "older", "350"),
        ("sales,甲市,2018,360,亿元,final,2019-03-01", "refused", "350"),
        ("sales,甲市,2018,-,,final,2019-09-01", "missing", None),
        ("sales,甲市,2017,,,,2019-09-01", "missing", None),
        ("sales,丙县,2018,,,,2019-03-01", "same", "-"),
        ("sales,丙县,2018,3,亿元,,2019-06-01", "new", None),
    ],
)
def test_a_row_is_compared_with_the_newest_of_its_time(row: str, kind: str, before: str | None, tmp_path: Path) -> None:
    """Beside 350 亿元 of 2019-03-01, and a dash of 丙县: what each row would do, and to which value."""
    store = stored(tmp_path, [OLD, "sales,丙县,2018,-,,,2019-03-01"])
    untouched = files(tmp_path)
    ((intake,), findings) = store.compare(PLAN, [batch(row)])
    (change,) = intake.changes
    assert (change.kind, change.before and change.before.value) == (kind, before)
    assert [finding.code for finding in findings] == (["D203"] if kind == "refused" else [])
    assert findings == [it for it in [change.finding] if it]
    assert files(tmp_path) == untouched


def test_an_older_row_stands_beside_the_newest_of_several(tmp_path: Path) -> None:
    """Between two vintages a row changes nothing that readers see, and is held against the newest."""
    revised = OLD.replace("350", "360").replace("2019-03", "2020-03")
    store = stored(tmp_path, [OLD], [revised], [OLD.replace("350", "310").replace("2019-03", "2018-03")])
    ((intake,), _) = store.compare(PLAN, [batch(OLD.replace("350", "355").replace("2019-03", "2019-09"))])
    assert [(it.kind, it.before and it.before.value) for it in intake.changes] == [("older", "360")]


def test_an_old_vintage_said_again_does_not_become_the_newest(tmp_path: Path) -> None:
    """Beside vintages of 2019-03 and 2020-03, a row of 2019-09 is older though its file repeats the first as well."""
    store = stored(tmp_path, [OLD], [OLD.replace("350", "360").replace("2019-03", "2020-03")])
    again = OLD.replace("350", "3500000").replace("亿元", "万元")
    assert kinds(store, batch(again, OLD.replace("350", "355").replace("2019-03", "2019-09"))) == ["same", "older"]


def test_vintages_of_one_call_are_compared_in_the_order_of_their_publication(tmp_path: Path) -> None:
    """Two vintages in one file, the newest first, are a new value and its revision."""
    later = OLD.replace("350", "360").replace("2019-03", "2019-09")
    assert kinds(Store(tmp_path), batch(later, OLD)) == ["revised", "new"]
    assert kinds(Store(tmp_path), batch(later), batch(OLD)) == ["revised", "new"]


def test_what_is_added_is_what_was_compared(tmp_path: Path) -> None:
    """`add` says what it did in the words in which `compare` said what it would do, and then all of it is stored."""
    store = stored(tmp_path, [OLD])
    offered = [batch(OLD.replace("350", "360").replace("2019-03", "2019-09"), NEW), batch(MORE, file="b.csv")]
    would, _ = store.compare(PLAN, offered)
    did, _ = store.add(PLAN, offered)
    assert did == would
    assert [(it.file, it.rows, it.before) for it in did] == [("in.csv", 2, False), ("b.csv", 1, False)]
    assert {it.name for it in did} < {path.stem for path in store.batches()}
    again, _ = store.compare(PLAN, offered)
    assert [(it.name, it.before) for it in again] == [(it.name, True) for it in did]
    assert kinds(store, *offered) == ["same"] * 3


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["01", "02", "03"]), st.integers(1, 3)), min_size=1, max_size=6))
def test_kinds_are_what_readers_see(vintages: list[tuple[str, int]]) -> None:
    """Adding row by row: new and revised rows are adopted, and no other row changes what readers see."""
    with tempfile.TemporaryDirectory() as folder:
        store, seen = Store(Path(folder)), None
        for number, (month, value) in enumerate(vintages):
            row = f"sales,甲市,2018,{value},亿元,,2019-{month}-01,s,{number}"
            results, _ = store.add(PLAN, [batch(row)])
            kind = results[0].changes[0].kind if results else "refused"
            now = values(store)[0][1]
            assert now == (value if kind in {"new", "revised"} else seen)
            assert (kind == "new") == (seen is None)
            assert kind != "revised" or now != seen
            seen = now


def test_the_rows_that_are_refused_can_be_left_out(tmp_path: Path) -> None:
    """Without the rows whose changes are refused the rest is stored, and the right value stays."""
    store = stored(tmp_path, [OLD])
    offered = [batch(OLD.replace("350", "360"), NEW, MORE), batch(MORE.replace("650", "640"), file="b.csv")]
    intakes, findings = store.compare(PLAN, offered)
    assert kinds(store, *offered) == ["refused", "new", "refused", "refused"]
    assert in_order(it.finding for intake in intakes for it in intake.changes if it.finding) == findings
    rest = [replace(one, measurements=tuple(it.measurement for it in intake.changes if it.kind != "refused"))
            for one, intake in zip(offered, intakes, strict=True)]  # fmt: skip
    did, findings = store.add(PLAN, rest)
    assert findings == []
    assert [(it.rows, it.name != "", it.before) for it in did] == [(1, True, False), (0, False, False)]
    assert values(store) == [("2018", Decimal(350)), ("2019", Decimal(420))]
    assert len(list((tmp_path / "originals").iterdir())) == 2


def test_rows_of_a_stored_file_that_were_left_out_are_added_later(tmp_path: Path) -> None:
    """The file given again stores the rows that it did not store before, and only these."""
    whole = batch(OLD, NEW)
    store = Store(tmp_path)
    store.add(PLAN, [replace(whole, measurements=whole.measurements[:1])])
    ((intake,), _) = store.add(PLAN, [whole])
    assert ([it.kind for it in intake.changes], intake.before) == (["same", "new"], False)
    assert values(store) == [("2018", Decimal(350)), ("2019", Decimal(420))]
    assert sorted(it.origin for it in store.rows()[0]) == [it.origin for it in whole.measurements]
    assert store.add(PLAN, [whole])[0][0].before


def test_one_line_that_says_a_quarter_twice_is_stored_whole(tmp_path: Path) -> None:
    """当季值 and 累计值 of a first quarter are two rows of one line that agree; both are kept."""
    quarter, to_date = "sales,甲市,2018Q1,50,亿元,,2018-05-01", "sales,甲市,2018年1-3月,50,亿元,,2018-05-01"
    both = batch(quarter, to_date)
    made = replace(
        both, measurements=tuple(replace(it, origin=both.measurements[0].origin) for it in both.measurements)
    )
    store = Store(tmp_path)
    assert store.add(PLAN, [made])[1] == []
    assert {it.period for it in store.rows()[0]} == {"2018Q1", "2018-01/03"}
    assert store.add(PLAN, [made])[0][0].before


def test_rows_are_compared_by_the_names_that_the_plan_has_now(tmp_path: Path) -> None:
    """Rows stored under an old id, and of an old name of a region, stand beside new rows of the same thing."""
    renamed = PLAN.indicators[0].model_copy(update={"id": "retail", "aliases": ("sales",)})
    plan = replace(PLAN, indicators=(renamed, *PLAN.indicators[1:]))
    store = stored(tmp_path, [OLD])
    made, _ = read(table(OLD.replace("sales", "零售额").replace("350", "360")), plan=plan)
    assert made is not None
    assert [change.kind for change in store.compare(plan, [made])[0][0].changes] == ["refused"]
    done = stored(tmp_path / "state", ["平台甲,甲市,2018,推进中,,,2019-03-01"])
    assert kinds(done, batch("T1-D1,甲市,2018,已完成,,,2019-06-01")) == ["revised"]


def test_the_line_of_a_contradiction_in_a_workbook_is_its_row(tmp_path: Path) -> None:
    """Whatever the sheet is called, the place of a row of a workbook is the number after the last `!`."""
    store = stored(tmp_path, [OLD])
    made = batch(OLD.replace("350", "360"))
    moved = replace(made, measurements=(replace(made.measurements[0], origin="0123456789ab#2018!表 #1!17"),))
    _, findings = store.add(PLAN, [moved])
    assert [str(finding.span) for finding in findings] == ["in.csv:17"]
    row = moved.measurements[0]
    assert (row.original, row.line, replace(row, origin="x").line) == ("0123456789ab", 17, 0)


def test_a_sheet_with_blanks_in_its_name_is_one_origin(tmp_path: Path) -> None:
    """An observation of a workbook's row has the row's origin, whole."""
    made = batch("speed,甲市,2018,2,Gbps")
    origin = f"{made.original_hash[:12]}#表 一!17"
    Store(tmp_path).add(PLAN, [replace(made, measurements=(replace(made.measurements[0], origin=origin),))])
    assert [it.origins for it in Store(tmp_path).observations(PLAN)[0]] == [(origin,)]


def test_every_stored_row_can_be_read(tmp_path: Path) -> None:
    """All vintages come, as they were added; a damaged batch is a finding and not silently less."""
    later = OLD.replace("350", "360").replace("2019-03", "2019-09")
    store = stored(tmp_path, [OLD, NEW], [later])
    rows, findings = store.rows()
    assert (set(rows), findings) == ({*batch(OLD, NEW).measurements, *batch(later).measurements}, [])
    store.batches()[0].write_bytes(b"x")
    assert [finding.code for finding in store.rows()[1]] == ["S002"]
    assert store.compare(PLAN, [batch(MORE)]) == ([], store.rows()[1])


# Crashes


def test_a_write_that_fails_leaves_old_or_complete_and_can_be_repeated(tmp_path: Path) -> None:
    """Whichever step of writing a file fails, readers see the old rows or all rows, and a second try completes."""
    failed = 0
    for number, store in add_with_failures(tmp_path, [batch(NEW, MORE)]):
        failed += 1
        old, complete = (
            [("2018", Decimal(350))],
            [("2018", Decimal(350)), ("2019", Decimal(420)), ("2020", Decimal(650))],
        )
        assert values(store) in (old, complete), f"step {number}"
        assert [name for name in files(store.folder) if "tmp" in name] == [], f"step {number}"
        store.add(PLAN, [batch(NEW, MORE)])
        assert values(store) == complete, f"step {number}"
        assert len(files(store.folder)) == 4, f"step {number}"
    assert failed >= 4  # two files, each written and renamed


def test_a_write_that_fails_leaves_all_files_of_the_call_or_none(tmp_path: Path) -> None:
    """Where one call adds two files, no failure leaves readers with one of them."""
    old, complete = [("2018", Decimal(350))], [("2018", Decimal(350)), ("2019", Decimal(420)), ("2020", Decimal(650))]
    between = [number for number, store in add_with_failures(tmp_path, [batch(NEW), batch(MORE)])
               if values(store) not in (old, complete)]  # fmt: skip
    assert between == []


def test_a_killed_writer_leaves_old_or_complete(tmp_path: Path) -> None:
    """A process that ends in the middle of a write, with no time to clean up, hinders neither readers nor writers."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from toy import PLAN, batch\n"
        "from hlwplan.measure.store import Store\n"
        "left, fsync = [int(sys.argv[2])], os.fsync\n"
        "def step(descriptor):\n"
        "    left[0] -= 1\n"
        "    os._exit(9) if left[0] < 0 else fsync(descriptor)\n"
        "os.fsync = step\n"
        "Store(Path(sys.argv[1])).add(PLAN, [batch(sys.argv[3])])\n"
    )
    for number in range(4):
        store = stored(tmp_path / str(number), [OLD])
        with process(code, store.folder, str(number), NEW) as writer:
            assert writer.wait() == 9
        assert values(store) in ([("2018", Decimal(350))], [("2018", Decimal(350)), ("2019", Decimal(420))])
        assert store.add(PLAN, [batch(NEW)])[1] == []
        assert values(store) == [("2018", Decimal(350)), ("2019", Decimal(420))]


def test_a_temporary_file_of_a_killed_writer_is_in_nobodys_way(tmp_path: Path) -> None:
    """A process may get the number of one that was killed while writing the same file."""
    made = batch(OLD)
    (tmp_path / "batches").mkdir()
    left = tmp_path / "batches" / f".{made.name}.csv.{os.getpid()}.tmp"
    left.write_bytes(made.content[:20])
    store = Store(tmp_path)
    assert store.add(PLAN, [made])[1] == []
    assert values(store) == [("2018", Decimal(350))]
    assert not left.exists()


def test_a_store_that_is_written_leaves_no_temporary_files(tmp_path: Path) -> None:
    """After a write there are originals, batches and the lock, and nothing else."""
    store = stored(tmp_path, [OLD], [NEW])
    assert {path.parent.name for path in store.folder.rglob("*") if path.is_file() and path.name != ".lock"} == {
        "originals",
        "batches",
    }
    assert all(path.suffix == ".csv" for path in store.folder.glob("*/*"))


def test_a_stored_file_is_never_overwritten(tmp_path: Path) -> None:
    """A file that stands under its name already is left alone, down to its time of change."""
    store = stored(tmp_path, [OLD])
    original = next((tmp_path / "originals").iterdir())
    os.utime(original, (1, 1))
    store.batches()[0].unlink()  # as after a crash between the two writes
    assert store.add(PLAN, [batch(OLD)])[1] == []
    assert original.stat().st_mtime == 1
    assert values(store) == [("2018", Decimal(350))]


def test_a_disk_that_refuses_is_an_error_of_its_own(tmp_path: Path) -> None:
    """A folder that cannot be made raises OSError, which is not the file's fault."""
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(OSError, match="data"):
        Store(tmp_path / "data").add(PLAN, [batch(OLD)])


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\0", b"indicator,region\nx,y\n", b"<<<<<<< HEAD\n", b"cut,off"],
    ids=["bytes", "another table", "a merge", "no line"],
)
def test_a_damaged_batch_is_reported_and_crashes_nothing(content: bytes, tmp_path: Path) -> None:
    """A batch that something else wrote into is a finding for readers and writers, with the file's name."""
    store = stored(tmp_path, [OLD])
    (path,) = store.batches()
    path.write_bytes(path.read_bytes() + content if content.startswith(b"<") else content)
    _, findings = store.observations(PLAN)
    assert [(finding.code, finding.span.file) for finding in findings] == [("S002", str(path))]
    _, findings = store.add(PLAN, [batch(NEW)])
    assert "S002" in [finding.code for finding in findings]


# Several writers


def test_a_store_held_by_another_process_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not get the lock in time says so and changes nothing; afterwards it may write."""
    store = stored(tmp_path, [OLD])
    before = files(tmp_path)
    monkeypatch.setattr(store_module, "LOCK_SECONDS", 0.05)
    code = (
        "import sys\n"
        "from filelock import FileLock\n"
        "with FileLock(sys.argv[1]):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with process(code, tmp_path / ".lock") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusyError, match=str(tmp_path)):
            store.add(PLAN, [batch(NEW)])
        assert values(store) == [("2018", Decimal(350))]  # readers do not wait
        holder.communicate("")
    assert files(tmp_path) == before
    assert store.add(PLAN, [batch(NEW)])[1] == []


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    """Two writers at once: every row of both is there afterwards, and no temporary file."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from toy import PLAN, batch\n"
        "from hlwplan.measure.store import Store\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "for year in range(1990, 1998):\n"
        "    row = f'sales,{sys.argv[2]},{year},{year},亿元,,2000-01-01'\n"
        "    assert Store(Path(sys.argv[1])).add(PLAN, [batch(row)])[1] == []\n"
    )
    folder = tmp_path / "data"
    with process(code, folder, "乙区") as one, process(code, folder, "甲市") as two:
        for writer in (one, two):
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
        for writer in (one, two):
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        assert [one.wait(), two.wait()] == [0, 0]
    observations, findings = Store(folder).observations(PLAN)
    assert findings == []
    seen = {(it.region, it.period.year) for it in observations if it.rule == "year"}
    assert seen == {(region, year) for region in ("乙区", "甲市") for year in range(1990, 1998)}
    assert len(files(folder)) == 32


@pytest.mark.parametrize(
    "name", ["数据 2018", "a[1]", "a*b", "what?", "year=2018", "region=乙区", "published=1999-01-01"]
)
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    """Blanks, brackets, wildcards and equals signs in a folder's name change neither what is read nor its values."""
    store = stored(tmp_path / name, [OLD], [NEW])
    observations, findings = store.observations(PLAN)
    assert findings == []
    assert [(it.region, it.published, it.value) for it in observations] == [
        ("甲市", "2019-03-01", Decimal(350)),
        ("甲市", "2020-03-01", Decimal(420)),
    ]
    assert [finding.code for finding in store.add(PLAN, [batch(OLD.replace("350", "360"))])[1]] == ["D203"]


def test_a_made_up_row_never_passes_for_an_official_one(tmp_path: Path) -> None:
    """The same value of the same day as 正式 and as 示例 is a contradiction, in one file and across files."""
    rows = ("sales,甲市,2018,350,亿元,正式,2019-03-01", "sales,甲市,2018,350,亿元,示例,2019-03-01")
    made, findings = read(table(*rows))
    assert (made, places(findings)) == (None, ["3 D201"])
    store = stored(tmp_path, [rows[0]])
    results, findings = store.add(PLAN, [batch(rows[1], file="new.csv")])
    assert (results, places(findings)) == ([], ["2 D203"])


def test_the_folders_name_is_no_pattern(tmp_path: Path) -> None:
    """A store beside one whose name it would match as a pattern reads its own file and no other."""
    for name, value in (("dZb", "111"), ("d?b", "350")):
        stored(tmp_path / name, [f"sales,甲市,2018,{value},亿元,正式,2019-03-01"])
    (seen,) = Store(tmp_path / "d?b").observations(PLAN)[0]
    assert seen.value == 350


def test_january_to_december_is_the_year_and_the_newer_wins(tmp_path: Path) -> None:
    """A year reported as 2020 and later as 2020年1-12月 is one observation: the later value counts."""
    rows = ["sales,甲市,2020,90,亿元,初步,2021-01-31", "sales,甲市,2020年1-12月,105,亿元,正式,2021-06-30"]
    (seen,) = stored(tmp_path, rows).observations(PLAN)[0]
    assert seen.value == 105
    assert seen.revised == 1
    assert seen.status == "final"
