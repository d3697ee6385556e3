"""What a user names on the command line or in a saved list, found in the plan; what is not there is said, all of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from hlwplan.assess.check import FailOn
from hlwplan.assess.gap import Status
from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Language, Phrase, speaking
from hlwplan.plan.model import Plan
from hlwplan.plan.names import Names
from hlwplan.report.selection import NO_UNIT
from hlwplan.report.words import NATURES, STATUS, UNNAMED, Nature

T = TypeVar("T")

_LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
_LISTED: Final = 12
"""How many known names a hint lists where none comes near."""


def tasks(plan: Plan, given: Sequence[str], option: str = "--task") -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Ids of tasks by id or title."""
    names = Names((name, it.id) for it in plan.tasks for name in (it.id, it.title, it.title_en) if name)
    return _found(option, Phrase("task"), given, names)


def numbered(plan: Plan, given: str, areas: Sequence[str]) -> tuple[str, ...]:
    """Ids of the tasks with this number in the text, of the areas if any are given; several where it is not unique."""
    return tuple(it.id for it in plan.tasks if str(it.no) == given.strip() and (not areas or it.area in areas))


def areas(plan: Plan, given: Sequence[str]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Ids of areas by id or name."""
    names = Names((name, it.id) for it in plan.head.areas for name in (it.id, it.name, it.name_en) if name)
    return _found("--area", Phrase("area"), given, names)


def units(plan: Plan, option: str, given: Sequence[str]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Organisations by name or alias; none, or the word for it, means that the text names none."""
    names: Names[str] = Names((name, it.name) for it in plan.head.organisations for name in
                              (it.name, it.name_en, *it.aliases) if name)  # fmt: skip
    for name in (*_spellings(UNNAMED), "none"):
        names.add(name, NO_UNIT)
    return _found(option, Phrase("organisation"), given, names)


def states(option: str, given: Sequence[str]) -> tuple[tuple[Status, ...], list[Diagnostic]]:
    """Statuses by code or word."""
    names = Names((name, status) for status, word in STATUS.items() for name in (status, *_spellings(word)))
    return _found(option, Phrase("status"), given, names)


def natures(given: Sequence[str]) -> tuple[tuple[Nature | None, ...], list[Diagnostic]]:
    """Natures by code or word; none is what the text does not say."""
    names: Names[Nature | str] = Names((name, nature or "none") for nature, word in NATURES.items() for name in
                                       (nature or "none", *_spellings(word)))  # fmt: skip
    found, findings = _found("--nature", Phrase("nature"), given, names)
    return tuple(nature for nature in NATURES if (nature or "none") in found), findings


def fail_on(given: str) -> tuple[FailOn, list[Diagnostic]]:
    """`limited,missed:binding`: statuses, and whether only binding targets count."""
    listed, colon, nature = given.replace("：", ":").partition(":")
    found, findings = states("--fail-on", listed.replace("，", ",").replace("、", ",").split(","))
    only = Names((name, "binding") for name in _spellings(NATURES["binding"]))
    if colon:
        findings += _found("--fail-on", Phrase("nature to fail on"), [nature], only)[1]
    return FailOn(found, bool(colon)), findings


def required(plan: Plan, text: str, file: str) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Ids of targets from a saved list, one a line, in the plan's order; behind # is a comment.

    A target is named by its id; an indicator's id or name means each of its targets.
    """
    names: Names[tuple[str, ...]] = Names((it.row_id(target), (it.row_id(target),)) for it, target in plan.targets())
    for it in plan.indicators:
        for name in (it.id, it.name, *it.aliases):
            names.add(name, tuple(it.row_id(target) for target in it.target))
    wanted: set[str] = set()
    findings = []
    for number, line in enumerate(text.splitlines(), start=1):
        name = line.partition("#")[0].strip()
        if not name:
            continue
        ids = names.get(name)
        wanted.update(ids or ())
        if ids is None:
            column = line.index(name) + 1
            findings.append(_unknown(Span(file, number, column, column + len(name)), Phrase("target"), name, names))
    return tuple(id_ for it, target in plan.targets() if (id_ := it.row_id(target)) in wanted), findings


def _spellings(word: Phrase) -> list[str]:
    """A word in English and in Chinese: what is typed is understood in either, whatever is spoken."""
    said = []
    for language in _LANGUAGES:
        with speaking(language):
            said.append(str(word))
    return said


def _found(option: str, what: Phrase, given: Iterable[str], names: Names[T]) -> tuple[tuple[T, ...], list[Diagnostic]]:
    """The things named, each once, in the order given, and a finding for each name that leads to none."""
    found: dict[T, None] = {}
    findings = []
    for name in given:
        thing = names.get(name)
        if thing is None:
            findings.append(_unknown(Span(option), what, name, names))
        else:
            found[thing] = None
    return tuple(found), findings


def _unknown(span: Span, what: Phrase, name: str, names: Names[T]) -> Diagnostic:
    known = list(_first_names(names))
    listed = ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")
    return Diagnostic("C001", span, {"what": what, "name": name, "known": listed}, names.nearest(name))


def _first_names(names: Names[T]) -> Iterator[str]:
    """One name a thing."""
    seen: list[T] = []
    for name in names:
        thing = names.get(name)
        if thing is not None and thing not in seen:
            seen.append(thing)
            yield name
