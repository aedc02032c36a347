"""Which files can be sent to a customer. Pure."""

from __future__ import annotations

from chalicelib.core.file_types import content_type_of, is_program
from chalicelib.domains.uploads.errors import FileTooLargeError, FileTypeRefusedError
from chalicelib.domains.uploads.models import Announced, FileKind, Sendable

STILL_STICKER_LIMIT = 100 * 1024

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


def acceptable(announced: Announced, sendable: Sendable) -> FileKind:
    """What the channel makes of it. Raises FileTypeRefusedError, FileTooLargeError."""
    kind = sendable.kinds.get(plain_type(announced.content_type))
    if kind is None or is_program(b"", announced.filename):
        allowed = sorted(sendable.kinds)
        raise FileTypeRefusedError(content_type=announced.content_type, allowed=allowed)
    limit = sendable.max_bytes[kind]
    if announced.size > limit:
        raise FileTooLargeError(limit=limit, length=announced.size)
    return kind


def is_as_announced(announced: Announced, head: bytes) -> bool:
    """Whether it is served as what it was called, and is no program; `head` is its start."""
    plain = plain_type(announced.content_type)
    return content_type_of(head, plain) == plain and not is_program(head, announced.filename)


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
