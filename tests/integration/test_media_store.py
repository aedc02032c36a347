from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphSettings
from chalicelib.adapters.storage import BRIEF, Patience, S3MediaStore, connect_s3
from chalicelib.adapters.uploads import S3Uploads
from chalicelib.core.clock import Clock, SystemClock
from chalicelib.core.queues import OUTBOUND
from chalicelib.domains.conversations.ports import FileUnavailableError
from chalicelib.domains.conversations.services.lane import LanePolicy
from chalicelib.domains.uploads.models import Announced
from functions.outbound.function import FUNCTION as OUTBOUND_FUNCTION
from infra.deployment.names import Names
from infra.deployment.rights import FILES
from infra.local.engines.moto_engine import MotoEngine
from infra.queues import QUEUES
from tests.fakes.clock import FakeClock
from tests.integration.stack.serving import serving

IN_TIME = datetime.max.replace(tzinfo=UTC)
PUBLIC = "http://localhost:8950"
JPEG_SHA256 = hashlib.sha256(b"JPEG").hexdigest()


@pytest.fixture
def store(moto_engine: MotoEngine) -> S3MediaStore:
    moto_engine.client("s3").create_bucket(Bucket="media")
    session = boto3.Session("a-key", "a-secret", region_name="us-east-1")
    return S3MediaStore(
        "media",
        lambda: moto_engine.client("s3"),
        SystemClock(),
        open_presigner=lambda: connect_s3(session, endpoint_url=PUBLIC),
    )


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_stored_once_under_its_key(store: S3MediaStore, moto_engine: MotoEngine) -> None:
    for _ in range(2):
        content = io.BytesIO(b"JPEG")
        store.put("media/C1/M1", content, "Image/JPEG; x=1", sha256=JPEG_SHA256)
    kept = moto_engine.client("s3").get_object(Bucket="media", Key="media/C1/M1")
    assert (kept["Body"].read(), kept["ContentType"]) == (b"JPEG", "image/jpeg")


def test_address_is_public_signed_and_short_lived(store: S3MediaStore) -> None:
    url = store.signed_url("media/C1/M1", content_type="image/jpeg", filename=None)
    assert url.startswith(PUBLIC)
    assert asked(url)["X-Amz-Expires"] == "300"
    assert asked(url)["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"


@pytest.mark.parametrize(
    "content_type",
    [
        *("image/jpeg", "image/png", "image/webp", "audio/ogg; codecs=opus", "video/mp4"),
        *("application/pdf", "APPLICATION/PDF"),
    ],
)
def test_shown_in_place_when_nothing_runs_in_it(store: S3MediaStore, content_type: str) -> None:
    query = asked(store.signed_url("k", content_type=content_type, filename="añ o.x"))
    assert query["response-content-disposition"] == "inline; filename*=UTF-8''a%C3%B1%20o.x"
    assert query["response-content-type"] == content_type.split(";", maxsplit=1)[0].lower()


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml"),
        *("application/javascript", "application/zip", "text/plain", "audio/x+xml", "nonsense"),
        *("", "image/png\r\nx: y", "text/html, image/png", "image/svg"),
    ],
)
def test_downloaded_when_a_browser_might_run_it(store: S3MediaStore, content_type: str) -> None:
    query = asked(store.signed_url("k", content_type=content_type, filename='a"\r\n;b.html'))
    disposition = query["response-content-disposition"]
    assert disposition == "attachment; filename*=UTF-8''a%22%0D%0A%3Bb.html"
    assert query["response-content-type"] == "application/octet-stream"


def test_read_again_as_it_was_stored(store: S3MediaStore) -> None:
    content = bytes(range(256)) * 40_000  # more than is held in memory
    sha256 = hashlib.sha256(content).hexdigest()
    store.put("C1/M1", io.BytesIO(content), "application/pdf", sha256=sha256)
    with store.open("C1/M1", IN_TIME) as file:
        assert file.read() == content


