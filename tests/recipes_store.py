"""What pages about stores describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from datetime import date
from pathlib import Path
from typing import Final

from recipes_data import HEADER, ROW

from hlwplan.measure.ingest import How, read_file
from hlwplan.measure.store import Store
from hlwplan.plan.load import load_plan

DAY: Final = date(2020, 6, 1)


def stored(folder: Path, *rows: str) -> Path:
    """The batch of a file of these rows, taken into the store of the folder's plan as `hlwplan ingest` does."""
    plan, _ = load_plan(folder)
    assert plan is not None
    batch = read_file(plan, (HEADER + "".join(rows)).encode(), "填报.csv", How(DAY, DAY)).batch
    assert batch is not None
    (intake,) = Store(folder / "data").add(plan, [batch])[0]
    return folder / "data" / "batches" / f"{intake.name}.csv"


def failing_S002(folder: Path) -> None:
    """A batch whose value is another one than it was."""
    path = stored(folder, ROW)
    path.write_bytes(path.read_bytes().replace(b"350", b"360"))


def mended_S002(folder: Path) -> None:
    """Both values, each from its file."""
    stored(folder, ROW)
    stored(folder, ROW.replace("350", "360").replace("2019-03", "2019-06"))
