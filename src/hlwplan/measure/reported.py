"""Reported: the values of a table one by one, each with the texts that say what it is about and where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.frame import Place
from hlwplan.measure.labels import Label, is_part
from hlwplan.measure.layout import NEEDED, Layout
from hlwplan.measure.sheet import Record, Sheet
from hlwplan.measure.words import Said, Words
from hlwplan.period import parse_period


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the field of the file that says it; `place` is None for what the command gives."""

    text: str
    place: Place | None = None


NOTHING = Written("")


@dataclass(frozen=True, slots=True)
class Reported:
    """One value as it was reported, in row `line`.

    `cells` are by canonical field; a field that nothing says is not there.  `units` are all that is said of the unit of
    measure but for a line around the table, which counts only where nothing else is said.  `bases` are all that is said
    of what the value covers: a basis, or a word of a compound key that may be none.
    """

    line: int
    cells: Mapping[str, Written]
    bases: tuple[str, ...] = ()
    units: tuple[Written, ...] = ()
    year: Written = NOTHING

    def text(self, name: str) -> str:
        """What is said of a field; empty text where nothing is."""
        return self.cells.get(name, NOTHING).text


@dataclass(slots=True)
class Reader:
    """Reads one sheet's values; `blank` counts empty cells.

    `refused` are values of rows that could not be taken apart: the place, what is known of them by field, and why.
    """

    sheet: Sheet
    layout: Layout
    words: Words
    refused: list[tuple[Span, Mapping[str, str], Diagnostic]] = field(default_factory=list)
    blank: int = 0
    _labels: dict[str, Label] = field(default_factory=dict)

    def rows(self) -> Iterator[Reported]:
        """The values in reading order.  An empty cell of a wide table reports nothing; one of a long table does."""
        layout = self.layout
        around = {name: Written(place.text, place) for name, place in layout.around.items()}
        around |= {name: Written(text) for name, text in layout.given.fields.items()}
        headers = {index: self._header(index, said) for index, said in layout.values.items()}
        for record in layout.frame.body:
            if len(record.fields) != layout.frame.width:
                self._ragged(record, around)
                continue
            cells = {name: Written(text, Place(record, index)) for name, index in layout.columns.items()
                     if (text := record.fields[index].strip()) or name in NEEDED or name not in around}  # fmt: skip
            wrong = self._split(record, cells)
            for index, said in layout.values.items():
                text = record.fields[index].strip()
                if not text and not layout.is_long:
                    self.blank += 1
                    continue
                value = Written(text, Place(record, index))
                known = {**around, **cells, **headers[index], "value": value}
                if wrong is None:
                    yield self._reported(record, known, said, around)
                else:
                    self.refused.append((self.sheet.span(record, index), _texts(known), wrong))

    def _ragged(self, record: Record, around: Mapping[str, Written]) -> None:
        """Refuse a row that is too long or too short; nobody can tell which of its fields is which value."""
        layout = self.layout
        values = {"found": len(record.fields), "expected": layout.frame.width}
        span = Span(self.sheet.file, record.line)
        own = {name: record.fields[index] for name, index in layout.columns.items() if index < len(record.fields)}
        whole = {} if layout.is_long else {"note": " | ".join(record.fields)}
        self.refused.append((span, {**_texts(around), **own, **whole}, Diagnostic("D006", span, values)))

    def _header(self, index: int, said: Said) -> dict[str, Written]:
        """What a column's header says, at the header's place."""
        header = self.layout.frame.header
        holding = [record for record in header if index < len(record.fields) and record.fields[index].strip()]
        place = Place((holding or header)[-1], index)
        texts = {"indicator": said.indicator, "region": said.region, "unit of value": said.unit,
                 "period": said.period or said.part}  # fmt: skip
        return {name: Written(text, place) for name, text in texts.items() if text}

    def _split(self, record: Record, cells: dict[str, Written]) -> Diagnostic | None:
        """Add the parts of the record's compound key; the finding where it does not have the rule's form."""
        index, rule = self.layout.key, self.layout.given.key
        if index is None or rule is None:
            return None
        place = Place(record, index)
        parts = rule.split(place.text)
        if parts is None:
            cells["indicator"] = Written(place.text, place)
            values = {"text": place.text, "rule": rule.rule}
            return Diagnostic("D039", self.sheet.span(record, index), values)
        cells.update((name, Written(text, place)) for name, text in parts.items())
        return None

    def _reported(
        self, record: Record, cells: dict[str, Written], said: Said, around: Mapping[str, Written]
    ) -> Reported:
        name = cells["indicator"]
        label = self._labels.get(name.text)
        if label is None:
            label = self._labels[name.text] = self.words.indicator(name.text) or Label(name.text)
        bases = (said.basis or "", label.basis or "", cells.get("basis", NOTHING).text)
        units = [Written(label.unit, name.place), cells.pop("unit of value", NOTHING)]
        if "unit" in cells and cells["unit"] is not around.get("unit"):
            units.insert(0, cells["unit"])
        cells["indicator"] = Written(label.name, name.place)
        year = NOTHING
        if is_part(cells["period"].text):
            column = self.layout.columns.get("period")
            own = Written(record.fields[column].strip(), Place(record, column)) if column is not None else NOTHING
            year = next((it for it in (own, around.get("period", NOTHING)) if parse_period(it.text)), NOTHING)
        return Reported(
            record.line, cells, tuple(filter(None, bases)), tuple(unit for unit in units if unit.text), year
        )


def _texts(cells: Mapping[str, Written]) -> dict[str, str]:
    return {name.removesuffix(" of value"): written.text for name, written in cells.items() if written.text}
