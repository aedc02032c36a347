"""The FIFO queue against a model that walks a list: the same deliveries for any history."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.queues import QueueMessage
from infra.local.queues import LocalQueues, QueueDefinition
from tests.fakes.clock import FakeClock

FIFO, DEAD = "orders.fifo", "orders-dead.fifo"
VISIBILITY_SECONDS, MOST_RECEIVES = 30, 2

STEPS = st.one_of(
    st.tuples(st.just("send"), st.sampled_from("abc")),
    st.tuples(st.just("receive"), st.integers(1, 5)),
    st.tuples(st.just("delete"), st.integers(0, 20)),
    st.tuples(st.just("give back"), st.integers(0, 20)),
    st.tuples(st.just("extend"), st.integers(0, 20)),
    st.tuples(st.just("pass"), st.sampled_from([1, 16, 31])),
)


@dataclass
class Modelled:
    """A message of the model; `until` is set while it is in flight."""

    body: str
    group: str
    received: int = 0
    until: float | None = None


@dataclass
class Model:
    """The queue as a list in the order of sending, walked for every question."""

    messages: list[Modelled] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    now: float = 0

    def in_flight(self) -> list[Modelled]:
        return [each for each in self.messages if each.until is not None]

    def receive(self, most: int) -> list[str]:
        taken: list[Modelled] = []
        blocked = {each.group for each in self.in_flight()}
        while len(taken) < most:
            free = [each for each in self.messages if each.group not in blocked]
            if not free:
                break
            blocked.add(free[0].group)
            self._serve([each for each in free if each.group == free[0].group], taken, most)
        return [each.body for each in taken]

    def _serve(self, group: list[Modelled], taken: list[Modelled], most: int) -> None:
        for message in group:
            if len(taken) == most:
                return
            if message.received >= MOST_RECEIVES:
                self.messages.remove(message)
                self.dead.append(message.body)
            else:
                message.received += 1
                message.until = self.now + VISIBILITY_SECONDS
                taken.append(message)

    def expire(self) -> None:
        for message in self.in_flight():
            if message.until is not None and message.until <= self.now:
                message.until = None


class Both:
    """The queue and its model, given the same steps."""

    def __init__(self) -> None:
        self.clock, self.model, self.sent = FakeClock(), Model(), 0
        definitions = [QueueDefinition(FIFO, VISIBILITY_SECONDS, MOST_RECEIVES, DEAD)]
        self.queues = LocalQueues([*definitions, QueueDefinition(DEAD)], self.clock)
        self.receipts: dict[str, str] = {}

    def step(self, kind: str, argument: str | int) -> None:
        if kind == "send":
            self._send(str(argument))
        elif kind == "receive":
            self._receive(int(argument))
        elif kind == "pass":
            self.clock.advance(int(argument))
            self.model.now += int(argument)
            self.model.expire()
        elif flying := self.model.in_flight():
            self._end(kind, flying[int(argument) % len(flying)])

    def _send(self, group: str) -> None:
        self.sent += 1
        body = f"{group}{self.sent}"
        self.model.messages.append(Modelled(body, group))
        self.queues.send(FIFO, [QueueMessage(body, group, body)])

    def _receive(self, most: int) -> None:
        received = self.queues.receive(FIFO, most)
        assert [message.body for message in received] == self.model.receive(most)
        self.receipts |= {message.body: message.receipt_handle for message in received}

    def _end(self, kind: str, message: Modelled) -> None:
        receipt = self.receipts[message.body]
        if kind == "delete":
            self.model.messages.remove(message)
            assert self.queues.delete(FIFO, receipt)
        else:
            seconds = 0 if kind == "give back" else 50
            message.until = self.model.now + seconds if seconds else None
            assert self.queues.change_visibility(FIFO, receipt, seconds)

    def compare_counts(self) -> None:
        flying = len(self.model.in_flight())
        counts = self.queues.counts()
        assert counts[FIFO]["in_flight"] == flying
        assert counts[FIFO]["waiting"] == len(self.model.messages) - flying
        assert counts[DEAD]["waiting"] == len(self.model.dead)


@settings(max_examples=300)
@given(st.lists(STEPS, min_size=5, max_size=60))
def test_deliveries_are_those_of_the_model(steps: list[tuple[str, str | int]]) -> None:
    both = Both()
    for kind, argument in steps:
        both.step(kind, argument)
        both.compare_counts()
    # nothing is stuck: all of it can be received or is dead, ten of a group at a time
    for _ in range((MOST_RECEIVES + 1) * (1 + both.sent // 10)):
        both.step("pass", 60)
        while both.model.messages and (taken := both.model.in_flight()) is not None:
            both.step("receive", 10)
            if len(both.model.in_flight()) == len(taken):
                break
    both.compare_counts()
    assert both.model.messages == []
