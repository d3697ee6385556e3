"""Strict YAML: text to data, with the line and column of every key and value.

A plan file uses YAML 1.2 scalars (`NO` is text, `010` is ten, `1:30` is text), and no tags, anchors, aliases, merge
keys or duplicate keys.  Numbers with a decimal point become `Decimal`, sequences become tuples.  The parser's event
stream carries the places, so nothing is parsed twice.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording
from hlwplan.plan.places import Loc, Places
from hlwplan.plan.uncollected import uncollected

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Document", "Loc", "parse_document", "quoted", "read_document"]

MAX_BYTES: Final = 10_000_000
"""Some 25,000 targets, written as the shipped plan writes them; a file beyond that is no plan by mistake."""
MAX_DEPTH: Final = 32

_PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC: Final = frozenset("+-.0123456789")
"""How a number begins."""
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_INFINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_INDENT: Final = Wording("indent the keys of one entry alike, with spaces; look at the line above too")
_PROBLEMS: Final = {
    "mapping values are not allowed": (
        Wording("a colon stands where no key can be"),
        Wording("indent the keys of one entry alike, and put text that holds `: ` in quotes"),
    ),
    "cannot start any token": (
        Wording("no value begins with this character"),
        Wording("indent with spaces, never tabs, and put text that begins with % or @ in quotes"),
    ),
    "could not find expected ':'": (
        Wording("a key has no colon behind it"),
        Wording("write `key: value`, with an ASCII colon and a space; look at the line above too"),
    ),
    "expected ',' or": (
        Wording("a bracket is not closed, or a comma is missing"),
        Wording("close the bracket, with an ASCII comma between entries; look at the line above too"),
    ),
    "escape character": (
        Wording("what follows the backslash is not known"),
        Wording("put text with a backslash in single quotes"),
    ),
    "scanning a quoted scalar": (Wording("a quotation mark is not closed"), Wording("close the quotation mark")),
    "tab character": (Wording("the indentation has a tab"), Wording("indent with spaces, never tabs")),
    "did not find expected key": (Wording("this does not go on from what stands above"), _INDENT),
    "expected '-' indicator": (Wording("this does not go on from what stands above"), _INDENT),
    "characters are not allowed": (Wording("control characters are not allowed"), Wording("delete the character")),
}
"""What is wrong and what usually mends it, by a part of the parser's words, which are English and about tokens."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data with the places of its parts; `data` is None where the text held none."""

    file: str
    data: object
    places: Places

    def span(self, loc: Loc, *, key: bool = False) -> Span:
        """The place of the value at `loc`, or of its key.

        Where a step of `loc` is not in the file (a missing key, a validator's own step), its parent stands for it.
        """
        return Span(self.file, *self.places.at(loc, key=key))


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
        reason = Wording("byte {byte}", byte=f"0x{raw[error.start]:02x}")
        return None, [Diagnostic("Y001", Span(file, line, column), {"reason": reason})]
    return parse_document(text, file, expected)


def parse_document(text: str, file: str, expected: str) -> tuple[Document | None, list[Diagnostic]]:
    """Parse text that has been decoded; `file` is the name that places carry."""
    text = text.lstrip("\ufeff")  # the parser does not count it
    builder = _Builder(file, text)
    try:
        with uncollected():
            data = builder.document(iter(_PARSER(text).get_event, None))
    except _TooDeepError:
        return None, builder.findings
    except yaml.YAMLError as error:
        return None, [*builder.findings, _syntax(error, file, text)]
    if data is None:
        return None, [*builder.findings, Diagnostic("Y011", Span(file), {"expected": expected})]
    return Document(file, data, builder.places), builder.findings


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
    other = (Wording("the parser says `{words}`", words=problem), _INDENT)
    said, hint = next((it for sign, it in _PROBLEMS.items() if sign in problem), other)
    return Diagnostic("Y003", span, {"problem": said, "hint": hint})


class _Builder:
    """Turns parser events into data and places, and records what a plan file may not have.

    Most of the time of a large plan goes by here: types are compared, and marks are taken as they come, since the
    parser marks every event, whatever its types say.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.findings: list[Diagnostic] = []
        self.events: Iterator[yaml.Event] = iter(())
        self.places = Places(text)

    def document(self, events: Iterator[yaml.Event]) -> object:
        self.events = events
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.report("Y009", event)
                    break
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                data = self.value(event, 1)
        return data

    def report(self, code: str, event: yaml.Event, **values: object) -> None:
        self.findings.append(Diagnostic(code, Span(self.file, *_place(event)), values))

    def value(self, event: Any, depth: int) -> object:
        """The value that begins with `event`; its place is the first that is noted."""
        is_scalar = type(event) is yaml.ScalarEvent
        self.places.starts.append(event.start_mark.index)
        self.places.ends.append(event.end_mark.index if is_scalar else -1)
        if isinstance(event, yaml.AliasEvent):
            self.report("Y005", event, what=Wording("alias"), text=f"*{event.anchor}")
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        if depth > MAX_DEPTH:
            self.report("Y006", event, limit=MAX_DEPTH)
            raise _TooDeepError
        if is_scalar:
            return self.scalar(event) if event.implicit[0] else event.value  # else quoted, or a block
        return self.mapping(depth) if type(event) is yaml.MappingStartEvent else self.sequence(depth)

    def refuse(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Report an anchor and a tag."""
        if event.anchor is not None:
            self.report("Y005", event, what=Wording("anchor"), text=f"&{event.anchor}")
        if event.tag is not None:
            self.report("Y005", event, what=Wording("tag"), text=event.tag)

    def sequence(self, depth: int) -> tuple[object, ...]:
        items: list[object] = []
        numbers: dict[str | int, int] = {}
        starts = self.places.starts
        begin = len(starts) - 1
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            numbers[len(items)] = len(starts)
            items.append(self.value(event, depth + 1))
        if numbers:
            self.places.inside[begin] = numbers
        return tuple(items)

    def mapping(self, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        numbers: dict[str | int, int] = {}
        starts = self.places.starts
        begin = len(starts) - 1
        for event in self.events:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self.key(event, depth)
            at = len(starts)
            value = self.value(next(self.events), depth + 1)
            if key is None:
                continue
            if key in data:
                self.report("Y004", event, key=key, first=self.places.place(numbers[key] - 1)[0])
                continue
            data[key], numbers[key] = value, at
        if numbers:
            self.places.inside[begin] = numbers
        return data

    def key(self, event: Any, depth: int) -> str | None:
        """The text of a key; None where it may not be one, which is reported."""
        start, end, places = event.start_mark, event.end_mark, self.places
        if type(event) is not yaml.ScalarEvent:
            is_alias = isinstance(event, yaml.AliasEvent)
            self.report("Y007", event, what=Wording("an alias") if is_alias else Wording("a collection"))
            if not is_alias:
                self.value(event, depth + 1)
            return None
        key: str = event.value
        places.starts.append(start.index)
        places.ends.append(end.index)
        if key == "<<" and event.implicit[0]:
            self.report("Y005", event, what=Wording("merge key"), text="<<")
            return None
        if event.anchor is not None or event.tag is not None:
            self.refuse(event)
        return key

    def scalar(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in _NUMERIC:
            return text
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
    line = start.line
    on_one_line = line == end.line and type(event) is yaml.ScalarEvent
    return line + 1, start.column + 1, end.column + 1 if on_one_line else 0
