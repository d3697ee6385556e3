"""Numbers and units of measure: how a value is written, what it is exactly, how units convert.

Values are `Decimal` from the first character to the last; nothing here ever sees a float.  A unit of measure has a
dimension and an exact factor; two units convert only within one dimension, so a percentage never becomes a
percentage point and a sum of money never becomes a count.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final, Literal

Dimension = Literal["money", "money a person-year", "count", "share", "percentage points", "speed", "index", "multiple"]

EXACT: Final = Context(prec=60)
"""Wide enough for any value that is stored (38 digits) times any factor (25 digits at most)."""
_WIDE: Final = Context(prec=250_000)  # whatever a cell may hold, so that nothing is rounded before it is counted

MAX_EXPONENT: Final = 18
MAX_INTEGER_DIGITS: Final = 20
MAX_DECIMALS: Final = 12
"""What `DECIMAL(38,12)`, the column engine's type for a value, holds after conversion by up to a million."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; `factor` is how many of its dimension's base unit it holds, exactly."""

    symbol: str
    dimension: Dimension
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A written number.  `unit` is None where the text names none.

    `scaled` is True where the text carried a bare 万 or 亿: `value` is multiplied out already, and a unit from
    elsewhere that carries 万 or 亿 itself would say the scale twice.
    """

    value: Decimal
    unit: Unit | None = None
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A mark that says nothing was measured; `mark` is the mark as written, which may be empty."""

    mark: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No quantity; `why` is a phrase that ends the sentence "… is no number: "."""

    why: str


MULTIPLES: Final = {
    "千": Decimal(1000),
    "万": Decimal(10) ** 4,
    "百万": Decimal(10) ** 6,
    "千万": Decimal(10) ** 7,
    "亿": Decimal(10) ** 8,
    "百亿": Decimal(10) ** 10,
    "千亿": Decimal(10) ** 11,
    "万亿": Decimal(10) ** 12,
}
_COUNTERS: Final = "个 家 件 户 台 人 人次 次 篇 项 所 张 辆 座 处 条 套 部 份 门 村"
_MISSING: Final = frozenset({"", "-", "--", "—", "——", "–", "…", "……", "...", "......", "NA", "N/A"})
_NUMBER: Final = re.compile(
    r"""(?P<sign>[+-])?
        (?P<whole>[0-9]{1,3}(?:,[0-9]{3})+ | [0-9]+)
        (?P<fraction>\.[0-9]+)?
        (?:[eE](?P<exponent>[+-]?[0-9]+))?
        \s*(?P<rest>.*)""",
    re.VERBOSE,
)


def _units() -> Iterator[tuple[str, Unit]]:
    money = {"元": Decimal(1), **{f"{name}元": factor for name, factor in MULTIPLES.items()}}
    for symbol, factor in money.items():
        yield symbol, Unit(symbol, "money", factor)
        yield f"{symbol}/人年", Unit(f"{symbol}/人年", "money a person-year", factor)
    for counter in _COUNTERS.split():
        yield counter, Unit(counter, "count", Decimal(1))
        for name, factor in MULTIPLES.items():
            yield name + counter, Unit(name + counter, "count", factor)
    for symbol, factor in (("%", Decimal(1)), ("‰", Decimal("0.1"))):
        yield symbol, Unit(symbol, "share", factor)
    for symbol in ("百分点", "个百分点"):
        yield symbol, Unit("百分点", "percentage points", Decimal(1))
    speeds = {"Kbps": (Decimal("0.001"), "K"), "Mbps": (Decimal(1), "M"), "Gbps": (Decimal(1000), "G")}
    speeds["Tbps"] = (Decimal(10) ** 6, "T")
    for symbol, (factor, short) in speeds.items():
        for spelling in (symbol, short, f"{short}bit/s", f"{short}b/s"):
            yield spelling, Unit(symbol, "speed", factor)
    yield "兆", Unit("Mbps", "speed", Decimal(1))
    yield "指数", Unit("指数", "index", Decimal(1))
    yield "倍", Unit("倍", "multiple", Decimal(1))


