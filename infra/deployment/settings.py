"""What a person may choose about a deployment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,18}-")


class DeploymentSettingsError(ValueError):
    """A choice is wrong; the text names it."""


@dataclass(frozen=True, slots=True)
class DeploymentSettings:
    """`prefix` stands before names of tables and queues, so that one account takes several.

    Without `domain_name` the address is the CDN's own. `layers_folder` holds the built
    layers; without it layers are empty, which is enough to look at the template.
    """

    prefix: str = "hilo-"
    domain_name: str = ""
    certificate_arn: str = ""
    alarm_email: str = ""
    layers_folder: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise DeploymentSettingsError("prefix: lower-case letters and digits, then a hyphen")
        if bool(self.domain_name) != bool(self.certificate_arn):
            raise DeploymentSettingsError("domain_name and certificate_arn go together")
        if self.layers_folder and not Path(self.layers_folder).is_dir():
            raise DeploymentSettingsError(f"layers_folder: there is no {self.layers_folder}")


def stack_names(prefix: str) -> tuple[str, str]:
    """Of the stack that is kept and of the one that can be made again."""
    name = prefix.rstrip("-")
    return f"{name}-stateful", f"{name}-stateless"
