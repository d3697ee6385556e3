"""The audit: a plan held against its official text, here a made-up one; and the shipped plan against its own words."""

from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest
from test_load import SHIPPED, loaded, replaced, spot

from hlwplan.diagnostics import Diagnostic
from hlwplan.plan.audit import audit
from hlwplan.plan.model import Plan

TEXT: Final = """甲市人民政府文件
甲政发〔2016〕1号
关于推进甲事业的计划
本文件现行有效。
一、总体要求
(一)主要任务
1.第一项任务。支持第二代技术，产值达到１００亿元以上，建成甲平台，争创乙体系。
（牵头单位：市甲局；责任单位：市乙局等）
２．协同推进。到2020年建成 10 家，其中A5园2家；力争实现全覆盖。
(二)其他任务
指数达到85。
二、保障措施
加强领导。
"""

HEAD: Final = """
id: audited
title: 甲计划
document: {in_force: true, in_force_quote: 本文件现行有效}
horizon: 2020
areas:
  - {id: industry, name: 产业, clause: 一(一), title: 主要任务}
  - {id: other, name: 其他}
regions: [{name: 甲市}]
organisations: [{name: 市甲局}, {name: 市乙局}]
uncited:
  - {phrase: 甲政发〔2016〕1号, reason: 发文字号}
  - {phrase: 到2020年, reason: 目标年份}
  - {phrase: 第二代, reason: 名称}
  - {phrase: A5园2家, reason: 名称}
"""

TASKS: Final = """
- id: A1
  no: 1
  title: 第一项任务
  area: industry
  lead: [市甲局]
  responsible: [市乙局]
  responsible_open: true
  source: {clause: 一(一)1}
  deliverables:
    - {id: D1, title: 甲平台, stated: horizon}
    - {id: D2, title: 乙的体系, stated: horizon, quote: 争创乙体系}
"""

TARGETS: Final = """
- id: output
  name: 甲产值
  task: A1
  unit: 亿元
  kind: amount
  series: flow
  target: {by: 2020, at_least: 100}
  stated: horizon
  source: {clause: 一(一)1, quote: 产值达到100亿元}
- id: sites
  name: 甲站点
  task: A1
  unit: 家
  kind: count
  series: level
  target: {by: 2020, at_least: 10}
  stated: explicit
  source: {clause: 一(一)2, quote: 到2020年建成10家}
- id: coverage
  name: 甲覆盖率
  task: A1
  unit: '%'
  kind: rate
  series: level
  target: {by: 2020, at_least: 100}
  stated: explicit
  nature: aspirational
  source: {clause: 一(一)2, quote: 力争实现全覆盖}
- id: index
  name: 甲指数
  task: A1
  unit: 指数
  kind: index
  series: level
  target: {by: 2020, at_least: 85}
  stated: horizon
  source: {clause: 一(二), quote: 指数达到85}
"""


def plan_of(folder: Path, *changes: tuple[str, str]) -> Plan:
    """The made-up plan with words exchanged, in whichever of its files they stand."""
    files = {"plan": HEAD, "tasks": TASKS, "targets": TARGETS}
    for old, new in changes:
        assert sum(text.count(old) for text in files.values()) == 1
        files = {name: text.replace(old, new) for name, text in files.items()}
    return loaded(replaced(folder, **files))


def found(plan: Plan, text: str = TEXT) -> list[str]:
    """`file:line:column code` of everything that does not hold."""
    findings = audit(plan, text, "text.txt")
    return [f"{Path(it.span.file).name}:{it.span.line}:{it.span.column} {it.code}" for it in findings]


def one(plan: Plan, text: str = TEXT) -> Diagnostic:
    """The one thing that does not hold."""
    findings = audit(plan, text, "text.txt")
    assert len(findings) == 1
    return findings[0]


def test_a_plan_that_holds_is_silent(tmp_path: Path) -> None:
    """Where every quote stands in its clause and every figure is cited or explained, there is nothing to say."""
    assert found(plan_of(tmp_path)) == []


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), TEXT.replace("。", " 。\u3000"), TEXT.replace("(", "（")])
def test_line_ends_width_and_space_do_not_matter(text: str, tmp_path: Path) -> None:
    """The text is compared without width and white space."""
    assert found(plan_of(tmp_path), text) == []


