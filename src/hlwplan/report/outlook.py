"""What lies ahead, in words and cells: the forecast, and the pace required beside the best one so far."""

from typing import TYPE_CHECKING, Final

from hlwplan.assess.gap import Gap
from hlwplan.assess.options import LEVEL, Axis, Model, Options
from hlwplan.language import Phrase, _
from hlwplan.report.words import a_year, pace_unit, period_text, rounded, value_unit
from hlwplan.table import Cell, Column

if TYPE_CHECKING:
    from hlwplan.assess.forecast import Forecast, Likelihood, Missing

MODEL: Final[dict[Model, Phrase]] = {
    "drift": Phrase("drift"), "ols": Phrase("least squares"), "theil-sen": Phrase("Theil-Sen"),
}  # fmt: skip
AXIS: Final[dict[Axis | None, Phrase]] = {
    None: Phrase("the path's"), "linear": Phrase("linear"), "log": Phrase("logarithmic"), "logit": Phrase("logit"),
}  # fmt: skip

LIKELIHOOD: "Final[dict[Likelihood, Phrase]]" = {
    "very_likely": Phrase("very likely"),
    "likely": Phrase("likely"),
    "as_likely_as_not": Phrase("as likely as not"),
    "unlikely": Phrase("unlikely"),
    "very_unlikely": Phrase("very unlikely"),
}

MISSING: "Final[dict[Missing, Phrase]]" = {
    "too_few_points": Phrase("too few points"),
    "no_residual": Phrase("no deviation"),
    "point_only": Phrase("no interval"),
    "off_scale": Phrase("off the scale"),
    "no_limits": Phrase("no limits"),
    "target_off_scale": Phrase("target off scale"),
    "too_large": Phrase("too large"),
}

PEOPLE: Final = (
    Column("expected", Phrase("Expected by then\n({level:.0%} interval)", level=LEVEL), "right", keep=11),
    Column("chance", Phrase("Chance")),
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


def record(gap: Gap) -> tuple[Cell, ...]:
    """The cells of `MACHINES`."""
    pace = gap.feasibility
    return (
        *((None,) * 15 if gap.forecast is None else _foreseen(gap.forecast)),
        *((pace.best, str(pace.best_from), str(pace.best_to), pace.reached_before) if pace else (None,) * 4),
    )


def _foreseen(made: "Forecast") -> tuple[Cell, ...]:
    return (
        made.model, made.scale, made.points, made.level, made.point, made.likelihood, made.low_confidence,
        made.capped, made.reason, made.slope, made.centre, made.s, made.se, made.df, made.quantile,
    )  # fmt: skip


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
    return str(MISSING[made.reason]) if made.reason else ""


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
    needed, best = (
        f"{rounded(100 * pace)}{a_year('%')}"
        if gap.path == "geometric"
        else f"{rounded(pace)}{pace_unit(gap.indicator)}"
        for pace in (found.required, found.best)
    )
    when = _("{first} to {last}", first=period_text(found.best_from), last=period_text(found.best_to))
    if found.reached_before:
        return _("required pace {needed}, best so far {best} ({when}), reached before", needed=needed, best=best,
                 when=when)  # fmt: skip
    return _("required pace {needed}, best so far {best} ({when}), never reached since the baseline", needed=needed,
             best=best, when=when)  # fmt: skip


def note(options: Options) -> str:
    """How the forecast was made, which every output of one says."""
    return _(
        "forecast: model {model} ({key}), scale {scale}, yearly points since the baseline, {level:.0%} interval by the"
        " t distribution; words of likelihood as IPCC has them: ≥90% very likely, ≥66% likely, ≤33% unlikely, ≤10% very"
        " unlikely; from 3 or 4 points it is of low confidence",
        model=MODEL[options.model], key=options.model, scale=AXIS[options.scale], level=LEVEL,
    )  # fmt: skip
