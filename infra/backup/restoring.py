"""Brings a backup back into empty tables, and makes certain that it is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from chalicelib.core.tables import HEALTH, LIVE
from infra.backup.errors import NotEmptyError, NotRestoredError, SchemaDiffersError
from infra.backup.files import check, read_items
from infra.backup.items import Digest, Item
from infra.backup.manifest import Manifest, StoredFile
from infra.backup.restored import restored
from infra.backup.tables import WholeTables, in_parallel

LEFT_EMPTY = frozenset({LIVE.name, HEALTH.name})
"""Sessions, sockets, counts of minutes, and how the product was: those of another day would be
wrong. People sign in again, and what was ended after the backup stays ended."""


def restore(
    tables: WholeTables, names: Sequence[str], folder: Path, *, replace: bool = False
) -> dict[str, int]:
    """Fill tables from a backup; answers how many items each has now.

    With `replace` tables are emptied first; else one that holds anything is refused. All is
    looked at before anything is written. What was interrupted is done again with `replace`.
    """
    manifest = Manifest.read(folder)
    check(folder, manifest)
    for name in names:
        _require_same_keys(tables, name, manifest)
        if not replace and not tables.is_empty(name):
            raise NotEmptyError(f"table {name} is not empty")
    if replace:
        for name in names:
            tables.empty(name)
    return {name: _fill(tables, name, folder, manifest) for name in names}


def _require_same_keys(tables: WholeTables, name: str, manifest: Manifest) -> None:
    keys = tables.keys(name)
    if name in LEFT_EMPTY:
        return
    if name not in manifest.tables:
        raise SchemaDiffersError(f"the backup has no table {name}: name those that it has")
    if keys != manifest.tables[name].keys:
        raise SchemaDiffersError(f"table {name} has other keys than the backup's")


def _fill(tables: WholeTables, name: str, folder: Path, manifest: Manifest) -> int:
    if name in LEFT_EMPTY:
        return 0
    stored = manifest.tables[name]

    def put(file: StoredFile) -> tuple[Digest, Digest]:
        as_stored, as_put = Digest(), Digest()

        def items() -> Iterator[Item]:
            for item in read_items(folder / file.path):
                as_stored.add(item)
                changed = restored(name, item, manifest.began_second)
                as_put.add(changed)
                yield changed

        tables.put(name, items())
        return as_stored, as_put

    sums = in_parallel(put, stored.files)
    read, wanted = sum((one for one, _ in sums), Digest()), sum((one for _, one in sums), Digest())
    if (read.count, read.text) != (stored.items, stored.digest):
        raise NotRestoredError(f"table {name}: its files do not add up to what was exported")
    if tables.digest(name) != wanted:
        raise NotRestoredError(f"table {name} holds something else than what was brought back")
    return wanted.count
