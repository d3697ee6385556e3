"""The terminal: a table that fits its width by leaving out columns, never digits."""

import io
import re
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from hlwplan.language import _, listing
from hlwplan.render.cells import NOTHING, heading, shown
from hlwplan.render.escape import visible
from hlwplan.render.wrap import wrap
from hlwplan.table import Cell, Column, Table, Tone, Word

_STYLES: Final[dict[Tone, str]] = {"good": "green", "warn": "yellow", "bad": "red", "none": ""}
_NAME_LEAST: Final = 20
_NAME_NARROWEST: Final = 8
_REMARK_WIDTH: Final = 40
_GUTTER: Final = 2
_BREAKS: Final = re.compile(r"(?<=[ ，；。：、）])(?![，；。：、）])")


def render(table: Table, width: int, *, colour: bool) -> str:
    """The table as text for a terminal `width` cells wide; words carry the verdict, colour only repeats it.

    Columns go by their `keep` until the rest fits; a last column that goes has its cells listed below instead.
    """
    columns = _fitting(table, width)
    widths = _widths(table, columns, width)
    total = max(width, sum(widths) + _GUTTER * len(widths))
    out = io.StringIO()
    console = Console(file=out, width=total, force_terminal=colour, color_system="standard" if colour else None,
                      highlight=False, markup=False, emoji=False, legacy_windows=False)  # fmt: skip
    for line in table.banner:
        console.print(Text(wrap(f"!! {visible(line)}", width), style="bold reverse"), width=width)
    console.print(Text(wrap(visible(table.title), width), style="bold"), width=width)
    _sections(console, table, columns, widths, width)
    for line in ["", *_dropped_remarks(table, columns), *map(visible, table.notes), *_dropped(table, columns)]:
        console.print(Text(wrap(line, width)), width=width)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def fits(table: Table, width: int) -> bool:
    """Whether a terminal `width` cells wide has room for all columns side by side, text wrapped at most."""
    return sum(_least(table, index) + _GUTTER for index in range(len(table.columns))) <= width + _GUTTER


def _sections(console: Console, table: Table, columns: Sequence[int], widths: Sequence[int], width: int) -> None:
    before: tuple[str, ...] = ()
    for number, section in enumerate(table.sections):
        console.print()
        for level, title in enumerate(section.headings):
            if section.headings[: level + 1] != before[: level + 1]:
                style = "bold underline" if level == 0 else "bold"
                console.print(Text(wrap(f"{'  ' * level}{visible(title)}", width), style=style), width=width)
        before = section.headings
        console.print(_grid(table.columns, section.rows, columns, widths, header=number == 0))


def _grid(
    all_columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    columns: Sequence[int],
    widths: Sequence[int],
    *,
    header: bool,
) -> Grid:
    grid = Grid(box=None, padding=(0, _GUTTER, 0, 0), pad_edge=False, show_header=header, header_style="dim")
    for index, width in zip(columns, widths, strict=True):
        column = all_columns[index]
        grid.add_column(Text(_title(column)), justify=column.align, width=width, overflow="fold", vertical="top")
    for row in rows:
        grid.add_row(*(_cell(row[index], width) for index, width in zip(columns, widths, strict=True)))
    return grid


def _cell(cell: Cell, width: int) -> Text:
    # A bare str would be read as markup.
    return Text(wrap(shown(cell), width), style=_STYLES[cell.tone] if isinstance(cell, Word) else "")


def _title(column: Column) -> str:
    # Titles of a query are the data's own words; the line breaks of ours are meant.
    return "\n".join(map(visible, str(column.title).split("\n")))


def _natural(table: Table, index: int) -> int:
    """How wide a column wants to be: its widest cell, or its title's widest line."""
    title = _title(table.columns[index]).split("\n")
    return max(map(cell_len, [*title, *(shown(row[index]) for row in table.rows)]))


def _least(table: Table, index: int) -> int:
    """How narrow a column may get: only text wraps; a number or a verdict is never cut in two."""
    natural = _natural(table, index)
    if index == 0 or table.columns[index].wraps:
        return min(natural, _NAME_LEAST)
    return min(natural, _REMARK_WIDTH) if index == len(table.columns) - 1 else natural


def _fitting(table: Table, width: int) -> list[int]:
    """The columns that fit, in order; those with the least `keep` go first, those with 0 never."""
    columns = list(range(len(table.columns)))
    while sum(_least(table, index) + _GUTTER for index in columns) > width + _GUTTER:
        droppable = [index for index in columns if table.columns[index].keep]
        if not droppable:
            break
        columns.remove(min(droppable, key=lambda index: table.columns[index].keep))
    return columns


def _widths(table: Table, columns: Sequence[int], width: int) -> list[int]:
    """Each column's width; what is left over goes to the columns of text, what is lacking is the first one's."""
    widths = [_least(table, index) for index in columns]
    spare = width + _GUTTER - sum(widths) - _GUTTER * len(widths)
    if spare < 0:
        widths[0] = max(widths[0] + spare, min(widths[0], _NAME_NARROWEST))
    for place, index in enumerate(columns):
        more = max(min(spare, _natural(table, index) - widths[place]), 0)
        widths[place] += more
        spare -= more
    return widths


def _dropped(table: Table, columns: Sequence[int]) -> list[str]:
    """Which columns found no room, and how to see them; the last one's cells are listed anyway."""
    left = [index for index in range(len(table.columns) - 1) if index not in columns]
    names = listing(heading(table.columns[index]) for index in left)
    return [_("narrow window, left out: {names}; they are seen in a wider one", names=names)] if left else []


def _dropped_remarks(table: Table, columns: Sequence[int]) -> list[str]:
    """The cells of the last column, for below the table, where it found no room; they qualify the verdicts."""
    last = len(table.columns) - 1
    if last in columns:
        return []
    under: dict[str, dict[str, list[str]]] = {}
    for section in table.sections:
        under_it = visible(section.headings[-1]) if section.headings else ""
        for row in section.rows:
            under.setdefault(shown(row[0]), {}).setdefault(shown(row[last]), []).append(under_it)
    # A name may stand under several headings; where they say different things, the heading tells whose remark it is.
    said = [
        "  " + _("{name}: {remark}", name=f"{listing(headings)} {name}" if len(remarks) > 1 else name, remark=remark)
        for name, remarks in under.items()
        for remark, headings in remarks.items()
        if remark != NOTHING
    ]
    return [_("{title}:", title=heading(table.columns[last])), *said, ""] if said else []


def cells(text: str) -> int:
    """How many cells of a terminal a text takes; wide characters count two."""
    return cell_len(text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of `width` cells at most, broken after spaces and punctuation; wide characters count two."""
    console = Console(file=io.StringIO(), width=width, legacy_windows=False)
    lines = [""]
    for piece in _BREAKS.split(text):
        if cell_len(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        elif cell_len(piece.rstrip()) <= width:
            lines.append(piece)
        else:  # nothing to break at: wherever it is full
            *full, last = Text(lines[-1] + piece).wrap(console, width, overflow="fold")
            lines[-1:] = [*(line.plain for line in full), last.plain]
    return [line.rstrip() for line in lines if line]


def styled(text: str, width: int, style: str, *, colour: bool) -> list[str]:
    """The text in lines, in a style where colour is wanted."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None,
                      highlight=False, markup=False, emoji=False, legacy_windows=False)  # fmt: skip
    console.print(Text(text, style=style))
    return [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]
