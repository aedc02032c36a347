"""`inbound` killed around every effect and run again ends as one clean run does.

Between kill and rerun the world goes on: nothing happens, the episode is resolved, another
lane or nine others write.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from tests.integration.journey.crashes import KilledError
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.kills import WorldMaker, nothing, run_killed_everywhere
from tests.integration.journey.pictures import picture, troubles
from tests.integration.journey.scenes import (
    BOTH,
    DAY,
    Step,
    merges,
    only_conversation,
    others,
    resolves,
    steps,
    writes,
)
from tests.integration.journey.world import World

ANA = Customer.fresh("Ana")
EARLIER = START_SECOND - 3600


@dataclass(frozen=True, slots=True)
class Case:
    """What was before a customer's message, and by what it names its sender."""

    before: Step
    shows: tuple[str, ...] = ("phone",)
    is_merging: bool = False


def _by_phone(text: str) -> Written:
    return Written(ANA, text, EARLIER)


def _by_user_id(text: str, second: int = EARLIER + 1) -> Written:
    return Written(ANA, text, second, shows=("user_id",))


CASES = {
    "first contact": Case(nothing),
    "first contact, two identities": Case(nothing, BOTH),
    "known": Case(writes(_by_phone("antes"))),
    "known, a second identity": Case(writes(_by_phone("antes")), BOTH),
    "after resolve": Case(steps(writes(_by_phone("antes")), resolves)),
    "late": Case(writes(Written(ANA, "después", START_SECOND + 60))),
    "first contact by another identity": Case(writes(_by_user_id("antes"))),
    "merging, both open": Case(writes(_by_phone("uno"), _by_user_id("dos")), BOTH, is_merging=True),
    "merging, the younger closed": Case(
        steps(writes(_by_user_id("dos")), resolves, writes(_by_phone("uno"))),
        BOTH,
        is_merging=True,
    ),
    "merging, the older closed": Case(
        steps(writes(_by_phone("uno")), resolves, writes(_by_user_id("dos"))),
        BOTH,
        is_merging=True,
    ),
    "merging, none open": Case(
        steps(writes(_by_phone("uno"), _by_user_id("dos")), resolves), BOTH, is_merging=True
    ),
}
BETWEEN = {
    "nothing": nothing,
    "resolve": resolves,
    "another lane": writes(_by_user_id("otro carril", START_SECOND + 30)),
    "the same lane of one identity": writes(Written(ANA, "mismo", START_SECOND + 31)),
    "nine others": others(ANA, 9),
    "a merge": writes(Written(ANA, "ambos", START_SECOND + 32, shows=BOTH)),
}


def _told_apart() -> list[tuple[str, str]]:
    """Every pair but those that differ from another pair in nothing that matters."""
    ringing = {"first contact", "known", "known, a second identity", "merging, both open"}
    return [
        (case, between)
        for case, between in itertools.product(CASES, BETWEEN)
        if (between != "nine others" or case in ringing)
        and (between != "the same lane of one identity" or CASES[case].is_merging)
    ]


@pytest.mark.parametrize(("case", "between"), _told_apart())
def test_a_killed_run_ends_as_a_clean_one(make_world: WorldMaker, case: str, between: str) -> None:
    chosen = CASES[case]
    act = writes(Written(ANA, "hola", shows=chosen.shows))
    halfway = merges(ANA) if chosen.is_merging else nothing
    tried = run_killed_everywhere(make_world, chosen.before, act, BETWEEN[between], halfway)
    assert tried >= 4  # before each of three writes, and after the last


def test_a_message_counted_again_after_an_answer_waits_for_one(make_world: WorldMaker) -> None:
    """Nine others have pushed its mark out of the ring, had it had one."""
    world, late = make_world(), Written(ANA, "tarde", START_SECOND + 1)
    world.receive(Written(ANA, "hola"))
    world.killer.arm(2, "before")
    with pytest.raises(KilledError):
        world.receive(late)
    others(ANA, 9)(world)
    world.clock.advance(120)
    conversation_id = only_conversation(world)
    world.claim(conversation_id)
    world.post(conversation_id, "buenas")
    world.receive(late)
    world.settle()
    assert troubles(world) == []
    (seen,) = picture(world)
    assert (seen["unread"], seen["unanswered"], seen["waits"]) == (11, 1, True)


def test_the_newest_message_is_shown_though_it_is_counted_again(make_world: WorldMaker) -> None:
    """Its run dies before HEAD in a conversation so long that the ring has no free slot."""
    world, newest = make_world(), Written(ANA, "última", START_SECOND + 300)
    others(ANA, 9)(world)
    world.killer.arm(2, "before")
    with pytest.raises(KilledError):
        world.receive(newest)
    world.receive(newest)
    world.settle()
    assert troubles(world) == []
    (seen,) = picture(world)
    assert seen["last"] == ("in", "última")
    assert seen["window"] == newest.second + DAY
    assert (seen["unread"], seen["unanswered"]) == (10, 10)


@pytest.mark.parametrize("between", ["nothing", "resolve", "another lane"])
def test_a_message_counted_again_survives_another_kill(
    make_world: WorldMaker, between: str
) -> None:
    """Killed before HEAD, then in counting again what a long conversation has."""
    newest = Written(ANA, "última", START_SECOND + 300)

    def killed_before_head(world: World) -> None:
        others(ANA, 9)(world)
        world.killer.arm(2, "before")
        with pytest.raises(KilledError):
            world.receive(newest)

    act = writes(newest)
    tried = run_killed_everywhere(make_world, killed_before_head, act, BETWEEN[between])
    assert tried == 4  # before the pin that stands, HEAD and the message, and after the last
