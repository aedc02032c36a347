"""The product as `make run` starts it, in a process of its own, and its doors from outside."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
PASSWORD = "Hilo-demo-2026"
GENERAL, COBRANZAS = "wa-principal", "wa-cobranzas"
NUMBER = "100000000000001"
_READY_SECONDS = _MAIL_SECONDS = 60
# A send without answer is given up after this long, instead of the product's ten seconds.
_GRAPH_ANSWER_SECONDS = "2"
# Who lost the connection is shown so after this long, instead of a minute.
_PRESENCE_GRACE_SECONDS = "2"
# An erasure looks through everything once more after this long, instead of a quarter of an hour.
_UNDERWAY_SECONDS = "0"


class Stack:
    """A running product."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(base_url=self.origin, timeout=60, trust_env=False)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of an answer; raises where it is no success."""
        answer = self._http.request(method, path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def close(self) -> None:
        self._http.close()

    # the local helpers ---------------------------------------------------------------

    def reset(self) -> None:
        """Back to the seed; open sockets are closed."""
        self.call("POST", "/local/reset")

    def minute(self) -> None:
        """A minute passes for what is done once in each."""
        self.call("POST", "/local/minute")

    def behave(self, **knobs: Any) -> None:
        """Set the provider's knobs; those not named are calm."""
        self.call("PUT", "/local/whatsapp-cloud/behaviour", knobs)

    def sends(self) -> list[dict[str, Any]]:
        """The messages the provider was asked to send, in order, with its answers."""
        return [one for one in self._posts() if "status" not in one["body"]]

    def signals(self) -> list[dict[str, Any]]:
        """What the provider was told of reading and typing, in order."""
        return [one["body"] for one in self._posts() if one["body"].get("status") == "read"]

    def _posts(self) -> list[dict[str, Any]]:
        items = self.call("GET", "/local/whatsapp-cloud/requests")["items"]
        return [one for one in items if one["path"].endswith("/messages")]

    def accepted_texts(self) -> list[str]:
        """The texts the provider took, in order."""
        taken = [one for one in self.sends() if (one["answered"] or {}).get("status") == 200]
        return [one["body"]["text"]["body"] for one in taken if one["body"].get("type") == "text"]

    def invitation_token(self, address: str) -> str:
        """The secret of the newest invitation that was mailed to somebody, once it is carried."""
        until = time.monotonic() + _MAIL_SECONDS
        while True:
            items = self.call("GET", "/local/mail/items")["items"]
            texts = [str(one["text"]) for one in items if one["to"] == address]
            found = [text for text in texts if "/invitation#" in text]
            if found:
                return found[0].partition("/invitation#")[2].split()[0]
            assert time.monotonic() < until, f"no invitation was mailed to {address}"
            time.sleep(0.05)

    # customers ---------------------------------------------------------------------------

    def act(self, person: str, action: dict[str, Any], connection: str = GENERAL) -> str:
        """What a person does on the phone, without opening the page; the id that travels."""
        path = f"/local/phone/chats/{connection}/{person}/actions"
        return str(self.call("POST", path, action)["id"])

    def writes(self, person: str, text: str, connection: str = GENERAL) -> str:
        """A person writes a text."""
        return self.act(person, {"kind": "text", "text": text}, connection)

    def attaches(self, person: str, file: dict[str, Any], caption: str = "") -> None:
        """A person sends a file."""
        path = f"/local/phone/chats/{GENERAL}/{person}/files"
        part = {"file": (file["name"], file["buffer"], file["mimeType"])}
        self._http.post(path, files=part, data={"caption": caption}).raise_for_status()

    def deliver(self, value: dict[str, Any], field: str = "messages", account: str = "1") -> None:
        """A signed webhook with one change of a field."""
        change = {"field": field, "value": {"messaging_product": "whatsapp", **value}}
        entry = {"id": account, "time": int(time.time()), "changes": [change]}
        body = {"object": "whatsapp_business_account", "entry": [entry]}
        raw = json.dumps(body).encode()
        digest = hmac.new(b"local-app-secret", raw, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}
        path = "/webhooks/whatsapp-cloud/meta-local"
        self._http.post(path, content=raw, headers=headers).raise_for_status()

    def api(self, name: str) -> Api:
        """The API as one of the seeded people."""
        return Api(self, name)


class Api:
    """REST as one person."""

    def __init__(self, stack: Stack, name: str) -> None:
        self._stack = stack
        credentials = {"email": f"{name}@hilo.test", "password": PASSWORD}
        token = stack.call("POST", "/api/v1/auth/sign-in", credentials)["access_token"]
        self._authorization = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        headers = {"Authorization": self._authorization, **headers}
        return self._stack.call(method, f"/api/v1{path}", body, **headers)

    def brings(self, file: dict[str, Any]) -> str:
        """A file (as a file chooser gets it) comes to storage; its upload id."""
        name, content_type, content = file["name"], file["mimeType"], file["buffer"]
        announced = {"filename": name, "content_type": content_type, "bytes": len(content)}
        form = self.call("POST", "/uploads", announced)
        files = {"file": (name, content, content_type)}
        httpx.post(form["url"], data=form["fields"], files=files).raise_for_status()
        return str(form["upload_id"])

    def prefer(self, **choices: Any) -> None:
        """How this person likes to work."""
        version = self.call("GET", "/me/preferences")["version"]
        self.call("PUT", "/me/preferences", choices, **{"If-Match": str(version)})

    def enable_connection(self, connection_id: str, *, enabled: bool) -> None:
        """Switch one of the business's numbers on or off."""
        listed = self.call("GET", "/connections")["items"]
        found = next(one for one in listed if one["id"] == connection_id)
        headers = {"If-Match": str(found["version"])}
        self.call("PATCH", f"/connections/{connection_id}", {"enabled": enabled}, **headers)


@contextmanager
def running(*, demo: bool) -> Iterator[Stack]:
    """The product on a free port, keeping nothing; stopped at the end."""
    port = _free_port()
    environment = {
        **os.environ,
        "HILO_PORT": str(port),
        "HILO_ENGINE": "moto",
        "HILO_DATA": "memory",
        "HILO_DEMO": "1" if demo else "0",
        "HILO_GRAPH_ANSWER_SECONDS": _GRAPH_ANSWER_SECONDS,
        "HILO_PRESENCE_GRACE_SECONDS": _PRESENCE_GRACE_SECONDS,
        "HILO_PRIVACY_UNDERWAY_SECONDS": _UNDERWAY_SECONDS,
    }
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-m", "infra.local"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        stack = Stack(port)
        try:
            _wait_until_ready(stack, process, log)
            yield stack
        finally:
            stack.close()
            process.terminate()
            process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(stack: Stack, process: subprocess.Popen[bytes], log: Any) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            stack.call("GET", "/api/v1/health")
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    log.seek(0)
    said = log.read()[-4000:].decode(errors="replace")
    raise RuntimeError(f"the stack was not ready within {_READY_SECONDS} s; it said:\n{said}")
