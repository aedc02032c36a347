"""Who a person is, and when two turn out to be one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ContactId
from chalicelib.domains.contacts.models import Contact, Identity, Person
from chalicelib.domains.contacts.service import Contacts, Identified, identities_of
from tests.fakes.clock import FakeClock
from tests.fakes.contacts import MemoryContacts
from tests.samples import CHANGE, PHONE

USER_ID = Identity("whatsapp_user_id", "BO.1")
OLDER, YOUNGER, YOUNGEST = ContactId("1"), ContactId("2"), ContactId("3")
BOTH = Person((PHONE, USER_ID), name="María", username="maria")


@dataclass
class Register:
    store: MemoryContacts = field(default_factory=MemoryContacts)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.contacts = Contacts(self.store, self.clock)

    def knows(self, contact_id: ContactId, *identities: Identity) -> None:
        contact = Contact(contact_id, "X", identities, None, None, 1)
        self.store.create(contact, CHANGE)
        for one in identities:
            self.store.pin(one, contact_id, CHANGE)

    def merged_into(self, contact_id: ContactId) -> ContactId | None:
        return self.store.rows[contact_id].merged_into


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.mark.parametrize(
    ("phone", "user_id", "expected"),
    [
        (PHONE.value, "BO.1", (PHONE, USER_ID)),
        (PHONE.value, None, (PHONE,)),
        (None, "BO.1", (USER_ID,)),
        ("", "", ()),
    ],
)
def test_the_phone_is_matched_first(
    phone: str | None, user_id: str | None, expected: tuple[Identity, ...]
) -> None:
    assert identities_of(phone, user_id) == expected


class TestIdentify:
    def test_on_first_sight_all_identities_are_pinned(self, register: Register) -> None:
        seen = register.contacts.identify(BOTH)
        assert seen == Identified(seen.contact_id, first_sight=True)
        assert register.store.pinned == {PHONE: seen.contact_id, USER_ID: seen.contact_id}

    @pytest.mark.parametrize("known", [(PHONE,), (USER_ID,), (PHONE, USER_ID)])
    def test_one_known_identity_is_enough(
        self, register: Register, known: tuple[Identity, ...]
    ) -> None:
        register.knows(OLDER, *known)
        assert register.contacts.identify(BOTH) == Identified(OLDER)
        assert register.store.pinned == {PHONE: OLDER, USER_ID: OLDER}

    def test_who_was_pinned_meanwhile_is_no_first_sight(self, register: Register) -> None:
        register.knows(OLDER, PHONE)
        register.store.unseen.add(PHONE)
        assert register.contacts.identify(Person((PHONE,))) == Identified(OLDER)

    def test_a_second_identity_may_have_been_pinned_meanwhile(self, register: Register) -> None:
        """Two lanes at once: the phone is new, the user id is somebody's already."""
        register.knows(OLDER, USER_ID)
        register.store.unseen.add(USER_ID)
        seen = register.contacts.identify(BOTH)
        assert seen.contact_id == OLDER
        assert len(seen.merging) == 1
        assert not seen.first_sight
        assert register.merged_into(seen.merging[0]) == OLDER

    @pytest.mark.parametrize("known", [PHONE, USER_ID])
    def test_an_identity_proven_later_is_known_of_the_contact(
        self, register: Register, known: Identity
    ) -> None:
        register.knows(OLDER, known)
        register.contacts.identify(BOTH)
        assert set(register.store.rows[OLDER].identities) == {PHONE, USER_ID}

    def test_what_is_proven_of_an_alias_is_known_of_its_root(self, register: Register) -> None:
        register.knows(YOUNGER, PHONE)
        register.knows(OLDER)
        register.store.alias(YOUNGER, OLDER, CHANGE)
        register.contacts.identify(BOTH)
        assert register.store.rows[OLDER].identities == (PHONE, USER_ID)
        assert register.store.rows[YOUNGER].identities == (PHONE,)


