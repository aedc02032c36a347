"""The engine's client with tables that can be made to refuse, as AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.faults.dynamo import client_error


class RefusingClient:
    """A DynamoDB client; requests that touch a table in `refusing` are throttled and counted."""

    def __init__(self, client: Any, prefix: str) -> None:
        self._client, self._prefix = client, prefix
        self.refusing: set[str] = set()
        self.throttled = 0

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if name == "exceptions":
            return operation

        def call(**request: Any) -> Any:
            if any(table.removeprefix(self._prefix) in self.refusing for table in _named(request)):
                self.throttled += 1
                raise client_error("ThrottlingException", name)
            return operation(**request)

        return call


def _named(request: dict[str, Any]) -> Iterator[str]:
    """The tables of a request."""
    if "TableName" in request:
        yield request["TableName"]
    yield from request.get("RequestItems", {})
    for write in request.get("TransactItems", []):
        yield from (part["TableName"] for part in write.values())


class OneSession:
    """Stands for boto3's session where only these clients are asked for."""

    def __init__(self, **clients: Any) -> None:
        self._clients = clients

    def client(self, service: str, **_: Any) -> Any:
        return self._clients[service]
