"""Workbook: the sheets of an .xlsx as rows of text, which the same layouts read as those of a CSV file.

A place in a workbook reads `book.xlsx!表1:5:2`: the sheet is part of the file's name, the line is the row's number and
the column the column's, A being 1.  Openpyxl gives the calendars and the built-in number formats; cells are read by
`grid`, since openpyxl's reader of large files knows no merged areas, nor which values formulas left, and fails over
fonts and fills that do not matter here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span, has_errors, in_order
from hlwplan.language import Wording
from hlwplan.measure.grid import MAX_FIELDS, Cell, cell_name, read_grid
from hlwplan.measure.merged import Merger
from hlwplan.measure.numberformat import CHINESE, ISO, NumberFormat, is_number
from hlwplan.measure.package import Package, PackageError, too_large
from hlwplan.measure.parts import Parts, SheetPart, read_parts
from hlwplan.measure.sheet import Record
from hlwplan.plan.names import Names, fold

MAX_FINDINGS: Final = 100_000
"""How many cells of one sheet may be wrong; the reading stops there, and says so."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet; every record has as many fields as the sheet has columns up to the last that holds something."""

    file: str
    name: str
    records: Sequence[Record]

    def span(self, record: Record, index: int) -> Span:
        """The place of a field: its row and column; of an index past the end, the row alone."""
        return Span(self.file, record.line, index + 1 if index < len(record.fields) else 0)


def read_workbook(
    raw: bytes, file: str, wanted: Sequence[str] | None = None
) -> tuple[list[WorkbookSheet], list[Diagnostic]]:
    """Read the sheets named in `wanted`, in the workbook's order; None: every visible sheet that holds something.

    Names match after folding.  What cannot be read as text without a doubt is a finding, and its field holds what the
    file stores (`#REF!`, `=B2/B3`), never a blank that would pass for "not measured".
    """
    try:
        package = Package(raw)
        parts = read_parts(package, _built_in_formats())
    except PackageError as error:
        return [], [Diagnostic(error.code, Span(file), error.values)]
    chosen, findings = _choose(parts, file, wanted)
    sheets = []
    for part in chosen:
        place = f"{file}!{part.name}"
        cells = _Cells(parts, place, _calendar(mac=parts.mac))
        try:
            records = _records(package, part, cells)
        except PackageError as error:
            findings.append(Diagnostic(error.code, Span(place), error.values))
        else:
            if records or wanted is not None:
                sheets.append(WorkbookSheet(place, part.name, records))
        findings += cells.findings()
    if not sheets and wanted is None and not has_errors(findings):
        findings.append(Diagnostic("D002", Span(file)))
    return sheets, in_order(findings)


def _choose(parts: Parts, file: str, wanted: Sequence[str] | None) -> tuple[list[SheetPart], list[Diagnostic]]:
    if wanted is None:
        findings = [Diagnostic("D025", Span(f"{file}!{part.name}")) for part in parts.sheets if part.hidden]
        return [part for part in parts.sheets if not part.hidden], findings
    names = Names((part.name, part) for part in parts.sheets)
    known = ", ".join(names)
    findings = [
        Diagnostic("D024", Span(file), {"name": name, "known": known}, names.nearest(name))
        for name in wanted
        if names.get(name) is None
    ]
    folded = {fold(name) for name in wanted}
    return [part for part in parts.sheets if fold(part.name) in folded], findings


def _records(package: Package, part: SheetPart, cells: "_Cells") -> list[Record]:
    merger = Merger()
    rows = list(merger.fill(read_grid(package, part.path, cells.text)))
    for area, (row, column), text in merger.hidden:
        problem = Wording(
            "they hide {cell_name}, which holds {text!r} and is not read", cell_name=cell_name(row, column), text=text
        )
        cells.find("D030", row, column, area=str(area), problem=problem)
    for area, text, count in merger.spread:
        cells.find(
            "D030",
            area.top,
            area.left,
            area=str(area),
            problem=Wording("their number {text} is read {count} times", text=text, count=count),
        )
    width = max((len(fields) for _, fields in rows), default=0)
    if width * len(rows) > MAX_FIELDS:
        widest = next(row for row, fields in rows if len(fields) == width)
        what = Wording("the fields of the sheet, which is as wide as {cell_name},", cell_name=cell_name(widest, width))
        raise too_large(what, width * len(rows), MAX_FIELDS)
    return [Record(row, (*fields, *[""] * (width - len(fields)))) for row, fields in rows]


