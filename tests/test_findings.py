"""Formats of diagnostics: what each makes of the same findings, for people and for build servers."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from test_load import BASE, FAILING, PLANS, replaced

from hlwplan.cli.findings import chosen
from hlwplan.cli.options import FindingsFormat
from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import speaking
from hlwplan.plan.load import load_plan
from hlwplan.render.findings import FORMATS, About, Findings, places, render

SARIF: Final = jsonschema.Draft7Validator(
    json.loads((ROOT / "tests" / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
)
HERE: Final = Path("/home/user/checkout")

SLIPS: Final = (
    # file, what stands there, what is written instead, and where that is found
    ("plan", "issued: 2016-06-28", "issued: 28.6.2016", (8, 11, 20, "P003")),
    ("plan", "horizon: 2020", "horizon: '2020'", (11, 10, 16, "P003")),
    ("plan", "safeguard, name: 保障", "safeguard, nmae: 保障", (14, 21, 25, "P001")),
    ("targets", "unit: 亿元", "unit: 亿圆", (7, 9, 11, "P104")),
    ("targets", "  kind: rate\n", "  kind: rate\n  kind: rate\n", (31, 3, 7, "Y004")),
    ("targets", "stated: horizon", "stated: horizons", (34, 11, 19, "P004")),
    ("targets", "at_most: 5}", "at_most: 4}", (47, 31, 32, "P113")),
    ("tasks", "title: 第一项任务", "titel: 第一项任务", (4, 3, 8, "P001")),
    ("tasks", "[市一局]", "[市三局]", (6, 10, 13, "P103")),
    ("tasks", "no: null", "no: 二", (15, 7, 8, "P003")),
)
"""Ten different mistakes in three files."""
PLACES: Final = [(f"{file}.yaml", *place) for file, _, _, place in SLIPS]


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A folder whose plan, in `plan/`, has the ten mistakes."""
    shutil.copytree(BASE, tmp_path / "plan")
    for name, before, after, _ in SLIPS:
        path = tmp_path / "plan" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return tmp_path


def of(*found: Diagnostic, files: dict[str, str] | None = None, here: Path = HERE, strict: bool = False) -> Findings:
    """Findings of a plan in `plan/`, seen from the top of a checkout; `files` are those that can be read."""
    texts = files or {}

    def lines(file: str) -> Sequence[str]:
        return texts[file].split("\n") if file in texts else ()

    return Findings(found, About("plan", "plan", "试验"), here, HERE, lines, strict=strict)


def loaded(folder: Path) -> Findings:
    """What the plan of a folder is told, with its files."""
    files = {str(path): path.read_text(encoding="utf-8-sig", errors="replace") for path in folder.glob("*.yaml")}
    return of(*load_plan(folder)[1], files=files)


def slip(text: str = "x", file: str = "plan/a.yaml", line: int = 2, column: int = 3, end: int = 5) -> Diagnostic:
    """An error about a word."""
    return Diagnostic("P001", Span(file, line, column, end), {"key": text, "known": "id"})


WARNING: Final = Diagnostic("D202", Span("data/a.csv", 3), {"what": "x", "line": 2})
NOTE: Final = Diagnostic("D025", Span("data/a.xlsx!甲"))


# every format says all of it


def in_text(out: str) -> list[tuple[str, int, int, int, str]]:
    lines = [re.fullmatch(r"plan/(.+?):(\d+):(\d+): (\w+) .+", line) for line in out.splitlines() if line[0] != " "]
    return [(it[1], int(it[2]), int(it[3]), 0, it[4]) for it in lines if it]


def in_json(out: str) -> list[tuple[str, int, int, int, str]]:
    rows = json.loads(out)["diagnostics"]
    return [(Path(it["file"]).name, it["line"], it["column"], it["end_column"], it["code"]) for it in rows]


def in_github(out: str) -> list[tuple[str, int, int, int, str]]:
    wanted = r"::error file=plan/(.+),line=(\d+),col=(\d+),endColumn=(\d+),title=hlwplan (\w+)::plan/.+"
    found = [re.fullmatch(wanted, line) for line in out.splitlines()]
    return [(it[1], int(it[2]), int(it[3]), int(it[4]), it[5]) for it in found if it]


