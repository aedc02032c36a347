"""What customers and agents do, step by step, with the units that each step consumed.

The whole chain counts: functions, indexes, `push` and `relay` on the real stream. A refused
condition counts one write; transactions count double, which the engine does by itself; a
read that finds nothing counts half a unit as on AWS, where the engine says none.
Configuration is read by a container every few seconds and not counted; sessions are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.queues import INBOUND, OUTBOUND, STATUS
from tests.bench.house import House
from tests.bench.provider import TEXT, Sender, status_event, text_event
from tests.engines import EngineTables
from tests.fakes.clock import TickingClock
from tests.fakes.templates import GREETING
from tests.integration.journey.streams import StreamReader

_LEAST_READ = 0.5
_READS = {"get_item", "query", "batch_get_item"}


@dataclass(frozen=True, slots=True)
class Units:
    """What one step consumed, request by request, and how many frames people got of it."""

    write: float
    read: float
    frames: int
    requests: Mapping[str, float]


class Tally:
    """A meter; safe for the threads of lists."""

    def __init__(self) -> None:
        self._entries: list[tuple[str, str, float]] = []

    def __call__(self, operation: str, table: str, consumed: Mapping[str, Any] | None) -> None:
        units = 1.0 if consumed is None else float(consumed["CapacityUnits"])
        if operation in _READS:
            units = max(units, _LEAST_READ)
        self._entries.append((operation, table, units))

    def clear(self) -> None:
        self._entries.clear()

    @property
    def read(self) -> float:
        return sum(units for operation, _, units in self._entries if operation in _READS)

    @property
    def write(self) -> float:
        return sum(units for operation, _, units in self._entries if operation not in _READS)

    @property
    def requests(self) -> Mapping[str, float]:
        """Units by operation and table."""
        found: Counter[str] = Counter()
        for operation, table, units in self._entries:
            found[f"{operation} {table}"] += units  # type: ignore[assignment]
        return found


class Counted:
    """Filled when its step is over."""

    def __init__(self) -> None:
        self.units = Units(0, 0, 0, {})


class MeteredHouse:
    """A house on one set of tables, whose requests are counted."""

    def __init__(self, tables: EngineTables) -> None:
        self._tally = Tally()
        self.clock = TickingClock()
        self.tables = tables
        dynamo = Dynamo(lambda: tables.client, prefix=tables.prefix, meter=self._tally)
        self.house = House(dynamo, self.clock)
        self.stream = StreamReader(tables)

    @contextmanager
    def step(self) -> Iterator[Counted]:
        """What is done inside is counted."""
        self.clock.advance(1)
        self.house.forget("api")  # the session is looked up, too
        self.house.warm_up()
        self._tally.clear()
        frames, counted = len(self.house.realtime.frames), Counted()
        yield counted
        heard = len(self.house.realtime.frames) - frames
        counted.units = Units(self._tally.write, self._tally.read, heard, self._tally.requests)

    def write(self, customer: Sender, *, in_batches: bool = False, **more: Any) -> None:
        """A text of a customer, until it is on screens."""
        self.house.accept(text_event(customer, self._second(), **more))
        self.house.run("inbound", INBOUND)
        records = self.stream.new_records()
        for batch in [[one] for one in records] if in_batches else [records]:
            self.house.pump(batch)

    def answer(self, conversation_id: str, token: str, body: Any = None) -> None:
        """What the holder writes, a text by default, until it is sent and screens know."""
        path = f"/v1/conversations/{conversation_id}/messages"
        body = body or {"kind": "text", "text": TEXT}
        key = f"{conversation_id}-{self._second()}"
        self.house.request("POST", path, body, token=token, Idempotency_Key=key)
        self.pump()
        self.house.run("outbound", OUTBOUND)
        self.pump()

    def upload(self, token: str) -> dict[str, Any]:
        """A file of somebody in storage, as a message to be sent."""
        announced = {"filename": "cuenta.pdf", "content_type": "application/pdf", "bytes": 8}
        upload_id = self.house.request("POST", "/v1/uploads", announced, token=token)["upload_id"]
        self.house.uploads.post(upload_id, b"%PDF-1.7")
        return {"kind": "media", "upload_id": upload_id, "caption": TEXT}

    def template(self, token: str) -> dict[str, Any]:
        """One that somebody has chosen from the list, as a message to be sent."""
        self.house.request("GET", "/v1/connections/wa-principal/templates", token=token)
        values = {"1": "Rosa", "2": "la cuota de este mes"}
        wanted = {"name": GREETING.name, "language": GREETING.language, "parameters": values}
        return {"kind": "template", "template": wanted}

    def report(self, customer: Sender, word: str) -> None:
        """The provider's word on the newest message of ours, until screens know."""
        provider_id, sent = self.house.sender.taken[-1]
        self.house.accept(
            status_event(customer, provider_id, word, sent.callback_data, self._second())
        )
        self.house.run("status", STATUS)
        self.pump()

    def act(self, conversation_id: str, action: str, token: str, body: Any = None) -> None:
        path, key = f"/v1/conversations/{conversation_id}/{action}", f"{action}-{conversation_id}"
        self.house.request("POST", path, body or {}, token=token, Idempotency_Key=key)
        self.pump()

    def pump(self) -> None:
        """What was written reaches `relay` and `push`."""
        self.house.pump(self.stream.new_records())

    def _second(self) -> int:
        self.clock.advance(1)
        return to_ms(self.clock.now()) // 1000


def open_desk(house: House, token: str, conversation_id: str, page: int) -> tuple[int, int]:
    """What the web client asks at its start; how many conversations and messages it got."""
    house.request("GET", "/v1/conversations/counters", token=token)
    path = f"/v1/conversations?state=open&limit={page}"
    listed = house.request("GET", path, token=token)["items"]
    path = f"/v1/conversations/{conversation_id}"
    house.request("GET", path, token=token)
    messages = house.request("GET", f"{path}/thread?limit={page}", token=token)["items"]
    return len(listed), len(messages)
