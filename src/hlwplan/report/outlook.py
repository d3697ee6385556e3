"""What lies ahead, in words and cells: the forecast, and the pace required beside the best one so far."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from hlwplan.assess.gap import Gap
from hlwplan.assess.options import LEVEL, Axis, Model, Options
from hlwplan.report.words import gap_unit, rounded, value_unit
from hlwplan.table import Cell, Column

if TYPE_CHECKING:
    from hlwplan.assess.forecast import Forecast, Likelihood, Missing

MODEL: Final[dict[Model, str]] = {"drift": "漂移", "ols": "最小二乘", "theil-sen": "Theil-Sen"}
AXIS: Final[dict[Axis | None, str]] = {None: "随路径", "linear": "线性", "log": "对数", "logit": "logit"}

LIKELIHOOD: "Final[dict[Likelihood, str]]" = {
    "very_likely": "很可能",
    "likely": "可能",
    "as_likely_as_not": "难以判断",
    "unlikely": "不太可能",
    "very_unlikely": "很可能不能",
}

MISSING: "Final[dict[Missing, str]]" = {
    "too_few_points": "点数不足",
    "no_residual": "各点无偏差",
    "point_only": "模型无区间",
    "off_scale": "值在尺度外",
    "no_limits": "无取值范围",
    "target_off_scale": "目标在尺度端点",
    "too_large": "数值过大",
}

PEOPLE: Final = (
    Column("expected", f"预计到期值\n({LEVEL:.0%}区间)", "right", keep=11),
    Column("chance", "达标可能"),
)

MACHINES: Final = tuple(
    Column(name, name)
    for name in (
        "forecast.model", "forecast.scale", "forecast.points", "forecast.level", "forecast.point",
        "forecast.chance", "forecast.unsure", "forecast.capped", "forecast.reason",
        "forecast.slope", "forecast.centre", "forecast.s", "forecast.se", "forecast.df", "forecast.quantile",
        "feasibility.best", "feasibility.from", "feasibility.to", "feasibility.enough",
    )
)  # fmt: skip


def row(gap: Gap) -> tuple[Cell, Cell]:
    """The cells of `PEOPLE`: what is expected, with its interval, and how likely the target is kept."""
    made = gap.forecast
    return (expected(gap, made), chance(made)) if made else (None, None)


def record(gap: Gap) -> Iterator[Cell]:
    """The cells of `MACHINES`."""
    made, pace = gap.forecast, gap.feasibility
    if made is None:
        yield from (None,) * 15
    else:
        yield from (made.model, made.scale, made.points, made.level, made.point, made.likelihood)
        yield from (made.low_confidence, made.capped, made.reason, made.slope, made.centre)
        yield from (made.s, made.se, made.df, made.quantile)
    if pace is None:
        yield from (None,) * 4
    else:
        yield from (pace.best, str(pace.best_from), str(pace.best_to), pace.reached_before)


def expected(gap: Gap, made: "Forecast") -> str | None:
    """The expected value with its interval: 545.3 (500.1–594.6)亿元; None where there is no value."""
    if made.point is None:
        return None
    within = "" if made.interval is None else f" ({rounded(made.interval[0])}–{rounded(made.interval[1])})"
    return f"{rounded(made.point)}{within}{value_unit(gap.indicator)}"


def chance(made: "Forecast") -> str:
    """How likely the target is kept, or why that cannot be said: 可能 72%, 点数不足."""
    if made.probability is not None and made.likelihood is not None:
        return f"{LIKELIHOOD[made.likelihood]} {percent(made.probability)}"
    return MISSING[made.reason] if made.reason else ""


def percent(probability: float) -> str:
    """A probability to 1 %, never below 1 % or above 99 % (`methods.md` A.5).

    Where rounding would carry it over a band's end, with the decimals that keep it on the side its word names.
    """
    from hlwplan.assess.forecast import likelihood

    kept = min(max(probability, 0.01), 0.99)
    shown = (f"{100 * kept:.{digits}f}" for digits in range(12))
    return next(text for text in shown if likelihood(float(text) / 100) == likelihood(kept)) + "%"


def feasible(gap: Gap) -> str | None:
    """The pace required beside the best one since the baseline; None where there is none to compare."""
    found = gap.feasibility
    if found is None:
        return None
    unit = f"{gap_unit(gap.indicator) or '点'}/年"
    needed, best = (
        f"{rounded(100 * pace)}%/年" if gap.path == "geometric" else f"{rounded(pace)}{unit}"
        for pace in (found.required, found.best)
    )
    when = f"{found.best_from.chinese}至{found.best_to.chinese}"
    mark = "已达到过" if found.reached_before else "基期以来从未达到"
    return f"剩余年均需{needed}，此前最快{best}（{when}），{mark}"


def note(options: Options) -> str:
    """How the forecast was made, which every output of one says."""
    return (
        f"预测：{MODEL[options.model]}模型({options.model})，尺度{AXIS[options.scale]}，自基期起各年点，"
        f"{LEVEL:.0%}区间按t分布；可能性用语依IPCC：≥90%很可能，≥66%可能，≤33%不太可能，≤10%很可能不能；3至4点标低置信"
    )
