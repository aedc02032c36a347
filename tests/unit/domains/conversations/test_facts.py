"""What is said of a message later changes it once, in whatever order it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.ids import Arrival, ConnectionId, ContactId
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import (
    DELIVERY_WORDS,
    DeliveryError,
    DeliveryReported,
    DeliveryWord,
    MessageChanged,
)
from chalicelib.domains.conversations.models import IndexEntry
from chalicelib.domains.conversations.services.facts import (
    callback_data,
    parse_callback_data,
)
from tests.samples import (
    CHANGE,
    MARIA,
    NOW_MS,
    NOW_SECOND,
    PHONE,
    PRINCIPAL,
    heard,
    id_at,
    id_of,
    posted,
    written,
)
from tests.unit.domains.conversations.office import Office

ERROR = DeliveryError("131026", "Message undeliverable", None, retryable=False)
OURS = posted(5)
STRANGER = Person((Identity("whatsapp_user_id", "BO.77"),))
LIKED: dict[str, Any] = {"what": "reaction", "text": None, "emoji": "👍"}


def report(word: DeliveryWord = "sent", callback: str | None = None) -> DeliveryReported:
    error = ERROR if word == "failed" else None
    second = NOW_SECOND + DELIVERY_WORDS.index(word)
    return DeliveryReported(PRINCIPAL, "wamid.out", word, second, callback, error)


def with_data(word: DeliveryWord = "sent") -> DeliveryReported:
    return report(word, callback_data(OURS))


def changed(second: int = 9, **fields: Any) -> MessageChanged:
    base = MessageChanged(
        PRINCIPAL,
        "wamid.0.0",
        "edit",
        "59171234567",
        MARIA,
        NOW_SECOND + second,
        Arrival(NOW_MS + second * 1000),
        text="corregido",
    )
    return replace(base, **fields)


def pin(office: Office, provider_id: str, message_second: int) -> None:
    entry = IndexEntry(PRINCIPAL, provider_id, id_of("one"), id_at(message_second))
    office.threads.pin_index(entry, CHANGE)


class TestReport:
    def test_callback_data_names_the_message(self, office: Office) -> None:
        office.has(OURS)
        assert office.facts.report(with_data()) == "applied"
        (message,) = office.thread()
        assert (message.sent_at_ms, message.provider_id) == (NOW_SECOND * 1000, "wamid.out")
        assert [one.event for one in office.messages.changes] == ["message.status_changed"]

    def test_without_it_the_index_does(self, office: Office) -> None:
        office.has(OURS)
        pin(office, "wamid.out", 5)
        for strange in (None, "", "of another system", "a.b"):
            office.messages.rows.clear()
            office.has(OURS)
            assert office.facts.report(report(callback=strange)) == "applied"

    def test_what_nobody_knows_is_for_later(self, office: Office) -> None:
        assert office.facts.report(report()) == "unknown"
        assert office.facts.report(with_data()) == "unknown"

    def test_a_repetition_is_stale(self, office: Office) -> None:
        office.has(OURS)
        office.facts.report(with_data("read"))
        assert office.facts.report(with_data("read")) == "stale"
        assert office.facts.report(with_data("failed")) == "stale"
        assert rules.status_of(office.thread()[0]) == "read"

    def test_only_the_connection_it_went_through_reports_on_it(self, office: Office) -> None:
        unconfirmed = replace(OURS, unconfirmed_at_ms=NOW_MS, due_at_ms=None)
        office.has(unconfirmed)
        other = replace(with_data("delivered"), connection_id=ConnectionId("wa-cobranzas"))
        assert office.facts.report(other) == "foreign"
        assert office.thread() == [unconfirmed]
        assert office.threads.pins == {}

    def test_nobody_reports_on_what_a_customer_wrote(self, office: Office) -> None:
        office.has(written(0))
        pin(office, "wamid.0.0", 0)
        named = replace(report("delivered"), provider_id="wamid.0.0")
        called = report("delivered", callback_data(written(0)))
        for one in (named, called):
            assert office.facts.report(one) == "foreign"
        assert office.thread() == [written(0)]

    def test_an_unconfirmed_one_is_healed_and_pinned(self, office: Office) -> None:
        """The lane never learned the provider's id; a reply to it must find it."""
        office.has(replace(OURS, unconfirmed_at_ms=NOW_MS, due_at_ms=None))
        assert office.facts.report(with_data("delivered")) == "applied"
        assert rules.status_of(office.thread()[0]) == "delivered"
        pinned = office.threads.index(PRINCIPAL, "wamid.out")
        assert pinned == IndexEntry(PRINCIPAL, "wamid.out", id_of("one"), OURS.id)

    @given(st.data())
    def test_any_order_and_repetition_ends_the_same(self, data: st.DataObject) -> None:
        words = data.draw(st.lists(st.sampled_from(DELIVERY_WORDS), min_size=1, max_size=8))
        shown = set()
        for order in (words, data.draw(st.permutations(words)), words[::-1]):
            office = Office()
            office.has(OURS)
            for word in order:
                office.facts.report(with_data(word))
            message = office.thread()[0]
            shown.add((rules.status_of(message), rules.shows_error(message)))
        ladder: list[DeliveryWord] = ["sent", "failed", "delivered", "read", "played"]
        strongest = max(words, key=ladder.index)
        assert shown == {(strongest, strongest == "failed")}


def test_callback_data_is_read_back() -> None:
    assert parse_callback_data(callback_data(OURS)) == (OURS.conversation_id, OURS.id)


@pytest.mark.parametrize(
    "text", ["", ".", "a.b", f"{id_of('one')}.", f"{id_of('one')}.{id_at(1)}x", id_at(1)]
)
def test_callback_data_of_others_is_not_ours(text: str) -> None:
    assert parse_callback_data(text) is None


