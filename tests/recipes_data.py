"""What pages about measurements describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from pathlib import Path
from typing import Final

HEADER: Final = "指标,地区,时间,数值,单位,发布日期\n"
ROW: Final = "零售额,甲市,2018年,350,亿元,2019-03-01\n"


def failing_D001(folder: Path) -> None:
    """A byte of the indicator's name that is no UTF-8."""
    mended_D001(folder)
    path = folder / "填报.csv"
    path.write_bytes(path.read_bytes().replace("额".encode(), b"\xe9\xff\x9d"))


def mended_D001(folder: Path) -> None:
    """The same without it."""
    (folder / "填报.csv").write_text(HEADER + ROW, encoding="utf-8")


def failing_D007(folder: Path) -> None:
    """A NUL byte in place of a digit of the value."""
    mended_D007(folder)
    path = folder / "填报.csv"
    path.write_bytes(path.read_bytes().replace(b"350", b"3\x000"))


mended_D007 = mended_D001
