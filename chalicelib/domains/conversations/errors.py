"""What may be wrong with a request on a conversation, and with an update from a provider."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, TypedDict

from chalicelib.core.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    HiloError,
    InvalidRequestError,
)
from chalicelib.domains.access.fields import Shows


class UnparsableError(Exception):
    """An update that can never be processed; the text says what is wrong, without content."""


class HolderView(TypedDict):
    """Who holds a conversation."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class HolderFacts(TypedDict):
    holder: HolderView | None


class AlreadyAssignedError(ConflictError):
    """Somebody else holds it; `holder` names them."""

    told = HolderFacts

    code = "already_assigned"
    detail = "Somebody else holds this conversation. Ask them, or a supervisor, for it."


class NotHolderError(ConflictError):
    """Only the holder answers."""

    code = "not_holder"
    detail = "You do not hold this conversation. Claim it first, then answer."


class ConversationResolvedError(ConflictError):
    """It is closed."""

    code = "conversation_resolved"
    detail = "This conversation is resolved. Reopen it first."


class SnoozeTimeError(InvalidRequestError):
    """Until when it is to be put off is past, too near or too far."""

    detail = "Put it off by one minute at least, and by 90 days at most."

    def __init__(self) -> None:
        problem = FieldProblem(field="until", code="out_of_range", detail=self.detail)
        super().__init__(errors=[problem])


class ConversationOpenError(ConflictError):
    """It is not closed, so there is nothing to reopen."""

    code = "conversation_open"
    detail = "This conversation is open already."


class ConnectionDisabledError(ConflictError):
    """Nothing goes out over it."""

    code = "connection_disabled"
    detail = "This connection is switched off. Choose another one, or ask an administrator."


class NotReopenableError(ConflictError):
    """The customer's thread goes on in another episode, open or resolved."""

    code = "not_reopenable"
    detail = "The customer's thread goes on in another conversation. Continue there."


class ChannelNotServedError(ForbiddenError):
    """The person serves the queue, and not for conversations of this channel."""

    code = "channel_not_served"
    detail = "You do not serve this channel in this queue. Ask an administrator to add it."


class OutOfServiceError(ForbiddenError):
    """Who was taken out of customer service takes no conversations."""

    code = "out_of_customer_service"
    detail = "You are out of customer service. Ask an administrator to put you back."


class NewMessageError(ConflictError):
    """The customer has written since."""

    code = "new_message"
    detail = "The customer has written since. Read the new message, then resolve."


class NotResendableError(ConflictError):
    """Only a failed message, or one unconfirmed for ten minutes, is sent again."""

    code = "not_resendable"
    detail = (
        "Only failed messages can be sent again; unconfirmed ones after ten minutes, "
        'with {"confirm": true}.'
    )


class ServiceWindowClosedError(HiloError):
    """More than 24 hours have passed since the customer's last message."""

    code = "service_window_closed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The customer's last message is over 24 hours old. Only a template may be sent now."


class SendAtAfterWindowError(HiloError):
    """At that time the customer can be answered freely no more; `expires_at` is the end."""

    code = "send_at_after_window"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The service window ends before. Choose an earlier time, or send a template then."


class NotScheduledError(ConflictError):
    """It is being sent, was sent, or never waited for a time."""

    code = "not_scheduled"
    detail = "This message does not wait for its time any more; it cannot be cancelled."


class TextTooLongError(HiloError):
    """The channel takes no text of this length; `limit` and `length` in code points."""

    code = "text_too_long"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The text is longer than the channel allows. Shorten it or send it in parts."


class UnknownReferenceError(HiloError):
    """A message, user or other thing named in the body is not part of this conversation."""

    code = "unknown_reference"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The id named in the request is not known here. Check it."


class MediaNotFailedError(ConflictError):
    """Only a file whose fetching failed is fetched again."""

    code = "media_not_failed"
    detail = "This file is ready or on its way. There is nothing to fetch again."
