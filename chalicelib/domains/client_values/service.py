"""The values of a customer, for whoever sees one of their conversations.

They are kept with the contact that stands for a person. What was set of contacts before they
were merged into it counts until something is set anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.change import Change
from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.core.ids import ContactId
from chalicelib.domains.access.fields import FieldRules
from chalicelib.domains.access.models import Principal
from chalicelib.domains.client_values import rules
from chalicelib.domains.client_values.models import Client, ClientValues
from chalicelib.domains.client_values.ports import ValueStore
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations.ports import ThreadStore, TrayStore
from chalicelib.domains.conversations.services.desk import Desk

_EPISODES = 50  # the newest ones of a customer, by which somebody knows them
_AT_ONCE = 4  # mostly it is one of these


class Clients:
    """Use cases of values of customers."""

    def __init__(
        self,
        store: ValueStore,
        contacts: Contacts,
        threads: ThreadStore,
        trays: TrayStore,
        desk: Desk,
    ) -> None:
        self._store = store
        self._contacts = contacts
        self._threads = threads
        self._trays = trays
        self._desk = desk

    def access(self, principal: Principal, contact_id: ContactId) -> Contact:
        """The contact, or the one that stands for it, for who sees one of its conversations.

        Raises NotFoundError.
        """
        contact = self._contacts.standing(contact_id)
        if contact is None:
            raise NotFoundError
        if principal.scope != "all" and not self._is_seen(principal, contact):
            raise NotFoundError
        return contact

    def of(self, contact: Contact) -> Client:
        """What is known of a contact that stands for a person."""
        found = {one.contact_id: one for one in self._store.of((contact.id, *contact.aliases))}
        own = found.get(contact.id)
        if own is None:
            newest = max(found.values(), key=lambda one: one.changed_at_ms or 0, default=None)
            own = ClientValues(contact.id, newest.values if newest else {})
        return Client(contact.shown_name, own)

    def of_id(self, contact_id: ContactId) -> Client:
        """The same by an id, also one that was merged into another."""
        contact = self._contacts.standing(contact_id)
        return Client(None, ClientValues(contact_id)) if contact is None else self.of(contact)

    def put(
        self,
        contact: Contact,
        values: Mapping[str, str],
        expected_version: int,
        *,
        field_rules: FieldRules,
        change: Change,
    ) -> Client:
        """Set all values of a contact, as somebody sends them who goes by these rules.

        Raises InvalidValuesError, VersionConflictError, FieldReadOnlyError.
        """
        standing = self.of(contact).standing
        if standing.version != expected_version:
            raise VersionConflictError
        sound = rules.sound(rules.kept(values, standing.values, field_rules))
        new = ClientValues(
            contact.id, sound, expected_version + 1, change.actor, changed_at_ms=change.at_ms
        )
        self._store.save(new, expected_version, change)
        return Client(contact.shown_name, new)

    def _is_seen(self, principal: Principal, contact: Contact) -> bool:
        newest = self._trays.opened((contact.id, *contact.aliases), None, _EPISODES)
        ids = [conversation_id for _, conversation_id in newest]
        return any(
            self._desk.reaches(principal, head)
            for start in range(0, len(ids), _AT_ONCE)
            for head in self._threads.heads(ids[start : start + _AT_ONCE])
        )
