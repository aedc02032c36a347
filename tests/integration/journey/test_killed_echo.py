"""An echo killed around every effect and run again ends as one clean run does.

It never opens an episode, and it counts nowhere: the pictures show unread and unanswered.
"""

from __future__ import annotations

import pytest

from tests.integration.journey.customers import START_SECOND, Customer, Written, echo_update
from tests.integration.journey.kills import Step, WorldMaker, nothing, run_killed_everywhere
from tests.integration.journey.pictures import Stored, picture, troubles
from tests.integration.journey.scenes import resolves, steps, writes
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
ECHO = echo_update(ANA, "Le escribo desde el teléfono")
BEFORE = writes(Written(ANA, "antes", START_SECOND - 3600))


def echoes(world: World) -> None:
    world.hear(ECHO)


CASES: dict[str, Step] = {
    "open": BEFORE,
    "resolved": steps(BEFORE, resolves),
    "late": steps(BEFORE, writes(Written(ANA, "después", START_SECOND + 60))),
}
BETWEEN: dict[str, Step] = {
    "nothing": nothing,
    "resolve": resolves,
    "another message": writes(Written(ANA, "otro", START_SECOND + 90)),
    "a new episode": steps(resolves, writes(Written(ANA, "otro", START_SECOND + 90))),
}


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("case", CASES)
def test_a_killed_echo_ends_as_a_clean_one(make_world: WorldMaker, case: str, between: str) -> None:
    halfway = resolves if between == "a new episode" else nothing
    tried = run_killed_everywhere(make_world, CASES[case], echoes, BETWEEN[between], halfway)
    assert tried >= 4  # before each of three writes, and after the last


def test_the_customer_is_unread_as_before_when_the_business_writes_elsewhere(
    make_world: WorldMaker,
) -> None:
    world = make_world()
    BEFORE(world)
    (before,) = picture(world)
    echoes(world)
    echoes(world)  # delivered twice
    world.settle()
    (after,) = picture(world)
    counts = ("state", "unread", "unanswered", "waits", "window", "unsent")
    assert [after[key] for key in counts] == [before[key] for key in counts]
    assert after["last"] == ("out", "Le escribo desde el teléfono")
    assert [(one["direction"], one["status"]) for one in after["messages"]] == [
        ("in", None),
        ("out", "sent"),
    ]
    assert world.sender.taken == []


def test_nothing_opens_when_the_business_writes_to_a_stranger(make_world: WorldMaker) -> None:
    world = make_world()
    echoes(world)
    world.settle()
    stored = Stored.of(world)
    assert (stored.heads, stored.messages, stored.pins, stored.pointers) == ({}, [], {}, {})
    assert troubles(world) == []
