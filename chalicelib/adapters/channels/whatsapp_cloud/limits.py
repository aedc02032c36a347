"""Which files WhatsApp takes, and how large (Cloud API, Media, "Supported media types",
November 2025). The one list: for what customers send, and for what is sent to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.domains.uploads.models import Sendable

_MEGABYTE = 1_048_576
_OFFICE = "application/vnd.openxmlformats-officedocument"
MAX_BYTES: Mapping[str, int] = MappingProxyType(
    {
        "image": 5 * _MEGABYTE,
        "audio": 16 * _MEGABYTE,
        "voice": 16 * _MEGABYTE,
        "video": 16 * _MEGABYTE,
        "document": 100 * _MEGABYTE,
        "sticker": _MEGABYTE // 2,  # of an animated one; others have a fifth of it
    }
)
"""By kind of message."""

SENDABLE = Sendable(
    kinds={
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
    },
    max_bytes=MAX_BYTES,
)
