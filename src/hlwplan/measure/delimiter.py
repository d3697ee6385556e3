"""Delimiter: the character between the fields, recognised from the lines that it divides, or as it was given."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording

MAX_FIELD: Final = 100_000
"""The most characters that a field may have."""

DELIMITERS: Final = (",", ";", "\t")
"""What is recognised without being told."""

_NAMED: Final = {"tab": "\t", r"\t": "\t"}
_OTHERS: Final = "，；|"
_SAMPLE: Final = 1000
"""How many rows are looked at."""

_CONSISTENT: Final = (4, 5)
"""The share of the divided rows that have the same number of fields in a table; the others are titles and ragged."""


@dataclass(frozen=True, slots=True)
class _Division:
    """What a delimiter makes of the rows that are not blank: how many it divides, how many of those are alike in width.

    `broken` says that a quotation does not end where a field ends, which ended the count.
    """

    rows: int
    divided: int
    alike: int
    width: int
    broken: bool

    @property
    def table(self) -> bool:
        """Whether there may be a header and a row below it."""
        return self.divided >= 2 or self.broken

    @property
    def consistent(self) -> bool:
        """Whether nearly all divided rows have the same number of fields."""
        share, of = _CONSISTENT
        return not self.broken and self.alike * of >= self.divided * share

    def beats(self, other: "_Division") -> bool:
        """Whether the other one's divided rows can only be text that this one's table holds."""
        return self.alike > other.divided or (self.consistent and not other.consistent and self.alike > other.alike)


def rows_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line, from 1, on which the next one begins.  Raises csv.Error where a field cannot be read."""
    csv.field_size_limit(MAX_FIELD)
    # StringIO breaks lines as files do; splitlines() would also break at form feeds and U+2028, which belong to a cell.
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    for row in reader:
        yield reader.line_num + 1, row


def find_delimiter(text: str, file: str, given: str | None = None) -> str | Diagnostic:
    """The delimiter, or why there is none: no row is divided, or two delimiters divide the rows equally well.

    Titles and footers may be undivided, or divided otherwise than the table.  Lines of `text` end with line feeds.
    """
    if given is not None:
        return _checked(text, file, _NAMED.get(given, given))
    divisions = {it: _divide(text, it) for it in DELIMITERS}
    tables = {it: division for it, division in divisions.items() if division.table}
    if not tables:
        return _no_table(text, file)
    for delimiter, division in tables.items():
        if all(division.beats(other) for it, other in tables.items() if it != delimiter):
            return delimiter
    return _undecided(tables, file)


def _checked(text: str, file: str, given: str) -> str | Diagnostic:
    problem = None
    if len(given) != 1 or given in '"\r\n':
        problem = Wording("is not one character that can divide fields")
    elif (division := _divide(text, given)).rows and not division.divided and not division.broken:
        problem = Wording("divides no line")
    if problem is None:
        return given
    return Diagnostic("D017", Span(file), {"delimiter": given, "problem": problem})


def _divide(text: str, delimiter: str) -> _Division:
    widths: Counter[int] = Counter()
    broken = False
    try:
        widths.update(len(row) for _, row in islice(rows_of(text, delimiter), _SAMPLE) if any(map(str.strip, row)))
    except csv.Error:
        broken = True
    rows = widths.total()
    widths[1] = 0
    ((width, alike),) = widths.most_common(1)
    return _Division(rows, widths.total(), alike, width, broken)


def _no_table(text: str, file: str) -> Diagnostic:
    """The file has one column; perhaps another character was meant to divide it."""
    for separator in _OTHERS:
        division = _divide(text, separator)
        if division.table and division.consistent:
            line = text[: text.index(separator)].count("\n") + 1
            return Diagnostic("D010", Span(file, line), {"separator": separator})
    return Diagnostic("D002", Span(file))


def _undecided(tables: Mapping[str, _Division], file: str) -> str | Diagnostic:
    best = sorted(tables, key=lambda it: -tables[it].alike)
    if tables[best[0]].alike == 0:  # an open quotation hides everything; it is reported whatever the delimiter
        return best[0]
    first, second = best[:2]
    widths = {"first_width": tables[first].width, "second_width": tables[second].width}
    return Diagnostic("D014", Span(file), {"first": first, "second": second, **widths})
