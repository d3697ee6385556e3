"""The rules of names: ids and names lead to one thing, and what is named is listed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from hlwplan.language import Wording
from hlwplan.plan.draft import PLAN, TARGETS, TASKS, At, Draft, Path
from hlwplan.plan.head import EACH
from hlwplan.plan.names import Names, fold

if TYPE_CHECKING:
    from hlwplan.plan.places import Loc


Place = tuple[str, Path]
"""A file and a path in it, as `Draft.texts` takes them."""

_IDS: Final[tuple[tuple[Place, ...], ...]] = (
    ((TASKS, (None, "id")), (TASKS, (None, "deliverables", None, "id")), (TARGETS, (None, "id"))),
    ((PLAN, ("areas", None, "id")),),
)
_MEASURED: Final[tuple[Place, ...]] = (
    (TARGETS, (None, "id")),
    (TARGETS, (None, "name")),
    (TARGETS, (None, "aliases", None)),
    (TASKS, (None, "deliverables", None, "id")),
    (TASKS, (None, "deliverables", None, "title")),
    (TASKS, (None, "deliverables", None, "aliases", None)),
)
_REGIONS: Final[tuple[Place, ...]] = ((PLAN, ("regions", None, "name")), (PLAN, ("regions", None, "aliases", None)))
_ORGANISATIONS: Final[tuple[Place, ...]] = (
    (PLAN, ("organisations", None, "name")),
    (PLAN, ("organisations", None, "aliases", None)),
)


def _repeated(draft: Draft, places: Iterable[Place]) -> Iterator[At]:
    """The names at these places that another thing has already."""
    first: dict[str, tuple[str, Loc]] = {}
    for file, path in places:
        for loc, name in draft.texts(file, path):
            kept_file, kept = first.setdefault(fold(name), (file, loc))
            if (kept_file, _thing(kept)) != (file, _thing(loc)):
                line = draft.documents[kept_file].span(kept).line
                yield At(file, loc, {"name": name, "first": f"{kept_file}:{line}"})


def _thing(loc: "Loc") -> "Loc":
    """The place of the thing that has the name at this place."""
    return loc[: loc.index("aliases")] if "aliases" in loc else loc[:-1]


def unique_ids(draft: Draft) -> Iterator[At]:
    """An id leads to one thing: measurements, references and reports find things by it."""
    for places in _IDS:
        yield from _repeated(draft, places)


def unique_names(draft: Draft) -> Iterator[At]:
    """A name or alias leads to one indicator or deliverable, one region, one organisation."""
    # Ids are names as well; P101 says where two ids are the same.
    yield from (at for at in _repeated(draft, _MEASURED) if at.loc[-1] != "id")
    yield from _repeated(draft, _REGIONS)
    yield from _repeated(draft, _ORGANISATIONS)


_KINDS: Final = {
    "task": Wording("task"),
    "area": Wording("area"),
    "indicator": Wording("indicator"),
    "organisation": Wording("organisation"),
    "region": Wording("region"),
}

_LISTS: Final[Mapping[str, tuple[str, str | None, tuple[Place, ...]]]] = {
    "task": (TASKS, None, ((TASKS, (None, "id")),)),
    "indicator": (TARGETS, None, ((TARGETS, (None, "id")),)),
    "area": (PLAN, "areas", ((PLAN, ("areas", None, "id")),)),
    "organisation": (PLAN, "organisations", _ORGANISATIONS),
    "region": (PLAN, "regions", _REGIONS),
}
"""Where each kind of thing is listed: the file, the section of it, and the names that lead to it."""

_TITLES: Final[Mapping[str, Place]] = {
    "task": (TASKS, (None, "title")),
    "indicator": (TARGETS, (None, "name")),
    "area": (PLAN, ("areas", None, "name")),
}
"""What a reader calls the things that only their ids lead to."""

_SHARE: Final[Place] = (TARGETS, (None, "shares", None, "region"))
_REFERENCES: Final[tuple[tuple[str, Place], ...]] = (
    ("area", (TASKS, (None, "area"))),
    ("organisation", (TASKS, (None, "lead", None))),
    ("organisation", (TASKS, (None, "responsible", None))),
    ("region", (PLAN, ("regions", None, "parts", None))),
    ("region", _SHARE),
    ("task", (TARGETS, (None, "task"))),
    ("indicator", (TARGETS, (None, "across", "mean_weighted_by"))),
)


def known_references(draft: Draft) -> Iterator[At]:
    """Tasks, areas, organisations, regions and weights that are named are listed: a typing slip makes no new one."""
    for what, (file, path) in _REFERENCES:
        where, section, places = _LISTS[what]
        if not draft.has(where, section):
            continue
        written = [(name, _thing(loc)) for place in places for loc, name in draft.texts(*place)]
        names = Names(written)
        if section is not None:
            names.add_english((name, _thing(loc)) for loc, name in draft.texts(where, (section, None, "name_en")))
        ids = {name for name, _ in written} if section in {None, "areas"} else None  # these are written as they are
        to_each = (file, path) == _SHARE
        if to_each:
            names.add(EACH, ())
        unknown = [
            (loc, given)
            for loc, given in draft.texts(file, path)
            # A keyword is known as it is written; `Each` would be found among the names.
            if (given not in ids if ids is not None else names.get(given) is None)
            or (to_each and given != EACH and fold(given) == EACH)
        ]
        titled = _titled(draft, what, written) if unknown and what in _TITLES else {}
        for loc, given in unknown:
            near = titled.get(fold(given)) or (_near_each(given, names) if to_each else names.nearest(given))
            yield At(file, loc, {"what": _KINDS[what], "name": given, "where": where}, near)


def _titled(draft: Draft, what: str, ids: Iterable[tuple[str, "Loc"]]) -> dict[str, tuple[str, ...]]:
    """By the title of a thing, folded, the ids that are meant where the title is written for the id; three at most."""
    by_thing = {thing: name for name, thing in ids}
    found: dict[str, tuple[str, ...]] = {}
    for loc, title in draft.texts(*_TITLES[what]):
        if _thing(loc) in by_thing:
            found[fold(title)] = (*found.get(fold(title), ()), by_thing[_thing(loc)])[:3]
    return found


def _near_each(given: str, names: "Names[Loc]") -> tuple[str, ...]:
    """The names that look like that of a share's region, `each` first where it means that."""
    from hlwplan.plan.glossary import means_each

    near = names.nearest(given)
    return tuple(dict.fromkeys((EACH, *near)))[:3] if means_each(given) else near


def regions_form_a_tree(draft: Draft) -> Iterator[At]:
    """A region is part of one other at most and never of itself: else its values would be added twice."""
    wholes: dict[str, str] = {}
    if draft.head is None:
        return
    known = draft.regions.names
    for index, region in enumerate(draft.head.regions):
        for number, written in enumerate(region.parts):
            part = known.get(written) or written
            above: str | None = region.name
            while above is not None and above != part:
                above = wholes.get(above)
            if part in wholes or above == part:
                yield At(PLAN, ("regions", index, "parts", number), {"name": written})
            else:
                wholes[part] = region.name


def each_is_no_name(draft: Draft) -> Iterator[At]:
    """No region is called `each`: in `shares` the word hands a target down to every part of the plan's own region."""
    for path in (("name",), ("name_en",), ("aliases", None)):
        for loc, name in draft.texts(PLAN, ("regions", None, *path)):
            if fold(name) == EACH:
                yield At(PLAN, loc, {"name": name})
