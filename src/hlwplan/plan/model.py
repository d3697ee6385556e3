"""The plan's models: what tasks and indicators may hold, field by field, and the plan that they make.

What each field is called and means, for editors to show, stands in `glossary`.  None means that the text of the
plan does not say; it is never filled in by a guess.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from hlwplan.diagnostics import Span
from hlwplan.plan.fields import Frozen, Id, Nature, Number, Source, Stated, Text, When, Year
from hlwplan.plan.head import EACH, Head, Regions
from hlwplan.plan.names import Names
from hlwplan.plan.yamltext import Document
from hlwplan.quantity import Unit, find_unit

Operator = Literal["at_least", "at_most", "between", "hold", "direction"]


class Deliverable(Frozen):
    """Something that exists or not by the end: a platform, a site, a title won.  Its title or quote is the text's."""

    id: Id
    title: Text
    title_en: Text | None = None
    aliases: tuple[Text, ...] = ()
    stated: Stated
    nature: Nature = None
    quote: Text | None = None


class Task(Frozen):
    """One of the plan's numbered tasks or safeguards, or its overall goals."""

    id: Id
    no: Annotated[int | None, Field(ge=1)]
    title: Text
    title_en: Text | None = None
    area: Id
    lead: tuple[Text, ...] | None
    responsible: tuple[Text, ...] | None
    responsible_open: bool = False
    source: Source
    deliverables: tuple[Deliverable, ...] = ()


def _one_operator(model: BaseModel, names: tuple[str, ...]) -> None:
    given = [name for name in names if getattr(model, name) is not None]
    if len(given) != 1:
        raise PydanticCustomError("operator", "not one operator", {"names": ", ".join(names), "seen": ", ".join(given)})


def _exactly_one(*names: str) -> JsonDict:
    # Null counts as not given, in the schema as in the model.
    return {"oneOf": [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in names]}


class Bound(Frozen):
    """One bound: at least or at most a value, in the indicator's unit of measure."""

    model_config = ConfigDict(json_schema_extra=_exactly_one("at_least", "at_most"))

    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _one(self) -> "Bound":
        _one_operator(self, ("at_least", "at_most"))
        return self

    @property
    def value(self) -> Decimal:
        """The bound's value, in the indicator's unit of measure."""
        return next(value for value in (self.at_least, self.at_most) if value is not None)


class Milestone(Bound):
    """A value due by the end of a year before the target year."""

    by: Year


class Share(Bound):
    """A target handed down to a region, or by `each` to those without a share of their own; due in the target year."""

    region: Text


_OPERATORS: tuple[Operator, ...] = ("at_least", "at_most", "between", "hold", "direction")


class Target(Frozen):
    """What an indicator is promised to reach by the end of a year, in the indicator's unit of measure."""

    model_config = ConfigDict(json_schema_extra=_exactly_one(*_OPERATORS))

    by: Year
    at_least: Number | None = None
    at_most: Number | None = None
    between: tuple[Number, Number] | None = None
    hold: Bound | None = None
    direction: Literal["up", "down"] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Target":
        _one_operator(self, _OPERATORS)
        return self

    @property
    def operator(self) -> Operator:
        """The one operator that is given."""
        return next(name for name in _OPERATORS if getattr(self, name) is not None)

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The promised value; two for `between`, none for `direction`."""
        if self.between is not None:
            return self.between
        if self.direction is not None:
            return ()
        bound = self.hold or self
        value = bound.at_most if bound.at_least is None else bound.at_least
        return () if value is None else (value,)

    @property
    def sense(self) -> Literal["at_least", "at_most"] | None:
        """Which side of its value is good, `hold` looked through; None for `between` and `direction`."""
        bound = self.hold or self
        if bound.at_least is not None:
            return "at_least"
        return "at_most" if bound.at_most is not None else None


class Baseline(Frozen):
    """The period that the plan starts from.  Without a value, the observation of that period is taken."""

    period: When
    value: Number | None = None
    assumed: bool = False
    source: Source | None = None


class MeanWeightedBy(Frozen):
    """A mean over districts, weighted by another indicator of theirs."""

    mean_weighted_by: Id


def _across_tag(value: object) -> str:
    return "mean" if isinstance(value, (dict, MeanWeightedBy)) else "word"


Across = Annotated[
    Annotated[Literal["sum", "none"], Tag("word")] | Annotated[MeanWeightedBy, Tag("mean")],
    Discriminator(_across_tag),
]


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, dict) else value


class Indicator(Frozen):
    """What is measured, with its unit of measure, and what is promised of it: one target or several."""

    id: Id
    name: Text
    name_en: Text | None = None
    aliases: tuple[Text, ...] = ()
    task: Id
    unit: Text
    kind: Literal["amount", "count", "rate", "index", "speed", "growth"]
    series: Literal["flow", "level", "cumulative"]
    bounds: tuple[Number, Number] | None = None
    target: Annotated[
        tuple[Target, ...],
        BeforeValidator(_as_list, json_schema_input_type=Target | Annotated[tuple[Target, ...], Field(min_length=1)]),
        Field(min_length=1),
    ]
    milestones: tuple[Milestone, ...] = ()
    stated: Stated
    nature: Nature = None
    baseline: Baseline | None = None
    path: Literal["auto", "linear", "geometric"] = "auto"
    across: Across = "none"
    shares: tuple[Share, ...] = ()
    source: Source

    @field_validator("unit")
    @classmethod
    def _canonical(cls, value: str) -> str:
        found = find_unit(value)
        return found.symbol if found else value

    @property
    def measure(self) -> Unit:
        """The unit of measure.  Raises LookupError where it is not known, which rule P104 keeps out of a plan."""
        found = find_unit(self.unit)
        if found is None:
            raise LookupError(self.unit)
        return found

    @property
    def limits(self) -> tuple[Decimal, Decimal] | None:
        """The natural limits: those stated, else 0 to 100 % for a rate, else None."""
        if self.bounds is not None or self.kind != "rate" or self.measure.dimension != "share":
            return self.bounds
        return Decimal(0), 100 / self.measure.factor

    def row_id(self, target: Target) -> str:
        """The id of one target: the indicator's, with `@year` where the indicator has several."""
        return self.id if len(self.target) == 1 else f"{self.id}@{target.by}"


