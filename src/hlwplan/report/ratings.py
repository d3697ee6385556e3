"""The words of the other methods, and what becomes of the status report where one of them is asked for.

The method's verdict stands in the place of ours, with the number that it compares.  Our own path numbers go from the
table, because the method has another path; what is a fact whatever the method (gap, completion, time) stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, get_args

from hlwplan.assess import opensdg, sdsn, weather
from hlwplan.assess.gap import METHOD, Gap
from hlwplan.assess.rating import Method, MethodStatus, Note, Point, Rating
from hlwplan.language import Phrase, _, clauses, listing, sentences, spoken
from hlwplan.report.words import (
    STATUS,
    a_year,
    about_forecast,
    about_sources,
    counted,
    not_assessed,
    pace_unit,
    rounded,
    target_name,
    telling,
)
from hlwplan.table import Amount, Cell, Column, Tone, Word

WORDS: Final[dict[Method, dict[MethodStatus, tuple[Phrase, Tone]]]] = {
    "opensdg": {
        "target_achieved": (Phrase("target achieved"), "good"),
        "substantial_progress": (Phrase("substantial progress"), "good"),
        "moderate_progress": (Phrase("moderate progress"), "warn"),
        "limited_progress": (Phrase("limited progress"), "bad"),
        "deterioration": (Phrase("deterioration"), "bad"),
        "not_available": (Phrase("not available"), "none"),
    },
    "sdsn": {
        "on_track": (Phrase("↑ on track or maintaining"), "good"),
        "moderately_improving": (Phrase("↗ moderately improving"), "warn"),
        "stagnating": (Phrase("→ stagnating"), "bad"),
        "decreasing": (Phrase("↓ decreasing"), "bad"),
        "not_available": (Phrase("information unavailable"), "none"),
    },
    "weather": {
        "sun": (Phrase("sun"), "good"),
        "sun_cloud": (Phrase("sun and cloud"), "warn"),
        "cloud": (Phrase("cloud"), "bad"),
        "thunderstorm": (Phrase("thunderstorm"), "bad"),
        "not_available": (Phrase("no symbol"), "none"),
    },
}
"""Each method's words, best first, with their tone; the English are those of its authors."""

NOTES: Final[dict[Note, Phrase]] = {
    "no_target": Phrase("no target handed down to this region"),
    "no_figure": Phrase("no target figure, the method does not rate it"),
    "no_data": Phrase("no data"),
    "no_base": Phrase("no baseline data"),
    "one_point": Phrase("a single data point"),
    "few_points": Phrase("fewer than {least} yearly values", least=weather.LEAST),
    "duplicate_year": Phrase("two values for one year"),
    "opposite_sign": Phrase("baseline and latest have opposite signs"),
    "growth_rate": Phrase("no growth of a growth rate"),
    "target_at_base": Phrase("the target year is the base year"),
    "undefined": Phrase("the ratio is undefined"),
    "base_zero": Phrase("baseline 0 taken as {small}", small=opensdg.SMALL),
    "target_zero": Phrase("target 0 taken as {small}", small=opensdg.SMALL),
    "target_is_base": Phrase("the target is the baseline value, the ratio minus infinity"),
    "complex_root": Phrase("target and baseline have opposite signs, the growth needed is a complex root's modulus"),
    "other_base": Phrase("no baseline value, a year beside it is used"),
}

ABOUT: Final[dict[Method, Phrase]] = {
    "opensdg": Phrase(
        "Open SDG's automatic assessment (sdg-build 139fede), geometric path, by calendar years; ratio R = actual"
        " growth a year / growth needed, both since the base year; once the target year is over the latest value still"
        " counts; without a target figure growth a year, cut-offs 1.5%, 0.5%, 0, lowered in proportion near a natural"
        " limit; score -5 to 5"
    ),
    "sdsn": Phrase("SDSN trend arrows, linear path; ratio = actual change a year / change needed, both since the"
                   " baseline"),
    "weather": Phrase(
        "weather symbols of Germany's sustainable development strategy, linear path, the mean yearly change of the last"
        " 6 yearly values (at least 4) carried on to the target year; ratio = what will be lacking then / what is"
        " lacking now, the wrong way is a thunderstorm; where the target is reached, or to be held every year, whether"
        " it is met and the direction count, and the ratio is the change a year"
    ),
}  # fmt: skip

_ARROWS: Final = "↑↗→↓ "

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


def fields(gap: Gap) -> tuple[Cell, ...]:
    """The cells of `FIELDS`."""
    readings, rating = gap.readings, gap.rating
    return (
        readings.linear.status, readings.geometric.status, readings.required.status, readings.agree,
        *(_OURS if rating is None else _theirs(rating)),
    )  # fmt: skip


_OURS: Final[tuple[Cell, ...]] = (METHOD, *(None,) * (len(FIELDS) - 5))


