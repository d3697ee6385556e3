"""`plan.yaml`: the document that a plan is taken from, its areas, regions and organisations."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field

from hlwplan.plan.fields import Day, Frozen, Id, Text, Url, Year
from hlwplan.plan.names import listed

EACH: Final = "each"
"""In place of a region: every part of the plan's own region that is not named itself.  No region is called so."""


class Paper(Frozen):
    """The official document that the plan is taken from."""

    number: Text | None = None
    index: Text | None = None
    issuer: Text | None = None
    publisher: Text | None = None
    topic: Text | None = None
    disclosure: Text | None = None
    issued: Day | None = None
    published: Day | None = None
    in_force: bool | None = None
    in_force_quote: Text | None = None
    url: Url | None = None


class Area(Frozen):
    """A part of the plan that tasks belong to."""

    id: Id
    name: Text
    name_en: Text | None = None
    clause: Text | None = None
    title: Text | None = None


class Region(Frozen):
    """A place; `parts` are the places whose values make up its own."""

    name: Text
    name_en: Text | None = None
    aliases: tuple[Text, ...] = ()
    parts: tuple[Text, ...] = ()


class Organisation(Frozen):
    """A unit in the organisational sense: one that leads a task or is responsible for it."""

    name: Text
    name_en: Text | None = None
    aliases: tuple[Text, ...] = ()


class Uncited(Frozen):
    """A phrase of the text whose figures are no targets, and why."""

    phrase: Text
    reason: Text


class Head(Frozen):
    """`plan.yaml`: the document, its areas, regions and organisations."""

    id: Id
    title: Text
    title_en: Text | None = None
    document: Paper
    horizon: Year
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    organisations: tuple[Organisation, ...] = ()
    uncited: tuple[Uncited, ...] = ()


class Regions:
    """The regions of a plan by their names, listed once."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._listed = {region.name: region for region in regions}
        self.names: Final = listed(regions)
        """The printed name of each region by any of its names."""
        self.own: Final = regions[0].name if regions else None
        """The region whose plan this is; None where the list of regions could not be read."""
        parts = regions[0].parts if regions else ()
        self.districts: Final = tuple(self.names.get(part) or part for part in parts)
        """The parts of the plan's own region by their printed names; one that is not listed as it is written."""

    def find(self, name: str) -> Region | None:
        """The region with this printed name, or None."""
        return self._listed.get(name)
