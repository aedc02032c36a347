"""Saved views: each person's own, changed as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.api import Answer, ApiClient

NOTHING = dict.fromkeys(("state", "assignee", "queue", "connection", "channel", "label", "unread"))
MORA = {"name": " Mora 30+ ", "filters": {"label": "l1", "state": "pending", "unread": "true"}}


def save(api: ApiClient, *items: Any, version: int = 0, name: str = "agente1") -> Answer:
    token = api.token(name)
    body = {"items": list(items)}
    return api.request("PUT", "/v1/me/views", body, token=token, If_Match=f'"{version}"')


def mine(api: ApiClient, name: str = "agente1") -> Any:
    return api.request("GET", "/v1/me/views", token=api.token(name)).json


def test_without_a_token_there_is_nothing(api: ApiClient) -> None:
    for verb, body in (("GET", None), ("PUT", {"items": []})):
        assert api.request(verb, "/v1/me/views", body).code == "unauthenticated"


def test_there_are_none_at_first(api: ApiClient) -> None:
    assert mine(api) == {"items": [], "version": 0}


def test_they_are_saved_renamed_ordered_and_deleted(api: ApiClient) -> None:
    first = save(api, MORA, {"name": "Todas", "filters": {}}).json
    mora, everything = first["items"]
    assert (first["version"], mora["name"], everything["filters"]) == (1, "Mora 30+", NOTHING)
    assert mora["filters"] == NOTHING | MORA["filters"]  # type: ignore[operator]
    assert mine(api) == first
    swapped = save(api, everything, mora | {"name": "Mora"}, version=1).json
    assert [one["id"] for one in swapped["items"]] == [everything["id"], mora["id"]]
    assert [one["name"] for one in swapped["items"]] == ["Todas", "Mora"]
    assert save(api, version=2).json == mine(api) == {"items": [], "version": 3}


def test_nobody_sees_anothers(api: ApiClient) -> None:
    save(api, MORA)
    for name in ("agente2", "supervisora", "admin"):
        assert mine(api, name)["items"] == []


def test_another_device_was_quicker(api: ApiClient) -> None:
    save(api, MORA)
    refused = save(api)
    assert (refused.status, refused.code) == (412, "version_conflict")
    assert len(mine(api)["items"]) == 1


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"name": "  ", "filters": {}}, "items.0.name"),
        ({"name": "x" * 41, "filters": {}}, "items.0.name"),
        ({"name": "x"}, "items.0.filters"),
        ({"name": "x", "filters": {"state": "asleep"}}, "items.0.filters.state"),
        ({"name": "x", "filters": {"queue": ""}}, "items.0.filters.queue"),
        ({"name": "x", "filters": {"colour": "red"}}, "items.0.filters.colour"),
    ],
)
def test_a_refusal_names_the_field(api: ApiClient, item: Any, field: str) -> None:
    refused = save(api, item)
    assert (refused.status, refused.code) == (422, "invalid_request")
    assert field in {one["field"] for one in refused.json["errors"]}


def test_there_may_be_thirty_and_no_more(api: ApiClient) -> None:
    assert save(api, *[MORA] * 31).json["errors"][0]["field"] == "items"
    assert len(save(api, *[MORA] * 30).json["items"]) == 30
