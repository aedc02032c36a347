from __future__ import annotations

from typing import Any

import httpx
import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.media import GraphMedia
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.ports import (
    FetchedMedia,
    MediaGoneError,
    MediaUnavailableError,
)
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
        self.secrets = FakeSecretStore({app_secret_name("meta-test"): {"access_token": "token"}})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer token"
        self.asked.append(str(request.url))
        answer = self.answers.get(str(request.url), httpx.Response(404))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def fetch(
        self, media_id: str = "900", connection_id: ConnectionId = HERE, **settings: Any
    ) -> FetchedMedia:
        api = GraphApi(
            GraphSettings(**settings),
            self.secrets,
            connection_of,
            transport=httpx.MockTransport(self),
        )
        return GraphMedia(api).fetch(connection_id, media_id)


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

    def test_when_it_says_that_it_is_too_large(self) -> None:
        provider = Provider(DESCRIBED | {"file_size": 5})
        with pytest.raises(MediaGoneError, match="larger"):
            provider.fetch(graph_media_limit_bytes=4)
        assert len(provider.asked) == 1

    def test_when_it_is_larger_than_it_says(self) -> None:
        with pytest.raises(MediaGoneError, match="larger"):
            Provider(DESCRIBED | {"file_size": 1}).fetch(graph_media_limit_bytes=3)


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

    @pytest.mark.parametrize("is_down", [True, False])
    def test_when_there_is_no_token(self, is_down: bool) -> None:
        provider = Provider()
        provider.secrets.is_down = is_down
        provider.secrets.stored.clear()
        with pytest.raises(MediaUnavailableError):
            provider.fetch()


class TestFetched:
    def test_as_described(self) -> None:
        assert Provider().fetch() == FetchedMedia(b"JPEG", "image/jpeg", "ab" * 32)

    def test_typed_by_its_host_when_not_described(self) -> None:
        assert Provider({"url": FILE}).fetch() == FetchedMedia(b"JPEG", "image/pjpeg", None)

    def test_after_a_redirect_to_the_providers_network(self) -> None:
        provider = Provider()
        there = "https://scontent.xx.fbcdn.net/v/900"
        provider.answers |= {FILE: redirected(there), there: httpx.Response(200, content=b"JPEG")}
        assert provider.fetch().content == b"JPEG"

    def test_from_the_configured_api(self) -> None:
        base = "http://localhost:8950"
        provider = Provider()
        provider.answers = {
            f"{base}/v26.0/900": httpx.Response(200, json={"url": f"{base}/files/900"}),
            f"{base}/files/900": httpx.Response(200, content=b"JPEG"),
        }
        assert provider.fetch(graph_base_url=base).content == b"JPEG"
