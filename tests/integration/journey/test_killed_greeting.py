"""A claim that greets, killed around every effect and repeated, ends as a clean one: once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.errors import BusyError
from chalicelib.domains.quick_replies.models import QuickReply, QuickReplyId
from tests.integration.journey.customers import Customer, Written
from tests.integration.journey.kills import (
    Step,
    WorldMaker,
    killed_worlds,
    run_killed_everywhere,
)
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import only_conversation, steps, writes
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
GREETING = QuickReply(
    QuickReplyId("greeting"), "Bienvenida", text="Hola, soy {{agente.nombre}}.", greets="on_claim"
)


def is_configured(world: World) -> None:
    """Something greets, and somebody who claims has looked at it before."""
    world.container.quick_reply_store.add(GREETING, world.acting("admin").change)
    world.container.quick_replies.all()


PREPARED: Step = steps(is_configured, writes(Written(ANA, "buenas")))


def claim(world: World, name: str = "agente1") -> None:
    """As the route does it."""
    claimed = world.claim(only_conversation(world), name)
    world.container.greeting.greet(claimed, world.acting(name))


def greetings(world: World) -> list[str | None]:
    """What the customer was greeted with."""
    thread = Stored.of(world).thread(only_conversation(world))
    return [one.text for one in thread if one.direction == "out"]


def test_a_killed_claim_greets_once_when_it_is_repeated(make_world: WorldMaker) -> None:
    assert run_killed_everywhere(make_world, PREPARED, claim) >= 5


def test_two_tabs_greet_once(make_world: WorldMaker) -> None:
    for label, world in killed_worlds(make_world, PREPARED, claim):
        stale = world.head(only_conversation(world))
        claim(world)
        acting = world.acting()
        late = replace(stale, assignee_id=acting.principal.user_id)
        world.container.greeting.greet(late, acting)
        world.settle()
        assert troubles(world) == [], label
        assert greetings(world) == ["Hola, soy Ana Rojas."], label
        assert len(picture(world)) == 1, label


def test_a_greeting_that_may_go_out_yet_is_not_called_unsent(
    make_world: WorldMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored, and then HEAD was in somebody's transaction: the claim is made again."""
    world = make_world()
    PREPARED(world)
    world.run_down()

    def busy(*_: object) -> None:
        raise BusyError

    with monkeypatch.context() as patched:
        patched.setattr(world.container.posting, "apply", busy)
        with pytest.raises(BusyError):
            claim(world)
    claim(world)
    world.settle()
    assert troubles(world) == []
    assert greetings(world) == ["Hola, soy Ana Rojas."]
