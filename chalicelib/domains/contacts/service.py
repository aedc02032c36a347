"""Finds the contact behind a webhook's identities, creates it on first sight, merges two.

Idempotent at every step: the conditional put of an identity pins the contact id; whoever
comes later, or again, finds what was pinned. Identities are read eventually consistent.
A contact's record tells what is known of somebody; it learns an identity before it is pinned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ContactId, new_id
from chalicelib.domains.contacts.models import Contact, Identity, Person
from chalicelib.domains.contacts.ports import ContactStore

MAX_ALIAS_DEPTH = 10
_ROUNDS = 20


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
        if len(known) < len(person.identities):
            self._learn(self._chain(owner)[-1], person)
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

    def is_one_of(self, person: Person, contact_id: ContactId) -> bool:
        """Whether a person is a contact, as far as known by any identity and any merge."""
        owners = {*self._store.owners(person.identities, consistent=True).values()}
        return contact_id in owners or any(self.are_one(one, contact_id) for one in owners)

    def are_one(self, one: ContactId, other: ContactId) -> bool:
        """Whether two contacts are the same person: the same, or merged into one."""
        return one == other or self._chain(one)[-1] == self._chain(other)[-1]

    def ensure(self, contact_id: ContactId, person: Person, *, first_sight: bool) -> Contact:
        """The contact's record with what the person shows; only for opening an episode."""
        if first_sight:
            return self._create(contact_id, person)
        return self._learn(contact_id, person)

    def standing(self, contact_id: ContactId) -> Contact | None:
        """The record of a contact, or of the one it was merged into; read strongly."""
        return self._store.contact(self._chain(contact_id)[-1])

    def root_of(self, contact: Contact) -> ContactId:
        """The contact that stands for this one and all its aliases."""
        return contact.id if contact.merged_into is None else self._chain(contact.id)[-1]

    def finish_merge(self, person: Person, merged: Identified) -> None:
        """Point the person's identities at the survivor: the commit mark of a merge.

        The survivor learns before what is known of the others, whose records stay as they were.
        """
        if merged.merging:
            ids = (merged.contact_id, *merged.merging)
            contacts = [found for one in ids if (found := self._store.contact(one))]
            aliases = (*merged.merging, *(alias for one in contacts for alias in one.aliases))
            self._learn(merged.contact_id, _all_known(person, contacts), aliases)
        for loser in merged.merging:
            for identity in person.identities:
                change = self._change("identity.moved")
                self._store.repoint(identity, loser, merged.contact_id, change)

    def save_name(self, identity: Identity, name: str | None, told_second: int) -> Contact | None:
        """What the business calls somebody, None: nothing any more; the newest word counts.

        Answers the contact, None where nobody has to be known: they are kept no more, and
        have never been seen. Raises BusyError.
        """
        person = Person((identity,))
        contact_id = self.known(person)
        first_sight = False
        if contact_id is None:
            if name is None:
                return None
            identified = self.identify(person)
            contact_id, first_sight = identified.contact_id, identified.first_sight
        contact = self.ensure(contact_id, person, first_sight=first_sight)
        for _ in range(_ROUNDS):
            if contact.saved_second is not None and contact.saved_second >= told_second:
                return contact
            named = replace(
                contact, saved_name=name, saved_second=told_second, version=contact.version + 1
            )
            if self._store.save(contact, named, self._change("contact.changed")):
                return named
            contact = self._store.contact(contact.id) or contact
        raise BusyError("The contact changed too often; the name is tried again.")

    def identities_of(self, contact_id: ContactId) -> tuple[Identity, ...]:
        """By what a contact, or the one that stands for it, is known. Eventually consistent."""
        found = self._standing_for([contact_id]).get(contact_id)
        return found.identities if found else ()

    def family_of(self, contact_id: ContactId) -> list[ContactId]:
        """Every contact that is the same person: the root and all its aliases. Eventually
        consistent; of merges before aliases were noted, only the asked one and its root."""
        root = self._standing_for([contact_id]).get(contact_id)
        return sorted({contact_id, *((root.id, *root.aliases) if root else ())})

    def long_user_ids(self, contact_ids: list[ContactId]) -> dict[ContactId, str]:
        """The provider's user ids of contacts whose HEADs have no room for them."""
        known = self._standing_for(contact_ids)
        return {
            contact_id: identity.value
            for contact_id, contact in known.items()
            for identity in contact.identities
            if identity.kind == "whatsapp_user_id"
        }

    def _standing_for(self, contact_ids: list[ContactId]) -> dict[ContactId, Contact]:
        """Contacts by id; for an alias the one that stands for it. Eventually consistent."""
        roots = {one: one for one in contact_ids}
        found: dict[ContactId, Contact] = {}
        for _ in range(MAX_ALIAS_DEPTH):
            missing = sorted(set(roots.values()) - found.keys())
            if not missing:
                break
            found |= self._store.contacts(missing)
            known = {one: found[root] for one, root in roots.items() if root in found}
            roots = {one: contact.merged_into or contact.id for one, contact in known.items()}
        return {one: found[root] for one, root in roots.items() if root in found}

    def _create(self, contact_id: ContactId, person: Person) -> Contact:
        fresh = Contact(
            id=contact_id,
            name=person.name,
            identities=person.identities,
            username=person.username,
            merged_into=None,
            version=1,
        )
        return self._store.create(fresh, self._change("contact.created"))

    def _learn(
        self, contact_id: ContactId, person: Person, aliases: Iterable[ContactId] = ()
    ) -> Contact:
        """The contact's record with what the person shows; created if missing.

        An alias learns nothing.
        """
        for _ in range(_ROUNDS):
            standing = self._store.contact(contact_id)
            if standing is None:
                standing = self._create(contact_id, person)
            if standing.merged_into is not None:
                return standing
            grown = _grown(standing, person, aliases)
            if grown == standing:
                return standing
            if self._store.save(standing, grown, self._change("contact.changed")):
                return grown
        raise BusyError("The contact changed too often; the message is tried again.")

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


def _all_known(person: Person, contacts: Sequence[Contact]) -> Person:
    """What a person shows, and what is known of the contacts that they turn out to be."""
    known = (identity for contact in contacts for identity in contact.identities)
    names = (person.name, *(contact.shown_name for contact in contacts))
    usernames = (person.username, *(contact.username for contact in contacts))
    return Person(
        identities=_distinct(*known, *person.identities),
        name=next(filter(None, names), None),
        username=next(filter(None, usernames), None),
    )


def _grown(contact: Contact, person: Person, aliases: Iterable[ContactId]) -> Contact:
    """The contact with a person's identities and aliases behind those known, and their newest
    name."""
    grown = replace(
        contact,
        name=person.name or contact.name,
        identities=_distinct(*contact.identities, *person.identities),
        username=person.username or contact.username,
        aliases=tuple(sorted({*contact.aliases, *aliases})),
    )
    return contact if grown == contact else replace(grown, version=contact.version + 1)


def _distinct(*identities: Identity) -> tuple[Identity, ...]:
    return tuple(dict.fromkeys(identities))


def identities_of(phone: str | None, user_id: str | None) -> tuple[Identity, ...]:
    """Identities in the order in which they are matched."""
    found = []
    if phone:
        found.append(Identity("phone", phone))
    if user_id:
        found.append(Identity("whatsapp_user_id", user_id))
    return tuple(found)
