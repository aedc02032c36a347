"""A stack in a process of its own, and what a person and a provider do with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.engines.java import free_port
from infra.local.graph.customers import Customer
from infra.local.graph.models import SEEDED_NUMBERS, GraphSettings
from infra.local.graph.webhooks import message_body, new_message_id, provider_json, sign
from infra.local.seed import PASSWORD
from infra.local.stack.demo_scenes import SCENES
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
    workers: int | None = None,
) -> subprocess.Popen[str]:
    """A stack of its own port and folder, with as many workers as its engine has by default."""
    environment = {
        **os.environ,
        "HILO_PORT": str(port or free_port()),
        "HILO_ENGINE": engine,
        "HILO_DATA": data,
        "HILO_DEMO": "1" if demo else "0",
    }
    if workers is not None:
        environment["HILO_WORKERS"] = str(workers)
    return subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True
    )


class Running:
    """A stack in a process of its own."""

    def __init__(
        self,
        engine: str,
        *,
        demo: bool,
        data: str = "memory",
        stderr: int | None = None,
        workers: int | None = None,
    ) -> None:
        self.port = free_port()
        self.process = start_process(
            self.port, engine, demo=demo, data=data, stderr=stderr, workers=workers
        )
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=20, trust_env=False
        )

    def ready(self, within_seconds: float = 60) -> None:
        eventually(self._answers, within_seconds)

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

    def has_demonstrated(self) -> bool:
        """The last scene ends with its conversation resolved."""
        last = SCENES[-1]
        assert last.resolved
        states = {one["contact"]["name"]: one["state"] for one in self.conversations()}
        return states.get(last.name) == "resolved" and self.at_rest()

    def deliver(self, text: str, customer: Customer = CUSTOMER) -> None:
        self.post(self.delivery(text, customer))

    def delivery(self, text: str, customer: Customer) -> Any:
        """A webhook with what a customer writes."""
        message = {
            "id": new_message_id(customer.key, from_customer=True),
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": text},
        }
        return message_body(GRAPH, SEEDED_NUMBERS[0], customer, message)

    def post(self, body: Any) -> None:
        """A signed webhook."""
        raw = provider_json(body)
        headers = {"X-Hub-Signature-256": sign(raw, GRAPH.app_secret)}
        place = f"/webhooks/whatsapp-cloud/{GRAPH.app_id}"
        assert self.http.post(place, content=raw, headers=headers).status_code == 200

    def workers(self) -> list[int]:
        """The ids of the processes that run functions."""
        return [one["pid"] for one in self.http.get("/local/workers").json()["items"]]

    def at_rest(self) -> bool:
        return bool(self.http.get("/local/queues").json()["idle"])
