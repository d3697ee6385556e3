"""The language in which people are spoken to: Chinese or English.

Messages stand in the code in English, the catalogue `locale/zh/LC_MESSAGES/hlwplan.po` has their Chinese.  Names of a
plan and cells of a file are data and are never translated.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from gettext import NullTranslations

Language = Literal["zh", "en"]
LOCALE: Final = Path(__file__).with_name("locale")

_SPOKEN: Final[ContextVar[Language]] = ContextVar("language", default="en")


def spoken() -> Language:
    """The language that messages are in now; English until something else was asked for."""
    return _SPOKEN.get()


def speak(language: Language) -> None:
    """Say everything in this language from now on."""
    _SPOKEN.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say things in this language for a while."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def preferred(given: str | None, environment: Mapping[str, str]) -> Language:
    """The language to speak: the one `given`, else that of HLWPLAN_LANG, else the locale's; English where none is.

    A locale is read as gettext reads it: LANGUAGE, LC_ALL, LC_MESSAGES, LANG, the first that is set.
    """
    for wish in (given, environment.get("HLWPLAN_LANG")):
        if wish:
            return "zh" if wish.casefold().startswith("zh") else "en"
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if locale.split(".")[0] not in {"C", "POSIX"}:  # there LANGUAGE has no say
        locale = environment.get("LANGUAGE") or locale
    return "zh" if locale.casefold().startswith("zh") else "en"


def _(message: str, **values: object) -> str:
    """A message in the language spoken now.  `values` fill its {places}; without any it is taken as it is."""
    text = _chinese().gettext(message) if message and spoken() == "zh" else message
    return text.format_map(values) if values else text


def listing(items: Iterable[object]) -> str:
    """Names or figures in a row: 甲、乙."""
    return ("、" if spoken() == "zh" else ", ").join(map(str, items))


def clauses(items: Iterable[object]) -> str:
    """Parts of one sentence: 甲，乙."""
    return ("，" if spoken() == "zh" else ", ").join(map(str, items))


def sentences(items: Iterable[object]) -> str:
    """Remarks that stand by themselves: 甲；乙."""
    return ("；" if spoken() == "zh" else "; ").join(map(str, items))


def bracketed(text: object) -> str:
    """A remark in brackets, behind a word: 甲（乙）."""
    return f"（{text}）" if spoken() == "zh" else f" ({text})"


class Phrase:
    """A message that is said later, in the language spoken then: what constants and diagnostics hold."""

    __slots__ = ("message", "values")

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values

    def __str__(self) -> str:
        """The message in the language spoken now."""
        return _(self.message, **self.values)

    def __format__(self, spec: str) -> str:
        """As its text is."""
        return format(str(self), spec)

    def __repr__(self) -> str:
        """As code would say it."""
        given = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"Phrase({self.message!r}{given})"

    def __eq__(self, other: object) -> bool:
        """Whether it is the same message with the same values, in whatever language."""
        return isinstance(other, Phrase) and (self.message, self.values) == (other.message, other.values)

    def __hash__(self) -> int:
        """Of the message alone; values may be of any kind."""
        return hash(self.message)


class Wording(str):
    """English words of ours among the values of a diagnostic, such as why a text is no number; otherwise a str.

    A Phrase would do, but for the checks that pass it on: to them it is text like any other.
    """

    __slots__ = ("phrase",)

    def __new__(cls, message: str, **values: object) -> "Wording":
        """The words; `values` fill the {places} of the message."""
        made = super().__new__(cls, message.format_map(values) if values else message)
        made.phrase = Phrase(message, **values)
        return made

    phrase: Phrase

    def __format__(self, spec: str) -> str:
        """In a message: in the language spoken now."""
        return format(self.said, spec)

    @property
    def said(self) -> str:
        """The words in the language spoken now."""
        return str(self.phrase)


@cache
def _chinese() -> "NullTranslations":
    """The catalogue as it was compiled; one that says everything in English where nobody has compiled it."""
    from gettext import translation

    return translation("hlwplan", LOCALE, ["zh"], fallback=True)
