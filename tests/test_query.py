"""`hlwplan query`: what can be asked, what cannot, and how the answer is written."""

import csv
import hashlib
import io
import json
import re
import signal
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from conftest import PROGRAM, ROOT, Done, run
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from toy import PLAN, sourced, stored

from hlwplan.assess.rollup import assess
from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure import query as engine
from hlwplan.measure.engine import BatchFile
from hlwplan.measure.measurement import Observation
from hlwplan.measure.query import Answer, View, ask
from hlwplan.period import year
from hlwplan.plan.load import load_plan
from hlwplan.render import delimited, records
from hlwplan.render.escape import visible
from hlwplan.render.exact import exact, in_a_cell
from hlwplan.render.excerpt import excerpt
from hlwplan.report.query import answered, upright, views
from hlwplan.report.status import Asked
from hlwplan.table import Amount, Column, Section, Table, Word

PAGE: Final = (ROOT / "docs" / "query.md").read_text(encoding="utf-8")
VIEW: Final = View("things", (("id", "VARCHAR"), ("size", "INTEGER")), [("a", 1), ("b", None)])


def mistakes(sql: str, *batches: BatchFile) -> list[Diagnostic]:
    """Why a statement is not answered."""
    answer, findings = ask(sql, "query", PLAN, [VIEW], batches)
    assert answer is None
    return findings


def answer(sql: str, *batches: BatchFile) -> Answer:
    """The answer to a statement without mistakes."""
    found, findings = ask(sql, "query", PLAN, [VIEW], batches)
    assert findings == []
    assert found is not None
    return found


def rows(sql: str, *arguments: str | Path, cwd: Path = ROOT) -> list[dict[str, Any]]:
    """The rows of the JSON document, decimals exact."""
    done = run("query", sql, "-f", "json", *arguments, cwd=cwd)
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out, parse_float=Decimal)["rows"]
    return found


# the views


def documented() -> dict[str, dict[str, str]]:
    """Each view's columns and types as the page has them."""
    sections = re.split(r"^### (\w+):.*$", PAGE, flags=re.MULTILINE)[1:]
    return {
        name: {column: type_.replace("DECIMAL", "DECIMAL(38,12)") for column, type_ in
               re.findall(r"^\| `(\w+)` \| (\S+) \|", text, re.MULTILINE)}
        for name, text in zip(sections[::2], sections[1::2], strict=True)
    }  # fmt: skip


def test_the_page_lists_every_view() -> None:
    """What `SHOW TABLES` names is what the page describes, and so does the command's help."""
    assert {row["name"] for row in rows("SHOW TABLES")} == set(documented())
    assert all(name in run("query", "--help").out for name in documented())


@pytest.mark.parametrize("view", documented())
def test_the_page_lists_every_column_with_its_type(view: str) -> None:
    """Names, order and types of columns are those of the page."""
    described = {row["column_name"]: row["column_type"] for row in rows(f"DESCRIBE {view}")}
    assert list(described.items()) == list(documented()[view].items())


@pytest.mark.parametrize("view", documented())
def test_every_column_is_named_without_quotes(view: str) -> None:
    """No name of a column is a word of SQL that would need quotes."""
    columns = ", ".join(documented()[view])
    (row,) = rows(f"FROM {view} SELECT {columns} LIMIT 1")
    assert list(row) == list(documented()[view])


@pytest.mark.parametrize("sql", re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL))
def test_the_questions_of_the_page_are_answered(sql: str) -> None:
    """Each example gives rows of the shipped demonstration data, and nothing to complain of."""
    done = run("query", "-", "-f", "json", stdin=sql.encode())
    assert done.code == 0
    assert "Q0" not in done.err
    assert json.loads(done.out)["rows"]


def test_the_page_has_five_questions() -> None:
    """As it says."""
    assert len(re.findall(r"```sql\n", PAGE)) == 5


def test_gaps_are_the_status_report() -> None:
    """Every cell of `hlwplan status` stands in `gaps` under its name, a number as the same number, absent as NULL."""
    reported = list(csv.DictReader(io.StringIO(run("status", "-f", "csv").out)))
    asked = rows("SELECT * FROM gaps")
    assert len(reported) == len(asked) == 37
    for line, row in zip(reported, asked, strict=True):
        for name, text in line.items():
            value = row[name.replace(".", "_")]
            if text == "" or value is None:
                assert (text, value) == ("", None), name
            elif isinstance(value, bool):
                assert text == str(value).lower()
            elif isinstance(value, (int, Decimal)):
                assert Decimal(text) == value, name
            elif isinstance(value, list):
                assert text == " ".join(value)
            else:
                assert text == value, name


