"""JSON Schemas of the plan files, for editors and for tools in other languages; made from the models, never by hand.

The models give the shape, `glossary` the words, `schema_rules` the rules that a schema can hold.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from hlwplan.plan import glossary
from hlwplan.plan.fields import DAY, ID, PERIOD, TEXT, URL
from hlwplan.plan.head import Head
from hlwplan.plan.model import Indicator, Task
from hlwplan.plan.schema_rules import INDICATOR

_TYPES: Final[Mapping[str, Any]] = {"plan": Head, "tasks": tuple[Task, ...], "targets": tuple[Indicator, ...]}
NAMES: Final = tuple(_TYPES)
FOLDER: Final = "schemas"
"""Where a plan keeps its schemas: a folder beside its files, so that the two go together wherever they are copied."""

_PATTERNS: Final[Mapping[str, str]] = {
    ID: "标识只用 ASCII 字母、数字和 . _ -，以字母或数字开头 / ASCII letters, digits, dots, dashes, underscores",
    TEXT: "不能为空；允许时写 null / write something, or null where the field allows it",
    URL: "以 https:// 或 http:// 开头 / begin with https:// or http://",
    DAY: "日期写作 2016-06-28 / write it as 2016-06-28",
    PERIOD: "统计期写作 2015、2018Q3、2018-06 或 2018-01/09 / write 2015, 2018Q3, 2018-06 or 2018-01/09",
}
"""What editors say where a text does not have the form."""


def modeline(name: str) -> str:
    """The first line of a plan file, which leads editors to its schema in `FOLDER`."""
    return f"# yaml-language-server: $schema={FOLDER}/{name}.schema.json"


def plan_schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of one plan file, one of `NAMES`, as text."""
    made = TypeAdapter(_TYPES[name]).json_schema(mode="validation")
    for model, schema in {**made.get("$defs", {}), **({"Head": made} if name == "plan" else {})}.items():
        _explain(model, schema)
    if name == "targets":
        made["$defs"]["Indicator"]["allOf"] = list(INDICATOR.values())
    file = glossary.FILES[name]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file.title,
        "description": file.description,
    }
    return json.dumps({**head, **{key: value for key, value in made.items() if key not in head}},
                      ensure_ascii=False, indent=2) + "\n"  # fmt: skip


def _explain(model: str, schema: dict[str, Any]) -> None:
    """Give a model and its keys their words; `X or null` becomes one schema, of which editors say clearer things."""
    entry = glossary.MODELS[model]
    schema["title"], schema["description"] = entry.title, entry.description
    for key, field in schema.get("properties", {}).items():
        entry = glossary.FIELDS.get(f"{model}.{key}") or glossary.FIELDS[key]
        rest = {name: value for name, value in _joined(field).items() if name != "title"}
        examples = {"examples": list(entry.examples)} if entry.examples else {}
        schema["properties"][key] = {"title": entry.title, "description": entry.description, **examples, **rest}


def _joined(field: Any) -> Any:
    """A field's schema without alternatives for null, with the words of its choices and of its patterns."""
    if isinstance(field, list):
        return [_joined(part) for part in field]
    if not isinstance(field, dict):
        return field
    made = {key: _joined(value) for key, value in field.items()}
    alternatives = made.get("anyOf", [])
    if alternatives:
        made.pop("minLength", None)  # pydantic means the entries of the list among them, which says so itself
    if len(alternatives) == 2 and alternatives[1] == {"type": "null"} and "type" in alternatives[0]:
        del made["anyOf"]
        made = {**alternatives[0], "type": [alternatives[0]["type"], "null"], **made}
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
    if "prefixItems" in made:  # a pair of the same; editors know `items` better
        made["items"] = made.pop("prefixItems")[0]
    if "enum" in made:
        made["enumDescriptions"] = [_choice(name).description for name in made["enum"]]
    if "pattern" in made:
        made["patternErrorMessage"] = _PATTERNS[made["pattern"]]
    return made


def _choice(name: str | None) -> glossary.Choice:
    return glossary.NOT_SAID if name is None else glossary.CHOICES[name]