class TestMerge:
    @pytest.mark.parametrize("username", [None, "mari"])
    def test_the_survivor_learns_what_was_known_of_the_other(
        self, register: Register, username: str | None
    ) -> None:
        old_phone = replace(PHONE, value="1")
        register.knows(YOUNGER, old_phone, PHONE)
        register.store.rows[YOUNGER] = replace(register.store.rows[YOUNGER], username="maria")
        register.knows(OLDER, USER_ID)
        nameless = Person((PHONE, USER_ID), username=username)
        register.contacts.finish_merge(nameless, register.contacts.identify(nameless))
        survivor = register.store.rows[OLDER]
        assert survivor.identities == (USER_ID, old_phone, PHONE)
        assert (survivor.name, survivor.username) == ("X", username or "maria")

    def test_the_older_one_survives(self, register: Register) -> None:
        register.knows(YOUNGER, PHONE)
        register.knows(OLDER, USER_ID)
        seen = register.contacts.identify(BOTH)
        assert seen == Identified(OLDER, merging=(YOUNGER,))
        assert (register.merged_into(YOUNGER), register.merged_into(OLDER)) == (OLDER, None)

    def test_it_is_repeated_until_it_is_finished(self, register: Register) -> None:
        register.knows(YOUNGER, PHONE)
        register.knows(OLDER, USER_ID)
        first = register.contacts.identify(BOTH)
        assert register.contacts.identify(BOTH) == first
        register.contacts.finish_merge(BOTH, first)
        assert register.store.pinned == {PHONE: OLDER, USER_ID: OLDER}
        assert register.contacts.identify(BOTH) == Identified(OLDER)

    def test_aliases_are_followed_to_their_root(self, register: Register) -> None:
        register.knows(YOUNGEST, PHONE)
        register.knows(YOUNGER)
        register.knows(OLDER, USER_ID)
        register.store.alias(YOUNGEST, YOUNGER, CHANGE)
        seen = register.contacts.identify(BOTH)
        assert seen == Identified(OLDER, merging=(YOUNGER, YOUNGEST))
        assert register.merged_into(YOUNGER) == OLDER

    def test_the_survivor_knows_its_aliases_near_and_far(self, register: Register) -> None:
        register.knows(YOUNGEST, PHONE)
        register.knows(YOUNGER, old_phone := replace(PHONE, value="1"))
        register.knows(OLDER, USER_ID)
        for person in (Person((PHONE, old_phone)), Person((old_phone, USER_ID))):
            register.contacts.finish_merge(person, register.contacts.identify(person))
        assert register.store.rows[YOUNGER].aliases == (YOUNGEST,)
        for one in (OLDER, YOUNGER, YOUNGEST):
            assert register.contacts.family_of(one) == [OLDER, YOUNGER, YOUNGEST]

    def test_a_contact_without_a_record_is_its_own_family(self, register: Register) -> None:
        assert register.contacts.family_of(OLDER) == [OLDER]

    def test_a_circle_is_refused(self, register: Register) -> None:
        register.knows(YOUNGER, PHONE)
        register.knows(OLDER, USER_ID)
        register.store.alias(YOUNGER, OLDER, CHANGE)
        register.store.alias(OLDER, YOUNGER, CHANGE)
        with pytest.raises(BusyError):
            register.contacts.identify(BOTH)


class TestEnsure:
    @pytest.mark.parametrize("first_sight", [True, False])
    def test_a_missing_record_is_created(self, register: Register, first_sight: bool) -> None:
        made = register.contacts.ensure(OLDER, BOTH, first_sight=first_sight)
        assert made == Contact(OLDER, "María", BOTH.identities, "maria", None, 1)
        assert register.store.rows == {OLDER: made}

    def test_the_one_that_stands_learns_what_is_new(self, register: Register) -> None:
        register.knows(OLDER, PHONE)
        learnt = Contact(OLDER, "María", (PHONE, USER_ID), "maria", None, 2)
        assert register.contacts.ensure(OLDER, BOTH, first_sight=False) == learnt
        assert register.store.rows[OLDER] == learnt

    def test_it_forgets_nothing(self, register: Register) -> None:
        standing = register.store.create(
            Contact(OLDER, "María", (PHONE,), "maria", None, 1), CHANGE
        )
        for first_sight in (True, False):
            found = register.contacts.ensure(OLDER, Person((PHONE,)), first_sight=first_sight)
            assert found is standing

    def test_an_alias_tells_its_root(self, register: Register) -> None:
        for contact_id in (OLDER, YOUNGER, YOUNGEST):
            register.knows(contact_id)
        register.store.alias(YOUNGEST, YOUNGER, CHANGE)
        register.store.alias(YOUNGER, OLDER, CHANGE)
        found = register.contacts.ensure(YOUNGEST, BOTH, first_sight=False)
        assert register.contacts.root_of(found) == OLDER
        assert register.contacts.root_of(register.store.rows[OLDER]) == OLDER


def test_long_user_ids_of_an_alias_are_those_of_its_root(register: Register) -> None:
    register.knows(YOUNGER, PHONE)
    register.knows(OLDER, replace(USER_ID, value="x" * 100))
    register.store.alias(YOUNGER, OLDER, CHANGE)
    assert register.contacts.long_user_ids([YOUNGER]) == {YOUNGER: "x" * 100}


def test_long_user_ids_are_those_of_the_contacts(register: Register) -> None:
    register.knows(OLDER, PHONE, replace(USER_ID, value="x" * 100))
    register.knows(YOUNGER, replace(PHONE, value="2"))
    found = register.contacts.long_user_ids([OLDER, YOUNGER, YOUNGEST])
    assert found == {OLDER: "x" * 100}
