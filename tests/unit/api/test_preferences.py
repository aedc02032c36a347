"""How somebody likes to work: theirs alone, field by field, on the version they read."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.preferences.models import MOST_MUTED
from tests.fakes.api import Answer, ApiClient

DEFAULTS = {
    "undo_send_seconds": 5,
    "enter_sends": True,
    "single_key_shortcuts": True,
    "next_after_resolve": False,
    "sound_volume": 70,
    "alert_ways": {},
    "muted": {},
    "quiet_on_break": True,
    "alerts_show_text": False,
    "language": "auto",
    "hints_left": 0,
    "version": 0,
}


def chosen(api: ApiClient, name: str = "agente1") -> Any:
    return api.request("GET", "/v1/me/preferences", token=api.token(name)).json


def choose(api: ApiClient, body: Any, version: int) -> Answer:
    token = api.token("agente1")
    return api.request("PUT", "/v1/me/preferences", body, token=token, If_Match=f'"{version}"')


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_nobody_has_preferences_without_a_token(api: ApiClient, method: str) -> None:
    assert api.request(method, "/v1/me/preferences", {}).status == 401


def test_what_is_left_out_stays(api: ApiClient) -> None:
    assert chosen(api) == DEFAULTS
    assert choose(api, {"undo_send_seconds": 0}, 0).json["version"] == 1
    answer = choose(api, {"enter_sends": False}, 1)
    wanted = DEFAULTS | {"undo_send_seconds": 0, "enter_sends": False, "version": 2}
    assert (answer.status, answer.json) == (200, wanted)
    assert chosen(api) == wanted
    assert chosen(api, "agente2") == DEFAULTS


def test_a_language_is_kept_until_the_browser_s_is_wanted_again(api: ApiClient) -> None:
    assert choose(api, {"language": "pt"}, 0).json["language"] == "pt"
    assert choose(api, {"language": "auto"}, 1).json["language"] == "auto"


def test_a_choice_on_an_older_version_is_refused(api: ApiClient) -> None:
    choose(api, {"enter_sends": False}, 0)
    late = choose(api, {"enter_sends": True}, 0)
    assert (late.status, late.code) == (412, "version_conflict")
    assert choose(api, {"enter_sends": False}, 1).json["version"] == 1


def test_of_what_is_told_only_the_named_entries_change(api: ApiClient) -> None:
    choose(api, {"alert_ways": {"mention": ["sound"], "failed": []}}, 0)
    kept = choose(api, {"alert_ways": {"failed": None, "whisper": ["screen"]}}, 1).json
    assert kept["alert_ways"] == {"mention": ["sound"], "whisper": ["screen"]}
    assert chosen(api)["alert_ways"] == kept["alert_ways"]


def test_the_last_muted_conversations_stay_muted(api: ApiClient) -> None:
    ids = [f"{at:019}" for at in range(MOST_MUTED + 10)]
    for version, start in enumerate(range(0, len(ids), 50)):
        choose(api, {"muted": dict.fromkeys(ids[start : start + 50], True)}, version)
    assert list(chosen(api)["muted"]) == ids[10:]
    kept = choose(api, {"muted": {ids[-1]: None}}, chosen(api)["version"]).json
    assert list(kept["muted"]) == ids[10:-1]


@pytest.mark.parametrize(
    "body",
    [
        {"sound_volume": 101},
        {"alert_ways": {"nonsense": []}},
        {"alert_ways": {"mention": ["smoke"]}},
        {"muted": {"../x": True}},
        {"muted": {"0" * 19: False}},
    ],
    ids=str,
)
def test_what_cannot_be_told_is_refused(api: ApiClient, body: Any) -> None:
    assert choose(api, body, 0).status == 422


@pytest.mark.parametrize(
    "body",
    [{"undo_send_seconds": 7}, {"enter_sends": "false"}, {"language": "fr"}, {"nonsense": True}],
    ids=str,
)
def test_a_choice_that_does_not_exist_is_refused_by_name(api: ApiClient, body: Any) -> None:
    answer = choose(api, body, 0)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, *body)
