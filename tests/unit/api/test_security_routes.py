"""Second factors, resets, own account, sessions and settings over the API."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from infra.local.seed import PASSWORD
from tests.fakes.api import Answer, ApiClient
from tests.fakes.audit import FakeWitness
from tests.fakes.security import CountingCodes, FakePost

ANA = UserId("agente1")
NEW = "caballo correcto"


def code_of(services: Container) -> str:
    codes = services.time_codes
    assert isinstance(codes, CountingCodes)
    return codes.code(services.clock.now())


def post_of(services: Container) -> FakePost:
    post = services.security_post
    assert isinstance(post, FakePost)
    return post


def enrol(api: ApiClient, services: Container) -> tuple[str, list[str]]:
    """Ana's token and recovery codes."""
    token = api.token("agente1")
    begun = api.request("POST", "/v1/me/second-factor", {"password": PASSWORD}, token=token)
    body = {"challenge": begun.json["challenge"], "code": code_of(services)}
    confirmed = api.request("POST", "/v1/me/second-factor/confirm", body, token=token)
    services.clock.advance(30)  # type: ignore[attr-defined]
    return token, confirmed.json["recovery_codes"]


class TestWhoMay:
    SECURITY: tuple[tuple[str, str, Any], ...] = (
        ("GET", "/v1/security", None),
        ("PUT", "/v1/security", {}),
        ("GET", "/v1/users/agente2/second-factor", None),
        ("DELETE", "/v1/users/agente2/second-factor", None),
        ("GET", "/v1/users/agente2/sessions", None),
        ("DELETE", "/v1/users/agente2/sessions", None),
        ("DELETE", "/v1/users/agente2/sessions/x", None),
    )
    OWN: tuple[tuple[str, str, Any], ...] = (
        ("GET", "/v1/me/account", None),
        ("POST", "/v1/me/password", {}),
        ("POST", "/v1/me/second-factor", {}),
        ("POST", "/v1/me/second-factor/confirm", {}),
        ("POST", "/v1/me/second-factor/recovery-codes", {}),
        ("POST", "/v1/me/second-factor/remove", {}),
        ("GET", "/v1/me/sessions", None),
        ("DELETE", "/v1/me/sessions/x", None),
        ("POST", "/v1/me/sessions/end-others", None),
    )

    @pytest.mark.parametrize(("method", "path", "body"), SECURITY + OWN)
    def test_nobody_without_a_token(
        self, api: ApiClient, method: str, path: str, body: Any
    ) -> None:
        assert api.request(method, path, body).status == 401

    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    @pytest.mark.parametrize(("method", "path", "body"), SECURITY)
    def test_administrators_only(
        self, api: ApiClient, name: str, method: str, path: str, body: Any
    ) -> None:
        answer = api.request(method, path, body, token=api.token(name), if_match="0")
        assert (answer.status, answer.code) == (403, "forbidden")

    @pytest.mark.parametrize(("method", "path"), [one[:2] for one in SECURITY[2:]])
    def test_nobody_finds_who_does_not_exist(self, api: ApiClient, method: str, path: str) -> None:
        unknown = path.replace("agente2", "nobody")
        assert api.request(method, unknown, token=api.token("admin")).status == 404


