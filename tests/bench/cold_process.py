"""One cold process: imports an entry point, serves its first event, prints what that took.

JSON: seconds of the processor since before the first import, whoever makes it, and the names
of the modules that were imported. Reading the world is counted for the baseline, too.
The network is answered by a `before-send` hook of the session from a recorded world; what
the hook itself costs is a few dictionary look-ups.
"""

# ruff: noqa: E402 - the clock runs before the first import

from __future__ import annotations

import sys
import time

_START_SECONDS, _BEFORE = time.process_time(), frozenset(sys.modules)

import io
import json
from pathlib import Path
from typing import Any

BASELINE = "baseline"


class World:
    """Answers AWS requests as a freshly seeded stack with no conversations would."""

    def __init__(self, recorded: dict[str, Any]) -> None:
        self._items = recorded["items"]
        self._secrets = recorded["secrets"]

    def answer(self, request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse, HTTPHeaders  # noqa: PLC0415 - imported already

        operation = request.headers.get("X-Amz-Target", b"").decode().rpartition(".")[2]
        body = self._body(operation, json.loads(request.body or b"{}"))
        raw = _Raw(json.dumps(body).encode())
        headers = HTTPHeaders.from_dict({"content-type": "application/x-amz-json-1.0"})
        return AWSResponse(request.url, 200, headers, raw)

    def _body(self, operation: str, sent: dict[str, Any]) -> dict[str, Any]:
        if operation == "GetSecretValue":
            return {
                "Name": sent["SecretId"],
                "SecretString": json.dumps(self._secrets[sent["SecretId"]]),
            }
        if operation == "SendMessageBatch":
            sent_ids = [
                {"Id": one["Id"], "MessageId": "1", "MD5OfMessageBody": ""}
                for one in sent["Entries"]
            ]
            return {"Successful": sent_ids, "Failed": []}
        rows = self._items.get(sent.get("TableName", ""), [])
        if operation == "GetItem":
            found = [row for row in rows if sent["Key"].items() <= row.items()]
            return {"Item": found[0]} if found else {}
        if operation == "Query":
            wanted = list(sent["ExpressionAttributeValues"].values())
            found = [row for row in rows if row["pk"] in wanted]
            return {"Items": found, "Count": len(found)}
        return {"Responses": {}} if operation == "BatchGetItem" else {}


class _Raw(io.BytesIO):
    """What botocore reads an answer's body from."""

    def stream(self, **_: Any) -> Any:
        yield self.read()


def main() -> None:
    """Arguments: entry point, file of the recorded world."""
    name, recorded = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    world, event = World(recorded), recorded.get(name)
    answer = _serve(name, world, event)
    seconds = time.process_time() - _START_SECONDS
    _require_success(name, answer)
    print(json.dumps({"seconds": seconds, "modules": sorted(sys.modules.keys() - _BEFORE)}))


def _serve(name: str, world: World, event: Any) -> Any:
    entry: Any
    if name == BASELINE:
        from chalicelib.adapters.plain_tls import decline_pyopenssl  # noqa: PLC0415

        decline_pyopenssl()  # it is installed for passkeys, and would make a client dearer
        import boto3  # noqa: PLC0415 - what all are compared with

        return boto3.Session().client("dynamodb")
    if name == "api":
        from app import app as entry  # noqa: PLC0415 - what is measured
    elif name == "inbound":
        from functions.inbound.handler import handler as entry  # noqa: PLC0415
    else:
        from functions.webhook.handler import handler as entry  # noqa: PLC0415
    from chalicelib.bootstrap import Container, install  # noqa: PLC0415

    urls = json.dumps({"inbound.fifo": "https://sqs.us-east-1.amazonaws.com/1/inbound.fifo"})
    container = Container({"HILO_QUEUE_URLS": urls})
    container.session.events.register("before-send", world.answer)
    install(container)
    return entry(event, None)


def _require_success(name: str, answer: Any) -> None:
    if name == BASELINE:
        return
    succeeded = (
        answer == {"batchItemFailures": []} if name == "inbound" else answer["statusCode"] == 200
    )
    if not succeeded:
        raise SystemExit(f"{name}: the first event failed: {answer}")


if __name__ == "__main__":
    main()
