"""The JSON Schemas of plan files: made from the models, true of the files, and of one mind with `validate`."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import jsonschema
import pytest
from conftest import run
from mutants import CHANGES, Mutant, mutants
from test_load import BASE, EXAMPLE, PLANS, SHIPPED, replaced

from hlwplan.diagnostics import CATALOGUE
from hlwplan.plan import glossary
from hlwplan.plan.load import load_plan
from hlwplan.plan.schema import FOLDER, NAMES, modeline, plan_schema
from hlwplan.plan.schema_rules import INDICATOR, SEMANTIC
from hlwplan.plan.yamltext import read_document

Draft: Final = jsonschema.Draft202012Validator
LISTS: Final = Draft.TYPE_CHECKER.redefine("array", lambda _, value: isinstance(value, tuple))


def validator(schema: object) -> Any:
    """What holds data against a schema as our own loader has it: lists are tuples, numbers with a point Decimals."""
    # jsonschema has no types for what makes a validator of other types of data.
    made: Any = jsonschema.validators
    return made.extend(Draft, type_checker=LISTS)(schema, format_checker=Draft.FORMAT_CHECKER)


VALIDATORS: Final = {name: validator(json.loads(plan_schema(name))) for name in NAMES}


def data_of(path: Path) -> Any:
    """What a plan file holds."""
    document, findings = read_document(path, "")
    assert document is not None
    assert findings == []
    return document.data


def mistakes(name: str, data: object) -> list[str]:
    """Where data does not follow the schema of a file."""
    return [error.json_path for error in VALIDATORS[name].iter_errors(data)]


@pytest.mark.parametrize("folder", [SHIPPED, EXAMPLE], ids=["shipped", "example"])
@pytest.mark.parametrize("name", NAMES)
def test_schemas_beside_the_plans_are_current(name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Each schema beside a plan is the one that the program makes now; `--update-golden` rewrites it."""
    path = folder / FOLDER / f"{name}.schema.json"
    if request.config.getoption("--update-golden"):
        path.write_text(plan_schema(name), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == plan_schema(name)


@pytest.mark.parametrize("folder", [SHIPPED, EXAMPLE], ids=["shipped", "example"])
def test_no_schema_is_left_over(folder: Path) -> None:
    """A plan has a schema for each of its files and none besides."""
    assert sorted(path.name for path in (folder / FOLDER).iterdir()) == sorted(f"{name}.schema.json" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name: str) -> None:
    """Each is a JSON Schema of the draft that it names."""
    schema = json.loads(plan_schema(name))
    assert schema["$schema"] == Draft.META_SCHEMA["$id"]
    Draft.check_schema(schema)


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
    assert line == modeline(name)
    assert (folder / line.partition("$schema=")[2]).is_file()


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.pass.*.yaml")), ids=lambda path: path.name)
def test_passing_fixtures_follow_the_schema(path: Path) -> None:
    """What loads follows the schema: it refuses nothing that the program takes."""
    assert mistakes(path.name.split(".")[-2], data_of(path)) == []


class Verdict(NamedTuple):
    """Whether a file's schema refuses it, whether `validate` refuses it for what a schema can say, and all codes."""

    refused: bool
    wrong: bool
    codes: frozenset[str]


def verdict(folder: Path, name: str) -> Verdict:
    """The verdict on one file of a plan; a file without data is no file to the schema."""
    codes = frozenset(finding.code for finding in load_plan(folder)[1])
    document, _ = read_document(folder / f"{name}.yaml", "")
    refused = document is not None and not VALIDATORS[name].is_valid(document.data)
    return Verdict(refused, bool(codes - SEMANTIC.keys()), codes)


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.fail.*.yaml")), ids=lambda path: path.name)
def test_failing_fixtures_break_the_schema(path: Path, tmp_path: Path) -> None:
    """What fails by a code that a schema can say fails by the schema too, and nothing else does."""
    name = path.name.split(".")[-2]
    found = verdict(replaced(tmp_path, **{name: path.read_bytes()}), name)
    assert found.refused == found.wrong, found.codes


EACH: Final = 10
SEEDS: Final = {SHIPPED: 2016, EXAMPLE: 2022}
SAID: Final = frozenset({"P001", "P002", "P003", "P004", "P005", "P006", *INDICATOR})


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Mutant, Verdict]]:
    """Plans with one thing changed in one file, and the verdicts on it."""
    found = []
    for folder, seed in SEEDS.items():
        for name in NAMES:
            copy = shutil.copytree(folder, tmp_path_factory.mktemp(name), dirs_exist_ok=True)
            for mutant in mutants(data_of(folder / f"{name}.yaml"), name, EACH, seed):
                (copy / f"{name}.yaml").write_text(mutant.text, encoding="utf-8")
                found.append((name, mutant, verdict(copy, name)))
    return found


def test_the_schema_says_what_validate_says(tried: list[tuple[str, Mutant, Verdict]]) -> None:
    """Of a plan with one thing changed the schema thinks as `validate` does, but for the codes marked semantic."""
    differ = [(name, it.change, it.at, found.codes) for name, it, found in tried if found.refused != found.wrong]
    assert differ == []


