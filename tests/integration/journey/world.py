"""The message path on one set of tables: the product's functions, called as Lambda calls them.

Queues are the local stack's, the clock ticks, the provider is a fake, and every effect may
be the last one (`killer`).
"""

from __future__ import annotations

import importlib
import itertools
from datetime import timedelta
from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.channels.raw_update import RawUpdate, pack
from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Dynamo, Meter
from chalicelib.core.ids import ConversationId, MessageId, UserId
from chalicelib.core.queues import (
    AUDIT,
    HISTORY,
    HISTORY_MEDIA,
    INBOUND,
    MEDIA,
    NETS,
    OUTBOUND,
    STATUS,
)
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.access.models import Principal, SessionId
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.services.desk import Acting
from chalicelib.domains.conversations.services.posting import (
    Draft,
    Pinned,
    Writing,
    pinned_message_id,
)
from chalicelib.domains.notifications.models import Socket, SocketId
from functions.push.function import FUNCTION as PUSH
from functions.relay.function import FUNCTION as RELAY
from infra.local.lambdas.invocation import arn
from infra.local.queues import LocalQueues, QueueDefinition, ReceivedMessage
from infra.local.seed import APP, seed
from tests.engines import EngineTables
from tests.fakes.access import (
    MemoryAttempts,
    MemoryPeople,
    MemorySessions,
    MemoryTickets,
    PlainPasswords,
    PlainTokens,
)
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.channel import FakeMediaFetcher, FakeSender
from tests.fakes.clock import TickingClock
from tests.fakes.connections import MemoryConnections
from tests.fakes.seals import MemorySeals
from tests.fakes.secrets import FakeSecretStore
from tests.fakes.security import PlainPasses
from tests.fakes.sockets import FakeRealtime
from tests.fakes.templates import FakeTemplateSource, MemoryTemplates
from tests.integration.journey.crashes import (
    Killer,
    MortalClient,
    MortalMediaStore,
    MortalQueues,
    MortalRealtime,
    MortalSender,
)
from tests.integration.journey.customers import Written
from tests.integration.journey.streams import StreamReader

_DEFINITIONS = [QueueDefinition(name, 60) for name in (*NETS, *NETS.values())]
_FUNCTIONS = {
    INBOUND: "inbound",
    STATUS: "status",
    HISTORY: "history",
    MEDIA: "media",
    HISTORY_MEDIA: "media",
    OUTBOUND: "outbound",
    AUDIT: "audit",
}
_CALM_AFTER_SECONDS = 61.0


class ComesAgainError(AssertionError):
    """A function gave back what it was to process."""


