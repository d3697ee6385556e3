"""Text: bytes to characters, by the encoding that they are certain to have, or not at all."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from hlwplan.diagnostics import Diagnostic, Span, nearest
from hlwplan.language import Wording
from hlwplan.measure.form import form_of
from hlwplan.measure.plausible import doubt, ordinary

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SAME: Final = {"gb2312": "gb18030", "gbk": "gb18030"}
"""What people call by an older name than they use; GB18030 holds the others."""

_PRINTED: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030",
    "big5": "Big5",
    "shift_jis": "Shift-JIS",
}
_SUGGESTED: Final = ("utf-8", "gb18030", "gbk", "utf-16", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1252", "latin-1")

_CERTAIN: Final = re.compile("[\u0800-\U0010ffff]")
"""What takes three bytes or more in UTF-8, and is there by no chance."""
_RUN: Final = re.compile(rb"[\xa1-\xfe]{4,}")
_UTF8_RUN: Final = re.compile(
    rb"(?<![\x80-\xff])(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})++(?![\x80-\xff])"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A file's characters without byte order marks, its line ends as they are; `encoding` is what is printed."""

    content: str
    encoding: str


def read_text(raw: bytes, file: str, encoding: str | None = None) -> tuple[Text | None, list[Diagnostic]]:
    """Decode strictly; None where the encoding is not certain or the bytes are no text.

    Without `encoding`: by the byte order mark, else as UTF-8, else as GB18030 where that makes Chinese text.  With it:
    any encoding of text that Python knows; GBK and GB2312 are read as GB18030.
    """
    form = form_of(raw)
    if form is not None:
        return None, [Diagnostic("D009", Span(file), {"form": form.value})]
    text = _by_the_ladder(raw, file) if encoding is None else _as_asked(raw, file, encoding)
    if isinstance(text, Diagnostic):
        return None, [text]
    zero = text.content.find("\0")
    if zero >= 0:
        return None, [Diagnostic("D007", Span(file, _place(text.content[:zero])[0]))]
    return Text(text.content.replace("\ufeff", ""), text.encoding), []


def _by_the_ladder(raw: bytes, file: str) -> Text | Diagnostic:
    mark, codec, printed = next((it for it in _MARKS if raw.startswith(it[0])), (b"", "utf-8", "UTF-8"))
    if not mark and b"\0" in raw:
        return _with_zeros(raw, file)
    raw = raw.removeprefix(mark)
    utf = _decoded(raw, codec)
    if isinstance(utf, str):
        return (None if mark else _ambiguous(raw, file, utf)) or Text(utf, printed)
    mixed = _mixed(raw, file) if codec == "utf-8" else None
    if mixed or mark:
        return mixed or _undecoded(raw, file, utf, printed)
    return _as_chinese(raw, file, utf)


def _as_chinese(raw: bytes, file: str, utf: UnicodeDecodeError) -> Text | Diagnostic:
    """What is no UTF-8 as GB18030, where that makes Chinese text; else the error of the encoding that was meant."""
    certain = _CERTAIN.search(raw[: utf.start].decode()) is not None
    gb = _decoded(raw, "gb18030")
    if isinstance(gb, UnicodeDecodeError):
        if certain or gb.start <= utf.start:
            return _undecoded(raw, file, utf, "UTF-8")
        return _undecoded(raw, file, gb, "GB18030")
    why = doubt(gb)
    if why is None:
        return Text(gb, "GB18030")
    if certain:
        return _undecoded(raw, file, utf, "UTF-8")
    return Diagnostic("D011", Span(file, *_place(gb[: why[0]])), {"why": why[1]})


def _as_asked(raw: bytes, file: str, encoding: str) -> Text | Diagnostic:
    unknown = Diagnostic("D013", Span(file), {"name": encoding}, nearest(encoding.lower(), _SUGGESTED))
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return unknown
    name = _SAME.get(name, name)
    printed = _PRINTED.get(name, name.upper())
    try:
        read = _decoded(raw, name)
    except LookupError:  # hex, zip and the like make no text
        return unknown
    if isinstance(read, str):
        return Text(read, printed)
    return _undecoded(raw, file, read, printed)


def _decoded(raw: bytes, codec: str) -> str | UnicodeDecodeError:
    """The text, or the error at the first byte that is none.  Raises LookupError where the codec is not for text."""
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        return error
    except UnicodeError as error:  # of codecs that do not say where
        return UnicodeDecodeError(codec, raw, 0, 0, str(error))


def _undecoded(raw: bytes, file: str, error: UnicodeDecodeError, encoding: str) -> Diagnostic:
    byte = Wording("byte {byte}", byte=f"0x{raw[error.start]:02x}") if error.start < len(raw) else error.reason
    before = raw[: error.start].decode(error.encoding, "replace") if error.start else ""
    return Diagnostic("D001", Span(file, *_place(before)), {"encoding": encoding, "reason": byte})


def _with_zeros(raw: bytes, file: str) -> Diagnostic:
    """Whether bytes with zeros among them are UTF-16: then a tenth or more are zeros, on one side of each pair."""
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = raw[start::2].count(0)
        if len(raw) % 2 == 0 and zeros >= 4 and zeros * 10 >= max(len(raw), raw.count(0) * 9):
            return Diagnostic("D018", Span(file), {"codec": codec})
    return Diagnostic("D007", Span(file, _line(raw, raw.find(0))))


def _ambiguous(raw: bytes, file: str, utf: str) -> Diagnostic | None:
    """A finding where short text is just as good in the other encoding: 状态 in GBK is two marks of Hebrew in UTF-8.

    Only letters of two bytes can do this, and those of Western Europe do not.
    """
    if raw.isascii() or _CERTAIN.search(utf) or max(utf) <= "\xff":
        return None
    gb = _decoded(raw, "gb18030")
    if not isinstance(gb, str) or doubt(gb) is not None:
        return None
    at = next(at for at, sign in enumerate(gb) if not sign.isascii())
    sign = next(sign for sign in utf if not sign.isascii())
    return Diagnostic("D019", Span(file, *_place(gb[:at])), {"gb": gb[at], "utf": f"U+{ord(sign):04X}"})


def _mixed(raw: bytes, file: str) -> Diagnostic | None:
    """A finding where some of the text is UTF-8 and some is GBK, as after joining files."""
    utf = next((run.start() for run in _UTF8_RUN.finditer(raw) if max(run[0]) >= 0xE0 and _is_utf8(run[0])), None)
    if utf is None:
        return None
    gbk = next((run.start() for run in _RUN.finditer(raw) if _is_gbk(run[0]) and not _is_utf8(run[0])), None)
    if gbk is None:
        return None
    (at, here), (other, there) = sorted([(utf, "UTF-8"), (gbk, "GBK")], reverse=True)
    return Diagnostic("D012", Span(file, _line(raw, at)), {"here": here, "there": there, "line": _line(raw, other)})


def _is_utf8(run: bytes) -> bool:
    """Whether bytes are Chinese in UTF-8, or at least are none in GBK."""
    text = _decoded(run, "utf-8")
    return isinstance(text, str) and (ordinary(text) or not _is_gbk(run))


def _is_gbk(run: bytes) -> bool:
    text = _decoded(run, "gb18030")
    return isinstance(text, str) and doubt(text) is None


def _line(raw: bytes, at: int) -> int:
    """The line, from 1, of a byte of text in which line ends are single bytes."""
    before = raw[:at]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what comes after the text, whatever ends the lines; marks take no column."""
    text = before.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.count("\n") + 1, len(text) - text.rfind("\n")
