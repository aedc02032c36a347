"""A contact's thread, read through one conversation: pages, jumps, search, gallery, files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal, get_args

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversations import access_conversation
from chalicelib.api.endpoint import endpoint
from chalicelib.api.messages import MediaAddress
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConversationId, MessageId, is_id, is_message_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.schemas import (
    ConversationView,
    MessageView,
    TypificationView,
)
from chalicelib.domains.conversations.services.thread import (
    Found,
    Place,
    Sight,
    Stretch,
    Surroundings,
    just_behind,
)
from chalicelib.domains.conversations.wanted import GalleryKind, is_of, says

routes = Blueprint(__name__)

_PATH = "/v1/conversations/{conversation_id}/thread"
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)  # before there was anything to write with
_Way = Literal["older", "newer", "from"]
"""Beyond a place, or upwards with the message that stands there."""

_CURSORS = Cursors("thread", lambda text: text in get_args(_Way), is_id, is_message_id)
_FINDINGS = Cursors("findings", is_id, is_message_id)


class ThreadQuery(RequestModel):
    """A walk goes on at `cursor`; `message` (of `episode`, of this conversation where none is
    given) or `at` begin one in the middle.
    """

    cursor: str | None = None
    message: str | None = None
    episode: str | None = None
    at: AwareDatetime | None = None
    limit: int = Field(default=40, ge=1, le=100)


class ThreadPage(TypedDict):
    """Messages newest first, episode by episode, and the episodes that they are of.

    `next_cursor` leads upwards, null at the beginning of the thread; `previous_cursor` downwards,
    null at its foot and on pages of a walk upwards. A page may be short, or empty, before that.
    `anchor` is the message that a walk begun in the middle is about. `typifications` are what
    those of the episodes were closed with where somebody said so.
    """

    items: list[MessageView]
    episodes: list[ConversationView]
    typifications: list[TypificationView]
    next_cursor: str | None
    previous_cursor: str | None
    anchor: str | None


class SearchQuery(RequestModel):
    """Words, all of which a message holds; accents and case make no difference."""

    words: str = Field(min_length=1, max_length=200, pattern=NOT_BLANK)
    cursor: str | None = None


class GalleryQuery(RequestModel):
    """Which part of the gallery."""

    kind: GalleryKind
    cursor: str | None = None


class Findings(TypedDict):
    """What a piece of the thread held, newest first; all was looked at when `next_cursor` is null.

    `searched` messages were looked at by this request, back to `searched_back_to`.
    """

    items: list[MessageView]
    episodes: list[ConversationView]
    searched: int
    searched_back_to: str | None
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    query=ThreadQuery,
    response=ThreadPage,
    summary="What was said with the customer at any time, newest first",
)
def read_thread(call: Call[ThreadQuery, None, Conversation]) -> ThreadPage:
    """Through an open conversation: what is over. Through a closed one: what is in sight anyway."""
    asked, sight, thread = call.query, _sight(call), call.container.contact_thread
    if asked.at is not None:
        at_ms = to_ms(max(asked.at, _EARLIEST))
        return _surrounded(call, thread.at(sight, at_ms, asked.limit))
    if asked.message is not None:
        about = _place(asked.episode or call.subject.id, asked.message)
        return _surrounded(call, thread.around(sight, about, asked.limit))
    position = _CURSORS.decode(asked.cursor)
    place = Place(ConversationId(position[1]), MessageId(position[2])) if position else None
    if place is not None and position and position[0] == "newer":
        return _below(call, place, thread.walk(sight, "newer", place, asked.limit))
    if place is not None and position and position[0] == "from":
        place = just_behind(place)
    stretch = thread.walk(sight, "older", place, asked.limit)
    return ThreadPage(
        items=_views(call, stretch.messages),
        **_told_of(call, stretch.episodes),
        next_cursor=_cursor("older", stretch.beyond),
        previous_cursor=None,
        anchor=None,
    )


@endpoint(
    routes,
    "GET",
    f"{_PATH}/search",
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    query=SearchQuery,
    response=Findings,
    summary="Messages of the thread with all of these words",
)
def search_thread(call: Call[SearchQuery, None, Conversation]) -> Findings:
    """Looks at a piece of the thread at a time: ask on until `next_cursor` is null.

    That it was searched is on record, once; the words are not, which may be about anybody.
    """
    place = _finding_place(call.query.cursor)
    if place is None:
        call.container.witness.saw(
            Sighting("conversation.searched", "conversation", call.subject.id),
            call.change("conversation.searched"),
        )
    wanted = says(call.query.words)
    return _findings(call, call.container.contact_thread.find(_sight(call), wanted, place))


@endpoint(
    routes,
    "GET",
    f"{_PATH}/gallery",
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    query=GalleryQuery,
    response=Findings,
    summary="Pictures, recordings, documents or links of the thread",
)
def show_gallery(call: Call[GalleryQuery, None, Conversation]) -> Findings:
    """Looks at a piece of the thread at a time: ask on until `next_cursor` is null."""
    place = _finding_place(call.query.cursor)
    wanted = is_of(call.query.kind)
    return _findings(call, call.container.contact_thread.find(_sight(call), wanted, place))


@endpoint(
    routes,
    "GET",
    f"{_PATH}/{{episode_id}}/messages/{{message_id}}/media",
    permission="conversations.read",
    callers="everybody",
    access=access_conversation,
    response=MediaAddress,
    summary="A fresh address of a file of the thread",
)
def sign_thread_media(call: Call[None, None, Conversation]) -> MediaAddress:
    """For files of episodes that are in sight through this conversation alone."""
    place = _place(call.path["episode_id"], call.path["message_id"])
    episode = call.container.contact_thread.access_episode(_sight(call), place.episode_id)
    message = call.container.message_store.message(episode.id, place.message_id, consistent=False)
    if message is None or message.media is None:
        raise NotFoundError
    return MediaAddress(url=call.container.media_keeper.url_of(message))


def _sight(call: Call[Any, Any, Conversation]) -> Sight:
    return Sight(call.principal, call.subject)


def _place(episode_id: str, message_id: str) -> Place:
    """Where a message is. What cannot be an id names nothing: NotFoundError."""
    if not is_id(episode_id) or not is_message_id(message_id):
        raise NotFoundError
    return Place(ConversationId(episode_id), MessageId(message_id))


def _finding_place(cursor: str | None) -> Place | None:
    position = _FINDINGS.decode(cursor)
    return Place(ConversationId(position[0]), MessageId(position[1])) if position else None


def _cursor(way: _Way, place: Place | None) -> str | None:
    return _CURSORS.encode([way, place.episode_id, place.message_id] if place else None)


def _below(call: Call[Any, None, Conversation], place: Place, found: Stretch) -> ThreadPage:
    """A page of a walk downwards; upwards from it lies what stands above it, and nothing twice."""
    upwards = _cursor("from", place)
    if found.messages:
        oldest = found.messages[0]
        upwards = _cursor("older", Place(oldest.conversation_id, oldest.id))
    return ThreadPage(
        items=_views(call, found.messages[::-1]),
        **_told_of(call, found.episodes[::-1]),
        next_cursor=upwards,
        previous_cursor=_cursor("newer", found.beyond),
        anchor=None,
    )


def _surrounded(call: Call[Any, None, Conversation], found: Surroundings) -> ThreadPage:
    episodes = {one.id: one for one in (*found.newer.episodes[::-1], *found.older.episodes)}
    return ThreadPage(
        items=_views(call, [*found.newer.messages[::-1], *found.older.messages]),
        **_told_of(call, list(episodes.values())),
        next_cursor=_cursor("older", found.older.beyond),
        previous_cursor=_cursor("newer", found.newer.beyond),
        anchor=found.anchor,
    )


def _findings(call: Call[Any, None, Conversation], found: Found) -> Findings:
    last = found.last_searched
    held_in = {one.conversation_id for one in found.messages}
    episodes = [one for one in found.episodes.values() if one.id in held_in]
    beyond = found.beyond
    return Findings(
        items=_views(call, found.messages),
        episodes=call.container.reading.views(episodes, call.principal),
        searched=found.searched,
        searched_back_to=call.container.reading.message_view(last)["occurred_at"] if last else None,
        next_cursor=_FINDINGS.encode([beyond.episode_id, beyond.message_id] if beyond else None),
    )


class _Episodes(TypedDict):
    episodes: list[ConversationView]
    typifications: list[TypificationView]


def _told_of(call: Call[Any, None, Conversation], episodes: list[Conversation]) -> _Episodes:
    """What a page says of its episodes."""
    reading = call.container.reading
    typified = call.container.closing.typified_of(episodes)
    return _Episodes(
        episodes=reading.views(episodes, call.principal),
        typifications=[reading.typification_view(one) for one in typified],
    )


def _views(call: Call[Any, None, Conversation], messages: list[Message]) -> list[MessageView]:
    return [call.container.reading.message_view(one, call.principal) for one in messages]
