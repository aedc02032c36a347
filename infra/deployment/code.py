"""Our own code as it is deployed: the Chalice app, the product and the functions, nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / ".build"
_PARTS = ("app.py", "chalicelib", "functions")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


def assemble(folder: Path) -> Path:
    """Write the package into an empty or absent folder; answers the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=_LEFT_OUT)
        else:
            shutil.copy2(source, folder / part)
    return folder
