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
    """What somebody is about to send: words of their own, and a file.

    `values` are those of a template, whose words are the provider's business. Of a file the
    kinds it may be by its content are known, or only what it was `announced` as: type and name.
    """

    text: str | None = None
    values: Iterable[str] = ()
    file_kinds: frozenset[ContentKind] = frozenset()
    announced: tuple[str, str | None] | None = None
