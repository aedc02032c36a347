"""Whole tables with something in them, in this process; the rehearsal is on DynamoDB Local."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.tables import CONTACTS, TABLES
from infra.backup.exporting import export
from infra.backup.tables import WholeTables
from tests.engines import EngineTables

NAMES = [table.name for table in TABLES]
SECOND = 1_795_000_000
MANY = 60


@pytest.fixture
def tables(moto_tables: EngineTables) -> WholeTables:
    return WholeTables(moto_tables.client, moto_tables.prefix)


@pytest.fixture
def filled(tables: WholeTables) -> WholeTables:
    """Contacts, in every segment."""
    tables.put(CONTACTS.name, map(contact, range(MANY)))
    return tables


@pytest.fixture
def backup(filled: WholeTables, tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    export(filled, NAMES, folder, lambda: SECOND)
    return folder


def contact(number: int) -> dict[str, Any]:
    return {
        "pk": {"S": f"P#{number}"},
        "sk": {"S": "C"},
        "nm": {"S": "Ñandú"},
        "sets": {"SS": ["a", "b", "c"]},
        "cg": {"M": {"e": {"S": "contact.stored"}, "a": {"S": "test"}, "t": {"N": "1"}}},
    }