@pytest.mark.parametrize(
    ("was", "now"),
    [("quote: 产值达到100亿元", "quote: 产值已达100亿元"), ("title: 第一项任务", "title: 头一项任务"),
     ("title: 主要任务", "title: 主要目标"), ("title: 甲平台", "title: 丙平台"),
     ("quote: 争创乙体系", "quote: 创建乙体系"), ("in_force_quote: 本文件现行有效", "in_force_quote: 本文件已经失效")],
)  # fmt: skip
def test_words_that_are_not_in_the_text(was: str, now: str, tmp_path: Path) -> None:
    """Words that the text does not have are said where they stand in the plan."""
    plan = plan_of(tmp_path, (was, now))
    findings = audit(plan, TEXT, "text.txt")
    words = now.partition(": ")[2]
    file = next(path for path in tmp_path.iterdir() if now in path.read_text(encoding="utf-8"))
    where = spot(file.read_text(encoding="utf-8"), now, now.removesuffix(words))
    assert (str(findings[0].span), findings[0].code) == (f"{file}:{where}", "P201")
    assert findings[0].message == f"these words are not in the text: {words!r}"


def test_what_the_plan_leaves_out_is_not_looked_for(tmp_path: Path) -> None:
    """A plan that quotes no words on being in force, and targets without a quote, look for none."""
    quote = ", in_force_quote: 本文件现行有效"
    assert found(plan_of(tmp_path, (quote, ""), (", quote: 指数达到85", ""))) == [f"text.txt:{spot(TEXT, '85')} P204"]


def test_units_are_looked_for_too(tmp_path: Path) -> None:
    """A lead or responsible unit that the task's clause does not name is said at its name."""
    plan = plan_of(tmp_path, ("lead: [市甲局]", "lead: [市丙局]"), ("{name: 市甲局}", "{name: 市丙局}"))
    finding = one(plan)
    assert (finding.code, finding.values["quote"]) == ("P201", "市丙局")
    assert str(finding.span).endswith(f"tasks.yaml:{spot(TASKS, '[市甲局', '[')}")


def test_changed_quote_leaves_its_figure_uncited(tmp_path: Path) -> None:
    """A quote that is not in the text cites nothing; its hint is the passage that comes closest."""
    plan = plan_of(tmp_path, ("quote: 产值达到100亿元", "quote: 产值已达100亿元"))
    figure, quote = sorted(audit(plan, TEXT, "text.txt"), key=lambda finding: finding.code, reverse=True)
    assert (figure.code, quote.code) == ("P204", "P201")
    assert quote.hint == "the text reads: 产值达到100亿元"
    assert str(figure.span) == f"text.txt:{spot(TEXT, '１００亿元')}"


def test_closest_passage_is_of_the_clause(tmp_path: Path) -> None:
    """The hint looks in the clause first, though another clause may come nearer."""
    plan = plan_of(tmp_path, ("title: 主要任务", "title: 其他任务事项"))
    assert one(plan).hint == "the text reads: 主要任务"
    plan = plan_of(tmp_path, ("clause: 一(一), title: 主要任务", "title: 主要任务事项"))
    assert one(plan).hint == "the text reads: 主要任务"


def test_quote_in_another_clause(tmp_path: Path) -> None:
    """A quote that stands elsewhere is told where, once: its figure is accounted for there."""
    plan = plan_of(tmp_path, ("clause: 一(二), quote: 指数达到85", "clause: 二, quote: 指数达到85"))
    findings = audit(plan, TEXT, "text.txt")
    assert [finding.message for finding in findings if finding.code == "P202"] == [
        "'指数达到85' is in the text, but in 一(二), not in clause 二"
    ]
    assert [finding for finding in findings if finding.code == "P204"] == []


def test_words_before_the_first_clause_are_the_preface(tmp_path: Path) -> None:
    """What stands before 一、 belongs to no clause."""
    finding = one(plan_of(tmp_path, ("title: 主要任务", "title: 关于推进甲事业的计划")))
    assert finding.message == "'关于推进甲事业的计划' is in the text, but in the preface, not in clause 一(一)"


def test_unknown_clause_names_those_there_are(tmp_path: Path) -> None:
    """A clause that the text does not have is an error that lists its clauses in order."""
    finding = one(plan_of(tmp_path, ("clause: 一(一), title", "clause: 一(九), title")))
    assert finding.message == "clause 一(九) is not in the text"
    assert finding.hint == "clauses of the text: 一 一(一) 一(一)1 一(一)2 一(二) 二"


