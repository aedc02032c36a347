"""Every action that is priced, done once for real and counted Lambda by Lambda.

A desk of the holder is open and watches its queue. Most actions come after a pause in which
whatever a container remembers for seconds has aged: the dear case.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.core.clock import to_ms
from chalicelib.core.queues import INBOUND, OUTBOUND, STATUS
from infra.cost.counts import Action, Counts
from infra.local.seed import PASSWORD
from tests.bench.counting.counted_house import CountedHouse
from tests.bench.counting.ledger import lines_counted
from tests.bench.house import RefusedError
from tests.bench.provider import TEXT, Sender, status_event, text_event
from tests.engines import EngineTables

HOLDER, SOCKET, QUEUE = "agente1", "c2Vja2V0=", "general"
OPEN_CHATS, WAITING, PAGE = 20, 5, 50
_REST_SECONDS = 90.0
_SMALL_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////"
    "////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAB"
    "PxA="
)
_CHAT = "/v1/conversations/{conversation_id}"


class Scenario:
    """One contact centre on empty tables."""

    def __init__(self, tables: EngineTables) -> None:
        self._house = CountedHouse(tables, _SMALL_JPEG)
        self._token = self._house.token(HOLDER)
        self._counted: dict[str, Action] = {}
        self._keys = 0

    def count(self) -> Counts:
        """Every action once, in the order of a day."""
        with lines_counted(self._house.ledger):
            self._open_desk()
            customer = self._busy_desk()
            self._texts(customer)
            self._answers(customer)
            self._others(customer)
            self._waiting_ones()
            self._desk(customer)
        return self._counted

    # a day -----------------------------------------------------------------------------

    def _open_desk(self) -> None:
        house = self._house
        with self._action("ticket"):
            ticket = self._request("POST", "/v1/realtime/ticket")["ticket"]
        with self._action("socket_opened"):
            query = {"queryStringParameters": {"ticket": ticket}}
            house.socket_call("socket-connect", "CONNECT", headers={}, **query)
            house.socket_call("socket-message", "MESSAGE", body=_frame("ping"))
            watching = _frame("watch", queue_id=QUEUE)
            house.socket_call("socket-message", "MESSAGE", body=watching)
        with self._action("ping", rested=True):
            house.socket_call("socket-message", "MESSAGE", body=_frame("ping"))

    def _busy_desk(self) -> Sender:
        """Some chats held, some customers waiting; the last one held."""
        customers = [Sender.fresh() for _ in range(OPEN_CHATS)]
        for customer in customers:
            self._write(customer)
            self._house.pump_all()
            self._act(self._newest_waiting(), "claim")
        for _ in range(WAITING):
            self._write(Sender.fresh())
        self._house.pump_all()
        return customers[-1]

    def _texts(self, customer: Sender) -> None:
        with self._action("text", forgotten=True):
            self._text(customer)
        with self._action("text_in_two_batches", forgotten=True):
            self._text(customer, in_batches=True)
        with self._action("text_rested", rested=True):
            self._text(customer)

    def _answers(self, customer: Sender) -> None:
        chat = self._chat_of(customer)
        self._answer(chat)  # a first time, so that every client is open
        self._deliver_status(customer, "sent")
        with self._action("answer", rested=True):
            self._answer(chat)
        for word in ("sent", "delivered"):
            with self._action(f"status_{word}", rested=True):
                self._deliver_status(customer, word)

    def _others(self, customer: Sender) -> None:
        chat = self._chat_of(customer)
        self._picture(customer)
        last = self._last_of(chat)
        with self._action("read", rested=True):
            self._act(chat, "read", message_id=last)
            self._house.run("outbound", OUTBOUND)  # the customer sees that it was read
        with self._action("image", rested=True):
            self._picture(customer)

    def _waiting_ones(self) -> None:
        with self._action("first_contact", rested=True):
            self._text(Sender.fresh())
        chat = self._newest_waiting()
        with self._action("claim", rested=True):
            self._act(chat, "claim")
        last = self._last_of(chat)
        with self._action("resolve", rested=True):
            self._act(chat, "resolve", last_seen_message_id=last)
        self._house.pump_all()  # nothing waits in queues behind
        self._house.call("clock", {})
        self._house.pump_all()  # the pulse arrives: an ordinary minute is one without trouble
        with self._action("clock", rested=True):
            self._house.call("clock", {})

    def _desk(self, customer: Sender) -> None:
        for _ in range(PAGE):
            self._write(customer)
        self._house.pump_all()
        chat = self._chat_of(customer)
        with self._action("counters", rested=True):
            self._request("GET", "/v1/conversations/counters")
        with self._action("desk_shown", rested=True):
            self._request("GET", "/v1/me")
            self._request("GET", "/v1/queues")
            self._request("GET", "/v1/conversations/counters")
            self._request("GET", "/v1/conversations", query={"state": "open", "limit": f"{PAGE}"})
            self._request("GET", _CHAT, chat)
            self._request("GET", f"{_CHAT}/messages", chat, query={"limit": f"{PAGE}"})
        self._signed_in()

    def _signed_in(self) -> None:
        """The token of a desk lives for minutes."""
        house = self._house
        body = {"email": f"{HOLDER}@hilo.test", "password": PASSWORD}
        with self._action("sign_in"):
            answer = house.desk_request("POST", "/v1/auth/sign-in", body)
        cookie = answer["multiValueHeaders"]["Set-Cookie"][0].partition(";")[0]
        with self._action("token_renewed", rested=True):
            headers = {"Cookie": cookie, "X-Hilo-Client": "web"}
            house.desk_request("POST", "/v1/auth/refresh", headers=headers)

    # steps -----------------------------------------------------------------------------

    @contextmanager
    def _action(
        self, name: str, *, rested: bool = False, forgotten: bool = False
    ) -> Iterator[None]:
        """`rested`: after a pause; `forgotten`: customers are, the configuration is not."""
        house = self._house
        house.advance(_REST_SECONDS if rested or forgotten else 1)
        self._token = house.token(HOLDER)
        if not rested:
            house.warm_up()
        house.audit()  # whoever signed in for this
        house.drop_records()
        house.ledger.close()
        yield
        self._counted[name] = house.ledger.close()

    def _write(self, customer: Sender, **more: Any) -> None:
        self._house.accept(text_event(customer, self._second(), **more))
        self._house.run("inbound", INBOUND)

    def _text(self, customer: Sender, *, in_batches: bool = False) -> None:
        self._write(customer)
        self._house.pump_all(in_batches=in_batches)

    def _picture(self, customer: Sender) -> None:
        self._write(customer, type="image", image={"id": "1", "mime_type": "image/jpeg"})
        self._house.pump_all()
        self._house.fetch_files()
        self._house.pump_all()

    def _deliver_status(self, customer: Sender, word: str) -> None:
        """What the provider says of our last message."""
        house = self._house
        provider_id, sent = house.counted_sender.taken[-1]
        house.accept(status_event(customer, provider_id, word, sent.callback_data, self._second()))
        house.run("status", STATUS)
        house.pump_all()

    def _answer(self, chat: str) -> None:
        self._request("POST", f"{_CHAT}/messages", chat, {"kind": "text", "text": TEXT})
        self._house.pump_all()
        self._house.run("outbound", OUTBOUND)
        self._house.pump_all()

    def _act(self, chat: str, action: str, **body: Any) -> None:
        self._request("POST", f"{_CHAT}/{action}", chat, body)
        self._house.pump_all()

    def _request(
        self, method: str, resource: str, chat: str | None = None, body: Any = None, **more: Any
    ) -> Any:
        self._keys += 1
        headers = {"Idempotency-Key": f"key-{self._keys}"} if method == "POST" else {}
        parameters = None if chat is None else {"conversation_id": chat}
        answer = self._house.desk_request(
            method,
            resource,
            body,
            token=self._token,
            parameters=parameters,
            headers=headers,
            **more,
        )
        return json.loads(answer["body"])

    def _newest_waiting(self) -> str:
        query = {"state": "new", "limit": "1"}
        return str(self._request("GET", "/v1/conversations", query=query)["items"][0]["id"])

    def _chat_of(self, customer: Sender) -> str:
        """The conversation of somebody who wrote last of all."""
        query = {"state": "open", "limit": "1"}
        found = self._request("GET", "/v1/conversations", query=query)["items"][0]
        if customer.phone not in [one["value"] for one in found["identities"]]:
            raise RefusedError(f"not of {customer.phone}: {found}")
        return str(found["id"])

    def _last_of(self, chat: str) -> str:
        return str(self._request("GET", _CHAT, chat)["last_message"]["id"])

    def _second(self) -> int:
        self._house.advance(1)
        return to_ms(self._house.now) // 1000


def _frame(action: str, **more: str) -> str:
    return json.dumps({"action": action, **more})
