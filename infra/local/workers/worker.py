"""Inside a worker: imports the functions once, then runs what it is told, each in a thread.

It ends with the front, whatever becomes of that: the link breaks.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

from chalicelib import bootstrap
from chalicelib.bootstrap import Container
from chalicelib.core.observability import logger
from infra.local.lambdas.invocation import Entry, Invoke, load
from infra.local.lambdas.logs import running_function
from infra.local.lambdas.writes import tell_writes
from infra.local.settings import REGION
from infra.local.workers.link import Calling, Link, LinkBrokenError, Loading

_MOST_CALLS = 64


class SharedSession(boto3.Session):
    """Clients for threads: botocore makes one at a time."""

    def __init__(self) -> None:
        super().__init__(region_name=REGION)
        self._making = threading.Lock()

    def client(self, *args: Any, **options: Any) -> Any:
        with self._making:
            return super().client(*args, **options)


class Worker:
    """The functions of this process, and the link to the front that calls them."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._functions: Mapping[str, Invoke] = {}
        self._session = SharedSession()
        tell_writes(self._session, lambda: link.send({"kind": "wrote"}))
        self._pool = ThreadPoolExecutor(_MOST_CALLS, thread_name_prefix="call")

    def run(self) -> None:
        """Until it is told to stop. Raises LinkBrokenError where the front is gone."""
        while (message := self._link.receive())["kind"] != "stop":
            if message["kind"] == "load":
                self._load(message)
            elif message["kind"] == "call":
                self._pool.submit(self._call, message)
            elif message["kind"] == "renew":
                self._install()

    def _load(self, message: Loading) -> None:
        self._install()
        entries = [Entry(**fields) for fields in message["functions"]]
        self._functions = {entry.name: load(entry) for entry in entries}
        self._link.send({"kind": "ready"})

    def _install(self) -> None:
        """A new container: no cache of the one before lives on."""
        bootstrap.install(Container(os.environ, session=self._session))

    def _call(self, call: Calling) -> None:
        value, error = None, None
        with running_function(call["function"]):
            try:
                value = self._functions[call["function"]](call["event"])
            except BaseException as exc:  # noqa: BLE001 - whatever it raises is its answer
                logger.exception("function failed")
                error = f"{type(exc).__name__}: {exc}"
        self._answer(call["number"], value, error)

    def _answer(self, number: int, value: Any, error: str | None) -> None:
        try:
            self._link.send({"kind": "answer", "number": number, "value": value, "error": error})
        except (TypeError, ValueError) as exc:  # as Lambda: what is no JSON is a failure
            self._answer(number, None, f"{type(exc).__name__}: {exc}")
        except LinkBrokenError:
            return  # the front is gone, and run() knows it
