"""`hlwplan status --by region`: rows are judged and written as they come, and look as if they had all been there."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from conftest import ROOT, run
from making import judged

from hlwplan.assess.gap import Gap
from hlwplan.assess.rollup import assess_regions
from hlwplan.cli.main import main
from hlwplan.measure.store import Store
from hlwplan.plan.load import load_plan
from hlwplan.render import delimited, document
from hlwplan.report import status
from hlwplan.report.selection import EVERYTHING, Selection
from hlwplan.report.status import Asked, TooLongError, for_people
from hlwplan.report.status_records import MACHINES, for_machines, head, records
from hlwplan.report.tally import Tally
from hlwplan.table import Table

pytestmark = pytest.mark.usefixtures("chinese")

PLAN = load_plan(ROOT / "plan")[0]


def whole(chosen: Selection) -> Table:
    """The report of the shipped plan with every row in it."""
    assert PLAN is not None
    return for_machines(PLAN, assess_regions(PLAN, Store(ROOT / "data").observations(PLAN)[0]), Asked(), chosen)


@pytest.mark.parametrize("arguments", [[], ["--state", "missed", "--state", "limited"], ["--state", "unmet"]])
@pytest.mark.parametrize("format_", ["json", "csv", "tsv"])
def test_stream_is_the_whole_report(format_: Literal["json", "csv", "tsv"], arguments: list[str]) -> None:
    """What is written row by row is, to the byte, what a table that holds all rows gives, rows or none."""
    chosen = Selection(states=tuple(it for it in ("missed", "limited", "unmet") if it in arguments), by="region")
    table = whole(chosen)
    separator: Literal[",", "\t"] = "\t" if format_ == "tsv" else ","
    wanted = document.render(table) if format_ == "json" else delimited.render(table, separator)
    assert run("status", "--by", "region", "-f", format_, *arguments).out == wanted


def test_no_row_is_held() -> None:
    """A row is made when it is taken, and no gap is taken from the engine before that."""
    assert PLAN is not None
    taken: list[Gap] = []

    def gaps() -> Iterator[Gap]:
        for gap in assess_regions(PLAN, Store(ROOT / "data").observations(PLAN)[0]):
            taken.append(gap)
            yield gap

    counts = Tally()
    rows = records(PLAN, gaps(), EVERYTHING, counts)
    next(rows)
    assert len(taken) == 1
    assert sum(1 for _ in rows) + 1 == counts.kept == counts.of == len(taken)
    assert head(PLAN, Asked(), EVERYTHING, counts).columns == MACHINES


def test_tallies_of_parts_add_up() -> None:
    """Two halves counted apart give what counting all gives."""
    gaps = [judged({2015: 0, 2018: 10 * n}, {"at_least": 100}) for n in range(12)]
    parts, both = (Tally(), Tally()), Tally()
    for gap in gaps:
        both.keep(gap)
    for number, gap in enumerate(both_of(gaps, parts)):
        parts[number % 2].keep(gap)
    parts[0].add(parts[1])
    both.of = len(gaps)
    assert parts[0] == both


def both_of(gaps: list[Gap], parts: tuple[Tally, Tally]) -> Iterator[Gap]:
    """The gaps, each counted by one of the two in turn."""
    for number, gap in enumerate(gaps):
        yield from parts[number % 2].all([gap])


def test_too_many_rows_are_not_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that nobody would read is refused before it is drawn, not after."""
    monkeypatch.setattr(status, "MOST_ROWS", 10)
    assert PLAN is not None
    with pytest.raises(TooLongError):
        for_people(PLAN, assess_regions(PLAN, Store(ROOT / "data").observations(PLAN)[0]), Asked(), EVERYTHING)


def test_too_many_rows_say_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the options that choose among rows, and the format that has all."""
    monkeypatch.setattr(status, "MOST_ROWS", 10)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.chdir(Path(ROOT))
    monkeypatch.setattr("sys.argv", ["hlwplan", "status", "--by", "region", "--format", "table", "--lang", "en"])
    assert main() == 2
    assert "more than 10 rows are too many to read: --top and --state choose" in capsys.readouterr().err
