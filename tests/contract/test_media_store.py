"""What every MediaStore promises: on the fake, on moto with the local stack's door, on versitygw.

moto believes every address and every hash. The local stack's own door checks addresses;
versitygw, like S3, checks both.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from chalicelib.adapters.storage import SIGNED_FOR_SECONDS, S3MediaStore, connect_s3
from chalicelib.core.clock import SystemClock
from chalicelib.domains.conversations.ports import MediaCorruptError, MediaStore
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.versitygw import VersityGW
from infra.local.settings import MEDIA_PATH
from infra.local.stack.media import Media
from tests.fakes.channel import FakeMediaStore
from tests.integration.stack.serving import eventually, serving

PAGE = b"<html><script>alert(document.domain)</script>"
KEYS = ["C1/M1", "C1/ñ 1.jpg", "a+b/c&d=e?f#g", "100%/%2e%2e/x", "comi'llas\"<>/x"]
needs_versitygw = pytest.param("versitygw", marks=pytest.mark.engine)


class Shelf(Protocol):
    """A store, and what lies in it."""

    @property
    def store(self) -> MediaStore: ...

    def kept(self, key: str) -> tuple[bytes, str]: ...


@dataclass
class FakeShelf:
    store: FakeMediaStore

    def kept(self, key: str) -> tuple[bytes, str]:
        return self.store.kept[key]


@dataclass
class S3Shelf:
    """A bucket; `signing` makes stores whose addresses are good for so many seconds."""

    s3: Any
    bucket: str
    signing: Callable[..., S3MediaStore]

    @property
    def store(self) -> S3MediaStore:
        return self.signing()

    def kept(self, key: str) -> tuple[bytes, str]:
        found = self.s3.get_object(Bucket=self.bucket, Key=key)
        return found["Body"].read(), found["ContentType"]


@pytest.fixture
def moto_shelf(moto_engine: MotoEngine) -> Iterator[S3Shelf]:
    session: Any = boto3.Session(region_name=moto_engine.region)
    s3 = connect_s3(session)
    s3.create_bucket(Bucket="media")
    door = Media(session, SystemClock(), lambda: s3)
    with serving(Starlette(routes=[Route(f"{MEDIA_PATH}/{{rest:path}}", door.get)])) as origin:

        def signing(signer: Any = session, **options: Any) -> S3MediaStore:
            return S3MediaStore(
                "media",
                lambda: s3,
                SystemClock(),
                open_presigner=lambda: connect_s3(signer, endpoint_url=origin + MEDIA_PATH),
                **options,
            )

        yield S3Shelf(s3, "media", signing)


@pytest.fixture
def versitygw_shelf(versitygw: VersityGW) -> S3Shelf:
    session, bucket = versitygw.session(), f"media-{uuid.uuid4().hex[:8]}"
    s3 = connect_s3(session, endpoint_url=versitygw.url)
    s3.create_bucket(Bucket=bucket)

    def signing(signer: Any = session, **options: Any) -> S3MediaStore:
        return S3MediaStore(
            bucket,
            lambda: connect_s3(signer, endpoint_url=versitygw.url),
            SystemClock(),
            **options,
        )

    return S3Shelf(s3, bucket, signing)


@pytest.fixture(params=["fake", "moto", needs_versitygw])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    if request.param == "fake":
        return FakeShelf(FakeMediaStore())
    found: S3Shelf = request.getfixturevalue(f"{request.param}_shelf")
    return found


@pytest.fixture(params=["moto", needs_versitygw])
def served(request: pytest.FixtureRequest) -> S3Shelf:
    found: S3Shelf = request.getfixturevalue(f"{request.param}_shelf")
    return found


def put(store: MediaStore, key: str, content: bytes, content_type: str = "image/png") -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    store.put(key, io.BytesIO(content), content_type, sha256=sha256)


class TestPut:
    @pytest.mark.parametrize("key", KEYS)
    def test_content_is_kept_under_its_key(self, shelf: Shelf, key: str) -> None:
        put(shelf.store, key, b"PNG")
        put(shelf.store, key, b"PNG")
        put(shelf.store, key + "x", b"other")
        assert shelf.kept(key) == (b"PNG", "image/png")

    def test_what_is_kept_last_is_there(self, shelf: Shelf) -> None:
        put(shelf.store, "C1/M1", b"\x00\xff" * 3_000_000)
        assert len(shelf.kept("C1/M1")[0]) == 6_000_000
        put(shelf.store, "C1/M1", b"")
        assert shelf.kept("C1/M1")[0] == b""

    @pytest.mark.parametrize("name", ["fake", needs_versitygw])
    def test_damaged_content_is_refused(self, name: str, request: pytest.FixtureRequest) -> None:
        shelf: Shelf = (
            FakeShelf(FakeMediaStore())
            if name == "fake"
            else request.getfixturevalue("versitygw_shelf")
        )
        put(shelf.store, "C1/M1", b"before")
        told = hashlib.sha256(b"PNG").hexdigest()
        with pytest.raises(MediaCorruptError):
            shelf.store.put("C1/M1", io.BytesIO(b"PNg"), "image/png", sha256=told)
        assert shelf.kept("C1/M1")[0] == b"before"


class TestAddress:
    @pytest.mark.parametrize("key", KEYS)
    def test_gives_the_file_as_it_was_signed(self, served: S3Shelf, key: str) -> None:
        put(served.store, key, b"0123456789", "image/jpeg")
        answer = httpx.get(
            served.store.signed_url(key, content_type="image/jpeg", filename='añ"o\r\n.jpg')
        )
        assert (answer.status_code, answer.content) == (200, b"0123456789")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == f"private, max-age={SIGNED_FOR_SECONDS}"
        disposition = answer.headers["content-disposition"]
        assert disposition == "inline; filename*=UTF-8''a%C3%B1%22o%0D%0A.jpg"

    def test_gives_a_part(self, served: S3Shelf) -> None:
        put(served.store, "C1/M1", b"0123456789")
        url = served.store.signed_url("C1/M1", content_type="image/png", filename=None)
        answer = httpx.get(url, headers={"range": "bytes=2-4"})
        assert (answer.status_code, answer.content) == (206, b"234")

    @pytest.mark.parametrize(
        "content_type", ["text/html", "image/svg+xml", "text/javascript", "application/xml"]
    )
    def test_never_gives_a_page(self, served: S3Shelf, content_type: str) -> None:
        put(served.store, "C1/M1", PAGE, content_type)
        url = served.store.signed_url("C1/M1", content_type=content_type, filename="a.html")
        headers = httpx.get(url).headers
        assert headers["content-type"] == "application/octet-stream"
        assert headers["content-disposition"] == "attachment; filename*=UTF-8''a.html"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (f"X-Amz-Expires={SIGNED_FOR_SECONDS}", "X-Amz-Expires=86400"),
            ("application%2Foctet-stream", "text%2Fhtml"),
            ("attachment", "inline"),
            ("/C1/M1", "/C1/M2"),
            ("X-Amz-Signature=", "X-Amz-Signature=0"),
            ("X-Amz-Signature=", "X-Other="),
            ("X-Amz-Date=", "X-Other="),
            ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders="),
            ("X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Algorithm=none"),
            ("?", "?response-content-language=es&"),
        ],
    )
    def test_is_refused_when_it_was_changed(self, served: S3Shelf, old: str, new: str) -> None:
        for key in ("C1/M1", "C1/M2"):
            put(served.store, key, PAGE, "text/html")
        url = served.store.signed_url("C1/M1", content_type="text/html", filename="a.html")
        assert old in url
        refused = httpx.get(url.replace(old, new, 1))
        assert 400 <= refused.status_code < 404
        assert PAGE not in refused.content

    def test_is_refused_when_it_is_over(self, served: S3Shelf) -> None:
        put(served.store, "C1/M1", PAGE)
        brief = served.signing(seconds=1)
        url = brief.signed_url("C1/M1", content_type="image/png", filename=None)
        eventually(lambda: httpx.get(url).status_code == 403)

    def test_is_refused_when_somebody_else_signed_it(self, served: S3Shelf) -> None:
        put(served.store, "C1/M1", PAGE)
        stranger = served.signing(boto3.Session("a-key", "guessed", region_name="us-east-1"))
        url = stranger.signed_url("C1/M1", content_type="image/png", filename=None)
        assert httpx.get(url).status_code == 403

    def test_is_refused_without_a_signature(self, served: S3Shelf) -> None:
        put(served.store, "C1/M1", PAGE)
        url = served.store.signed_url("C1/M1", content_type="image/png", filename=None)
        assert httpx.get(url.partition("?")[0]).status_code == 403

    @pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
    def test_is_for_reading_alone(self, served: S3Shelf, method: str) -> None:
        put(served.store, "C1/M1", b"PNG")
        url = served.store.signed_url("C1/M1", content_type="image/png", filename=None)
        assert httpx.request(method, url, content=b"changed").status_code in (403, 405)
        assert served.kept("C1/M1") == (b"PNG", "image/png")

    def test_of_nothing_finds_nothing(self, served: S3Shelf) -> None:
        url = served.store.signed_url("C1/none", content_type="image/png", filename=None)
        assert httpx.get(url).status_code == 404
