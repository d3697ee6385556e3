"""Short ways to make an indicator, its observations, and the gap that they leave."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, TypeVar

from hlwplan.assess.gap import Gap
from hlwplan.assess.progress import assess_series
from hlwplan.measure.measurement import Observation, Rule, Status
from hlwplan.period import Period, parse_period
from hlwplan.plan.model import Indicator

REGION: Final = "甲市"
UNITS: Final = {"amount": "亿元", "count": "个", "rate": "%", "index": "指数", "speed": "Mbps", "growth": "%"}

Number = int | str | Decimal
Promise = Mapping[str, object]
When = TypeVar("When", int, str)


def period(text: int | str) -> Period:
    """The period so written."""
    found = parse_period(str(text))
    assert found is not None
    return found


def indicator(promise: Promise, **fields: object) -> Indicator:
    """A level counted from 2015 and promised for 2020; a year given as `baseline` is its period, None leaves it out."""
    kind, baseline = fields.get("kind", "count"), fields.get("baseline", 2015)
    return Indicator.model_validate(
        {
            "id": "x",
            "name": "指标",
            "task": "T1",
            "unit": UNITS[str(kind)],
            "kind": kind,
            "series": "level",
            "target": {"by": 2020, **promise},
            "stated": "explicit",
            "source": {"clause": "一"},
            **fields,
            "baseline": {"period": baseline} if isinstance(baseline, int) else baseline,
        }
    )


def observation(
    when: int | str, value: Number | None, *, of: str = "x", region: str = REGION, rule: Rule = "year",
    status: Status = "final",
) -> Observation:  # fmt: skip
    """What was observed of one period; a value of None is one that only one of two districts reported."""
    exact = None if value is None else Decimal(value)
    covered, parts = (1, 2) if exact is None else (0, 0)
    return Observation(of, region, period(when), exact, rule, status, "2021-01-31", covered=covered, parts=parts)


def observations(values: Mapping[When, Number]) -> list[Observation]:
    """One final observation for each period."""
    return [observation(when, value) for when, value in values.items()]


def judged(
    values: Mapping[When, Number],
    promise: Promise,
    *more: Observation,
    year: int | None = None,
    **fields: object,
) -> Gap:
    """The gap of a made-up indicator with these values by period, and `more` observations of other rules."""
    made = indicator(promise, **fields)
    return assess_series(made, made.target[0], REGION, [*observations(values), *more], year=year)
