"""JUnit XML, for build servers: a suite for each section of a table, a case for each of its rows."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hlwplan.render.escape import visible
from hlwplan.table import Cell, Section, Table

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any spelling."""


def render(table: Table) -> str:
    """The document as text.  The table's columns are id, name, result and message.

    The result is failure, error, skipped or passed.  Banner and notes are properties of every suite, because some
    servers show suites alone.  No times are given: the same table gives the same bytes.
    """
    root = Element("testsuites", {"name": _legal(table.title), **_counts(table.rows)})
    for section in table.sections:
        _suite(root, table, section)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, table: Table, section: Section) -> None:
    name = " ".join(map(_legal, section.headings))
    suite = SubElement(root, "testsuite", {"name": name, **_counts(section.rows), "time": "0"})
    properties = SubElement(suite, "properties")
    for kind, said in (("banner", table.banner), ("note", table.notes)):
        for line in said:
            SubElement(properties, "property", {"name": kind, "value": _legal(line)})
    for id_, title, result, message in section.rows:
        named = {"classname": _legal(id_), "name": _legal(title), "time": "0"}
        case = SubElement(suite, "testcase", named)
        if result != "passed":
            SubElement(case, str(result), {"message": _legal(message)})


def _counts(rows: "list[tuple[Cell, ...]] | tuple[tuple[Cell, ...], ...]") -> dict[str, str]:
    found = [row[2] for row in rows]
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {"tests": str(len(found)), **{name: str(found.count(kind)) for name, kind in kinds.items()}}


def _legal(cell: Cell) -> str:
    return _ILLEGAL.sub("", visible(str(cell)))
