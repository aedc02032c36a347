"""The version before this one: its code and what the CDK makes of it, from the repository."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path

from infra.deployment.code import ROOT

_DEPLOYED = ("app.py", "chalicelib", "functions", "layers", "infra/cdk", "infra/deployment")


def earlier_revision() -> str | None:
    """HILO_UPGRADE_FROM; or the last release; or what was deployed before the last change of it.

    None where the clone has no history.
    """
    if named := os.environ.get("HILO_UPGRADE_FROM"):
        return named
    if release := _git("describe", "--tags", "--abbrev=0", "HEAD^"):
        return release
    last = _git("log", "-1", "--format=%H", "--", *_DEPLOYED)
    return _git("rev-parse", "--verify", "--quiet", f"{last}^") or None


def check_out(revision: str, folder: Path) -> Path:
    """Write the files of a revision; answers the folder."""
    packed = subprocess.run(
        ["git", "archive", "--format=tar", revision], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def _git(*arguments: str) -> str:
    """What git prints; nothing where it fails or is missing."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
