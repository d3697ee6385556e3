"""Labels: what a header cell, a row's label or a line above the table says.

A label may carry more than a name: a unit of measure in brackets, whether a value is of the period alone (当季值) or
has run up since January (累计值), a year, a part of a year.  Names are those of the plan; nothing looser is taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from hlwplan.period import parse_period
from hlwplan.plan.model import Plan
from hlwplan.plan.names import Names, listed
from hlwplan.quantity import find_unit

Basis = Literal["period", "to_date"]
"""Whether a value is of its period alone, or has run up since January."""

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicator": ("indicator", "指标", "指标名称"),
    "region": ("region", "地区", "区域", "城市", "区县", "县区", "市县", "行政区划", "地区名称"),
    "period": ("period", "时间", "年份", "统计期", "年度", "时期"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位", "计量单位"),
    "status": ("status", "状态"),
    "published": ("published", "发布日期"),
    "source": ("source", "来源", "数据来源", "资料来源"),
    "note": ("note", "备注"),
}
LAST_KNOWN: Final = "上期数"
IGNORED: Final = (LAST_KNOWN, "last known", "原因", "reason", "原文件行", "line")
"""Columns that our own files carry for whoever fills them in; nothing is read from them."""

TOTALS: Final = frozenset({"合计", "总计", "全市", "全市合计", "全省", "全省合计", "小计"})
"""Labels of rows that add up others."""

_BRACKET: Final = re.compile(r"[(（\[［]\s*(?:单位\s*[:：]?\s*)?([^()（）\[\]［］]*?)\s*(?:[)）\]］]|$)")
_BASIS: Final[Mapping[str, Basis]] = {
    "当季值": "period", "当月值": "period", "当期值": "period", "本期值": "period", "本期": "period", "本季": "period",
    "本月": "period", "累计值": "to_date", "本年累计": "to_date", "年初累计": "to_date", "累计": "to_date",
}  # fmt: skip
_ENDS_IN_BASIS: Final = re.compile(rf"[_\-\s]*({'|'.join(sorted(_BASIS, key=len, reverse=True))})$")
_PAIR: Final = re.compile(r"([^:：]{1,8})[:：]\s*(.*)", re.DOTALL)
_PART: Final = re.compile(r"[月季半HhQq]")
_YEAR_IN_TITLE: Final = re.compile(
    r"(?:19|20|21)\d\d年(?:\d{1,2}(?:[-—~至到]\d{1,2})?月份?|[上下]半年|第?[一二三四1-4]季度|前[二三23]季度)?"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: the name alone, the unit of measure in brackets (or empty), the basis (None: not said)."""

    name: str
    unit: str = ""
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a header says.  At most one of `field`, `indicator`, `region` is not empty; empty text is not said.

    `part` is a part of a year whose year stands elsewhere.  `rest` is text that says nothing known.
    """

    field: str = ""
    indicator: str = ""
    region: str = ""
    period: str = ""
    part: str = ""
    basis: Basis | None = None
    unit: str = ""
    rest: str = ""

    def taken_for(self, dimension: str) -> "Said":
        """The rest, which says nothing known, read as the name of an indicator, a region or a period."""
        names = {name: self.rest if name == dimension else "" for name in ("indicator", "region", "period")}
        return Said(indicator=names["indicator"], region=names["region"], period=names["period"],
                    basis=self.basis, unit=self.unit)  # fmt: skip

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Which of indicator, region and period it names; a part of a year counts as a period."""
        names = (("indicator", self.indicator), ("region", self.region), ("period", self.period or self.part))
        return tuple(name for name, text in names if text)


def one_line(text: str) -> str:
    """A cell's text without line breaks; within Chinese they separate nothing."""
    return re.sub(r"\s*[\r\n]+\s*", "", text).strip()


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


def pair(text: str) -> tuple[str, str] | None:
    """A line above or below the table that says `key：value`, as (field, value); None where it says no known field.

    A key that is known to say nothing about values (数据库) gives an empty field.
    """
    match = _PAIR.fullmatch(one_line(text))
    if match is None:
        return None
    key = match[1].strip()
    return ("", match[2]) if key == "数据库" else (found, match[2]) if (found := _FIELDS.get(key)) else None


