"""A gap: everything that is answered about one target in one region, with the points that it came from."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hlwplan.assess.paths import Scale
from hlwplan.assess.rating import Rating
from hlwplan.measure.measurement import Observation
from hlwplan.period import Period
from hlwplan.plan.fields import Source
from hlwplan.plan.model import Indicator, Target
from hlwplan.quantity import EXACT

if TYPE_CHECKING:
    from hlwplan.assess.forecast import Forecast

METHOD: Final = "hlwplan/1"
"""The method of `methods.md` part A; outputs name it."""

Status = Literal[
    "met", "achieved", "on_track", "held", "held_at_risk", "needs_acceleration", "limited", "unmet_improving",
    "unmet", "unmet_worsening", "deteriorating", "missed", "pending_final", "not_assessable",
]  # fmt: skip
"""Where a target stands: those of `methods.md` A.3, and five for a value to be held every year (A.4)."""

Reason = Literal[
    "baseline_meets_target", "baseline_met_target", "beyond_range", "met_late", "no_observation", "no_baseline",
    "no_target", "one_point", "broken_earlier", "no_figure", "districts_missing", "weights_zero",
    "ratio_undefined",
]  # fmt: skip

WARNINGS: Final[dict[Status, int]] = {
    "met": 3, "achieved": 3, "on_track": 3, "held": 3,
    "needs_acceleration": 2, "held_at_risk": 2,
    "limited": 1, "deteriorating": 1, "missed": 1, "unmet_improving": 1, "unmet": 1, "unmet_worsening": 1,
}  # fmt: skip
"""一级 1 red, 二级 2 yellow, 三级 3 green; a status that is not here has no level."""


# Of what follows millions are made: a named tuple takes a fifth of the time of a frozen dataclass.


class Base(NamedTuple):
    """Where the plan starts from.  `value` is None where neither the plan nor a measurement gives it.

    `observation` is None for a value that the plan states, which then has a `source` or is `assumed`.
    """

    period: Period
    time: Fraction
    value: Decimal | None
    assumed: bool = False
    observation: Observation | None = None
    source: Source | None = None


class Numbers(NamedTuple):
    """The numbers of `methods.md` A.2; None is what could not be computed.

    `gap` is target minus latest, turned so that positive is short, in the indicator's unit.  `completion` is latest
    over target (the other way round where less is better), 1 at the target.  Paces are in units a year on the linear
    path, fractions a year on the geometric one.  `projected` is clipped to the indicator's limits, which `capped`
    says; `shortfall` is how much it misses the target by, in the indicator's unit.  `trend` is a mean yearly change
    in units a year; `reached` is a time in years.
    """

    aim: Decimal | None = None
    gap: Decimal | None = None
    completion: float | None = None
    elapsed: float | None = None
    realised: float | None = None
    ratio: float | None = None
    pace_observed: float | None = None
    pace_planned: float | None = None
    pace_required: float | None = None
    projected: float | None = None
    shortfall: float | None = None
    capped: bool = False
    reached: float | None = None
    trend: float | None = None

    @property
    def lead(self) -> float | None:
        """Percentage points ahead of the time gone, 超前; negative is behind, 落后."""
        return None if self.realised is None or self.elapsed is None else 100 * (self.realised - self.elapsed)


UNMEASURED: Final = Numbers()
"""Nothing was observed that a number could be made of."""


class Feasibility(NamedTuple):
    """The pace `required` from the latest value on, and the `best` one so far, between two periods.

    Both are in the unit of the path's paces, and both turn with the direction: where less is better the best pace is
    the steepest fall.  `reached_before` says that the best was as good as the required one.
    """

    required: float
    best: float
    best_from: Period
    best_to: Period
    reached_before: bool


class Reading(NamedTuple):
    """The verdict under one way of reading the pace, and the ratio that it comes from.

    `ratio` is None where the verdict rests on none.  `status` is None where this reading is not possible: `why` is
    then `mixed_signs` (growth from, through or to zero) or `ratio_undefined`.
    """

    status: Status | None
    ratio: float | None = None
    why: Literal["mixed_signs", "ratio_undefined"] | None = None


class Readings(NamedTuple):
    """One target read on the linear path, on the geometric path, and by the pace required from here."""

    linear: Reading
    geometric: Reading
    required: Reading

    @property
    def agree(self) -> bool:
        """Whether no two of the readings that are possible give different verdicts."""
        return len({self.linear.status, self.geometric.status, self.required.status} - {None}) < 2


UNREAD: Final = Readings(*(Reading("not_assessable"),) * 3)
"""What cannot be assessed cannot be read in another way either."""


@dataclass(frozen=True, slots=True)
class Within:
    """How far an unfinished year of a flow has come (`methods.md` A.6); beside the yearly verdict, never inside it.

    `value` has run up by the end of `period`, in the indicator's unit of measure; `elapsed` is the share of the year
    that is gone by then (序时进度).  `due` is what the whole year owes, None where that is not known; `share` is value
    over due, None where due is not above zero; `lead` is percentage points of share ahead of elapsed, for a ceiling
    below it.  `projected` is the whole year's value if it goes on as the year before
    did ◆, value / (`before` / `last_year`); all three are None where the year before cannot tell.
    """

    period: Period
    value: Decimal
    elapsed: Fraction
    due: Decimal | float | None = None
    share: float | None = None
    lead: float | None = None
    before: Decimal | None = None
    last_year: Decimal | None = None
    projected: float | None = None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A reported value that its districts do not make: their sum, or weighted mean; the reported one is used.

    All `parts` districts are `covered`; `origins` are the districts' rows.  Both values are of one period, in the
    indicator's unit of measure.
    """

    reported: Decimal
    summed: Decimal
    covered: int
    parts: int
    origins: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        """Reported minus summed, exactly."""
        return EXACT.subtract(self.reported, self.summed)


