"""Loading a plan: each mistake once, at its exact place, and all of them in one run.

Fixtures stand in `tests/plans`, named `CODE[-detail].fail|pass.FILE.yaml`; each replaces that one file of `base`.
A failing one begins with `# expect: LINE:COLUMN CODE, ...`: the diagnostics that it gives, and no others.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from conftest import ROOT

from hlwplan.diagnostics import CATALOGUE, Diagnostic
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Plan
from hlwplan.plan.yamltext import MAX_BYTES

PLANS: Final = Path(__file__).parent / "plans"
BASE: Final = PLANS / "base"
SHIPPED: Final = ROOT / "plan"
EXAMPLE: Final = ROOT / "examples" / "zhejiang-digital-economy" / "plan"

OPERATORS: Final = "at_least, at_most, between, hold, direction"
NEW_LINE: Final = "\n"
FAMILIES: Final = ("Y0", "P0", "P1")
FAILING: Final = sorted(path.name for path in PLANS.glob("*.fail.*.yaml"))
PASSING: Final = sorted(path.name for path in PLANS.glob("*.pass.*.yaml"))

HEAD: Final = (BASE / "plan.yaml").read_bytes()
COMMENT: Final = b"# " + b"x" * (MAX_BYTES - len(HEAD) - 3) + b"\n"
BYTES: Final[Mapping[str, tuple[bytes | None, str, bytes]]] = {
    # a code, what to write as plan.yaml (None: nothing), where the diagnostic stands, and what passes
    "Y001": ("id: base\ntitle: 甲".encode() + b"\xff", "2:9", HEAD),
    "Y002": (HEAD + COMMENT + b"#", "0:0", HEAD + COMMENT),
    "Y010": (None, "0:0", HEAD),
}
"""What no text file of ours can hold."""


def code(name: str) -> str:
    """The code that a fixture is about."""
    return re.split(r"[-.]", name)[0]


def replaced(folder: Path, **files: bytes | str) -> Path:
    """A copy of the base plan with some of its files replaced: `targets="..."` is targets.yaml."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def place(finding: Diagnostic) -> str:
    """`file:line:column code` without the folder, zeros included."""
    span = finding.span
    return f"{Path(span.file).name}:{span.line}:{span.column} {finding.code}"


def places(folder: Path) -> list[str]:
    """Where everything wrong in a plan stands, and what it is."""
    return [place(finding) for finding in load_plan(folder)[1]]


