"""Presigned addresses on our own origin, as the product signs them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from chalicelib.adapters.storage import S3MediaStore, connect_s3
from infra.local.engines.moto_engine import MotoEngine
from infra.local.settings import MEDIA_PATH
from infra.local.stack.media import Media
from tests.integration.stack.serving import LateClock, serving


@pytest.fixture
def clock() -> LateClock:
    return LateClock()


@pytest.fixture
def store(moto_engine: MotoEngine, clock: LateClock) -> Iterator[S3MediaStore]:
    session: Any = boto3.Session(region_name=moto_engine.region)
    s3 = connect_s3(session)
    s3.create_bucket(Bucket="media")
    media = Media(session, clock, lambda: s3)
    with serving(Starlette(routes=[Route(f"{MEDIA_PATH}/{{rest:path}}", media.get)])) as origin:
        yield S3MediaStore(
            "media",
            lambda: s3,
            clock,
            open_presigner=lambda: connect_s3(session, endpoint_url=origin + MEDIA_PATH),
        )


@pytest.fixture
def url(store: S3MediaStore) -> str:
    content = b"0123456789"
    sha256 = hashlib.sha256(content).hexdigest()
    store.put("m/ñ 1.jpg", io.BytesIO(content), "image/jpeg", sha256=sha256)
    return store.signed_url("m/ñ 1.jpg", content_type="image/jpeg", filename="foto ñ.jpg")


def test_a_signed_address_gives_the_file_as_it_was_signed(url: str) -> None:
    answer = httpx.get(url)
    assert (answer.status_code, answer.content) == (200, b"0123456789")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''foto%20")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_part_may_be_asked_for(url: str) -> None:
    answer = httpx.get(url, headers={"range": "bytes=2-4"})
    assert (answer.status_code, answer.content) == (206, b"234")
    assert answer.headers["content-range"] == "bytes 2-4/10"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("X-Amz-Expires=300", "X-Amz-Expires=99999"),
        ("image%2Fjpeg", "text%2Fhtml"),
        ("/m/", "/n/"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("X-Amz-Date=", "X-Other="),
        ("%2Faws4_request", ""),
    ],
)
def test_a_changed_address_is_refused(url: str, old: str, new: str) -> None:
    assert old in url
    assert httpx.get(url.replace(old, new)).json()["code"] == "address_refused"


def test_an_address_that_is_over_is_refused(url: str, clock: LateClock) -> None:
    clock.ahead = timedelta(seconds=301)
    assert httpx.get(url).status_code == 403


def test_a_file_that_is_not_there_is_not_found(store: S3MediaStore) -> None:
    url = store.signed_url("m/none", content_type="image/jpeg", filename=None)
    assert httpx.get(url).status_code == 404
