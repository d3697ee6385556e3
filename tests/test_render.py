"""Formats: what each makes of the same cells, the awkward ones above all."""

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.render import delimited, document, terminal
from hlwplan.render.cells import shown
from hlwplan.render.escape import inert, visible
from hlwplan.render.findings import concise
from hlwplan.render.wrap import wrap
from hlwplan.table import AT_ONCE, Amount, Blank, Cell, Column, Nested, Section, Table, Word

pytestmark = pytest.mark.usefixtures("chinese")

AWKWARD = [
    "[t/ha]",
    "a|b",
    "two\nlines",
    "=1+1",
    "@x",
    "-x",
    "\x1b[31mred",
    "left\u202eright",
    "[bold]no markup[/bold]",
]


def one(*cells: Cell) -> Table:
    """A table with one row of these cells."""
    columns = tuple(Column(f"c{number}", f"C{number}") for number in range(len(cells)))
    return Table("T", columns, (Section((), (cells,)),))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "—"),
        (Amount(Decimal("300.0"), "亿元"), "300亿元"),
        (Amount(Decimal("1E+3"), "个"), "1000个"),
        (Amount(Decimal("0.000000000001")), "0.000000000001"),
        (Amount(53.846, "%", 1), "53.8%"),
        (Amount(-8.21, "", 1, signed=True), "-8.2"),
        (Amount(8.21, "", 1, signed=True), "+8.2"),
        (Amount(0.0, "%", 1), "0.0%"),
        (Amount(0.0004, "%", 1), "0.0004%"),
        (Word("未完成", "bad"), "未完成"),
        (("市教育局", "市文广局"), "市教育局、市文广局"),
        ((Decimal("40.50"), 60.25), "40.5、60.25"),
        (True, "是"),
        (Decimal("0.20"), "0.2"),
    ],
)
def test_people_read_cells_with_their_unit(cell: Cell, text: str) -> None:
    """A number keeps every digit unless it was rounded, and a small one never reads as zero."""
    assert shown(cell) == text


@pytest.mark.parametrize("text", AWKWARD)
def test_terminal_shows_what_data_would_do(text: str) -> None:
    """Escape sequences, bidi marks and markup are printed as text, not obeyed."""
    out = terminal.render(one(text, Decimal(1)), 80, colour=False)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert visible(text) in out


def test_hidden_characters_are_written_as_codes() -> None:
    """What is not seen is shown as its code point; what is seen stays."""
    assert visible("\x1b[0m\u200b绍兴　市\u202e\n") == "\\x1b[0m\\u200b绍兴　市\\u202e\\n"


TEXTS: Final = st.text('甲a,"=-\t\n \u202e', max_size=4)
CELLS: Final = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=False, allow_infinity=False), TEXTS,
    st.decimals(-2, 2, places=3), st.tuples(TEXTS, TEXTS), st.just(()), st.builds(Word, TEXTS),
    st.builds(Amount, st.integers(-2, 2).map(Decimal)), st.just(Blank()), st.builds(Nested, st.lists(TEXTS)),
)  # fmt: skip
PLAIN: Final = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(-2, 2), TEXTS, st.tuples(TEXTS))
NAMES: Final = ("id", "a.b", "a.c%", "d.e", "d.f", "g")


def wide(cells: st.SearchStrategy[Cell]) -> st.SearchStrategy[list[tuple[Cell, ...]]]:
    """Rows for columns of `NAMES`, in some of which all cells are of one kind."""
    mixed = st.tuples(*[cells] * len(NAMES))
    alike = st.tuples(*[TEXTS, st.none(), st.booleans(), st.floats(-2, 2), st.decimals(-2, 2, places=3), TEXTS])
    return st.one_of(st.lists(mixed, min_size=1, max_size=4), st.lists(alike, min_size=1, max_size=4))


COLUMNS: Final = tuple(Column(name, name) for name in NAMES)
DELIMITERS: Final[tuple[delimited.Delimiter, ...]] = (",", "\t")


@given(wide(CELLS), st.sampled_from(DELIMITERS))
def test_a_row_is_written_alike_whatever_stands_above_it(
    rows: list[tuple[Cell, ...]], delimiter: delimited.Delimiter
) -> None:
    """Cells are formatted column by column, and each is what it would be if its row were alone."""
    alone = ["".join(delimited.lines([row], delimiter)) for row in rows]
    assert "".join(delimited.lines(rows, delimiter)) == "".join(alone)
    objects = [text for row in rows for text in document.members(COLUMNS, [row])]
    assert list(document.members(COLUMNS, rows)) == objects


