"""What was said before the number was connected: past, closed, once."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import Arrival, ContactId
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import (
    MediaReference,
    MessageReceived,
    Named,
    NamesTold,
    PastMessage,
    PastTold,
)
from chalicelib.domains.conversations.models import IndexEntry, Media, Message, Pointer
from chalicelib.domains.conversations.services.episodes import Episodes
from chalicelib.domains.conversations.services.intake import Intake
from tests.samples import CHANGE, CONNECTION, NOW_SECOND, PHONE, PRINCIPAL, heard, id_at, id_of
from tests.unit.domains.conversations.office import Office

HISTORY = rules.history_of(PRINCIPAL, PHONE)
MARIA = ContactId(id_of("María"))


def past(number: int = 0, **fields: Any) -> PastMessage:
    second = NOW_SECOND - 86_400 + number
    told: dict[str, Any] = {
        "connection_id": PRINCIPAL,
        "provider_id": f"wamid.past.{number}",
        "kind": "text",
        "raw_type": "text",
        "second": second,
        "arrival": Arrival(second * 1000),
        "text": f"Pasado {number}",
        "customer": PHONE,
        "is_ours": False,
    }
    return PastMessage(**told | fields)


def file(**fields: Any) -> PastMessage:
    """Before its file is told of."""
    return past(9, **{"kind": "unsupported", "raw_type": "placeholder", "text": None, **fields})


def recall(office: Office, *messages: PastMessage) -> list[str]:
    return office.history.recall(PastTold(PRINCIPAL, messages), CONNECTION)


def stored(office: Office) -> list[Message]:
    return office.messages.page(HISTORY, None, 100).items


WHOLE = {
    "kind": "image",
    "raw_type": "image",
    "text": "El recibo",
    "media": MediaReference("m1", "image/jpeg"),
}


def test_a_history_reaches_from_its_oldest_to_its_newest(office: Office) -> None:
    recall(office, past(5))
    recall(office, past(1), past(3, is_ours=True, fate="read"))
    head = office.threads.rows[HISTORY]
    oldest, newest = (NOW_SECOND - 86_400 + number for number in (1, 5))
    assert (head.opened_at_ms, head.resolved_at_ms) == (oldest * 1000, newest * 1000)
    assert head.last is not None
    assert head.last.preview == "Pasado 5"
    assert (head.phone, head.unread, head.unanswered) == (PHONE.value, 0, 0)
    assert [rules.status_of(one) for one in stored(office)] == [None, "read", None]
    assert office.threads.pointer_rows == {}


def test_the_same_again_changes_nothing(office: Office) -> None:
    recall(office, past(1), past(2))
    head, messages = office.threads.rows[HISTORY], stored(office)
    recall(office, past(2), past(1))
    assert (office.threads.rows[HISTORY], stored(office)) == (head, messages)


def test_a_message_that_is_known_already_stays_where_it_is(office: Office) -> None:
    entry = IndexEntry(PRINCIPAL, "wamid.past.1", id_of("one"), id_at(0))
    office.threads.pin_index(entry, CHANGE)
    recall(office, past(1))
    assert HISTORY not in office.threads.rows
    assert stored(office) == []


def test_a_live_message_that_history_pinned_and_did_not_store_is_past(office: Office) -> None:
    """Moved to an open episode, it could be stored in both."""
    entry = IndexEntry(PRINCIPAL, "wamid.past.1", HISTORY, id_at(1))
    office.threads.pin_index(entry, CHANGE)
    live = past(1)
    fields = {name: getattr(live, name) for name in ("provider_id", "kind", "raw_type", "second")}
    episodes = Episodes(office.threads, office.contacts, office.clock)
    intake = Intake(office.threads, office.messages, office.contacts, episodes, office.clock)
    event = MessageReceived(
        connection_id=PRINCIPAL,
        arrival=live.arrival,
        text=live.text,
        sender=Person((PHONE,)),
        **fields,
    )
    assert intake.receive(event, CONNECTION) == "stored"
    assert [one.id for one in stored(office)] == [id_at(1)]
    assert office.threads.rows == {}
    assert intake.receive(event, CONNECTION) == "duplicate"


@pytest.mark.parametrize("customer", [PHONE, None])
def test_a_file_told_later_completes_its_message(office: Office, customer: Identity | None) -> None:
    recall(office, file())
    assert recall(office, file(**WHOLE, customer=customer)) == []
    (message,) = stored(office)
    assert (message.kind, message.text) == ("image", "El recibo")
    assert message.media == Media("fetching", "image/jpeg", "m1")
    last = office.threads.rows[HISTORY].last
    assert last is not None
    assert (last.kind, last.preview) == ("image", "El recibo")
    recall(office, file())
    assert stored(office) == [message]
    assert office.threads.rows[HISTORY].last == last


def test_a_file_whose_message_is_not_known_is_named(office: Office) -> None:
    assert recall(office, file(**WHOLE, customer=None)) == ["wamid.past.9"]
    assert stored(office) == []


def name(office: Office, text: str | None, second: int) -> None:
    office.history.name(NamesTold(PRINCIPAL, (Named(PHONE, text, second),)))


@pytest.mark.parametrize("named_first", [True, False])
def test_people_are_called_as_the_address_book_has_them(office: Office, named_first: bool) -> None:
    if named_first:
        name(office, "Rosa de la ferretería", 10)
    recall(office, past(1))
    if not named_first:
        name(office, "Rosa de la ferretería", 10)
    assert office.threads.rows[HISTORY].contact_name == "Rosa de la ferretería"
    name(office, "Rosa", 9)  # told before
    assert office.threads.rows[HISTORY].contact_name == "Rosa de la ferretería"
    name(office, None, 11)
    assert office.threads.rows[HISTORY].contact_name is None


def test_nobody_is_made_known_by_being_forgotten(office: Office) -> None:
    name(office, None, 10)
    assert (office.contact_rows.rows, office.contact_rows.pinned) == ({}, {})


def test_only_who_sees_the_customer_now_sees_the_history(office: Office) -> None:
    office.contact_rows.pinned[PHONE] = MARIA
    recall(office, past(1))
    ana = office.principal("ana")
    with pytest.raises(NotFoundError):
        office.desk.access_conversation(ana, HISTORY)
    office.has(heard("one", 0, contact_id=MARIA))
    office.threads.move_pointer(Pointer(MARIA, PRINCIPAL, id_of("one"), None, 1), CHANGE)
    assert office.desk.access_conversation(ana, HISTORY).id == HISTORY
    assert [one.id for one in office.reading.histories(office.head())] == [HISTORY]
    with pytest.raises(NotFoundError):
        office.desk.access_conversation(office.principal("rosa"), HISTORY)
