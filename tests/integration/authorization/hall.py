"""A contact centre on moto whose people sit at open sockets, and what each of them hears."""

from __future__ import annotations

import json
from typing import Any

from app import app
from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations.models import Filters
from chalicelib.domains.notifications.models import SocketId
from tests.engines import EngineTables
from tests.fakes.api import Answer, ApiClient
from tests.integration.authorization.people import COLLEAGUE, EVERYBODY, STRANGER, move_in
from tests.integration.journey.customers import Customer, Written
from tests.integration.journey.world import World

Heard = dict[str, list[str]]


class Hall:
    """A customer of a colleague, one of the stranger in the other queue, and one who waits.

    A socket is called as who sits at it.
    """

    def __init__(self, tables: EngineTables) -> None:
        self.world = World(tables)
        move_in(self.world.container)
        self._api = ApiClient(app)
        self._tokens = {person: self._api.token(person) for person in EVERYBODY}
        for person in EVERYBODY:
            self._sit_down(person)
        self.customers: dict[str, Customer] = {}
        self.held = self.comes("held")
        self.elsewhere = self.comes("elsewhere", "wa-cobranzas")
        self.call(COLLEAGUE, "POST", f"/v1/conversations/{self.held}/claim")
        self.call(STRANGER, "POST", f"/v1/conversations/{self.elsewhere}/claim")
        self.waiting = self.comes("waiting")
        self.heard()

    def _sit_down(self, person: str) -> None:
        """By a ticket, as browsers do."""
        ticket = self.call(person, "POST", "/v1/realtime/ticket").json["ticket"]
        self.world.container.sockets.connect(SocketId(person), ticket)
        assert self.asks(person, action="ping") == "ready"

    def call(self, person: str, method: str, path: str, body: Any = None, **more: str) -> Answer:
        """Over the API; it has to go well."""
        answer = self._api.request(method, path, body, token=self._tokens[person], **more)
        assert answer.status < 300, answer.text
        return answer

    def asks(self, person: str, **frame: str) -> str:
        """A frame of a client; the code of a refusal, or the kind of the answer."""
        reply = self.world.container.sockets.handle(SocketId(person), json.dumps(frame))
        return str(reply.answer.get("code") or reply.answer["type"])

    def comes(self, name: str, connection: str = "wa-principal") -> ConversationId:
        """A customer writes for the first time."""
        fresh = Customer.fresh(f"Cliente {name}")
        customer = Customer(fresh.phone, fresh.user_id, fresh.name, connection)
        self.customers[name] = customer
        self.writes(name, "hola")
        lists, reader = self.world.container.lists, self.world.principal("admin")
        found = lists.page(reader, Filters(state="new"), None, 50).items
        (head,) = [one for one in found if one.phone == customer.phone]
        return head.id

    def writes(self, name: str, text: str) -> None:
        """A customer writes again."""
        self.world.receive(Written(self.customers[name], text))

    def heard(self) -> Heard:
        """The kinds of frames that came since, by who heard them; silence is left out."""
        self.world.run_down()
        found: Heard = {}
        for person, frame in self.world.realtime.frames:
            found.setdefault(person, []).append(frame["type"])
        self.world.realtime.frames.clear()
        return found
