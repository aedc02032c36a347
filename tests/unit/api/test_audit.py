"""The audit is for administrators, and whoever takes it along is on record themselves."""

from __future__ import annotations

from typing import Any

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.domains.audit.models import Hole, Verified
from chalicelib.domains.audit.services.chaining import Chaining
from infra.local.seed import seed
from tests.fakes.api import ApiClient, fake_container
from tests.fakes.audit import FakeWitness, MemoryRecord
from tests.integration.audit.acts import act
from tests.samples import CHANGE, NOW_MS

PATHS = ("/v1/audit", "/v1/audit/verification", f"/v1/audit/acts/{act(1).id}")
EXPORTS = "/v1/audit/exports"


@pytest.fixture
def house() -> Container:
    made = fake_container()
    made.audit_record, made.witness = MemoryRecord(), FakeWitness()
    install(made)
    seed(made)
    for number in (1, 2, 3):
        Chaining(made.audit_record).add(act(number))
    return made


@pytest.fixture
def api(house: Container) -> ApiClient:
    return ApiClient(app)


def witness(house: Container) -> FakeWitness:
    assert isinstance(house.witness, FakeWitness)
    return house.witness


@pytest.mark.parametrize("path", PATHS)
def test_refused_without_a_token(api: ApiClient, path: str) -> None:
    assert api.request("GET", path).code == "unauthenticated"
    assert api.request("POST", EXPORTS, {}).code == "unauthenticated"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["agente1", "supervisora"])
def test_forbidden_for_others_than_administrators(api: ApiClient, path: str, name: str) -> None:
    token = api.token(name)
    assert api.request("GET", path, token=token).code == "forbidden"
    assert api.request("POST", EXPORTS, {}, token=token).code == "forbidden"


def test_a_page_is_newest_first_and_goes_on(api: ApiClient) -> None:
    token = api.token("admin")
    first = api.request("GET", "/v1/audit?limit=2&text=RECLAMO", token=token).json
    assert [one["version"] for one in first["items"]] == [3, 2]
    cursor = first["next_cursor"]
    last = api.request("GET", f"/v1/audit?limit=2&text=RECLAMO&cursor={cursor}", token=token).json
    assert [one["version"] for one in last["items"]] == [1]
    assert last["next_cursor"] is None
    assert last["items"][0] | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "event": "label.changed",
        "actor": {"id": "U-ana", "name": None},
        "role": "administrator",
        "application": None,
        "entity_kind": "label",
        "entity_id": "L1",
        "name": "Reclamo 0",
        "outcome": "done",
        "version": 1,
        "changed": ["name"],
    }


@pytest.mark.parametrize(
    "query",
    ["limit=0", "event=%20", "since=2026-01-01", "cursor=x", "other=1", "entity_kind=A"],
)
def test_a_query_of_another_shape_is_refused(api: ApiClient, query: str) -> None:
    assert api.request("GET", f"/v1/audit?{query}", token=api.token("admin")).status == 422


def test_any_instant_may_be_asked_for(api: ApiClient) -> None:
    asked = "since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z"
    answer = api.request("GET", f"/v1/audit?{asked}", token=api.token("admin"))
    assert len(answer.json["items"]) == 3


def test_an_act_is_shown_with_what_changed(api: ApiClient, house: Container) -> None:
    token = api.token("admin")
    shown = api.request("GET", f"/v1/audit/acts/{act(2).id}", token=token).json
    assert shown["act"]["before"] == {"name": "Reclamo 1"}
    assert shown["act"]["after"] == {"name": "Reclamo 2"}
    assert (shown["number"], shown["is_erased"]) == (2, False)
    house.audit_search.forget("label", "L1", CHANGE)
    erased = api.request("GET", f"/v1/audit/acts/{act(2).id}", token=token).json
    assert (erased["is_erased"], erased["act"]["before"]) == (True, {})
    assert erased["act"]["actor"]["id"] == "U-ana"


@pytest.mark.parametrize("act_id", ["x", act(9).id])
def test_an_act_that_is_not_on_record_is_not_found(api: ApiClient, act_id: str) -> None:
    answer = api.request("GET", f"/v1/audit/acts/{act_id}", token=api.token("admin"))
    assert answer.code == "not_found"


def test_holes_are_listed(api: ApiClient, house: Container) -> None:
    for shard in range(4):
        head = house.audit_record.verified([shard])[0].head
        holes = (Hole(shard, 3, "removed"),) if shard == 1 else ()
        house.audit_record.keep_verified(Verified(shard, head, NOW_MS + shard, holes), CHANGE)
    shown: Any = api.request("GET", "/v1/audit/verification", token=api.token("admin")).json
    assert shown["holes"] == [{"chain": 1, "number": 3, "flaw": "removed"}]
    assert shown["verified_until"] is not None


def test_an_export_is_itself_on_record(api: ApiClient, house: Container) -> None:
    answer = api.request("POST", EXPORTS, {"actor": "U-ana"}, token=api.token("admin"))
    assert [one["after"]["name"] for one in answer.json["items"]] == [
        "Reclamo 3",
        "Reclamo 2",
        "Reclamo 1",
    ]
    (sighting, change) = witness(house).seen[-1]
    assert (sighting.event, sighting.detail) == ("audit.exported", {"asked": {"actor": "U-ana"}})
    assert change.role == "administrator"


def test_an_export_that_nobody_can_record_is_refused(api: ApiClient, house: Container) -> None:
    token = api.token("admin")
    witness(house).is_blind = True
    answer = api.request("POST", EXPORTS, {}, token=token)
    assert (answer.status, answer.code) == (503, "unwitnessed")
    assert "items" not in answer.json