class TestSecondFactor:
    def test_a_code_follows_the_password_and_serves_once(
        self, api: ApiClient, services: Container
    ) -> None:
        enrol(api, services)
        asked = api.sign_in("agente1")
        assert (asked.status, asked.code) == (401, "second_factor_required")
        assert asked.cookies == ()
        body = {"challenge": asked.json["challenge"], "code": code_of(services)}
        answer = api.request("POST", "/v1/auth/second-factor", body)
        assert answer.status == 200
        assert answer.cookies[0].startswith("hilo_refresh=")
        me = api.request("GET", "/v1/me", token=answer.json["access_token"])
        assert me.json["id"] == "agente1"
        replayed = {**body, "challenge": api.sign_in("agente1").json["challenge"]}
        assert api.request("POST", "/v1/auth/second-factor", replayed).code == "invalid_code"
        assert api.request("POST", "/v1/auth/second-factor", body).code == "challenge_over"

    @pytest.mark.parametrize("body", [{}, {"challenge": "x"}, {"challenge": "", "code": "1"}])
    def test_a_body_of_another_shape_is_refused(self, api: ApiClient, body: Any) -> None:
        assert api.request("POST", "/v1/auth/second-factor", body).status == 422

    def test_a_role_that_needs_one_is_led_through_setting_it_up(
        self, api: ApiClient, services: Container
    ) -> None:
        admin = api.token("admin")
        saved = api.request(
            "PUT", "/v1/security", {"factor_roles": ["agent"]}, token=admin, if_match="0"
        )
        assert saved.json["version"] == 1
        asked = api.sign_in("agente1")
        assert (asked.status, asked.code) == (401, "enrolment_required")
        challenge = {"challenge": asked.json["challenge"]}
        shown = api.request("POST", "/v1/auth/enrolment", challenge).json
        assert shown["picture"].startswith("<svg")
        wrong = {**challenge, "code": "000000"}
        assert api.request("POST", "/v1/auth/enrolment/confirm", wrong).code == "invalid_code"
        right = {**challenge, "code": code_of(services)}
        answer = api.request("POST", "/v1/auth/enrolment/confirm", right)
        assert len(answer.json["recovery_codes"]) == 10
        token = answer.json["access_token"]
        account = api.request("GET", "/v1/me/account", token=token).json
        assert (account["needs_factor"], account["factor"]["recovery_codes_left"]) == (True, 10)
        removed = api.request(
            "POST", "/v1/me/second-factor/remove", {"password": PASSWORD}, token=token
        )
        assert (removed.status, removed.code) == (409, "factor_needed")

    def test_an_administrator_takes_one_away_and_its_person_is_told(
        self, api: ApiClient, services: Container
    ) -> None:
        enrol(api, services)
        path, admin = "/v1/users/agente1/second-factor", api.token("admin")
        assert api.request("GET", path, token=admin).json["enrolled_at"]
        assert api.request("DELETE", path, token=admin).status == 204
        assert ("factor_removed", ANA) in post_of(services).sent
        assert api.request("DELETE", path, token=admin).code == "no_factor"
        assert api.sign_in("agente1").status == 200

    def test_a_wrong_code_or_password_ends_no_session(
        self, api: ApiClient, services: Container
    ) -> None:
        token = api.token("agente1")
        wrong = api.request("POST", "/v1/me/second-factor", {"password": "x"}, token=token)
        assert (wrong.status, wrong.code) == (422, "wrong_password")
        begun = api.request("POST", "/v1/me/second-factor", {"password": PASSWORD}, token=token)
        body = {"challenge": begun.json["challenge"], "code": "000000"}
        refused = api.request("POST", "/v1/me/second-factor/confirm", body, token=token)
        assert (refused.status, refused.code) == (422, "wrong_code")
        body["challenge"] = "unknown"
        spent = api.request("POST", "/v1/me/second-factor/confirm", body, token=token)
        assert (spent.status, spent.code) == (409, "challenge_spent")


class TestReset:
    def ask(self, api: ApiClient, email: str) -> Answer:
        return api.request("POST", "/v1/auth/reset", {"email": email})

    def test_known_and_unknown_addresses_are_answered_alike(self, api: ApiClient) -> None:
        known, unknown = self.ask(api, "agente1@hilo.test"), self.ask(api, "nobody@hilo.test")
        assert (known.status, known.text) == (unknown.status, unknown.text) == (204, "")

    def test_a_link_serves_once(self, api: ApiClient, services: Container) -> None:
        old = api.token("agente1")
        self.ask(api, "agente1@hilo.test")
        link = {"token": post_of(services).links[ANA].token}
        shown = api.request("POST", "/v1/auth/reset/look", link).json
        assert shown == {"name": "Ana Rojas", "email": "agente1@hilo.test", "minimum_length": 12}
        weak = api.request("POST", "/v1/auth/reset/choose", {**link, "new_password": "corta"})
        assert (weak.status, weak.code) == (422, "password_refused")
        chosen = {**link, "new_password": NEW}
        assert api.request("POST", "/v1/auth/reset/choose", chosen).status == 204
        again = api.request("POST", "/v1/auth/reset/choose", chosen)
        assert (again.status, again.code) == (410, "link_not_good")
        assert api.request("POST", "/v1/auth/reset/look", link).status == 410
        assert api.request("GET", "/v1/me", token=old).code == "session_ended"
        assert api.sign_in("agente1", NEW).status == 200

    def test_a_host_that_lies_changes_nothing_of_the_link(
        self, api: ApiClient, services: Container
    ) -> None:
        body = {"email": "agente1@hilo.test"}
        lies = {"Host": "evil.example", "X_Forwarded_Host": "evil.example"}
        assert api.request("POST", "/v1/auth/reset", body, **lies).status == 204
        (address,) = post_of(services).addresses
        assert "evil" not in address


