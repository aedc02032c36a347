"""Bytes that a door and Lambda itself write to logs, with values of the usual length."""

from __future__ import annotations

import re

from infra.deployment.logs import HTTP_FORMAT, REST_FORMAT, SOCKET_FORMAT

LINE_OVERHEAD_BYTES = 26  # CloudWatch Logs bills each line with so many more
_ID = "8f507cfc-1c2a-4697-b07a-ac58fc914c95"
_PLATFORM_LINES = (
    f"START RequestId: {_ID} Version: 12\n",
    f"END RequestId: {_ID}\n",
    f"REPORT RequestId: {_ID}\tDuration: 45.74 ms\tBilled Duration: 46 ms\t"
    "Memory Size: 512 MB\tMax Memory Used: 108 MB\t\n",
)
_VALUES = {
    "requestId": "JKJaXmPLvHcESHA=",
    "requestTimeEpoch": "1795640000000",
    "identity.sourceIp": "192.0.2.10",
    "status": "200",
    "httpMethod": "POST",
    "path": "/api/v1/conversations/3E6XNMK489MAKJ7474J/messages",
    "routeKey": "POST /webhooks/{channel}/{app_id}",
    "eventType": "MESSAGE",
    "connectionId": "JKJaXcESHVMCJ0g=",
    "responseLatency": "45",
}


def _line(template: str) -> int:
    """Bytes of an access log's line; what has no value is a hyphen."""
    text = re.sub(r"\$context\.([A-Za-z.]+)", lambda found: _VALUES.get(found[1], "-"), template)
    return len(text.encode()) + 1 + LINE_OVERHEAD_BYTES


ACCESS_LINE_BYTES = {
    "webhook": _line(HTTP_FORMAT),
    "api": _line(REST_FORMAT),
    "socket": _line(SOCKET_FORMAT),
}
PLATFORM_BYTES = sum(len(line) + LINE_OVERHEAD_BYTES for line in _PLATFORM_LINES)
"""Of one invocation."""
