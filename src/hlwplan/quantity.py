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
from functools import lru_cache
from typing import Final, Literal

from hlwplan.language import Wording

Dimension = Literal[
    "money", "money a person-year", "count", "share", "percentage points", "speed", "index", "multiple",
    "length", "surface", "volume", "mass", "energy", "standard coal", "power",
    "days", "working days", "hours", "minutes", "seconds", "age",
]  # fmt: skip
Fault = Literal["form", "inexact", "marked", "unclear", "unit"]
"""Why a text is no quantity: no number at all; not one exact number; a note's mark or brackets around it; a sign that
may mean none or not measured; a number whose unit of measure is not known."""

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
    fault: Fault = "form"


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
_COUNTERS: Final = "个 家 件 户 台 人 人次 次 篇 项 所 张 辆 座 处 条 套 部 份 门 村 名 例 起 宗 笔 册 头 只 株 艘 栋"
# Powers of ten only, and of one dimension no further apart than 10^12, which the column engine converts exactly.  That
# leaves out 亩 (2000/3 square metres), and keeps days, hours and minutes apart.  年 and 日 are left out because a cell
# that says 2018年 is a period.
_POWERS: Final[dict[Dimension, dict[str, int]]] = {
    "length": {"毫米": -3, "厘米": -2, "米": 0, "公里": 3, "万米": 4, "万公里": 7},
    "surface": {"平方米": 0, "万平方米": 4, "公顷": 4, "平方公里": 6, "千公顷": 7, "亿平方米": 8, "万公顷": 8,
                "万平方公里": 10},
    "volume": {"立方米": 0, "万立方米": 4, "亿立方米": 8, "万亿立方米": 12},
    "mass": {"千克": -3, "吨": 0, "千吨": 3, "万吨": 4, "百万吨": 6, "亿吨": 8},
    "energy": {"千瓦时": 0, "兆瓦时": 3, "万千瓦时": 4, "吉瓦时": 6, "亿千瓦时": 8, "万亿千瓦时": 12},
    "standard coal": {"千克标准煤": -3, "吨标准煤": 0, "万吨标准煤": 4, "亿吨标准煤": 8},
    "power": {"千瓦": 0, "兆瓦": 3, "万千瓦": 4, "吉瓦": 6, "亿千瓦": 8},
    "days": {"天": 0},
    "working days": {"工作日": 0},
    "hours": {"小时": 0, "万小时": 4},
    "minutes": {"分钟": 0},
    "seconds": {"毫秒": -3, "秒": 0},
    "age": {"岁": 0},
}  # fmt: skip
PHYSICAL: Final[tuple[Dimension, ...]] = tuple(_POWERS)
"""The dimensions of physical quantities, which no conversion joins."""
_ALSO: Final = {
    "mm": "毫米", "cm": "厘米", "千米": "公里", "km": "公里", "万千米": "万公里",
    "m2": "平方米", "ha": "公顷", "hm2": "公顷", "km2": "平方公里", "平方千米": "平方公里", "万平方千米": "万平方公里",
    "m3": "立方米", "公斤": "千克", "kg": "千克", "kWh": "千瓦时", "MWh": "兆瓦时", "GWh": "吉瓦时",
    "吨标煤": "吨标准煤", "万吨标煤": "万吨标准煤", "亿吨标煤": "亿吨标准煤", "kW": "千瓦", "MW": "兆瓦", "GW": "吉瓦",
    "个工作日": "工作日", "ms": "毫秒",
}  # fmt: skip
# Patterns of what is refused are texts: most runs refuse nothing, and compiling them is felt when a command starts.
_NO_FACTOR: Final = (
    (
        r"[百千万亿]*(?:[美欧日港澳加韩]元|港币|英镑|卢布)|USD|EUR|JPY|GBP|HKD|[$€£]",
        Wording("rates of exchange change"),
    ),
    (r"[KkMmGgTtPp]i?B(?:ps|/[sS])?", Wording("it counts bytes, which are eight bits")),
    (r"[百千万亿]*亩", Wording("15 亩 are one 公顷, and no decimal is exactly a fifteenth")),
    (r"mWh?", Wording("a small m is a thousandth")),
    (r"pct|PCT", Wording("some write it for % and some for 百分点")),
)
# Dashes, two dots or more (`…` is three), and what databases and offices write for no value.  Some yearbooks print …
# for less than the table's smallest unit; that is no value either, and never 0.
_MISSING: Final = re.compile(
    r"|-+|[\u2010-\u2015\u2500]+|\.{2,}|N/?A|n/?a|n\.a\.|null|NULL|无数据|暂无数据|数据暂缺|缺|缺失|未统计|未填报|未上报|不详|不适用"
)
_UNCLEAR: Final = r"/+|\\+|\*+|[.?xX○×]|无|空|暂无|没有|[Nn]one|nil"
_FAILED: Final = r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#{2,}"
_INEXACT: Final = (
    (r".*\d.*±.*|±.*\d.*", Wording("± leaves a range")),
    (
        r"(?:大?约|大概|将?近|接近|[<>≥≤≈~]=?|不?超过?|突破|不?[高低多少]于|逾|不足|不到|至少|[至最]多).*\d.*",
        Wording("the word or sign before it leaves it open"),
    ),
    (r".*\d\D*(?:左右|上下|以上|以下|以内|[多余许]\D*|\+)", Wording("the word or sign behind it leaves it open")),
    (
        r"[+-]?[\d.,]+\s*[^\d\s]{0,4}\s*[-~—–至到]\s*[\d.,]+\s*[^\d\s]{0,4}",
        Wording("it is a range, or two numbers"),
    ),
)
_MARKED: Final = r"\(.*\d.*\)|\[.*\d.*\]|[+-]?[\d.,]+\D{0,4}?(?:[*†‡#※]+|注\d*|\(.*\)|\[.*\])"
_LONGEST: Final = 60  # a longer text is no number with a word or mark beside it
# GB/T 15835 and ISO 80000-1 group by a thin space.  A plain space may as well stand between two numbers.
_SPACED: Final = re.compile(
    r"'?[+\-−－]?[1-9][0-9]{0,2}(?P<gap>[\u00a0\u2005\u2009\u202f])[0-9]{3}(?:(?P=gap)[0-9]{3})*(?!(?P=gap)?[0-9])"
)
_NUMBER: Final = re.compile(
    r"""(?P<sign>[+-])?
        (?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+ | [0-9]+)
        (?P<fraction>\.[0-9]+)?
        (?:[eE](?P<exponent>[+-]?[0-9]+))?
        \s*(?P<rest>.*)""",
    re.VERBOSE | re.DOTALL,
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
    for dimension, powers in _POWERS.items():
        found = {symbol: Unit(symbol, dimension, Decimal(1).scaleb(power)) for symbol, power in powers.items()}
        yield from found.items()
        yield from ((spelling, found[symbol]) for spelling, symbol in _ALSO.items() if symbol in found)


def _key(symbol: str) -> str:
    # Case separates nothing among the units here: bandwidth is never below one, so m can only be meant as mega.
    return _bare(symbol).casefold()


def _bare(symbol: str) -> str:
    """A unit of measure without spaces, line breaks and without one pair of brackets around it."""
    bare = re.sub(r"\s+", "", normal(symbol))
    return bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare


def normal(text: str) -> str:
    """Text after NFKC, ends stripped, with the several minus signs and the full-width comma made one."""
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("﹣", "-").replace("，", ",")


UNITS: Final = {_key(spelling): unit for spelling, unit in _units()}


@lru_cache(maxsize=1024)
def find_unit(symbol: str) -> Unit | None:
    """The unit of measure so written, or None; width and case of letters, spaces and brackets around it do not matter.

    A large B before /s or ps is a byte, and no unit here; GBPS, all in capitals, is read as bits.
    """
    found = UNITS.get(_key(symbol))
    return None if found is None or no_factor(symbol) else found


def no_factor(symbol: str) -> str | None:
    """Why a well-known unit of measure has no exact factor here; None for every other text."""
    bare = _bare(symbol)
    return next((why for pattern, why in _NO_FACTOR if re.fullmatch(pattern, bare)), None)


def multiplied(unit: Unit) -> bool:
    """Whether the unit's symbol says a multiple itself, as 万元 does: a bare 万 beside it would say the scale twice."""
    begun = (unit.symbol.removeprefix(name) for name in MULTIPLES if unit.symbol.startswith(name))
    return any(find_unit(rest) is not None for rest in begun)


def unit_symbols(dimension: Dimension | None = None) -> list[str]:
    """The symbols that units are printed with, of one dimension or of all, in the table's order: what hints suggest."""
    fitting = (unit for unit in UNITS.values() if dimension in {None, unit.dimension})
    return list(dict.fromkeys(unit.symbol for unit in fitting))


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

    Groups of three are parted by commas, or by thin or no-break spaces; one apostrophe before the number is Excel's.
    NaN, infinity, exponents over 18, grouping that is not by threes throughout, brackets, ranges, note marks and words
    such as 约 are refused.
    """
    joined = _joined(text.strip())
    mark = next((sign for sign in joined if sign > "\x7f" and unicodedata.category(sign) == "No"), None)
    if mark is not None:  # ① and ² would become digits
        return Unreadable(Wording("{mark!r} is a note's mark or a fraction, not a digit", mark=mark), "marked")
    plain = normal(joined)
    plain = plain[1:] if plain.startswith("'") and len(plain) > 1 else plain
    if _MISSING.fullmatch(plain):
        return Missing(text.strip())
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return _refused(plain, Unreadable(Wording("digits are expected, such as 1234.5 or 1,234.5")))
    exponent = (match["exponent"] or "").lstrip("+-").lstrip("0")
    if len(exponent) > 2 or int(exponent or 0) > MAX_EXPONENT:
        return Unreadable(Wording("its exponent is over {most}", most=MAX_EXPONENT))
    rest = re.sub(r"\s+", "", match["rest"])
    if rest[:1] in {",", "."} or rest[:1].isdigit():
        return Unreadable(Wording("commas group by threes, and there is one decimal point at most"))
    unit = find_unit(rest) if rest else None
    if rest and unit is None and rest not in MULTIPLES:
        why = no_factor(rest)
        shown = rest if len(rest) <= _LONGEST else f"{rest[:_LONGEST]}…"  # a cell may hold a whole text
        said = (
            Wording("{unit!r} has no exact factor: {why}", unit=shown, why=why)
            if why
            else Wording("{unit!r} is no unit of measure", unit=shown)
        )
        return _refused(plain, Unreadable(said, "unit"))
    written = plain[: match.start("rest")].replace(",", "").rstrip()
    return _quantity(Decimal(written), unit, MULTIPLES.get(rest) if unit is None else None)


def _joined(text: str) -> str:
    """The text with `m²` in one sign, and without the thin spaces that group its number by threes."""
    text = text.replace("m²", "㎡").replace("m³", "㎥")
    match = _SPACED.match(text)
    return text if match is None else match[0].replace(match["gap"], "") + text[match.end() :]


def _refused(plain: str, otherwise: Unreadable) -> Unreadable:
    """What is wrong with a text that is no number, as closely as it can be said."""
    if len(plain) > _LONGEST:
        return otherwise
    if re.fullmatch(_UNCLEAR, plain):
        return Unreadable(Wording("it may mean none, or not measured"), "unclear")
    if re.fullmatch(_FAILED, plain):
        return Unreadable(Wording("the spreadsheet showed an error in place of the value"))
    for pattern, why in _INEXACT:
        if re.fullmatch(pattern, plain):
            return Unreadable(why, "inexact")
    if re.fullmatch(_MARKED, plain):
        return Unreadable(Wording("brackets may mean a minus or a note, and a mark a note"), "marked")
    return otherwise


def _quantity(value: Decimal, unit: Unit | None, multiple: Decimal | None) -> Quantity | Unreadable:
    if multiple is not None:
        value = _WIDE.multiply(value, multiple)
    if value.is_zero():
        value = Decimal(0)
    elif value.adjusted() >= MAX_INTEGER_DIGITS:
        return Unreadable(Wording("it has more than {most} digits before the point", most=MAX_INTEGER_DIGITS))
    elif -int(value.normalize(_WIDE).as_tuple().exponent) > MAX_DECIMALS:
        return Unreadable(Wording("it has more than {most} decimals", most=MAX_DECIMALS))
    return Quantity(value, unit, multiple is not None)


def plain(value: Decimal) -> str:
    """`value` in plain digits, whole and exact: no exponent, no grouping, no trailing zeros, no minus zero."""
    text = str(value)  # already without an exponent, mostly
    if "E" in text or len(text) > EXACT.prec:
        text = f"{value.normalize(EXACT):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
