from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.channels.doors import receive
from chalicelib.adapters.channels.raw_update import RawUpdate, unpack
from chalicelib.adapters.channels.webhooks import WebhookDependencies, WebhookRequest
from chalicelib.core.clock import to_ms
from chalicelib.core.queues import INBOUND, STATUS
from chalicelib.core.secret_store import app_secret_name
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.clock import FakeClock
from tests.fakes.queues import FakeQueues
from tests.fakes.secrets import FakeSecretStore

SECRET = "app-secret"
EVENTS = Path(__file__).parents[5] / "events" / "whatsapp_cloud"
THREE_MEGABYTES = 3 * 1024 * 1024


class Door:
    """The door with fakes behind it."""

    def __init__(self) -> None:
        self.name = app_secret_name("meta-test")
        self.secrets = FakeSecretStore(
            {self.name: {"app_secret": SECRET, "verify_token": "a-token"}}
        )
        self.queues = FakeQueues()
        self.bodies = FakeBodyStore()
        self.clock = FakeClock()
        self.dependencies = WebhookDependencies(self.secrets, self.queues, self.bodies, self.clock)

    def post(
        self,
        body: bytes,
        *,
        app: str = "meta-test",
        secret: str = SECRET,
        headers: Mapping[str, str] | None = None,
        in_base64: bool = False,
    ) -> dict[str, Any]:
        signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        event = {
            "pathParameters": {"channel": "whatsapp-cloud", "app_id": app},
            "requestContext": {"http": {"method": "POST"}, "requestId": "req-1"},
            "headers": {"X-Hub-Signature-256": signature} if headers is None else headers,
            "body": base64.b64encode(body).decode() if in_base64 else body.decode(),
            "isBase64Encoded": in_base64,
        }
        return self.answer(event)

    def get(self, query: dict[str, str], app: str = "meta-test") -> dict[str, Any]:
        return self.answer(
            {
                "pathParameters": {"channel": "whatsapp-cloud", "app_id": app},
                "requestContext": {"http": {"method": "GET"}, "requestId": "req-1"},
                "queryStringParameters": query,
            }
        )

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        return receive(WebhookRequest.from_event(event), self.dependencies).to_event()

    def queued(self, queue: str) -> list[RawUpdate]:
        sent = self.queues.sent.get(queue, [])
        return [update for message in sent for update in unpack(message.body, self.bodies)]


@pytest.fixture
def door() -> Door:
    return Door()


def recorded(name: str) -> bytes:
    return (EVENTS / f"{name}.json").read_bytes()


def code(answer: dict[str, Any]) -> tuple[int, str]:
    assert answer["headers"]["content-type"] == "application/problem+json"
    problem = json.loads(answer["body"])
    assert problem["request_id"] == "req-1"
    assert problem["status"] == answer["statusCode"]
    return answer["statusCode"], problem["code"]


