"""What an adapter's parser makes of a provider's update, in words of no channel."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.core.ids import Arrival, ConnectionId
from chalicelib.domains.connections.models import AccountName
from chalicelib.domains.connections.standing import Fact
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations.contents import Content, Referral

MessageKind = Literal[
    "text",
    "image",
    "video",
    "audio",
    "voice",
    "document",
    "sticker",
    "location",
    "contacts",
    "choice",
    "order",
    "template",
    "system",
    "unsupported",
]
DeliveryWord = Literal["sent", "delivered", "read", "played", "failed"]
DELIVERY_WORDS: tuple[DeliveryWord, ...] = ("sent", "delivered", "read", "played", "failed")


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A file at the provider's, not fetched yet; `sha256` is the provider's (base64 or hex)."""

    provider_media_id: str
    content_type: str
    filename: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTold:
    """One message as the provider tells it, whoever wrote it.

    `raw` is kept only where the rest does not say all: `unsupported`, and forms whose
    answers cannot be read.
    """

    connection_id: ConnectionId
    provider_id: str
    kind: MessageKind
    raw_type: str | None
    second: int  # the provider's time, whole seconds since 1970
    arrival: Arrival
    text: str | None = None
    media: MediaReference | None = None
    content: Content | None = None
    reply_to_provider_id: str | None = None
    raw: dict[str, Any] | None = dataclasses.field(default=None, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(MessageTold):
    """Something a customer wrote, perhaps in a group; `referral`: what led them here."""

    sender: Person
    group_id: str | None = None
    referral: Referral | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEchoed(MessageTold):
    """Something the business wrote to a customer in the provider's own app."""

    recipient: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage(MessageTold):
    """Something said before the number was connected to us.

    `customer` is whose thread it is of, None where the provider does not say; `fate` is how
    far one of ours had come. `unsupported` without `raw`: it had a file, perhaps told of later.
    """

    customer: Identity | None
    is_ours: bool
    fate: DeliveryWord | None = None


@dataclass(frozen=True, slots=True)
class PastTold:
    """A piece of a number's history; `unreadable` is what nobody can make a message of."""

    connection_id: ConnectionId
    messages: tuple[PastMessage, ...]
    unreadable: tuple[dict[str, Any], ...] = dataclasses.field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class HistoryReported:
    """How much of a number's history has come (percent), or that its owner keeps it."""

    connection_id: ConnectionId
    percent: int | None
    is_declined: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """The name under which the business keeps somebody; None: it keeps them no more."""

    identity: Identity
    name: str | None
    second: int


@dataclass(frozen=True, slots=True)
class NamesTold:
    """A piece of a number's address book."""

    connection_id: ConnectionId
    names: tuple[Named, ...]
    unreadable: tuple[dict[str, Any], ...] = dataclasses.field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A reaction, an edit or a revocation of an earlier message; adds none.

    `text` is the new body of an edit (a caption for media); `emoji` is None where a
    reaction was taken back. `actor` is the identity value of who did it; `sender` that person
    whole, None where it was the business in the provider's own app.
    """

    connection_id: ConnectionId
    target_provider_id: str
    what: Literal["reaction", "edit", "revocation"]
    actor: str
    sender: Person | None
    second: int
    arrival: Arrival
    text: str | None = None
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryError:
    """Why the provider did not deliver: its code, its words, and whether we retry."""

    code: str
    title: str
    detail: str | None
    retryable: bool


@dataclass(frozen=True, slots=True)
class DeliveryReported:
    """The provider's word on one of our messages; `callback_data` is what we sent along."""

    connection_id: ConnectionId
    provider_id: str
    status: DeliveryWord
    second: int
    callback_data: str | None = None
    error: DeliveryError | None = None


@dataclass(frozen=True, slots=True)
class UpdateKept:
    """An update that is no message of a customer: kept raw for the administrator."""

    field: str
    connection_id: ConnectionId | None
    raw: dict[str, Any] = dataclasses.field(hash=False)


@dataclass(frozen=True, slots=True)
class AccountTold:
    """What the provider says of accounts and numbers, beside the update as it came."""

    facts: Mapping[AccountName, Sequence[Fact]] = dataclasses.field(hash=False)
    kept: UpdateKept


ChannelEvent = (
    MessageReceived
    | MessageEchoed
    | PastTold
    | HistoryReported
    | NamesTold
    | MessageChanged
    | DeliveryReported
    | AccountTold
    | UpdateKept
)
