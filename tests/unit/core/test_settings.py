"""Settings are read by name and type; what is wrong is named at once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chalicelib.core.settings import SettingsError, load_settings


@dataclass(frozen=True)
class Example:
    name: str
    tries: int = 3
    share: float = 0.5
    is_on: bool = True


def test_defaults_stand_when_nothing_is_set() -> None:
    assert load_settings(Example, {"HILO_NAME": "x"}) == Example("x")


def test_values_are_read_by_their_type() -> None:
    environment = {
        "HILO_NAME": "x",
        "HILO_TRIES": "7",
        "HILO_SHARE": "0.25",
        "HILO_IS_ON": "No",
        "HILO_OTHER": "ignored",
    }
    assert load_settings(Example, environment) == Example("x", 7, 0.25, is_on=False)


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(Example, {"HILO_TRIES": "many", "HILO_IS_ON": "perhaps"})
    for name in ("HILO_NAME: missing", "HILO_TRIES", "HILO_IS_ON"):
        assert name in str(refused.value)
