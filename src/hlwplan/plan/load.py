"""Loading: a folder's three files to a `Plan`, or to every reason why they are none.

Each list item is validated by itself, so that one bad item hides nothing in the others, and the rules run on
whatever has the right shape.  A misspelt key is reported once and then read as what it was meant to be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hlwplan.diagnostics import Diagnostic, has_errors, in_order, nearest
from hlwplan.language import Wording
from hlwplan.plan.draft import Draft
from hlwplan.plan.fields import URL
from hlwplan.plan.head import Head
from hlwplan.plan.model import Indicator, Plan, Task
from hlwplan.plan.rules import check
from hlwplan.plan.uncollected import uncollected
from hlwplan.plan.yamltext import Document, Loc, read_document
from hlwplan.quantity import EXACT, plain

M = TypeVar("M", bound=BaseModel)

FILES: Final = {
    "plan.yaml": Wording("the document, areas, regions and organisations"),
    "tasks.yaml": Wording("a list of tasks"),
    "targets.yaml": Wording("a list of indicators with their targets"),
}
_EXPECTED: Final = {
    "string_type": (Wording("text"), Wording("put quotes around it")),
    "int_type": (Wording("a whole number"), Wording("write digits without quotes")),
    "bool_type": (Wording("true or false"), Wording("write true or false, without quotes")),
    "tuple_type": (Wording("a list"), Wording("write `[...]`, or lines that begin with `- `")),
    "model_type": (Wording("a mapping"), Wording("write `key: value` lines")),
    "dict_type": (Wording("a mapping"), Wording("write `key: value` lines")),
    "number_type": (
        Wording("a number"),
        Wording("write digits without quotes, unit or commas; null where there is none"),
    ),
    "date_type": (Wording("a date"), Wording("write it as 2016-06-28")),
    "period_type": (Wording("a period"), Wording("write 2015, 2018Q3, 2018-06 or 2018-01/09")),
}
_WRITTEN: Final = {
    "number_type": (re.compile(r"-?[0-9]{1,20}(\.[0-9]+)?"), Decimal),
    "int_type": (re.compile(r"[0-9]{1,20}"), int),
}
"""A number in quotes, by the kind of number that was wanted."""
_FORMS: Final = {
    "string_pattern_mismatch": (Wording("an id"), Wording("use ASCII letters, digits, dots, dashes and underscores")),
    "number_size": (Wording("a value"), Wording("at most 20 digits before the point")),
    "url": (Wording("a web address"), Wording("begin with https:// or http://")),
    "too_short": (Wording("a list"), Wording("at least one entry is wanted")),
    "too_long": (Wording("a pair"), Wording("write [low, high]")),
    "missing_positional": (Wording("a pair"), Wording("write [low, high]")),
    "greater_than_equal": (Wording("a year or a number in range"), Wording("years are from 1900 to 2199")),
    "less_than_equal": (Wording("a year or a number in range"), Wording("years are from 1900 to 2199")),
}


@dataclass(slots=True)
class _Reading:
    """What has been found so far."""

    documents: Mapping[str, Document]
    findings: list[Diagnostic] = field(default_factory=list)
    data: dict[str, object] = field(default_factory=dict)


def load_plan(plan_dir: Path) -> tuple[Plan | None, list[Diagnostic]]:
    """Return the plan, or None where the files hold none without errors, and every diagnostic in reading order."""
    documents, findings = read_plan(plan_dir)
    plan, more = validated(documents)
    return (None if has_errors(findings) else plan), in_order([*findings, *more])


def read_plan(plan_dir: Path) -> tuple[dict[str, Document], list[Diagnostic]]:
    """The documents of a folder's files by name, without those that hold none, and what is wrong with the text."""
    documents, findings = {}, []
    for name, expected in FILES.items():
        document, more = read_document(plan_dir / name, expected)
        findings += more
        if document is not None:
            documents[name] = document
    return documents, findings


def validated(documents: Mapping[str, Document]) -> tuple[Plan | None, list[Diagnostic]]:
    """The plan that these documents are, or None where they are none without errors, and what is wrong with them."""
    with uncollected():
        reading = _Reading(documents)
        return _checked(reading), reading.findings


def _checked(reading: _Reading) -> Plan | None:
    head = _head(reading)
    tasks = _items(reading, "tasks.yaml", Task)
    indicators = _items(reading, "targets.yaml", Indicator)
    reading.findings += check(Draft(head, tasks, indicators, reading.documents, reading.data))
    if head is None or has_errors(reading.findings):
        return None
    return Plan(head, tuple(it for _, it in tasks), tuple(it for _, it in indicators), reading.documents)


