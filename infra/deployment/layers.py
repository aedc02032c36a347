"""Layers: third-party packages by use, for Lambda's processor, fetched by pip alone.

`python -m infra.deployment.layers FOLDER` builds all of them into `FOLDER/<name>/python`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.deployment.code import ROOT

PYTHON = "3.11"
"""The runtime of deployed code: the version that tests and locks are made with."""

PLATFORMS = ("manylinux2014_aarch64", "manylinux_2_26_aarch64")
"""Wheels for arm64 and for the C library of that runtime's system (Amazon Linux 2: glibc 2.26)."""

LAYERS = ("core", "providers", "api")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LEFT_OUT = ("bin", "chalice/cli", "chalice/deploy", "chalice/templates")
"""Folders of packages that no function imports."""


def requirements_file(layer: str, root: Path = ROOT) -> Path:
    return root / "layers" / layer / "requirements.txt"


def distributions(layer: str, root: Path = ROOT) -> list[str]:
    """The packages of a layer as its file names them."""
    lines = requirements_file(layer, root).read_text().splitlines()
    return [line.strip() for line in lines if _NAME.fullmatch(line.strip())]


def build(layer: str, folder: Path) -> Path:
    """Fetch one layer's wheels, at the versions of requirements.lock; answers its folder."""
    target = folder / layer / "python"
    shutil.rmtree(folder / layer, ignore_errors=True)
    target.mkdir(parents=True)
    subprocess.run(list(_pip_command(layer, target)), cwd=ROOT, check=True)
    for path in _useless(target):
        shutil.rmtree(path)
    return folder / layer


def _pip_command(layer: str, target: Path) -> Iterator[str]:
    yield from (sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps")
    yield from ("--disable-pip-version-check", "--only-binary=:all:", "--implementation=cp")
    yield from (f"--platform={platform}" for platform in PLATFORMS)
    yield f"--python-version={PYTHON}"
    yield from ("--constraint", "requirements.lock", "--requirement", str(requirements_file(layer)))
    yield from ("--target", str(target))


def _useless(target: Path) -> Iterator[Path]:
    """What no function imports."""
    yield from (path for name in LEFT_OUT if (path := target / name).is_dir())
    yield from list(target.rglob("__pycache__"))


def main() -> None:
    """Build every layer into the folder named on the command line."""
    folder = Path(sys.argv[1])
    for layer in LAYERS:
        print(build(layer, folder))  # noqa: T201 - a program


if __name__ == "__main__":
    main()