def _built_in_formats() -> dict[int, str]:
    """As Chinese Excel has them; its currency is ¥."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    return {number: code.replace("$", "¥") for number, code in BUILTIN_FORMATS.items()} | CHINESE


_Moment = Callable[[str], datetime | str | None]
"""The date or time of a stored day number, or of an ISO 8601 text; None where there is no such day."""


def _calendar(*, mac: bool) -> _Moment:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900

    def moment(stored: str) -> datetime | str | None:
        try:
            found = from_excel(float(stored), epoch) if is_number(stored) else datetime.fromisoformat(stored)
        except (ValueError, OverflowError):
            return None
        return found if isinstance(found, datetime) else str(found)

    return moment


class _Cells:
    """Gives each cell of a sheet its text, and gathers what is to be said about them."""

    def __init__(self, parts: Parts, place: str, moment: _Moment) -> None:
        self._parts, self._place, self._moment = parts, place, moment
        self._formats = {str(index): form for index, form in enumerate(parts.formats)}
        self._findings: list[Diagnostic] = []
        self._formulas: tuple[Cell, int] | None = None
        self._changed: dict[NumberFormat, tuple[Cell, int]] = {}

    def findings(self) -> list[Diagnostic]:
        """What there is to say; of formulas and of each format that misleads, the first cell and how many."""
        found = list(self._findings)
        if self._formulas is not None:
            cell, count = self._formulas
            found.append(Diagnostic("D028", self._span(cell), {"count": count, "cell": cell.name}))
        for form, (cell, count) in self._changed.items():
            values = {"cell": cell.name, "stored": cell.stored, "format": form.code, "count": count}
            found.append(Diagnostic("D029", self._span(cell), values))
        return found

    def find(self, code: str, row: int, column: int, **values: object) -> None:
        """Take down a finding about a cell; raises `PackageError` where there are too many."""
        if len(self._findings) >= MAX_FINDINGS:
            over = Wording("over {limit}", limit=MAX_FINDINGS)
            raise too_large(Wording("the number of findings in one sheet"), over, MAX_FINDINGS)
        self._findings.append(Diagnostic(code, Span(self._place, row, column), values))

    def _span(self, cell: Cell) -> Span:
        return Span(self._place, cell.row, cell.column)

    def text(self, cell: Cell) -> str:
        """The text of a cell; of one that has no value, what the file stores."""
        if cell.formula is not None:
            if self._parts.stale or (not cell.stored and cell.kind != "str"):
                formula = f"={cell.formula}"
                self.find("D027", cell.row, cell.column, cell=cell.name, formula=formula)
                return formula
            first, count = self._formulas or (cell, 0)
            self._formulas = first, count + 1
        text, why = self._read(cell)
        if why:
            self.find("D026", cell.row, cell.column, cell=cell.name, text=text, why=why)
        return text

    def _read(self, cell: Cell) -> tuple[str, str]:
        """The text, and why it is no value; that is empty where it is one."""
        stored = cell.stored
        match cell.kind:
            case "s":
                known = stored.isdecimal() and int(stored) < len(self._parts.strings)
                return (self._parts.strings[int(stored)], "") if known else (stored, Wording("no text of the workbook"))
            case "n":
                return self._number(cell)
            case "str" | "inlineStr":
                return stored, ""
            case "b":
                return "TRUE" if stored in {"1", "true"} else "FALSE", ""
            case "d":
                return self._day(stored, ISO)
            case "e" if stored == "#N/A":
                return "N/A", ""
            case "e":
                return stored, Wording("an error of Excel")
            case _:
                return stored, Wording("a cell of unknown kind {kind!r}", kind=cell.kind)

    def _number(self, cell: Cell) -> tuple[str, str]:
        form = self._formats.get(cell.style)
        if form is None:
            return cell.stored, Wording("its style is missing")
        if not is_number(cell.stored):
            return cell.stored, Wording("no number")
        if form.date:
            return self._day(cell.stored, form)
        text, changed = form.number(cell.stored)
        if changed:
            first, count = self._changed.get(form, (cell, 0))
            self._changed[form] = first, count + 1
        return text, ""

    def _day(self, stored: str, form: NumberFormat) -> tuple[str, str]:
        moment = None if stored.startswith("-") else self._moment(stored)
        if moment is None:
            return stored, Wording("no day of the calendar")
        return (form.day(moment) if isinstance(moment, datetime) else moment), ""
