"""A plan to start from: three files with one example each, and comments that say what goes where."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from hlwplan.language import spoken
from hlwplan.plan.load import FILES
from hlwplan.plan.schema import FOLDER, NAMES, modeline, plan_schema
from hlwplan.plan.yamltext import quoted


def starter(title: str, issuer: str | None, region: str, years: range) -> Mapping[str, str]:
    """The files of a new plan, by their paths in its folder, commented in the language spoken now.

    They hold a plan without a finding, which starts from the year before its `years`.
    The JSON Schemas are among them, so that editors find them wherever the folder is copied.
    """
    first, last = years[0], years[-1]
    values = {
        "id": f"plan-{first}-{last}",
        "title": quoted(title),
        "issuer": "null" if issuer is None else quoted(issuer),
        "region": quoted(region),
        "base": first - 1,
        "last": last,
    }
    templates = files(__name__).joinpath(spoken())
    texts = {name: Template(templates.joinpath(name).read_text(encoding="utf-8")).substitute(values) for name in FILES}
    schemas = {f"{FOLDER}/{name}.schema.json": plan_schema(name) for name in NAMES}
    return {name: f"{modeline(name.removesuffix('.yaml'))}\n{text}" for name, text in texts.items()} | schemas
