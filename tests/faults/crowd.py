"""Customers who write in bursts, under one or two identities, to one of the numbers."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Any

from infra.local.graph.webhooks import messages_change
from tests.faults.world import World
from tests.integration.journey.customers import NUMBERS

JSON = dict[str, Any]

_WAYS: tuple[tuple[float, tuple[tuple[str, ...], ...]], ...] = (
    (0.6, (("phone",),)),
    (0.75, (("user_id",),)),
    (0.85, (("phone", "user_id"),)),
    (1.0, (("phone",), ("user_id",), ("phone", "user_id"))),
)
_PICTURES = 0.06
_MOST_IN_A_POST = 6


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody, and the ways in which a webhook may name them."""

    phone: str
    user_id: str
    number: str
    ways: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Said:
    """One message of a customer, as the oracle knows it."""

    customer: Customer
    provider_id: str
    text: str
    kind: str
    second: int
    way: tuple[str, ...]
    post: int = 0


class Crowd:
    """Says so many messages, then falls silent."""

    def __init__(self, world: World, random: Random, customers: int, messages: int) -> None:
        self._world, self._random = world, random
        self._left = messages
        self._people = [self._person(number) for number in range(customers)]
        self._waiting: defaultdict[str, list[Said]] = defaultdict(list)
        self._posts = itertools.count(1)
        self.said: list[Said] = []

    @property
    def is_done(self) -> bool:
        return self._left <= 0 and not any(self._waiting.values())

    def start(self) -> None:
        self._world.simulation.at(0, self._burst)

    def _person(self, number: int) -> Customer:
        drawn = self._random.random()
        ways = next(ways for limit, ways in _WAYS if drawn <= limit)
        connection = self._random.choice(sorted(NUMBERS.values()))
        return Customer(f"5917{number:07d}", f"BO.{number:016d}", connection, ways)

    def _burst(self) -> None:
        customer, pause = self._random.choice(self._people), 0.0
        for _ in range(min(self._random.choice((1, 1, 2, 3, 5)), self._left)):
            self._left -= 1
            self._world.simulation.at(pause, lambda: self._say(customer))
            pause += self._random.choice((0.05, 0.4, 2.0, 5.0))
        if self._left > 0:
            self._world.simulation.at(self._random.expovariate(1 / 6), self._burst)

    def _say(self, customer: Customer) -> None:
        number = len(self.said) + 1
        said = Said(
            customer,
            provider_id=f"wamid.in.{number}",
            text=f"mensaje {number}",
            kind="image" if self._random.random() < _PICTURES else "text",
            second=self._world.clock.unix(),
            way=self._random.choice(customer.ways),
        )
        self.said.append(said)
        waiting = self._waiting[customer.number]
        waiting.append(said)
        if len(waiting) == 1:
            pause = self._random.uniform(0.05, 2.5)
            self._world.simulation.at(pause, lambda: self._post(customer.number))

    def _post(self, number: str) -> None:
        """The provider delivers what waits on a number, several messages in one webhook."""
        waiting = self._waiting[number]
        batch, self._waiting[number] = waiting[:_MOST_IN_A_POST], waiting[_MOST_IN_A_POST:]
        post = next(self._posts)
        contacts: list[JSON] = []
        for said in batch:
            said.post = post
            if (contact := _contact(said)) not in contacts:
                contacts.append(contact)
        provider = self._world.provider
        sender = next(one for one in provider.settings.numbers if one.id == number)
        messages = [_message(said) for said in batch]
        body = messages_change(provider.settings, sender, contacts=contacts, messages=messages)
        provider.deliver(body, 0)
        if self._waiting[number]:
            self._world.simulation.at(0.1, lambda: self._post(number))


def _contact(said: Said) -> JSON:
    contact: JSON = {"profile": {"name": f"Persona {said.customer.phone[-4:]}"}}
    if "phone" in said.way:
        contact["wa_id"] = said.customer.phone
    if "user_id" in said.way:
        contact["user_id"] = said.customer.user_id
    return contact


def _message(said: Said) -> JSON:
    message: JSON = {"id": said.provider_id, "timestamp": str(said.second), "type": said.kind}
    if "phone" in said.way:
        message["from"] = said.customer.phone
    if "user_id" in said.way:
        message["from_user_id"] = said.customer.user_id
    if said.kind == "image":
        return message | {"image": {"id": f"file {said.provider_id}", "mime_type": "image/png"}}
    return message | {"text": {"body": said.text}}