class World:
    """Everything behind the webhook, and a desk in front."""

    def __init__(self, tables: EngineTables, *, meter: Meter | None = None) -> None:
        self.tables = tables
        self.clock = TickingClock()
        self.killer = Killer()
        self.sender = FakeSender()
        self.realtime = FakeRealtime()
        self.files = FakeMediaFetcher()
        self.media_store = MortalMediaStore(self.killer)
        self.queues = LocalQueues(_DEFINITIONS, self.clock)
        client: Any = MortalClient(tables.client, self.killer)
        self.dynamo = Dynamo(lambda: client, prefix=tables.prefix, meter=meter)
        self.container = self._container()
        self._stream = StreamReader(tables)
        self._numbers = itertools.count(1)
        seed(self.container)
        bootstrap.install(self.container)

    def _container(self) -> Container:
        return Container(
            {},
            clock=self.clock,
            dynamo=self.dynamo,
            people_repository=MemoryPeople(),
            session_repository=MemorySessions(),
            attempt_repository=MemoryAttempts(),
            ticket_repository=MemoryTickets(),
            connection_repository=MemoryConnections(),
            passwords=PlainPasswords(),
            access_tokens=PlainTokens(),
            device_passes=PlainPasses(),
            queues=MortalQueues(self.queues, self.killer),
            secrets=FakeSecretStore({app_secret_name(APP.id): {}}),
            bodies=FakeBodyStore(),
            seals=MemorySeals(),
            media_store=self.media_store,
            media_fetcher=self.files,
            template_source=FakeTemplateSource(),
            template_store=MemoryTemplates(),
            sender=MortalSender(self.sender, self.killer),
            realtime=MortalRealtime(self.realtime, self.killer),
        )

    # what comes in ---------------------------------------------------------------------

    def receive(self, *written: Written) -> None:
        """The `inbound` function gets messages, one delivery each."""
        for one in written:
            self.deliver(INBOUND, pack([one.update()], self.container.bodies))

    def hear(self, update: RawUpdate) -> None:
        """The `inbound` function gets an echo."""
        self.deliver(INBOUND, pack([update], self.container.bodies))

    def report(self, update: RawUpdate) -> None:
        """The `status` function gets one update."""
        self.deliver(STATUS, pack([update], self.container.bodies))

    def recall(self, update: RawUpdate) -> None:
        """The `history` function gets one piece."""
        self.deliver(HISTORY, pack([update], self.container.bodies))

    def deliver(self, queue: str, body: str) -> None:
        """Call the queue's function with one record. Raises ComesAgainError."""
        number = str(next(self._numbers))
        received = ReceivedMessage(number, number, body, 1, number, {})
        if self._call(queue, [received]):
            raise ComesAgainError(body)

    def _call(self, queue: str, received: list[ReceivedMessage]) -> set[str]:
        """The message ids that a function gave back."""
        records = [
            {
                "messageId": one.message_id,
                "receiptHandle": one.receipt_handle,
                "body": one.body,
                "eventSourceARN": arn("sqs", queue),
                "attributes": {"ApproximateReceiveCount": str(one.receive_count)}
                | ({"MessageGroupId": one.group_id} if one.group_id else {}),
            }
            for one in received
        ]
        answer = _handler(_FUNCTIONS[queue])({"Records": records}, None)
        return {one["itemIdentifier"] for one in answer["batchItemFailures"]}

    # what follows ----------------------------------------------------------------------

    def pump(self) -> bool:
        """One round of the stream and the queues behind it; whether anything happened."""
        happened = self.pump_stream()
        for queue in (OUTBOUND, STATUS, HISTORY, MEDIA, HISTORY_MEDIA, AUDIT):
            for one in self.queues.receive(queue, 10):
                happened = True
                if not self._call(queue, [one]):
                    self.queues.delete(queue, one.receipt_handle)
        return happened

    def pump_stream(self) -> bool:
        """`relay` and `push` get what is new on the stream."""
        records = self._stream.new_records()
        self.relay(records)
        self.push(records)
        return bool(records)

    def stream_records(self) -> list[dict[str, Any]]:
        """What is new on the stream, for nobody but the caller."""
        return self._stream.new_records()

    def relay(self, records: list[dict[str, Any]]) -> None:
        self._stream_function("relay", records, RELAY.trigger)

    def push(self, records: list[dict[str, Any]]) -> None:
        self._stream_function("push", records, PUSH.trigger)

    def _stream_function(self, name: str, records: list[dict[str, Any]], trigger: Any) -> None:
        if wanted := [one for one in records if trigger.lets_through(one)]:
            _handler(name)({"Records": wanted}, None)

    def tick(self) -> None:
        """The `clock` function's minute."""
        _handler("clock")({}, None)

    def run_down(self) -> None:
        """Let everything run that needs no time to pass."""
        while self.pump():
            pass

    def settle(self) -> None:
        """Let everything run to its end: waits, redeliveries and the sweep of `clock`."""
        for _ in range(40):
            self.run_down()
            self.clock.advance(_CALM_AFTER_SECONDS)
            self.tick()
            counts = self.queues.counts().values()
            if not any(one["waiting"] + one["in_flight"] + one["delayed"] for one in counts):
                return
        raise AssertionError(f"never calm: {self.queues.counts()}")

    # what people do --------------------------------------------------------------------

    def principal(self, name: str = "agente1") -> Principal:
        found = self.container.colleagues.principal(UserId(name))
        assert found is not None
        return found

    def acting(self, name: str = "agente1") -> Acting:
        change = Change("set by the desk", name, to_ms(self.clock.now()))
        return Acting(self.principal(name), change)

    def head(self, conversation_id: ConversationId) -> Conversation:
        head = self.container.thread_store.head(conversation_id)
        assert head is not None
        return head

    def claim(self, conversation_id: ConversationId, name: str = "agente1") -> Conversation:
        return self.container.desk.claim(self.head(conversation_id), self.acting(name))

    def post(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        pin: str | None = None,
        name: str = "agente1",
    ) -> Message:
        """POST of a message; with the `pin` of an earlier call it is that call again."""
        pinned = pinned_message_id(pin or text, to_ms(self.clock.now()))
        return self.post_pinned(conversation_id, text, pinned, name=name)

    def post_pinned(
        self,
        conversation_id: ConversationId,
        text: str,
        pinned: MessageId,
        *,
        repeated: bool = False,
        name: str = "agente1",
    ) -> Message:
        acting, pin = self.acting(name), Pinned(pinned, repeated)
        earlier = pin if repeated else None
        writing = Writing(acting.principal, acting.change, lambda: pin, lambda: earlier)
        return self.container.posting.post(self.head(conversation_id), Draft(text), writing)

    def connect(self, socket: str, name: str, viewing: ConversationId | None = None) -> None:
        """Open a socket of somebody, past tickets and the ready frame."""
        expires_at = self.clock.now() + timedelta(days=30)
        opened = Socket(SocketId(socket), UserId(name), SessionId("S"), expires_at)
        change = Change("socket.opened", name, to_ms(self.clock.now()))
        store = self.container.socket_store
        store.add(opened, change)
        store.make_ready(opened.id, change)
        if viewing is not None:
            store.view(opened, viewing, change)


def _handler(name: str) -> Any:
    return importlib.import_module(f"functions.{name}.handler").handler
