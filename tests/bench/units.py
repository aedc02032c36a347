"""Read and write units of what the desk does all day, counted on DynamoDB Local.

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
from typing import Any, NamedTuple

from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.queues import INBOUND, OUTBOUND, STATUS
from tests.bench.house import House
from tests.bench.provider import TEXT, Sender, status_event, text_event
from tests.engines import EngineTables
from tests.fakes.clock import TickingClock
from tests.integration.journey.streams import StreamReader

OPEN_CHATS = 50
PAGE = 50
_LEAST_READ = 0.5
_READS = {"get_item", "query", "batch_get_item"}
_HOLDER, _DESK = "agente1", "agente2"


class Budget(NamedTuple):
    """At most so many units; None: nothing was promised."""

    write: float | None = None
    read: float | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """What one step consumed, request by request, and how many frames people got of it."""

    name: str
    budget: Budget
    write: float
    read: float
    frames: int
    requests: Mapping[str, float]

    @property
    def is_within(self) -> bool:
        return (self.budget.write is None or self.write <= self.budget.write) and (
            self.budget.read is None or self.read <= self.budget.read
        )


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


class UnitsBench:
    """Measures step after step on one set of tables, which are empty before."""

    def __init__(self, tables: EngineTables) -> None:
        self._tally = Tally()
        self._clock = TickingClock()
        dynamo = Dynamo(lambda: tables.client, prefix=tables.prefix, meter=self._tally)
        self._house = House(dynamo, self._clock)
        self._new_records = StreamReader(tables).new_records
        self._tokens = {name: self._house.token(name) for name in (_HOLDER, _DESK)}
        self._found: list[Units] = []

    def measure(self) -> list[Units]:
        """Every step once."""
        self._known_customer()
        self._led_by_advertisement()
        self._strangers()
        self._desk()
        return self._found

    # what is measured ------------------------------------------------------------------

    def _known_customer(self) -> None:
        house, customer = self._house, Sender.fresh()
        conversation_id = self._held_by(_HOLDER, customer)
        house.connect("socket", _HOLDER)
        house.forget("inbound")
        with self._step("inbound text, new container", Budget(6, 2)):
            self._write(customer)
        with self._step("inbound text, lively chat", Budget(6, 2)):
            self._write(customer)
        with self._step("  the same, stream in two batches"):
            self._write(customer, in_batches=True)
        with self._step("outbound text", Budget(11, 5)):
            self._answer(conversation_id, {"kind": "text", "text": TEXT})
        file = {"kind": "media", "upload_id": self._upload(), "caption": TEXT}
        with self._step("outbound file", Budget(13, 5)):
            self._answer(conversation_id, file)
        provider_id, sent = house.sender.taken[-1]
        with self._step("status", Budget(write=1)):
            second = self._second()
            house.accept(
                status_event(customer, provider_id, "delivered", sent.callback_data, second)
            )
            house.run("status", STATUS)
            self._pump()
        seen = {"last_seen_message_id": self._last_of(conversation_id)}
        with self._step("resolve"):
            self._act(conversation_id, "resolve", _HOLDER, seen)
        with self._step("inbound text after resolve"):
            self._write(customer)

    def _led_by_advertisement(self) -> None:
        """For three days the window ends later than each message alone would have it end."""
        customer = Sender.fresh()
        self._held_by(_HOLDER, customer)
        with self._step("inbound text by an advertisement", Budget(6, 2)):
            self._write(customer, referral={"source_type": "ad", "headline": "Doce cuotas"})
        self._house.forget("inbound")
        with self._step("inbound text in its 72 hours", Budget(6, 2)):
            self._write(customer)

    def _strangers(self) -> None:
        alone, double = Sender.fresh(), Sender.fresh(with_user_id=True)
        with self._step("first contact, one identity", Budget(write=10)):
            self._write(alone)
        with self._step("first contact, two identities", Budget(write=12)):
            self._write(double)
        newest = self._newest_waiting()
        with self._step("claim"):
            self._act(newest, "claim", _HOLDER)

    def _desk(self) -> None:
        customers = [Sender.fresh() for _ in range(OPEN_CHATS)]
        ids = [self._held_by(_DESK, customer) for customer in customers]
        for _ in range(PAGE):
            self._write(customers[-1])
        house, token = self._house, self._tokens[_DESK]
        with self._step(f"desk with {OPEN_CHATS} open chats", Budget(read=40)):
            house.request("GET", "/v1/conversations/counters", token=token)
            path = f"/v1/conversations?state=open&limit={PAGE}"
            listed = house.request("GET", path, token=token)["items"]
            path = f"/v1/conversations/{ids[-1]}"
            house.request("GET", path, token=token)
            messages = house.request("GET", f"{path}/messages?limit={PAGE}", token=token)["items"]
        assert (len(listed), len(messages)) == (PAGE, PAGE)

    # steps -----------------------------------------------------------------------------

    @contextmanager
    def _step(self, name: str, budget: Budget | None = None) -> Iterator[None]:
        self._clock.advance(1)
        self._house.forget("api")  # the session is looked up, too
        self._house.warm_up()
        self._tally.clear()
        frames = len(self._house.realtime.frames)
        yield
        tally, heard = self._tally, len(self._house.realtime.frames) - frames
        found = Units(name, budget or Budget(), tally.write, tally.read, heard, tally.requests)
        self._found.append(found)

    def _write(self, customer: Sender, *, in_batches: bool = False, **more: Any) -> None:
        """A text of a customer, until it is on screens."""
        house = self._house
        house.accept(text_event(customer, self._second(), **more))
        house.run("inbound", INBOUND)
        records = self._new_records()
        for batch in [[one] for one in records] if in_batches else [records]:
            house.pump(batch)

    def _answer(self, conversation_id: str, body: Any) -> None:
        """What the holder writes, until it is sent and screens know."""
        path, token = f"/v1/conversations/{conversation_id}/messages", self._tokens[_HOLDER]
        key = f"{body['kind']}-{conversation_id}"
        self._house.request("POST", path, body, token=token, Idempotency_Key=key)
        self._pump()
        self._house.run("outbound", OUTBOUND)
        self._pump()

    def _upload(self) -> str:
        """A file of the holder, in storage."""
        announced = {"filename": "cuenta.pdf", "content_type": "application/pdf", "bytes": 8}
        token = self._tokens[_HOLDER]
        upload_id = self._house.request("POST", "/v1/uploads", announced, token=token)["upload_id"]
        self._house.uploads.post(upload_id, b"%PDF-1.7")
        return str(upload_id)

    def _act(self, conversation_id: str, action: str, name: str, body: Any = None) -> None:
        path, token = f"/v1/conversations/{conversation_id}/{action}", self._tokens[name]
        key = f"{action}-{conversation_id}"
        self._house.request("POST", path, body or {}, token=token, Idempotency_Key=key)
        self._pump()

    def _held_by(self, name: str, customer: Sender) -> str:
        """The conversation of a customer who has written and was taken."""
        self._write(customer)
        conversation_id = self._newest_waiting()
        self._act(conversation_id, "claim", name)
        return conversation_id

    def _newest_waiting(self) -> str:
        path, token = "/v1/conversations?state=new&limit=1", self._tokens[_HOLDER]
        return str(self._house.request("GET", path, token=token)["items"][0]["id"])

    def _last_of(self, conversation_id: str) -> str:
        path, token = f"/v1/conversations/{conversation_id}", self._tokens[_HOLDER]
        return str(self._house.request("GET", path, token=token)["last_message"]["id"])

    def _second(self) -> int:
        self._clock.advance(1)
        return to_ms(self._clock.now()) // 1000

    def _pump(self) -> None:
        self._house.pump(self._new_records())


def as_table(results: list[Units]) -> str:
    """Rows of text: what was counted, and what was promised."""
    rows = [f"{'units (DynamoDB Local)':34}{'write':>7}{'read':>7}{'budget':>12}{'frames':>8}"]
    for one in results:
        promised = "/".join(
            "-" if most is None else f"{most:g}" for most in (one.budget.write, one.budget.read)
        )
        over = "" if one.is_within else "  OVER"
        rows.append(
            f"{one.name:34}{one.write:>7g}{one.read:>7g}{promised:>12}{one.frames:>8}{over}"
        )
    return "\n".join(rows)
