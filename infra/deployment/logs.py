"""What is written to logs and for how long: access logs of the three doors, lines of Lambda.

No query strings (tickets travel there), no headers.
"""

from __future__ import annotations

import json

KEPT_DAYS = 90

RARELY_READ_ACCESS_LOGS = True
"""Access logs cost half as much in the class for infrequent access: Logs Insights reads them,
metric filters and live tail do not."""

WRITES_PLATFORM_LINES = False
"""Whether Lambda adds START, END and REPORT to each invocation; else it adds only what went wrong
(a time-out, a crash at start). How often and how long a function ran is in its metrics."""

_COMMON = {
    "request_id": "$context.requestId",
    "at": "$context.requestTimeEpoch",
    "ip": "$context.identity.sourceIp",
    "status": "$context.status",
    "error": "$context.error.message",
}
REST_FORMAT = json.dumps(
    _COMMON
    | {
        "method": "$context.httpMethod",
        "path": "$context.path",
        "latency_ms": "$context.responseLatency",
        "integration_error": "$context.integrationErrorMessage",
    }
)
HTTP_FORMAT = json.dumps(
    _COMMON
    | {"route": "$context.routeKey", "integration_error": "$context.integrationErrorMessage"}
)
SOCKET_FORMAT = json.dumps(
    _COMMON
    | {
        "route": "$context.routeKey",
        "event": "$context.eventType",
        "socket": "$context.connectionId",
    }
)
