"""`hlwplan init`: starts a plan."""

import re
import shlex
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import encodable
from hlwplan.language import _

T = TypeVar("T")

_YEARS: Final = re.compile(r"\s*([0-9]{4})\s*(?:[-–—~至]\s*([0-9]{4})\s*)?")


def _words(text: str) -> str:
    """What was typed for a name; refuses what is no name."""
    if not text.strip():
        raise typer.BadParameter(_("write something"))
    return encodable(text.strip())


def _years(text: str) -> range:
    """The years of what was typed, both ends included; one year is both."""
    found = _YEARS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1901 <= first <= last <= 2199:  # what the plan starts from is the year before, and not before 1900
        raise typer.BadParameter(_("{text!r} is no span of years; write it as 2021-2025", text=text))
    return range(first, last + 1)


def init(
    folder: Annotated[
        Path, typer.Argument(help="Where; the plan goes into plan/ in it")
    ] = Path(),
    title: Annotated[
        str | None, typer.Option(parser=_words, metavar="TEXT", show_default=False, help="The plan's title")
    ] = None,
    issuer: Annotated[
        str | None, typer.Option(parser=_words, metavar="TEXT", show_default=False, help="Who issued it")
    ] = None,
    region: Annotated[
        str | None, typer.Option(parser=_words, metavar="TEXT", show_default=False, help="Its region")
    ] = None,
    years: Annotated[
        range | None,
        typer.Option(parser=_years, metavar="FIRST-LAST", show_default=False,
                     help="Its first and last year (the current five-year plan's)"),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing")] = False,
) -> None:  # fmt: skip
    """Start a plan: three files with comments that say what goes where.

    On a terminal it asks for what no option gives.  No file is overwritten.
    """
    from hlwplan.cli.output import say
    from hlwplan.plan.starter import starter

    place = _free(folder)
    asks = sys.stdin is not None and sys.stdin.isatty() and not no_input
    title = title or _asked(asks, _("Title"), _("Example plan"), _words)
    issuer = issuer or _asked(asks, _("Issuer, empty where it is not known"), "", encodable).strip() or None
    region = region or _asked(asks, _("Region"), _("Example City"), _words)
    today = datetime.now().astimezone().date()
    years = years or _asked(asks, _("First and last year"), _current(today), _years)
    _write(place, starter(title, issuer, region, years))
    say(_("{place}: a plan with one example in each file; now type", place=place))
    for command in _next(folder, years[0]):
        say(f"  {command}")


def _free(folder: Path) -> Path:
    """The folder that the plan goes into; ends with exit code 2 where there is a plan, or no folder can be."""
    from hlwplan.cli.output import stop
    from hlwplan.plan.load import FILES

    if folder.exists() and not folder.is_dir():
        stop(exits.USAGE, _("{folder} is a file, a folder is wanted", folder=folder))
    place = folder / "plan"
    there = [str(path) for path in (*(folder / name for name in FILES), *(place / name for name in FILES)) if _is(path)]
    if there:
        stop(exits.USAGE, _("a plan is there already and is left as it is: {files}", files=" ".join(there)))
    return place


def _is(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _asked(asks: bool, question: str, default: str, read: Callable[[str], T]) -> T:
    """What is typed in answer, asked again until it can be read; the default where nothing is asked or typed."""
    if not asks:
        return read(default)
    answer: T = typer.prompt(question, default, value_proc=read, show_default=bool(default), err=True)
    return answer


def _current(today: date) -> str:
    """The five-year plan of a day: 2026 to 2030, and every five years before and after."""
    first = today.year - (today.year - 1) % 5
    return f"{first}-{first + 4}"


def _write(place: Path, texts: Mapping[str, str]) -> None:
    """Write the files, all or none."""
    from hlwplan.measure.files import make_folders, write_all

    paths = {place / name: text.encode() for name, text in texts.items()}
    make_folders(place, sorted({str(path.parent.relative_to(place)) for path in paths}))
    write_all(paths)


def _next(folder: Path, year: int) -> tuple[str, str, str]:
    """What to type next, as a shell takes it."""
    name = str(folder) if not str(folder).startswith("-") else f"./{folder}"
    here, form = shlex.quote(name), shlex.quote(f"{name}/{year}.csv")
    return (
        f"hlwplan validate {here}",
        f"hlwplan status --plan {here}",
        f"hlwplan template --plan {here} --year {year} --output {form}",
    )
