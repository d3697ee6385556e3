"""What pages about stores describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from conftest import ROOT
from recipes_data import HEADER, ROW

from hlwplan.measure.ingest import How, read_file
from hlwplan.measure.store import Store
from hlwplan.plan.load import load_plan

DAY: Final = date(2020, 6, 1)
BASE: Final = ROOT / "src" / "hlwplan" / "diagnostics" / "pages" / "base"


def stored(folder: Path, row: str = ROW) -> Path:
    """The batch of a file of this row, taken into the folder's store as `hlwplan ingest` does by the base plan."""
    plan, _ = load_plan(BASE)
    assert plan is not None
    batch = read_file(plan, (HEADER + row).encode(), "填报.csv", How(DAY, DAY)).batch
    assert batch is not None
    (intake,) = Store(folder / "data").add(plan, [batch])[0]
    return folder / "data" / "batches" / f"{intake.name}.csv"


def original(folder: Path) -> Path:
    """The one original of the folder's store."""
    (path,) = (folder / "data" / "originals").iterdir()
    return path


def edited(path: Path, old: str, new: str) -> None:
    """The file with other words, under the name that it had."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def renamed(path: Path, field: str, change: Callable[[str], str]) -> None:
    """The batch with a field of its row changed, under the name that its content has now."""
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    edited(path, row[field], change(row[field]))
    name = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    path.rename(path.with_name(f"{name}.csv"))


def retracted(folder: Path) -> Path:
    """The tombstone of a batch."""
    store = Store(folder / "data")
    stone, _ = store.retract(stored(folder).stem, "单位写错", DAY)
    return store.folder / stone.file


def failing_S001(folder: Path) -> None:
    """An original whose value is another one than it was."""
    stored(folder)
    edited(original(folder), "350", "360")


def failing_S002(folder: Path) -> None:
    """A batch whose value is another one than it was."""
    edited(stored(folder), "350", "360")


def _revised(folder: Path) -> None:
    """Both values, each from its file."""
    stored(folder)
    stored(folder, ROW.replace("350", "360").replace("2019-03", "2019-06"))


mended_S001 = mended_S002 = _revised


def failing_S003(folder: Path) -> None:
    """A row about `sales`."""
    stored(folder)


mended_S003 = failing_S003


def failing_S004(folder: Path) -> None:
    """A batch without its original."""
    stored(folder)
    original(folder).unlink()


def mended_S004(folder: Path) -> None:
    """The file ingested again."""
    failing_S004(folder)
    stored(folder)


def failing_S005(folder: Path) -> None:
    """An original without its batch."""
    stored(folder).unlink()


def mended_S005(folder: Path) -> None:
    """The file ingested again."""
    failing_S005(folder)
    stored(folder)


def failing_S006(folder: Path) -> None:
    """A table among the batches."""
    stored(folder).with_name("2019.csv").write_text(HEADER + ROW.replace("2018", "2019"), encoding="utf-8")


def mended_S006(folder: Path) -> None:
    """The table ingested."""
    stored(folder)
    stored(folder, ROW.replace("2018", "2019"))


def failing_S007(folder: Path) -> None:
    """A temporary file of a process that is gone."""
    path = stored(folder)
    path.rename(path.with_name(f".{path.name}.4711.tmp"))
    original(folder).unlink()


def mended_S007(folder: Path) -> None:
    """No such file, and the measurements there."""
    stored(folder)


def failing_S008(folder: Path) -> None:
    """A batch with a period as departments write it."""
    renamed(stored(folder), "period", lambda period: f"{period}年")


def failing_S009(folder: Path) -> None:
    """A batch with a line that its original does not have."""
    renamed(stored(folder), "origin", lambda origin: f"{origin}0")


mended_S008 = mended_S009 = mended_S007


def failing_S010(folder: Path) -> None:
    """A retraction with another reason than it had."""
    edited(retracted(folder), "单位写错", "口径有误")


def mended_S010(folder: Path) -> None:
    """The retraction as it was written."""
    retracted(folder)


def failing_S011(folder: Path) -> None:
    """A retraction without the batch that it is about."""
    retracted(folder)
    original(folder).unlink()
    (batch,) = (folder / "data" / "batches").iterdir()
    batch.unlink()


mended_S011 = mended_S010


def failing_S013(folder: Path) -> None:
    """A compaction that was killed before it deleted the last file that it had gathered."""
    first = stored(folder)
    content = first.read_bytes()
    stored(folder, ROW.replace("2018", "2019"))
    assert Store(folder / "data").compact()[0]
    first.write_bytes(content)


def mended_S013(folder: Path) -> None:
    """The same after another compaction."""
    failing_S013(folder)
    assert Store(folder / "data").compact()[0]