def test_a_number_is_never_text() -> None:
    """What is a number in the JSON status report is one in `gaps`."""
    report = json.loads(run("status", "-f", "json").out)["targets"]
    flat = [
        {**row, **{f"{group}_{name}": value for group, parts in row.items() if isinstance(parts, dict)
                   for name, value in parts.items()}}
        for row in report
    ]  # fmt: skip
    for row, asked in zip(flat, rows("SELECT * FROM gaps"), strict=True):
        for name, value in row.items():
            if isinstance(value, (bool, int, float)):
                assert isinstance(asked[name], (bool, int, Decimal)), name


def test_measurements_keep_every_vintage() -> None:
    """Both publications of a revised value are there, as reported and in the indicator's unit, with file and line."""
    found = rows(
        "SELECT value, unit, number, converted, indicator_unit, published, origin FROM measurements "
        "WHERE indicator = 'online-retail-sales' AND period = '2018' ORDER BY published"
    )
    assert [(it["value"], it["unit"], it["number"], it["converted"]) for it in found] == [
        ("340", "亿元", 340, 340), ("3500000", "万元", 3500000, 350),
    ]  # fmt: skip
    assert found[1]["origin"] == "0916d2a3dac5#2"


def test_measurements_that_are_no_numbers(tmp_path: Path) -> None:
    """A state and a mark for missing have no number; a unit is converted up and down; a missing field is NULL."""
    store = stored(
        tmp_path,
        sourced(
            "零售额,甲市,2018,1.5,万亿元", "零售额,甲市,2017,—,亿元", "某平台,甲市,2018,已完成", "支出,甲市,2018,2,亿元"
        ),
    )
    found = answer("SELECT name, value, number, converted, year, note FROM measurements ORDER BY origin",
                   *store.sound()[0])  # fmt: skip
    assert found.rows == [
        ("零售额", "1.5", Decimal("1.5"), Decimal(15000), 2018, None),
        ("零售额", "—", None, None, 2017, None),
        ("某平台", "done", None, None, 2018, None),
        ("支出", "2", Decimal(2), Decimal(200000000), 2018, None),
    ]


def test_observations_are_exact_decimals_with_their_rows(tmp_path: Path) -> None:
    """Values add up to the last digit, and an adopted value names the rows behind it."""
    store = stored(tmp_path, sourced("零售额,甲市,2017,0.1,亿元", "零售额,甲市,2018,0.2,亿元"))
    observations, _ = store.observations(PLAN)
    tables = views(PLAN, observations, [], Asked())
    found, _ = ask("SELECT sum(value) AS total, list(origins) AS behind FROM observations", "q", PLAN, tables, [])
    assert found is not None
    ((total, behind),) = found.rows
    assert total == Decimal("0.3")
    assert isinstance(behind, list)
    assert [origins[0].partition("#")[2] for origins in behind] == ["2", "3"]


def test_a_value_that_is_not_known_is_null() -> None:
    """An observation of some districts only has no value."""
    partial = Observation("sales", "甲市", year(2018), None, "districts", None, "2019-03-01", covered=1, parts=2)
    found, _ = ask("SELECT value, covered, parts FROM observations", "q", PLAN, views(PLAN, [partial], [], Asked()), [])
    assert found is not None
    assert found.rows == [(None, 1, 2)]


def test_a_range_has_two_ends() -> None:
    """A target between two values has both as numbers, and no single value, among the targets and the gaps."""
    plan, _ = load_plan(ROOT / "tests" / "plans" / "base")
    assert plan is not None
    tables = views(plan, [], assess(plan, []), Asked())
    sql = (
        "SELECT t.low, t.high, t.value, g.target_low, g.target_high, g.target_value "
        "FROM targets t JOIN gaps g USING (id) WHERE t.op = 'between'"
    )
    found, _ = ask(sql, "q", plan, tables, [])
    assert found is not None
    ((low, high, value, *of_gap),) = found.rows
    assert isinstance(low, Decimal)
    assert isinstance(high, Decimal)
    assert low < high
    assert value is None
    assert of_gap == [low, high, None]


def test_a_store_without_measurements_can_be_asked(tmp_path: Path) -> None:
    """The plan is there to be asked about before anything was measured."""
    tmp_path.joinpath("data").mkdir()
    assert rows("SELECT count(*) AS n FROM measurements", "--data", tmp_path / "data") == [{"n": 0}]
    assert rows("SELECT count(*) AS n FROM targets", "--data", tmp_path / "data") == [{"n": 37}]


