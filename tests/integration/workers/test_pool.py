"""Real worker processes: calls, failures, deaths, late functions, and what comes after."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from infra.local.lambdas.invocation import Entry
from infra.local.settings import aws_defaults
from infra.local.workers.errors import (
    FunctionFailedError,
    FunctionTimedOutError,
    WorkerDiedError,
    WorkerFailedError,
)
from infra.local.workers.pool import Workers
from tests.integration.stack.processes import is_running
from tests.integration.stack.serving import eventually
from tests.integration.workers import handlers

MODULE = handlers.__name__
NAMES = ("echo", "fail", "answer_no_json", "wait", "container_number")
ENTRIES = [Entry(name, f"{MODULE}.{name}", timeout_seconds=60) for name in NAMES]
LATE = Entry("late", f"{MODULE}.wait", timeout_seconds=1)
PATIENCE = 60


def started(*entries: Entry, count: int = 2) -> Workers:
    environment = {**os.environ, **aws_defaults()}
    workers = Workers(count, entries, environment, wrote=lambda: None)
    workers.wait_until_ready()
    return workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = started(*ENTRIES, LATE)
    yield made
    made.stop()


@pytest.fixture
def calls() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


class Waiting:
    """A call of `wait` (or `late`) that is under way until it is let go."""

    def __init__(
        self, workers: Workers, calls: ThreadPoolExecutor, folder: Path, name: str = "wait"
    ) -> None:
        number = len(list(folder.iterdir()))
        self._until = folder / f"until-{number}"
        begun = folder / f"begun-{number}"
        event = {"begun": str(begun), "until": str(self._until)}
        self.answer: Future[Any] = calls.submit(workers.of(name), event)
        eventually(begun.exists, PATIENCE)

    def let_go(self) -> Any:
        self._until.touch()
        return self.answer.result(PATIENCE)


def pids(workers: Workers) -> set[int]:
    return {one["pid"] for one in workers.workers()}


def test_a_function_answers_from_another_process(workers: Workers) -> None:
    event = {"text": "ñandú", "many": ["x" * 100_000, None, 1.5]}
    answer = workers.of("echo")(event)
    assert answer["event"] == event
    assert answer["pid"] in pids(workers)
    assert answer["pid"] != os.getpid()
    assert 0 < answer["left_ms"] <= 60_000


def test_what_a_function_raises_is_named(workers: Workers) -> None:
    with pytest.raises(FunctionFailedError, match="ValueError: asked for"):
        workers.of("fail")({"reason": "asked for"})
    with pytest.raises(FunctionFailedError, match="TypeError"):
        workers.of("answer_no_json")({})
    assert workers.of("echo")({})["pid"] in pids(workers)


def test_each_line_of_a_worker_names_its_function(capfd: pytest.CaptureFixture[str]) -> None:
    workers = started(*ENTRIES, count=1)
    with pytest.raises(FunctionFailedError):
        workers.of("fail")({"reason": "asked for"})
    workers.stop()
    lines = capfd.readouterr().err.splitlines()
    (said,) = [line for line in lines if "about to fail" in line]
    assert '"function_name":"fail"' in said


def test_a_busy_worker_is_spared_when_another_is_idle(
    workers: Workers, calls: ThreadPoolExecutor, tmp_path: Path
) -> None:
    waiting = [Waiting(workers, calls, tmp_path) for _ in range(2)]
    assert [one["running"] for one in workers.workers()] == [1, 1]
    third = Waiting(workers, calls, tmp_path)  # a worker takes more than one
    answers = {one.let_go() for one in (*waiting, third)}
    assert answers == pids(workers)


def test_calls_fail_when_their_worker_dies_and_another_one_takes_its_place(
    calls: ThreadPoolExecutor, tmp_path: Path
) -> None:
    workers = started(*ENTRIES, count=1)
    (before,) = pids(workers)
    waiting = [Waiting(workers, calls, tmp_path) for _ in range(2)]
    os.kill(before, signal.SIGKILL)
    for one in waiting:
        with pytest.raises(WorkerDiedError):
            one.answer.result(PATIENCE)
    after = workers.of("echo")({})["pid"]  # waits until there is one
    assert after != before
    assert pids(workers) == {after}
    workers.stop()


def test_a_late_function_is_given_up_and_its_worker_ends_with_its_other_calls(
    calls: ThreadPoolExecutor, tmp_path: Path
) -> None:
    workers = started(*ENTRIES, LATE, count=1)
    (before,) = pids(workers)
    other = Waiting(workers, calls, tmp_path)
    late = Waiting(workers, calls, tmp_path, "late")
    with pytest.raises(FunctionTimedOutError):
        late.answer.result(PATIENCE)
    assert before not in pids(workers)
    assert workers.of("echo")({})["pid"] != before
    assert other.let_go() == before  # it could bring that to its end
    eventually(lambda: not is_running(before), PATIENCE)
    workers.stop()


def test_nothing_of_before_is_known_after_a_renewal(workers: Workers) -> None:
    number = workers.of("container_number")
    before = {number({}) for _ in range(4)}
    assert len(before) == 2  # they take turns
    workers.renew()
    after = {number({}) for _ in range(4)}
    assert len(after) == 2
    assert not before & after


def test_a_worker_that_cannot_start_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WorkerFailedError):
        started(Entry("missing", "tests.no_such_module.handler"))
    assert "no_such_module" in capfd.readouterr().err


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_run_as_asked_for_and_none_after_the_stop(count: int) -> None:
    workers = started(*ENTRIES, count=count)
    begun = pids(workers)
    assert len(begun) == count
    workers.stop()
    assert not any(map(is_running, begun))
