"""Dead letters: what could not be processed, for administrators."""

from __future__ import annotations

import json
from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.dead_letters.models import (
    DeadLetter,
    DeadLetterId,
    DeadLetterState,
    Reason,
)

routes = Blueprint(__name__)

_PATH = "/v1/dead-letters"
_CURSORS = Cursors("dead-letters", is_id)


class DeadLetterQuery(RequestModel):
    """Open ones unless another state is asked for."""

    state: DeadLetterState = "open"
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class DeadLetterView(TypedDict):
    """`payload` is the raw update; `detail` says what is wrong with it."""

    id: str
    at: str
    source: str
    connection_id: str | None
    reason: Reason
    detail: str
    payload: Any
    attempts: int
    state: DeadLetterState
    comment: str | None
    version: int


class DeadLetterList(TypedDict):
    """A page, newest first."""

    items: list[DeadLetterView]
    next_cursor: str | None


class Discard(RequestModel):
    """Why it is not needed."""

    comment: str = Field(min_length=1, max_length=500)


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="dead_letters.manage",
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
        items=[_view(letter) for letter in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "POST",
    f"{_PATH}/{{dead_letter_id}}/replay",
    permission="dead_letters.manage",
    response=DeadLetterView,
    summary="Process it again",
)
def replay_dead_letter(call: Call[None, None, None]) -> DeadLetterView:
    """It is open again if it fails again."""
    change = call.change("dead_letter.replayed")
    return _view(call.container.dead_letters.replay(_letter_id(call), change))


@endpoint(
    routes,
    "POST",
    f"{_PATH}/{{dead_letter_id}}/discard",
    permission="dead_letters.manage",
    body=Discard,
    response=DeadLetterView,
    summary="Close it for good",
)
def discard_dead_letter(call: Call[None, Discard, None]) -> DeadLetterView:
    """It is kept, with the comment."""
    change = call.change("dead_letter.discarded")
    letter_id = _letter_id(call)
    return _view(call.container.dead_letters.discard(letter_id, call.body.comment, change))


def _letter_id(call: Call[Any, Any, Any]) -> DeadLetterId:
    given = call.path["dead_letter_id"]
    if not is_id(given):
        raise NotFoundError
    return DeadLetterId(given)


def _view(letter: DeadLetter) -> DeadLetterView:
    return DeadLetterView(
        id=letter.id,
        at=rfc3339_ms(letter.at_ms) or "",
        source=letter.source,
        connection_id=letter.connection_id,
        reason=letter.reason,
        detail=letter.detail,
        payload=json.loads(letter.body),
        attempts=letter.attempts,
        state=letter.state,
        comment=letter.comment,
        version=letter.version,
    )
