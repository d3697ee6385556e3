"""Made-up workbooks for tests: by openpyxl where it can write them, else put together by hand, part by part."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure.workbook import WorkbookSheet, read_workbook

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(*writers: Callable[[Worksheet], object]) -> bytes:
    """A workbook as openpyxl writes it: 表1, 表2 … each filled by its writer."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, write in enumerate(writers, start=1):
        write(workbook.create_sheet(f"表{number}"))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rows(*values: tuple[object, ...]) -> Callable[[Worksheet], None]:
    """What writes these rows into a sheet."""

    def write(sheet: Worksheet) -> None:
        for row in values:
            sheet.append(list(row))

    return write


def parts(
    sheet: str = "", *, strings: str = "", styles: str = "", workbook: str = "", sheets: str = "", after: str = ""
) -> dict[str, str]:
    """The parts of a workbook with one sheet, 表1; each argument is XML inside the part's outermost element."""
    inner = {"worksheets/sheet1.xml": "worksheet", "sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": related({"xl/workbook.xml": "officeDocument"}),
        "xl/_rels/workbook.xml.rels": related(inner),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}">{workbook}<sheets>{sheets or entry("表1")}</sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }


def entry(name: str, part: str = "r1") -> str:
    """The XML by which a workbook lists a sheet."""
    return f'<sheet name={quoteattr(name)} xmlns:r="{OFFICE}" r:id="{part}"/>'


def related(kinds: Mapping[str, str]) -> str:
    """The relationships r1, r2 … to these parts."""
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for number, (path, kind) in enumerate(kinds.items(), start=1)
    )
    return f'<Relationships xmlns="{RELATED}">{entries}</Relationships>'


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(name: str, stored: str = "", *, kind: str = "n", style: int = 0, formula: str | None = None) -> str:
    """The XML of a cell; an empty `stored` leaves the value out."""
    formula = "" if formula is None else f"<f>{escape(formula)}</f>"
    value = f"<v>{escape(stored)}</v>" if stored else ""
    return f"<c r={quoteattr(name)} t={quoteattr(kind)} s={quoteattr(str(style))}>{formula}{value}</c>"


def row(number: int, *cells: str) -> str:
    """The XML of a row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def merges(*areas: str) -> str:
    """The XML of merged areas."""
    return f"<mergeCells>{''.join(f'<mergeCell ref={quoteattr(area)}/>' for area in areas)}</mergeCells>"


def formats(*codes: str | int) -> str:
    """The XML of styles 1, 2 … of these number formats; style 0 is General, an int is a built-in format's number."""
    own = "".join(
        f'<numFmt numFmtId="{200 + index}" formatCode={quoteattr(code)}/>'
        for index, code in enumerate(codes)
        if isinstance(code, str)
    )
    used = [0, *(200 + index if isinstance(code, str) else code for index, code in enumerate(codes))]
    others = '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    styles = "".join(f"<xf numFmtId={quoteattr(str(number))}/>" for number in used)
    return f"<numFmts>{own}</numFmts>{others}<cellXfs>{styles}</cellXfs>"


def read(raw: bytes, *wanted: str) -> tuple[list[WorkbookSheet], list[Diagnostic]]:
    """What `read_workbook` makes of book.xlsx; every visible sheet where none is named."""
    return read_workbook(raw, "book.xlsx", wanted or None)


def fields(raw: bytes) -> list[tuple[str, ...]]:
    """The fields of a workbook's one sheet, of which there is nothing to say but notes."""
    (sheet,), findings = read(raw)
    assert [finding for finding in findings if finding.severity != "note"] == []
    return [record.fields for record in sheet.records]


def shown(code: str | int, *stored: str) -> list[str]:
    """How numbers under one format are read."""
    cells = [cell(f"{chr(65 + index)}1", text, style=1) for index, text in enumerate(stored)]
    (sheet,), _ = read(zipped(parts(row(1, *cells), styles=formats(code))))
    return list(sheet.records[0].fields)


def said(findings: list[Diagnostic]) -> list[str]:
    """Findings as `place code`, the file's name left out."""
    return [f"{str(finding.span).removeprefix('book.xlsx').lstrip('!')} {finding.code}".strip() for finding in findings]


def failing() -> dict[str, tuple[bytes, str]]:
    """A workbook for each code, and where it earns it; D024 is about what is asked for."""
    hidden = entry("表2").replace("/>", ' state="hidden"/>')
    number, formula = cell("A1", "2", style=1), cell("A1", "2", formula="1+1")
    over = row(1, cell("A1", "2"), cell("B1", "3")) + row(2, cell("B2", "3"))
    made = {
        "D022": parts("<row/>" * 200_000),
        "表1 D023": parts("<row>"),
        "表2 D025": parts(row(1, number), sheets=entry("表1") + hidden, styles=formats("0")),
        "表1:1:1 D026": parts(row(1, cell("A1", "#REF!", kind="e"))),
        "表1:1:1 D027": parts(row(1, cell("A1", formula="1+1"))),
        "表1:1:1 D028": parts(row(1, formula)),
        "表1:1:1 D029": parts(row(1, number), styles=formats("0,")),
        "表1:1:1 D030": parts(over, after=merges("A1:A2")),
    }
    return {"D021": (b"a,b\n", "D021"), **{place[-4:]: (zipped(it), place) for place, it in made.items()}}


FAILING: Final = failing()
