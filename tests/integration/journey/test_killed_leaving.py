"""Whoever is deactivated while the process dies around any effect: done again, it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.core.ids import ConversationId, UserId
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.kills import WorldMaker, killed_worlds
from tests.integration.journey.world import World

AGENT = UserId("agente1")
TALKS = [Written(Customer.fresh(name), "hola", START_SECOND) for name in ("Ana", "Bea")]


def prepare(world: World) -> None:
    """The agent holds two conversations, one of them put off, with a socket open."""
    world.receive(*TALKS)
    heads = [world.claim(one) for one in sorted(waiting(world))]
    until = world.clock.now() + timedelta(days=2)
    world.container.snoozing.snooze(heads[0], until, world.acting())
    world.connect("socket", AGENT)


def waiting(world: World) -> set[ConversationId]:
    entries = world.container.tray_store.newest(["general"], None, 10)
    return {identifier for _, identifier in entries}


def deactivate(world: World) -> None:
    acting = world.acting("admin")
    world.container.user_leaving.deactivate(AGENT, acting.principal, acting.change)


def test_a_killed_deactivation_is_finished_by_the_next(make_world: WorldMaker) -> None:
    tried = 0
    for label, world in killed_worlds(make_world, prepare, deactivate):
        deactivate(world)
        user = world.container.people_repository.load().users[AGENT]
        assert (user.state, user.epoch) == ("deactivated", 2), label
        assert len(waiting(world)) == len(TALKS), label
        assert world.container.socket_store.of_user(AGENT, consistent=True) == [], label
        assert world.container.user_leaving.held_by(AGENT) == {}, label
        tried += 1
    assert tried >= len(TALKS)  # each release is a write of its own


def test_the_clock_gives_back_what_came_to_somebody_who_had_just_left(
    make_world: WorldMaker,
) -> None:
    """Another container did not know yet, and assigned."""
    world = make_world()
    deactivate(world)
    world.receive(TALKS[0])
    (identifier,) = waiting(world)
    head = world.container.thread_store.head(identifier)
    assert head
    late = replace(
        head, version=head.version + 1, updated_at_ms=head.updated_at_ms + 1, assignee_id=AGENT
    )
    assert world.container.thread_store.save_head(head, late, world.acting("admin").change) is None
    assert waiting(world) == set()
    world.tick()
    assert waiting(world) == {identifier}
