"""The double and the phone on a real server of their own, with a product that only listens."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.local.graph.double import GraphDouble
from infra.local.graph.memory import Memory
from infra.local.graph.models import GraphSettings
from infra.local.phone.routes import PhoneApi

NUMBER = "100000000000001"
CUSTOMER = "593995550148"


class MovableClock:
    """The real time, shifted as a test wants it."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def forward(self, **shift: float) -> None:
        self._shift += timedelta(**shift)


@dataclass
class Product:
    """Takes webhooks and answers what it is told to, then 200."""

    answers: list[int] = field(default_factory=list)
    received: list[tuple[float, bytes, str]] = field(default_factory=list)

    async def webhook(self, request: Request) -> Response:
        raw = await request.body()
        signature = request.headers["x-hub-signature-256"]
        self.received.append((time.monotonic(), raw, signature))
        return Response(status_code=self.answers.pop(0) if self.answers else 200)

    def values(self) -> list[Any]:
        """What each webhook says, in the order of arrival."""
        bodies = [json.loads(raw) for _, raw, _ in self.received]
        return [body["entry"][0]["changes"][0]["value"] for body in bodies]

    def statuses(self) -> list[str]:
        return [one["status"] for value in self.values() for one in value.get("statuses", [])]

    def messages(self) -> list[Any]:
        return [one for value in self.values() for one in value.get("messages", [])]


@dataclass
class World:
    """Everything a test touches."""

    double: GraphDouble
    phone: PhoneApi
    product: Product
    clock: MovableClock
    http: httpx.AsyncClient

    async def send(self, text: str = "hola", **more: Any) -> httpx.Response:
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": CUSTOMER,
            "type": "text",
            "text": {"body": text},
            **more,
        }
        return await self.post(body)

    async def post(
        self, body: Any, *, number: str = NUMBER, token: str = "local-access-token"
    ) -> httpx.Response:
        return await self.http.post(
            f"/local/graph/v26.0/{number}/messages",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
        )

    async def behave(self, **knobs: Any) -> None:
        answer = await self.http.put("/local/whatsapp-cloud/behaviour", json=knobs)
        assert answer.status_code == 200, answer.text

    async def requests(self, after: int = 0) -> list[Any]:
        answer = await self.http.get("/local/whatsapp-cloud/requests", params={"after": after})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def act(self, person: str = "rosa", **action: Any) -> httpx.Response:
        return await self.http.post(f"{self.chat(person)}/actions", json=action)

    async def thread(self, person: str = "rosa") -> list[Any]:
        return list((await self.http.get(self.chat(person))).json()["items"])

    def chat(self, person: str = "rosa", connection: str = "wa-principal") -> str:
        return f"/local/phone/chats/{connection}/{person}"

    async def settle(self) -> None:
        await until(self.double.idle)


async def until(met: Callable[[], bool], seconds: float = 5) -> None:
    """Wait until it is so, or fail."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


@asynccontextmanager
async def running(
    settings: GraphSettings, product: Product | None = None, memory: Memory | None = None
) -> AsyncIterator[World]:
    """Serve a world on a free port for as long as the block lasts."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        product, clock = product or Product(), MovableClock()
        double = GraphDouble(base_url, settings, clock, memory=memory)
        phone = PhoneApi(double)
        webhook = Route("/webhooks/whatsapp-cloud/{app}", product.webhook, methods=["POST"])
        app = Starlette(routes=[*double.routes, *phone.routes, webhook])
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started)
        await double.start()
        async with httpx.AsyncClient(base_url=base_url, timeout=10, trust_env=False) as http:
            yield World(double, phone, product, clock, http)
        await double.stop()
        server.should_exit = True
        await serving
