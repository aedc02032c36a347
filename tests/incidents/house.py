"""A contact centre at work, minute by minute, in which one thing can be broken and mended.

All functions are the product's own, from the webhook's signature to the provider's answer;
queues, streams and the clock are driven here, so that an hour takes seconds.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, deque
from collections.abc import Mapping
from typing import Any

from app import app
from chalicelib import bootstrap
from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.secrets import SecretsManagerStore
from chalicelib.bootstrap import Container
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConversationId
from chalicelib.core.observability import logger
from chalicelib.core.queues import NETS
from chalicelib.core.secret_store import app_secret_name
from functions.definition import QueueTrigger, StreamTrigger
from functions.registry import FUNCTIONS
from infra.local.graph.customers import Customer
from infra.local.graph.models import SEEDED_NUMBERS, Number
from infra.local.graph.models import GraphSettings as ProviderSettings
from infra.local.graph.webhooks import change_body, provider_json, sign
from infra.local.lambdas.invocation import arn, load
from infra.local.queues import LocalQueues, ReceivedMessage
from infra.local.seed import APP, seed
from infra.queues import QUEUES
from tests.engines import EngineTables
from tests.fakes.access import (
    MemoryAttempts,
    MemoryPeople,
    MemorySessions,
    MemoryTickets,
    PlainPasswords,
    PlainTokens,
)
from tests.fakes.api import ApiClient
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.channel import FakeMediaFetcher, FakeMediaStore
from tests.fakes.clock import TickingClock
from tests.fakes.connections import MemoryConnections
from tests.fakes.seals import MemorySeals
from tests.fakes.security import PlainPasses
from tests.fakes.sockets import FakeRealtime
from tests.incidents.engine import OneSession, RefusingClient
from tests.incidents.provider import Provider
from tests.incidents.records import Figures, Lines
from tests.integration.journey.streams import StreamReader

Record = dict[str, Any]
CUSTOMERS = (
    Customer("rosa", "Rosa", "593990000011", None),
    Customer("luis", "Luis", "593990000012", None),
)
FOREIGN = Number("100000000000009", "593225550109", "none", "Unknown")
AGENT = "agente1"
_FED = {one.trigger.queue: one.name for one in FUNCTIONS if isinstance(one.trigger, QueueTrigger)}
_STEP_SECONDS = 20
_STEPS_A_MINUTE = 3


class House:
    """`stopped` names functions that nobody calls; `engine.refusing` tables that refuse."""

    def __init__(self, tables: EngineTables) -> None:
        self.clock = TickingClock()
        self.settings = ProviderSettings()
        self.provider = Provider(self.settings)
        self.engine = RefusingClient(tables.client, tables.prefix)
        self.vault = tables.make_client("secretsmanager")
        self.queues = LocalQueues(QUEUES, self.clock)
        self.lines = Lines(self.clock)
        self.figures = Figures(self.lines, self.clock)
        self.stopped: set[str] = set()
        self.accepted: dict[str, list[str]] = {one.name: [] for one in CUSTOMERS}
        self.answered: list[str] = []
        self._undelivered: deque[tuple[str, str, bytes]] = deque()
        self._functions = {one.name: load(one) for one in FUNCTIONS}
        self._streamed = {
            one.name: one.trigger for one in FUNCTIONS if isinstance(one.trigger, StreamTrigger)
        }
        self._behind: dict[str, deque[Record]] = {name: deque() for name in self._streamed}
        self._stream = StreamReader(tables)
        self._calls: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self.keep_secret()
        self.container = self._container(tables)
        seed(self.container)
        bootstrap.install(self.container)
        self._api = ApiClient(app)

    def _container(self, tables: EngineTables) -> Container:
        session = OneSession(dynamodb=self.engine)
        made = Container(
            {"HILO_TABLE_PREFIX": tables.prefix},
            clock=self.clock,
            session=session,
            secrets=SecretsManagerStore(lambda: self.vault, self.clock),
            people_repository=MemoryPeople(),
            session_repository=MemorySessions(),
            attempt_repository=MemoryAttempts(),
            ticket_repository=MemoryTickets(),
            connection_repository=MemoryConnections(),
            passwords=PlainPasswords(),
            access_tokens=PlainTokens(),
            device_passes=PlainPasses(),
            queues=self.queues,
            bodies=FakeBodyStore(),
            seals=MemorySeals(),
            media_store=FakeMediaStore(),
            media_fetcher=FakeMediaFetcher(),
            realtime=FakeRealtime(),
        )
        made.graph = GraphApi(
            GraphSettings(), made.secrets, made.connections.require, transport=self.provider
        )
        return made

    # what happens in a minute ----------------------------------------------------------

    def minutes(self, many: int, *, quiet: bool = False) -> None:
        """Customers write and an agent answers, unless it is quiet; then all goes its way."""
        for _ in range(many):
            if not quiet:
                self._people()
            for _ in range(_STEPS_A_MINUTE):
                self._step()
            if "clock" not in self.stopped:
                self._call("clock", {})
            self._note()

    def _people(self) -> None:
        number = next(self._numbers)
        for customer in CUSTOMERS:
            self.say(customer, f"{customer.name} {number}")
        self._deliver()
        for conversation in self.conversations():
            if conversation["assignee"] is None and conversation["state"] == "new":
                self.ask("POST", f"/v1/conversations/{conversation['id']}/claim", AGENT)
            if conversation["state"] in {"new", "pending"}:
                self.answer(conversation["id"], f"respuesta {number}.{len(self.answered)}")

    def _step(self) -> None:
        self.clock.advance(_STEP_SECONDS)
        self._deliver()
        while self._feed_streams() | self._feed_queues():
            pass

    # the provider ------------------------------------------------------------------------

    def say(self, customer: Customer, text: str, number: Number = SEEDED_NUMBERS[0]) -> None:
        """A customer writes; the provider delivers it until we take it."""
        self._undelivered.append((customer.name, text, self.written(customer, text, number=number)))

    def written(self, customer: Customer, *texts: str, number: Number = SEEDED_NUMBERS[0]) -> bytes:
        """One delivery of what a customer wrote, a second apart."""
        messages = []
        for text in texts:
            self.clock.advance(1)
            messages.append(
                {
                    "id": f"wamid.in.{customer.key}.{text}",
                    "from": customer.phone,
                    "timestamp": str(to_ms(self.clock.now()) // 1000),
                    "type": "text",
                    "text": {"body": text},
                }
            )
        contacts = [customer.contact()]
        return provider_json(
            change_body(self.settings, number, contacts=contacts, messages=messages)
        )

    def _deliver(self) -> None:
        for _ in range(len(self._undelivered)):
            name, text, raw = self._undelivered.popleft()
            if self.post(raw) == 200:
                if FOREIGN.id.encode() not in raw:
                    self.accepted[name].append(text)
            else:
                self._undelivered.append((name, text, raw))

    def post(self, raw: bytes) -> int:
        """One delivery to the webhook; the status it was answered with."""
        event = {
            "pathParameters": {"channel": "whatsapp-cloud", "app_id": APP.id},
            "requestContext": {"http": {"method": "POST"}, "requestId": "r"},
            "headers": {"X-Hub-Signature-256": sign(raw, self.provider.app_secret)},
            "body": raw.decode(),
        }
        return int(self._call("webhook", event)["statusCode"])

    # the platform --------------------------------------------------------------------------

    def _feed_streams(self) -> bool:
        new = self._stream.new_records()
        happened = False
        for name, behind in self._behind.items():
            behind.extend(one for one in new if self._streamed[name].lets_through(one))
            if (
                behind
                and name not in self.stopped
                and self._call(name, {"Records": [*behind]}) is not _FAILED
            ):
                behind.clear()
                happened = True
        return happened

    def _feed_queues(self) -> bool:
        happened = False
        for queue, name in _FED.items():
            if name in self.stopped:
                continue
            while received := self.queues.receive(queue, 1):
                happened |= self._feed(name, queue, received[0])
        return happened

    def _feed(self, name: str, queue: str, one: ReceivedMessage) -> bool:
        answer = self._call(name, {"Records": [_record(queue, one)]})
        if answer is _FAILED or answer["batchItemFailures"]:
            return False
        self.queues.delete(queue, one.receipt_handle)
        return True

    def _call(self, name: str, event: Record) -> Any:
        self._calls[f"{name} calls"] += 1
        self.lines.function = name
        logger.remove_keys(["request_id", "conversation_id"])  # each function is a process
        try:
            return self._functions[name](event)
        except Exception:  # noqa: BLE001 - as Lambda: it is counted, and the event comes again
            self._calls[f"{name} errors"] += 1
            return _FAILED
        finally:
            self.lines.function = "api"

    def _note(self) -> None:
        waiting = {
            f"{queue} waiting": self.queues.waiting(queue) for queue in (*NETS, *NETS.values())
        }
        behind = {f"{name} records behind": len(one) for name, one in self._behind.items()}
        calls = {f"{name} {what}": 0 for name in self._functions for what in ("calls", "errors")}
        figures = {**calls, **self._calls, **waiting, **behind}
        self.figures.add(**figures, **{"throttled by tables": self.engine.throttled})
        self._calls.clear()
        self.engine.throttled = 0

    # people --------------------------------------------------------------------------------

    def ask(self, method: str, path: str, who: str = "admin", body: Any = None) -> Any:
        """What the API answers somebody, who comes in for it: that may be what is refused."""
        bootstrap.install(self.container)
        entered = self._api.sign_in(who).json
        if "access_token" not in entered:
            return entered
        return self._api.request(method, path, body, token=entered["access_token"]).json

    def conversations(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/v1/conversations?limit=100").get("items", []))

    def answer(self, conversation_id: str, text: str) -> None:
        """The agent answers; kept in `answered` where the API took it."""
        place = f"/v1/conversations/{conversation_id}/messages"
        if "id" in self.ask("POST", place, AGENT, {"kind": "text", "text": text}):
            self.answered.append(text)

    def texts(self, conversation_id: ConversationId | str, direction: str) -> list[str]:
        """What the thread shows, oldest first."""
        return [one["text"] for one in self.messages(conversation_id, direction)]

    def messages(
        self, conversation_id: ConversationId | str, direction: str
    ) -> list[dict[str, Any]]:
        place = f"/v1/conversations/{conversation_id}/messages?limit=100"
        shown = self.ask("GET", place)["items"]
        return [one for one in reversed(shown) if one["direction"] == direction]

    def troubles(self) -> dict[str, tuple[str, str]]:
        """What the administrator sees in trouble: code and name by kind."""
        checks = self.ask("GET", "/v1/health/details")["checks"]
        return {
            one["kind"]: (one["code"], one["name"]) for one in checks if one["state"] == "trouble"
        }

    # secrets ---------------------------------------------------------------------------------

    def keep_secret(self, **changes: str) -> None:
        """What the administrator keeps in Secrets Manager of the app."""
        fields: Mapping[str, str] = {
            "app_secret": self.settings.app_secret,
            "verify_token": "v",
            "access_token": self.settings.access_token,
        }
        name, text = app_secret_name(APP.id), json.dumps({**fields, **changes})
        known = [one["Name"] for one in self.vault.list_secrets()["SecretList"]]
        if name in known:
            self.vault.put_secret_value(SecretId=name, SecretString=text)
        else:
            self.vault.create_secret(Name=name, SecretString=text)


_FAILED = object()


def _record(queue: str, one: ReceivedMessage) -> Record:
    return {
        "messageId": one.message_id,
        "receiptHandle": one.receipt_handle,
        "body": one.body,
        "eventSourceARN": arn("sqs", queue),
        "attributes": {"ApproximateReceiveCount": str(one.receive_count)}
        | ({"MessageGroupId": one.group_id} if one.group_id else {}),
    }
