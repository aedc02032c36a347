"""Backups brought back: only where nothing is, or where that was asked for, and verified."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from chalicelib.core.tables import CONTACTS, LIVE
from infra.backup.errors import (
    DamagedBackupError,
    NotEmptyError,
    NotRestoredError,
    SchemaDiffersError,
)
from infra.backup.exporting import export
from infra.backup.items import Item
from infra.backup.restoring import restore
from infra.backup.tables import WholeTables
from tests.engines import EngineTables
from tests.integration.backup.conftest import MANY, NAMES, SECOND, contact

SESSION: Item = {"pk": {"S": "session#1"}, "sk": {"S": "s"}, "expires_at": {"N": "9999999999"}}


def stored(tables: WholeTables, name: str) -> list[Item]:
    found = [item for number in range(8) for item in tables.segment(name, number)]
    return sorted(found, key=lambda item: str(item["pk"]["S"]))


def test_items_come_back_as_they_were_but_for_the_mark(filled: WholeTables, backup: Path) -> None:
    filled.empty(CONTACTS.name)
    assert stored(filled, CONTACTS.name) == []
    counts = restore(filled, NAMES, backup)
    assert counts == {name: MANY if name == CONTACTS.name else 0 for name in NAMES}
    found = stored(filled, CONTACTS.name)
    assert {item["cg"]["M"].pop("b")["N"] for item in found} == {str(SECOND)}
    assert found == sorted(map(contact, range(MANY)), key=lambda item: str(item["pk"]["S"]))


def test_table_that_holds_anything_is_refused_and_left_alone(
    filled: WholeTables, backup: Path
) -> None:
    filled.empty(CONTACTS.name)
    filled.put(CONTACTS.name, [contact(MANY)])
    with pytest.raises(NotEmptyError):
        restore(filled, NAMES, backup)
    assert stored(filled, CONTACTS.name) == [contact(MANY)]


def test_replacing_leaves_nothing_of_what_was_there(filled: WholeTables, backup: Path) -> None:
    filled.put(CONTACTS.name, [contact(MANY)])
    filled.put(LIVE.name, [SESSION])
    counts = restore(filled, NAMES, backup, replace=True)
    assert counts[CONTACTS.name] == len(stored(filled, CONTACTS.name)) == MANY
    assert stored(filled, LIVE.name) == []


def test_sessions_of_another_day_do_not_come_back(tables: WholeTables, tmp_path: Path) -> None:
    tables.put(LIVE.name, [SESSION])
    export(tables, NAMES, tmp_path / "backup", lambda: SECOND)
    tables.empty(LIVE.name)
    restore(tables, NAMES, tmp_path / "backup")
    assert stored(tables, LIVE.name) == []


def test_damaged_backup_changes_nothing(filled: WholeTables, backup: Path) -> None:
    next((backup / CONTACTS.name).iterdir()).write_bytes(b"")
    with pytest.raises(DamagedBackupError):
        restore(filled, NAMES, backup, replace=True)
    assert len(stored(filled, CONTACTS.name)) == MANY


def test_backup_of_other_keys_changes_nothing(filled: WholeTables, backup: Path) -> None:
    place = backup / "manifest.json"
    manifest = json.loads(place.read_text())
    manifest["tables"][CONTACTS.name]["keys"][1]["AttributeType"] = "N"
    place.write_text(json.dumps(manifest))
    with pytest.raises(SchemaDiffersError):
        restore(filled, NAMES, backup, replace=True)
    assert len(stored(filled, CONTACTS.name)) == MANY


class Forgetful(WholeTables):
    """Loses the first item of whatever is put."""

    def put(self, table: str, items: Iterable[Item]) -> None:
        super().put(table, list(items)[1:])


def test_what_did_not_arrive_is_noticed(moto_tables: EngineTables, backup: Path) -> None:
    lossy = Forgetful(moto_tables.client, moto_tables.prefix)
    with pytest.raises(NotRestoredError):
        restore(lossy, NAMES, backup, replace=True)
