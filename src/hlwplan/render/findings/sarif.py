"""SARIF 2.1.0, for code scanning and editors; https://docs.oasis-open.org/sarif/sarif/v2.1.0/.

Columns count Unicode code points from 1, which `columnKind` says, and `endColumn` is the one behind the last.  Paths
are URIs: as from `%SRCROOT%` within the checkout, whole ones elsewhere.
"""

import re
from typing import Final
from urllib.parse import quote

from hlwplan import __version__
from hlwplan.diagnostics import CATALOGUE, Diagnostic
from hlwplan.language import _
from hlwplan.plan.rules import RULES
from hlwplan.render.escape import visible
from hlwplan.render.exact import document
from hlwplan.render.findings import Findings, concise, places

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT: Final = "primaryLocationLineHash"  # the one that code scanning of GitHub compares
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


def render(it: Findings) -> str:
    """The log as text, with one run; its rules are those that were broken."""
    codes = sorted({finding.code for finding in it.found})
    driver = {"name": "hlwplan", "version": __version__, "rules": [_rule(code) for code in codes]}
    marked = zip(it.found, places.fingerprints(it), strict=True)
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(it, finding, codes.index(finding.code), mark) for finding, mark in marked],
    }
    return document({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, object]:
    """A code as a rule: what it says, why it holds (the docstring of a plan's rule), what to write instead."""
    entry = CATALOGUE[code]
    short = _PLACEHOLDER.sub("…", _(entry.message))
    reason = " ".join((RULES[code].__doc__ or "").split()) if code in RULES else ""
    hint = _PLACEHOLDER.sub("…", _(entry.hint))
    return {
        "id": code,
        "shortDescription": {"text": short},
        "help": {"text": "\n\n".join(filter(None, (reason, hint))) or short},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(it: Findings, finding: Diagnostic, rule: int, fingerprint: str) -> dict[str, object]:
    place = {"artifactLocation": _artifact(it, finding.span.file), **_region(finding)}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": visible(concise.said(finding))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }


def _artifact(it: Findings, file: str) -> dict[str, object]:
    path = places.path(it, file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix().encode(errors="surrogateescape")), "uriBaseId": "%SRCROOT%"}


def _region(finding: Diagnostic) -> dict[str, object]:
    span = finding.span
    given = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end}
    region = {name: value for name, value in given.items() if value}
    return {"region": region} if span.line else {}
