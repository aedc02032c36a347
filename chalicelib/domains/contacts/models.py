"""A customer as a set of identities, never a phone number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.core.ids import ContactId

IdentityKind = Literal["phone", "whatsapp_user_id"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One proof of who somebody is: `phone` in digits without plus, or a provider's user id."""

    kind: IdentityKind
    value: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as a webhook names them; at least one identity. Usernames are only shown."""

    identities: tuple[Identity, ...]
    name: str | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A known customer; `merged_into` makes it an alias of another.

    `saved_name` is what the business's own address book calls them, told last at `saved_second`;
    `aliases` are the contacts that were merged into this one, near and far.
    """

    id: ContactId
    name: str | None
    identities: tuple[Identity, ...]
    username: str | None
    merged_into: ContactId | None
    version: int
    saved_name: str | None = None
    saved_second: int | None = None
    aliases: tuple[ContactId, ...] = ()
    erased_at_ms: int | None = None

    @property
    def shown_name(self) -> str | None:
        """Whom the people of the business know them as."""
        return self.saved_name or self.name
