"""What may be wrong with a request on a conversation, and with an update from a provider."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, HiloError


class UnparsableError(Exception):
    """An update that can never be processed; the text says what is wrong, without content."""


class AlreadyAssignedError(ConflictError):
    """Somebody else holds it; `holder` names them."""

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
