"""Dead letters: what could not be processed, for administrators."""

from __future__ import annotations

import json
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.change import Change
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.dead_letters.models import (
    DeadLetterId,
    DeadLetterState,
    OpenedLetter,
    Reason,
)

routes = Blueprint(__name__)

_PATH = "/v1/dead-letters"
_CURSORS = Cursors("dead-letters", is_id)
_UNREADABLE = "This update is no longer kept, or cannot be read now."


class DeadLetterQuery(RequestModel):
    """Open ones unless another state is asked for."""

    state: DeadLetterState = "open"
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class DeadLetterView(TypedDict):
    """`payload` is the raw update, or a sentence where it cannot be read; `detail` says what
    is wrong with it."""

    id: str
    at: str
    source: str
    connection_id: str | None
    reason: Reason
    detail: str
    payload: Annotated[Any, Shows("contact.name", "contact.phone", "contact.username")]
    attempts: int
    state: DeadLetterState
    comment: str | None
    version: int


class DeadLetterList(TypedDict):
    """A page, newest first; large letters make it short while `next_cursor` is set."""

    items: list[DeadLetterView]
    next_cursor: str | None


class Discard(RequestModel):
    """Why it is not needed."""

    comment: str = Field(min_length=1, max_length=500, pattern=NOT_BLANK)


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="dead_letters.manage",
    callers="everybody",
    query=DeadLetterQuery,
    response=DeadLetterList,
    summary="Updates that could not be processed",
)
def list_dead_letters(call: Call[DeadLetterQuery, None, None]) -> DeadLetterList:
    """Kept whole until somebody replays or discards them."""
    position = _CURSORS.decode(call.query.cursor)
    page = call.container.dead_letters.page(
        call.query.state, position[0] if position else None, call.query.limit
    )
    return DeadLetterList(
        items=[_view(opened) for opened in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "POST",
    f"{_PATH}/{{dead_letter_id}}/replay",
    permission="dead_letters.manage",
    callers="everybody",
    response=DeadLetterView,
    summary="Process it again",
)
def replay_dead_letter(call: Call[None, None, None]) -> DeadLetterView:
    """It is open again if it fails again. 409 `dead_letter_unreadable` where its update
    cannot be read."""
    change = _witnessed(call, "dead_letter.replayed")
    letters = call.container.dead_letters
    return _view(letters.opened(letters.replay(_letter_id(call), change)))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/{{dead_letter_id}}/discard",
    permission="dead_letters.manage",
    callers="everybody",
    body=Discard,
    response=DeadLetterView,
    summary="Close it for good",
)
def discard_dead_letter(call: Call[None, Discard, None]) -> DeadLetterView:
    """It is kept, with the comment."""
    change = _witnessed(call, "dead_letter.discarded")
    letters = call.container.dead_letters
    return _view(letters.opened(letters.discard(_letter_id(call), call.body.comment, change)))


def _witnessed(call: Call[Any, Any, Any], event: str) -> Change:
    """The change of a decision on a letter, put on record: its table has no stream."""
    change = call.change(event)
    comment = {"comment": call.body.comment} if isinstance(call.body, Discard) else {}
    call.container.witness.saw(Sighting(event, "dead_letter", _letter_id(call), comment), change)
    return change


def _letter_id(call: Call[Any, Any, Any]) -> DeadLetterId:
    given = call.path["dead_letter_id"]
    if not is_id(given):
        raise NotFoundError
    return DeadLetterId(given)


def _view(opened: OpenedLetter) -> DeadLetterView:
    letter = opened.letter
    return DeadLetterView(
        id=letter.id,
        at=rfc3339_ms(letter.at_ms) or "",
        source=letter.source,
        connection_id=letter.connection_id,
        reason=letter.reason,
        detail=letter.detail,
        payload=_UNREADABLE if opened.content is None else json.loads(opened.content),
        attempts=letter.attempts,
        state=letter.state,
        comment=letter.comment,
        version=letter.version,
    )
