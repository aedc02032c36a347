"""Quick replies: texts and files that people send again and again, greetings among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NewType

from chalicelib.core.ids import QueueId
from chalicelib.domains.configuration.models import Configured

QuickReplyId = NewType("QuickReplyId", str)
FileId = NewType("FileId", str)

Greets = Literal["no", "by_hand", "on_claim"]
"""Whether it greets: chosen among the greetings, or sent by itself when somebody claims."""


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file kept for as long as there is the reply, which is for ever."""

    id: FileId
    filename: str
    content_type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class QuickReply(Configured):
    """`text` may name variables. `used_by` are names of roles; empty: all. `queue_ids` likewise."""

    id: QuickReplyId
    shortcut: str = ""
    text: str = ""
    files: tuple[ReplyFile, ...] = ()
    folder: str = ""
    used_by: frozenset[str] = frozenset()
    queue_ids: frozenset[QueueId] = frozenset()
    greets: Greets = "no"


@dataclass(frozen=True, slots=True)
class Uses:
    """How often a reply was sent, and when last."""

    count: int = 0
    last_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file that a reply is to have: one it has or had, or an upload of whoever edits it."""

    id: str | None = None
    upload_id: str | None = None


@dataclass(frozen=True, slots=True)
class LentFile:
    """A file of a reply as a fresh upload of whoever is going to send it."""

    upload_id: str
    file: ReplyFile


@dataclass(frozen=True, slots=True)
class Greeted:
    """What became of the greeting of a conversation; `missing` are variables without a value."""

    reply: QuickReply
    reason: Literal["missing_values", "window_closed", "refused"] | None = None
    missing: tuple[str, ...] = ()


Snapshot = Mapping[str, QuickReply]