_FIELDS: Final = Names((written, field) for field, spellings in HEADERS.items() for written in spellings)
_INFORMING: Final = Names((written, written) for written in IGNORED)


@lru_cache(maxsize=4096)
def is_part(text: str) -> bool:
    """Whether the text is a part of a year without its year: 1月, 一季度, 上半年, 1-9月."""
    return bool(_PART.search(text)) and parse_period(text) is None and parse_period(f"2000年{text}") is not None


def periods_in(title: str) -> list[str]:
    """The periods that a title names, each once: 各市主要指标（2020年）."""
    found = (text for text in _YEAR_IN_TITLE.findall(one_line(title)) if parse_period(text) is not None)
    return list(dict.fromkeys(found))


class Words:
    """The names of one plan, and what headers and labels say by them."""

    def __init__(self, plan: Plan) -> None:
        self.measured = plan.measured()
        self.regions = listed(plan.head.regions)

    def indicator(self, text: str) -> Label | None:
        """The label of an indicator or a deliverable of the plan, or None."""
        whole = one_line(text)
        if self.measured.get(whole) is not None:
            return Label(whole)
        label = read_label(whole)
        with_basis = whole if not label.unit else _without_unit(whole)
        if label.basis and self.measured.get(with_basis) is not None:
            return Label(with_basis, label.unit)
        return label if label.name and self.measured.get(label.name) is not None else None

    def says(self, levels: Sequence[str]) -> Said:
        """What a header says whose cells stand above each other, uppermost first."""
        texts = [text for text in dict.fromkeys(map(one_line, levels)) if text]
        if len(texts) == 1 and (field := _field(texts[0])):
            return field
        period = part = unit = ""
        basis: Basis | None = None
        rest: list[str] = []
        for text in texts:
            label = read_label(text)
            unit, basis = label.unit or unit, label.basis or basis
            if parse_period(label.name) is not None:
                period = label.name
            elif is_part(label.name):
                part = label.name
            elif label.name:
                rest.append(text)
        if not rest:
            return Said(period=period, part=part, basis=basis, unit=unit)
        if len(rest) == 1 and self.regions.get(rest[0]) is not None:
            return Said(region=rest[0], period=period, part=part, basis=basis, unit=unit)
        for name in dict.fromkeys(("".join(rest), "_".join(rest), "-".join(rest))):
            label = self.indicator(name) or Label("")
            if label.name:
                return Said(indicator=label.name, period=period, part=part, basis=basis, unit=unit or label.unit)
        return Said(period=period, part=part, basis=basis, unit=unit, rest="".join(rest))

    @staticmethod
    def basis(text: str) -> Basis | None:
        """The basis that a word by itself says, or None."""
        return _BASIS.get(one_line(text))

    def dimensions(self, text: str) -> set[str]:
        """Which of indicator, region and period a row's label could name."""
        found = set()
        if self.indicator(text) is not None:
            found.add("indicator")
        if self.regions.get(text) is not None or one_line(text) in TOTALS:
            found.add("region")
        if parse_period(text) is not None or is_part(text):
            found.add("period")
        return found


def _without_unit(text: str) -> str:
    return _BRACKET.sub(lambda match: "" if find_unit(match[1]) else match[0], text).strip()


def _field(text: str) -> Said | None:
    """A header that names a canonical field, `数值（万元）` with its unit; None where it names none."""
    if _INFORMING.get(text) is not None:
        return Said(field="ignored")
    label = read_label(text)
    found = _FIELDS.get(text) or (_FIELDS.get(label.name) if label.basis is None else None)
    return Said(field=found, unit=label.unit) if found else None


def field_named(text: str) -> str | None:
    """The canonical field with this header, or None."""
    return _FIELDS.get(text)


def nearest_field(text: str) -> tuple[str, ...]:
    """Canonical headers that look like the text, best first."""
    return _FIELDS.nearest(text)
