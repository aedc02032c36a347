"""What a person may choose about a deployment."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,18}-")
_SENDER = re.compile(r"(?:[^<>\r\n]+ )?<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ORGANISATION = (
    "time_zone",
    "default_country",
    "template_prices",
    "presence_grace_seconds",
    "organisation",
    "mail_from",
    "mail_carrier",
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
    lack a country, `template_prices` (a JSON object by category) what messages cost it,
    `presence_grace_seconds` how long a lost connection goes unnoticed, `organisation` its name,
    and `mail_from` who writes its mails, which `mail_carrier` takes: "ses" or "smtp".
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
    organisation: str = ""
    mail_from: str = ""
    mail_carrier: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise DeploymentSettingsError("prefix: lower-case letters and digits, then a hyphen")
        if bool(self.domain_name) != bool(self.certificate_arn):
            raise DeploymentSettingsError("domain_name and certificate_arn go together")
        if self.layers_folder and not Path(self.layers_folder).is_dir():
            raise DeploymentSettingsError(f"layers_folder: there is no {self.layers_folder}")
        for name, is_right, form in _FORMS:
            value = getattr(self, name)
            if value and not is_right(value):
                raise DeploymentSettingsError(f"{name}: {form}")

    @property
    def told(self) -> dict[str, str]:
        """What was said of the organisation, by the names of the Lambdas' variables."""
        said = {name: getattr(self, name) for name in _ORGANISATION}
        return {f"HILO_{name.upper()}": value for name, value in said.items() if value}


def _are_prices(text: str) -> bool:
    try:
        told = json.loads(text)
    except ValueError:
        return False
    return isinstance(told, dict) and all(isinstance(price, str) for price in told.values())


def _is_grace(text: str) -> bool:
    return text.isdecimal() and 10 <= int(text) <= 600


_FORMS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("time_zone", lambda zone: zone in available_timezones(), "a name such as America/Guayaquil"),
    ("default_country", _COUNTRY.fullmatch, "two capital letters, such as EC"),
    ("template_prices", _are_prices, 'a JSON object such as {"utility": "USD 0,01"}'),
    ("presence_grace_seconds", _is_grace, "from 10 to 600"),
    ("mail_from", _SENDER.fullmatch, "an address, or `Name <address>`"),
    ("mail_carrier", ("ses", "smtp").__contains__, '"ses" or "smtp"'),
)
"""How what is said of the organisation has to look."""


def stack_names(prefix: str) -> tuple[str, str]:
    """Of the stack that is kept and of the one that can be made again."""
    name = prefix.rstrip("-")
    return f"{name}-stateful", f"{name}-stateless"
