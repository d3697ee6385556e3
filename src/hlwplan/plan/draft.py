"""What rules work on and what they yield.

Rules see whatever has the right shape, so a reference is only called unknown where the list it points into was read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hlwplan.plan.head import Head
from hlwplan.plan.model import Indicator, Target, Task
from hlwplan.plan.names import Names, listed
from hlwplan.plan.places import Loc
from hlwplan.plan.yamltext import Document

PLAN: Final = "plan.yaml"
TASKS: Final = "tasks.yaml"
TARGETS: Final = "targets.yaml"
_PART: Final = 512


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read of a plan; items come with their index in the file, targets with their place."""

    head: Head | None
    tasks: Sequence[tuple[int, Task]]
    indicators: Sequence[tuple[int, Indicator]]
    documents: Mapping[str, Document]
    targets: Sequence[tuple[Loc, Indicator, Target]] = field(init=False)

    def __post_init__(self) -> None:
        """List the targets once; many rules go through them."""
        targets = [
            ((index, "target", number), indicator, target)
            for index, indicator in self.indicators
            for number, target in enumerate(indicator.target)
        ]
        object.__setattr__(self, "targets", targets)

    def parts(self) -> Iterator["Draft"]:
        """The same with some of the indicators each time: many rules go through them while the processor has them."""
        for start in range(0, len(self.indicators), _PART):
            yield replace(self, indicators=self.indicators[start : start + _PART])

    def ids(self, name: str) -> set[str]:
        """The ids written in a file, those of items with other mistakes included."""
        document = self.documents.get(name)
        items = document.data if document is not None and isinstance(document.data, tuple) else ()
        read = {it.id for _, it in (self.tasks if name == TASKS else self.indicators)}
        return read | {item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)}

    def listed(self, section: str) -> Names[str] | None:
        """The names and aliases (of areas: the ids) that a section of `plan.yaml` lists; None where it is not there.

        They are taken from the file as it is, so that a mistake elsewhere in it hides no wrong reference.
        """
        if self.head is not None:
            return (
                Names((area.id, area.id) for area in self.head.areas)
                if section == "areas"
                else listed(self.head.regions if section == "regions" else self.head.organisations)
            )
        document = self.documents.get(PLAN)
        items = document.data.get(section) if document is not None and isinstance(document.data, dict) else None
        if not isinstance(items, tuple):
            return None
        names: Names[str] = Names()
        for item in items:
            written = [item.get("id" if section == "areas" else "name")] if isinstance(item, dict) else []
            aliases = item.get("aliases", ()) if isinstance(item, dict) else ()
            for name in (*written, *(aliases if isinstance(aliases, tuple) else ())):
                if isinstance(name, str):
                    names.add(name, name)
        return names


@dataclass(frozen=True, slots=True)
class At:
    """Where a rule is broken, and the values of its message."""

    file: str
    loc: Loc
    values: Mapping[str, object] = field(default_factory=dict)
    near: tuple[str, ...] = ()
