"""The house of the bench with books: who asked for what, and what it left stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import IO, Any

import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConnectionId
from chalicelib.core.queues import MEDIA
from chalicelib.domains.conversations.ports import FetchedMedia, SendOutcome, TextToSend
from infra.queues import QUEUES
from tests.bench.counting.aws_double import REGION, SOCKETS_URL, AwsDouble
from tests.bench.counting.ledger import Ledger
from tests.bench.house import House, Record, RefusedError
from tests.bench.item_size import item_bytes
from tests.bench.provider import SECRETS
from tests.deployed.events import request, socket_event
from tests.engines import EngineTables
from tests.fakes.access import PlainPasswords, PlainTokens
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.channel import FakeFile, FakeMediaStore, FakeSender
from tests.fakes.clock import TickingClock
from tests.fakes.seals import MemorySeals
from tests.fakes.secrets import FakeSecretStore
from tests.fakes.security import PlainPasses
from tests.integration.journey.streams import StreamReader

_ITEM_OVERHEAD_BYTES = 100  # DynamoDB bills each stored item with so many more
_ENVIRONMENT = {
    "HILO_QUEUE_URLS": json.dumps(
        {one.name: f"https://sqs.{REGION}.amazonaws.com/1/{one.name}" for one in QUEUES}
    ),
    "HILO_SOCKETS_ENDPOINT_URL": SOCKETS_URL,
}


class CountedSender(FakeSender):
    """The provider's side of sending; each call is one that `outbound` waits for."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def send_text(self, message: TextToSend) -> SendOutcome:
        self._ledger.book(provider_calls=1)
        return super().send_text(message)

    def mark_read(self, connection_id: ConnectionId, provider_id: str, *, typing: bool) -> None:
        self._ledger.book(provider_calls=1)
        super().mark_read(connection_id, provider_id, typing=typing)


class CountedFiles(FakeMediaStore):
    """The bucket of files."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def put(self, key: str, content: IO[bytes], content_type: str, *, sha256: str) -> None:
        self._ledger.book(file_puts=1)
        super().put(key, content, content_type, sha256=sha256)


class CountedFetcher:
    """MediaFetcher: every file is there; asking for its address and fetching it are two calls."""

    def __init__(self, ledger: Ledger, content: bytes) -> None:
        self._ledger, self._content = ledger, content

    def fetch(self, _connection_id: str, _provider_media_id: str, _kind: str) -> FetchedMedia:
        self._ledger.book(provider_calls=2)
        return FakeFile(self._content, "image/jpeg").fetched()


class CountedHouse(House):
    """`ledger` has what was done; stream records wait in it until they are pumped."""

    def __init__(self, tables: EngineTables, file: bytes) -> None:
        self.ledger, self._file = Ledger(), file
        self.counted_sender = CountedSender(self.ledger)
        self._read = StreamReader(tables).new_records
        self._records: list[Record] = []
        self._clock = TickingClock()
        dynamo = Dynamo(lambda: tables.client, prefix=tables.prefix, meter=self.ledger.meter)
        super().__init__(dynamo, self._clock)

    # functions -------------------------------------------------------------------------

    def call(self, name: str, event: dict[str, Any]) -> Any:
        """As Lambda calls it, with what it stored booked to it."""
        with self.ledger.working(name):
            answer = super().call(name, event)
        self._book_stored(name)
        return answer

    def accept(self, event: dict[str, Any]) -> None:
        """A delivery, with its size on the way in and out."""
        super().accept(event)
        answer = len("".join(event["headers"].values())) + 200  # a line of status, headers
        self.ledger.book_to("webhook", request_bytes=len(event["body"]), answer_bytes=answer)

    def pump_all(self, *, in_batches: bool = False) -> None:
        """`relay` and `push` take what the stream has, until it has no more."""
        while records := self._take_records():
            for batch in [[one] for one in records] if in_batches else [records]:
                self.pump(batch)

    def drop_records(self) -> None:
        """What was written until now concerns nobody."""
        self._records.extend(self._read())
        self._records.clear()

    # people ----------------------------------------------------------------------------

    def desk_request(
        self,
        method: str,
        resource: str,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """A request of a desk as the REST API hands it over, and its answer."""
        event = request(method, resource, body=body, **more)
        if query:
            event["multiValueQueryStringParameters"] = {key: [one] for key, one in query.items()}
        install(self.container("api"))
        with self.ledger.working("api"):
            answer = app.app(event, None)
        self._book_stored("api")
        if answer["statusCode"] >= 300:
            raise RefusedError(f"{method} {resource}: {answer}")
        sent = len(event["body"] or "")
        self.ledger.book_to("api", request_bytes=sent, answer_bytes=_answer_bytes(answer))
        return dict(answer)

    def socket_call(self, name: str, kind: str, **more: Any) -> None:
        """An event of the sockets' API."""
        install(self.container(name))
        app.app.websocket_api.session = self._aws.session  # else it asks for a region
        handler = app.on_connect if name == "socket-connect" else app.on_message
        with self.ledger.working(name):
            handler(socket_event(kind, **more), None)
        self._book_stored(name)

    @property
    def now(self) -> Any:
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        self._clock.advance(seconds)

    def fetch_files(self) -> None:
        """`media` takes what was ordered."""
        self.run("media", MEDIA)

    # -------------------------------------------------------------------------------------

    def _take_records(self) -> list[Record]:
        self._records.extend(self._read())
        taken, self._records = self._records, []
        return taken

    def _book_stored(self, name: str) -> None:
        new = self._read()
        self._records.extend(new)
        images = [one["dynamodb"]["NewImage"] for one in new if one["eventName"] == "INSERT"]
        stored = sum(item_bytes(image) + _ITEM_OVERHEAD_BYTES for image in images)
        if stored:
            self.ledger.book_to(name, stored_bytes=stored)

    @cached_property
    def _aws(self) -> AwsDouble:
        return AwsDouble(self.queues, self.ledger)

    def _new_container(self) -> Container:
        return Container(
            _ENVIRONMENT,
            clock=self.clock,
            dynamo=self.dynamo,
            session=self._aws.session,
            secrets=FakeSecretStore(SECRETS),
            bodies=FakeBodyStore(),
            seals=MemorySeals(),
            media_store=CountedFiles(self.ledger),
            media_fetcher=CountedFetcher(self.ledger, self._file),
            sender=self.counted_sender,
            passwords=PlainPasswords(),
            access_tokens=PlainTokens(),
            device_passes=PlainPasses(),
        )


def _answer_bytes(answer: Mapping[str, Any]) -> int:
    """Body and headers, uncompressed."""
    headers = sum(len(name) + len(str(value)) + 4 for name, value in answer["headers"].items())
    return headers + len(answer["body"] or "")
