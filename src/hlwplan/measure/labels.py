"""Labels: what a label or a line above the table says by itself, whatever the plan.

A label may carry more than a name: a unit of measure in brackets, whether a value is of the period alone (当季值) or
has run up since January (累计值), a year, a part of a year.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from hlwplan.language import spoken
from hlwplan.period import parse_period
from hlwplan.plan.names import Names
from hlwplan.quantity import find_unit

Basis = Literal["period", "to_date"]
"""Whether a value is of its period alone, or has run up since January."""

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicator": ("indicator", "指标", "指标名称"),
    "region": ("region", "地区", "区域", "城市", "区县", "县区", "市县", "行政区划", "地区名称"),
    "period": ("period", "时间", "年份", "统计期", "年度", "时期", "year"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位", "计量单位"),
    "status": ("status", "状态"),
    "published": ("published", "发布日期"),
    "source": ("source", "来源", "数据来源", "资料来源"),
    "note": ("note", "备注"),
}
"""How each field is headed, in English first and in Chinese second as our own files have it."""
LAST_KNOWN: Final = ("last known", "上期数")
REASON: Final = ("reason", "原因")
LINE: Final = ("line", "原文件行")
IGNORED: Final = (*LAST_KNOWN, *REASON, *LINE, "序号", "No.")
"""Columns that number rows, or that our own files carry for whoever fills them in; nothing is read from them."""

TOTALS: Final = frozenset({"合计", "总计", "全市", "全市合计", "全省", "全省合计", "小计"})
"""Labels of rows that add up others."""

BASES: Final[Mapping[Basis, str]] = {"period": "当季值", "to_date": "累计值"}
"""How each basis is written."""

_BRACKET: Final = re.compile(r"[(（\[［]\s*(?:单位\s*[:：]?\s*)?([^()（）\[\]［］]*?)\s*(?:[)）\]］]|$)")
_BASIS: Final[Mapping[str, Basis]] = {
    "当季值": "period", "当月值": "period", "当期值": "period", "本期值": "period", "本期": "period", "本季": "period",
    "本月": "period", "累计值": "to_date", "本年累计": "to_date", "年初累计": "to_date", "累计": "to_date",
}  # fmt: skip
_ENDS_IN_BASIS: Final = re.compile(rf"[_\-\s]*({'|'.join(sorted(_BASIS, key=len, reverse=True))})$")
_PAIR: Final = re.compile(r"([^:：]{1,8})[:：]\s*(.*)", re.DOTALL)
_PART: Final = re.compile(r"[月季半HhQq]")
_UNIT_BESIDE: Final = re.compile(r"(?:^|[\s(（])(?:计量)?单位\s*[:：]\s*([^\s()（）,，;；]+)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: the name alone, the unit of measure in brackets (or empty), the basis (None: not said)."""

    name: str
    unit: str = ""
    basis: Basis | None = None


def ours(spellings: Sequence[str]) -> str:
    """The spelling of a header, or of another word that is read, that our own files have in the language spoken."""
    return spellings[spoken() == "zh"]


def one_line(text: str) -> str:
    """A cell's text without line breaks; within Chinese they separate nothing."""
    return re.sub(r"\s*[\r\n]+\s*", "", text).strip()


def is_total(text: str) -> bool:
    """Whether a label adds up others: 合计, 合　计."""
    return re.sub(r"\s+", "", text) in TOTALS


def read_label(text: str) -> Label:
    """Take a label apart; brackets that hold no known unit of measure belong to the name."""
    name, unit = one_line(text), ""
    for match in _BRACKET.finditer(name):
        if find_unit(match[1]) is not None:
            unit = match[1]
            name = (name[: match.start()] + name[match.end() :]).strip()
            break
    ending = _ENDS_IN_BASIS.search(name)
    if ending is None:
        return Label(name, unit)
    return Label(name[: ending.start()], unit, _BASIS[ending[1]])


def without_unit(text: str) -> str:
    """A label without a unit of measure in brackets."""
    return _BRACKET.sub(lambda match: "" if find_unit(match[1]) else match[0], text).strip()


def pair(text: str) -> tuple[str, str] | None:
    """A line above or below the table that says `key：value`, as (field, value); None where it says no known field.

    A key that is known to say nothing about values (数据库) gives an empty field; brackets around it all do not matter.
    """
    line = one_line(text)
    match = _PAIR.fullmatch(line[1:-1].strip() if line[:1] in "(（[【" and line[-1:] in ")）]】" else line)
    if match is None:
        return None
    key = match[1].strip()
    return ("", match[2]) if key == "数据库" else (found, match[2]) if (found := _FIELDS.get(key)) else None


def informs(text: str) -> bool:
    """Whether a header belongs to a column that nothing is read from."""
    return _INFORMING.get(text) is not None


def unit_in(title: str) -> str:
    """The unit of measure that a title names beside other words, 某表（单位：亿元); empty text where it names none."""
    match = _UNIT_BESIDE.search(one_line(title))
    return match[1] if match else ""


_FIELDS: Final = Names((written, field) for field, spellings in HEADERS.items() for written in spellings)
_INFORMING: Final = Names((written, written) for written in IGNORED)


@lru_cache(maxsize=4096)
def is_part(text: str) -> bool:
    """Whether the text is a part of a year without its year: 1月, 一季度, 上半年, 1-9月."""
    return bool(_PART.search(text)) and parse_period(text) is None and parse_period(f"2000年{text}") is not None


def basis_named(text: str) -> Basis | None:
    """The basis that a word by itself says, or None."""
    return _BASIS.get(one_line(text))


def field_named(text: str) -> str | None:
    """The canonical field with this header, or None."""
    return _FIELDS.get(text)


def nearest_field(text: str) -> tuple[str, ...]:
    """Canonical headers that look like the text, best first."""
    return _FIELDS.nearest(text)
