"""What a file is, told by its first bytes: the type it is served as, and whether it is a program.

Nothing is unpacked: an archive is an archive, whatever is inside.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from chalicelib.core.file_names import suffix_of

HEAD_BYTES = 8_192
"""So much of a file says what it is."""

ANY_TYPE = "application/octet-stream"
_PDF = "application/pdf"
_SOUND = ("audio/", "video/")
_OFFICE = "application/vnd.openxmlformats-officedocument."
OfficeFamily = Literal["word", "excel", "powerpoint"]
_OFFICE_PARTS: Mapping[OfficeFamily, tuple[bytes, ...]] = MappingProxyType(
    {
        "word": (b"word/", "WordDocument".encode("utf-16-le")),
        "excel": (b"xl/", "Workbook".encode("utf-16-le")),
        "powerpoint": (b"ppt/", "PowerPoint ".encode("utf-16-le")),
    }
)
"""By what their archives name a part, and their older containers a stream."""
_OLD_FAMILIES: Mapping[str, OfficeFamily] = MappingProxyType(
    {
        "application/msword": "word",
        "application/vnd.ms-excel": "excel",
        "application/vnd.ms-powerpoint": "powerpoint",
    }
)
_PDF_WITHIN_BYTES = 1_024  # where readers look for its mark
_MARKUP_WITHIN_BYTES = 1_024
_TYPE = re.compile(
    r"[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(; ?[\x20-\x7e]{1,127})?"
)
_HTML = re.compile(
    r"<(!--|!doctype html|(html|head|body|script|style|title|meta|link|base|iframe|object|embed"
    r"|form|img|div|span|table|font|br|h1|p|a|b)[\s/>])"
)
_ACTIVE = {
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/xml",
    "application/javascript",
    "text/javascript",
}

_PROGRAM_MARKS = (
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",  # Java class, and Mach-O of several processors
    b"\xfe\xed\xfa\xce",  # Mach-O
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"dex\n0",  # Android
    b"#!",
    b"ITSF",  # compiled help, which runs scripts
    b"L\x00\x00\x00\x01\x14\x02\x00",  # shortcut of Windows, which starts what it likes
)
_WINDOWS_PROGRAM = b"MZ"  # two letters that may begin a text: a program has a zero soon
_TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"  # how administrators try such checks
_PROGRAM_SUFFIXES = frozenset(
    (
        *("apk", "appref-ms", "appx", "bat", "chm", "cmd", "cpl", "desktop", "dmg", "exe"),
        *("gadget", "hta", "iso", "jar", "jnlp", "js", "jse", "lnk", "msc", "msi"),
        *("msix", "msp", "pif", "ps1", "psm1", "reg", "scf", "scr", "sh", "url", "vb", "vbe"),
        *("vbs", "vhd", "vhdx", "ws", "wsc", "wsf", "wsh", "xll"),
    )
)
"""What desktop systems run, mount or obey when it is opened."""


def is_program(head: bytes, filename: str | None) -> bool:
    """Whether opening the file may run it: told by its first bytes, or by the end of its name."""
    return (
        head.startswith(_PROGRAM_MARKS)
        or (head.startswith(_WINDOWS_PROGRAM) and b"\x00" in head[:128])
        or _TEST_VIRUS in head[:256]
        or suffix_of(filename) in _PROGRAM_SUFFIXES
    )


def content_type_of(head: bytes, claimed: str) -> str:
    """The type a file is served as: what its content shows, else what was claimed.

    A claim that content of known shape contradicts is not believed; what a browser would
    run is named as such, whatever was claimed; a picture and a PDF must look like one.
    """
    markup = _markup_in(head)
    if markup is not None:
        return markup
    told = claimed.strip() if _TYPE.fullmatch(claimed.strip()) else ANY_TYPE
    plain = told.partition(";")[0].lower()
    shown = _shown_by(head, plain)
    if shown is None:
        must_look = plain in _ACTIVE or plain == _PDF or plain.startswith("image/")
        return ANY_TYPE if must_look else told
    return told if _may_be(shown, plain) else shown


def office_families(head: bytes) -> frozenset[OfficeFamily]:
    """Of which programs a file of an office shows parts; none where its start does not tell."""
    shown = _OLD_FAMILIES.get(_shown_by(head, ANY_TYPE) or "")
    named = (family for family, parts in _OFFICE_PARTS.items() if any(one in head for one in parts))
    return frozenset(named) | ({shown} if shown else frozenset())


def _may_be(shown: str, plain: str) -> bool:
    """Containers are shared: sound may stand in a film's, and office files are archives."""
    if shown.startswith(_SOUND):
        return plain.startswith(_SOUND)
    if shown == "application/zip":
        return shown == plain or plain.startswith(_OFFICE)
    return shown == plain or {shown, plain} <= _OLD_FAMILIES.keys()


def _shown_by(head: bytes, plain: str) -> str | None:
    import filetype  # noqa: PLC0415 - only who has a file before them pays for it

    shown: str | None = filetype.guess_mime(head)
    if shown is None and plain == _PDF and b"%PDF-" in head[:_PDF_WITHIN_BYTES]:
        return _PDF
    return shown


def _markup_in(head: bytes) -> str | None:
    """The type of markup that a file begins with, in any of the encodings browsers know."""
    start = _text_of(head[:_MARKUP_WITHIN_BYTES]).lstrip().lower()
    if not start.startswith("<"):
        return None
    if "<svg" in start or start.startswith("<!doctype svg"):
        return "image/svg+xml"
    if _HTML.match(start) or "<html" in start:
        return "text/html"
    return "application/xml" if start.startswith("<?xml") else None


def _text_of(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "ignore")
    return start.removeprefix(codecs.BOM_UTF8).lstrip(b"\x00").decode("latin-1")
