"""Conversations and messages as the outside sees them (contract, version 1)."""

from __future__ import annotations

from typing import Annotated, Literal

from typing_extensions import TypedDict

from chalicelib.domains.access.fields import Shows, ShowsBy
from chalicelib.domains.conversations.contents import ChoiceKind, NoticeKind
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.conversations.models import (
    AuthorKind,
    ConversationState,
    Direction,
    Hold,
    MediaFailure,
    MediaState,
    MessageStatus,
)
from chalicelib.domains.templates.models import ButtonKind

_NOTICE = {"system": "contact.phone"}
"""What the provider tells of a customer is their new number."""


class NamedView(TypedDict):
    """A colleague by id and name."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class ContactView(TypedDict):
    id: str
    name: Annotated[str | None, Shows("contact.name")]
    picture_url: str | None


class IdentityView(TypedDict):
    """`phone` in digits without plus, `whatsapp_user_id`, or `username` (shown only).

    `value` is empty where the caller's role does not see it.
    """

    kind: Literal["phone", "whatsapp_user_id", "username"]
    value: Annotated[
        str,
        ShowsBy(
            "kind",
            {
                "phone": "contact.phone",
                "whatsapp_user_id": "contact.phone",
                "username": "contact.username",
            },
        ),
    ]


class LastMessageView(TypedDict):
    """`is_echo`: the business wrote it in the provider's own app, nobody here."""

    id: str
    kind: MessageKind
    direction: Direction
    preview: Annotated[str, ShowsBy("kind", _NOTICE)]
    is_echo: bool
    occurred_at: str


class ConversationView(TypedDict):
    """An episode of a customer on a connection.

    Where the customer turned out to be one person under two identities, `merged_into` names
    the episode this one closed into, and `merged_from` the newest one that closed into it:
    whoever sees the former may read the latter, which names the next. `is_history`: said before
    the number was connected to us, closed from its beginning. `snoozed_until`: put off, and in
    no tray of open ones until then; `woken_at`: it came back, and nobody has looked since.
    """

    id: str
    state: ConversationState
    channel: str
    connection_id: str
    contact: ContactView
    identities: list[IdentityView]
    queue_id: str
    assignee: NamedView | None
    unread_count: int
    unanswered_count: int
    waiting_since: str | None
    last_message: LastMessageView | None
    service_window_expires_at: str | None
    labels: list[str]
    opened_at: str
    updated_at: str
    resolved_at: str | None
    snoozed_until: str | None
    woken_at: str | None
    merged_into: str | None
    merged_from: str | None
    is_history: bool
    version: int


class TypificationView(TypedDict):
    """What a conversation was closed with, by the names of then: `path` from the top of the tree
    down to what was chosen.

    `version` counts those of the conversation, corrections included. It holds while `closed_at`
    is the conversation's `resolved_at`: once it is open again, it is past.
    """

    conversation_id: str
    version: int
    closed_at: str
    tree_id: str
    tree_version: int
    tree_name: str
    node_id: str
    path: list[str]
    comment: str | None
    by: NamedView
    at: str


class ConversationDetailsView(ConversationView):
    """A conversation with what it was closed with; lists and frames show it without."""

    typification: TypificationView | None


class AuthorView(TypedDict):
    kind: AuthorKind
    id: str | None
    name: Annotated[
        str | None, ShowsBy("kind", {"customer": "contact.name", "agent": "agent.name"})
    ]


class MediaView(TypedDict):
    """A file; `url` is signed, short-lived and made anew for each reader.

    There is none before the file is ready, nor after its message was deleted; `failure` says
    why a file that failed is not kept.
    """

    id: str
    state: MediaState
    content_type: str
    filename: str | None
    bytes: int | None
    sha256: str | None
    url: str | None
    failure: MediaFailure | None


class LocationView(TypedDict):
    latitude: float
    longitude: float
    name: str | None
    address: str | None
    url: str | None


class CardPhoneView(TypedDict):
    """`number` as written; `whatsapp` its digits where it is known to be there."""

    number: str | None
    whatsapp: str | None
    label: str | None


