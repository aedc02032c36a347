"""The whole stack as a process: started, played with, reset and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.engines.java import free_port
from infra.local.graph.customers import Customer
from infra.local.graph.models import SEEDED_NUMBERS, GraphSettings
from infra.local.graph.webhooks import message_body, new_message_id, provider_json, sign
from infra.local.seed import PASSWORD
from tests.integration.stack.serving import eventually

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "infra.local"]
ENGINES = ["moto", pytest.param("dynamodb-local", marks=pytest.mark.engine)]
GRAPH = GraphSettings()
CUSTOMER = Customer("c", "Clienta", "593990000001", None)


def start_process(
    port: int | None = None,
    engine: str = "moto",
    *,
    demo: bool = False,
    data: str = "memory",
    stderr: int | None = None,
) -> subprocess.Popen[str]:
    """A stack of its own port and folder."""
    environment = {
        **os.environ,
        "HILO_PORT": str(port or free_port()),
        "HILO_ENGINE": engine,
        "HILO_DATA": data,
        "HILO_DEMO": "1" if demo else "0",
    }
    return subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True
    )


class Running:
    """A stack in a process of its own."""

    def __init__(self, engine: str, *, demo: bool, data: str = "memory") -> None:
        self.port = free_port()
        self.process = start_process(self.port, engine, demo=demo, data=data)
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=20, trust_env=False
        )

    def ready(self) -> None:
        eventually(self._answers, 60)

    def _answers(self) -> bool:
        assert self.process.poll() is None, "it ended instead of starting"
        try:
            return bool(self.http.get("/api/v1/health").json() == {"status": "ok"})
        except httpx.TransportError:
            return False

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> float:
        before = time.monotonic()
        self.process.send_signal(sent)
        self.process.wait(20)
        return time.monotonic() - before

    def token(self, who: str) -> str:
        sign_in = {"email": f"{who}@hilo.test", "password": PASSWORD}
        return str(self.http.post("/api/v1/auth/sign-in", json=sign_in).json()["access_token"])

    def call(self, who: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"authorization": f"Bearer {self.token(who)}"}
        answer = self.http.request(method, f"/api/v1{path}", json=body, headers=headers)
        return answer.raise_for_status().json()

    def change(self, token: str, path: str, version: int, body: Any) -> None:
        headers = {"authorization": f"Bearer {token}", "if-match": str(version)}
        answer = self.http.patch(f"/api/v1{path}", json=body, headers=headers)
        answer.raise_for_status()

    def conversations(self) -> list[dict[str, Any]]:
        return list(self.call("supervisora", "GET", "/conversations?limit=100")["items"])

    def deliver(self, text: str, customer: Customer = CUSTOMER) -> None:
        message = {
            "id": new_message_id(customer.key, from_customer=True),
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": text},
        }
        raw = provider_json(message_body(GRAPH, SEEDED_NUMBERS[0], customer, message))
        headers = {"X-Hub-Signature-256": sign(raw, GRAPH.app_secret)}
        place = f"/webhooks/whatsapp-cloud/{GRAPH.app_id}"
        assert self.http.post(place, content=raw, headers=headers).status_code == 200

    def at_rest(self) -> bool:
        return bool(self.http.get("/local/queues").json()["idle"])


@pytest.fixture
def engine() -> str:
    return "moto"


@pytest.fixture
def demo() -> bool:
    return False


@pytest.fixture
def stack(engine: str, demo: bool) -> Iterator[Running]:
    started = Running(engine, demo=demo)
    try:
        started.ready()
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()  # a killed one would leave its engine behind
        started.http.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_message_is_answered_and_a_reset_forgets_it(stack: Running) -> None:
    stack.deliver("hola")
    eventually(stack.at_rest)
    (conversation,) = stack.conversations()
    place = f"/conversations/{conversation['id']}"
    stack.call("agente1", "POST", f"{place}/claim")
    stack.call("agente1", "POST", f"{place}/messages", {"kind": "text", "text": "buenas"})
    eventually(stack.at_rest, 20)
    newest = stack.call("supervisora", "GET", f"{place}/messages")["items"][0]
    assert (newest["text"], newest["status"]) == ("buenas", "delivered")
    assert stack.http.post("/local/reset").status_code == 204
    eventually(stack.at_rest)
    assert stack.conversations() == []
    stack.deliver("otra vez")
    eventually(stack.at_rest)
    assert [one["unread_count"] for one in stack.conversations()] == [1]


@pytest.mark.parametrize("demo", [True])
def test_the_demonstration_shows_a_dozen_conversations_in_every_state(stack: Running) -> None:
    def is_complete() -> bool:
        shown = stack.conversations()
        states = {one["state"] for one in shown}
        return len(shown) >= 12 and states == {"new", "pending", "in_progress", "resolved"}

    eventually(lambda: is_complete() and stack.at_rest(), 30)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(stack: Running, sent: signal.Signals) -> None:
    stack.deliver("hola")
    assert stack.stop(sent) < 8
    assert stack.process.stdout is not None
    lines = stack.process.stdout.read().splitlines()
    assert len(lines) == 1
    assert f"http://localhost:{stack.port}" in lines[0]


def test_a_taken_port_is_told_in_one_line(stack: Running) -> None:
    environment = {**os.environ, "HILO_PORT": str(stack.port)}
    second = subprocess.run(
        COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert second.returncode == 1
    assert f"port {stack.port} is taken" in second.stderr
    assert len(second.stderr.splitlines()) == 1
