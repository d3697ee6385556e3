"""What every plan file is made of: numbers, dates, periods, ids, fixed choices, and the source of a statement."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from hlwplan.period import Period, parse_period
from hlwplan.quantity import MAX_DECIMALS, MAX_INTEGER_DIGITS


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise PydanticCustomError("number_type", "a number")
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if number.adjusted() >= MAX_INTEGER_DIGITS or not isinstance(exponent, int) or -exponent > MAX_DECIMALS:
        raise PydanticCustomError("number_size", "a number has at most 20 digits before the point and 12 behind it")
    return number


def _date(value: object) -> object:
    if isinstance(value, str) and len(value) == len("2016-06-28"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_type", "a date")


def _period(value: object) -> object:
    period = parse_period(str(value)) if isinstance(value, (int, str)) and not isinstance(value, bool) else None
    if period is None:
        raise PydanticCustomError("period_type", "a period")
    return period


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
When = Annotated[Period, BeforeValidator(_period), WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})]
Year = Annotated[int, Field(ge=1900, le=2199)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="ASCII id / 标识")]
Text = Annotated[str, Field(pattern=r"\S")]
Stated = Annotated[
    Literal["explicit", "horizon"],
    Field(description="explicit: the clause names the year 明确年份; horizon: the plan's last year is meant 规划期末"),
]
Nature = Annotated[
    Literal["binding", "expected", "aspirational"] | None,
    Field(description="binding 约束性, expected 预期性, aspirational 力争; null: the text does not say 未明确"),
]


class Frozen(BaseModel):
    """No unknown keys, no coercion, no change after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Frozen):
    """Where something is said: a clause of the plan's text, or an address where there is no text at hand."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in ("clause", "url")
            ]
        }
    )

    clause: Annotated[Text | None, Field(description="clause of the official text, e.g. 二(一)3 / 条款")] = None
    quote: Annotated[Text | None, Field(description="a short phrase around the figure / 原文短语")] = None
    url: Annotated[Text | None, Field(description="address of the source / 来源网址")] = None

    @model_validator(mode="after")
    def _says_where(self) -> "Source":
        if self.clause is None and self.url is None:
            raise PydanticCustomError("source", "a source names its `clause` or its `url`")
        return self
