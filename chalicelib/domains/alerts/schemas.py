"""Alerts as their owner sees them; the same in answers and in frames."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domains.access.fields import Shows
from chalicelib.domains.alerts.models import KeptEvent
from chalicelib.domains.conversations.schemas import ConversationView


class AlertPersonView(TypedDict):
    """Who did it."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class AlertView(TypedDict):
    """Something one was told of. `conversation` is null where it is about none, and where the
    reader does not see it now; `is_hidden` tells the second, and then `about` is null as well.

    `about`: the message, note, whisper or change, or the part of the product. `detail` by event: of
    `taken` `released`, `taken` or `resolved`; of `presence_changed` the state; of `connection`
    and `system` the code of the trouble; of `change` the state that the change is in.
    """

    id: str
    event: KeptEvent
    at: str
    is_read: bool
    is_hidden: bool
    by: AlertPersonView | None
    conversation: ConversationView | None
    about: str | None
    detail: str | None
