"""Private notes of a conversation. No message, no channel: they stay in the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversations import access_conversation
from chalicelib.api.endpoint import endpoint
from chalicelib.api.messages import PageQuery
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConversationId, UserId, is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes.models import NoteId, Writing
from chalicelib.domains.notes.schemas import NoteView, RevisionView

routes = Blueprint(__name__)

_PATH = "/v1/conversations/{conversation_id}/notes"
_NOTE = f"{_PATH}/{{note_id}}"
_OF_EPISODE = "/v1/conversations/{conversation_id}/thread/{episode_id}/notes"
_CURSORS = Cursors("notes", is_id)
_MOST_MENTIONS = 20


class NoteText(RequestModel):
    """What a note says, up to 2,000 characters, and the ids of colleagues it mentions."""

    text: str = Field(min_length=1, pattern=NOT_BLANK)
    mentions: list[str] = Field(default_factory=list, max_length=_MOST_MENTIONS)

    @property
    def mentioned(self) -> Sequence[UserId]:
        return [UserId(one) for one in self.mentions]


class NoteList(TypedDict):
    """A page, newest first, with the traces of removed ones."""

    items: list[NoteView]
    next_cursor: str | None


class RevisionList(TypedDict):
    """All of a note, oldest first."""

    items: list[RevisionView]
    next_cursor: str | None


class MentionableView(TypedDict):
    """A colleague who may see the conversation."""

    id: str
    name: Annotated[str, Shows("agent.name")]
    role: str


class MentionableList(TypedDict):
    """All of them, by name."""

    items: list[MentionableView]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    query=PageQuery,
    response=NoteList,
    summary="Private notes of a conversation, newest first",
)
def list_notes(call: Call[PageQuery, None, Conversation]) -> NoteList:
    """Whoever sees the conversation reads them, also when it is resolved."""
    return _page(call, call.subject)


@endpoint(
    routes,
    "GET",
    _OF_EPISODE,
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    query=PageQuery,
    response=NoteList,
    summary="Private notes of an episode of the thread, newest first",
)
def list_episode_notes(call: Call[PageQuery, None, Conversation]) -> NoteList:
    """Whoever reads the messages of an episode through this conversation reads its notes."""
    from chalicelib.domains.conversations.services.thread import Sight  # noqa: PLC0415 - seldom

    episode_id = call.path["episode_id"]
    if not is_id(episode_id):
        raise NotFoundError
    sight = Sight(call.principal, call.subject)
    episode = call.container.contact_thread.access_episode(sight, ConversationId(episode_id))
    return _page(call, episode)


@endpoint(
    routes,
    "POST",
    _PATH,
    permission="notes.write",
    callers="everybody",
    access=access_conversation,
    body=NoteText,
    response=NoteView,
    status=201,
    idempotency="pinned",
    summary="Write a private note",
)
def write_note(call: Call[None, NoteText, Conversation]) -> NoteView:
    """Never sent to the customer. 422 `unknown_colleague` for a mention out of sight."""
    body, notes = call.body, call.container.notes
    note = notes.write(call.subject, body.text, body.mentioned, writing(call))
    return call.container.note_views.note(note)


@endpoint(
    routes,
    "PATCH",
    _NOTE,
    permission="notes.write",
    callers="everybody",
    access=access_conversation,
    body=NoteText,
    response=NoteView,
    needs_version=True,
    summary="Change one's own note",
)
def edit_note(call: Call[None, NoteText, Conversation]) -> NoteView:
    """Until `editable_until`, then 409 `note_fixed`; what it said before is kept."""
    body = call.body
    note = call.container.notes.edit(
        call.subject,
        _note_id(call),
        call.expected_version(),
        body.text,
        body.mentioned,
        author=call.principal,
        change=call.change("note.changed"),
    )
    return call.container.note_views.note(note)


@endpoint(
    routes,
    "POST",
    f"{_NOTE}/remove",
    permission="notes.write",
    callers="everybody",
    access=access_conversation,
    response=NoteView,
    summary="Take one's own note away",
)
def remove_note(call: Call[None, None, Conversation]) -> NoteView:
    """Until `editable_until`; that there was one stays to be seen. 403 `not_author`."""
    note = call.container.notes.remove(
        call.subject,
        _note_id(call),
        author=call.principal,
        change=call.change("note.changed"),
    )
    return call.container.note_views.note(note)


@endpoint(
    routes,
    "GET",
    f"{_NOTE}/revisions",
    permission="notes.audit",
    callers="everybody",
    access=access_conversation,
    response=RevisionList,
    summary="What a note said before",
)
def list_revisions(call: Call[None, None, Conversation]) -> RevisionList:
    """Also of one that was removed: its last text is the last of them."""
    revisions = call.container.notes.revisions(call.subject, _note_id(call))
    views = call.container.note_views
    return RevisionList(items=[views.revision(one) for one in revisions], next_cursor=None)


@endpoint(
    routes,
    "GET",
    "/v1/conversations/{conversation_id}/mentionable",
    permission="notes.write",
    callers="people",
    access=access_conversation,
    response=MentionableList,
    summary="Colleagues whom a note may mention",
)
def list_mentionable(call: Call[None, None, Conversation]) -> MentionableList:
    """Those who may see the conversation now, but for the caller."""
    people = call.container.notes.mentionable(call.subject, call.principal)
    items = [MentionableView(id=one.user_id, name=one.name, role=one.role) for one in people]
    return MentionableList(items=items, next_cursor=None)


def writing(call: Call[Any, Any, Conversation]) -> Writing:
    """What a request writes with, on an endpoint with pinned idempotency."""
    return Writing(
        principal=call.principal,
        change=call.change("note.added"),
        new_id=lambda: call.pin.id,
        earlier_id=lambda: pin.id if (pin := call.earlier_pin) else None,
    )


def _note_id(call: Call[Any, Any, Conversation]) -> NoteId:
    given = call.path["note_id"]
    if not is_id(given):
        raise NotFoundError
    return NoteId(given)


def _page(call: Call[PageQuery, None, Conversation], conversation: Conversation) -> NoteList:
    position = _CURSORS.decode(call.query.cursor)
    before = NoteId(position[0]) if position else None
    page = call.container.notes.page(conversation, before, call.query.limit)
    views = call.container.note_views
    return NoteList(
        items=[views.note(one) for one in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )
