"""What is measured: a measurement is a row as reported, an observation the one value adopted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final, Literal, get_args

from hlwplan.period import Period, parse_period
from hlwplan.plan.model import Plan
from hlwplan.quantity import Quantity, parse_quantity

Status = Literal["final", "preliminary", "estimated", "synthetic"]
STATUSES: Final[dict[str, Status]] = {
    "正式": "final",
    "初步": "preliminary",
    "估计": "estimated",
    "示例": "synthetic",
}
"""How departments write a status, and the word it is stored as; in order of how little they prove, least last."""
PROOF: Final[tuple[Status | None, ...]] = (None, *STATUSES.values())
"""The statuses by a whole number, 0 where none is said, least proof last."""

Rule = Literal[
    "year", "to_date", "quarters", "halves", "months", "latest", "districts", "part", "part_before", "check"
]  # fmt: skip
BESIDE: Final[tuple[Rule, ...]] = ("part", "part_before", "check")
"""The rules of what stands beside the yearly values."""

SHORT_HASH: Final = 12
"""How many hexadecimal digits of a SHA-256 name an original in `origin`, and a batch's file."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A canonical row; every field is text as it is stored, and empty text is a field left empty.

    `indicator` is an indicator's or a deliverable's id, `period` the canonical form, `value` plain digits, a
    deliverable's state, or the mark that stood for a missing value.  `origin` is `<original>#<line>`, of a workbook
    `<original>#<sheet>!<row>`, where `<original>` is the start of the file's SHA-256.
    """

    indicator: str
    region: str
    period: str
    value: str
    unit: str
    status: str
    published: str
    source: str
    note: str
    origin: str

    @property
    def original(self) -> str:
        """The start of the SHA-256 of the file that the row came from."""
        return self.origin.partition("#")[0]

    @property
    def line(self) -> int:
        """The line of that file, or the row of its sheet; 0 where the origin does not say."""
        number = re.search(r"[#!]([0-9]+)\Z", self.origin)
        return int(number[1]) if number else 0


FIELDS: Final = tuple(field.name for field in fields(Measurement))


@dataclass(frozen=True, slots=True)
class Observation:
    """The value adopted for an indicator, region and year, in the indicator's unit of measure.

    `value` is None where only some of the districts that make it up are known; `covered` of `parts` districts say how
    many (both 0 for a value of its own).  `rule` says how it came from its rows: as the year, the year to date, a sum
    of quarters, halves or months, the latest of the year, a sum or mean over districts.  Three rules stand beside the
    yearly values (`yearly` is False): `part` is an unfinished year of a flow, `part_before` the finished year before
    it up to the same month, `check` what the districts make where the region reported a value itself.  `revised`
    counts how often a later publication changed the value or its status.  `published` is an ISO date, empty where the
    rows give none.
    """

    indicator: str
    region: str
    period: Period
    value: Decimal | None
    rule: Rule
    status: Status | None
    published: str
    origins: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    revised: int = 0
    covered: int = 0
    parts: int = 0

    @property
    def yearly(self) -> bool:
        """Whether it is its year's value, which yearly judgements may use."""
        return self.rule not in BESIDE

    @property
    def synthetic(self) -> bool:
        """Whether any row behind it is made up for demonstration."""
        return self.status == "synthetic"


Stage = Literal["not_started", "in_progress", "done"]
STAGES: Final[dict[str, Stage]] = {stage: stage for stage in get_args(Stage)}
"""The stages by how they are stored."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a deliverable is in a region, as the newest report about the latest day has it.

    `share` is per cent where one was reported, None where a word was; `stage` is the word, or what the share reads as.
    `source` and `note` are empty where the row has none, `status` is None where it gives none.  `revised` counts how
    often a later publication about the same day changed it.
    """

    deliverable: str
    region: str
    period: Period
    stage: Stage
    share: Decimal | None
    status: Status | None
    published: str
    source: str
    note: str
    origin: str
    revised: int = 0

    @property
    def synthetic(self) -> bool:
        """Whether the row is made up for demonstration."""
        return self.status == "synthetic"


def read_stage(value: str) -> tuple[Stage, Decimal | None] | None:
    """What the stored value of a deliverable says: its stage, and per cent where it is a percentage; None for no state.

    0 % is not started, 100 % done, whatever is between in progress.
    """
    if value in STAGES:
        return STAGES[value], None
    read = parse_quantity(value)
    if not isinstance(read, Quantity) or read.unit is None or read.unit.symbol != "%" or not 0 <= read.value <= 100:
        return None
    return "not_started" if read.value == 0 else "done" if read.value == 100 else "in_progress", read.value


class Times:
    """What tells two times of one thing apart, by the series of a plan's indicators.

    A flow's time is the days from and to: 2018 and 2018年1-12月 are one.  A level's, a running
    total's or a deliverable's is the day of the state: 2018, 2018Q4 and 2018-12-31 are one.
    """

    def __init__(self, plan: Plan) -> None:
        self._flows = {indicator.id for indicator in plan.indicators if indicator.series == "flow"}
        self._known: dict[tuple[bool, str], str] = {}

    def of(self, indicator: str, period: str) -> str:
        """The time as text, equal where the times are; a period that cannot be read stands for itself."""
        key = (indicator in self._flows, period)
        if key not in self._known:
            read = parse_period(period)
            start = read.first_day if read and key[0] else ""
            self._known[key] = f"{start}/{read.last_day}" if read else period
        return self._known[key]

    def key(self, row: Measurement) -> tuple[str, str, str, str]:
        """What two rows share that may not disagree: indicator, region, time and date of publication."""
        return row.indicator, row.region, self.of(row.indicator, row.period), row.published


def newest(observations: Sequence[Observation]) -> Observation | None:
    """The observation whose period ends last, or None."""
    return max(observations, key=lambda it: it.period.order, default=None)
