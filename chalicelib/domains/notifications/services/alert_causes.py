"""What of a change in the stream somebody has to be told of, and finds in their centre. Pure.

Ordinary messages never are: whatever is looked at here is told apart by the event's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.alerts.models import Alert, KeptEvent
from chalicelib.domains.alerts.rules import alert_id
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.rules import status_of
from chalicelib.domains.notes.models import Note, Whisper
from chalicelib.domains.presence.models import Standing

_TAKEN_BY = {
    "conversation.assigned": "taken",
    "conversation.released": "released",
    "conversation.resolved": "resolved",
}


def of_head(
    event: str, at_ms: int, actor: UserId, old: Conversation, new: Conversation
) -> Iterator[Alert]:
    """Who lost it by somebody else's hand, and who was given it."""
    version, before, after = str(new.version), old.assignee_id, new.assignee_id
    how = _TAKEN_BY.get(event)
    if how and before and actor != before and (before != after or how == "resolved"):
        yield _about(new.id, "taken", at_ms, before, version, by=actor, detail=how)
    if event == "conversation.assigned" and after and after not in (before, actor):
        yield _about(new.id, "assigned", at_ms, after, version, by=actor)


def of_message(at_ms: int, old: Message | None, new: Message) -> Iterator[Alert]:
    """Whoever wrote one that is not sent after all."""
    failed_before = old is not None and status_of(old) == "failed"
    if new.author_kind != "agent" or not new.author_id or failed_before:
        return
    if status_of(new) == "failed":
        author, version = UserId(new.author_id), str(new.version)
        yield _about(new.conversation_id, "failed", at_ms, author, new.id, version, about=new.id)


def of_note(at_ms: int, old: Note | None, new: Note) -> Iterator[Alert]:
    """Whom a note names and did not name before."""
    known = old.mentions if old else ()
    for one in new.mentions:
        if one not in known and one != new.author_id:
            cause = (new.id, str(new.version))
            yield _about(
                new.conversation_id,
                "mention",
                at_ms,
                one,
                *cause,
                about=new.id,
                by=new.author_id,
            )


def of_whisper(at_ms: int, whisper: Whisper, lately: Sequence[Whisper]) -> Iterator[Alert]:
    """Whom it is for, and who took part in the line lately."""
    for one in dict.fromkeys([whisper.agent_id, *(said.author_id for said in lately)]):
        if one != whisper.author_id:
            yield _about(
                whisper.conversation_id,
                "whisper",
                at_ms,
                one,
                whisper.id,
                about=whisper.id,
                by=whisper.author_id,
            )


def of_standing(old: Standing | None, new: Standing) -> Iterator[Alert]:
    """Whose state somebody else has chosen."""
    step, before = new.step, old.step if old else None
    if step is None or step == before or step.cause != "chosen" or step.actor == new.user_id:
        return
    known_by = alert_id(step.at_ms, "presence_changed", new.user_id, str(step.number))
    by, state = UserId(step.actor), step.after.state
    yield Alert(known_by, new.user_id, "presence_changed", by=by, detail=state)


def _about(
    conversation_id: ConversationId,
    event: KeptEvent,
    at_ms: int,
    user_id: UserId,
    *cause: str,
    about: str | None = None,
    by: UserId | None = None,
    detail: str | None = None,
) -> Alert:
    return Alert(
        alert_id(at_ms, event, user_id, conversation_id, *cause),
        user_id,
        event,
        conversation_id=conversation_id,
        about=about,
        by=by,
        detail=detail,
    )
