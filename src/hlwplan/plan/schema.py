"""JSON Schemas of the plan files, for editors and for tools in other languages; made from the models, never by hand."""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from hlwplan.plan.head import Head
from hlwplan.plan.model import Indicator, Task

_TYPES: Final[Mapping[str, tuple[Any, str]]] = {
    "plan": (Head, "plan.yaml: the document, its areas, regions and organisations / 计划文件"),
    "tasks": (tuple[Task, ...], "tasks.yaml: tasks and deliverables / 任务文件"),
    "targets": (tuple[Indicator, ...], "targets.yaml: indicators and their targets / 目标文件"),
}
NAMES: Final = tuple(_TYPES)


def plan_schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of one plan file, one of `NAMES`, as text."""
    type_, title = _TYPES[name]
    schema = TypeAdapter(type_).json_schema(mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**head, **{key: value for key, value in schema.items() if key != "title"}},
                      ensure_ascii=False, indent=2) + "\n"  # fmt: skip
