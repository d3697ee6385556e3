"""Diagnostics: what a check yields, where, how severe; their one total order; the catalogue of codes.

A check names a code and the values at hand.  The wording stands here, once for each code, so that a message reads the
same wherever it comes from and can be said in another language without touching a check.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a finding weighs: an error stops what was asked for, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


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


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of the catalogue.  `message` and `hint` are templates over the diagnostic's values."""

    severity: Severity
    message: str
    hint: str = ""


def _error(message: str, hint: str = "") -> Code:
    return Code(Severity.ERROR, message, hint)


def _warning(message: str, hint: str = "") -> Code:
    return Code(Severity.WARNING, message, hint)


CATALOGUE: Final[Mapping[str, Code]] = {
    # Y0xx: the text of a YAML file
    "Y001": _error("not UTF-8: {reason}", "save the file as UTF-8"),
    "Y002": _error("{size} bytes are too many; a plan file has at most {limit}", "split the plan"),
    "Y003": _error("not YAML: {problem}", "{hint}"),
    "Y004": _error("key {key!r} was given at line {first} already", "keep one of the two"),
    "Y005": _error("{what} {text!r} is not allowed in a plan file", "write the value out"),
    "Y006": _error("nested deeper than {limit} levels"),
    "Y007": _error("a key must be plain text, not {what}"),
    "Y008": _error("number {text!r} is not finite", "leave the value null where there is none"),
    "Y009": _error("the file holds more than one document", "keep one, without further `---` lines"),
    "Y010": _error("no such file", "a plan is a folder with plan.yaml, tasks.yaml and targets.yaml"),
    "Y011": _error("the file is empty", "it holds {expected}"),
    # P0xx: the schema
    "P001": _error("unknown key {key!r}", "known here: {known}"),
    "P002": _error("key {key!r} is missing", "add `{key}: ...`"),
    "P003": _error("{given} is not {expected}", "{hint}"),
    "P004": _error("{given} is none of {allowed}"),
    "P005": _error("{given} does not have the form of {what}", "{hint}"),
    "P006": _error("{problem}", "{hint}"),
    # P1xx: the rules of a plan
    "P101": _error("id {name!r} stands at {first} already", "give one of the two another id"),
    "P102": _error("name {name!r} stands at {first} already", "a name or alias must lead to one thing"),
    "P103": _error(
        "no {what} is called {name!r}", "write one of the {what}s that the plan lists, or add it to {where}"
    ),
    "P104": _error("unit of measure {name!r} is not known", "known for such an indicator: {known}"),
    "P105": _error("kind {kind!r} is not measured in {unit} ({dimension})", "{hint}"),
    "P106": _error("{value} lies outside the bounds {low} to {high}", "mend the value, or state wider `bounds`"),
    "P107": _error("the lower end {low} is not below the upper end {high}", "write [lower, upper]"),
    "P108": _error(
        "baseline {baseline} is not before the target year {by}", "give an earlier baseline, or mend the target's `by`"
    ),
    "P109": _error("{later} is not after {earlier}", "list by year, each year once"),
    "P110": _error(
        "milestone {by} is not between the baseline {start} and the target year {end}", "a milestone is due on the way"
    ),
    "P111": _error(
        "milestone {value} is not on the way from {start} to {end}",
        "milestones move towards the target and do not pass it",
    ),
    "P112": _error("the shares add up to {total} {unit}, the target is {target} {unit}", "mend a share or the target"),
    "P113": _error(
        "the quote says {figures}, the target {target}", "make the value the text's, or quote the words that say it"
    ),
    "P114": _error("the quote has no figure in {unit}", "quote the words around the figure"),
    "P115": _error("the quote says {word}, the target is `{operator}`", "write `{expected}`"),
    "P116": _error("baseline value {value} has no source", "give the baseline its own `source`, or `assumed: true`"),
    "P117": _error("path geometric is not possible: {why}", "use `path: linear` or `auto`"),
    "P118": _error("{kind} values of districts do not add up", "use `mean_weighted_by: <indicator>` or `none`"),
    "P119": _error("horizon is {horizon}, yet the target is due in {by}", "use `stated: explicit`, or the plan's year"),
    "P120": _error("the quote says {word}, which is an aspiration", "write `nature: aspirational`"),
    "P121": _error("region {name!r} is part of itself or of two regions"),
    "P122": _error("region {name!r} has a share at line {first} already", "give each region one share"),
    "P123": _error("region {name!r} is the plan's own", "its target is the indicator's `target`"),
    # P2xx: the plan held against its official text
    "P201": _error("these words are not in the text: {quote!r}", "{hint}"),
    "P202": _error("{quote!r} is in the text, but in {found}, not in clause {clause}", "mend the words, or the clause"),
    "P203": _error("clause {clause} is not in the text", "clauses of the text: {known}"),
    "P204": _error(
        "figure {figure} is cited by no target: …{around}…", "encode it as a target, or list it under `uncited:`"
    ),
    "P205": _error("uncited phrase {phrase!r} {problem}", "remove the entry, or mend its phrase"),
    "P206": _error("stated {stated}, yet the sentence {names} {year}年", "write `stated: {expected}`"),
    # D0xx: the text and layout of a file of measurements
    "D001": _error("not UTF-8: {reason}", "in Excel choose the type CSV UTF-8 (CSV UTF-8(逗号分隔)) when saving"),
    "D002": _error(
        "no header with measurements below it", "begin with a header line, then a line for each measurement"
    ),
    "D003": _error("no column for {missing}", "the header needs: {needed}; seen: {seen}"),
    "D004": _error("column {name!r} is not known", "known headers: {known}"),
    "D005": _error("header {name!r} says the same as {other!r}", "keep one of the two columns"),
    "D006": _error(
        "{found} fields where the header has {expected}", 'put a field that holds a comma in quotes: "1,234"'
    ),
    "D007": _error("a NUL byte", "the file is no text, or was damaged on its way"),
    "D008": _error("a quoted field is not closed, or a field is over {limit} characters", "close the quote"),
    "D009": _error("{form} files are not read yet", "save the table as CSV UTF-8"),
    "D010": _error("fields are separated by {separator!r}, not by commas", "save the file as CSV with commas"),
    # D1xx: the cells
    "D101": _error("value {text!r} is no number: {why}", "leave the field empty where nothing was measured"),
    "D102": _error("period {text!r} is not understood", "write 2018, 2018Q3, 2018年6月, 2018年1-9月 or 2018-06-30"),
    "D103": _error("unit of measure {text!r} is not known", "write {known}"),
    "D104": _error("unit {given} ({given_dimension}) cannot be {wanted} ({wanted_dimension})", "report in {wanted}"),
    "D105": _error("the value has no unit of measure", "write {wanted} in the unit column"),
    "D106": _error("value {text!r} and unit {unit!r} contradict each other", "say the unit and its scale once"),
    "D107": _error("indicator {text!r} is not in the plan", "use an id, a name or an alias of the plan"),
    "D108": _error("region {text!r} is not in the plan", "regions of the plan: {known}"),
    "D109": _error("status {text!r} is not known", "write 正式, 初步, 估计 or 示例, or leave it empty"),
    "D110": _error("{text!r} is not understood as a day of the calendar", "write it as 2019-03-01"),
    "D111": _error("state {text!r} of a deliverable is not known", "write 未启动, 推进中, 已完成 or a percentage"),
    "D112": _error("{name} is empty", "write it in every row"),
    "D113": _error("published {published}, which is still to come", "write the day on which the value was published"),
    # D2xx: what the measurements mean
    "D201": _error("{what}: {value} here, {other} at line {line}", "one observation has one value; keep the right one"),
    "D202": _warning("{what} stands at line {line} already, with the same value", "remove the row"),
    "D203": _error(
        "{what}: {value} here, {other} in {origin}, both published {published}",
        "a revision needs a later date of publication (`--published`)",
    ),
    "D204": _warning("{value} {unit} lies outside {low} to {high}", "check the value and its unit"),
    "D205": _warning(
        "{period} was not over when this was published, {published}",
        "report what has run up so far, such as 2018年1-9月",
    ),
    # S0xx: the store
    "S003": _warning(
        "{rows} rows about {name} are left out: the plan does not have it",
        "give the plan's entry its old name as an alias, or leave the rows be",
    ),
    "S002": _error("the batch cannot be read: {reason}", "restore the file from version control"),
    # Q0xx: a query
    "Q001": _error("{problem}", "{hint}"),
    "Q002": _error("{count} statements where one is wanted", "write one, such as SELECT * FROM gaps"),
    "Q003": _error(
        "{kind} is no question, and nothing else is run",
        "begin with SELECT, FROM, WITH, VALUES, PIVOT, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN",
    ),
    "Q004": _error(
        "the query needs more memory than it may have, half of this machine's", "ask for fewer rows, or for sums"
    ),
    "Q005": _warning("column {name!r} was given before; this one is called {new!r}", "name it yourself, with AS"),
}
"""Every code there is.  A code is never used again for something else."""


def _short(value: object) -> object:
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
    def message(self) -> str:
        """What is wrong, with the value."""
        return CATALOGUE[self.code].message.format_map({name: _short(value) for name, value in self.values.items()})

    @property
    def hint(self) -> str:
        """What to write instead; empty where the message says it."""
        near = f"did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return near or CATALOGUE[self.code].hint.format_map(self.values)


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Reading order: by file, line and column, then by code and message; exact repeats are said once."""
    unique = {(finding.span, finding.code, finding.message): finding for finding in findings}
    return [unique[key] for key in sorted(unique)]


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Up to `most` known names that look like `name`, best first; empty where none comes near."""
    return tuple(get_close_matches(name, list(known), n=most, cutoff=0.5))
