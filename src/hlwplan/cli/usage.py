"""What is wrong with a command line, in the language spoken: the framework says it in English only."""

import re
from typing import TYPE_CHECKING, Final

import typer

from hlwplan.diagnostics import did_you_mean, nearest
from hlwplan.language import Phrase, _, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

_PROBLEMS: Final = (
    (r"No such option: (?P<name>\S+).*", Phrase("no such option: {name}")),
    (r"No such command '(?P<name>.*)'\..*", Phrase("no such command: {name}")),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", Phrase("this is too much: {name}")),
    (r"Missing command\.", Phrase("a command is missing")),
    (r"Missing (?:argument|option) '(?P<name>.*?)'.*", Phrase("{name} is missing")),
    (r"Option '(?P<name>.*)' requires an argument\.", Phrase("{name} wants a value behind it")),
    (r"Option '(?P<name>.*)' does not take a value\.", Phrase("{name} takes no value")),
    (r"Invalid value for '?(?P<name>.*?)'?(?: \(env var: '[A-Z_]+'\))?: (?P<problem>.*)", Phrase("{name}: {problem}")),
)
_VALUES: Final = (
    (r"Value error, '(?P<value>.*)' is not one of (?P<known>.*)\.", Phrase("{value!r} is none of {known}")),
    (r"Input should be a valid integer.*", Phrase("a whole number is wanted")),
    (r"Input should be greater than or equal to (?P<least>.*)", Phrase("at least {least} is wanted")),
    (r"Input should be less than or equal to (?P<most>.*)", Phrase("at most {most} is wanted")),
)
"""How the framework words what it finds, and how we do; a wording that is not here is passed on as it is."""


def problem(error: typer.TyperException, known: "Iterable[str]") -> str:
    """What is wrong, in one line; `known` are the options or commands that could have been meant."""
    text = error.format_message()
    found = re.fullmatch(_PROBLEMS[0][0], text) or re.fullmatch(_PROBLEMS[1][0], text)
    near = did_you_mean(nearest(found["name"], known)) if found else ""
    return sentences(filter(None, [_worded(text, _PROBLEMS), near]))


def _worded(text: str, wordings: "Iterable[tuple[str, Phrase]]") -> str:
    for pattern, phrase in wordings:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            values = {name: value.replace("' / '", ", ") for name, value in found.groupdict().items()}
            if "known" in values:
                values["known"] = values["known"].replace("'", "")
            if "problem" in values:
                values["problem"] = _worded(values["problem"], _VALUES)
            return _(phrase.message, **values)
    return text
