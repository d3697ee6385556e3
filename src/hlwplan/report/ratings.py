"""The words of the other methods, and what becomes of the status report where one of them is asked for.

The method's verdict stands in the place of ours, with the number that it compares.  Our own path numbers go from the
table, because the method has another path; what is a fact whatever the method (gap, completion, time) stays.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, get_args

from hlwplan.assess import opensdg, sdsn, weather
from hlwplan.assess.gap import METHOD, Gap
from hlwplan.assess.rating import Method, MethodStatus, Note, Point, Rating
from hlwplan.report.words import STATUS, about_forecast, about_sources, gap_unit, rounded, target_name, telling
from hlwplan.table import Amount, Cell, Column, Tone, Word

WORDS: Final[dict[Method, dict[MethodStatus, tuple[str, str, Tone]]]] = {
    "opensdg": {
        "target_achieved": ("目标实现", "target achieved", "good"),
        "substantial_progress": ("进展显著", "substantial progress", "good"),
        "moderate_progress": ("进展中等", "moderate progress", "warn"),
        "limited_progress": ("进展有限", "limited progress", "bad"),
        "deterioration": ("恶化", "deterioration", "bad"),
        "not_available": ("无法评估", "not available", "none"),
    },
    "sdsn": {
        "on_track": ("↑ 如期或保持", "on track or maintaining", "good"),
        "moderately_improving": ("↗ 中速改善", "moderately improving", "warn"),
        "stagnating": ("→ 停滞", "stagnating", "bad"),
        "decreasing": ("↓ 倒退", "decreasing", "bad"),
        "not_available": ("无法评估", "information unavailable", "none"),
    },
    "weather": {
        "sun": ("晴", "sun", "good"),
        "sun_cloud": ("多云", "sun and cloud", "warn"),
        "cloud": ("阴", "cloud", "bad"),
        "thunderstorm": ("雷雨", "thunderstorm", "bad"),
        "not_available": ("无符号", "no symbol", "none"),
    },
}
"""Each method's words, best first: Chinese, English, tone."""

NOTES: Final[dict[Note, str]] = {
    "no_target": "本地区无分解目标",
    "no_figure": "无量化目标，该方法不评",
    "no_data": "缺数据",
    "no_base": "缺基期数据",
    "one_point": "仅一个数据点",
    "few_points": f"年度数据不足{weather.LEAST}个",
    "duplicate_year": "同一年有两个数",
    "opposite_sign": "基期与最新异号",
    "growth_rate": "增速不再求增速",
    "target_at_base": "目标年即基年",
    "undefined": "比值无法计算",
    "base_zero": f"基期0按{opensdg.SMALL}计",
    "target_zero": f"目标0按{opensdg.SMALL}计",
    "target_is_base": "目标等于基期值，比值为负无穷",
    "complex_root": "目标与基期异号，所需增速取复根的模",
    "other_base": "基期缺数，改用邻年",
}

ABOUT: Final[dict[Method, str]] = {
    "opensdg": (
        "Open SDG自动评估(sdg-build 139fede)，几何路径，按日历年；比值R=实际年均增速/所需年均增速，均自基年起；"
        "目标年已过仍按最新值计；无量化目标按年均增速，门槛1.5%、0.5%、0，近自然上下限时按比例降低；得分-5至5"
    ),
    "sdsn": "SDSN趋势箭头，线性路径；比值=实际年均变化/所需年均变化，均自基期起",
    "weather": (
        "德国可持续发展战略天气符号，线性路径，最近6个年度数据(至少4个)的年均变化推至目标年；"
        "比值=届时仍差/现差，方向相反为雷雨；已达或须每年保持者看是否达到与变化方向，比值为年均变化"
    ),
}

DROPPED: Final = frozenset({"realised", "lead", "ratio", "path"})
"""Columns of ours that rest on our path."""

FIELDS: Final = (
    "reading_linear", "reading_geometric", "reading_required", "readings_agree",
    "method", "method_status", "method_value", "method_score",
    "method_cuts.first", "method_cuts.second", "method_cuts.third",
    "method_from.time", "method_from.value", "method_to.time", "method_to.value",
    "method_notes",
)  # fmt: skip
"""Fields of JSON and CSV about other readings and methods."""


def fields(gap: Gap) -> Iterator[Cell]:
    """The cells of `FIELDS`."""
    readings, rating = gap.readings, gap.rating
    yield from (readings.linear.status, readings.geometric.status, readings.required.status, readings.agree)
    if rating is None:
        yield from (METHOD, *(None,) * (len(FIELDS) - 5))
        return
    yield from (rating.method, rating.status, rating.value, rating.score)
    yield from (*rating.cuts, None, None, None)[:3]
    yield from (*(rating.start or (None, None)), *(rating.end or (None, None)))
    yield rating.notes or None


