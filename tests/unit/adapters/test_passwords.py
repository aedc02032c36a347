"""argon2id as decided, and nobody's hash that costs the same."""

from __future__ import annotations

from chalicelib.adapters.passwords import NOBODYS_HASH, Argon2Passwords

PASSWORDS = Argon2Passwords()
PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$"


def test_a_password_matches_its_own_hash_only() -> None:
    stored = PASSWORDS.hash("contraseña")
    assert PASSWORDS.verify(stored, "contraseña")
    assert not PASSWORDS.verify(stored, "contrasena")
    assert not PASSWORDS.verify(stored, "")


def test_hashes_have_the_decided_cost_and_their_own_salt() -> None:
    first, second = PASSWORDS.hash("x"), PASSWORDS.hash("x")
    assert first.startswith(PARAMETERS)
    assert first != second


def test_nobodys_hash_costs_the_same_and_matches_nothing() -> None:
    assert NOBODYS_HASH.startswith(PARAMETERS)
    assert not PASSWORDS.verify(None, "anything")
    assert not PASSWORDS.verify(None, "")
