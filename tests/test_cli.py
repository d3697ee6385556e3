"""The command line: what is found, and what is refused; `test_outcomes.py` has the exit codes."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, run

ROW = "指标,地区,时间,数值,单位,状态,发布日期,来源\n网络零售额,绍兴市,2018年,{value},亿元,示例,{published},虚构\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of the shipped plan and no data."""
    shutil.copytree(ROOT / "plan", tmp_path / "plan")
    return tmp_path


def spoilt(folder: Path, file: str, before: str, after: str) -> Path:
    """Change one phrase of a plan file."""
    path = folder / "plan" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, without the lock."""
    return {
        str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"
    }


def measurements(folder: Path, value: object = 350, published: str = "2019-03-01") -> Path:
    """Write a file with one measurement."""
    path = folder / f"{value}-{published}.csv"
    path.write_text(ROW.format(value=value, published=published), encoding="utf-8")
    return path


# validate


def test_validate_is_silent_about_the_shipped_plan() -> None:
    """Nothing to say, exit code 0, from the checkout and from anywhere."""
    for cwd in (ROOT, ROOT / "tests"):
        assert run("validate", cwd=cwd) == (0, "", "")


def test_the_packaged_plan_is_never_taken_in_silence() -> None:
    """Away from any plan the packaged one is checked, and standard error says so: CI may stand in the wrong folder."""
    done = run("validate", cwd=Path("/"))
    assert (done.code, done.out) == (0, "")
    assert "no plan here" in done.err


@pytest.mark.parametrize(
    ("file", "before", "after", "line"),
    [
        ("targets.yaml", "  unit: 亿元", "  unti: 亿元", ":22:3: P001 unknown key 'unti'; did you mean unit?"),
        ("targets.yaml", "  kind: index", "  kind: index\n  kind: index", ":10:3: Y004 key 'kind' was given at line 9"),
        ("tasks.yaml", "lead: [市科技局]", "lead: [市科技厅]", ":24:10: P103 no organisation is called '市科技厅'"),
        ("targets.yaml", "at_least: 650", "at_least: 560", ":197:32: P113 the quote says 650亿元, the target 560 亿元"),
    ],
)
def test_a_slip_is_named_at_its_place(folder: Path, file: str, before: str, after: str, line: str) -> None:
    """A misspelt key, a duplicate key, an unknown lead unit and a wrong figure: file, line, column and a hint."""
    done = run("validate", cwd=spoilt(folder, file, before, after))
    assert done.code == 1
    (said,) = done.out.splitlines()
    assert said.startswith(f"plan/{file}{line}")
    assert ";" in said


def test_all_slips_are_found_in_one_run(folder: Path) -> None:
    """Mistakes in all three files are reported together, file by file, line by line."""
    spoilt(folder, "plan.yaml", "horizon: 2020", "horizon: '2020'")
    spoilt(folder, "tasks.yaml", "lead: [市科技局]", "lead: [市科技厅]")
    spoilt(folder, "targets.yaml", "unit: 亿元", "unti: 亿元")
    spoilt(folder, "targets.yaml", "at_least: 650", "at_least: 560")
    lines = run("validate", cwd=folder).out.splitlines()
    assert [line.split(" ")[1] for line in lines] == ["P003", "P001", "P113", "P103"]
    files = ["plan.yaml", "targets.yaml", "targets.yaml", "tasks.yaml"]
    assert [line.split(":")[0] for line in lines] == [f"plan/{file}" for file in files]


def test_validate_writes_json(folder: Path) -> None:
    """The same findings as a document for machines."""
    done = run("validate", "--format", "json", cwd=spoilt(folder, "targets.yaml", "unit: 亿元", "unti: 亿元"))
    document = json.loads(done.out)
    assert (document["schema"], document["errors"], document["warnings"]) == ("hlwplan.diagnostics/1", 1, 0)
    (finding,) = document["diagnostics"]
    assert (finding["code"], finding["line"], finding["column"], finding["end_column"]) == ("P001", 22, 3, 7)
    assert finding["nearest"] == ["unit"]


@pytest.mark.parametrize(
    "arguments", [["validate", "nowhere"], ["validate", "tests"], ["validate", "--plan", "nowhere"]]
)
def test_nothing_to_validate_is_a_usage_error(arguments: list[str]) -> None:
    """A folder that is not there, or has no plan, ends with 2 and says which."""
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert arguments[-1] in done.err


def test_plan_is_found_from_its_own_folder_and_from_its_file() -> None:
    """The plan's folder, the folder around it and the file itself all name the plan."""
    example = ROOT / "examples" / "zhejiang-digital-economy"
    for path in (example, example / "plan", example / "plan" / "plan.yaml"):
        assert run("validate", path, cwd=Path("/")).code == 0


