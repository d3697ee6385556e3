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
from hlwplan.render.wrap import longest, wrap
from hlwplan.table import Cell, Column, Table, Tone, Word

_STYLES: Final[dict[Tone, str]] = {"good": "green", "warn": "yellow", "bad": "red", "none": ""}
_NAME_LEAST: Final = 20
_NAME_NARROWEST: Final = 12
_REMARK_WIDTH: Final = 40
_GUTTER: Final = 2
_BREAKS: Final = re.compile(r"(?<=[ ，；。：、）])(?![，；。：、）])")


def render(table: Table, width: int, *, colour: bool) -> str:
    """The table as text for a terminal `width` cells wide; words carry the verdict, colour only repeats it.

    Columns go by their `keep` until the rest fits; a last column that goes has its cells listed below instead.
    """
    columns = _fitting(table, width)
    widths = _widths(table, columns, width)
    stacked = len(columns) > 1 and sum(widths) + _GUTTER * len(widths) > width + _GUTTER
    if stacked:  # the first column gets lines of its own
        columns = _fitting(table, width, first=1)
        widths = _widths(table, columns, width)
    total = max(width, sum(widths) + _GUTTER * len(widths))
    out = io.StringIO()
    console = _console(out, total, colour=colour)
    for line in table.banner:
        console.print(Text(wrap(f"!! {visible(line)}", width), style="bold reverse"), width=width)
    console.print(Text(wrap(visible(table.title), width), style="bold"), width=width)
    _sections(console, table, columns, widths, width, stacked=stacked)
    there = [0, *columns] if stacked else columns
    for line in ["", *_dropped_remarks(table, there), *map(visible, table.notes), *_dropped(table, there)]:
        console.print(Text(wrap(line, width)), width=width)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _console(out: io.StringIO, width: int, *, colour: bool) -> Console:
    # Whether to colour is decided already; without a height the width would be ignored where TERM is dumb.
    return Console(file=out, width=width, height=25, force_terminal=colour, highlight=False, markup=False, emoji=False,
                   color_system="standard" if colour else None, no_color=not colour, legacy_windows=False)  # fmt: skip


def fits(table: Table, width: int) -> bool:
    """Whether a terminal `width` cells wide has room for all columns side by side, text wrapped at most."""
    return sum(_least(table, index) + _GUTTER for index in range(len(table.columns))) <= width + _GUTTER


def _sections(
    console: Console, table: Table, columns: Sequence[int], widths: Sequence[int], width: int, *, stacked: bool
) -> None:
    before: tuple[str, ...] = ()
    for number, section in enumerate(table.sections):
        console.print()
        for level, title in enumerate(section.headings):
            if section.headings[: level + 1] != before[: level + 1]:
                style = "bold underline" if level == 0 else "bold"
                console.print(Text(wrap(f"{'  ' * level}{visible(title)}", width), style=style), width=width)
        before = section.headings
        if not stacked:
            console.print(_grid(table.columns, section.rows, columns, widths, header=number == 0))
            continue
        if number == 0:
            console.print(Text(wrap(heading(table.columns[0]), width), style="dim"), width=width)
            console.print(_grid(table.columns, (), columns, widths, header=True))
        for row in section.rows:
            console.print(_cell(row[0], width), width=width)
            console.print(_grid(table.columns, (row,), columns, widths, header=False))


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
        title = "\n".join(wrap(line, width) for line in _title(column).split("\n"))
        grid.add_column(Text(title), justify=column.align, width=width, overflow="fold", vertical="top")
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
    """How narrow a column is made before others are left out: only text wraps."""
    natural = _natural(table, index)
    if index == 0 or table.columns[index].wraps:
        return min(natural, _NAME_LEAST)
    return min(natural, _REMARK_WIDTH) if index == len(table.columns) - 1 else natural


def _narrowest(table: Table, index: int) -> int:
    """How narrow a column gets where none is left to leave out: text and verdicts by words, numbers never."""
    cells_ = [row[index] for row in table.rows]
    if index == 0 or table.columns[index].wraps or (cells_ and all(isinstance(cell, Word) for cell in cells_)):
        widest = max(map(longest, [_title(table.columns[index]), *map(shown, cells_)]))
        return min(max(widest, _NAME_NARROWEST), _least(table, index))
    return _least(table, index)


def _fitting(table: Table, width: int, first: int = 0) -> list[int]:
    """The columns from the `first` that fit, in order; those with the least `keep` go first, those with 0 never."""
    columns = list(range(first, len(table.columns)))
    while sum(_least(table, index) + _GUTTER for index in columns) > width + _GUTTER:
        droppable = [index for index in columns if table.columns[index].keep]
        if not droppable:
            break
        columns.remove(min(droppable, key=lambda index: table.columns[index].keep))
    return columns


def _widths(table: Table, columns: Sequence[int], width: int) -> list[int]:
    """Each column's width; what is left over goes to the columns of text.

    What is lacking is taken from the columns in their order, as far as each can go; there may be more of it.
    """
    widths = [_least(table, index) for index in columns]
    spare = width + _GUTTER - sum(widths) - _GUTTER * len(widths)
    for place, index in enumerate(columns):
        less = max(min(-spare, widths[place] - _narrowest(table, index)), 0)
        widths[place] -= less
        spare += less
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
    _console(out, width, colour=colour).print(Text(text, style=style))
    return [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]
