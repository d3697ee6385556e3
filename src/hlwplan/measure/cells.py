"""Cells: one written field at a time to its canonical text, or to the reason why not.

Every grammar runs once for each distinct string: a column of a million cells has few.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from hlwplan.language import Wording
from hlwplan.measure.labels import HEADERS, Basis, is_part
from hlwplan.measure.measurement import STATUSES
from hlwplan.period import Period, parse_period, why_no_period
from hlwplan.plan.model import Indicator, Plan
from hlwplan.plan.names import Names, listed
from hlwplan.quantity import (
    Fault,
    Missing,
    Quantity,
    Unit,
    Unreadable,
    convert,
    find_unit,
    fits,
    multiplied,
    no_factor,
    parse_quantity,
    plain,
    unit_symbols,
)

T = TypeVar("T")

MAX_SHRUNK: Final = 10**14
"""What the column engine can multiply by a factor below one: 38 digits less 12 decimals of each side."""

REFUSED: Final[Mapping[Fault, str]] = {
    "form": "D101",
    "inexact": "D114",
    "marked": "D115",
    "unclear": "D116",
    "unit": "D119",
}
"""What a value is refused under, by what is wrong with its text."""

MAX_NEAREST: Final = 1000
"""For how many unknown names the nearest known ones are looked for; a column that holds no names has many."""

STATES: Final = {"未启动": "not_started", "推进中": "in_progress", "已完成": "done"}
"""A deliverable's states as departments write them, and as they are stored; these are read too, a space for each _."""


