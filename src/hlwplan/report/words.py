"""The words of reports: what each status and reason is called, and how a gap is said in one sentence."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from hlwplan.assess.gap import Discrepancy, Gap, Reason, Status
from hlwplan.assess.paths import TOLERANCE
from hlwplan.measure.cells import STATES
from hlwplan.measure.labels import HEADERS
from hlwplan.measure.measurement import STATUSES, Observation, State
from hlwplan.period import Period
from hlwplan.plan.model import Indicator, Plan, Target
from hlwplan.quantity import plain
from hlwplan.table import Tone

STATUS: Final[dict[Status, str]] = {
    "met": "如期完成",
    "achieved": "已达目标",
    "on_track": "达到进度要求",
    "held": "保持达标",
    "held_at_risk": "达标有隐忧",
    "needs_acceleration": "进度偏慢",
    "limited": "明显滞后",
    "unmet_improving": "未达标在改善",
    "unmet": "未达标",
    "unmet_worsening": "未达标在恶化",
    "deteriorating": "背离目标",
    "missed": "未完成",
    "pending_final": "待期末数据",
    "not_assessable": "无法评估",
}
"""`methods.md` A.3 and A.4, in the order in which summaries list them."""

TONES: Final[dict[int | None, Tone]] = {3: "good", 2: "warn", 1: "bad", None: "none"}

REASON: Final[dict[Reason, str]] = {
    "baseline_meets_target": "基期已达目标，尚无后续数据",
    "baseline_met_target": "基期已达目标，现已不达",
    "beyond_range": "已越过目标区间",
    "met_late": "逾期完成",
    "no_observation": "缺数据",
    "no_baseline": "缺基期数据",
    "no_target": "本地区无分解目标",
    "one_point": "仅一个数据点，无法判断趋势",
    "broken_earlier": "此前有年份未达标",
    "no_figure": "无量化目标，按增速判断",
    "districts_missing": "区县数据不全",
    "weights_zero": "区县权数合计为零",
    "ratio_undefined": "进度比无法计算",
}

REPORTED: Final = {status: word for word, status in STATUSES.items() if status in {"preliminary", "estimated"}}
"""How a value was reported where that is not final and it is not made up either."""

STAGE: Final = {stored: written for written, stored in STATES.items()}
"""What the stages of deliverables are called."""

EXPLAINED: Final = {
    "form": "形式",
    "layout": "版式",
    "left out": "未取",
    **{field: spellings[1] for field, spellings in HEADERS.items()},
}
"""What is explained of how a table was read."""

Nature = Literal["binding", "expected", "aspirational"]
NATURES: Final[dict[Nature | None, str]] = {
    "binding": "约束性", "expected": "预期性", "aspirational": "力争", None: "未明确",
}  # fmt: skip
"""How the plan promises; None is what its text does not say."""

UNNAMED: Final = "未明确"
"""What stands where the text names no unit."""

OPERATOR: Final = {"at_least": "≥", "at_most": "≤"}


def gap_unit(indicator: Indicator) -> str:
    """The unit of measure of a difference: percentages differ by percentage points."""
    unit = indicator.measure
    return "百分点" if unit.dimension == "share" else "" if unit.dimension == "index" else unit.symbol


def value_unit(indicator: Indicator) -> str:
    """The unit of measure behind a value; an index has none."""
    return "" if indicator.measure.dimension == "index" else indicator.measure.symbol


def rounded(value: float | Decimal, digits: int = 1) -> str:
    """A number for people, at most `digits` decimals; smaller ones keep two figures, so that nothing reads as zero."""
    if value and abs(value) < 0.5 * 10**-digits:
        return f"{value:.2g}"
    return f"{value:.{digits}f}"


def telling(value: float, cuts: Sequence[float]) -> int:
    """How many decimals a number needs, two at least, so that it is printed on its own side of every cut-off."""
    side = [value >= cut for cut in cuts]
    return next((digits for digits in range(2, 12) if [round(value, digits) >= cut for cut in cuts] == side), 12)


def target_name(gap: Gap) -> str:
    """The indicator's name, with the target year where it has several targets."""
    if gap.target is None or len(gap.indicator.target) == 1:
        return gap.indicator.name
    return f"{gap.indicator.name} ({gap.target.by})"  # a space, so that a narrow column breaks there


def target_text(indicator: Indicator, target: Target) -> str:
    """The promise: ≥650亿元, 40–60%, 每年≥95%."""
    unit = value_unit(indicator)
    if target.direction is not None:
        return "逐年上升" if target.direction == "up" else "逐年下降"
    if target.between is not None:
        low, high = map(plain, target.between)
        return f"{low}–{high}{unit}"
    hold = "每年" if target.hold is not None else ""
    return f"{hold}{OPERATOR[target.sense or 'at_least']}{plain(target.values[0])}{unit}"


def state_text(state: State) -> str:
    """A deliverable's state as it was reported: 推进中, 60%."""
    return STAGE[state.stage] if state.share is None else f"{plain(state.share)}%"


def remarks(gap: Gap) -> list[str]:
    """What must be said beside the verdict, the reason first; empty where the numbers say it all."""
    said = [REASON[gap.reason]] if gap.reason and gap.reason != "no_observation" else []
    said += _about_verdict(gap)
    said += [it for it in about_forecast(gap) if it not in said]
    said += [other] if (other := other_readings(gap)) else []
    said += about_sources(gap)
    return said


def other_readings(gap: Gap) -> str | None:
    """The verdicts of the readings that differ from the gap's own, in one remark; None where none does."""
    linear, geometric, required = gap.readings.linear, gap.readings.geometric, gap.readings.required
    by_status: dict[Status, list[str]] = {}
    for name, reading in (("线性路径", linear), ("几何路径", geometric), ("按剩余年均需", required)):
        if reading.status is not None and reading.status != gap.status:
            by_status.setdefault(reading.status, []).append(name)
    return "，".join(f"{'、'.join(names)}为{STATUS[status]}" for status, names in by_status.items()) or None


