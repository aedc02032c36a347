"""The secret port: names of secrets and how to read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class SecretMissingError(Exception):
    """No secret has that name."""


class SecretsUnavailableError(Exception):
    """The store did not answer and nothing is cached; worth another try."""


class SecretStore(Protocol):
    """Reads secrets by name; implementations may cache for some minutes."""

    def read(self, name: str, *, fresh: bool = False) -> Mapping[str, str]:
        """The secret's fields; `fresh` skips the cache (a rotated secret).

        Raises SecretMissingError, SecretsUnavailableError.
        """

    def check(self, name: str) -> None:
        """Ask the store itself whether the secret can be read, whatever is cached.

        Raises SecretMissingError, SecretsUnavailableError.
        """


def app_secret_name(app_id: str) -> str:
    """Holds `app_secret`, `verify_token` and `access_token` of a provider's application."""
    return f"hilo/app/{app_id}"


SIGNING_KEY = "hilo/signing-key"

SMTP_SERVER = "hilo/smtp"
"""Holds `host` and what else a server of mails wants, where SES does not carry them."""

EDGE_KEY = "hilo/edge-key"
"""Holds `key`, by which our API knows the CDN."""
