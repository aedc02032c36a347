"""One's own drafts: whose they are, where they may stand, and what two devices do to them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId, QueueId, UserId, new_id
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.services.desk import Acting
from tests.fakes.api import Answer, ApiClient

QUOTED = {"id": "1M85EKZE6NFS0V4D0C9ABCD", "preview": "¿Hola?", "author": "Rosa"}


@pytest.fixture
def chat(services: Container) -> str:
    """A conversation of `general` that agente1 holds."""
    return held_by(services, "agente1")


def held_by(services: Container, holder: str) -> str:
    now_ms = to_ms(services.clock.now())
    conversation = Conversation(
        id=ConversationId(new_id(now_ms)),
        connection_id=ConnectionId("wa-principal"),
        contact_id=ContactId(new_id(now_ms)),
        queue_id=QueueId("general"),
        opened_at_ms=now_ms,
        updated_at_ms=now_ms,
        active_at_ms=now_ms,
        version=1,
        assignee_id=UserId(holder),
    )
    services.thread_store.create_head(conversation, Change("conversation.opened", "test", now_ms))
    return conversation.id


def save(
    api: ApiClient, chat: str, text: str, version: int, name: str = "agente1", **more: Any
) -> Answer:
    path, body = f"/v1/me/drafts/{chat}", {"text": text, **more}
    return api.request("PUT", path, body, token=api.token(name), If_Match=f'"{version}"')


def remove(api: ApiClient, chat: str, version: int, name: str = "agente1") -> Answer:
    path = f"/v1/me/drafts/{chat}"
    return api.request("DELETE", path, token=api.token(name), If_Match=f'"{version}"')


def listed(api: ApiClient, name: str = "agente1") -> list[Any]:
    items: list[Any] = api.request("GET", "/v1/me/drafts", token=api.token(name)).json["items"]
    return items


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PUT", "/x"), ("DELETE", "/x")])
def test_nobody_has_drafts_without_a_token(api: ApiClient, method: str, path: str) -> None:
    assert api.request(method, f"/v1/me/drafts{path}").status == 401


def test_a_conversation_out_of_sight_takes_no_draft(api: ApiClient, chat: str) -> None:
    assert save(api, chat, "hola", 0, name="agente2").code == "not_found"
    assert remove(api, chat, 0, name="agente2").code == "not_found"
    assert save(api, new_id(1), "hola", 0).code == "not_found"


def test_a_draft_is_seen_by_its_author_alone(api: ApiClient, chat: str) -> None:
    saved = save(api, chat, "Buenos días", 0, reply_to=QUOTED)
    assert saved.status == 200
    assert listed(api) == [saved.json]
    assert saved.json["reply_to"] == QUOTED
    assert listed(api, "supervisora") == []


def test_a_draft_is_not_listed_when_its_conversation_is_lost_from_sight(
    api: ApiClient, chat: str, services: Container
) -> None:
    save(api, chat, "Buenos días", 0)
    head = services.thread_store.head(ConversationId(chat))
    assert head is not None
    principal = services.people.get().principal(UserId("supervisora"))
    assert principal is not None
    acting = Acting(principal, Change("conversation.assigned", "supervisora", 1))
    services.desk.assign(head, UserId("agente2"), acting)
    assert listed(api) == []


def test_the_newer_draft_of_another_device_is_shown_and_not_overwritten(
    api: ApiClient, chat: str
) -> None:
    first = save(api, chat, "uno", 0).json
    second = save(api, chat, "dos", first["version"]).json
    assert second["version"] > first["version"]
    late = save(api, chat, "tres", first["version"])
    assert (late.status, late.code, late.json["standing"]) == (412, "draft_conflict", second)
    late = remove(api, chat, first["version"])
    assert (late.status, late.json["standing"]) == (412, second)
    assert listed(api) == [second]


def test_a_draft_begun_anew_never_has_the_version_of_one_that_was_sent(
    api: ApiClient, chat: str
) -> None:
    first = save(api, chat, "uno", 0).json
    assert remove(api, chat, first["version"]).status == 204
    late = save(api, chat, "uno más", first["version"])
    assert (late.status, late.json["standing"]) == (412, None)
    assert remove(api, chat, first["version"]).status == 204
    assert listed(api) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"text": "a", "reply_to": {}}, "reply_to.id"),
    ],
)
def test_a_malformed_draft_is_refused_by_the_field(
    api: ApiClient, chat: str, body: Any, field: str
) -> None:
    path = f"/v1/me/drafts/{chat}"
    answer = api.request("PUT", path, body, token=api.token("agente1"), If_Match="0")
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


def test_a_draft_names_the_version_it_was_made_from(api: ApiClient, chat: str) -> None:
    path = f"/v1/me/drafts/{chat}"
    answer = api.request("PUT", path, {"text": "a"}, token=api.token("agente1"))
    assert answer.code == "precondition_required"
