"""The sender against a real socket that behaves badly: what left may have been taken."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.sender import GraphSender
from chalicelib.core.clock import SystemClock
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.ports import (
    Accepted,
    OutcomeUnknown,
    Recipient,
    Refused,
    SendOutcome,
    TextToSend,
)
from tests.fakes.channel import FakeMediaStore
from tests.fakes.secrets import FakeSecretStore

HERE = ConnectionId("wa-test")
CONNECTION = Connection(
    id=HERE,
    channel="whatsapp_cloud",
    name="Principal",
    app_id=AppId("meta-test"),
    account="100",
    queue_id=QueueId("general"),
    enabled=True,
    version=1,
)
BODY = b'{"messages":[{"id":"wamid.A"}]}'
HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n"
GOOD = HEAD % len(BODY) + BODY

Behaviour = Callable[[socket.socket], None]


@contextmanager
def listening(behave: Behaviour) -> Iterator[str]:
    """A server on a free port that reads a request and then does as told."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                peer, _ = server.accept()
            except OSError:
                return
            with closing(peer), suppress(OSError):
                while request_of(peer):
                    behave(peer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()


def request_of(peer: socket.socket) -> bytes:
    """A request whole, or what came before the peer closed."""
    received = b""
    while b'"callback"' not in received:
        try:
            chunk = peer.recv(65_536)
        except OSError:
            return b""
        if not chunk:
            return b""
        received += chunk
    return received


def sender_to(base: str) -> GraphSender:
    api = GraphApi(
        GraphSettings(graph_base_url=base, graph_connect_seconds=0.3, graph_answer_seconds=0.3),
        FakeSecretStore({app_secret_name("meta-test"): {"access_token": "token"}}),
        {HERE: CONNECTION}.__getitem__,
    )
    return GraphSender(api, FakeMediaStore(), SystemClock())


def sent_to(base: str) -> SendOutcome:
    message = TextToSend(HERE, Recipient("5491155550101", None), "hola", "callback")
    return sender_to(base).send_text(message)


def say(*parts: bytes, pause_seconds: float = 0.0) -> Behaviour:
    def behave(peer: socket.socket) -> None:
        for part in parts:
            peer.sendall(part)
            time.sleep(pause_seconds)
        if b"".join(parts) != GOOD:
            peer.shutdown(socket.SHUT_RDWR)

    return behave


def test_accepted_when_the_answer_comes() -> None:
    with listening(say(GOOD)) as base:
        sender = sender_to(base)
        message = TextToSend(HERE, Recipient("5491155550101", None), "hola", "callback")
        assert [sender.send_text(message) for _ in range(2)] == [Accepted("wamid.A")] * 2


def test_accepted_when_the_kept_connection_was_closed_meanwhile() -> None:
    """A thawed container finds its connections dead: that must not look like a lost answer."""

    def behave(peer: socket.socket) -> None:
        peer.sendall(GOOD)
        peer.shutdown(socket.SHUT_RDWR)

    with listening(behave) as base:
        sender = sender_to(base)
        message = TextToSend(HERE, Recipient("5491155550101", None), "hola", "callback")
        for _ in range(3):
            assert sender.send_text(message) == Accepted("wamid.A")
            time.sleep(0.05)


@pytest.mark.parametrize(
    "behave",
    [
        say(),
        say(b"nonsense\r\n\r\n"),
        say(HEAD % 500 + BODY),
        say(HEAD % 2 + b"{}"),
        say(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd"),
        lambda _: time.sleep(1),
        say(HEAD % 40, *[b" "] * 40, pause_seconds=0.1),
    ],
    ids=["closed", "no http", "cut", "no id", "no gzip", "silent", "dripping"],
)
def test_unknown_when_no_clear_answer_comes(behave: Behaviour) -> None:
    with listening(behave) as base:
        started = time.monotonic()
        assert isinstance(sent_to(base), OutcomeUnknown)
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:1", "http://nobody.invalid", "https://127.0.0.1:1"]
)
def test_sent_again_later_when_nobody_is_there(base: str) -> None:
    result = sent_to(base)
    assert isinstance(result, Refused)
    assert (result.error.code, result.error.retryable) == ("unreachable", True)


def test_sent_again_later_when_there_is_no_tls() -> None:
    with listening(say(GOOD)) as base:
        result = sent_to(base.replace("http:", "https:"))
    assert isinstance(result, Refused)
    assert result.error.retryable


@pytest.mark.parametrize("base", ["ftp://127.0.0.1", "nonsense", "http://[::1"])
def test_not_sent_when_the_setting_is_no_address(base: str) -> None:
    result = sent_to(base)
    assert isinstance(result, Refused)
    assert not result.error.retryable
