"""Forms on our own origin, as the product signs them: what is posted is what was announced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import boto3
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from chalicelib.adapters.storage import connect_s3
from chalicelib.adapters.uploads import S3Uploads
from chalicelib.domains.uploads.errors import StorageUnavailableError
from chalicelib.domains.uploads.models import Announced, UploadForm
from infra.local.engines.moto_engine import MotoEngine
from infra.local.settings import MEDIA_PATH
from infra.local.stack.uploads import Uploads
from tests.integration.stack.serving import LateClock, serving

PDF = b"%PDF-1.7 " + b"0" * 5000
ANNOUNCED = Announced("Estado de cuenta ñ.pdf", "application/pdf", len(PDF))
KEY = "uploads/ana/u1"


@pytest.fixture
def clock() -> LateClock:
    return LateClock()


@pytest.fixture
def space(moto_engine: MotoEngine, clock: LateClock) -> Iterator[S3Uploads]:
    session: Any = boto3.Session(region_name=moto_engine.region)
    s3 = connect_s3(session)
    s3.create_bucket(Bucket="media")
    uploads = Uploads(session, clock, lambda: s3)
    with serving(
        Starlette(routes=[Route(f"{MEDIA_PATH}/{{bucket}}", uploads.post, methods=["POST"])])
    ) as origin:
        yield S3Uploads(
            "media",
            lambda: s3,
            open_presigner=lambda: connect_s3(session, endpoint_url=origin + MEDIA_PATH),
        )


@pytest.fixture
def form(space: S3Uploads) -> UploadForm:
    return space.form("u1", KEY, ANNOUNCED)


def post(form: UploadForm, content: bytes = PDF, changed: Mapping[str, str] | None = None) -> int:
    fields = {**form.fields, **(changed or {})}
    answer = httpx.post(form.url, data=fields, files={"file": ("x", content)}, trust_env=False)
    return answer.status_code


def test_what_was_announced_is_found_as_it_was_announced(
    space: S3Uploads, form: UploadForm
) -> None:
    assert post(form) == 204
    stored = space.look(KEY, 64)
    assert stored is not None
    assert (stored.announced, stored.start) == (ANNOUNCED, PDF[:64])


def test_a_copy_is_found_as_it_was_announced(space: S3Uploads, form: UploadForm) -> None:
    assert post(form) == 204
    space.copy(KEY, "quick-replies/r/f", ANNOUNCED)
    space.copy("quick-replies/r/f", "uploads/luis/u2", ANNOUNCED)
    for key in ("quick-replies/r/f", "uploads/luis/u2"):
        stored = space.look(key, 64)
        assert stored is not None
        assert (stored.announced, stored.start) == (ANNOUNCED, PDF[:64])


def test_a_short_file_is_looked_at_whole(space: S3Uploads) -> None:
    short = Announced("a.txt", "text/plain", 2)
    assert post(space.form("u2", "uploads/ana/u2", short), b"ab") == 204
    stored = space.look("uploads/ana/u2", 64)
    assert stored is not None
    assert (stored.announced, stored.start) == (short, b"ab")


def test_nothing_is_there_before(space: S3Uploads, form: UploadForm) -> None:
    assert space.look(KEY, 64) is None


@pytest.mark.parametrize("content", [PDF + b"0", PDF[:-1], b""])
def test_another_length_is_refused(space: S3Uploads, form: UploadForm, content: bytes) -> None:
    assert post(form, content) == 400
    assert space.look(KEY, 64) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"key": "uploads/luis/u1"},
        {"Content-Type": "text/html"},
        {"x-amz-meta-filename": "other.exe"},
        {"policy": "e30="},
        {"policy": "no base64"},
        {"x-amz-signature": "0" * 64},
        {"x-amz-credential": "nobody"},
        {"x-amz-date": "20200101T000000Z"},
        {"acl": "public-read"},
        {"x-amz-meta-more": "x"},
    ],
)
def test_a_form_that_was_changed_is_refused(
    space: S3Uploads, form: UploadForm, changed: dict[str, str]
) -> None:
    assert post(form, changed=changed) == 403
    assert space.look(KEY, 64) is None
    assert space.look("uploads/luis/u1", 64) is None


def test_a_form_of_yesterday_is_refused(form: UploadForm, clock: LateClock) -> None:
    clock.ahead = timedelta(minutes=16)
    assert post(form) == 403


def test_kept_it_stays_with_its_type(
    space: S3Uploads, form: UploadForm, moto_engine: MotoEngine
) -> None:
    post(form)
    for _ in range(2):
        space.keep(KEY, "C1/M1", ANNOUNCED)
    kept = moto_engine.client("s3").get_object(Bucket="media", Key="C1/M1")
    assert (kept["Body"].read(), kept["ContentType"]) == (PDF, "application/pdf")
    assert kept["ContentDisposition"] == "inline"


def test_what_is_gone_cannot_be_kept(space: S3Uploads) -> None:
    with pytest.raises(StorageUnavailableError):
        space.keep("uploads/ana/gone", "C1/M1", ANNOUNCED)
