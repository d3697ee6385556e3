"""Layout: which column of a table says what.  So far the long layout: one measurement a row under a header."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.measure.text import Record, field_place
from hlwplan.plan.names import Names

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicator": ("indicator", "指标", "指标名称"),
    "region": ("region", "地区", "区域"),
    "period": ("period", "时间", "年份", "统计期"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位", "计量单位"),
    "status": ("status", "状态"),
    "published": ("published", "发布日期"),
    "source": ("source", "来源", "数据来源"),
    "note": ("note", "备注"),
}
LAST_KNOWN: Final = "上期数"
IGNORED: Final = (LAST_KNOWN, "原因", "原文件行", "last known", "reason", "line")
"""Columns that our own files carry for whoever fills them in; nothing is read from them."""
_NEEDED: Final = ("indicator", "region", "period", "value")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each canonical field stands (index from 0), and the rows below the header."""

    columns: Mapping[str, int]
    width: int
    rows: Sequence[Record]


def read_layout(lines: Sequence[str], records: Sequence[Record], file: str) -> tuple[Layout | None, list[Diagnostic]]:
    """Read the header; None where it does not name the columns that every measurement needs."""
    if len(records) < 2:
        return None, [Diagnostic("D002", Span(file))]
    header, *rows = records
    separator = next((sign for sign in "\t;，" if sign in header.fields[0]), None)
    if len(header.fields) == 1 and separator is not None:
        return None, [Diagnostic("D010", Span(file, header.line), {"separator": separator})]
    names = Names((written, field) for field, spellings in HEADERS.items() for written in spellings)
    columns: dict[str, int] = {}
    findings = []
    for index, written in enumerate(header.fields):
        span = Span(file, header.line, field_place(lines, header, index)[0])
        field = names.get(written)
        if field is None and written.strip().casefold() not in {"", *IGNORED}:
            known = " ".join(spellings[0 if written.isascii() else 1] for spellings in HEADERS.values())
            values = {"name": written, "known": known}
            findings.append(Diagnostic("D004", span, values, names.nearest(written)))
        elif field in columns:
            findings.append(Diagnostic("D005", span, {"name": written, "other": header.fields[columns[field]]}))
        elif field is not None:
            columns[field] = index
    missing = [field for field in _NEEDED if field not in columns]
    if missing and not findings:
        values = {
            "missing": " ".join(HEADERS[field][1] for field in missing),
            "needed": " ".join(HEADERS[field][1] for field in _NEEDED),
            "seen": " ".join(header.fields),
        }
        findings.append(Diagnostic("D003", Span(file, header.line), values))
    return (None if missing else Layout(columns, len(header.fields), rows)), findings
