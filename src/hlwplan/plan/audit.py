"""The audit: a plan held against its official text.

Every quote, title and unit's name must stand in the clause that it cites, and every figure of the text must be cited
by a target or be explained under `uncited:`.  Clauses are found by the numbering of official documents: 一、 (一) 1.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span, in_order
from hlwplan.language import Wording
from hlwplan.plan.figures import figures, normal
from hlwplan.plan.model import Plan
from hlwplan.plan.target_rules import matching

_HEADINGS: Final = (
    re.compile(r"([一二三四五六七八九十]+)、"),
    re.compile(r"\(([一二三四五六七八九十]+)\)"),
    re.compile(r"(\d+)\.(?=\D)"),
)
_AROUND: Final = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the text as quotes are compared, `columns` giving each character's place in the file.

    `body` is where the words begin behind the clause's number.
    """

    line: int
    clause: str
    text: str
    columns: Sequence[int]
    body: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that the plan says are in the text; clause None leaves open where."""

    span: Span
    words: str
    clause: str | None

    def __post_init__(self) -> None:
        """Compare clauses as the text's are: without regard to width."""
        object.__setattr__(self, "clause", None if self.clause is None else normal(self.clause))


def audit(plan: Plan, text: str, file: str) -> list[Diagnostic]:
    """Hold the plan against its text; `file` is the name that places in the text carry."""
    passages = list(_passages(text))
    findings = [finding for phrase in _phrases(plan) for finding in _locate(phrase, passages)]
    findings += [*_stated(plan, passages), *_lists(plan, passages)]
    explained, more = _explained(plan, passages)
    findings += more
    explained |= _cited(plan, passages)
    for passage in passages:
        for figure in figures(passage.text):
            if figure.start < passage.body or (passage.line, figure.start, figure.end) in explained:
                continue
            column = passage.columns[figure.start]
            around = passage.text[max(figure.start - _AROUND, 0) : figure.end + _AROUND]
            span = Span(file, passage.line, column, passage.columns[figure.end - 1] + 1)
            findings.append(Diagnostic("P204", span, {"figure": figure.text, "around": around}))
    return in_order(findings)


def _passages(text: str) -> Iterator[Passage]:
    numbers = ["", "", ""]
    for line, written in enumerate(text.split("\n"), start=1):
        signs = [(part, column) for column, sign in enumerate(written, start=1)
                 for part in unicodedata.normalize("NFKC", sign) if not part.isspace()]  # fmt: skip
        plain = "".join(part for part, _ in signs)
        body = 0
        for level, heading in enumerate(_HEADINGS):
            match = heading.match(plain)
            if match and (level == 0 or numbers[0]):
                numbers[level:] = [match[1], *[""] * (2 - level)]
                body = match.end()
        clause = numbers[0] + (f"({numbers[1]})" if numbers[1] else "") + numbers[2]
        yield Passage(line, clause, plain, [column for _, column in signs], body)


def _phrases(plan: Plan) -> Iterator[Phrase]:
    """Whatever of the plan must be found in the text, with the place in the plan that says so."""
    head = plan.head
    if head.document.in_force_quote:
        yield Phrase(plan.span("plan.yaml", "document", "in_force_quote"), head.document.in_force_quote, None)
    for index, area in enumerate(head.areas):
        if area.title:
            yield Phrase(plan.span("plan.yaml", "areas", index, "title"), area.title, area.clause)
    for index, task in enumerate(plan.tasks):
        clause = task.source.clause
        yield Phrase(plan.span("tasks.yaml", index, "title"), task.title, clause)
        for role, units in (("lead", task.lead or ()), ("responsible", task.responsible or ())):
            for number, unit in enumerate(units):
                yield Phrase(plan.span("tasks.yaml", index, role, number), unit, clause)
        for number, item in enumerate(task.deliverables):
            key = "quote" if item.quote else "title"
            span = plan.span("tasks.yaml", index, "deliverables", number, key)
            yield Phrase(span, item.quote or item.title, clause)
    for index, indicator in enumerate(plan.indicators):
        if indicator.source.quote:
            span = plan.span("targets.yaml", index, "source", "quote")
            yield Phrase(span, indicator.source.quote, indicator.source.clause)


