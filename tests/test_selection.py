"""`hlwplan status` filtered, ranked and grouped: what is left, what is said about the rest, what is refused."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, get_args

import jsonschema
import pytest
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from making import indicator, judged
from toy import HEAD, SOURCE

from hlwplan.assess.check import FailOn
from hlwplan.assess.gap import Gap, Status
from hlwplan.plan.head import Head
from hlwplan.plan.model import Plan, Task
from hlwplan.render import terminal
from hlwplan.report import filters
from hlwplan.report.selection import EVERYTHING, WORST_FIRST, By, Selection, Sort, sections, select, shortfall
from hlwplan.report.status import Asked, for_people
from hlwplan.report.status_records import for_machines

pytestmark = pytest.mark.usefixtures("chinese")


def task(id_: str, area: str, lead: Sequence[str] | None, responsible: Sequence[str] | None = None) -> Task:
    """A task with its organisations."""
    given = {"id": id_, "no": None, "title": f"任务{id_}", "area": area, "source": SOURCE}
    units = {"lead": lead and tuple(lead), "responsible": responsible and tuple(responsible)}
    return Task.model_validate({**given, **units})


def gap(id_: str, of: str, values: dict[int, int], nature: str | None = None, **promise: object) -> Gap:
    """The gap of an indicator of a task; at least 100 by 2020 unless something else is promised."""
    return judged(values, promise or {"at_least": 100}, id=id_, name=f"指标{id_}", task=of, nature=nature)


PLAN: Final = Plan(
    Head.model_validate(
        {
            **HEAD.model_dump(),
            "areas": ({"id": "industry", "name": "产业", "name_en": "Industry"}, {"id": "city", "name": "城市"}),
            "organisations": ({"name": "市一局", "aliases": ("市一局〈办〉",)}, {"name": "市二局"}, {"name": "市三局"}),
        }
    ),
    (
        task("A", "industry", ("市一局〈办〉", "市二局"), ("市三局",)),
        task("B", "city", ("市二局",)),
        task("C", "city", None, ("市一局",)),
    ),
    (),
    {},
)
GAPS: Final = [
    gap("a1", "A", {2015: 0, 2018: 90}),  # short by 10 %, 30 points ahead
    gap("a2", "A", {2015: 0, 2018: 30}, "binding"),  # short by 70 %, 30 points behind
    gap("b1", "B", {2015: 0, 2018: 50}, "expected"),  # short by 50 %
    gap("b2", "B", {2015: 0, 2018: 120}),  # beyond
    gap("c1", "C", {2015: 10, 2018: 12}, "aspirational", at_most=8),  # 12 of at most 8: 50 % of the target
    gap("c2", "C", {}),
    gap("c3", "C", {2015: 3, 2018: 5}, at_most=0),  # a share of nothing
]


def left(chosen: Selection) -> list[str]:
    """The ids that a selection leaves, in its order."""
    return [it.id for it in select(PLAN, GAPS, chosen)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Selection(), ["a1", "a2", "b1", "b2", "c1", "c2", "c3"]),
        (Selection(tasks=("A",)), ["a1", "a2"]),
        (Selection(tasks=("A", "C")), ["a1", "a2", "c1", "c2", "c3"]),
        (Selection(areas=("city",)), ["b1", "b2", "c1", "c2", "c3"]),
        (Selection(leads=("市一局",)), ["a1", "a2"]),
        (Selection(leads=("市二局",)), ["a1", "a2", "b1", "b2"]),
        (Selection(leads=("未明确",)), ["c1", "c2", "c3"]),
        (Selection(leads=("市三局",)), []),
        (Selection(responsible=("市三局", "市一局")), ["a1", "a2", "c1", "c2", "c3"]),
        (Selection(responsible=("未明确",)), ["b1", "b2"]),
        (Selection(states=("limited",)), ["a2"]),
        (Selection(states=("achieved", "not_assessable")), ["b2", "c2"]),
        (Selection(natures=("binding", "expected")), ["a2", "b1"]),
        (Selection(natures=(None,)), ["a1", "b2", "c2", "c3"]),
        (Selection(leads=("市二局",), natures=(None,), tasks=("B", "C")), ["b2"]),
    ],
)
def test_any_within_an_option_and_all_across(asked: Selection, expected: list[str]) -> None:
    """Values of one option widen, options narrow; units match by any of their names."""
    assert left(asked) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("plan", ["a1", "a2", "b1", "b2", "c1", "c2", "c3"]),
        ("gap", ["a2", "b1", "c1", "a1", "b2", "c2", "c3"]),
        ("status", ["c1", "c3", "a2", "b1", "a1", "b2", "c2"]),
    ],
)
def test_worst_comes_first(sort: Sort, expected: list[str]) -> None:
    """By shortfall of the target or by status; equals stay in the plan's order, what has no number goes last."""
    assert left(Selection(sort=sort)) == expected