def test_a_new_heading_ends_the_ones_below_it(tmp_path: Path) -> None:
    """二、 begins without the (二) and 2. before it, and a number inside a line begins nothing."""
    finding = one(plan_of(tmp_path, ("title: 主要任务", "title: 加强领导")))
    assert finding.values["found"] == "二"
    text = TEXT.replace("加强领导。", "加强领导。\n(一)加强组织\n3.5为系数。")
    assert "3.5" in one(plan_of(tmp_path), text).message


def test_numbers_of_headings_are_no_figures(tmp_path: Path) -> None:
    """Only the words behind a clause's number are searched for figures."""
    assert found(plan_of(tmp_path), TEXT + "(一)加强组织\n1.加强宣传\n十二、附则\n") == []


def test_uncited_figure_at_its_place(tmp_path: Path) -> None:
    """A figure that nothing accounts for stands at its first character, counted as written, with words around it."""
    finding = one(
        plan_of(tmp_path), TEXT.replace("加强领导。", "　加强 １０ 个领导小组和二十家单位。").replace("二十", "各")
    )
    assert (str(finding.span), finding.span.end) == ("text.txt:13:5", 9)
    assert finding.message == "figure 10个 is cited by no target: …加强10个领导小组和各家单…"


def test_each_uncited_figure_is_said(tmp_path: Path) -> None:
    """Figures are said one by one, in reading order."""
    text = TEXT.replace("加强领导。", "3家，4家，三家。")
    assert found(plan_of(tmp_path), text) == ["text.txt:13:1 P204", "text.txt:13:4 P204", "text.txt:13:7 P204"]


def test_a_quote_cites_its_figure_only(tmp_path: Path) -> None:
    """Of the figures inside a quote, those that are not the target's value need an account of their own."""
    plan = plan_of(tmp_path, ("  - {phrase: 到2020年, reason: 目标年份}\n", ""))
    assert found(plan) == [f"text.txt:{spot(TEXT, '到2020年', '到')} P204"]


def test_the_same_words_elsewhere_are_not_cited(tmp_path: Path) -> None:
    """A quote accounts for its figure wherever it stands in its clause, and in no other."""
    assert found(plan_of(tmp_path), TEXT.replace("加强领导", "指数达到85")) == ["text.txt:13:5 P204"]
    assert found(plan_of(tmp_path), TEXT.replace("指数达到85。", "指数达到85。重申指数达到85。")) == []


def test_a_quote_cut_short_cites_nothing(tmp_path: Path) -> None:
    """A quote that ends within a number of the text says another figure than the text does."""
    plan = plan_of(tmp_path, ("quote: 指数达到85", "quote: 指数达到8"), ("at_least: 85", "at_least: 8"))
    assert f"text.txt:{spot(TEXT, '85')} P204" in found(plan)


@pytest.mark.parametrize(
    ("text", "was", "message"),
    [
        (TEXT, "responsible_open: true", ""),
        (TEXT.replace("市乙局等", "市乙局"), "responsible_open: false", ""),
        (TEXT, "responsible_open: false", "the clause's list ends with 等"),
        (TEXT.replace("市乙局等", "市乙局"), "responsible_open: true", "the clause's list does not end with 等"),
        (TEXT.replace("市乙局等", "市乙局牵头"), "responsible_open: false", ""),
    ],
)
def test_an_open_list_is_said_to_be_open(text: str, was: str, message: str, tmp_path: Path) -> None:
    """Whether the clause ends its list of responsible units with 等 is what `responsible_open` says."""
    plan = plan_of(tmp_path, ("responsible_open: true", was))
    messages = [finding.message for finding in audit(plan, text, "text.txt") if finding.code == "P207"]
    assert messages == ([message] if message else [])


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        (("indicator", "index"), "explicit", "stated explicit, yet the sentence does not name 2020年"),
        (("indicator", "sites"), "horizon", "stated horizon, yet the sentence names 2020年"),
        (("deliverable", "D1"), "explicit", "stated explicit, yet the sentence does not name 2020年"),
    ],
)
def test_stated_is_what_the_sentence_says(was: tuple[str, str], now: str, message: str, tmp_path: Path) -> None:
    """A year is explicit where the sentence names it up to the quote, and only there."""
    kind, name = was
    text = TASKS if kind == "deliverable" else TARGETS
    start = text.index(f"id: {name}")
    at = text.index("stated: ", start) + len("stated: ")
    changed = text[:at] + now + text[at:].removeprefix("explicit").removeprefix("horizon")
    plan = plan_of(tmp_path, (text, changed))
    finding = one(plan)
    assert (finding.code, finding.message) == ("P206", message)
    assert (finding.span.line, finding.span.column) == (text[:at].count("\n") + 1, at - text[:at].rfind("\n"))
    assert finding.hint.startswith("write `stated: ")


