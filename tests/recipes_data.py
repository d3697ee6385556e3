"""What pages about measurements describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from books import cell, parts, row, rows, saved, zipped
from openpyxl.worksheet.worksheet import Worksheet

NAMES: Final = ("指标", "地区", "时间", "数值", "单位")
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


def failing_D007(folder: Path) -> None:
    """A NUL byte in place of a digit of the value."""
    mended_D007(folder)
    path = folder / "填报.csv"
    path.write_bytes(path.read_bytes().replace(b"350", b"3\x000"))


mended_D007 = mended_D001


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


def _book(folder: Path, *writers: Callable[[Worksheet], object]) -> None:
    """A workbook, a sheet for each writer."""
    (folder / "填报.xlsx").write_bytes(saved(*writers))


def _with(value: object) -> Callable[[Worksheet], None]:
    """What writes a sheet of one row with this value."""
    return rows(NAMES, ("零售额", "甲市", "2018年", value, "亿元"))


def _by_hand(folder: Path, value: str, below: str = "") -> None:
    """The same workbook with this cell for its value, and rows below it, both XML."""
    names = [cell(f"{letter}1", name, kind="str") for letter, name in zip("ABCDE", NAMES, strict=True)]
    a, b, c, e = (
        cell(name, text, kind="str")
        for name, text in {"A2": "零售额", "B2": "甲市", "C2": "2018年", "E2": "亿元"}.items()
    )
    made = parts(row(1, *names) + row(2, a, b, c, value, e) + below)
    (folder / "填报.xlsx").write_bytes(zipped(made))


def failing_D021(folder: Path) -> None:
    """How a workbook of Excel 97 begins."""
    (folder / "填报.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))


def mended_D021(folder: Path) -> None:
    """A workbook of one sheet, 表1."""
    _book(folder, _with(350))


def failing_D022(folder: Path) -> None:
    """Below the row so many empty ones that the sheet unpacks to several hundred times its size."""
    _by_hand(folder, cell("D2", "350"), "<row/>" * 200_000)


mended_D022 = mended_D021


def failing_D023(folder: Path) -> None:
    """A workbook without its last bytes, as a broken transfer leaves it."""
    mended_D021(folder)
    path = folder / "填报.xlsx"
    path.write_bytes(path.read_bytes()[:-100])


mended_D023 = failing_D024 = mended_D024 = mended_D021


def failing_D025(folder: Path) -> None:
    """A second sheet that Excel does not show."""

    def hidden(sheet: Worksheet) -> None:
        rows(NAMES, ("出口带宽", "甲市", "2018年", 1000, "Gbps"))(sheet)
        sheet.sheet_state = "hidden"

    _book(folder, _with(350), hidden)


mended_D025 = failing_D025


def failing_D026(folder: Path) -> None:
    """An error of Excel in place of the value."""
    _book(folder, _with("#REF!"))


def failing_D027(folder: Path) -> None:
    """A formula as a program writes it that does not calculate."""
    _book(folder, _with("=200+150"))


def failing_D028(folder: Path) -> None:
    """A formula, and the value that Excel found for it."""
    _by_hand(folder, cell("D2", "350", formula="200+150"))


mended_D026 = mended_D027 = mended_D028 = mended_D021


def failing_D029(folder: Path, shown: str = "#,##0,") -> None:
    """A value in 万元 whose format leaves out three of its digits."""

    def formatted(sheet: Worksheet) -> None:
        rows(NAMES, ("零售额", "甲市", "2018年", 3_500_000, "万元"))(sheet)
        sheet["D2"].number_format = shown

    _book(folder, formatted)


def mended_D029(folder: Path) -> None:
    """The format shows all of it."""
    failing_D029(folder, "#,##0")


def failing_D030(folder: Path) -> None:
    """One number across the rows of two districts."""

    def merged(sheet: Worksheet) -> None:
        _districts(350, None)(sheet)
        sheet.merge_cells("D2:D3")

    _book(folder, merged)


def mended_D030(folder: Path) -> None:
    """Each district has its own."""
    _book(folder, _districts(200, 150))


def _districts(*values: object) -> Callable[[Worksheet], None]:
    """What writes a sheet of two districts' rows."""
    return rows(
        NAMES, *(("零售额", name, "2018年", it, "亿元") for name, it in zip(("乙区", "丙县"), values, strict=True))
    )