def test_the_clocks_and_the_region_are_those_of_status() -> None:
    """`--as-of` and `--year` choose observations and gaps but leave the measurements; `--region` chooses the gaps."""
    latest = "SELECT latest_value AS v FROM gaps WHERE id = 'online-retail-sales'"
    assert rows(latest, "--as-of", "2019-05-31") == [{"v": 340}]
    assert rows(latest, "--year", "2017") == [{"v": 290}]
    assert rows("SELECT max(year) AS y FROM observations", "--year", "2017") == [{"y": 2017}]
    assert rows("SELECT max(year) AS y FROM measurements", "--year", "2017") == rows(
        "SELECT max(year) AS y FROM measurements"
    )
    assert rows("SELECT DISTINCT region FROM gaps", "--region", "柯桥") == [{"region": "柯桥区"}]


# what a query may not do

FORBIDDEN: Final = [
    "COPY things TO '{file}'",
    "COPY things FROM '{secret}'",
    "EXPORT DATABASE '{file}'",
    "IMPORT DATABASE '{file}'",
    "ATTACH '{file}' AS other",
    "ATTACH ':memory:' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "SET VARIABLE x = 1",
    "PRAGMA enable_profiling",
    "CALL checkpoint()",
    "CHECKPOINT",
    "CREATE TABLE x (i INTEGER)",
    "CREATE TEMP TABLE x AS PIVOT things ON size USING count(*)",
    "CREATE SECRET s (TYPE s3)",
    "COPY (PIVOT things ON size USING count(*)) TO '{file}'",
    "INSERT INTO things VALUES ('c', 3)",
    "UPDATE things SET size = 0",
    "DELETE FROM things",
    "DROP TABLE things",
    "TRUNCATE things",
    "MERGE INTO things USING things AS s ON things.id = s.id WHEN MATCHED THEN DELETE",
    "COMMIT",
    "PREPARE p AS SELECT 1",
    "USE stored",
    "VACUUM",
    "WITH x AS (INSERT INTO things VALUES ('c', 3) RETURNING *) SELECT * FROM x",
    "WITH x AS (DELETE FROM stored.measurements RETURNING *) SELECT * FROM x",
    "EXPLAIN ANALYZE INSERT INTO things VALUES ('c', 3)",
    "EXPLAIN ANALYZE COPY things TO '{file}'",
    "EXPLAIN ANALYZE SET threads = 1",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_parquet('{secret}')",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_text('.tmp/*')",
    "SELECT * FROM read_csv('https://example.org/a.csv')",
    "SELECT * FROM query('COPY things TO ''{file}''')",
    "SELECT getenv('HOME')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM duckdb_extensions()",
    "SELECT * FROM enable_logging()",
    "SELECT * FROM arrow_scan(1, 2, 3)",
    "SELECT 1; COPY things TO '{file}'",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_files_network_settings_and_tables_are_out_of_reach(sql: str, tmp_path: Path) -> None:
    """Refused with a finding; nothing is written, and what a file holds is not told."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,hush\n", encoding="utf-8")
    findings = mistakes(sql.format(file=tmp_path / "new", secret=secret, folder=tmp_path))
    assert [finding.code[0] for finding in findings] == ["Q"]
    assert not any("hush" in f"{finding.message} {finding.hint}" for finding in findings)
    assert list(tmp_path.iterdir()) == [secret]


@pytest.mark.parametrize("name", ["VIEW", "con", "views", "sql", "findings"])
def test_variables_of_the_program_are_no_tables(name: str) -> None:
    """A name that only Python knows is a table that is not there."""
    (finding,) = mistakes(f"FROM {name}")
    assert "does not exist" in finding.message


def test_nothing_can_be_unlocked() -> None:
    """The configuration that a query runs under says so itself."""
    found = answer(
        "SELECT name, value FROM duckdb_settings() WHERE name IN ('enable_external_access', 'lock_configuration', "
        "'autoload_known_extensions', 'autoinstall_known_extensions', 'python_enable_replacements', "
        "'allowed_directories', 'allowed_paths', 'temp_directory') ORDER BY name"
    )
    assert found.rows == [
        ("allowed_directories", "[]"), ("allowed_paths", "[]"), ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"), ("enable_external_access", "false"), ("lock_configuration", "true"),
        ("python_enable_replacements", "false"), ("temp_directory", ""),
    ]  # fmt: skip


def test_the_store_is_as_it_was(tmp_path: Path) -> None:
    """Whatever is asked, the folder keeps every byte and gains no file."""

    def state() -> dict[str, str]:
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.rglob("*.csv")}

    store = stored(tmp_path, sourced("零售额,甲市,2018,1,亿元"))
    before, files = state(), sorted(tmp_path.rglob("*"))
    answer("SELECT * FROM measurements", *store.sound()[0])
    mistakes("DELETE FROM stored.measurements", *store.sound()[0])
    assert (state(), sorted(tmp_path.rglob("*"))) == (before, files)


def test_too_much_memory_is_a_mistake_of_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that needs more than it may have is refused, and does not fill a disk instead."""
    monkeypatch.setitem(engine._SETTINGS, "memory_limit", "50MB")  # noqa: SLF001  the limit is no argument
    (finding,) = mistakes("SELECT i, repeat('x', 100) FROM range(3000000) t(i) ORDER BY hash(i)")
    assert (finding.code, finding.span) == ("Q004", Span("query"))


@pytest.mark.parametrize(
    ("sent", "sql", "code"),
    [
        (signal.SIGINT, "SELECT count(*) FROM range(10000000000) a, range(10000000000) b", 130),
        (signal.SIGTERM, "SELECT now(), count(*) FROM range(10000000000) a, range(10000000000) b", 143),
    ],
)
def test_a_runaway_query_is_interrupted(sent: signal.Signals, sql: str, code: int) -> None:
    """Ctrl-C ends a query that would never end, soon, with its own code and no traceback."""
    process = subprocess.Popen([PROGRAM, "query", sql], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=3)
    process.send_signal(sent)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (code, b"", b"")


def test_an_interruption_reaches_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for an answer and is interrupted stops the work, and is told so by the same interruption."""

    def interrupted(_future: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("concurrent.futures.Future.result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ask("SELECT count(*) FROM range(10000000000) a, range(10000000000) b", "query", PLAN, [VIEW], [])


# mistakes


@pytest.mark.parametrize(
    ("sql", "place", "words", "hint"),
    [
        ("SELECT szie FROM things", "query:1:8", 'column "szie" not found', "did you mean size?"),
        ("SELECT *\r\nFROM thing", "query:2:6", "thing does not exist", "did you mean things?"),
        ("SELECT '甲é', zz FROM things", "query:1:14", '"zz" not found', "DESCRIBE and a table's name"),
        ("SELECT '　\u00a0'\u00a0,　zz -- 　", "query:1:15", '"zz" was not found', "DESCRIBE and a table's name"),
        ('SELECT　1　AS　"　" frm frm', "query:1:17", 'at or near "frm"', ""),
        ("SELECT *\nFROM nothing_like_it", "query:2:6", "nothing_like_it does not exist", "tables: things, measure"),
        ("SELECT * FORM things", "query:1:15", 'at or near "things"', ""),
        ("SELECT 'open", "query:1:8", "unterminated", ""),
        ("SELECT flor(size) FROM things", "query:1:8", "flor does not exist", "did you mean floor?"),
        ("SELECT CAST(id AS INT) FROM things", "query:1:8", "Could not convert string 'a'", ""),
        ("SELECT now(),\n CAST(id AS INT) FROM things", "query:2:2", "Could not convert string 'a'", ""),
        (
            "SELECT now(), CAST(IF(i = 900000, 'a: b', '1') AS INT) FROM range(1000000) r(i)",
            "query",
            "Could not convert string 'a: b'",
            "",
        ),
        ("SELECT sum(id) FROM things", "query:1:8", "sum(VARCHAR)", ""),
        ("SELECT * FROM 'a.csv'", "query", 'Cannot access file "a.csv"', "a query reads the tables of hlwplan"),
        ("SELECT * FROM read_text('a')", "query:1:15", 'Cannot access file "a"', "a query reads the tables of hlwplan"),
        ("SELECT st_point(1, 2)", "query", "in the spatial extension", "a query has no extensions"),
        ("SELECT", "query", "without selection list", ""),
        ("SELECT " + "(" * 2000 + "1" + ")" * 2000, "query", "depth limit of 1000", ""),
        ("SELECT $x", "query", "not provided", ""),
        ("", "query", "0 statements where one is wanted", "write one, such as SELECT"),
        (" ; -- nothing", "query", "0 statements", ""),
        ("SELECT 1; SELECT 2", "query", "2 statements", ""),
        ("INSERT INTO things VALUES ('c', 3)", "query", "INSERT is no question", "begin with SELECT"),
    ],
)
def test_a_mistake_is_said_at_its_place(sql: str, place: str, words: str, hint: str) -> None:
    """Line and column count characters, not bytes, and a name that is not known comes with one that is."""
    (finding,) = mistakes(sql)
    assert str(finding.span) == place
    assert words in finding.message
    assert finding.hint.startswith(hint) if hint else True
    assert "\n" not in finding.message


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0*/\r\n"), max_size=20), st.integers(0, 3))
def test_places_are_right_whatever_stands_before(remark: str, breaks: int) -> None:
    """The engine counts bytes; after any remark in any script the place is that of the character."""
    newlines = "\n" * breaks
    before = f"SELECT /*{remark}*/{newlines} "
    (finding,) = mistakes(f"{before}szie FROM things")
    column = 2 if breaks else len(before) + 1
    assert finding.span == Span("query", breaks + 1, column, column + 4)


def test_a_bug_of_the_engine_is_none_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that the engine calls its own is raised, and so ends with the code for bugs."""
    import duckdb

    def broken(*_: object) -> None:
        raise duckdb.InternalException("INTERNAL Error: broken")

    monkeypatch.setattr(engine, "_in_a_thread", broken)
    with pytest.raises(duckdb.InternalException):
        mistakes("SELECT 1")


def test_the_command_shows_the_place() -> None:
    """Exit code 2, nothing on standard output, the finding, the line and carets below the name."""
    done = run("query", "SELECT '甲' AS x, nmae FROM gaps")
    assert (done.code, done.out) == (2, "")
    first, line, carets, last = done.err.splitlines()
    assert first.startswith("query:1:18: Q001 DuckDB refuses the query: Referenced column ")
    assert first.endswith("; did you mean name or nature?")
    assert line == "  SELECT '甲' AS x, nmae FROM gaps"
    assert carets == " " * (2 + len("SELECT '甲' AS x, ") + 1) + "^^^^"  # 甲 is two cells wide
    assert last.startswith("hlwplan: ")


@pytest.mark.usefixtures("chinese")
def test_the_words_of_the_engine_are_said_to_be_its_own() -> None:
    """What the engine says is English, and in a Chinese message it stands as its words; the hint is ours."""
    first = run("query", "SELECT nmae FROM gaps").err.splitlines()[0]
    assert first.startswith('query:1:8: Q001 DuckDB 拒绝该查询，原文：Referenced column "nmae" ')
    assert first.endswith("；是否应为 name 或 nature？")


@pytest.mark.parametrize(
    ("source", "span", "shown"),
    [
        ("ab\ncdef\r\n", Span("f", 2, 2, 4), "  cdef\n   ^^\n"),
        ("abc", Span("f", 1, 4), "  abc\n     ^\n"),
        ("abc", Span("f"), ""),
        ("\x1b甲x", Span("f", 1, 3, 4), "  \\x1b甲x\n        ^\n"),
        ("ab", Span("f", 1, 1, 9), "  ab\n  ^^\n"),
        ("ab", Span("f", 1, 4), ""),
        ("ab", Span("f", 2, 1), ""),
        ("e\u0301甲x", Span("f", 1, 4, 5), "  e\u0301甲x\n     ^\n"),
    ],
)
def test_excerpts_mark_the_place(source: str, span: Span, shown: str) -> None:
    """The carets stand below what is wrong, as wide as it is shown."""
    assert excerpt(source.split("\n"), span) == shown


@given(st.text("x甲\x1b", max_size=300), st.text("x甲\x1b", max_size=300), st.integers(24, 200))
def test_a_long_line_is_cut_around_the_place(before: str, behind: str, width: int) -> None:
    """What is wrong is in view above its caret, no line is wider than asked, and dots say that there is more."""
    made = excerpt([f"{before}Y{behind}"], Span("f", 1, len(before) + 1, len(before) + 2), width)
    text, carets, _ = made.split("\n")
    assert cell_len(text) <= width
    shown, _, rest = text.partition("Y")
    assert carets == " " * cell_len(shown) + "^"
    assert shown[2:] == visible(before) or (shown[2] == "…" and visible(before).endswith(shown[3:]))
    assert rest == visible(behind) or (rest[-1] == "…" and visible(behind).startswith(rest[:-1]))


# where the SQL comes from


def test_sql_from_standard_input_and_from_a_file(tmp_path: Path) -> None:
    """`-` and `--file` say the same as the argument; a byte order mark and a remark do no harm."""
    sql = "SELECT count(*) AS 数 FROM tasks -- remark\n;\n"
    (tmp_path / "q.sql").write_text(sql, encoding="utf-8-sig")
    wanted = run("query", sql).out
    assert wanted.startswith("数\n")
    assert run("query", "-", stdin=sql.encode()).out == wanted
    assert run("query", "--file", tmp_path / "q.sql").out == wanted


def test_a_mistake_in_a_file_names_the_file(tmp_path: Path) -> None:
    """The place is that of the file, so that an editor finds it."""
    (tmp_path / "q.sql").write_text("\nSELECT * FROM gasp\n", encoding="utf-8")
    assert run("query", "--file", tmp_path / "q.sql").err.startswith(f"{tmp_path / 'q.sql'}:2:15: Q001 ")
    assert run("query", "-", stdin=b"SELECT 1 +").err.startswith("-:1:")


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        ([], b"", "one statement"),
        (["SELECT 1", "--file", "q.sql"], b"", "one statement"),
        (["--file", "nowhere.sql"], b"", "nowhere.sql"),
        (["-"], b"SELECT '\xff'", "not UTF-8"),
        (["SELECT 1", "--region", "nowhere"], b"", "nowhere"),
        (["SELECT 1", "--data", "nowhere"], b"", "nowhere"),
        (["SELECT 1", "-f", "xml"], b"", "xml"),
    ],
)
def test_wrong_words_end_with_two(arguments: list[str], stdin: bytes, words: str) -> None:
    """A command line that cannot be followed is no answer."""
    done = run("query", *arguments, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "Traceback" not in done.err


def test_an_argument_that_is_no_text() -> None:
    """Bytes on the command line that are not UTF-8 are refused as such."""
    done = subprocess.run([PROGRAM, "query", b"SELECT '\xff'"], cwd=ROOT, capture_output=True, check=False,
                          env={"LC_ALL": "C.UTF-8"})  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"not UTF-8" in done.stderr


# how the answer is written

VALUES: Final[Mapping[str, tuple[object, str, object]]] = {
    # SQL: value, as a field of CSV, in JSON
    "NULL": (None, "", None),
    "''": ("", "", ""),
    "true": (True, "true", True),
    "-7": (-7, "-7", -7),
    "170141183460469231731687303715884105727::HUGEINT": (2**127 - 1, str(2**127 - 1), 2**127 - 1),
    "340282366920938463463374607431768211455::UHUGEINT": (2**128 - 1, str(2**128 - 1), 2**128 - 1),
    "1.10::DECIMAL(38,12)": (Decimal("1.1"), "1.1", Decimal("1.1")),
    "12345678901234567890123456.789012345678::DECIMAL(38,12)": (
        Decimal("12345678901234567890123456.789012345678"), "12345678901234567890123456.789012345678",
        Decimal("12345678901234567890123456.789012345678"),
    ),
    "0.1::DOUBLE": (0.1, "0.1", Decimal("0.1")),
    "1e300::DOUBLE": (1e300, "1e+300", Decimal("1e300")),
    "1/0": (float("inf"), "inf", "Infinity"),
    "-1/0": (float("-inf"), "-inf", "-Infinity"),
    "DATE '2020-02-29'": ("2020-02-29", "2020-02-29", "2020-02-29"),
    "'infinity'::DATE": ("infinity", "infinity", "infinity"),
    "DATE '290000-01-01'": ("290000-01-01", "290000-01-01", "290000-01-01"),
    "TIMESTAMP '2020-01-01 12:30:00.5'": ("2020-01-01 12:30:00.5",) * 3,
    "TIMESTAMPTZ '2020-01-01 08:00:00+08'": ("2020-01-01 00:00:00+00",) * 3,
    "TIME '12:30'": ("12:30:00",) * 3,
    "INTERVAL 1 MONTH": ("1 month",) * 3,
    "x'00ff'::BLOB": ("\\x00\\xFF",) * 3,
    "'a'::ENUM('a', 'b')": ("a",) * 3,
    "uuid '00000000-0000-0000-0000-00000000000a'": ("00000000-0000-0000-0000-00000000000a",) * 3,
    "'101'::BIT": ("101",) * 3,
    "99999999999999999999999999999999999999999::BIGNUM": ("99999999999999999999999999999999999999999",) * 3,
    "row(1, 2)": ("(1, 2)",) * 3,
    "'{\"a\": 1}'::JSON": ('{"a": 1}',) * 3,
    "['a', NULL, '乙']": (["a", None, "乙"], '["a", null, "乙"]', ["a", None, "乙"]),
    "[]::INT[]": ([], "[]", []),
    "[1.50, 2]": ([Decimal("1.5"), Decimal(2)], "[1.5, 2]", [Decimal("1.5"), 2]),
    "[[1], NULL]": ([[1], None], "[[1], null]", [[1], None]),
    "[DATE '2020-01-01']": (["2020-01-01"], '["2020-01-01"]', ["2020-01-01"]),
    "[1, 2]::INT[2]": ([1, 2], "[1, 2]", [1, 2]),
    "{'a\"b': 1.5, 'd': [now() - now()]}": ({'a"b': Decimal("1.5"), "d": ["00:00:00"]},
                                            '{"a\\"b": 1.5, "d": ["00:00:00"]}',
                                            {'a"b': Decimal("1.5"), "d": ["00:00:00"]}),
    "MAP {DATE '2020-01-01': 1/0}": ({"2020-01-01": float("inf")}, '{"2020-01-01": "Infinity"}',
                                     {"2020-01-01": "Infinity"}),
    "union_value(k := 1)": ("1",) * 3,
}  # fmt: skip


@pytest.mark.parametrize("sql", VALUES)
def test_every_type_is_written_whole(sql: str) -> None:
    """A value of any type of the engine comes out exact, or as the engine's text, in every format."""
    value, field, member = VALUES[sql]
    found = answer(f"SELECT {sql} AS it")
    ((got,),) = found.rows
    assert got == value
    assert type(got) is type(value)
    table = answered(PLAN, Asked(), "", found)
    assert list(csv.reader(io.StringIO(delimited.render(table, ","))))[1:] == [[field] if field else [""]]
    written = json.loads(records.render(table), parse_float=Decimal)
    assert written["rows"] == [{"it": member}]
    assert [column["name"] for column in written["columns"]] == ["it"]


def test_not_a_number_is_not_missing() -> None:
    """NaN has no equal, so it is looked at by itself: `nan` in CSV, "NaN" in JSON, never null."""
    table = answered(PLAN, Asked(), "", answer("SELECT 'nan'::DOUBLE AS it"))
    assert delimited.render(table, "\t") == "it\nnan\n"
    assert json.loads(records.render(table))["rows"] == [{"it": "NaN"}]


NESTED: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25, places=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)  # fmt: skip