def test_a_year_in_another_sentence_says_nothing(tmp_path: Path) -> None:
    """A year behind the quote, or in the sentence before, is not the target's."""
    assert found(plan_of(tmp_path), TEXT.replace("指数达到85。", "到2020年加强宣传。指数达到85，到2020年见效。")) == []


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [("支持技术", "is not in the text"), ("加强领导", "holds no figure"), ("到202", "holds no figure")],
)
def test_uncited_entries_earn_their_place(phrase: str, problem: str, tmp_path: Path) -> None:
    """An entry under `uncited:` that is not in the text, or holds no whole figure of it, is to be removed."""
    entry = "  - {phrase: 第二代, reason: 名称}\n"
    plan = plan_of(tmp_path, (entry, entry + f"  - {{phrase: {phrase}, reason: 名称}}\n"))
    finding = one(plan)
    assert finding.message == f"uncited phrase {phrase!r} {problem}"
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert str(finding.span).endswith(f"plan.yaml:{spot(text, f'phrase: {phrase},', 'phrase: ')}")


def test_an_empty_text_has_no_clauses(tmp_path: Path) -> None:
    """Against an empty text every clause is unknown and nothing fails."""
    assert {finding.code for finding in audit(plan_of(tmp_path), "", "text.txt")} == {"P201", "P203", "P205"}


def own_words(plan: Plan) -> str:
    """A text that says what the plan says it does, clause by clause in order, and nothing else."""
    words: dict[str, list[str]] = defaultdict(list)
    for area in plan.head.areas:
        words[area.clause or ""].append(sentence(area.title or ""))
    for task in plan.tasks:
        clause = words[task.source.clause or ""]
        clause += map(sentence, (task.title, *(task.lead or ()), *(task.responsible or ())))
        clause += [sentence(item.quote or item.title, item.stated) for item in task.deliverables]
    for indicator in plan.indicators:
        words[indicator.source.clause or ""].append(sentence(indicator.source.quote or "", indicator.stated))
    said = "".join(phrase for phrases in words.values() for phrase in phrases)
    words[""] += [entry.phrase for entry in plan.head.uncited if entry.phrase not in said]
    words[""].append(plan.head.document.in_force_quote or "")
    lines = words.pop("")
    last = ["", "", ""]
    for clause_no in sorted(words, key=order):
        parts = parts_of(clause_no)
        headings = (f"{parts[0]}、", f"({parts[1]})", f"{parts[2]}.任务")
        changed = next((level for level in range(3) if parts[level] != last[level]), 3)
        lines += [heading for level, heading in enumerate(headings) if level >= changed and parts[level]]
        lines += longest(words[clause_no])
        last = parts
    return "\n".join(lines)


def longest(sentences: list[str]) -> list[str]:
    """Sentences without those that another one says as well."""
    return [it for it in sentences if not any(it != other and it.rstrip("。") in other for other in sentences)]


def sentence(phrase: str, stated: str = "horizon") -> str:
    """A sentence around a phrase, which names the year only where the plan says so."""
    return f"到2020年,{phrase}。" if stated == "explicit" else f"{phrase}。"


def parts_of(clause: str) -> list[str]:
    """一(三)2 as its three numbers; empty where it has none."""
    first, _, rest = clause.partition("(")
    second, _, third = rest.partition(")")
    return [first, second, third]


def order(clause: str) -> tuple[int, int, int]:
    """Where a clause stands among the others."""
    first, second, third = parts_of(clause)
    numerals = " 一二三四五六七八九十"
    return numerals.index(first or " "), numerals.index(second or " "), int(third or 0)


def test_shipped_plan_holds_against_its_own_words() -> None:
    """A text made of what the shipped plan says is in its clauses gives nothing to say."""
    plan = loaded(SHIPPED)
    text = own_words(plan)
    assert audit(plan, text, "text.txt") == []
    assert [it.code for it in audit(plan, text.replace("1000亿元", "1100亿元"), "text.txt")] == ["P201", "P204"]