def columns(method: Method, ours: Sequence[Column]) -> tuple[Column, ...]:
    """The people's columns where a method was asked for: its value, and Open SDG's score, before the status."""
    more = [Column("method_value", "比值", "right", keep=9)]
    more += [Column("method_score", "得分", "right", keep=5)] if method == "opensdg" else []
    kept = [column for column in ours if column.name not in DROPPED]
    place = [column.name for column in kept].index("status")
    return (*kept[:place], *more, *kept[place:])


def row(rating: Rating, gap: Gap, ours: Sequence[Column], cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """A row of `columns`, from the row that our own method would have."""
    named = {column.name: cell for column, cell in zip(ours, cells, strict=True)}
    chinese, _, tone = WORDS[rating.method][rating.status]
    named["method_value"] = compared(rating, gap)
    named["method_score"] = None if rating.score is None else Amount(rating.score, "", 2)
    named["status"] = Word(chinese, tone)
    named["remarks"] = "；".join(remarks(rating, gap)) or None
    return tuple(named[column.name] for column in columns(rating.method, ours))


def compared(rating: Rating, gap: Gap) -> Amount | None:
    """The value compared, with its unit of measure where it has one: a growth a year, or a change a year."""
    value, cuts = rating.value, rating.cuts
    if value is None:
        return None
    if rating.method == "weather" and cuts != weather.CUTS:
        return Amount(value, f"{gap_unit(gap.indicator) or '点'}/年", 1)
    if rating.method == "opensdg" and cuts != opensdg.CUTS:
        return Amount(100 * value, "%/年", telling(100 * value, [100 * cut for cut in cuts]))
    return Amount(value, "", telling(value, cuts))


def remarks(rating: Rating, gap: Gap) -> list[str]:
    """What must be said beside a method's verdict: its notes, its points where they are others, and a final verdict."""
    said = [NOTES[note] for note in rating.notes]
    if rating.method == "opensdg" and rating.cuts and rating.cuts != opensdg.CUTS:
        said.append("年均增速门槛" + "、".join(f"{rounded(100 * cut, 2)}%" for cut in rating.cuts))
    if rating.status != "not_available" and rating.start and rating.end and _others(rating, gap):
        used = dict.fromkeys((_point(rating.start), _point(rating.end)))
        said.append("所用数据点" + "、".join(used))
    if gap.status in {"met", "missed", "pending_final"}:
        said.append(f"目标年已到：{STATUS[gap.status]}")
    # Whether we fell back to the linear path is no concern of another method.
    return said + about_forecast(gap) + about_sources(replace(gap, fallback=False))


def _others(rating: Rating, gap: Gap) -> bool:
    """Whether the method used other values than those of the table's baseline and latest."""
    base = gap.base.value if gap.base else None
    latest = gap.latest.value if gap.latest else None
    pairs = ((base, rating.start), (latest, rating.end))
    return any(value is None or point is None or float(value) != point[1] for value, point in pairs)


def _point(point: Point) -> str:
    time, value = point
    return f"{time:g}年{value:g}"


def notes(gaps: Sequence[Gap], method: Method) -> Iterator[str]:
    """The summary by the method's own statuses, what it leaves out, and what its words mean."""
    found = counts(gaps)
    done = len(gaps) - found.get("not_available", 0)
    listed = "，".join(f"{WORDS[method][status][0]}{number}" for status, number in found.items())
    yield f"按{method}方法：共{len(gaps)}项目标，已评估{done}/{len(gaps)}：{listed}"
    left: dict[Note, list[str]] = {}
    for gap in gaps:
        if gap.rating is not None and gap.rating.status == "not_available":
            left.setdefault(gap.rating.notes[-1], []).append(target_name(gap))
    for note, names in left.items():
        yield f"未评估{len(names)}项（{NOTES[note]}）：" + "、".join(dict.fromkeys(names))
    yield f"方法{method}：{ABOUT[method]}。{_thresholds(method)}"


def counts(gaps: Sequence[Gap]) -> dict[MethodStatus, int]:
    """How many gaps a method gave each of its statuses, in its order; those that none has are left out."""
    found = Counter(gap.rating.status for gap in gaps if gap.rating is not None)
    return {status: found[status] for status in get_args(MethodStatus) if found[status]}


def _thresholds(method: Method) -> str:
    """Each word of the method with its cut-off, in both languages."""
    named = [(status, f"{chinese} {english}") for status, (chinese, english, _) in WORDS[method].items()]
    graded = [name for status, name in named if status not in {"target_achieved", "not_available"}]
    cuts = {"opensdg": opensdg.CUTS, "sdsn": sdsn.CUTS, "weather": weather.CUTS}[method]
    if method == "weather":
        limits = [f"<{cuts[0]:g}", f"≤{cuts[1]:g}", f">{cuts[1]:g}", "方向相反"]
    else:
        limits = [*(f"≥{cut:g}" for cut in cuts), "<0"]
    return "，".join(f"{limit}为{name}" for limit, name in zip(limits, graded, strict=True))
