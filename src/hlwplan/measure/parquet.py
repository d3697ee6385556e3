"""Parquet files of batches: what they say they hold, their rows, and the proof that these are the batches they were.

The columns are `batch`, the batch's name, and the fields of a row; all are text, NULL where a field is empty.  The rows
of a batch stand together, in their order.  Under the key `batches` the file's metadata holds a JSON list of
[name, number of rows, original], in the order of the rows.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hlwplan.diagnostics import Diagnostic, Span
from hlwplan.language import Wording
from hlwplan.measure.engine import PARQUET, READ_PARQUET, BatchFile, at, connect, literal, quoted, source
from hlwplan.measure.measurement import FIELDS, SHORT_HASH, Measurement

if TYPE_CHECKING:
    from _duckdb import DuckDBPyConnection

CHUNK: Final = 10_000
"""How many rows are in memory at a time."""
_FIELDS: Final = ", ".join(("batch", *FIELDS))
_ROWS: Final = ", ".join(["batch", *(f"COALESCE({name}, '')" for name in FIELDS)])


class UnlikeError(Exception):
    """A Parquet file does not hold what its metadata says, or cannot be read; the text is the engine's, or empty."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A batch in a file: its name, how many rows it has, and the start of the SHA-256 of the original they came from.

    `original` is empty where there are no rows.
    """

    name: str
    rows: int
    original: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one batch, in their order.

    The last piece of a batch says whether it is `proven`: the SHA-256 of all its rows as canonical CSV begins with its
    name.  None where more pieces follow.
    """

    entry: Entry
    rows: list[tuple[str, ...]]
    proven: bool | None


class Canonical:
    """The name of a batch, made of its rows: the start of the SHA-256 of their canonical CSV."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.add([FIELDS])

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Take the next rows."""
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(rows)
        self._hash.update(out.getvalue().encode())

    @property
    def name(self) -> str:
        """The name of a batch of the rows taken so far."""
        return self._hash.hexdigest()[:SHORT_HASH]


def contents(files: Iterable[Path]) -> dict[Path, tuple[Entry, ...] | None]:
    """What the metadata of Parquet files says they hold; None where it cannot be understood."""
    with connect() as con:
        return {path: _listed(con, path) for path in files}


def _listed(con: "DuckDBPyConnection", path: Path) -> tuple[Entry, ...] | None:
    from _duckdb import Error, OutOfMemoryException

    sql = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'batches'"
    try:
        ((text,),) = con.execute(sql, [literal(path)]).fetchall()
        listed = [tuple(one) for one in json.loads(text)]
    except OutOfMemoryException:  # says nothing about the file
        raise
    except (Error, ValueError, TypeError):
        return None
    if any([type(it) for it in one] != [str, int, str] for one in listed) or len({one[0] for one in listed}) < len(
        listed
    ):
        return None
    return tuple(Entry(*one) for one in listed)


def stream(file: BatchFile, only: Collection[str] | None = None) -> Iterator[list[tuple[str, ...]]]:
    """The rows of a Parquet file a chunk at a time, each behind the name of its batch; an empty field is empty text.

    They are the rows that count, or, where `only` is given, those of these batches.  Of a whole file they come in its
    order.  Raises UnlikeError where a column is no text.
    """
    if only is not None and not only:
        return
    wanted, names = ("IN", only) if only is not None else ("NOT IN", file.without)
    sql, lists = f"SELECT {_ROWS} FROM {READ_PARQUET}", [[literal(file.path)]]
    if names:
        sql, lists = f"{sql} WHERE batch {wanted} (SELECT unnest(?))", [*lists, sorted(names)]
    with connect() as con:
        cursor = con.execute(sql, lists)
        if any(str(column[1]) != "VARCHAR" for column in cursor.description or ()):
            raise UnlikeError
        while chunk := cursor.fetchmany(CHUNK):
            yield chunk


def pieces(path: Path, entries: Iterable[Entry]) -> Iterator[Piece]:
    """The rows of a Parquet file, batch by batch as its metadata lists them, with the proof of each.

    Raises UnlikeError where its rows are not those of the list, or cannot be read.
    """
    from _duckdb import Error

    chunks = stream(BatchFile(path))
    ready: list[tuple[str, ...]] = []
    try:
        for entry in entries:
            canonical, missing = Canonical(), entry.rows
            while True:
                rows, ready = ready[:missing], ready[missing:]
                _hold(rows, entry, first=missing == entry.rows)
                fields, missing = [row[1:] for row in rows], missing - len(rows)
                canonical.add(fields)
                yield Piece(entry, fields, None if missing else canonical.name == entry.name)
                if not missing:
                    break
                ready = next(chunks, [])
                if not ready:
                    raise UnlikeError
        if ready or next(chunks, []):
            raise UnlikeError
    except (Error, OSError, UnicodeDecodeError) as error:
        raise UnlikeError(str(error).partition("\n")[0]) from error


def unlisted(path: Path) -> Diagnostic:
    """The finding where `contents` has None."""
    return Diagnostic("S002", Span(str(path)), {"reason": Wording("it does not say which batches it holds")})


def unlike(path: Path, why: str = "") -> Diagnostic:
    """The finding where rows are not as the metadata says; `why` is the engine's reason, where it has one."""
    reason = (
        Wording("it is no Parquet file of batches, {error}", error=why)
        if why
        else Wording("its rows are not those of the batches that it lists")
    )
    return Diagnostic("S002", Span(str(path)), {"reason": reason})


def _hold(rows: Sequence[tuple[str, ...]], entry: Entry, *, first: bool) -> None:
    """Hold rows against what the metadata says of their batch."""
    if any(row[0] != entry.name for row in rows):
        raise UnlikeError
    if first and rows and Measurement(*rows[0][1:]).original != entry.original:
        raise UnlikeError


def write(target: Path, files: Sequence[BatchFile], held: Mapping[Path, tuple[Entry, ...]]) -> tuple[Entry, ...]:
    """Write the rows that count of files, which share no batch, into one new Parquet file; what it holds.

    `held` has what each file holds.  The same files make the same bytes.  Raises OSError.
    """
    from _duckdb import Error

    plain = [it for it in files if it.path.suffix != PARQUET]
    packed = [it for it in files if it.path.suffix == PARQUET]
    entries = tuple(one for it in (*plain, *packed) for one in held[it.path] if one.name not in it.without)
    # What is read from CSV and from Parquet at once comes in no sure order, nor does what passes a join.
    between = target.with_name(f"{target.stem}-rows.tmp")
    try:
        with connect() as con:
            if plain:
                _copy(con, *source(plain, named=True), between if packed else target, entries)
            if packed:
                paths = [literal(path) for path in (*([between] if plain else []), *(it.path for it in packed))]
                left = [f"{at(it.path)}{name}" for it in packed for name in it.without]
                sql = f"SELECT {_FIELDS} FROM {READ_PARQUET} WHERE NOT list_contains(?, filename || batch)"
                _copy(con, sql, [paths, left], target, entries)
    except Error as error:
        raise OSError(str(error)) from error
    finally:
        between.unlink(missing_ok=True)
    return entries


def _copy(con: "DuckDBPyConnection", sql: str, lists: list[list[str]], target: Path, entries: Iterable[Entry]) -> None:
    listed = json.dumps([astuple(it) for it in entries], ensure_ascii=False)
    form = f"FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{batches: {quoted(listed)}}}"
    con.execute(f"COPY ({sql}) TO {quoted(at(target))} ({form})", lists)
