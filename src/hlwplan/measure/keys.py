"""Compound keys: labels such as 绍兴市_地区生产总值(亿元)_本期值, split by a rule that the user names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hlwplan.language import Wording

_PARTS: Final[Mapping[str, str]] = {
    "indicator": "indicator", "指标": "indicator", "region": "region", "地区": "region", "period": "period",
    "时间": "period", "unit": "unit", "单位": "unit", "basis": "basis", "口径": "basis",
}  # fmt: skip
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class KeyRule:
    """A rule such as `{地区}_{指标}_{口径}`: placeholders for fields, everything else as it stands.

    The indicator may hold what stands between two placeholders; every other part ends where that begins.
    """

    rule: str
    pattern: re.Pattern[str]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the rule takes from a key."""
        return tuple(self.pattern.groupindex)

    def split(self, key: str) -> dict[str, str] | None:
        """The parts of a key by field, or None where it does not have the rule's form."""
        match = self.pattern.fullmatch(key.strip())
        return {name: text.strip() for name, text in match.groupdict().items()} if match else None


def key_rule(rule: str) -> KeyRule | str:
    """The rule, or why it is none."""
    pattern, at = "", 0
    fields: list[str] = []
    for match in _PLACEHOLDER.finditer(rule):
        name = _PARTS.get(match[1].strip())
        if name is None:
            return Wording("{match} is none of {{地区}} {{指标}} {{时间}} {{单位}} {{口径}}", match=match[0])
        if name in fields:
            return Wording("{match} stands twice", match=match[0])
        if fields and not rule[at : match.start()]:
            return Wording("nothing separates {match} from what stands before it", match=match[0])
        greedy = "" if name == "indicator" else "?"
        pattern += re.escape(rule[at : match.start()]) + f"(?P<{name}>.+{greedy})"
        fields.append(name)
        at = match.end()
    if "indicator" not in fields and "region" not in fields:
        return Wording("it names neither {指标} nor {地区}")
    return KeyRule(rule, re.compile(pattern + re.escape(rule[at:]), re.DOTALL))
