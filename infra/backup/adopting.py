"""Makes a backup of exports that DynamoDB itself wrote to S3: all of them as of one moment.

A folder of such an export has `manifest-summary.json`, `manifest-files.json` (a line for each
file) and `data/`, as `aws s3 cp --recursive` of `AWSDynamoDB/<export id>` leaves it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.core.tables import TABLES, Table
from infra.backup.errors import DamagedBackupError, NotABackupError, NotEmptyError
from infra.backup.files import read_items, write_items
from infra.backup.items import Item
from infra.backup.manifest import Manifest, StoredTable

_JSON = "DYNAMODB_JSON"


def adopt(exports: Mapping[str, Path], folder: Path) -> Manifest:
    """Write a backup of tables by name, each with the folder of its export."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmptyError(f"{folder} is not empty")
    summaries = {name: _summary(export) for name, export in exports.items()}
    seconds = [_second(summary["exportTime"]) for summary in summaries.values()]
    definitions = {table.name: table for table in TABLES}
    stored = {}
    for name, export in exports.items():
        file, digest = write_items(folder, f"{name}/0000.json.gz", _items(export))
        if digest.count != summaries[name]["itemCount"]:
            raise DamagedBackupError(f"{export} has {digest.count} items, its summary says more")
        stored[name] = StoredTable(_keys(definitions[name]), digest.count, digest.text, [file])
    manifest = Manifest(min(seconds), max(seconds), stored)
    manifest.write(folder)
    return manifest


def _summary(export: Path) -> dict[str, Any]:
    place = export / "manifest-summary.json"
    if not place.is_file():
        raise NotABackupError(f"{export} is no export of DynamoDB: no {place.name}")
    summary: dict[str, Any] = json.loads(place.read_text())
    if summary.get("outputFormat") != _JSON:
        raise NotABackupError(f"{export} is in {summary.get('outputFormat')}; ask for {_JSON}")
    return summary


def _items(export: Path) -> Iterator[Item]:
    """Raises DamagedBackupError where a file is missing or another."""
    for line in (export / "manifest-files.json").read_text().splitlines():
        told = json.loads(line)
        place = export / "data" / Path(told["dataFileS3Key"]).name
        if not place.is_file() or _md5(place) != told["md5Checksum"]:
            raise DamagedBackupError(f"{place} is not the file that was exported")
        if told["itemCount"]:
            yield from read_items(place)


def _md5(place: Path) -> str:
    """As AWS writes it."""
    digest = hashlib.md5(place.read_bytes(), usedforsecurity=False)
    return base64.b64encode(digest.digest()).decode()


def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _keys(table: Table) -> list[dict[str, str]]:
    """As DynamoDB describes them."""
    types = dict(table.key.attributes)
    schema: list[dict[str, str]] = table.create_arguments("")["KeySchema"]
    return [{"AttributeType": types[one["AttributeName"]], **one} for one in schema]
