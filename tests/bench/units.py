"""Read and write units of what the desk does all day, counted on DynamoDB Local."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from tests.bench.metered import MeteredHouse, Units, open_desk
from tests.bench.provider import Sender
from tests.engines import EngineTables

OPEN_CHATS = 50
PAGE = 50
_HOLDER, _DESK = "agente1", "agente2"


class Budget(NamedTuple):
    """At most so many units; None: nothing was promised."""

    write: float | None = None
    read: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One step: what was promised of it and what it consumed."""

    name: str
    budget: Budget
    units: Units

    @property
    def is_within(self) -> bool:
        return (self.budget.write is None or self.units.write <= self.budget.write) and (
            self.budget.read is None or self.units.read <= self.budget.read
        )


class UnitsBench:
    """Measures step after step on one set of tables, which are empty before."""

    def __init__(self, tables: EngineTables) -> None:
        self._metered = MeteredHouse(tables)
        self._house = self._metered.house
        self._tokens = {name: self._house.token(name) for name in (_HOLDER, _DESK)}
        self._found: list[Measured] = []

    def measure(self) -> list[Measured]:
        """Every step once."""
        self._known_customer()
        self._led_by_advertisement()
        self._strangers()
        self._desk()
        return self._found

    # what is measured ------------------------------------------------------------------

    def _known_customer(self) -> None:
        metered, customer = self._metered, Sender.fresh()
        conversation_id = self._held_by(_HOLDER, customer)
        self._house.connect("socket", _HOLDER)
        self._house.forget("inbound")
        with self._step("inbound text, new container", Budget(6, 2)):
            metered.write(customer)
        with self._step("inbound text, lively chat", Budget(6, 2)):
            metered.write(customer)
        with self._step("  the same, stream in two batches"):
            metered.write(customer, in_batches=True)
        with self._step("outbound text", Budget(11, 5)):
            metered.answer(conversation_id, self._tokens[_HOLDER])
        file = metered.upload(self._tokens[_HOLDER])
        with self._step("outbound file", Budget(13, 5)):
            metered.answer(conversation_id, self._tokens[_HOLDER], file)
        template = metered.template(self._tokens[_HOLDER])
        with self._step("outbound template", Budget(11, 5.5)):
            metered.answer(conversation_id, self._tokens[_HOLDER], template)
        with self._step("status", Budget(write=1)):
            metered.report(customer, "delivered")
        seen = {"last_seen_message_id": self._last_of(conversation_id)}
        with self._step("resolve"):
            metered.act(conversation_id, "resolve", self._tokens[_HOLDER], seen)
        with self._step("inbound text after resolve"):
            metered.write(customer)

    def _led_by_advertisement(self) -> None:
        """For three days the window ends later than each message alone would have it end."""
        customer = Sender.fresh()
        self._held_by(_HOLDER, customer)
        with self._step("inbound text by an advertisement", Budget(6, 2)):
            advertisement = {"source_type": "ad", "headline": "Doce cuotas"}
            self._metered.write(customer, referral=advertisement)
        self._house.forget("inbound")
        with self._step("inbound text in its 72 hours", Budget(6, 2)):
            self._metered.write(customer)

    def _strangers(self) -> None:
        alone, double = Sender.fresh(), Sender.fresh(with_user_id=True)
        with self._step("first contact, one identity", Budget(write=10)):
            self._metered.write(alone)
        with self._step("first contact, two identities", Budget(write=12)):
            self._metered.write(double)
        newest = self._newest_waiting()
        with self._step("claim"):
            self._metered.act(newest, "claim", self._tokens[_HOLDER])

    def _desk(self) -> None:
        customers = [Sender.fresh() for _ in range(OPEN_CHATS)]
        ids = [self._held_by(_DESK, customer) for customer in customers]
        for _ in range(PAGE):
            self._metered.write(customers[-1])
        with self._step(f"desk with {OPEN_CHATS} open chats", Budget(read=40)):
            shown = open_desk(self._house, self._tokens[_DESK], ids[-1], PAGE)
        assert shown == (PAGE, PAGE)

    # steps -----------------------------------------------------------------------------

    @contextmanager
    def _step(self, name: str, budget: Budget | None = None) -> Iterator[None]:
        with self._metered.step() as counted:
            yield
        self._found.append(Measured(name, budget or Budget(), counted.units))

    def _held_by(self, name: str, customer: Sender) -> str:
        """The conversation of a customer who has written and was taken."""
        self._metered.write(customer)
        conversation_id = self._newest_waiting()
        self._metered.act(conversation_id, "claim", self._tokens[name])
        return conversation_id

    def _newest_waiting(self) -> str:
        path, token = "/v1/conversations?state=new&limit=1", self._tokens[_HOLDER]
        return str(self._house.request("GET", path, token=token)["items"][0]["id"])

    def _last_of(self, conversation_id: str) -> str:
        path, token = f"/v1/conversations/{conversation_id}", self._tokens[_HOLDER]
        return str(self._house.request("GET", path, token=token)["last_message"]["id"])


def as_table(results: list[Measured]) -> str:
    """Rows of text: what was counted, and what was promised."""
    rows = [f"{'units (DynamoDB Local)':34}{'write':>7}{'read':>7}{'budget':>12}{'frames':>8}"]
    for one in results:
        promised = "/".join(
            "-" if most is None else f"{most:g}" for most in (one.budget.write, one.budget.read)
        )
        over = "" if one.is_within else "  OVER"
        units = one.units
        rows.append(
            f"{one.name:34}{units.write:>7g}{units.read:>7g}{promised:>12}{units.frames:>8}{over}"
        )
    return "\n".join(rows)
