"""Leaked passwords: found as they are, in other case, and with digits or marks behind them."""

from __future__ import annotations

import pytest

from chalicelib.adapters.leaked_passwords import FrequentPasswords


@pytest.mark.parametrize("password", ["password", "PassWord", "password2026!", "1234567890"])
def test_a_frequent_one_is_found(password: str) -> None:
    assert FrequentPasswords().has(password)


@pytest.mark.parametrize("password", ["caballo correcto", "Hilo-demo-2026", "ñandú áéíóúü"])
def test_one_that_nobody_leaked_is_not_found(password: str) -> None:
    assert not FrequentPasswords().has(password)
