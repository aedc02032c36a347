"""How the product is, for administrators only."""

from __future__ import annotations

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from infra.local.seed import APP, seed
from tests.fakes.api import ApiClient, fake_container
from tests.fakes.dead_letters import MemoryDeadLetters
from tests.fakes.health import MemoryNotebook
from tests.fakes.queues import FakeQueues
from tests.fakes.secrets import FakeSecretStore

PLACE = "/v1/health/details"


@pytest.fixture
def house() -> Container:
    made = fake_container()
    made.notebook = MemoryNotebook()
    made.dead_letter_store = MemoryDeadLetters()
    made.queues, made.secrets = FakeQueues(), FakeSecretStore()
    install(made)
    seed(made)
    return made


@pytest.fixture
def api(house: Container) -> ApiClient:
    return ApiClient(app)


def test_refused_without_a_token(api: ApiClient) -> None:
    assert api.request("GET", PLACE).code == "unauthenticated"


@pytest.mark.parametrize("name", ["agente1", "supervisora"])
def test_forbidden_for_others_than_administrators(api: ApiClient, name: str) -> None:
    assert api.request("GET", PLACE, token=api.token(name)).code == "forbidden"


def test_every_part_is_told_and_what_is_wrong_with_it(house: Container, api: ApiClient) -> None:
    house.health_report.measure()
    answer = api.request("GET", PLACE, token=api.token("admin")).json
    assert answer["status"] == "trouble"
    (wrong,) = (one for one in answer["checks"] if one["state"] == "trouble")
    assert (wrong["kind"], wrong["name"], wrong["code"]) == ("app", APP.id, "secret_missing")
    assert wrong["since"] is not None
    kinds = list(dict.fromkeys(one["kind"] for one in answer["checks"]))
    assert kinds == [
        "clock",
        "consumer",
        "queue",
        "net",
        "table",
        "dead_letters",
        "connection",
        "app",
    ]


def test_a_queue_that_cannot_be_measured_is_unknown(house: Container, api: ApiClient) -> None:
    queues: FakeQueues = house.queues  # type: ignore[assignment]
    queues.broken = {"media"}
    house.health_report.measure()
    answer = api.request("GET", PLACE, token=api.token("admin")).json
    states = {one["name"]: one["state"] for one in answer["checks"] if one["kind"] == "queue"}
    assert (states["media"], states["status"]) == ("unknown", "ok")
