"""Sizes of what Lambda loads: each layer as it is fetched for it, and our own package.

A start fetches and unpacks all of it, so each has a bound far below Lambda's 250 MB. Needs
the package index; what cannot be fetched is named and left out.
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

PACKAGE = "package"
MOST_UNZIPPED_MB = {PACKAGE: 2.5, "layer core": 5.0, "layer providers": 2.5, "layer api": 30.0}


@dataclass(frozen=True, slots=True)
class Size:
    """Megabytes of one folder."""

    name: str
    zipped_mb: float
    unzipped_mb: float

    @property
    def is_within(self) -> bool:
        return self.unzipped_mb <= MOST_UNZIPPED_MB[self.name]


def measure() -> Iterator[Size | str]:
    """A size, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        yield package_size(Path(folder))
        for layer in LAYERS:
            try:
                yield _size(f"layer {layer}", build(layer, Path(folder)))
            except subprocess.CalledProcessError as exc:
                yield f"LEFT OUT: layer {layer}: pip ended with {exc.returncode}"


def package_size(folder: Path) -> Size:
    """Of our own code, assembled below a folder."""
    return _size(PACKAGE, assemble(folder / PACKAGE))


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
    rows = [f"{'deployed code':24}{'zipped MB':>12}{'unzipped MB':>14}{'at most':>10}"]
    for one in results:
        if isinstance(one, str):
            rows.append(one)
        else:
            over = "" if one.is_within else "  OVER"
            most = MOST_UNZIPPED_MB[one.name]
            rows.append(
                f"{one.name:24}{one.zipped_mb:>12.1f}{one.unzipped_mb:>14.1f}{most:>10.1f}{over}"
            )
    return "\n".join(rows)
