"""What data may not do to a reader: control characters and bidi marks are shown, never obeyed."""

import re
import unicodedata
from typing import Final

# Cc are controls, Cf the invisible format characters (bidi overrides, zero-width signs), Cs lone surrogates.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FORMULA: Final = re.compile(r"^[=+\-@\t\r]")


def visible(text: str) -> str:
    """The text with every character that is not seen written as its code point, as a Python literal has it."""
    if text.isprintable():
        return text
    return "".join(
        sign.encode("unicode_escape").decode() if unicodedata.category(sign) in _HIDDEN else sign for sign in text
    )


def inert(text: str) -> str:
    """The text as a spreadsheet takes it for text: one that would begin a formula gets a quotation mark in front."""
    return f"'{text}" if _FORMULA.match(text) else text
