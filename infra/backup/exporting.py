"""Copies tables into a folder, each item once, as it stood while the copy was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from infra.backup.errors import NotEmptyError
from infra.backup.files import write_items
from infra.backup.items import Digest
from infra.backup.manifest import Manifest, StoredTable
from infra.backup.tables import SEGMENTS, WholeTables, in_parallel

Seconds = Callable[[], int]


def export(tables: WholeTables, names: Sequence[str], folder: Path, now: Seconds) -> Manifest:
    """Write a backup into an empty or absent folder; its manifest comes last.

    What was acknowledged before it began is in it. What is written meanwhile may be or not,
    item by item: only a product at rest is copied as of one moment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmptyError(f"{folder} is not empty")
    began = now()
    stored = {name: _table(tables, name, folder) for name in names}
    manifest = Manifest(began, now(), stored)
    manifest.write(folder)
    return manifest


def _table(tables: WholeTables, name: str, folder: Path) -> StoredTable:
    keys = tables.keys(name)
    written = in_parallel(
        lambda number: write_items(
            folder, f"{name}/{number:04}.json.gz", tables.segment(name, number)
        ),
        range(SEGMENTS),
    )
    digest = sum((one for _, one in written), Digest())
    return StoredTable(keys, digest.count, digest.text, [file for file, _ in written])