# audit


def test_audit_names_what_the_text_does_not_bear_out(folder: Path) -> None:
    """A text without the plan's words: every quote is reported at its place in the plan, exit code 1."""
    text = folder / "text.txt"
    text.write_text("一、总体要求\n(三)发展目标\n到2020年,信息经济增加值达到2000亿元。\n", encoding="utf-8")
    done = run("audit", text, cwd=folder)
    assert done.code == 1
    assert f"{text}:3:17: P204 figure 2000亿元 is cited by no target" in done.out
    assert "plan/targets.yaml:30:33: P201 these words are not in the text: '信息经济增加值达到1000亿元'" in done.out
    assert "the text reads: 信息经济增加值达到2000亿元" in done.out


def test_audit_reads_standard_input_and_wants_utf8(folder: Path) -> None:
    """`-` is standard input; bytes that are no UTF-8 are a usage error, as is a file that is not there."""
    assert run("audit", "-", cwd=folder, stdin="无".encode()).code == 1
    assert run("audit", "-", cwd=folder, stdin="无".encode("gb18030")).code == 2
    assert run("audit", "nowhere.txt", cwd=folder).code == 2


def test_a_plan_that_is_no_folder_cannot_be_used(folder: Path) -> None:
    """A file in the place of the plan's folder, or a folder in the place of a file, ends with 2."""
    assert run("status", "--plan", folder / "plan" / "tasks.yaml").code == 2
    (folder / "plan" / "plan.yaml").unlink()
    (folder / "plan" / "plan.yaml").mkdir()
    assert run("status", "--plan", folder / "plan").code == 2


def test_a_folder_may_have_any_name(folder: Path) -> None:
    """Signs that mean something to shells and to the column engine are only signs in the name of a folder."""
    data = folder / "a[1] *?{b} ' data"
    assert run("ingest", measurements(folder), "--data", data, cwd=folder).code == 0
    rows = {
        row["id"]: row for row in json.loads(run("status", "-f", "json", "--data", data, cwd=folder).out)["targets"]
    }
    assert rows["online-retail-sales"]["latest"]["value"] == 350


def test_the_name_of_a_file_is_shown_and_not_obeyed(folder: Path) -> None:
    """An escape sequence in a file's name reaches no terminal."""
    path = folder / "red\x1b[31m.csv"
    path.write_text(ROW.format(value=350, published="2019-03-01"), encoding="utf-8")
    for done in (run("ingest", path, cwd=folder), run("ingest", folder / "not\x1b[31m", cwd=folder)):
        assert "\x1b" not in done.err
        assert "\\x1b[31m" in done.err


# ingest


def test_ingested_rows_are_judged(folder: Path) -> None:
    """From a file to a verdict; ingesting the file again stores nothing."""
    file = measurements(folder)
    first = run("ingest", file, cwd=folder)
    assert (first.code, first.out) == (0, "")
    assert "1 row stored as batch" in first.err
    before = contents(folder / "data")
    assert len(before) == 2
    second = run("ingest", file, cwd=folder)
    assert second.code == 0
    assert "stored before" in second.err
    assert contents(folder / "data") == before
    rows = {row["id"]: row for row in json.loads(run("status", "--format", "json", cwd=folder).out)["targets"]}
    assert rows["online-retail-sales"]["latest"]["value"] == 350


