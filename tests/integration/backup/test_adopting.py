"""Exports that DynamoDB wrote to S3, made a backup of ours."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.tables import CONTACTS
from infra.backup.adopting import adopt
from infra.backup.errors import DamagedBackupError, NotABackupError
from infra.backup.restoring import restore
from infra.backup.tables import WholeTables
from tests.integration.backup.conftest import contact

AT, SECOND = "2026-11-24T07:28:34.028Z", 1_795_505_314


def aws_export(
    folder: Path, files: Sequence[Sequence[dict[str, Any]]], output_format: str = "DYNAMODB_JSON"
) -> Path:
    """What S3 holds of an export, as DynamoDB's guide describes it."""
    told = []
    for number, items in enumerate(files):
        place = folder / "data" / f"q7x{number}.json.gz"
        place.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps({"Item": item}) + "\n" for item in items)
        place.write_bytes(gzip.compress(lines.encode()))
        digest = hashlib.md5(place.read_bytes(), usedforsecurity=False).digest()
        told.append(
            {
                "itemCount": len(items),
                "md5Checksum": base64.b64encode(digest).decode(),
                "etag": "e-1",
                "dataFileS3Key": f"copies/AWSDynamoDB/0179-ab/data/{place.name}",
            }
        )
    (folder / "manifest-files.json").write_text("".join(json.dumps(one) + "\n" for one in told))
    summary = {
        "version": "2020-06-30",
        "exportTime": AT,
        "itemCount": sum(map(len, files)),
        "outputFormat": output_format,
    }
    (folder / "manifest-summary.json").write_text(json.dumps(summary))
    return folder


def test_export_of_aws_is_restored_like_ours(tables: WholeTables, tmp_path: Path) -> None:
    export = aws_export(tmp_path / "export", [[contact(1), contact(2)], [], [contact(3)]])
    manifest = adopt({CONTACTS.name: export}, tmp_path / "backup")
    assert (manifest.began_second, manifest.tables[CONTACTS.name].items) == (SECOND, 3)
    counts = restore(tables, [CONTACTS.name], tmp_path / "backup")
    assert counts == {CONTACTS.name: 3}


def test_file_that_is_not_what_aws_wrote_is_refused(tmp_path: Path) -> None:
    export = aws_export(tmp_path / "export", [[contact(1)]])
    (file,) = (export / "data").iterdir()
    file.write_bytes(gzip.compress(json.dumps({"Item": contact(2)}).encode()))
    with pytest.raises(DamagedBackupError):
        adopt({CONTACTS.name: export}, tmp_path / "backup")


def test_export_that_misses_items_is_refused(tmp_path: Path) -> None:
    export = aws_export(tmp_path / "export", [[contact(1)], [contact(2)]])
    place = export / "manifest-files.json"
    place.write_text(place.read_text().splitlines()[0])
    with pytest.raises(DamagedBackupError):
        adopt({CONTACTS.name: export}, tmp_path / "backup")


def test_export_in_another_format_is_refused(tmp_path: Path) -> None:
    export = aws_export(tmp_path / "export", [[contact(1)]], "ION")
    with pytest.raises(NotABackupError, match="ION"):
        adopt({CONTACTS.name: export}, tmp_path / "backup")
