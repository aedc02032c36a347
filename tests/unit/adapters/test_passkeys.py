"""Ceremonies refuse whatever is no credential of this site, and in no other way than that."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.adapters.passkeys import WebauthnCeremonies
from chalicelib.core.ids import UserId
from chalicelib.domains.security.models import Passkey, PasskeyId, Site
from chalicelib.domains.security.ports import CeremonyFailedError
from tests.fakes.authenticator import Authenticator, decoded, encoded
from tests.fakes.clock import START
from tests.unit.domains.access.house import ANA

SITE = Site("hilo.test", "https://hilo.test")
CHALLENGE = encoded(bytes(range(32)))
ceremonies = WebauthnCeremonies()


def made_by(authenticator: Authenticator) -> dict[str, Any]:
    return authenticator.create(ceremonies.to_register(SITE, CHALLENGE, ANA, []))


def passkey_of(authenticator: Authenticator) -> Passkey:
    pair = ceremonies.registered(SITE, CHALLENGE, made_by(authenticator))
    return Passkey(PasskeyId("p"), UserId("ana"), *pair, name="Llavero", created_at=START)


KEY = Authenticator()
MADE = made_by(KEY)
PASSKEY = passkey_of(KEY)
SIGNED = KEY.get(ceremonies.to_use(SITE, CHALLENGE, [PASSKEY]))


def with_attestation(credential: dict[str, Any], **changed: Any) -> dict[str, Any]:
    altered = deepcopy(credential)
    told = cbor2.loads(decoded(altered["response"]["attestationObject"]))
    altered["response"]["attestationObject"] = encoded(cbor2.dumps({**told, **changed}))
    return altered


@pytest.mark.parametrize("fmt", ["tpm", "android-key", "apple", "fido-u2f", "packed"])
def test_a_statement_with_certificates_is_not_even_read(fmt: str) -> None:
    statement = {"x5c": [b"certificate"], "sig": b"", "alg": -7}
    credential = with_attestation(MADE, fmt=fmt, attStmt=statement)
    with pytest.raises(CeremonyFailedError, match="attestation"):
        ceremonies.registered(SITE, CHALLENGE, credential)


@pytest.mark.parametrize(("id_bytes", "key_bytes"), [(1024, 32), (32, 2049)])
def test_what_is_longer_than_any_is_refused(id_bytes: int, key_bytes: int) -> None:
    told = cbor2.loads(decoded(MADE["response"]["attestationObject"]))
    key = cbor2.dumps({1: 3, 3: -257, -1: bytes(key_bytes), -2: b"e"})
    data = told["authData"][:53] + id_bytes.to_bytes(2, "big") + bytes(id_bytes) + key
    credential = with_attestation(MADE, authData=data)
    credential["id"] = credential["rawId"] = encoded(bytes(id_bytes))
    with pytest.raises(CeremonyFailedError, match="longer"):
        ceremonies.registered(SITE, CHALLENGE, credential)


def test_another_signature_is_refused() -> None:
    other = passkey_of(Authenticator())
    with pytest.raises(CeremonyFailedError):
        ceremonies.used(SITE, CHALLENGE, SIGNED, other, verifies_user=True)
    assert ceremonies.used(SITE, CHALLENGE, SIGNED, PASSKEY, verifies_user=True) == KEY.counter


@given(
    place=some.sampled_from(["clientDataJSON", "attestationObject"]),
    content=some.one_of(some.binary(max_size=80), some.text(max_size=40), some.integers()),
)
def test_garbage_registers_nothing(place: str, content: Any) -> None:
    credential = deepcopy(MADE)
    sent = encoded(content) if isinstance(content, bytes) else content
    credential["response"][place] = sent
    with pytest.raises(CeremonyFailedError):
        ceremonies.registered(SITE, CHALLENGE, credential)


@given(key=some.recursive(some.integers() | some.binary(max_size=40), some.lists, max_leaves=4))
def test_a_key_that_is_none_registers_nothing_or_never_verifies(key: Any) -> None:
    told = cbor2.loads(decoded(MADE["response"]["attestationObject"]))
    data = told["authData"][: 37 + 16 + 2 + 32] + cbor2.dumps(key)
    with pytest.raises(CeremonyFailedError):
        ceremonies.registered(SITE, CHALLENGE, with_attestation(MADE, authData=data))


@given(
    place=some.sampled_from(["clientDataJSON", "authenticatorData", "signature"]),
    content=some.one_of(some.binary(max_size=80), some.text(max_size=40), some.none()),
)
def test_garbage_proves_nothing(place: str, content: Any) -> None:
    credential = deepcopy(SIGNED)
    sent = encoded(content) if isinstance(content, bytes) else content
    credential["response"][place] = sent
    with pytest.raises(CeremonyFailedError):
        ceremonies.used(SITE, CHALLENGE, credential, PASSKEY, verifies_user=True)
