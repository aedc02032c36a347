"""The colours of authors: how an administrator chooses them. The desk reads them with `/v1/me`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView, configured_view
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.domains.author_colours.models import Pair

if TYPE_CHECKING:
    from chalicelib.domains.author_colours.models import Colours

routes = Blueprint(__name__)

_HEX = r"^#[0-9a-f]{6}$"


class PairView(TypedDict):
    """A colour for each scheme, as `#rrggbb`."""

    light: str
    dark: str


class ColoursView(TypedDict):
    """What stands behind the words of each; version 0 while nobody has chosen any."""

    customer: PairView
    agent: PairView
    bot: PairView
    note: PairView
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


class PairToSave(RequestModel):
    """A colour for each scheme: six digits, in lower case."""

    light: str = Field(pattern=_HEX)
    dark: str = Field(pattern=_HEX)


class ColoursToSave(RequestModel):
    """What to choose; what is left out stays."""

    customer: PairToSave | None = None
    agent: PairToSave | None = None
    bot: PairToSave | None = None
    note: PairToSave | None = None


@endpoint(
    routes,
    "GET",
    "/v1/author-colours",
    permission="author_colours.manage",
    callers="everybody",
    response=ColoursView,
    summary="The colours of authors",
)
def get_author_colours(call: Call[None, None, None]) -> ColoursView:
    """With who chose them, and when."""
    return _view(call, call.container.author_colours.current())


@endpoint(
    routes,
    "PUT",
    "/v1/author-colours",
    permission="author_colours.manage",
    callers="everybody",
    body=ColoursToSave,
    response=ColoursView,
    needs_version=True,
    guards="author_colours",
    summary="Choose the colours of authors",
)
def save_author_colours(call: Call[None, ColoursToSave, None]) -> ColoursView:
    """422 `unreadable_colours` where words on one would have a contrast below 4.5 in its scheme,
    or a note would look like a message.
    """
    sent = {author: getattr(call.body, author) for author in call.body.model_fields_set}
    saved = call.container.author_colours.save(
        {author: Pair(one.light, one.dark) for author, one in sent.items() if one},
        expected_version=call.expected_version(),
        change=call.change("author_colours.changed"),
    )
    return _view(call, saved)


def shown_pair(pair: Pair) -> PairView:
    return PairView(light=pair.light, dark=pair.dark)


def _view(call: Call[Any, Any, Any], colours: Colours) -> ColoursView:
    configured = configured_view(call, colours)
    return ColoursView(
        customer=shown_pair(colours.customer),
        agent=shown_pair(colours.agent),
        bot=shown_pair(colours.bot),
        note=shown_pair(colours.note),
        changed_by=configured["changed_by"],
        changed_at=configured["changed_at"],
        version=configured["version"],
    )