class CellError(Exception):
    """A cell that cannot be used: a code of the catalogue and the values of its message."""

    def __init__(self, field: str, code: str, near: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(code)
        self.field, self.code, self.near, self.values = field, code, near, values


def remembered(reader: Callable[..., T]) -> Callable[..., T]:
    """The reader, run once for each distinct field, whether it gives a value or raises."""
    known: dict[tuple[object, ...], T | CellError] = {}

    def read(*arguments: object) -> T:
        if arguments not in known:
            try:
                known[arguments] = reader(*arguments)
            except CellError as error:
                known[arguments] = error
        found = known[arguments]
        if isinstance(found, CellError):
            raise found.with_traceback(None)  # else each raise would lengthen the kept traceback
        return found

    return read


class Cells:
    """The readers of one plan's measurements.  Each raises `CellError`, which names the field at fault."""

    def __init__(self, plan: Plan) -> None:
        self._measured = plan.measured()
        self._regions = listed(plan.head.regions)
        statuses = [*STATUSES.items(), *((code, code) for code in STATUSES.values())]
        self._statuses: Names[str] = Names((name, code) for name, code in statuses)
        self.indicator = remembered(self._indicator)
        self.region = remembered(self._region)
        self.period = remembered(_period)
        self.published = remembered(_published)
        self.status = remembered(self._status)
        self._value = remembered(self._value_of)
        self._unknown = 0

    def value(self, of: Indicator | str | None, text: str, unit_text: str) -> tuple[str, str]:
        """The canonical value and unit of measure: plain digits in a known unit, or the mark for missing and no unit.

        Of an indicator that is not known (None) only the number's form is checked.
        """
        return self._value(of.id if isinstance(of, Indicator) else of, text, unit_text)

    def _value_of(self, id_: str | None, text: str, unit_text: str) -> tuple[str, str]:
        # Ids are remembered, not indicators: to hash a whole model for each row is most of the work.
        return _value(self._measured.get(id_) if id_ is not None else None, text, unit_text)

    def _indicator(self, text: str) -> Indicator | str:
        found = self._measured.get(text) if _filled("indicator", text) else None
        if found is None:
            raise CellError("indicator", "D107", self._nearest(self._measured, text), text=text)
        return found

    def _region(self, text: str) -> str:
        found = self._regions.get(text) if _filled("region", text) else None
        if found is None:
            known = " ".join(self._regions)
            raise CellError("region", "D108", self._nearest(self._regions, text), text=text, known=known)
        return found

    def _nearest(self, names: Names[T], text: str) -> tuple[str, ...]:
        self._unknown += 1
        return names.nearest(text) if self._unknown <= MAX_NEAREST else ()

    def _status(self, text: str) -> str:
        if not text.strip():
            return ""
        found = self._statuses.get(text)
        if found is None:
            raise CellError("status", "D109", self._statuses.nearest(text), text=text)
        return found


def _filled(field: str, text: str) -> bool:
    if not text.strip():
        raise CellError(field, "D112", name=HEADERS[field][1])
    return True


def _period(text: str, year: str = "", basis: Basis | None = None) -> str:
    """The canonical period of a text; `year` is said elsewhere for a part of a year, empty where it is not.

    累计值 (`basis` to_date) under a quarter or a month is what has run up since January to its end; under a year it is
    the year.  当季值 (`basis` period) is the period itself.
    """
    period = parse_period(text) if _filled("period", text) else None
    whole = parse_period(year) if period is None and is_part(text) else None
    if whole is not None and whole.kind == "year":
        period = parse_period(f"{whole.year}年{text}")
    if period is not None:
        return str(_run_up(period, text) if basis == "to_date" else period)
    reason = why_no_period(text)
    if reason is None:
        raise CellError("period", "D102", text=text)
    raise CellError("period", "D117", text=text, why=reason[0], instead=reason[1])


def _run_up(period: Period, text: str) -> Period:
    """From January to the end of the period."""
    if period.kind == "day":
        raise CellError("period", "D121", basis="累计值", text=text)
    whole = period.kind in {"year", "to_date"} or period.last_month == 1
    return period if whole else Period(period.year, 1, period.last_month, "to_date")


def _published(text: str) -> str:
    """The ISO date, or empty text where the cell is empty; 2019/3/1 and 2019年3月1日 are dates as well.

    The end of a month (6月底) is a day that a value is about, and no day of publication.
    """
    day = parse_period(text) if text.strip() else None
    if text.strip() and (day is None or day.kind != "day" or re.search("[末底截]", text)):
        raise CellError("published", "D110", text=text)
    return str(day) if day else ""


def _value(of: Indicator | str | None, text: str, unit_text: str) -> tuple[str, str]:
    if isinstance(of, str) or (of is None and state_named(text) is not None):
        return _state(text), ""
    read = parse_quantity(text)
    match read:
        case Missing(mark):
            return mark, ""
        case Unreadable(why, fault):
            raise CellError("value", REFUSED[fault], text=text, why=why)
        case Quantity():
            if of is None:
                return plain(read.value), ""
            unit = _unit(of, read, text, unit_text)
            inside = convert(read.value, unit, of.measure)
            smaller = unit.factor < of.measure.factor
            if inside is None or not fits(inside) or (smaller and abs(inside) >= MAX_SHRUNK):
                raise CellError(
                    "value",
                    "D101",
                    text=text,
                    why=Wording("in {unit} it has too many digits to be kept exactly", unit=of.unit),
                )
            return plain(read.value), unit.symbol


def _unit(of: Indicator, read: Quantity, text: str, unit_text: str) -> Unit:
    """The unit of measure that cell and unit column say together."""
    column = find_unit(unit_text) if unit_text.strip() else None
    if unit_text.strip() and column is None:
        why = no_factor(unit_text)
        if why is not None:  # a near name would be another currency, or bits for bytes
            raise CellError("unit", "D118", text=unit_text, wanted=of.unit, why=why)
        near = Names((symbol, symbol) for symbol in unit_symbols(of.measure.dimension)).nearest(unit_text)
        raise CellError("unit", "D103", near, text=unit_text, known=of.unit)
    twice = read.scaled and column is not None and multiplied(column)
    if twice or (read.unit and column and read.unit != column):
        raise CellError("value", "D106", text=text, unit=unit_text)
    unit = read.unit or column
    if unit is None:
        beware = Wording(" (then 48.5, not 0.485)") if of.measure.dimension == "share" else ""
        raise CellError("unit", "D105", wanted=of.unit, beware=beware)
    wanted = of.measure
    if unit.dimension != wanted.dimension:
        given, needed = Wording(unit.dimension), Wording(wanted.dimension)
        raise CellError("value" if read.unit else "unit", "D104", given=unit.symbol, given_dimension=given,
                        wanted=wanted.symbol, wanted_dimension=needed)  # fmt: skip
    return unit


def state_named(text: str) -> str | None:
    """The state as it is stored that a word says, or None: 推进中, in progress, in_progress."""
    word = text.strip()
    code = re.sub(r"\s+", "_", word.casefold())
    return STATES.get(word, code if code in STATES.values() else None)


def _state(text: str) -> str:
    """A deliverable's state, or how far it is in per cent."""
    state = state_named(text)
    if state is not None:
        return state
    read = parse_quantity(text)
    if isinstance(read, Missing):
        return read.mark
    share = isinstance(read, Quantity) and read.unit is not None and read.unit.symbol == "%"
    if not isinstance(read, Quantity) or not share or not 0 <= read.value <= 100:
        raise CellError("value", "D111", text=text)
    return f"{plain(read.value)}%"
