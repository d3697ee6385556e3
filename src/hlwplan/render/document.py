"""JSON documents: a table's head, then its rows, with dotted column names nested."""

import json
import re
from decimal import Decimal
from typing import Final

from hlwplan.quantity import plain
from hlwplan.table import Amount, Blank, Cell, Table, Word

_MARK: Final = "\ue000"
_EXACT: Final = re.compile(f'"{_MARK}(-?[0-9.]+){_MARK}"')


def render(table: Table) -> str:
    """The document as text.  A group of columns that are all absent is null as a whole; `banner` stands in the head."""
    rows = [_nested(table, row) for row in table.rows]
    document = {**table.meta, "banner": list(table.banner), table.rows_name: rows}
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return _EXACT.sub(r"\1", text) + "\n"


def _nested(table: Table, row: tuple[Cell, ...]) -> dict[str, object]:
    record: dict[str, object] = {}
    for column, cell in zip(table.columns, row, strict=True):
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
        case tuple():
            return [_value(part) for part in cell]
        case _:
            return cell
