"""A conversation begun by us, killed around every effect and begun again, ends as a clean one.

The customer has one episode and gets one message, whoever else writes or begins at the
same moment.
"""

from __future__ import annotations

import contextlib

import pytest

from chalicelib.core.errors import HiloError
from chalicelib.core.ids import ConnectionId, ConversationId, digest
from chalicelib.domains.conversations.errors import ConversationOpenError
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.services.posting import (
    Draft,
    Pinned,
    Writing,
    pinned_message_id,
)
from chalicelib.domains.conversations.services.starting import Addressee
from chalicelib.domains.templates.models import WantedTemplate
from tests.integration.journey.customers import START_MS, Customer, Written
from tests.integration.journey.kills import (
    Step,
    WorldMaker,
    killed_worlds,
    nothing,
    run_killed_everywhere,
)
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import resolves, steps, writes
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
HERE = ConnectionId("wa-principal")
GREETS = WantedTemplate("seguimiento", "es", {"1": "Ana", "2": "su consulta"})
TEXT = "Hola Ana, le escribimos por su consulta."


def begin(world: World, pin: str = "pin", name: str = "agente1") -> Conversation:
    """POST with an idempotency key: the same ids however often it is repeated."""
    acting = world.acting(name)
    begun = ConversationId(digest(pin, 19))
    pinned = Pinned(pinned_message_id(pin, START_MS + 10_000), repeated=True, conversation_id=begun)
    writing = Writing(acting.principal, acting.change, lambda: pinned, lambda: pinned)
    addressee = Addressee(phone=ANA.phone, name="Ana")
    connection = world.container.connections.require(HERE)
    return world.container.starting.start(connection, addressee, Draft(None, None, GREETS), writing)


def begins(world: World) -> None:
    begin(world)


def tries_to_begin(world: World, pin: str = "pin", name: str = "agente1") -> None:
    """Where the customer or somebody else was quicker, the agent is told so."""
    with contextlib.suppress(HiloError):
        begin(world, pin, name)


EARLIER = steps(writes(Written(ANA, "antes")), resolves)
PREPARED: dict[str, Step] = {"a stranger": nothing, "closed before": EARLIER}


@pytest.mark.parametrize("prepared", PREPARED)
def test_a_killed_start_ends_as_a_clean_one(make_world: WorldMaker, prepared: str) -> None:
    tried = run_killed_everywhere(make_world, PREPARED[prepared], begins)
    assert tried >= 5


@pytest.mark.parametrize("prepared", PREPARED)
def test_the_customer_who_writes_meanwhile_is_in_the_same_episode(
    make_world: WorldMaker, prepared: str
) -> None:
    for label, world in killed_worlds(make_world, PREPARED[prepared], begins):
        world.receive(Written(ANA, "justo le iba a escribir"))
        tries_to_begin(world)
        world.settle()
        assert troubles(world) == [], label
        stored = Stored.of(world)
        (head,) = stored.open_heads()
        said = [one.text for one in stored.thread(head.id)]
        assert said.count("justo le iba a escribir") == 1, label
        assert said.count(TEXT) <= 1, label
        assert len(world.sender.taken_templates) == said.count(TEXT), label


def test_of_two_agents_one_begins_it(make_world: WorldMaker) -> None:
    for label, world in killed_worlds(make_world, nothing, begins):
        tries_to_begin(world, "other", "agente2")
        tries_to_begin(world)
        world.settle()
        assert troubles(world) == [], label
        (head,) = Stored.of(world).open_heads()
        (only,) = picture(world)
        assert [one["text"] for one in only["messages"]] == [TEXT], label
        assert head.assignee_id in ("agente1", "agente2"), label
        assert len(world.sender.taken_templates) == 1, label


def test_who_comes_later_is_told_who_holds_it(make_world: WorldMaker) -> None:
    world = make_world()
    begun = begin(world)
    with pytest.raises(ConversationOpenError) as caught:
        begin(world, "other", "agente2")
    assert caught.value.facts["conversation_id"] == begun.id
    assert caught.value.facts["holder"]["id"] == "agente1"
    assert begin(world) == world.head(begun.id)  # and who began it gets it again


def test_the_answer_opens_the_window_in_the_same_episode(make_world: WorldMaker) -> None:
    world = make_world()
    begun = begin(world)
    world.run_down()
    world.receive(Written(ANA, "sí, dígame"))
    head = world.head(begun.id)
    assert (head.assignee_id, head.unread, head.unanswered) == ("agente1", 1, 1)
    assert head.window_expires_second is not None
    assert len(Stored.of(world).heads) == 1
