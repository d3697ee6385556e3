"""Form: what kind of file bytes are, where they are no text of rows."""

import codecs
from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """What a file is that is no text, in the words that name it."""

    XLSX = "Excel workbook (.xlsx)"
    XLS = "old Excel workbook (.xls)"
    ZIP = "ZIP"
    PARQUET = "Parquet"
    PDF = "PDF"
    GZIP = "gzip"
    RAR = "RAR"
    SEVEN_ZIP = "7z"
    HTML = "HTML"
    XML = "XML"


_MAGIC: Final = (
    (b"PK\x03\x04", Form.ZIP),
    (b"PK\x05\x06", Form.ZIP),
    (b"\xd0\xcf\x11\xe0", Form.XLS),
    (b"PAR1", Form.PARQUET),
    (b"%PDF-", Form.PDF),
    (b"\x1f\x8b", Form.GZIP),
    (b"Rar!", Form.RAR),
    (b"7z\xbc\xaf\x27\x1c", Form.SEVEN_ZIP),
)
_MARKUP: Final = ((b"<?xml", Form.XML), (b"<!doctype html", Form.HTML), (b"<html", Form.HTML), (b"<table", Form.HTML))


def form_of(raw: bytes) -> Form | None:
    """What kind of file the first bytes announce, whatever its name says; None where it may be text."""
    if raw.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in raw:
        return Form.XLSX
    start = raw[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    found = [form for magic, form in _MAGIC if raw.startswith(magic)]
    found += [form for markup, form in _MARKUP if start.startswith(markup)]  # what web pages save as .xls
    return found[0] if found else None
