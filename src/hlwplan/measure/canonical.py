"""The canonical form of a stored row, field by field."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from hlwplan.language import Wording
from hlwplan.measure.cells import STATES
from hlwplan.measure.measurement import STATUSES, Measurement
from hlwplan.measure.tombstones import is_day
from hlwplan.period import parse_period
from hlwplan.quantity import Missing, find_unit, parse_quantity, plain

_STATUSES: Final = ("", *STATUSES.values())


def mistakes(row: Measurement) -> Iterator[tuple[str, str, str]]:
    """The fields that `hlwplan ingest` would not have written so: (field, text, what is expected)."""
    for name, text in (("indicator", row.indicator), ("region", row.region)):
        if not text.strip():
            yield name, text, Wording("a name")
    if not _is_period(row.period):
        yield "period", row.period, Wording("a period in canonical form")
    if row.unit and not _is_unit(row.unit):
        yield "unit", row.unit, Wording("a unit of measure in canonical form")
    if row.unit and not _is_number(row.value):
        yield "value", row.value, Wording("a number in plain digits")
    if not row.unit and not _is_state(row.value):
        yield "value", row.value, Wording("a number with a unit of measure, a state or a mark for missing")
    if row.status not in _STATUSES:
        yield "status", row.status, Wording("one of {names}", names=", ".join(_STATUSES[1:]))
    if not _is_date(row.published):
        yield "published", row.published, Wording("a date such as 2019-03-01")


@cache
def _is_period(text: str) -> bool:
    period = parse_period(text)
    return period is not None and str(period) == text


@cache
def _is_unit(text: str) -> bool:
    unit = find_unit(text)
    return unit is not None and unit.symbol == text


def _is_number(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and plain(number) == text


@cache
def _is_state(text: str) -> bool:
    """Whether the text is a deliverable's state, how far it is in per cent, or a mark for a missing value."""
    if text in STATES.values() or isinstance(parse_quantity(text), Missing):
        return True
    return text.endswith("%") and _is_number(text[:-1]) and 0 <= Decimal(text[:-1]) <= 100


_is_date = cache(is_day)
