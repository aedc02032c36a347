"""Passes of browsers: ours, in time, and no access token; and what browsers are called."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.adapters.devices import PASS_SECONDS, DevicePasses, device_name
from chalicelib.adapters.tokens import JoseTokens
from chalicelib.core.ids import UserId, new_id
from chalicelib.core.secret_store import SIGNING_KEY
from chalicelib.domains.access.models import Claims, DevicePass, SessionId
from infra.deployment.signing_key import new_keys
from tests.fakes.clock import START
from tests.fakes.secrets import FakeSecretStore

PASS = DevicePass(new_id(0), frozenset({UserId("ana"), UserId("bea")}))


@pytest.fixture
def secrets() -> FakeSecretStore:
    return FakeSecretStore({SIGNING_KEY: new_keys()})


def test_a_pass_is_read_as_it_was_written_until_its_time_is_over(secrets: FakeSecretStore) -> None:
    passes = DevicePasses(secrets)
    text = passes.write(PASS, START)
    last = START + timedelta(seconds=PASS_SECONDS - 1)
    assert passes.read(text, START) == passes.read(text, last) == PASS
    assert passes.read(text, last + timedelta(seconds=1)) is None


def test_nobody_else_writes_one(secrets: FakeSecretStore) -> None:
    other = DevicePasses(FakeSecretStore({SIGNING_KEY: new_keys()}))
    passes = DevicePasses(secrets)
    for text in (other.write(PASS, START), "", None, "x" * 9999, "ñ", "a.b.c"):
        assert passes.read(text, START) is None


def test_an_access_token_is_no_pass(secrets: FakeSecretStore) -> None:
    claims = Claims(UserId("ana"), SessionId(new_id(0)), 1, START, START + timedelta(minutes=5))
    token = JoseTokens(secrets).issue(claims)
    assert DevicePasses(secrets).read(token, START) is None


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox · Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36",
            "Chrome · Windows",
        ),
        ("", ""),
        ("nothing anybody knows", ""),
    ],
)
def test_a_browser_is_called_by_its_name_and_system(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
