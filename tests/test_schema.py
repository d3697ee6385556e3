"""The JSON Schemas of plan files: made from the models, and true of the files."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from conftest import ROOT
from test_load import BASE, EXAMPLE, PLANS, SHIPPED

from hlwplan.plan.schema import NAMES, plan_schema
from hlwplan.plan.yamltext import read_document

SCHEMAS: Final = ROOT / "src" / "hlwplan" / "plan" / "schemas"


def as_json(value: object) -> object:
    """Data of a plan file as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return {key: as_json(item) for key, item in value.items()} if isinstance(value, dict) else value


def data_of(path: Path) -> Any:
    """What a plan file holds."""
    document, findings = read_document(path, "")
    assert document is not None
    assert findings == []
    return as_json(document.data)


def mistakes(name: str, data: object) -> list[str]:
    """Where data does not follow the schema of a file."""
    validator = jsonschema.Draft202012Validator(json.loads(plan_schema(name)))
    return [error.json_path for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_in_the_package_are_current(name: str, request: pytest.FixtureRequest) -> None:
    """Each schema in the package is the one that the models make now; `--update-golden` rewrites it."""
    path = SCHEMAS / f"{name}.schema.json"
    if request.config.getoption("--update-golden"):
        path.write_text(plan_schema(name), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == plan_schema(name)


def test_no_schema_is_left_over() -> None:
    """The package has a schema for each plan file and none besides."""
    assert sorted(path.name for path in SCHEMAS.iterdir()) == sorted(f"{name}.schema.json" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name: str) -> None:
    """Each is a JSON Schema of the draft that it names."""
    schema = json.loads(plan_schema(name))
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("folder", [SHIPPED, EXAMPLE, BASE], ids=["shipped", "example", "base"])
@pytest.mark.parametrize("name", NAMES)
def test_plan_files_follow_their_schema(name: str, folder: Path) -> None:
    """The plans that load also follow the schema that editors hold them against."""
    assert mistakes(name, data_of(folder / f"{name}.yaml")) == []


@pytest.mark.parametrize("folder", [SHIPPED, EXAMPLE], ids=["shipped", "example"])
@pytest.mark.parametrize("name", NAMES)
def test_plan_files_name_their_schema(name: str, folder: Path) -> None:
    """The first line of a plan file leads editors to its schema."""
    line = (folder / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    address = line.removeprefix("# yaml-language-server: $schema=")
    assert (folder / address).resolve() == SCHEMAS / f"{name}.schema.json"


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.pass.*.yaml")), ids=lambda path: path.name)
def test_passing_fixtures_follow_the_schema(path: Path) -> None:
    """What loads follows the schema: it refuses nothing that the program takes."""
    assert mistakes(path.name.split(".")[-2], data_of(path)) == []


BROKEN: Final[dict[str, tuple[str, Callable[[Any], object], str]]] = {
    "unknown key": ("plan", lambda it: it.update(horizons=2020), "$"),
    "missing key": ("plan", lambda it: it.pop("horizon"), "$"),
    "no area": ("plan", lambda it: it.update(areas=[]), "$.areas"),
    "text for a number": ("plan", lambda it: it.update(horizon="2020"), "$.horizon"),
    "year out of range": ("plan", lambda it: it.update(horizon=20200), "$.horizon"),
    "number for text": ("tasks", lambda it: it[0].update(title=5), "$[0].title"),
    "no list": ("tasks", lambda it: it[0].update(lead="市一局"), "$[0].lead"),
    "an id that is not ASCII": ("tasks", lambda it: it[0].update(id="甲"), "$[0].id"),
    "empty text": ("tasks", lambda it: it[0].update(title=""), "$[0].title"),
    "unknown choice": ("targets", lambda it: it[0].update(kind="amounts"), "$[0].kind"),
    "two operators": (
        "targets",
        lambda it: it[6].update(target={"by": 2020, "at_least": 1, "at_most": 2}),
        "$[6].target",
    ),
    "no operator": ("targets", lambda it: it[6].update(target={"by": 2020, "at_least": None}), "$[6].target"),
    "three ends": ("targets", lambda it: it[0].update(bounds=[1, 2, 3]), "$[0].bounds"),
    "one end": ("targets", lambda it: it[0].update(bounds=[1]), "$[0].bounds"),
    "unknown weight key": ("targets", lambda it: it[1].update(across={"mean_weighted": "output"}), "$[1].across"),
    "a share without bound": ("targets", lambda it: it[0]["shares"][0].pop("at_least"), "$[0].shares[0]"),
    "a source that names nothing": ("targets", lambda it: it[0].update(source={"quote": "甲"}), "$[0].source"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_schema_refuses(mistake: str) -> None:
    """A mistake of shape is found by the schema alone, at its place."""
    name, change, place = BROKEN[mistake]
    data = data_of(BASE / f"{name}.yaml")
    change(data)
    assert place in mistakes(name, data)


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_explained(name: str) -> None:
    """The schema says what its file is for, in both languages, for editors to show."""
    title = json.loads(plan_schema(name))["title"]
    assert title.startswith(f"{name}.yaml: ")
    assert " / " in title
