"""Identity providers over the API: keeping them, signing in by them, and what attackers try."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import User
from infra.local.seed import PASSWORD
from tests.fakes.api import Answer, ApiClient
from tests.fakes.audit import FakeWitness
from tests.fakes.openid import CLIENT_ID, CLIENT_SECRET, ISSUER, FakeProvider, unsigned

SUPERVISES = {"claim": "groups", "value": "supervisors", "role": "supervisor"}
ANSWERS = {"claim": "groups", "value": "agents", "role": "agent", "queues": ["general"]}
BEA = {
    "sub": "bea-1",
    "email": "bea@hilo.test",
    "email_verified": True,
    "given_name": "Bea",
    "family_name": "Ríos",
    "preferred_username": "bea",
    "groups": ["agents"],
}


@pytest.fixture
def provider(services: Container) -> FakeProvider:
    """A provider, and the product's client to it in the container."""
    made = FakeProvider(services.clock)
    services.openid = made.client()
    return made


@pytest.fixture
def admin(api: ApiClient) -> str:
    return api.token("admin")


def configure(api: ApiClient, token: str, **fields: Any) -> dict[str, Any]:
    body = {
        "name": "Casa",
        "issuer": ISSUER,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "rules": [SUPERVISES, ANSWERS],
        "creates_people": True,
        "vouches_for_factor": True,
        **fields,
    }
    answer = api.request("POST", "/v1/identity-providers", body, token=token)
    assert answer.status == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


@pytest.fixture
def house(api: ApiClient, admin: str, provider: FakeProvider) -> dict[str, Any]:
    """The provider as it is configured."""
    return configure(api, admin)


class Browser:
    """Keeps cookies between its requests, as one browser does and another does not."""

    def __init__(self, api: ApiClient) -> None:
        self._api = api
        self.cookies: dict[str, str] = {}

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._api.request("POST", path, body, Cookie=kept, **headers)
        for text in answer.cookies:
            for name, morsel in SimpleCookie(text).items():
                self.cookies[name] = morsel.value
        return answer

    def begin(self, provider_id: str, return_to: str = "/", **headers: str) -> str:
        path = f"/v1/auth/providers/{provider_id}/start"
        answer = self.post(path, {"return_to": return_to}, **headers)
        assert answer.status == 200, answer.text
        address: str = answer.json["address"]
        return address

    def finish(self, came_back_with: dict[str, str]) -> Answer:
        return self.post("/v1/auth/providers/finish", came_back_with)


def come(api: ApiClient, provider: FakeProvider, made: dict[str, Any], **claims: Any) -> Answer:
    """Bea signs in, with other claims where there are any."""
    browser = Browser(api)
    return browser.finish(provider.authorize(browser.begin(made["id"]), **{**BEA, **claims}))


def user_of(services: Container, email: str) -> User:
    found = services.people_repository.load().by_email(email)
    assert found is not None
    return found


def recorded(services: Container) -> list[Any]:
    witness = services.witness
    assert isinstance(witness, FakeWitness)
    return [one.detail["reason"] for one, _ in witness.of("provider_sign_in.refused")]


class TestWhoMay:
    KEEPING: tuple[tuple[str, str, Any], ...] = (
        ("GET", "/v1/identity-providers", None),
        ("POST", "/v1/identity-providers", {}),
        ("PATCH", "/v1/identity-providers/x", {}),
        ("POST", "/v1/identity-providers/x/test", {}),
    )

    @pytest.mark.parametrize(
        ("method", "path", "body"), [*KEEPING, ("GET", "/v1/me/sign-out-address", None)]
    )
    def test_nobody_without_a_token(
        self, api: ApiClient, method: str, path: str, body: Any
    ) -> None:
        assert api.request(method, path, body).status == 401

    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    @pytest.mark.parametrize(("method", "path", "body"), KEEPING)
    def test_administrators_only(
        self, api: ApiClient, name: str, method: str, path: str, body: Any
    ) -> None:
        answer = api.request(method, path, body, token=api.token(name), if_match="1")
        assert (answer.status, answer.code) == (403, "forbidden")

    def test_nobody_finds_what_does_not_exist(self, api: ApiClient, admin: str) -> None:
        edited = api.request("PATCH", "/v1/identity-providers/x", {}, token=admin, if_match="1")
        tried = api.request("POST", "/v1/identity-providers/x/test", token=admin)
        begun = api.request("POST", "/v1/auth/providers/x/start", {})
        assert [edited.status, tried.status, begun.status] == [404, 404, 404]


