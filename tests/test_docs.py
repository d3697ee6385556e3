"""The documents: what they show is what the program prints."""

import json
import re
from pathlib import Path

from conftest import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
WALK = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_picture_in_the_readme_is_the_table() -> None:
    """Each line of the picture is printed so at 100 columns."""
    printed = run("status", "--format", "table", env={"COLUMNS": "100"}).out.splitlines()
    (picture,) = blocks(README, "text")
    wide = "".join(printed[:2])
    for line in picture.splitlines():
        squeezed = " ".join(line.split())
        assert squeezed in wide or squeezed in [" ".join(it.split()) for it in printed], line


def test_the_plan_in_the_readme_is_a_plan(tmp_path: Path) -> None:
    """The example of a target, put beside the shipped head and tasks, validates."""
    for name in ("plan.yaml", "tasks.yaml"):
        (tmp_path / name).write_bytes((ROOT / "plan" / name).read_bytes())
    (example,) = blocks(README, "yaml")
    (tmp_path / "targets.yaml").write_text(example, encoding="utf-8")
    assert run("validate", tmp_path) == (0, "", "")


def test_the_measurement_in_the_readme_is_taken(tmp_path: Path) -> None:
    """The example of a file of measurements is stored."""
    (example,) = blocks(README, "csv")
    (tmp_path / "example.csv").write_text(example, encoding="utf-8")
    done = run("ingest", tmp_path / "example.csv", "--plan", ROOT / "plan", "--data", tmp_path / "data")
    assert done.code == 0


def test_the_walk_shows_what_is_computed() -> None:
    """The worked numbers of the walk are those of the JSON document, and its row is in the original that it names."""
    rows = {row["id"]: row for row in json.loads(run("status", "--format", "json").out)["targets"]}
    row = rows["online-retail-sales"]
    said = {
        "completion": f"{100 * row['completion']:.1f} %",
        "elapsed": f"{100 * row['elapsed']:.1f} %",
        "realised": f"{100 * row['realised']:.1f} %",
        "lead": f"−{-row['lead_pp']:.1f} percentage points",
        "observed": f"{100 * row['pace_observed']:.1f} % a year",
        "planned": f"{100 * row['pace_planned']:.1f} % a year",
        "ratio": f"{row['ratio']:.2f}",
        "required": f"{100 * row['pace_required']:.1f} % a year",
    }
    for name, text in said.items():
        line = next(line for line in WALK.splitlines() if line.startswith(f"| {name}"))
        assert line.endswith(f"| {text} |"), line
    assert f"`{row['latest']['origin']}`" in WALK
    original, _, line = row["latest"]["origin"].partition("#")
    (path,) = (ROOT / "data" / "originals").glob(f"{original}*")
    assert path.read_text(encoding="utf-8").splitlines()[int(line) - 1] in blocks(WALK, "csv")[0].splitlines()


def test_every_link_leads_somewhere() -> None:
    """Links between the documents point at files that are there."""
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), (path.name, link)


def test_every_code_field_of_the_plan_is_documented() -> None:
    """The page on writing a plan names every key of an indicator."""
    page = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    schema = json.loads(run("schema", "targets").out)
    for key in schema["$defs"]["Indicator"]["properties"]:
        assert f"`{key}`" in page or key == "name_en", key
