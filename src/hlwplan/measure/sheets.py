"""Sheets of a file, whatever its form, each with the layout that it was found to have."""

from typing import Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.language import Phrase, _
from hlwplan.measure.breaks import without_breaks
from hlwplan.measure.explained import explain
from hlwplan.measure.form import Form, form_of
from hlwplan.measure.frame import read_frame
from hlwplan.measure.layout import Given, read_layout
from hlwplan.measure.records import read_sheet
from hlwplan.measure.reported import Reader
from hlwplan.measure.sheet import Sheet
from hlwplan.measure.text import read_text
from hlwplan.measure.words import Words
from hlwplan.measure.workbook import read_workbook
from hlwplan.plan.model import Plan

_WORKBOOKS: Final = frozenset({Form.XLSX, Form.XLS, Form.ZIP})
"""What is given to the reader of workbooks, which tells the one form that it reads from those that it names."""

_SEPARATORS: Final = {",": Phrase("commas"), "\t": Phrase("tabs"), ";": Phrase("semicolons")}

Explained = list[tuple[str, str, str]]


def read_sheets(
    plan: Plan, raw: bytes, file: str, encoding: str | None, delimiter: str | None, wanted: tuple[str, ...] | None,
    given: Given,
) -> tuple[list[Reader], Explained, list[Diagnostic]]:  # fmt: skip
    """The sheets that can be read; what was decided of each: sheet, field, where it comes from; why others cannot."""
    sheets, explained, findings = _open(raw, file, encoding, delimiter, wanted)
    words = Words(plan)
    readers = []
    for sheet in sheets:
        layout, more = read_layout(sheet, read_frame(sheet), words, given)
        broken = any(finding.code in {"D008", "D015", "D016"} for finding in findings)
        findings += [finding for finding in more if not (broken and finding.code == "D002")]
        if layout is not None:
            layout, breaks = without_breaks(sheet, layout, words)
            findings += breaks
        if layout is not None and not breaks:
            readers.append(Reader(sheet, layout, words))
            explained += [(sheet.file, name, where) for name, where in explain(layout)]
    return readers, explained, findings


def _open(
    raw: bytes, file: str, encoding: str | None, delimiter: str | None, wanted: tuple[str, ...] | None
) -> tuple[list[Sheet], Explained, list[Diagnostic]]:
    if form_of(raw) in _WORKBOOKS:
        sheets, findings = read_workbook(raw, file, wanted)
        return list(sheets), [(file, "form", _("Excel workbook"))], findings
    text, findings = read_text(raw, file, encoding)
    if text is None:
        return [], [], findings
    sheet, more = read_sheet(text.content, file, delimiter)
    if sheet is None:
        return [], [], [*findings, *more]
    separator = _SEPARATORS.get(sheet.delimiter, repr(sheet.delimiter))
    form = _("{encoding}, separated by {separator}", encoding=text.encoding, separator=separator)
    return [sheet], [(file, "form", form)], [*findings, *more]
