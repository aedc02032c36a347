"""The gateway on a real server, in front of a small Chalice app and a small webhook function."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from chalice.app import Blueprint, Chalice, Response, WebsocketEvent
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from chalicelib.api.resources import ResourceApp
from infra.local.stack.activity import Activity, Gate
from infra.local.stack.chalice_app import ChaliceApp
from infra.local.stack.gateway import Gateway
from infra.local.stack.sockets import MOST_WAITING_BYTES, Sockets
from tests.integration.stack.serving import eventually, serving

THING = "/v1/things/{name}"
METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT"]


@dataclass
class World:
    """The running gateway and what its handlers saw."""

    url: str = ""
    sockets: Sockets = field(default_factory=Sockets)
    ids: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    overlapping: int = 0
    greeted: bool = False
    _inside: int = 0

    def chalice(self) -> Chalice:
        things = Blueprint("things")
        resource = SimpleNamespace(routes=things)
        app = ResourceApp("small", {"things": (THING,)}, lambda _: resource)

        @things.route(THING, methods=["GET", "POST"])
        def thing(name: str) -> Response:
            request: Any = things.current_request
            seen = {
                "name": name,
                "body": base64.b64encode(request.raw_body).decode(),
                "query": {key: request.query_params.getlist(key) for key in request.query_params}
                if request.query_params
                else {},
                "ip": request.context["identity"]["sourceIp"],
                "request_id": request.context["requestId"],
                "cookie": request.headers.get("cookie"),
            }
            headers: dict[str, Any] = {"Set-Cookie": ["a=1; HttpOnly", "b=2"]}
            return Response(json.dumps(seen), headers)

        @app.on_ws_connect()
        def on_connect(event: WebsocketEvent) -> Response:
            asked = event.to_dict().get("queryStringParameters") or {}
            if asked.get("ticket") != "good":
                return Response("", status_code=401)
            self.ids.append(event.connection_id)
            if asked.get("greet"):
                self.greeted = self.sockets.post(event.connection_id, "greeting")
            return Response("", status_code=200)

        @app.on_ws_message()
        def on_message(event: WebsocketEvent) -> None:
            self._inside += 1
            self.overlapping += self._inside > 1
            time.sleep(0.001)
            self._inside -= 1
            self.sockets.post(event.connection_id, f"answer {event.body}")

        @app.on_ws_disconnect()
        def on_disconnect(event: WebsocketEvent) -> None:
            self.left.append(event.connection_id)

        return app


def echo(event: dict[str, Any]) -> dict[str, Any]:
    """A webhook function that says what it was given."""
    if event["queryStringParameters"].get("fail"):
        raise ValueError("asked for")
    return {
        "statusCode": 201,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(event),
    }


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    small = made.chalice()
    api = ChaliceApp(small)
    gateway = Gateway(api, echo, made.sockets, Gate(Activity()))
    app = Starlette(
        routes=[
            Route("/api/{rest:path}", gateway.api, methods=METHODS),
            Route("/webhooks/{rest:path}", gateway.webhooks, methods=METHODS),
            WebSocketRoute("/ws", gateway.socket),
        ]
    )
    with serving(app) as made.url:
        yield made
    gateway.stop()


# requests -----------------------------------------------------------------------------


def test_a_request_reaches_its_route_whole(world: World) -> None:
    raw = bytes(range(256)) + '{"a": "ñ"}'.encode()
    answer = httpx.post(
        f"{world.url}/api/v1/things/x",
        params=[("q", "1"), ("q", "2"), ("empty", "")],
        content=raw,
        headers=[("content-type", "application/json"), ("cookie", "a=1"), ("cookie", "b=2")],
    )
    seen = answer.json()
    assert base64.b64decode(seen["body"]) == raw
    assert seen["query"] == {"q": ["1", "2"], "empty": [""]}
    assert (seen["ip"], seen["cookie"]) == ("127.0.0.1", "a=1; b=2")
    assert seen["request_id"]
    assert answer.headers.get_list("set-cookie") == ["a=1; HttpOnly", "b=2"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing",
        "/api/",
        "/api/v1/things/a/b",
        "/api/v1/..%2fthings%2fx",
        "/api/v1/things%00/x",
        "/api/v1/'\"/x/" + "a" * 1000,
        "/api%2Fv1/things/x",
        "/webhooks/one",
        "/webhooks/a/b/c",
    ],
)
def test_an_address_of_nobody_is_a_problem_of_status_404(world: World, path: str) -> None:
    answer = httpx.get(world.url + path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["%00", "%F0%9F%98%80", "%ff%fe", "a%20b", "x" * 1000])
def test_a_strange_parameter_is_left_to_the_route(world: World, name: str) -> None:
    assert httpx.get(f"{world.url}/api/v1/things/{name}").json()["name"] == name


def test_a_webhook_has_its_bytes_exactly(world: World) -> None:
    for raw in ('{"a": "ñ\\/ \\u00f1"}'.encode(), b"\xff\xfe{}", b""):
        event = httpx.post(f"{world.url}/webhooks/some-channel/my%20app?x=1", content=raw).json()
        body = event["body"]
        got = base64.b64decode(body) if event["isBase64Encoded"] else body.encode()
        assert got == raw
        assert event["pathParameters"] == {"channel": "some-channel", "app_id": "my app"}
        assert event["queryStringParameters"] == {"x": "1"}
        assert event["requestContext"]["http"]["method"] == "POST"


def test_a_webhook_is_refused_by_method_by_size_and_by_failure(world: World) -> None:
    place = f"{world.url}/webhooks/c/a"
    assert httpx.put(place).status_code == 405
    assert httpx.post(place, content=b"x" * (4 * 1024 * 1024 + 1)).status_code == 413
    chunks = (b"x" * 65_536 for _ in range(80))
    assert httpx.post(place, content=chunks).json()["code"] == "body_too_large"
    assert httpx.post(place, params={"fail": "1"}).status_code == 500


# sockets ------------------------------------------------------------------------------


def ws(world: World, ticket: str = "good", **options: Any) -> Any:
    url = world.url.replace("http", "ws") + f"/ws?ticket={ticket}"
    return connect(url, proxy=None, compression=None, **options)


def test_a_refused_socket_is_told_403_at_the_handshake(world: World) -> None:
    with pytest.raises(InvalidStatus) as refused, ws(world, "bad"):
        pass
    assert refused.value.response.status_code == 403


def test_a_frame_for_a_socket_that_is_still_opening_waits_for_it(world: World) -> None:
    """Whoever learns of the socket while $connect runs must not take it for gone."""
    with ws(world, "good&greet=1") as client:
        assert client.recv(5) == "greeting"
    assert world.greeted


def test_frames_are_handled_one_by_one_and_in_order(world: World) -> None:
    with ws(world) as client:
        for number in range(100):
            client.send(str(number))
        assert [client.recv(5) for _ in range(100)] == [f"answer {n}" for n in range(100)]
    assert world.overlapping == 0


def test_a_binary_frame_is_answered_too(world: World) -> None:
    with ws(world) as client:
        client.send(b"\x00\xff")
        assert client.recv(5) == "answer \x00\ufffd"


def test_frames_from_any_thread_arrive_in_the_order_of_posting(world: World) -> None:
    with ws(world) as client:
        eventually(lambda: world.sockets.post(world.ids[-1], "first"))
        thread = threading.Thread(
            target=lambda: [world.sockets.post(world.ids[-1], str(n)) for n in range(500)]
        )
        thread.start()
        assert [client.recv(5) for _ in range(501)] == ["first", *map(str, range(500))]
        thread.join()


def test_a_socket_that_was_closed_is_gone_and_its_end_is_told(world: World) -> None:
    with ws(world) as client:
        eventually(lambda: world.sockets.post(world.ids[-1], "x"))
        world.sockets.close(world.ids[-1])
        with pytest.raises(ConnectionClosed):
            [client.recv(5) for _ in range(10)]
    eventually(lambda: world.left and world.left[-1] == world.ids[-1])
    assert not world.sockets.post(world.ids[-1], "x")
    assert not world.sockets.post("nobody", "x")


def test_what_was_said_before_a_close_still_arrives(world: World) -> None:
    with ws(world) as client:
        eventually(lambda: world.sockets.post(world.ids[-1], "first"))
        last = "last" * 100_000
        assert world.sockets.post(world.ids[-1], last)
        world.sockets.close(world.ids[-1])
        assert not world.sockets.post(world.ids[-1], "too late")
        assert [client.recv(timeout=5) for _ in range(2)] == ["first", last]
        with pytest.raises(ConnectionClosed):
            client.recv(timeout=5)


def test_a_deaf_client_is_cut_off_and_delays_nobody(world: World) -> None:
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.connect(("127.0.0.1", int(world.url.rpartition(":")[2])))
    frame = "x" * 65_536
    with ws(world, sock=plain, max_queue=1, ping_interval=None, close_timeout=1):
        eventually(lambda: world.sockets.post(world.ids[-1], "x"))
        deaf_id = world.ids[-1]
        with ws(world) as client:
            eventually(
                lambda: world.sockets.post(world.ids[-1], "hello") and world.ids[-1] != deaf_id
            )
            posted, slowest = 0, 0.0
            while posted < 4 * MOST_WAITING_BYTES:
                before = time.monotonic()
                alive = world.sockets.post(deaf_id, frame)
                slowest = max(slowest, time.monotonic() - before)
                posted += len(frame)
                if not alive:
                    break
            assert not alive, "its queue has an end"
            assert slowest < 0.5
            world.sockets.post(world.ids[-1], "bye")
            while client.recv(5) != "bye":
                pass
            eventually(lambda: deaf_id in world.left)
