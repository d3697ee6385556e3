"""Compaction: many small files of batches become few Parquet files.  No batch changes its name, and none is lost.

A new file is proven before it gets its name, and has its name before the files that it replaces are deleted; what a
compaction that was killed left standing twice counts once, and the next one clears it away.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure import parquet
from hlwplan.measure.batches import contents, counting, entry, file_hash, names
from hlwplan.measure.engine import PARQUET, BatchFile
from hlwplan.measure.files import settle
from hlwplan.measure.parquet import Entry, UnlikeError, pieces, unlike, write

SMALL: Final = 1_000_000
"""A Parquet file of fewer rows is gathered again, with what came since."""
FULL: Final = 10_000_000
"""A new file that has so many rows takes no further file."""

Held = Mapping[Path, tuple[Entry, ...]]
"""What each file holds."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was done: how many files and bytes were replaced, and by what.

    `batches` and `rows` are those of the new files.  `left` are batches of CSV that stay, because they are not the
    canonical CSV of their rows, so that Parquet could not prove them.
    """

    batches: int
    rows: int
    files: tuple[int, int]
    size: tuple[int, int]
    left: tuple[str, ...]


def compact(files: Sequence[Path]) -> tuple[Compacted | None, list[Diagnostic]]:
    """Gather the small ones of these files, which are all of a store without damage.

    None where a file that is needed to clear another one away does not prove its batches, which the findings say.
    Raises OSError where the disk refuses; the store then reads as before.
    """
    packed = contents(files)
    held = {path: entries for path, entries in packed.items() if entries is not None}
    chosen = counting(names(files, packed), ())
    twice = sorted(set(files) - {it.path for it in chosen})
    if twice or any(it.without for it in chosen):
        findings = [unlike(path) for path, entries in held.items() if not _proven(path, entries)]
        if findings:
            return None, findings
    plain = {it.path: entry(it.path) for it in chosen if it.path.suffix != PARQUET}
    held |= {path: (one,) for path, one in plain.items() if one is not None}
    groups = list(_groups([it for it in chosen if it.path in held], held))
    old = [*twice, *(it.path for group in groups for it in group)]
    size = sum(path.stat().st_size for path in old)
    for path in twice:
        path.unlink()
    new = [_gather(group, held) for group in groups]
    entries = [one for _, of in new for one in of]
    left = tuple(sorted(path.stem for path, one in plain.items() if one is None))
    sizes = (size, sum(path.stat().st_size for path, _ in new))
    return Compacted(len(entries), sum(it.rows for it in entries), (len(old), len(new)), sizes, left), []


def packed(name: str, content: bytes) -> tuple[str, bytes] | None:
    """A batch's canonical CSV as a Parquet file, its name and its bytes; None where Parquet would not prove it."""
    with tempfile.TemporaryDirectory() as folder:
        csv, parquet = Path(folder, f"{name}.csv"), Path(folder, f"{name}.tmp")
        csv.write_bytes(content)
        one = entry(csv)
        if one is None or not _proven(parquet, write(parquet, [BatchFile(csv)], {csv: (one,)})):
            return None
        return f"{file_hash(parquet)}{PARQUET}", parquet.read_bytes()


def _groups(files: Sequence[BatchFile], held: Held) -> Iterator[list[BatchFile]]:
    """The files that become one together: CSV, small Parquet, and what holds a batch that counts elsewhere."""
    group: list[BatchFile] = []
    rows = 0
    for it in files:
        size = sum(one.rows for one in held[it.path])
        if it.path.suffix == PARQUET and size >= SMALL and not it.without:
            continue
        if rows >= FULL:
            yield group
            group, rows = [], 0
        group.append(it)
        rows += size
    if len(group) > 1 or any(it.without for it in group):
        yield group


def _gather(group: Sequence[BatchFile], held: Held) -> tuple[Path, tuple[Entry, ...]]:
    """One new file in the place of several, and what it holds."""
    folder = group[0].path.parent
    temporary = folder / f".compact.{os.getpid()}.tmp"
    try:
        entries = write(temporary, group, held)
        if not _proven(temporary, entries):
            raise OSError(f"{temporary} does not hold what was written to it")
        new = folder / f"{file_hash(temporary)}{PARQUET}"
        settle(temporary, new)
    finally:
        temporary.unlink(missing_ok=True)
    for it in group:
        it.path.unlink()
    return new, entries


def _proven(path: Path, entries: Sequence[Entry]) -> bool:
    """Whether a file says that it holds these batches, and has every one of their rows."""
    try:
        return parquet.contents([path])[path] == entries and all(it.proven is not False for it in pieces(path, entries))
    except UnlikeError:
        return False
