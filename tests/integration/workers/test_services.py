"""The product's own adapters on the AWS that the front plays for its workers."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from chalicelib.adapters.queues import MessageRefusedError, SqsQueues
from chalicelib.adapters.realtime import ApiGatewayRealtime
from chalicelib.adapters.secrets import SecretsManagerStore, connect_secrets
from chalicelib.adapters.storage import S3BodyStore, S3MediaStore, connect_s3
from chalicelib.adapters.uploads import S3Uploads
from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.core.clock import SystemClock
from chalicelib.core.queues import INBOUND, STATUS, QueueMessage
from chalicelib.core.secret_store import SecretMissingError
from chalicelib.domains.uploads.errors import StorageUnavailableError
from chalicelib.domains.uploads.models import Announced
from chalicelib.domains.uploads.ports import StoredUpload
from infra.local.engines.moto_engine import MotoEngine
from infra.local.queues import LocalQueues
from infra.local.settings import BODIES_BUCKET, MEDIA_BUCKET, REGION
from infra.local.stack.observed_queues import ObservedQueues
from infra.local.workers.services import AwsServices
from infra.queues import QUEUES


class OneSocket:
    """Sockets of which one is open."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.is_open = True

    def post(self, socket_id: str, text: str) -> bool:
        if socket_id == "open=" and self.is_open:
            self.frames.append(text)
            return True
        return False

    def close(self, socket_id: str) -> None:
        self.is_open = self.is_open and socket_id != "open="


class World:
    """The services, and a session of a worker that finds them."""

    def __init__(self) -> None:
        self.front = front = boto3.Session(region_name=REGION)
        self.s3, self.secrets = front.client("s3"), front.client("secretsmanager")
        self.queues, self.sockets = LocalQueues(QUEUES, SystemClock()), OneSocket()
        for bucket in (BODIES_BUCKET, MEDIA_BUCKET):
            self.s3.create_bucket(Bucket=bucket)
        self.services = AwsServices(front, ObservedQueues(self.queues), self.sockets)
        self.environment = self.services.environment([queue.name for queue in QUEUES])
        self.session = boto3.Session(region_name=REGION)

    def queue_port(self) -> SqsQueues:
        urls = json.loads(self.environment["HILO_QUEUE_URLS"])
        return SqsQueues(lambda: self.session.client("sqs"), urls)


@pytest.fixture
def world(moto_engine: MotoEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World()
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    yield made
    made.services.stop()


def test_messages_come_to_the_queues_as_they_were_sent(world: World) -> None:
    queues = world.queue_port()
    queues.send(INBOUND, [QueueMessage(f"ñ{n}", "lane", f"once-{n}") for n in range(3)])
    queues.send(INBOUND, [QueueMessage("again", "lane", "once-1")])
    queues.send(STATUS, [QueueMessage("later", delay_seconds=900)])
    received = world.queues.receive(INBOUND, 10)
    assert [message.body for message in received] == ["ñ0", "ñ1", "ñ2"]
    assert {message.group_id for message in received} == {"lane"}
    assert world.queues.counts()[STATUS]["delayed"] == 1


def test_a_message_that_sqs_refuses_is_refused(world: World) -> None:
    with pytest.raises(MessageRefusedError):
        world.queue_port().send(STATUS, [QueueMessage("\x00")])
    assert world.queues.counts()[STATUS]["waiting"] == 0


def test_a_postponed_message_waits(world: World) -> None:
    queues = world.queue_port()
    queues.send(STATUS, [QueueMessage("x")])
    (message,) = world.queues.receive(STATUS)
    queues.postpone(STATUS, message.receipt_handle, 0)
    (again,) = world.queues.receive(STATUS)
    assert again.receive_count == 2


def test_objects_are_in_the_buckets_of_the_front(world: World) -> None:
    bodies = S3BodyStore(BODIES_BUCKET, lambda: connect_s3(world.session))
    bodies.put("a b/ñ?", b"\x00content")
    assert bodies.get("a b/ñ?") == b"\x00content"
    media = S3MediaStore(MEDIA_BUCKET, lambda: connect_s3(world.session), SystemClock())
    sha256 = hashlib.sha256(b"%PDF").hexdigest()
    media.put("file", io.BytesIO(b"%PDF"), "application/pdf", sha256=sha256)
    found: Any = world.s3.get_object(Bucket=MEDIA_BUCKET, Key="file")
    assert (found["ContentType"], found["ContentDisposition"]) == ("application/pdf", "inline")
    with pytest.raises(BodyUnavailableError):
        bodies.get("nothing")


def test_files_that_people_bring_in_are_looked_at_and_copied(world: World) -> None:
    pdf = b"%PDF-1.7" + bytes(2000)
    announced = Announced("cuenta ñ.pdf", "application/pdf", len(pdf))
    space = S3Uploads(MEDIA_BUCKET, lambda: connect_s3(world.session))
    assert space.look("uploads/ana/u", 8) is None
    name = space.form("u", "uploads/ana/u", announced).fields["x-amz-meta-filename"]
    world.s3.put_object(
        Bucket=MEDIA_BUCKET,
        Key="uploads/ana/u",
        Body=pdf,
        ContentType="application/pdf",
        Metadata={"filename": name},
    )
    assert space.look("uploads/ana/u", 8) == StoredUpload(announced, b"%PDF-1.7")
    space.keep("uploads/ana/u", "C1/M1", announced)
    media = S3MediaStore(MEDIA_BUCKET, lambda: connect_s3(world.session), SystemClock())
    with media.open("C1/M1", datetime.max.replace(tzinfo=UTC)) as kept:
        assert kept.read() == pdf
    with pytest.raises(StorageUnavailableError):
        space.keep("uploads/ana/gone", "C1/M2", announced)


def test_addresses_are_signed_as_the_front_checks_them(world: World) -> None:
    front = world.front.get_credentials()
    assert front is not None
    assert world.environment["AWS_ACCESS_KEY_ID"] == front.access_key
    assert world.environment["AWS_SECRET_ACCESS_KEY"] == front.secret_key


def test_what_waits_is_told(world: World) -> None:
    queues = world.queue_port()
    assert queues.waiting(STATUS) == 0
    queues.send(STATUS, [QueueMessage("x")])
    assert queues.waiting(STATUS) == 1


def test_secrets_are_those_of_the_front(world: World) -> None:
    kept = json.dumps({"key": "value"})
    world.secrets.create_secret(Name="hilo/known", SecretString=kept)
    store = SecretsManagerStore(lambda: connect_secrets(world.session), SystemClock())
    assert store.read("hilo/known") == {"key": "value"}
    with pytest.raises(SecretMissingError):
        store.read("hilo/unknown")


def test_frames_reach_open_sockets_and_others_are_gone(world: World) -> None:
    url = world.environment["HILO_SOCKETS_ENDPOINT_URL"]
    realtime = ApiGatewayRealtime(
        lambda: world.session.client("apigatewaymanagementapi", endpoint_url=url)
    )
    assert realtime.post("open=", '{"ñ": 1}')
    assert not realtime.post("other=", "{}")
    realtime.close("open=")
    assert not realtime.post("open=", "{}")
    assert world.sockets.frames == ['{"ñ": 1}']
