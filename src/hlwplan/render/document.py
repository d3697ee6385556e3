"""JSON documents: a table's head, then its rows, with dotted column names nested."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.quantity import plain
from hlwplan.table import Amount, Blank, Cell, Column, Fact, Formula, Nested, Page, Table, Word, in_columns

_MARK: Final = "\ue000"
_KNOWN: Final = {str, int, float, bool, type(None)}
"""What JSON has words for."""
_EXACT: Final = re.compile(f'"{_MARK}(-?[0-9.]+){_MARK}"')


def render(table: Table) -> str:
    """The document as text.  A group of columns that are all absent is null as a whole; `banner` stands in the head."""
    rows = list(members(table.columns, table.rows))
    before, after = frame(table, filled=bool(rows))
    return before + ",".join(rows) + after


def frame(table: Table, *, filled: bool) -> tuple[str, str]:
    """The text before and after the rows, which stand in it with commas between them; `filled` says there are some."""
    head = _text({**table.meta, "banner": list(table.banner), table.rows_name: []}).removesuffix("]\n}")
    return head, "\n ]\n}\n" if filled else "]\n}\n"


def members(columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    """Each row as a member of the document's list, as the rows come."""
    places = _places(columns)
    member = _object(places, "\n  ")
    for cells in in_columns(rows):
        fields = [_texts(cells[at], "\n   ") if isinstance(at, int) else _group(cells, at) for at in places.values()]
        yield from (f"\n  {member % row}" for row in zip(*fields, strict=True))


def _group(cells: Sequence[Sequence[Cell]], places: Mapping[str, int]) -> list[str]:
    """The object that columns make of each row, null where all of them are absent."""
    absent, record = ("null",) * len(places), _object(places, "\n   ")
    parts = zip(*(_texts(cells[at], "\n    ") for at in places.values()), strict=True)
    return ["null" if row == absent else record % row for row in parts]


def _object(names: Iterable[str], margin: str) -> str:
    """A pattern for an object with these members; `margin` is how its last line begins."""
    members = ",".join(f"{margin} {_text(name)}: ".replace("%", "%%") + "%s" for name in names)
    return f"{{{members}{margin}}}"


def _texts(cells: Sequence[Cell], margin: str) -> list[str]:
    """Each cell of a column as JSON; `margin` is how its further lines begin."""
    if set(map(type, cells)) <= _KNOWN:
        found = json.dumps(cells, ensure_ascii=False, allow_nan=False, separators=("\n", ":"))
        return found[1:-1].split("\n")  # within a text a line feed is written as two signs
    return [
        "null" if cell is None
        else plain(cell) if isinstance(cell, Decimal)
        else _text(_value(cell)).replace("\n", margin)
        for cell in cells
    ]  # fmt: skip


def _text(value: object) -> str:
    return _EXACT.sub(r"\1", json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def _places(columns: Sequence[Column]) -> dict[str, int | dict[str, int]]:
    """Where the cells of a record stand in a row, those of a group by their names within it."""
    places: dict[str, int | dict[str, int]] = {}
    for at, column in enumerate(columns):
        group, dot, name = column.name.partition(".")
        inner = places.setdefault(group, {} if dot else at)
        if isinstance(inner, dict):
            inner[name] = at
    return places


def _nested(columns: Sequence[Column], row: tuple[Cell, ...]) -> dict[str, object]:
    record: dict[str, object] = {}
    for group, at in _places(columns).items():
        if isinstance(at, int):
            record[group] = _value(row[at])
        else:
            inner = {name: _value(row[place]) for name, place in at.items()}
            record[group] = None if all(part is None for part in inner.values()) else inner
    return record


def _value(cell: Cell) -> object:
    match cell:
        case Decimal():
            return f"{_MARK}{plain(cell)}{_MARK}"  # a float would round it; the marks and quotes go in the end
        case Amount():
            return _value(cell.value)
        case Word():
            return cell.text
        case Blank():
            return None
        case Nested():
            return _inside(cell.value)
        case tuple():
            return [_value(part) for part in cell]
        case _:
            return cell


def _inside(value: object) -> object:
    match value:
        case Mapping():
            return {name: _inside(part) for name, part in value.items()}
        case list() | tuple():
            return [_inside(part) for part in value]
        case Decimal():
            return _value(value)
        case _:
            return value


def page(it: Page, subject: Table) -> str:
    """A page as a document: the head, `target` from the first row of `subject`, then a member for each block.

    A block's facts are `facts` by name, its formulas, remarks and the rows of its table stand under these words.
    Drawings are for people.
    """
    target = _nested(subject.columns, subject.rows[0])
    document: dict[str, object] = {**it.meta, "banner": list(it.banner), "target": target}
    for block in it.blocks:
        document[block.name] = {
            "facts": {part.name: _value(part.value) for part in block.parts if isinstance(part, Fact)},
            "formulas": [_formula(part) for part in block.parts if isinstance(part, Formula)],
            "rows": [
                _nested(part.columns, row) for part in block.parts if isinstance(part, Table) for row in part.rows
            ],
            "remarks": [part for part in block.parts if isinstance(part, str)],
        }
    return _text(document) + "\n"


def _formula(it: Formula) -> dict[str, object]:
    return {"name": it.name, "symbol": it.symbol, "formula": it.formula, "numbers": it.numbers, "result": it.result,
            "exact": it.exact, "value": it.value, "unit": it.unit, "shown": it.shown}  # fmt: skip
