"""The rules of a plan in detail: what their fixtures leave open."""

from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_load import BASE, loaded, place, replaced, spot

from hlwplan.diagnostics import Diagnostic
from hlwplan.plan.draft import Draft
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Indicator, Milestone, Target
from hlwplan.plan.names import Names, fold, listed
from hlwplan.plan.rules import RULES
from hlwplan.quantity import UNITS

ONE: Final = {
    "id": "one",
    "name": "甲指标",
    "task": "A1",
    "unit": "家",
    "kind": "count",
    "series": "level",
    "target": "{by: 2020, at_least: 10}",
    "stated": "explicit",
    "source": "{clause: 一(一)1}",
}


def written(**fields: str) -> str:
    """The text of targets.yaml with one indicator, some of its fields replaced or added."""
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in (ONE | fields).items()) + "\n"


def found(folder: Path, *indicators: str) -> list[Diagnostic]:
    """What is wrong with these indicators of the base plan."""
    return load_plan(replaced(folder, targets="".join(indicators)))[1]


def said(folder: Path, **fields: str) -> list[str]:
    """The codes and messages about one indicator."""
    return [f"{finding.code} {finding.message}" for finding in found(folder, written(**fields))]


def quoting(words: str) -> str:
    """A source that quotes these words."""
    return f"{{clause: 一(一)1, quote: {words}}}"


def test_every_rule_gives_its_reason() -> None:
    """Each rule is a function of its own, and its docstring says why it holds."""
    assert len(set(RULES.values())) == len(RULES)
    assert [code for code, rule in RULES.items() if not (rule.__doc__ or "").strip().endswith((".", "`)."))] == []


def test_unknown_unit_names_those_that_fit(tmp_path: Path) -> None:
    """The hint of an unknown unit of measure is the nearest one; where none is near, those that fit the kind."""
    near, far = found(tmp_path, written(unit="亿圆", kind="amount"), written(id="b", name="乙", unit="斤", kind="rate"))
    assert near.nearest[0] == "亿元"
    assert far.hint == "known for such an indicator: % ‰"


def test_unit_of_another_kind_says_which(tmp_path: Path) -> None:
    """The hint of a unit that does not fit the kind names the kinds that it is for."""
    finding = found(tmp_path, written(kind="amount", unit="'%'"))[0]
    assert (finding.message, finding.hint) == (
        "kind 'amount' is not measured in % (share)",
        "kinds that % goes with: rate, growth",
    )


@pytest.mark.parametrize("unit", ["％", "mbps", " 亿元", "Gbit/s"])
def test_units_read_in_any_spelling(unit: str, tmp_path: Path) -> None:
    """A unit of measure is kept by its one symbol, however it was spelt."""
    kinds = {"share": "rate", "speed": "speed", "money": "amount"}
    wanted = UNITS[unit.strip().replace("％", "%").casefold()]
    text = written(unit=f"'{unit}'", kind=kinds[wanted.dimension])
    plan = loaded(replaced(tmp_path, targets=text))
    assert plan.indicators[0].unit == wanted.symbol
    assert plan.indicators[0].measure == wanted


@pytest.mark.parametrize(
    ("fields", "limits"),
    [
        ({"unit": "'%'", "kind": "rate"}, (0, 100)),
        ({"unit": "‰", "kind": "rate"}, (0, 1000)),
        ({"unit": "'%'", "kind": "growth"}, None),
        ({"unit": "家", "kind": "count"}, None),
        ({"unit": "'%'", "kind": "rate", "bounds": "[-5, 120]"}, (-5, 120)),
        ({"unit": "家", "kind": "count", "bounds": "[0, 80]"}, (0, 80)),
    ],
)
def test_limits_are_stated_or_those_of_a_rate(
    fields: dict[str, str], limits: tuple[int, int] | None, tmp_path: Path
) -> None:
    """A rate lies between none and all in its own unit of measure; nothing else has limits that it does not state."""
    found_limits = loaded(replaced(tmp_path, targets=written(**fields))).indicators[0].limits
    assert found_limits == (None if limits is None else tuple(map(Decimal, limits)))


def test_unknown_measure_is_a_lookup_error() -> None:
    """Outside a plan that was checked, an unknown unit of measure is an error of its caller."""
    indicator = loaded(BASE).indicators[0].model_copy(update={"unit": "斤"})
    with pytest.raises(LookupError, match="斤"):
        _ = indicator.measure