def _key(symbol: str) -> str:
    # Case separates nothing here: there is no unit below one, so m can only be meant as mega.
    return normal(symbol).replace(" ", "").casefold()


def normal(text: str) -> str:
    """Text after NFKC, ends stripped, with the several minus signs and the full-width comma made one."""
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("﹣", "-").replace("，", ",")


UNITS: Final = {_key(spelling): unit for spelling, unit in _units()}


def find_unit(symbol: str) -> Unit | None:
    """The unit of measure so written, or None; width and case of letters do not matter, nor do spaces."""
    return UNITS.get(_key(symbol))


def unit_symbols() -> list[str]:
    """Every symbol that units are printed with, in the order of the table: what a hint may suggest."""
    return list(dict.fromkeys(unit.symbol for unit in UNITS.values()))


def factor(given: Unit, wanted: Unit) -> Decimal | None:
    """What a value in `given` is multiplied by to be in `wanted`: exact, a power of ten; None across dimensions."""
    if given.dimension != wanted.dimension:
        return None
    return EXACT.divide(given.factor, wanted.factor).normalize(EXACT)


def convert(value: Decimal, given: Unit, wanted: Unit) -> Decimal | None:
    """`value` in another unit of measure, exactly; None where the dimensions differ."""
    times = factor(given, wanted)
    return None if times is None else EXACT.multiply(value, times)


def fits(value: Decimal) -> bool:
    """Whether the column engine's type for a value, `DECIMAL(38,12)`, holds it exactly."""
    return value.adjusted() < 38 - MAX_DECIMALS and -int(value.normalize(_WIDE).as_tuple().exponent) <= MAX_DECIMALS


def parse_quantity(text: str) -> Quantity | Missing | Unreadable:
    """Read one cell: `1,234.5`, `95%`, `3.57万亿元`, `1.2亿`, full-width forms, or a mark for missing.

    NaN, infinity, exponents over 18, grouping that is not by threes throughout, and words such as 约 are refused.
    """
    plain = normal(text)
    if any(unicodedata.category(sign) == "No" for sign in text):  # ① and ² would become digits
        return Unreadable("a footnote mark is no digit")
    if plain in _MISSING:
        return Missing(text.strip())
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return Unreadable("digits are expected, such as 1234.5 or 1,234.5")
    exponent = (match["exponent"] or "").lstrip("+-").lstrip("0")
    if len(exponent) > 2 or int(exponent or 0) > MAX_EXPONENT:
        return Unreadable(f"its exponent is over {MAX_EXPONENT}")
    rest = match["rest"].replace(" ", "")
    if rest[:1] in {",", "."} or rest[:1].isdigit():
        return Unreadable("commas group by threes, and there is one decimal point at most")
    written = plain[: match.start("rest")].replace(",", "").rstrip()
    return _with_rest(Decimal(written), rest)


def _with_rest(value: Decimal, rest: str) -> Quantity | Unreadable:
    unit = find_unit(rest) if rest else None
    if rest and unit is None and rest not in MULTIPLES:
        return Unreadable(f"{rest!r} is no unit of measure")
    scaled = unit is None and rest in MULTIPLES
    if scaled:
        value = _WIDE.multiply(value, MULTIPLES[rest])
    if value.is_zero():
        value = Decimal(0)
    elif value.adjusted() >= MAX_INTEGER_DIGITS:
        return Unreadable(f"it has more than {MAX_INTEGER_DIGITS} digits before the point")
    elif -int(value.normalize(_WIDE).as_tuple().exponent) > MAX_DECIMALS:
        return Unreadable(f"it has more than {MAX_DECIMALS} decimals")
    return Quantity(value, unit, scaled)


def plain(value: Decimal) -> str:
    """`value` in plain digits, whole and exact: no exponent, no grouping, no trailing zeros, no minus zero."""
    if value.is_zero():
        return "0"
    text = f"{value.normalize(EXACT):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
