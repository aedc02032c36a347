"""Frames to sockets through API Gateway's management API."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient


class ApiGatewayRealtime:
    """The Realtime port; the client is opened at the first frame."""

    def __init__(self, open_client: Callable[[], ApiGatewayManagementApiClient]) -> None:
        self._open_client = open_client
        self._client: ApiGatewayManagementApiClient | None = None

    def post(self, socket_id: str, text: str) -> bool:
        """Send one frame; False where the socket is gone."""
        client = self._opened()
        try:
            client.post_to_connection(ConnectionId=socket_id, Data=text.encode())
        except client.exceptions.GoneException:
            return False
        return True

    def close(self, socket_id: str) -> None:
        """End a socket; nothing if it is gone."""
        client = self._opened()
        try:
            client.delete_connection(ConnectionId=socket_id)
        except client.exceptions.GoneException:
            return

    def _opened(self) -> ApiGatewayManagementApiClient:
        if self._client is None:
            self._client = self._open_client()
        return self._client
