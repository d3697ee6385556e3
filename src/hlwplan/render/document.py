"""JSON documents: a table's head, then its rows, with dotted column names nested."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from hlwplan.quantity import plain
from hlwplan.table import Amount, Blank, Cell, Column, Fact, Formula, Nested, Page, Table, Word

_MARK: Final = "\ue000"
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
    for row in rows:
        yield "\n  " + _text(_nested(columns, row)).replace("\n", "\n  ")


def _text(value: object) -> str:
    return _EXACT.sub(r"\1", json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def _nested(columns: Sequence[Column], row: tuple[Cell, ...]) -> dict[str, object]:
    record: dict[str, object] = {}
    for column, cell in zip(columns, row, strict=True):
        group, dot, name = column.name.partition(".")
        if not dot:
            record[group] = _value(cell)
            continue
        inner = record.setdefault(group, {})
        if isinstance(inner, dict):
            inner[name] = _value(cell)
    return {
        name: None if isinstance(value, dict) and all(part is None for part in value.values()) else value
        for name, value in record.items()
    }


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