@pytest.mark.parametrize("sort", ["lead", "ratio"])
def test_orders_by_a_number_have_none_last(sort: Sort) -> None:
    """The furthest behind first."""
    found = list(select(PLAN, GAPS, Selection(sort=sort)))
    values = [it.numbers.lead if sort == "lead" else it.numbers.ratio for it in found]
    known = [it for it in values if it is not None]
    assert known == sorted(known)
    assert values[: len(known)] == known
    assert None in values


def test_binding_comes_first_among_equals() -> None:
    """Of two targets with one status, the binding one stands above."""
    pair = [gap("x", "A", {2015: 0, 2018: 30}), gap("y", "A", {2015: 0, 2018: 31}, "binding")]
    assert [it.id for it in select(PLAN, pair, Selection(sort="status"))] == ["y", "x"]


def test_shortfall_is_a_share_of_the_target() -> None:
    """70 of 100 and 4 of at most 8 are comparable; none for a target of 0, without a value or a figure."""
    assert [shortfall(it) for it in GAPS] == [0.1, 0.7, 0.5, -0.2, 0.5, None, None]
    assert shortfall(gap("x", "A", {2015: 1, 2018: 2}, direction="up")) is None
    assert shortfall(gap("x", "A", {2015: -10, 2018: -20}, at_least=-5)) == 3


def test_top_keeps_the_largest_shortfalls() -> None:
    """Only what falls short, at most so many; ranked by it, or in the order asked for."""
    assert left(Selection(top=2)) == ["a2", "b1"]
    assert left(Selection(top=2, sort="plan")) == ["a2", "b1"]
    assert left(Selection(top=3, sort="status")) == ["c1", "a2", "b1"]
    assert left(Selection(top=9)) == ["a2", "b1", "c1", "a1"]
    assert left(Selection(top=1, natures=(None,))) == ["a1"]


def grouped(chosen: Selection = EVERYTHING) -> list[tuple[str, list[str]]]:
    """The innermost heading of each section, and its ids."""
    kept = list(select(PLAN, GAPS, chosen))
    return [(" ".join(headings[-1:]), [it.id for it in of]) for headings, of in sections(PLAN, kept, chosen)]


def test_groups() -> None:
    """By task with the binding target first, by area, and by lead unit, where a target may stand twice."""
    assert [ids for _, ids in grouped()] == [["a2", "a1"], ["b1", "b2"], ["c1", "c2", "c3"]]
    assert grouped(Selection(by="area")) == [("产业", ["a2", "a1"]), ("城市", ["b1", "b2", "c1", "c2", "c3"])]
    assert grouped(Selection(by="lead")) == [
        ("牵头单位：市一局", ["a2", "a1"]),
        ("牵头单位：市二局", ["a2", "a1", "b1", "b2"]),
        ("牵头单位：未明确", ["c1", "c2", "c3"]),
    ]
    assert grouped(Selection(by="lead", leads=("市一局",))) == [("牵头单位：市一局", ["a2", "a1"])]
    assert grouped(Selection(by="region")) == [("甲市", ["a2", "a1", "b1", "b2", "c1", "c2", "c3"])]


def test_ranked_list_has_groups_only_where_they_are_asked_for() -> None:
    """One list for one order; `by` orders within each group."""
    assert grouped(Selection(sort="gap")) == [("", ["a2", "b1", "c1", "a1", "b2", "c2", "c3"])]
    assert grouped(Selection(sort="gap", by="area")) == [
        ("产业", ["a2", "a1"]),
        ("城市", ["b1", "c1", "b2", "c2", "c3"]),
    ]
    assert grouped(Selection(sort="plan")) == grouped()


@given(
    st.sets(st.sampled_from(["A", "B", "C"])), st.sets(st.sampled_from(get_args(Status))),
    st.sampled_from([None, *get_args(Sort)]), st.sampled_from([None, *get_args(By)]),
)  # fmt: skip
def test_nothing_is_invented_or_doubled(tasks: set[str], states: set[Status], sort: Sort | None, by: By | None) -> None:
    """A selection is a part of the gaps, each once; but for lead units every section's rows add up to it."""
    chosen = Selection(tasks=tuple(tasks), states=tuple(states), sort=sort, by=by)
    kept = list(select(PLAN, GAPS, chosen))
    assert {it.id: it for it in kept}.items() <= {it.id: it for it in GAPS}.items()
    assert len({it.id for it in kept}) == len(kept)
    shown = Counter(it.id for _, of in sections(PLAN, kept, chosen) for it in of)
    assert set(shown) == {it.id for it in kept}
    assert by == "lead" or set(shown.values()) <= {1}


