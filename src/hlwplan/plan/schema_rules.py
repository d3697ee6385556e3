"""Which rules of a plan its JSON Schemas hold as well, and why they cannot hold the others.

A schema holds what can be said of one indicator without comparing two numbers, so that an editor shows it while the
plan is written.  Whatever has a code that is not in `SEMANTIC`, a schema refuses as `hlwplan validate` does.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

from hlwplan.plan.fields import WHOLE_YEAR
from hlwplan.plan.model import Indicator
from hlwplan.plan.target_rules import ADDING, ASPIRING

_TEXT: Final = "a schema sees the data of a file, not its text"
_LISTS: Final = "a schema cannot look an entry up in a list"
_NAMES: Final = "a schema compares names as they are written, not as readers take them"
_COMPARED: Final = "a schema cannot compare one value of a plan with another"
_UNITS: Final = "a schema cannot read or convert units of measure"
_QUOTES: Final = "a schema cannot read figures in running text"
SEMANTIC: Final[Mapping[str, str]] = {
    **{f"Y{number:03}": _TEXT for number in range(1, 12)},
    "P007": "a schema counts in floating point, which loses the number of decimals",
    **dict.fromkeys(("P101", "P102", "P103", "P121", "P122", "P123", "P128"), _LISTS),
    "P127": _NAMES,
    **dict.fromkeys(("P104", "P105", "P106"), _UNITS),
    **dict.fromkeys(("P107", "P108", "P109", "P110", "P111", "P112", "P119", "P124", "P125"), _COMPARED),
    **dict.fromkeys(("P113", "P114", "P115"), _QUOTES),
}
"""The codes that only `hlwplan validate` can find, each with the reason."""

_KINDS: Final = get_args(Indicator.model_fields["kind"].annotation)
_POSITIVE: Final = {"exclusiveMinimum": 0}
_POSITIVE_BOUND: Final = {"at_least": _POSITIVE, "at_most": _POSITIVE}
_POSITIVE_TARGET: Final = {
    "properties": {**_POSITIVE_BOUND, "between": {"items": _POSITIVE}, "hold": {"properties": _POSITIVE_BOUND}}
}


def _given(**schemas: object) -> dict[str, Any]:
    """A mapping that has these keys, each as said; what is no mapping is held by its own field."""
    return {"type": "object", "required": list(schemas), "properties": schemas}


def _only(values: list[str], message: str) -> dict[str, Any]:
    return {"enum": values, "errorMessage": message}


INDICATOR: Final[Mapping[str, Mapping[str, Any]]] = {
    "P116": {
        "if": _given(baseline={**_given(value={"type": "number"}), "not": _given(assumed={"const": True})}),
        "then": _given(baseline=_given(source={"type": "object"})),
    },
    "P117": {
        "if": _given(path={"const": "geometric"}),
        "then": {
            "properties": {
                "kind": _only(
                    [kind for kind in _KINDS if kind != "growth"], "增速没有几何路径 / a growth rate has no such path"
                ),
                "target": {**_POSITIVE_TARGET, "items": _POSITIVE_TARGET},
            }
        },
    },
    "P118": {
        "if": _given(across={"const": "sum"}, kind={"enum": [kind for kind in _KINDS if kind not in ADDING]}),
        "then": _given(across=_only(["none"], "此类指标不能加总 / values of this kind do not add up")),
    },
    "P120": {
        "if": _given(source=_given(quote={"type": "string", "pattern": "|".join(ASPIRING)})),
        "then": _given(
            nature=_only(["aspirational"], "原文是力争，应写 aspirational / the quote says that it is an aspiration")
        ),
    },
    "P126": {
        "if": _given(series={"const": "flow"}, baseline=_given(period={"type": "string"})),
        "then": _given(
            baseline=_given(
                period={
                    "pattern": WHOLE_YEAR,
                    "patternErrorMessage": "流量的基期应为整年 / a flow starts from a whole year",
                }
            )
        ),
    },
}
"""The rules of an indicator that its schema holds, by their code; `errorMessage` and the like are what editors say."""
