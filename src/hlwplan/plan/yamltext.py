"""Strict YAML: text to data, with the line and column of every key and value.

A plan file uses YAML 1.2 scalars (`NO` is text, `010` is ten, `1:30` is text), and no tags, anchors, aliases, merge
keys or duplicate keys.  Numbers with a decimal point become `Decimal`, sequences become tuples.  The parser's event
stream carries the places, so nothing is parsed twice.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 32

Loc = tuple[str | int, ...]
"""A path into a document: keys of mappings and indexes of sequences, from the top."""

_PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_INFINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_HINTS: Final = {
    "mapping values are not allowed": Wording(
        "indent the keys of one entry alike, and put text that holds `: ` in quotes"
    ),
    "cannot start any token": Wording("indent with spaces, never tabs, and put text that begins with % or @ in quotes"),
    "could not find expected ':'": Wording(
        "write `key: value`, with an ASCII colon and a space; look at the line above too"
    ),
    "expected ',' or": Wording("close the bracket, with an ASCII comma between entries; look at the line above too"),
    "quoted scalar": Wording("close the quotation mark"),
    "": Wording("indent the keys of one entry alike, with spaces; look at the line above too"),
}
"""What usually is wrong, by a part of the parser's words."""


@dataclass(slots=True)
class Node:
    """Where a value stands, and what lies inside it.  Lines and columns count from 1."""

    line: int
    column: int
    end: int
    keys: dict[str, "Node"] = field(default_factory=dict)
    children: dict[str | int, "Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data with the places of its parts; `data` is None where the text held none."""

    file: str
    data: object
    root: Node

    def span(self, loc: Loc, *, key: bool = False) -> Span:
        """The place of the value at `loc`, or of its key.

        Where a step of `loc` is not in the file (a missing key, a validator's own step), its parent stands for it.
        """
        node, place = self.root, self.root
        for step in loc:
            child = node.children.get(step)
            if child is None:
                continue
            place = node.keys.get(str(step), child) if key else child
            node = child
        return Span(self.file, place.line, place.column, place.end)


class _TooDeepError(Exception):
    """The rest of the file cannot be read; the finding is recorded."""


def read_document(path: Path, expected: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read one plan file; None where it has no data.  `expected` says in words what an empty file should hold."""
    file = str(path)
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None, [Diagnostic("Y010", Span(file))]
    if len(raw) > MAX_BYTES:
        return None, [Diagnostic("Y002", Span(file), {"size": len(raw), "limit": MAX_BYTES})]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raw = error.object  # without the byte order mark
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        reason = f"byte 0x{raw[error.start]:02x}, {error.reason}"
        return None, [Diagnostic("Y001", Span(file, line, column), {"reason": reason})]
    return parse_document(text, file, expected)


def parse_document(text: str, file: str, expected: str) -> tuple[Document | None, list[Diagnostic]]:
    """Parse text that has been decoded; `file` is the name that places carry."""
    builder = _Builder(file)
    try:
        data, root = builder.document(yaml.parse(text, Loader=_PARSER))
    except _TooDeepError:
        return None, builder.findings
    except yaml.YAMLError as error:
        return None, [*builder.findings, _syntax(error, file, text)]
    if data is None:
        return None, [*builder.findings, Diagnostic("Y011", Span(file), {"expected": expected})]
    return Document(file, data, root), builder.findings


def quoted(text: str) -> str:
    """Text as YAML on one line, in double quotes, so that nothing in it is taken for anything but text."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=sys.maxsize).rstrip("\n")


def _syntax(error: yaml.YAMLError, file: str, text: str) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = " ".join(filter(None, (getattr(error, "context", None), getattr(error, "problem", None))))
    if not problem:
        problem = getattr(error, "reason", "") or str(error).splitlines()[0]
    span = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)
    if isinstance(error, yaml.reader.ReaderError):  # a control character, at an offset in bytes
        before = text.encode()[: error.position].decode(errors="ignore")
        span = Span(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    hint = next((hint for sign, hint in _HINTS.items() if sign in problem), _HINTS[""])
    return Diagnostic("Y003", span, {"problem": problem, "hint": hint})


class _Builder:
    """Turns parser events into data and nodes, and records what a plan file may not have."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Diagnostic] = []
        self.events: Iterator[yaml.Event] = iter(())

    def document(self, events: Iterator[yaml.Event]) -> tuple[object, Node]:
        self.events = events
        result: tuple[object, Node] = (None, Node(1, 1, 0))
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.report("Y009", event)
                    break
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                result = self.value(event, 1)
        return result

    def report(self, code: str, event: yaml.Event, **values: object) -> None:
        self.findings.append(Diagnostic(code, Span(self.file, *_place(event)), values))

    def value(self, event: yaml.Event, depth: int) -> tuple[object, Node]:
        node = Node(*_place(event))
        if isinstance(event, yaml.AliasEvent):
            self.report("Y005", event, what="alias", text=f"*{event.anchor}")
            return None, node
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self.report("Y005", event, what="anchor", text=f"&{event.anchor}")
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
            self.report("Y005", event, what="tag", text=event.tag)
        if depth > MAX_DEPTH:
            self.report("Y006", event, limit=MAX_DEPTH)
            raise _TooDeepError
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event), node
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(node, depth), node
        return self.mapping(node, depth), node

    def sequence(self, node: Node, depth: int) -> tuple[object, ...]:
        items: list[object] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item, node.children[len(items)] = self.value(event, depth + 1)
            items.append(item)
        return tuple(items)

    def mapping(self, node: Node, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.key(event, depth)
            value, child = self.value(next(self.events), depth + 1)
            if key is None:
                continue
            if key in data:
                self.report("Y004", event, key=key, first=node.keys[key].line)
                continue
            data[key], node.children[key], node.keys[key] = value, child, Node(*_place(event))
        return data

    def key(self, event: yaml.Event, depth: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent):
            if event.implicit[0] and event.value == "<<":
                self.report("Y005", event, what=Wording("merge key"), text="<<")
                return None
            if event.anchor is not None:
                self.report("Y005", event, what="anchor", text=f"&{event.anchor}")
            if event.tag is not None:
                self.report("Y005", event, what="tag", text=event.tag)
            return event.value
        self.report(
            "Y007", event, what=Wording("an alias") if isinstance(event, yaml.AliasEvent) else Wording("a collection")
        )
        if not isinstance(event, yaml.AliasEvent):
            self.value(event, depth + 1)
        return None

    def scalar(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block
            return text
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _INTEGER.fullmatch(text):
            return int(text) if len(text) < 64 else Decimal(text)
        if _FLOAT.fullmatch(text):
            return Decimal(text)
        if _INFINITE.fullmatch(text):
            self.report("Y008", event, text=text)
            return None
        return text


def _place(event: yaml.Event) -> tuple[int, int, int]:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # the parser marks every event; its types leave it open
        return 1, 1, 0
    on_one_line = start.line == end.line and isinstance(event, yaml.ScalarEvent)
    return start.line + 1, start.column + 1, end.column + 1 if on_one_line else 0
