"""Why something changed: each cause in one phrase, with both values and where they came from."""

from collections.abc import Iterator
from typing import Final

from hlwplan.assess.changes import Cause, Change, Turn
from hlwplan.assess.gap import Gap
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, MeanWeightedBy
from hlwplan.quantity import plain
from hlwplan.report.words import OPERATOR, STATUS, partial_text, target_text, value_unit

_TURN: Final[dict[Turn, str]] = {"tighter": "收紧", "looser": "放宽", "other": "改变"}
_FIELD: Final = {
    "path": "路径", "kind": "类型", "baseline": "基期", "bounds": "取值范围", "milestones": "年度目标",
    "unit": "计量单位", "series": "序列", "across": "区县汇总",
}  # fmt: skip
_VALUE: Final = {
    "auto": "自动", "linear": "线性", "geometric": "几何",
    "amount": "总量", "count": "数量", "rate": "比率", "index": "指数", "speed": "带宽", "growth": "增速",
    "flow": "流量", "level": "存量", "cumulative": "累计",
    "sum": "相加", "none": "不汇总",
}  # fmt: skip
_ROWS: Final = 2
"""How many origins of one value people are shown; machines get all."""


def because(change: Change, cause: Cause) -> str:
    """The cause, and where another one stands beside it or nothing came of it, the status that it alone would give."""
    said = _cause(change, cause)
    before = change.before
    telling = len(change.causes) > 1 if change.flip else before is not None and cause.alone != before.status
    return f"{said} 单独看：{STATUS[cause.alone]}" if telling else said


def joint(change: Change) -> Iterator[str]:
    """That only several causes together made the status what it is; nothing where one alone would have."""
    if change.together and len(change.causes) > 1:
        yield f"以上合在一起才为“{STATUS[change.gap.status]}”"


def _cause(change: Change, cause: Cause) -> str:
    # A space before the origins, so that a narrow column breaks there and not inside them.
    was, now = change.before or change.gap, change.after or change.gap
    match cause.kind:
        case "new":
            return f"新数：{_seen(cause.new, now)}{_partly(cause.new)} （{_rows(cause.new)}）"
        case "revised":
            old, new = _value(cause.old, was), _value(cause.new, now)
            return f"修订：{_period(cause.new)}{old}→{new} （{_rows(cause.old)}→{_rows(cause.new)}）"
        case "withdrawn":
            still = f"，现{partial_text(cause.new).removeprefix(_period(cause.new))}" if cause.new else ""
            return f"不再采用：{_seen(cause.old, was)}{still} （{_rows(cause.old)}）"
        case "target":
            return f"目标：{_promise(was, now)}→{_promise(now, was)}（{_TURN[cause.turn or 'other']}）"
        case "method":
            return "，".join(_setting(field, was.indicator, now.indicator) for field in cause.fields) + _made(cause)
        case "time":
            due = now.target.by if now.target else ""
            return f"时间：{due}年目标期满"


def _period(observation: Observation | None) -> str:
    return observation.period.chinese if observation else ""


def _value(observation: Observation | None, side: Gap) -> str:
    value = observation.value if observation else None
    return "—" if value is None else f"{plain(value)}{value_unit(side.indicator)}"


def _seen(observation: Observation | None, side: Gap) -> str:
    """A period and its value: 2018年为350亿元."""
    if observation is not None and observation.value is None:
        return partial_text(observation)
    return f"{_period(observation)}为{_value(observation, side)}"


def _partly(observation: Observation | None) -> str:
    """What keeps a value out of the yearly judgement, or what it was made of."""
    if observation is None or observation.value is None:
        return ""
    if observation.rule == "part":
        return "，年度未满不计"
    return f"，{observation.covered}/{observation.parts}区县汇总" if observation.rule == "districts" else ""


def _rows(observation: Observation | None) -> str:
    """The rows behind a value, `<original>#<line>`."""
    origins = observation.origins if observation else ()
    more = f" 等{len(origins)}行" if len(origins) > _ROWS else ""
    return " ".join(origins[:_ROWS]) + more if origins else "出处不详"


def _promise(side: Gap, other: Gap) -> str:
    """A target, with its year where the other one is of another."""
    if side.target is None:
        return "无"
    text = target_text(side.indicator, side.target)
    moved = other.target is None or other.target.by != side.target.by
    return f"{side.target.by}年{text}" if moved else text


def _setting(field: str, old: Indicator, new: Indicator) -> str:
    return f"{_FIELD[field]}：{_told(field, old)}→{_told(field, new)}"


def _told(field: str, indicator: Indicator) -> str:
    """A field's value in words."""
    unit = value_unit(indicator)
    match field:
        case "unit":
            return indicator.unit
        case "baseline":
            base = indicator.baseline
            if base is None:
                return "无"
            value = "" if base.value is None else f"{plain(base.value)}{unit}"
            return base.period.chinese + value + ("（假定）" if base.assumed else "")
        case "bounds":
            return "未定" if indicator.bounds is None else "–".join(map(plain, indicator.bounds)) + unit
        case "milestones":
            said = [f"{it.by}年{OPERATOR['at_most' if it.at_least is None else 'at_least']}{plain(it.value)}{unit}"
                    for it in indicator.milestones]  # fmt: skip
            return "、".join(said) or "无"
        case "across" if isinstance(indicator.across, MeanWeightedBy):
            return f"按{indicator.across.mean_weighted_by}加权平均"
        case _:
            return _VALUE[getattr(indicator, field)]


def _made(cause: Cause) -> str:
    """That observations changed because they are made in another way."""
    return "，采用数随之改变" if {"series", "across"} & {*cause.fields} else ""
