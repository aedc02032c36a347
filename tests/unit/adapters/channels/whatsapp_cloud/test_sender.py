from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.sender import GraphSender
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.ports import (
    Accepted,
    FileToSend,
    OutcomeUnknown,
    ReactionToSend,
    Recipient,
    Refused,
    SendOutcome,
    TextToSend,
)
from tests.fakes.channel import FakeMediaStore
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import FakeSecretStore

HERE = ConnectionId("wa-test")
CONNECTION = Connection(
    id=HERE,
    channel="whatsapp_cloud",
    name="Principal",
    app_id=AppId("meta-test"),
    account="100000000000001",
    queue_id=QueueId("general"),
    enabled=True,
    version=1,
)
SECRET = app_secret_name("meta-test")
TEXT = TextToSend(
    connection_id=HERE,
    recipient=Recipient(phone="5491155550101", user_id="AR.1"),
    text="Hola, https://hilo.test",
    callback_data="C1/M1",
)
ACCEPTED = httpx.Response(200, json={"messages": [{"id": "wamid.A"}]})

Answer = Callable[[httpx.Request], httpx.Response]


def connection_of(connection_id: ConnectionId) -> Connection:
    if connection_id != HERE:
        raise NotFoundError
    return CONNECTION


class Provider:
    """A Graph API of one function; keeps the requests."""

    def __init__(self, answer: Answer | httpx.Response) -> None:
        self.requests: list[httpx.Request] = []
        self.secrets = FakeSecretStore({SECRET: {"access_token": "old-token"}})
        self.files = FakeMediaStore()
        self.clock = FakeClock()
        self._answer = answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        if isinstance(self._answer, httpx.Response):
            return self._answer
        return self._answer(request)

    def send(self, message: TextToSend = TEXT, **settings: Any) -> SendOutcome:
        return self.sender(**settings).send_text(message)

    def sender(self, **settings: Any) -> GraphSender:
        transport = httpx.MockTransport(self)
        api = GraphApi(GraphSettings(**settings), self.secrets, connection_of, transport=transport)
        return GraphSender(api, self.files, self.clock)

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]


def failing(error: Exception) -> Answer:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


class TestRequest:
    def test_is_what_the_provider_documents(self) -> None:
        provider = Provider(ACCEPTED)
        assert provider.send() == Accepted("wamid.A")
        (request,) = provider.requests
        assert request.method == "POST"
        assert str(request.url) == "https://graph.facebook.com/v26.0/100000000000001/messages"
        assert request.headers["authorization"] == "Bearer old-token"
        assert provider.bodies() == [
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "5491155550101",
                "type": "text",
                "text": {"body": "Hola, https://hilo.test", "preview_url": False},
                "biz_opaque_callback_data": "C1/M1",
            }
        ]

    def test_goes_to_the_user_id_when_there_is_no_number(self) -> None:
        provider = Provider(ACCEPTED)
        message = TextToSend(HERE, Recipient(None, "AR.1"), "hola", "C1/M1")
        assert provider.send(message) == Accepted("wamid.A")
        (body,) = provider.bodies()
        assert body["recipient"] == "AR.1"
        assert "to" not in body

    def test_reply_names_the_message_it_answers(self) -> None:
        provider = Provider(ACCEPTED)
        provider.send(TextToSend(HERE, TEXT.recipient, "sí", "C1/M1", "wamid.Q"))
        assert provider.bodies()[0]["context"] == {"message_id": "wamid.Q"}

    def test_any_text_can_be_written(self) -> None:
        provider = Provider(ACCEPTED)
        text = "ñandú 😀 \x00 \ud83d"
        assert provider.send(TextToSend(HERE, TEXT.recipient, text, "C1/M1")) == Accepted("wamid.A")
        assert provider.bodies()[0]["text"]["body"] == text

    @pytest.mark.parametrize("emoji", ["👍", ""])
    def test_reaction_names_its_message_and_none_takes_it_back(self, emoji: str) -> None:
        provider = Provider(ACCEPTED)
        reaction = ReactionToSend(HERE, TEXT.recipient, "wamid.Q", emoji)
        assert provider.sender().send_reaction(reaction) == Accepted("wamid.A")
        assert provider.bodies() == [
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "5491155550101",
                "type": "reaction",
                "reaction": {"message_id": "wamid.Q", "emoji": emoji},
                "biz_opaque_callback_data": "reaction",
            }
        ]

    def test_base_and_version_are_settings(self) -> None:
        provider = Provider(ACCEPTED)
        provider.send(graph_base_url="http://localhost:8950/graph/", graph_version="v27.0")
        expected = "http://localhost:8950/graph/v27.0/100000000000001/messages"
        assert str(provider.requests[0].url) == expected


