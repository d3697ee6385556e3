"""Diagnostics: one order, nothing said twice, and wording that fits the values."""

import re
from collections import defaultdict
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from random import Random
from string import Formatter
from typing import Final
from unittest.mock import patch

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_load import FAILING, PLANS, replaced

from hlwplan.diagnostics import CATALOGUE, Diagnostic, Severity, Span, has_errors, in_order, nearest
from hlwplan.plan.load import load_plan
from hlwplan.plan.rules import RULES

SOURCES: Final = {
    path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", "."): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "src").rglob("*.py"))
    if path.parent.name != "diagnostics"
}

SPANS: Final = st.builds(Span, st.sampled_from(["a.yaml", "b.yaml"]), st.integers(0, 3), st.integers(0, 3), st.just(0))
FINDINGS: Final = st.lists(
    st.builds(
        Diagnostic,
        st.sampled_from(["Y006", "D009"]),
        SPANS,
        st.sampled_from([{"limit": 1, "form": "x"}, {"limit": 2, "form": "y"}]),
    ),
    max_size=30,
)

NAMES: Final = st.text("ab-01甲乙", min_size=1, max_size=12)


def placeholders(template: str) -> set[str]:
    """The names of the values that a template shows."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span("plan.yaml", 3, 7, 9), "plan.yaml:3:7"),
        (Span("plan.yaml", 3), "plan.yaml:3"),
        (Span("plan.yaml"), "plan.yaml"),
        (Span("C:/x/计划.yaml", 1, 1), "C:/x/计划.yaml:1:1"),
    ],
)
def test_spans_print_what_is_known(span: Span, text: str) -> None:
    """A place is file, line and column, and less where less is known."""
    assert str(span) == text


@settings(deadline=None)
@given(FINDINGS, st.randoms(use_true_random=False))
def test_order_is_total(findings: list[Diagnostic], random: Random) -> None:
    """However findings come, they go out in one order: by file, line and column, then code and message."""
    shuffled = list(findings)
    random.shuffle(shuffled)
    ordered = in_order(findings)
    assert in_order(shuffled) == ordered
    keys = [(it.span.file, it.span.line, it.span.column, it.code, it.message) for it in ordered]
    assert keys == sorted(set(keys))


@settings(deadline=None)
@given(FINDINGS)
def test_nothing_is_lost_or_said_twice(findings: list[Diagnostic]) -> None:
    """What differs in place, code or message stays, and what does not is said once."""
    said = {(it.span, it.code, it.message) for it in findings}
    ordered = in_order([*findings, *findings])
    assert len(ordered) == len(said)
    assert {(it.span, it.code, it.message) for it in ordered} == said


def test_whole_file_comes_before_its_lines() -> None:
    """A finding about a whole file stands before those about its lines, and line 9 before line 10."""
    spans = [Span("a", 10, 1), Span("a", 9, 12), Span("a", 9, 2), Span("a")]
    ordered = in_order(Diagnostic("Y010", span) for span in spans)
    assert [finding.span for finding in ordered] == spans[::-1]


def test_only_errors_are_errors() -> None:
    """A warning stops nothing; an error among others does."""
    warning, error = Diagnostic("D202", Span("a"), {"what": "x", "line": 1}), Diagnostic("Y010", Span("a"))
    assert (warning.severity, error.severity) == (Severity.WARNING, Severity.ERROR)
    assert not has_errors([])
    assert not has_errors([warning])
    assert has_errors([warning, error])


def test_nearest_names_replace_the_hint() -> None:
    """Where a name comes near, the hint asks for it; else it is the catalogue's, filled in."""
    values = {"key": "nmae", "known": "id, name"}
    assert Diagnostic("P001", Span("a"), values).hint == "known here: id, name"
    assert Diagnostic("P001", Span("a"), values, ("name",)).hint == "did you mean name?"
    assert Diagnostic("P001", Span("a"), values, ("name", "no")).hint == "did you mean name or no?"


