"""The rules of a plan: what must hold beyond each field's shape.

A rule is one function.  It yields places and values; the wording stands in the catalogue of diagnostics, and the
function's docstring is the rule's reason.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from hlwplan.diagnostics import Diagnostic
from hlwplan.plan import name_rules, target_rules, way_rules
from hlwplan.plan.draft import At, Draft

RULES: Final[Mapping[str, Callable[[Draft], Iterable[At]]]] = {
    "P101": name_rules.unique_ids,
    "P102": name_rules.unique_names,
    "P103": name_rules.known_references,
    "P104": target_rules.known_unit,
    "P105": target_rules.unit_fits_kind,
    "P106": target_rules.within_bounds,
    "P107": target_rules.ends_in_order,
    "P108": way_rules.baseline_before_target,
    "P109": way_rules.years_in_order,
    "P110": way_rules.milestones_between,
    "P111": way_rules.milestones_on_the_way,
    "P112": target_rules.shares_add_up,
    "P113": target_rules.quote_says_value,
    "P114": target_rules.quote_has_figure,
    "P115": target_rules.comparator_fits,
    "P116": target_rules.baseline_has_source,
    "P117": target_rules.geometric_is_possible,
    "P118": target_rules.sums_add_up,
    "P119": target_rules.horizon_is_the_plans,
    "P120": target_rules.aspirations_are_marked,
    "P121": name_rules.regions_form_a_tree,
    "P122": target_rules.one_share_each,
    "P123": target_rules.shares_go_down,
    "P124": way_rules.one_way,
    "P125": way_rules.targets_go_on,
    "P126": way_rules.flows_start_with_a_year,
}


_TOGETHER: Final = ("P101", "P102", "P103", "P121")
"""The rules that hold things of a plan against each other; the others look at one indicator at a time."""
_ALONE: Final = tuple(code for code in RULES if code not in _TOGETHER)


def check(draft: Draft) -> list[Diagnostic]:
    """Every breach of every rule, in no order."""
    return [
        Diagnostic(code, part.documents[at.file].span(at.loc), at.values, at.near)
        for part, codes in ((draft, _TOGETHER), *((part, _ALONE) for part in draft.parts()))
        for code in codes
        for at in RULES[code](part)
    ]
