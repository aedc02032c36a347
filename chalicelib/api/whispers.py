"""The side line of a conversation, between its holder and supervisors."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversations import access_conversation
from chalicelib.api.endpoint import endpoint
from chalicelib.api.messages import PageQuery
from chalicelib.api.notes import writing
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.ids import UserId, is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes.models import WhisperId
from chalicelib.domains.notes.schemas import WhisperView

routes = Blueprint(__name__)

_PATH = "/v1/conversations/{conversation_id}/whispers"
_CURSORS = Cursors("whispers", is_id)


class NewWhisper(RequestModel):
    """Up to 2,000 characters; `agent_id` is the holder whom the writer means, or is."""

    text: str = Field(min_length=1, pattern=NOT_BLANK)
    agent_id: str = Field(min_length=1, max_length=64)


class WhisperList(TypedDict):
    """A page, newest first; it may be short while `next_cursor` is set."""

    items: list[WhisperView]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="whispers.write",
    callers="people",
    access=access_conversation,
    query=PageQuery,
    response=WhisperList,
    summary="What was whispered on a conversation, newest first",
)
def list_whispers(call: Call[PageQuery, None, Conversation]) -> WhisperList:
    """Agents read what was said with them while they held it, supervisors everything."""
    position = _CURSORS.decode(call.query.cursor)
    before = WhisperId(position[0]) if position else None
    page = call.container.whispers.page(call.subject, call.principal, before, call.query.limit)
    views = call.container.note_views
    return WhisperList(
        items=[views.whisper(one) for one in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "POST",
    _PATH,
    permission="whispers.write",
    callers="people",
    access=access_conversation,
    body=NewWhisper,
    response=WhisperView,
    status=201,
    idempotency="pinned",
    summary="Whisper to the holder, or answer as the holder",
)
def write_whisper(call: Call[None, NewWhisper, Conversation]) -> WhisperView:
    """409 `holder_changed` where somebody else holds it by now, `nobody_holds` where nobody."""
    body, whispers = call.body, call.container.whispers
    whisper = whispers.write(call.subject, UserId(body.agent_id), body.text, writing(call))
    return call.container.note_views.whisper(whisper)