def test_bounds_of_an_unknown_unit_still_hold(tmp_path: Path) -> None:
    """Stated limits are held even where the unit of measure is a mistake."""
    codes = [finding.code for finding in found(tmp_path, written(unit="斤", bounds="[0, 5]"))]
    assert codes == ["P104", "P106"]


def test_message_of_a_milestone_names_the_baseline_period(tmp_path: Path) -> None:
    """A baseline within a year is shown as the period that it is, never as a fraction."""
    milestone = "[{by: 2015, at_least: 5}]"
    messages = said(tmp_path, baseline="{period: 2015-06}", milestones=milestone)
    assert messages == []
    messages = said(tmp_path, baseline="{period: 2016-06}", milestones=milestone)
    assert messages == ["P110 milestone 2015 is not between the baseline 2016-06 and the target year 2020"]
    messages = said(tmp_path, milestones="[{by: 2021, at_least: 10}]")
    assert messages == ["P110 milestone 2021 is not between the baseline (none) and the target year 2020"]


@pytest.mark.parametrize("target", ["{by: 2020, between: [5, 10]}", "{by: 2020, direction: up}",
                                    "{by: 2020, hold: {at_least: 10}}"])  # fmt: skip
def test_milestones_have_a_way_only_towards_one_value(target: str, tmp_path: Path) -> None:
    """Towards a range, a direction or a value to be kept no milestone can be off the way."""
    assert said(tmp_path, target=target, milestones="[{by: 2018, at_least: 50}, {by: 2019, at_least: 3}]") == []


def test_milestone_off_the_way_names_both_ends(tmp_path: Path) -> None:
    """The message has the value before it and the value due next."""
    messages = said(tmp_path, milestones="[{by: 2017, at_least: 8}, {by: 2018, at_least: 7.50}]")
    assert messages == ["P111 milestone 7.5 is not on the way from 8 to 10"]
    messages = said(tmp_path, milestones="[{by: 2017, at_least: 10.5}]")
    assert messages == ["P111 milestone 10.5 is not on the way from the baseline to 10"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=5), st.integers(0, 100))
def test_rising_milestones_are_on_the_way(values: list[int], start: int) -> None:
    """Milestones that rise from the baseline to the target are right; out of order one of them is wrong."""
    indicator = Indicator.model_validate(
        {
            **ONE,
            "target": {"by": 2030, "at_least": max([*values, start])},
            "source": {"clause": "一"},
            "baseline": {"period": 2015, "value": start, "assumed": True},
            "milestones": tuple({"by": 2016 + i, "at_least": value} for i, value in enumerate(values)),
        }
    )
    draft = Draft(head=None, tasks=(), indicators=[(0, indicator)], documents={}, data={})
    assert (not list(RULES["P111"](draft))) == ([start, *values] == sorted([start, *values]))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"shares": "[{region: 东区, at_least: 4}, {region: 西区, at_least: 6}]"}, False),
        ({"shares": "[{region: 东区, at_least: 4}, {region: 西区, at_least: 7}]"}, True),
        ({"shares": "[{region: 西区, at_least: 10}]"}, False),
        ({"shares": "[{region: 西区, at_least: 10.1}]"}, True),
        ({"shares": "[{region: 西区, at_least: 90}]", "across": "none"}, False),
        ({"shares": "[{region: 西区, at_least: 90}]", "target": "{by: 2020, between: [1, 10]}"}, False),
        ({"shares": "[{region: 东区, at_most: 5}, {region: 西区, at_most: 4}]",
          "target": "{by: 2020, at_most: 10}"}, True),
        ({"shares": "[{region: 东区, at_least: 4}, {region: 西区, at_least: 6}]",
          "target": "[{by: 2018, at_least: 9}, {by: 2020, at_least: 10}]"}, False),
        ({"shares": "[{region: 东, at_least: 4}, {region: 西 区, at_least: 6}]"}, False),
        ({"shares": "[{region: 东, at_least: 4}]"}, False),
    ],
)  # fmt: skip
def test_shares_make_the_last_target(fields: dict[str, str], *, wrong: bool, tmp_path: Path) -> None:
    """Shares of all districts, by any of their names, make the sum's last target; of some, never more."""
    assert [it[:4] for it in said(tmp_path, **({"across": "sum"} | fields))] == (["P112"] if wrong else [])


def test_unknown_district_is_one_mistake(tmp_path: Path) -> None:
    """A share of a region that is not listed is that one mistake; what it would add up to is not known."""
    assert [it[:4] for it in said(tmp_path, across="sum", shares="[{region: 北方, at_least: 4}]")] == ["P103"]


