"""Periods: what a value is about.  Years, halves, quarters, months, days and the year to date.

A value that has run up since January (1-9月) is a kind of its own: 1-12月 is the year, 1-9月 never is.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

Kind = Literal["year", "half", "quarter", "month", "to_date", "day"]

_NAMES: Final = {
    (1, 6, "half"): "上半年",
    (7, 12, "half"): "下半年",
    (1, 3, "quarter"): "一季度",
    (4, 6, "quarter"): "二季度",
    (7, 9, "quarter"): "三季度",
    (10, 12, "quarter"): "四季度",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of one year, both ends included; `day` is 0 unless the period is a single day's state."""

    year: int
    first_month: int
    last_month: int
    kind: Kind
    day: int = 0

    @property
    def end(self) -> Fraction:
        """When the period ends, in years: end of 2018 is 2018, end of June 2018 is 2017.5 (`methods.md` A.1)."""
        months = Fraction(self.last_month)
        if self.kind == "day":
            months += Fraction(self.day, calendar.monthrange(self.year, self.last_month)[1]) - 1
        return self.year - 1 + months / 12

    @property
    def last_day(self) -> date:
        """The day on which the period ends."""
        return date(self.year, self.last_month, self.day or calendar.monthrange(self.year, self.last_month)[1])

    @property
    def first_day(self) -> date:
        """The day on which the period begins; a single day's state begins and ends on that day."""
        return date(self.year, self.first_month, self.day or 1)

    @property
    def order(self) -> tuple[Fraction, int, Kind]:
        """Sort key: by end, the longer period last."""
        return self.end, self.last_month - self.first_month, self.kind

    def contains(self, other: "Period") -> bool:
        """Whether `other` lies inside this period, ends included."""
        if self.kind == "day":
            return self == other
        same_year = self.year == other.year
        return same_year and self.first_month <= other.first_month and other.last_month <= self.last_month

    def __str__(self) -> str:
        """The canonical text, after ISO 8601 where it has a form: 2018, 2018H1, 2018Q3, 2018-06, 2018-01/09."""
        match self.kind:
            case "year":
                return f"{self.year}"
            case "half":
                return f"{self.year}H{self.last_month // 6}"
            case "quarter":
                return f"{self.year}Q{self.last_month // 3}"
            case "month":
                return f"{self.year}-{self.last_month:02}"
            case "to_date":
                return f"{self.year}-01/{self.last_month:02}"
            case "day":
                return f"{self.year}-{self.last_month:02}-{self.day:02}"

    @property
    def chinese(self) -> str:
        """The period as Chinese statistics print it: 2018年, 2018年上半年, 2018年1-9月."""
        match self.kind:
            case "year":
                return f"{self.year}年"
            case "half" | "quarter":
                return f"{self.year}年{_NAMES[self.first_month, self.last_month, self.kind]}"
            case "month":
                return f"{self.year}年{self.last_month}月"
            case "to_date":
                return f"{self.year}年1-{self.last_month}月"
            case "day":
                return f"{self.year}年{self.last_month}月{self.day}日"


def year(number: int) -> Period:
    """The whole calendar year."""
    return Period(number, 1, 12, "year")


def _half(y: int, part: int) -> Period:
    return Period(y, 6 * part - 5, 6 * part, "half")


def _quarter(y: int, part: int) -> Period:
    return Period(y, 3 * part - 2, 3 * part, "quarter")


def _month(y: int, part: int) -> Period | None:
    return Period(y, part, part, "month") if 1 <= part <= 12 else None


def _to_date(y: int, last: int) -> Period | None:
    return Period(y, 1, last, "to_date") if 2 <= last <= 12 else _month(y, last)


def _day(y: int, month: int, day: int) -> Period | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(y, month)[1]:
        return None
    return Period(y, month, month, "day", day)


_DIGITS: Final = str.maketrans("一二三四", "1234")
_YEAR: Final = r"((?:19|20|21)\d\d)"
_OF_YEAR: Final = _YEAR + r"年?度?"
_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[..., Period | None]], ...]] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (_OF_YEAR, year),
        (_YEAR + "年(?:末|底)", year),
        (_OF_YEAR + r"第?([1-4])季度?", _quarter),
        (_OF_YEAR + r"[-/]?Q([1-4])", _quarter),
        (_OF_YEAR + r"[-/]?H([12])", _half),
        (_OF_YEAR + "上半年", lambda y: _half(y, 1)),
        (_OF_YEAR + "下半年", lambda y: _half(y, 2)),
        (_OF_YEAR + "前([23])季度", lambda y, n: _to_date(y, 3 * n)),
        (_OF_YEAR + r"(?:0?1)(?:月)?[-~至到](\d{1,2})月(?:累计)?", _to_date),
        (_OF_YEAR + r"-01/(\d\d)", _to_date),
        (_OF_YEAR + r"(\d{1,2})月份?", _month),
        (_YEAR + r"[-/.](\d{1,2})", _month),
        (_OF_YEAR + r"(\d{1,2})月(\d{1,2})日", _day),
        (_YEAR + r"-(\d{1,2})-(\d{1,2})", _day),
        (_YEAR + r"/(\d{1,2})/(\d{1,2})", _day),
        (_YEAR + r"\.(\d{1,2})\.(\d{1,2})", _day),
    )
)


def parse_period(text: str) -> Period | None:
    """The period so written, or None: 2018, 2018年上半年, 2018Q3, 2018年6月, 2018-06-30, 2018年1-9月, 前三季度."""
    if any(unicodedata.category(sign) == "No" for sign in text):  # a footnote mark, ① or ², would become a digit
        return None
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\s+", "", plain).translate(_DIGITS).upper()
    plain = plain.replace("—", "-").replace("–", "-")
    for pattern, make in _FORMS:
        match = pattern.fullmatch(plain)
        if match is not None:
            return make(*map(int, match.groups()))
    return None
