"""One target in all its parts: clause, chart, formulas with their numbers, forecast, districts, verdicts, rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hlwplan.assess.gap import METHOD, Gap
from hlwplan.assess.paths import Scale
from hlwplan.assess.verdict import ACCELERATE, ON_TRACK
from hlwplan.plan.fields import Source
from hlwplan.plan.model import Plan
from hlwplan.quantity import plain
from hlwplan.report import chart, evidence, others, outlook, parting, points
from hlwplan.report.points import Point
from hlwplan.report.status import SYNTHETIC, Asked, title
from hlwplan.report.words import (
    REASON,
    STATUS,
    TONES,
    about_forecast,
    period_text,
    remarks,
    target_name,
    target_text,
    value_unit,
)
from hlwplan.report.worked import exactly
from hlwplan.report.working import Evidence, Worked, givens, work
from hlwplan.table import Amount, Block, Fact, Page, Part, Word

NATURE: Final = {"binding": "约束性", "expected": "预期性", "aspirational": "力争", None: "未明确"}
STATED: Final = {"explicit": "原文写明年份", "horizon": "原文未写年份，按规划期末"}
SERIES: Final = {"flow": "流量，全年累加", "level": "存量，取年内最新", "cumulative": "累计，取年内最新"}
PATHS: Final[dict[Scale, str]] = {"linear": "线性，每年等量", "geometric": "几何，每年等比"}
READ_AS: Final = (
    "= 精确，≈ 已四舍五入；^ 为乘方，ln 为自然对数，exp 为其反函数，sqrt 为开方；三角函数按弧度；"
    "代入所印各数即得所印结果"
)


def page(plan: Plan, it: Evidence, asked: Asked, meta: Mapping[str, object], width: int) -> Page:
    """The page of one target; `width` is how many columns its chart may take."""
    found = points.points(it.gap, it.own, own_region=it.gap.region == plan.region)
    worked = work(it, found)
    blocks = (
        Block("clause", "条款", tuple(_clause(plan, it))),
        Block("verdict", "结论", tuple(_verdict(it.gap, worked))),
        Block("path", "路径与实际", tuple(_path(it, found, worked, width))),
        Block("formulas", "算式", tuple(_formulas(it.gap, worked))),
        Block("within", "未满年度（不计入结论）", tuple(_within(it.gap, worked))),
        Block("forecast", "预测", tuple(_forecast(it.gap, asked, worked))),
        Block("districts", "区县", tuple(_districts(it, worked))),
        Block("readings", "其他读法与方法", (others.table(it.gap, it.rated), *_of(worked, "readings"))),
        Block("rows", "填报数", tuple(_rows(plan, it, asked, worked))),
    )
    banner = (SYNTHETIC,) if it.gap.synthetic else ()
    name = f"{target_name(it.gap)}（{it.gap.id}）"
    return Page(f"{title(plan, asked)} {name}", tuple(block for block in blocks if block.parts), banner, meta)


def _of(worked: Worked, block: str) -> tuple[Part, ...]:
    return tuple(worked.get(block, {}).values())


def _clause(plan: Plan, it: Evidence) -> Iterator[Part]:
    gap, indicator, document = it.gap, it.gap.indicator, plan.head.document
    task, source = plan.task(indicator.task), indicator.source
    number = f"{task.no} " if task.no is not None else ""
    yield Fact("document", "文件", " ".join(part for part in (document.number, plan.head.title) if part))
    if document.in_force is False:
        yield Fact("in_force", "效力", document.in_force_quote or "已停止执行")
    yield Fact("clause", "条款", source.clause)
    yield Fact("quote", "原文", f"「{source.quote}」" if source.quote else None)
    if source.url is not None:
        yield Fact("url", "网址", source.url)
    yield Fact("task", "任务", f"{number}{task.title}（{task.id}）")
    yield Fact("lead", "牵头单位", "、".join(task.lead) if task.lead else "未明确")
    more = "等" if task.responsible_open else ""
    yield Fact("responsible", "责任单位", f"{'、'.join(task.responsible)}{more}" if task.responsible else "未明确")
    if gap.target is not None:
        kept = f"{gap.target.by}年{target_text(indicator, gap.target)}"
        yield Fact("target", "目标", f"{kept}（{STATED[indicator.stated]}；性质{NATURE[indicator.nature]}）")
    else:
        yield Fact("target", "目标", REASON["no_target"])
    yield Fact("series", "指标", f"{indicator.name}，单位{indicator.unit}，{SERIES[indicator.series]}")
    yield Fact("baseline", "基期", _baseline(it))


def _baseline(it: Evidence) -> str:
    """Where the plan starts from, and where that value comes from."""
    base = it.gap.base
    if base is None:
        return "计划未定基期"
    if base.value is None:
        return f"{base.period.chinese}，无基期值"
    value = f"{base.period.chinese} {plain(base.value)}{value_unit(it.gap.indicator)}"
    if base.observation is not None:
        return f"{value}（{evidence.places(base.observation, it.originals) or '填报数'}）"
    return f"{value}（{'假定' if base.assumed else _source(base.source) or '计划文件'}）"


def _source(source: Source | None) -> str | None:
    return None if source is None else "，".join(it for it in (source.clause, source.quote, source.url) if it)


def _verdict(gap: Gap, worked: Worked) -> Iterator[Part]:
    yield Fact("status", "状态", Word(STATUS[gap.status], TONES[gap.warning]))
    if gap.status == "not_assessable":
        yield Fact("reason", "原因", REASON[gap.reason] if gap.reason else "缺数据")
    said = _decided(gap, worked)
    if said:
        yield Fact("decided", "判定", said)
    if remarks(gap):
        yield Fact("remarks", "说明", "；".join(remarks(gap)))
    path = f"路径{PATHS[gap.path]}" + ("（含零或异号，改用线性）" if gap.fallback else "")
    yield Fact("method", "方法", f"{METHOD}；{path}；{_cuts(gap)}")


def _cuts(gap: Gap) -> str:
    if gap.target is not None and gap.target.direction is not None:
        return "无量化目标，按年均增速：≥1.5%达到进度要求，≥0.5%进度偏慢，≥0明显滞后，<0背离目标；临近极限时按系数C降低"
    if gap.target is not None and gap.target.hold is not None:
        return "每年保持：达标看走向，不达标看是否改善（年均变化，最近至多六个点）"
    return f"进度比≥{ON_TRACK}达到进度要求，≥{ACCELERATE:.2f}进度偏慢，≥0明显滞后，<0背离目标"


def _decided(gap: Gap, worked: Worked) -> str | None:
    """The comparison that the verdict rests on, with its numbers; None where there is none."""
    ratio = worked.get("formulas", {}).get("R")
    if ratio is not None and gap.reason is None and gap.status in {
        "on_track", "needs_acceleration", "limited", "deteriorating",
    }:  # fmt: skip
        sign = "=" if ratio.exact else "≈"
        return f"进度比R {sign} {ratio.result}，{_band(ratio.value)}：{STATUS[gap.status]}"
    latest, target = gap.latest, gap.target
    if latest is None or latest.value is None or target is None or not target.values or not gap.assessed:
        return None
    unit = value_unit(gap.indicator)
    seen = f"{period_text(latest.period)} {plain(latest.value)}{unit}"
    return f"{seen}，目标{target.by}年{target_text(gap.indicator, target)}：{STATUS[gap.status]}"


def _band(ratio: float) -> str:
    """The cut-offs that a ratio lies between."""
    if ratio >= ON_TRACK - 1e-9:
        return f"R ≥ {ON_TRACK}"
    if ratio >= ACCELERATE - 1e-9:
        return f"{ACCELERATE:.2f} ≤ R < {ON_TRACK}"
    return f"0 ≤ R < {ACCELERATE:.2f}" if ratio >= -1e-9 else "R < 0"


def _path(it: Evidence, found: Sequence[Point], worked: Worked, width: int) -> Iterator[Part]:
    drawn = points.drawing(it.gap, found, width)
    if drawn is not None:
        yield drawn
        yield chart.LEGEND
    if found:
        yield points.table(it.gap, found, it.originals)
    else:
        yield "无数据"
    yield from _of(worked, "path")


def _formulas(gap: Gap, worked: Worked) -> Iterator[Part]:
    put_in = " ".join(f"{name}{symbol}={exactly(value)}" for name, symbol, value in givens(gap))
    if put_in:
        yield Fact("given", "代入", put_in)
    of_gap = _of(worked, "formulas")
    yield from of_gap
    feasible = outlook.feasible(gap)
    if feasible:
        yield Fact("feasible", "可行性", feasible)
    lacking = _lacking(gap)
    if lacking:
        yield Fact("lacking", "未算", lacking)
    if of_gap:
        yield READ_AS


def _lacking(gap: Gap) -> str | None:
    """What could not be computed, and why."""
    if gap.latest is None:
        return "无基期之后的数据：差距、完成率、进度比、年均均无法计算"
    if gap.target is None:
        return "本地区无分解目标，只列数据"
    if gap.base is None or gap.base.value is None:
        return "缺基期数据：目标完成进度、进度比、实际与计划年均、按现速到期值无法计算"
    if gap.numbers.ratio is None and gap.target.hold is None and gap.target.direction is None:
        return "基期已达目标或无进度可言，不算进度比"
    return None


def _within(gap: Gap, worked: Worked) -> Iterator[Part]:
    it = gap.within
    if it is None:
        return
    yield Fact("part", it.period.chinese, Amount(it.value, value_unit(gap.indicator)))
    yield from _of(worked, "within")
    if it.projected is None:
        yield "缺上年同期数，不作季节推算"


def _forecast(gap: Gap, asked: Asked, worked: Worked) -> Iterator[Part]:
    made = gap.forecast
    if made is None:
        yield "不作预测：" + _unforecast(gap)
        return
    yield Fact("expected", "预计到期值", outlook.expected(gap, made))
    yield Fact("chance", "达标可能", outlook.chance(made) or None)
    said = about_forecast(gap)
    if said:
        yield Fact("unsure", "注意", "；".join(said))
    made_by = _of(worked, "forecast")
    yield from made_by
    if made_by:
        yield "k 为各点时间，z 为各点在尺度上的位置（线性即其值，对数为 ln），kT 与 z_T 为目标年的"
    yield outlook.note(asked.options)


def _unforecast(gap: Gap) -> str:
    if gap.target is None:
        return REASON["no_target"]
    if gap.latest is None:
        return "缺数据"
    if gap.base is None or gap.base.value is None:
        return "缺基期数据"
    if gap.target.hold is not None or gap.target.direction is not None:
        return "目标为每年保持或无量化目标"
    return "目标年已到"


def _districts(it: Evidence, worked: Worked) -> Iterator[Part]:
    if not it.parts:
        return
    yield parting.table(it.gap, it.parts, it.adding)
    if it.gap.latest is not None and it.gap.latest.parts:
        yield f"本级数由{it.gap.latest.covered}/{it.gap.latest.parts}区县汇总"
    if it.gap.partial is not None:
        yield f"{it.gap.partial.period.chinese}仅{it.gap.partial.covered}/{it.gap.partial.parts}区县有数，不汇总"
    if not it.adding:
        added = it.gap.indicator.across == "sum"
        yield "区县数不相加，不分解差距" if not added else "区县数不全或无可分解，不分解差距"
    yield from _of(worked, "districts")


def _rows(plan: Plan, it: Evidence, asked: Asked, worked: Worked) -> Iterator[Part]:
    if not it.rows:
        yield "无填报数"
        return
    table, shared = evidence.table(plan, it.gap, it.rows, it.observations, it.originals, asked)
    yield table
    if shared is not None:
        yield f"各行{shared}"
    yield from _of(worked, "rows")
