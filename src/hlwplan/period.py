"""Periods: what a value is about.  Years, halves, quarters, months, days and the year to date.

A value that has run up since January (1-9月) is a kind of its own: 1-12月 is the year, 1-9月 never is.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final, Literal

from hlwplan.language import Wording

Kind = Literal["year", "half", "quarter", "month", "to_date", "day"]

_NAMES: Final = {
    (1, 6, "half"): "上半年",
    (7, 12, "half"): "下半年",
    (1, 3, "quarter"): "一季度",
    (4, 6, "quarter"): "二季度",
    (7, 9, "quarter"): "三季度",
    (10, 12, "quarter"): "四季度",
}
_MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
        months = 12 * (self.year - 1) + self.last_month
        if self.kind != "day":
            return Fraction(months, 12)
        days = calendar.monthrange(self.year, self.last_month)[1]
        return Fraction((months - 1) * days + self.day, 12 * days)

    @property
    def first_day(self) -> date:
        """The day on which the period begins."""
        return date(self.year, self.first_month, self.day or 1)

    @property
    def last_day(self) -> date:
        """The day on which the period ends."""
        return date(self.year, self.last_month, self.day or calendar.monthrange(self.year, self.last_month)[1])

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

    @property
    def english(self) -> str:
        """The period for English readers: 2018, H1 2018, Q3 2018, Jun 2018, Jan-Sep 2018, 30 Jun 2018."""
        first, last = _MONTH_NAMES[self.first_month - 1], _MONTH_NAMES[self.last_month - 1]
        match self.kind:
            case "year":
                return f"{self.year}"
            case "half":
                return f"H{self.last_month // 6} {self.year}"
            case "quarter":
                return f"Q{self.last_month // 3} {self.year}"
            case "month":
                return f"{last} {self.year}"
            case "to_date":
                return f"{first}-{last} {self.year}"
            case "day":
                return f"{self.day} {last} {self.year}"


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


def _end(period: Period | None) -> Period | None:
    """The state on the period's last day."""
    return _day(period.year, period.last_month, period.last_day.day) if period else None


_MONTHS: Final = {(3 * n - 2, 3 * n): _quarter(1, n) for n in range(2, 5)} | {(7, 12): _half(1, 2)}


def _months(y: int, first: int, last: int) -> Period | None:
    """Months from January are the year to date; others only where they are just a quarter or the second half."""
    whole = _MONTHS.get((first, last))
    return _to_date(y, last) if first == 1 else whole and replace(whole, year=y)


_YEAR: Final = r"((?:19|20|21)\d\d)"
_OF_YEAR: Final = _YEAR + r"年?度?"
_TO: Final = "[-~至到]"
_FORMS: Final[tuple[tuple[str, Callable[..., Period | None]], ...]] = (
    (_OF_YEAR + "(?:全年)?", year),
    (_YEAR + "年年?(?:末|底)", year),
    (_OF_YEAR + r"第?([1-4])季度?(?:当季)?", _quarter),
    (_OF_YEAR + r"[-/]?Q([1-4])", _quarter),
    (_OF_YEAR + r"[-/]?H([12])", _half),
    (_OF_YEAR + "上半年", lambda y: _half(y, 1)),
    (_OF_YEAR + "下半年", lambda y: _half(y, 2)),
    (_OF_YEAR + "前([23])季度(?:累计)?", lambda y, n: _to_date(y, 3 * n)),
    (_OF_YEAR + f"第?1{_TO}第?([234])季度(?:累计)?", lambda y, n: _to_date(y, 3 * n)),
    (_OF_YEAR + rf"(\d{{1,2}})月?{_TO}(\d{{1,2}})月份?(?:累计)?", _months),
    (_OF_YEAR + r"(\d{1,2})月份?累计", _to_date),
    (_OF_YEAR + r"-01/(\d\d)", _to_date),
    (_OF_YEAR + r"[-/.]?(\d{1,2})月份?(?:当月)?", _month),
    (_YEAR + r"[-/](\d{1,2})", _month),
    (_YEAR + r"\.(?!1$)(\d{1,2})", _month),  # 2018.1 is what a spreadsheet leaves of 2018.10
    (_OF_YEAR + r"(\d{1,2})月(\d{1,2})日", _day),
    (_YEAR + r"-(\d{1,2})-(\d{1,2})", _day),
    (_YEAR + r"/(\d{1,2})/(\d{1,2})", _day),
    (_YEAR + r"\.(\d{1,2})\.(\d{1,2})", _day),
    # A state at the end of a month is no value of the month: 截至6月底 may have run up since January, or for years.
    (_OF_YEAR + r"(\d{1,2})月(?:末|底)", lambda y, n: _end(_month(y, n))),
    (_OF_YEAR + "第?([1-4])季度?(?:末|底)", lambda y, n: _end(_quarter(y, n))),
    (f"截[至止]{_YEAR}年年?(?:末|底)", lambda y: _end(year(y))),
    (rf"截[至止]{_YEAR}年(\d{{1,2}})月(?:末|底)?", lambda y, n: _end(_month(y, n))),
    (rf"截[至止]{_YEAR}年(\d{{1,2}})月(\d{{1,2}})日", _day),
)
_ONES: Final = "一二三四五六七八九"
_NUMERALS: Final = f"〇○零{_ONES}"
_DIGITS: Final = str.maketrans(_NUMERALS, "000123456789")
# Each numeral alone: 一二月 is two months, not the twelfth.
_NUMERAL: Final = (
    rf"(?<![{_NUMERALS}十])(?:[{_NUMERALS}]{{4}}(?=年|$)|[一二三]?十[{_ONES}]?|[{_ONES}])(?![{_NUMERALS}十])"
)
_UNSAFE: Final = re.compile(rf"\d\s+\d|\d[{_NUMERALS}十]|[{_NUMERALS}十]\d")  # 1 2月 may be one month, or two
_MIDNIGHT: Final = re.compile(r"(\d[-/.]\d{1,2}[-/.]\d{1,2}|日)(?:T|\s+)0?0:00(?::00(?:\.0+)?)?$")