def verification(token: str = "a-token", mode: str = "subscribe") -> dict[str, str]:
    return {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": "1158201444"}


class TestVerification:
    @pytest.mark.parametrize(
        "query",
        [
            {},
            verification("wrong"),
            verification(""),
            verification("clé"),
            verification(mode="unsubscribe"),
            verification() | {"hub.challenge": ""},
            verification() | {"hub.challenge": "x" * 2_000},
        ],
    )
    def test_refused_when_token_or_mode_is_wrong(self, door: Door, query: dict[str, str]) -> None:
        assert code(door.get(query)) == (403, "verification_refused")

    def test_refused_when_app_has_no_token(self, door: Door) -> None:
        door.secrets.stored[door.name]["verify_token"] = ""
        assert code(door.get(verification(""))) == (403, "verification_refused")

    @pytest.mark.parametrize("app", ["nobody", "", "a/b", "x" * 65, "../signing-key"])
    def test_not_found_when_app_is_unknown(self, door: Door, app: str) -> None:
        assert code(door.get(verification(), app)) == (404, "not_found")

    def test_bare_challenge_is_answered(self, door: Door) -> None:
        answer = door.get(verification())
        assert (answer["statusCode"], answer["body"]) == (200, "1158201444")
        assert answer["headers"]["content-type"].startswith("text/plain")


class TestRefusals:
    @pytest.mark.parametrize(
        "headers", [{}, {"x-hub-signature-256": ""}, {"x-hub-signature-256": "sha256=" + "0" * 64}]
    )
    def test_forbidden_when_signature_is_bad(self, door: Door, headers: dict[str, str]) -> None:
        assert code(door.post(recorded("batch"), headers=headers)) == (403, "signature_refused")
        assert door.queued(INBOUND) == []
        assert {update.part for update in door.queued(STATUS)} <= {"signature"}

    def test_not_found_when_app_is_unknown(self, door: Door) -> None:
        assert code(door.post(recorded("batch"), app="meta-nobody")) == (404, "not_found")

    def test_not_found_when_channel_or_method_is_unknown(self, door: Door) -> None:
        path = {"channel": "pigeon", "app_id": "meta-test"}
        assert code(door.answer(event_of(path, "POST")))[0] == 404
        path["channel"] = "whatsapp-cloud"
        assert code(door.answer(event_of(path, "DELETE")))[0] == 404

    @pytest.mark.parametrize("in_base64", [True, False])
    def test_too_large_when_over_three_megabytes(self, door: Door, in_base64: bool) -> None:
        body = b'{"a":"' + b"x" * THREE_MEGABYTES + b'"}'
        assert code(door.post(body, in_base64=in_base64)) == (413, "body_too_large")
        assert code(door.post(body, app="nobody")) == (413, "body_too_large")
        exact = b'{"entry":[],"a":"' + b"x" * (THREE_MEGABYTES - 19) + b'"}'
        assert len(exact) == THREE_MEGABYTES
        assert door.post(exact, in_base64=in_base64)["statusCode"] == 200

    def test_too_large_when_it_holds_more_updates_than_any_provider_sends(self, door: Door) -> None:
        messages: list[dict[str, str]] = [{}] * 6_000
        body = {"entry": [{"changes": [{"field": "messages", "value": {"messages": messages}}]}]}
        assert code(door.post(json.dumps(body).encode())) == (413, "body_too_large")

    @pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"x"', b'{"a":' * 90_000])
    def test_bad_request_when_no_json_object(self, door: Door, raw: bytes) -> None:
        assert code(door.post(raw)) == (400, "invalid_body")

    def test_bad_request_when_base64_is_broken(self, door: Door) -> None:
        event = event_of({"channel": "whatsapp-cloud", "app_id": "meta-test"}, "POST")
        answer = door.answer(event | {"body": "a$b", "isBase64Encoded": True})
        assert code(answer) == (400, "invalid_body")

    def test_signature_is_checked_before_the_body_is_read(self, door: Door) -> None:
        assert code(door.post(b"{", secret="another")) == (403, "signature_refused")

    @pytest.mark.parametrize("queue", [INBOUND, STATUS])
    def test_delivered_again_when_a_queue_is_down(self, door: Door, queue: str) -> None:
        door.queues.broken = {queue}
        assert code(door.post(recorded("batch"))) == (503, "not_queued")

    def test_delivered_again_when_a_large_body_cannot_be_kept(self, door: Door) -> None:
        door.bodies.is_down = True
        large = recorded("message_text").replace(b"Hola", b"x" * 300_000)
        assert code(door.post(large)) == (503, "not_queued")

    def test_delivered_again_when_the_secret_cannot_be_read(self, door: Door) -> None:
        door.secrets.is_down = True
        assert code(door.post(recorded("batch"))) == (503, "not_queued")


def event_of(path: dict[str, str], method: str) -> dict[str, Any]:
    context = {"http": {"method": method}, "requestId": "req-1"}
    return {"pathParameters": path, "requestContext": context}


class TestRotatedSecret:
    def test_is_read_again(self, door: Door) -> None:
        assert door.post(recorded("batch"))["statusCode"] == 200
        door.secrets.stored[door.name]["app_secret"] = "rotated"
        assert door.post(recorded("batch"), secret="rotated")["statusCode"] == 200

    def test_bad_signatures_cause_one_read_in_thirty_seconds(self, door: Door) -> None:
        for _ in range(5):
            door.post(b"{}", secret="wrong")
        assert door.secrets.fresh_reads == 1
        door.clock.advance(seconds=31)
        door.post(b"{}", secret="wrong")
        assert door.secrets.fresh_reads == 2


class TestToldSignatures:
    """An administrator has to learn that the provider signs with another secret than ours."""

    def told(self, door: Door) -> list[tuple[str, str | None]]:
        return [(u.field, u.account) for u in door.queued(STATUS) if u.part == "signature"]

    def test_nothing_is_told_of_a_body_that_names_no_number(self, door: Door) -> None:
        for body in (b"{", b"{}", recorded("account_update"), b'{"a":' * 90_000):
            door.clock.advance(seconds=31)
            assert code(door.post(body, secret="another")) == (403, "signature_refused")
        assert door.queues.sent == {}

    def test_nothing_is_told_of_a_request_without_any_signature(self, door: Door) -> None:
        door.post(recorded("batch"), headers={})
        assert door.queues.sent == {}

    def test_only_the_number_is_told_and_only_now_and_then(self, door: Door) -> None:
        for _ in range(5):
            door.post(recorded("batch"), secret="another")
        assert self.told(door) == [("refused", "100000000000001")]
        assert door.queued(STATUS)[0].content is None
        door.clock.advance(seconds=31)
        door.post(recorded("batch"), secret="another")
        assert len(self.told(door)) == 2

    def test_a_good_one_is_told_once_after_bad_ones(self, door: Door) -> None:
        door.post(recorded("batch"))
        assert self.told(door) == []
        door.post(recorded("batch"), secret="another")
        for _ in range(3):
            door.post(recorded("batch"))
        assert [said for said, _ in self.told(door)] == ["refused", "fits"]

    def test_the_answer_is_the_same_when_it_cannot_be_told(self, door: Door) -> None:
        door.queues.broken = {STATUS}
        answer = door.post(recorded("batch"), secret="another")
        assert code(answer) == (403, "signature_refused")


class TestTakenOver:
    def test_every_update_is_queued_alone_and_in_order(self, door: Door) -> None:
        answer = door.post(recorded("batch"))
        assert (answer["statusCode"], answer["body"]) == (200, "{}")
        inbound = door.queued(INBOUND)
        assert [u.content["text"]["body"] for u in inbound] == ["uno", "dos", "tres"]
        assert [u.arrival.place for u in inbound] == [0, 1, 2]
        assert {u.arrival.intake_ms for u in inbound} == {to_ms(door.clock.now())}
        assert [u.contact and u.contact["wa_id"] for u in inbound] == [
            "5491155550101",
            "5491155550103",
            "5491155550101",
        ]
        messages = door.queues.sent[INBOUND]
        assert messages[0].group_id == messages[2].group_id != messages[1].group_id
        assert len({message.deduplication_id for message in messages}) == 3
        assert [u.content["status"] for u in door.queued(STATUS)] == ["delivered"]

    def test_statuses_share_queue_messages(self, door: Door) -> None:
        statuses = [{"id": f"wamid.{n}", "status": "sent"} for n in range(1_000)]
        body = {"entry": [{"changes": [{"field": "messages", "value": {"statuses": statuses}}]}]}
        assert door.post(json.dumps(body).encode())["statusCode"] == 200
        assert len(door.queues.sent[STATUS]) == 20
        assert len(door.queued(STATUS)) == 1_000

    def test_base64_bodies_are_read(self, door: Door) -> None:
        assert door.post(recorded("message_text"), in_base64=True)["statusCode"] == 200
        assert door.queued(INBOUND)[0].content["text"]["body"].startswith("Hola")

    def test_large_updates_go_by_reference(self, door: Door) -> None:
        large = recorded("message_text").replace(b"Hola", b"x" * 300_000)
        assert door.post(large)["statusCode"] == 200
        assert len(door.queues.sent[INBOUND][0].body) < 200
        assert len(door.queued(INBOUND)[0].content["text"]["body"]) > 300_000

    @pytest.mark.parametrize("file", sorted(EVENTS.glob("*.json")), ids=lambda file: file.stem)
    def test_every_recorded_event_is_accepted(self, door: Door, file: Path) -> None:
        assert door.post(file.read_bytes())["statusCode"] == 200
        assert door.queues.sent

    def test_nothing_of_the_body_is_logged(self, door: Door) -> None:
        lines = Lines()
        logging.getLogger("hilo").addHandler(lines)
        try:
            door.post(recorded("message_text"))
            door.post(recorded("message_text"), secret="wrong")
        finally:
            logging.getLogger("hilo").removeHandler(lines)
        logged = " ".join(lines.written)
        assert "webhook taken over" in logged
        assert "webhook refused" in logged
        assert "meta-test" in logged
        for secret in ("Hola", "abiertos", "5491155550101", "Ana", "AR.9000", SECRET):
            assert secret not in logged


class Lines(logging.Handler):
    """Everything that a log line would carry."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(str(record.__dict__))
