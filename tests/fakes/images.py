"""Records of the stream, as the table makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.repository.mapping import head_row, message_row
from chalicelib.domains.notifications.services.push import StreamChange
from tests.samples import CHANGE

Entity = Conversation | Message


def image(entity: Entity, change: Change = CHANGE) -> dict[str, Any]:
    """A HEAD or a message as the stream shows it."""
    row = head_row(entity) if isinstance(entity, Conversation) else message_row(entity)
    named = {"e": {"S": change.event}, "a": {"S": change.actor}, "t": {"N": str(change.at_ms)}}
    return {**row.serialize(), "cg": {"M": named}}


def record(
    old: Entity | None,
    new: Entity | None,
    event: str = "thing.stored",
    actor: str = CHANGE.actor,
) -> StreamChange:
    """One change; without `old` an insertion, without `new` a removal."""
    change = replace(CHANGE, event=event, actor=actor)
    return StreamChange(image(old) if old else None, image(new, change) if new else None)
