"""Contacts and identities in DynamoDB.

Items: `P#<contact>`/`C` the contact; `I#<kind>#<value>`/`I` an identity, naming its contact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ContactId
from chalicelib.core.tables import CONTACTS
from chalicelib.domains.contacts.models import Contact, Identity, IdentityKind


class IdentityRow(Model):
    class Meta:
        table_name = CONTACTS.name
        audited_as = ("identity", "I")
        audited_by = "contact_id"  # its key is a number of somebody

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    contact_id = UnicodeAttribute(attr_name="ct")
    moved_from = UnicodeAttribute(attr_name="mf", null=True)  # so that a merge can be undone


class ContactRow(Model):
    class Meta:
        table_name = CONTACTS.name
        audited_as = ("contact", "C")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    name = UnicodeAttribute(attr_name="nm", null=True)
    username = UnicodeAttribute(attr_name="un", null=True)
    identities: ListAttribute[Any] = ListAttribute(attr_name="id", of=UnicodeAttribute)
    merged_into = UnicodeAttribute(attr_name="mi", null=True)
    version = NumberAttribute(attr_name="vs")
    saved_name = UnicodeAttribute(attr_name="sn", null=True)
    saved_second = NumberAttribute(attr_name="ss", null=True)
    aliases: ListAttribute[Any] = ListAttribute(attr_name="al", of=UnicodeAttribute, null=True)
    erased_at_ms = NumberAttribute(attr_name="xa", null=True)


def _identity_key(identity: Identity) -> RowKey:
    return f"I#{identity.kind}#{identity.value}", "I"


def _contact_key(contact_id: ContactId) -> RowKey:
    return f"P#{contact_id}", "C"


class DynamoContactStore:
    """ContactStore on the `contacts` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def owners(
        self, identities: Sequence[Identity], *, consistent: bool = False
    ) -> dict[Identity, ContactId]:
        keys = {_identity_key(identity): identity for identity in identities}
        if len(keys) == 1:
            (key,) = keys
            row = self._dynamo.get(IdentityRow, key, consistent=consistent)
            rows = [row] if row else []
        else:
            rows = self._dynamo.batch_get(IdentityRow, list(keys), consistent=consistent)
        return {keys[row.pk, row.sk]: ContactId(row.contact_id) for row in rows}

    def pin(self, identity: Identity, contact_id: ContactId, change: Change) -> ContactId:
        pk, sk = _identity_key(identity)
        row = IdentityRow(pk, sk, contact_id=contact_id)
        try:
            self._dynamo.put(row, change=change, condition=IdentityRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            earlier = refused.old_as(IdentityRow)
            return ContactId(earlier.contact_id) if earlier else contact_id
        return contact_id

    def repoint(self, identity: Identity, old: ContactId, new: ContactId, change: Change) -> None:
        actions = [IdentityRow.contact_id.set(new), IdentityRow.moved_from.set(old)]
        try:
            self._dynamo.update(
                IdentityRow,
                _identity_key(identity),
                actions,
                change=change,
                condition=IdentityRow.contact_id == old,
            )
        except ConditionRefusedError:
            return  # it points at somebody else already

    def contact(self, contact_id: ContactId) -> Contact | None:
        row = self._dynamo.get(ContactRow, _contact_key(contact_id), consistent=True)
        return _contact(row) if row else None

    def contacts(self, contact_ids: Sequence[ContactId]) -> dict[ContactId, Contact]:
        rows = self._dynamo.batch_get(ContactRow, [_contact_key(one) for one in contact_ids])
        found = [_contact(row) for row in rows]
        return {contact.id: contact for contact in found}

    def create(self, contact: Contact, change: Change) -> Contact:
        pk, sk = _contact_key(contact.id)
        row = ContactRow(
            pk,
            sk,
            name=contact.name,
            username=contact.username,
            identities=_texts(contact.identities),
            merged_into=contact.merged_into,
            version=contact.version,
            saved_name=contact.saved_name,
            saved_second=contact.saved_second,
            aliases=list(contact.aliases) or None,
        )
        try:
            self._dynamo.put(row, change=change, condition=ContactRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            earlier = refused.old_as(ContactRow)
            return _contact(earlier) if earlier else contact
        return contact

    def save(self, old: Contact, new: Contact, change: Change) -> bool:
        actions: list[Action] = [
            ContactRow.identities.set(_texts(new.identities)),
            ContactRow.version.set(new.version),
        ]
        if new.aliases:
            actions.append(ContactRow.aliases.set(list(new.aliases)))
        if new.name is not None:
            actions.append(ContactRow.name.set(new.name))
        if new.username is not None:
            actions.append(ContactRow.username.set(new.username))
        if new.saved_second is not None:
            actions.append(ContactRow.saved_second.set(new.saved_second))
        if new.saved_name is not None:
            actions.append(ContactRow.saved_name.set(new.saved_name))
        elif old.saved_name is not None:
            actions.append(ContactRow.saved_name.remove())
        condition = ContactRow.version == old.version
        try:
            self._dynamo.update(
                ContactRow, _contact_key(old.id), actions, change=change, condition=condition
            )
        except ConditionRefusedError:
            return False
        return True

    def alias(self, loser: ContactId, winner: ContactId, change: Change) -> ContactId:
        actions = [
            ContactRow.merged_into.set(winner),
            ContactRow.version.set((ContactRow.version | 0) + 1),
            ContactRow.identities.set(ContactRow.identities | []),
        ]
        condition = ContactRow.merged_into.does_not_exist() | (ContactRow.merged_into == winner)
        try:
            self._dynamo.update(
                ContactRow, _contact_key(loser), actions, change=change, condition=condition
            )
        except ConditionRefusedError as refused:
            standing = refused.old_as(ContactRow)
            if standing and standing.merged_into:
                return ContactId(standing.merged_into)
        return winner

    def release(self, identity: Identity, owner: ContactId, change: Change) -> None:
        """Forget an identity of a contact: whoever shows it again is somebody new."""
        is_theirs = IdentityRow.contact_id == owner
        self._dynamo.take_away(
            IdentityRow, _identity_key(identity), change=change, condition=is_theirs
        )

    def forget(self, contact_id: ContactId, change: Change) -> None:
        """Take away who a contact is; what it was merged with stays. Safe to repeat."""
        actions: list[Action] = [
            ContactRow.name.remove(),
            ContactRow.username.remove(),
            ContactRow.saved_name.remove(),
            ContactRow.saved_second.remove(),
            ContactRow.identities.set([]),
            ContactRow.version.set((ContactRow.version | 0) + 1),
            ContactRow.erased_at_ms.set(ContactRow.erased_at_ms | change.at_ms),
        ]
        self._dynamo.update(ContactRow, _contact_key(contact_id), actions, change=change)


def _texts(identities: Sequence[Identity]) -> list[str]:
    return [f"{one.kind}#{one.value}" for one in identities]


def _contact(row: ContactRow) -> Contact:
    identities = []
    for text in row.identities:
        kind, _, value = str(text).partition("#")
        identities.append(Identity(_kind(kind), value))
    return Contact(
        id=ContactId(row.pk.removeprefix("P#")),
        name=row.name,
        identities=tuple(identities),
        username=row.username,
        merged_into=ContactId(row.merged_into) if row.merged_into else None,
        version=int(row.version),
        saved_name=row.saved_name,
        saved_second=None if row.saved_second is None else int(row.saved_second),
        aliases=tuple(ContactId(str(one)) for one in row.aliases or ()),
        erased_at_ms=None if row.erased_at_ms is None else int(row.erased_at_ms),
    )


def _kind(text: str) -> IdentityKind:
    return "phone" if text == "phone" else "whatsapp_user_id"
