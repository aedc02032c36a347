"""Runs a step with a kill around each of its effects, then again, and compares the ends."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from tests.integration.journey.crashes import KilledError, When
from tests.integration.journey.pictures import picture, troubles
from tests.integration.journey.world import World

W = TypeVar("W", bound=World)
Step = Callable[[World], None]
WorldMaker = Callable[[], World]
Picture = list[dict[str, Any]]

PATIENCE_SECONDS = 61.0


def nothing(_world: World) -> None:
    """Between kill and rerun nothing happens."""


def run_killed_everywhere(
    make_world: WorldMaker,
    prepare: Step,
    act: Step,
    between: Step = nothing,
    halfway: Step = nothing,
) -> int:
    """Kill `act` around each effect and repeat it; how many kills were tried.

    The end must be that of a clean run, `between` having come after it, before it, or
    behind its first half, where `act` does two things.
    """
    orders: list[tuple[Step, ...]] = [(prepare, act, between)]
    if between is not nothing:
        orders.append((prepare, between, act))
        if halfway is not nothing:
            orders.append((prepare, halfway, between, act))
    allowed = [_end(make_world(), *order) for order in orders]
    tried = 0
    for label, world in killed_worlds(make_world, prepare, act):
        between(world)
        world.clock.advance(PATIENCE_SECONDS)
        act(world)
        world.settle()
        assert troubles(world) == [], f"{label}: {troubles(world)}"
        seen = picture(world)
        assert seen in allowed, f"{label}: {seen} is neither of {allowed}"
        tried += 1
    return tried


def killed_worlds(
    make_world: Callable[[], W],
    prepare: Callable[[W], object],
    act: Callable[[W], None],
    stride: int = 1,
) -> Iterator[tuple[str, W]]:
    """Worlds in which `act` was killed, one for each place where it can be, or for every so
    manieth of many.

    A kill after an effect leaves what a kill before the next one leaves; only the last
    effect needs one behind it.
    """
    for number in itertools.count(1, stride):
        world = _prepared(make_world, prepare)
        if _is_killed(world, act, number, "before"):
            yield f"killed before effect {number}", world
            continue
        if stride == 1:
            world = _prepared(make_world, prepare)
            assert _is_killed(world, act, number - 1, "after")
            yield f"killed after the last effect, {number - 1}", world
        return


def _prepared(make_world: Callable[[], W], prepare: Callable[[W], object]) -> W:
    world = make_world()
    prepare(world)
    world.run_down()
    return world


def _is_killed(world: W, act: Callable[[W], None], number: int, when: When) -> bool:
    world.killer.arm(number, when)
    try:
        act(world)
    except KilledError:
        return True
    finally:
        world.killer.disarm()
    return False


def _end(world: World, *steps: Step) -> Picture:
    for step in steps:
        step(world)
    world.settle()
    assert troubles(world) == []
    return picture(world)
