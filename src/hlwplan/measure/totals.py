"""Totals: rows such as 合计 and 全市, held against the rows that they add up; they are never added to them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from hlwplan.diagnostics import Diagnostic
from hlwplan.language import Wording
from hlwplan.measure.measurement import Measurement, Times
from hlwplan.measure.rows import TOTAL, Row
from hlwplan.plan.model import Indicator, Plan
from hlwplan.plan.names import listed
from hlwplan.quantity import EXACT, convert, find_unit, plain


def settle(plan: Plan, rows: Sequence[Row]) -> tuple[list[Row], list[Diagnostic]]:
    """The rows, with totals given to the region that they are about, and what does not add up.

    合计 over every district is the city's value; over some of them it is no region's, is left out and said to be.  A
    city's value that misses the sum of its districts by more than rounding is a warning; it is kept as it was reported.
    """
    times = Times(plan)
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        m = row.measurement
        groups.setdefault((m.indicator, times.of(m.indicator, m.period), m.published), []).append(row)
    findings: list[Diagnostic] = []
    place: dict[int, Row | None] = {}
    for group in groups.values():
        if len(group) > 1 or group[0].measurement.region == TOTAL:
            for row, settled, finding in _settled(plan, group):
                place[id(row)] = settled
                findings += [finding] if finding else []
    kept = (place.get(id(row), row) for row in rows)
    return [row for row in kept if row is not None], findings


def _settled(plan: Plan, group: Sequence[Row]) -> Iterator[tuple[Row, Row | None, Diagnostic | None]]:
    """Each total of one indicator, time and date of publication: as what it is stored, and what is wrong with it."""
    regions = {row.measurement.region: row for row in group}
    names = listed(plan.head.regions)
    parts = {
        whole.name: [names.get(part) or part for part in whole.parts] for whole in plan.head.regions if whole.parts
    }
    for row in group:
        region: str | None = row.measurement.region
        if region == TOTAL:
            region = next((whole for whole, of in parts.items()
                           if _fits(row.label, whole) and all(part in regions for part in of)), None)  # fmt: skip
            if region is None or region in regions or row.label == "小计":
                why = (
                    Wording("it does not add up all parts of one")
                    if region is None
                    else Wording("the file gives that region itself")
                )
                what = f"{row.label} {row.measurement.indicator} {row.measurement.period}"
                yield row, None, Diagnostic("D217", row.span, {"what": what, "why": why})
                continue
        moved = region != row.measurement.region
        settled = replace(row, measurement=replace(row.measurement, region=region or "")) if moved else row
        below = parts.get(region or "", [])
        complete = bool(below) and all(part in regions for part in below)
        finding = _adds_up(plan, settled, [regions[part] for part in below]) if complete else None
        yield row, settled, finding


def _fits(label: str, whole: str) -> bool:
    """Whether a label can mean that region: 全省 is no city."""
    return not label.startswith("全") or label[1:2] == whole[-1:]


def _adds_up(plan: Plan, total: Row, parts: Sequence[Row]) -> Diagnostic | None:
    """None where the parts make the total, or nothing says that they should; half a last digit each is rounding."""
    indicator = next((it for it in plan.indicators if it.id == total.measurement.indicator), None)
    if indicator is None or indicator.across != "sum":
        return None
    values = [_in_unit(indicator, row.measurement) for row in (total, *parts)]
    if any(value is None for value in values):
        return None
    (given, rounding), *rest = (value for value in values if value is not None)
    total_sum = sum((value for value, _ in rest), Decimal(0))
    counted = indicator.kind == "count"  # whole things are not rounded
    slack = Decimal(0) if counted else rounding + sum((half for _, half in rest), Decimal(0))
    if abs(EXACT.subtract(given, total_sum)) <= slack:
        return None
    m = total.measurement
    what = f"{m.indicator} {m.region} {m.period}"
    return Diagnostic("D216", total.span, {"what": what, "total": plain(given), "unit": indicator.unit,
                                           "count": len(parts), "sum": plain(total_sum)})  # fmt: skip


def _in_unit(indicator: Indicator, row: Measurement) -> tuple[Decimal, Decimal] | None:
    """A value in the indicator's unit of measure and half of its last printed digit; None for a missing one."""
    unit = find_unit(row.unit) if row.unit else None
    if unit is None:
        return None
    value = Decimal(row.value)
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    converted, rounding = convert(value, unit, indicator.measure), convert(half, unit, indicator.measure)
    return None if converted is None or rounding is None else (converted, rounding)
