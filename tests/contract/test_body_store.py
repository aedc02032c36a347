"""What every BodyStore promises, on the fake and on S3."""

from __future__ import annotations

import pytest

from chalicelib.adapters.storage import S3BodyStore
from chalicelib.core.body_store import BodyStore, BodyUnavailableError
from infra.local.engines.moto_engine import MotoEngine
from tests.fakes.body_store import FakeBodyStore


@pytest.fixture(params=["fake", "s3"])
def bodies(request: pytest.FixtureRequest) -> BodyStore:
    if request.param == "fake":
        return FakeBodyStore()
    engine: MotoEngine = request.getfixturevalue("moto_engine")
    engine.client("s3").create_bucket(Bucket="bodies")
    return S3BodyStore("bodies", lambda: engine.client("s3"))


def test_unavailable_when_nothing_is_under_the_key(bodies: BodyStore) -> None:
    with pytest.raises(BodyUnavailableError):
        bodies.get("updates/none.json")


def test_content_comes_back_as_it_was(bodies: BodyStore) -> None:
    bodies.put("updates/a.json", b'{"a":1}')
    bodies.put("updates/a.json", b'{"a":1}')
    bodies.put("updates/b.json", b"\x00\xff" * 200_000)
    assert bodies.get("updates/a.json") == b'{"a":1}'
    assert bodies.get("updates/b.json") == b"\x00\xff" * 200_000


def test_unavailable_when_the_bucket_is_missing(moto_engine: MotoEngine) -> None:
    bodies = S3BodyStore("none", lambda: moto_engine.client("s3"))
    with pytest.raises(BodyUnavailableError):
        bodies.put("updates/a.json", b"{}")
