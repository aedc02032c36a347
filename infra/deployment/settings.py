"""What a person may choose about a deployment."""

from __future__ import annotations

import json
import re
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,18}-")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ORGANISATION = (
    "time_zone",
    "default_country",
    "template_prices",
    "presence_grace_seconds",
)


class DeploymentSettingsError(ValueError):
    """A choice is wrong; the text names it."""


@dataclass(frozen=True, slots=True)
class DeploymentSettings:
    """`prefix` stands before names of tables and queues, so that one account takes several.

    Without `domain_name` the address is the CDN's own. `layers_folder` holds the built
    layers; without it layers are empty, which is enough to look at the template.

    What the organisation says of itself is told to the Lambdas, which have defaults for it:
    `time_zone` (IANA) says when its days begin, `default_country` (ISO 3166) whose numbers
    lack a country, `template_prices` (a JSON object by category) what messages cost it, and
    `presence_grace_seconds` how long a lost connection goes unnoticed.
    """

    prefix: str = "hilo-"
    domain_name: str = ""
    certificate_arn: str = ""
    alarm_email: str = ""
    layers_folder: str = ""
    time_zone: str = ""
    default_country: str = ""
    template_prices: str = ""
    presence_grace_seconds: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise DeploymentSettingsError("prefix: lower-case letters and digits, then a hyphen")
        if bool(self.domain_name) != bool(self.certificate_arn):
            raise DeploymentSettingsError("domain_name and certificate_arn go together")
        if self.layers_folder and not Path(self.layers_folder).is_dir():
            raise DeploymentSettingsError(f"layers_folder: there is no {self.layers_folder}")
        if self.time_zone and self.time_zone not in zoneinfo.available_timezones():
            raise DeploymentSettingsError("time_zone: a name such as America/Guayaquil")
        if self.default_country and not _COUNTRY.fullmatch(self.default_country):
            raise DeploymentSettingsError("default_country: two capital letters, such as EC")
        if self.template_prices and not _are_prices(self.template_prices):
            form = '{"utility": "USD 0,01"}'
            raise DeploymentSettingsError(f"template_prices: a JSON object such as {form}")
        seconds = self.presence_grace_seconds
        if seconds and not (seconds.isdecimal() and 10 <= int(seconds) <= 600):
            raise DeploymentSettingsError("presence_grace_seconds: from 10 to 600")

    @property
    def organisation(self) -> dict[str, str]:
        """What was said of the organisation, by the names of the Lambdas' variables."""
        said = {name: getattr(self, name) for name in _ORGANISATION}
        return {f"HILO_{name.upper()}": value for name, value in said.items() if value}


def _are_prices(text: str) -> bool:
    try:
        told = json.loads(text)
    except ValueError:
        return False
    return isinstance(told, dict) and all(isinstance(price, str) for price in told.values())


def stack_names(prefix: str) -> tuple[str, str]:
    """Of the stack that is kept and of the one that can be made again."""
    name = prefix.rstrip("-")
    return f"{name}-stateful", f"{name}-stateless"
