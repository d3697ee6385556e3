"""The words of the yearly check: what was due, what was there, and why a target fails or cannot be decided."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from hlwplan.assess.check import Basis, Check, Conclusion, Need, Outcome
from hlwplan.assess.paths import TOLERANCE
from hlwplan.measure.measurement import Observation
from hlwplan.quantity import plain
from hlwplan.report.status import CUTS
from hlwplan.report.words import (
    REASON,
    REPORTED,
    STATUS,
    gap_unit,
    partial_text,
    rounded,
    target_name,
    target_text,
    telling,
    value_unit,
)
from hlwplan.table import Tone

OUTCOMES: Final[dict[Outcome, tuple[str, Tone]]] = {
    "fails": ("未达标", "bad"),
    "undecided": ("无法判断", "warn"),
    "holds": ("达标", "good"),
    "not_due": ("尚未开始", "none"),
}
CONCLUSIONS: Final[dict[Conclusion, str]] = {"holds": "达标", "fails": "未达标", "undecided": "无法判断"}

_BASES: Final[dict[Basis, str]] = {
    "target": "目标值",
    "milestone": "年度目标",
    "hold": "每年保持",
    "range": "目标区间",
    "direction": "不得背离基期",
    "status": "状态",
}
_PATHS: Final = {"linear": "线性路径", "geometric": "几何路径"}


def basis(need: Need) -> str:
    """What a value due rests on: 年度目标, 几何路径."""
    return _PATHS[need.path] if need.path is not None else _BASES[need.basis]


def sentence(it: Check) -> str:
    """One line: the target, the year, what was due, what was there, by how much it is missed, or why nobody can say."""
    name = f"{target_name(it.gap)} {it.year}年："
    if it.outcome == "not_due":
        return f"{name}基期及以前无应达值"
    if it.outcome == "undecided":
        return name + "，".join(["无法判断", *_lacking(it)])
    if it.need is not None and it.need.basis == "status":
        said = ["状态为" + STATUS[it.gap.status], *_of_status(it)]
    else:
        said = [*_due(it), *_seen(it), *_missed(it)]
    if it.outcome == "fails" and it.gap.indicator.nature == "binding":
        said.append("约束性目标须确保完成")
    return name + "，".join(said)


def due_text(it: Check) -> str | None:
    """The value that was due: ≥388.9亿元, 40–60%; None for a status, and where it is not known."""
    need, target = it.need, it.gap.target
    if need is None or target is None or need.basis == "status":
        return None
    if need.value is None:
        return target_text(it.gap.indicator, target)
    return f"{'≥' if need.sign > 0 else '≤'}{_value(it, need.value)}{value_unit(it.gap.indicator)}"


def short_text(it: Check) -> str | None:
    """By how much it is missed, with its unit of measure; None where it is not."""
    if it.short is None:
        return None
    return _value(it, it.short) + gap_unit(it.gap.indicator)


def _due(it: Check) -> Iterator[str]:
    need, target, unit = it.need, it.gap.target, value_unit(it.gap.indicator)
    if need is None or target is None:
        return
    if need.value is None:
        yield f"应在{target_text(it.gap.indicator, target)}之内"
        return
    value, base = _value(it, need.value), it.gap.base
    if need.basis == "direction" and base is not None:
        word = "不低于" if need.sign > 0 else "不高于"
        yield f"应{word}基期{base.period.chinese}的{value}{unit}（{target_text(it.gap.indicator, target)}）"
        return
    about = basis(need)
    if target.between is not None and need.basis == "path":
        about += f"，趋向{target_text(it.gap.indicator, target)}"
    yield f"应{'达' if need.sign > 0 else '不超过'}{value}{unit}（{about}）"


def _seen(it: Check) -> Iterator[str]:
    if it.seen is not None and it.seen.value is not None:
        yield f"实际{_observed(it, it.seen)}"


def _missed(it: Check) -> Iterator[str]:
    short = short_text(it)
    if short is not None:
        yield f"差{short}"


def _of_status(it: Check) -> Iterator[str]:
    gap, target = it.gap, it.gap.target
    if gap.reason is not None:
        yield REASON[gap.reason]
    if target is not None:
        yield f"目标{target_text(gap.indicator, target)}"
    if gap.latest is not None and gap.latest.value is not None:
        yield f"{gap.latest.period.chinese}{_observed(it, gap.latest)}"
    if gap.numbers.gap is not None and gap.numbers.gap > 0:
        yield f"差{plain(gap.numbers.gap)}{gap_unit(gap.indicator)}"
    if gap.numbers.ratio is not None:
        yield f"进度比{gap.numbers.ratio:.{telling(gap.numbers.ratio, CUTS)}f}"


def _lacking(it: Check) -> Iterator[str]:
    gap = it.gap
    if it.why in {"districts_missing", "weights_zero"} and gap.partial is not None:
        yield partial_text(gap.partial)
    elif it.why == "no_observation":
        yield f"无{it.year}年{'末' if gap.indicator.series != 'flow' else ''}数"
        last = gap.part or gap.latest
        if last is not None and last.value is not None:
            yield f"最近为{last.period.chinese}{_observed(it, last)}{'（年度未满）' if last is gap.part else ''}"
    elif it.why == "no_baseline":
        yield "缺基期数据" + ("" if it.need else "，推不出应达值")
        yield from _seen(it)
    else:
        yield f"状态为{STATUS[gap.status]}" + (f"（{REASON[gap.reason]}）" if gap.reason else "")


def _observed(it: Check, seen: Observation) -> str:
    """A value with its unit of measure, and how it was reported where that is not final."""
    value = "" if seen.value is None else plain(seen.value)
    mark = f"（{REPORTED[seen.status]}）" if seen.status in REPORTED else ""
    return f"{value}{value_unit(it.gap.indicator)}{mark}"


def _value(it: Check, value: Decimal | float) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    whole = abs(value - round(value)) <= TOLERANCE * abs(value)
    return f"{round(value)}" if whole else rounded(value, _digits(it))


def _digits(it: Check) -> int:
    """How many decimals a value of the path needs, one at least, so that the difference can be redone from the line."""
    value, seen = it.need.value if it.need else None, it.seen.value if it.seen else None
    apart = 0.0 if value is None or seen is None else abs(float(value) - float(seen))
    if value is None or apart <= TOLERANCE * abs(float(value)):
        return 1
    return next(
        (digits for digits in range(1, 12) if abs(round(float(value), digits) - float(value)) <= apart / 20), 12
    )
