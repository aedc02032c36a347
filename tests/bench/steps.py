"""Where the time of one inbound message goes: its steps one after the other, in this process.

A lively chat: one customer, the holder's socket, the functions called as Lambda calls them.
What the running product adds are HTTP, the hand-over between threads, the pause in which
the writes of one message are gathered, and the socket. `relay` runs beside the way to the
screen and is left out. `python -m tests.bench.steps` prints the tables for moto.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3

from chalicelib.core.clock import SystemClock, to_ms
from chalicelib.core.dynamo import Dynamo, connect
from chalicelib.core.queues import INBOUND
from chalicelib.core.tables import CONVERSATIONS
from infra.local.keeping.journal import Journal
from infra.local.settings import aws_defaults
from infra.local.stack.engine import Engine
from tests.bench.house import House, Record
from tests.bench.provider import Sender, text_event

WARM_UP, MESSAGES = 20, 100
OWN_CODE = "own code"
_HOLDER = "agente1"
_ITEMS = {
    "I#": "identity",
    "T#": "pointer",
    "X#": "index",
    "V#": "viewers",
    "U#": "holder's sockets",
    "W#": "watchers",
}
_VERBS = {"PutItem": "put", "UpdateItem": "update", "GetItem": "get", "Query": "query"}
_STREAM_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """Median milliseconds of a step, and its part of the whole way."""

    name: str
    ms: float
    share: float


class RequestTimes:
    """Seconds of the requests to DynamoDB since the last look, each with what it touched."""

    def __init__(self, session: boto3.Session) -> None:
        self._taken: list[tuple[str, float]] = []
        session.events.register("before-parameter-build.dynamodb", self._before)
        session.events.register("after-call.dynamodb", self._after)

    def look(self) -> list[tuple[str, float]]:
        taken, self._taken = self._taken, []
        return taken

    def _before(
        self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any
    ) -> None:
        context["bench"] = (_name_of(model.name, params), time.perf_counter())

    def _after(self, context: dict[str, Any], **_: Any) -> None:
        name, start = context["bench"]
        self._taken.append((name, time.perf_counter() - start))


class StepsBench:
    """One customer and the holder of their conversation, on one engine."""

    def __init__(self, engine: Engine, journal: Journal | None = None) -> None:
        self._times = RequestTimes(engine.session)
        self._clock = SystemClock()
        self._house = House(Dynamo(lambda: connect(engine.session)), self._clock, journal)
        self._stream = engine.stream(CONVERSATIONS.name)
        self._customer = Sender.fresh()
        self._one_message()
        self._prepare()

    def measure(self, messages: int = MESSAGES) -> list[Step]:
        """Medians of so many messages, in the order of the way."""
        runs = [self._one_message() for _ in range(WARM_UP + messages)][WARM_UP:]
        usual = [name for name in runs[-1] if sum(name in run for run in runs) * 2 > len(runs)]
        medians = {
            name: statistics.median(run[name] for run in runs if name in run) for name in usual
        }
        whole = sum(medians.values())
        return [Step(name, taken * 1000, taken / whole) for name, taken in medians.items()]

    def first_requests(self, messages: int = MESSAGES // 5) -> list[Step]:
        """What a container asks in addition that does not know the customer yet."""
        runs = []
        for _ in range(messages):
            self._house.forget("inbound")
            self._house.warm_up()
            self._times.look()
            runs.append(self._one_message())
        names = [name for name in runs[-1] if name.endswith(("identity", "pointer"))]
        return [
            Step(name, statistics.median(run[name] for run in runs) * 1000, 0) for name in names
        ]

    def _prepare(self) -> None:
        house, token = self._house, self._house.token(_HOLDER)
        path = "/v1/conversations?state=new&limit=1"
        waiting = house.request("GET", path, token=token)["items"][0]["id"]
        house.request("POST", f"/v1/conversations/{waiting}/claim", {}, token=token)
        house.connect("socket", _HOLDER)
        self._records_until(_is_claim)
        self._times.look()

    def _one_message(self) -> dict[str, float]:
        """Seconds by step."""
        house, found = self._house, dict[str, float]()
        event = text_event(self._customer, to_ms(self._clock.now()) // 1000)
        with _timed(found, "webhook: verify, put on queue"):
            house.accept(event)
        with _timed(found, "queue: receive, delete"):
            messages = house.take(INBOUND)
        with self._requests_timed(found, "inbound"):
            house.process("inbound", INBOUND, messages)
        with _timed(found, "stream: until it shows the message"):
            records = self._records_until(_is_message)
        with self._requests_timed(found, "push"):
            house.push(records)
        with _timed(found, "queue: receive, delete"):
            house.done(INBOUND, messages)
        return found

    @contextmanager
    def _requests_timed(self, found: dict[str, float], function: str) -> Iterator[None]:
        """A function's time, parted into its requests and the rest."""
        self._times.look()
        start = time.perf_counter()
        yield
        rest = time.perf_counter() - start
        for name, taken in self._times.look():
            key = f"{function}: {name}"
            found[key] = found.get(key, 0) + taken
            rest -= taken
        found[f"{function}: {OWN_CODE}"] = rest

    def _records_until(self, last: Callable[[Record], bool]) -> list[Record]:
        """Read the stream again and again until it shows the record."""
        found: list[Record] = []
        deadline = time.monotonic() + _STREAM_SECONDS
        while not any(last(record) for record in found):
            if time.monotonic() > deadline:
                raise TimeoutError("the stream does not show what was written")
            found += self._stream.read()
        return found


