"""What conversations need from a channel and from storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.conversations.events import DeliveryError


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes: digits of a phone number or the provider's user id, or both."""

    phone: str | None
    user_id: str | None


@dataclass(frozen=True, slots=True)
class TextToSend:
    """One text for a customer; `callback_data` comes back on its statuses."""

    connection_id: ConnectionId
    recipient: Recipient
    text: str
    callback_data: str
    reply_to_provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it under this id."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider proved that it did not take it; `retry_after_seconds` is its own wish."""

    error: DeliveryError
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """The request left and no answer came: it may have been taken. Never sent again by itself."""

    detail: str


SendOutcome = Accepted | Refused | OutcomeUnknown


class ChannelSender(Protocol):
    """Sends through one channel; never raises for what a provider or network does."""

    def send_text(self, message: TextToSend) -> SendOutcome: ...


@dataclass(frozen=True, slots=True)
class FetchedMedia:
    """A file from the provider, whole, with the type it claims and its own hash if it tells."""

    content: bytes
    content_type: str
    sha256: str | None


class MediaGoneError(Exception):
    """The provider does not have the file (any more): final, no retry."""


class MediaUnavailableError(Exception):
    """The provider could not give the file now; worth another try."""


class MediaFetcher(Protocol):
    """Fetches a customer's file from a channel."""

    def fetch(self, connection_id: ConnectionId, provider_media_id: str) -> FetchedMedia:
        """Raises MediaGoneError, MediaUnavailableError."""


class MediaStore(Protocol):
    """Keeps files of customers; addresses it gives are signed and short-lived."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store under the key; the same content again changes nothing."""

    def signed_url(self, key: str, *, content_type: str, filename: str | None) -> str:
        """An address that works for minutes; active content is forced to download."""
