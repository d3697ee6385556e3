"""What every plan file is made of: numbers, dates, periods, ids, fixed choices, and the source of a statement."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from hlwplan.period import Period, parse_period
from hlwplan.quantity import MAX_DECIMALS, MAX_INTEGER_DIGITS

ID: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
TEXT: Final = r"\S"
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
WHOLE_YEAR: Final = r"^(19|20|21)[0-9]{2}(年?度?|年?全年|-01/12|年1-12月)$"
PERIOD: Final = (
    r"^(19|20|21)[0-9]{2}("
    r"年?度?|年?全年|年?[QH][12]|年?Q[34]|年[上下]半年|年第?[一二三四1-4]季度|年前[二三23]季度|年[末底]"
    r"|年(0?[1-9]|1[0-2])月|年1-([2-9]|1[0-2])月|-(0[1-9]|1[0-2])|-01/(0[2-9]|1[0-2]))$"
)
"""How plans write a period that is no day.  Departments write them in more ways, which only measurements may have."""
URL: Final = r"^https?://\S+$"
# The patterns are those of the JSON Schemas too, so they keep to what every dialect of regular expressions has.


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise PydanticCustomError("number_type", "a number")
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if number.adjusted() >= MAX_INTEGER_DIGITS:
        raise PydanticCustomError("number_size", "a number that is not too large")
    if not isinstance(exponent, int) or -exponent > MAX_DECIMALS:
        raise PydanticCustomError("decimals", "a number with fewer decimals")
    return number


def _date(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(DAY, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_type", "a date")


def _period(value: object) -> object:
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    period = parse_period(text) if re.fullmatch(PERIOD, text) or re.fullmatch(DAY, text) else None
    if period is None:
        raise PydanticCustomError("period_type", "a period")
    return period


_LIMIT: Final = 10**MAX_INTEGER_DIGITS
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema({"type": "number", "exclusiveMinimum": -_LIMIT, "exclusiveMaximum": _LIMIT}),
]
_DAY_SCHEMA: Final[JsonDict] = {"type": "string", "format": "date", "pattern": DAY}
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema(_DAY_SCHEMA)]
_PERIOD_SCHEMA: Final[JsonDict] = {
    "anyOf": [{"type": "integer", "minimum": 1900, "maximum": 2199}, {"type": "string", "pattern": PERIOD}, _DAY_SCHEMA]
}
When = Annotated[Period, BeforeValidator(_period), WithJsonSchema(_PERIOD_SCHEMA)]
Year = Annotated[int, Field(ge=1900, le=2199)]
Id = Annotated[str, Field(pattern=ID)]
Text = Annotated[str, Field(pattern=TEXT)]
Url = Annotated[str, Field(pattern=URL)]
Stated = Literal["explicit", "horizon"]
Nature = Literal["binding", "expected", "aspirational"] | None


class Frozen(BaseModel):
    """No unknown keys, no coercion, no change after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Source(Frozen):
    """Where something is said: a clause of the plan's text, or an address where there is no text at hand."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in ("clause", "url")
            ]
        }
    )

    clause: Text | None = None
    quote: Text | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _says_where(self) -> "Source":
        if self.clause is None and self.url is None:
            raise PydanticCustomError("source", "neither clause nor url")
        return self
