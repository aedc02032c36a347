"""What the business wrote in the provider's own app: shown, and counted nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import BusyError
from chalicelib.core.ids import Arrival, ContactId
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.contents import Location
from chalicelib.domains.conversations.events import MediaReference, MessageEchoed
from chalicelib.domains.conversations.models import IndexEntry, Media, Pointer, Quote
from tests.samples import (
    CHANGE,
    NOW_MS,
    NOW_SECOND,
    PHONE,
    PRINCIPAL,
    heard,
    id_at,
    id_of,
    written,
)
from tests.unit.domains.conversations.office import ANA, Office

MARIA, JOSE = ContactId(id_of("María")), ContactId(id_of("José"))


def echoed(second: int = 5, **fields: Any) -> MessageEchoed:
    told: dict[str, Any] = {
        "connection_id": PRINCIPAL,
        "provider_id": f"wamid.echo.{second}",
        "recipient": Person((PHONE,)),
        "kind": "text",
        "raw_type": "text",
        "second": NOW_SECOND + second,
        "arrival": Arrival(NOW_MS + second * 1000),
        "text": "desde el teléfono",
    }
    return MessageEchoed(**told | fields)


@pytest.fixture
def desk(office: Office) -> Office:
    """María has an episode in which she wrote at START."""
    office.has(heard("one", 0, contact_id=MARIA), written(0))
    office.contact_rows.pinned[PHONE] = MARIA
    assert office.threads.move_pointer(Pointer(MARIA, PRINCIPAL, id_of("one"), None, 1), CHANGE)
    return office


class TestNowhere:
    def test_a_stranger_has_no_episode(self, office: Office) -> None:
        assert office.echoes.record(echoed()) == "nowhere"
        assert (office.threads.pins, office.contact_rows.pinned) == ({}, {})

    def test_a_contact_of_another_number_has_none(self, desk: Office) -> None:
        other = echoed(connection_id="wa-cobranzas")
        assert desk.echoes.record(other) == "nowhere"
        assert desk.threads.pins == {}

    def test_one_that_is_being_opened_has_no_head_yet(self, desk: Office) -> None:
        desk.threads.rows.clear()
        assert desk.echoes.record(echoed()) == "nowhere"
        assert desk.threads.pins == {}


class TestStored:
    def test_it_is_ours_at_the_providers_time(self, desk: Office) -> None:
        assert desk.echoes.record(echoed()) == "stored"
        newest, _ = desk.thread()
        view = desk.reading.message_view(newest)
        assert (view["direction"], view["author"]["kind"]) == ("out", "system")
        assert (view["text"], view["status"]) == ("desde el teléfono", "sent")
        assert view["occurred_at"] == view["sent_at"] == "2090-01-02T03:04:10.000Z"
        assert newest.due_at_ms is None
        assert [one.event for one in desk.messages.changes] == ["message.echoed"]

    def test_head_shows_it_and_counts_as_before(self, desk: Office) -> None:
        before = desk.head()
        desk.echoes.record(echoed())
        (newest, _), now_ms = desk.thread(), desk.head().updated_at_ms
        assert desk.head() == rules.echoed(before, newest, now_ms)
        assert (desk.head().unread, desk.head().unanswered) == (1, 1)
        last = desk.reading.view(desk.head())["last_message"]
        assert last is not None
        assert (last["is_echo"], last["occurred_at"]) == (True, "2090-01-02T03:04:10.000Z")

    @pytest.mark.parametrize("fields", [{}, {"resolved_at_ms": NOW_MS}])
    def test_the_state_stays(self, desk: Office, fields: dict[str, Any]) -> None:
        desk.threads.rows[id_of("one")] = replace(desk.head(), assignee_id=ANA, **fields)
        before = rules.state_of(desk.head())
        desk.echoes.record(echoed())
        assert rules.state_of(desk.head()) == before
        assert desk.thread()[0].is_echo

    def test_it_carries_what_messages_carry(self, desk: Office) -> None:
        desk.threads.pin_index(IndexEntry(PRINCIPAL, "wamid.0.0", id_of("one"), id_at(0)), CHANGE)
        desk.echoes.record(
            echoed(
                kind="location",
                content=Location(1.0, 2.0),
                media=MediaReference("m1", "image/png"),
                reply_to_provider_id="wamid.0.0",
            )
        )
        newest = desk.thread()[0]
        assert newest.content == Location(1.0, 2.0)
        assert newest.media == Media("fetching", "image/png", "m1")
        assert newest.quote == Quote(id_at(0), "Mensaje 0.0")

    def test_it_follows_a_merged_contact(self, desk: Office) -> None:
        other = Identity("phone", "59170000000")
        desk.contact_rows.pinned[other] = JOSE
        desk.threads.move_pointer(Pointer(JOSE, PRINCIPAL, None, MARIA, 1), CHANGE)
        assert desk.echoes.record(echoed(recipient=Person((other,)))) == "stored"
        assert desk.thread()[0].is_echo


class TestRepeated:
    def test_a_duplicate_changes_nothing(self, desk: Office) -> None:
        desk.echoes.record(echoed())
        head = desk.head()
        again = echoed(arrival=Arrival(NOW_MS + 99_000))
        assert desk.echoes.record(again) == "duplicate"
        assert (desk.head(), len(desk.thread())) == (head, 2)

    def test_what_we_sent_ourselves_is_no_echo(self, desk: Office) -> None:
        desk.threads.pin_index(
            IndexEntry(PRINCIPAL, "wamid.echo.5", id_of("one"), id_at(0)), CHANGE
        )
        assert desk.echoes.record(echoed()) == "duplicate"

    def test_a_killed_run_is_continued_where_it_was_pinned(self, desk: Office) -> None:
        desk.echoes.record(echoed())
        head = desk.head()
        desk.messages.rows.pop((id_of("one"), head.last.id if head.last else id_at(0)))
        desk.threads.rows[id_of("two")] = heard("two", 9)
        desk.threads.move_pointer(Pointer(MARIA, PRINCIPAL, id_of("two"), None, 2), CHANGE)
        assert desk.echoes.record(echoed(arrival=Arrival(NOW_MS + 99_000))) == "stored"
        assert desk.head() == head
        assert desk.thread()[0].id == (head.last and head.last.id)
        assert desk.thread("two") == []

    def test_a_lost_race_is_run_again_on_what_won(self, desk: Office) -> None:
        quicker = rules.received(desk.head(), written(3), NOW_MS)
        desk.threads.interruptions.append(quicker)
        assert desk.echoes.record(echoed()) == "stored"
        assert (desk.head().unread, desk.head().version) == (2, quicker.version + 1)

    def test_busy_when_every_race_is_lost(self, desk: Office) -> None:
        for number in range(40):
            lost = replace(desk.head(), version=desk.head().version + 1 + number)
            desk.threads.interruptions.append(lost)
        with pytest.raises(BusyError):
            desk.echoes.record(echoed())
        assert len(desk.thread()) == 1

    def test_busy_when_threads_are_forwarded_in_a_circle(self, desk: Office) -> None:
        desk.threads.move_pointer(Pointer(MARIA, PRINCIPAL, None, MARIA, 2), CHANGE)
        with pytest.raises(BusyError):
            desk.echoes.record(echoed())
