"""Lists over HTTP, and setting conversations aside: who may, and what is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.clock import rfc3339
from chalicelib.core.ids import UserId
from chalicelib.domains.labels.models import Label, LabelId
from tests.fakes.api import Answer, ApiClient
from tests.samples import CHANGE, COBRANZAS, heard, id_of, written

HELD = heard("one", 0, 1, assignee_id=UserId("agente1"), unread=0, labels=("l1", "l9"))
ELSEWHERE = heard("two", 0, queue_id=COBRANZAS, assignee_id=UserId("agente3"))
RISK = Label(LabelId("l9"), "Riesgo", seen_by=frozenset({"supervisor"}))
PATH = f"/v1/conversations/{HELD.id}"


@pytest.fixture(autouse=True)
def stored(services: Container) -> None:
    for label in (Label(LabelId("l1"), "Mora"), RISK):
        services.label_store.add(label, CHANGE)
    for head in (HELD, ELSEWHERE):
        services.thread_store.create_head(head, CHANGE)
    for second in (0, 1):
        services.message_store.put(written(second), CHANGE)


@pytest.fixture
def until(services: Container) -> str:
    return rfc3339(services.clock.now() + timedelta(hours=1))


def listed(api: ApiClient, query: str, name: str = "agente1") -> list[str]:
    answer = api.request("GET", f"/v1/conversations?{query}", token=api.token(name))
    return [one["id"] for one in answer.json["items"]]


@pytest.mark.parametrize(
    ("verb", "action", "body"),
    [("POST", "unread", {}), ("POST", "snooze", None), ("DELETE", "snooze", None)],
)
class TestAuthorisation:
    def ask(self, api: ApiClient, verb: str, action: str, body: Any, token: str | None) -> Answer:
        return api.request(verb, f"{PATH}/{action}", body, token=token)

    def test_nobody_without_a_token(
        self, api: ApiClient, until: str, verb: str, action: str, body: Any
    ) -> None:
        sent = body if verb == "DELETE" or body is not None else {"until": until}
        assert self.ask(api, verb, action, sent, None).code == "unauthenticated"

    @pytest.mark.parametrize("name", ["agente2", "agente3"])
    def test_what_others_hold_does_not_exist(
        self, api: ApiClient, until: str, name: str, verb: str, action: str, body: Any
    ) -> None:
        sent = body if verb == "DELETE" or body is not None else {"until": until}
        refused = self.ask(api, verb, action, sent, api.token(name))
        assert (refused.status, refused.code) == (404, "not_found")


def test_a_conversation_is_put_off_listed_apart_and_brought_back(
    api: ApiClient, until: str
) -> None:
    token = api.token("agente1")
    put_off = api.request("POST", f"{PATH}/snooze", {"until": until}, token=token).json
    assert (put_off["snoozed_until"], put_off["state"]) == (until, "pending")
    assert listed(api, "state=open") == []
    assert listed(api, "state=snoozed") == [HELD.id]
    back = api.request("DELETE", f"{PATH}/snooze", token=token).json
    assert (back["snoozed_until"], back["woken_at"]) == (None, None)
    assert listed(api, "state=open") == [HELD.id]


@pytest.mark.parametrize(
    "until", ["2001-01-01T00:00:00Z", "tomorrow", "2090-01-02T03:04:05", 5, None]
)
def test_a_time_that_is_none_is_refused_by_its_field(api: ApiClient, until: Any) -> None:
    token = api.token("agente1")
    refused = api.request("POST", f"{PATH}/snooze", {"until": until}, token=token)
    assert (refused.status, refused.code) == (422, "invalid_request")
    assert [one["field"] for one in refused.json["errors"]] == ["until"]


def test_unread_is_for_the_holder(api: ApiClient) -> None:
    marked = api.request("POST", f"{PATH}/unread", {}, token=api.token("agente1"))
    assert marked.json["unread_count"] == HELD.unanswered
    refused = api.request("POST", f"{PATH}/unread", {}, token=api.token("supervisora"))
    assert (refused.status, refused.code) == (409, "not_holder")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("label=l1", [HELD.id]),
        ("label=l2", []),
        ("label=l1&assignee=agente1&queue=general&channel=whatsapp_cloud", [HELD.id]),
        ("queue=cobranzas&state=open", [id_of("two")]),
    ],
)
def test_filters_are_combined(api: ApiClient, query: str, found: list[str]) -> None:
    assert listed(api, query, "supervisora") == found


def test_a_hidden_label_is_neither_shown_nor_told_by_what_it_finds(api: ApiClient) -> None:
    def labels(name: str) -> Any:
        answer = api.request("GET", "/v1/conversations?label=l1", token=api.token(name))
        return answer.json["items"][0]["labels"]

    assert (labels("supervisora"), labels("agente1")) == (["l1", "l9"], ["l1"])
    assert listed(api, "label=l9", "supervisora") == [HELD.id]
    assert listed(api, "label=l9", "agente1") == []


def test_figures_take_the_filters(api: ApiClient) -> None:
    def figures(query: str) -> Any:
        path = f"/v1/conversations/counters?{query}"
        return api.request("GET", path, token=api.token("supervisora")).json

    nothing = {"new": 0, "pending": 0, "in_progress": 0, "snoozed": 0, "resolved": 0}
    assert figures("") == nothing | {"pending": 2}
    assert figures("assignee=agente1") == nothing | {"pending": 1}
    assert figures("unread=true") == dict.fromkeys(nothing)


@pytest.mark.parametrize("cursor", ["nonsense", "WyJ4Il0", "x" * 600])
def test_a_cursor_of_nobodys_list_is_refused(api: ApiClient, cursor: str) -> None:
    token = api.token("agente1")
    refused = api.request("GET", f"/v1/conversations?cursor={cursor}", token=token)
    assert (refused.status, refused.code) == (422, "invalid_cursor")
