"""The rules of names: ids and names lead to one thing, and what is named is listed."""

from collections.abc import Iterable, Iterator
from typing import Final

from hlwplan.language import Wording
from hlwplan.plan.draft import PLAN, TARGETS, TASKS, At, Draft
from hlwplan.plan.names import Names, fold, listed
from hlwplan.plan.places import Loc


def _repeated(draft: Draft, entries: Iterable[tuple[str, str, Loc, object]]) -> Iterator[At]:
    """Entries (name, file, loc, thing) whose name another thing has already."""
    first: dict[str, tuple[str, str, Loc, object]] = {}
    for entry in entries:
        name, file, loc, thing = entry
        kept = first.setdefault(fold(name), entry)
        if kept[3] != thing:
            place = draft.documents[kept[1]].span(kept[2])
            yield At(file, loc, {"name": name, "first": f"{kept[1]}:{place.line}"})


def unique_ids(draft: Draft) -> Iterator[At]:
    """An id leads to one thing: measurements, references and reports find things by it."""

    def entries() -> Iterator[tuple[str, str, Loc, object]]:
        for index, task in draft.tasks:
            yield task.id, TASKS, (index, "id"), ("task", index)
            for number, deliverable in enumerate(task.deliverables):
                yield deliverable.id, TASKS, (index, "deliverables", number, "id"), (index, number)
        for index, indicator in draft.indicators:
            yield indicator.id, TARGETS, (index, "id"), ("indicator", index)

    yield from _repeated(draft, entries())
    areas = draft.head.areas if draft.head else ()
    yield from _repeated(draft, ((area.id, PLAN, ("areas", i, "id"), i) for i, area in enumerate(areas)))


def _measured(draft: Draft) -> Iterator[tuple[str, str, Loc, object]]:
    for index, indicator in draft.indicators:
        yield indicator.id, TARGETS, (index, "id"), index
    for index, indicator in draft.indicators:
        yield indicator.name, TARGETS, (index, "name"), index
        for number, alias in enumerate(indicator.aliases):
            yield alias, TARGETS, (index, "aliases", number), index
    for index, task in draft.tasks:
        for number, deliverable in enumerate(task.deliverables):
            yield deliverable.id, TASKS, (index, "deliverables", number, "id"), (index, "deliverables", number)
    for index, task in draft.tasks:
        for number, deliverable in enumerate(task.deliverables):
            at: Loc = (index, "deliverables", number)
            yield deliverable.title, TASKS, (*at, "title"), at
            for which, alias in enumerate(deliverable.aliases):
                yield alias, TASKS, (*at, "aliases", which), at


def unique_names(draft: Draft) -> Iterator[At]:
    """A name or alias leads to one indicator or deliverable, one region, one organisation."""

    def entries_of(field_name: str) -> Iterator[tuple[str, str, Loc, object]]:
        for index, thing in enumerate(getattr(draft.head, field_name, ())):
            yield thing.name, PLAN, (field_name, index, "name"), index
            for number, alias in enumerate(thing.aliases):
                yield alias, PLAN, (field_name, index, "aliases", number), index

    # Ids are names as well; P101 says where two ids are the same.
    yield from (at for at in _repeated(draft, _measured(draft)) if at.loc[-1] != "id")
    yield from _repeated(draft, entries_of("regions"))
    yield from _repeated(draft, entries_of("organisations"))


_KINDS: Final = {
    "task": Wording("task"),
    "area": Wording("area"),
    "indicator": Wording("indicator"),
    "organisation": Wording("organisation"),
    "region": Wording("region"),
}


def _unknown(names: Names[str] | None, given: str, file: str, loc: Loc, what: str, where: str) -> Iterator[At]:
    found = None if names is None else names.get(given)
    if names is not None and (found is None or (what in {"task", "area", "indicator"} and found != given)):
        yield At(file, loc, {"what": _KINDS[what], "name": given, "where": where}, names.nearest(given))


def _id_names(ids: Iterable[str]) -> Names[str]:
    return Names((id_, id_) for id_ in sorted(ids))


def known_references(draft: Draft) -> Iterator[At]:
    """Tasks, areas, organisations, regions and weights that are named are listed: a typing slip makes no new one."""
    yield from _organisations(draft)
    yield from _regions(draft)
    tasks = (
        _id_names(draft.ids(TASKS))
        if TASKS in draft.documents and isinstance(draft.documents[TASKS].data, tuple)
        else None
    )
    for index, indicator in draft.indicators:
        yield from _unknown(tasks, indicator.task, TARGETS, (index, "task"), "task", TASKS)
    weights = [(index, it.across.mean_weighted_by) for index, it in draft.indicators if not isinstance(it.across, str)]
    indicators = _id_names(draft.ids(TARGETS) if weights else ())
    for index, weight in weights:
        loc = (index, "across", "mean_weighted_by")
        yield from _unknown(indicators, weight, TARGETS, loc, "indicator", TARGETS)


def _organisations(draft: Draft) -> Iterator[At]:
    areas, known = draft.listed("areas"), draft.listed("organisations")
    for index, task in draft.tasks:
        yield from _unknown(areas, task.area, TASKS, (index, "area"), "area", PLAN)
        for role, units in (("lead", task.lead or ()), ("responsible", task.responsible or ())):
            for number, unit in enumerate(units):
                yield from _unknown(known, unit, TASKS, (index, role, number), "organisation", PLAN)


def _regions(draft: Draft) -> Iterator[At]:
    known = draft.listed("regions")
    for index, region in enumerate(draft.head.regions if draft.head else ()):
        for number, part in enumerate(region.parts):
            yield from _unknown(known, part, PLAN, ("regions", index, "parts", number), "region", PLAN)
    for index, indicator in draft.indicators:
        for number, share in enumerate(indicator.shares):
            yield from _unknown(known, share.region, TARGETS, (index, "shares", number, "region"), "region", PLAN)


def regions_form_a_tree(draft: Draft) -> Iterator[At]:
    """A region is part of one other at most and never of itself: else its values would be added twice."""
    wholes: dict[str, str] = {}
    known = listed(draft.head.regions if draft.head else ())
    for index, region in enumerate(draft.head.regions if draft.head else ()):
        for number, written in enumerate(region.parts):
            part = known.get(written) or written
            above: str | None = region.name
            while above is not None and above != part:
                above = wholes.get(above)
            if part in wholes or above == part:
                yield At(PLAN, ("regions", index, "parts", number), {"name": written})
            else:
                wholes[part] = region.name
