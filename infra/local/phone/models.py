"""What a person's phone shows of one chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.core.clock import rfc3339
from infra.local.graph.media import StoredFile
from infra.local.graph.models import JSON, Accepted

Author = Literal["person", "business"]
PREVIEW_LENGTH = 80
_PLAIN_FIELDS = (
    *("id", "author", "kind", "text", "voice", "location", "contacts", "reply_to", "reactions"),
    *("progress", "seen", "buttons"),
)


@dataclass(slots=True)
class Bubble:
    """One message on the phone. `accepted` stands behind what the business sent."""

    id: str
    author: Author
    kind: str
    at: datetime
    text: str = ""
    file: StoredFile | None = None
    voice: bool = False
    location: JSON | None = None
    contacts: list[JSON] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    reply_to: str | None = None
    reactions: dict[Author, str] = field(default_factory=dict)
    edited_at: datetime | None = None
    revoked_at: datetime | None = None
    accepted: Accepted | None = None
    progress: Literal["sending", "delivered", "read"] = "sending"
    seen: bool = False

    @property
    def status(self) -> str:
        """The tick: how far it came, in the words of whoever reported it."""
        return self.accepted.status or "accepted" if self.accepted else self.progress

    @property
    def preview(self) -> str:
        """What a quotation of it says."""
        if self.revoked_at:
            return ""
        return self.text[:PREVIEW_LENGTH] or (self.file.filename or "" if self.file else "")

    def view(self, quoted: Bubble | None) -> JSON:
        """The shape the page gets; a deleted message keeps nothing of its content."""
        gone = self.revoked_at is not None
        return {
            "id": self.id,
            "author": self.author,
            "kind": self.kind,
            "text": "" if gone else self.text,
            "media": None if gone else self._media(),
            "location": None if gone else self.location,
            "contacts": [] if gone else self.contacts,
            "buttons": [] if gone else self.buttons,
            "reply_to": _quotation(self.reply_to, quoted),
            "reactions": [{"author": by, "emoji": sign} for by, sign in self.reactions.items()],
            "status": self.status,
            "at": rfc3339(self.at),
            "edited_at": rfc3339(self.edited_at) if self.edited_at else None,
            "revoked_at": rfc3339(self.revoked_at) if self.revoked_at else None,
        }

    def fields(self) -> JSON:
        """Everything, as JSON; a file and what stands behind by their ids."""
        plain = {name: getattr(self, name) for name in _PLAIN_FIELDS}
        return {
            **plain,
            "at": self.at.isoformat(),
            "edited_at": self.edited_at.isoformat() if self.edited_at else None,
            "revoked_at": self.revoked_at.isoformat() if self.revoked_at else None,
            "file": self.file.id if self.file else None,
            "accepted": self.accepted.id if self.accepted else None,
        }

    @classmethod
    def of(cls, fields: JSON, file: StoredFile | None, accepted: Accepted | None) -> Bubble:
        """What fields() told, with what the ids stand for."""
        instants = {
            name: datetime.fromisoformat(fields[name]) if fields[name] else None
            for name in ("at", "edited_at", "revoked_at")
        }
        return cls(**{**fields, **instants, "file": file, "accepted": accepted})

    def _media(self) -> JSON | None:
        if self.file is None:
            return None
        return {
            "id": self.file.id,
            "content_type": self.file.content_type,
            "filename": self.file.filename,
            "bytes": self.file.size_bytes,
            "voice": self.voice,
            "url": f"/local/phone/media/{self.file.id}",
        }


def _quotation(message_id: str | None, quoted: Bubble | None) -> JSON | None:
    if message_id is None:
        return None
    if quoted is None:
        return {"id": message_id, "author": None, "kind": None, "preview": ""}
    return {
        "id": message_id,
        "author": quoted.author,
        "kind": quoted.kind,
        "preview": quoted.preview,
    }
