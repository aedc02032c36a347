"""Files are fetched from Meta's hosts only, measured while they come, broken off where needed."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.limits import MAX_BYTES
from chalicelib.adapters.channels.whatsapp_cloud.media import GraphMedia
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.conversations.ports import (
    FetchedMedia,
    MediaGoneError,
    MediaTooLargeError,
    MediaUnavailableError,
)
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import FakeSecretStore

HERE = ConnectionId("wa-test")
CONNECTION = Connection(
    id=HERE,
    channel="whatsapp_cloud",
    name="Principal",
    app_id=AppId("meta-test"),
    account="100",
    queue_id=QueueId("general"),
    enabled=True,
    version=1,
)
FILE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=900"
DESCRIBED = {"url": FILE, "mime_type": "image/jpeg", "sha256": "ab" * 32, "file_size": 4}

Answer = httpx.Response | Exception


class Dripping(httpx.SyncByteStream):
    """A body that comes in parts; `between` runs before each."""

    def __init__(self, *parts: bytes, between: Callable[[], object] = lambda: None) -> None:
        self.parts, self.between, self.given = parts, between, 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self.parts:
            self.between()
            self.given += 1
            yield part


def connection_of(connection_id: ConnectionId) -> Connection:
    if connection_id != HERE:
        raise NotFoundError
    return CONNECTION


class Provider:
    """Answers by URL; 404 for anything else."""

    def __init__(self, described: Any = None, **answers: Answer) -> None:
        described = DESCRIBED if described is None else described
        self.answers: dict[str, Answer] = {
            "https://graph.facebook.com/v26.0/900": httpx.Response(200, json=described)
            if isinstance(described, dict)
            else described,
            FILE: httpx.Response(200, content=b"JPEG", headers={"content-type": "image/pjpeg"}),
        }
        self.asked: list[str] = []
        self.clock = FakeClock()
        self.secrets = FakeSecretStore({app_secret_name("meta-test"): {"access_token": "token"}})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer token"
        assert request.headers["accept-encoding"] == "identity"
        self.asked.append(str(request.url))
        answer = self.answers.get(str(request.url), httpx.Response(404))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def fetch(
        self,
        media_id: str = "900",
        connection_id: ConnectionId = HERE,
        kind: MessageKind = "image",
        **settings: Any,
    ) -> FetchedMedia:
        api = GraphApi(
            GraphSettings(**settings),
            self.secrets,
            connection_of,
            transport=httpx.MockTransport(self),
        )
        return GraphMedia(api, self.clock).fetch(connection_id, media_id, kind)


def redirected(location: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": location})


class TestGone:
    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(404),
            httpx.Response(404, json={"error": {"code": 100}}),
            httpx.Response(400, json={"error": {"code": 100, "error_subcode": 33}}),
        ],
    )
    def test_when_the_provider_does_not_know_it(self, answer: httpx.Response) -> None:
        with pytest.raises(MediaGoneError):
            Provider(answer).fetch()

    @pytest.mark.parametrize("media_id", ["", "../100/messages", "a b", "9?x", "x" * 300, "ñ"])
    def test_when_the_id_is_none(self, media_id: str) -> None:
        provider = Provider()
        with pytest.raises(MediaGoneError):
            provider.fetch(media_id)
        assert provider.asked == []

    def test_when_the_connection_does_not_exist(self) -> None:
        with pytest.raises(MediaGoneError):
            Provider().fetch(connection_id=ConnectionId("none"))


KINDS: list[MessageKind] = ["image", "audio", "voice", "video", "document", "sticker"]


class TestTooLarge:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("as_text", [True, False])
    def test_for_its_kind_as_it_says(self, kind: MessageKind, as_text: bool) -> None:
        over = MAX_BYTES[kind] + 1
        provider = Provider(DESCRIBED | {"file_size": str(over) if as_text else over})
        with pytest.raises(MediaTooLargeError):
            provider.fetch(kind=kind)
        assert len(provider.asked) == 1

    def test_documents_limit_holds_for_what_has_no_other(self) -> None:
        over = MAX_BYTES["document"] + 1
        with pytest.raises(MediaTooLargeError):
            Provider(DESCRIBED | {"file_size": over}).fetch(kind="order")
        assert Provider(DESCRIBED | {"file_size": over - 1}).fetch(kind="order").bytes == 4

    def test_although_it_says_less_and_no_more_of_it_is_taken(self) -> None:
        half = b"x" * (MAX_BYTES["sticker"] // 2)
        body = Dripping(half, half, b"x", half, half)
        provider = Provider(DESCRIBED | {"file_size": 1})
        provider.answers[FILE] = httpx.Response(200, stream=body)
        with pytest.raises(MediaTooLargeError):
            provider.fetch(kind="sticker")
        assert body.given == 3

    def test_when_it_unpacks_to_more(self) -> None:
        """A host that compresses although we ask it not to: what comes out is what counts."""
        packed = gzip.compress(b"\x00" * (MAX_BYTES["sticker"] + 1))
        assert len(packed) < 1_000
        provider = Provider()
        provider.answers[FILE] = httpx.Response(
            200, stream=Dripping(packed), headers={"content-encoding": "gzip"}
        )
        with pytest.raises(MediaTooLargeError):
            provider.fetch(kind="sticker")


class TestUnavailable:
    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(500),
            httpx.Response(401, json={"error": {"code": 190}}),
            httpx.Response(429),
            httpx.Response(200, text="<html>"),
            httpx.Response(200, json={"id": "900"}),
            httpx.Response(200, json=[1]),
            httpx.Response(200, content=b" " * 100_001),
            httpx.ReadTimeout("slow"),
            httpx.ConnectError("refused"),
        ],
    )
    def test_when_it_is_not_described(self, answer: Answer) -> None:
        with pytest.raises(MediaUnavailableError):
            Provider(answer).fetch()

    @pytest.mark.parametrize(
        "answer", [httpx.Response(404), httpx.Response(503), httpx.ReadError("reset")]
    )
    def test_when_its_address_gives_nothing(self, answer: Answer) -> None:
        """Addresses live five minutes: another try asks for another."""
        provider = Provider()
        provider.answers[FILE] = answer
        with pytest.raises(MediaUnavailableError):
            provider.fetch()

    @pytest.mark.parametrize(
        "url",
        [
            "http://lookaside.fbsbx.com/x",
            "https://169.254.169.254/latest/meta-data",
            "http://localhost/x",
            "https://lookaside.fbsbx.com.evil.test/x",
            "https://evilfbcdn.net/x",
            "https://lookaside.fbsbx.com@evil.test/x",
            "https://user:password@lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com./x",
            "https://lookaside.fbsbx.com\\@evil.test/x",
            "https://2852039166/latest/meta-data",
            "https://[::ffff:169.254.169.254]/x",
            "https://lookaside.fbsbx.com:8443/x",
            "file:///etc/passwd",
            "//evil.test/x",
            "https://[::1",
            "",
            7,
        ],
    )
    def test_when_the_address_is_not_the_providers(self, url: Any) -> None:
        provider = Provider(DESCRIBED | {"url": url})
        with pytest.raises(MediaUnavailableError):
            provider.fetch()
        assert len(provider.asked) == 1

    @pytest.mark.parametrize("location", ["http://10.0.0.1/x", "https://evil.test/", FILE, ""])
    def test_when_it_redirects_elsewhere_or_in_circles(self, location: str) -> None:
        provider = Provider()
        provider.answers[FILE] = redirected(location)
        with pytest.raises(MediaUnavailableError):
            provider.fetch()
        assert all(url.startswith(("https://graph", FILE)) for url in provider.asked)
        assert len(provider.asked) <= 5

    def test_when_it_is_cut_short(self) -> None:
        def breaks() -> None:
            raise httpx.RemoteProtocolError("peer closed connection")

        provider = Provider()
        provider.answers[FILE] = httpx.Response(200, stream=Dripping(b"JP", between=breaks))
        with pytest.raises(MediaUnavailableError):
            provider.fetch()

    def test_when_it_comes_drop_by_drop(self) -> None:
        provider = Provider()

        def a_while() -> None:
            provider.clock.advance(20)

        body = Dripping(*[b"x"] * 100, between=a_while)
        provider.answers[FILE] = httpx.Response(200, stream=body)
        with pytest.raises(MediaUnavailableError, match="slowly"):
            provider.fetch(graph_media_seconds=45)
        assert body.given == 3

    @pytest.mark.parametrize("is_down", [True, False])
    def test_when_there_is_no_token(self, is_down: bool) -> None:
        provider = Provider()
        provider.secrets.is_down = is_down
        provider.secrets.stored.clear()
        with pytest.raises(MediaUnavailableError):
            provider.fetch()


class TestFetched:
    def test_as_described(self) -> None:
        fetched = Provider().fetch()
        assert fetched.content.read() == b"JPEG"
        expected = FetchedMedia(
            io.BytesIO(), 4, hashlib.sha256(b"JPEG").hexdigest(), "image/jpeg", 4, "ab" * 32
        )
        assert replace(fetched, content=expected.content) == expected

    def test_typed_by_its_host_when_not_described(self) -> None:
        fetched = Provider({"url": FILE}).fetch()
        assert fetched.content_type == "image/pjpeg"
        assert (fetched.told_bytes, fetched.told_sha256) == (None, None)

    @pytest.mark.parametrize("size", ["many", -1.5, True, None, [4], "4" * 30, "٤"])
    def test_without_a_size_that_is_none(self, size: Any) -> None:
        assert Provider(DESCRIBED | {"file_size": size}).fetch().told_bytes is None

    def test_whole_when_it_is_as_large_as_it_may_be(self) -> None:
        content = bytes(MAX_BYTES["image"])
        provider = Provider(DESCRIBED | {"file_size": len(content)})
        provider.answers[FILE] = httpx.Response(200, content=content)
        fetched = provider.fetch()
        assert fetched.content.read() == content
        assert (fetched.bytes, fetched.sha256) == (
            len(content),
            hashlib.sha256(content).hexdigest(),
        )

    def test_after_a_redirect_to_the_providers_network(self) -> None:
        provider = Provider()
        there = "https://scontent.xx.fbcdn.net/v/900"
        provider.answers |= {FILE: redirected(there), there: httpx.Response(200, content=b"JPEG")}
        assert provider.fetch().content.read() == b"JPEG"

    def test_by_a_fresh_address_when_the_last_has_expired(self) -> None:
        """Each try asks for the address anew: none is remembered."""
        provider, fresh = Provider(), FILE + "&ext=2"
        provider.answers[FILE] = httpx.Response(404)
        with pytest.raises(MediaUnavailableError):
            provider.fetch()
        provider.answers |= {
            "https://graph.facebook.com/v26.0/900": httpx.Response(
                200, json=DESCRIBED | {"url": fresh}
            ),
            fresh: httpx.Response(200, content=b"JPEG"),
        }
        assert provider.fetch().content.read() == b"JPEG"

    def test_from_the_configured_api(self) -> None:
        base = "http://localhost:8950"
        provider = Provider()
        provider.answers = {
            f"{base}/v26.0/900": httpx.Response(200, json={"url": f"{base}/files/900"}),
            f"{base}/files/900": httpx.Response(200, content=b"JPEG"),
        }
        assert provider.fetch(graph_base_url=base).content.read() == b"JPEG"
