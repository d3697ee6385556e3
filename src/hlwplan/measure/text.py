"""Text: bytes to records, each with the line of the file that it begins on."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.sheet import Record

MAX_FIELD: Final = 100_000
_FIELD: Final = re.compile(r'"(?:[^"]|"")*"[^,]*|[^",][^,]*|')
_FORMS: Final = {b"PK\x03\x04": "Excel workbook", b"\xd0\xcf\x11\xe0": "old Excel", b"\xff\xfe": "UTF-16",
                 b"\xfe\xff": "UTF-16", b"PAR1": "Parquet"}  # fmt: skip


def read_text(raw: bytes, file: str) -> tuple[str | None, list[Diagnostic]]:
    """Decode strictly; None where the bytes are no UTF-8 text.  A byte order mark is dropped."""
    for magic, form in _FORMS.items():
        if raw.startswith(magic):
            return None, [Diagnostic("D009", Span(file), {"form": form})]
    zero = raw.find(b"\0")
    if zero >= 0:
        return None, [Diagnostic("D007", Span(file, _place(raw, zero)[0]))]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        reason = f"byte 0x{raw[error.start]:02x}, {error.reason}{_looks_like_gbk(raw)}"
        return None, [Diagnostic("D001", Span(file, *_place(raw, error.start)), {"reason": reason})]


def _looks_like_gbk(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "; it looks like GBK"


def _place(raw: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a byte, whatever ends the lines."""
    before = raw[:at].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def read_records(text: str, file: str) -> tuple[list[Record], list[Diagnostic]]:
    """Split text into records; rows whose every field is blank are passed over."""
    csv.field_size_limit(MAX_FIELD)
    # StringIO breaks lines as files do; splitlines() would also break at form feeds and U+2028, which belong to a cell.
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    records = []
    line = 1
    try:
        for row in reader:
            if any(not field.isspace() and field for field in row):
                records.append(Record(line, tuple(row)))
            line = reader.line_num + 1
    except csv.Error:
        return records, [Diagnostic("D008", Span(file, line), {"limit": MAX_FIELD})]
    return records, []


def field_place(lines: Sequence[str], record: Record, index: int) -> tuple[int, int]:
    """The columns, from 1, of a field and after it, on its record's first line; 0 where it is elsewhere."""
    line = lines[record.line - 1].rstrip("\n")
    start = 0
    for number in range(index + 1):
        if start > len(line):
            return 0, 0
        match = _FIELD.match(line, start)
        if match is None:  # a quoted field that goes on below
            return (start + 1, 0) if number == index else (0, 0)
        if number == index:
            return start + 1, match.end() + 1
        start = match.end() + 1
    return 0, 0