def _locate(phrase: Phrase, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    """Report a phrase that is not in its clause."""
    words = normal(phrase.words)
    clauses = dict.fromkeys(passage.clause for passage in passages if passage.clause)
    found = [passage.clause for passage in passages if words in passage.text]
    if phrase.clause is not None and phrase.clause not in clauses:
        values = {"clause": phrase.clause, "known": " ".join(clauses)}
        yield Diagnostic("P203", phrase.span, values)
    elif not found:
        within = [p for p in passages if phrase.clause in (None, p.clause)] or passages
        hint = Wording("the text reads: {words}", words=_closest(words, within))
        yield Diagnostic("P201", phrase.span, {"quote": phrase.words, "hint": hint})
    elif phrase.clause is not None and phrase.clause not in found:
        places = ", ".join(dict.fromkeys(clause or Wording("the preface").said for clause in found))
        yield Diagnostic("P202", phrase.span, {"quote": phrase.words, "found": places, "clause": phrase.clause})


def _stated(plan: Plan, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    """Report what is `explicit` without its year in the sentence so far, or `horizon` with it."""
    for index, indicator in enumerate(plan.indicators):
        span = plan.span("targets.yaml", index, "stated")
        years = [target.by for target in indicator.target]
        phrase = Phrase(span, indicator.source.quote or "", indicator.source.clause)
        yield from _year_fits(phrase, indicator.stated, years, passages)
    for index, task in enumerate(plan.tasks):
        for number, item in enumerate(task.deliverables):
            span = plan.span("tasks.yaml", index, "deliverables", number, "stated")
            phrase = Phrase(span, item.quote or item.title, task.source.clause)
            yield from _year_fits(phrase, item.stated, [plan.head.horizon], passages)


def _lists(plan: Plan, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    """Whether each clause's list of responsible units ends as `responsible_open` says: with 等 or closed."""
    for index, task in enumerate(plan.tasks):
        if not task.responsible:
            continue
        clause, last = normal(task.source.clause or ""), normal(task.responsible[-1])
        behind = [passage.text[at + len(last) :][:1] for passage in passages if passage.clause == clause
                  for at in _spread(passage, last)]  # fmt: skip
        ends = {"等": True, ")": False}
        said = next((ends[sign] for sign in reversed(behind) if sign in ends), None)
        if said is not None and said != task.responsible_open:
            values = {"says": Wording("ends") if said else Wording("does not end"), "expected": str(said).lower()}
            yield Diagnostic("P207", plan.span("tasks.yaml", index, "responsible_open"), values)


def _year_fits(phrase: Phrase, stated: str, years: Sequence[int], passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    words = normal(phrase.words)
    sentences = [
        passage.text[passage.text.rfind("。", 0, at) + 1 : at + len(words)]
        for passage in passages
        if passage.clause == phrase.clause and words
        for at in _spread(passage, words)
    ]
    named = any(f"{year}年" in sentence for sentence in sentences for year in years)
    if sentences and named != (stated == "explicit"):
        values = {"stated": stated, "names": Wording("names") if named else Wording("does not name"), "year": years[-1],
                  "expected": "explicit" if named else "horizon"}  # fmt: skip
        yield Diagnostic("P206", phrase.span, values)


def _closest(words: str, passages: Sequence[Passage]) -> str:
    """The passage of the text that shares the longest run with `words`, cut to its length."""
    matches = []
    for passage in passages:
        match = SequenceMatcher(None, words, passage.text, autojunk=False).find_longest_match()
        matches.append((match.size, -match.b, passage.text[max(match.b - match.a, 0) :][: len(words)]))
    return max(matches)[2]


def _spread(passage: Passage, phrase: str) -> Iterator[int]:
    """Where a phrase begins in a passage, each time."""
    at = passage.text.find(phrase)
    while at >= 0:
        yield at
        at = passage.text.find(phrase, at + 1)


def _explained(plan: Plan, passages: Sequence[Passage]) -> tuple[set[tuple[int, int, int]], list[Diagnostic]]:
    """The figures that `uncited:` accounts for, and its entries that account for none."""
    places: set[tuple[int, int, int]] = set()
    findings = []
    for index, entry in enumerate(plan.head.uncited):
        words = normal(entry.phrase)
        starts = [(passage, at) for passage in passages for at in _spread(passage, words)]
        inside = {(passage.line, figure.start, figure.end) for passage, at in starts for figure in figures(passage.text)
                  if at <= figure.start and figure.end <= at + len(words)}  # fmt: skip
        if not inside:
            problem = Wording("holds no figure") if starts else Wording("is not in the text")
            span = plan.span("plan.yaml", "uncited", index, "phrase")
            findings.append(Diagnostic("P205", span, {"phrase": entry.phrase, "problem": problem}))
        places |= inside
    return places, findings


def _cited(plan: Plan, passages: Sequence[Passage]) -> set[tuple[int, int, int]]:
    """The figures that a target's quote says, at their places in the text."""
    places = set()
    for indicator, target in plan.targets():
        words = normal(indicator.source.quote or "")
        clause = normal(indicator.source.clause or "")
        # A quote that cites the wrong clause is reported as that; its figure is accounted for where it stands.
        astray = not any(words in passage.text for passage in passages if passage.clause == clause)
        offsets = [(figure.start, figure.end) for figure in matching(indicator, target)]
        for passage in passages:
            if words and (astray or passage.clause == clause):
                places |= {
                    (passage.line, at + start, at + end) for at in _spread(passage, words) for start, end in offsets
                }
    return places
