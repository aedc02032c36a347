"""The certified provider of `web/tests/identity-provider`, and somebody who signs in at it."""

from __future__ import annotations

import html
import json
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

_SERVER = Path(__file__).parent.parent / "web/tests/identity-provider/server.mjs"
_HOPS = 12
_FORM = re.compile(r'<form[^>]* action="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CLIENT_ID, CLIENT_SECRET = "hilo", "a secret: with signs & blanks"


@dataclass(frozen=True, slots=True)
class World:
    """What the provider knows; `people` are claims by user name."""

    port: int
    product: str
    people: Mapping[str, Mapping[str, Any]] = field(hash=False)

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def as_json(self) -> str:
        return json.dumps(
            {
                "port": self.port,
                "client": {"id": CLIENT_ID, "secret": CLIENT_SECRET},
                "redirects": [f"{self.product}/sign-in/callback"],
                "signedOut": [f"{self.product}/"],
                "people": self.people,
            }
        )


def free_port() -> int:
    """One that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(world: World) -> Iterator[World]:
    """The provider until the end of the block; each start signs with another key."""
    command = ["node", str(_SERVER), world.as_json()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        if not process.stdout or process.stdout.readline().strip() != "ready":
            raise RuntimeError(process.communicate()[1])
        yield world
    finally:
        process.kill()
        process.communicate()


class Visitor:
    """A browser at the provider: keeps its cookies and fills in the form."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._client = httpx.Client(follow_redirects=False, trust_env=False)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def go(self, address: str, back_to: str) -> dict[str, str]:
        """What stands in the address that the provider sends the browser to, at the end."""
        answer = self._client.get(address)
        for _ in range(_HOPS):
            if location := answer.headers.get("location"):
                target = urljoin(str(answer.url), location)
                if target.startswith(back_to):
                    return dict(parse_qsl(urlsplit(target).query))
                answer = self._client.get(target)
            else:
                answer = self._submit(answer)
        raise AssertionError(f"never came back, last at {answer.url}: {answer.text[:500]}")

    def _submit(self, page: httpx.Response) -> httpx.Response:
        forms: Sequence[str] = _FORM.findall(page.text)
        if not forms:
            raise AssertionError(f"{page.status_code} at {page.url}: {page.text[:500]}")
        fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
        fields |= {"login": self._name, "password": "any", "logout": "yes"}
        return self._client.post(urljoin(str(page.url), html.unescape(forms[0])), data=fields)
