"""Sign-in end to end, over HTTP, against a certified provider that runs beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.clock import SystemClock
from infra.local.seed import seed
from tests.fakes.api import Answer, ApiClient, fake_container
from tests.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Visitor,
    World,
    free_port,
    running,
)

PRODUCT = "http://localhost:9"
CALLBACK = f"{PRODUCT}/sign-in/callback"
PEOPLE = {
    "bea": {
        "email": "bea@hilo.test",
        "email_verified": True,
        "given_name": "Bea",
        "family_name": "Ríos",
        "preferred_username": "bea",
        "groups": ["supervisores"],
    },
    "teo": {"email": "teo@hilo.test", "email_verified": True, "groups": []},
}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running(World(free_port(), PRODUCT, PEOPLE)) as made:
        yield made


@pytest.fixture
def services() -> Container:
    made = fake_container(HILO_PUBLIC_ADDRESS=PRODUCT, HILO_OPENID_ALLOWS_HTTP="true")
    made.clock = SystemClock()
    install(made)
    seed(made)
    return made


@pytest.fixture
def api(services: Container) -> ApiClient:
    return ApiClient(app)


def configure(api: ApiClient, world: World, **fields: Any) -> str:
    body = {
        "name": "Casa",
        "issuer": world.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "scopes": ["profile", "email", "groups"],
        "rules": [{"claim": "groups", "value": "supervisores", "role": "supervisor"}],
        "creates_people": True,
        "vouches_for_factor": True,
        **fields,
    }
    made = api.request("POST", "/v1/identity-providers", body, token=api.token("admin"))
    assert made.status == 201, made.text
    identifier: str = made.json["id"]
    return identifier


def begin(api: ApiClient, provider_id: str) -> tuple[str, str]:
    """The address, and the browser's cookie."""
    begun = api.request("POST", f"/v1/auth/providers/{provider_id}/start", {})
    assert begun.status == 200, begun.text
    return begun.json["address"], begun.cookies[0].partition(";")[0]


def come(api: ApiClient, provider_id: str, visitor: Visitor) -> Answer:
    address, kept = begin(api, provider_id)
    return finish(api, visitor.go(address, CALLBACK), kept)


def finish(api: ApiClient, came_back_with: dict[str, str], kept: str) -> Answer:
    return api.request("POST", "/v1/auth/providers/finish", came_back_with, Cookie=kept)


def test_somebody_comes_in_and_leaves_at_both(api: ApiClient, world: World) -> None:
    provider_id = configure(api, world)
    tried = api.request(
        "POST", f"/v1/identity-providers/{provider_id}/test", token=api.token("admin")
    )
    assert {one["name"]: one["state"] for one in tried.json["items"]} == dict.fromkeys(
        ("discovery", "keys", "pkce", "client", "sign_out"), "passed"
    )
    with Visitor("bea") as bea:
        came = come(api, provider_id, bea)
        assert came.status == 200, came.text
        token = came.json["access_token"]
        me = api.request("GET", "/v1/me", token=token).json
        assert (me["name"], me["role"]) == ("Bea Ríos", "supervisor")
        way_out = api.request("GET", "/v1/me/sign-out-address", token=token).json["address"]
        assert way_out.startswith(world.issuer)
        assert bea.go(way_out, f"{PRODUCT}/") == {}
    with Visitor("teo") as teo:
        refused = come(api, provider_id, teo)
        assert (refused.status, refused.json["reason"]) == (403, "no_role")


def test_the_provider_itself_refuses_a_wrong_secret(api: ApiClient, world: World) -> None:
    provider_id = configure(api, world, client_secret="another")
    tried = api.request(
        "POST", f"/v1/identity-providers/{provider_id}/test", token=api.token("admin")
    )
    failed = [one for one in tried.json["items"] if one["state"] == "failed"]
    assert failed == [{"name": "client", "state": "failed", "reason": "client_refused"}]
    with Visitor("bea") as bea:
        refused = come(api, provider_id, bea)
        assert (refused.status, refused.json["reason"]) == (424, "client_refused")


def test_the_provider_itself_refuses_a_swapped_and_a_spent_code(
    api: ApiClient, world: World
) -> None:
    provider_id = configure(api, world)
    with Visitor("bea") as bea, Visitor("teo") as mallory:
        address, bea_keeps = begin(api, provider_id)
        of_bea = bea.go(address, CALLBACK)
        address, mallory_keeps = begin(api, provider_id)
        of_mallory = mallory.go(address, CALLBACK)
        swapped = finish(api, {**of_mallory, "code": of_bea["code"]}, mallory_keeps)
        assert (swapped.status, swapped.json["reason"]) == (424, "code_refused")
        assert finish(api, of_mallory, mallory_keeps).code == "provider_sign_in_over"
        assert finish(api, of_bea, mallory_keeps).code == "provider_sign_in_over"
        address, bea_keeps = begin(api, provider_id)
        of_bea = bea.go(address, CALLBACK)
        assert finish(api, of_bea, bea_keeps).status == 200
        assert finish(api, of_bea, bea_keeps).code == "provider_sign_in_over"


def test_a_provider_that_changed_its_keys_is_followed(api: ApiClient) -> None:
    world = World(free_port(), PRODUCT, PEOPLE)
    with running(world):
        provider_id = configure(api, world)
        with Visitor("bea") as bea:
            assert come(api, provider_id, bea).status == 200
    with running(world), Visitor("bea") as bea:
        assert come(api, provider_id, bea).status == 200


def test_a_provider_that_does_not_answer_is_said(api: ApiClient) -> None:
    provider_id = configure(api, World(free_port(), PRODUCT, PEOPLE))
    begun = api.request("POST", f"/v1/auth/providers/{provider_id}/start", {})
    assert (begun.status, begun.json["reason"]) == (424, "unreachable")
