"""The weighted mean that districts make: each one's value and weight, and the mean worked out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hlwplan.language import _, listing
from hlwplan.measure.measurement import Measurement, Observation, newest
from hlwplan.plan.model import Indicator, Plan
from hlwplan.report import evidence
from hlwplan.report.names import name_text, region_text
from hlwplan.report.words import period_text, value_unit
from hlwplan.report.worked import Worksheet


@dataclass(frozen=True, slots=True)
class Weighed:
    """A district's value at the time of a mean, and its weight of that year; None is what it did not report."""

    value: Observation | None
    weight: Observation | None

    @property
    def numbers(self) -> tuple[Decimal, Decimal] | None:
        """Value and weight; None where the district does not count, as one with a weight below zero does not."""
        value = self.value.value if self.value else None
        weight = self.weight.value if self.weight else None
        return None if value is None or weight is None or weight < 0 else (value, weight)


def weighed(
    made: Observation, regions: Sequence[str], observations: Sequence[Observation], weights: Sequence[Observation]
) -> dict[str, Weighed]:
    """What went into the mean `made`, by district; as `reduce.sql` chooses it, from what districts reported."""

    def of(region: str, found: Sequence[Observation]) -> list[Observation]:
        return [o for o in found if o.region == region and o.yearly and not o.parts]

    return {
        region: Weighed(
            next((o for o in of(region, observations) if o.period.end == made.period.end), None),
            newest([o for o in of(region, weights) if o.period.year == made.period.year]),
        )
        for region in regions
    }


def work(
    plan: Plan, sheet: Worksheet, made: Observation, found: Mapping[str, Weighed], symbol: str, indicator: Indicator,
    weigher: Indicator, rows: Sequence[Measurement],
) -> None:  # fmt: skip
    """Work the mean out as `symbol`; nothing where a district does not count, since then there is none."""
    counted = [it for it in found.values() if it.numbers]
    if made.value is None or len(counted) != made.parts:
        return
    for number, it in enumerate(counted, start=1):
        for letter, seen, of in (("v", it.value, indicator), ("w", it.weight, weigher)):
            if seen is not None:
                _given(plan, sheet, seen, f"{letter}{number}_{symbol}", of, rows)
    numbers = range(1, made.parts + 1)
    products = " + ".join(f"v{n}_{symbol} × w{n}_{symbol}" for n in numbers)
    total = " + ".join(f"w{n}_{symbol}" for n in numbers)
    name = _(
        "{period} {region}, weighted mean ({regions})",
        period=period_text(made.period),
        regions=listing(region_text(plan, it) for it in found),
        region=region_text(plan, made.region),
    )
    unit = value_unit(indicator)
    sheet.work(name, symbol, f"({products}) / ({total})", made.value, unit, places=9)  # as reduce.sql rounds it


def _given(
    plan: Plan, sheet: Worksheet, seen: Observation, symbol: str, of: Indicator, rows: Sequence[Measurement]
) -> None:
    """A district's number, added up first where several rows make it."""
    added = list(evidence.added(seen, rows, of))
    names = [f"{symbol}_{number}" for number in range(1, len(added) + 1)]
    for name, value in zip(names, added, strict=True):
        sheet.give(name, value)
    if names:
        name = _(
            "{period} {region}, {indicator} added up",
            period=period_text(seen.period),
            region=region_text(plan, seen.region),
            indicator=name_text(of),
        )
        sheet.work(name, symbol, " + ".join(names), seen.value, value_unit(of))
    elif seen.value is not None:
        sheet.give(symbol, seen.value)


def counted(made: Observation, weigher: Indicator) -> str:
    """What the numbers in a table of districts are."""
    return _(
        "counted are the values of {period}, weights are {indicator} of {year}",
        period=period_text(made.period),
        indicator=name_text(weigher),
        year=made.period.year,
    )


def lacking(plan: Plan, made: Observation, found: Mapping[str, Weighed]) -> str | None:
    """Which districts have a value and no weight that counts; None where all have."""
    without = [region for region, it in found.items() if it.value is not None and it.numbers is None]
    if not without:
        return None
    return _(
        "{period}, no usable weight: {regions}",
        period=period_text(made.period),
        regions=listing(region_text(plan, it) for it in without),
    )