class TestNotSent:
    def test_refused_when_recipient_has_no_address(self) -> None:
        provider = Provider(ACCEPTED)
        result = provider.send(TextToSend(HERE, Recipient(None, ""), "hola", "C1/M1"))
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("no_recipient", False)
        assert provider.requests == []

    @pytest.mark.parametrize(
        "secret",
        [
            {},
            {"access_token": ""},
            {"access_token": " \n"},
            {"access_token": "a\nb"},
            {"access_token": "é"},
            None,
        ],
    )
    def test_refused_when_app_has_no_token(self, secret: dict[str, str] | None) -> None:
        provider = Provider(ACCEPTED)
        provider.secrets.stored = {} if secret is None else {SECRET: secret}
        result = provider.send()
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("no_access_token", False)
        assert provider.requests == []

    def test_refused_when_connection_does_not_exist(self) -> None:
        provider = Provider(ACCEPTED)
        result = provider.send(TextToSend(ConnectionId("none"), TEXT.recipient, "hola", "C1/M1"))
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("no_connection", False)

    def test_sent_again_later_when_secrets_are_down(self) -> None:
        provider = Provider(ACCEPTED)
        provider.secrets.is_down = True
        result = provider.send()
        assert isinstance(result, Refused)
        assert result.error.retryable

    @pytest.mark.parametrize(
        "error",
        [
            httpx.ConnectError("refused"),
            httpx.ConnectTimeout("slow"),
            httpx.PoolTimeout("busy"),
            httpx.ProxyError("no"),
        ],
    )
    def test_sent_again_later_when_no_connection_was_made(self, error: Exception) -> None:
        result = Provider(failing(error)).send()
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("unreachable", True)

    def test_not_sent_again_when_request_cannot_be_written(self) -> None:
        result = Provider(failing(httpx.LocalProtocolError("illegal header"))).send()
        assert isinstance(result, Refused)
        assert not result.error.retryable


class TestUnknown:
    @pytest.mark.parametrize(
        "error",
        [
            httpx.ReadTimeout("slow"),
            httpx.WriteTimeout("slow"),
            httpx.ReadError("reset"),
            httpx.WriteError("reset"),
            httpx.CloseError("reset"),
            httpx.RemoteProtocolError("cut"),
            httpx.DecodingError("gzip"),
        ],
    )
    def test_unknown_when_the_request_left_and_no_answer_came(self, error: Exception) -> None:
        provider = Provider(failing(error))
        assert provider.send() == OutcomeUnknown(type(error).__name__)
        assert len(provider.requests) == 1

    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, json={"success": True}),
            httpx.Response(200, text="<html>"),
            httpx.Response(204),
            httpx.Response(200, content=b"[" * 100_000),
            httpx.Response(200, content=b"x" * 1_100_000),
        ],
    )
    def test_unknown_when_the_answer_proves_nothing(self, answer: httpx.Response) -> None:
        assert isinstance(Provider(answer).send(), OutcomeUnknown)

    def test_unknown_when_the_answer_drips(self) -> None:
        provider = Provider(ACCEPTED)

        class Dripping(httpx.SyncByteStream):
            def __iter__(self) -> Any:
                for _ in range(100):
                    provider.clock.advance(seconds=2)
                    yield b" "

        provider._answer = httpx.Response(200, stream=Dripping())
        assert provider.send() == OutcomeUnknown("an answer too long or too slow")


