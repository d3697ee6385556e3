"""When: the period that a value is about, from the texts that say it together."""

from hlwplan.measure.cells import CellError
from hlwplan.measure.labels import Basis, is_part
from hlwplan.period import Period, parse_period


def when(text: str, year: str, basis: Basis | None) -> str:
    """The canonical period of a text; `year` is said elsewhere for a part of a year, empty where it is not.

    累计值 (`basis` to_date) under a quarter or a month is what has run up since January to its end; under a year it is the
    year.  当季值 (`basis` period) is the period itself.  Raises CellError.
    """
    period = parse_period(text)
    if period is None and is_part(text):
        whole = parse_period(year)
        if whole is None or whole.kind != "year":
            raise CellError("period", "D122", text=text)
        period = parse_period(f"{whole.year}年{text}")
    if period is None:
        raise CellError("period", "D102", text=text)
    return str(_run_up(period, text) if basis == "to_date" else period)


def _run_up(period: Period, text: str) -> Period:
    match period.kind:
        case "year" | "to_date":
            return period
        case "half" | "quarter" | "month":
            if period.last_month == 1:
                return period
            return Period(period.year, 1, period.last_month, "to_date")
        case "day":
            raise CellError("period", "D121", basis="累计值", text=text)
