"""Customers who write in bursts, under one or two identities, to one of the numbers."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Any

from infra.local.graph.webhooks import change_body
from tests.faults.world import World
from tests.integration.journey.customers import NUMBERS

JSON = dict[str, Any]

_WAYS: tuple[tuple[float, tuple[tuple[str, ...], ...]], ...] = (
    (0.6, (("phone",),)),
    (0.75, (("user_id",),)),
    (0.85, (("phone", "user_id"),)),
    (1.0, (("phone",), ("user_id",), ("phone", "user_id"))),
)
_PICTURES, _EDITS, _REACTIONS = 0.06, 0.05, 0.05
_AFTERTHOUGHT_SECONDS = 20.0
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
    edited: str | None = None
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What the provider tells of a message: that it was said, or what was thought of it later."""

    said: Said
    content: JSON
    is_afterthought: bool = False


class Crowd:
    """Says so many messages, then falls silent."""

    def __init__(self, world: World, random: Random, customers: int, messages: int) -> None:
        self._world, self._random = world, random
        self._left = messages
        self._people = [self._person(number) for number in range(customers)]
        self._waiting: defaultdict[str, list[Update]] = defaultdict(list)
        self._afterthoughts = 0
        self._posts = itertools.count(1)
        self.said: list[Said] = []

    @property
    def is_done(self) -> bool:
        waits = any(self._waiting.values())
        return self._left <= 0 and not self._afterthoughts and not waits

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
        self._tell(Update(said, _message(said)))
        drawn = self._random.random()
        if said.kind == "text" and drawn < _EDITS + _REACTIONS:
            self._afterthoughts += 1
            think = self._edit if drawn < _EDITS else self._react
            pause = self._random.uniform(0, _AFTERTHOUGHT_SECONDS)
            self._world.simulation.at(pause, lambda: think(said))

    def _edit(self, said: Said) -> None:
        said.edited = f"{said.text}, corregido"
        new = {"type": "text", "text": {"body": said.edited}}
        self._think(said, "edit", {"original_message_id": said.provider_id, "message": new})

    def _react(self, said: Said) -> None:
        said.emoji = "👍"
        self._think(said, "reaction", {"message_id": said.provider_id, "emoji": said.emoji})

    def _think(self, said: Said, kind: str, content: JSON) -> None:
        self._afterthoughts -= 1
        named = _named(said, f"{said.provider_id}.{kind}", self._world.clock.unix(), kind)
        self._tell(Update(said, named | {kind: content}, is_afterthought=True))

    def _tell(self, update: Update) -> None:
        number = update.said.customer.number
        self._waiting[number].append(update)
        if len(self._waiting[number]) == 1:
            pause = self._random.uniform(0.05, 2.5)
            self._world.simulation.at(pause, lambda: self._post(number))

    def _post(self, number: str) -> None:
        """The provider delivers what waits on a number, several updates in one webhook."""
        waiting = self._waiting[number]
        batch, self._waiting[number] = waiting[:_MOST_IN_A_POST], waiting[_MOST_IN_A_POST:]
        post = next(self._posts)
        contacts: list[JSON] = []
        for update in batch:
            if not update.is_afterthought:
                update.said.post = post
            if (contact := _contact(update.said)) not in contacts:
                contacts.append(contact)
        provider = self._world.provider
        sender = next(one for one in provider.settings.numbers if one.id == number)
        messages = [update.content for update in batch]
        body = change_body(provider.settings, sender, contacts=contacts, messages=messages)
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


def _named(said: Said, provider_id: str, second: int, kind: str) -> JSON:
    """What every message has, whoever it names as its sender."""
    message: JSON = {"id": provider_id, "timestamp": str(second), "type": kind}
    if "phone" in said.way:
        message["from"] = said.customer.phone
    if "user_id" in said.way:
        message["from_user_id"] = said.customer.user_id
    return message


def _message(said: Said) -> JSON:
    message = _named(said, said.provider_id, said.second, said.kind)
    if said.kind == "image":
        return message | {"image": {"id": f"file {said.provider_id}", "mime_type": "image/png"}}
    return message | {"text": {"body": said.text}}
