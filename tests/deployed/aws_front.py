"""AWS over HTTP for the processes of functions: who asks is looked up in the policies.

Requests are signed with the function's name as key id. What its role does not allow is
refused as AWS refuses it, and remembered; the rest goes to moto in this process or to another
engine, and frames for sockets are kept.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import requests

from infra.local.workers.http_server import HttpServer, Reply, Request
from tests.deployed.template import ACCOUNT, REGION, Policy

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")
_OF_TRANSACTION = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
_HOPS = ("host", "connection", "content-length", "expect")
_JSON = "application/x-amz-json-1.0"
_SOCKETS = "SOCKETS"  # stands for the id of the WebSocket API


@dataclass(frozen=True, slots=True)
class Use:
    """One thing a function asked for."""

    caller: str
    action: str
    resource: str


def needs(service: str, request: Request) -> Iterator[tuple[str, str]]:
    """The actions and resources that IAM would look at."""
    match service:
        case "s3":
            verb = {"PUT": "PutObject", "GET": "GetObject"}.get(request.method, request.method)
            yield f"s3:{verb}", f"arn:aws:s3:::{unquote(urlsplit(request.path).path).lstrip('/')}"
        case "execute-api":
            stage, _, rest = request.path.lstrip("/").partition("/")
            yield (
                "execute-api:ManageConnections",
                _arn("execute-api", f"{_SOCKETS}/{stage}/{request.method}/{unquote(rest)}"),
            )
        case "ses":
            sender = json.loads(request.body)["FromEmailAddress"]
            yield "ses:SendEmail", _arn("ses", f"identity/{sender}")
        case _:
            sent = json.loads(request.body)
            operation = request.headers["x-amz-target"].partition(".")[2]
            yield from _OF_SERVICE[service](operation, sent)


def _of_dynamodb(operation: str, sent: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if operation == "BatchGetItem":
        for table in sent["RequestItems"]:
            yield "dynamodb:BatchGetItem", _arn("dynamodb", f"table/{table}")
    elif operation == "TransactWriteItems":
        for write in sent["TransactItems"]:
            for kind, what in write.items():
                action = _OF_TRANSACTION.get(kind, "ConditionCheckItem")
                yield f"dynamodb:{action}", _arn("dynamodb", f"table/{what['TableName']}")
    else:
        index = f"/index/{sent['IndexName']}" if "IndexName" in sent else ""
        yield f"dynamodb:{operation}", _arn("dynamodb", f"table/{sent['TableName']}{index}")


def _of_sqs(operation: str, sent: dict[str, Any]) -> Iterator[tuple[str, str]]:
    action = operation.removesuffix("Batch")
    yield f"sqs:{action}", _arn("sqs", sent["QueueUrl"].rpartition("/")[2])


def _of_secrets(operation: str, sent: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield f"secretsmanager:{operation}", _arn("secretsmanager", f"secret:{sent['SecretId']}-a1B2c3")


_OF_SERVICE = {"dynamodb": _of_dynamodb, "sqs": _of_sqs, "secretsmanager": _of_secrets}


class AwsFront:
    """Start inside a started MotoEngine. `refused` and `used` say who asked for what.

    `engines` are the addresses of services that something else than moto stands for.
    """

    def __init__(
        self,
        policies: Mapping[str, Policy],
        sockets_api_id: str,
        engines: Mapping[str, str] | None = None,
    ) -> None:
        self._policies, self._sockets_api_id = dict(policies), sockets_api_id
        self._engines = engines or {}
        self._lock = threading.Lock()
        self.refused: list[Use] = []
        self.used: list[Use] = []
        self.frames: list[tuple[str, dict[str, Any]]] = []
        self.closed: list[str] = []
        self._http = HttpServer(self._handle)
        self.url, self.stop = self._http.url, self._http.stop

    def _handle(self, request: Request) -> Reply:
        caller, service = _signer(request)
        for action, resource in needs(service, request):
            use = Use(caller, action, resource.replace(_SOCKETS, self._sockets_api_id))
            with self._lock:
                allowed = self._policies[caller].allows(use.action, use.resource)
                (self.used if allowed else self.refused).append(use)
            if not allowed:
                return _refusal(service)
        if service == "execute-api":
            socket_id = unquote(request.path.rpartition("/")[2])
            if request.method == "DELETE":
                self.closed.append(socket_id)
            else:
                self.frames.append((socket_id, json.loads(request.body)))
            return Reply()
        return _forward(self._engines.get(service, _of_moto(service)), request)

    def allow(self, caller: str, policy: Policy) -> None:
        """From now on the caller's role has this policy."""
        with self._lock:
            self._policies[caller] = policy


def _signer(request: Request) -> tuple[str, str]:
    """Who signed, and for which service."""
    found = _CREDENTIAL.search(request.headers.get("authorization", ""))
    return (found[1], found[2]) if found else ("", "")


def _of_moto(service: str) -> str:
    host = {"ses": "email"}.get(service, service)
    return f"https://{host}.{REGION}.amazonaws.com"


def _forward(address: str, request: Request) -> Reply:
    headers = {name: value for name, value in request.headers.items() if name not in _HOPS}
    answer = requests.request(
        request.method,
        f"{address}{request.path}",
        headers=headers,
        data=request.body,
        timeout=30,
    )
    kind = answer.headers.get("content-type", _JSON)
    return Reply(answer.status_code, answer.content, {"Content-Type": kind})


def _refusal(service: str) -> Reply:
    if service == "s3":
        body = b"<Error><Code>AccessDenied</Code></Error>"
        return Reply(403, body, {"Content-Type": "application/xml"})
    refused = {"__type": "AccessDeniedException", "message": "the template does not allow it"}
    return Reply(400, json.dumps(refused).encode(), {"Content-Type": _JSON})


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"
