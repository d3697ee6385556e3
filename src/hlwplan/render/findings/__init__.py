"""Diagnostics to text, one module a format; each has a function `render` that takes `Findings`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

from hlwplan.diagnostics import Diagnostic

FORMATS: Final = {
    "text": "text",
    "concise": "concise",
    "json": "document",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "sarif": "sarif",
}
"""The formats, and the module of each.  One is loaded when it is used."""


@dataclass(frozen=True, slots=True)
class About:
    """What was checked: a plan's folder or a store's, and the official text that a plan was held against.

    `title` is the plan's as its file says it; None where it says none, and of a store.
    """

    kind: Literal["plan", "store"]
    folder: str
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a check found, in reading order, with what formats need to know beside it.

    File names in spans are as from the folder `here`; build servers want them as from `root`.  `lines` gives the lines
    of a file as spans count them; none where it cannot be read.  `width` is in cells of a terminal.  `strict` says
    that warnings make the check fail.
    """

    found: Sequence[Diagnostic]
    about: About
    here: Path
    root: Path
    lines: Callable[[str], Sequence[str]]
    width: int = 100
    strict: bool = False


def render(format_: str, it: Findings) -> str:
    """The findings in one of `FORMATS`."""
    text: str = import_module(f"{__name__}.{FORMATS[format_]}").render(it)
    return text
