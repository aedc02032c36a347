"""What each person finds in threads and queue heads, and what is shown of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.ids import UserId
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.conversations.models import LONG_USER_ID, Media
from chalicelib.domains.conversations.services.reading import HEAD_OF_QUEUE
from tests.samples import (
    CHANGE,
    GENERAL,
    NOW_MS,
    heard,
    id_at,
    id_of,
    posted,
    written,
)
from tests.unit.domains.conversations.episodes import NAMES, episode
from tests.unit.domains.conversations.office import (
    Office,
)


class TestQueueHead:
    def test_a_short_queue(self, full: Office) -> None:
        shown = full.reading.queue_head(GENERAL)
        assert (shown.waiting, [NAMES[one.id] for one in shown.head]) == (
            2,
            ["new", "new telegram"],
        )
        assert shown.oldest_waiting_since_ms == NOW_MS + 9_000

    def test_an_empty_one(self, office: Office) -> None:
        shown = office.reading.queue_head(GENERAL)
        assert (shown.waiting, shown.oldest_waiting_since_ms, shown.head) == (0, None, [])

    @pytest.mark.parametrize("size", [HEAD_OF_QUEUE - 1, HEAD_OF_QUEUE, HEAD_OF_QUEUE + 5])
    def test_a_long_one(self, office: Office, size: int) -> None:
        """The one that waits longest was active most recently, so that it is not the last."""
        for number in range(size):
            opened_at_ms = NOW_MS - number
            office.has(
                episode(
                    str(number), number, opened_at_ms=opened_at_ms, waiting_since_ms=opened_at_ms
                )
            )
        shown = office.reading.queue_head(GENERAL)
        assert shown.waiting == size
        assert shown.oldest_waiting_since_ms == NOW_MS - size + 1
        newest = [id_of(str(number)) for number in range(size - 1, -1, -1)]
        assert [one.id for one in shown.head] == newest[:HEAD_OF_QUEUE]

    @pytest.mark.parametrize("size", [4, HEAD_OF_QUEUE + 5])
    @pytest.mark.parametrize("waits", [{}, {2: NOW_MS + 90_000, 3: NOW_MS + 80_000}])
    def test_who_was_answered_does_not_wait_however_long_it_is_open(
        self, office: Office, size: int, waits: dict[int, int]
    ) -> None:
        for number in range(size):
            times = {"opened_at_ms": NOW_MS + number, "waiting_since_ms": waits.get(number)}
            office.has(episode(str(number), number, **times))
        shown = office.reading.queue_head(GENERAL)
        assert shown.waiting == size
        assert shown.oldest_waiting_since_ms == min(waits.values(), default=None)


class TestViews:
    def test_names_are_those_of_now(self, full: Office) -> None:
        view = full.reading.view(full.threads.rows[id_of("ana pending")])
        assert view["assignee"] == {"id": "ana", "name": "Ana"}
        assert (view["state"], view["channel"]) == ("pending", "whatsapp_cloud")
        gone = replace(full.threads.rows[id_of("new")], assignee_id=UserId("gone"))
        assert full.reading.view(gone)["assignee"] == {"id": "gone", "name": None}

    def test_a_long_user_id_is_read_from_the_contact(self, office: Office) -> None:
        head = episode("one", 0, user_id=LONG_USER_ID, phone="591", username="maria")
        long = Identity("whatsapp_user_id", "x" * 100)
        office.contact_rows.create(
            Contact(head.contact_id, "María", (long,), None, None, 1), CHANGE
        )
        assert office.reading.view(head)["identities"] == [
            {"kind": "phone", "value": "591"},
            {"kind": "whatsapp_user_id", "value": "x" * 100},
            {"kind": "username", "value": "maria"},
        ]

    def test_a_file_gets_an_address_once_it_is_ready(self, office: Office) -> None:
        ready = Media("ready", "image/png", "m", "foto.png", 3, "ab", "the/key")
        for media, url in (
            (ready, "https://media.test/the/key"),
            (replace(ready, state="fetching", key=None), None),
            (replace(ready, state="failed", key=None), None),
        ):
            view = office.reading.message_view(written(media=media))
            assert view["media"] is not None
            assert (view["media"]["url"], view["media"]["state"]) == (url, media.state)

    def test_authors(self, office: Office) -> None:
        ours = office.reading.message_view(posted())
        theirs = office.reading.message_view(written())
        assert ours["author"] == {"kind": "agent", "id": "ana", "name": "Ana"}
        assert theirs["author"]["name"] == "María Mamani"
        assert theirs["status"] is None

    @pytest.mark.parametrize(
        ("fields", "waits"),
        [
            ({"attempts": 1}, True),
            ({"attempts": 0}, False),
            ({"attempts": 1, "sent_at_ms": 1}, False),
        ],
    )
    def test_another_try_has_a_time(
        self, office: Office, fields: dict[str, int], waits: bool
    ) -> None:
        view = office.reading.message_view(posted(60, **fields))
        assert view["retry_at"] == ("2090-01-02T03:05:05.000Z" if waits else None)

    def test_pages_of_a_thread(self, office: Office) -> None:
        office.has(heard("one", 0, 1, 2), *(written(second) for second in range(3)))
        page = office.reading.messages(office.head(), None, 2)
        assert [one.id for one in page.items] == [id_at(2), id_at(1)]
        rest = office.reading.messages(office.head(), id_at(1), 2)
        assert ([one.id for one in rest.items], rest.next_position) == ([id_at(0)], None)