def test_what_is_not_there_cannot_be_read(store: S3MediaStore) -> None:
    with pytest.raises(FileUnavailableError):
        store.open("C1/M9", IN_TIME)


class Storage:
    """An S3 that sends a large file in pieces, or says nothing; `asked` counts."""

    def __init__(self, *, is_silent: bool) -> None:
        self.asked = 0
        self._is_silent, self._is_over = is_silent, threading.Event()

    async def answer(self, _request: Request) -> Response:
        self.asked += 1
        while self._is_silent and not self._is_over.is_set():
            await asyncio.sleep(0.01)
        return StreamingResponse(
            itertools.repeat(bytes(64 * 1024), 160), headers={"content-length": str(10 * 1024**2)}
        )

    @contextmanager
    def store(self, clock: Clock) -> Iterator[S3MediaStore]:
        session = boto3.Session("a-key", "a-secret", region_name="us-east-1")
        impatient = Patience(connect_seconds=5, silence_seconds=0.2, attempts=2)
        routes = [Route("/{rest:path}", self.answer)]
        with serving(Starlette(routes=routes)) as url:
            try:
                yield S3MediaStore(
                    "media",
                    lambda: connect_s3(session, endpoint_url=url),
                    clock,
                    open_reader=lambda: connect_s3(session, endpoint_url=url, patience=impatient),
                )
            finally:
                self._is_over.set()


def test_storage_that_says_nothing_is_asked_no_oftener_than_there_is_time_for() -> None:
    storage = Storage(is_silent=True)
    with storage.store(SystemClock()) as store, pytest.raises(FileUnavailableError):
        store.open("C1/M1", IN_TIME)
    assert storage.asked == 2


def test_a_file_that_comes_too_slowly_is_given_up() -> None:
    clock = SlowClock()
    with Storage(is_silent=False).store(clock) as store:
        with pytest.raises(FileUnavailableError):
            store.open("C1/M1", clock.instant + timedelta(seconds=20))
        with store.open("C1/M1", IN_TIME) as file:
            assert len(file.read()) == 10 * 1024**2


class SlowClock(FakeClock):
    """A second goes by with every look."""

    def now(self) -> datetime:
        self.advance(1)
        return super().now()


def test_an_attempt_with_a_file_ends_before_anybody_else_takes_it_up() -> None:
    """Reading may begin at the end of its time, if it is the second try with a newer token."""
    policy, graph = LanePolicy(), GraphSettings()
    reading = BRIEF.longest_silence_seconds + BRIEF.silence_seconds
    handing_over = graph.graph_connect_seconds + 2 * graph.graph_answer_seconds
    for after_its_time in (reading + graph.graph_connect_seconds, handing_over):
        assert (graph.graph_upload_seconds + after_its_time) * 1000 <= policy.file_ms
    assert graph.longest_attempt_seconds * 1000 <= policy.attempt_ms
    longest_ms = policy.begin_ms + policy.file_ms + policy.attempt_ms
    (queue,) = [one for one in QUEUES if one.name == OUTBOUND]
    assert longest_ms + policy.margin_ms <= OUTBOUND_FUNCTION.timeout_seconds * 1000
    assert OUTBOUND_FUNCTION.timeout_seconds < queue.visibility_timeout_seconds


@pytest.mark.parametrize("region", ["us-east-1", "sa-east-1", "eu-west-1"])
def test_addresses_are_on_the_host_that_pages_may_load_from(region: str) -> None:
    session = boto3.Session("a-key", "a-secret", region_name=region)
    bucket = Names("hilo-").bucket(FILES).format(region=region, account="123456789012")
    allowed = Names("hilo-").bucket_host(FILES).format(region=region, account="123456789012")
    client = connect_s3(session)
    shown = S3MediaStore(bucket, lambda: client, SystemClock()).signed_url(
        "k", content_type="image/png", filename=None
    )
    form = S3Uploads(bucket, lambda: client).form("u", "k", Announced("a", "image/png", 1))
    assert urlsplit(shown).hostname == allowed
    assert urlsplit(form.url).hostname == allowed
