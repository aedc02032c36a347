"""Security headers on whatever leaves the stack."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from infra.local.stack.headers import SecurityHeaders
from infra.security_headers import DATA_HEADERS
from tests.integration.stack.serving import serving

OWN_POLICY = "default-src 'self'"


async def data(_: Request) -> Response:
    return JSONResponse({})


async def page(_: Request) -> Response:
    return Response(headers={"content-security-policy": OWN_POLICY})


async def fail(_: Request) -> Response:
    raise RuntimeError("a fault of the stack")


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def origin() -> Iterator[str]:
    routes = [
        Route("/data", data),
        Route("/page", page),
        Route("/fail", fail),
        WebSocketRoute("/ws", greet),
    ]
    with serving(SecurityHeaders(Starlette(routes=routes))) as served:
        yield served


@pytest.mark.parametrize(("path", "status"), [("/data", 200), ("/none", 404), ("/fail", 500)])
def test_every_answer_has_them_whatever_its_outcome(origin: str, path: str, status: int) -> None:
    answer = httpx.get(origin + path)
    assert answer.status_code == status
    assert DATA_HEADERS.items() <= dict(answer.headers).items()


def test_an_answer_keeps_the_policy_of_its_own(origin: str) -> None:
    answer = httpx.get(f"{origin}/page")
    assert answer.headers.get_list("content-security-policy") == [OWN_POLICY]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_socket_passes(origin: str) -> None:
    with connect(origin.replace("http", "ws") + "/ws") as socket:
        assert socket.recv() == "hello"
