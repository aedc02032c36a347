"""Every ContactStore keeps the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ContactId
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.contacts.ports import ContactStore
from chalicelib.domains.contacts.repository import DynamoContactStore
from tests.fakes.contacts import MemoryContacts
from tests.samples import CHANGE, PHONE

USER_ID = Identity("whatsapp_user_id", "BO.1#2")
MARIA, JOSE, ROSA = ContactId("María"), ContactId("José"), ContactId("Rosa")
RECORD = Contact(MARIA, "María Ñandú", (PHONE, USER_ID), "maria", None, 1)


@pytest.fixture
def contacts(storage: Dynamo | None) -> ContactStore:
    return DynamoContactStore(storage) if storage else MemoryContacts()


class TestIdentities:
    def test_the_first_pin_stays(self, contacts: ContactStore) -> None:
        assert contacts.pin(PHONE, MARIA, CHANGE) == MARIA
        assert contacts.pin(PHONE, JOSE, CHANGE) == MARIA
        assert contacts.pin(PHONE, MARIA, CHANGE) == MARIA
        assert contacts.owners([PHONE]) == {PHONE: MARIA}

    def test_identities_of_two_kinds_are_two(self, contacts: ContactStore) -> None:
        same_value = Identity("whatsapp_user_id", PHONE.value)
        contacts.pin(PHONE, MARIA, CHANGE)
        assert contacts.pin(same_value, JOSE, CHANGE) == JOSE
        assert contacts.owners([PHONE, same_value]) == {PHONE: MARIA, same_value: JOSE}

    @pytest.mark.parametrize("consistent", [True, False])
    def test_unknown_ones_have_no_owner(self, contacts: ContactStore, consistent: bool) -> None:
        contacts.pin(USER_ID, MARIA, CHANGE)
        asked = [PHONE, USER_ID]
        assert contacts.owners(asked, consistent=consistent) == {USER_ID: MARIA}
        assert contacts.owners([PHONE], consistent=consistent) == {}
        assert contacts.owners([], consistent=consistent) == {}

    def test_an_identity_moves_from_its_owner_only(self, contacts: ContactStore) -> None:
        contacts.pin(PHONE, MARIA, CHANGE)
        contacts.repoint(PHONE, JOSE, ROSA, CHANGE)
        assert contacts.owners([PHONE]) == {PHONE: MARIA}
        for _ in range(2):
            contacts.repoint(PHONE, MARIA, JOSE, CHANGE)
        assert contacts.owners([PHONE], consistent=True) == {PHONE: JOSE}

    def test_nobody_gets_an_identity_that_is_not_pinned(self, contacts: ContactStore) -> None:
        contacts.repoint(PHONE, MARIA, JOSE, CHANGE)
        assert contacts.owners([PHONE], consistent=True) == {}


class TestContacts:
    def test_a_contact_is_found_as_it_was_created(self, contacts: ContactStore) -> None:
        bare = Contact(JOSE, None, (PHONE,), None, None, 1)
        assert contacts.contact(MARIA) is None
        assert contacts.create(RECORD, CHANGE) == RECORD
        assert contacts.create(bare, CHANGE) == bare
        assert contacts.contact(MARIA) == RECORD
        assert contacts.contacts([JOSE, ROSA, MARIA, JOSE]) == {MARIA: RECORD, JOSE: bare}
        assert contacts.contacts([]) == {}

    def test_the_first_creation_stays(self, contacts: ContactStore) -> None:
        contacts.create(RECORD, CHANGE)
        assert contacts.create(replace(RECORD, name="Otra"), CHANGE) == RECORD
        assert contacts.contact(MARIA) == RECORD


class TestSave:
    def test_what_was_learnt_is_kept(self, contacts: ContactStore) -> None:
        bare = contacts.create(Contact(MARIA, None, (PHONE,), None, None, 1), CHANGE)
        learnt = replace(RECORD, version=2)
        assert contacts.save(bare, learnt, CHANGE)
        assert contacts.contact(MARIA) == learnt

    def test_so_are_the_aliases(self, contacts: ContactStore) -> None:
        contacts.create(RECORD, CHANGE)
        grown = replace(RECORD, aliases=(JOSE, ROSA), version=2)
        assert contacts.save(RECORD, grown, CHANGE)
        assert contacts.contacts([MARIA]) == {MARIA: grown}

    def test_not_where_somebody_was_quicker(self, contacts: ContactStore) -> None:
        contacts.create(RECORD, CHANGE)
        contacts.alias(MARIA, JOSE, CHANGE)
        assert not contacts.save(RECORD, replace(RECORD, name="Otra", version=2), CHANGE)
        assert contacts.contact(MARIA) == replace(RECORD, merged_into=JOSE, version=2)

    def test_nor_where_nothing_stands(self, contacts: ContactStore) -> None:
        assert not contacts.save(RECORD, replace(RECORD, version=2), CHANGE)
        assert contacts.contact(MARIA) is None


class TestAlias:
    def test_a_contact_becomes_an_alias(self, contacts: ContactStore) -> None:
        contacts.create(RECORD, CHANGE)
        assert contacts.alias(MARIA, JOSE, CHANGE) == JOSE
        assert contacts.contact(MARIA) == replace(RECORD, merged_into=JOSE, version=2)

    def test_of_one_contact_only(self, contacts: ContactStore) -> None:
        contacts.create(RECORD, CHANGE)
        contacts.alias(MARIA, JOSE, CHANGE)
        assert contacts.alias(MARIA, ROSA, CHANGE) == JOSE
        assert contacts.alias(MARIA, JOSE, CHANGE) == JOSE
        found = contacts.contact(MARIA)
        assert found is not None
        assert found.merged_into == JOSE

    def test_also_before_its_record_is_created(self, contacts: ContactStore) -> None:
        """Whoever creates it later is told that it is an alias."""
        alias = Contact(MARIA, None, (), None, JOSE, 1)
        assert contacts.alias(MARIA, JOSE, CHANGE) == JOSE
        assert contacts.contact(MARIA) == alias
        assert contacts.create(RECORD, CHANGE) == alias


def test_parallel_pins_agree_on_one_owner(dynamo: Dynamo) -> None:
    contacts = DynamoContactStore(dynamo)

    def pin(number: int) -> ContactId:
        return contacts.pin(PHONE, ContactId(str(number)), CHANGE)

    with ThreadPoolExecutor(8) as pool:
        owners = set(pool.map(pin, range(16)))
    assert owners == set(contacts.owners([PHONE], consistent=True).values())
    assert len(owners) == 1
