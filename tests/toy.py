"""A small made-up plan for tests of measurements, and short ways to write, read and store files about it."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hlwplan.diagnostics import Diagnostic, has_errors
from hlwplan.measure.ingest import Batch, How, read_file
from hlwplan.measure.measurement import Observation
from hlwplan.measure.store import Store
from hlwplan.plan.head import Head
from hlwplan.plan.model import Indicator, Plan, Task

TODAY: Final = date(2020, 1, 1)
LATER: Final = date(2030, 1, 1)
HEADER: Final = "indicator,region,period,value,unit,status,published,source,note"
SOURCE: Final = {"url": "https://example.org"}

HEAD: Final = Head.model_validate(
    {
        "id": "toy",
        "title": "试验计划",
        "document": {},
        "horizon": 2020,
        "areas": ({"id": "overall", "name": "总体"},),
        "regions": (
            {"name": "甲市", "aliases": ("全市",), "parts": ("乙区", "丙县")},
            {"name": "乙区"},
            {"name": "丙县"},
        ),
    }
)
TASK: Final = Task.model_validate(
    {
        "id": "T1",
        "no": 1,
        "title": "任务",
        "area": "overall",
        "lead": None,
        "responsible": None,
        "source": SOURCE,
        "deliverables": ({"id": "T1-D1", "title": "某平台", "aliases": ("平台甲",), "stated": "explicit"},),
    }
)


def indicator(id_: str, name: str, unit: str, kind: str, series: str, across: object = "none") -> Indicator:
    """An indicator that promises at least 1 by 2020."""
    return Indicator.model_validate(
        {
            "id": id_,
            "name": name,
            "aliases": (f"{name}(全口径)",),
            "task": "T1",
            "unit": unit,
            "kind": kind,
            "series": series,
            "across": across,
            "target": {"by": 2020, "at_least": 1},
            "stated": "explicit",
            "source": SOURCE,
        }
    )


PLAN: Final = Plan(
    HEAD,
    (TASK,),
    (
        indicator("sales", "零售额", "亿元", "amount", "flow", "sum"),
        indicator("paid", "支出", "元", "amount", "flow"),
        indicator("speed", "出口带宽", "Gbps", "speed", "level"),
        indicator("homes", "光纤户数", "户", "count", "cumulative", "sum"),
        indicator("cover", "覆盖率", "%", "rate", "level", {"mean_weighted_by": "homes"}),
        indicator("gain", "提高幅度", "百分点", "growth", "level"),
    ),
    {},
)


def table(*rows: str, header: str = HEADER) -> bytes:
    """A file: the header, then the rows, each filled up with empty fields on the right."""
    lines = [header, *(row + "," * (_commas(header) - _commas(row)) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _commas(row: str) -> int:
    """How many commas stand outside quotation marks."""
    return re.sub('"[^"]*"', "", row).count(",")


def sourced(*rows: str) -> list[str]:
    """The rows with a source where they name none."""
    filled = [row + "," * (7 - _commas(row)) for row in rows]
    return [f"{row}某局" if row.endswith(",") else row for row in filled]


def read(
    raw: bytes, file: str = "in.csv", plan: Plan = PLAN, how: How | None = None
) -> tuple[Batch | None, list[Diagnostic]]:
    """A file's batch, None where it has an error, and its findings; read in 2030, rows without a date get `TODAY`."""
    reading = read_file(plan, raw, file, how or How(TODAY, LATER))
    return None if has_errors(reading.findings) else reading.batch, list(reading.findings)


def batch(*rows: str, file: str = "in.csv") -> Batch:
    """The batch of a file that is right."""
    made, findings = read(table(*rows), file)
    assert made is not None, places(findings)
    return made


def places(findings: Sequence[Diagnostic]) -> list[str]:
    """Findings as `line:column code`, less where less is known; the file's name left out."""
    return [f"{str(finding.span).removeprefix(finding.span.file).lstrip(':')} {finding.code}".strip()
            for finding in findings]  # fmt: skip


def stored(folder: Path, *files: Sequence[str]) -> Store:
    """A store to which the files were added one after the other, each given by its rows."""
    store = Store(folder)
    for rows in files:
        assert store.add(PLAN, [batch(*rows)])[1] == []
    return store


def observed(folder: Path, *rows: str, as_of: date | None = None, year: int | None = None) -> list[Observation]:
    """What is adopted from one file's rows, in the engine's order; nothing may be left out of it."""
    observations, findings = stored(folder, sourced(*rows)).observations(PLAN, as_of=as_of, year=year)
    assert findings == []
    return observations


def original(folder: Path) -> str:
    """How the origins of a store's one file begin."""
    (path,) = (folder / "originals").iterdir()
    return path.name[:12]
