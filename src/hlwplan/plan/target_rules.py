"""The rules of targets: units, bounds, shares, and the quote that says the figure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from hlwplan.language import Wording
from hlwplan.plan.draft import TARGETS, At, Draft
from hlwplan.plan.figures import Figure, figures, normal
from hlwplan.plan.model import Indicator, Target
from hlwplan.plan.names import Names, listed
from hlwplan.plan.places import Loc
from hlwplan.quantity import PHYSICAL, Dimension, Unit, convert, find_unit, plain, unit_symbols

FITTING: Final[dict[str, tuple[Dimension, ...]]] = {
    "amount": ("money", "money a person-year", *PHYSICAL),
    "count": ("count",),
    "rate": ("share",),
    "index": ("index", "multiple"),
    "speed": ("speed",),
    "growth": ("share", "percentage points"),
}
ADDING: Final = ("amount", "count")
ASPIRING: Final = ("力争", "争取", "争创")


def _values(index: int, indicator: Indicator) -> Iterator[tuple[Loc, Decimal]]:
    """Every value that an indicator promises or starts from."""
    for number, target in enumerate(indicator.target):
        for value in target.values:
            yield (index, "target", number, target.operator), value
    for number, milestone in enumerate(indicator.milestones):
        yield (index, "milestones", number), milestone.value
    for number, share in enumerate(indicator.shares):
        yield (index, "shares", number), share.value
    if indicator.baseline is not None and indicator.baseline.value is not None:
        yield (index, "baseline", "value"), indicator.baseline.value


def known_unit(draft: Draft) -> Iterator[At]:
    """A unit of measure has a known factor, so that what departments report can be converted exactly."""
    for index, indicator in draft.indicators:
        if find_unit(indicator.unit) is None:
            names = _units_for(indicator.kind)
            # One dimension after the other, money first: 亿圆 is as near to 亿吨 as to 亿元.
            near = next(filter(None, (some.nearest(indicator.unit) for some in names)), ())
            listing = " ".join(symbol for some in names for symbol in some)
            yield At(TARGETS, (index, "unit"), {"name": indicator.unit, "known": listing}, near)


@cache
def _units_for(kind: str) -> tuple[Names[str], ...]:
    """The units of measure that fit a kind of indicator, each dimension by itself."""
    return tuple(Names((symbol, symbol) for symbol in unit_symbols(dimension)) for dimension in FITTING[kind])


def unit_fits_kind(draft: Draft) -> Iterator[At]:
    """An amount is money or a physical quantity, a rate a share, a count counted.

    The kind chooses the path, so it must be the unit's.
    """
    for index, indicator in draft.indicators:
        unit = find_unit(indicator.unit)
        if unit is not None and unit.dimension not in FITTING[indicator.kind]:
            kinds = ", ".join(kind for kind, dimensions in FITTING.items() if unit.dimension in dimensions)
            of = Wording(unit.dimension)
            values = {"kind": indicator.kind, "unit": unit.symbol, "dimension": of, "kinds": kinds}
            yield At(TARGETS, (index, "kind"), values)


def within_bounds(draft: Draft) -> Iterator[At]:
    """No value lies beyond the natural limits; a rate's are 0 to 100 % unless the plan states others."""
    for index, indicator in draft.indicators:
        limits = indicator.limits if find_unit(indicator.unit) else indicator.bounds
        if limits is None or limits[0] >= limits[1]:  # rule P107 says so
            continue
        for loc, value in _values(index, indicator):
            if not limits[0] <= value <= limits[1]:
                low, high = map(plain, limits)
                yield At(TARGETS, loc, {"value": plain(value), "low": low, "high": high})


def ends_in_order(draft: Draft) -> Iterator[At]:
    """The lower end of a range or of bounds is below its upper end."""
    pairs = [((*at, "between"), target.between) for at, _, target in draft.targets]
    pairs += [((index, "bounds"), indicator.bounds) for index, indicator in draft.indicators]
    for loc, pair in pairs:
        if pair is not None and not pair[0] < pair[1]:
            yield At(TARGETS, loc, {"low": plain(pair[0]), "high": plain(pair[1])})


def shares_add_up(draft: Draft) -> Iterator[At]:
    """Where a target that adds up is handed down to every district, the shares make the target."""
    if draft.head is None:
        return
    names = listed(draft.head.regions)
    parts = {names.get(part) for part in draft.head.regions[0].parts}
    for index, indicator in draft.indicators:
        final = indicator.target[-1]
        if not indicator.shares or indicator.across != "sum" or final.operator not in {"at_least", "at_most"}:
            continue
        given = {names.get(share.region) for share in indicator.shares}
        if None in given:  # rule P103 says so
            continue
        total = sum((share.value for share in indicator.shares), Decimal(0))
        wanted = final.values[0]
        # With districts still to come, the sum may stay below; it may never pass the target.
        if total > wanted if given < parts else total != wanted:
            values = {"total": plain(total), "unit": indicator.unit, "target": plain(wanted)}
            yield At(TARGETS, (index, "shares"), values)


def one_share_each(draft: Draft) -> Iterator[At]:
    """A region has one share of a target, or it could not be told which one it owes."""
    names = listed(draft.head.regions if draft.head else ())
    for index, indicator in draft.indicators:
        first: dict[str, Loc] = {}
        for number, share in enumerate(indicator.shares):
            at: Loc = (index, "shares", number, "region")
            before = first.setdefault(names.get(share.region) or share.region, at)
            if before != at:
                line = draft.documents[TARGETS].span(before).line
                yield At(TARGETS, at, {"name": share.region, "first": line})