def test_braces_in_values_are_only_text() -> None:
    """A value that looks like a template is shown and not filled in."""
    assert Diagnostic("P001", Span("a"), {"key": "{known}", "known": "x"}).message == "unknown key '{known}'"


def test_nearest_is_best_first_and_few() -> None:
    """At most three names come near, the most alike first, and none where nothing is alike."""
    assert nearest("市商务局", ["市商贸局", "市商务局局", "市教育局", "县商务局", "省商务局"])[0] == "市商务局局"
    assert len(nearest("a1", ["a2", "a3", "a4", "a5"])) == 3
    assert nearest("甲", ["xyz"]) == ()


@settings(deadline=None)
@given(NAMES, st.lists(NAMES, max_size=40), st.integers(1, 4))
def test_nearest_is_what_difflib_finds(name: str, known: list[str], most: int) -> None:
    """The search leaves out only names that difflib would not give, and the order is difflib's."""
    assert nearest(name, known, most) == tuple(get_close_matches(name, known, n=most, cutoff=0.5))


@pytest.mark.parametrize("name", ["target-x0017", "target-00170000", "tgt-00017", "elsewhere"])
def test_difflib_measures_few_of_many_names(name: str) -> None:
    """Thousands of names that look alike are searched without measuring each, and it is the same that is found."""
    known = tuple(f"target-{number:05}" for number in range(3000))
    wanted = tuple(get_close_matches(name, known, n=3, cutoff=0.5))
    with patch.object(SequenceMatcher, "ratio", autospec=True, side_effect=SequenceMatcher.ratio) as measured:
        assert nearest(name, known) == wanted
    assert measured.call_count < 60


def test_a_cell_is_too_long_for_a_name() -> None:
    """A text of a hundred thousand characters is near to no name, and is not searched for."""
    assert nearest("甲" * 100_000, ["甲", "甲乙"]) == nearest("甲", []) == nearest("", ["甲"]) == ()


def test_codes_are_of_a_family() -> None:
    """A code is its family and a number, and families stand in the catalogue's order."""
    assert [
        code for code in CATALOGUE if not re.fullmatch(r"Y0\d\d|P[012]\d\d|D[012]\d\d|S0\d\d|[QC]0\d\d", code)
    ] == []
    families = list(dict.fromkeys(code[:2] for code in CATALOGUE))
    assert families == ["Y0", "P0", "P1", "P2", "D0", "D1", "D2", "S0", "Q0", "C0"]


@pytest.mark.parametrize("code", CATALOGUE)
def test_message_and_hint_are_terse(code: str) -> None:
    """A message has one line, no full stop and no position arguments; so has a hint."""
    entry = CATALOGUE[code]
    assert entry.message
    for template in (entry.message, entry.hint):
        assert "\n" not in template
        assert not template.endswith(".")
        assert all(name.isidentifier() for name in placeholders(template))
        filled = template.format_map(defaultdict(lambda: 1))
        assert "{" not in filled


@pytest.mark.parametrize("code", CATALOGUE)
def test_code_is_used_and_its_values_are_given(code: str) -> None:
    """Each code of the catalogue is reported somewhere, by code that names every value of its wording."""
    users = [text for text in SOURCES.values() if f'"{code}"' in text]
    assert users
    if code in RULES:
        users = [SOURCES[RULES[code].__module__]]
    wanted = placeholders(CATALOGUE[code].message) | placeholders(CATALOGUE[code].hint)
    given_by = "\n".join(users)
    assert {name for name in wanted if not re.search(rf'"{name}"|\b{name}=', given_by)} == set()


@pytest.mark.parametrize("name", FAILING)
def test_wording_of_plan_findings_is_filled(name: str, tmp_path: Path) -> None:
    """What a failing plan is told has every value of its wording, shown as text, never as an object's inside."""
    folder = replaced(tmp_path, **{name.split(".")[-2]: (PLANS / name).read_bytes()})
    for finding in load_plan(folder)[1]:
        for text in (finding.message, finding.hint):
            assert "{" not in text
            assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|Decimal|Fraction|<class|object at|\"'", text)
            assert "\n" not in text
        assert finding.message