def in_gitlab(out: str) -> list[tuple[str, int, int, int, str]]:
    places = [(it["location"]["path"], it["location"]["positions"], it["check_name"]) for it in json.loads(out)]
    return [(path.removeprefix("plan/"), at["begin"]["line"], at["begin"]["column"], at["end"]["column"], code)
            for path, at, code in places]  # fmt: skip


def in_junit(out: str) -> list[tuple[str, int, int, int, str]]:
    cases = ET.fromstring(out).iter("testcase")  # noqa: S314  our own output
    return in_text("".join(f"{case.attrib['name']}\n" for case in cases if case.find("failure") is not None))


def in_sarif(out: str) -> list[tuple[str, int, int, int, str]]:
    rows = [(it["locations"][0]["physicalLocation"], it["ruleId"]) for it in json.loads(out)["runs"][0]["results"]]
    return [(unquote(at["artifactLocation"]["uri"]).removeprefix("plan/"), at["region"]["startLine"],
             at["region"]["startColumn"], at["region"]["endColumn"], code) for at, code in rows]  # fmt: skip


READERS: Final = {"text": in_text, "concise": in_text, "json": in_json, "github": in_github, "gitlab": in_gitlab,
                  "junit": in_junit, "sarif": in_sarif}  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
def test_ten_mistakes_in_three_files_are_all_found_in_one_run(format_: str, spoilt: Path) -> None:
    """Every format has each of them, in reading order, at its file, line and column, and where it ends."""
    done = run("validate", "--format", format_, cwd=spoilt)
    assert (done.code, done.err) == (1, "")
    ends = format_ not in {"text", "concise", "junit"}  # a line for people says where a mistake begins
    assert READERS[format_](done.out) == [(*place[:3], place[3] if ends else 0, place[4]) for place in PLACES]


def test_people_see_the_line_and_a_mark_under_what_is_wrong(spoilt: Path, golden: Callable[[str, str], None]) -> None:
    """Below each finding stands its line, with carets that are as wide as what they mark."""
    out = run("validate", "--format", "text", cwd=spoilt).out
    golden("findings.text", out)
    lines = out.splitlines()
    for (file, line, column, end, _), (_, shown, carets) in zip(
        PLACES, zip(lines[::3], lines[1::3], lines[2::3], strict=True), strict=True
    ):
        source = (spoilt / "plan" / file).read_text(encoding="utf-8").splitlines()[line - 1]
        assert shown == f"  {source}"
        before, marked = source[: column - 1], source[column - 1 : end - 1]
        assert carets == " " * (2 + cell_len(before)) + "^" * cell_len(marked)


def test_build_servers_of_github_read_commands(spoilt: Path, golden: Callable[[str, str], None]) -> None:
    """The commands, as they stand in the job's log."""
    golden("findings.github", run("validate", "--format", "github", cwd=spoilt).out)


def test_code_scanning_reads_sarif(spoilt: Path, golden: Callable[[str, str], None]) -> None:
    """The log as a whole: the rules that were broken with their reasons, and the findings."""
    out = run("validate", "--format", "sarif", cwd=spoilt).out
    golden("findings.sarif", re.sub(r'"version": "\d+\.\d+\.\d+"', '"version": "…"', out, count=1))
    (only,) = json.loads(out)["runs"]
    assert only["columnKind"] == "unicodeCodePoints"
    rules = only["tool"]["driver"]["rules"]
    assert [rules[it["ruleIndex"]]["id"] for it in only["results"]] == [it["ruleId"] for it in only["results"]]


def test_a_plan_without_mistakes_says_so_in_every_format() -> None:
    """Lines and commands are empty, documents hold an empty list, and JUnit one case that passes."""
    made = {format_: run("validate", "--format", format_) for format_ in FORMATS}
    assert {(done.code, done.err) for done in made.values()} == {(0, "")}
    assert [made[format_].out for format_ in ("text", "concise", "github")] == [""] * 3
    assert json.loads(made["gitlab"].out) == []
    assert json.loads(made["json"].out)["diagnostics"] == []
    assert json.loads(made["sarif"].out)["runs"][0]["results"] == []
    (case,) = ET.fromstring(made["junit"].out).iter("testcase")  # noqa: S314  our own output
    assert list(case) == []


# text of files and names of files do nothing


HOSTILE: Final = st.text(st.sampled_from("a%:,\r\n\x1b\u202e\x9b\u200b\udcff&<'\"]=甲😀 "), min_size=1, max_size=30)


