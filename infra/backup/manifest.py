"""What a backup says of itself; it is written last, so that a folder with one is complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from infra.backup.errors import NotABackupError

FORMAT = 1
_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Lines of items; `path` is relative to the backup."""

    path: str
    items: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """`keys` as DynamoDB describes them, without indexes; `digest` is that of all items."""

    keys: list[dict[str, str]]
    items: int
    digest: str
    files: list[StoredFile]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`began_second` is when the first item may have been read, `ended_second` when the last."""

    began_second: int
    ended_second: int
    tables: Mapping[str, StoredTable]

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1)
        unfinished = folder / f"{_NAME}.new"
        unfinished.write_text(text + "\n")
        unfinished.rename(folder / _NAME)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises NotABackupError."""
        try:
            given: dict[str, Any] = json.loads((folder / _NAME).read_text())
        except FileNotFoundError:
            raise NotABackupError(
                f"{folder} has no {_NAME}: no backup, or not a whole one"
            ) from None
        if given.get("format") != FORMAT:
            raise NotABackupError(f"{folder} has format {given.get('format')}, not {FORMAT}")
        tables = {name: _table(one) for name, one in given["tables"].items()}
        return cls(given["began_second"], given["ended_second"], tables)


def _table(given: Mapping[str, Any]) -> StoredTable:
    files = [StoredFile(**one) for one in given["files"]]
    return StoredTable(given["keys"], given["items"], given["digest"], files)
