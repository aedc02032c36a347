"""Who uses a quick reply, which one greets, and what can be sent at all. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.core.errors import FieldProblem
from chalicelib.core.ids import QueueId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.configuration.rules import name_key
from chalicelib.domains.quick_replies.errors import UnsoundReplyError
from chalicelib.domains.quick_replies.models import QuickReply
from chalicelib.domains.quick_replies.variables import flaws_of


def is_used(reply: QuickReply, principal: Principal) -> bool:
    """Whether it is for somebody: of one of its roles, and of one of its queues."""
    if reply.used_by and principal.role not in reply.used_by:
        return False
    return not reply.queue_ids or not reply.queue_ids.isdisjoint(principal.queue_ids)


def greeting_for(
    replies: Iterable[QuickReply], principal: Principal, queue_id: QueueId
) -> QuickReply | None:
    """The greeting that a claim in a queue sends: one of the queue before one of all; by name."""
    fitting = [
        one
        for one in replies
        if one.greets == "on_claim"
        and not one.is_retired
        and is_used(one, principal)
        and (not one.queue_ids or queue_id in one.queue_ids)
    ]
    return min(
        fitting, key=lambda one: (not one.queue_ids, name_key(one.name), one.id), default=None
    )


def require_sound(reply: QuickReply, *, has_files: bool) -> None:
    """Raises UnsoundReplyError for what could never be sent."""
    problems = flaws_of(reply.text, "text")
    if not reply.text.strip() and not has_files:
        detail = "Write a text or add a file."
        problems.append(FieldProblem(field="text", code="nothing_to_send", detail=detail))
    if reply.greets == "on_claim" and has_files:
        detail = "What greets by itself is a text alone. Take the files away."
        problems.append(FieldProblem(field="files", code="no_files", detail=detail))
    if problems:
        raise UnsoundReplyError(*problems)
