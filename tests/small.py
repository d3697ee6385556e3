"""A plan of three targets with a store, in a folder: for tests of the program that want it small."""

import hashlib
from pathlib import Path
from typing import Final

from conftest import run

PLAN: Final = {
    "plan.yaml": (
        "id: made\ntitle: 自编计划\ndocument: {number: 自编〔2016〕1号}\nhorizon: 2020\n"
        "areas: [{id: a, name: 领域甲}]\nregions: [{name: 甲市}]\norganisations: [{name: 市一局}]\n"
    ),
    "tasks.yaml": (
        "- {id: T1, no: 1, title: 任务甲, area: a, lead: [市一局], responsible: null, source: {url: 'http://a.b'}}\n"
        "- {id: T2, no: 2, title: 任务乙, area: a, lead: null, responsible: null, source: {url: 'http://a.b'}}\n"
    ),
    "targets.yaml": "".join(
        f"- id: {id_}\n  name: {name}\n  task: {task}\n  unit: 个\n  kind: count\n  series: level\n"
        f"  target: {{by: 2020, at_least: 100}}\n  stated: explicit\n  nature: {nature}\n"
        "  baseline: {period: 2015, value: 0, assumed: true}\n  source: {url: 'https://example.org'}\n"
        for id_, name, task, nature in (
            ("good", "好指标", "T1", "null"), ("bad", "差指标", "T1", "binding"), ("none", "无数指标", "T2", "null"),
        )
    ),
}  # fmt: skip
HEADER: Final = "指标,地区,时间,数值,单位,状态,发布日期,来源\n"
ROWS: Final = (
    f"{HEADER}"
    "好指标,甲市,2018年,60,个,正式,2019-03-01,自编\n"
    "差指标,甲市,2018年,59,个,正式,2019-03-01,自编\n"
    "好指标,甲市,2019年,80,个,示例,2020-03-01,自编\n"
)
ORIGINAL: Final = hashlib.sha256(ROWS.encode()).hexdigest()[:12]
"""How the name of the stored original begins."""
FILES: Final = {
    "good.txt": "# 只查一项\ngood  # 好指标\n\n",
    "missing.txt": "good\n无数指标\n",
    "none.txt": "none\n",
    "wrong.txt": "good\n  gud # ?\n坏指标\n",
    "empty.txt": "# nothing\n",
    "text.txt": "任务甲\n市一局\n任务乙\n",
    "figures.txt": "到2020年，达到300个。\n",
    "more.csv": f"{HEADER}差指标,甲市,2019年,70,个,正式,2020-03-01,自编\n",
    "half.csv": (
        f"{HEADER}差指标,甲市,2019年,70,个,正式,2020-03-01,自编\n差指标,甲市,2017年,七,个,正式,2020-03-01,自编\n"
    ),
}  # fmt: skip


def make(folder: Path) -> Path:
    """The folder with the plan, its store, and files to give to commands.

    At the end of 2018 one target holds, one fails, one has no data; `spoilt/` is the plan with a mistake.
    """
    for name in ("plan", "spoilt"):
        (folder / name).mkdir()
        for file, text in PLAN.items():
            (folder / name / file).write_text(text.replace("by: 2020", "yb: 2020") if name == "spoilt" else text,
                                              encoding="utf-8")  # fmt: skip
    for file, text in {"rows.csv": ROWS, **FILES}.items():
        (folder / file).write_text(text, encoding="utf-8")
    (folder / "gbk.txt").write_bytes("好指标\n".encode("gb18030"))
    assert run("validate", cwd=folder) == (0, "", "")
    assert run("ingest", "rows.csv", cwd=folder).code == 0
    return folder
