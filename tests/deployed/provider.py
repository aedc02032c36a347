"""The provider as two functions call it: takes a text, describes a file, and gives it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from infra.local.workers.http_server import HttpServer, Reply, Request

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SENT_ID = "wamid.deployed.1"  # of the first text


class Provider:
    """`sent` holds the texts it took: none while it `is_busy`, or `is_mumbling` an empty answer."""

    def __init__(self) -> None:
        self.is_busy = self.is_mumbling = False
        self.sent: list[dict[str, Any]] = []
        self._http = HttpServer(self._handle)
        self.url, self.stop = self._http.url, self._http.stop

    def _handle(self, request: Request) -> Reply:
        path = urlsplit(request.path).path
        if self.is_busy:
            error = {"message": "too many", "code": 130429}
            return _json({"error": error}, status=429)
        if request.method == "POST" and path.endswith("/messages"):
            if self.is_mumbling:
                return Reply()  # neither taken nor refused
            self.sent.append(json.loads(request.body))
            return _json({"messages": [{"id": f"wamid.deployed.{len(self.sent)}"}]})
        if path == "/file":
            return Reply(200, PNG, {"Content-Type": "image/png"})
        return _json({"url": f"{self.url}/file", "mime_type": "image/png", "file_size": len(PNG)})


def _json(value: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})
