"""The store: an append-only folder of immutable files named by their content.

`originals/<sha256>.<ext>` keeps each file as it came, `batches/<first 12 digits of sha256>.csv` its canonical rows.
A file is there whole or not at all, and there is no index that could disagree with the files.
"""

import csv
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.engine import Asked, observe, published_together
from hlwplan.measure.ingest import SHORT_HASH, Batch, same_value
from hlwplan.measure.measurement import Measurement, Observation, Times
from hlwplan.plan.model import Plan

LOCK_SECONDS = 10.0


class StoreBusyError(Exception):
    """Another writer holds the store and did not let go in time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch: its name, its number of rows, and whether the file had been stored before."""

    file: str
    name: str
    rows: int
    before: bool


@dataclass(frozen=True, slots=True)
class Store:
    """The measurements below one folder, which need not exist yet."""

    folder: Path

    def batches(self) -> list[Path]:
        """The files of canonical rows, by name.  Raises OSError where the folder cannot be read."""
        try:
            found = list((self.folder / "batches").iterdir())  # raises where the folder may not be read; glob would not
        except FileNotFoundError:
            return []
        return sorted(path for path in found if path.suffix == ".csv" and path.is_file())

    def observations(
        self, plan: Plan, *, as_of: date | None = None, year: int | None = None
    ) -> tuple[list[Observation], list[Diagnostic]]:
        """The observations adopted for a plan, by indicator, region and period.

        `as_of` leaves out what was published after that day, `year` what is about later years.
        """
        sound, damaged = self._sound()
        observations, findings = observe(sound, plan, Asked(as_of, year))
        return observations, [*damaged, *findings]

    def _sound(self) -> tuple[list[Path], list[Diagnostic]]:
        """The batches whose content is what their name says, and a finding for each other."""
        sound, damaged = [], []
        for path in self.batches():
            if hashlib.sha256(path.read_bytes()).hexdigest()[:SHORT_HASH] == path.stem:
                sound.append(path)
            else:
                damaged.append(Diagnostic("S002", Span(str(path)), {"reason": "its content is not what its name says"}))
        return sound, damaged

    def add(self, plan: Plan, batches: Sequence[Batch]) -> tuple[list[Stored], list[Diagnostic]]:
        """Store all the batches, or none of them where one contradicts what is stored.

        Raises StoreBusyError where another writer does not finish in time, OSError where the disk refuses.
        """
        with self._locked():
            _, damaged = self._sound()
            if damaged:
                return [], damaged
            known = self._known()
            fresh = [batch for batch in batches if batch.original_hash[:SHORT_HASH] not in known]
            findings = [finding for batch in fresh for finding in self._contradictions(plan, batch)]
            findings += _among(plan, fresh)
            if findings:
                return [], findings
            for batch in batches:  # one that was stored before, too: its original may have been lost
                extension = Path(batch.file).suffix.lower() or ".csv"
                _write(self.folder / "originals" / f"{batch.original_hash}{extension}", batch.original)
            _write_all({self.folder / "batches" / f"{batch.name}.csv": batch.content for batch in fresh})
        return [
            Stored(
                batch.file,
                known.get(batch.original_hash[:SHORT_HASH], batch.name),
                len(batch.measurements),
                before=batch.original_hash[:SHORT_HASH] in known,
            )
            for batch in batches
        ], []

    def _known(self) -> dict[str, str]:
        """The originals that batches were made of, with the batch's name."""
        known = {}
        for path in self.batches():
            with path.open(encoding="utf-8", newline="") as lines:
                row = next(csv.DictReader(lines), None)
            if row is not None:
                known[row["origin"].partition("#")[0]] = path.stem
        return known

    def _contradictions(self, plan: Plan, batch: Batch) -> Iterator[Diagnostic]:
        """Rows that give another value than a stored row of the same date of publication: no later one to prefer."""
        units = {indicator.id: indicator.unit for indicator in plan.indicators}
        for new, old in published_together(self.batches(), batch.content, plan):
            pairs = (new.value, new.unit), (old.value, old.unit)
            if new.status != old.status or not same_value(units.get(new.indicator, ""), *pairs):
                yield _contradiction(batch.file, new, old)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # only writers pay for it

        for name in ("originals", "batches"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise StoreBusyError(self.folder) from error


def _among(plan: Plan, batches: Sequence[Batch]) -> Iterator[Diagnostic]:
    """Rows of files given together that contradict each other."""
    units = {indicator.id: indicator.unit for indicator in plan.indicators}
    times = Times(plan)
    first: dict[tuple[str, str, str, str], Measurement] = {}
    for batch in batches:
        for row in batch.measurements:
            old = first.setdefault(times.key(row), row)
            pairs = (row.value, row.unit), (old.value, old.unit)
            if row.status != old.status or not same_value(units.get(row.indicator, ""), *pairs):
                yield _contradiction(batch.file, row, old)


def _contradiction(file: str, new: Measurement, old: Measurement) -> Diagnostic:
    also = "" if new.period == old.period else f" ({old.period})"
    values = {
        "what": f"{new.indicator} {new.region} {new.period}{also}",
        "value": " ".join(filter(None, (new.value, new.unit, new.status))),
        "other": " ".join(filter(None, (old.value, old.unit, old.status))),
        "origin": old.origin,
        "published": new.published,
    }
    return Diagnostic("D203", Span(file, int(new.origin.partition("#")[2])), values)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that is there already has this content by its name."""
    _write_all({path: content})


def _write_all(files: Mapping[Path, bytes]) -> None:
    """Write files, all or none: every byte is on the disk before the first gets its name."""
    new = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in files if not path.exists()}
    named: list[Path] = []
    try:
        for path, temporary in new.items():
            with temporary.open("wb") as file:
                file.write(files[path])
                file.flush()
                os.fsync(file.fileno())
        for path, temporary in new.items():
            temporary.replace(path)
            named.append(path)
        for folder in {path.parent for path in new}:
            _sync(folder)
    except BaseException:
        for path in named:
            path.unlink()
        raise
    finally:
        for temporary in new.values():
            temporary.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
