"""Contacts and identities in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import ContactId
from chalicelib.domains.contacts.models import Contact, Identity


class MemoryContacts:
    """ContactStore; an identity in `unseen` is hidden from reads that are not strong."""

    def __init__(self) -> None:
        self.rows: dict[ContactId, Contact] = {}
        self.pinned: dict[Identity, ContactId] = {}
        self.unseen: set[Identity] = set()

    def owners(
        self, identities: Sequence[Identity], *, consistent: bool = False
    ) -> dict[Identity, ContactId]:
        return {
            one: self.pinned[one]
            for one in identities
            if one in self.pinned and (consistent or one not in self.unseen)
        }

    def pin(self, identity: Identity, contact_id: ContactId, change: Change) -> ContactId:
        return self.pinned.setdefault(identity, contact_id)

    def repoint(self, identity: Identity, old: ContactId, new: ContactId, change: Change) -> None:
        if self.pinned.get(identity) == old:
            self.pinned[identity] = new

    def contact(self, contact_id: ContactId) -> Contact | None:
        return self.rows.get(contact_id)

    def contacts(self, contact_ids: Sequence[ContactId]) -> dict[ContactId, Contact]:
        return {one: self.rows[one] for one in contact_ids if one in self.rows}

    def create(self, contact: Contact, change: Change) -> Contact:
        return self.rows.setdefault(contact.id, contact)

    def save(self, old: Contact, new: Contact, change: Change) -> bool:
        standing = self.rows.get(old.id)
        if standing is None or standing.version != old.version:
            return False
        self.rows[old.id] = new
        return True

    def alias(self, loser: ContactId, winner: ContactId, change: Change) -> ContactId:
        standing = self.rows.get(loser) or Contact(loser, None, (), None, None, 0)
        if standing.merged_into not in (None, winner):
            return standing.merged_into
        self.rows[loser] = replace(standing, merged_into=winner, version=standing.version + 1)
        return winner
