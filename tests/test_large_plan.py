"""Large plans: what stands in for a stopwatch, which a shared machine cannot hold."""

import gc
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT
from large_plan import make_plan, spoil

from hlwplan.plan.load import load_plan
from hlwplan.plan.uncollected import uncollected
from hlwplan.plan.yamltext import MAX_BYTES

TARGETS = 1200
"""More than the rules of one indicator are given at a time."""


def test_each_mistake_of_many_is_found_in_its_own_lines(tmp_path: Path) -> None:
    """Where every target has a mistake, every target has a finding, and each stands within the lines of its target."""
    whole, spoilt = tmp_path / "whole", tmp_path / "spoilt"
    whole.mkdir()
    spoilt.mkdir()
    make_plan(whole, TARGETS)
    plan, findings = load_plan(whole)
    assert plan is not None
    assert (len(plan.indicators), findings) == (TARGETS, [])
    spoil(whole, spoilt)
    lines = (spoilt / "targets.yaml").read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines, start=1) if line.startswith("- id: ")]
    plan, findings = load_plan(spoilt)
    assert plan is None
    assert len(starts) == TARGETS
    found = {max(start for start in starts if start <= finding.span.line) for finding in findings}
    assert found == set(starts)


def test_twenty_thousand_targets_are_not_too_many(tmp_path: Path) -> None:
    """A file of 20,000 targets, written as the shipped plan writes them, is below the limit."""
    shipped = (ROOT / "plan" / "targets.yaml").read_bytes()
    assert len(shipped) / shipped.count(b"- id: ") * 20_000 < MAX_BYTES
    make_plan(tmp_path, 200)
    assert (tmp_path / "targets.yaml").stat().st_size * 100 < MAX_BYTES


def test_the_comparison_runs() -> None:
    """bench/large_plan.py prints a ratio for loading and three for validating."""
    command = [sys.executable, str(ROOT / "bench" / "large_plan.py"), "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[1:]] == [
        "load",
        "validate",
        "validate, no garbage collection",
        "validate, a mistake in each target",
    ]


@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(*, collecting: bool) -> None:
    """It is off meanwhile; afterwards it is on only where it was, whatever happened between."""
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        with suppress(KeyError), uncollected():
            meanwhile = gc.isenabled()
            raise KeyError
        assert (meanwhile, gc.isenabled()) == (False, collecting)
    finally:
        (gc.enable if before else gc.disable)()