class TestKeeping:
    def test_a_secret_is_told_to_nobody(
        self, api: ApiClient, admin: str, services: Container, house: dict[str, Any]
    ) -> None:
        listed = api.request("GET", "/v1/identity-providers", token=admin)
        assert house["has_secret"]
        assert CLIENT_SECRET not in listed.text
        assert "secret" not in listed.json["items"][0].keys() - {"has_secret"}
        kept = services.identity_providers.by_id(house["id"])
        assert kept
        assert services.identity_providers.secret_of(kept) == CLIENT_SECRET

    def test_it_says_what_the_provider_has_to_be_told(self, house: dict[str, Any]) -> None:
        assert house["redirect_address"] == "https://hilo.test/sign-in/callback"
        assert house["signed_out_address"] == "https://hilo.test/"

    def test_an_edit_leaves_the_secret_and_an_empty_one_takes_it_away(
        self, api: ApiClient, admin: str, house: dict[str, Any]
    ) -> None:
        path = f"/v1/identity-providers/{house['id']}"
        renamed = api.request("PATCH", path, {"name": "Otra"}, token=admin, if_match="1")
        emptied = api.request("PATCH", path, {"client_secret": ""}, token=admin, if_match="2")
        assert (renamed.json["name"], renamed.json["has_secret"]) == ("Otra", True)
        assert not emptied.json["has_secret"]
        stale = api.request("PATCH", path, {"name": "Casa"}, token=admin, if_match="1")
        assert (stale.status, stale.code) == (412, "version_conflict")

    @pytest.mark.parametrize(
        ("wrong", "field", "code"),
        [
            ({"issuer": "http://login.provider.test"}, "issuer", "insecure_address"),
            ({"issuer": "https://a@login.provider.test"}, "issuer", "insecure_address"),
            ({"rules": [SUPERVISES | {"role": "king"}]}, "rules", "unknown_role"),
            ({"rules": [SUPERVISES | {"queues": ["nowhere"]}]}, "rules", "unknown_queue"),
            ({"scopes": ["two words"]}, "scopes.0", "string_pattern_mismatch"),
        ],
    )
    def test_an_unsound_one_is_refused(
        self,
        api: ApiClient,
        admin: str,
        provider: FakeProvider,
        wrong: dict[str, Any],
        field: str,
        code: str,
    ) -> None:
        body = {"name": "Casa", "issuer": ISSUER, "client_id": "hilo", **wrong}
        answer = api.request("POST", "/v1/identity-providers", body, token=admin)
        assert answer.status == 422
        assert [one["field"] for one in answer.json["errors"]] == [field]
        assert [one["code"] for one in answer.json["errors"]] == [code]

    def test_nobody_lets_in_whom_they_could_not_make_so(
        self, api: ApiClient, admin: str, house: dict[str, Any]
    ) -> None:
        role = {"title": "Guard", "scope": "all", "permissions": ["security.manage"]}
        made = api.request("POST", "/v1/roles", role, token=admin)
        ana = api.request("GET", "/v1/users/agente1", token=admin).json
        edit = {"role": made.json["name"]}
        version = str(ana["version"])
        api.request("PATCH", "/v1/users/agente1", edit, token=admin, if_match=version)
        guard = api.token("agente1")
        path = f"/v1/identity-providers/{house['id']}"
        for rule in ({"rules": [SUPERVISES]}, {"rules": [], "links_by_email": True}):
            answer = api.request("PATCH", path, rule, token=guard, if_match="1")
            assert (answer.status, answer.code) == (403, "role_not_grantable")
        retired = api.request("PATCH", path, {"is_retired": True}, token=guard, if_match="1")
        assert retired.status == 200


