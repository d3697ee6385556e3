"""YAML text: YAML 1.2 scalars, exact places, and nothing that a plan file may not have."""

import re
from decimal import Decimal
from typing import Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hlwplan.plan.places import Places
from hlwplan.plan.yamltext import MAX_DEPTH, Document, Loc, parse_document

Plain = dict[str, "Plain"] | list["Plain"] | str | int


def read(text: str) -> tuple[object, list[str]]:
    """What a text holds, and `line:column code` of everything wrong in it."""
    document, findings = parse_document(text, "x.yaml", "something")
    found = [f"{finding.span.line}:{finding.span.column} {finding.code}" for finding in findings]
    return None if document is None else document.data, found


def document_of(text: str) -> Document:
    """A text without mistakes."""
    document, findings = parse_document(text, "x.yaml", "something")
    assert document is not None
    assert findings == []
    return document


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("y", "y"),
        ("010", 10),
        ("-7", -7),
        ("+7", 7),
        ("1:30", "1:30"),
        ("12:30:45", "12:30:45"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("2016-06-28", "2016-06-28"),
        ("2015Q4", "2015Q4"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("nil", "nil"),
        ("'010'", "010"),
        ('"true"', "true"),
        ("''", ""),
        ("6.5", Decimal("6.5")),
        ("6.50", Decimal("6.50")),
        ("0.1", Decimal("0.1")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1e3", Decimal("1E+3")),
        ("-1.5E-2", Decimal("-0.015")),
        ("1e1000", "1e1000"),
        ("12345678901234567890.123456789012", Decimal("12345678901234567890.123456789012")),
        ("1" * 63, int("1" * 63)),
        ("1" * 64, Decimal("1" * 64)),
        ("百家", "百家"),
        ("=", "="),
        ("'<<'", "<<"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    """A scalar is text unless it is a decimal number, true, false or null; numbers are exact."""
    data, findings = read(f"k: {written}\n")
    assert data == {"k": value}
    assert findings == []
    assert isinstance(data, dict)
    assert type(data["k"]) is type(value)
    assert str(data["k"]) == str(value)


@pytest.mark.parametrize("written", [".inf", "-.INF", "+.Inf", ".nan", ".NaN"])
def test_numbers_are_finite(written: str) -> None:
    """Infinity and NaN are refused where they stand, and read as nothing."""
    assert read(f"k: {written}\n") == ({"k": None}, ["1:4 Y008"])


def test_blocks_of_text_are_text() -> None:
    """A block scalar is text even where it looks like a number, and has no end on its line."""
    document = document_of("k: |\n  12\nm: 1\n")
    assert document.data == {"k": "12\n", "m": 1}
    assert document.span(("k",)).end == 0
    assert str(document.span(("m",))) == "x.yaml:3:4"


def test_columns_count_characters() -> None:
    """Wide characters, also those beyond the basic plane, count as one column each."""
    document = document_of("指标: {名称: 网络零售额, 𠀀: '五', 值: 650}\n")
    assert str(document.span(("指标", "名称"))) == "x.yaml:1:10"
    assert str(document.span(("指标", "𠀀"))) == "x.yaml:1:20"
    assert document.span(("指标", "𠀀")).end == 23
    assert str(document.span(("指标", "值"), key=True)) == "x.yaml:1:25"
    assert str(document.span(("指标", "值"))) == "x.yaml:1:28"
    assert document.span(("指标", "值")).end == 31


def test_places_of_items() -> None:
    """An item of a list stands where its value begins; the whole file where its first value does."""
    document = document_of("# 注\n- id: a\n- [1, 2]\n")
    assert str(document.span(())) == "x.yaml:2:1"
    assert str(document.span((0,))) == "x.yaml:2:3"
    assert str(document.span((1, 1))) == "x.yaml:3:7"
    assert str(document.span((1, 1), key=True)) == "x.yaml:3:7"


def test_missing_steps_stand_at_their_parent() -> None:
    """A step that is not in the file is passed over, so that the place is the nearest one that is."""
    document = document_of("a: {b: 1}\n")
    assert document.span(("a", "missing")) == document.span(("a",))
    assert document.span(("a", 0, "b")) == document.span(("a", "b"))


def test_windows_line_ends_move_nothing() -> None:
    """Lines count the same with CRLF."""
    assert str(document_of("a: 1\r\nb: 二\r\n").span(("b",))) == "x.yaml:2:4"


LINES: Final = st.lists(
    st.sampled_from(["a", "b: ", ": x", "? ", "- ", "[", "]", ", ", "'x'", '"', "# c", "|\n  t", "  ", "𠀀", "网",
                     "\ufeff", "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"]),
    max_size=14,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(parts=LINES)
def test_lines_are_those_of_the_parser(parts: list[str]) -> None:
    """A place counted from its offset in the text is the line and column that the parser counted, at every break."""
    text = "".join(parts).lstrip("\ufeff")
    places = Places(text)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            start, end = event.start_mark, event.end_mark
            assert start is not None
            assert end is not None
            if not isinstance(event, yaml.ScalarEvent) or start.index == len(text):  # at the end it counts a line more
                continue
            places.starts.append(start.index)
            places.ends.append(end.index)
            line, column, behind = places.place(len(places.starts) - 1)
            assert (line, column) == (start.line + 1, start.column + 1)
            if end.index < len(text):
                assert behind == (end.column + 1 if end.line == start.line else 0)
    except yaml.YAMLError:
        pass


def test_a_second_byte_order_mark_moves_nothing() -> None:
    """Programs that save a file with its mark twice do no harm to columns, on the first line or later."""
    document = document_of("\ufeff\ufeffa: 1\nb: 2\n")
    assert str(document.span(("a",))) == "x.yaml:1:4"
    assert str(document.span(("b",))) == "x.yaml:2:4"


@pytest.mark.parametrize(
    ("text", "data", "findings"),
    [
        ("k: !!str 5\n", {"k": "5"}, ["1:4 Y005"]),
        ("k: !mine [5]\n", {"k": (5,)}, ["1:4 Y005"]),
        ("k: ! 5\n", {"k": 5}, ["1:4 Y005"]),
        ("!!str k: 5\n", {"k": 5}, ["1:1 Y005"]),
        ("!!python/object:os.system {}\n", {}, ["1:1 Y005"]),
        ("k: &a 5\n", {"k": 5}, ["1:4 Y005"]),
        ("&a k: 5\n", {"k": 5}, ["1:1 Y005"]),
        ("k: &a {m: 1}\nl: *a\n", {"k": {"m": 1}, "l": None}, ["1:4 Y005", "2:4 Y005"]),
        ("k: *never\n", {"k": None}, ["1:4 Y005"]),
        ("k:\n  <<: {m: 1}\n  l: 2\n", {"k": {"l": 2}}, ["2:3 Y005"]),
        ("<<: *a\nk: 1\n", {"k": 1}, ["1:1 Y005", "1:5 Y005"]),
        ("k: 1\nl: 2\nk: [3]\n", {"k": 1, "l": 2}, ["3:1 Y004"]),
        ("k: 1\n'k': 2\n", {"k": 1}, ["2:1 Y004"]),
        ("k: 1\nk: 2\nk: 3\n", {"k": 1}, ["2:1 Y004", "3:1 Y004"]),
        ("? [a, b]\n: 1\nk: 2\n", {"k": 2}, ["1:3 Y007"]),
        ("{a: 1}: 1\n", {}, ["1:1 Y007"]),
        ("*a : 1\nk: 2\n", {"k": 2}, ["1:1 Y007"]),
        ("a: 1\n---\nb: 2\n", {"a": 1}, ["2:1 Y009"]),
        ("k: 'a\n", None, ["2:1 Y003"]),
        ("k: [1\n", None, ["2:1 Y003"]),
        ("k: {a: 1\nl: 2\n", None, ["2:2 Y003"]),
        ("k: 1\n\tl: 2\n", None, ["2:1 Y003"]),
        ("k: %x\n", None, ["1:4 Y003"]),
        ("k: 1\nk: 2\nl: [\n", None, ["2:1 Y004", "4:1 Y003"]),
        ("", None, ["0:0 Y011"]),
        ("# only a comment\n", None, ["0:0 Y011"]),
        ("---\n...\n", None, ["0:0 Y011"]),
        ("null\n", None, ["0:0 Y011"]),
    ],
)
def test_what_a_plan_file_may_not_have(text: str, data: object, findings: list[str]) -> None:
    """Tags, anchors, aliases, merge keys, twofold keys and broken syntax are found in order, at their places."""
    assert read(text) == (data, findings)


def test_first_of_two_documents_is_kept() -> None:
    """Directives and one document are fine; only the second document is too many."""
    assert read("%YAML 1.1\n---\nk: NO\n...\n") == ({"k": "NO"}, [])


@pytest.mark.parametrize("sign", ["\x07", "\x1b"])
def test_control_characters_are_no_yaml(sign: str) -> None:
    """A control character is refused, with its place and a message that says so."""
    document, findings = parse_document(f"a: 1\n二: x{sign}y\n", "x.yaml", "something")
    assert document is None
    assert [finding.code for finding in findings] == ["Y003"]
    assert "control characters are not allowed" in findings[0].message
    assert str(findings[0].span) == "x.yaml:2:5"


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("k: a: b\n", "a colon stands where no key can be", "put text that holds `: ` in quotes"),
        ("k: @x\n", "no value begins with this character", "put text that begins with % or @ in quotes"),
        ("k: 1\nl：2\n", "a key has no colon behind it", "with an ASCII colon"),
        ("k: [1，\n", "a bracket is not closed, or a comma is missing", "with an ASCII comma"),
        ('k: "\\q"\n', "what follows the backslash is not known", "in single quotes"),
        ("k: 'a\n", "a quotation mark is not closed", "close the quotation mark"),
        ("- a\nk: 1\n", "this does not go on from what stands above", "indent the keys of one entry alike"),
        ("k: *\n", "the parser says `while scanning an alias", "look at the line above"),
    ],
)
def test_why_it_is_no_yaml_is_said_in_plain_words(text: str, problem: str, hint: str) -> None:
    """The parser's words about tokens are left to what nobody writes by mistake."""
    _, findings = parse_document(text, "x.yaml", "something")
    assert findings[0].message.startswith(f"not YAML: {problem}")
    assert hint in findings[0].hint


def test_messages_say_what_is_refused() -> None:
    """What is not allowed is shown as it is written."""
    _, findings = parse_document("a: &x 1\nb: *x\n<<: 1\nc: !t 1\n? [1]\n: 1\n*x : 2\n", "x.yaml", "something")
    assert [finding.message for finding in findings] == [
        "anchor '&x' is not allowed in a plan file",
        "alias '*x' is not allowed in a plan file",
        "merge key '<<' is not allowed in a plan file",
        "tag '!t' is not allowed in a plan file",
        "a key must be plain text, not a collection",
        "a key must be plain text, not an alias",
    ]


def test_empty_file_says_what_it_should_hold() -> None:
    """The hint for an empty file is what the caller expects there."""
    _, findings = parse_document("", "x.yaml", "a list of tasks")
    assert findings[0].hint == "it holds a list of tasks"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{k: ", "}")])
def test_depth_has_a_limit(opening: str, closing: str) -> None:
    """The deepest level allowed is read; one more is refused, and nothing of the file is kept."""
    levels = MAX_DEPTH - 1
    data, findings = read(opening * levels + "1" + closing * levels)
    assert data is not None
    assert findings == []
    document, more = parse_document(opening * (levels + 1) + "1" + closing * (levels + 1), "x.yaml", "something")
    assert document is None
    assert [finding.code for finding in more] == ["Y006"]
    assert more[0].span.column == len(opening) * (levels + 1) + 1


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_endless_depth_is_refused(text: str) -> None:
    """However deep a hostile file is nested, it is one finding."""
    document, findings = parse_document(text, "x.yaml", "something")
    assert document is None
    assert len(findings) <= MAX_DEPTH + 1
    assert findings[-1].code == "Y006"


TEXT: Final = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co"), exclude_characters="\ufeff"), max_size=12
)
# What YAML 1.2 reads as a number and the writer, which follows 1.1, leaves without quotes: 08, 0E0.
VALUES: Final = TEXT.filter(lambda text: not re.fullmatch(r"[-+.0-9eE]+", text))
KEYS: Final = TEXT.filter(lambda key: key != "<<")
DATA: Final[st.SearchStrategy[Plain]] = st.recursive(
    VALUES | st.integers(-(10**20), 10**20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def with_tuples(data: Plain) -> object:
    """Data as the reader gives it."""
    if isinstance(data, dict):
        return {key: with_tuples(value) for key, value in data.items()}
    return tuple(with_tuples(value) for value in data) if isinstance(data, list) else data


def keys(data: Plain, at: Loc = ()) -> list[Loc]:
    """The place of every key, from the top."""
    if isinstance(data, dict):
        return [loc for key, value in data.items() for loc in ((*at, key), *keys(value, (*at, key)))]
    return [loc for i, value in enumerate(data) for loc in keys(value, (*at, i))] if isinstance(data, list) else []


@settings(deadline=None)
@given(data=st.dictionaries(KEYS, DATA, min_size=1, max_size=4), flow=st.booleans())
def test_dumped_data_comes_back(data: dict[str, Plain], *, flow: bool) -> None:
    """Whatever a YAML writer wrote is read as the same data, and the place of every key leads to its text."""
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=10_000, sort_keys=False)
    document = document_of(text)
    assert document.data == with_tuples(data)
    lines = text.split("\n")
    for loc in keys(data):
        span = document.span(loc, key=True)
        written = lines[span.line - 1][span.column - 1 : span.end - 1]
        assert yaml.safe_load(written) == loc[-1]
