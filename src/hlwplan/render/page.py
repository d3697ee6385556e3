"""A page as text: every value whole, wrapped to a width and never cut."""

from collections.abc import Iterator

from hlwplan.language import _
from hlwplan.render import terminal
from hlwplan.render.cells import shown
from hlwplan.render.escape import visible
from hlwplan.table import Drawing, Fact, Formula, Page, Part, Table

_INDENT = "  "


def render(page: Page, width: int, *, colour: bool) -> str:
    """The page as text for `width` columns; words carry everything, colour only repeats it."""
    lines: list[str] = []
    for line in page.banner:
        lines += terminal.styled(f"!! {visible(line)}", width, "bold reverse", colour=colour)
    lines += terminal.styled(visible(page.title), width, "bold", colour=colour)
    for block in page.blocks:
        lines += ["", *terminal.styled(f"[{visible(block.heading)}]", width, "bold", colour=colour)]
        for part in block.parts:
            lines += _part(part, width, colour=colour)
    return "\n".join(lines) + "\n"


def _part(part: Part, width: int, *, colour: bool) -> Iterator[str]:
    match part:
        case Fact():
            yield from _hanging(_("{title}: {value}", title=part.title, value=shown(part.value)), width)
        case Formula():
            yield from _formula(part, width)
        case Drawing():
            yield from part.lines
        case Table():
            yield from terminal.render(part, width, colour=colour).strip("\n").split("\n")
        case str():
            yield from _hanging(_("note: {text}", text=visible(part)), width)


def _hanging(text: str, width: int) -> Iterator[str]:
    """A paragraph whose further lines are set in."""
    begun = text[: len(text) - len(text.lstrip())]
    for number, line in enumerate(terminal.wrapped(text.lstrip(), max(width - 3 * len(_INDENT), 20))):
        yield f"{_INDENT}{begun}{_INDENT if number else ''}{line}"


def _formula(it: Formula, width: int) -> Iterator[str]:
    """A formula on one line, or broken before its equals signs."""
    line = ""
    for step in _steps(it):
        if line and terminal.cells(f"{line} {step}") > width - 2 * len(_INDENT):
            yield from _hanging(line, width)
            line = _INDENT
        line = f"{line} {step}" if line.strip() else f"{line}{step}"
    yield from _hanging(line, width)


def formula(it: Formula) -> str:
    """A formula on one line: gap: gap = T - x = 650 - 350 = 300 亿元."""
    return " ".join(_steps(it))


def _steps(it: Formula) -> list[str]:
    numbers = [f"= {it.numbers}"] if it.numbers and it.numbers not in {it.result, it.formula} else []
    shown = _(", that is {shown}", shown=it.shown) if it.shown and it.shown != it.result else ""
    unit = f" {it.unit}" if it.unit else ""
    result = f"{'=' if it.exact else '≈'} {it.result}{unit}{shown}"
    begin = _("{name}: {symbol} = {formula}", name=it.name, symbol=it.symbol, formula=it.formula)
    return [visible(step) for step in (begin, *numbers, result)]
