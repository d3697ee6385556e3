"""Checking a store: every hash again, every file's place, every row's form and origin.  Nothing is changed.

The plan is not needed: what is checked is whether the store is what `hlwplan ingest` and `hlwplan retract` wrote.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span, in_order
from hlwplan.language import Wording
from hlwplan.measure.batches import contents, counting, file_hash, misnamed, names
from hlwplan.measure.canonical import mistakes
from hlwplan.measure.engine import PARQUET
from hlwplan.measure.measurement import FIELDS, SHORT_HASH, Measurement
from hlwplan.measure.parquet import Entry, UnlikeError, pieces, unlike, unlisted
from hlwplan.measure.store import BATCHES, ORIGINALS
from hlwplan.measure.tombstones import FOLDER, read_tombstones

_NAMES: Final = {
    ORIGINALS: re.compile(r"[0-9a-f]{64}\..+"),
    BATCHES: re.compile(r"[0-9a-f]{12}\.(csv|parquet)"),
    FOLDER: re.compile(r"[0-9a-f]{12}\.json"),
}
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ORIGIN: Final = re.compile(r"[0-9a-f]{12}#(?P<sheet>.+!)?[1-9][0-9]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was checked."""

    originals: int
    batches: int
    rows: int
    retractions: int


@dataclass(slots=True)
class _Seen:
    """What is known of the store so far.

    `lines` is the number of lines of an original, None of a workbook; `rows` the number of rows of a batch.
    """

    lines: dict[str, int | None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    """What is known of the batch whose rows are being checked: its place, and the originals its rows named so far."""

    name: str
    place: str
    first: str = ""
    missing: set[str] = field(default_factory=set)
    rows: int = 0


def check(folder: Path) -> tuple[Checked, list[Diagnostic]]:
    """Check a store's folder; every finding, in reading order.  Raises OSError where a file cannot be read."""
    files = {name: _files(folder / name, pattern) for name, pattern in _NAMES.items()}
    held = contents(files[BATCHES])
    seen = _Seen()
    findings = [*_strays(folder)]
    for path in files[ORIGINALS]:
        findings += _original(path, seen)
    for path in files[BATCHES]:
        findings += _packed(path, held[path], seen) if path.suffix == PARQUET else _plain(path, seen)
    findings += [Diagnostic("S005", Span(str(path))) for path in files[ORIGINALS]
                 if path.name[:SHORT_HASH] not in seen.used]  # fmt: skip
    spoilt = {it.span.file for it in findings if it.code == "S002"}  # no reader takes these, so they hold nothing twice
    findings += _twice([path for path in files[BATCHES] if str(path) not in spoilt], held)
    stones, damaged = read_tombstones(folder)
    batches = {name for of in names(files[BATCHES], held).values() for name in of}
    findings += damaged
    findings += [Diagnostic("S011", Span(str(folder / stone.file)), {"batch": stone.batch})
                 for stone in stones if stone.batch not in batches]  # fmt: skip
    counts = Checked(len(files[ORIGINALS]), len(batches), sum(seen.rows.values()), len(files[FOLDER]))
    return counts, in_order(findings)


def _files(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
    """The files of a folder that have the names they should have."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name) and path.is_file())


def _strays(folder: Path) -> Iterator[Diagnostic]:
    """Files that are no part of a store.  Hidden ones beside its folders are version control's and the lock."""
    for path in sorted(folder.iterdir()):
        if path.name in _NAMES and path.is_dir():
            known = set(_files(path, _NAMES[path.name]))
            for inside in sorted(set(path.iterdir()) - known):
                left = inside.name.startswith(".") and inside.name.endswith(".tmp")
                yield Diagnostic("S007" if left else "S006", Span(str(inside)))
        elif not path.name.startswith("."):
            yield Diagnostic("S006", Span(str(path)))


def _original(path: Path, seen: _Seen) -> Iterator[Diagnostic]:
    raw = path.read_bytes()
    seen.lines[path.name[:SHORT_HASH]] = None if raw.startswith(_WORKBOOKS) else _lines(raw)
    if hashlib.sha256(raw).hexdigest() != path.name.partition(".")[0]:
        yield Diagnostic("S001", Span(str(path)))


def _lines(raw: bytes) -> int:
    """How many lines a text has, whatever ends them; an end of line ends in the same bytes in every encoding taken."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", "replace").encode()
    ends = raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")
    return ends + (not raw.endswith((b"\n", b"\r")) if raw else 0)


def _twice(files: Sequence[Path], held: Mapping[Path, tuple[Entry, ...] | None]) -> Iterator[Diagnostic]:
    """Batches that stand in several files; said of the file whose rows are not the ones that count."""
    named = names(files, held)
    kept = {name: it.path for it in counting(named, ()) for name in named[it.path] if name not in it.without}
    for path in files:
        again = sum(kept[name] != path for name in named[path])
        if again:
            yield Diagnostic("S013", Span(str(path)), {"count": again})


def _plain(path: Path, seen: _Seen) -> Iterator[Diagnostic]:
    """What is wrong with a batch of CSV."""
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest()[:SHORT_HASH] != path.stem:
        yield misnamed(str(path))
    try:
        lines = io.StringIO(raw.decode("utf-8"), newline="")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Diagnostic("S002", Span(str(path), line), {"reason": Wording("it is not UTF-8")})
        return
    yield from _lines_of(_Batch(path.stem, str(path)), lines, seen)


def _packed(path: Path, entries: tuple[Entry, ...] | None, seen: _Seen) -> Iterator[Diagnostic]:
    """What is wrong with a Parquet file of batches; the line of a row is the one that it has in its batch's CSV."""
    if file_hash(path) != path.stem:
        yield misnamed(str(path))
    if entries is None:
        yield unlisted(path)
        return
    of, line = _Batch("", ""), 2
    try:
        for piece in pieces(path, entries):
            if piece.entry.name != of.name:
                of, line = _Batch(piece.entry.name, f"{path}!{piece.entry.name}"), 2
            for fields in piece.rows:
                yield from _row(of, Measurement(*fields), line, seen)
                line += 1 + sum(text.count("\n") for text in fields)
            if piece.proven is False:
                yield misnamed(of.place)
    except UnlikeError as error:
        yield unlike(path, str(error))


def _lines_of(of: _Batch, lines: Iterable[str], seen: _Seen) -> Iterator[Diagnostic]:
    """What is wrong with the lines of a batch of CSV."""
    rows = csv.reader(lines, strict=True)
    line = 1
    try:
        if next(rows, None) != list(FIELDS):
            yield Diagnostic("S002", Span(of.place, 1), {"reason": Wording("its header is not that of a batch")})
            return
        line = rows.line_num + 1
        for fields in rows:
            place, line = line, rows.line_num + 1
            if len(fields) == len(FIELDS):
                yield from _row(of, Measurement(*fields), place, seen)
            else:
                of.rows += 1
                reason = Wording("{found} fields where a row has {wanted}", found=len(fields), wanted=len(FIELDS))
                yield Diagnostic("S002", Span(of.place, place), {"reason": reason})
    except csv.Error as error:
        yield Diagnostic("S002", Span(of.place, line), {"reason": Wording("it is no CSV, {error}", error=error)})
    seen.rows[of.name] = of.rows


def _row(of: _Batch, row: Measurement, line: int, seen: _Seen) -> Iterator[Diagnostic]:
    """What is wrong with a row; a missing original is said once for a batch."""
    of.rows += 1
    seen.rows[of.name] = of.rows
    place = Span(of.place, line)
    for it in mistakes(row):
        yield Diagnostic("S008", place, dict(zip(("field", "text", "expected"), it, strict=True)))
    why = _astray(row, seen)
    if why:
        yield Diagnostic("S009", place, {"origin": row.origin, "why": why})
    seen.used.add(row.original)
    of.first = of.first or row.original
    if row.original != of.first:
        values = {"origin": row.origin, "why": Wording("the batch came from {first}", first=of.first)}
        yield Diagnostic("S009", place, values)
    elif row.original not in seen.lines and row.original not in of.missing:
        of.missing.add(row.original)
        yield Diagnostic("S004", Span(of.place), {"original": row.original})


def _astray(row: Measurement, seen: _Seen) -> str:
    """Why the origin leads nowhere; empty where it does lead somewhere, or its original is missing."""
    written = _written(row.origin)
    if written is None:
        return Wording("it is not <original>#<line> or <original>#<sheet>!<row>")
    lines = seen.lines.get(row.original)
    if lines is None:  # of a workbook only the form is checked: its rows are inside the package
        return ""
    if written:
        return Wording("the original is text, and has no sheets")
    return Wording("the original has {lines} lines", lines=lines) if row.line > lines else ""


def _written(origin: str) -> bool | None:
    """Whether an origin names a sheet; None where it is no origin."""
    match = _ORIGIN.fullmatch(origin)
    return None if match is None else match["sheet"] is not None
