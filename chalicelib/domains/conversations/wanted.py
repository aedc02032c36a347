"""What is looked for in a thread: words, whatever their accents and case, and kinds of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from chalicelib.domains.conversations.models import Message

GalleryKind = Literal["picture", "audio", "document", "link"]

_LINK = re.compile(r"\bhttps?://|\bwww\.[^\s.]+\.", re.IGNORECASE)
_FILES: dict[GalleryKind, frozenset[str]] = {
    "picture": frozenset({"image", "video"}),
    "audio": frozenset({"audio", "voice"}),
    "document": frozenset({"document"}),
}


def folded(text: str) -> str:
    """A text as it is compared: small letters without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def says(words: str) -> Callable[[Message], bool]:
    """Whether a message holds every one of these words, or the beginnings and parts of them."""
    parts = folded(words).split()

    def holds_all(message: Message) -> bool:
        text = folded(_readable(message))
        return all(part in text for part in parts)

    return holds_all


def is_of(kind: GalleryKind) -> Callable[[Message], bool]:
    """Whether a message belongs in a part of the gallery."""

    def belongs(message: Message) -> bool:
        if message.revoked_at_ms is not None:
            return False
        if kind == "link":
            return _LINK.search(message.text or "") is not None
        return message.media is not None and message.kind in _FILES[kind]

    return belongs


def _readable(message: Message) -> str:
    """What a person reads of a message: what was taken back is read no more."""
    if message.revoked_at_ms is not None:
        return ""
    filename = message.media.filename if message.media else None
    summary = message.content.summary if message.content else None
    return " ".join(part for part in (message.text, filename, summary) if part)