def test_rows_past_the_first_columns_follow_in_their_order() -> None:
    """However many rows are made into columns at once, all of them are written."""
    rows = [(str(number), None) for number in range(2 * AT_ONCE + 1)]
    assert "".join(delimited.lines(rows, ",")) == "".join(f"{number},\n" for number in range(len(rows)))
    columns = (Column("n", "n"), Column("m", "m"))
    assert [json.loads(it)["n"] for it in document.members(columns, rows)] == [number for number, _ in rows]


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=3), st.sampled_from(DELIMITERS))
def test_fields_are_quoted_as_the_library_quotes_them(table: list[list[str]], delimiter: delimited.Delimiter) -> None:
    """To the byte, a lone empty field among them."""
    for row in table:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow([inert(visible(text)) for text in row])
        assert "".join(delimited.lines([tuple(row)], delimiter)) == out.getvalue()


@given(wide(PLAIN))
def test_json_is_laid_out_as_the_library_lays_it_out(rows: list[tuple[Cell, ...]]) -> None:
    """Records are put together from texts of columns; read and written again the document is the same."""
    kept = [tuple(None if isinstance(cell, Decimal) else cell for cell in row) for row in rows]
    out = document.render(Table("T", COLUMNS, (Section((), tuple(kept)),), (), (), {"schema": "s/1"}, "it"))
    assert json.dumps(json.loads(out), ensure_ascii=False, indent=1) + "\n" == out


@pytest.mark.parametrize("text", AWKWARD)
def test_csv_cells_run_nothing(text: str) -> None:
    """Read back, a cell is the text as shown; one that would be a formula begins with a quotation mark."""
    (_, row) = csv.reader(io.StringIO(delimited.render(one(text, "x"), ",")))
    assert row == [inert(visible(text)), "x"]
    assert row[0][0] not in "=+-@\t\r"


def test_tsv_keeps_one_line_a_row() -> None:
    """Line breaks and tabs of the data are shown, so that a row is a line and a field a field."""
    lines = delimited.render(one("a\tb\nc", 2.5, None, True, Decimal("1.50"), ("a", "b")), "\t").splitlines()
    assert lines[1].split("\t") == ["a\\tb\\nc", "2.5", "", "true", "1.5", "a b"]


def test_machines_get_whole_values() -> None:
    """Rounding is for people: a number that a terminal shows with one digit is whole in CSV and JSON."""
    table = one(Amount(53.84615384615384, "%", 1), Amount(Decimal("0.20"), "百分点"), Word("未完成", "bad"))
    assert delimited.render(table, ",").splitlines()[1] == "53.84615384615384,0.2,未完成"
    assert json.loads(document.render(table))["rows"] == [{"c0": 53.84615384615384, "c1": 0.2, "c2": "未完成"}]


def test_machines_get_pairs_of_numbers_whole() -> None:
    """Two numbers of one cell are two numbers in JSON, and stand with a space between them in CSV."""
    table = one((Decimal("-0.50"), 53.84615384615384), ("市教育局", "市文广局"))
    assert delimited.render(table, ",").splitlines()[1] == "-0.5 53.84615384615384,市教育局 市文广局"
    assert json.loads(document.render(table))["rows"] == [
        {"c0": [-0.5, 53.84615384615384], "c1": ["市教育局", "市文广局"]}
    ]


def test_json_nests_dotted_names() -> None:
    """Columns `a.b` and `a.c` make an object, which is null where nothing of it is there; false is something."""
    columns = tuple(Column(name, name) for name in ("id", "a.b", "a.c"))
    rows = (("x", Decimal(1), None), ("y", None, None), ("z", None, False))
    made = json.loads(document.render(Table("T", columns, (Section((), rows),), ("‼",), (), {"schema": "s/1"}, "it")))
    assert made["schema"] == "s/1"
    assert made["banner"] == ["‼"]
    assert [row["a"] for row in made["it"]] == [{"b": 1, "c": None}, None, {"b": None, "c": False}]


def test_narrow_terminal_lists_dropped_remarks() -> None:
    """Remarks that find no room beside the table stand below it, with the name of their row."""
    columns = (Column("name", "Name"), Column("n", "N", "right"), Column("r", "Remarks", keep=1))
    rows = (("alpha", Decimal(1), "a remark that is long enough to be dropped"), ("beta", Decimal(2), None))
    table = Table("T", columns, (Section(("Group",), rows),))
    wide = terminal.render(table, 80, colour=False)
    narrow = terminal.render(table, 30, colour=False)
    assert "Remarks：" not in wide
    assert "Remarks：\n  alpha：a remark" in narrow
    assert "  beta" not in narrow


def test_colour_repeats_the_word() -> None:
    """With colour the verdict's word is still there, between escape sequences."""
    out = terminal.render(one("x", Word("未完成", "bad")), 80, colour=True)
    assert "\x1b[31m未完成" in out


