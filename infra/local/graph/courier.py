"""Delivers webhooks as the provider does: signed, retried with back-off, and, where the knobs
say so, twice or in disorder. Owns every delivery until it is accepted or given up; what a
restart of the stack cut short sets out anew at the next start.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable

import httpx

from chalicelib.core.observability import logger
from infra.local.graph.behaviour import Behaviour
from infra.local.graph.journal import Journal
from infra.local.graph.memory import Memory
from infra.local.graph.models import JSON, GraphSettings
from infra.local.graph.webhooks import provider_json, sign

DISORDER_SECONDS = 0.3
TIMEOUT_SECONDS = 20.0
_OK = range(200, 300)
_KIND = "delivery"


class Courier:
    """Webhooks of one lane go one after the other; a lane waits for first attempts only."""

    def __init__(
        self,
        url: str,
        settings: GraphSettings,
        journal: Journal,
        behaviour: Callable[[], Behaviour],
        memory: Memory,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url, self._settings, self._memory = url, settings, memory
        self._left_over = memory.recall(_KIND)
        self._journal, self._behaviour, self._transport = journal, behaviour, transport
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._lane_ends: dict[str, asyncio.Event] = {}

    def start(self) -> None:
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=16)
        self._client = httpx.AsyncClient(
            transport=self._transport, timeout=TIMEOUT_SECONDS, limits=limits, trust_env=False
        )
        for name, left in self._left_over.items():
            self._begin(left["lane"], left["body"], 0.0, None, copy=left["copy"])
            self._memory.forget(_KIND, name)
        self._left_over = {}

    async def stop(self) -> None:
        tasks = list(self._tasks)
        self.forget()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def idle(self) -> bool:
        """True when nothing is being delivered or waits to be."""
        return not self._tasks

    def forget(self) -> None:
        """Drop everything that is on its way."""
        for task in self._tasks:
            task.cancel()
        self._left_over = {}
        self._tasks.clear()
        self._lane_ends.clear()

    def deliver(
        self,
        lane: str,
        body: JSON,
        *,
        pause_seconds: float = 0.0,
        on_accepted: Callable[[], None] | None = None,
    ) -> None:
        """Deliver at once and return; `on_accepted` is told when the product took it."""
        self._begin(lane, body, pause_seconds, on_accepted, copy=False)
        if random.random() < self._behaviour().duplicate_rate:
            self._begin(lane, body, pause_seconds, None, copy=True)

    def _begin(
        self,
        lane: str,
        body: JSON,
        pause_seconds: float,
        on_accepted: Callable[[], None] | None,
        *,
        copy: bool,
    ) -> None:
        before, tried = self._lane_ends.get(lane), asyncio.Event()
        if self._behaviour().disorder:
            before, pause_seconds = None, pause_seconds + random.random() * DISORDER_SECONDS
        self._lane_ends[lane] = tried
        name = uuid.uuid4().hex
        self._memory.keep(_KIND, name, {"lane": lane, "body": body, "copy": copy})

        async def run() -> None:
            try:
                await asyncio.sleep(pause_seconds)
                if before is not None:
                    await before.wait()
                accepted = await self._attempt(body, attempt=1, copy=copy)
            finally:
                tried.set()
                if self._lane_ends.get(lane) is tried:
                    del self._lane_ends[lane]
            accepted = accepted or await self._retry(body, copy=copy)
            self._memory.forget(_KIND, name)
            if accepted and on_accepted:
                on_accepted()

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _retry(self, body: JSON, *, copy: bool) -> bool:
        for attempt, seconds in enumerate(self._settings.retry_seconds, start=2):
            await asyncio.sleep(seconds)
            if await self._attempt(body, attempt=attempt, copy=copy):
                return True
        logger.warning("webhook given up by the Graph double")
        return False

    async def _attempt(self, body: JSON, *, attempt: int, copy: bool) -> bool:
        delivery = self._journal.delivering(body, attempt=attempt, copy=copy)
        status = await self._post(provider_json(body))
        self._journal.delivered(delivery, status)
        return status in _OK

    async def _post(self, raw: bytes) -> int:
        """Our HTTP status; 0 where no answer came."""
        if self._client is None:
            return 0
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": sign(raw, self._settings.app_secret),
        }
        try:
            answer = await self._client.post(self._url, content=raw, headers=headers)
        except httpx.HTTPError:
            return 0
        return answer.status_code
