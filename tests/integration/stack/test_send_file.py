"""A file from an agent's hands to the customer's phone, through the whole product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.integration.stack.running import ENGINES, Running
from tests.integration.stack.serving import eventually

PDF = b"%PDF-1.7 " + b"0" * 9000
ANNOUNCED = {"filename": "cuenta ñ.pdf", "content_type": "application/pdf", "bytes": len(PDF)}


@pytest.fixture(params=ENGINES)
def stack(request: pytest.FixtureRequest) -> Iterator[Running]:
    stack = Running(request.param, demo=False)
    stack.ready()
    yield stack
    stack.stop()


def test_a_file_reaches_the_phone_once_and_is_shown_to_the_desk(stack: Running) -> None:
    place = conversation(stack)
    upload_id = bring(stack, "agente1")
    body = {"kind": "media", "upload_id": upload_id, "caption": "Su cuenta"}

    refused = post(stack, "agente2", f"{place}/messages", body)
    assert refused.status_code == 404
    assert stack.http.post("/api/v1/uploads", json=ANNOUNCED).status_code == 401
    mixed = post(stack, "agente1", f"{place}/messages", {**body, "text": "x"})
    assert [one["field"] for one in mixed.json()["errors"]] == ["text"]
    bare = post(stack, "agente1", f"{place}/messages", {"kind": "media"})
    assert [one["field"] for one in bare.json()["errors"]] == ["upload_id"]
    foreign = {"kind": "media", "upload_id": bring(stack, "agente2")}
    missing = post(stack, "agente1", f"{place}/messages", foreign)
    assert (missing.status_code, missing.json()["code"]) == (422, "upload_missing")

    sent = stack.call("agente1", "POST", f"{place}/messages", body)
    assert (sent["kind"], sent["status"], sent["text"]) == ("document", "queued", "Su cuenta")
    eventually(stack.at_rest, 60)
    (shown, _) = stack.call("agente1", "GET", f"{place}/messages")["items"]
    assert shown["status"] == "delivered"
    assert shown["media"]["filename"] == "cuenta ñ.pdf"
    assert httpx.get(shown["media"]["url"], trust_env=False).content == PDF
    asked = [one for one in provider_requests(stack) if one["path"].endswith("/messages")]
    (message,) = [one["body"] for one in asked if one["body"].get("type") == "document"]
    assert message["document"]["caption"] == "Su cuenta"


def test_a_provider_that_fails_gets_the_message_once_all_the_same(stack: Running) -> None:
    place = conversation(stack)
    knobs = {"fail_next": 1, "fail_status": 503}
    stack.http.put("/local/whatsapp-cloud/behaviour", json=knobs).raise_for_status()
    body = {"kind": "media", "upload_id": bring(stack, "agente1")}
    stack.call("agente1", "POST", f"{place}/messages", body)
    eventually(stack.at_rest, 60)
    (shown, _) = stack.call("agente1", "GET", f"{place}/messages")["items"]
    assert (shown["status"], shown["attempts"]) == ("delivered", 2)


def conversation(stack: Running) -> str:
    """The address of one that agente1 holds."""
    stack.deliver("hola")
    eventually(stack.at_rest, 60)
    (one,) = stack.conversations()
    stack.call("agente1", "POST", f"/conversations/{one['id']}/claim")
    return f"/conversations/{one['id']}"


def bring(stack: Running, who: str) -> str:
    form = stack.call(who, "POST", "/uploads", ANNOUNCED)
    answer = httpx.post(
        form["url"], data=form["fields"], files={"file": ("x", PDF)}, trust_env=False
    )
    assert answer.status_code == 204
    return str(form["upload_id"])


def post(stack: Running, who: str, path: str, body: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {stack.token(who)}"}
    return stack.http.post(f"/api/v1{path}", json=body, headers=headers)


def provider_requests(stack: Running) -> list[dict[str, Any]]:
    return list(stack.http.get("/local/whatsapp-cloud/requests").json()["items"])
