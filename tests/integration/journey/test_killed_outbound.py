"""`outbound`, POST, `status`, `media`, `relay` and `push`, killed around every effect.

The provider has each message at most once, whatever is killed; what was tried and is not
known says so, until a status tells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.queues import MEDIA, OUTBOUND
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.ports import OutcomeUnknown, Refused
from chalicelib.domains.conversations.services.posting import pinned_message_id
from chalicelib.domains.notifications.services.relay import order
from tests.fakes.channel import LOST_ANSWER, FakeFile
from tests.integration.journey.crashes import KilledError
from tests.integration.journey.customers import (
    START_MS,
    START_SECOND,
    Customer,
    Written,
    status_update,
)
from tests.integration.journey.kills import (
    PATIENCE_SECONDS,
    WorldMaker,
    killed_worlds,
    run_killed_everywhere,
)
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import only_conversation, writes
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
PINNED = pinned_message_id("pin", START_MS + 10_000)
BUSY = Refused(DeliveryError("131056", "Too many messages", None, retryable=True))
BLOCKED = Refused(DeliveryError("131026", "Undeliverable", None, retryable=False))
LOST = OutcomeUnknown("no answer")


def in_a_chat(world: World) -> None:
    """Somebody holds the conversation of a customer who wrote."""
    world.receive(Written(ANA, "hola"))
    world.claim(only_conversation(world))
    world.clock.advance(10)


def answers(world: World) -> None:
    """POST with an idempotency key: the same id however often it is repeated."""
    if Stored.of(world).messages[-1].direction == "out":
        world.post_pinned(only_conversation(world), "buenas", PINNED, repeated=True)
    else:
        world.post_pinned(only_conversation(world), "buenas", PINNED)


def with_answer(world: World) -> None:
    in_a_chat(world)
    answers(world)
    world.stream_records()  # nobody rings: the test does


def rings(world: World) -> None:
    """The lane's doorbell, answered until there is nothing left to wait for."""
    conversation_id = only_conversation(world)
    for _ in range(10):
        if world.container.lane.deliver(conversation_id, PINNED) is None:
            return
        world.clock.advance(PATIENCE_SECONDS)


def statuses(world: World) -> None:
    """What the provider says of the messages that it has."""
    for provider_id, message in world.sender.taken:
        for word in ("sent", "delivered"):
            data = message.callback_data
            world.report(status_update(ANA, provider_id, word, data, START_SECOND + 20))


def script(*outcomes: Any) -> Callable[[World], None]:
    """What the provider answers to the next sends."""

    def prepare(world: World) -> None:
        with_answer(world)
        world.sender.script.extend(outcomes)

    return prepare


def test_a_killed_post_ends_as_a_clean_one(make_world: WorldMaker) -> None:
    assert run_killed_everywhere(make_world, in_a_chat, answers) == 3


@pytest.mark.parametrize(
    ("prepare", "end"),
    [
        (script(), "delivered"),
        (script(BUSY), "delivered"),
        (script(BLOCKED), "failed"),
        (script(LOST), "unconfirmed"),
        (script(LOST_ANSWER), "delivered"),
    ],
    ids=["accepted", "refused once", "refused for good", "unknown", "answer lost"],
)
def test_a_killed_lane_never_sends_twice(
    make_world: WorldMaker, prepare: Callable[[World], None], end: str
) -> None:
    clean = make_world()
    for step in (prepare, rings, statuses):
        step(clean)
    clean.settle()
    (expected,) = picture(clean)
    assert expected["messages"][-1]["status"] == end
    tried = 0
    for label, world in killed_worlds(make_world, prepare, rings):
        world.clock.advance(PATIENCE_SECONDS)
        rings(world)
        statuses(world)
        world.settle()
        assert troubles(world) == [], label
        (seen,) = picture(world)
        _assert_alike(seen, expected, label)
        tried += 1
    assert tried >= 4


