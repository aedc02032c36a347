"""What happened to one conversation, as the stream tells it: for whoever reads a finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.core.clock import from_ms, rfc3339
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.repository import StreamImages
from tests.fakes.clock import START

Record = dict[str, Any]

_MOST_LINES = 60
_IMAGES = StreamImages()


def history(records: Sequence[Record], about: str) -> list[str]:
    """Every write of the conversation with this id, or with this provider's message."""
    conversation_id = _conversation(records, about)
    if conversation_id is None:
        return []
    lines = [
        line
        for record in records
        if conversation_id in str(record["dynamodb"]["Keys"]) and (line := _line(record))
    ]
    return lines[:_MOST_LINES]


def _conversation(records: Sequence[Record], about: str) -> str | None:
    for record in records:
        new = record["dynamodb"].get("NewImage", {})
        if about and about in (new.get("pk", {}).get("S", "")[2:], new.get("pi", {}).get("S")):
            return str(new["pk"]["S"][2:])
    return None


def _line(record: Record) -> str:
    new = record["dynamodb"].get("NewImage")
    if new is None:
        return ""
    change = new["cg"]["M"]
    at = from_ms(int(change["t"]["N"])) - START
    what = f"{at.total_seconds():9.3f} {change['a']['S']:12} {change['e']['S']:24}"
    if head := _IMAGES.head(new):
        return f"{what} {_of_head(head)}"
    message = _IMAGES.message(new)
    return f"{what} {_of_message(message)}" if message else what


def _of_head(head: Conversation) -> str:
    last = f"{head.last.direction} «{head.last.preview}»" if head.last else "nothing"
    return (
        f"HEAD {head.version}: {head.assignee_id}, {head.unread} unread up to {head.read_up_to}, "
        f"{head.unanswered} unanswered, last {last}, {len(head.unsent)} unsent, "
        f"merged into {head.merged_into}"
    )


def _of_message(message: Message) -> str:
    stamps = {
        name.removesuffix("_at_ms"): rfc3339(from_ms(at))[11:23]
        for name in ("due_at_ms", "attempted_at_ms", "sent_at_ms", "failed_at_ms")
        if (at := getattr(message, name)) is not None
    }
    return f"{message.direction} «{message.text}» {message.id} {message.provider_id} {stamps}"