class TestChange:
    @pytest.fixture
    def told(self, office: Office) -> Office:
        """A conversation with one message, which is known to the provider."""
        office.has(heard("one", 0), written(0))
        pin(office, "wamid.0.0", 0)
        office.contact_rows.pin(PHONE, heard().contact_id, CHANGE)
        office.threads.changes.clear()
        return office

    def test_an_edit_changes_the_message_and_the_list(self, told: Office) -> None:
        version = told.head().version
        assert told.facts.change(changed()) == "applied"
        (message,) = told.thread()
        assert (message.text, message.version) == ("corregido", 2)
        last = told.head().last
        assert last is not None
        assert last.preview == "corregido"
        assert told.head().version == version + 1
        assert told.head().unread == 1
        assert told.events == [("conversation.changed", "inbound")]

    def test_a_revoked_one_shows_nothing(self, told: Office) -> None:
        assert told.facts.change(changed(what="revocation", text=None)) == "applied"
        last = told.head().last
        assert last is not None
        assert last.preview == ""

    def test_a_reaction_leaves_the_list_alone(self, told: Office) -> None:
        head = told.head()
        assert told.facts.change(changed(what="reaction", text=None, emoji="👍")) == "applied"
        assert [one.emoji for one in told.thread()[0].reactions] == ["👍"]
        assert told.head() is head

    def test_an_edit_of_an_older_message_leaves_the_list_alone(self, told: Office) -> None:
        told.threads.rows[id_of("one")] = head = heard("one", 0, 1)
        assert told.facts.change(changed()) == "applied"
        assert told.head() is head

    @pytest.mark.parametrize("what", ["edit", "revocation"])
    def test_a_customer_changes_no_message_of_ours(
        self, told: Office, what: Literal["edit", "revocation"]
    ) -> None:
        told.has(OURS)
        pin(told, "wamid.out", 5)
        ours = changed(what=what, target_provider_id="wamid.out")
        assert told.facts.change(ours) == "foreign"
        assert told.facts.change(replace(ours, sender=None)) == "applied"

    def test_a_customer_reacts_to_a_message_of_ours(self, told: Office) -> None:
        told.has(OURS)
        pin(told, "wamid.out", 5)
        assert told.facts.change(changed(**LIKED, target_provider_id="wamid.out")) == "applied"

    @pytest.mark.parametrize("fields", [{}, {"what": "revocation"}, {"what": "reaction"}])
    @pytest.mark.parametrize("is_known", [True, False])
    def test_another_customer_changes_nothing(
        self, told: Office, fields: dict[str, Any], is_known: bool
    ) -> None:
        if is_known:
            told.contact_rows.pin(STRANGER.identities[0], ContactId(id_of("José")), CHANGE)
        assert told.facts.change(changed(**fields, sender=STRANGER)) == "foreign"
        assert told.thread() == [written(0)]

    def test_the_business_changes_no_message_of_a_customer(self, told: Office) -> None:
        assert told.facts.change(changed(sender=None)) == "foreign"
        assert told.facts.change(changed(**LIKED, sender=None)) == "applied"

    @pytest.mark.parametrize("losing", ["María", "José"])
    def test_a_merged_contact_is_one_person(self, told: Office, losing: str) -> None:
        """The thread's contact may have become an alias of the one who changes, or it of that."""
        jose, maria = ContactId(id_of("José")), heard().contact_id
        loser, winner = (maria, jose) if losing == "María" else (jose, maria)
        told.contact_rows.alias(loser, winner, CHANGE)
        told.contact_rows.pin(STRANGER.identities[0], jose, CHANGE)
        assert told.facts.change(changed(sender=STRANGER)) == "applied"

    def test_one_known_identity_of_two_is_enough(self, told: Office) -> None:
        both = Person((*STRANGER.identities, PHONE))
        assert told.facts.change(changed(sender=both)) == "applied"

    def test_a_stale_one_changes_nothing(self, told: Office) -> None:
        told.facts.change(changed(9))
        head, (message,) = told.head(), told.thread()
        for second in (9, 8):
            assert told.facts.change(changed(second, text="antes")) == "stale"
        assert told.thread() == [message]
        assert told.head() is head

    def test_a_repetition_mends_a_list_left_behind(self, told: Office) -> None:
        told.facts.change(changed())
        told.threads.rows[id_of("one")] = heard("one", 0)
        assert told.facts.change(changed()) == "stale"
        last = told.head().last
        assert last is not None
        assert last.preview == "corregido"

    def test_what_nobody_knows_is_for_later(self, told: Office) -> None:
        assert told.facts.change(changed(target_provider_id="wamid.9")) == "unknown"
        pin(told, "wamid.9", 7)
        assert told.facts.change(changed(target_provider_id="wamid.9")) == "unknown"

    def test_it_is_decided_again_on_what_was_quicker(self, told: Office) -> None:
        quicker = rules.with_change(written(0), changed(8, text="antes"))
        told.messages.interruptions.append(replace(quicker, version=2))
        assert told.facts.change(changed(9)) == "applied"
        (message,) = told.thread()
        assert (message.text, message.original_text) == ("corregido", written(0).text)
        assert message.version == 3

    def test_it_may_be_stale_by_then(self, told: Office) -> None:
        quicker = rules.with_change(written(0), changed(12, text="después"))
        told.messages.interruptions.append(replace(quicker, version=2))
        assert told.facts.change(changed(9)) == "stale"
        assert told.thread()[0].text == "después"

    def test_the_list_is_mended_on_what_was_quicker(self, told: Office) -> None:
        """Another message came meanwhile: the edited one is not the last any more."""
        told.threads.interruptions.append(newer := heard("one", 0, 3))
        assert told.facts.change(changed()) == "applied"
        assert told.head() is newer
