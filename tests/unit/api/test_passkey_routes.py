"""Passkeys over the API: who may what, and a life of one."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.seed import PASSWORD
from tests.fakes.api import Answer, ApiClient
from tests.fakes.authenticator import Authenticator

OWN: tuple[tuple[str, Any], ...] = (
    ("/v1/me/passkeys/options", {"password": PASSWORD}),
    ("/v1/me/passkeys", {"credential": {}, "name": "x"}),
    ("/v1/me/passkeys/x/remove", {"password": PASSWORD}),
)
PROVEN = {"password": PASSWORD}


@pytest.fixture
def key() -> Authenticator:
    return Authenticator()


def register(api: ApiClient, key: Authenticator, token: str) -> Any:
    begun = api.request("POST", "/v1/me/passkeys/options", PROVEN, token=token).json
    body = {"credential": key.create(begun["options"]), "name": "Llavero"}
    answer = api.request("POST", "/v1/me/passkeys", body, token=token)
    assert answer.status == 201
    return answer.json


def show(api: ApiClient, key: Authenticator, **asked: str) -> Answer:
    options = api.request("POST", "/v1/auth/passkey/options", asked).json["options"]
    return api.request("POST", "/v1/auth/passkey", {"credential": key.get(options)})


class TestWhoMay:
    @pytest.mark.parametrize(("path", "body"), OWN)
    def test_nobody_without_a_token(self, api: ApiClient, path: str, body: Any) -> None:
        assert api.request("POST", path, body).status == 401

    @pytest.mark.parametrize(("path", "body"), OWN)
    def test_whoever_is_signed_in_gets_past_the_door(
        self, api: ApiClient, path: str, body: Any
    ) -> None:
        answer = api.request("POST", path, body, token=api.token("agente1"))
        assert answer.status == {OWN[0][0]: 200, OWN[1][0]: 422}.get(path, 404)

    @pytest.mark.parametrize(("path", "_"), OWN)
    def test_a_body_of_another_shape_is_refused(self, api: ApiClient, path: str, _: Any) -> None:
        for body in ({}, {"credential": "x", "name": " "}):
            assert api.request("POST", path, body, token=api.token("agente1")).status == 422

    @pytest.mark.parametrize("body", [{}, {"credential": []}, {"credential": {}, "more": 1}])
    def test_nobody_comes_in_with_another_shape(self, api: ApiClient, body: Any) -> None:
        assert api.request("POST", "/v1/auth/passkey", body).status == 422

    def test_a_wrong_password_makes_and_removes_nothing(
        self, api: ApiClient, key: Authenticator
    ) -> None:
        token = api.token("agente1")
        made, wrong = register(api, key, token), {"password": "x"}
        begun = api.request("POST", "/v1/me/passkeys/options", wrong, token=token)
        removed = api.request("POST", f"/v1/me/passkeys/{made['id']}/remove", wrong, token=token)
        assert (begun.code, removed.code) == ("wrong_password", "wrong_password")

    def test_somebody_else_s_is_not_found(self, api: ApiClient, key: Authenticator) -> None:
        made = register(api, key, api.token("agente1"))
        path = f"/v1/me/passkeys/{made['id']}/remove"
        assert api.request("POST", path, PROVEN, token=api.token("agente2")).status == 404


def test_one_is_registered_used_listed_and_removed(api: ApiClient, key: Authenticator) -> None:
    token = api.token("agente1")
    made = register(api, key, token)
    assert (made["name"], made["used_at"]) == ("Llavero", None)
    entered = show(api, key)
    assert entered.status == 200
    assert entered.cookies[0].startswith("hilo_refresh=")
    me = api.request("GET", "/v1/me", token=entered.json["access_token"])
    assert me.json["id"] == "agente1"
    (listed,) = api.request("GET", "/v1/me/account", token=token).json["passkeys"]
    assert listed == {**made, "used_at": listed["used_at"]}
    assert listed["used_at"]
    removed = api.request("POST", f"/v1/me/passkeys/{made['id']}/remove", PROVEN, token=token)
    assert removed.status == 204
    assert show(api, key).code == "passkey_refused"


def test_it_follows_a_password(api: ApiClient, key: Authenticator) -> None:
    register(api, key, api.token("agente1"))
    asked = api.sign_in("agente1")
    assert (asked.code, asked.json["ways"]) == ("second_factor_required", ["passkey"])
    assert show(api, key, challenge=asked.json["challenge"]).status == 200
    unknown = api.request("POST", "/v1/auth/passkey/options", {"challenge": "unknown"})
    assert (unknown.status, unknown.code) == (401, "challenge_over")


def test_the_site_is_the_product_s_own_whatever_a_request_says(
    api: ApiClient, key: Authenticator
) -> None:
    register(api, key, api.token("agente1"))
    lies = {"Host": "evil.example", "Origin": "https://evil.example"}
    path = "/v1/auth/passkey/options"
    options = api.request("POST", path, {}, **lies).json["options"]
    assert options["rpId"] == "hilo.test"
    key.origin = "https://evil.example"
    answer = api.request("POST", "/v1/auth/passkey", {"credential": key.get(options)}, **lies)
    assert (answer.status, answer.code) == (401, "passkey_refused")


def test_an_administrator_takes_them_away_with_the_other_factors(
    api: ApiClient, key: Authenticator
) -> None:
    register(api, key, api.token("agente1"))
    path, admin = "/v1/users/agente1/second-factor", api.token("admin")
    assert api.request("GET", path, token=admin).json == {"enrolled_at": None, "passkeys": 1}
    assert api.request("DELETE", path, token=admin).status == 204
    assert show(api, key).code == "passkey_refused"
    assert api.request("DELETE", path, token=admin).code == "no_factor"