class ContactCardView(TypedDict):
    """Somebody's card that a customer passed on."""

    name: str | None
    organization: str | None
    phones: list[CardPhoneView]
    emails: list[str]
    addresses: list[str]
    websites: list[str]
    birthday: str | None


class QuoteView(TypedDict):
    id: str
    preview: str


class ReactionView(TypedDict):
    """`author` is an identity of the customer, or `business` for ours.

    `state` is null once it is there: `waiting` until the provider has taken it, `failed` where
    it did not. An empty `emoji` is one of ours on its way to be taken back.
    """

    author: Annotated[str, Shows("contact.phone", but="business")]
    emoji: str
    state: Literal["waiting", "failed"] | None


class AnswerView(TypedDict):
    name: str
    value: str


class ChoiceView(TypedDict):
    """What the customer chose; `answers` are the fields of a form."""

    kind: ChoiceKind
    id: str | None
    title: str
    description: str | None
    answers: list[AnswerView]


class OrderLineView(TypedDict):
    """`price` is that of one, in `currency` (ISO 4217)."""

    product_id: str
    quantity: int
    price: float | None
    currency: str | None


class OrderView(TypedDict):
    catalog_id: str | None
    lines: list[OrderLineView]


class NoticeView(TypedDict):
    """What the provider tells of the customer; `value` is the new number or user id."""

    kind: NoticeKind
    value: Annotated[str | None, Shows("contact.phone")]


class SentButtonView(TypedDict):
    """A button as the customer sees it."""

    kind: ButtonKind
    text: str
    url: str | None
    phone: str | None


class SentTemplateView(TypedDict):
    """What the customer sees of a template besides the text, and which one it was.

    `header` is a header's text; a header that is a file is the message's `media`.
    """

    name: str
    language: str
    category: str
    header: str | None
    footer: str | None
    buttons: list[SentButtonView]


class ReferralView(TypedDict):
    """The advertisement or post that led the customer to write; addresses are the provider's."""

    source_type: str | None
    source_id: str | None
    source_url: str | None
    headline: str | None
    body: str | None
    media_type: str | None
    media_url: str | None
    thumbnail_url: str | None
    click_id: str | None
    welcome_text: str | None


class ErrorView(TypedDict):
    """Why the provider did not take or deliver it."""

    code: str
    title: str
    detail: str | None
    retryable: bool


class MessageView(TypedDict):
    """One message; `retry_at` is set while another try waits.

    `send_at` is the time its author chose, which then stands for that of acceptance, too.
    `hold`: the provider has accepted the template and keeps it back. `provider_id` has the
    customer's number in it, for whoever can read it. `erased_at`: what it said was taken away
    for good, for the sake of somebody's privacy.
    """

    id: str
    conversation_id: str
    direction: Direction
    author: AuthorView
    kind: MessageKind
    text: Annotated[str | None, ShowsBy("kind", _NOTICE)]
    media: MediaView | None
    location: LocationView | None
    contacts: list[ContactCardView] | None
    reply_to: QuoteView | None
    reactions: list[ReactionView]
    choice: ChoiceView | None
    order: OrderView | None
    notice: NoticeView | None
    template: SentTemplateView | None
    referral: ReferralView | None
    status: MessageStatus | None
    error: ErrorView | None
    provider_id: Annotated[str | None, Shows("contact.phone")]
    raw_type: str | None
    group_id: str | None
    resend_of: str | None
    resent_as: str | None
    labels: list[str]
    attempts: int
    send_at: str | None
    cancelled_at: str | None
    retry_at: str | None
    occurred_at: str
    received_at: str | None
    created_at: str
    sent_at: str | None
    delivered_at: str | None
    read_at: str | None
    played_at: str | None
    failed_at: str | None
    unconfirmed_at: str | None
    hold: Hold | None
    edited_at: str | None
    original_text: str | None
    revoked_at: str | None
    erased_at: str | None
    version: int
