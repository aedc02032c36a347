"""What every SecretStore promises, on the fake and on Secrets Manager."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.adapters.secrets import CACHED_FOR, SecretsManagerStore, connect_secrets
from chalicelib.core.secret_store import SecretMissingError, SecretStore, SecretsUnavailableError
from infra.local.engines.moto_engine import MotoEngine
from tests.fakes.clock import FakeClock
from tests.fakes.secrets import FakeSecretStore


@dataclass
class Stored:
    """A store, and how to change the truth behind it."""

    store: SecretStore
    put: Callable[[str, dict[str, str]], object]


@pytest.fixture(params=["fake", "secretsmanager"])
def secrets(request: pytest.FixtureRequest) -> Stored:
    if request.param == "fake":
        fake = FakeSecretStore()
        return Stored(fake, fake.stored.__setitem__)
    engine: MotoEngine = request.getfixturevalue("moto_engine")
    client = engine.client("secretsmanager")
    return Stored(SecretsManagerStore(lambda: client, FakeClock()), writer(client))


def writer(client: Any) -> Callable[[str, dict[str, str]], object]:
    def put(name: str, fields: dict[str, str]) -> None:
        try:
            client.create_secret(Name=name, SecretString=json.dumps(fields))
        except client.exceptions.ResourceExistsException:
            client.put_secret_value(SecretId=name, SecretString=json.dumps(fields))

    return put


def test_missing_when_nothing_has_the_name(secrets: Stored) -> None:
    with pytest.raises(SecretMissingError):
        secrets.store.read("hilo/app/none")
    with pytest.raises(SecretMissingError):
        secrets.store.read("hilo/app/none", fresh=True)


def test_rotated_secret_is_seen_by_a_fresh_read(secrets: Stored) -> None:
    secrets.put("hilo/app/meta", {"app_secret": "old"})
    assert secrets.store.read("hilo/app/meta") == {"app_secret": "old"}
    secrets.put("hilo/app/meta", {"app_secret": "new"})
    assert secrets.store.read("hilo/app/meta") == {"app_secret": "old"}
    assert secrets.store.read("hilo/app/meta", fresh=True) == {"app_secret": "new"}
    assert secrets.store.read("hilo/app/meta") == {"app_secret": "new"}


def test_check_looks_past_the_cache(secrets: Stored) -> None:
    with pytest.raises(SecretMissingError):
        secrets.store.check("hilo/app/meta")
    with pytest.raises(SecretMissingError):
        secrets.store.read("hilo/app/meta")
    secrets.put("hilo/app/meta", {"app_secret": "s"})
    secrets.store.check("hilo/app/meta")


def test_check_fails_when_the_secret_is_to_be_deleted(moto_engine: MotoEngine) -> None:
    client = moto_engine.client("secretsmanager")
    writer(client)("hilo/app/meta", {"app_secret": "s"})
    store = SecretsManagerStore(lambda: client, FakeClock())
    assert store.read("hilo/app/meta") == {"app_secret": "s"}
    client.delete_secret(SecretId="hilo/app/meta", RecoveryWindowInDays=7)
    with pytest.raises(SecretsUnavailableError):
        store.check("hilo/app/meta")
    assert store.read("hilo/app/meta", fresh=True) == {"app_secret": "s"}


class Client:
    """Counts the reads of one secret; answers nothing while it is down."""

    def __init__(self, text: str = '{"app_secret":"s"}') -> None:
        self.text = text
        self.reads = 0
        self.is_down = False

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803 - AWS's word
        self.reads += 1
        if self.is_down:
            raise EndpointConnectionError(endpoint_url=SecretId)
        return {"SecretString": self.text}


def store_on(client: Any, clock: FakeClock) -> SecretsManagerStore:
    return SecretsManagerStore(lambda: client, clock)


class TestCache:
    def test_lasts_five_minutes(self) -> None:
        client, clock = Client(), FakeClock()
        store = store_on(client, clock)
        for _ in range(3):
            store.read("hilo/app/meta")
        assert client.reads == 1
        clock.advance(seconds=CACHED_FOR.total_seconds() + 1)
        store.read("hilo/app/meta")
        assert client.reads == 2

    def test_goes_on_serving_when_the_store_is_down(self) -> None:
        client, clock = Client(), FakeClock()
        store = store_on(client, clock)
        store.read("hilo/app/meta")
        client.is_down = True
        clock.advance(seconds=3_600)
        assert store.read("hilo/app/meta") == {"app_secret": "s"}
        assert store.read("hilo/app/meta", fresh=True) == {"app_secret": "s"}

    def test_unavailable_when_the_store_is_down_and_nothing_was_read(self) -> None:
        client = Client()
        client.is_down = True
        with pytest.raises(SecretsUnavailableError):
            store_on(client, FakeClock()).read("hilo/app/meta")

    @pytest.mark.parametrize("text", ["", "{", "[]", '"x"'])
    def test_unavailable_when_it_holds_no_object(self, text: str) -> None:
        with pytest.raises(SecretsUnavailableError):
            store_on(Client(text), FakeClock()).read("hilo/app/meta")

    def test_names_of_strangers_are_asked_once_and_forgotten(self, moto_engine: MotoEngine) -> None:
        client = moto_engine.client("secretsmanager")
        asked: list[str] = []
        client.meta.events.register(
            "before-call.secretsmanager.GetSecretValue", lambda **_: asked.append("get")
        )
        clock = FakeClock()
        store = store_on(client, clock)
        for name in ["a", "a", "b"]:
            with pytest.raises(SecretMissingError):
                store.read(f"hilo/app/{name}")
        assert len(asked) == 2
        clock.advance(seconds=31)
        with pytest.raises(SecretMissingError):
            store.read("hilo/app/a")
        assert len(asked) == 3


def test_client_gives_up_within_seconds() -> None:
    config: Any = connect_secrets(boto3.Session(region_name="us-east-1")).meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 2)