@pytest.mark.parametrize(
    ("target", "unit", "kind", "quote", "codes"),
    [
        ("at_least: 10000", "万元", "amount", "达到1亿元", []),
        ("at_least: 1", "亿元", "amount", "达到10000万元", []),
        ("at_least: 2", "Gbps", "speed", "达到2000M", []),
        ("at_least: 1000", "Mbps", "speed", "千兆到校", []),
        ("at_least: 100", "'%'", "rate", "全覆盖", []),
        ("at_least: 90", "'%'", "rate", "全覆盖", ["P113"]),
        ("at_least: 100", "家", "count", "实施百家企业计划", []),
        ("at_least: 85", "指数", "index", "2020年达到85", []),
        ("at_least: 2020", "指数", "index", "2020年达到85", ["P113"]),
        ("at_least: 5", "百分点", "growth", "提高5个百分点", []),
        ("at_least: 5", "'%'", "growth", "提高5个百分点", ["P114"]),
        ("between: [6, 8]", "'%'", "growth", "6%至8%", []),
        ("between: [6, 8]", "'%'", "growth", "6%左右", ["P113"]),
        ("hold: {at_least: 95}", "'%'", "rate", "保持在95%以上", []),
        ("direction: up", "'%'", "rate", "逐年提高", []),
        ("direction: up", "'%'", "rate", "逐年提高5%", []),
        ("at_least: 5", "斤", "rate", "收获5斤", ["P104"]),
        ("at_least: 3", "倍", "index", "达到3倍", []),
        ("at_most: 10", "家", "count", "10家以上", ["P115"]),
        ("between: [5, 10]", "家", "count", "5家以上、10家以下", []),
        ("at_least: 7", "家", "count", "年交易额10家以下企业7家", []),
    ],
)
def test_quotes_say_their_target(
    target: str, unit: str, kind: str, quote: str, codes: list[str], tmp_path: Path
) -> None:
    """The quote's figure is the target's in any unit of the dimension; comparator words go with the operator."""
    words = said(tmp_path, target=f"{{by: 2020, {target}}}", unit=unit, kind=kind, source=quoting(quote))
    assert [it[:4] for it in words] == codes


@pytest.mark.parametrize(
    ("baseline", "value", "unit", "codes"),
    [("{period: 2015, value: 50, assumed: true}", 100, "亿元", []),
     ("{period: 2015, value: 50, assumed: true}", 101, "亿元", ["P113"]),
     ("{period: 2015}", 100, "亿元", ["P114"]),
     ("{period: 2015, value: 1.5, assumed: true}", 3, "指数", [])],
)  # fmt: skip
def test_doubling_is_of_the_baseline(baseline: str, value: int, unit: str, codes: list[str], tmp_path: Path) -> None:
    """翻番 says twice the baseline's value; without one the quote proves nothing."""
    kind = "amount" if unit == "亿元" else "index"
    target = f"{{by: 2020, at_least: {value}}}"
    words = said(tmp_path, target=target, unit=unit, kind=kind, baseline=baseline, source=quoting("实现翻番"))
    assert [it[:4] for it in words] == codes


def test_multiple_of_a_multiple_stays(tmp_path: Path) -> None:
    """An indicator that is itself measured in 倍 has its quote's 3倍 as it stands, whatever the baseline."""
    baseline, target = "{period: 2015, value: 1.5, assumed: true}", "{by: 2020, at_least: 3}"
    words = said(tmp_path, unit="倍", kind="index", target=target, baseline=baseline, source=quoting("达到3倍"))
    assert words == []


def test_each_target_year_has_its_figure(tmp_path: Path) -> None:
    """Where one quote says the figures of two years, each target finds its own, and a wrong one is said where it is."""
    quote = quoting("2018年5家、2020年10家")
    assert said(tmp_path, target="[{by: 2018, at_least: 5}, {by: 2020, at_least: 10}]", source=quote) == []
    text = written(target="[{by: 2018, at_least: 5}, {by: 2020, at_least: 11}]", source=quote)
    findings = found(tmp_path, text)
    where = spot(text, "at_least: 11", "at_least: ")
    assert [place(finding) for finding in findings] == [f"targets.yaml:{where} P113"]
    assert findings[0].message == "the quote says 5家, 10家, the target 11 家"


def test_geometric_growth_says_what_is_wrong(tmp_path: Path) -> None:
    """A growth rate has no geometric path whatever its value, so the message does not ask for one above zero."""
    messages = said(tmp_path, unit="'%'", kind="growth", path="geometric")
    assert [message[:4] for message in messages] == ["P117"]
    assert "above zero, not 10" not in messages[0]