@given(NESTED)
def test_json_text_is_exact_however_deep(value: object) -> None:
    """Read back with exact decimals, the text is the value; in a cell it is so too, and every sign of it is seen."""
    assert json.loads(exact(value), parse_float=Decimal) == value
    shown = in_a_cell(value)
    assert json.loads(shown, parse_float=Decimal) == value
    assert shown.isprintable()


def test_records_write_amounts_and_words_as_values() -> None:
    """The document of flat rows takes every kind of cell, and leaves a dot in a column's name alone."""
    columns = (Column("a.b", "A"), Column("w", "W"))
    table = Table("T", columns, (Section((), ((Amount(Decimal("1.50"), "个"), Word("好")),)),))
    assert json.loads(records.render(table))["rows"] == [{"a.b": 1.5, "w": "好"}]


@pytest.mark.parametrize("sql", ["SELECT * FROM targets", "SELECT 1 AS a WHERE false", "SHOW TABLES"])
def test_json_keeps_its_schema(sql: str) -> None:
    """The document validates against the schema that `hlwplan schema query` prints."""
    schema = json.loads(run("schema", "query").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(run("query", sql, "-f", "json", "--year", "2018", "--as-of", "2020-01-01").out)
    jsonschema.validate(document, schema)
    assert (document["sql"], document["year"], document["as_of"]) == (sql, 2018, "2020-01-01")


def test_an_empty_answer_is_an_answer() -> None:
    """No row matches: exit code 0, the header, and a count of 0, at any width."""
    sql = "SELECT * FROM gaps WHERE false"
    done = run("query", sql)
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert done.out.startswith("indicator\tid\t")
    assert "0 rows" in done.err
    narrow = run("query", sql, "-f", "table", env={"COLUMNS": "40"}).out
    assert "target_quote" in narrow
    assert "0 rows" in narrow


def test_a_name_that_comes_twice_gets_a_number() -> None:
    """Rows are objects, so each column has a name of its own: the first keeps it, a taken number is passed over."""
    found, findings = ask("SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a, 5 AS A", "query", PLAN, [], [])
    assert found is not None
    assert [name for name, _ in found.columns] == ["a", "a_3", "a_2", "a_4", "A"]
    assert found.rows == [(1, 2, 3, 4, 5)]
    assert [(it.code, it.values["new"]) for it in findings] == [("Q005", "a_3"), ("Q005", "a_4")]
    done = run("query", "SELECT t.id, g.id FROM targets t JOIN gaps g USING (id) LIMIT 1")
    assert done.code == 0
    assert "Q005 warning" in done.err


def test_explain_is_a_line_a_row() -> None:
    """The plan of a query is drawn over lines, which stay lines."""
    found = answer("EXPLAIN SELECT * FROM things")
    assert found.columns == (("plan", "VARCHAR"),)
    assert len(found.rows) > 2
    assert answer("SELECT 1 AS explain_key, 2 AS explain_value").rows == [(1, 2)]


def test_names_of_columns_are_shown_and_not_obeyed() -> None:
    """A name can be the data's own words: no formula, no escape sequence and no line break comes of it."""
    sql = 'SELECT 1 AS "=cmd()", 2 AS "a\x1b[31m", 3 AS "b\u202ec"'
    assert run("query", sql, "-f", "csv").out == "'=cmd(),a\\x1b[31m,b\\u202ec\n1,2,3\n"
    assert list(rows(sql)[0]) == ["=cmd()", "a\x1b[31m", "b\u202ec"]
    table = run("query", sql, "-f", "table").out
    assert "\x1b" not in table
    assert "a\\x1b[31m" in table


def test_a_table_counts_its_rows() -> None:
    """Numbers stand to the right, NULL is a dash, and the count stands below."""
    out = run("query", "SELECT * FROM (VALUES ('甲', 1), ('乙', 200), ('丙', NULL)) t(name, n)", "-f", "table").out
    lines = out.splitlines()
    assert "甲      1" in lines
    assert "乙    200" in lines
    assert "丙      —" in lines
    assert lines[-1] == "3 rows"
    assert run("query", "SELECT 1 AS a", "-f", "table").out.endswith("1 row\n")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_column_is_left_out(width: int) -> None:
    """Where columns find no room each row stands upright: every name and every value is there, within the width."""
    done = run("query", "SELECT * FROM gaps WHERE id = 'online-retail-sales'", "-f", "table",
               env={"COLUMNS": str(width)})  # fmt: skip
    (row,) = rows("SELECT * FROM gaps WHERE id = 'online-retail-sales'")
    lines = done.out.splitlines()
    assert max(map(cell_len, lines)) <= width
    first = [line.split()[0] for line in lines if line.split()]
    assert [name for name in first if name in row] == list(row)
    assert "实现网络零售额650亿元" in "".join(done.out.split())


def test_text_is_wrapped_before_a_row_is_turned() -> None:
    """Two long texts find room in two lines beside each other; upright only comes where that is not enough."""
    sql = "SELECT repeat('甲', 30) AS a, repeat('乙', 30) AS b, 1 AS n"
    flat = run("query", sql, "-f", "table", env={"COLUMNS": "60"}).out
    assert "row 1" not in flat
    assert flat.count("甲") == flat.count("乙") == 30
    assert "row 1" in run("query", sql, "-f", "table", env={"COLUMNS": "30"}).out


def test_an_upright_table_keeps_what_must_be_said() -> None:
    """Banner, title and count come along."""
    table = Table("T", (Column("a", "A"), Column("b", "B")), (Section((), ((1, None), (2, "x"))),), ("!",), ("2行",))
    turned = upright(table)
    assert (turned.title, turned.banner, turned.notes) == ("T", ("!",), ("2行",))
    assert turned.rows == [("a", 1), ("b", None), ("a", 2), ("b", "x")]


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_made_up_data_is_never_silent(form: str) -> None:
    """The banner is there though the query looks at the plan alone, and that the plan is no longer in force."""
    done = run("query", "SELECT count(*) AS n FROM tasks", "-f", form)
    assert "SYNTHETIC data" in done.err
    assert "no longer in force" in done.err
    assert "1 row" in done.err


def test_made_up_data_is_said_in_document_and_table() -> None:
    """`synthetic` and `banner` in the JSON document, the banner above the table."""
    document = json.loads(run("query", "SELECT 1 AS a", "-f", "json").out)
    assert document["synthetic"] is True
    assert "SYNTHETIC" in document["banner"][0]
    assert "SYNTHETIC" in run("query", "SELECT 1 AS a", "-f", "table").out


def test_a_store_of_true_figures_has_no_banner() -> None:
    """The example with published figures is not called made up."""
    done = run("query", "SELECT count(*) AS n FROM measurements", "-f", "json", cwd=ROOT / "examples" /
               "zhejiang-digital-economy")  # fmt: skip
    assert json.loads(done.out)["synthetic"] is False
    assert "SYNTHETIC" not in done.out + done.err


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_the_same_question_gives_the_same_bytes(form: str) -> None:
    """Hash seed, width, locale and time zone make no difference to an ordered answer."""
    sql = "SELECT *, TIMESTAMPTZ '2020-01-01 00:00:00+00' AS t FROM observations ORDER BY indicator, region, year, rule"
    one, two = (
        run("query", sql, "-f", form, env=env).out
        for env in ({"PYTHONHASHSEED": "0", "COLUMNS": "40"}, {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"})
    )
    assert one == two
    assert one


def test_into_a_pipe_goes_tsv() -> None:
    """Without a format and a terminal, a field is a field and a row a line."""
    done: Done = run("query", "SELECT 'a\tb' AS x, 'c\nd' AS y")
    assert done.out == "x\ty\na\\tb\tc\\nd\n"


def test_the_command_is_listed() -> None:
    """The program's help names it."""
    assert "query" in run("--help").out
