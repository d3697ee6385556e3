"""Completion of command lines: the scripts that shells read, and what they are answered while somebody types.

A script asks the program by `_HLWPLAN_COMPLETE=SHELL hlwplan LINE [TEXT]`: the line up to the cursor, and for bash the
text behind it that will be replaced.  The answer is a line `files`, or a line `words` and one line a word.
"""

import re
import shlex
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from hlwplan.cli.offers import OFFERS, Asked, Offer
from hlwplan.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hlwplan.cli.program import Commands, Shell

_CURSOR: Final = "\0"
_MARK: Final = "\ue000"
_SPECIAL: Final = re.compile(r"""[\s!"#$&'()*,;<>?\[\\\]^`{|}~]""", re.ASCII)
_PATHS: Final = ("from_", "to", "data")
"""Parameters that may be a folder though they are no paths."""
_TYPED: Final = "COMMANDLINE"


def script(shell: "Shell") -> str:
    """The script that a shell reads to complete command lines of the program."""
    return files("hlwplan.cli").joinpath("completions", f"hlwplan.{shell}").read_text(encoding="utf-8")


def typed(line: str) -> tuple[list[str], str, str]:
    """The words before the one at the end of a line, that one, and its quotation mark where one is open.

    Quoting is taken off, nothing is expanded or run.
    """
    reader = shlex.shlex(line + _CURSOR, posix=True)
    reader.whitespace_split = True
    reader.commenters = ""
    words: list[str] = []
    try:
        words += reader
    except ValueError:  # the quotation is still open
        words.append(reader.token)
    return words[:-1], words[-1].removesuffix(_CURSOR), getattr(reader, "state", None) or ""


def offers(program: "Commands", words: list[str], word: str) -> list[Offer] | None:
    """What may stand for `word` behind the words before it, the program's name left out.

    None where it may be any path: the shell knows those.
    """
    command = program.get_command(None, words[0]) if words else None
    holder, rest = (command, words[1:]) if command is not None else (program, words)
    context = holder.make_context(holder.name, list(rest), resilient_parsing=True)
    asked = Asked(holder.name or "", context.params.get("plan"), word)
    marked = "--" in rest
    option, equals, value = word.partition("=")
    if equals and word.startswith("--") and not marked:
        found = _of(_named(holder, option), replace(asked, word=value))
        return found and [replace(it, lead=f"{option}={it.lead}") for it in found]
    if rest and not marked and (wanted := _named(holder, rest[-1])):
        return _of(wanted, asked)
    if command is None and any(not it.startswith("-") for it in rest):
        return []  # no command is called so
    arguments = (it for it in holder.params if isinstance(it, TyperArgument))
    given = {it.name for it in holder.params if getattr(context.get_parameter_source(it.name), "name", "") == _TYPED}
    argument = next((it for it in arguments if it.nargs == -1 or it.name not in given), None)
    if argument is None or (word.startswith("-") and not marked):
        return [Offer((it.value,), _said(it.help)) for it in holder.shell_complete(context, word)]
    return _of(argument, asked)


def answer(shell: str, found: "Sequence[Offer] | None", word: str, quote: str, text: str) -> str:
    """The lines for a shell.  What cannot be typed as it is, is not offered: no sign that is not seen goes to a line.

    `text` is what bash replaces: the end of the word, from the last sign of COMP_WORDBREAKS on.
    """
    if found is None:
        return "files\n"
    replaced = typed(text)[1] if shell == "bash" else word
    kept = len(word) - len(replaced) if word.endswith(replaced) else 0
    lines = ["words"]
    for it in found:
        name = it.beginning(word)
        if name is not None and _can_be_typed(name):
            lines.append(_line(shell, name, it.about, quote, kept))
    return "".join(f"{line}\n" for line in lines)


def _line(shell: str, name: str, about: str, quote: str, kept: int) -> str:
    if shell == "bash":
        return _quoted(name[kept:], quote)
    if shell == "zsh":
        return ":".join(filter(None, [re.sub(r"[\\:]", r"\\\g<0>", name), about]))
    return f"{name}\t{about}".rstrip("\t")


def _quoted(text: str, quote: str) -> str:
    """The text as bash takes it for itself, behind an open quotation mark or none."""
    if quote == "'":
        return text.replace("'", r"'\''")
    if quote:  # there a backslash takes nothing from an exclamation mark, which would bring an earlier command back
        return re.sub(r'["$\\`]', r"\\\g<0>", text).replace("!", "\"'!'\"")
    return _SPECIAL.sub(r"\\\g<0>", text)


def _named(holder: TyperCommand | TyperGroup, name: str) -> TyperOption | None:
    """The option of that name, if it takes a value."""
    options = (it for it in holder.params if isinstance(it, TyperOption) and not it.is_flag)
    return next((it for it in options if name in it.opts), None)


def _of(wanted: TyperOption | TyperArgument | None, asked: Asked) -> list[Offer] | None:
    """What a parameter may be; None for any path."""
    if wanted is None:
        return []
    if wanted.name in OFFERS:
        return list(OFFERS[wanted.name](asked))
    if wanted.type_descriptor.annotation in {Path, list[Path]} or wanted.name in _PATHS:
        return None
    return [Offer((str(it),)) for it in wanted.type_descriptor.choices or ()]


def _said(text: str | None) -> str:
    return _((text or "").replace(_MARK, ""))


def _can_be_typed(name: str) -> bool:
    try:
        name.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return name.isprintable()