def test_every_status_has_its_place_in_the_order() -> None:
    """The order by status knows them all."""
    assert sorted(WORST_FIRST) == sorted(get_args(Status))


def test_names_are_found_by_any_spelling() -> None:
    """Ids, titles, names, aliases, other widths and cases; Chinese words and codes."""
    assert filters.tasks(PLAN, ["任务B", "ａ", "B"]) == (("B", "A"), [])
    assert filters.areas(PLAN, ["城市", "INDUSTRY"]) == (("city", "industry"), [])
    assert filters.units(PLAN, "--lead", ["市一局(办)", "none", "未明确"]) == (("市一局", "未明确"), [])
    assert filters.states("--state", ["limited", "明显滞后", "如期完成"]) == (("limited", "met"), [])
    assert filters.natures(["力争", "none", "Binding"]) == (("binding", "aspirational", None), [])


@pytest.mark.usefixtures("english")
def test_what_is_not_there_is_said_with_its_place() -> None:
    """Each unknown name of an option or of a list is a finding; where none comes near, the known ones are listed."""
    assert [str(it.span) for it in filters.units(PLAN, "--lead", ["市四局", "xyz"])[1]] == ["--lead", "--lead"]
    (near,) = filters.areas(PLAN, ["产叶"])[1]
    assert (near.code, near.hint) == ("C001", "did you mean 产业?")
    assert filters.states("--state", ["?"])[1][0].hint.startswith("known: met, achieved, on_track, ")
    assert filters.states("--state", ["?"])[1][0].hint.endswith(", …")
    plan = replace(PLAN, indicators=(indicator({"at_least": 1}, id="one", name="一年"),))
    assert [str(it.span) for it in filters.required(plan, "one\n\n  two # ?\nthree\n", "f")[1]] == ["f:3:3", "f:4:1"]
    assert filters.fail_on("limited，未完成：约束性") == (FailOn(("limited", "missed"), binding=True), [])
    assert len(filters.fail_on("late,later:bound")[1]) == 3


def test_filters_and_order_are_said_below_the_table() -> None:
    """Conditions by the names that readers know, how many are left out, and what the order compares."""
    chosen = Selection(("A",), ("市一局",), ("市三局",), ("industry",), ("limited",), ("binding",), top=3)
    table = for_people(PLAN, GAPS, Asked(), chosen)
    assert table.title.endswith("筛选后1/7项")
    assert table.notes[-2] == (
        "筛选：任务为任务A；牵头单位为市一局；责任单位为市三局；领域为产业；状态为明显滞后；性质为约束性；"
        "有差距的前3项；另有6项未列出"
    )
    assert table.notes[-1].startswith("排序：按差距占目标值的比例")
    data = for_machines(PLAN, GAPS, Asked(), chosen)
    assert (data.meta["filter"], len(data.rows)) == (
        {"task": ["A"], "lead": ["市一局"], "responsible": ["市三局"], "area": ["industry"], "state": ["limited"],
         "nature": ["binding"], "by": "task", "sort": "gap", "top": 3, "shown": 1, "of": 7}, 1,
    )  # fmt: skip


def test_indicator_names_all_its_targets() -> None:
    """A list may name one target of several by its id, or all by the indicator's."""
    both = indicator({}, id="two", name="两年", target=({"by": 2017, "at_least": 50}, {"by": 2020, "at_least": 100}))
    plan = replace(PLAN, indicators=(both, indicator({"at_least": 1}, id="one", name="一年")))
    assert filters.required(plan, "one\ntwo@2020\n", "f")[0] == ("two@2020", "one")
    assert filters.required(plan, "两年 # both\n", "f")[0] == ("two@2017", "two@2020")


def test_remark_below_the_table_says_whose_it_is() -> None:
    """One name under two headings with two remarks: the heading stands before each; said once where they agree."""
    first = replace(gap("a1", "A", {2015: 0, 2018: 90}), fallback=True)
    second = replace(first, region="乙区", fallback=False, base=first.base and first.base._replace(assumed=True))
    out = terminal.render(for_people(PLAN, [first, second], Asked(), Selection(by="region")), 80, colour=False)
    assert "  甲市 指标a1：含零或异号，改用线性路径\n" in out
    assert "  乙区 指标a1：基期值为假定\n" in out
    same = terminal.render(for_people(PLAN, [second, replace(second, region="甲市")], Asked(), Selection(by="region")),
                           80, colour=False)  # fmt: skip
    assert same.count("基期值为假定") == 1


# the program, on the shipped plan


