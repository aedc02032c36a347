"""Starts the product as `make run` does, on a port of its own, and speaks to it from outside."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PASSWORD = "Hilo-demo-2026"
NUMBER = "100000000000001"
_READY_SECONDS = 60


class Stack:
    """A running product: webhooks in, REST as one of its people."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self.process = process
        self._serial = 0

    def client(self) -> Client:
        """A kept-open connection; one per thread."""
        return Client(self.port)

    def message(self, phone: str) -> tuple[str, bytes]:
        """A new text of a customer: its provider id and the webhook's body."""
        self._serial += 1
        provider_id = f"wamid.bench{time.time_ns()}{self._serial}"
        text = {"body": f"Buenos días, mensaje {self._serial} de la prueba. " + "x" * 150}
        message = {"id": provider_id, "from": phone, "timestamp": str(int(time.time()))}
        value = {
            "metadata": {"phone_number_id": NUMBER},
            "contacts": [{"wa_id": phone, "profile": {"name": "Rosa Elvira Quishpe"}}],
            "messages": [{**message, "type": "text", "text": text}],
        }
        entry = [{"id": "1", "changes": [{"field": "messages", "value": value}]}]
        return provider_id, json.dumps(
            {"object": "whatsapp_business_account", "entry": entry}
        ).encode()


class Client:
    """HTTP on one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._token: str | None = None

    def sign_in(self, name: str) -> Client:
        body = {"email": f"{name}@hilo.test", "password": PASSWORD}
        self._token = self.call("POST", "/api/v1/auth/sign-in", body)["access_token"]
        return self

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of an answer; raises where it is no success."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
        sent = {"Content-Type": "application/json", **headers}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        self._connection.request(method, path, raw, sent)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content) if content[:1] in b"{[" and content else None

    def deliver(self, raw: bytes) -> None:
        digest = hmac.new(b"local-app-secret", raw, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={digest}"}
        self.call("POST", "/webhooks/whatsapp-cloud/meta-local", raw, **headers)

    def idle(self) -> None:
        """Return once nothing is under way."""
        while not self.call("GET", "/local/queues")["idle"]:
            time.sleep(0.05)


@contextmanager
def running(engine: str, port: int) -> Iterator[Stack]:
    """The product on an engine, without demonstration data; stopped at the end."""
    environment = {
        **os.environ,
        "HILO_PORT": str(port),
        "HILO_ENGINE": engine,
        "HILO_DATA": "memory",
        "HILO_DEMO": "0",
    }
    process = subprocess.Popen([sys.executable, "-m", "infra.local"], cwd=ROOT, env=environment)
    try:
        _wait_until_ready(port, process)
        yield Stack(port, process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the stack ended before it was ready")
        try:
            Client(port).call("GET", "/api/v1/health")
        except (OSError, RuntimeError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the stack was not ready within {_READY_SECONDS} s")
