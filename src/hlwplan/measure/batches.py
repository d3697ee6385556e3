"""The files of batches, whichever form they have: which batches they hold, which count, and their rows."""

import csv
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording
from hlwplan.measure.engine import PARQUET, BatchFile
from hlwplan.measure.measurement import FIELDS, SHORT_HASH, Measurement

if TYPE_CHECKING:
    from hlwplan.measure.parquet import Entry


def file_hash(path: Path) -> str:
    """The name that a file of batches should have: the start of the SHA-256 of its bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:SHORT_HASH]


def misnamed(place: str) -> Diagnostic:
    """The finding where the content of a file, or of a batch in it, is not what its name says."""
    return Diagnostic("S002", Span(place), {"reason": Wording("its content is not what its name says")})


def contents(files: Collection[Path]) -> "dict[Path, tuple[Entry, ...] | None]":
    """What `parquet.contents` says of those that are Parquet; it is loaded where one is."""
    packed = [path for path in files if path.suffix == PARQUET]
    if not packed:
        return {}
    from hlwplan.measure import parquet

    return parquet.contents(packed)


def names(files: Iterable[Path], held: "Mapping[Path, tuple[Entry, ...] | None]") -> dict[Path, tuple[str, ...]]:
    """The batches in each file; `held` has the contents of the Parquet files, None where they cannot be understood."""
    return {path: tuple(it.name for it in held[path] or ()) if path.suffix == PARQUET else (path.stem,)
            for path in files}  # fmt: skip


def counting(named: Mapping[Path, Collection[str]], without: Collection[str]) -> list[BatchFile]:
    """What counts of files with these batches, by path: each batch once, wherever it stands several times.

    Batches of `without` do not count.  A file is left out where others have all that it has.
    """
    seen, chosen = set(without), []
    # Parquet before CSV and the fullest first, so that little has to be left out row by row.
    for path in sorted(named, key=lambda it: (it.suffix != PARQUET, -len(named[it]), it)):
        left = tuple(name for name in named[path] if name in seen)
        if len(left) < len(named[path]):
            chosen.append(BatchFile(path, left))
        seen.update(named[path])
    return sorted(chosen, key=lambda it: it.path)


def origins(files: Collection[Path]) -> dict[str, str]:
    """The start of the SHA-256 of the original that each batch came from, by the batch's name, in the order of names.

    It is empty where it cannot be told.
    """
    found = {path.stem: _origin(path) for path in files if path.suffix != PARQUET}
    for entries in contents(files).values():
        found.update((it.name, it.original) for it in entries or ())
    return dict(sorted(found.items()))


def _origin(path: Path) -> str:
    """The original that a batch of CSV came from, as its first row names it."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        try:
            row = next(csv.DictReader(lines), {})
        except csv.Error:
            return ""
    return str(row.get("origin") or "").partition("#")[0]


def named_rows(file: BatchFile, only: Collection[str] | None = None) -> Iterator[tuple[str, Measurement]]:
    """The rows of a file, each with the name of its batch, read while they are taken.

    They are the rows that count, or, where `only` is given, those of these batches.
    """
    if file.path.suffix == PARQUET:
        from hlwplan.measure.parquet import stream

        for chunk in stream(file, only):
            yield from ((row[0], Measurement(*row[1:])) for row in chunk)
    elif only is None or file.path.stem in only:
        with file.path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            next(rows, None)
            yield from ((file.path.stem, Measurement(*row)) for row in rows)


def entry(path: Path) -> "Entry | None":
    """What a batch of CSV holds; None where it is not the canonical CSV of its rows, and could not be proven later."""
    from hlwplan.measure.parquet import CHUNK, Canonical, Entry

    canonical, count, original = Canonical(), 0, ""
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            rows = csv.reader(lines, strict=True)
            next(rows, None)
            while chunk := list(islice(rows, CHUNK)):
                if any(len(row) != len(FIELDS) for row in chunk):
                    return None
                original = original or Measurement(*chunk[0]).original
                canonical.add(chunk)
                count += len(chunk)
        except (csv.Error, UnicodeDecodeError):
            return None
    return Entry(path.stem, count, original) if canonical.name == path.stem else None
