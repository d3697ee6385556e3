"""Tombstones: the files that take batches back.

`retractions/<first 12 digits of its sha256>.json` is one line of UTF-8, ended by a line feed:

    {"batch": "7d789fca716a", "date": "2019-06-01", "why": "单位写错"}

with the batch's name, the day of the retraction and the reason, in this order.  The batch and its original stay where
they are.  A retraction corrects the record: the batch is gone for every `--as-of`, of days before the retraction too,
because what was published then was not what the batch says.  Removing the tombstone brings the batch back.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording

FOLDER: Final = "retractions"
_FIELDS: Final = ("batch", "date", "why")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A batch is taken back; `date` is an ISO day, `why` is never empty."""

    batch: str
    date: str
    why: str

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return f"{json.dumps(asdict(self), ensure_ascii=False)}\n".encode()

    @property
    def file(self) -> str:
        """The file below the store's folder, named by its content."""
        return f"{FOLDER}/{hashlib.sha256(self.content).hexdigest()[:12]}.json"


def read_tombstones(folder: Path) -> tuple[list[Tombstone], list[Diagnostic]]:
    """The tombstones of a store's folder, the earliest first, and a finding for each file that is damaged."""
    try:
        paths = sorted(path for path in (folder / FOLDER).iterdir() if path.suffix == ".json")
    except FileNotFoundError:
        return [], []
    return tombstones_of((str(path), path.read_bytes()) for path in paths)


def tombstones_of(files: Iterable[tuple[str, bytes]]) -> tuple[list[Tombstone], list[Diagnostic]]:
    """The same of files, each given by its path and its content."""
    read = [(path, _read(PurePath(path).stem, raw)) for path, raw in files]
    findings = [Diagnostic("S010", Span(path), {"reason": it}) for path, it in read if isinstance(it, str)]
    stones = [it for _, it in read if isinstance(it, Tombstone)]
    return sorted(stones, key=lambda stone: (stone.date, stone.batch, stone.why)), findings


def by_batch(stones: Sequence[Tombstone]) -> dict[str, Tombstone]:
    """The tombstone by the name of its batch; of several, such as version control merges, the first given."""
    return {stone.batch: stone for stone in reversed(stones)}


def _read(name: str, raw: bytes) -> Tombstone | str:
    """The tombstone, or why it is none."""
    if hashlib.sha256(raw).hexdigest()[:12] != name:
        return Wording("its content is not what its name says")
    try:
        data = json.loads(raw)
    except ValueError:  # no UTF-8, or no JSON
        return Wording("it is no JSON")
    if not isinstance(data, dict) or tuple(data) != _FIELDS or not all(isinstance(it, str) for it in data.values()):
        return Wording("it does not hold {names} as text", names=", ".join(_FIELDS))
    stone = Tombstone(**data)
    if not re.fullmatch("[0-9a-f]{12}", stone.batch):
        return Wording("{batch!r} is no name of a batch", batch=stone.batch)
    if not is_day(stone.date):
        return Wording("{date!r} is no date such as 2019-06-01", date=stone.date)
    return stone if stone.why.strip() else Wording("it gives no reason")


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar, in the one way in which the store writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
