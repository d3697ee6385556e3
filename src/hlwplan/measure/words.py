"""Words: what headers and labels say by the names of one plan; nothing looser is taken for a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hlwplan.measure.labels import (
    Basis,
    Label,
    field_named,
    informs,
    is_part,
    is_total,
    one_line,
    read_label,
    without_unit,
)
from hlwplan.period import parse_period
from hlwplan.plan.model import Plan
from hlwplan.plan.names import listed
from hlwplan.quantity import find_unit

_NEUTRAL: Final = frozenset({"绝对数", "绝对值", "绝对量", "实际", "实际数", "实际值", "完成数", "完成值", "实绩"})
"""Lower headers that say nothing but that a value stands below."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a header says; empty text is not said.  One that names a `field` says nothing else but a unit.

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


@dataclass(slots=True)
class _Heard:
    """What the levels of a header say one after the other; what contradicts an earlier one is rest."""

    period: str = ""
    part: str = ""
    basis: Basis | None = None
    unit: str = ""
    rest: list[str] = field(default_factory=list)

    def hear(self, text: str) -> None:
        """Take in one level."""
        label = read_label(text)
        lone = find_unit(label.name) if self.rest and not label.unit and label.name else None
        unit, name = (label.name, "") if lone is not None else (label.unit, label.name)
        said_twice = (unit and self.unit not in {"", unit}) or (label.basis and self.basis not in {None, label.basis})
        if said_twice or not self._takes(name):
            self.rest.append(text)
        self.unit, self.basis = self.unit or unit, self.basis or label.basis

    def _takes(self, name: str) -> bool:
        """Take in a time, or nothing; False for what is neither, or is said a second time."""
        read = parse_period(name)
        if read is not None:
            before = parse_period(self.period)
            fits = before is None or (before.kind == "year" and before.contains(read))
            self.period = name if fits else self.period
            return fits
        if is_part(name):
            fits, self.part = not self.part, self.part or name
            return fits
        return not name or name in _NEUTRAL or field_named(name) == "value"


def _with_year(period: str, part: str) -> tuple[str, str]:
    """A year above a part of it is one period (2019年, 一季度); a longer or shorter one above it stays unreadable."""
    year = parse_period(period)
    if year is None or not part:
        return period, part
    return (f"{year.year}年{part}" if year.kind == "year" else f"{period}|{part}"), ""


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
        with_basis = whole if not label.unit else without_unit(whole)
        if label.basis and self.measured.get(with_basis) is not None:
            return Label(with_basis, label.unit)
        return label if label.name and self.measured.get(label.name) is not None else None

    def says(self, levels: Sequence[str]) -> Said:
        """What a header says whose cells stand above each other, uppermost first."""
        texts = [text for text in dict.fromkeys(map(one_line, levels)) if text]
        if len(texts) == 1 and (field := _field(texts[0])):
            return field
        heard = _Heard()
        for text in texts:
            heard.hear(text)
        period, part = _with_year(heard.period, heard.part)
        about = Said(period=period, part=part, basis=heard.basis, unit=heard.unit)
        if not heard.rest:
            return about
        found = self._named(heard.rest)
        if found is None:
            return Said(basis=heard.basis, unit=heard.unit, rest="|".join(texts))
        return replace(found, period=period, part=part, basis=heard.basis or found.basis, unit=heard.unit or found.unit)

    def _named(self, texts: Sequence[str]) -> Said | None:
        """The indicator, the region or both that the levels of a header name together; None where they name neither."""
        for name in dict.fromkeys(("".join(texts), "_".join(texts), "-".join(texts))):
            label = self.indicator(name)
            if label is not None:
                return Said(indicator=label.name, basis=label.basis, unit=label.unit)
        regions = [text for text in texts if self.regions.get(read_label(text).name) is not None]
        if len(regions) != 1:
            return None
        others = [text for text in texts if text not in regions]
        found = self._named(others) if others else Said()
        return found and replace(found, region=read_label(regions[0]).name)

    def dimensions(self, text: str) -> set[str]:
        """Which of indicator, region and period a row's label could name."""
        found = set()
        if self.indicator(text) is not None:
            found.add("indicator")
        if self.regions.get(text) is not None or is_total(text):
            found.add("region")
        if parse_period(text) is not None or is_part(text):
            found.add("period")
        return found


def _field(text: str) -> Said | None:
    """A header that names a canonical field, `数值（万元）` with its unit; None where it names none."""
    if informs(text):
        return Said(field="ignored")
    label = read_label(text)
    found = field_named(text) or (field_named(label.name) if label.basis is None else None)
    return Said(field=found, unit=label.unit) if found else None
