"""What rules work on and what they yield.

Rules see whatever has the right shape, so a reference is only called unknown where the list it points into was read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hlwplan.plan.model import Head, Indicator, Task
from hlwplan.plan.yamltext import Document, Loc

PLAN: Final = "plan.yaml"
TASKS: Final = "tasks.yaml"
TARGETS: Final = "targets.yaml"


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read of a plan; items come with their index in the file."""

    head: Head | None
    tasks: Sequence[tuple[int, Task]]
    indicators: Sequence[tuple[int, Indicator]]
    documents: Mapping[str, Document]

    def ids(self, name: str) -> set[str]:
        """The ids written in a file, those of items with other mistakes included."""
        document = self.documents.get(name)
        items = document.data if document is not None and isinstance(document.data, tuple) else ()
        return {item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)}


@dataclass(frozen=True, slots=True)
class At:
    """Where a rule is broken, and the values of its message."""

    file: str
    loc: Loc
    values: Mapping[str, object] = field(default_factory=dict)
    near: tuple[str, ...] = ()