def test_geometric_is_said_once(tmp_path: Path) -> None:
    """An indicator with two target years has one path, and it is wrong once."""
    target = "[{by: 2018, at_most: 0}, {by: 2020, at_most: 0}]"
    assert [it[:4] for it in said(tmp_path, target=target, path="geometric")] == ["P117"]


@pytest.mark.parametrize("word", ["力争", "争取", "争创"])
def test_words_that_aspire(word: str, tmp_path: Path) -> None:
    """Each word of trying makes a target an aspiration."""
    assert [it[:4] for it in said(tmp_path, source=quoting(f"{word}10家"))] == ["P120"]
    assert said(tmp_path, source=quoting(f"{word}10家"), nature="aspirational") == []


def test_ids_differ_by_more_than_case(tmp_path: Path) -> None:
    """Ids that readers would take for the same are the same; the message says where the first one stands."""
    findings = found(tmp_path, written(), written(id="ONE", name="乙指标"))
    assert [finding.message for finding in findings] == ["id 'ONE' stands at targets.yaml:1 already"]


def test_a_thing_may_repeat_its_own_name(tmp_path: Path) -> None:
    """An alias that is the thing's own name, or differs from it in width only, leads nowhere else."""
    assert said(tmp_path, aliases="[甲指标, 甲 指标]") == []


def test_parts_are_compared_by_any_name(tmp_path: Path) -> None:
    """A region that is part of two others is found also where one of them calls it by an alias."""
    text = (BASE / "plan.yaml").read_text(encoding="utf-8").replace("{name: 西区}", "{name: 西区, parts: [东]}")
    _, findings = load_plan(replaced(tmp_path, plan=text))
    assert [finding.code for finding in findings] == ["P121"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("东区", " 东 区 "), ("重点(WiFi)", "重点（wifi）"), ("市办〈智慧办〉", "市办(智慧办)"),
     ("“两化”融合", "「两化」融合"), ("市、县", "市，县"), ("Ａ１", "a1")],
)  # fmt: skip
def test_names_fold_what_readers_do_not_see(one: str, other: str) -> None:
    """Width, case, spaces, brackets and quotation marks make no other name."""
    assert fold(one) == fold(other)


def test_first_thing_keeps_a_name() -> None:
    """Names lead to what was given first, are listed as first written, and nothing looser is a match."""
    names = Names([("东区", 1), ("东 区", 2), ("西区", 3)])
    assert names.get("东区 ") == 1
    assert names.get("东") is None
    assert names.nearest("西 区区") == ("西区",)
    assert (list(names), len(names)) == (["东区", "西区"], 2)


def test_listed_things_go_by_their_printed_name() -> None:
    """A name or an alias leads to the name that is printed."""
    regions = listed(loaded(BASE).head.regions)
    assert (regions.get("全市"), regions.get("东"), regions.get("北区")) == ("甲市", "东区", None)


def test_an_english_name_leads_to_the_one_thing_that_has_it() -> None:
    """A name that two have, or that is another's own name, is nobody's."""
    names = Names([("东区", 1), ("West", 2)])
    names.add_english([("East", 1), ("west", 1), ("Both", 1), ("both", 2), (None, 2)])
    assert [names.get(it) for it in ("EAST", "West", "Both", "东区")] == [1, 2, None, 1]


def test_targets_know_their_operator() -> None:
    """Each operator has its values and the side that is good; null counts as not given."""
    forms: list[tuple[dict[str, object], str, tuple[Decimal, ...], str | None]] = [
        ({"at_least": 5}, "at_least", (Decimal(5),), "at_least"),
        ({"at_most": 5, "at_least": None}, "at_most", (Decimal(5),), "at_most"),
        ({"between": (5, Decimal("6.5"))}, "between", (Decimal(5), Decimal("6.5")), None),
        ({"hold": {"at_least": 5}}, "hold", (Decimal(5),), "at_least"),
        ({"hold": {"at_most": 5}}, "hold", (Decimal(5),), "at_most"),
        ({"direction": "up"}, "direction", (), None),
        ({"at_least": 0}, "at_least", (Decimal(0),), "at_least"),
    ]
    for fields, operator, values, sense in forms:
        target = Target.model_validate({"by": 2020, **fields})
        assert (target.operator, target.values, target.sense) == (operator, values, sense)


def test_milestones_have_one_bound() -> None:
    """A milestone's value is its one bound, zero included."""
    assert Milestone.model_validate({"by": 2018, "at_most": 0}).value == 0
