"""What may be said to customers, by connection and role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NewType, get_args

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.configuration.models import Configured

ContentPolicyId = NewType("ContentPolicyId", str)

ContentKind = Literal[
    "text",
    "link",
    "image",
    "gif",
    "sticker",
    "audio",
    "video",
    "pdf",
    "word",
    "excel",
    "other",
]
"""`link`: an address of the web in a text or caption. `other`: any other file."""

CONTENT_KINDS: tuple[ContentKind, ...] = get_args(ContentKind)


@dataclass(frozen=True, slots=True)
class ContentPolicy(Configured):
    """What is not among `allowed` is refused, also kinds that come to be known later.

    `connection_ids` and `roles`: to which it applies; empty: to every one.
    """

    id: ContentPolicyId
    allowed: frozenset[ContentKind] = frozenset()
    connection_ids: frozenset[ConnectionId] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What somebody is about to send: words of their own, and the kinds a file may be."""

    text: str | None = None
    values: Iterable[str] = ()  # of a template: its words are the provider's business
    file_kinds: frozenset[ContentKind] = frozenset()