def _about_verdict(gap: Gap) -> list[str]:
    said, numbers, unit = [], gap.numbers, gap_unit(gap.indicator)
    binding = "须确保完成" if gap.indicator.nature == "binding" else ""
    if gap.status == "missed" and numbers.gap is not None:
        said.append(f"差{plain(abs(numbers.gap))}{unit}")
    slow = numbers.ratio is not None and numbers.ratio < 1 - TOLERANCE
    if gap.status == "on_track" and slow and numbers.shortfall is not None:
        said.append(f"基本达到，按现速约差{rounded(numbers.shortfall)}{unit}")
    if gap.status in {"achieved", "met"} and gap.first_met is not None:
        turn = (
            "" if numbers.trend is None else {1: "，最近上升", 0: "，最近持平", -1: "，最近下降"}[_sign(numbers.trend)]
        )
        said.append(f"{gap.first_met.chinese}首次达到{turn}")
    if numbers.capped:
        said.append(_near_limit(gap))
    if binding and gap.status not in {"met", "achieved", "on_track"}:
        said.append(binding)
    return said


def _near_limit(gap: Gap) -> str:
    falling = gap.numbers.aim is not None and gap.target is not None and gap.target.sense == "at_most"
    return f"接近{'下' if falling else '上'}限，外推偏乐观"


def about_forecast(gap: Gap) -> list[str]:
    """What must be said of the forecast, whatever the method; empty where there is none."""
    if gap.forecast is None:
        return []
    said = [_near_limit(gap)] if gap.forecast.capped else []
    return [*said, f"预测低置信({gap.forecast.points}个点)"] if gap.forecast.low_confidence else said


def about_sources(gap: Gap) -> list[str]:
    """What must be said of where the values come from, whatever the method."""
    said = []
    if gap.base is not None and gap.base.assumed:
        said.append("基期值为假定")
    seen = {"基期值": gap.base and gap.base.observation, "最新值": gap.latest}
    said += [f"{what}为{REPORTED[it.status]}数" for what, it in seen.items() if it and it.status in REPORTED]
    if gap.fallback and gap.numbers.ratio is not None:
        said.append("含零或异号，改用线性路径")
    if gap.latest is not None and gap.latest.rule == "districts":
        said.append(f"由{gap.latest.covered}/{gap.latest.parts}区县汇总")
    if gap.latest is not None and gap.latest.revised:
        said.append(f"已修订{gap.latest.revised}次")
    if gap.discrepancy is not None:
        said.append(_discrepancy(gap.indicator, gap.discrepancy))
    if gap.partial is not None:
        said.append(partial_text(gap.partial))
    if gap.part is not None and gap.part.value is not None:
        value = f"{plain(gap.part.value)}{value_unit(gap.indicator)}"
        said.append(f"{gap.part.period.chinese}{value}{_within(gap)}，年度未满不计")
    if gap.later is not None and gap.later.value is not None and gap.status != "met":
        said.append(f"{gap.later.period.chinese}为{plain(gap.later.value)}{value_unit(gap.indicator)}")
    return said


def partial_text(seen: Observation) -> str:
    """Why districts make no value: 2018年仅1/2区县有数."""
    if seen.covered == seen.parts:
        return f"{seen.period.chinese}区县权数合计为零，无法加权平均"
    return f"{seen.period.chinese}仅{seen.covered}/{seen.parts}区县有数"


def _within(gap: Gap) -> str:
    """How far the unfinished year has come, in brackets; empty where nothing is to be said of it."""
    it = gap.within
    if it is None:
        return ""
    said = [f"序时进度{_percent(it.elapsed)}"]
    if it.share is not None:
        ceiling = gap.target is not None and gap.target.sense == "at_most"
        due = plain(it.due) if isinstance(it.due, Decimal) else _short(it.due or 0)
        said.append(f"达年度{'上限' if ceiling else '目标'}{due}{value_unit(gap.indicator)}的{_percent(it.share)}")
    if it.projected is not None:
        said.append(f"按上年进度全年约{_short(it.projected)}{value_unit(gap.indicator)}")
    return f"（{'，'.join(said)}）"


def _percent(share: float | Fraction) -> str:
    return f"{_short(100 * float(share))}%"


def _short(value: float) -> str:
    return rounded(value).removesuffix(".0")


def _discrepancy(indicator: Indicator, found: Discrepancy) -> str:
    """区县合计345亿元，与上报350亿元相差5亿元，以上报数为准."""
    unit, added = value_unit(indicator), indicator.across == "sum"
    summed, apart = found.summed, abs(found.difference)
    made = f"区县合计{plain(summed)}{unit}" if added else f"区县加权平均{rounded(summed, 2)}{unit}"
    differ = plain(apart) if added else rounded(apart, 2)
    return f"{made}，与上报{plain(found.reported)}{unit}相差{differ}{gap_unit(indicator)}，以上报数为准"


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def verdict(gap: Gap) -> str:
    """The verdict in one sentence: 未完成：差0.2百分点."""
    said = "；".join(remarks(gap))
    return f"{STATUS[gap.status]}：{said}" if said else STATUS[gap.status]


def period_text(period: Period | None) -> str | None:
    """A period for people, or None."""
    return None if period is None else period.chinese


def cited(plan: Plan) -> dict[str, object]:
    """What every JSON document says of the plan that it is about."""
    document = plan.head.document
    return {"id": plan.head.id, "title": plan.head.title, "document": document.number, "in_force": document.in_force}
