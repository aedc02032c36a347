"""An upload: the form a browser posts a file with, and the file once it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.domains.content_policies.models import ContentKind

FileKind = Literal["image", "video", "audio", "document", "sticker"]


@dataclass(frozen=True, slots=True)
class Sendable:
    """Which files a channel takes: the kind of each content type, and the most bytes of a kind."""

    kinds: Mapping[str, FileKind]
    max_bytes: Mapping[str, int]

    def types_of(self, kind: FileKind) -> list[str]:
        """By name."""
        return sorted(one for one, its_kind in self.kinds.items() if its_kind == kind)


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to come: `size` in bytes, exactly; `filename` as it is shown."""

    filename: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class UploadForm:
    """Where a browser posts the file to (multipart/form-data), `fields` first, `file` last."""

    upload_id: str
    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that is there, under `key`, for a day.

    `content_kinds`: what it is by its content; whatever it may be where that does not tell.
    `is_voice_note`: it is sound of the one form that the channel plays as a voice note.
    """

    key: str
    filename: str
    content_type: str
    size: int
    kind: FileKind
    content_kinds: frozenset[ContentKind]
    is_voice_note: bool = False
