"""A page as Markdown (GitHub's): text of the data is escaped, formulas and charts stand as code."""

import re
from collections.abc import Iterator
from typing import Final

from hlwplan.render.cells import heading, shown
from hlwplan.render.escape import visible
from hlwplan.render.page import formula
from hlwplan.table import Drawing, Fact, Formula, Page, Part, Table

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_LISTED: Final = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")


def render(page: Page) -> str:
    """The page as text with line feeds."""
    lines = [f"# {escaped(page.title)}", ""]
    for line in page.banner:
        lines += [f"> **{escaped(line)}**", ""]
    for block in page.blocks:
        lines += [f"## {escaped(block.heading)}", ""]
        before: type[object] | None = None
        for part in block.parts:
            if before is not None and not (before is type(part) and isinstance(part, (Fact, Formula))):
                lines.append("")
            lines += _part(part)
            before = type(part)
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    plain = _SPECIAL.sub(r"\\\1", visible(text))
    return _LISTED.sub(r"\1\\\2", plain)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Fact():
            yield f"- **{escaped(part.title)}** {escaped(shown(part.value))}"
        case Formula():
            yield f"- `{formula(part).replace('`', ' ')}`"
        case Drawing():
            yield from ("```text", *part.lines, "```")
        case Table():
            yield from _table(part)
        case str():
            yield escaped(part)


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(escaped(heading(column)) for column in table.columns) + " |"
    yield "|" + "|".join("---:" if column.align == "right" else "---" for column in table.columns) + "|"
    for row in table.rows:
        yield "| " + " | ".join(escaped(shown(cell)) for cell in row) + " |"
