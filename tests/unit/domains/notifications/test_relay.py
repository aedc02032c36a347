"""What the stream shows becomes work once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.core.ids import history_id
from chalicelib.core.queues import (
    HISTORY_MEDIA,
    MEDIA,
    OUTBOUND,
    QueueMessage,
    QueueUnavailableError,
)
from chalicelib.domains.conversations.models import Media, Message
from chalicelib.domains.conversations.repository import StreamImages
from chalicelib.domains.notifications.services.relay import Event, Relay, order, read_order
from tests.fakes.images import Entity, record
from tests.fakes.queues import FakeQueues
from tests.samples import NOW_MS, PRINCIPAL, heard, id_at, id_of, posted, written

PICTURE = written(kind="image", media=Media("fetching", "image/png", "m1"))
PAST = history_id(PRINCIPAL, "phone#59171234567")
PAST_PICTURE = replace(PICTURE, conversation_id=PAST)


@dataclass
class Works:
    queues: FakeQueues = field(default_factory=FakeQueues)

    def __post_init__(self) -> None:
        self.relay = Relay(StreamImages(), self.queues)

    def handle(self, *changes: tuple[Entity | None, Entity | None]) -> None:
        events = [Event(f"e{n}", record(*change)) for n, change in enumerate(changes)]
        self.relay.handle(events)


@pytest.fixture
def works() -> Works:
    return Works()


def ring(message: Message, deduplication_id: str) -> QueueMessage:
    return QueueMessage(
        order(message.conversation_id, message.id), message.conversation_id, deduplication_id
    )


def test_an_order_is_read_back() -> None:
    assert read_order(order(id_of("one"), id_at(1))) == (id_of("one"), id_at(1))


class TestDoorbells:
    def test_each_of_our_messages_rings_its_conversation(self, works: Works) -> None:
        other = replace(posted(2), conversation_id=id_of("two"))
        works.handle((None, posted(1)), (None, other))
        assert works.queues.sent == {OUTBOUND: [ring(posted(1), "e0"), ring(other, "e1")]}

    def test_it_rings_at_its_insertion_only(self, works: Works) -> None:
        message = posted(1)
        works.handle(
            (message, replace(message, attempts=1, attempted_at_ms=5)),
            (message, replace(message, version=2, due_at_ms=NOW_MS + 99)),
            (message, None),
        )
        assert works.queues.sent == {}

    @pytest.mark.parametrize("entity", [written(1), posted(1, due_at_ms=None), heard()])
    def test_nothing_else_rings(self, works: Works, entity: Entity) -> None:
        works.handle((None, entity))
        assert works.queues.sent == {}

    def test_a_redelivery_rings_under_the_same_id(self, works: Works) -> None:
        for _ in range(2):
            works.handle((None, posted(1)))
        assert works.queues.sent[OUTBOUND] == [ring(posted(1), "e0")] * 2


class TestFiles:
    def test_a_file_is_ordered(self, works: Works) -> None:
        works.handle((None, PICTURE))
        ordered = QueueMessage(order(PICTURE.conversation_id, PICTURE.id))
        assert works.queues.sent == {MEDIA: [ordered]}

    def test_again_after_it_failed(self, works: Works) -> None:
        failed = replace(
            PICTURE, media=replace(PICTURE.media or Media("failed", "x"), state="failed")
        )
        works.handle((failed, replace(PICTURE, version=3)))
        assert len(works.queues.sent[MEDIA]) == 1

    def test_a_file_of_the_past_keeps_no_file_of_today_waiting(self, works: Works) -> None:
        works.handle((None, PAST_PICTURE), (None, PICTURE))
        assert works.queues.sent == {
            HISTORY_MEDIA: [QueueMessage(order(PAST, PICTURE.id))],
            MEDIA: [QueueMessage(order(PICTURE.conversation_id, PICTURE.id))],
        }

    def test_a_file_that_is_told_after_its_message_is_of_the_past_too(self, works: Works) -> None:
        works.handle((replace(PAST_PICTURE, kind="unsupported", media=None), PAST_PICTURE))
        assert list(works.queues.sent) == [HISTORY_MEDIA]

    def test_a_file_of_the_past_that_somebody_waits_for_is_of_today(self, works: Works) -> None:
        failed = Media("failed", "image/png", "m1")
        works.handle((replace(PAST_PICTURE, media=failed), replace(PAST_PICTURE, version=3)))
        assert list(works.queues.sent) == [MEDIA]

    def test_once_while_it_is_on_its_way(self, works: Works) -> None:
        ready = replace(PICTURE, media=Media("ready", "image/png"), version=2)
        works.handle(
            (PICTURE, replace(PICTURE, version=2, revoked_at_ms=1)),
            (PICTURE, ready),
            (None, written(1)),
        )
        assert works.queues.sent == {}


@pytest.mark.parametrize(
    ("queue", "message"),
    [(OUTBOUND, posted(1)), (MEDIA, PICTURE), (HISTORY_MEDIA, PAST_PICTURE)],
)
def test_a_queue_that_takes_nothing_is_told(works: Works, queue: str, message: Message) -> None:
    works.queues.broken.add(queue)
    with pytest.raises(QueueUnavailableError):
        works.handle((None, message))
