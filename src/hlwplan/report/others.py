"""The other readings of a target and the other methods' verdicts, with the formulas behind their numbers."""

from collections.abc import Mapping, Sequence
from typing import Final

from hlwplan.assess import opensdg, weather
from hlwplan.assess.gap import METHOD, Gap, Reading
from hlwplan.assess.rating import Method, Rating
from hlwplan.language import Phrase, _, listing, sentences
from hlwplan.report import formulas, ratings
from hlwplan.report.words import STATUS, TONES, pace_unit, telling
from hlwplan.report.worked import Worksheet, exactly
from hlwplan.table import Amount, Cell, Column, Section, Table, Word

WHY: Final = {
    "mixed_signs": Phrase("zero or mixed signs: no growth"),
    "ratio_undefined": Phrase("the ratio cannot be computed"),
}
COLUMNS: Final = (
    Column("reading", Phrase("Reading")),
    Column("verdict", Phrase("Verdict")),
    Column("value", Phrase("Ratio"), "right"),
    Column("remarks", Phrase("Remarks"), wraps=True),
)


def table(gap: Gap, rated: Mapping[Method, Rating]) -> Table:
    """Our verdict, the three readings of the pace, and the other methods."""
    rows: list[tuple[Cell, ...]] = [
        (
            _("{method} ({path})", method=METHOD, path=_path(gap)),
            Word(str(STATUS[gap.status]), TONES[gap.warning]),
            _ratio(gap.numbers.ratio),
            None,
        )
    ]
    found = gap.readings
    for name, reading in (
        (_("linear path"), found.linear),
        (_("geometric path"), found.geometric),
        (_("required pace"), found.required),
    ):
        rows.append(_reading(name, reading, gap))
    rows += [_rating(method, rating, gap) for method, rating in rated.items()]
    return Table("", COLUMNS, (Section((), tuple(rows)),))


def _path(gap: Gap) -> str:
    return _("geometric") if gap.path == "geometric" else _("linear")


def _ratio(value: float | None) -> Amount | None:
    return None if value is None else Amount(value, "", telling(value, formulas.CUTS))


def _reading(name: str, it: Reading, gap: Gap) -> tuple[Cell, ...]:
    differs = it.status is not None and it.status != gap.status
    said = str(WHY[it.why]) if it.why else _("differs") if differs else None
    return name, None if it.status is None else str(STATUS[it.status]), _ratio(it.ratio), said


def _rating(method: Method, it: Rating, gap: Gap) -> tuple[Cell, ...]:
    word, tone = ratings.WORDS[method][it.status]
    said = [str(ratings.NOTES[note]) for note in it.notes]
    if it.value is not None and it.cuts:
        said.append(_("cut-offs {names}", names=listing(f"{cut:.4g}" for cut in it.cuts)))
    if it.score is not None:
        said.append(_("score {score:.2f}", score=it.score))
    if it.start and it.end:
        said.append(
            _(
                "from {base:g} in {start:g} to {latest:g} in {end:g}",
                start=it.start[0],
                base=it.start[1],
                end=it.end[0],
                latest=it.end[1],
            )
        )
    return method, Word(str(word), tone), ratings.compared(it, gap), sentences(said) or None


def work(sheet: Worksheet, gap: Gap, rated: Mapping[Method, Rating]) -> None:
    """The ratios of the readings, and the numbers of the methods from the two points that each used."""
    formulas.readings(sheet, gap)
    for method, it in rated.items():
        if it.value is not None and it.start is not None and it.end is not None and gap.target is not None:
            {"opensdg": _opensdg, "sdsn": _sdsn, "weather": _weather}[method](sheet, gap, it)


def _points(sheet: Worksheet, prefix: str, it: Rating) -> Sequence[str]:
    """The two points of a method: their times, then their values."""
    names = [f"{prefix}_{part}" for part in ("t0", "t", "b", "x")]
    start, end = it.start or (0.0, 0.0), it.end or (0.0, 0.0)
    for name, number in zip(names, (start[0], end[0], start[1], end[1]), strict=True):
        sheet.given[name] = _number(number)
    return names


def _number(value: float) -> str:
    from fractions import Fraction

    near = Fraction(value).limit_denominator(10_000)
    text = exactly(near) if float(near) == value else repr(value)
    return f"({text})" if text.startswith("-") else text


def _opensdg(sheet: Worksheet, gap: Gap, it: Rating) -> None:
    """The ratio of yearly growths, its zeros replaced as the method does, and the score (B2)."""
    start, end, base, value = _points(sheet, "o", it)
    if it.start is not None and it.start[1] == 0:
        sheet.given[base] = str(opensdg.SMALL)
    grown = f"({value} / {base})^(1 / ({end} - {start})) - 1"
    turn = formulas.sense(gap) or (-1 if gap.target and gap.target.direction == "down" else 1)
    sign = "-" if turn * (-1 if it.start and it.start[1] < 0 else 1) < 0 else ""
    if it.cuts != opensdg.CUTS:
        sheet.work(_("opensdg growth a year"), "R_o", f"{sign}({grown})", it.value)
        return
    if "complex_root" in it.notes or gap.numbers.aim is None or gap.target is None:
        return
    sheet.given["o_T"] = str(opensdg.SMALL) if gap.numbers.aim == 0 else sheet.given["T"]
    needed = f"abs((o_T / {base})^(1 / (tT - {start})) - 1)"
    sheet.work(_("opensdg ratio"), "R_o", f"{sign}({grown}) / {needed}", it.value, shown="{:.2f}")
    if it.status != "target_achieved" and it.value is not None:
        high = it.value >= opensdg.CUTS[1]
        score = "min(7.1429 × R_o - 4.2857, 5)" if high else "max(4.1667 × R_o - 2.5, -5)"
        sheet.work(_("opensdg score"), "S_o", score, it.score, shown="{:.2f}", places=3)


def _sdsn(sheet: Worksheet, _gap: Gap, it: Rating) -> None:
    """The actual yearly change over the needed one (B3)."""
    start, end, base, value = _points(sheet, "n", it)
    needed = f"((T - {base}) / (tT - {start}))"
    sheet.work(_("sdsn ratio"), "R_n", f"(({value} - {base}) / ({end} - {start})) / {needed}", it.value)


def _weather(sheet: Worksheet, gap: Gap, it: Rating) -> None:
    """The share of the gap that would be missed, or the mean yearly change (B4)."""
    start, end, base, value = _points(sheet, "d", it)
    change = f"({value} - {base}) / ({end} - {start})"
    if it.cuts == weather.CUTS:
        sheet.work(_("weather, still lacking"), "R_w", f"1 - {change} × (tT - {end}) / (T - {value})", it.value)
    else:
        sheet.work(
            _("weather, change a year"),
            "R_w",
            change,
            it.value,
            pace_unit(gap.indicator),
        )
