"""One contact centre under faults: the product on an engine's tables, and all that is outside.

Inside are the functions, the API and their services, wired by `bootstrap`; outside are the
provider, the queues' and the platform's behaviour, sockets, files, and the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.bootstrap import Container
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import AppId, ConnectionId, UserId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.access.models import Claims, Session, SessionId
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.conversations.ports import FetchedMedia, MediaUnavailableError
from functions.definition import StreamTrigger
from functions.registry import FUNCTIONS
from infra.local.queues import LocalQueues
from infra.local.seed import PEOPLE, seed
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
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.channel import FakeFile, FakeMediaStore
from tests.fakes.connections import MemoryConnections
from tests.fakes.seals import MemorySeals
from tests.fakes.secrets import FakeSecretStore
from tests.fakes.sockets import FakeRealtime
from tests.faults.dynamo import FaultyDynamo, client_error
from tests.faults.faults import Faults
from tests.faults.platform import Platform, QueueMapping, Schedule, StreamMapping
from tests.faults.provider import Provider
from tests.faults.queues import FaultySqs, ShuffledQueues
from tests.faults.simulation import Simulation
from tests.integration.journey.streams import StreamReader

PICTURE = FakeFile(b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png")
_A_WEEK = timedelta(days=7)
_READ_STREAM_SECONDS = 1.5


class FaultyRealtime(FakeRealtime):
    """Frames of which some cannot be posted, or are and nobody learns it."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self._faults = faults

    def post(self, socket_id: str, text: str) -> bool:
        keep = super().post

        def effect() -> bool:
            if self._faults.strikes("frame not posted"):
                raise client_error("LimitExceededException", "PostToConnection")
            return keep(socket_id, text)

        return self._faults.around(effect)


class FaultyFiles:
    """MediaFetcher: every file is there, now or a little later."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def fetch(
        self, connection_id: ConnectionId, provider_media_id: str, kind: MessageKind
    ) -> FetchedMedia:
        return self._faults.around(lambda: self._fetch(provider_media_id))

    def _fetch(self, provider_media_id: str) -> FetchedMedia:
        if self._faults.strikes("file not there yet"):
            raise MediaUnavailableError(provider_media_id)
        return PICTURE.fetched()


class World:
    """Everything of one round; `tables` are empty ones of its own."""

    def __init__(self, tables: EngineTables, seed_text: str) -> None:
        self.tables = tables
        self.simulation = Simulation()
        self.clock = self.simulation.clock
        self.faults = Faults(self.simulation, Random(f"{seed_text} faults"))
        self.queues = LocalQueues(QUEUES, self.clock)
        self.dynamo = FaultyDynamo(tables.client, self.faults, self.clock)
        self.realtime = FaultyRealtime(self.faults)
        self.files = FakeMediaStore()
        self.platform = Platform(self.simulation, self.faults, self._new_container)
        self.provider = Provider(self.simulation, self.faults, self.platform)
        self._shared = self._ports()
        self.container = self._new_container()
        seed(self.container)
        self.records: list[dict[str, Any]] = []
        self._stream = StreamReader(tables)
        self._writes_read = -1
        self.streams = [
            StreamMapping(one, self.platform, self.simulation, self.faults)
            for one in FUNCTIONS
            if isinstance(one.trigger, StreamTrigger)
        ]

    def start(self) -> None:
        """Let the platform's own wheels turn."""
        for function in FUNCTIONS:
            for trigger in function.queue_triggers:
                QueueMapping(
                    function.name, trigger, self.queues, self.platform, self.simulation, self.faults
                ).start()
        for stream in self.streams:
            stream.start()
        Schedule(self.platform, self.simulation, "clock", 60).start()
        self.simulation.at(_READ_STREAM_SECONDS, self._read_stream)

    def is_calm(self) -> bool:
        """Whether nothing is on its way any more, nor will be without anybody's doing."""
        counts = self.queues.counts()
        live = [one for name, one in counts.items() if not name.startswith("dead-")]
        return (
            not any(one["waiting"] + one["in_flight"] + one["delayed"] for one in live)
            and not self.simulation.running
            and not self.provider.undelivered
            and self._writes_read == self.dynamo.writes
            and all(stream.is_idle for stream in self.streams)
        )

    def token_of(self, name: str) -> str:
        """An access token that lasts."""
        now, user_id = self.clock.now(), UserId(name)
        session_id = SessionId(f"session-{name}")
        session = Session(session_id, user_id, 1, "", 1, now, now, now + _A_WEEK)
        self._shared["session_repository"].rows[session_id] = session
        return PlainTokens().issue(Claims(user_id, session_id, 1, now, now + _A_WEEK))

    def _read_stream(self) -> None:
        if self._writes_read != self.dynamo.writes:
            self._writes_read = self.dynamo.writes
            found = self._stream.new_records()
            self.records += found
            for stream in self.streams:
                stream.offer(found)
        self.simulation.at(_READ_STREAM_SECONDS, self._read_stream)

    def _ports(self) -> dict[str, Any]:
        """What all containers share."""
        settings = self.provider.settings
        secret = {"app_secret": settings.app_secret, "access_token": settings.access_token}
        secrets = FakeSecretStore({app_secret_name(AppId(settings.app_id)): secret})
        sleep: Callable[[float], None] = self.simulation.sleep
        return {
            "clock": self.clock,
            "secrets": secrets,
            "people_repository": MemoryPeople(),
            "session_repository": MemorySessions(),
            "attempt_repository": MemoryAttempts(),
            "ticket_repository": MemoryTickets(),
            "connection_repository": MemoryConnections(),
            "passwords": PlainPasswords(),
            "access_tokens": PlainTokens(),
            "queues": ShuffledQueues(
                FaultySqs(self.queues, self.faults), self.faults, sleep, lambda: self.clock.second
            ),
            "bodies": FakeBodyStore(),
            "seals": MemorySeals(),
            "media_store": self.files,
            "media_fetcher": FaultyFiles(self.faults),
            "realtime": self.realtime,
        }

    def _new_container(self) -> Container:
        """A cold one."""
        client: Any = self.dynamo
        dynamo = Dynamo(lambda: client, prefix=self.tables.prefix)
        made = Container({}, dynamo=dynamo, **self._shared)
        made.graph = GraphApi(
            GraphSettings(),
            self._shared["secrets"],
            made.connections.require,
            transport=self.provider,
        )
        return made


AGENTS = tuple(name for name, _, role, _ in PEOPLE if role == "agent")