def _assert_alike(seen: dict[str, Any], expected: dict[str, Any], label: str) -> None:
    """The same but for a message of which nobody knows more than that it was tried."""
    last, clean = seen["messages"][-1], expected["messages"][-1]
    if last["status"] == "unconfirmed" != clean["status"]:
        assert last["provider_id"] is None, label
        assert not last["due"], label
        same = {"status": clean["status"], "provider_id": clean["provider_id"]}
        last |= same | {"error": clean["error"]}
    assert seen == expected, label


def test_a_killed_relay_rings_and_orders_again(make_world: WorldMaker) -> None:
    """The lane rings for one message and the file is fetched, however often relay dies."""
    picture_of_a_cat = FakeFile(b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")
    image = {"image": {"id": "m1", "mime_type": "image/png"}}
    written = Written(ANA, "foto", START_SECOND + 60, kind="image", extra=image)

    def prepare(world: World) -> None:
        in_a_chat(world)

    for number in (1, 2):
        for when in ("before", "after"):
            world = make_world()
            world.files.files["m1"] = picture_of_a_cat
            prepare(world)
            world.run_down()
            answers(world)
            world.receive(written)
            records = world.stream_records()
            world.killer.arm(number, when)
            with pytest.raises(KilledError):
                world.relay(records)
            world.relay(records)
            world.settle()
            assert troubles(world) == []
            assert [one.text for _, one in world.sender.taken] == ["buenas"]
            (seen,) = picture(world)
            assert [one["media"] for one in seen["messages"]] == [None, None, "ready"]


def test_a_killed_media_run_ends_as_a_clean_one(make_world: WorldMaker) -> None:
    image = {"image": {"id": "m1", "mime_type": "image/png"}}

    def prepare(world: World) -> None:
        world.receive(Written(ANA, "foto", kind="image", extra=image))
        world.stream_records()
        world.files.files["m1"] = FakeFile(b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")

    def fetch(world: World) -> None:
        (message,) = Stored.of(world).messages
        world.deliver(MEDIA, order(message.conversation_id, message.id))

    assert run_killed_everywhere(make_world, prepare, fetch) == 3


def test_a_killed_status_run_ends_as_a_clean_one(make_world: WorldMaker) -> None:
    def unconfirmed(world: World) -> None:
        script(LOST_ANSWER)(world)
        rings(world)

    assert run_killed_everywhere(make_world, unconfirmed, statuses) >= 4


def test_a_lone_status_heals_and_pins_though_its_run_dies_between(make_world: WorldMaker) -> None:
    """No later status comes that would make up for the pin."""

    def unconfirmed(world: World) -> None:
        script(LOST_ANSWER)(world)
        rings(world)

    def is_told(world: World) -> None:
        ((provider_id, message),) = world.sender.taken
        update = status_update(ANA, provider_id, "sent", message.callback_data, START_SECOND + 20)
        world.report(update)

    assert run_killed_everywhere(make_world, unconfirmed, is_told) == 3


def test_a_status_that_overtakes_a_lost_answer_leaves_a_pin(make_world: WorldMaker) -> None:
    """A reply of the customer to this message must find it."""
    world = make_world()
    script(LOST_ANSWER)(world)
    world.sender.on_taken = lambda provider_id, message: world.report(
        status_update(ANA, provider_id, "sent", message.callback_data, START_SECOND + 20)
    )
    rings(world)
    world.settle()
    assert troubles(world) == []
    (seen,) = picture(world)
    assert seen["messages"][-1]["status"] == "sent"


@pytest.mark.parametrize("kind", ["edit", "revoke", "reaction"])
def test_a_killed_change_ends_as_a_clean_one(make_world: WorldMaker, kind: str) -> None:
    original = Written(ANA, "hola")
    target = {"original_message_id": original.provider_id}
    changes_of: dict[str, dict[str, Any]] = {
        "edit": {"edit": target | {"message": {"type": "text", "text": {"body": "hola, mundo"}}}},
        "revoke": {"revoke": target},
        "reaction": {"reaction": {"message_id": original.provider_id, "emoji": "👍"}},
    }
    extra = changes_of[kind]
    changes = Written(ANA, f"{kind} of it", START_SECOND + 9, kind=kind, extra=extra)
    tried = run_killed_everywhere(make_world, writes(original), writes(changes))
    assert tried == (2 if kind == "reaction" else 3)


def test_a_killed_push_shows_everything_when_it_runs_again(make_world: WorldMaker) -> None:
    """Also where a socket is gone: nobody listens for it any more."""

    def prepare(world: World) -> World:
        in_a_chat(world)
        world.run_down()
        conversation_id = only_conversation(world)
        world.connect("here", "agente1", viewing=conversation_id)
        world.connect("gone", "agente1", viewing=conversation_id)
        world.realtime.gone.add("gone")
        world.receive(Written(ANA, "otra", START_SECOND + 5))
        return world

    clean = prepare(make_world())
    records = clean.stream_records()
    clean.killer.disarm()
    clean.push(records)
    expected = [(one["type"], _version(one)) for one in clean.realtime.heard_by("here")]
    effects = clean.killer.count
    assert expected  # the change of HEAD travels with its message
    for number in range(1, effects + 1):
        world = prepare(make_world())
        records = world.stream_records()
        world.killer.arm(number, "before")
        with pytest.raises(KilledError):
            world.push(records)
        world.push(records)
        seen = {(one["type"], _version(one)) for one in world.realtime.heard_by("here")}
        assert seen == set(expected)
        store = world.container.socket_store
        left = store.of_user(world.principal().user_id)
        assert [one.socket_id for one in left] == ["here"]


def _version(frame: dict[str, Any]) -> int:
    data = frame["data"]
    found = data["conversation"] or data["message"]
    return int(found["version"])


def test_two_answers_go_out_in_order_when_the_lane_dies_between(make_world: WorldMaker) -> None:
    def prepare(world: World) -> None:
        in_a_chat(world)
        for number in range(3):
            world.post(only_conversation(world), f"respuesta {number}")
        world.stream_records()

    for label, world in killed_worlds(make_world, prepare, rings):
        world.clock.advance(PATIENCE_SECONDS)
        rings(world)
        world.settle()
        assert troubles(world) == [], label
        sent = [one.text for _, one in world.sender.taken]
        assert sent == sorted(sent), label
        assert len(sent) >= 2, label  # one may have been tried and not sent: nobody knows


def test_a_doorbell_that_was_lost_is_rung_by_the_clock(make_world: WorldMaker) -> None:
    world = make_world()
    with_answer(world)
    world.settle()
    assert [one.text for _, one in world.sender.taken] == ["buenas"]
    assert world.queues.counts()[OUTBOUND]["waiting"] == 0


def test_a_head_write_that_post_lost_is_made_up_for_by_the_lane(make_world: WorldMaker) -> None:
    """Even where the customer wrote meanwhile: that message waits for an answer yet."""
    world = make_world()
    in_a_chat(world)
    world.run_down()
    world.killer.arm(2, "before")
    with pytest.raises(KilledError):
        answers(world)
    later = to_ms(world.clock.now()) // 1000 + 5
    world.receive(Written(ANA, "¿hola?", later))
    world.settle()
    (seen,) = picture(world)
    assert [one["status"] for one in seen["messages"]] == [None, "sent", None]
    assert (seen["unanswered"], seen["unread"], seen["waits"]) == (1, 2, True)
    assert seen["last"] == ("in", "¿hola?")
    assert seen["unsent"] == 0


def test_an_answer_takes_no_message_for_answered_that_is_still_on_its_way(
    make_world: WorldMaker,
) -> None:
    """HEAD has taken a later message of the customer's whose run died before it was stored."""
    world = make_world()
    in_a_chat(world)
    world.run_down()
    world.killer.arm(2, "before")
    with pytest.raises(KilledError):
        answers(world)
    later = Written(ANA, "¿hola?", to_ms(world.clock.now()) // 1000 + 5)
    world.killer.arm(3, "before")
    with pytest.raises(KilledError):
        world.receive(later)
    world.run_down()  # the lane makes up for the HEAD write of the answer
    world.receive(later)
    world.settle()
    assert troubles(world) == []
    (seen,) = picture(world)
    assert [one["status"] for one in seen["messages"]] == [None, "sent", None]
    assert (seen["unanswered"], seen["unread"], seen["waits"]) == (1, 2, True)
