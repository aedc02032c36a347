"""Meta as our functions meet it: it knows one token, and delivers again what we refused."""

from __future__ import annotations

import itertools
import json

import httpx

from infra.local.graph.errors import bad_token
from infra.local.graph.models import GraphSettings


class Provider(httpx.BaseTransport):
    """`taken` are the texts it accepted, in order."""

    def __init__(self, settings: GraphSettings) -> None:
        self.token = settings.access_token
        self.app_secret = settings.app_secret
        self.taken: list[str] = []
        self._numbers = itertools.count(1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.headers["authorization"] != f"Bearer {self.token}":
            refusal = bad_token()
            return httpx.Response(refusal.status, json=refusal.body())
        body = json.loads(request.content)
        if body.get("type") == "text":
            self.taken.append(body["text"]["body"])
        return httpx.Response(200, json={"messages": [{"id": f"wamid.out.{next(self._numbers)}"}]})
