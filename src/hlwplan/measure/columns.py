"""Columns: many observations as arrays, exact, for what is computed over all of them at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from hlwplan.measure.measurement import PROOF, Observation, Rule
from hlwplan.measure.tables import Meanings
from hlwplan.period import Period
from hlwplan.plan.model import Plan
from hlwplan.quantity import EXACT, plain

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = tuple[tuple[str, ...], tuple[str, ...]]
"""Origins, and sources."""

RULES: Final[tuple[Rule, ...]] = tuple(sorted(get_args(Rule)))

MISSING: Final = -1
LARGE: Final = -2
"""What `decimals` says where the value is None, and where it stands in `large`."""

EXACT_FIGURES: Final = 10**15
"""Below it a whole number over a power of ten is one float and no other number's: floats compare as decimals do."""


ARRAYS: Final = ("region", "indicator", "period", "rule", "status", "number", "decimals", "published", "revised",
                 "origin", "origins", "covered", "parts")  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Observations as arrays of one length; each series, an indicator in a region, together and in the order of time.

    `region`, `indicator`, `rule` and `status` are codes: places in `places`, `indicators`, `RULES` and `PROOF`; of
    `period`, `published` and `origin` those of `meanings`, but all of them places.  Series come in the order of region
    and indicator.  A value is `number / 10**decimals`, exactly, with as few decimals as it takes; see `MISSING` and
    `LARGE`.  Where other than one row made it, `origin` is -1, and in `origins` are their codes, or the origins and the
    sources themselves.  `covers` are the regions of which everything is here, those without an observation among them.
    """

    places: Sequence[str]
    indicators: Sequence[str]
    meanings: Meanings
    covers: range
    region: Ints
    indicator: Ints
    period: Ints
    rule: Ints
    status: Ints
    number: Ints
    decimals: Ints
    large: Mapping[int, Decimal]
    published: Ints
    revised: Ints
    origin: Ints
    origins: NDArray[np.object_]
    covered: Ints
    parts: Ints

    def __len__(self) -> int:
        return len(self.region)

    @property
    def periods(self) -> Sequence[Period]:
        """What the codes of periods mean."""
        return self.meanings.periods

    @classmethod
    def of(cls, plan: Plan, observations: Iterable[Observation]) -> "Columns":
        """The observations of every region of the plan; those of regions and indicators unknown to it are left out.

        Values are held in plain digits, as the column engine gives them: 1.50 as 1.5.
        """
        places = {name: code for code, name in enumerate(plan.places)}
        indicators = {it.id: code for code, it in enumerate(plan.indicators)}
        kept = [it for it in observations if it.region in places and it.indicator in indicators]
        kept.sort(key=lambda it: (places[it.region], indicators[it.indicator], it.period.order))
        periods = {period: code for code, period in enumerate(dict.fromkeys(it.period for it in kept))}
        days = {day: code for code, day in enumerate(dict.fromkeys(it.published for it in kept))}
        number, decimals, large = [], [], {}
        for row, it in enumerate(kept):
            whole, digits = _scaled(it.value)
            number.append(whole)
            decimals.append(digits)
            if digits == LARGE and it.value is not None:
                large[row] = Decimal(plain(it.value))
        return cls(
            tuple(places), tuple(indicators), Meanings(tuple(periods), tuple(days), ()), range(len(places)),
            _ints(places[it.region] for it in kept), _ints(indicators[it.indicator] for it in kept),
            _ints(periods[it.period] for it in kept), _ints(RULES.index(it.rule) for it in kept),
            _ints(PROOF.index(it.status) for it in kept), _ints(number), _ints(decimals), large,
            _ints(days[it.published] for it in kept), _ints(it.revised for it in kept), _ints(-1 for _ in kept),
            _objects([(it.origins, it.sources) for it in kept]),
            _ints(it.covered for it in kept), _ints(it.parts for it in kept),
        )  # fmt: skip

    def taken(self, rows: Flags) -> "Columns":
        """The rows where the flag is set."""
        place = np.cumsum(rows) - 1
        large = {int(place[row]): value for row, value in self.large.items() if rows[row]}
        kept: dict[str, Any] = {name: getattr(self, name)[rows] for name in ARRAYS}
        return replace(self, large=large, **kept)

    def parted(self, parts: int) -> Iterator["Columns"]:
        """The same in so many pieces of whole regions, which cover about as many regions each."""
        first = self.covers.start
        cuts = [first + len(self.covers) * part // parts for part in range(parts + 1)]
        for start, stop in pairwise(cuts):
            yield replace(self.taken((self.region >= start) & (self.region < stop)), covers=range(start, stop))

    def floats(self) -> Floats:
        """The values as floats, each the nearest one, as `float` of the decimal is; NaN where there is none.

        A quotient of two whole numbers below 2**53 is rounded once; the rest goes by way of the decimal.
        """
        known = self.decimals >= 0
        found = np.where(known, self.number / np.power(10.0, np.where(known, self.decimals, 0)), np.nan)
        for row in np.flatnonzero((self.decimals == LARGE) | (known & (abs(self.number) > 2**53))).tolist():
            value = self.value(row)
            found[row] = np.nan if value is None else float(value)
        return found

    def comparable(self) -> Flags:
        """Whether the floats of the values compare as the values themselves do."""
        return (self.decimals >= 0) & (abs(self.number) < EXACT_FIGURES)

    def value(self, row: int) -> Decimal | None:
        """One value; `row` counts from 0."""
        decimals = int(self.decimals[row])
        return _value(int(self.number[row]), decimals, self.large.get(row))

    def observation(self, row: int) -> Observation:
        """One row as it is everywhere else."""
        return self.series(row, row + 1)[0]

    def series(self, start: int, stop: int) -> list[Observation]:
        """The rows from `start` on, up to and without `stop`, as they are everywhere else."""
        return [it for it in self.observations(np.arange(start, stop)) if it is not None]

    def observations(self, rows: Ints) -> list[Observation | None]:
        """The rows asked for as they are everywhere else; -1 gives None."""
        asked, large, meanings = rows[rows >= 0], self.large, self.meanings
        if not len(asked):
            return [None] * len(rows)
        lists = [
            array[asked].tolist()
            for array in (self.indicator, self.region, self.period, self.number, self.decimals, self.rule, self.status,
                          self.published, self.origin, self.origins, self.revised, self.covered, self.parts)
        ]  # fmt: skip
        indicators, places, periods, days = self.indicators, self.places, meanings.periods, meanings.days
        made: list[Observation | None] = [
            Observation(
                indicators[indicator], places[region], periods[period], _value(number, decimals, large.get(row)),
                RULES[rule], PROOF[status], days[published],
                *(meanings.row(origin) if origin >= 0 else _made_of(origins, meanings)), revised, covered, parts,
            )
            for row, indicator, region, period, number, decimals, rule, status, published, origin, origins, revised,
            covered, parts in zip(asked.tolist(), *lists, strict=True)
        ]  # fmt: skip
        if len(made) == len(rows):
            return made
        found: list[Observation | None] = [None] * len(rows)
        for place, it in zip(np.flatnonzero(rows >= 0).tolist(), made, strict=True):
            found[place] = it
        return found


class Periods:
    """The meanings of the reduction's numbers with each period once, and which of them a number there stands for."""

    def __init__(self, meanings: Meanings) -> None:
        years = [it.year for it in meanings.periods] or [0]
        self._first = 12 * min(years) + 1  # January of the first year, as it is written there but for its sign
        made = [meanings.period(-code) for code in range(self._first, 12 * max(years) + 13)]
        places = {it: place for place, it in enumerate(dict.fromkeys((*made, *meanings.periods)))}
        self.meanings = replace(meanings, periods=tuple(places))
        self._made, self._written = (_ints(places[it] for it in some) for some in (made, meanings.periods))

    def places(self, codes: Ints) -> Ints:
        """From numbers of periods in the rows of `reduce.sql` to their places."""
        made, found = codes < 0, np.empty(len(codes), np.int64)
        found[made] = self._made[-codes[made] - self._first]
        found[~made] = self._written[codes[~made]]
        return found


