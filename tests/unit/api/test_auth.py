"""Signing in over the API: cookies, headers, statuses."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.notifications.models import SocketId
from infra.local.seed import PASSWORD, seed
from tests.fakes.api import Answer, ApiClient, fake_container


def cookie_of(answer: Answer, name: str = "hilo_refresh") -> Morsel[str]:
    morsels = [SimpleCookie(one)[name] for one in answer.cookies if one.startswith(f"{name}=")]
    (morsel,) = morsels
    return morsel


def refresh(api: ApiClient, cookie: str, client: str = "test") -> Answer:
    headers = {"Cookie": f"hilo_refresh={cookie}"} | ({"X_Hilo_Client": client} if client else {})
    return api.request("POST", "/v1/auth/refresh", **headers)


class TestSignIn:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            [],
            {"email": "agente1@hilo.test"},
            {"email": "agente1@hilo.test", "password": ""},
            {"email": 1, "password": 2},
            {"email": "agente1@hilo.test", "password": {"$ne": None}},
            {"email": "agente1@hilo.test", "password": "x", "admin": True},
            {"email": "agente1@hilo.test", "password": "x" * 257},
        ],
        ids=str,
    )
    def test_a_body_of_another_shape_is_refused(self, api: ApiClient, body: Any) -> None:
        answer = api.request("POST", "/v1/auth/sign-in", body)
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert answer.json["errors"]

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"email":"\\ud800","password":"x"}'])
    def test_what_is_no_json_is_refused(self, api: ApiClient, body: bytes) -> None:
        answer = api.request("POST", "/v1/auth/sign-in", body)
        assert (answer.status, answer.code) == (400, "malformed_json")

    @pytest.mark.parametrize("name", ["agente1", "nobody"])
    def test_wrong_credentials_are_refused_alike(self, api: ApiClient, name: str) -> None:
        answer = api.sign_in(name, "wrong")
        assert (answer.status, answer.code) == (401, "invalid_credentials")

    def test_too_many_attempts_are_told_how_long_to_wait(self, api: ApiClient) -> None:
        for _ in range(10):
            assert api.sign_in("agente1", "wrong").status == 401
        answer = api.sign_in("agente1")
        assert (answer.status, answer.code) == (429, "too_many_attempts")
        assert answer.headers["retry-after"] == "60"

    def test_a_grant_keeps_the_refresh_token_from_scripts(self, api: ApiClient) -> None:
        answer = api.sign_in("agente1")
        assert answer.status == 200
        assert {k: v for k, v in answer.json.items() if k != "access_token"} == {
            "token_type": "Bearer",
            "expires_in": 300,
        }
        cookie = cookie_of(answer)
        assert (cookie.key, cookie["path"]) == ("hilo_refresh", "/api/v1/auth")
        assert (cookie["samesite"], cookie["max-age"]) == ("Strict", "43200")
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie.value not in answer.text
        assert answer.headers["cache-control"] == "no-store"

    def test_the_cookie_travels_without_tls_only_when_set_so(self) -> None:
        made = fake_container(HILO_SECURE_COOKIES="0")
        install(made)
        seed(made)
        assert not cookie_of(ApiClient(app).sign_in("agente1"))["secure"]


class TestFirstPassword:
    @pytest.fixture
    def given(self, services: Container) -> str:
        ana = services.people_repository.load().users[UserId("agente1")]
        return services.one_time_passwords.issue(ana, Change("user.invited", "test", 0))

    def choose(self, api: ApiClient, given: str, own: str) -> Answer:
        body = {"email": "agente1@hilo.test", "password": given, "new_password": own}
        return api.request("POST", "/v1/auth/first-password", body)

    def test_a_one_time_password_opens_nothing(self, api: ApiClient, given: str) -> None:
        answer = api.sign_in("agente1", given)
        assert (answer.status, answer.code) == (401, "password_change_required")
        assert answer.cookies == ()

    def test_a_weak_one_is_told_what_is_wrong(self, api: ApiClient, given: str) -> None:
        answer = self.choose(api, given, "corta")
        assert (answer.status, answer.code) == (422, "password_refused")
        assert (answer.json["reason"], answer.json["minimum_length"]) == ("too_short", 12)

    def test_who_has_a_password_of_their_own_is_sent_to_sign_in(self, api: ApiClient) -> None:
        answer = self.choose(api, PASSWORD, "caballo correcto")
        assert (answer.status, answer.code) == (409, "password_not_one_time")

    def test_a_good_one_signs_in_and_is_the_password_from_now_on(
        self, api: ApiClient, given: str
    ) -> None:
        answer = self.choose(api, given, "caballo correcto")
        assert answer.status == 200
        assert cookie_of(answer)["httponly"]
        me = api.request("GET", "/v1/me", token=answer.json["access_token"])
        assert me.json["id"] == "agente1"
        assert api.sign_in("agente1", "caballo correcto").status == 200
        assert api.sign_in("agente1", given).code == "invalid_credentials"

    def test_it_has_somebody_new_shown_around_but_nobody_who_chose_anything(
        self, api: ApiClient, services: Container, given: str
    ) -> None:
        token = self.choose(api, given, "caballo correcto").json["access_token"]
        shown = api.request("GET", "/v1/me/preferences", token=token).json
        assert (shown["hints_left"], shown["version"]) == (3, 1)

        api.request("PUT", "/v1/me/preferences", {"hints_left": 0}, token=token, If_Match='"1"')
        ana = services.people_repository.load().users[UserId("agente1")]
        again = services.one_time_passwords.issue(ana, Change("user.invited", "test", 0))
        token = self.choose(api, again, "otro caballo correcto").json["access_token"]
        shown = api.request("GET", "/v1/me/preferences", token=token).json
        assert shown["hints_left"] == 0


class TestRefresh:
    def test_the_clients_header_is_required(self, api: ApiClient) -> None:
        cookie = cookie_of(api.sign_in("agente1")).value
        answer = refresh(api, cookie, client="")
        assert (answer.status, answer.code) == (403, "client_header_required")
        assert refresh(api, cookie).status == 200

    @pytest.mark.parametrize("cookie", ["", "garbage"])
    def test_a_token_is_required(self, api: ApiClient, cookie: str) -> None:
        answer = refresh(api, cookie)
        assert (answer.status, answer.code) == (401, "unauthenticated")

    def test_a_spent_token_ends_the_session(self, api: ApiClient) -> None:
        first = cookie_of(api.sign_in("agente1")).value
        second = cookie_of(refresh(api, first)).value
        assert cookie_of(refresh(api, first)).value == second
        assert refresh(api, second).status == 200
        answer = refresh(api, first)
        assert (answer.status, answer.code) == (401, "session_ended")
        assert refresh(api, second).code == "session_ended"


class TestSignOut:
    def test_it_ends_the_session_and_removes_the_cookie(self, api: ApiClient) -> None:
        grant = api.sign_in("agente1")
        cookie = cookie_of(grant).value
        out = api.request("POST", "/v1/auth/sign-out", Cookie=f"hilo_refresh={cookie}")
        assert (out.status, out.text, cookie_of(out)["max-age"]) == (204, "", "0")
        assert refresh(api, cookie).code == "session_ended"
        answer = api.request("GET", "/v1/me", token=grant.json["access_token"])
        assert (answer.status, answer.code) == (401, "session_ended")

    def test_a_bearer_token_is_enough(self, api: ApiClient) -> None:
        grant = api.sign_in("agente1")
        out = api.request("POST", "/v1/auth/sign-out", token=grant.json["access_token"])
        assert out.status == 204
        assert refresh(api, cookie_of(grant).value).code == "session_ended"

    def test_it_closes_the_sockets_of_the_session_and_no_others(
        self, api: ApiClient, services: Container
    ) -> None:
        here, elsewhere = (api.sign_in("agente1").json["access_token"] for _ in range(2))
        for name, token in (("here", here), ("elsewhere", elsewhere)):
            ticket = api.request("POST", "/v1/realtime/ticket", {}, token=token).json["ticket"]
            services.sockets.connect(SocketId(name), ticket)
        api.request("POST", "/v1/auth/sign-out", token=here)
        listeners = services.socket_store.of_user(UserId("agente1"))
        assert [one.socket_id for one in listeners] == ["elsewhere"]
        assert not services.realtime.post("here", "{}")
        assert services.realtime.post("elsewhere", "{}")

    def test_a_stranger_is_answered_alike(self, api: ApiClient) -> None:
        assert api.request("POST", "/v1/auth/sign-out", Cookie="hilo_refresh=x").status == 204


def test_a_socket_ticket_names_its_bearer(api: ApiClient, services: Container) -> None:
    answer = api.request("POST", "/v1/realtime/ticket", {}, token=api.token("agente1"))
    assert (answer.status, answer.json["expires_in"]) == (200, 60)
    assert services.tickets.redeem(answer.json["ticket"]).user_id == "agente1"
