"""Who says who vouches for people takes a second person; whoever then comes by them does not."""

from __future__ import annotations

from typing import Any

import pytest

from app import app
from tests.fakes.api import ApiClient
from tests.fakes.openid import CLIENT_ID, CLIENT_SECRET, ISSUER, FakeProvider
from tests.integration.changes.house import House
from tests.unit.api.test_provider_routes import come

BODY = {
    "name": "Casa",
    "issuer": ISSUER,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "rules": [
        {"claim": "groups", "value": "supervisors", "role": "supervisor"},
        {"claim": "groups", "value": "agents", "role": "agent", "queues": ["general"]},
    ],
    "creates_people": True,
    "vouches_for_factor": True,
}


@pytest.fixture
def provider(house: House) -> FakeProvider:
    made = FakeProvider(house.services.clock)
    house.services.openid = made.client()
    return made


def kept(house: House) -> Any:
    """The one provider there is."""
    (one,) = house.ask("GET", "/v1/identity-providers").json["items"]
    return one


def test_it_is_held_with_anything_and_its_secret_is_never_shown(house: House) -> None:
    house.guard("labels")
    change_id = house.held(house.ask("POST", "/v1/identity-providers", BODY))
    assert house.ask("GET", "/v1/identity-providers").json["items"] == []
    shown = {one["field"]: one for one in house.change(change_id)["differences"]}
    assert shown["issuer"]["after"] == ISSUER
    assert (shown["sealed_secret"]["is_secret"], shown["sealed_secret"]["after"]) == (True, None)
    assert house.decide(change_id).json["state"] == "applied"
    assert kept(house)["has_secret"]


def test_who_comes_by_its_rules_is_made_and_kept_in_step_at_once(
    house: House, provider: FakeProvider
) -> None:
    house.guard("labels")
    house.decide(house.held(house.ask("POST", "/v1/identity-providers", BODY)))
    api = ApiClient(app)
    for group, role in (("agents", "agent"), ("supervisors", "supervisor")):
        answer = come(api, provider, kept(house), groups=[group])
        assert answer.status == 200, answer.text
        bea = house.services.people_repository.load().by_email("bea@hilo.test")
        assert bea is not None
        assert bea.role == role
    assert house.ask("GET", "/v1/changes").json["items"] == []


def test_who_approves_could_make_people_so_themselves(house: House) -> None:
    house.guard("labels")
    change_id = house.held(house.ask("POST", "/v1/identity-providers", BODY))
    house.becomes("second", without=frozenset({"conversations.answer"}))
    assert house.decide(change_id).code == "role_not_grantable"
    assert house.ask("GET", "/v1/identity-providers").json["items"] == []
    assert house.decide(change_id, "third").json["state"] == "applied"
