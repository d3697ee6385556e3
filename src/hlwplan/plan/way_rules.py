"""The rules of the way from a baseline over milestones to the targets: years in order, one direction, none passed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from hlwplan.language import Wording
from hlwplan.plan.draft import TARGETS, At, Draft
from hlwplan.quantity import plain

if TYPE_CHECKING:
    from hlwplan.plan.model import Milestone, Target
    from hlwplan.plan.places import Loc


def baseline_before_target(draft: Draft) -> Iterator[At]:
    """The baseline lies before every target year: between them runs the path."""
    for index, indicator in draft.indicators:
        by, base = min(target.by for target in indicator.target), indicator.baseline
        # Its exact end is asked for only where its year leaves the question open.
        if base is not None and base.period.year >= by and base.period.end >= by:
            yield At(TARGETS, (index, "baseline", "period"), {"baseline": base.period, "by": by})


def years_in_order(draft: Draft) -> Iterator[At]:
    """Targets and milestones come by year, one a year, so that the way can be drawn."""
    for index, indicator in draft.indicators:
        both: tuple[tuple[str, Sequence[Target | Milestone]], ...] = (
            ("target", indicator.target),
            ("milestones", indicator.milestones),
        )
        for name, due in both:
            for number, (before, after) in enumerate(pairwise(due), start=1):
                if after.by <= before.by:
                    yield At(TARGETS, (index, name, number, "by"), {"later": after.by, "earlier": before.by})


def milestones_between(draft: Draft) -> Iterator[At]:
    """A milestone is due after the baseline and before the last target year."""
    for index, indicator in draft.indicators:
        if not indicator.milestones:
            continue
        start = indicator.baseline.period.end if indicator.baseline else None
        end = max(target.by for target in indicator.target)
        for number, milestone in enumerate(indicator.milestones):
            if (start is not None and milestone.by <= start) or milestone.by >= end:
                values = {
                    "by": milestone.by,
                    "start": indicator.baseline.period if indicator.baseline else Wording("(none)"),
                    "end": end,
                }
                yield At(TARGETS, (index, "milestones", number, "by"), values)


def milestones_on_the_way(draft: Draft) -> Iterator[At]:
    """Milestones move from the baseline towards the target, none back and none beyond."""
    for index, indicator in draft.indicators:
        final = indicator.target[-1]
        if not indicator.milestones or final.sense is None or final.hold is not None:
            continue
        sign = 1 if final.sense == "at_least" else -1
        start = indicator.baseline.value if indicator.baseline else None
        due = {target.by: target.values[0] for target in indicator.target if target.values}
        for number, milestone in enumerate(indicator.milestones):
            if milestone.by >= final.by:  # rule P110 says so
                continue
            passed = [value for by, value in due.items() if by < milestone.by]
            start = max([*passed, *([] if start is None else [start])], key=lambda value: sign * value, default=None)
            next_due = min((by for by in due if by >= milestone.by), default=final.by)
            end = due.get(next_due, final.values[0])
            if (start is not None and sign * (milestone.value - start) < 0) or sign * (end - milestone.value) < 0:
                shown = plain(start) if start is not None else Wording("the baseline")
                values = {"value": plain(milestone.value), "start": shown, "end": plain(end)}
                yield At(TARGETS, (index, "milestones", number), values)
            start = milestone.value


def one_way(draft: Draft) -> Iterator[At]:
    """Targets, milestones and shares of one indicator bound it on the same side: what is short must be clear."""
    for index, indicator in draft.indicators:
        final = indicator.target[-1]
        if final.sense is None or not (indicator.target[:-1] or indicator.milestones or indicator.shares):
            continue
        bounds: list[tuple[Loc, str | None]] = [
            ((index, "target", number, target.operator), target.sense)
            for number, target in enumerate(indicator.target[:-1])
        ]
        bounds += [
            ((index, name, number), "at_least" if bound.at_least is not None else "at_most")
            for name, listed in (("milestones", indicator.milestones), ("shares", indicator.shares))
            for number, bound in enumerate(listed)
        ]
        for loc, sense in bounds:
            if sense is not None and sense != final.sense:
                yield At(TARGETS, loc, {"given": sense, "wanted": final.sense})


def targets_go_on(draft: Draft) -> Iterator[At]:
    """A later target asks for no less than an earlier one, or the earlier one would be the real target."""
    for index, indicator in draft.indicators:
        for number, (before, after) in enumerate(pairwise(indicator.target), start=1):
            if before.sense is None or before.sense != after.sense or after.by <= before.by:
                continue
            sign = 1 if after.sense == "at_least" else -1
            if sign * (after.values[0] - before.values[0]) < 0:
                values = {"later": plain(after.values[0]), "by": after.by,
                          "earlier": plain(before.values[0]), "before": before.by}  # fmt: skip
                yield At(TARGETS, (index, "target", number, after.operator), values)


def flows_start_with_a_year(draft: Draft) -> Iterator[At]:
    """A flow is judged by whole years, so it starts from one; a part of a year cannot stand beside them."""
    for index, indicator in draft.indicators:
        base = indicator.baseline
        if indicator.series == "flow" and base is not None and base.period.last_month - base.period.first_month < 11:
            yield At(TARGETS, (index, "baseline", "period"), {"period": base.period, "year": base.period.year})
