"""What pages about measurements describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from pathlib import Path
from typing import Final

HEADER: Final = "指标,地区,时间,数值,单位,发布日期\n"
ROW: Final = "零售额,甲市,2018年,350,亿元,2019-03-01\n"
LATER: Final = ROW.replace("2018年,350", "2019年,360").replace("2019-03", "2020-03")


def failing_D001(folder: Path) -> None:
    """A byte of the indicator's name that is no UTF-8."""
    mended_D001(folder)
    path = folder / "填报.csv"
    path.write_bytes(path.read_bytes().replace("额".encode(), b"\xe9\xff\x9d"))


def mended_D001(folder: Path) -> None:
    """The same without it."""
    (folder / "填报.csv").write_text(HEADER + ROW, encoding="utf-8")


def failing_D011(folder: Path) -> None:
    """Traditional Chinese in Big5, as the mended one is too."""
    text = "indicator,region,period,value,unit,note\nspeed,甲市,2018,1000,Gbps,某區的統計\n"
    (folder / "填报.csv").write_text(text, encoding="big5")


mended_D011 = failing_D011


def failing_D012(folder: Path) -> None:
    """One more row, in another encoding than what is above it."""
    mended_D001(folder)
    with (folder / "填报.csv").open("ab") as file:
        file.write(LATER.encode("gbk"))


def mended_D012(folder: Path) -> None:
    """Both rows in one encoding."""
    (folder / "填报.csv").write_text(HEADER + ROW + LATER, encoding="utf-8")


def failing_D016(folder: Path, length: int = 100_001) -> None:
    """A row with a note of this length."""
    (folder / "填报.csv").write_text(f"备注,{HEADER}{'见' * length},{ROW}", encoding="utf-8")


def mended_D016(folder: Path) -> None:
    """A short note."""
    failing_D016(folder, 10)


def failing_D018(folder: Path) -> None:
    """UTF-16 as a program writes it that adds no mark."""
    (folder / "填报.csv").write_text(HEADER + ROW, encoding="utf-16-le")


mended_D018 = mended_D001


def failing_D019(folder: Path) -> None:
    """Two characters of Chinese, as the mended one has too."""
    text = "indicator,period,value,unit,状态\nspeed,2018,1000,Gbps,\n"
    (folder / "填报.csv").write_text(text, encoding="gbk")


mended_D019 = failing_D019
