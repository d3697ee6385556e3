"""Titles: the period that the titles of a table name.

A title counts only where all that it says of time is one period: 2019年1～9月 is never 2019, 2016-2020年 no year.
"""

import re
import unicodedata
from typing import Final

from hlwplan.measure.labels import one_line
from hlwplan.period import parse_period

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\u2500]")
_RUN: Final = re.compile(
    r"(?P<before>(?:\d{4}\s*年?|[\d年月])\s*[-~]\s*|(?<!截)[至到]\s*)?"
    r"(?P<text>(?:截[至止]到?\s*)?(?:19|20|21)\d\d\s*年"
    r"(?:(?!\d{4}\s*年)[\s\d年度季月份个日旬周末底前上下半第全累计一二三四五六七八九十〇至到和及与、,~-])*)"
)
_SAYS_TIME: Final = re.compile("[月季日旬周末底前半至到~-]")
"""What shows that text behind a year goes on saying when."""
_PART: Final = re.compile(r"(?:\d+\s*月?\s*[-~至到]\s*)?[\d一二三四五六七八九十]\s*(?:个?月|季)|[上下]半年|半年度")
_FILLED_IN: Final = re.compile("日期|填报|填表|制表|报送|上报|打印|导出|更新|印发|发布|查询|下载")
_ENDS: Final = " \t,、和及与至到~-"


def period_of(titles: list[str]) -> tuple[str, str]:
    """The one period that titles name, and text of theirs that makes none; both are empty where nothing is said.

    The day on which a table was filled in, printed or sent is no period of its values.
    """
    periods: dict[str, str] = {}
    unclear = ""
    for title in titles:
        plain = _DASHES.sub("-", unicodedata.normalize("NFKC", one_line(title)))
        for match in _RUN.finditer(plain):
            text = match["text"].strip(_ENDS)
            if _FILLED_IN.search(plain, 0, match.start()) or _is_day(text):
                continue
            read = parse_period(text)
            year = f"{re.split(r'年', text, maxsplit=1)[0]}年"
            if match["before"] or (read is None and _SAYS_TIME.search(text.removeprefix(year))):
                unclear = unclear or match[0].strip(_ENDS)
            else:
                periods.setdefault(str(read or parse_period(year)), text if read else year)
        rest = _RUN.sub(" ", plain)
        part = _PART.search(rest)
        if part and not _FILLED_IN.search(rest):
            unclear = unclear or part[0]
    named = [*periods.values(), *filter(None, [unclear])]
    if len(named) > 1 or (unclear and not _PART.fullmatch(unclear)):
        return "", ", ".join(named)
    return next(iter(periods.values()), ""), ""


def _is_day(text: str) -> bool:
    """Whether a text is a day of the calendar that does not say that a state is meant (截至, 末)."""
    read = parse_period(text)
    return read is not None and read.kind == "day" and text.endswith("日") and not text.startswith("截")
