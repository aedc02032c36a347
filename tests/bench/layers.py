"""Sizes of what Lambda loads: each layer as it is fetched for it, and our own package.

Needs the package index; what cannot be fetched is named and left out.
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.deployment.code import assemble
from infra.deployment.layers import LAYERS, build


@dataclass(frozen=True, slots=True)
class Size:
    """Megabytes of one folder."""

    name: str
    zipped_mb: float
    unzipped_mb: float


def measure() -> Iterator[Size | str]:
    """A size, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        yield _size("package", assemble(Path(folder) / "package"))
        for layer in LAYERS:
            try:
                yield _size(f"layer {layer}", build(layer, Path(folder)))
            except subprocess.CalledProcessError as exc:
                yield f"LEFT OUT: layer {layer}: pip ended with {exc.returncode}"


def _size(name: str, folder: Path) -> Size:
    files = [path for path in folder.rglob("*") if path.is_file()]
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files:
            packed.write(path, path.relative_to(folder))
    unzipped = sum(path.stat().st_size for path in files)
    return Size(name, archive.stat().st_size / 1e6, unzipped / 1e6)


def as_table(results: Iterator[Size | str]) -> str:
    """Rows of text."""
    rows = [f"{'deployed code':24}{'zipped MB':>12}{'unzipped MB':>14}"]
    for one in results:
        if isinstance(one, str):
            rows.append(one)
        else:
            rows.append(f"{one.name:24}{one.zipped_mb:>12.1f}{one.unzipped_mb:>14.1f}")
    return "\n".join(rows)
