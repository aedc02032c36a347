"""A mail to one person, as it is asked for and as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MailKind = Literal[
    "invitation",
    "password_reset",
    "password_changed",
    "new_device",
    "repeated_failures",
    "factor_removed",
    "passkey_added",
]
Language = Literal["es", "en", "pt"]

NOBODY = "nobody@hilo.invalid"
"""Who a letter is for that is written only so that nobody learns whether there is anybody."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What one person is to be told.

    `values` fill the kind's text; instants are written in the organisation's time zone.
    """

    to: str
    kind: MailKind
    values: Mapping[str, str | datetime]
    language: Language = "es"


@dataclass(frozen=True, slots=True)
class Letter:
    """A written mail; `key` is the same for the same mail, however often it is asked for."""

    key: str
    to: str
    subject: str
    text: str
    html: str


MailState = Literal["waiting", "sent", "refused"]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How far a mail has come; `reason` is what the carrier said when it refused it."""

    state: MailState
    at_ms: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MailPolicy:
    """Whose mails these are; without a sender's address none are sent.

    `mail_from`: `Name <address>` or an address. `mail_carrier`: "ses" or "smtp".
    """

    mail_from: str = ""
    mail_carrier: str = "ses"
    organisation: str = "Hilo"
    time_zone: str = "America/Guayaquil"
