"""Finds the contact behind a webhook's identities, creates it on first sight, merges two.

Idempotent at every step: the conditional put of an identity pins the contact id; whoever
comes later, or again, finds what was pinned. Identities are read eventually consistent.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ContactId, new_id
from chalicelib.domains.contacts.models import Contact, Identity, Person
from chalicelib.domains.contacts.ports import ContactStore

MAX_ALIAS_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Identified:
    """Who a person is. `first_sight`: nobody knew them before this call.

    `merging` are the contacts whose threads must be forwarded to `contact_id` before
    `Contacts.finish_merge` commits the merge; empty where there is nothing to merge.
    """

    contact_id: ContactId
    first_sight: bool = False
    merging: tuple[ContactId, ...] = ()


class Contacts:
    """Use cases on contacts and their identities."""

    def __init__(self, store: ContactStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def identify(self, person: Person) -> Identified:
        """The contact of a person; pins it on first sight.

        Where two identities prove to be of two contacts, the younger becomes an alias of
        the older and is named in `merging`. Raises BusyError on an endless alias chain.
        """
        known = self._store.owners(person.identities)
        if not known:
            return self._first_sight(person)
        owner = known.get(person.identities[0]) or next(iter(known.values()))
        for identity in person.identities:
            if identity not in known:
                pinned = self._store.pin(identity, owner, self._change("identity.added"))
                known[identity] = pinned
        return self._one_of(set(known.values()))

    def known(self, person: Person) -> ContactId | None:
        """The contact of a person whom we know already; pins nothing."""
        owners = self._store.owners(person.identities)
        found = (owners.get(identity) for identity in person.identities)
        return next(filter(None, found), None)

    def ensure(self, contact_id: ContactId, person: Person, *, first_sight: bool) -> Contact:
        """The contact's record, created if missing; to be called only when opening an episode."""
        if not first_sight and (known := self._store.contact(contact_id)):
            return known
        fresh = Contact(
            id=contact_id,
            name=person.name,
            identities=person.identities,
            username=person.username,
            merged_into=None,
            version=1,
        )
        return self._store.create(fresh, self._change("contact.created"))

    def root_of(self, contact: Contact) -> ContactId:
        """The contact that stands for this one and all its aliases."""
        return contact.id if contact.merged_into is None else self._chain(contact.id)[-1]

    def finish_merge(self, person: Person, merged: Identified) -> None:
        """Point the person's identities at the survivor: the commit mark of a merge."""
        for loser in merged.merging:
            for identity in person.identities:
                change = self._change("identity.moved")
                self._store.repoint(identity, loser, merged.contact_id, change)

    def long_user_ids(self, contact_ids: list[ContactId]) -> dict[ContactId, str]:
        """The provider's user ids of contacts whose HEADs have no room for them."""
        found = self._store.contacts(contact_ids)
        return {
            contact.id: identity.value
            for contact in found.values()
            for identity in contact.identities
            if identity.kind == "whatsapp_user_id"
        }

    def _first_sight(self, person: Person) -> Identified:
        fresh = ContactId(new_id(to_ms(self._clock.now())))
        first, *others = person.identities
        owners = {self._store.pin(first, fresh, self._change("identity.added"))}
        first_sight = owners == {fresh}
        (owner,) = owners
        for identity in others:
            owners.add(self._store.pin(identity, owner, self._change("identity.added")))
        if first_sight and len(owners) == 1:
            return Identified(owner, first_sight=True)
        return self._one_of(owners)

    def _one_of(self, owners: set[ContactId]) -> Identified:
        """One root for all owners: the older root survives, the younger becomes its alias."""
        if len(owners) == 1:
            return Identified(next(iter(owners)))
        for _ in range(MAX_ALIAS_DEPTH):
            chains = [self._chain(owner) for owner in sorted(owners)]
            roots = sorted({chain[-1] for chain in chains})  # ids sort by birth
            if len(roots) == 1:
                passed = {one for chain in chains for one in chain} - set(roots)
                return Identified(roots[0], merging=tuple(sorted(passed)))
            self._store.alias(roots[1], roots[0], self._change("contact.merged"))
        raise BusyError("Two contacts could not be merged; nothing was written.")

    def _chain(self, contact_id: ContactId) -> list[ContactId]:
        """A contact and what it is an alias of, up to the root."""
        chain = [contact_id]
        for _ in range(MAX_ALIAS_DEPTH):
            found = self._store.contact(chain[-1])
            if found is None or found.merged_into is None:
                return chain
            chain.append(found.merged_into)
        raise BusyError("A contact is merged in a circle; nothing was written.")

    def _change(self, event: str) -> Change:
        return Change(event=event, actor="inbound", at_ms=to_ms(self._clock.now()))


def identities_of(phone: str | None, user_id: str | None) -> tuple[Identity, ...]:
    """Identities in the order in which they are matched."""
    found = []
    if phone:
        found.append(Identity("phone", phone))
    if user_id:
        found.append(Identity("whatsapp_user_id", user_id))
    return tuple(found)
