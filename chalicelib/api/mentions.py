"""Where the caller was mentioned."""

from __future__ import annotations

from typing import Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.messages import PageQuery
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.conversations.schemas import ConversationView
from chalicelib.domains.notes.models import NoteId
from chalicelib.domains.notes.schemas import NoteView

routes = Blueprint(__name__)

_CURSORS = Cursors("mentions", is_id)
_MOST_AT_ONCE = 100


class MentionQuery(PageQuery):
    """`unread=true` leaves out what was read."""

    unread: Literal["true", "false"] | None = None


class MentionView(TypedDict):
    """A note that names the caller, with the conversation that it is about."""

    note: NoteView
    conversation: ConversationView
    read_at: str | None


class MentionList(TypedDict):
    """A page, newest first; it may be short while `next_cursor` is set."""

    items: list[MentionView]
    next_cursor: str | None


class ReadMentions(RequestModel):
    """The notes whose mentions were read."""

    note_ids: list[str] = Field(min_length=1, max_length=_MOST_AT_ONCE)


@endpoint(
    routes,
    "GET",
    "/v1/me/mentions",
    permission="conversations.read",
    callers="people",
    query=MentionQuery,
    response=MentionList,
    summary="Notes that mention me, newest first",
)
def list_mentions(call: Call[MentionQuery, None, None]) -> MentionList:
    """Of conversations in sight now."""
    position = _CURSORS.decode(call.query.cursor)
    before = NoteId(position[0]) if position else None
    page = call.container.mentions.page(
        call.principal, before, call.query.limit, only_unread=call.query.unread == "true"
    )
    shown = call.container.reading.views([one.conversation for one in page.items])
    views = call.container.note_views
    items = [
        MentionView(
            note=views.note(one.note),
            conversation=conversation,
            read_at=rfc3339_ms(one.mention.read_at_ms),
        )
        for one, conversation in zip(page.items, shown, strict=True)
    ]
    return MentionList(items=items, next_cursor=_CURSORS.encode(page.next_position))


@endpoint(
    routes,
    "POST",
    "/v1/me/mentions/read",
    permission="conversations.read",
    callers="people",
    body=ReadMentions,
    status=204,
    idempotency="none",
    summary="Mark mentions as read",
)
def read_mentions(call: Call[None, ReadMentions, None]) -> None:
    """Ids that name no mention of the caller are passed over."""
    note_ids = [NoteId(one) for one in call.body.note_ids if is_id(one)]
    change = call.change("mention.read")
    call.container.mentions.mark_read(call.principal, note_ids, change)
    user_id = call.principal.user_id
    if call.container.alert_centre.mark_read_about(user_id, note_ids, change):
        call.container.alert_news.read(user_id)
