"""Diagnostics: what a check yields, where, how severe; their one total order.  The wording stands in the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from hlwplan.diagnostics.catalogue import CATALOGUE, Code, Severity
from hlwplan.language import Wording, _

if TYPE_CHECKING:
    from hlwplan.diagnostics.likeness import Likeness

__all__ = ["CATALOGUE", "Code", "Diagnostic", "Severity", "Span", "did_you_mean", "has_errors", "in_order", "nearest"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file.  Lines and columns count characters from 1; 0 means the whole file.

    `end` is the column after the last character on the same line; 0 where that is not known.
    """

    file: str
    line: int = 0
    column: int = 0
    end: int = 0

    def __str__(self) -> str:
        """`file:line:column`, as editors and terminals make it a link; less where less is known."""
        return ":".join([self.file, *(str(part) for part in (self.line, self.column) if part)])


def _shown(value: object) -> object:
    if isinstance(value, Wording):
        return value.said
    # A cell can hold a hundred thousand characters; a message is for reading.
    return f"{value[:200]}…" if isinstance(value, str) and len(value) > 200 else value


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at one place.  `values` fill the templates of its code; `nearest` holds known names, best first."""

    code: str
    span: Span
    values: Mapping[str, object] = field(default_factory=dict)
    nearest: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """As the catalogue has it."""
        return CATALOGUE[self.code].severity

    @property
    def _shown(self) -> dict[str, object]:
        return {name: _shown(value) for name, value in self.values.items()}

    @property
    def message(self) -> str:
        """What is wrong, with the value."""
        return _(CATALOGUE[self.code].message, **self._shown)

    @property
    def hint(self) -> str:
        """What to write instead; empty where the message says it."""
        return did_you_mean(self.nearest) or _(CATALOGUE[self.code].hint, **self._shown)


def did_you_mean(names: Iterable[str]) -> str:
    """The question for these names, best first; empty where there are none."""
    known = _(" or ").join(names)
    return _("did you mean {names}?", names=known) if known else ""


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Reading order: by file, line and column, then by code and message; exact repeats are said once."""
    unique = {(finding.span, finding.code, finding.message): finding for finding in findings}
    return [unique[key] for key in sorted(unique)]


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Up to `most` known names that look like `name`, best first; empty where none comes near."""
    return _nearest(name, _likeness(tuple(known)), most)


@lru_cache(maxsize=16)
def _likeness(known: tuple[str, ...]) -> "Likeness":
    from hlwplan.diagnostics.likeness import Likeness

    return Likeness(known)


@lru_cache(maxsize=1024)
def _nearest(name: str, known: "Likeness", most: int) -> tuple[str, ...]:
    # One slip may stand in thousands of places.
    return known.nearest(name, most)
