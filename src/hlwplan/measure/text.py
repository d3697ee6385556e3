"""Text: bytes to records, each with the line of the file that it begins on."""

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span

MAX_FIELD: Final = 100_000
_FORMS: Final = {b"PK\x03\x04": "Excel workbook", b"\xd0\xcf\x11\xe0": "old Excel", b"\xff\xfe": "UTF-16",
                 b"\xfe\xff": "UTF-16", b"PAR1": "Parquet"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One row; `line` counts the file's own lines from 1, so a quoted line break shifts nothing."""

    line: int
    fields: tuple[str, ...]


def read_text(raw: bytes, file: str) -> tuple[str | None, list[Diagnostic]]:
    """Decode strictly; None where the bytes are no UTF-8 text.  A byte order mark is dropped."""
    for magic, form in _FORMS.items():
        if raw.startswith(magic):
            return None, [Diagnostic("D009", Span(file), {"form": form})]
    zero = raw.find(b"\0")
    if zero >= 0:
        return None, [Diagnostic("D007", Span(file, raw.count(b"\n", 0, zero) + 1))]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        start = raw.rfind(b"\n", 0, error.start) + 1
        column = len(raw[start : error.start].decode("utf-8", "replace")) + 1
        reason = f"byte 0x{raw[error.start]:02x}, {error.reason}"
        return None, [Diagnostic("D001", Span(file, raw.count(b"\n", 0, error.start) + 1, column), {"reason": reason})]


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


def field_column(text: str, record: Record, index: int) -> int:
    """The column, from 1, of a record's field on the line that the record begins on; 0 where it begins later."""
    line = next(islice(io.StringIO(text, newline=None), record.line - 1, None)).rstrip("\n")
    quoted, fields = False, 0
    for column, sign in enumerate(line, start=1):
        if fields == index:
            return column
        if sign == '"':
            quoted = not quoted
        elif sign == "," and not quoted:
            fields += 1
    return len(line) + 1 if fields == index else 0
