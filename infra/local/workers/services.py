"""The parts of AWS that the front plays, over HTTP for workers: boto3 finds them by addresses.

Queues and sockets are the front's own; S3 and Secrets Manager are asked through its session,
so that what is written there is kept as always. Answers only what the product asks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

from chalicelib.adapters.queues import MessageRefusedError
from chalicelib.core.observability import logger
from chalicelib.core.queues import QueueMessage, Queues
from infra.local.workers.http_server import HttpServer, Reply, Request

if TYPE_CHECKING:
    import boto3

_JSON = {"Content-Type": "application/x-amz-json-1.0"}
_OBJECT_HEADERS = {
    "content-type": "ContentType",
    "content-disposition": "ContentDisposition",
    "x-amz-checksum-sha256": "ChecksumSHA256",
}
_COPIED_FROM = "x-amz-copy-source"
_XML = {"Content-Type": "application/xml"}


class Sockets(Protocol):
    """Open WebSockets by their ids."""

    def post(self, socket_id: str, text: str) -> bool: ...

    def close(self, socket_id: str) -> None: ...


class AwsServices:
    """Serves from the moment it is made until `stop`."""

    def __init__(self, session: boto3.Session, queues: Queues, sockets: Sockets) -> None:
        self._queues, self._sockets, self._session = queues, sockets, session
        self._s3, self._secrets = session.client("s3"), session.client("secretsmanager")
        self._parts = {
            "sqs": self._of_queues,
            "s3": self._of_objects,
            "secretsmanager": self._of_secrets,
            "sockets": self._of_sockets,
        }
        self._http = HttpServer(self._handle)
        self.stop = self._http.stop

    def environment(self, queue_names: list[str]) -> dict[str, str]:
        """What a worker needs to find them, and to sign addresses as the front checks them."""
        url, credentials = self._http.url, self._session.get_credentials()
        assert credentials is not None
        return {
            "AWS_ACCESS_KEY_ID": str(credentials.access_key),
            "AWS_SECRET_ACCESS_KEY": str(credentials.secret_key),
            "AWS_SESSION_TOKEN": credentials.token or "",
            "AWS_ENDPOINT_URL_SQS": f"{url}/sqs",
            "AWS_ENDPOINT_URL_S3": f"{url}/s3",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": f"{url}/secretsmanager",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
            "HILO_QUEUE_URLS": json.dumps({name: f"{url}/sqs/{name}" for name in queue_names}),
            "HILO_SOCKETS_ENDPOINT_URL": f"{url}/sockets",
        }

    def _handle(self, request: Request) -> Reply:
        part, _, place = urlsplit(request.path).path.lstrip("/").partition("/")
        try:
            return self._parts[part](request, unquote(place))
        except ClientError as exc:
            error = exc.response["Error"]
            return _problem(error["Code"], error.get("Message", ""))
        except Exception:  # noqa: BLE001 - an AWS that fails answers, and its client asks again
            logger.exception("a service of the stack failed", extra={"path": request.path})
            return _problem("InternalFailure", "", 500)

    def _of_queues(self, request: Request, _: str) -> Reply:
        operation, sent = _operation(request)
        queue = sent["QueueUrl"].rpartition("/")[2]
        if operation == "SendMessageBatch":
            return self._send(queue, sent["Entries"])
        if operation == "ChangeMessageVisibility":
            self._queues.postpone(queue, sent["ReceiptHandle"], sent["VisibilityTimeout"])
            return _json({})
        if operation == "GetQueueAttributes":
            waiting = str(self._queues.waiting(queue))
            return _json({"Attributes": dict.fromkeys(sent["AttributeNames"], waiting)})
        return _problem("UnsupportedOperation", operation)

    def _send(self, queue: str, entries: list[dict[str, Any]]) -> Reply:
        try:
            self._queues.send(queue, [_message(entry) for entry in entries])
        except MessageRefusedError as exc:
            return _problem("InvalidParameterValue", str(exc))
        return _json({"Successful": [_sent(entry) for entry in entries], "Failed": []})

    def _of_objects(self, request: Request, place: str) -> Reply:
        bucket, _, key = place.partition("/")
        if request.method == "PUT":
            headers: Any = {
                asked: request.headers[name]
                for name, asked in _OBJECT_HEADERS.items()
                if name in request.headers
            }
            if _COPIED_FROM in request.headers:
                return self._copy(bucket, key, request.headers[_COPIED_FROM], headers)
            self._s3.put_object(Bucket=bucket, Key=key, Body=request.body, **headers)
            return Reply()
        if request.method == "GET":
            return self._object(bucket, key, request.headers.get("range"))
        return Reply(405)

    def _object(self, bucket: str, key: str, part: str | None) -> Reply:
        wanted: Any = {"Range": part} if part else {}
        try:
            found = self._s3.get_object(Bucket=bucket, Key=key, **wanted)
        except self._s3.exceptions.NoSuchKey:
            return _no_such_key()
        headers = {f"x-amz-meta-{name}": value for name, value in found["Metadata"].items()}
        headers["Content-Type"] = found["ContentType"]
        if "ContentRange" in found:
            headers["Content-Range"] = found["ContentRange"]
        return Reply(206 if part else 200, found["Body"].read(), headers)

    def _copy(self, bucket: str, key: str, source: str, headers: Any) -> Reply:
        from_bucket, _, from_key = unquote(source).lstrip("/").partition("/")
        try:
            self._s3.copy_object(
                Bucket=bucket,
                Key=key,
                CopySource={"Bucket": from_bucket, "Key": from_key},
                MetadataDirective="REPLACE",
                **headers,
            )
        except self._s3.exceptions.NoSuchKey:
            return _no_such_key()
        return Reply(200, b"<CopyObjectResult></CopyObjectResult>", _XML)

    def _of_secrets(self, request: Request, _: str) -> Reply:
        operation, sent = _operation(request)
        if operation != "GetSecretValue":
            return _problem("InvalidRequestException", operation)
        found = self._secrets.get_secret_value(SecretId=sent["SecretId"])
        return _json({name: found[name] for name in ("ARN", "Name", "SecretString", "VersionId")})

    def _of_sockets(self, request: Request, place: str) -> Reply:
        socket_id = place.rpartition("/")[2]
        if request.method == "DELETE":
            self._sockets.close(socket_id)
            return Reply(204)
        if self._sockets.post(socket_id, request.body.decode()):
            return Reply()
        return Reply(410, b"{}", {**_JSON, "x-amzn-ErrorType": "GoneException"})


def _operation(request: Request) -> tuple[str, dict[str, Any]]:
    return request.headers["x-amz-target"].partition(".")[2], json.loads(request.body)


def _message(entry: dict[str, Any]) -> QueueMessage:
    return QueueMessage(
        body=entry["MessageBody"],
        group_id=entry.get("MessageGroupId"),
        deduplication_id=entry.get("MessageDeduplicationId"),
        delay_seconds=entry.get("DelaySeconds", 0),
    )


def _sent(entry: Mapping[str, Any]) -> dict[str, str]:
    digest = hashlib.md5(entry["MessageBody"].encode(), usedforsecurity=False).hexdigest()
    return {"Id": entry["Id"], "MessageId": entry["Id"], "MD5OfMessageBody": digest}


def _no_such_key() -> Reply:
    return Reply(404, b"<Error><Code>NoSuchKey</Code></Error>", _XML)


def _json(answer: dict[str, Any]) -> Reply:
    return Reply(200, json.dumps(answer).encode(), _JSON)


def _problem(code: str, message: str, status: int = 400) -> Reply:
    return Reply(status, json.dumps({"__type": code, "message": message}).encode(), _JSON)
