"""Records: characters to rows of fields, each of which can be found again in the file."""

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.delimiter import MAX_FIELD, find_delimiter, rows_of
from hlwplan.measure.sheet import Record

_REMEMBERED: Final = 64
"""Of how many rows the places of the fields are kept."""


@dataclass(frozen=True)
class TextSheet:
    """The rows of a text file; implements `Sheet`.  Lines of `text` end with line feeds, as do those inside fields."""

    file: str
    text: str = field(repr=False)
    delimiter: str
    records: Sequence[Record] = field(repr=False)
    name: str = ""

    def span(self, record: Record, index: int) -> Span:
        """The exact place of a field, its quotation marks included; see `Sheet.span`."""
        if not 0 <= index < len(record.fields):
            return Span(self.file, record.line)
        if record.line not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            fields = _fields(self.text, self._starts[record.line - 1], self.delimiter)
            self._known[record.line] = [match.span("field") for match in islice(fields, len(record.fields))]
        start, end = self._known[record.line][index]
        line, column = _place(self._starts, start)
        last, after = _place(self._starts, end)
        return Span(self.file, line, column, after if last == line else 0)

    @cached_property
    def _known(self) -> dict[int, list[tuple[int, int]]]:
        # To walk along a wide row again for each of its fields would take quadratic time.
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        # Most files have no findings and never need the places of their lines.
        return _starts(self.text)


def read_sheet(text: str, file: str, delimiter: str | None = None) -> tuple[TextSheet | None, list[Diagnostic]]:
    """Split text into records; None where it holds no table.

    After an error in the quotation the sheet holds the records before it, or is None where there are none.  Without
    `delimiter` it is the one of comma, semicolon and tab that divides the lines; it may be any character, or `tab`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = find_delimiter(text, file, delimiter)
    if isinstance(found, Diagnostic):
        return None, [found]
    records, fault = _read(text, found)
    findings = [] if fault is None else [_fault(text, file, found, fault)]
    if records:
        return TextSheet(file, text, found, records), findings
    return None, findings or [Diagnostic("D002", Span(file))]


def _read(text: str, delimiter: str) -> tuple[list[Record], int | None]:
    """The records, and the line on which one begins that cannot be read."""
    records = []
    line = 1
    try:
        for following, row in rows_of(text, delimiter):
            if any(map(str.strip, row)):
                records.append(Record(line, tuple(row)))
            line = following
    except csv.Error:
        return records, line
    return records, None


def _fields(text: str, start: int, delimiter: str) -> Iterator[re.Match[str]]:
    """The fields from there on as they are written, record after record.

    `field` is all of it; `quoted` the part within quotation marks, None where it does not begin with one or has no end.
    """
    stop = re.escape(delimiter)
    pattern = rf'(?P<field>(?P<quoted>"[^"]*+(?:""[^"]*+)*+")?+[^{stop}\n]*+)(?:{stop}|\n|\Z)'
    return re.compile(pattern).finditer(text, start)


def _fault(text: str, file: str, delimiter: str, line: int) -> Diagnostic:
    """What is wrong with the record that begins on that line and cannot be read: its first field that is at fault."""
    starts = _starts(text)
    for match in _fields(text, starts[line - 1], delimiter):
        place = Span(file, *_place(starts, match.start()))
        quoted = match["quoted"]
        held = match["field"] if quoted is None else quoted[1:-1].replace('""', '"')
        long = len(held) > MAX_FIELD
        if (quoted is None and held.startswith('"')) or (long and "\n" in held):
            return Diagnostic("D008", place, {"limit": MAX_FIELD})
        if long:
            break
        if quoted is not None and match.end("quoted") != match.end("field"):
            behind = Span(file, *_place(starts, match.end("quoted")))
            return Diagnostic("D015", behind, {"opened": place.line})
    return Diagnostic("D016", place, {"limit": MAX_FIELD})


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _place(starts: Sequence[int], at: int) -> tuple[int, int]:
    """Line and column, from 1."""
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1
