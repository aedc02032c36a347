"""The files of a backup: one item a line, `{"Item": ...}`, compressed."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from infra.backup.errors import DamagedBackupError
from infra.backup.items import Digest, Item
from infra.backup.manifest import Manifest, StoredFile


def write_items(folder: Path, path: str, items: Iterable[Item]) -> tuple[StoredFile, Digest]:
    """Write a file of the backup."""
    digest, place = Digest(), folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(place, "wt", encoding="utf-8", compresslevel=6) as lines:
        for item in items:
            digest.add(item)
            lines.write(json.dumps({"Item": item}, ensure_ascii=False, separators=(",", ":")))
            lines.write("\n")
    return StoredFile(path, digest.count, sha256_of(place)), digest


def read_items(place: Path) -> Iterator[Item]:
    """The items of a file of ours or of AWS."""
    with gzip.open(place, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)["Item"]


def sha256_of(place: Path) -> str:
    with place.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def check(folder: Path, manifest: Manifest) -> None:
    """Raises DamagedBackupError where a file is missing or another."""
    for name, table in manifest.tables.items():
        for one in table.files:
            place = folder / one.path
            if not place.is_file() or sha256_of(place) != one.sha256:
                raise DamagedBackupError(f"{place} is not the file that was written")
        if sum(one.items for one in table.files) != table.items:
            raise DamagedBackupError(f"{folder}: counts of {name} do not add up")
