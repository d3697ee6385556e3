"""Breaks: rows inside a table that are none of its rows: page breaks, section headings, the header of a second table.

What repeats a line from above, or says nothing of the plan, is left out and said to be.  What would change what the
rows below it are about is refused: nobody can tell how far it reaches.
"""

from dataclasses import replace

from hlwplan.diagnostics import Diagnostic
from hlwplan.language import Wording
from hlwplan.measure.frame import is_value
from hlwplan.measure.labels import HEADERS, field_named, one_line, pair, read_label
from hlwplan.measure.layout import NEEDED, Layout
from hlwplan.measure.sheet import Record, Sheet
from hlwplan.measure.words import Words
from hlwplan.period import parse_period


def without_breaks(sheet: Sheet, layout: Layout, words: Words) -> tuple[Layout, list[Diagnostic]]:
    """The layout with the table's own rows alone, and every line that must not stand inside it."""
    reader = _Breaks(sheet, layout, words)
    body, aside, findings = [], [], []
    for record in layout.frame.body:
        found = reader.read(record)
        if isinstance(found, Diagnostic):
            findings.append(found)
        elif found:
            aside.append((record, found))
        else:
            body.append(record)
    frame = replace(layout.frame, body=body)
    return replace(layout, frame=frame, aside=aside), findings


class _Breaks:
    """Tells the breaks of one table from its rows."""

    def __init__(self, sheet: Sheet, layout: Layout, words: Words) -> None:
        self._sheet, self._layout, self._words = sheet, layout, words
        frame = layout.frame
        self._above = {_texts(record) for record in (*frame.above, *frame.header)}
        self._labels = {index: name for name, index in layout.columns.items() if name in NEEDED}
        if layout.key is not None:
            self._labels[layout.key] = "key"

    def read(self, record: Record) -> Diagnostic | str:
        """Empty text for a row of the table; why it is left out, or the finding that refuses it, for another."""
        texts = _texts(record)
        if texts in self._above:
            return Wording("repeats a line above")
        if self._is_header(record):
            lines = (self._layout.frame.header[0].line, record.line)
            values = dict(
                zip(
                    ("first", "second"),
                    (Wording("by the header on line {line}", line=line) for line in lines),
                    strict=True,
                )
            )
            return Diagnostic("D037", self._sheet.span(record, _first(record)), values)
        return self._heading(record) if len(set(texts)) == 1 else ""

    def _is_header(self, record: Record) -> bool:
        """Whether a row names fields where the table has labels, or periods where it has values."""
        labels = {index: _at(record, index) for index in self._labels}
        for index, text in labels.items():
            if text and (field_named(text) or text in self._layout.frame.headers.get(index, ())):
                return True
        if any(labels.values()):
            return False
        values = [text for index in self._layout.values if (text := _at(record, index))]
        return bool(self._labels and values) and all(parse_period(text) is not None for text in values)

    def _heading(self, record: Record) -> Diagnostic | str:
        """A row with one text, where labels stand: what it says of the rows below it."""
        first = _first(record)
        text = _at(record, first)
        if first in self._layout.values or is_value(text):
            return ""
        said = pair(text)
        if said is not None:
            before = self._layout.frame.said.get(said[0])
            same = before is not None and one_line(before.text) == one_line(said[1])
            if said[0] in {"", "note"} or same:
                return one_line(text)
            return self._changes(record, first, HEADERS[said[0]][1])
        label = read_label(text)
        if label.unit and not label.name:
            return self._changes(record, first, HEADERS["unit"][1])
        own = self._labels.get(first, "")
        named = self._words.dimensions(text)
        others = sorted(named - {own})
        if own == "key" or not named:
            return "" if self._layout.is_long else one_line(text)
        return self._changes(record, first, HEADERS[others[0]][1]) if others and own not in named else ""

    def _changes(self, record: Record, index: int, field: str) -> Diagnostic:
        text = one_line(record.fields[index])
        values = {
            "first": Wording("{field} as the table says it", field=field),
            "second": Wording("{field} by the line {text!r} inside it", field=field, text=text),
        }
        return Diagnostic("D037", self._sheet.span(record, index), values)


def _texts(record: Record) -> tuple[str, ...]:
    return tuple(one_line(text) for text in record.fields if text.strip())


def _first(record: Record) -> int:
    return next(index for index, text in enumerate(record.fields) if text.strip())


def _at(record: Record, index: int) -> str:
    return record.fields[index].strip() if index < len(record.fields) else ""
