"""Number formats: the text of a stored number as a person sees it, as far as the format means it.

A number is taken with the 15 significant digits that Excel has and the 12 decimals that the store keeps: what lies
beyond is what calculating in binary leaves.  A number below a thousandth keeps its decimals, lest nothing remain of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from hlwplan.period import parse_period
from hlwplan.quantity import EXACT, MAX_DECIMALS, Quantity, parse_quantity, plain

_SIGNIFICANT: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_LARGEST: Final = 308  # a double's largest power of ten
_LONGEST: Final = 400  # characters of a number that a double can hold
_ROUNDED_FROM: Final = -3  # a thousandth
_KEPT: Final = Decimal(1).scaleb(-MAX_DECIMALS)
_STORED: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_TOKEN: Final = re.compile(
    r"""(?P<quoted>"[^"]*"?) | [\\!](?P<escaped>.) | [_*]. | \[(?P<bracket>[^\]]*)\]
      | (?P<general>General|G/通用格式) | (?P<noon>AM/PM|A/P|上午/下午) | (?P<code>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ELAPSED: Final = frozenset({"h", "hh", "m", "mm", "s", "ss"})
_ORNAMENT: Final = "()（）+-¥￥ \u00a0"
"""Signs around a number that change nothing about it; another currency's sign does."""
CHINESE: Final = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((32, 34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 35, 56), 'h"时"mm"分"ss"秒"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
}
"""Codes by number of the formats that Chinese Excel has built in and does not write out.

Source: ECMA-376 Part 1, 18.8.30, zh-cn.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One of a format's up to four parts.

    `percent` counts its percent signs; `unit` is the text behind the digits; `changed` is True where it shows a
    number other than the stored one, or words that say more than a unit.
    """

    percent: int = 0
    unit: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """`date` holds the letters of the date's parts that are shown, of `ymdt`; empty where it is no date."""

    code: str
    date: str
    sections: tuple[Section, ...]

    def number(self, stored: str) -> tuple[str, bool]:
        """The text of a number as the file stores it, and whether the format shows something else."""
        if self.code == "General" and stored.isascii() and stored.isdigit():
            return stored.lstrip("0") or "0", False
        value = Decimal(stored)
        section = self._section(value)
        if not stored.lstrip("+-").isdigit():  # Excel writes no longer whole number than it has digits; others may
            value = _SIGNIFICANT.plus(value)
        value = EXACT.scaleb(value, 2 * section.percent)
        if value.adjusted() >= _ROUNDED_FROM and int(value.as_tuple().exponent) < -MAX_DECIMALS:
            value = value.quantize(_KEPT, context=EXACT)
        return _with_unit(plain(value) + "%" * section.percent, section.unit), section.changed

    def _section(self, value: Decimal) -> Section:
        if value.is_zero() and len(self.sections) > 2:
            return self.sections[2]
        return self.sections[1] if value < 0 and len(self.sections) > 1 else self.sections[0]

    def day(self, moment: datetime) -> str:
        """A date's text: whole (2018-06-30) where the year is shown; 2018年6月 and 2018年 where no more is.

        Where the year is not shown Excel may have made it up, so that 6月30日 stays 6月30日.  A time of day is kept.
        """
        year, month, day = (letter in self.date for letter in "ymd")
        if year and not day and "t" not in self.date:
            return f"{moment.year}年{moment.month}月" if month else f"{moment.year}年"
        if not year and (month or day):
            return (f"{moment.month}月" if month else "") + (f"{moment.day}日" if day else "")
        whole = moment.date().isoformat()
        return whole if moment.time() == datetime.min.time() else f"{whole} {moment.time().isoformat()}"


def is_number(stored: str) -> bool:
    """Whether a number is stored in the form that Excel writes, within what a double can hold."""
    if len(stored) > _LONGEST or _STORED.fullmatch(stored) is None:
        return False
    value = Decimal(stored)
    return abs(value.adjusted()) <= _LARGEST


def _with_unit(digits: str, unit: str) -> str:
    """The digits with what stands behind them, where together they are a quantity or a period (350亿元, 2018年)."""
    if unit and (isinstance(parse_quantity(digits + unit), Quantity) or parse_period(digits + unit) is not None):
        return digits + unit
    return digits


@lru_cache(maxsize=1000)
def read_format(code: str) -> NumberFormat:
    """What a format's code means for the number under it."""
    parts: list[list[tuple[str, str]]] = [[]]
    for kind, text in _tokens(code):
        if (kind, text) == ("code", ";"):
            parts.append([])
        else:
            parts[-1].append((kind, text))
    sections = tuple(_read_section(part, index) for index, part in enumerate(parts[:3]))
    conditional = any(kind == "bracket" and text[:1] in "<>=" for part in parts for kind, text in part if text)
    if conditional:  # which part shows a number depends on more than its sign
        same = len(set(sections)) == 1
        sections = sections[:1] if same else (Section(sections[0].percent, changed=True),)
    return NumberFormat(code, _date_parts(parts[0]), sections)


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[0]
        if kind == "quoted":
            yield "literal", text.strip('"')
        elif kind == "escaped":
            yield "literal", match["escaped"]
        elif kind == "bracket" and match["bracket"].startswith("$"):
            yield "literal", match["bracket"][1:].partition("-")[0]
        elif kind == "bracket":
            yield "bracket", match["bracket"]
        elif kind == "general":
            yield "code", "0"
        elif kind is not None:
            yield ("code" if text.isascii() or kind == "noon" else "literal"), text


def _date_parts(part: list[tuple[str, str]]) -> str:
    letters = "".join(text for kind, text in part if kind == "code" and len(text) == 1).lower()
    timed = any(sign in letters for sign in "hs") or any(
        kind == "bracket" and text.lower() in _ELAPSED for kind, text in part
    )
    if not timed and not any(sign in letters for sign in "ymd"):
        return ""
    dated = any(sign in letters for sign in "yd")
    shown = "y" if "y" in letters or "e" in letters else ""
    shown += "m" if "m" in letters and (dated or not timed) else ""
    return shown + ("d" if "d" in letters else "") + ("t" if timed else "")


def _read_section(part: list[tuple[str, str]], index: int) -> Section:
    """Split a section at its digits: 0, #, ? and General, or @ for a text."""
    shape = "".join("\0" if kind == "literal" else text for kind, text in part if kind in {"literal", "code"})
    literals = [text for kind, text in part if kind == "literal"]
    digits = [at for at, sign in enumerate(shape) if sign in "0#?@"]
    if not digits:  # a number shown as nothing or as words; a zero shown as a dash is Excel's own accounting format
        dash = index == 2 and "".join(text for _, text in part).strip() in {"-", "—"}
        return Section(changed=not dash)
    first, last = digits[0], digits[-1]
    before, inside = shape[:first].count("\0"), shape[first:last].count("\0")
    ahead, within, behind = literals[:before], literals[before : before + inside], literals[before + inside :]
    thousands = shape[last + 1 : last + 2] == "," or ",." in shape
    point = any(sign in text for text in within for sign in ".·")
    unit = "".join(behind).strip(_ORNAMENT)
    known = not unit or isinstance(parse_quantity(f"1{unit}"), Quantity) or parse_period(f"2018{unit}") is not None
    words = "".join(ahead).strip(_ORNAMENT) != "" or not known
    scaled = thousands or point
    return Section(shape.count("%"), unit if known and not scaled else "", scaled or words)


ISO: Final = read_format("yyyy-mm-dd")
"""How a date is written that has no format of its own."""
