"""Plays the demonstration through the product's own doors: webhooks in, REST as the agents.

Nothing is written behind the product's back. It ends by itself within seconds.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx

from chalicelib.core.observability import logger
from infra.local.graph.customers import Customer
from infra.local.graph.double import GraphDouble
from infra.local.graph.models import Number
from infra.local.graph.webhooks import message_body, new_message_id
from infra.local.phone.models import Bubble
from infra.local.phone.service import Chat, PhoneService
from infra.local.seed import PASSWORD
from infra.local.stack.demo_scenes import CONFIGURED, SCENES, Scene
from infra.local.stack.demo_texts import LABELS, QUICK_REPLIES, VALUES

_LONGEST_SECONDS = 20.0
_POLL_SECONDS = 0.1
_CLIENT = "hilo-demo"


class Demo:
    """One run after the start; a reset stops it."""

    def __init__(self, origin: str, double: GraphDouble, phone: PhoneService) -> None:
        self._origin, self._double, self._phone = origin, double, phone
        self._task: asyncio.Task[None] | None = None
        self._tokens: dict[str, str] = {}

    def begin(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End it where it is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        try:
            async with (
                asyncio.timeout(_LONGEST_SECONDS),
                httpx.AsyncClient(base_url=self._origin, timeout=10, trust_env=False) as client,
            ):
                await self._play(client)
        except (httpx.HTTPError, TimeoutError, LookupError) as exc:
            logger.warning("the demonstration stopped early", extra={"reason": repr(exc)})

    async def _play(self, client: httpx.AsyncClient) -> None:
        for path, body in CONFIGURED:
            await self._configure(client, path, body)
        chats = [(scene, self._chat(scene)) for scene in SCENES]
        for scene, chat in chats:
            for minutes_ago, text in scene.writes:
                self._write(chat, text, minutes_ago)
        for scene, chat in chats:
            if scene.agent:
                await self._converse(client, scene, chat)
        await self._furnish(client, chats)

    async def _furnish(self, client: httpx.AsyncClient, chats: list[tuple[Scene, Chat]]) -> None:
        for reply in QUICK_REPLIES:
            await self._configure(client, "/quick-replies", reply)
        listed = await self._call(client, "supervisora", "GET", "/labels")
        ids = {label["name"]: label["id"] for label in listed["items"]}
        for scene, chat in chats:
            if scene.name not in VALUES.keys() | LABELS.keys():
                continue
            found = await self._find(client, chat.customer)
            if values := VALUES.get(scene.name):
                path = f"/contacts/{found['contact']['id']}/values"
                await self._call(client, "supervisora", "PUT", path, {"values": values}, version=0)
            if names := LABELS.get(scene.name):
                path = f"/conversations/{found['id']}/labels"
                labels = {"labels": [ids[name] for name in names]}
                await self._call(client, "supervisora", "PUT", path, labels)

    async def _configure(self, client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> None:
        """A name that is taken is what an earlier run has set up."""
        try:
            await self._call(client, "admin", "POST", path, body)
        except httpx.HTTPStatusError as exc:
            if exc.response.status_code != httpx.codes.CONFLICT:
                raise

    async def _converse(self, client: httpx.AsyncClient, scene: Scene, chat: Chat) -> None:
        agent = scene.agent or ""
        conversation = await self._find(client, chat.customer)
        place = f"/conversations/{conversation['id']}"
        await self._call(client, agent, "POST", f"{place}/claim")
        newest = (await self._messages(client, place))[0]
        await self._call(client, agent, "POST", f"{place}/read", {"message_id": newest["id"]})
        for text in scene.replies:
            await self._call(
                client, agent, "POST", f"{place}/messages", {"kind": "text", "text": text}
            )
        for text in scene.answers:
            self._write(chat, text, 0)
        if scene.resolved:
            await self._resolve(client, scene, place)

    async def _resolve(self, client: httpx.AsyncClient, scene: Scene, place: str) -> None:
        """Once the customer's last words have arrived."""
        last = (scene.answers or scene.writes[-1][1:])[-1]
        while True:
            messages = await self._messages(client, place)
            if any(message["text"] == last for message in messages):
                break
            await asyncio.sleep(_POLL_SECONDS)
        seen = next(message["id"] for message in messages if message["direction"] == "in")
        body = {"last_seen_message_id": seen}
        await self._call(client, scene.agent or "", "POST", f"{place}/resolve", body)

    async def _find(self, client: httpx.AsyncClient, customer: Customer) -> dict[str, Any]:
        wanted = {customer.phone, customer.user_id} - {None}
        while True:
            page = await self._call(client, "supervisora", "GET", "/conversations?limit=100")
            for conversation in page["items"]:
                if wanted & {identity["value"] for identity in conversation["identities"]}:
                    return dict(conversation)
            await asyncio.sleep(_POLL_SECONDS)

    async def _messages(self, client: httpx.AsyncClient, place: str) -> list[dict[str, Any]]:
        page = await self._call(client, "supervisora", "GET", f"{place}/messages")
        return list(page["items"])

    async def _call(
        self,
        client: httpx.AsyncClient,
        who: str,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        version: int | None = None,
    ) -> Any:
        if who not in self._tokens:
            sign_in = {"email": f"{who}@hilo.test", "password": PASSWORD}
            answer = await client.post("/api/v1/auth/sign-in", json=sign_in)
            self._tokens[who] = answer.raise_for_status().json()["access_token"]
            client.cookies.clear()
        headers = {"Authorization": f"Bearer {self._tokens[who]}", "X-Hilo-Client": _CLIENT}
        if version is not None:
            headers["If-Match"] = str(version)
        answer = await client.request(method, f"/api/v1{path}", json=body, headers=headers)
        return answer.raise_for_status().json()

    # the customers' side -------------------------------------------------------------

    def _chat(self, scene: Scene) -> Chat:
        return Chat(self._number(scene.connection_id), self._customer(scene))

    def _number(self, connection_id: str) -> Number:
        numbers = self._double.settings.numbers
        return next(number for number in numbers if number.connection_id == connection_id)

    def _customer(self, scene: Scene) -> Customer:
        for known in self._double.customers.all():
            if (known.phone, known.user_id) == (scene.phone, scene.user_id):
                return known
        return self._double.customers.add(scene.name, scene.phone, scene.user_id)

    def _write(self, chat: Chat, text: str, minutes_ago: int) -> None:
        """As the phone page does it, but some time ago."""
        at = self._double.clock.now() - timedelta(minutes=minutes_ago)
        bubble = Bubble(
            id=new_message_id(chat.customer.key, from_customer=True),
            author="person",
            kind="text",
            at=at,
            text=text,
            progress="delivered",
        )
        self._phone.thread(chat).keep(bubble)
        message = {
            "id": bubble.id,
            "timestamp": str(int(at.timestamp())),
            "type": "text",
            "text": {"body": text},
        }
        body = message_body(self._double.settings, chat.number, chat.customer, message)
        self._double.courier.deliver(chat.customer.key, body)