def title_in(plan_dir: Path) -> str | None:
    """The plan's title as its file says it, also of a plan with mistakes; None where it says none."""
    document, _ = read_document(plan_dir / "plan.yaml", "")
    title = document.data.get("title") if document is not None and isinstance(document.data, dict) else None
    return title if isinstance(title, str) else None


def _head(reading: _Reading) -> Head | None:
    document = reading.documents.get("plan.yaml")
    if document is None:
        return None
    head, reading.data["plan.yaml"] = _shape(reading, Head, document, document.data, ())
    return head


def _items(reading: _Reading, name: str, model: type[M]) -> list[tuple[int, M]]:
    """Each item that has the right shape, with its index in the file."""
    document = reading.documents.get(name)
    if document is None:
        return []
    if not isinstance(document.data, tuple):
        reading.findings.append(
            _wrong_kind(document, (), document.data, FILES[name], Wording("begin each with `- id:`"))
        )
        return []
    read = [_shape(reading, model, document, data, (index,)) for index, data in enumerate(document.data)]
    reading.data[name] = tuple(data for _, data in read)
    return [(index, item) for index, (item, _) in enumerate(read) if item is not None]


def _shape(reading: _Reading, model: type[M], document: Document, data: object, at: Loc) -> tuple[M | None, object]:
    """Validate one value.  What can be mended in memory is, so that the rules see the rest; it stays reported.

    Returns the data as mended as well, which the rules of names read where there is no model.
    """
    said: set[Loc] = set()
    for _ in range(6):  # a mended value can uncover a mistake below it
        try:
            return model.model_validate(data), data
        except ValidationError as error:
            details = error.errors(include_url=False)
        # Unknown keys first: a misspelt one leaves a key missing that is not missing at all.
        extras = [detail for detail in details if detail["type"] == "extra_forbidden"]
        before = data
        for detail in extras or details:
            if extras:
                finding, data = _extra(model, document, data, at, detail["loc"])
            else:
                finding, data = _translate(model, document, at, detail), _meant(data, detail)
            if detail["loc"] not in said:  # taken as what it was meant to be, it may break a second rule of its field
                reading.findings.append(finding)
        if data is before:
            break
        said.update(detail["loc"] for detail in details if not extras)
    return None, data


def _meant(data: object, detail: ErrorDetails) -> object:
    """The data with a value replaced by what it says in another form; unchanged where nothing can be taken as meant.

    A misspelt choice is the nearest one, a number in quotes the number, a number for a text its digits, and an item
    where a list is wanted a list of one.
    """
    kind, given = detail["type"], detail["input"]
    new: object = None
    if kind == "literal_error":
        new = next(iter(_nearest_choice(detail)), None)
    elif kind in _WRITTEN and isinstance(given, str):
        form, number = _WRITTEN[kind]
        new = number(given) if form.fullmatch(given) else None
    elif kind == "string_type" and isinstance(given, (int, Decimal)) and not isinstance(given, bool):
        new = _written(given)
    elif kind == "tuple_type" and isinstance(given, (str, dict)):
        new = (given,)
    return data if new is None else _replaced(data, detail["loc"], new)


