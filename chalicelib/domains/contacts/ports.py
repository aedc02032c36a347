"""Where contacts and identities are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ContactId
from chalicelib.domains.contacts.models import Contact, Identity


class ContactStore(Protocol):
    """Every write is conditional and safe to repeat."""

    def owners(
        self, identities: Sequence[Identity], *, consistent: bool = False
    ) -> dict[Identity, ContactId]:
        """Which contact each known identity points at; unknown ones are left out."""

    def pin(self, identity: Identity, contact_id: ContactId, change: Change) -> ContactId:
        """Point a new identity at a contact; answers whom it points at, ours or an earlier one."""

    def repoint(self, identity: Identity, old: ContactId, new: ContactId, change: Change) -> None:
        """Point an identity of a merged contact at the survivor; nothing if it moved already."""

    def contact(self, contact_id: ContactId) -> Contact | None:
        """Read strongly."""

    def contacts(self, contact_ids: Sequence[ContactId]) -> dict[ContactId, Contact]:
        """Read several, eventually consistent; absent ones are left out."""

    def create(self, contact: Contact, change: Change) -> Contact:
        """Store a new contact; answers it, or the one that stands there already."""

    def save(self, old: Contact, new: Contact, change: Change) -> bool:
        """Store what was learnt of a contact, if its record is still the old one."""

    def alias(self, loser: ContactId, winner: ContactId, change: Change) -> ContactId:
        """Make one contact an alias; answers what it is an alias of now (perhaps another)."""