@dataclass(frozen=True, slots=True)
class HandedDown:
    """The target that a region owes, due when the indicator's last one is.

    `to_each` is true where the plan does not name the region and hands one figure down to each of them.
    """

    target: Target
    to_each: bool


@dataclass(frozen=True)
class Plan:
    """A plan without errors, with the files that it was read from, by name.

    What is looked up often is listed once, at the first question.
    """

    head: Head
    tasks: tuple[Task, ...]
    indicators: tuple[Indicator, ...]
    documents: Mapping[str, Document]

    @property
    def region(self) -> str:
        """The region whose plan this is."""
        return self.head.regions[0].name

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every region: the plan's own first, its parts as it names them, then what else it lists."""
        return tuple(dict.fromkeys((self.region, *self.regions.districts, *(it.name for it in self.head.regions))))

    def measured(self) -> "Names[Indicator | str]":
        """Whatever measurements can be about, by each of its names: an indicator, or a deliverable's id."""
        names: Names[Indicator | str] = Names()
        for indicator in self.indicators:
            for name in (indicator.id, indicator.name, *indicator.aliases):
                names.add(name, indicator)
        items = [item for task in self.tasks for item in task.deliverables]
        for item in items:
            for name in (item.id, item.title, *item.aliases):
                names.add(name, item.id)
        english: list[tuple[str | None, Indicator | str]] = [(it.name_en, it) for it in self.indicators]
        names.add_english([*english, *((item.title_en, item.id) for item in items)])
        return names

    def handed_down(self, indicator: Indicator, region: str) -> HandedDown | None:
        """What a region, by its printed name, owes of an indicator of this plan: its own share, else that of `each`.

        None where nothing is handed down to it.  `each` reaches the parts of the plan's own region and nothing else.
        """
        shares = self._shares.get(indicator.id)
        if shares is None:
            return None
        return shares.get(region) or (shares.get(EACH) if region in self._districts else None)

    @cached_property
    def regions(self) -> Regions:
        """The plan's regions by their names."""
        return Regions(self.head.regions)

    @cached_property
    def _districts(self) -> frozenset[str]:
        return frozenset(self.regions.districts)

    @cached_property
    def _shares(self) -> Mapping[str, Mapping[str, HandedDown]]:
        """What is handed down, by the indicator's id and the region's printed name."""
        names = self.regions.names
        return {
            it.id: {
                names.get(share.region) or share.region: HandedDown(_handed(it, share), share.region == EACH)
                for share in it.shares
            }
            for it in self.indicators
            if it.shares
        }

    def task(self, id_: str) -> Task:
        """The task with this id; the rules hold that there is one."""
        return next(task for task in self.tasks if task.id == id_)

    def span(self, file: str, *loc: str | int) -> Span:
        """Where something stands: `span("targets.yaml", 3)` is the fourth indicator."""
        return self.documents[file].span(loc)

    def targets(self) -> Iterator[tuple[Indicator, Target]]:
        """Every target with its indicator: the plan's order, an indicator's targets by year."""
        for indicator in self.indicators:
            for target in indicator.target:
                yield indicator, target


def _handed(indicator: Indicator, share: Share) -> Target:
    last = indicator.target[-1]
    if last.hold is not None:
        return Target(by=last.by, hold=Bound(at_least=share.at_least, at_most=share.at_most))
    return Target(by=last.by, at_least=share.at_least, at_most=share.at_most)