def scaled(whole: Ints, rest: Ints) -> tuple[Ints, Ints]:
    """Numbers and decimals of values given as whole parts and trillionths of one sign.

    Where they do not fit into 18 figures the number is 0 and `decimals` says `LARGE`.
    """
    decimals = np.where(rest == 0, 0, 12)
    for step in (8, 4, 2, 1):  # zeros at the end, of which twelve figures have eleven at most
        ends = (rest != 0) & (rest % 10**step == 0)
        rest, decimals = np.where(ends, rest // 10**step, rest), decimals - step * ends
    fits = abs(whole) < 10 ** (18 - decimals)
    number = np.where(fits, whole * np.power(10, decimals) + rest, 0)
    return number, np.where(fits, decimals, LARGE)


def _value(number: int, decimals: int, large: Decimal | None) -> Decimal | None:
    if decimals > 0:
        return Decimal(number).scaleb(-decimals, EXACT)
    return Decimal(number) if decimals == 0 else large


def _scaled(value: Decimal | None) -> tuple[int, int]:
    """A value's number and decimals."""
    if value is None:
        return 0, MISSING
    exact = Decimal(plain(value))
    exponent = exact.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    if exact.adjusted() + decimals >= 18:
        return 0, LARGE
    return int(exact.scaleb(decimals, EXACT)), decimals


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _made_of(origins: str | Texts, meanings: Meanings) -> Texts:
    """The origins and the sources of rows."""
    return meanings.rows(map(int, origins.split(","))) if isinstance(origins, str) else origins


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    found = np.empty(len(values), np.object_)
    for row, value in enumerate(values):  # at once they would become an array of two dimensions
        found[row] = value
    return found
