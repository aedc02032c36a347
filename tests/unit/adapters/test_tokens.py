"""Access tokens: only what we signed, as we sign it, for us, in time."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from chalicelib.adapters.tokens import JoseTokens
from chalicelib.core.ids import ApplicationId, UserId
from chalicelib.core.secret_store import SIGNING_KEY
from chalicelib.domains.access.errors import InvalidTokenError
from chalicelib.domains.access.models import ApplicationClaims, Claims, SessionId
from tests.fakes.clock import START

KEY = ECKey.generate_key("P-256", private=True)
NOW = START.replace(microsecond=0)
CLAIMS = Claims(UserId("ana"), SessionId("S"), 3, NOW, NOW + timedelta(minutes=5))
PAYLOAD = {
    "iss": "hilo",
    "aud": "hilo-api",
    "sub": "ana",
    "sid": "S",
    "epoch": 3,
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
}


class OneSecret:
    """A SecretStore with the signing key; `reads` counts."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, name: str, *, fresh: bool = False) -> Mapping[str, str]:
        assert name == SIGNING_KEY
        self.reads += 1
        return {"jwk": json.dumps(KEY.as_dict(private=True))}

    def check(self, name: str) -> None:
        assert name == SIGNING_KEY


@pytest.fixture
def tokens() -> JoseTokens:
    return JoseTokens(OneSecret())


def signed(key: Any = KEY, algorithm: str = "ES256", **changes: Any) -> str:
    payload = {name: value for name, value in (PAYLOAD | changes).items() if value is not None}
    return jwt.encode({"alg": algorithm}, payload, key, algorithms=[algorithm])


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def part(value: dict[str, Any]) -> str:
    return base64url(json.dumps(value).encode())


def signed_with_the_public_key() -> str:
    """The confusion of algorithms: the public key, which anybody has, taken for a secret."""
    written = f"{part({'alg': 'HS256'})}.{part(PAYLOAD)}"
    public = KEY.as_pem(private=False)
    return f"{written}.{base64url(hmac.new(public, written.encode(), 'sha256').digest())}"


def test_a_token_is_read_as_it_was_issued(tokens: JoseTokens) -> None:
    token = tokens.issue(CLAIMS)
    assert tokens.read(token, NOW) == CLAIMS
    assert tokens.read(signed(), NOW) == CLAIMS


def test_the_key_is_read_at_the_first_token_only() -> None:
    secrets = OneSecret()
    tokens = JoseTokens(secrets)
    assert secrets.reads == 0
    for _ in range(3):
        tokens.read(tokens.issue(CLAIMS), NOW)
    assert secrets.reads == 1


@pytest.mark.parametrize(
    "token",
    [
        "",
        "garbage",
        "a.b.c",
        "ñ.b.c",
        "x" * 5000,
        f"{part({'alg': 'none'})}.{part(PAYLOAD)}.",
        signed(ECKey.generate_key("P-256", private=True)),
        signed(OctKey.import_key("k" * 32), "HS256"),
        signed_with_the_public_key(),
        signed(iss="somebody"),
        signed(aud="something"),
        signed(sub=None),
        signed(sub=7),
        signed(sid=None),
        signed(epoch="x"),
        signed(exp=None),
        signed(exp=int(NOW.timestamp())),
        signed()[:-8],
        signed().rpartition(".")[0],
        signed().rpartition(".")[0] + ".",
    ],
    ids=lambda token: token[:24],
)
def test_another_token_is_refused(tokens: JoseTokens, token: str) -> None:
    with pytest.raises(InvalidTokenError):
        tokens.read(token, NOW)


def test_one_changed_letter_is_refused(tokens: JoseTokens) -> None:
    good = tokens.issue(replace(CLAIMS, epoch=1))
    for place in (5, len(good) // 2, len(good) - 5):
        changed = "A" if good[place] != "A" else "B"
        with pytest.raises(InvalidTokenError):
            tokens.read(good[:place] + changed + good[place + 1 :], NOW)


def test_an_application_s_token_is_read_as_it_was_issued(tokens: JoseTokens) -> None:
    permissions = frozenset({"conversations.read", "labels.read"})
    until = NOW + timedelta(minutes=5)
    claims = ApplicationClaims(ApplicationId("tienda"), "SECRET", permissions, NOW, until)
    assert tokens.read(tokens.issue(claims), NOW) == claims


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "ana", "csid": "SECRET", "scope": ""},
        {"client_id": "tienda", "csid": "SECRET", "scope": "", "sid": None},
        {"client_id": "ana", "csid": "SECRET", "sid": None},
        {"client_id": "ana", "scope": "", "sid": None},
        {"client_id": "ana", "csid": "SECRET", "scope": ["conversations.read"], "sid": None},
    ],
    ids=["of a session, too", "of another", "without scope", "without secret", "not as written"],
)
def test_no_token_is_a_person_s_and_an_application_s(
    tokens: JoseTokens, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidTokenError):
        tokens.read(signed(**changes), NOW)
