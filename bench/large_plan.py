"""A plan of 20,000 targets: how long it takes to load and to validate, beside what the libraries take for the same.

    python bench/large_plan.py [targets]

The plan is made up, the same each time, in a temporary folder.  Ratios are of processor time within this run, the least
of several rounds that take turns, with the caches of the program emptied before each.

* load: `read_document`, which gives the data and the place of every key and value, against PyYAML's `CSafeLoader`,
  which gives the data alone, on the same file.
* validate: `validated`, which is everything from parsed data to a plan (models, rules, their places), against pydantic
  validating the same data into the same models and nothing else.  `validated` leaves Python's garbage collector out,
  pydantic does not, as anyone would run it.
* the same with the collector off for both, which leaves the work of the rules.
* validate, where every target has a mistake: what is found, with the nearest names, in reading order.
"""

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import TypeAdapter

import hlwplan
from hlwplan.diagnostics import in_order
from hlwplan.plan.head import Head
from hlwplan.plan.load import FILES, read_plan, validated
from hlwplan.plan.model import Indicator, Task
from hlwplan.plan.yamltext import Document, read_document

ROUNDS: Final = 5
SEED: Final = 2016
SIGNS: Final = "农林牧渔工商电光网云数智港桥路车船机器能源水气环保文旅医药教研金融物流仓储社区街镇乡村"
UNITS: Final = (
    ("亿元", "amount", "flow", "sum"),
    ("家", "count", "cumulative", "sum"),
    ("'%'", "rate", "level", "none"),
    ("Gbps", "speed", "level", "none"),
    ("百分点", "growth", "level", "none"),
)
HEAD: Final = """\
id: large
title: 大计划
document: {number: 大政发〔2016〕1号}
horizon: 2020
areas:
  - {id: industry, name: 产业}
regions:
  - {name: 甲市, parts: [乙区, 丙县]}
  - name: 乙区
  - name: 丙县
organisations:
"""