@pytest.mark.usefixtures("english")
def test_findings_are_lines_with_place_code_message_and_hint() -> None:
    """Errors carry no mark, warnings do; hidden characters of the data are shown."""
    error = Diagnostic("D101", Span("a.csv", 2, 5, 8), {"text": "\x1b[0m", "why": "digits are expected"})
    warning = Diagnostic("D202", Span("a.csv", 3), {"what": "x", "line": 2})
    first, second = concise.lines([error, warning]).splitlines()
    assert first == (
        "a.csv:2:5: D101 value '\\x1b[0m' is no number: digits are expected; "
        "leave the field empty where nothing was measured"
    )
    assert second == "a.csv:3: D202 warning: x stands at line 2 already, with the same value; remove the row"
    assert concise.lines([]) == ""


def test_json_numbers_are_whole_to_the_last_digit() -> None:
    """A decimal that no float holds is written as it is, so that differences can be redone."""
    out = document.render(one(Decimal("1234567890123.123456789012"), Decimal("0.20"), "x"))
    assert "1234567890123.123456789012" in out
    assert json.loads(out, parse_float=Decimal)["rows"][0] == {
        "c0": Decimal("1234567890123.123456789012"), "c1": Decimal("0.2"), "c2": "x",
    }  # fmt: skip


def test_a_cell_to_fill_in_is_empty() -> None:
    """Formats that cannot watch over what is written leave an empty field, or null."""
    table = one("x", Blank("number", "亿元", prompt="p"))
    assert shown(table.rows[0][1]) == ""
    assert delimited.render(table, ",").splitlines()[1] == "x,"
    assert json.loads(document.render(table))["rows"] == [{"c0": "x", "c1": None}]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("达年度目标502.8亿元的55.7%，年度未满不计", 20, ["达年度目标502.8亿元", "的55.7%，年度未满不", "计"]),
        ("已修订1次；2019年", 10, ["已修订1", "次；2019年"]),
        ("一二三四，五", 8, ["一二三", "四，五"]),
        ("一二三（四五）", 8, ["一二三", "（四五）"]),
        ("made up, no statistics", 10, ["made up,", "no", "statistics"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("短", 10, ["短"]),
    ],
)
def test_lines_break_where_they_may(text: str, width: int, lines: list[str]) -> None:
    """Never within a number or a word, nor before closing punctuation; a run wider than a line is cut."""
    assert wrap(text, width).split("\n") == lines


@given(st.text("一，。（）ab1.% ", max_size=60), st.integers(4, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    """Every character is still there, in order, and no line is too wide."""
    wrapped = wrap(text, width)
    assert max(map(cell_len, wrapped.split("\n"))) <= max(width, 0)
    assert wrapped.replace("\n", "").replace(" ", "") == text.replace(" ", "")


WORDS: Final = st.lists(
    st.sampled_from(["a", "needs", "demonstration", "e-commerce", "of", "the"]), min_size=1, max_size=6
)


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**6)), min_size=1, max_size=4), st.integers(24, 60))
def test_no_word_is_broken_in_a_narrow_window(rows: list[tuple[list[str], list[str], int]], width: int) -> None:
    """Names, verdicts, headings and numbers stand whole, and no line is wider than the window."""
    columns = (
        Column("name", "Indicator"),
        Column("n", "Short by", "right"),
        Column("s", "Status"),
        Column("r", "R", keep=1),
    )
    cells = tuple((" ".join(name), Decimal(number), Word(" ".join(verdict)), None) for name, verdict, number in rows)
    out = terminal.render(Table("T", columns, (Section((), cells),)), width, colour=False)
    assert max(map(len, out.splitlines())) <= width
    wanted = Counter(word for name, verdict, number in rows for word in [*name, *verdict, str(number)])
    found = Counter(out.split())
    assert {word: found[word] for word in wanted} == wanted


def test_a_window_without_room_gives_the_name_its_own_line() -> None:
    """Where a word of the name is wider than what is left for it, the other columns stand below the name."""
    columns = (Column("name", "Indicator"), Column("n", "Gap", "right"), Column("s", "Status"))
    rows = (("National demonstration bases", Amount(Decimal(1000000), "个"), Word("needs acceleration")),)
    table = Table("T", columns, (Section((), rows),))
    assert terminal.render(table, 38, colour=False).splitlines()[2:] == [
        "Indicator            Gap  Status",
        "National       1000000个  needs",
        "demonstration             acceleration",
        "bases",
        "",
    ]
    assert terminal.render(table, 30, colour=False).splitlines()[2:] == [
        "Indicator",
        "      Gap  Status",
        "National demonstration bases",
        "1000000个  needs acceleration",
        "",
    ]
