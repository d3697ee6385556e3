"""Figures in running Chinese text: where they stand, what they say, in which unit of measure.

Digits with their unit (1000亿元, 95%, 2000G), Chinese numerals with theirs (百家, 千兆), and words that mean a share or
a multiple (全覆盖, 所有, 每所, 翻番).  A bare 一 is no figure: it mostly stands for "a" or "one and the same".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from hlwplan.quantity import MULTIPLES, UNITS, Unit, find_unit

Sense = Literal["at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `text[start:end]`; `unit` is None for a bare number, `comparator` the word that stands by: 以上."""

    start: int
    end: int
    text: str
    value: Decimal
    unit: Unit | None
    comparator: str = ""
    is_date: bool = False

    @property
    def sense(self) -> Sense | None:
        """What the comparator word says; None where there is none."""
        return _SENSES.get(self.comparator)


_DIGIT: Final = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
                 "九": 9}  # fmt: skip
_PLACE: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIAD: Final = {"万": 10**4, "亿": 10**8}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_COUNTED: Final = {symbol for symbol in UNITS if all(multiple + symbol in UNITS for multiple in MULTIPLES)}
_OTHERS: Final = UNITS.keys() - _COUNTED - {multiple + symbol for multiple in MULTIPLES for symbol in _COUNTED}
_SYMBOLS: Final = f"{_any_of(_OTHERS)}|(?:{_any_of(MULTIPLES)})?(?:{_any_of(_COUNTED)})"
"""Any unit of measure.  Most are a counter with or without 万, 亿 and so on, which is said once: it is compiled at
every start."""
_FIGURE: Final = re.compile(
    rf"""(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?) (?P<unit>(?:{_SYMBOLS}) | [年月日] | 万亿|亿|万)?
       | (?P<numeral>[零〇一二两三四五六七八九十百千万亿]+) (?P<counter>{_SYMBOLS})?
       | (?P<word>全覆盖|所有|每[个家件户所村]|翻[一两]?番)""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER: Final[dict[str, Sense]] = {
    "以上": "at_least", "及以上": "at_least", "以下": "at_most", "及以下": "at_most", "以内": "at_most",
}  # fmt: skip
_BEFORE: Final[dict[str, Sense]] = {
    "不低于": "at_least", "不少于": "at_least", "至少": "at_least", "超过": "at_least", "突破": "at_least",
    "高于": "at_least", "不高于": "at_most", "不超过": "at_most", "不多于": "at_most", "低于": "at_most",
    "少于": "at_most", "控制在": "at_most", "不得低于": "at_least", "不得少于": "at_least", "不得高于": "at_most",
    "不得超过": "at_most", "不得多于": "at_most", "不得突破": "at_most", "不突破": "at_most",
}  # fmt: skip

_SENSES: Final = _AFTER | _BEFORE
_WORDS_AFTER: Final = tuple(_AFTER)
_WORDS_BEFORE: Final = tuple(_BEFORE)


def normal(text: str) -> str:
    """Text as quotes are compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def figures(text: str) -> Iterator[Figure]:
    """Every figure of a text that `normal` has made plain, in order."""
    for match in _FIGURE.finditer(text):
        figure = _figure(match)
        if figure is not None:
            yield figure


def _figure(match: re.Match[str]) -> Figure | None:
    text, at = match.string, match.span()
    digits, unit, numeral, counter, word = match.groups("")
    if word:
        value, symbol = _WORDS.get(word, (Decimal(100), "%"))
        return Figure(*at, word, value, find_unit(symbol))
    if numeral in {"一", "零", "〇"}:  # 统一, 零售
        return None
    comparator = _comparator(text[: at[0]], text[at[1] :])
    if numeral:
        return Figure(*at, match[0], Decimal(_numeral(numeral)), find_unit(counter), comparator)
    value = Decimal(digits.replace(",", "")) * MULTIPLES.get(unit, 1)
    return Figure(*at, match[0], value, find_unit(unit), comparator, is_date=unit in {"年", "月", "日"})


_WORDS: Final = {"翻番": (Decimal(2), "倍"), "翻一番": (Decimal(2), "倍"), "翻两番": (Decimal(4), "倍")}


def _comparator(before: str, after: str) -> str:
    # Most figures have none, and to ask for all words at once is quick.
    if not (after.startswith(_WORDS_AFTER) or before.endswith(_WORDS_BEFORE)):
        return ""
    # The longest word decides: 不超过 ends in 超过, and means the opposite.
    words = [word for word in _AFTER if after.startswith(word)] + [word for word in _BEFORE if before.endswith(word)]
    return max(words, key=lambda word: (len(word), _SENSES[word]))


def _numeral(text: str) -> int:
    """A Chinese numeral: 百 is 100, 三百五十 is 350, 两万 is 20000."""
    total = section = digit = 0
    for sign in text:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
        elif sign in _PLACE:
            section += (digit or 1) * _PLACE[sign]
            digit = 0
        elif sign == "万":
            total += (section + digit or 1) * _MYRIAD[sign]
            section = digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIAD[sign]
            section = digit = 0
    return total + section + digit