@dataclass(frozen=True, slots=True)
class Gap:
    """One target in one region: its verdict, its numbers, and what they rest on.

    `target` is None for a region that has none of its own.  `latest` is the observation that is judged: the newest
    up to the target year; `later` is one after it, `part` an unfinished year of a flow, neither of which the numbers
    use.  `partial` is a year that only some districts reported, or whose districts
    have no weight.  `fallback` says that the path would have been
    geometric.  `first_met` is the first period that met the target.  `synthetic` says that a value of the series is
    made up for demonstration.  `rating` is None where no other method was asked for.  `feasibility` is None where no
    pace is required or none was ever seen, `forecast` where none was asked for or nothing is left to forecast.
    `within` holds `part` against what its year owes; `discrepancy` is there where the
    districts do not make the `latest` that was reported.
    """

    indicator: Indicator
    target: Target | None
    region: str
    base: Base | None
    latest: Observation | None
    status: Status
    reason: Reason | None = None
    path: Scale = "linear"
    fallback: bool = False
    numbers: Numbers = UNMEASURED
    first_met: Period | None = None
    later: Observation | None = None
    part: Observation | None = None
    partial: Observation | None = None
    synthetic: bool = False
    readings: Readings = UNREAD
    rating: Rating | None = None
    feasibility: Feasibility | None = None
    forecast: "Forecast | None" = None
    within: Within | None = None
    discrepancy: Discrepancy | None = None

    @property
    def id(self) -> str:
        """The id of the target: the indicator's, with `@year` where it has several."""
        return self.indicator.id if self.target is None else self.indicator.row_id(self.target)

    @property
    def warning(self) -> int | None:
        """The level of warning, 1 the gravest; None where nothing can be said."""
        return WARNINGS.get(self.status)

    @property
    def assessed(self) -> bool:
        """Whether there is a verdict: `not_assessable` and `pending_final` are none."""
        return self.warning is not None