class TestTrying:
    def run(self, api: ApiClient, admin: str, house: dict[str, Any]) -> dict[str, tuple[str, str]]:
        answer = api.request("POST", f"/v1/identity-providers/{house['id']}/test", token=admin)
        assert answer.status == 200, answer.text
        return {one["name"]: (one["state"], one["reason"]) for one in answer.json["items"]}

    def test_all_passes_where_all_is_well(
        self, api: ApiClient, admin: str, house: dict[str, Any]
    ) -> None:
        names = ("discovery", "keys", "pkce", "client", "sign_out")
        assert self.run(api, admin, house) == dict.fromkeys(names, ("passed", ""))

    def test_a_wrong_secret_is_found_before_anybody_signs_in(
        self, api: ApiClient, admin: str, provider: FakeProvider
    ) -> None:
        made = configure(api, admin, client_secret="another")
        assert self.run(api, admin, made)["client"] == ("failed", "client_refused")

    def test_what_is_not_offered_is_said(
        self, api: ApiClient, admin: str, house: dict[str, Any], provider: FakeProvider
    ) -> None:
        del provider.metadata["end_session_endpoint"]
        provider.metadata["code_challenge_methods_supported"] = ["plain"]
        found = self.run(api, admin, house)
        assert found["pkce"] == found["sign_out"] == ("warned", "not_offered")

    def test_nothing_more_is_tried_where_nobody_answers(
        self, api: ApiClient, admin: str, house: dict[str, Any], provider: FakeProvider
    ) -> None:
        provider.metadata["issuer"] = "https://another.test"
        assert self.run(api, admin, house) == {"discovery": ("failed", "issuer_differs")}


