"""Colours of authors over the API: chosen by administrators, shown to everybody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.api import Answer, ApiClient

PATH = "/v1/author-colours"
MINT = {"light": "#ddf3e4", "dark": "#1d3a2c"}


def ask(
    api: ApiClient, method: str, body: Any = None, name: str = "admin", **headers: str
) -> Answer:
    return api.request(method, PATH, body, token=api.token(name), **headers)


def shown(api: ApiClient) -> Any:
    return api.request("GET", "/v1/me", token=api.token("agente1")).json["colours"]


@pytest.mark.parametrize("method", ["GET", "PUT"])
class TestAccess:
    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    def test_is_the_administrator_s(self, api: ApiClient, method: str, name: str) -> None:
        answer = ask(api, method, {}, name)
        assert (answer.status, answer.code) == (403, "forbidden")

    def test_needs_a_token(self, api: ApiClient, method: str) -> None:
        assert api.request(method, PATH, {}).status == 401


def test_they_are_the_design_s_until_somebody_chooses(api: ApiClient) -> None:
    before = ask(api, "GET").json
    assert (before["version"], before["changed_by"]) == (0, None)
    assert before["agent"] == {"light": "#e1ebff", "dark": "#273657"}
    assert shown(api) is None


def test_they_are_saved_edited_and_shown(api: ApiClient) -> None:
    assert ask(api, "PUT", {"agent": MINT}).code == "precondition_required"
    saved = ask(api, "PUT", {"agent": MINT}, If_Match="0").json
    assert (saved["agent"], saved["version"]) == (MINT, 1)
    assert saved["changed_by"]["id"] == "admin"
    assert shown(api)["agent"] == MINT
    assert shown(api)["customer"] == saved["customer"]
    edited = ask(api, "PUT", {"bot": MINT}, If_Match="1").json
    assert (edited["agent"], edited["bot"], edited["version"]) == (MINT, MINT, 2)


@pytest.mark.parametrize("version", ["0", "7"])
def test_whoever_is_late_is_told(api: ApiClient, version: str) -> None:
    ask(api, "PUT", {"agent": MINT}, If_Match="0")
    late = ask(api, "PUT", {"bot": MINT}, If_Match=version)
    assert (late.status, late.code) == (412, "version_conflict")


def test_what_cannot_be_read_is_refused_with_what_to_mend(api: ApiClient) -> None:
    dim = {"light": "#5577bb", "dark": "#1d3a2c"}
    answer = ask(api, "PUT", {"agent": dim}, If_Match="0")
    assert (answer.status, answer.code) == (422, "unreadable_colours")
    (error,) = answer.json["errors"]
    assert (error["field"], error["code"]) == ("agent.light", "low_contrast")
    assert "lighter" in error["detail"]
    assert shown(api) is None


@pytest.mark.parametrize("hostile", ["red", "#FFF", "#12345g", "#123456;x", "url(x)", "#ABCDEF\n"])
def test_only_six_digits_are_a_colour(api: ApiClient, hostile: str) -> None:
    body = {"agent": MINT | {"light": hostile}}
    answer = ask(api, "PUT", body, If_Match="0")
    assert [one["field"] for one in answer.json["errors"]] == ["agent.light"]