def make_plan(folder: Path, targets: int) -> None:
    """Write a plan without mistakes: one target in four has an alias, one in five a milestone, one in ten shares."""
    chance = random.Random(SEED)
    tasks = max(1, targets // 50)
    offices = [f"市{sign}{other}局" for sign in SIGNS[:16] for other in SIGNS[16:28]]
    (folder / "plan.yaml").write_text(HEAD + "".join(f"  - name: {name}\n" for name in offices), encoding="utf-8")
    (folder / "tasks.yaml").write_text("".join(task(chance, i, offices) for i in range(tasks)), encoding="utf-8")
    text = "".join(indicator(chance, i, tasks) for i in range(targets))
    (folder / "targets.yaml").write_text(text, encoding="utf-8")


def task(chance: random.Random, number: int, offices: list[str]) -> str:
    """One task with a deliverable, as YAML."""
    lead, *responsible = chance.sample(offices, 5)
    return f"""\
- id: T{number}
  no: {number + 1}
  title: {words(chance, number)}工程
  area: industry
  lead: [{lead}]
  responsible: [{", ".join(responsible)}]
  source: {{clause: 二(一){number}}}
  deliverables:
    - {{id: T{number}-D1, title: {words(chance, number)}平台, stated: horizon}}
"""


def indicator(chance: random.Random, number: int, tasks: int) -> str:
    """One indicator with its target, as YAML."""
    unit, kind, series, across = chance.choice(UNITS)
    name, value = words(chance, number), 2 * chance.randint(15, 45)
    more = f"  aliases: [{name}(全口径)]\n" if number % 4 == 0 else ""
    more += f"  milestones: [{{by: 2018, at_least: {value // 2}}}]\n" if number % 5 == 0 else ""
    if number % 10 == 0:
        more += "  shares:\n" + "".join(f"    - {{region: {it}, at_least: {value // 2}}}\n" for it in ("乙区", "丙县"))
    return f"""\
- id: indicator-{number}
  name: {name}
  name_en: Indicator {number} of a plan that is made up
  task: T{chance.randrange(tasks)}
  unit: {unit}
  kind: {kind}
  series: {series}
  target: {{by: 2020, at_least: {value}}}
  stated: explicit
  nature: null
  baseline: {{period: 2015}}
  across: {across}
{more}  source: {{clause: 二(一){number}, quote: 到2020年，{name}达到{value}{unit.strip("'")}}}
"""


def words(chance: random.Random, number: int) -> str:
    """A name that nothing else has: its last signs count."""
    count = "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(3))
    return "".join(chance.sample(SIGNS, 4)) + count


def spoil(folder: Path, into: Path) -> None:
    """Copy a plan with a mistake in every target: by turns a key, a choice, a task, a unit and a value."""
    for name in ("plan.yaml", "tasks.yaml"):
        (into / name).write_bytes((folder / name).read_bytes())
    slips = (("series: ", "seris: "), ("kind: ", "kind: x"), ("task: T", "task: t-"), ("unit: ", "unit: 新"),
             ("at_least: ", "at_least: 1000000"))  # fmt: skip
    items = (folder / "targets.yaml").read_text(encoding="utf-8").split("- id: ")
    spoilt = [item.replace(*slips[number % len(slips)], 1) for number, item in enumerate(items)]
    (into / "targets.yaml").write_text("- id: ".join(spoilt), encoding="utf-8")


def forget() -> None:
    """Empty every cache of the program, so that no round lives on the one before."""
    for name, module in sys.modules.items():
        if name.split(".")[0] == hlwplan.__name__:
            for thing in vars(module).values():
                if clear := getattr(thing, "cache_clear", None):
                    clear()


def least(*works: Callable[[], object]) -> list[float]:
    """The least seconds of processor time of each, in rounds that take turns."""
    seconds = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for number, work in enumerate(works):
            forget()
            gc.collect()
            start = time.process_time()
            work()
            seconds[number] = min(seconds[number], time.process_time() - start)
    return seconds


def row(name: str, ours: float, theirs: float, beside: str) -> None:
    """One line of the result."""
    print(f"{name:34} {ours:6.2f} s {theirs:6.2f} s  {ours / theirs:5.2f} times {beside}")


def main(targets: int) -> None:
    """Make the plans, take the times, print them."""
    with tempfile.TemporaryDirectory() as folder:
        whole, spoilt = Path(folder) / "whole", Path(folder) / "spoilt"
        whole.mkdir()
        spoilt.mkdir()
        make_plan(whole, targets)
        spoil(whole, spoilt)
        compare_loading(whole / "targets.yaml", targets)
        documents, wrong = read_plan(whole)
        plan, findings = validated(documents)
        if plan is None or wrong or findings:
            sys.exit(f"the plan was meant to have no mistake: {findings[:3]}")
        del plan
        seconds = compare_validating(documents)
        del documents
        bad, _ = read_plan(spoilt)
        (with_mistakes,) = least(lambda: in_order(validated(bad)[1]))
        row("validate, a mistake in each target", with_mistakes, seconds, "the plan without mistakes")


def compare_loading(file: Path, targets: int) -> None:
    """Text to data: ours with every place, the library's without."""
    print(f"{targets} targets, {file.stat().st_size} bytes; ours, theirs")
    ours, theirs = least(lambda: read_document(file, ""), lambda: yaml.load(file.read_bytes(), yaml.CSafeLoader))
    row("load", ours, theirs, "CSafeLoader")


def compare_validating(documents: Mapping[str, Document]) -> float:
    """Data to a plan: ours with rules, the library's models alone.  Returns our seconds."""
    models: list[TypeAdapter[Any]] = [TypeAdapter(model) for model in (Head, tuple[Task, ...], tuple[Indicator, ...])]

    def alone() -> object:
        return [model.validate_python(documents[name].data) for model, name in zip(models, FILES, strict=True)]

    ours, theirs = least(lambda: validated(documents), alone)
    row("validate", ours, theirs, "pydantic alone")
    gc.disable()
    bare, alike = least(lambda: validated(documents), alone)
    gc.enable()
    row("validate, no garbage collection", bare, alike, "pydantic alone")
    return ours


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