def text_of(file: str, *changes: tuple[str, str]) -> str:
    """The text of a file of the base plan with words exchanged, each the first time that they stand there."""
    text = (BASE / f"{file}.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def spot(text: str, words: str, behind: str = "") -> str:
    """`line:column` of words that stand in a text once, or of the end of `behind`, with which they begin."""
    assert text.count(words) == 1
    before = text[: text.index(words) + len(behind)]
    return f"{before.count(NEW_LINE) + 1}:{len(before) - before.rfind(NEW_LINE)}"


def loaded(folder: Path) -> Plan:
    """A plan that is right."""
    plan, findings = load_plan(folder)
    assert plan is not None
    assert findings == []
    return plan


def test_every_code_has_fixtures() -> None:
    """Each code about plan files has a file, or bytes, that breaks it and one that does not."""
    wanted = {code for code in CATALOGUE if code.startswith(FAMILIES)}
    assert {code(name) for name in FAILING} | set(BYTES) == wanted
    assert {code(name) for name in PASSING} | set(BYTES) == wanted


def test_every_fixture_is_picked_up() -> None:
    """No file beside the base plan goes by a name that no test reads."""
    assert sorted(path.name for path in PLANS.iterdir() if path != BASE) == sorted(FAILING + PASSING)


@pytest.mark.parametrize("name", FAILING)
def test_failing_fixture(name: str, tmp_path: Path) -> None:
    """A failing fixture gives the diagnostics that its first line states, and no others."""
    text = (PLANS / name).read_text(encoding="utf-8")
    file = name.split(".")[-2]
    plan, findings = load_plan(replaced(tmp_path, **{file: text}))
    stated = text.splitlines()[0].removeprefix("# expect: ").split(", ")
    assert [place(finding) for finding in findings] == [f"{file}.yaml:{entry}" for entry in stated]
    assert plan is None
    assert code(name) in {finding.code for finding in findings}


@pytest.mark.parametrize("name", PASSING)
def test_passing_fixture(name: str, tmp_path: Path) -> None:
    """A passing fixture gives a plan and nothing to say."""
    loaded(replaced(tmp_path, **{name.split(".")[-2]: (PLANS / name).read_bytes()}))


@pytest.mark.parametrize("wrong", BYTES)
def test_bytes_that_are_no_plan(wrong: str, tmp_path: Path) -> None:
    """A file that is not UTF-8, too large or not there is one diagnostic, and the right bytes are none."""
    broken, where, right = BYTES[wrong]
    loaded(replaced(tmp_path, plan=right))
    (tmp_path / "plan.yaml").unlink()
    if broken is not None:
        (tmp_path / "plan.yaml").write_bytes(broken)
    assert places(tmp_path) == [f"plan.yaml:{where} {wrong}"]


def test_place_behind_a_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark moves neither the place nor the byte of a diagnostic about bytes."""
    _, findings = load_plan(replaced(tmp_path, plan=b"\xef\xbb\xbfid: \xff\n"))
    assert [place(finding) for finding in findings] == ["plan.yaml:1:5 Y001"]
    assert "0xff" in findings[0].message


def test_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Files saved as UTF-8 with a byte order mark read as if it were not there."""
    assert loaded(replaced(tmp_path, plan=b"\xef\xbb\xbf" + HEAD)).head.id == "base"


def test_an_empty_folder_is_three_missing_files(tmp_path: Path) -> None:
    """Each of the three files that is not there is said."""
    assert places(tmp_path) == ["plan.yaml:0:0 Y010", "targets.yaml:0:0 Y010", "tasks.yaml:0:0 Y010"]


def test_base_plan_says_everything_once() -> None:
    """The base plan has every operator, and values as written: exact decimals, null where nothing is said."""
    plan = loaded(BASE)
    assert {target.operator for _, target in plan.targets()} == {"at_least", "at_most", "between", "hold", "direction"}
    coverage = next(it for it in plan.indicators if it.id == "coverage")
    assert coverage.baseline is not None
    assert str(coverage.baseline.value) == "62.5"
    assert plan.tasks[1].lead is None
    assert plan.region == "甲市"


def test_mistakes_in_several_files_are_found_in_one_run(tmp_path: Path) -> None:
    """Bad files hide nothing in each other: every mistake is there, in reading order."""
    head = text_of("plan", ("parts: [东区, 西区]", "parts: [东区, 西区, 南区]"))
    tasks = text_of("tasks", ("lead: [市一局]", "lead: [市一居]"), ("no: null", "no: one"))
    targets = text_of("targets", ("unit: ‰", "unti: ‰"), ("at_least: 85", "at_least: 86"))
    assert places(replaced(tmp_path, plan=head, tasks=tasks, targets=targets)) == [
        f"plan.yaml:{spot(head, '南区')} P103",
        f"targets.yaml:{spot(targets, 'unti')} P001",
        f"targets.yaml:{spot(targets, '86')} P113",
        f"tasks.yaml:{spot(tasks, '市一居')} P103",
        f"tasks.yaml:{spot(tasks, 'no: one', 'no: ')} P003",
    ]


def test_misspelt_key_is_one_diagnostic(tmp_path: Path) -> None:
    """A misspelt key is said once, at the key, with the nearest name, and the missing key is not said."""
    text = text_of("targets", ("series: flow", "seris: flow"))
    _, findings = load_plan(replaced(tmp_path, targets=text))
    assert [place(finding) for finding in findings] == [f"targets.yaml:{spot(text, 'seris')} P001"]
    assert findings[0].span.end == findings[0].span.column + len("seris")
    assert findings[0].nearest == ("series",)
    assert findings[0].hint == "did you mean series?"


def test_misspelt_key_is_read_as_what_was_meant(tmp_path: Path) -> None:
    """The value under a misspelt key is checked as well, at its own place."""
    text = text_of("targets", ("at_least: 85", "at_leest: 86"))
    key, value = spot(text, "at_leest"), spot(text, "86")
    assert places(replaced(tmp_path, targets=text)) == [f"targets.yaml:{key} P001", f"targets.yaml:{value} P113"]


def test_mistakes_below_mistakes_are_found(tmp_path: Path) -> None:
    """Misspelt keys within each other and a misspelt choice are each said once."""
    text = text_of(
        "targets",
        ("target: {by: 2020, hold: {at_least: 95}}", "targets: {by: 2020, hodl: {at_leest: 95}}"),
        (
            "stated: explicit\n  source: {clause: 一(一)2, quote: 2020",
            "stated: clear\n  source: {clause: 一(一)2, quote: 2020",
        ),
        ("id: kept", "id: kept\n  nature: expect"),
    )
    words = ("nature: expect\n", "targets:", "hodl", "at_leest", "stated: clear")
    behind = ("nature: ", "", "", "", "stated: ")
    wanted = [spot(text, word, value) for word, value in zip(words, behind, strict=True)]
    codes = ("P004", "P001", "P001", "P001", "P004")
    found = [f"targets.yaml:{where} {what}" for where, what in zip(wanted, codes, strict=True)]
    assert places(replaced(tmp_path, targets=text)) == found


def test_misspelt_id_still_is_an_id(tmp_path: Path) -> None:
    """Where the key `id` is misspelt, what points to the task has nothing wrong with it."""
    text = text_of("tasks", ("- id: A2", "- idd: A2"))
    assert places(replaced(tmp_path, tasks=text)) == [f"tasks.yaml:{spot(text, 'idd')} P001"]


def test_hint_names_a_key_that_is_free(tmp_path: Path) -> None:
    """A key that is given already is not what an unknown one was meant to be."""
    text = text_of("targets", ("name_en: Output", "names: Output"))
    _, findings = load_plan(replaced(tmp_path, targets=text))
    key = spot(text, "names")
    assert [(place(finding), finding.nearest) for finding in findings] == [(f"targets.yaml:{key} P001", ("name_en",))]


def test_duplicate_key_names_the_first_line(tmp_path: Path) -> None:
    """A key given twice stands at its second place and names the first line; the first value is kept."""
    text = text_of("plan") + "horizon: 1800\n"
    _, findings = load_plan(replaced(tmp_path, plan=text))
    first = spot(text, "horizon: 2020").split(":")[0]
    message = f"key 'horizon' was given at line {first} already"
    assert [(place(it), it.message) for it in findings] == [(f"plan.yaml:{spot(text, 'horizon: 1800')} Y004", message)]


def test_missing_key_is_at_its_parent(tmp_path: Path) -> None:
    """A missing key is said where the mapping begins that should have it."""
    text = text_of("targets", ("{period: 2015Q4}", "{value: 7, assumed: true}"))
    _, findings = load_plan(replaced(tmp_path, targets=text))
    parent = spot(text, "{value: 7, assumed: true}")
    assert [(place(it), it.message) for it in findings] == [(f"targets.yaml:{parent} P002", "key 'period' is missing")]


def test_unknown_organisation_has_the_nearest_name(tmp_path: Path) -> None:
    """An organisation that no list has is said at its name, with the names like it, best first."""
    text = text_of("tasks", ("responsible: [市二局]", "responsible: [市二局局]"))
    _, findings = load_plan(replaced(tmp_path, tasks=text))
    assert [place(finding) for finding in findings] == [f"tasks.yaml:{spot(text, '市二局局')} P103"]
    assert findings[0].message == "no organisation is called '市二局局'"
    assert findings[0].nearest[0] == "市二局"


def test_wrong_quote_figure_says_both(tmp_path: Path) -> None:
    """A target that differs from its quote shows the quote's figure and its own value with the unit of measure."""
    text = text_of("targets", ("at_most: 5}", "at_most: 4.50}"))
    _, findings = load_plan(replaced(tmp_path, targets=text))
    assert [(place(finding), finding.message) for finding in findings] == [
        (f"targets.yaml:{spot(text, '4.50')} P113", "the quote says 5‰, the target 4.5 ‰")
    ]


@pytest.mark.parametrize(
    ("file", "changes", "codes"),
    [
        ("targets", (("at_least: 200}", 'at_least: "200"}'), ("unit: 亿元", "unit: 亿圆")), ["P104", "P003"]),
        ("targets", (("at_least: 200}", "at_least: [1]}"), ("task: A1", "task: A9")), ["P103", "P003"]),
        ("targets", (("name: 甲产值", "name: 7"), ("{region: 东区,", "{region: 东方,")), ["P003", "P103"]),
        (
            "targets",
            (("by: 2018", 'by: "2018"'), ("{by: 2016, at_least: 120}", "{by: 2016, at_least: 20}")),
            ["P003", "P111"],
        ),
        ("tasks", (("lead: [市一局]", "lead: 市二十局"),), ["P003", "P103"]),
        ("tasks", (("  title: 第一项任务\n", ""), ("[市二局]", "[市二局, 市二十局, {}]")), ["P002", "P103", "P003"]),
        (
            "tasks",
            (("area: industry", "area: 5"), ("id: A1-D2", "id: A1-D1")),
            ["P003", "P103", "P101"],
        ),
    ],
)
def test_mistake_hides_no_other_of_its_entry(
    file: str, changes: tuple[tuple[str, str], ...], codes: list[str], tmp_path: Path
) -> None:
    """What has the wrong type is read as what it says; names are looked up whatever else is wrong beside them."""
    text = text_of(file, *changes)
    assert [found.code for found in load_plan(replaced(tmp_path, **{file: text}))[1]] == codes


@pytest.mark.parametrize(
    ("replace", "message"),
    [
        (("at_least: 85", "at_least: true"), "true is not a number"),
        (("at_least: 85", "at_least: null"),
         f"incomplete or contradictory: exactly one of {OPERATORS} is wanted, seen: none"),
        (("at_least: 85", "at_least: [1.50]"), "a list is not a number"),
        (("at_least: 85", "at_least: {by: 1}"), "a mapping is not a number"),
        (("by: 2020, at_least: 85", "by: 2020.50, at_least: 85"), "2020.5 is not a whole number"),
        (("by: 2020, at_least: 85", "by: 1899, at_least: 85"),
         "1899 does not have the form of a year or a number in range"),
        (("name: 甲指数", "name: null"), "null is not text"),
        (("name: 甲指数", "name: ''"), "'' does not have the form of text"),
        (("kind: index", "kind: indexes"),
         "'indexes' is none of amount, count, rate, index, speed, growth"),
        (("kind: index", "kind: null"), "null is none of amount, count, rate, index, speed, growth"),
        (("kind: index", "kind: true"), "true is none of amount, count, rate, index, speed, growth"),
    ],
)  # fmt: skip
def test_message_shows_the_value_as_written(replace: tuple[str, str], message: str, tmp_path: Path) -> None:
    """A message shows what stands in the file as its author wrote it: null, true, plain digits."""
    _, findings = load_plan(replaced(tmp_path, targets=text_of("targets", replace)))
    assert message in [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("{by: 2020}", "add one of them, with its value"),
        ("{by: 2020, at_least: 85, at_most: 90}", "keep one of them, or write `between: [low, high]`"),
        ("{by: 2020, at_least: 85, direction: up}", "keep one of them"),
        ("{by: 2020, hold: {at_least: 85, at_most: 90}}", "keep one of them"),
    ],
)
def test_hint_of_keys_at_odds_says_what_to_write(target: str, hint: str, tmp_path: Path) -> None:
    """A range is offered where a lower and an upper end were given, and where a range may stand."""
    _, findings = load_plan(replaced(tmp_path, targets=text_of("targets", ("{by: 2020, at_least: 85}", target))))
    assert [(finding.code, finding.hint) for finding in findings] == [("P006", hint)]


