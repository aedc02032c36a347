"""A house full of conversations in every state, and the names they go by."""

from __future__ import annotations

from typing import Any

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation
from tests.samples import COBRANZAS, NOW_MS, conversation, heard, id_of, posted
from tests.unit.domains.conversations.office import ANA, LUIS, ROSA, WA_COBRANZAS

TELEGRAM = ConnectionId("tg")


def episode(name: str, active: int, **fields: Any) -> Conversation:
    """One in which the customer spoke last, so many seconds after START."""
    return heard(name, active, **fields)


def answered(name: str, active: int, **fields: Any) -> Conversation:
    message = posted(active, conversation_id=id_of(name))
    spoke = {"last": rules.last_of(message), "unread": 0, "active_at_ms": message.arrived_at_ms}
    return conversation(name, **(spoke | fields))


HOUSE = (
    episode("new", 10),
    episode("new telegram", 9, connection_id=TELEGRAM),
    answered("ana answered", 8, assignee_id=ANA),
    episode("ana pending", 7, assignee_id=ANA),
    episode("luis pending", 6, assignee_id=LUIS),
    answered("luis answered", 5, assignee_id=LUIS),
    answered("ana resolved", 4, assignee_id=ANA, resolved_at_ms=NOW_MS),
    answered("luis resolved", 3, assignee_id=LUIS, resolved_at_ms=NOW_MS),
    answered("resolved", 2, resolved_at_ms=NOW_MS),
    episode("cobranzas new", 11, queue_id=COBRANZAS, connection_id=WA_COBRANZAS.id),
    episode("cobranzas rosa", 1, queue_id=COBRANZAS, assignee_id=ROSA),
)
OF_ANA = ["new", "new telegram", "ana answered", "ana pending", "ana resolved"]
OF_SILVIA = [
    "new",
    "new telegram",
    "ana answered",
    "ana pending",
    "luis pending",
    "luis answered",
    "ana resolved",
    "luis resolved",
    "resolved",
]
NAMES = {id_of(name): name for name in (*OF_SILVIA, "cobranzas new", "cobranzas rosa")}
