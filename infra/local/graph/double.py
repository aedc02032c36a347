"""The Graph API double as one object: what the local front mounts, starts, resets and asks."""

from __future__ import annotations

import asyncio

import httpx
from starlette.routing import Route

from chalicelib.core.clock import Clock, SystemClock
from infra.local.graph.behaviour import Behaviour, Knobs
from infra.local.graph.changes import Changes
from infra.local.graph.courier import Courier
from infra.local.graph.customers import Customers
from infra.local.graph.journal import Journal
from infra.local.graph.media import MediaStore
from infra.local.graph.memory import Memory
from infra.local.graph.models import GraphSettings
from infra.local.graph.routes import GraphRoutes
from infra.local.graph.sends import Sends


class GraphDouble:
    """`start` and `stop` belong to the event loop that serves it."""

    def __init__(
        self,
        base_url: str,
        settings: GraphSettings | None = None,
        clock: Clock | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        memory: Memory | None = None,
    ) -> None:
        """`base_url`: where the product (webhooks) and these routes (downloads) are served.

        `transport` replaces the network below the webhooks, for tests in one process.
        `memory`: what to remember from one process to the next, nothing by default.
        """
        self.memory = memory or Memory()
        self.settings = settings or GraphSettings()
        self.clock = clock or SystemClock()
        self.changes, self.customers, self._knobs = Changes(), Customers(self.memory), Knobs()
        self.media = MediaStore(self.settings.media_url_seconds, self.memory)
        self.journal = Journal(self.clock, self.changes.bump, self.memory)
        base_url = base_url.rstrip("/")
        self.courier = Courier(
            f"{base_url}/webhooks/whatsapp-cloud/{self.settings.app_id}",
            self.settings,
            self.journal,
            lambda: self._knobs.current,
            self.memory,
            transport,
        )
        self.sends = Sends(
            self.settings,
            self.clock,
            self.customers,
            self.courier,
            self._knobs,
            self.changes,
            self.memory,
        )
        self._stopping = asyncio.Event()
        self._http = GraphRoutes(
            base_url,
            self.settings,
            self.clock,
            self.sends,
            self.media,
            self.journal,
            self._knobs,
            self.changes,
            self._stopping,
        )

    @property
    def routes(self) -> list[Route]:
        """The Starlette routes below `/local/graph` and `/local/whatsapp-cloud`."""
        return self._http.routes()

    @property
    def behaviour(self) -> Behaviour:
        return self._knobs.current

    @behaviour.setter
    def behaviour(self, behaviour: Behaviour) -> None:
        self._knobs.current = behaviour
        self.changes.bump()

    def download_url(self, media_id: str) -> str:
        """A short-lived address of a file, as webhooks carry it."""
        return self._http.download_url(media_id)

    async def start(self) -> None:
        self.courier.start()

    async def stop(self) -> None:
        """End what is held or on its way, and remove files that are not kept."""
        self._stopping.set()
        await self.courier.stop()
        self.media.stop()

    def idle(self) -> bool:
        """True when the double delivers nothing and nothing waits to be delivered."""
        return self.courier.idle()

    def reset(self) -> None:
        """Back to the seed: people, knobs, log, messages and files; numbers of the log go on."""
        self.courier.forget()
        self.memory.clear()
        self.sends.reset()
        self.media.clear()
        self.customers.reset()
        self.journal.clear()
        self.behaviour = Behaviour()