def test_a_bad_file_changes_nothing(folder: Path) -> None:
    """One bad cell refuses its file and the good file given beside it: exit code 4, the store as it was."""
    assert run("ingest", measurements(folder), cwd=folder).code == 0
    before = contents(folder / "data")
    bad = measurements(folder, "三百五", "2019-04-01")
    done = run("ingest", measurements(folder, 360, "2019-05-01"), bad, cwd=folder)
    assert done.code == 4
    assert f"{bad}:2:17: D101 value '三百五' is no number" in done.err
    assert "nothing was stored" in done.err
    assert contents(folder / "data") == before


def test_a_contradiction_of_the_same_day_changes_nothing(folder: Path) -> None:
    """A stored value and another of the same date of publication: exit code 4; a later date makes it a revision."""
    assert run("ingest", measurements(folder), cwd=folder).code == 0
    done = run("ingest", measurements(folder, 360), cwd=folder)
    assert done.code == 4
    assert "D203" in done.err
    assert run("ingest", measurements(folder, 360, "2019-04-01"), cwd=folder).code == 0


def test_rows_without_a_date_get_the_one_given(folder: Path) -> None:
    """`--published` dates rows that give none; without it they get today's date, which is said."""
    file = folder / "undated.csv"
    file.write_text(ROW.format(value=350, published=""), encoding="utf-8")
    assert run("ingest", "--published", "2019-03-01", file, cwd=folder).code == 0
    (batch,) = (folder / "data" / "batches").glob("*.csv")
    assert ",2019-03-01," in batch.read_text(encoding="utf-8")
    other = folder / "other.csv"
    other.write_text(ROW.format(value=351, published=""), encoding="utf-8")
    assert "got today's" in run("ingest", other, cwd=folder).err
    assert run("ingest", "--published", "1 March", file, cwd=folder).code == 2


def test_the_packaged_data_is_not_written_to(tmp_path: Path) -> None:
    """Away from any plan there is no store of one's own to write to."""
    done = run("ingest", measurements(tmp_path), cwd=tmp_path)
    assert done.code == 2
    assert "give --data" in done.err


def test_ingest_wants_files_that_are_there(folder: Path) -> None:
    """A wrong path ends with 2 and names it."""
    done = run("ingest", "nowhere.csv", cwd=folder)
    assert done.code == 2
    assert "nowhere.csv" in done.err


# status


def test_status_answers_from_any_folder(tmp_path: Path) -> None:
    """Away from any plan the packaged one is shown, with its demonstration data."""
    done = run("status", "--format", "json", cwd=tmp_path)
    document = json.loads(done.out)
    assert (document["plan"]["id"], document["synthetic"]) == ("shaoxing-internet-2016", True)


def test_a_plan_of_ones_own_comes_first(folder: Path) -> None:
    """A plan found upwards wins over the packaged one, and takes no demonstration data with it."""
    inside = folder / "a" / "b"
    inside.mkdir(parents=True)
    done = run("status", "--format", "json", cwd=inside)
    document = json.loads(done.out)
    assert document["synthetic"] is False
    assert document["summary"]["assessed"] == 0
    assert "no measurements" in done.err


def test_environment_and_options_name_the_folders(folder: Path, tmp_path: Path) -> None:
    """HLWPLAN_PLAN and HLWPLAN_DATA, and the options over them."""
    env = {"HLWPLAN_PLAN": str(ROOT / "plan"), "HLWPLAN_DATA": str(ROOT / "data")}
    assert json.loads(run("status", "-f", "json", cwd=folder, env=env).out)["synthetic"] is True
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run("status", "-f", "json", "--data", empty, cwd=folder, env=env)
    assert json.loads(done.out)["synthetic"] is False
    assert run("status", "--data", "nowhere", cwd=folder).code == 2


def test_status_does_not_judge_by_a_bad_plan(folder: Path) -> None:
    """A plan with a mistake ends with 2 and says where it is, so that no script takes it for an answer."""
    done = run("status", cwd=spoilt(folder, "targets.yaml", "at_least: 650", "at_least: 560"))
    assert (done.code, done.out) == (2, "")
    assert "P113" in done.err