def test_bad_item_hides_no_other(tmp_path: Path) -> None:
    """An item of the wrong shape leaves the rules of the others running."""
    text = text_of("targets", ("name: 甲产值", "name: 5"), ("指数达到85", "指数达到58"))
    name, value = spot(text, "name: 5", "name: "), spot(text, "at_least: 85", "at_least: ")
    assert places(replaced(tmp_path, targets=text)) == [f"targets.yaml:{name} P003", f"targets.yaml:{value} P113"]


@pytest.mark.parametrize(("tasks", "finding"), [("- id: A1: A2\n", "1:9 Y003"), ("# none yet\n", "0:0 Y011")])
def test_unread_list_makes_no_reference_unknown(tasks: str, finding: str, tmp_path: Path) -> None:
    """Where tasks.yaml cannot be read, that is the one mistake; the targets' tasks are not called unknown."""
    assert places(replaced(tmp_path, tasks=tasks)) == [f"tasks.yaml:{finding}"]


def test_bad_head_makes_no_reference_unknown(tmp_path: Path) -> None:
    """Where plan.yaml has the wrong shape, no area, organisation or region is called unknown, no share is added up."""
    assert places(replaced(tmp_path, plan="[]")) == ["plan.yaml:1:1 P003"]


@pytest.mark.parametrize(
    ("written", "taken"),
    [("1" * 20, True), ("1" * 21, False), ("0." + "1" * 12, True), ("0." + "1" * 13, False), ("1e400", False)],
)
def test_numbers_are_those_that_can_be_stored(written: str, *, taken: bool, tmp_path: Path) -> None:
    """A value of a plan has at most 20 digits before the point and 12 behind it, as a measurement has."""
    text = text_of("targets", ("at_least: 1000}", f"at_least: {written}}}"))
    plan, _ = load_plan(replaced(tmp_path, targets=text))
    assert (plan is not None) == taken


