"""Comparison: what rows of new files do to what is stored.  Nothing is read or written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording
from hlwplan.measure.ingest import Batch, is_mark, same_value, shown
from hlwplan.measure.measurement import Measurement, Times
from hlwplan.measure.tombstones import Tombstone
from hlwplan.plan.model import Plan

Kind = Literal["refused", "revised", "older", "new", "missing", "same"]
Key = tuple[str, str, str]
"""An indicator's or deliverable's id, a region and a time (`Times`): what one observation is about."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one row does.

    * `new`: the first value of its indicator, region and time.
    * `revised`: a later publication with another value or status than `before`, the newest until then.
    * `same`: it says what `before` says already, from this file or another.
    * `older`: an earlier publication than `before`, kept behind it.
    * `missing`: a mark that nothing was measured; it replaces nothing.
    * `refused`: it contradicts `before`, or was taken back; `finding` says so.

    `before` may be a row of a file given in the same call.  None where there is none, and for what was taken back.
    """

    kind: Kind
    measurement: Measurement
    before: Measurement | None = None
    finding: Diagnostic | None = None

    @property
    def held(self) -> bool:
        """Whether this very row of this very file is stored already, so that it is not stored again."""
        old, row = self.before, self.measurement
        return self.kind == "same" and old is not None and (old.origin, old.period) == (row.origin, row.period)


@dataclass(frozen=True, slots=True)
class Intake:
    """What one file did to the store, or would do: its batch's name, and a change for each row in the file's order.

    `before` says that every row was stored before, from this very file; `name` is then the batch that has them.  It is
    empty where the file has no rows.
    """

    file: str
    name: str
    changes: tuple[Change, ...]
    before: bool

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where it stands: in a stored batch, or, where `batch` is empty, in a file that is being compared."""

    row: Measurement
    batch: str = ""
    file: str = ""


def compare(
    plan: Plan,
    batches: Sequence[Batch],
    stored: Mapping[Key, Sequence[Placed]],
    taken_back: Mapping[Measurement, Tombstone],
) -> list[tuple[Change, ...]]:
    """The changes of each batch, as if all rows were added in the order of their dates of publication.

    `stored` needs, for the keys of the new rows, the newest value, the rows of the same dates of publication and those
    of the same origins.  `taken_back` holds the retracted rows of the same originals.
    """
    times = Times(plan)
    judge = _Judge(plan, taken_back)
    groups: dict[Key, list[tuple[int, int, Placed]]] = {}
    for number, batch in enumerate(batches):
        for index, row in enumerate(batch.measurements):
            key = (row.indicator, row.region, times.of(row.indicator, row.period))
            groups.setdefault(key, []).append((number, index, Placed(row, file=batch.file)))
    changes: list[dict[int, Change]] = [{} for _ in batches]
    for key, group in groups.items():
        group.sort(key=lambda it: it[2].row.published)
        judged = judge.changes([new for _, _, new in group], stored.get(key, ()))
        for (number, index, _), change in zip(group, judged, strict=True):
            changes[number][index] = change
    return [tuple(of[index] for index in range(len(of))) for of in changes]


