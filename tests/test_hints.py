"""Hints about a plan: Chinese words for English choices, keys that are missing, numbers too long to be kept."""

import re
from pathlib import Path

import pytest
from test_load import place, replaced, spot, text_of

from hlwplan.language import speaking
from hlwplan.plan.glossary import CHOICES, meant_by
from hlwplan.plan.load import load_plan
from hlwplan.plan.starter import starter


def test_every_word_of_a_choice_means_it() -> None:
    """No Chinese word is of two choices, so each leads to its own."""
    for name, choice in CHOICES.items():
        assert [meant_by(word, tuple(CHOICES)) for word in choice.words] == [name] * len(choice.words)


def test_the_words_beside_the_choices_of_a_new_plan_mean_them() -> None:
    """Who writes into a new plan's file what its remark says of a choice is told that choice."""
    with speaking("zh"):
        lines = starter("甲", None, "乙", range(2026, 2031))["targets.yaml"].splitlines()
    remarks = {line.split(":")[0].strip(): line.partition("#")[2] for line in lines if "  #" in line}
    said = [
        (name, word)
        for key in ("kind", "series", "nature", "across")
        for name, word in re.findall(r"([a-z]+) ([\u4e00-\u9fff]+)", remarks[key])
    ]
    assert len(said) == 6 + 3 + 3 + 2
    assert [meant_by(word, tuple(CHOICES)) for _, word in said] == [name for name, _ in said]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("约束性", "binding"),
        (" 约束性指标 ", "binding"),
        ("预期", "expected"),
        ("非约束性", None),
        ("性", None),
        ("", None),
    ],
)
def test_a_choice_is_meant_by_the_beginning_of_its_word(word: str, meant: str | None) -> None:
    """A word that begins with a choice's, or begins it, means it; one that only holds it may say the opposite."""
    assert meant_by(word, ("binding", "expected", "aspirational")) == meant


def test_only_what_the_key_may_have_is_meant() -> None:
    """A word of another key's choice means nothing here."""
    assert meant_by("流量", ("binding", "expected")) is None


@pytest.mark.parametrize(
    ("old", "new", "word", "meant"),
    [
        ("stated: explicit", "stated: explicit\n  nature: 约束性", "约束性", "binding"),
        ("kind: rate", "kind: 比率", "比率", "rate"),
        ("series: flow", "series: 累计", "累计", "cumulative"),
        ("across: sum", "across: 合计", "合计", "sum"),
        ("series: flow", "series: flows", "flows", "flow"),
    ],
)
def test_a_chinese_choice_has_its_english_one_as_hint(
    old: str, new: str, word: str, meant: str, tmp_path: Path
) -> None:
    """Who writes a choice in Chinese is told the English one, once; the rules go on with it."""
    text = text_of("targets", (old, new))
    _, findings = load_plan(replaced(tmp_path, targets=text))
    assert f"targets.yaml:{spot(text, word)} P004" in map(place, findings)
    (finding,) = [finding for finding in findings if finding.code == "P004"]
    assert finding.hint == f"did you mean {meant}?"


@pytest.mark.parametrize("written", ["是", "yes", '"true"'])
def test_a_truth_is_written_as_true_or_false(written: str, tmp_path: Path) -> None:
    """Whatever stands for a truth, the hint names the two words that are read, and says that they have no quotes."""
    text = text_of("tasks", ("  lead:", f"  responsible_open: {written}\n  lead:"))
    _, findings = load_plan(replaced(tmp_path, tasks=text))
    (finding,) = [finding for finding in findings if finding.code == "P003"]
    assert place(finding) == f"tasks.yaml:{spot(text, written)} P003"
    assert finding.hint == "write true or false, without quotes"


@pytest.mark.parametrize(
    ("file", "old", "key", "title", "meant"),
    [
        ("tasks", "area: industry", "area", "产业", "industry"),
        ("targets", "task: A1", "task", "第一项任务", "A1"),
        ("targets", "mean_weighted_by: output", "mean_weighted_by", "甲产值", "output"),
        ("tasks", "area: industry", "area", "industri", "industry"),
    ],
)
def test_a_title_in_place_of_an_id_has_the_id_as_hint(
    file: str, old: str, key: str, title: str, meant: str, tmp_path: Path
) -> None:
    """Who writes what a task, an area or an indicator is called where its id is wanted is told the id."""
    before, _, after = text_of(file).partition(old)
    _, findings = load_plan(replaced(tmp_path, **{file: f"{before}{key}: {title}{after}"}))
    assert [finding.hint for finding in findings if finding.code == "P103"] == [f"did you mean {meant}?"]


def test_a_title_of_several_has_each_id_as_hint(tmp_path: Path) -> None:
    """Where several have the title, each of their ids may be meant."""
    plan = text_of("plan", ("name: 保障", "name: 产业"))
    tasks = text_of("tasks").replace("area: industry", "area: 产业", 1)
    _, findings = load_plan(replaced(tmp_path, plan=plan, tasks=tasks))
    assert "did you mean industry or safeguard?" in [finding.hint for finding in findings]


def test_rules_see_what_a_chinese_choice_means(tmp_path: Path) -> None:
    """An entry with a choice in Chinese is held against the rules as well: its unknown task is said in the same run."""
    text = text_of("targets", ("kind: rate", "kind: 比率"), ("task: A1", "task: A9"))
    assert [finding.code for finding in load_plan(replaced(tmp_path, targets=text))[1]] == ["P103", "P004"]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("  no: 1\n", "add `no: ...`, or `no: null` where the text does not say"),
        ("  area: industry\n", "add `area: ...`"),
    ],
)
def test_null_is_offered_where_a_key_may_have_it(line: str, hint: str, tmp_path: Path) -> None:
    """The hint of a missing key says that null is possible, just where it is."""
    _, findings = load_plan(replaced(tmp_path, tasks=text_of("tasks", (line, ""))))
    assert [(finding.code, finding.hint) for finding in findings] == [("P002", hint)]


@pytest.mark.parametrize("written", ["0." + "1" * 70, "1" * 90, "1E+400"])
def test_a_number_that_cannot_be_kept_is_shown_as_it_is(written: str, tmp_path: Path) -> None:
    """The message about a number that is too long has its own digits, none rounded."""
    text = text_of("targets", ("at_least: 1000}", f"at_least: {written}}}"))
    (finding,) = load_plan(replaced(tmp_path, targets=text))[1]
    assert finding.message.split()[0] == written
