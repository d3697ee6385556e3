"""The report of refused rows: a file that can be mended and ingested again."""

from collections.abc import Sequence

from hlwplan.language import _, sentences
from hlwplan.measure.labels import HEADERS, LINE, REASON, one_line, ours
from hlwplan.measure.rows import Refused
from hlwplan.table import Column, Section, Table


def rejected(refused: Sequence[Refused]) -> Table:
    """A row for each refused value under the headers of the language, with the reasons and the line that it stood on.

    What the file says of a value is written as it was read, but for line breaks, so that mending the cells at fault is
    enough; the two last columns are passed over when it is ingested.
    """
    rows = tuple(
        (
            *(one_line(it.cells.get(name, "")) or None for name in HEADERS),
            sentences(f"{finding.code} {finding.message}; {finding.hint}".rstrip("; ") for finding in it.findings),
            _line(it),
        )
        for it in refused
    )
    headers = map(ours, (*HEADERS.values(), REASON, LINE))
    return Table(_("Refused rows"), tuple(Column(it, it) for it in headers), (Section((), rows),))


def _line(it: Refused) -> str:
    """The line of the original file; of a workbook, with its sheet: 表1!5."""
    _, bang, sheet = it.span.file.rpartition("!")
    return f"{sheet}!{it.span.line}" if bang else str(it.span.line)