@pytest.mark.parametrize("login", ["agente1", "Agente1@Hilo.test"])
def test_who_is_guessed_at_is_told_and_named_however_they_are_called(
    api: ApiClient, services: Container, login: str
) -> None:
    guess = {"email": login, "password": "wrong"}
    for _ in range(services.access_policy.attempts_per_account):
        assert api.request("POST", "/v1/auth/sign-in", guess).status == 401
    assert post_of(services).sent == [("repeated_failures", ANA)]
    witness = services.witness
    assert isinstance(witness, FakeWitness)
    assert {one.entity_id for one, _ in witness.seen} == {ANA}


class TestSessions:
    def test_one_sees_and_ends_ones_own(self, api: ApiClient) -> None:
        here, there = api.token("agente1"), api.token("agente1")
        listed = api.request("GET", "/v1/me/sessions", token=here).json["items"]
        assert [one["is_this"] for one in listed].count(True) == 1
        other = next(one["id"] for one in listed if not one["is_this"])
        bruno = api.token("agente2")
        assert api.request("DELETE", f"/v1/me/sessions/{other}", token=bruno).status == 404
        assert api.request("DELETE", f"/v1/me/sessions/{other}", token=here).status == 204
        assert api.request("GET", "/v1/me", token=there).code == "session_ended"
        assert api.request("DELETE", f"/v1/me/sessions/{other}", token=here).status == 404

    def test_all_others_end_and_this_one_goes_on(self, api: ApiClient) -> None:
        here, there = api.token("agente1"), api.token("agente1")
        assert api.request("POST", "/v1/me/sessions/end-others", token=here).status == 204
        assert api.request("GET", "/v1/me", token=there).status == 401
        assert api.request("GET", "/v1/me", token=here).status == 200

    def test_an_administrator_ends_somebody_s(self, api: ApiClient) -> None:
        ana, admin = api.token("agente1"), api.token("admin")
        path = "/v1/users/agente1/sessions"
        (listed,) = api.request("GET", path, token=admin).json["items"]
        assert api.request("DELETE", f"{path}/{listed['id']}", token=admin).status == 204
        assert api.request("GET", "/v1/me", token=ana).status == 401
        second = api.token("agente1")
        assert api.request("DELETE", path, token=admin).status == 204
        assert api.request("GET", "/v1/me", token=second).status == 401

    def test_a_changed_password_leaves_this_one_alone(self, api: ApiClient) -> None:
        here, there = api.token("agente1"), api.token("agente1")
        body = {"password": PASSWORD, "new_password": NEW}
        assert api.request("POST", "/v1/me/password", body, token=here).status == 204
        assert api.request("GET", "/v1/me", token=there).status == 401
        assert api.request("GET", "/v1/me/account", token=here).json["password_changed_at"]
        again = api.request("POST", "/v1/me/password", body, token=here)
        assert (again.status, again.code) == (422, "wrong_password")


class TestSettings:
    def save(self, api: ApiClient, body: Any, version: str) -> Answer:
        token = api.token("admin")
        return api.request("PUT", "/v1/security", body, token=token, if_match=version)

    @pytest.mark.parametrize(
        "body",
        [
            {"minimum_length": 7},
            {"history": 25},
            {"idle_minutes": 1},
            {"session_hours": 0},
            {"factor_roles": ["nobody"]},
            {"other": 1},
        ],
        ids=str,
    )
    def test_what_makes_no_sense_is_refused(self, api: ApiClient, body: Any) -> None:
        assert self.save(api, body, "0").status == 422

    def test_they_are_changed_from_the_version_that_was_seen(self, api: ApiClient) -> None:
        first = self.save(api, {"idle_minutes": 15, "maximum_age_days": 90}, "0")
        assert (first.status, first.json["version"]) == (200, 1)
        assert self.save(api, {"history": 3}, "0").code == "version_conflict"
        second = self.save(api, {"maximum_age_days": None}, "1").json
        assert (second["idle_minutes"], second["maximum_age_days"]) == (15, None)
        assert second["changed_by"]["id"] == "admin"
        me = api.request("GET", "/v1/me", token=api.token("agente1")).json
        assert me["idle_lock_minutes"] == 15
