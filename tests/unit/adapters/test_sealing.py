"""What was sealed is read by the same key for the same purpose, and by nothing else."""

from __future__ import annotations

import pytest

from chalicelib.adapters.sealing import JoseSealer
from chalicelib.core.secret_store import SIGNING_KEY
from chalicelib.domains.security.ports import SealBrokenError
from infra.deployment.signing_key import new_keys
from tests.fakes.secrets import FakeSecretStore


@pytest.fixture
def secrets() -> FakeSecretStore:
    return FakeSecretStore({SIGNING_KEY: new_keys()})


def test_a_sealed_text_is_read_again_and_shows_nothing(secrets: FakeSecretStore) -> None:
    sealer = JoseSealer(secrets)
    sealed = sealer.seal("JBSWY3DPEHPK3PXP", "totp#ana")
    assert "JBSWY" not in sealed
    assert sealer.seal("JBSWY3DPEHPK3PXP", "totp#ana") != sealed
    assert JoseSealer(secrets).unseal(sealed, "totp#ana") == "JBSWY3DPEHPK3PXP"


def test_a_seal_does_not_open_for_another_purpose_or_when_it_was_changed(
    secrets: FakeSecretStore,
) -> None:
    sealer = JoseSealer(secrets)
    sealed = sealer.seal("secret", "totp#ana")
    changed = sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB")
    with pytest.raises(SealBrokenError):
        sealer.unseal(sealed, "totp#bea")
    for broken in (changed, "", "a.b.c.d.e"):
        with pytest.raises(SealBrokenError):
            sealer.unseal(broken, "totp#ana")


def test_another_key_opens_nothing(secrets: FakeSecretStore) -> None:
    sealed = JoseSealer(secrets).seal("secret", "totp#ana")
    other = FakeSecretStore({SIGNING_KEY: new_keys()})
    with pytest.raises(SealBrokenError):
        JoseSealer(other).unseal(sealed, "totp#ana")


def test_a_key_that_an_upgrade_wrote_since_is_found(secrets: FakeSecretStore) -> None:
    both = secrets.stored[SIGNING_KEY]
    secrets.stored[SIGNING_KEY] = {"jwk": both["jwk"]}
    secrets.read(SIGNING_KEY)
    secrets.stored[SIGNING_KEY] = both
    sealer = JoseSealer(secrets)
    assert sealer.unseal(sealer.seal("secret", "x"), "x") == "secret"
