"""The API killed around every effect while it closes with a typification, and asked again."""

from __future__ import annotations

import pytest

from chalicelib.core.change import Change
from chalicelib.domains.typifications.models import Choice, Node, NodeId, Tree, TreeId
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.kills import Step, WorldMaker, killed_worlds
from tests.integration.journey.scenes import only_conversation, steps, writes
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
TREE = Tree(
    TreeId("cobranza"),
    "Cobranza",
    nodes=(Node(NodeId("HOY000"), "Hoy"), Node(NodeId("NUNCA0"), "Nunca")),
    is_mandatory=True,
)
TODAY, NEVER = Choice("cobranza", "HOY000"), Choice("cobranza", "NUNCA0")


def has_tree(world: World) -> None:
    world.container.tree_catalogue.create(TREE, Change("to be named", "admin", 1))
    world.claim(only_conversation(world))


def closes(world: World) -> None:
    container, head = world.container, world.head(only_conversation(world))
    assert head.last is not None
    container.closing.resolve(head, head.last.id, world.acting(), TODAY)


def reopens(world: World) -> None:
    world.container.desk.reopen(world.head(only_conversation(world)), world.acting())
    world.clock.advance(1)


def corrects(world: World) -> None:
    head = world.head(only_conversation(world))
    world.container.closing.correct(head, NEVER, world.acting())


BEFORE = steps(writes(Written(ANA, "hola", START_SECOND)), has_tree)


@pytest.mark.parametrize(
    ("prepare", "act", "said"),
    [
        pytest.param(BEFORE, closes, ["HOY000"], id="closed"),
        pytest.param(
            steps(BEFORE, closes, reopens), closes, ["HOY000", "HOY000"], id="closed again"
        ),
        pytest.param(steps(BEFORE, closes), corrects, ["NUNCA0", "HOY000"], id="corrected"),
    ],
)
def test_what_is_said_holds_once_and_with_its_closing(
    make_world: WorldMaker, prepare: Step, act: Step, said: list[str]
) -> None:
    tried = 0
    for label, world in killed_worlds(make_world, prepare, act):
        half = world.container.closing.closed(world.head(only_conversation(world)))
        assert half.typified is not None or not half.head.is_resolved, label
        act(world)
        closed = world.container.closing.closed(world.head(only_conversation(world)))
        history = world.container.closing.history(closed.head.id)
        assert closed.typified == history[0], label
        assert [one.chosen.node_id for one in history] == said, label
        tried += 1
    assert tried >= 2  # before the transaction and behind it