class _Judge:
    """Judges the new rows about one indicator, region and time beside the stored ones."""

    def __init__(self, plan: Plan, taken_back: Mapping[Measurement, Tombstone]) -> None:
        self.units = {indicator.id: indicator.unit for indicator in plan.indicators}
        self.taken_back: dict[tuple[str, ...], list[tuple[str, Tombstone]]] = {}
        for row, stone in taken_back.items():
            self.taken_back.setdefault(_said(row), []).append((row.published, stone))

    def changes(self, new: Sequence[Placed], stored: Sequence[Placed]) -> Iterator[Change]:
        """A change for each new row; they come in the order of their dates of publication."""
        values = [old for old in stored if not is_mark(old.row)]
        newest = max(values, key=lambda old: old.row.published, default=None)
        for day, rows in groupby(new, key=lambda it: it.row.published):
            together = list(rows)
            settled = [self._settled(it, (*stored, *together[:number])) for number, it in enumerate(together)]
            open_ = [it for it, change in zip(together, settled, strict=True) if change is None]
            fresh = [it for it in open_ if not is_mark(it.row)]
            of_day = [old for old in stored if old.row.published == day]
            before = newest
            for it, change in zip(together, settled, strict=True):
                made = change or self._beside(it, of_day, fresh, before)
                yield made
                later = newest is None or newest.row.published < day
                if later and change is None and made.kind in {"new", "revised", "same"} and not is_mark(it.row):
                    newest = it

    def _settled(self, new: Placed, others: Sequence[Placed]) -> Change | None:
        """The change of a row that its own file decides: it is stored already, or was taken back."""
        row = new.row
        for old in others:
            if (old.row.origin, old.row.period) == (row.origin, row.period) and self._agree(row, old.row):
                return Change("same", row, old.row)
        stone = self._stone(row)
        return Change("refused", row, None, _retraction(new, stone)) if stone else None

    def _beside(self, new: Placed, of_day: Sequence[Placed], fresh: Sequence[Placed], newest: Placed | None) -> Change:
        """The change of a row beside the stored and the new rows of its date of publication, and the newest before."""
        row = new.row
        if is_mark(row):  # it contradicts no value, and no value it
            mark = next((old.row for old in of_day if is_mark(old.row)), None)
            return Change("same", row, mark) if mark else Change("missing", row)
        of_day = [old for old in of_day if not is_mark(old.row)]
        # Where the store has a row of that day it decides; else the files are all to blame, whatever their order.
        rival = next((old for old in of_day or fresh if not self._agree(row, old.row)), None)
        if rival is not None:
            return Change("refused", row, rival.row, _contradiction(new, rival))
        twin = of_day[0] if of_day else fresh[0]
        if twin is not new:
            return Change("same", row, twin.row)
        if newest is None:
            return Change("new", row)
        if newest.row.published > row.published:
            return Change("older", row, newest.row)
        return Change("same" if self._agree(row, newest.row) else "revised", row, newest.row)

    def _agree(self, row: Measurement, other: Measurement) -> bool:
        """Whether two rows say the same value with the same status."""
        pairs = (row.value, row.unit), (other.value, other.unit)
        return row.status == other.status and same_value(self.units.get(row.indicator, ""), *pairs)

    def _stone(self, row: Measurement) -> Tombstone | None:
        """The tombstone of a retracted row of the same file that this one repeats.

        An earlier date of publication than before corrects it.  One on or after the day of the retraction does not:
        the file had come by then, so it is only the day on which it is given again.
        """
        for published, stone in self.taken_back.get(_said(row), ()):
            if row.published == published or row.published >= stone.date:
                return stone
        return None


def _said(row: Measurement) -> tuple[str, ...]:
    """What a row of a file says, apart from when it was published."""
    return row.indicator, row.region, row.period, row.value, row.unit, row.status, row.origin


def _contradiction(new: Placed, rival: Placed) -> Diagnostic:
    row, old = new.row, rival.row
    also = "" if row.period == old.period else f" ({old.period})"
    hint = Wording("a revision needs a later date of publication (`--published`)")
    if rival.batch:
        hint = Wording(
            "a revision needs a later date of publication (`--published`); if the stored value is wrong, take it back:"
            " hlwplan retract {batch} --why ...",
            batch=rival.batch,
        )
    values = {
        "what": f"{row.indicator} {row.region} {row.period}{also}",
        "value": shown(row),
        "other": shown(old),
        "where": Wording("batch {batch} ({origin})", batch=rival.batch, origin=old.origin)
        if rival.batch
        else str(Span(rival.file, old.line)),
        "published": row.published,
        "hint": hint,
    }
    return Diagnostic("D203", Span(new.file, row.line), values)


def _retraction(new: Placed, stone: Tombstone) -> Diagnostic:
    values = {"batch": stone.batch, "date": stone.date, "why": stone.why, "tombstone": stone.file}
    return Diagnostic("S012", Span(new.file), values)
