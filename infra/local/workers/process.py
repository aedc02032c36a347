"""One worker as the front sees it: a process, its link, and the calls it has in its hands."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from infra.local.lambdas.invocation import Entry
from infra.local.workers.errors import FunctionFailedError, WorkerDiedError
from infra.local.workers.link import Answering, Link, LinkBrokenError

_CHECKOUT = Path(__file__).parents[3]
_STDERR = 2
_STOP_SECONDS = 5


class WorkerProcess:
    """Started at once. `wrote` and `changed` (ready, or gone) are called from its own thread."""

    def __init__(
        self,
        entries: Sequence[Entry],
        environment: Mapping[str, str],
        wrote: Callable[[], None],
        changed: Callable[[WorkerProcess], None],
    ) -> None:
        self._wrote, self._changed = wrote, changed
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._calls: dict[int, Future[Any]] = {}
        self._is_retired = False
        self.is_ready = self.is_gone = False
        self._process, self._link = _start(environment)
        with suppress(LinkBrokenError):
            self._link.send({"kind": "load", "functions": [asdict(entry) for entry in entries]})
        self._thread = threading.Thread(target=self._listen, name=f"worker-{self.pid}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """As the shell of `wait` has it: negative for the signal that ended it."""
        return self._process.returncode

    @property
    def running(self) -> int:
        with self._lock:
            return len(self._calls)

    def call(self, function: str, event: Any, timeout_seconds: float) -> Any:
        """The function's answer.

        Raises FunctionFailedError, WorkerDiedError, and TimeoutError where it is late.
        """
        number, answer = self._begin(function)
        try:
            self._link.send(
                {"kind": "call", "number": number, "function": function, "event": event}
            )
            return answer.result(timeout_seconds)
        except LinkBrokenError as exc:
            raise WorkerDiedError(f"{function}: worker {self.pid} is gone") from exc
        finally:
            self._forget(number)

    def renew(self) -> None:
        """What is called from now on knows nothing of before."""
        with suppress(LinkBrokenError):
            self._link.send({"kind": "renew"})

    def retire(self) -> None:
        """Take no more calls, and end with the last of them."""
        with self._lock:
            self._is_retired = True
            is_idle = not self._calls
        if is_idle:
            self._process.kill()

    def stop(self) -> None:
        """Let go of it: it ends by itself, or is made to."""
        with suppress(LinkBrokenError):
            self._link.send({"kind": "stop"})
        self._thread.join(_STOP_SECONDS)
        self._process.kill()
        self._thread.join()

    def _begin(self, function: str) -> tuple[int, Future[Any]]:
        answer: Future[Any] = Future()
        with self._lock:
            if self.is_gone:
                raise WorkerDiedError(f"{function}: worker {self.pid} is gone")
            number = next(self._numbers)
            self._calls[number] = answer
        return number, answer

    def _forget(self, number: int) -> None:
        with self._lock:
            self._calls.pop(number, None)
            is_done = self._is_retired and not self._calls
        if is_done:
            self._process.kill()

    def _listen(self) -> None:
        try:
            while True:
                message = self._link.receive()
                if message["kind"] == "answer":
                    self._settle(message)
                elif message["kind"] == "wrote":
                    self._wrote()
                elif message["kind"] == "ready":
                    self.is_ready = True
                    self._changed(self)
        except LinkBrokenError:
            self._end()

    def _settle(self, message: Answering) -> None:
        with self._lock:
            answer = self._calls.get(message["number"])
        if answer is None:
            return  # too late
        if message["error"] is None:
            answer.set_result(message["value"])
        else:
            answer.set_exception(FunctionFailedError(message["error"]))

    def _end(self) -> None:
        """The link broke: the process is gone, or of no use any more."""
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with self._lock:
            self.is_gone = True
            left = list(self._calls.values())
        for answer in left:
            if not answer.done():
                answer.set_exception(WorkerDiedError(f"worker {self.pid} ended meanwhile"))
        self._link.close()
        self._changed(self)


def _start(environment: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], Link]:
    """In a group of its own: Ctrl-C is for the front, which lets what runs come to its end."""
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.local.workers", str(theirs.fileno())],
            cwd=_CHECKOUT,
            env=environment,
            pass_fds=[theirs.fileno()],
            process_group=0,
            stdin=subprocess.DEVNULL,
            stdout=_STDERR,
        )
    return process, Link(ours)
