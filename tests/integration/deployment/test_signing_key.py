"""The first run writes a key that tokens can be signed with, and never a second one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.sealing import JoseSealer
from chalicelib.adapters.secrets import SecretsManagerStore
from chalicelib.adapters.tokens import JoseTokens
from chalicelib.core.ids import UserId
from chalicelib.core.secret_store import SIGNING_KEY
from chalicelib.domains.access.models import Claims, SessionId
from infra.deployment.signing_key import ensure_signing_key
from infra.local.engines.moto_engine import MotoEngine
from tests.fakes.clock import START, FakeClock


@pytest.fixture
def client(moto_engine: MotoEngine) -> Any:
    return moto_engine.client("secretsmanager")


@pytest.mark.parametrize("made_by_stack", ["p4ssw0rd-of-the-cdk", "{}", '{"jwk": "{}"}', "[]"])
def test_tokens_can_be_signed_when_the_stack_made_no_usable_key(
    client: Any, made_by_stack: str
) -> None:
    client.create_secret(Name=SIGNING_KEY, SecretString=made_by_stack)
    assert ensure_signing_key(client)
    tokens = JoseTokens(SecretsManagerStore(lambda: client, FakeClock()))
    claims = Claims(UserId("ana"), SessionId("s"), 1, START, START + timedelta(minutes=5))
    assert tokens.read(tokens.issue(claims), START) == claims


def test_key_stays_when_there_is_one(client: Any) -> None:
    client.create_secret(Name=SIGNING_KEY, SecretString="none yet")
    ensure_signing_key(client)
    before = client.get_secret_value(SecretId=SIGNING_KEY)["SecretString"]
    assert not ensure_signing_key(client)
    assert client.get_secret_value(SecretId=SIGNING_KEY)["SecretString"] == before


def test_the_other_key_is_put_beside_one_of_before(client: Any) -> None:
    client.create_secret(Name=SIGNING_KEY, SecretString="none yet")
    ensure_signing_key(client)
    before = json.loads(client.get_secret_value(SecretId=SIGNING_KEY)["SecretString"])
    client.put_secret_value(SecretId=SIGNING_KEY, SecretString=json.dumps({"jwk": before["jwk"]}))
    assert ensure_signing_key(client)
    after = json.loads(client.get_secret_value(SecretId=SIGNING_KEY)["SecretString"])
    assert after["jwk"] == before["jwk"]
    sealer = JoseSealer(SecretsManagerStore(lambda: client, FakeClock()))
    assert sealer.unseal(sealer.seal("secret", "x"), "x") == "secret"
