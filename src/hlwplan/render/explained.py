"""The pages of diagnostics as they are read: one on a terminal, all of them as a Markdown document."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from hlwplan.diagnostics import CATALOGUE, Severity
from hlwplan.diagnostics.pages import FAMILIES, Example, File, Page, headline
from hlwplan.language import Phrase, _, bracketed, spoken
from hlwplan.render.markdown import escaped
from hlwplan.render.wrap import wrap

_WEIGHTS: Final = {
    Severity.ERROR: Phrase("an error"),
    Severity.WARNING: Phrase("a warning"),
    Severity.NOTE: Phrase("a note"),
}
_ENDS: Final = re.compile(r"。|[.](?= |$)")


def text(page: Page, width: int | None) -> str:
    """The page for a terminal that is `width` cells wide; None breaks no line."""

    def said(words: str, indent: str = "") -> str:
        lines = words if width is None else wrap(words, width - len(indent))
        return "".join(f"{indent}{line}\n" for line in lines.split("\n"))

    parts = [
        said(" ".join(filter(None, [page.code, headline(page.code)])) + bracketed(_weight(page))),
        said(page.why[spoken()]),
    ]
    for title, example in _examples(page):
        words = [said(words, "  ") for words in _words(example)]
        shown = [f"  {it.name}\n{_indented(it.text)}" for it in example.files]
        parts += [f"{title}\n" + "\n".join([*words, *shown, _indented(_typed(example))])]
    parts += [said(_("`hlwplan explain --all` shows the plan that the examples stand in."))]
    return "\n".join(parts)


def markdown(pages: Sequence[Page], base: Sequence[File]) -> str:
    """Every page, by family, behind the plan that the examples stand in."""
    parts = [
        "# " + _("Diagnostics"),
        _(
            "What hlwplan finds has a code, which means the same for ever; `hlwplan explain CODE` prints its page. "
            "An error stops what was asked for, a warning and a note do not."
        ),
        _(
            "Examples are typed on 1 June 2020, in a folder with the files of this made-up plan. Files that an example "
            "shows take their place; a mended example prints no diagnostic."
        ),
        *_files(base),
    ]
    for family, of in groupby(pages, lambda page: page.code[:2]):
        listed = list(of)
        parts += ["## " + _("{family}xx: {about}", family=family, about=FAMILIES[family]), _index(listed)]
        for page in listed:
            parts += [f"### {page.code}", f"**{escaped(headline(page.code) or page.code)}**{bracketed(_weight(page))}"]
            parts += [page.why[spoken()]]
            for title, example in _examples(page):
                parts += [f"**{title}**", *_words(example), *_files(example.files), _fenced("text", _typed(example))]
    return "\n\n".join(parts) + "\n"


def _examples(page: Page) -> tuple[tuple[str, Example], tuple[str, Example]]:
    return (_("Fails"), page.fails), (_("Mended"), page.mended)


def _weight(page: Page) -> Phrase:
    return _WEIGHTS[CATALOGUE[page.code].severity]


def _first(words: str) -> str:
    """The first sentence, without what ends it."""
    return _ENDS.split(words)[0]


def _words(example: Example) -> list[str]:
    return [words for words in [example.words[spoken()]] if words]


def _typed(example: Example) -> str:
    """The commands, and what the last one prints."""
    return "".join(f"$ {command}\n" for command in example.commands) + example.printed[spoken()]


def _indented(block: str) -> str:
    return "".join(f"    {line}".rstrip(" ") + "\n" for line in block.splitlines())


def _files(files: Sequence[File]) -> Iterator[str]:
    for it in files:
        yield f"`{it.name}`"
        yield _fenced(it.kind, it.text)


def _fenced(kind: str, block: str) -> str:
    return f"```{kind}\n{block}```"


def _index(pages: Sequence[Page]) -> str:
    rows = [
        f"| [{it.code}](#{it.code.lower()}) | {_weight(it)} | {escaped(said)} |"
        for it in pages
        for said in [headline(it.code) or _first(it.why[spoken()])]
    ]
    head = " | ".join([_("code"), _("severity"), _("what it says")])
    return "\n".join([f"| {head} |", "|---|---|---|", *rows])
