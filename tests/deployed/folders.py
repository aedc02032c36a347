"""The folders a function sees in Lambda: our package, its layers, and the runtime's own.

Layers and runtime are links to what this environment has installed of exactly the
distributions they consist of, so that whatever is missing from a layer is missing here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from infra.deployment.code import ROOT, assemble
from infra.deployment.layers import distributions

OF_RUNTIME = (
    "awslambdaric",
    "boto3",
    "botocore",
    "jmespath",
    "python-dateutil",
    "s3transfer",
    "simplejson",
    "six",
    "snapshot-restore-py",
    "urllib3",
)
"""What Lambda's Python runtime brings, in versions of this environment."""


class Folders:
    """Made once; `of` tells the path of imports of a function.

    Of this checkout, or of another one (`root`) with the package it deploys.
    """

    def __init__(self, folder: Path, *, root: Path = ROOT, package: Path | None = None) -> None:
        self.package = package or assemble(folder / "package")
        names = sorted(one.name for one in (root / "layers").iterdir() if one.is_dir())
        self._layers = {name: folder / "layers" / name for name in names}
        for name, layer in self._layers.items():
            _link(layer, distributions(name, root))
        self._runtime = folder / "runtime"
        _link(self._runtime, OF_RUNTIME)

    def of(self, layers: Iterable[str]) -> list[Path]:
        """In Lambda's order."""
        return [self.package, *(self._layers[layer] for layer in layers), self._runtime]


def _link(folder: Path, names: Iterable[str]) -> None:
    folder.mkdir(parents=True)
    for name in names:
        for top in _top_level(name):
            (folder / top.name).symlink_to(top)


def _top_level(name: str) -> set[Path]:
    """Files and folders of a distribution directly below where packages are installed."""
    found = distribution(name)
    files = [file for file in found.files or () if not str(file).startswith((".", ".."))]
    root = Path(str(found.locate_file("")))
    return {root / file.parts[0] for file in files if file.parts[0] != "__pycache__"}


def interpreter() -> list[str]:
    """This Python without its installed packages."""
    return [sys.executable, "-S"]