@pytest.mark.parametrize("format_", FORMATS)
@given(text=HOSTILE, file=HOSTILE.filter(lambda name: "\0" not in name))
def test_what_is_not_seen_is_shown_and_never_obeyed(format_: str, text: str, file: str) -> None:
    """Controls, bidi marks and broken characters reach no terminal, and make no line of their own."""
    out = render(format_, of(slip(text, file), files={file: f"\n  {text}"}))
    assert all(sign == "\n" or sign.isprintable() for sign in out)
    assert out.encode()
    if format_ in {"concise", "github"}:
        assert out.count("\n") == 1


@given(HOSTILE, HOSTILE.filter(lambda name: name.isprintable() and name.strip(" ") not in {"-", "", "."}))
def test_a_command_of_github_says_what_was_meant(text: str, file: str) -> None:
    """Undone, the escapes give the path and the message; a colon or comma of a path ends nothing early."""
    out = render("github", of(slip(text, f"plan/{file}")))
    head, _, message = out.removeprefix("::error ").removesuffix("\n").partition("::")
    given_ = dict(part.split("=", 1) for part in head.split(","))
    assert list(given_) == ["file", "line", "col", "endColumn", "title"]
    assert ":" not in head
    assert unescaped(given_["file"]) == f"plan/{file}"
    assert f"{unescaped(message)}\n" == render("concise", of(slip(text, f"plan/{file}")))


def unescaped(text: str) -> str:
    """As the runner reads it."""
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


@given(HOSTILE, HOSTILE.filter(lambda name: name.isprintable() and name.strip(" ") not in {"-", "", "."}))
def test_sarif_follows_its_schema_whatever_is_in_the_files(text: str, file: str) -> None:
    """The official schema holds; a path is a URI that gives the path back."""
    log = json.loads(render("sarif", of(slip(text, file), WARNING, NOTE)))
    SARIF.validate(log)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == file
    assert uri.isascii()


@pytest.mark.parametrize("name", FAILING)
def test_sarif_of_failing_plans_follows_its_schema(name: str, tmp_path: Path) -> None:
    """Every kind of mistake in a plan makes a log that the official schema accepts, with a help text for its rule."""
    folder = replaced(tmp_path, **{name.split(".")[-2]: (PLANS / name).read_bytes()})
    for language in ("en", "zh"):
        with speaking(language):
            log = json.loads(render("sarif", loaded(folder)))
        SARIF.validate(log)
        for rule in log["runs"][0]["tool"]["driver"]["rules"]:
            for said in (rule["shortDescription"]["text"], rule["help"]["text"]):
                assert said
                assert "{" not in said


# fingerprints


@pytest.mark.parametrize("name", FAILING)
def test_fingerprints_outlive_lines_above(name: str, tmp_path: Path) -> None:
    """Lines added at the top of every file, and another language, change no fingerprint, and no two are alike."""
    folder = replaced(tmp_path, **{name.split(".")[-2]: (PLANS / name).read_bytes()})
    before = places.fingerprints(loaded(folder))
    assert len(set(before)) == len(before)
    for path in folder.glob("*.yaml"):
        path.write_bytes(b"# one more line\n# and another\n" + path.read_bytes())
    with speaking("zh"):
        assert places.fingerprints(loaded(folder)) == before


def test_fingerprints_tell_apart_what_is_alike() -> None:
    """In another file, with another value or on another line a mistake is another; what is left is numbered."""
    files = {"plan/a.yaml": "same\nsame\nother"}
    found = [slip(line=1), slip(line=2), slip(line=3), slip("y", line=2), slip(file="plan/b.yaml", line=1)]
    made = places.fingerprints(of(*found, files=files))
    assert len(set(made)) == len(made)
    assert made[0].split(":")[0] == made[1].split(":")[0]
    assert [mark.split(":")[1] for mark in made] == ["1", "2", "1", "1", "1"]


def test_gitlab_and_code_scanning_get_the_same_marks(spoilt: Path) -> None:
    """Both reports name a finding by the same fingerprint, wherever the checkout lies."""
    gitlab = json.loads(run("validate", "-f", "gitlab", cwd=spoilt).out)
    sarif = json.loads(run("validate", "-f", "sarif", spoilt / "plan", cwd=Path("/"), env={
        "GITHUB_WORKSPACE": "/nowhere"}).out)  # fmt: skip
    moved = [it["partialFingerprints"]["primaryLocationLineHash"] for it in sarif["runs"][0]["results"]]
    here = json.loads(run("validate", "-f", "sarif", cwd=spoilt).out)["runs"][0]["results"]
    assert [it["partialFingerprints"]["primaryLocationLineHash"] for it in here] == [it["fingerprint"] for it in gitlab]
    assert len(moved) == len(gitlab)


