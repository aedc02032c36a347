"""The choices of a person as the CDK is told them: its context (`-c name=value`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.deployment.settings import DeploymentSettings

__all__ = ["DeploymentSettings", "read_settings"]


def read_settings(context: Callable[[str], Any]) -> DeploymentSettings:
    """From the context; what is not set stays as it is by default."""
    names = DeploymentSettings.__dataclass_fields__
    given = {name: value for name in names if (value := context(name)) is not None}
    return DeploymentSettings(**given)