def _theirs(rating: Rating) -> tuple[Cell, ...]:
    start, end = rating.start or (None, None), rating.end or (None, None)
    cuts = (*rating.cuts, None, None, None)[:3]
    return (rating.method, rating.status, rating.value, rating.score, *cuts, *start, *end, rating.notes or None)


def columns(method: Method, ours: Sequence[Column]) -> tuple[Column, ...]:
    """The people's columns where a method was asked for: its value, and Open SDG's score, before the status."""
    more = [Column("method_value", Phrase("Ratio"), "right", keep=9)]
    more += [Column("method_score", Phrase("Score"), "right", keep=5)] if method == "opensdg" else []
    kept = [column for column in ours if column.name not in DROPPED]
    place = [column.name for column in kept].index("status")
    return (*kept[:place], *more, *kept[place:])


def row(rating: Rating, gap: Gap, ours: Sequence[Column], cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """A row of `columns`, from the row that our own method would have."""
    named = {column.name: cell for column, cell in zip(ours, cells, strict=True)}
    word, tone = WORDS[rating.method][rating.status]
    named["method_value"] = compared(rating, gap)
    named["method_score"] = None if rating.score is None else Amount(rating.score, "", 2)
    named["status"] = Word(str(word), tone)
    named["remarks"] = sentences(remarks(rating, gap)) or None
    return tuple(named[column.name] for column in columns(rating.method, ours))


def compared(rating: Rating, gap: Gap) -> Amount | None:
    """The value compared, with its unit of measure where it has one: a growth a year, or a change a year."""
    value, cuts = rating.value, rating.cuts
    if value is None:
        return None
    if rating.method == "weather" and cuts != weather.CUTS:
        return Amount(value, pace_unit(gap.indicator), 1)
    if rating.method == "opensdg" and cuts != opensdg.CUTS:
        return Amount(100 * value, a_year("%"), telling(100 * value, [100 * cut for cut in cuts]))
    return Amount(value, "", telling(value, cuts))


def remarks(rating: Rating, gap: Gap) -> list[str]:
    """What must be said beside a method's verdict: its notes, its points where they are others, and a final verdict."""
    said = [str(NOTES[note]) for note in rating.notes]
    if rating.method == "opensdg" and rating.cuts and rating.cuts != opensdg.CUTS:
        said.append(_("cut-offs of growth {cuts}", cuts=listing(f"{rounded(100 * cut, 2)}%" for cut in rating.cuts)))
    if rating.status != "not_available" and rating.start and rating.end and _others(rating, gap):
        used = dict.fromkeys((_point(rating.start), _point(rating.end)))
        said.append(_("points used {points}", points=listing(used)))
    if gap.status in {"met", "missed", "pending_final"}:
        said.append(_("the target year is over: {status}", status=STATUS[gap.status]))
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
    return _("{value} in {year}", year=f"{time:g}", value=f"{value:g}")


def summary(found: Mapping[MethodStatus, int], of: int, method: Method) -> str:
    """The summary by the method's own statuses."""
    if not of:
        return _("no targets")
    done = of - found.get("not_available", 0)
    each = (counted(WORDS[method][status][0], number) for status, number in in_order(found).items())
    return _("by method {method}: {targets} targets, {assessed}/{targets} assessed: {counts}", method=method,
             targets=of, assessed=done, counts=clauses(each))  # fmt: skip


def notes(gaps: Sequence[Gap], method: Method) -> Iterator[str]:
    """What the summary leaves out, and what the method's words mean."""
    left: dict[Note, list[str]] = {}
    for gap in gaps:
        if gap.rating is not None and gap.rating.status == "not_available":
            left.setdefault(gap.rating.notes[-1], []).append(target_name(gap))
    yield from (not_assessed(NOTES[note], names) for note, names in left.items())
    yield _("method {method}: {about}. {cutoffs}", method=method, about=ABOUT[method], cutoffs=_thresholds(method))


def in_order(found: Mapping[MethodStatus, int]) -> dict[MethodStatus, int]:
    """How many gaps a method gave each of its statuses, in its order; those that none has are left out."""
    return {status: found[status] for status in get_args(MethodStatus) if found.get(status)}


def _thresholds(method: Method) -> str:
    """Each word of the method with its cut-off; to Chinese readers the authors' own word beside it."""
    graded = [
        f"{word} {word.message.lstrip(_ARROWS)}" if spoken() == "zh" else str(word)
        for status, (word, _tone) in WORDS[method].items()
        if status not in {"target_achieved", "not_available"}
    ]
    cuts = {"opensdg": opensdg.CUTS, "sdsn": sdsn.CUTS, "weather": weather.CUTS}[method]
    if method == "weather":
        limits = [f"<{cuts[0]:g}", f"≤{cuts[1]:g}", f">{cuts[1]:g}", _("the wrong way")]
    else:
        limits = [*(f"≥{cut:g}" for cut in cuts), "<0"]
    return clauses(_("{limit}: {word}", limit=limit, word=word) for limit, word in zip(limits, graded, strict=True))