def _choices(detail: ErrorDetails) -> list[str]:
    return [name.strip("'") for name in str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")]


def _nearest_choice(detail: ErrorDetails) -> tuple[str, ...]:
    """The choice that a value looks like or says in Chinese; empty where there is none."""
    from hlwplan.plan.glossary import meant_by

    given, names = str(detail["input"]), _choices(detail)
    meant = meant_by(given, names)
    return (meant,) if meant else nearest(given, names)[:1]


def _extra(model: type[BaseModel], document: Document, data: object, at: Loc, loc: Loc) -> tuple[Diagnostic, object]:
    """Report an unknown key; return the data with the key renamed to the one that was meant, or without it."""
    key = str(loc[-1])
    fields = list(_model_at(model, loc[:-1]).model_fields)
    parent = _inside(data, loc[:-1])
    near = nearest(key, fields)
    meant = next((name for name in near if name not in parent), None)
    span = document.span((*at, *loc), key=True)
    values = {"key": key, "known": ", ".join(fields)}
    changed = {meant if name == key and meant else name: value for name, value in parent.items()
               if name != key or meant}  # fmt: skip
    if meant:
        document.places.rename((*at, *loc[:-1]), key, meant)
    return Diagnostic("P001", span, values, (meant,) if meant else near[:1]), _replaced(data, loc[:-1], changed)


def _inside(data: object, loc: Loc) -> Mapping[str, object]:
    for step in loc:
        if isinstance(step, int):
            data = data[step] if isinstance(data, tuple) and step < len(data) else data
        elif isinstance(data, dict):
            data = data.get(step, data)
    return data if isinstance(data, dict) else {}


def _replaced(data: object, loc: Loc, new: object) -> object:
    """A copy of `data` with the value at `loc` replaced; steps that are not in the data are a validator's own."""
    if not loc:
        return new
    step, rest = loc[0], loc[1:]
    if isinstance(data, dict) and step in data:
        return {**data, step: _replaced(data[step], rest, new)}
    if isinstance(data, tuple) and isinstance(step, int) and step < len(data):
        return (*data[:step], _replaced(data[step], rest, new), *data[step + 1 :])
    return _replaced(data, rest, new)


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The model of the mapping at `loc` below `model`."""
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            model = _model_in(model.model_fields[step].annotation) or model
    return model


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)


def _to_add(model: type[BaseModel], loc: Loc) -> str:
    """What to write for a missing key; null is offered where the key may have it."""
    annotation = _model_at(model, loc[:-1]).model_fields[str(loc[-1])].annotation
    null = type(None) in get_args(annotation)
    key = loc[-1]
    if null:
        return Wording("add `{key}: ...`, or `{key}: null` where the text does not say", key=key)
    return Wording("add `{key}: ...`", key=key)


def _translate(model: type[BaseModel], document: Document, at: Loc, detail: ErrorDetails) -> Diagnostic:
    """A pydantic error as a diagnostic at the place of its node."""
    kind, loc, given = detail["type"], (*at, *detail["loc"]), detail["input"]
    span = document.span(loc)
    if kind == "missing":
        if isinstance(loc[-1], int):
            return Diagnostic("P005", span, {"given": _written(given), **_form("too_long")})
        return Diagnostic("P002", span, {"key": str(loc[-1]), "hint": _to_add(model, detail["loc"])})
    if kind == "literal_error":
        values = {"given": _written(given), "allowed": ", ".join(_choices(detail))}
        return Diagnostic("P004", span, values, _nearest_choice(detail))
    if kind == "decimals":
        return Diagnostic("P007", span, {"given": _written(given)})
    if kind in _EXPECTED:
        return _wrong_kind(document, loc, given, *_EXPECTED[kind])
    if kind == "string_pattern_mismatch" and not str(given).strip():
        values = {"what": Wording("text"), "hint": Wording("write something, or null where the field allows it")}
        return Diagnostic("P005", span, {"given": _written(given), **values})
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] == URL:
        kind = "url"
    if kind in _FORMS:
        return Diagnostic("P005", span, {"given": _written(given), **_form(kind)})
    return Diagnostic("P006", span, _at_odds(detail))


def _at_odds(detail: ErrorDetails) -> dict[str, str]:
    """What keys that are right one by one say wrong together."""
    if detail["type"] == "source":
        said = Wording("a source names its `clause` or its `url`")
        return {"problem": said, "hint": Wording("add `clause: ...`, or `url: ...` where there is no text at hand")}
    if detail["type"] != "operator":  # the models have no other yet
        return {"problem": detail["msg"], "hint": ""}
    names, seen = detail["ctx"]["names"], detail["ctx"]["seen"]
    hint = Wording("keep one of them") if seen else Wording("add one of them, with its value")
    if seen == "at_least, at_most" and "between" in names:
        hint = Wording("keep one of them, or write `between: [low, high]`")
    said = Wording("exactly one of {names} is wanted, seen: {seen}", names=names, seen=seen or Wording("none"))
    return {"problem": said, "hint": hint}


def _form(kind: str) -> dict[str, str]:
    what, hint = _FORMS[kind]
    return {"what": what, "hint": hint}


def _wrong_kind(document: Document, loc: Loc, given: object, expected: str, hint: str) -> Diagnostic:
    return Diagnostic("P003", document.span(loc), {"given": _written(given), "expected": expected, "hint": hint})


def _written(value: object) -> str:
    """A value as the file's author would recognise it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Decimal)):
        number = Decimal(value)
        longest = max(len(number.as_tuple().digits), abs(number.adjusted()))
        return plain(number) if longest < EXACT.prec else str(number)
    if isinstance(value, str):
        return repr(value)
    return Wording("a mapping") if isinstance(value, dict) else Wording("a list")