class TestSigningIn:
    def test_the_page_learns_the_buttons_and_nothing_else(
        self, api: ApiClient, house: dict[str, Any]
    ) -> None:
        answer = api.request("GET", "/v1/auth/providers")
        assert answer.json == {
            "items": [{"id": house["id"], "name": "Casa"}],
            "passwords_serve": True,
        }

    def test_the_browser_is_sent_with_pkce_state_and_nonce(
        self, api: ApiClient, house: dict[str, Any]
    ) -> None:
        browser = Browser(api)
        address = browser.begin(house["id"])
        asked = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(f"{ISSUER}/authorize?theme=dark&")
        assert asked["scope"] == "openid profile email"
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
        assert browser.cookies["hilo_flow"] not in address

    def test_somebody_new_is_made_with_what_the_rules_give(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        answer = come(api, provider, house)
        assert answer.status == 200, answer.text
        token = answer.json["access_token"]
        me = api.request("GET", "/v1/me", token=token).json
        assert (me["name"], me["email"], me["role"]) == ("Bea Ríos", "bea@hilo.test", "agent")
        bea = user_of(services, "bea@hilo.test")
        assert (bea.username, bea.state) == ("bea", "active")
        assert bea.queue_ids == {QueueId("general")}
        cookies = {name for text in answer.cookies for name in SimpleCookie(text)}
        assert cookies == {"hilo_refresh", "hilo_device", "hilo_flow"}
        assert api.sign_in("bea", "").status == 422
        assert api.sign_in("bea").code == "invalid_credentials"

    def test_somebody_known_is_the_same_whatever_their_address_is_now(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        come(api, provider, house)
        before = user_of(services, "bea@hilo.test")
        token = come(api, provider, house, email="other@hilo.test").json["access_token"]
        assert api.request("GET", "/v1/me", token=token).json["id"] == before.id

    def test_roles_and_queues_follow_the_claims_at_every_sign_in(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        come(api, provider, house)
        come(api, provider, house, groups=["supervisors"])
        bea = user_of(services, "bea@hilo.test")
        assert (bea.role, bea.queue_ids) == ("supervisor", frozenset())
        refused = come(api, provider, house, groups=["gardeners"])
        assert (refused.status, refused.json["reason"]) == (403, "no_role")

    def test_they_stay_as_administrators_say_where_it_is_set_so(
        self, api: ApiClient, admin: str, services: Container, provider: FakeProvider
    ) -> None:
        made = configure(api, admin, keeps_in_step=False)
        come(api, provider, made)
        assert come(api, provider, made, groups=["supervisors"]).status == 200
        assert user_of(services, "bea@hilo.test").role == "agent"

    def test_claims_come_from_userinfo_where_the_token_lacks_them(
        self, api: ApiClient, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        provider.userinfo = {**BEA, "groups": ["supervisors"]}
        token = come(api, provider, house, groups=None, email=None).json["access_token"]
        assert api.request("GET", "/v1/me", token=token).json["role"] == "supervisor"
        provider.userinfo["sub"] = "somebody-else"
        assert come(api, provider, house, groups=None).code == "identity_rejected"

    def test_a_second_factor_is_asked_for_unless_the_provider_vouches(
        self, api: ApiClient, admin: str, provider: FakeProvider
    ) -> None:
        made = configure(api, admin, vouches_for_factor=False)
        version = api.request("GET", "/v1/security", token=admin).json["version"]
        asks = {"factor_roles": ["agent"]}
        api.request("PUT", "/v1/security", asks, token=admin, if_match=str(version))
        asked = come(api, provider, made)
        assert (asked.status, asked.code) == (401, "enrolment_required")
        path = f"/v1/identity-providers/{made['id']}"
        api.request("PATCH", path, {"vouches_for_factor": True}, token=admin, if_match="1")
        assert come(api, provider, made).status == 200

    def test_the_record_has_entries_and_a_new_browser_is_told_of(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        come(api, provider, house)
        bea = user_of(services, "bea@hilo.test")
        assert isinstance(services.witness, FakeWitness)
        opened = services.witness.of("session.opened")
        assert [change.actor for _, change in opened][-1] == bea.id
        assert ("new_device", bea.id) in services.security_post.sent  # type: ignore[attr-defined]

    def test_what_the_provider_refuses_is_told(self, api: ApiClient, house: dict[str, Any]) -> None:
        browser = Browser(api)
        state = dict(parse_qsl(urlsplit(browser.begin(house["id"])).query))["state"]
        answer = browser.finish({"error": "access_denied", "state": state, "iss": ISSUER})
        assert (answer.status, answer.code) == (401, "provider_refused")
        assert answer.json["reason"] == "access_denied"


class TestWhoIsLetIn:
    def refused(self, answer: Answer) -> str:
        assert (answer.status, answer.code) == (403, "not_admitted")
        reason: str = answer.json["reason"]
        return reason

    @pytest.mark.parametrize(
        ("claims", "reason"),
        [
            ({"groups": []}, "no_role"),
            ({"groups": "gardeners"}, "no_role"),
            ({"email_verified": False}, "email_unverified"),
            ({"email_verified": None}, "email_unverified"),
            ({"email": None}, "email_missing"),
            ({"email": "agente1@hilo.test"}, "email_taken"),
            ({"given_name": "=cmd"}, "unsound"),
        ],
    )
    def test_nobody_new_without_role_address_and_sound_name(
        self,
        api: ApiClient,
        provider: FakeProvider,
        house: dict[str, Any],
        claims: dict[str, Any],
        reason: str,
    ) -> None:
        assert self.refused(come(api, provider, house, **claims)) == reason

    def test_nobody_new_where_none_are_made(
        self, api: ApiClient, admin: str, provider: FakeProvider
    ) -> None:
        made = configure(api, admin, creates_people=False)
        assert self.refused(come(api, provider, made)) == "no_account"

    def test_a_taken_user_name_gets_a_mark(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        assert come(api, provider, house, preferred_username="agente1").status == 200
        assert user_of(services, "bea@hilo.test").username.startswith("agente1-")

    def test_whoever_has_the_address_is_linked_only_where_it_is_set(
        self, api: ApiClient, admin: str, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        ana = {"email": "agente1@hilo.test", "sub": "ana"}
        assert self.refused(come(api, provider, house, **ana)) == "email_taken"
        path = f"/v1/identity-providers/{house['id']}"
        edit = {"links_by_email": True, "rules": [ANSWERS]}
        assert api.request("PATCH", path, edit, token=admin, if_match="1").status == 200
        unverified = come(api, provider, house, **ana, email_verified=False)
        assert self.refused(unverified) == "email_unverified"
        alike = come(api, provider, house, email="\uff41gente1@hilo.test", sub="mallory")
        assert self.refused(alike) == "email_taken"
        token = come(api, provider, house, **ana).json["access_token"]
        assert api.request("GET", "/v1/me", token=token).json["id"] == "agente1"

    def test_who_was_deactivated_stays_out_linked_or_not(
        self, api: ApiClient, admin: str, services: Container, provider: FakeProvider
    ) -> None:
        made = configure(api, admin, links_by_email=True)
        come(api, provider, made)
        bea = user_of(services, "bea@hilo.test")
        for user_id in (bea.id, "agente1"):
            assert api.request("POST", f"/v1/users/{user_id}/deactivate", token=admin).status == 200
        assert self.refused(come(api, provider, made)) == "no_account"
        ana = come(api, provider, made, email="agente1@hilo.test", sub="ana")
        assert self.refused(ana) == "no_account"
        assert recorded(services) == ["deactivated", "deactivated"]

    def test_the_last_administrator_is_not_taken_away_by_a_claim(
        self, api: ApiClient, admin: str, services: Container, provider: FakeProvider
    ) -> None:
        made = configure(api, admin, links_by_email=True)
        answer = come(api, provider, made, email="admin@hilo.test", sub="admin")
        assert (answer.status, answer.code) == (409, "last_administrator")
        assert user_of(services, "admin@hilo.test").role == "administrator"

    def test_a_subject_means_nothing_at_another_issuer(
        self, api: ApiClient, admin: str, services: Container
    ) -> None:
        here = FakeProvider(services.clock)
        elsewhere = FakeProvider(services.clock, "https://evil.provider.test")
        services.openid = here.client(elsewhere)
        made = configure(api, admin)
        come(api, here, made)
        path = f"/v1/identity-providers/{made['id']}"
        edit = {"issuer": elsewhere.issuer}
        assert api.request("PATCH", path, edit, token=admin, if_match="1").status == 200
        assert self.refused(come(api, elsewhere, made)) == "email_taken"


class TestAttacks:
    def rejected(self, answer: Answer, services: Container) -> str:
        assert (answer.status, answer.code) == (401, "identity_rejected")
        assert "hilo_refresh" not in "".join(answer.cookies)
        assert "reason" not in answer.json
        reason: str = recorded(services)[-1]
        return reason

    @pytest.mark.parametrize(
        ("lie", "flaw"),
        [
            ({"nonce": "another"}, "claim_nonce"),
            ({"nonce": None}, "claim_nonce"),
            ({"iss": "https://evil.provider.test"}, "claim_iss"),
            ({"aud": "another-client"}, "claim_aud"),
            ({"aud": ["hilo", "another-client"]}, "claim_azp"),
            ({"azp": "another-client"}, "claim_azp"),
            ({"exp": 1}, "expired"),
            ({"exp": None}, "claim_exp"),
            ({"sub": None}, "claim_sub"),
            ({"sub": ""}, "claim_sub"),
            ({"nbf": 2**40}, "claim_nbf"),
            ({"iat": 2**40}, "claim_iat"),
        ],
    )
    def test_a_token_that_is_not_for_us_and_now_lets_nobody_in(
        self,
        api: ApiClient,
        services: Container,
        provider: FakeProvider,
        house: dict[str, Any],
        lie: dict[str, Any],
        flaw: str,
    ) -> None:
        provider.lies = lie
        assert self.rejected(come(api, provider, house), services) == flaw

    def test_a_clock_may_differ_by_some_seconds(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        now = int(services.clock.now().timestamp())
        provider.lies = {"exp": now - 60, "iat": now + 60, "nbf": now + 60}
        assert come(api, provider, house).status == 200
        provider.lies = {"exp": now - 180}
        assert self.rejected(come(api, provider, house), services) == "expired"

    def test_an_unsigned_token_lets_nobody_in(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        token = unsigned({"iss": ISSUER, "sub": "bea-1", "aud": CLIENT_ID})
        path = f"{urlsplit(ISSUER).path}/token"
        provider.answers[path] = httpx.Response(200, json={"id_token": token})
        assert self.rejected(come(api, provider, house), services) == "bad_signature"

    def test_a_key_that_nobody_published_lets_nobody_in(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        provider.rotate()
        provider.published = [FakeProvider(services.clock).key]
        assert self.rejected(come(api, provider, house), services) == "unknown_key"
        provider.header = {"alg": "RS256", "kid": provider.published[0].kid}
        assert self.rejected(come(api, provider, house), services) == "bad_signature"

    def test_a_new_key_is_fetched_once_and_made_up_ones_cause_no_storm(
        self, api: ApiClient, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        come(api, provider, house)
        provider.rotate()
        assert come(api, provider, house).status == 200
        assert provider.requests.count("jwks") == 2
        provider.header = {"alg": "RS256", "kid": "made-up"}
        for _ in range(3):
            assert come(api, provider, house).code == "identity_rejected"
        assert provider.requests.count("jwks") == 2

    def test_an_answer_serves_once(
        self, api: ApiClient, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        browser = Browser(api)
        came_back = provider.authorize(browser.begin(house["id"]), **BEA)
        kept = browser.cookies["hilo_flow"]
        assert browser.finish(came_back).status == 200
        browser.cookies["hilo_flow"] = kept
        assert browser.finish(came_back).code == "provider_sign_in_over"

    def test_an_answer_serves_in_its_own_browser_alone(
        self, api: ApiClient, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        attacker, victim = Browser(api), Browser(api)
        came_back = provider.authorize(attacker.begin(house["id"]), **BEA)
        assert victim.finish(came_back).code == "provider_sign_in_over"
        assert attacker.finish(came_back).code == "provider_sign_in_over"  # it is spent
        came_back = provider.authorize(attacker.begin(house["id"]), **BEA)
        victim.begin(house["id"])
        assert victim.finish(came_back).code == "provider_sign_in_over"

    def test_a_code_of_another_sign_in_is_worth_nothing(
        self, api: ApiClient, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        attacker, victim = Browser(api), Browser(api)
        stolen = provider.authorize(victim.begin(house["id"]), **BEA)
        own = provider.authorize(attacker.begin(house["id"]), sub="mallory")
        answer = attacker.finish({**own, "code": stolen["code"]})
        assert (answer.status, answer.code) == (424, "provider_failed")
        assert answer.json["reason"] == "code_refused"

    def test_an_answer_is_over_after_ten_minutes(
        self, api: ApiClient, services: Container, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        browser = Browser(api)
        came_back = provider.authorize(browser.begin(house["id"]), **BEA)
        services.clock.advance(601)  # type: ignore[attr-defined]
        assert browser.finish(came_back).code == "provider_sign_in_over"

    @pytest.mark.parametrize("issuer", ["https://evil.provider.test", ""])
    def test_an_answer_of_another_issuer_is_mixed_up(
        self,
        api: ApiClient,
        services: Container,
        provider: FakeProvider,
        house: dict[str, Any],
        issuer: str,
    ) -> None:
        browser = Browser(api)
        came_back = provider.authorize(browser.begin(house["id"]), **BEA)
        answer = browser.finish({**came_back, "iss": issuer})
        assert self.rejected(answer, services) == "answer_of_another_issuer"
        assert "token" not in provider.requests

    def test_a_retired_provider_lets_nobody_in_any_more(
        self, api: ApiClient, admin: str, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        browser = Browser(api)
        came_back = provider.authorize(browser.begin(house["id"]), **BEA)
        path = f"/v1/identity-providers/{house['id']}"
        api.request("PATCH", path, {"is_retired": True}, token=admin, if_match="1")
        assert browser.finish(came_back).code == "provider_sign_in_over"
        assert api.request("POST", f"/v1/auth/providers/{house['id']}/start", {}).status == 404
        assert api.request("GET", "/v1/auth/providers").json["items"] == []

    @pytest.mark.parametrize(
        ("wanted", "page"),
        [
            ("/conversations/abc?x=1", "/conversations/abc?x=1"),
            ("https://evil.test/", "/"),
            ("//evil.test", "/"),
            ("/\\evil.test", "/"),
            ("/\tevil", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ],
    )
    def test_nobody_is_led_to_a_page_of_others(
        self,
        api: ApiClient,
        provider: FakeProvider,
        house: dict[str, Any],
        wanted: str,
        page: str,
    ) -> None:
        browser = Browser(api)
        came_back = provider.authorize(browser.begin(house["id"], wanted), **BEA)
        assert browser.finish(came_back).json["return_to"] == page

    @pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Origin", "Referer"])
    def test_no_header_says_where_the_provider_sends_people(
        self, api: ApiClient, house: dict[str, Any], header: str
    ) -> None:
        address = Browser(api).begin(house["id"], **{header: "evil.test"})
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["redirect_uri"] == "https://hilo.test/sign-in/callback"

    def test_an_address_that_tries_too_often_waits(
        self, api: ApiClient, services: Container, house: dict[str, Any]
    ) -> None:
        limit = services.access_policy.attempts_per_address
        answers = [
            api.request("POST", "/v1/auth/providers/finish", {"state": "x"})
            for _ in range(limit + 1)
        ]
        assert {one.code for one in answers[:limit]} == {"provider_sign_in_over"}
        assert (answers[-1].status, answers[-1].code) == (429, "too_many_attempts")


class TestSigningOut:
    def address(self, api: ApiClient, token: str) -> Any:
        return api.request("GET", "/v1/me/sign-out-address", token=token).json["address"]

    def test_whoever_came_by_a_provider_is_led_to_its_way_out(
        self, api: ApiClient, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        address = self.address(api, come(api, provider, house).json["access_token"])
        asked = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(f"{ISSUER}/logout?")
        assert asked["post_logout_redirect_uri"] == "https://hilo.test/"
        assert asked["client_id"] == CLIENT_ID
        assert asked["id_token_hint"].count(".") == 2

    def test_nobody_else_is(
        self,
        api: ApiClient,
        services: Container,
        provider: FakeProvider,
        house: dict[str, Any],
    ) -> None:
        assert self.address(api, api.token("agente1")) is None
        del provider.metadata["end_session_endpoint"]
        services.clock.advance(601)  # type: ignore[attr-defined]
        assert self.address(api, come(api, provider, house).json["access_token"]) is None


class TestOnlyByProvider:
    def save(self, api: ApiClient, admin: str, **fields: Any) -> Answer:
        version = api.request("GET", "/v1/security", token=admin).json["version"]
        return api.request("PUT", "/v1/security", fields, token=admin, if_match=str(version))

    def test_it_needs_a_provider_and_an_emergency_administrator(
        self, api: ApiClient, admin: str, provider: FakeProvider
    ) -> None:
        wanted: dict[str, Any] = {"only_by_provider": True, "emergency_users": ["admin"]}
        answer = self.save(api, admin, **wanted)
        assert (answer.code, answer.json["reason"]) == ("no_way_in", "no_provider")
        configure(api, admin)
        for nobody in ([], ["agente1"]):
            answer = self.save(api, admin, **{**wanted, "emergency_users": nobody})
            assert (answer.status, answer.json["reason"]) == (409, "no_emergency")
        assert self.save(api, admin, emergency_users=["nobody"]).status == 422
        assert self.save(api, admin, **wanted).json["emergency_users"] == ["admin"]

    def test_passwords_are_refused_but_for_emergencies(
        self, api: ApiClient, admin: str, provider: FakeProvider, house: dict[str, Any]
    ) -> None:
        self.save(api, admin, only_by_provider=True, emergency_users=["admin"])
        assert not api.request("GET", "/v1/auth/providers").json["passwords_serve"]
        refused = api.sign_in("agente1")
        assert (refused.status, refused.code) == (401, "provider_required")
        assert refused.cookies == ()
        assert api.sign_in("agente1", "wrong").code == "invalid_credentials"
        once = {"email": "agente1@hilo.test", "password": PASSWORD, "new_password": "caballo viejo"}
        answer = api.request("POST", "/v1/auth/first-password", once)
        assert answer.code == "provider_required"
        assert api.sign_in("admin").status == 200
        assert come(api, provider, house).status == 200

    def test_nobody_is_shut_out_when_the_last_provider_goes(
        self, api: ApiClient, admin: str, house: dict[str, Any]
    ) -> None:
        self.save(api, admin, only_by_provider=True, emergency_users=["admin"])
        path = f"/v1/identity-providers/{house['id']}"
        api.request("PATCH", path, {"is_retired": True}, token=admin, if_match="1")
        assert api.sign_in("agente1").status == 200


def test_an_invited_person_has_come_when_they_come_by_the_provider(
    api: ApiClient, admin: str, services: Container, provider: FakeProvider
) -> None:
    made = configure(api, admin, links_by_email=True, creates_people=False)
    person = {
        "first_name": "Bea",
        "username": "bea",
        "email": "bea@hilo.test",
        "role": "agent",
        "queues": ["general"],
    }
    created = api.request("POST", "/v1/users", person, token=admin)
    assert created.status == 201, created.text
    assert come(api, provider, made).status == 200
    bea = user_of(services, "bea@hilo.test")
    assert (bea.id, bea.state) == (UserId(created.json["id"]), "active")
