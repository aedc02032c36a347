from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib.adapters.storage import S3MediaStore, connect_s3
from chalicelib.adapters.uploads import S3Uploads
from chalicelib.domains.conversations.ports import FileUnavailableError
from chalicelib.domains.uploads.models import Announced
from infra.deployment.names import Names
from infra.deployment.rights import FILES
from infra.local.engines.moto_engine import MotoEngine

PUBLIC = "http://localhost:8950"


@pytest.fixture
def store(moto_engine: MotoEngine) -> S3MediaStore:
    moto_engine.client("s3").create_bucket(Bucket="media")
    session = boto3.Session("a-key", "a-secret", region_name="us-east-1")
    return S3MediaStore(
        "media",
        lambda: moto_engine.client("s3"),
        open_presigner=lambda: connect_s3(session, endpoint_url=PUBLIC),
    )


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_stored_once_under_its_key(store: S3MediaStore, moto_engine: MotoEngine) -> None:
    for _ in range(2):
        store.put("media/C1/M1", b"JPEG", "Image/JPEG; x=1")
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
    store.put("C1/M1", content, "application/pdf")
    with store.open("C1/M1") as file:
        assert file.read() == content


def test_what_is_not_there_cannot_be_read(store: S3MediaStore) -> None:
    with pytest.raises(FileUnavailableError):
        store.open("C1/M9")


@pytest.mark.parametrize("region", ["us-east-1", "sa-east-1", "eu-west-1"])
def test_addresses_are_on_the_host_that_pages_may_load_from(region: str) -> None:
    session = boto3.Session("a-key", "a-secret", region_name=region)
    bucket = Names("hilo-").bucket(FILES).format(region=region, account="123456789012")
    allowed = Names("hilo-").bucket_host(FILES).format(region=region, account="123456789012")
    client = connect_s3(session)
    shown = S3MediaStore(bucket, lambda: client).signed_url(
        "k", content_type="image/png", filename=None
    )
    form = S3Uploads(bucket, lambda: client).form("u", "k", Announced("a", "image/png", 1))
    assert urlsplit(shown).hostname == allowed
    assert urlsplit(form.url).hostname == allowed
