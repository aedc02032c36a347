"""Agents at work through the API: they take, read, answer, send again, close and open again.

What fails is tried again with the same key, as the web client does, until there is an
answer. Every answer is remembered for the oracle.
"""

from __future__ import annotations

import functools
import itertools
import json
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Session, SessionId
from chalicelib.domains.notifications.models import Socket, SocketId
from infra.local.stack.chalice_app import TIMEOUT_SECONDS, ApiRequest, ChaliceApp
from tests.faults.platform import InvocationFailedError
from tests.faults.screens import Screen
from tests.faults.world import World

JSON = dict[str, Any]

_MOST_HELD = 12


@functools.cache
def api() -> ChaliceApp:
    """The one application of this process."""
    from app import app  # noqa: PLC0415 - the last to be imported: routes find their container

    return ChaliceApp(app)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered at last; `json` is the entity or the problem."""

    status: int
    json: JSON

    @property
    def is_good(self) -> bool:
        return self.status < 300


@dataclass(slots=True)
class Post:
    """One message that an agent wanted sent; `accepted_id` once the API said 201."""

    agent: str
    conversation_id: str
    text: str
    resend_of: str | None = None
    accepted_id: str | None = None


class Client:
    """Calls the API on behalf of one person until it answers."""

    def __init__(self, world: World, name: str, random: Random) -> None:
        self._world, self._random = world, random
        self._token = world.token_of(name)
        self._keys = (f"{name}-{number}" for number in itertools.count(1))

    def get(self, path: str) -> Answer:
        return self._insist("GET", path, None, None)

    def post(self, path: str, body: JSON | None = None) -> Answer:
        return self._insist("POST", path, body, next(self._keys))

    def _insist(self, method: str, path: str, body: JSON | None, key: str | None) -> Answer:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        raw = json.dumps(body).encode() if body is not None else b""
        request = ApiRequest(method, f"/v1{path}", headers, raw, "127.0.0.1")
        while True:
            answer = self._ask(request)
            if answer is not None:
                return answer
            self._world.simulation.sleep(self._random.uniform(1, 5))

    def _ask(self, request: ApiRequest) -> Answer | None:
        """None where it must be asked again: no answer, or one of our own failure."""
        try:
            answer = self._world.platform.serve(
                "api", TIMEOUT_SECONDS, lambda _: api().call(request)
            )
        except InvocationFailedError:
            return None
        body = json.loads(answer.body or b"{}")
        in_progress = body.get("code") == "request_in_progress"
        if answer.status >= 500 or in_progress or self._world.faults.strikes("API answer lost"):
            return None
        return Answer(answer.status, body)


@dataclass(slots=True)
class Work:
    """What all agents did, and how much of it is still to be done."""

    left: int
    posts: list[Post] = field(default_factory=list)


class Agent:
    """One person, one socket, some conversations in hand."""

    def __init__(self, world: World, name: str, random: Random, work: Work) -> None:
        self._world, self.name, self._random, self._work = world, name, random, work
        self._client = Client(world, name, random)
        self.socket = f"socket-{name}"
        self.screens: dict[str, Screen] = {}
        self._held: list[str] = []
        self._closed: list[str] = []

    def connect(self) -> None:
        """Open the socket of a session, past signing in, tickets and the ready frame."""
        container, user_id, now = self._world.container, UserId(self.name), self._world.clock.now()
        session_id, expires_at = SessionId(f"session-{self.name}"), now + timedelta(days=30)
        change = Change("socket.opened", self.name, to_ms(now))
        session = Session(session_id, user_id, 1, "", 1, now, now, expires_at)
        container.session_repository.add(session, change)
        opened = Socket(SocketId(self.socket), user_id, session_id, expires_at)
        container.socket_store.add(opened, change)
        container.socket_store.make_ready(opened.id, change)

    def run(self) -> None:
        """Work until there is nothing left to say."""
        while self._work.left > 0:
            self._world.simulation.sleep(self._random.uniform(0.5, 6))
            if not self._held or (len(self._held) < _MOST_HELD and self._random.random() < 0.3):
                self._take()
            elif self._closed and self._random.random() < 0.05:
                self._open_again(self._random.choice(self._closed))
            else:
                self._visit(self._random.choice(self._held))

    def _take(self) -> None:
        waiting = self._client.get("/conversations?state=new&limit=5").json["items"]
        if not waiting:
            return
        chosen = self._random.choice(waiting)["id"]
        if self._client.post(f"/conversations/{chosen}/claim").is_good:
            self._hold(chosen)

    def _hold(self, conversation_id: str) -> None:
        """From now on frames tell everything; what was before is fetched."""
        self._held.append(conversation_id)
        screen = Screen(conversation_id)
        self._view(conversation_id)
        self.screens[conversation_id] = screen
        self._show(screen, f"/conversations/{conversation_id}")
        for message in self._messages(conversation_id):
            screen.show(message)

    def _view(self, conversation_id: str) -> None:
        """Tell over the socket what is looked at, until it is answered."""
        text = json.dumps({"action": "open", "conversation_id": conversation_id})
        socket_id = SocketId(self.socket)
        while True:
            try:
                self._world.platform.serve(
                    "sockets", TIMEOUT_SECONDS, lambda own: own.sockets.handle(socket_id, text)
                )
            except InvocationFailedError:
                self._world.simulation.sleep(1)
            else:
                return

    def _show(self, screen: Screen, path: str) -> None:
        answer = self._client.get(path)
        if answer.is_good:
            screen.show(answer.json)

    def _messages(self, conversation_id: str) -> list[JSON]:
        """Newest first."""
        found: list[JSON] = []
        path = f"/conversations/{conversation_id}/messages?limit=100"
        cursor = ""
        while True:
            page = self._client.get(path + cursor)
            found += page.json.get("items", [])
            following = page.json.get("next_cursor")
            if not following:
                return found
            cursor = f"&cursor={following}"

    def _visit(self, conversation_id: str) -> None:
        path = f"/conversations/{conversation_id}"
        page = self._client.get(f"{path}/messages?limit=20")
        messages = page.json.get("items", [])
        if not page.is_good or not messages:
            return
        newest = messages[0]["id"]
        self._client.post(f"{path}/read", {"message_id": newest})
        for message in messages:
            if self._is_to_resend(message):
                self._resend(conversation_id, message)
        for _ in range(self._random.choice((0, 1, 1, 2, 3))):
            self._write(conversation_id, messages)
            if conversation_id not in self._held:
                return
        drawn = self._random.random()
        if drawn < 0.1:
            self._resolve(conversation_id)
        elif drawn < 0.12:
            self._release(conversation_id)

    def _write(self, conversation_id: str, messages: list[JSON]) -> None:
        if self._work.left <= 0:
            return
        self._work.left -= 1
        text = f"respuesta {len(self._work.posts) + 1}"
        body: JSON = {"kind": "text", "text": text}
        if self._random.random() < 0.1 and messages[0]["provider_id"]:
            body["reply_to"] = messages[0]["id"]
        self._send(Post(self.name, conversation_id, text), "messages", body)

    def _is_to_resend(self, message: JSON) -> bool:
        if message["direction"] == "in" or message["resent_as"]:
            return False
        return message["status"] in ("failed", "unconfirmed") and self._random.random() < 0.5

    def _resend(self, conversation_id: str, message: JSON) -> None:
        post = Post(self.name, conversation_id, message["text"], resend_of=message["id"])
        self._send(post, f"messages/{message['id']}/resend", {"confirm": True})

    def _send(self, post: Post, path: str, body: JSON) -> None:
        self._work.posts.append(post)
        answer = self._client.post(f"/conversations/{post.conversation_id}/{path}", body)
        if answer.status == 201:
            post.accepted_id = answer.json["id"]
            if screen := self.screens.get(post.conversation_id):
                screen.show(answer.json)
        elif answer.json["code"] in ("conversation_resolved", "not_holder", "not_found"):
            self._lose(post.conversation_id)

    def _resolve(self, conversation_id: str) -> None:
        path = f"/conversations/{conversation_id}"
        newest = self._client.get(f"{path}/messages?limit=1").json["items"][0]["id"]
        answer = self._client.post(f"{path}/resolve", {"last_seen_message_id": newest})
        if answer.is_good:
            self._lose(conversation_id)
            self._closed.append(conversation_id)

    def _release(self, conversation_id: str) -> None:
        self._lose(conversation_id)
        self.screens.pop(conversation_id, None)
        self._client.post(f"/conversations/{conversation_id}/release")

    def _open_again(self, conversation_id: str) -> None:
        self._closed.remove(conversation_id)
        if self._client.post(f"/conversations/{conversation_id}/reopen").is_good:
            self._held.append(conversation_id)

    def _lose(self, conversation_id: str) -> None:
        if conversation_id in self._held:
            self._held.remove(conversation_id)
