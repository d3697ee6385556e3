"""What rules work on and what they yield.

Rules see whatever has the right shape, so a reference is only called unknown where the list it points into was read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from hlwplan.plan.head import Head, Regions
from hlwplan.plan.model import Indicator, Target, Task
from hlwplan.plan.places import Loc
from hlwplan.plan.yamltext import Document

PLAN: Final = "plan.yaml"
TASKS: Final = "tasks.yaml"
TARGETS: Final = "targets.yaml"
_PART: Final = 512

Path = tuple[str | None, ...]


@dataclass(frozen=True)
class Draft:
    """What could be read of a plan; items come with their index in the file, targets with their place.

    `data` is each file's data as it was written, misspelt keys as what they were meant to be: there the rules of names
    see what stands in an entry that has a mistake elsewhere.
    """

    head: Head | None
    tasks: Sequence[tuple[int, Task]]
    indicators: Sequence[tuple[int, Indicator]]
    documents: Mapping[str, Document]
    data: Mapping[str, object]
    targets: Sequence[tuple[Loc, Indicator, Target]] = field(init=False)

    def __post_init__(self) -> None:
        """List the targets once; many rules go through them."""
        targets = [
            ((index, "target", number), indicator, target)
            for index, indicator in self.indicators
            for number, target in enumerate(indicator.target)
        ]
        object.__setattr__(self, "targets", targets)

    @cached_property
    def regions(self) -> Regions:
        """The plan's regions by their names, listed at the first question; none where plan.yaml has not the shape."""
        return Regions(self.head.regions if self.head else ())

    def parts(self) -> Iterator["Draft"]:
        """The same with some of the indicators each time: many rules go through them while the processor has them."""
        for start in range(0, len(self.indicators), _PART):
            part = replace(self, indicators=self.indicators[start : start + _PART])
            part.__dict__["regions"] = self.regions  # they are the same, and were listed once
            yield part

    def texts(self, file: str, path: Path) -> Iterator[tuple[Loc, str]]:
        """Every text at a path of keys, None standing for each item of a list; what is blank or no text is left out."""
        yield from _texts(self.data.get(file), path, ())

    def has(self, file: str, section: str | None = None) -> bool:
        """Whether a file, or a section of it, is there and is a list: else nothing can be said to lack in it."""
        data = self.data.get(file)
        if section is not None:
            data = data.get(section) if isinstance(data, dict) else None
        return isinstance(data, tuple)


def _texts(data: object, path: Path, at: Loc) -> Iterator[tuple[Loc, str]]:
    if not path:
        if isinstance(data, str) and data.strip():
            yield at, data
    elif path[0] is not None:
        if isinstance(data, dict) and path[0] in data:
            yield from _texts(data[path[0]], path[1:], (*at, path[0]))
    elif isinstance(data, tuple):
        for number, item in enumerate(data):
            yield from _texts(item, path[1:], (*at, number))


@dataclass(frozen=True, slots=True)
class At:
    """Where a rule is broken, and the values of its message."""

    file: str
    loc: Loc
    values: Mapping[str, object] = field(default_factory=dict)
    near: tuple[str, ...] = ()
