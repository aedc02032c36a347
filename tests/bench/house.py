"""The product in this process on one engine's tables, called step by step as Lambda calls it.

Every function has a container of its own, as in the cloud; queues, provider and sockets are
stand-ins, everything that is stored is on the engine. Nothing runs by itself.
"""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

from app import app
from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.bootstrap import Container, install
from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.core.queues import AUDIT
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Socket, SocketId
from chalicelib.domains.uploads.service import Uploads
from functions.definition import Function, StreamTrigger
from functions.push.function import FUNCTION as PUSH
from functions.relay.function import FUNCTION as RELAY
from infra.local.keeping.journal import Journal
from infra.local.lambdas.invocation import arn
from infra.local.queues import LocalQueues, ReceivedMessage
from infra.local.seed import seed
from infra.queues import QUEUES
from tests.bench.provider import SECRETS
from tests.fakes.access import PlainPasswords, PlainTokens
from tests.fakes.api import Answer, ApiClient
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.channel import FakeMediaFetcher, FakeMediaStore, FakeSender
from tests.fakes.seals import MemorySeals
from tests.fakes.secrets import FakeSecretStore
from tests.fakes.security import PlainPasses
from tests.fakes.sockets import FakeRealtime
from tests.fakes.templates import FakeTemplateSource
from tests.fakes.uploads import FakeUploadSpace

Record = dict[str, Any]
_CONTAINERS = ("webhook", "inbound", "status", "outbound", "relay", "push", "api")


class RefusedError(AssertionError):
    """A step of the bench did not do what is measured."""


class House:
    """Functions, the API, and what lies between them."""

    def __init__(self, dynamo: Dynamo, clock: Clock, journal: Journal | None = None) -> None:
        self.dynamo, self.clock = dynamo, clock
        self.queues = LocalQueues(QUEUES, clock, journal)
        self.sender, self.realtime = FakeSender(), FakeRealtime()
        self.files, self._bodies, self._kept = FakeMediaFetcher(), FakeBodyStore(), FakeMediaStore()
        self.uploads = FakeUploadSpace()
        self._containers: dict[str, Container] = {}
        self._api = ApiClient(app)
        seed(self.container("api"))

    def container(self, name: str) -> Container:
        """That of a function, or of the API."""
        if name not in self._containers:
            self._containers[name] = self._new_container()
        return self._containers[name]

    def forget(self, name: str) -> None:
        """The next event of the function finds a new container."""
        self._containers.pop(name, None)

    def forget_all(self) -> None:
        """The next event of any function finds a new container, as after a deployment."""
        self._containers.clear()

    def warm_up(self) -> None:
        """Let every container look at the configuration, as it does every few seconds."""
        for name in _CONTAINERS:
            one = self.container(name)
            for configuration in (one.people, one.connection_directory):
                configuration.forget()
                configuration.get()
            for following in (one.content_policy_cache, one.author_colours_cache):
                following.get()

    # functions -------------------------------------------------------------------------

    def call(self, name: str, event: dict[str, Any]) -> Any:
        """Let a function handle one event."""
        install(self.container(name))
        return importlib.import_module(f"functions.{name}.handler").handler(event, None)

    def accept(self, event: dict[str, Any]) -> None:
        """A delivery of the provider."""
        answer = self.call("webhook", event)
        if answer["statusCode"] != 200:
            raise RefusedError(answer)

    def take(self, queue: str) -> list[ReceivedMessage]:
        return self.queues.receive(queue, 10)

    def process(self, name: str, queue: str, messages: list[ReceivedMessage]) -> None:
        """Give a function what was on its queue; nothing may come back."""
        answer = self.call(name, {"Records": [_record(queue, one) for one in messages]})
        if not messages or answer["batchItemFailures"]:
            raise RefusedError(f"{name}: {answer}")

    def done(self, queue: str, messages: list[ReceivedMessage]) -> None:
        for one in messages:
            self.queues.delete(queue, one.receipt_handle)

    def run(self, name: str, queue: str) -> None:
        """One function takes what waits on its queue."""
        messages = self.take(queue)
        self.process(name, queue, messages)
        self.done(queue, messages)

    def pump(self, records: list[Record]) -> None:
        """`relay` and `push` get a batch of the stream, `audit` what `relay` hands on."""
        self.relay(records)
        self.push(records)
        self.audit()

    def relay(self, records: list[Record]) -> None:
        self._feed("relay", RELAY, records)

    def push(self, records: list[Record]) -> None:
        self._feed("push", PUSH, records)

    def audit(self) -> None:
        """It takes all that waits on its queue."""
        while messages := self.take(AUDIT):
            self.process("audit", AUDIT, messages)
            self.done(AUDIT, messages)

    def _feed(self, name: str, function: Function, records: list[Record]) -> None:
        assert isinstance(function.trigger, StreamTrigger)
        if wanted := [one for one in records if function.trigger.lets_through(one)]:
            self.call(name, {"Records": wanted})

    # people ----------------------------------------------------------------------------

    def connect(self, socket: str, name: str) -> None:
        """Open a socket of somebody, past tickets and the ready frame."""
        expires_at = self.clock.now() + timedelta(days=30)
        opened = Socket(SocketId(socket), UserId(name), SessionId("S"), expires_at)
        change = Change("socket.opened", name, to_ms(self.clock.now()))
        store = self.container("api").socket_store
        store.add(opened, change)
        store.make_ready(opened.id, change)

    def token(self, name: str) -> str:
        install(self.container("api"))
        return self._api.token(name)

    def request(
        self, method: str, path: str, body: Any = None, *, token: str, **headers: str
    ) -> Any:
        """The JSON of a successful answer."""
        install(self.container("api"))
        answer: Answer = self._api.request(method, path, body, token=token, **headers)
        if answer.status >= 300:
            raise RefusedError(f"{method} {path}: {answer.status} {answer.text}")
        return answer.json

    def _new_container(self) -> Container:
        return Container(
            {},
            clock=self.clock,
            dynamo=self.dynamo,
            secrets=FakeSecretStore(SECRETS),
            queues=self.queues,
            bodies=self._bodies,
            seals=MemorySeals(),
            media_store=self._kept,
            media_fetcher=self.files,
            uploads=Uploads(self.uploads, SENDABLE),
            sender=self.sender,
            template_source=FakeTemplateSource(),
            realtime=self.realtime,
            passwords=PlainPasswords(),
            access_tokens=PlainTokens(),
            device_passes=PlainPasses(),
        )


def _record(queue: str, message: ReceivedMessage) -> Record:
    return {
        "messageId": message.message_id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": message.attributes,
        "eventSourceARN": arn("sqs", queue),
    }