# places


def shown(it: Findings) -> list[str]:
    """The paths that GitHub, GitLab and code scanning are told."""
    github = re.findall(r"file=([^,:]*)", render("github", it))
    gitlab = [row["location"]["path"] for row in json.loads(render("gitlab", it))]
    rows = json.loads(render("sarif", it))["runs"][0]["results"]
    places = [row["locations"][0]["physicalLocation"]["artifactLocation"] for row in rows]
    assert all(("uriBaseId" in place) == (not place["uri"].startswith("file:")) for place in places)
    return [*github, *gitlab, *(place["uri"] for place in places)]


@pytest.mark.parametrize(
    ("here", "file", "path", "uri"),
    [
        (HERE, "plan/a.yaml", "plan/a.yaml", "plan/a.yaml"),
        (HERE, f"{HERE}/plan/a.yaml", "plan/a.yaml", "plan/a.yaml"),
        (HERE / "sub", "../plan/a.yaml", "plan/a.yaml", "plan/a.yaml"),
        (HERE / "sub", "plan/a.yaml", "sub/plan/a.yaml", "sub/plan/a.yaml"),
        (HERE, "计划/a b.yaml", "计划/a b.yaml", "%E8%AE%A1%E5%88%92/a%20b.yaml"),
        (HERE, "/else/a.yaml", "/else/a.yaml", "file:///else/a.yaml"),
        (HERE, "../a.yaml", "/home/user/a.yaml", "file:///home/user/a.yaml"),
    ],
)
def test_paths_are_as_from_the_top_of_the_checkout(here: Path, file: str, path: str, uri: str) -> None:
    """Wherever the command stood; a file outside has its whole path."""
    assert shown(of(slip(file=file), here=here)) == [path, path, uri]


def test_standard_input_is_no_file() -> None:
    """GitHub is told no path; the others, which must have one, have the dash."""
    assert shown(of(slip(file="-"))) == ["-", "-"]


def test_a_job_knows_the_top_of_its_checkout(spoilt: Path) -> None:
    """A step in a subfolder still annotates by the path in the repository."""
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(spoilt.parent)}
    assert f"file={spoilt.name}/plan/plan.yaml," in run("validate", cwd=spoilt, env=env).out


def test_what_is_not_known_of_a_place_is_left_out() -> None:
    """Of a finding about a line, or a whole file, no column and no line is said; GitLab wants a line, which is 1."""
    it = of(WARNING, NOTE)
    assert [line.split("::")[1] for line in render("github", it).splitlines()] == [
        "warning file=data/a.csv,line=3,title=hlwplan D202", "notice file=data/a.xlsx!甲,title=hlwplan D025",
    ]  # fmt: skip
    locations = [row["location"] for row in json.loads(render("gitlab", it))]
    assert [place["lines"]["begin"] for place in locations] == [3, 1]
    rows = json.loads(render("sarif", it))["runs"][0]["results"]
    regions = [row["locations"][0]["physicalLocation"].get("region") for row in rows]
    assert regions == [{"startLine": 3}, None]
    (begins,) = json.loads(render("gitlab", of(slip(end=0))))
    assert begins["location"]["positions"] == {"begin": {"line": 2, "column": 3}}


# severities


def test_each_format_has_its_word_for_a_severity() -> None:
    """Errors, warnings and notes are told apart everywhere."""
    it = of(slip(), WARNING, NOTE)
    assert [line.split()[0] for line in render("github", it).splitlines()] == ["::error", "::warning", "::notice"]
    assert [row["severity"] for row in json.loads(render("gitlab", it))] == ["major", "minor", "info"]
    results = json.loads(render("sarif", it))["runs"][0]["results"]
    assert [row["level"] for row in results] == ["error", "warning", "note"]
    assert [line.split(" ")[2] for line in render("concise", it).splitlines()] == ["unknown", "warning:", "note:"]
    with speaking("zh"):
        said = [line.split(" ", 2)[2] for line in render("concise", it).splitlines()]
        assert [line.partition("：")[0] for line in said[1:]] == ["警告", "提示"]
        results = json.loads(render("sarif", it))["runs"][0]["results"]
    assert [row["level"] for row in results] == ["error", "warning", "note"]
    document = json.loads(render("json", it))
    assert (document["errors"], document["warnings"], document["notes"]) == (1, 1, 1)


