"""A message that waits for its time: in nobody's way, sent once, or failed with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.errors import ConflictError
from chalicelib.core.ids import MessageId
from chalicelib.domains.connections.service import ConnectionEdit
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import NotScheduledError
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.services.posting import (
    Draft,
    Pinned,
    Writing,
    pinned_message_id,
)
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.kills import PATIENCE_SECONDS, WorldMaker, killed_worlds
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import DAY, only_conversation, resolves
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
HOUR = 3600


def in_a_chat(world: World) -> None:
    world.receive(Written(ANA, "hola"))
    world.claim(only_conversation(world))
    world.clock.advance(10)


def schedules(world: World, text: str = "más tarde", seconds: int = HOUR) -> Message:
    """POST with a time so many seconds ahead."""
    acting = world.acting()
    send_at_ms = to_ms(world.clock.now()) + seconds * 1000
    pin = Pinned(pinned_message_id(text, send_at_ms))
    writing = Writing(acting.principal, acting.change, lambda: pin, lambda: None)
    head = world.head(only_conversation(world))
    return world.container.posting.post(head, Draft(text, send_at_ms=send_at_ms), writing)


def cancels(world: World, message: Message) -> Message:
    head = world.head(message.conversation_id)
    return world.container.posting.cancel(head, message.id, world.acting())


def minute(world: World) -> None:
    world.tick()
    world.run_down()


def sent(world: World) -> list[str]:
    return [one.text for _, one in world.sender.taken]


def states(world: World) -> list[tuple[str | None, str | None]]:
    (episode,) = picture(world)
    return [(one["status"], one["error"]) for one in episode["messages"] if one["status"]]


def test_it_waits_for_its_time_and_is_in_nobodys_way(world: World) -> None:
    in_a_chat(world)
    world.run_down()
    before = world.head(only_conversation(world))
    message = schedules(world)
    minute(world)
    assert sent(world) == []
    assert world.head(message.conversation_id) == before

    world.post(message.conversation_id, "ahora mismo")
    minute(world)
    assert sent(world) == ["ahora mismo"]
    world.clock.advance(HOUR - 60)
    minute(world)
    assert sent(world) == ["ahora mismo"]

    world.receive(Written(ANA, "¿sigue ahí?", START_SECOND + 600))
    world.clock.advance(60)
    minute(world)
    minute(world)
    assert sent(world) == ["ahora mismo", "más tarde"]
    head = world.head(message.conversation_id)
    assert (head.unanswered, head.last and head.last.id) == (0, message.id)
    assert [one.id for one in Stored.of(world).messages][-1] == message.id
    assert troubles(world) == []


def test_a_doorbell_that_comes_early_changes_nothing(world: World) -> None:
    in_a_chat(world)
    message = schedules(world)
    for _ in range(2):
        assert world.container.lane.deliver(message.conversation_id, message.id) is None
    world.run_down()
    assert sent(world) == []
    assert states(world) == [("scheduled", None)]


def test_it_is_sent_once_whatever_dies_at_its_time(make_world: WorldMaker) -> None:
    ids: list[MessageId] = []

    def prepare(world: World) -> None:
        in_a_chat(world)
        ids[:] = [schedules(world).id]
        world.clock.advance(HOUR)

    def act(world: World) -> None:
        minute(world)

    tried = 0
    for label, world in killed_worlds(make_world, prepare, act):
        world.clock.advance(PATIENCE_SECONDS)
        world.settle()
        assert troubles(world) == [], label
        assert states(world)[0][0] in {"sent", "unconfirmed"}, label
        assert world.head(only_conversation(world)).unsent == frozenset(), label
        assert len(sent(world)) <= 1, label
        tried += 1
    assert tried >= 6


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [("resolved", "conversation_resolved"), ("closed", "service_window_closed")],
)
def test_it_fails_with_the_reason_when_it_cannot_be_said_any_more(
    world: World, meanwhile: str, reason: str
) -> None:
    in_a_chat(world)
    schedules(world)
    if meanwhile == "resolved":
        resolves(world)
    world.clock.advance(2 * HOUR if meanwhile == "resolved" else DAY)
    before = world.head(only_conversation(world))
    minute(world)
    minute(world)
    assert sent(world) == []
    assert states(world) == [("failed", reason)]
    assert world.head(before.id) == before
    world.settle()


def test_a_cancelled_one_is_never_sent(world: World) -> None:
    in_a_chat(world)
    message = schedules(world)
    cancelled = cancels(world, message)
    assert rules.status_of(cancelled) == "cancelled"
    assert cancels(world, message) == cancelled
    world.clock.advance(2 * HOUR)
    minute(world)
    assert world.container.lane.deliver(message.conversation_id, message.id) is None
    assert sent(world) == []
    assert states(world) == [("cancelled", None)]
    assert troubles(world) == []


def test_one_that_the_lane_has_taken_cannot_be_cancelled(world: World) -> None:
    in_a_chat(world)
    message = schedules(world)
    world.clock.advance(HOUR)
    minute(world)
    with pytest.raises(NotScheduledError):
        cancels(world, message)
    assert sent(world) == ["más tarde"]


@pytest.mark.parametrize("quicker", ["cancelled", "taken"])
def test_the_quicker_of_taking_and_cancelling_wins(world: World, quicker: str) -> None:
    """Both read it while it waits; the version lets one of them through."""
    in_a_chat(world)
    message = schedules(world)
    world.clock.advance(HOUR)
    store: Any = world.container.message_store
    stale = store.message(message.conversation_id, message.id)
    if quicker == "cancelled":
        cancels(world, message)
        minute(world)
        assert (sent(world), states(world)) == ([], [("cancelled", None)])
    else:
        minute(world)
        with pytest.raises(ConflictError):
            cancels(world, message)
        assert (sent(world), states(world)) == (["más tarde"], [("sent", None)])
    assert store.save(stale, stale, world.acting().change) is not None


def test_one_that_waits_for_its_connection_is_an_ordinary_message_then(world: World) -> None:
    in_a_chat(world)
    message = schedules(world)
    connection = world.container.connections.require(message.connection_id)
    off = switch(world, connection.version, enabled=False)
    world.clock.advance(HOUR)
    minute(world)
    assert (sent(world), states(world)) == ([], [("queued", None)])
    switch(world, off, enabled=True)
    world.clock.advance(PATIENCE_SECONDS)
    minute(world)
    assert sent(world) == ["más tarde"]


def switch(world: World, version: int, *, enabled: bool) -> int:
    connections = world.container.connections
    edit = ConnectionEdit(enabled=enabled)
    change = world.acting("admin").change
    (conversation,) = Stored.of(world).heads.values()
    edited = connections.edit(
        conversation.connection_id, edit, expected_version=version, change=change
    )
    return edited.version
