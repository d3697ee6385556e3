"""Sheet: a table of written fields whose every field knows its place, whatever kind of file it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hlwplan.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Record:
    """One row; `line` counts the file's own lines (a workbook's own rows) from 1."""

    line: int
    fields: tuple[str, ...]


class Sheet(Protocol):
    """The rows of a text file, or of one sheet of a workbook.  Rows may differ in their number of fields."""

    @property
    def file(self) -> str:
        """The name that places carry."""

    @property
    def name(self) -> str:
        """The sheet's name in its workbook; empty for a text file."""

    @property
    def records(self) -> Sequence[Record]:
        """The rows in the file's order; those whose every field is blank are left out."""

    def span(self, record: Record, index: int) -> Span:
        """The exact place of a field of one of `records`; of an index past its end, the record's line alone.

        A field behind a quoted line break stands on a later line than its record.  `end` is 0 where a field goes on
        on the next line, and `end` equals `column` where a field is empty.
        """
