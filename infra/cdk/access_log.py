"""Access logs of the three doors: no query strings (tickets travel there), no headers."""

from __future__ import annotations

import json

from aws_cdk import aws_logs as logs
from constructs import Construct

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
        "route": "$context.resourcePath",
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


def access_log(scope: Construct) -> logs.LogGroup:
    """A log group for one door."""
    return logs.LogGroup(scope, "access-log", retention=logs.RetentionDays.THREE_MONTHS)
