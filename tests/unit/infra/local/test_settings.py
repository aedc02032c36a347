"""What a person chooses about the local stack: where its state is kept, who runs functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.core.settings import SettingsError
from infra.local.settings import read_local_settings

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize(
    "environment",
    [
        {"HILO_ENGINE": "mysql"},
        {"HILO_DATA": ""},
        {"HILO_WORKERS": "2"},  # moto has its tables in the front
        {"HILO_WORKERS": "-1"},
        {"HILO_WORKERS": "two"},
    ],
)
def test_a_wrong_value_is_refused_by_its_name(environment: dict[str, str]) -> None:
    (name,) = environment
    with pytest.raises(SettingsError, match=name):
        read_local_settings(environment)


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, ROOT / ".local" / "moto"),
        ({"HILO_ENGINE": "dynamodb-local"}, ROOT / ".local" / "dynamodb-local"),
        ({"HILO_DATA": "/somewhere"}, Path("/somewhere/moto")),
        ({"HILO_DATA": "memory"}, None),
        ({"AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:1"}, None),
    ],
)
def test_the_state_has_a_folder_for_each_engine_or_none(
    environment: dict[str, str], folder: Path | None
) -> None:
    assert read_local_settings(environment).folder == folder


def test_a_relative_folder_is_one_of_where_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_local_settings({"HILO_DATA": "mine"}).folder == tmp_path / "mine" / "moto"


def test_workers_run_functions_on_dynamodb_local_unless_told_otherwise() -> None:
    engine = {"HILO_ENGINE": "dynamodb-local"}
    assert read_local_settings({}).workers == 0
    assert read_local_settings(engine).workers >= 2
    assert read_local_settings({**engine, "HILO_WORKERS": "7"}).workers == 7
    assert read_local_settings({**engine, "HILO_WORKERS": "0"}).workers == 0