def parse_period(text: str) -> Period | None:
    """The period so written, or None: 2018, 2018年上半年, 2018Q3, 2018年6月, 2018-06-30, 2018年1-9月, 前三季度.

    4-6月 is the second quarter.  The end of a month, and what is 截至 a month, is the state of its last day.
    """
    plain = _plain(text)
    for pattern, make in _FORMS if plain else ():
        match = _compiled(pattern).fullmatch(plain)
        if match is not None:
            return make(*map(int, match.groups()))
    return None


def _plain(text: str) -> str:
    """The text with Arabic numerals, one sign for every dash and no spaces; empty where they cannot be had safely."""
    if any(unicodedata.category(sign) == "No" for sign in text):  # a footnote mark, ① or ², would become a digit
        return ""
    plain = _MIDNIGHT.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    plain = re.sub(rf"^(\d{{4}})(?:\s+(?=\d)|\s*(?=[{_NUMERALS}十]))", r"\1年", plain)
    if _UNSAFE.search(plain):
        return ""
    plain = re.sub(r"\s+", "", plain).upper()
    if plain.isascii():
        return plain
    return re.sub("[\u2010-\u2015\u2212\u2500]", "-", re.sub(_NUMERAL, _arabic, plain))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # When it is first asked for: most plans and files use one or two of the forms.
    return re.compile(pattern, re.ASCII)


def _arabic(match: re.Match[str]) -> str:
    """二〇一八 is 2018, 十 is 10, 三十一 is 31."""
    tens, ten, ones = match[0].translate(_DIGITS).rpartition("十")
    return f"{tens or 1}{ones or 0}" if ten else ones


_REFUSED: Final = (
    (
        rf"前?第?[1-4]?{_TO}?第?[1-4]季度?|[上下]半年|全年|Q[1-4]|H[12]|\d{{1,2}}月?{_TO}?\d{{0,2}}月份?(?:\d+日|末|底|累计)?",
        Wording("it names no year"),
        Wording("2018年三季度 or 2018年6月"),
    ),
    (r"'?\d\d年?(?:度|[末底]|第?[1-4]季度|\d{1,2}月份?|[上下]半年)?", Wording("its year has two digits"), "2018年"),
    (
        rf"{_YEAR}年?{_TO}{_YEAR}年?",
        Wording("it spans several years"),
        Wording("one year in each row, such as 2018"),
    ),
    (rf"{_YEAR}\.1", Wording("it may be January, or October without its zero"), Wording("2018-01 or 2018-10")),
    (rf"{_YEAR}\d\d(?:\d\d)?", Wording("digits alone may be any number"), Wording("2018-06 or 2018-06-30")),
    (
        rf"{_OF_YEAR}\d{{1,2}}月?{_TO}\d{{1,2}}月份?",
        Wording("its months make no quarter, half or year to date"),
        Wording("2018年1-9月, or one row for each month"),
    ),
    (
        rf"截[至止]{_YEAR}年?",
        Wording("it does not say which day of the year"),
        Wording("2018年末 or 截至2018年6月30日"),
    ),
)


def why_no_period(text: str) -> tuple[str, str] | None:
    """Why a text that looks like a period is none, and what to write; None where it looks like no period at all."""
    plain = _plain(text)
    return next(((why, instead) for pattern, why, instead in _REFUSED if _compiled(pattern).fullmatch(plain)), None)