class TestRefused:
    def test_waits_as_the_provider_wishes(self) -> None:
        result = Provider(httpx.Response(429, headers={"Retry-After": "7"})).send()
        assert isinstance(result, Refused)
        assert result.retry_after_seconds == 7.0

    def test_sent_once_more_when_the_token_was_rotated(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.headers["authorization"] == "Bearer new-token":
                return ACCEPTED
            return httpx.Response(401, json={"error": {"code": 190}})

        provider = Provider(answer)
        provider.send()
        provider.secrets.stored[SECRET] = {"access_token": "new-token"}
        assert provider.send() == Accepted("wamid.A")
        assert len(provider.requests) == 3

    @pytest.mark.parametrize("change", ["nothing", "removed", "down"])
    def test_refused_when_there_is_no_newer_token(self, change: str) -> None:
        def answer(_request: httpx.Request) -> httpx.Response:
            provider.secrets.is_down = change == "down"
            if change == "removed":
                provider.secrets.stored.clear()
            return httpx.Response(401, json={"error": {"code": 190}})

        provider = Provider(answer)
        result = provider.send()
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("190", False)
        assert len(provider.requests) == 1


def test_client_is_opened_once() -> None:
    api = GraphApi(GraphSettings(), FakeSecretStore(), connection_of)
    assert api.client() is api.client()


@pytest.mark.parametrize("typing", [False, True])
def test_a_signal_marks_the_message_and_says_if_somebody_types(typing: bool) -> None:
    provider = Provider(httpx.Response(200, json={"success": True}))
    provider.sender().mark_read(HERE, "wamid.in", typing=typing)
    (request,) = provider.requests
    assert request.url.path.endswith("/100000000000001/messages")
    expected = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.in"}
    indicator = {"typing_indicator": {"type": "text"}} if typing else {}
    assert json.loads(request.content) == expected | indicator


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_signal_that_is_refused_harms_nobody(status: int) -> None:
    provider = Provider(httpx.Response(status, json={"error": {"code": 190}}))
    provider.sender().mark_read(HERE, "wamid.in", typing=False)
    provider.sender().mark_read(ConnectionId("gone"), "wamid.in", typing=False)
    assert len(provider.requests) == 1


FILE = FileToSend(
    connection_id=HERE,
    recipient=TEXT.recipient,
    kind="document",
    key="C1/M1",
    content_type="application/pdf",
    filename="cuenta ñ.pdf",
    caption="Su cuenta",
    callback_data="C1/M1",
)


class TestFile:
    """First the file, then the message that names it."""

    def provider(self, upload: httpx.Response | Exception | None = None) -> Provider:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/messages"):
                return ACCEPTED
            if isinstance(upload, Exception):
                raise upload
            return upload or httpx.Response(200, json={"id": "4490709327384033"})

        provider = Provider(answer)
        provider.files.kept["C1/M1"] = (b"%PDF-1.7", "application/pdf")
        return provider

    def test_is_handed_over_and_then_named(self) -> None:
        provider = self.provider()
        assert provider.sender().send_file(FILE) == Accepted("wamid.A")
        upload, message = provider.requests
        assert upload.url.path == "/v26.0/100000000000001/media"
        assert upload.headers["authorization"] == "Bearer old-token"
        assert int(upload.headers["content-length"]) == len(upload.content)
        for part in (b"%PDF-1.7", b'name="messaging_product"', b"application/pdf", b'name="type"'):
            assert part in upload.content
        body = json.loads(message.content)
        assert body["type"] == "document"
        assert body["document"] == {
            "id": "4490709327384033",
            "caption": "Su cuenta",
            "filename": "cuenta ñ.pdf",
        }
        assert body["biz_opaque_callback_data"] == "C1/M1"

    @pytest.mark.parametrize(
        ("kind", "content"),
        [
            ("image", {"id": "4490709327384033", "caption": "Su cuenta"}),
            ("video", {"id": "4490709327384033", "caption": "Su cuenta"}),
            ("audio", {"id": "4490709327384033"}),
            ("sticker", {"id": "4490709327384033"}),
        ],
    )
    def test_each_kind_carries_what_it_may(self, kind: Any, content: dict[str, str]) -> None:
        provider = self.provider()
        provider.sender().send_file(replace(FILE, kind=kind))
        assert json.loads(provider.requests[1].content)[kind] == content

    def test_a_voice_note_is_sound_that_says_so(self) -> None:
        provider = self.provider()
        provider.sender().send_file(replace(FILE, kind="voice"))
        body = json.loads(provider.requests[1].content)
        content = {"id": "4490709327384033", "voice": True}
        assert (body["type"], body["audio"]) == ("audio", content)

    @pytest.mark.parametrize(
        "upload",
        [
            *(httpx.ReadTimeout("slow"), httpx.WriteError("reset"), httpx.ConnectError("refused")),
            *(httpx.Response(500), httpx.Response(429), httpx.Response(200, text="<html>")),
            httpx.Response(200, json={"id": ""}),
            httpx.Response(200, content=b"x" * 200_000),
        ],
    )
    def test_a_file_that_did_not_get_there_may_be_tried_again(
        self, upload: httpx.Response | Exception
    ) -> None:
        """Nothing was sent yet, so nothing can be sent twice."""
        provider = self.provider(upload)
        result = provider.sender().send_file(FILE)
        assert isinstance(result, Refused)
        assert result.error.retryable
        assert len(provider.requests) == 1

    def test_a_file_the_provider_never_takes_has_failed(self) -> None:
        error = {"error": {"code": 131053, "message": "Media upload error"}}
        result = self.provider(httpx.Response(400, json=error)).sender().send_file(FILE)
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("131053", False)

    def test_a_file_of_ours_that_cannot_be_read_may_be_tried_again(self) -> None:
        provider = self.provider()
        result = provider.sender().send_file(replace(FILE, key="C1/M9"))
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("file_unavailable", True)
        assert provider.requests == []

    def test_a_line_too_slow_for_the_file_is_given_up(self) -> None:
        provider = self.provider()
        result = provider.sender(graph_upload_seconds=-1).send_file(FILE)
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("upload_too_slow", True)

    def test_a_provider_that_never_ends_its_answer_is_given_up(self) -> None:
        def answer() -> Iterator[bytes]:
            yield b'{"id": '
            provider.clock.advance(60)
            yield b'"4490709327384033"}'

        provider = self.provider(httpx.Response(200, content=answer()))
        result = provider.sender().send_file(FILE)
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("upload_too_slow", True)

    def test_a_second_try_has_only_what_is_left_of_the_time(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.headers["authorization"] == "Bearer new-token":
                return httpx.Response(200, json={"id": "7"})
            provider.clock.advance(46)
            return httpx.Response(401, json={"error": {"code": 190, "message": "expired"}})

        provider = Provider(answer)
        provider.files.kept["C1/M1"] = (b"%PDF-1.7", "application/pdf")
        sender = provider.sender()
        provider.secrets.read(SECRET)
        provider.secrets.stored[SECRET] = {"access_token": "new-token"}
        result = sender.send_file(FILE)
        assert isinstance(result, Refused)
        assert (result.error.code, result.error.retryable) == ("upload_too_slow", True)
        assert [one.url.path for one in provider.requests] == ["/v26.0/100000000000001/media"]

    def test_a_token_that_was_rotated_is_read_anew(self) -> None:
        expired = httpx.Response(401, json={"error": {"code": 190, "message": "expired"}})

        def answer(request: httpx.Request) -> httpx.Response:
            if request.headers["authorization"] != "Bearer new-token":
                return expired
            is_upload = request.url.path.endswith("/media")
            return httpx.Response(200, json={"id": "7"}) if is_upload else ACCEPTED

        provider = Provider(answer)
        provider.files.kept["C1/M1"] = (b"%PDF-1.7", "application/pdf")
        sender = provider.sender()
        provider.secrets.read(SECRET)
        provider.secrets.stored[SECRET] = {"access_token": "new-token"}
        assert sender.send_file(FILE) == Accepted("wamid.A")
