"""Names: how a name in a file finds the thing it names.

Names match by id, name or alias after folding, so that width, case, spaces and the several forms of brackets and
quotation marks make no difference; nothing looser is ever taken for a match.  An English name matches as well where one
thing alone has it.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Generic, Protocol, TypeVar

from hlwplan.diagnostics import nearest

T = TypeVar("T")


class Named(Protocol):
    """A thing of a list in the plan, such as a region or an organisation."""

    @property
    def name(self) -> str:
        """Its name, as it is printed."""

    @property
    def name_en(self) -> str | None:
        """Its name in English, where it has one."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""


_SAME: Final = str.maketrans(
    {"〈": "(", "〉": ")", "《": '"', "》": '"', "“": '"', "”": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "'": '"',
     "〔": "[", "〕": "]", "【": "[", "】": "]", "、": ",", "。": ".", "—": "-", "–": "-"}
)  # fmt: skip


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """A name with everything removed that readers do not see as a difference."""
    plain = unicodedata.normalize("NFKC", name)
    plain = plain.replace("'", '"') if plain.isascii() else plain.translate(_SAME)  # ids take half the time so
    return "".join(plain.split()).casefold()


class Names(Generic[T]):
    """Things by each of their names; the first thing given for a name keeps it."""

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._by_folded: dict[str, T] = {}
        self._written: dict[str, str] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        for name, thing in entries:
            self.add(name, thing)

    def add(self, name: str, thing: T) -> T:
        """Give a name to a thing; returns the thing that has the name, which may have had it before."""
        folded = fold(name)
        self._written.setdefault(folded, name)
        self._near.clear()
        return self._by_folded.setdefault(folded, thing)

    def add_english(self, entries: Iterable[tuple[str | None, T]]) -> None:
        """Give things their English names, those that are no name of another thing; None is no name."""
        given = [(name, thing) for name, thing in entries if name and self.get(name) is None]
        sharing = Counter(fold(name) for name, _thing in given)
        for name, thing in given:
            if sharing[fold(name)] == 1:
                self.add(name, thing)

    def get(self, name: str) -> T | None:
        """The thing so named, or None."""
        return self._by_folded.get(fold(name))

    def nearest(self, name: str) -> tuple[str, ...]:
        """Known names that look like `name`, one a thing, as they are written, best first; three at the most."""
        folded = fold(name)
        if folded not in self._near:  # one wrong name may stand in many places
            things: list[T] = []
            best: list[str] = []
            for near in nearest(folded, self._written):
                if self._by_folded[near] not in things:
                    things.append(self._by_folded[near])
                    best.append(self._written[near])
            self._near[folded] = tuple(best)
        return self._near[folded]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written.values())

    def __len__(self) -> int:
        return len(self._written)


def listed(things: Iterable[Named]) -> Names[str]:
    """The printed name by each name of the things listed."""
    known = list(things)
    names = Names((name, thing.name) for thing in known for name in (thing.name, *thing.aliases))
    names.add_english((thing.name_en, thing.name) for thing in known)
    return names