def measure(
    engine_name: str, messages: int = MESSAGES, *, kept: bool = False
) -> tuple[list[Step], list[Step]]:
    """The steps on an engine of its own, and the requests that only a new container makes.

    `kept`: with a journal, as `make run` has it; otherwise in memory.
    """
    os.environ.update({**aws_defaults(), **os.environ})
    with ExitStack() as held:
        journal = None
        if kept:
            journal = Journal(Path(held.enter_context(TemporaryDirectory())))
            held.callback(journal.close)
        engine = Engine(engine_name, journal=journal)
        held.callback(engine.stop)
        bench = StepsBench(engine, journal)
        return bench.measure(messages), bench.first_requests()


def as_table(engine_name: str, steps: Sequence[Step], first: Sequence[Step]) -> str:
    """Rows of text; shares are of the sum."""
    rows = [f"{f'steps of one inbound text ({engine_name})':50}{'ms':>8}{'share':>8}"]
    rows += [f"{one.name:50}{one.ms:>8.2f}{one.share:>8.0%}" for one in steps]
    rows.append(f"{'sum':50}{sum(one.ms for one in steps):>8.2f}{1:>8.0%}")
    rows += [f"{one.name + ' (first in 30 s)':50}{one.ms:>8.2f}" for one in first]
    return "\n".join(rows)


@contextmanager
def _timed(found: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    found[name] = found.get(name, 0) + time.perf_counter() - start


def _name_of(operation: str, params: dict[str, Any]) -> str:
    """What a request is about, by its key."""
    verb = _VERBS.get(operation, operation)
    key = params.get("Item") or params.get("Key")
    if key is None:
        values = params.get("ExpressionAttributeValues", {}).values()
        partition = next((one["S"] for one in values if "S" in one), "")
    else:
        partition = key["pk"]["S"]
        if partition.startswith("C#"):
            return f"{verb} {'HEAD' if key['sk']['S'] == 'H' else 'message'}"
    return f"{verb} {_ITEMS.get(partition[:2], params.get('TableName', 'items'))}"


def _is_message(record: Record) -> bool:
    return record["eventName"] == "INSERT" and _sort_key(record).startswith("M#")


def _is_claim(record: Record) -> bool:
    return record["eventName"] == "MODIFY" and _sort_key(record) == "H"


def _sort_key(record: Record) -> str:
    return str(record["dynamodb"]["Keys"]["sk"]["S"])


if __name__ == "__main__":
    print(as_table("moto", *measure("moto")))
    print(as_table("moto, kept on disk", *measure("moto", kept=True)))
