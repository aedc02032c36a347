"""A piece of history killed around every effect and run again ends as one clean run does.

Whatever comes twice, out of order or live as well exists once, and nothing of it counts,
waits or opens anything.
"""

from __future__ import annotations

import pytest

from chalicelib.core.ids import ConnectionId
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Filters
from tests.integration.journey.customers import (
    START_SECOND,
    Customer,
    Past,
    Written,
    past_update,
)
from tests.integration.journey.kills import Step, WorldMaker, nothing, run_killed_everywhere
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import resolves, steps, writes
from tests.integration.journey.world import World

ANA, BETO = Customer.fresh("Ana"), Customer.fresh("Beto")
LONG_AGO = START_SECOND - 90 * 86_400
ASKED = Past(ANA, "¿abren hoy?", LONG_AGO)
ANSWERED = Past(ANA, "sí, hasta las seis", LONG_AGO + 60, ours=True)
OVERLAP = Past(ANA, "hola otra vez", START_SECOND - 30)
LIVE = Written(ANA, OVERLAP.text, OVERLAP.second)
PIECE = past_update(ASKED, ANSWERED, OVERLAP)
OTHER_PIECE = past_update(ANSWERED, Past(ANA, "antes de todo", LONG_AGO - 60), Past(BETO, "buenas"))


def recalls(world: World) -> None:
    world.recall(PIECE)


def recalls_other(world: World) -> None:
    world.recall(OTHER_PIECE)


CASES: dict[str, Step] = {
    "stranger": nothing,
    "open": writes(Written(ANA, "en vivo", START_SECOND)),
    "resolved": steps(writes(Written(ANA, "en vivo", START_SECOND)), resolves),
    "known already": writes(LIVE),
    "half known": recalls_other,
}
BETWEEN: dict[str, Step] = {
    "nothing": nothing,
    "the same message live": writes(LIVE),
    "another piece": recalls_other,
    "another message": writes(Written(ANA, "otro", START_SECOND + 90)),
}


PAIRS = [
    *((case, between) for case in CASES for between in ("nothing", "the same message live")),
    *(("stranger", between) for between in ("another piece", "another message")),
]


@pytest.mark.parametrize(("case", "between"), PAIRS)
def test_a_killed_piece_ends_as_a_clean_one(
    make_world: WorldMaker, case: str, between: str
) -> None:
    tried = run_killed_everywhere(make_world, CASES[case], recalls, BETWEEN[between])
    assert tried >= 6  # before each of three pins, HEAD and two messages at least


def test_the_end_is_the_same_in_whatever_order_pieces_come(make_world: WorldMaker) -> None:
    ends = []
    for order in ((recalls, recalls_other), (recalls_other, recalls, recalls_other)):
        world = make_world()
        for act in order:
            act(world)
        assert troubles(world) == []
        ends.append(picture(world))
    assert ends[0] == ends[1]


def test_history_is_past_closed_and_silent(make_world: WorldMaker) -> None:
    world = make_world()
    history = rules.history_of(ConnectionId(ANA.connection), Identity("phone", ANA.phone))
    world.connect("s1", "supervisora", viewing=history)
    recalls(world)
    world.settle()
    (seen,) = picture(world)
    assert (seen["state"], seen["unread"], seen["unanswered"]) == ("resolved", 0, 0)
    assert (seen["waits"], seen["window"], seen["unsent"]) == (False, None, 0)
    assert [(one["direction"], one["status"]) for one in seen["messages"]] == [
        ("in", None),
        ("out", "read"),
        ("in", None),
    ]
    stored = Stored.of(world)
    assert stored.pointers == {}
    assert (world.sender.calls, world.sender.signals, world.realtime.frames) == ([], [], [])
    supervisor = world.principal("supervisora")
    assert set(world.container.lists.counters(supervisor, Filters()).values()) == {0}


def test_whoever_sees_the_customer_now_may_read_what_was_said_before(
    make_world: WorldMaker,
) -> None:
    world = make_world()
    recalls(world)
    world.receive(Written(ANA, "en vivo", START_SECOND))
    (live,) = Stored.of(world).open_heads()
    world.claim(live.id)
    agent = world.principal("agente1")
    reading, desk = world.container.reading, world.container.desk
    (history,) = reading.histories(world.head(live.id))
    assert desk.access_conversation(agent, history.id).is_history
    assert [one.text for one in reading.messages(history, None, 10).items] == [
        OVERLAP.text,
        ANSWERED.text,
        ASKED.text,
    ]
    assert reading.histories(history) == []


def test_a_piece_costs_little_more_than_two_writes_a_message(make_world: WorldMaker) -> None:
    world = make_world()
    effects: list[int] = []
    for known in range(2):
        world.killer.arm(10_000, "before")
        piece = [Past(ANA, f"{known}.{n}", LONG_AGO + 100 * known + n) for n in range(50)]
        world.recall(past_update(*piece))
        effects.append(world.killer.count)
        world.killer.disarm()
    assert effects[0] <= 2 * 50 + 3  # identity, contact, HEAD
    assert effects[1] <= 2 * 50 + 1
