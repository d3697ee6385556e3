"""What the pages of diagnostics describe in words, because no text can show it: bytes, workbooks, damaged stores.

`failing_CODE` makes what the page calls failing in a folder that has the files of the example and the base plan already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from datetime import date
from pathlib import Path
from typing import Final

from hlwplan.measure.ingest import How, read_file
from hlwplan.measure.store import Store
from hlwplan.plan.load import load_plan

HEADER: Final = "指标,地区,时间,数值,单位,发布日期\n"
ROW: Final = "零售额,甲市,2018年,350,亿元,2019-03-01\n"
DAY: Final = date(2020, 6, 1)


def stored(folder: Path, *rows: str) -> Path:
    """The batch of a file of these rows, taken into the store of the folder's plan as `hlwplan ingest` does."""
    plan, _ = load_plan(folder)
    assert plan is not None
    batch = read_file(plan, (HEADER + "".join(rows)).encode(), "填报.csv", How(DAY, DAY)).batch
    assert batch is not None
    (intake,) = Store(folder / "data").add(plan, [batch])[0]
    return folder / "data" / "batches" / f"{intake.name}.csv"


def failing_Y010(folder: Path) -> None:  # noqa: N802  named by the code
    """No targets.yaml."""
    (folder / "targets.yaml").unlink()


def failing_D001(folder: Path) -> None:  # noqa: N802
    """A byte of the indicator's name that is no UTF-8."""
    mended_D001(folder)
    path = folder / "填报.csv"
    path.write_bytes(path.read_bytes().replace("额".encode(), b"\xe9\xff\x9d"))


def mended_D001(folder: Path) -> None:  # noqa: N802
    """The same without it."""
    (folder / "填报.csv").write_text(HEADER + ROW, encoding="utf-8")


def failing_S002(folder: Path) -> None:  # noqa: N802
    """A batch whose value is another one than it was."""
    path = stored(folder, ROW)
    path.write_bytes(path.read_bytes().replace(b"350", b"360"))


def mended_S002(folder: Path) -> None:  # noqa: N802
    """Both values, each from its file."""
    stored(folder, ROW)
    stored(folder, ROW.replace("350", "360").replace("2019-03", "2019-06"))
