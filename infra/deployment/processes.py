"""The programs that deploying calls: make, Node and the CDK's command line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from infra.deployment.code import ROOT

CDK_VERSION = "2.1148.1"
CDK = ("npx", "--yes", f"aws-cdk@{CDK_VERSION}")
"""The CDK's command line, pinned: another major does not read what our library writes."""


class ProcessFailedError(Exception):
    """A program is not there, or ended with an error; the text says which."""


class Processes(Protocol):
    """Runs programs in the folder of the product."""

    def answer(self, *command: str) -> str:
        """What it prints. Raises ProcessFailedError."""

    def run(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        """Shows what it prints; `environment` is added to ours. Raises ProcessFailedError."""


class SystemProcesses:
    """Processes of this machine."""

    def answer(self, *command: str) -> str:
        return _started(command, capture_output=True, text=True).strip()

    def run(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        _started(command, env={**os.environ, **(environment or {})})


def _started(command: Sequence[str], **options: Any) -> str:
    """What was captured of its output."""
    try:
        ran = subprocess.run(command, cwd=ROOT, check=True, **options)  # noqa: S603 - our own
    except (OSError, subprocess.CalledProcessError) as exc:
        raise ProcessFailedError(f"{' '.join(command)}: {exc}") from exc
    return str(ran.stdout or "")
