"""Values of customers in memory."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.change import Change
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import ContactId
from chalicelib.domains.client_values.models import ClientValues


class MemoryValues:
    """ValueStore."""

    def __init__(self) -> None:
        self.rows: dict[ContactId, ClientValues] = {}

    def of(self, contact_ids: Sequence[ContactId]) -> list[ClientValues]:
        return [self.rows[one] for one in contact_ids if one in self.rows]

    def save(self, values: ClientValues, expected_version: int, change: Change) -> None:
        standing = self.rows.get(values.contact_id)
        if (standing.version if standing else 0) != expected_version:
            raise VersionConflictError
        self.rows[values.contact_id] = values