def test_a_million_digits_are_a_finding_and_no_crash(tmp_path: Path) -> None:
    """A number of a million digits is refused like any other mistake."""
    text = text_of("targets", ("bounds: [0, 50]", f"bounds: [{'9' * 1_000_001}, 0]"))
    assert load_plan(replaced(tmp_path, targets=text))[0] is None


@pytest.mark.parametrize("folder", [SHIPPED, EXAMPLE], ids=["shipped", "example"])
def test_plans_of_this_repository_are_right(folder: Path) -> None:
    """The shipped plan and the example load without any diagnostic."""
    loaded(folder)


def test_shipped_plan_is_whole() -> None:
    """The shipped plan has the overall goals, 12 tasks and 5 safeguards, and 37 targets."""
    plan = loaded(SHIPPED)
    areas = [task.area for task in plan.tasks]
    assert len(areas) == 18
    assert areas.count("overall") == 1
    assert areas.count("safeguard") == 5
    assert [task.no for task in plan.tasks if task.area not in {"overall", "safeguard"}] == list(range(1, 13))
    assert len(list(plan.targets())) == 37


def test_shipped_plan_invents_nothing() -> None:
    """The text states no baseline value, names no lead unit for a safeguard and calls no target binding."""
    plan = loaded(SHIPPED)
    assert {it.baseline.value for it in plan.indicators if it.baseline} == {None}
    assert {task.lead for task in plan.tasks if task.area == "safeguard"} == {None}
    assert {it.nature for it in plan.indicators} <= {None, "aspirational"}
    assert plan.head.document.in_force is False


