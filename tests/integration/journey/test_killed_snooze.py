"""`clock` killed around every effect while it brings back what was put off, and run again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domains.conversations import rules
from tests.integration.journey.crashes import KilledError
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.kills import Step, WorldMaker, nothing, run_killed_everywhere
from tests.integration.journey.pictures import troubles
from tests.integration.journey.scenes import only_conversation, others, resolves, steps, writes
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
MINUTES = 5


def puts_off(world: World) -> None:
    """The holder puts the conversation off; then its time comes."""
    conversation_id = only_conversation(world)
    head, acting = world.claim(conversation_id), world.acting()
    until = world.clock.now() + timedelta(minutes=MINUTES)
    world.container.snoozing.snooze(head, until, acting)
    world.clock.advance(60 * MINUTES + 60)


def minute(world: World) -> None:
    world.tick()


BEFORE = steps(writes(Written(ANA, "hola", START_SECOND - 3600)), puts_off)
BETWEEN: dict[str, Step] = {
    "nothing": nothing,
    "another message": writes(Written(ANA, "otro", START_SECOND + 90)),
    "resolve": resolves,
}


@pytest.mark.parametrize("between", BETWEEN)
def test_a_killed_clock_brings_back_once(make_world: WorldMaker, between: str) -> None:
    tried = run_killed_everywhere(make_world, BEFORE, minute, BETWEEN[between])
    assert tried >= 3  # before HEAD, the timer and the end of the sweep


def test_it_is_in_no_open_tray_until_its_time_and_then_on_top(make_world: WorldMaker) -> None:
    world = make_world()
    BEFORE(world)
    put_off = world.head(only_conversation(world))
    assert rules.tray_of(put_off) == "snoozed"
    minute(world)
    back = world.head(put_off.id)
    assert (rules.tray_of(back), back.version) == ("pending", put_off.version + 1)
    assert back.woken_at_ms == back.active_at_ms > put_off.active_at_ms
    minute(world)
    assert world.head(put_off.id) == back


def test_a_message_of_the_customer_brings_it_back_at_once(make_world: WorldMaker) -> None:
    world = make_world()
    BEFORE(world)
    world.receive(Written(ANA, "¿Hay novedades?", START_SECOND + 90))
    back = world.head(only_conversation(world))
    assert (rules.tray_of(back), back.unread, back.snoozed_until_ms) == ("pending", 2, None)
    assert back.woken_at_ms is not None
    minute(world)
    assert world.head(back.id) == back


def test_a_message_counted_again_brings_a_long_conversation_back(make_world: WorldMaker) -> None:
    """Its first run died before HEAD, whose ring of marks was full."""
    world, late = make_world(), Written(ANA, "urgente", START_SECOND + 300)
    others(ANA, 9)(world)
    world.run_down()
    conversation_id = only_conversation(world)
    head, acting = world.claim(conversation_id), world.acting()
    world.container.snoozing.snooze(head, world.clock.now() + timedelta(days=2), acting)
    world.killer.arm(2, "before")
    with pytest.raises(KilledError):
        world.receive(late)
    assert rules.tray_of(world.head(conversation_id)) == "snoozed"
    world.receive(late)
    back = world.head(conversation_id)
    assert (rules.tray_of(back), back.snoozed_until_ms) == ("pending", None)
    assert back.woken_at_ms is not None
    world.settle()
    assert troubles(world) == []
