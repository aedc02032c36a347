"""What values of customers need from storage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ContactId
from chalicelib.domains.client_values.models import ClientValues


class ValueStore(Protocol):
    """The values of contacts, each contact's as one."""

    def of(self, contact_ids: Sequence[ContactId]) -> list[ClientValues]:
        """Those that somebody has set, read strongly, in no particular order."""

    def save(self, values: ClientValues, expected_version: int, change: Change) -> None:
        """Store them where `expected_version` stands (0: nothing). Raises VersionConflictError."""
