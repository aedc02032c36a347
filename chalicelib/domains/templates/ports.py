"""What templates need from the provider and from storage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.templates.models import Account, Failure, Fetch, Listing, Template


class TemplatesUnavailableError(Exception):
    """The provider did not give its templates; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


class TemplateSource(Protocol):
    """Reads templates at the provider's."""

    def fetch(self, connection: Connection) -> list[Template]:
        """All of the account that holds the connection, within seconds.

        Raises TemplatesUnavailableError.
        """


class TemplateStore(Protocol):
    """Keeps what was read last; it expires by itself when nobody reads it anew."""

    def listing(self, account: Account) -> Listing:
        """Everything kept of an account."""

    def template(self, account: Account, name: str, language: str) -> Template | None:
        """One of them."""

    def begin(self, account: Account, now_ms: int, not_since_ms: int, change: Change) -> bool:
        """Note that an attempt begins now, unless one has begun since; False then."""

    def replace(
        self, account: Account, known: Listing, new: Sequence[Template], change: Change
    ) -> None:
        """Keep the new ones, forget those of the known ones that are gone."""

    def finish(self, account: Account, fetch: Fetch, change: Change) -> None:
        """Note how an attempt ended."""
