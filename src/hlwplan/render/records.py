"""JSON documents of flat rows: a table's head, then an object a row, on a line of its own."""

from hlwplan.render.exact import exact
from hlwplan.table import Amount, Cell, Nested, Table, Word


def render(table: Table) -> str:
    """The document as text.  Names of columns are keys as they are, so each must be there once."""
    head = {**table.meta, "banner": table.banner}
    fields = [f" {exact(name)}: {exact(value)}" for name, value in head.items()]
    names = [column.name for column in table.columns]
    rows = [f"  {exact(dict(zip(names, map(_value, row), strict=True)))}" for row in table.rows]
    fields.append(f" {exact(table.rows_name)}: [" + ",".join(f"\n{row}" for row in rows) + ("\n ]" if rows else "]"))
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _value(cell: Cell) -> object:
    match cell:
        case Amount():
            return cell.value
        case Word():
            return cell.text
        case Nested():
            return cell.value
        case _:
            return cell