@pytest.mark.parametrize(("strict", "counts"), [(False, ("3", "1", "2")), (True, ("3", "2", "1"))])
def test_junit_fails_what_the_exit_code_fails(strict: bool, counts: tuple[str, str, str]) -> None:
    """A warning is skipped, and a failure where the check is strict; a note is never one."""
    root = ET.fromstring(render("junit", of(slip(), WARNING, NOTE, strict=strict)))  # noqa: S314  our own output
    assert (root.attrib["tests"], root.attrib["failures"], root.attrib["skipped"]) == counts
    assert [suite.attrib["name"] for suite in root] == ["plan/a.yaml", "data/a.csv", "data/a.xlsx!甲"]


def test_strict_lets_warnings_fail(tmp_path: Path) -> None:
    """A store with a warning alone passes with 0, and strictly fails with 1; without findings both pass."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    assert run("fsck", "--data", "data", "--strict", cwd=tmp_path).code == 0
    (tmp_path / "data" / "batches" / ".0123456789ab.csv.17.tmp").touch()
    plain, strict = (run("fsck", "--data", "data", *more, cwd=tmp_path) for more in ([], ["--strict"]))
    assert (plain.code, strict.code) == (0, 1)
    assert plain.out == strict.out
    assert "S007 warning:" in plain.out


# the program's own document


def test_the_document_keeps_its_schema(spoilt: Path, tmp_path: Path) -> None:
    """It follows the schema that `hlwplan schema diagnostics` prints, and names what was checked."""
    schema = json.loads(run("schema", "diagnostics").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = tmp_path / "text.txt"
    text.write_text("一、总体要求\n(三)发展目标\n到2020年,信息经济增加值达到2000亿元。\n", encoding="utf-8")
    checked = []
    for arguments, cwd in (
        (["validate"], spoilt), (["validate"], ROOT), (["audit", text], ROOT), (["fsck"], ROOT),
        (["validate", tmp_path / "plan"], ROOT),
    ):  # fmt: skip
        document = json.loads(run(*arguments, "--format", "json", cwd=cwd).out)
        jsonschema.validate(document, schema)
        checked.append(document["checked"])
    shipped = "关于加快推进互联网应用的实施计划"
    assert checked[:4] == [
        {"kind": "plan", "folder": "plan", "title": "甲市试点计划", "text": None},
        {"kind": "plan", "folder": "plan", "title": shipped, "text": None},
        {"kind": "plan", "folder": "plan", "title": shipped, "text": str(text)},
        {"kind": "store", "folder": "data", "title": None, "text": None},
    ]
    assert checked[4]["folder"] == str(tmp_path / "plan")


@pytest.mark.parametrize(
    ("text", "title"), [("title: 甲\nid: 1", "甲"), ("title: 5", None), ("- 1", None), ("a: [", None), ("", None)]
)
def test_a_plan_with_mistakes_still_has_its_title(text: str, title: str | None, tmp_path: Path) -> None:
    """As its file says it; none is made up."""
    folder = replaced(tmp_path, plan=text)
    assert json.loads(run("validate", folder, "-f", "json").out)["checked"]["title"] == title


# which format


@pytest.mark.parametrize(
    ("given_", "file", "environment", "terminal", "wanted"),
    [
        (None, None, {}, True, "text"),
        (None, None, {}, False, "concise"),
        (None, None, {"GITHUB_ACTIONS": "true"}, False, "github"),
        (None, None, {"GITHUB_ACTIONS": "true"}, True, "github"),
        (None, None, {"GITHUB_ACTIONS": ""}, True, "text"),
        (None, None, {"GITLAB_CI": "true"}, False, "concise"),
        ("json", None, {"GITHUB_ACTIONS": "true"}, True, "json"),
        (None, "x.json", {}, True, "json"),
        (None, "gl-code-quality-report.json", {"GITLAB_CI": "true"}, False, "gitlab"),
        ("json", "x.json", {"GITLAB_CI": "true"}, False, "json"),
        (None, "x.sarif", {"GITHUB_ACTIONS": "true"}, False, "sarif"),
        (None, "x.SARIF.json", {"GITLAB_CI": "true"}, False, "sarif"),
        (None, "x.xml", {}, False, "junit"),
        (None, "x.txt", {"GITHUB_ACTIONS": "true"}, True, "concise"),
        ("gitlab", "x.xml", {}, False, "gitlab"),
    ],
)
def test_the_format_is_what_was_asked_for_else_what_suits_the_place(
    given_: str | None, file: str | None, environment: dict[str, str], terminal: bool, wanted: str
) -> None:
    """`--format` first, then the file's ending, then the job, then whether people look at it."""
    made = chosen(FindingsFormat(given_) if given_ else None, Path(file) if file else None, environment,
                  terminal=terminal)  # fmt: skip
    assert made == wanted


