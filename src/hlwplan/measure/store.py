"""The store: an append-only folder of immutable files named by their content.

`originals/<sha256>.<ext>` keeps each file as it came, `batches/<first 12 digits of sha256>.csv` its canonical rows, and
`retractions/` says which batches were taken back (`tombstones.py`).  A batch is called by that name wherever its rows
lie: large ones and those that `compact` gathered are in Parquet files (`parquet.py`).  A file is there whole or not at
all, and there is no index that could disagree with the files.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, TypeVar

from hlwplan.diagnostics import Diagnostic, in_order
from hlwplan.measure.batches import contents, counting, file_hash, misnamed, named_rows, names, origins
from hlwplan.measure.engine import PARQUET, BatchFile, observe, states
from hlwplan.measure.files import StoreBusyError, make_folders, write_all
from hlwplan.measure.measurement import SHORT_HASH, Measurement, Observation, State
from hlwplan.measure.tables import Clocks
from hlwplan.measure.tombstones import FOLDER, Tombstone, by_batch, read_tombstones
from hlwplan.plan.model import Plan

if TYPE_CHECKING:  # reading needs none of what takes files in
    from hlwplan.measure.columns import Columns
    from hlwplan.measure.compact import Compacted
    from hlwplan.measure.compare import Intake, Key
    from hlwplan.measure.ingest import Batch

T = TypeVar("T")

LOCK_SECONDS = 10.0
ORIGINALS: Final = "originals"
BATCHES: Final = "batches"
LEAST_DIGITS: Final = 4
"""How much of a name must be given to mean it."""
BULK: Final = 100_000
"""A batch of more rows is stored as Parquet from the start."""


@dataclass(frozen=True, slots=True)
class Store:
    """The measurements below one folder, which need not exist yet."""

    folder: Path

    # Reading

    def batches(self) -> list[Path]:
        """The files of canonical rows, by name, retracted ones too.  Raises OSError where the folder cannot be read."""
        found, before = self._listed(), None
        while found != before:  # a listing that `compact` overtakes may miss the old files and the new one
            found, before = self._listed(), found
        return sorted(path for path in found if path.suffix in {".csv", PARQUET} and path.is_file())

    def _settled(self, read: Callable[[], T]) -> T:
        """What `read` gives, which reads files of batches; again where `compact` deleted one of them meanwhile."""
        while True:
            before = self.batches()
            try:
                return read()
            except OSError:
                if self.batches() == before:
                    raise

    def _listed(self) -> set[Path]:
        try:
            return set((self.folder / BATCHES).iterdir())  # raises where the folder may not be read; glob would not
        except FileNotFoundError:
            return set()

    def names(self) -> list[str]:
        """The batches, retracted ones too, in order; what a file that cannot be understood holds is not among them."""
        files = self.batches()
        return sorted(set(chain.from_iterable(names(files, contents(files)).values())))

    def sound(self) -> tuple[list[BatchFile], list[Diagnostic]]:
        """What counts of the files of batches, by name, and a finding for each whose content is not what its name says.

        Retracted batches do not count, but they are checked too: nothing in a store may change.
        """
        found, _stones, findings = self._settled(self._sound)
        return found, findings

    def _sound(self) -> tuple[list[BatchFile], dict[str, Tombstone], list[Diagnostic]]:
        """What `sound` gives, and between the two the tombstones by their batches."""
        read, damaged = read_tombstones(self.folder)
        stones = by_batch(read)
        found, changed = sound_of((str(path), file_hash(path)) for path in self.batches())
        sound = [Path(path) for path in found]
        held = contents(sound)
        findings = [*damaged, *changed]
        for path, entries in held.items():
            if entries is None:
                from hlwplan.measure.parquet import unlisted

                findings.append(unlisted(path))
        return counting(names(sound, held), stones), stones, findings

    def rows(self) -> tuple[Iterator[Measurement], list[Diagnostic]]:
        """Every stored row that counts, of all dates of publication, file by file; findings as `sound` has them.

        The rows are read while they are taken.
        """
        sound, damaged = self.sound()
        return (row for _, row in chain.from_iterable(map(named_rows, sound))), damaged

    def observations(
        self, plan: Plan, *, as_of: date | None = None, year: int | None = None
    ) -> tuple[list[Observation], list[Diagnostic]]:
        """The observations adopted for a plan, by indicator, region and period.

        `as_of` leaves out what was published after that day, `year` what is about later years.
        """

        def read() -> tuple[list[Observation], list[Diagnostic]]:
            sound, damaged = self.sound()
            observations, findings = observe(sound, plan, Clocks(as_of, year))
            return observations, [*damaged, *findings]

        return self._settled(read)

    @contextmanager
    def columns(
        self, plan: Plan, *, as_of: date | None = None, year: int | None = None
    ) -> "Iterator[tuple[Iterator[Columns], list[Diagnostic]]]":
        """The same as arrays, of a few whole regions at a time, in the plan's order of them; taken while it is open."""
        from hlwplan.measure.columnar import observed_columns

        with ExitStack() as opened:

            def read() -> "tuple[Iterator[Columns], list[Diagnostic]]":
                sound, damaged = self.sound()
                pieces, findings = opened.enter_context(observed_columns(sound, plan, Clocks(as_of, year)))
                return pieces, [*damaged, *findings]

            yield self._settled(read)

    def states(
        self, plan: Plan, *, as_of: date | None = None, year: int | None = None
    ) -> tuple[list[State], list[Diagnostic]]:
        """The state adopted for each deliverable of a plan and region, by id and region; none for what nobody reported.

        The clocks are those of `observations`, which also reports the rows of names that the plan does not know.
        """

        def read() -> tuple[list[State], list[Diagnostic]]:
            sound, damaged = self.sound()
            found, findings = states(sound, plan, Clocks(as_of, year))
            return found, [*damaged, *findings]

        return self._settled(read)

    def rows_about(self, plan: Plan, indicators: Collection[str], regions: Collection[str]) -> list[Measurement]:
        """Every stored row that counts about these indicators (ids) in these regions (names), of all dates."""
        from hlwplan.measure.stored import rows_about

        return self._settled(lambda: rows_about(self.sound()[0], plan, indicators, regions))

    def originals(self) -> dict[str, str]:
        """The names of the files of `originals/` by the start that origins have; nothing where there are none."""
        folder = self.folder / ORIGINALS
        return {path.name[:SHORT_HASH]: path.name for path in folder.iterdir()} if folder.is_dir() else {}

    def compare(self, plan: Plan, batches: "Sequence[Batch]") -> "tuple[list[Intake], list[Diagnostic]]":
        """What adding the batches would do, one `Intake` a batch, and the findings for which `add` would refuse them.

        A row that is refused has its finding in its change, so that a caller can leave just these out.  Nothing is
        compared with a damaged store.
        """
        from hlwplan.measure.compare import Intake, Placed, compare
        from hlwplan.measure.stored import stored_beside

        sound, stones, damaged = self._settled(self._sound)
        if damaged:
            return [], damaged
        beside: dict[Key, list[Placed]] = {}
        for key, name, row in stored_beside(sound, [row for batch in batches for row in batch.measurements], plan):
            beside.setdefault(key, []).append(Placed(row, name))
        files = self.batches()
        came_from = origins(files)
        again = {batch.original_hash[:SHORT_HASH] for batch in batches}
        retracted = {name for name, original in came_from.items() if name in stones and original in again}
        taken_back = {row: stones[name] for file in files for name, row in named_rows(BatchFile(file), only=retracted)}
        compared = compare(plan, batches, beside, taken_back)
        known = {original: name for name, original in came_from.items() if name not in stones}
        intakes = []
        for batch, changes in zip(batches, compared, strict=True):
            rest = _rest(batch, Intake(batch.file, "", changes, before=False))
            name = rest.name if rest.measurements else known.get(batch.original_hash[:SHORT_HASH], "")
            intakes.append(Intake(batch.file, name, changes, before=bool(changes) and not rest.measurements))
        return intakes, in_order(it.finding for of in compared for it in of if it.finding)

    def find(self, text: str) -> list[str]:
        """The batches that are meant by the start of their name, or of the SHA-256 of the original they came from.

        By name; a file's name or path will do as well.  Fewer than four digits mean nothing.
        """
        wanted = Path(text.strip()).stem.lower()
        if len(wanted) < LEAST_DIGITS:
            return []
        return [name for name, original in origins(self.batches()).items()
                if name.startswith(wanted) or (original and original.startswith(wanted[:SHORT_HASH]))]  # fmt: skip

    # Writing

    def add(self, plan: Plan, batches: "Sequence[Batch]") -> "tuple[list[Intake], list[Diagnostic]]":
        """Store all the batches, or none of them where a row is refused; what it did, as `compare` says it.

        Raises StoreBusyError where another writer does not finish in time, OSError where the disk refuses.
        """
        with self._locked(ORIGINALS, BATCHES):
            intakes, findings = self.compare(plan, batches)
            if findings:
                return [], findings
            fresh: dict[Path, bytes] = {}
            for batch, intake in zip(batches, intakes, strict=True):
                if not intake.rows:
                    continue
                extension = Path(batch.file).suffix.lower() or ".csv"
                # The original of one that was stored before may have been lost.
                write_all({self.folder / ORIGINALS / f"{batch.original_hash}{extension}": batch.original})
                rest = _rest(batch, intake)
                if rest.measurements:
                    name, content = _file(rest)
                    fresh[self.folder / BATCHES / name] = content
            write_all(fresh)
        return intakes, []

    def compact(self) -> "tuple[Compacted | None, list[Diagnostic]]":
        """Gather small files of batches into few Parquet files; None and the findings where the store is damaged.

        Raises as `add` does.
        """
        from hlwplan.measure.compact import compact

        with self._locked(BATCHES):
            damaged = self.sound()[1]
            return (None, damaged) if damaged else compact(self.batches())

    def retract(self, batch: str, why: str, day: date) -> tuple[Tombstone, bool]:
        """Take a batch back, by its whole name; its tombstone, and whether it had been taken back before.

        Nothing is deleted.  Raises as `add` does, and LookupError where there is no such batch.
        """
        with self._locked(FOLDER):
            if batch not in self.names():
                raise LookupError(batch)
            before = by_batch(read_tombstones(self.folder)[0]).get(batch)
            if before is not None:
                return before, True
            stone = Tombstone(batch, day.isoformat(), why.strip())
            write_all({self.folder / stone.file: stone.content})
        return stone, False

    @contextmanager
    def _locked(self, *folders: str) -> Iterator[None]:
        from filelock import FileLock, Timeout  # only writers pay for it

        make_folders(self.folder, folders)
        try:
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                yield
        except Timeout as error:
            raise StoreBusyError(self.folder) from error


def sound_of(hashes: Iterable[tuple[str, str]]) -> tuple[list[str], list[Diagnostic]]:
    """Of files of batches, each a path and what its content is called, the sound ones; a finding for each other."""
    sound, damaged = [], []
    for path, name in hashes:
        if name == PurePath(path).stem:
            sound.append(path)
        else:
            damaged.append(misnamed(path))
    return sound, damaged


def _rest(batch: "Batch", intake: "Intake") -> "Batch":
    """The batch without the rows that are stored already, from this very file."""
    if not any(change.held for change in intake.changes):
        return batch
    return replace(batch, measurements=tuple(it.measurement for it in intake.changes if not it.held))


def _file(batch: "Batch") -> tuple[str, bytes]:
    """The name and the bytes of the file that keeps a batch."""
    if len(batch.measurements) > BULK:
        from hlwplan.measure.compact import packed

        made = packed(batch.name, batch.content)
        if made is not None:
            return made
    return f"{batch.name}.csv", batch.content
