"""`python -m infra.backup` as an administrator calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.core.tables import CONTACTS
from infra.backup.__main__ import main
from infra.backup.tables import WholeTables
from tests.engines import EngineTables
from tests.integration.backup.conftest import MANY


@pytest.fixture
def prefix(moto_tables: EngineTables, filled: WholeTables, monkeypatch: pytest.MonkeyPatch) -> str:
    assert filled
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", moto_tables.client.meta.region_name)
    return moto_tables.prefix


def test_tables_are_copied_checked_and_brought_back(
    prefix: str, tmp_path: Path, filled: WholeTables, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "backup")
    assert main(["export", folder, "--prefix", prefix]) == 0
    assert main(["check", folder]) == 0
    assert f"{CONTACTS.name}: {MANY} items" in capsys.readouterr().out
    filled.empty(CONTACTS.name)
    assert main(["restore", folder, "--prefix", prefix, "--table", CONTACTS.name]) == 0
    told = capsys.readouterr().out
    assert told == f"{prefix}{CONTACTS.name}: {MANY} items, verified\n"


def test_tables_are_emptied_only_by_their_prefix(
    prefix: str, tmp_path: Path, filled: WholeTables, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "backup")
    main(["export", folder, "--prefix", prefix])
    assert main(["restore", folder, "--prefix", prefix]) == 1
    assert main(["restore", folder, "--prefix", prefix, "--replace", "other-"]) == 1
    assert "is not --prefix" in capsys.readouterr().err
    assert main(["restore", folder, "--prefix", prefix, "--replace", prefix]) == 0
    assert filled.digest(CONTACTS.name).count == MANY