def test_every_format_can_be_asked_for() -> None:
    """The option offers what there is."""
    assert list(FindingsFormat) == list(FORMATS)


def test_audit_and_fsck_have_the_same_formats(tmp_path: Path) -> None:
    """The official text on standard input has its line and caret too; the place is that of standard input."""
    text = "一、总体要求\n(三)发展目标\n到2020年,信息经济增加值达到2000亿元。\n"
    lines = run("audit", "-", "-f", "text", stdin=text.encode()).out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("-:3:17: P204"))
    assert lines[at + 1] == "  到2020年,信息经济增加值达到2000亿元。"
    assert lines[at + 2] == " " * (2 + cell_len("到2020年,信息经济增加值达到")) + "^" * cell_len("2000亿元")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "stray").touch()
    done = run("fsck", "--data", "data", cwd=tmp_path, env={"GITHUB_ACTIONS": "true"})
    assert done.out == (
        "::error file=data/stray,title=hlwplan S006::data/stray: S006 no file of a store; move it away;"
        " measurements come in by `hlwplan ingest`\n"
    )


def test_lines_are_counted_as_yaml_counts_them(tmp_path: Path) -> None:
    """A next-line sign in a comment divides lines in YAML, and the excerpt is the line that was meant."""
    folder = replaced(tmp_path / "plan", tasks="# a\x85# b\r# c\r\n- id: A1\n  nmae: 甲\n")
    lines = run("validate", folder, "-f", "text").out.splitlines()
    at = next(number for number, line in enumerate(lines) if "P001 unknown key 'nmae'" in line)
    assert lines[at + 1 : at + 3] == ["    nmae: 甲", "    ^^^^"]


def test_bytes_that_are_no_text_are_marked(tmp_path: Path) -> None:
    """A file that is not UTF-8 shows where it stops to be."""
    folder = replaced(tmp_path, plan="id: base\ntitle: 甲".encode() + b"\xff\n")
    lines = run("validate", folder, "-f", "text").out.splitlines()
    assert lines[0].endswith("save the file as UTF-8")
    assert lines[1:3] == ["  title: 甲\ufffd", "           ^"]


def test_ingest_annotates_files_in_a_job_of_github(tmp_path: Path) -> None:
    """Its remarks are annotations there, beside the data, and plain lines elsewhere."""
    path = tmp_path / "in.csv"
    path.write_text("指标,地区,时间,数值,单位\n网络零售额,绍兴市,2018年,约3,亿元\n", encoding="utf-8")
    plain, job = (
        run("ingest", "in.csv", "--plan", ROOT / "plan", "--data", "data", "--dry-run", cwd=tmp_path, env=env)
        for env in ({}, {"GITHUB_ACTIONS": "true"})
    )
    assert (plain.code, plain.out) == (job.code, job.out)
    assert job.code == 4
    first = plain.err.splitlines()[0]
    assert first.startswith("in.csv:2:")
    assert job.err.splitlines()[0].startswith("::error file=in.csv,line=2,col=")
    assert job.err.splitlines()[0].endswith(f"::{first}")


def test_languages_change_words_alone(spoilt: Path) -> None:
    """Codes, places and fingerprints are the same in Chinese."""
    made: list[Any] = [run("validate", "-f", "gitlab", cwd=spoilt, env={"HLWPLAN_LANG": lang}) for lang in ("en", "zh")]
    english, chinese = (
        [{name: row[name] for name in row if name != "description"} for row in json.loads(done.out)] for done in made
    )
    assert english == chinese