def test_two_target_years_are_two_rows() -> None:
    """An indicator with two target years gives two targets, told apart by the year behind its id."""
    plan = loaded(EXAMPLE)
    ids = [indicator.row_id(target) for indicator, target in plan.targets()]
    assert ids[:2] == ["digital-economy@2020", "digital-economy@2022"]
    assert {id_.rpartition("@")[2] for id_ in ids} == {"2020", "2022"}


def test_one_target_year_is_the_indicators_own_id() -> None:
    """An indicator with one target goes by its plain id."""
    plan = loaded(SHIPPED)
    assert [it.row_id(target) for it, target in plan.targets()] == [it.id for it in plan.indicators]


@pytest.mark.parametrize(
    ("file", "loc", "words", "behind"),
    [
        ("plan", ("regions", 1, "name"), "东区, name_en", ""),
        ("tasks", (0, "deliverables", 1, "quote"), "争创乙体系", ""),
        ("targets", (0, "target", 1, "at_least"), "at_least: 200", "at_least: "),
        ("targets", (4, "target", 0, "hold", "at_least"), "at_least: 95", "at_least: "),
        ("targets", (1, "nowhere"), "- id: coverage", "- "),
    ],
)
def test_places_lead_back_to_the_file(file: str, loc: tuple[str | int, ...], words: str, behind: str) -> None:
    """The plan knows where each of its parts stands; what the file does not say stands where its parent does."""
    span = loaded(BASE).span(f"{file}.yaml", *loc)
    assert str(span) == f"{BASE / file}.yaml:{spot(text_of(file), words, behind)}"


def test_what_is_named_is_found(tmp_path: Path) -> None:
    """A task named in another case of letters is called unknown, or is found by the plan as by the rule."""
    text = text_of("targets", ("task: A1", "task: a1"))
    plan, findings = load_plan(replaced(tmp_path, targets=text))
    if plan is None:
        assert [place(finding) for finding in findings] == [f"targets.yaml:{spot(text, 'a1')} P103"]
    else:
        assert [plan.task(it.task).id for it in plan.indicators] == ["A1"] * 4 + ["A2"] * 4
