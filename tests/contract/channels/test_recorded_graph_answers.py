"""Recorded sends of other libraries: our request has their shape, their answers an outcome."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.sender import GraphSender, body_of
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.ports import Accepted, Recipient, Refused, TextToSend
from tests.contract.channels import recorded_bodies
from tests.contract.channels.recorded_bodies import files
from tests.fakes.channel import FakeMediaStore
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import FakeSecretStore

HERE = ConnectionId("wa-test")
CONNECTION = Connection(
    id=HERE,
    channel="whatsapp_cloud",
    name="Principal",
    app_id=AppId("meta-test"),
    account="12345_ID",
    queue_id=QueueId("general"),
    enabled=True,
    version=1,
)
RETRYABLE = {130429, 131056}


def outcome_of(answer: dict[str, Any]) -> Any:
    response = httpx.Response(answer["status"], json=answer["json"])
    api = GraphApi(
        GraphSettings(),
        FakeSecretStore({app_secret_name("meta-test"): {"access_token": "token"}}),
        {HERE: CONNECTION}.__getitem__,
        transport=httpx.MockTransport(lambda _: response),
    )
    message = TextToSend(HERE, Recipient("250788123123", None), "hola", "C1/M1")
    return GraphSender(api, FakeMediaStore(), FakeClock()).send_text(message)


@pytest.mark.parametrize("file", files("send_*.json"))
def test_each_answer_has_an_outcome(file: Path) -> None:
    for answer in recorded_bodies.body_of(file)["responses"]:
        result = outcome_of(answer)
        body = answer["json"] if isinstance(answer["json"], dict) else {}
        if answer["status"] < 300 and body.get("messages"):
            assert result == Accepted(body["messages"][0]["id"])
        elif answer["status"] >= 400:
            code = body.get("error", {}).get("code")
            assert isinstance(result, Refused)
            assert result.error.retryable == (code in RETRYABLE or answer["status"] >= 500)
            named = f"http_{answer['status']}" if code is None else str(code)
            assert result.error.code == named
        else:
            assert not isinstance(result, Accepted | Refused)


@pytest.mark.parametrize("file", files("send_*send*.json"))
def test_our_texts_have_the_recorded_shape(file: Path) -> None:
    for request in recorded_bodies.body_of(file)["requests"]:
        theirs = request.get("json") or {}
        if theirs.get("type") != "text":
            continue
        ours = body_of(
            TextToSend(
                HERE,
                Recipient(theirs.get("to"), theirs.get("recipient")),
                theirs["text"]["body"],
                "C1/M1",
            )
        )
        assert ours.pop("biz_opaque_callback_data") == "C1/M1"
        theirs["text"]["preview_url"] = False  # ours shows no previews
        assert json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)
