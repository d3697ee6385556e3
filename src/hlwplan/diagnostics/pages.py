"""The pages of diagnostics: why each matters, an example that fails and the mended one, in two languages.

`pages/CODE.md` is Markdown of one fixed structure:

    # P104

    Why it matters, in English.

    The same in Chinese.

    ## Fails

    (two paragraphs, English and Chinese, where the files and the command do not say it all)

    fenced: files, each with its kind and name behind the fence: `yaml targets.yaml`
    fenced, `console`: the command line behind `$ `, several one below the other; left out, the family's usual one
    fenced, `text en` and `text zh`: what is printed

    ## Mended

    as above; nothing is printed, and the command left out is that of the failing example

The files of an example stand in a folder with the files of `pages/base` that it does not give itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, get_args

from hlwplan.diagnostics.catalogue import CATALOGUE
from hlwplan.language import Language, Phrase, _

_FENCE: Final = re.compile(r"```(\S+)(?: (\S+))?\n(.*?)```\n", re.DOTALL)
_PAGE: Final = re.compile(r"# (\S+)\n(.*?)\n## Fails\n(.*?)\n## Mended\n(.*)", re.DOTALL)
_LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)[::-1]
FAMILIES: Final = {
    "Y0": Phrase("the text of a plan file"),
    "P0": Phrase("what a plan file may hold"),
    "P1": Phrase("the rules of a plan"),
    "P2": Phrase("a plan held against its official text"),
    "D0": Phrase("files of measurements"),
    "D1": Phrase("cells of measurements"),
    "D2": Phrase("what measurements mean"),
    "S0": Phrase("the store"),
    "Q0": Phrase("queries"),
    "C0": Phrase("what a command is asked for"),
}
"""What the codes that begin so are about, in the order in which they are listed."""
_USUAL: Final = {"S": "hlwplan fsck", "P2": "hlwplan audit text.txt", "P": "hlwplan validate", "Y": "hlwplan validate"}
_BASE: Final = {"plan.yaml": "yaml", "tasks.yaml": "yaml", "targets.yaml": "yaml", "text.txt": "text"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of an example; `kind` is what the fence calls it: yaml, csv or text."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """What is typed in which folder, and what it prints.

    `words` describe what files cannot show, and are empty where nothing needs to be described.  Of the `commands`, the
    last one is what the example is about.  `printed` is the lines of its diagnostics, empty where there are none.
    """

    words: Mapping[Language, str]
    files: tuple[File, ...]
    commands: tuple[str, ...]
    printed: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A code's page: why it matters, an example that yields it and the same one mended."""

    code: str
    why: Mapping[Language, str]
    fails: Example
    mended: Example


def page(code: str) -> Page:
    """The page of a code of the catalogue.  Raises OSError where there is none."""
    return read(files("hlwplan.diagnostics").joinpath("pages", f"{code}.md").read_text(encoding="utf-8"))


def headline(code: str) -> str:
    """What a code of the catalogue says, with … for its values; empty where nothing else is in it."""
    message = re.sub(r"\{.*?\}", "…", _(CATALOGUE[code].message))
    return "" if message == "…" else message


def in_families(codes: Iterable[str]) -> list[str]:
    """The codes in the order in which a plan comes to be: its files, the measurements, the store, the questions."""
    return sorted(codes, key=lambda code: (list(FAMILIES).index(code[:2]), code))


def base() -> tuple[File, ...]:
    """The plan that the examples stand in, and its official text: what an example does not give is one of these."""
    folder = files("hlwplan.diagnostics").joinpath("pages", "base")
    return tuple(File(name, kind, folder.joinpath(name).read_text(encoding="utf-8")) for name, kind in _BASE.items())


def read(text: str) -> Page:
    """The page that a text holds.  Raises ValueError where it does not have the structure."""
    found = _PAGE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} has not the structure of a page")
    code, why, fails, mended = found.groups()
    failing = _example(fails, ())
    commands = failing.commands or (_usual(code, failing.files),)
    return Page(code, _said(why), _example(fails, commands), _example(mended, commands))


def _example(text: str, usual: tuple[str, ...]) -> Example:
    fences = _FENCE.findall(text)
    printed = {name: body for kind, name, body in fences if kind == "text" and name in _LANGUAGES}
    typed = [line.removeprefix("$ ") for kind, _, body in fences if kind == "console" for line in body.splitlines()]
    given = tuple(File(name, kind, body) for kind, name, body in fences if name and name not in _LANGUAGES)
    return Example(
        _said(_FENCE.sub("", text)),
        given,
        tuple(typed) or usual,
        {language: printed.get(language, "") for language in _LANGUAGES},
    )


def _said(text: str) -> dict[Language, str]:
    """Paragraphs, each joined to one line: the first half in English, the other in Chinese; none are two empty ones."""
    said = [" ".join(it.split()) for it in text.split("\n\n") if it.strip()] or ["", ""]
    if len(said) != len(_LANGUAGES):
        raise ValueError(f"{text!r} has not the structure of a page: one part in each language is wanted")
    return dict(zip(_LANGUAGES, said, strict=True))


def _usual(code: str, given: tuple[File, ...]) -> str:
    """The command that finds a code of this family, as it is typed most often."""
    usual = next((command for start, command in _USUAL.items() if code.startswith(start)), None)
    return usual or " ".join(["hlwplan ingest", *(it.name for it in given[:1] or [File("填报.csv", "csv", "")])])
