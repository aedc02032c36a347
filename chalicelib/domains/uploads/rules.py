"""Which files can be sent to a customer. Pure.

WhatsApp's list (Cloud API, media, supported types and sizes), which is the strictest of our
channels so far.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.file_types import is_program
from chalicelib.domains.uploads.errors import FileTooLargeError, FileTypeRefusedError
from chalicelib.domains.uploads.models import Announced, FileKind

_MEGABYTE = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[str, FileKind] = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "sticker",
    "video/mp4": "video",
    "video/3gpp": "video",
    "audio/aac": "audio",
    "audio/amr": "audio",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/ogg": "audio",
    "application/pdf": "document",
    "text/plain": "document",
    "application/msword": "document",
    "application/vnd.ms-excel": "document",
    "application/vnd.ms-powerpoint": "document",
    f"{_OFFICE}.wordprocessingml.document": "document",
    f"{_OFFICE}.spreadsheetml.sheet": "document",
    f"{_OFFICE}.presentationml.presentation": "document",
}
LIMITS: Mapping[FileKind, int] = {
    "image": 5 * _MEGABYTE,
    "video": 16 * _MEGABYTE,
    "audio": 16 * _MEGABYTE,
    "document": 100 * _MEGABYTE,
    "sticker": 500 * 1024,
}
STILL_STICKER_LIMIT = 100 * 1024
START_BYTES = 4096
"""How much of a file tells its type."""

# What browsers call some of them.
_ALIASES = {
    "audio/mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/x-aac": "audio/aac",
    "audio/vnd.dlna.adts": "audio/aac",
    "image/jpg": "image/jpeg",
}


def plain_type(content_type: str) -> str:
    """Type and subtype as the provider calls them, without parameters."""
    plain = content_type.partition(";")[0].strip().lower()
    return _ALIASES.get(plain, plain)


def acceptable(announced: Announced) -> FileKind:
    """What the channel makes of it. Raises FileTypeRefusedError, FileTooLargeError."""
    kind = TYPES.get(plain_type(announced.content_type))
    if kind is None or is_program(b"", announced.filename):
        raise FileTypeRefusedError(content_type=announced.content_type, allowed=sorted(TYPES))
    if announced.size > LIMITS[kind]:
        raise FileTooLargeError(limit=LIMITS[kind], length=announced.size)
    return kind


def is_voice_note(start: bytes) -> bool:
    """Whether a file begins as Ogg with one channel of Opus (RFC 7845, sections 3 and 5.1)."""
    head = start.find(b"OpusHead", 27, 64)
    return start.startswith(b"OggS") and head > 0 and start[head + 9 : head + 10] == b"\x01"


def require_sticker_size(start: bytes, size: int) -> None:
    """A picture that moves may be larger than one that stands still. Raises FileTooLargeError."""
    if size > STILL_STICKER_LIMIT and not _moves(start):
        raise FileTooLargeError(limit=STILL_STICKER_LIMIT, length=size)


def _moves(webp: bytes) -> bool:
    """The flag of animation in WebP's extended header (RFC 9649, section 2.7)."""
    return webp[12:16] == b"VP8X" and len(webp) > 20 and bool(webp[20] & 0x02)


def contradicts(content_type: str, shown: str | None) -> bool:
    """Whether content of a known shape denies the type that was announced.

    Containers are shared: sound may stand in a film's, and office files are archives.
    """
    plain = plain_type(content_type)
    if shown is None:
        return plain.startswith(("image/", "video/")) or plain == "application/pdf"
    if shown == plain or plain in _SHARED.get(shown, ()):
        return False
    both_sound = plain.startswith(("audio/", "video/")) and shown.startswith(("audio/", "video/"))
    return not both_sound


_OLD_OFFICE = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint")
_SHARED: Mapping[str, tuple[str, ...]] = {
    "application/zip": tuple(one for one in TYPES if one.startswith(_OFFICE)),
    **dict.fromkeys((*_OLD_OFFICE, "application/x-ole-storage"), _OLD_OFFICE),
}
