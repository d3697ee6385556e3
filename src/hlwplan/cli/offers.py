"""What may be typed for a parameter: names of the plan, codes and choices, each with what it means."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from hlwplan.plan.head import Organisation, Region
    from hlwplan.plan.model import Plan, Task
    from hlwplan.plan.names import Names

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a word is typed for: the command, its `--plan` if that is given, and the word as far as it goes."""

    command: str
    plan: Path | None
    word: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be named, by each of its names, the usual one first; `about` is empty where they say it all.

    `lead` stands before the name in the same word: `--task=`.
    """

    names: tuple[str, ...]
    about: str = ""
    lead: str = ""

    def beginning(self, word: str) -> str | None:
        """The first name that begins as the word typed so far; None where none does."""
        whole = (self.lead + name for name in self.names)
        return next((it for it in whole if it.startswith(word)), None)


def _targets(asked: Asked) -> Iterator[Offer]:
    from hlwplan.report.names import name_text

    plan = _plan(asked)
    if plan is None:
        return
    known = plan.measured()
    for it, target in plan.targets():
        year = f"@{target.by}" if len(it.target) > 1 else ""
        others = [f"{name}{year}" for name in _own(known, (it.name, it.name_en, *it.aliases), it)]
        yield _offer((it.row_id(target), *others), f"{name_text(it)}{year and f' {target.by}'}")


def _tasks(asked: Asked) -> Iterator[Offer]:
    from hlwplan.report.names import title_text

    plan = _plan(asked)
    return _by_id((it.id, (it.title, it.title_en), title_text(it)) for it in (plan.tasks if plan else ()))


def _leads(asked: Asked) -> Iterator[Offer]:
    # `template` makes a file for one unit, so that "no lead named" is no answer there.
    return _units(asked, lambda task: task.lead, unnamed=asked.command != "template")


def _responsible(asked: Asked) -> Iterator[Offer]:
    return _units(asked, lambda task: task.responsible, unnamed=True)


def _units(asked: Asked, of: "Callable[[Task], tuple[str, ...] | None]", *, unnamed: bool) -> Iterator[Offer]:
    """The organisations with a role in any task, in the plan's order; last `none`, where a task names none."""
    from hlwplan.plan.names import listed
    from hlwplan.report.words import UNNAMED

    plan = _plan(asked)
    if plan is None:
        return
    names = listed(plan.head.organisations)
    having = {names.get(name) for task in plan.tasks for name in of(task) or ()}
    yield from (it for it in _by_name(plan.head.organisations) if names.get(it.names[0]) in having)
    if unnamed and any(of(task) is None for task in plan.tasks):
        yield _offer(("none",), str(UNNAMED))


def _areas(asked: Asked) -> Iterator[Offer]:
    from hlwplan.report.names import name_text

    plan = _plan(asked)
    return _by_id((it.id, (it.name, it.name_en), name_text(it)) for it in (plan.head.areas if plan else ()))


def _by_id(things: Iterable[tuple[str, tuple[str | None, ...], str]]) -> Iterator[Offer]:
    """Things that go by their id: each with its other names and what it is called."""
    from hlwplan.plan.names import Names

    known = list(things)
    names = Names((name, id_) for id_, others, _said in known for name in (id_, *others) if name)
    return (_offer((id_, *_own(names, others, id_)), said) for id_, others, said in known)


def _regions(asked: Asked) -> Iterator[Offer]:
    plan = None if asked.command == "init" else _plan(asked)  # there any name is new
    return _by_name(plan.head.regions if plan else ())


def _by_name(things: "Sequence[Organisation | Region]") -> Iterator[Offer]:
    """Things that go by their name: what it means is the English one, for those who read that."""
    from hlwplan.plan.names import listed
    from hlwplan.report.names import name_text

    names = listed(things)
    for it in things:
        said = name_text(it)
        yield _offer((it.name, *_own(names, (it.name_en, *it.aliases), it.name)), said if said != it.name else "")


def _own(names: "Names[T]", given: Iterable[str | None], thing: T) -> list[str]:
    """Those of a thing's names by which it is found, and no other thing."""
    return [name for name in given if name and names.get(name) == thing]


def _states(_asked: Asked) -> Iterator[Offer]:
    from hlwplan.report.words import STATUS

    return (_offer((status, str(said)), str(said)) for status, said in STATUS.items())


def _natures(_asked: Asked) -> Iterator[Offer]:
    from hlwplan.report.words import NATURES

    return (_offer((nature or "none", str(said)), str(said)) for nature, said in NATURES.items())


def _failures(asked: Asked) -> Iterator[Offer]:
    """`limited,missed:binding`: the state behind the last comma, or what stands behind the colon."""
    before, comma, _last = asked.word.rpartition(",")
    if ":" in asked.word:
        yield _offer((f"{asked.word.partition(':')[0]}:binding",))
        return
    yield from (replace(it, lead=before + comma) for it in _states(asked))


def _schemas(_asked: Asked) -> Iterator[Offer]:
    from hlwplan.cli.schema import Name

    return (_offer((name.value,)) for name in Name)


def _codes(_asked: Asked) -> Iterator[Offer]:
    from hlwplan.diagnostics import CATALOGUE
    from hlwplan.diagnostics.pages import headline, in_families

    return (_offer((code, code.lower()), headline(code)) for code in in_families(CATALOGUE))


OFFERS: Final[Mapping[str, Callable[[Asked], Iterator[Offer]]]] = {
    "target": _targets,
    "which": _tasks,
    "task": _tasks,
    "lead": _leads,
    "responsible": _responsible,
    "area": _areas,
    "region": _regions,
    "state": _states,
    "nature": _natures,
    "fail_on": _failures,
    "name": _schemas,
    "code": _codes,
}
"""By a parameter's name, which means the same in every command."""


def _offer(names: Iterable[str | None], about: str = "") -> Offer:
    """An offer on one line: blanks of any kind are one space, which finds the same thing."""
    from hlwplan.render.escape import visible

    return Offer(tuple(" ".join(name.split()) for name in names if name), visible(" ".join(about.split())))


def _plan(asked: Asked) -> "Plan | None":
    """The plan that the command would take; None where there is none that can be used."""
    from hlwplan.cli.find import plan_folder
    from hlwplan.plan.load import load_plan

    folder, _packaged = plan_folder(asked.plan and asked.plan.expanduser())  # a shell has not done so yet
    return load_plan(folder)[0]
