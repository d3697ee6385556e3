"""Parts: what the sheets of a workbook share: their names and places, the strings, the number formats, the calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hlwplan.language import Wording
from hlwplan.measure.grid import Gather
from hlwplan.measure.numberformat import NumberFormat, read_format
from hlwplan.measure.package import Attributes, Handlers, Package, PackageError, damaged
from hlwplan.plan.names import fold

_YES: Final = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of cells: its name, whether it is hidden, and its part of the package."""

    name: str
    hidden: bool
    path: str


@dataclass(frozen=True, slots=True)
class Parts:
    """`sheets` in the workbook's order; `strings` and `formats` by the index that cells carry.

    `mac`: days count from 1904.  `stale`: the program that wrote the file left its formulas to Excel to calculate, so
    that the values beside them mean nothing.
    """

    sheets: tuple[SheetPart, ...]
    strings: Sequence[str]
    formats: Sequence[NumberFormat]
    mac: bool = False
    stale: bool = False


def read_parts(package: Package, built_in: Mapping[int, str]) -> Parts:
    """Read what the sheets share; raises `PackageError` where the package holds no workbook.

    `built_in` has the codes of the number formats that a file names by their number alone.
    """
    path = next((path for kind, path in package.related("").values() if kind == "officeDocument"), "")
    if not path:
        raise damaged(Wording("_rels/.rels names no workbook"))
    related = package.related(path)
    flags: dict[str, bool] = {}
    sheets: list[SheetPart] = []

    def start(name: str, given: Attributes) -> None:
        if name == "workbookPr":
            flags["mac"] = given.get("date1904") in _YES
        elif name == "calcPr":
            flags["stale"] = given.get("fullCalcOnLoad") in _YES
        elif name == "sheet":
            id_ = next((value for key, value in given.items() if key.endswith("/relationships id")), "")
            if id_ not in related:
                raise damaged(Wording("sheet {name!r} has no part of the package", name=given.get("name")))
            kind, target = related[id_]
            if kind == "worksheet":  # a chart sheet has no cells
                sheets.append(SheetPart(given.get("name", ""), given.get("state", "visible") != "visible", target))

    package.parse(path, Handlers(start))
    if not sheets:
        raise PackageError(
            "D021", found=Wording("a package without a sheet of cells"), hint=Wording("send the workbook itself")
        )
    if len({fold(sheet.name) for sheet in sheets}) < len(sheets):
        raise damaged(Wording("two sheets have one name"))
    strings, styles = (
        next((path for kind, path in related.values() if kind == wanted), "") for wanted in ("sharedStrings", "styles")
    )
    return Parts(tuple(sheets), _strings(package, strings), _formats(package, styles, built_in), **flags)


def _strings(package: Package, path: str) -> list[str]:
    strings: list[str] = []
    gather = Gather()

    def end(name: str) -> None:
        gather.end(name)
        if name == "si":
            strings.append(gather.take())

    if path:
        package.parse(path, Handlers(lambda name, _: gather.start(name), end, gather.text))
    return strings


def _formats(package: Package, path: str, built_in: Mapping[int, str]) -> list[NumberFormat]:
    """The number format of each style of cells; only the last of three lists of styles is for cells."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    open_: list[str] = []

    def start(name: str, given: Attributes) -> None:
        if name == "numFmt" and "numFmts" in open_:
            codes[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
        elif name == "xf" and open_[-1:] == ["cellXfs"]:
            numbers.append(int(given.get("numFmtId", 0)))
        open_.append(name)

    def end(_: str) -> None:
        open_.pop()

    if path:
        package.parse(path, Handlers(start, end))
    return [read_format(codes.get(number) or built_in.get(number, "General")) for number in numbers or [0]]