def test_mutants_are_many_and_of_every_kind(tried: list[tuple[str, Mutant, Verdict]]) -> None:
    """Hundreds of plans in each file, every change, every code that a schema says; both verdicts come often."""
    assert all(sum(name == file for file, _, _ in tried) >= 200 for name in NAMES)
    assert {mutant.change for _, mutant, _ in tried} == CHANGES.keys()
    codes = Counter(code for _, _, found in tried for code in found.codes)
    assert codes.keys() >= SAID
    assert sum(found.refused for _, _, found in tried) >= 400
    assert sum(not found.codes for _, _, found in tried) >= 100
    assert sum(bool(found.codes) and not found.refused for _, _, found in tried) >= 50


def test_every_code_is_marked_or_said() -> None:
    """A code of plan files is semantic, with its reason, or said by the schema."""
    known = {code for code in CATALOGUE if code[:2] in {"Y0", "P0", "P1"}}
    assert known == SEMANTIC.keys() | SAID
    assert SEMANTIC.keys() & SAID == set()


CHINESE: Final = re.compile("[\u4e00-\u9fff]")


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it that describes a value, those of rules left out."""
    yield schema
    inner = [*schema.get("$defs", {}).values(), *schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    for part in (*inner, *schema.get("oneOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from parts(part)


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_explained(name: str) -> None:
    """Every file, mapping and key has a Chinese title, and a description in both languages."""
    schema = json.loads(plan_schema(name))
    models = [schema, *schema["$defs"].values()]
    described = [*models, *(field for model in models for field in model.get("properties", {}).values())]
    for part in described:
        assert CHINESE.search(part["title"]), part
        chinese, _, english = part["description"].partition(" / ")
        assert CHINESE.search(chinese), part
        assert re.search("[a-z]{3}", english), part


@pytest.mark.parametrize("name", NAMES)
def test_choices_and_forms_are_explained(name: str) -> None:
    """Every value of a fixed list has its own words, and every form a message, in Chinese and English."""
    for part in parts(json.loads(plan_schema(name))):
        if "enum" in part:
            assert len(part["enumDescriptions"]) == len(part["enum"])
            assert all(CHINESE.search(text) and " / " in text for text in part["enumDescriptions"])
        if "pattern" in part:
            assert CHINESE.search(part["patternErrorMessage"])


@pytest.mark.parametrize("name", NAMES)
def test_examples_and_defaults_follow_their_schema(name: str) -> None:
    """What an editor offers to fill in is right."""
    schema = json.loads(plan_schema(name))
    for part in parts(schema):
        offered = [*part.get("examples", ()), *([part["default"]] if "default" in part else ())]
        whole = {**part, "$defs": schema["$defs"]}
        for value in offered:
            assert validator(whole).is_valid(tuple(value) if isinstance(value, list) else value), (part, value)


def test_the_glossary_has_no_idle_entry() -> None:
    """Each entry is of a key or a choice that there is."""
    schemas = {name: json.loads(plan_schema(name)) for name in NAMES}
    models = {model: it for schema in schemas.values() for model, it in schema["$defs"].items()}
    models["Head"] = schemas["plan"]
    keys = {f"{model}.{key}" for model, it in models.items() for key in it.get("properties", {})}
    bare = {key.partition(".")[2] for key in keys - glossary.FIELDS.keys()}
    assert glossary.FIELDS.keys() <= keys | bare
    assert glossary.MODELS.keys() == models.keys()
    choices = {value for schema in schemas.values() for part in parts(schema) for value in part.get("enum", ())}
    assert choices - {None} == glossary.CHOICES.keys()


def test_write_puts_the_schemas_beside_the_plan(tmp_path: Path) -> None:
    """`--write` makes the files that modelines lead to, names the lines that are missing, and changes no plan file."""
    for name in NAMES:
        first = modeline(name) + "\n" if name == "plan" else ""
        (tmp_path / f"{name}.yaml").write_text(f"{first}# 甲\n", encoding="utf-8")
    for _ in range(2):  # a second time renews them
        done = run("schema", "--write", tmp_path)
        assert (done.code, done.out) == (0, "")
    for name in NAMES:
        assert (tmp_path / FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == plan_schema(name)
        assert (f"{name}.yaml:1:" in done.err) == (name != "plan")
    assert modeline("tasks") in done.err
    assert (tmp_path / "tasks.yaml").read_text(encoding="utf-8") == "# 甲\n"


@pytest.mark.parametrize("arguments", [[], ["plan", "--write", "."], ["--write", "nowhere"]])
def test_schema_of_nothing_is_a_usage_error(arguments: list[str]) -> None:
    """One of a name and a folder that is there is wanted."""
    done = run("schema", *arguments)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("seed", ["0", "1"])
@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_the_same_bytes_each_time(name: str, seed: str) -> None:
    """The order of a hash changes nothing."""
    assert run("schema", name, env={"PYTHONHASHSEED": seed}).out == plan_schema(name)