def rows(*arguments: str) -> list[dict[str, object]]:
    """The rows of the JSON document."""
    found = json.loads(run("status", "--format", "json", *arguments).out)["targets"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("top", ["--top", "5"]),
        ("by-lead", ["--by", "lead", "--area", "产业", "--area", "livelihood", "--nature", "none"]),
        ("by-region", ["--by", "region", "--state", "明显滞后", "--state", "not_assessable"]),
    ],
)
def test_table_looks_as_reviewed(name: str, arguments: list[str], golden: Callable[[str, str], None]) -> None:
    """A ranked list, groups by lead unit, and every region, at 100 columns."""
    done = run("status", "--format", "table", *arguments, env={"COLUMNS": "100"})
    assert (done.code, done.err) == (0, "")
    golden(f"status-{name}.txt", done.out)


def test_filter_is_said_and_counted() -> None:
    """The title says how many of how many, the notes why, and the summary counts what is shown."""
    done = run("status", "-f", "json", "--lead", "市商务局", "--state", "limited", "--state", "missed")
    document = json.loads(done.out)
    assert "筛选后2/37项" in done.err
    assert "共2项目标，已评估2/2：明显滞后1，未完成1" in done.err
    assert document["summary"]["targets"] == 2
    assert document["summary"]["by_status"] == {"limited": 1, "missed": 1}
    assert document["filter"] == {
        "task": [], "lead": ["市商务局"], "responsible": [], "area": [], "state": ["limited", "missed"], "nature": [],
        "by": "task", "sort": "plan", "top": None, "shown": 2, "of": 37,
    }  # fmt: skip
    out = run("status", "-f", "table", "--lead", "市商务局", env={"COLUMNS": "200"}).out
    assert "筛选：牵头单位为市商务局；另有30项未列出" in out


def test_json_keeps_its_schema() -> None:
    """Filtered, ranked or by region, the document follows the one schema."""
    schema = json.loads(run("schema", "status").out)
    for arguments in (["--by", "region"], ["--top", "3", "--nature", "none"], ["--task", "T04", "--sort", "lead"]):
        jsonschema.validate(json.loads(run("status", "-f", "json", *arguments).out), schema)


def test_ids_are_the_same_whatever_is_filtered() -> None:
    """A filtered row is the row of the whole table; districts have rows of their own, told apart by region."""
    whole = {(str(row["region"]), str(row["id"])): row for row in rows()}
    for row in rows("--sort", "gap", "--responsible", "市农办"):
        assert row == whole[str(row["region"]), str(row["id"])]
    everywhere = [(str(row["region"]), str(row["id"])) for row in rows("--by", "region")]
    assert len(everywhere) == len(set(everywhere)) == 43
    assert set(whole) < set(everywhere)


def test_machines_get_each_target_once() -> None:
    """A target with two lead units is one row of the data."""
    assert rows("--by", "lead") == rows()


def test_nothing_left_is_an_answer() -> None:
    """A unit that leads no task: no rows, exit code 0, and the count says so."""
    done = run("status", "-f", "table", "--lead", "市林业局")
    assert done.code == 0
    assert "筛选后0/37项" in done.out


@pytest.mark.usefixtures("english")
def test_wrong_names_are_all_refused() -> None:
    """Every name that is not there, with the nearest, in one run; nothing is shown."""
    done = run("status", "--task", "T99", "--lead", "商务局", "--responsible", "市发委", "--area", "产叶", "--state",
               "late", "--state", "明显落后", "--nature", "bindng")  # fmt: skip
    assert (done.code, done.out) == (2, "")
    for said in (
        "--task: C001 no task is called 'T99'",
        "--lead: C001 no organisation is called '商务局'; did you mean 市商务局?",
        "--responsible: C001 no organisation is called '市发委'; did you mean 市发改委",
        "--area: C001 no area is called '产叶'; did you mean 产业?",
        "--state: C001 no status is called 'late'",
        "--state: C001 no status is called '明显落后'; did you mean 明显滞后?",
        "--nature: C001 no nature is called 'bindng'; did you mean binding?",
    ):
        assert said in done.err


@pytest.mark.parametrize(
    "arguments",
    [["--by", "region", "--region", "柯桥区"], ["--top", "0"], ["--sort", "size"], ["--by", "unit"]],
)
def test_wrong_options_end_with_two(arguments: list[str]) -> None:
    """What contradicts itself or is no choice is never an answer."""
    done = run("status", *arguments, cwd=ROOT)
    assert (done.code, done.out) == (2, "")


def test_values_stay_exact() -> None:
    """The order compares decimals as they are: 0.1 of 100 is a tenth of a percent."""
    made = judged({2015: 0, 2018: "99.9"}, {"at_least": 100})
    assert made.numbers.gap == Decimal("0.1")
    assert shortfall(made) == 0.001
