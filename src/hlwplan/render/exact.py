"""JSON text of any value, exact: decimals to the last digit, and numbers that JSON has no word for by name."""

import json
import math
from collections.abc import Mapping
from decimal import Decimal

from hlwplan.quantity import plain


def exact(value: object) -> str:
    """One line of JSON.  A float that is no number is "NaN", "Infinity" or "-Infinity": it is not missing."""
    match value:
        case Decimal():
            return plain(value)
        case float() if not math.isfinite(value):
            return '"NaN"' if math.isnan(value) else '"Infinity"' if value > 0 else '"-Infinity"'
        case Mapping():
            return "{" + ", ".join(f"{exact(str(name))}: {exact(part)}" for name, part in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(exact, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def in_a_cell(value: object) -> str:
    """The same for a cell of a table: what is not seen is escaped, and the text is still JSON."""
    text = exact(value)
    return text if text.isprintable() else "".join(it if it.isprintable() else json.dumps(it)[1:-1] for it in text)


def document(value: object) -> str:
    """A JSON document of plain values, indented.  What is not seen is escaped, so it can be read on a terminal too."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return "".join(sign if sign == "\n" or sign.isprintable() else json.dumps(sign)[1:-1] for sign in text) + "\n"
