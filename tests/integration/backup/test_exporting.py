"""Tables copied into a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.core.tables import CONTACTS
from infra.backup.errors import BackupError, DamagedBackupError, NotABackupError, NotEmptyError
from infra.backup.exporting import export
from infra.backup.files import check, read_items
from infra.backup.manifest import Manifest
from infra.backup.tables import SEGMENTS, WholeTables
from tests.engines import EngineTables
from tests.integration.backup.conftest import MANY, NAMES, SECOND, contact


def test_every_item_is_in_it_once(backup: Path) -> None:
    manifest = Manifest.read(backup)
    stored = manifest.tables[CONTACTS.name]
    found = [item["pk"]["S"] for file in stored.files for item in read_items(backup / file.path)]
    assert sorted(found) == sorted(contact(number)["pk"]["S"] for number in range(MANY))
    assert {name: one.items for name, one in manifest.tables.items()} == {
        name: MANY if name == CONTACTS.name else 0 for name in NAMES
    }
    assert len([file for file in stored.files if file.items]) == SEGMENTS


def test_segment_is_read_page_after_page(engine_tables: EngineTables, tmp_path: Path) -> None:
    tables = WholeTables(engine_tables.client, engine_tables.prefix)
    heavy = [{**contact(number), "nm": {"S": "x" * 390_000}} for number in range(3 * SEGMENTS)]
    tables.put(CONTACTS.name, heavy)  # a page is a megabyte: most segments have several
    manifest = export(tables, [CONTACTS.name], tmp_path / "backup", lambda: SECOND)
    assert manifest.tables[CONTACTS.name].items == len(heavy)
    assert max(file.items for file in manifest.tables[CONTACTS.name].files) > 2


def test_check_passes_over_a_whole_backup_only(backup: Path) -> None:
    manifest = Manifest.read(backup)
    check(backup, manifest)
    file = backup / manifest.tables[CONTACTS.name].files[0].path
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    with pytest.raises(DamagedBackupError):
        check(backup, manifest)
    file.unlink()
    with pytest.raises(DamagedBackupError):
        check(backup, manifest)


def test_folder_of_an_export_that_failed_is_no_backup(filled: WholeTables, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    with pytest.raises(BackupError, match="no table"):
        export(filled, [CONTACTS.name, "unknown"], folder, lambda: SECOND)
    assert any(folder.iterdir())
    with pytest.raises(NotABackupError):
        Manifest.read(folder)


def test_backup_is_never_written_over_another(filled: WholeTables, backup: Path) -> None:
    with pytest.raises(NotEmptyError):
        export(filled, NAMES, backup, lambda: SECOND)