def shares_go_down(draft: Draft) -> Iterator[At]:
    """Shares are handed down: the plan's own region has the target itself."""
    names = listed(draft.head.regions if draft.head else ())
    own = draft.head.regions[0].name if draft.head else None
    for index, indicator in draft.indicators:
        for number, share in enumerate(indicator.shares):
            if own is not None and names.get(share.region) == own:
                yield At(TARGETS, (index, "shares", number, "region"), {"name": share.region})


def matching(indicator: Indicator, target: Target) -> list[Figure]:
    """The figures of the quote that say the target's value, converted to its unit of measure."""
    return [figure for figure, value in _comparable(indicator) if value in target.values]


def _comparable(indicator: Indicator) -> Sequence[tuple[Figure, Decimal]]:
    """The quote's figures that are in the indicator's dimension, with their values in its unit; dates never are."""
    base = indicator.baseline.value if indicator.baseline else None
    return _values_said(indicator.source.quote, indicator.unit, base) if indicator.source.quote else ()


@lru_cache(maxsize=1024)
def _values_said(quote: str, symbol: str, base: Decimal | None) -> Sequence[tuple[Figure, Decimal]]:
    # Three rules and the audit want the same of each indicator.
    unit = find_unit(symbol)
    said: list[tuple[Figure, Decimal]] = []
    for figure in figures(normal(quote)):
        value = None if unit is None or figure.is_date else _value_in(figure, unit, base)
        if value is not None:
            said.append((figure, value))
    return said


def _value_in(figure: Figure, unit: Unit, base: Decimal | None) -> Decimal | None:
    if figure.unit is None:
        return figure.value if unit.dimension == "index" and figure.text[0].isdecimal() else None
    # 翻番 says a multiple of the baseline; where the plan states no baseline value there is nothing to compare.
    if base is not None and figure.unit.dimension == "multiple" and figure.unit.symbol != unit.symbol:
        return figure.value * base
    return convert(figure.value, figure.unit, unit)


def quote_says_value(draft: Draft) -> Iterator[At]:
    """The figure in the quote is the target's value, in the target's dimension: no slip from text to plan."""
    for at, indicator, target in draft.targets:
        found = _comparable(indicator)
        if found and set(target.values) - {value for _, value in found}:
            values = " to ".join(plain(value) for value in target.values)
            said = ", ".join(figure.text for figure, _ in found)
            yield At(TARGETS, (*at, target.operator), {"figures": said, "target": f"{values} {indicator.unit}"})


def quote_has_figure(draft: Draft) -> Iterator[At]:
    """A quote that stands for a target holds its figure, or nothing is proved by it."""
    for index, indicator in draft.indicators:
        if not indicator.source.quote or _comparable(indicator):
            continue
        promised = any(target.values for target in indicator.target)
        unit = find_unit(indicator.unit)
        fits = unit is not None and unit.dimension in FITTING[indicator.kind]  # else rules P104 and P105 say so
        if promised and fits:
            yield At(TARGETS, (index, "source", "quote"), {"unit": indicator.unit})


def comparator_fits(draft: Draft) -> Iterator[At]:
    """以上 and 不低于 say at least, 以内 and 不超过 at most; the operator says the same."""
    for at, indicator, target in draft.targets:
        for figure in matching(indicator, target):
            if figure.sense and target.sense and figure.sense != target.sense:
                values = {"word": figure.comparator, "operator": target.sense, "expected": figure.sense}
                yield At(TARGETS, (*at, target.operator), values)


def baseline_has_source(draft: Draft) -> Iterator[At]:
    """A baseline value written into the plan says where it is from, or that it is assumed."""
    for index, indicator in draft.indicators:
        base = indicator.baseline
        if base is not None and base.value is not None and base.source is None and not base.assumed:
            yield At(TARGETS, (index, "baseline", "value"), {"value": plain(base.value)})


def geometric_is_possible(draft: Draft) -> Iterator[At]:
    """A geometric path never reaches zero or below, and has no meaning for a growth rate."""
    for at, indicator, target in draft.targets:
        if indicator.path != "geometric":
            continue
        value = min(target.values, default=Decimal(1))
        if value <= 0 or indicator.kind == "growth":
            growth = indicator.kind == "growth"
            why = (
                Wording("a growth rate has none")
                if growth
                else Wording("the target is {value}, not above zero", value=plain(value))
            )
            yield At(TARGETS, (at[0], "path"), {"why": why})


def sums_add_up(draft: Draft) -> Iterator[At]:
    """Only amounts and counts of districts add up; a rate needs its weights, never a sum (`methods.md` A.7)."""
    for index, indicator in draft.indicators:
        if indicator.across == "sum" and indicator.kind not in ADDING:
            yield At(TARGETS, (index, "across"), {"kind": indicator.kind})


def horizon_is_the_plans(draft: Draft) -> Iterator[At]:
    """`stated: horizon` means that the clause names no year, so the plan's last year is meant."""
    for at, indicator, target in draft.targets:
        if draft.head and indicator.stated == "horizon" and target.by != draft.head.horizon:
            yield At(TARGETS, (*at, "by"), {"horizon": draft.head.horizon, "by": target.by})


def aspirations_are_marked(draft: Draft) -> Iterator[At]:
    """力争 and 争取 promise to try: such a target is `nature: aspirational`."""
    for index, indicator in draft.indicators:
        word = next((word for word in ASPIRING if word in (indicator.source.quote or "")), None)
        if word and indicator.nature != "aspirational":
            yield At(TARGETS, (index, "nature"), {"word": word})
