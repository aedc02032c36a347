"""Time and turns: many tasks, of which one runs at a time, in the order of a simulated clock.

A task is a thread that holds the baton until it sleeps; whoever's time comes next gets it.
So the product's own blocking code is interleaved wherever it waits for something, and the
same seed gives the same interleaving.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.fakes.clock import START
from tests.integration.journey.crashes import KilledError

_TICK = timedelta(milliseconds=1)


class SimulatedClock:
    """Goes on with the simulation, and by a millisecond with every look: no two are one."""

    def __init__(self) -> None:
        self._instant = START

    def now(self) -> datetime:
        self._instant += _TICK
        return self._instant

    @property
    def second(self) -> float:
        """Seconds since the start; looking costs nothing."""
        return (self._instant - START).total_seconds()

    def reach(self, second: float) -> None:
        """Go on to a second, unless it is past."""
        self._instant = max(self._instant, START + timedelta(seconds=second))

    def unix(self) -> int:
        """The whole second since 1970, as a provider writes it."""
        return int(self._instant.astimezone(UTC).timestamp())


class Task:
    """One thread of work. `deadline`: the second at which it is killed."""

    def __init__(self, work: Callable[[], None], simulation: Simulation) -> None:
        self._work, self._simulation = work, simulation
        self._turn, self._yielded = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.deadline: float | None = None
        self.is_doomed = False
        self.error: BaseException | None = None

    @property
    def is_current(self) -> bool:
        return threading.current_thread() is self._thread

    @property
    def has_begun(self) -> bool:
        return self._thread.ident is not None

    def go_on(self) -> None:
        """Let it run until it sleeps or ends."""
        if self.has_begun:
            self._turn.release()
        else:
            self._thread.start()
        self._yielded.acquire()

    def pause(self) -> None:
        """Called by the task itself: give the baton back until the next turn."""
        self._yielded.release()
        self._turn.acquire()
        if self.is_doomed:
            raise KilledError

    def _run(self) -> None:
        try:
            self._work()
        except KilledError:
            pass
        except BaseException as exc:  # noqa: BLE001 - raised again by whoever runs the simulation
            self.error = exc
        finally:
            self._simulation.ended(self)
            self._yielded.release()


class Simulation:
    """The agenda: what happens when. Everything of one run goes through it."""

    def __init__(self) -> None:
        self.clock = SimulatedClock()
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._current: Task | None = None
        self._tasks: set[Task] = set()

    @property
    def running(self) -> int:
        """How many tasks have begun or will, and have not ended."""
        return len(self._tasks)

    @property
    def task(self) -> Task | None:
        """The task that runs in this thread, if it is one."""
        current = self._current
        return current if current is not None and current.is_current else None

    def at(self, after_seconds: float, action: Callable[[], None]) -> None:
        """Run something short that never sleeps."""
        when = self.clock.second + after_seconds
        heapq.heappush(self._agenda, (when, next(self._numbers), action))

    def spawn(self, work: Callable[[], None], after_seconds: float = 0) -> None:
        """Begin a task."""
        task = Task(work, self)
        self._tasks.add(task)
        self.at(after_seconds, lambda: self._give_turn(task))

    def sleep(self, seconds: float) -> None:
        """Let others run meanwhile; nothing at all outside of tasks. Raises KilledError."""
        task = self.task
        if task is None:
            return
        if task.is_doomed:
            raise KilledError
        deadline, wakes = task.deadline, self.clock.second + seconds
        if deadline is not None and wakes > deadline:
            self._wait(task, max(0.0, deadline - self.clock.second))
            raise KilledError
        self._wait(task, seconds)

    def run(self, seconds: float) -> None:
        """Let everything happen that is due within so many seconds. Raises what a task raised."""
        end = self.clock.second + seconds
        while self._agenda and self._agenda[0][0] <= end:
            when, _, action = heapq.heappop(self._agenda)
            self.clock.reach(when)
            action()
        self.clock.reach(end)

    def close(self) -> None:
        """End all tasks where they are."""
        self._agenda.clear()
        for task in list(self._tasks):
            if task.has_begun:
                task.is_doomed = True
                task.go_on()
        self._tasks.clear()

    def ended(self, task: Task) -> None:
        """Called by the task itself."""
        self._tasks.discard(task)

    def _wait(self, task: Task, seconds: float) -> None:
        self.at(seconds, lambda: self._give_turn(task))
        task.pause()

    def _give_turn(self, task: Task) -> None:
        self._current = task
        task.go_on()
        self._current = None
        if task.error is not None:
            raise task.error
