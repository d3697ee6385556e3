"""Package: an .xlsx file as a zip of XML parts, held against limits before anything in it is unpacked."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.parsers import expat

from hlwplan.language import Wording

MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 256_000_000
"""Bytes of all parts together, unpacked: about 700,000 rows of ten columns."""
MAX_RATIO: Final = 200
"""How many times larger than its packed bytes a part may be; sheets that people made stay below 50."""
_RATIO_COUNTS_FROM: Final = 1_000_000
_CHUNK: Final = 4_000_000  # bytes at a time: older XML parsers read a long token anew for every chunk
_SCHEMAS: Final = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")  # the second: "Strict"
_SPREADSHEET: Final = ("spreadsheetml/2006/main", "spreadsheetml/main", "package/2006/relationships")
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE: Final = Wording("open it in Excel or WPS, and save it as an Excel workbook (.xlsx)")
_OTHERS: Final = {
    "xl/workbook.bin": Wording("a binary workbook (.xlsb)"),
    "word/document.xml": Wording("a Word document"),
    "ppt/presentation.xml": Wording("a presentation"),
    "content.xml": Wording("an OpenDocument file (.ods)"),
}
_FAILURES: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What Python's zip reader raises over damaged bytes; RuntimeError has NotImplementedError in it."""

Attributes = Mapping[str, str]


class PackageError(Exception):
    """A file that cannot be read on: a code of the catalogue and the values of its message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def damaged(reason: str) -> PackageError:
    """The error for a file that breaks the form of a workbook."""
    return PackageError("D023", reason=reason)


def too_large(what: str, size: object, limit: object) -> PackageError:
    """The error for a file that would take too much time or memory."""
    return PackageError("D022", what=what, size=size, limit=limit)


@dataclass(frozen=True, slots=True)
class Handlers:
    """What is called for XML, by local names; of an extension's elements the name is empty."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None


class Package:
    """The parts by name.  Names are those of the package: any case, `/` between folders, none in front."""

    def __init__(self, raw: bytes) -> None:
        """Raises `PackageError` where the bytes are no package, or one that should not be unpacked."""
        if not raw.startswith(b"PK"):
            raise _no_package(raw)
        if not zipfile.is_zipfile(BytesIO(raw)):
            raise damaged(Wording("its end is missing"))
        try:
            self._archive = zipfile.ZipFile(BytesIO(raw))
        except _FAILURES as error:
            raise damaged(Wording("the zip archive: {error}", error=error)) from error
        entries = self._archive.infolist()
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self._hold_against_limits(entries)
        if len(self._entries) < len(entries):
            raise damaged(Wording("two parts have one name"))
        if "_rels/.rels" not in self._entries or "xl/workbook.bin" in self._entries:
            other = next((what for name, what in _OTHERS.items() if name in self._entries), Wording("a zip archive"))
            raise PackageError("D021", found=other, hint=_SAVE)

    @staticmethod
    def _hold_against_limits(entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MAX_ENTRIES:
            raise too_large(Wording("the number of parts"), len(entries), MAX_ENTRIES)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED:
            raise too_large(Wording("the unpacked size in bytes"), unpacked, MAX_UNPACKED)
        for entry in entries:
            if entry.flag_bits & 1:
                raise PackageError(
                    "D021", found=Wording("locked with a password"), hint=Wording("save it without a password")
                )
            if entry.compress_type not in _PACKED:
                raise damaged(
                    Wording("{filename} is packed in a way that Excel does not know", filename=entry.filename)
                )
            ratio = entry.file_size // max(entry.compress_size, 1)
            if entry.file_size > _RATIO_COUNTS_FROM and ratio > MAX_RATIO:
                what = Wording("the unpacked over the packed size of {filename}", filename=entry.filename)
                raise too_large(what, ratio, MAX_RATIO)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def parse(self, part: str, handlers: Handlers) -> None:
        """Stream a part through `handlers`; raises `PackageError`, also for a document type declaration.

        Without such a declaration there are no entities, so that XML can neither grow nor name other files.
        """
        if part not in self:
            raise damaged(Wording("{part} is missing", part=part))
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        start, end = handlers.start, handlers.end
        names = _LocalNames()
        parser.StartElementHandler = lambda name, given: start(names[name], given)
        if end is not None:
            parser.EndElementHandler = lambda name: end(names[name])
        parser.CharacterDataHandler = handlers.text
        try:
            with self._archive.open(self._entries[part.lower()]) as stream:
                chunk = b"more"
                while chunk:
                    chunk = stream.read(_CHUNK)
                    parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise damaged(f"{part}, {error}") from error
        except _FAILURES as error:
            raise damaged(f"{part}: {error}") from error

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the package: by id, the last word of the kind, and the part's name.

        Of the package itself, whose name is empty, that is the workbook among others.
        """
        folder, name = posixpath.split(part)
        found = {}

        def start(element: str, given: Attributes) -> None:
            if element == "Relationship" and given.get("TargetMode") != "External":
                target = posixpath.join("/", folder, given.get("Target", "").replace("\\", "/"))
                kind = given.get("Type", "").rpartition("/")[2]
                found[given.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")

        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels in self:
            self.parse(rels, Handlers(start))
        return found


class _LocalNames(dict[str, str]):
    """The local name of each qualified one, remembered; empty outside the namespaces of a workbook."""

    def __missing__(self, qualified: str) -> str:
        namespace, _, local = qualified.rpartition(" ")
        known = namespace.startswith(_SCHEMAS) and namespace.endswith(_SPREADSHEET)
        self[qualified] = local if known else ""
        return self[qualified]


def _refuse_doctype(name: str, _system: object, _public: object, _internal: object) -> None:
    raise damaged(Wording("a document type declaration, {name}, which Excel never writes", name=name))


def _no_package(raw: bytes) -> PackageError:
    """The error that says what the bytes are instead."""
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            return PackageError(
                "D021", found=Wording("locked with a password"), hint=Wording("save it without a password")
            )
        return PackageError("D021", found=Wording("an old Excel file (.xls)"), hint=_SAVE)
    if not raw:
        return PackageError("D021", found=Wording("an empty file"), hint=Wording("send the file again"))
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return PackageError("D021", found=Wording("a web page or an XML file under Excel's name"), hint=_SAVE)
    return PackageError("D021", found=Wording("no zip archive, as every .xlsx is"), hint=_SAVE)
