"""The simulation's own promises: one task at a time, in the order of its clock."""

from __future__ import annotations

import pytest

from tests.faults.simulation import Simulation
from tests.integration.journey.crashes import KilledError


@pytest.fixture
def simulation() -> Simulation:
    return Simulation()


def test_tasks_go_on_in_the_order_of_their_times(simulation: Simulation) -> None:
    seen: list[str] = []

    def steps(name: str, pause: float) -> None:
        for number in range(3):
            simulation.sleep(pause)
            seen.append(f"{name}{number}")

    simulation.spawn(lambda: steps("a", 2))
    simulation.spawn(lambda: steps("b", 3), after_seconds=0.5)
    simulation.run(60)
    assert seen == ["a0", "b0", "a1", "a2", "b1", "b2"]
    assert simulation.running == 0


def test_nothing_later_than_asked_for_happens(simulation: Simulation) -> None:
    seen: list[float] = []
    for second in (1, 5, 9):
        simulation.at(second, lambda: seen.append(simulation.clock.second))
    simulation.run(6)
    assert seen == [pytest.approx(1), pytest.approx(5)]
    assert simulation.clock.second == pytest.approx(6)


def test_a_task_is_killed_at_its_deadline(simulation: Simulation) -> None:
    killed_at: list[float] = []

    def work() -> None:
        task = simulation.task
        assert task is not None
        task.deadline = 10
        try:
            simulation.sleep(60)
        except KilledError:
            killed_at.append(simulation.clock.second)
            raise

    simulation.spawn(work)
    simulation.run(100)
    assert killed_at == [pytest.approx(10)]


def test_what_a_task_raises_ends_the_run(simulation: Simulation) -> None:
    def fails() -> None:
        raise ValueError("a bug of the simulation's users")

    simulation.spawn(fails)
    with pytest.raises(ValueError, match="a bug"):
        simulation.run(1)


def test_tasks_end_where_they_are_when_it_closes(simulation: Simulation) -> None:
    ended: list[str] = []

    def waits() -> None:
        try:
            simulation.sleep(1_000)
        finally:
            ended.append("waiting")

    simulation.spawn(waits)
    simulation.spawn(lambda: ended.append("never begun"), after_seconds=500)
    simulation.run(1)
    simulation.close()
    assert ended == ["waiting"]
    assert simulation.running == 0


def test_sleeping_outside_of_tasks_takes_no_time(simulation: Simulation) -> None:
    simulation.sleep(1_000)
    assert simulation.clock.second == 0
