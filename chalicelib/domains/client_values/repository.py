"""Values of customers in `contacts`: `P#<contact>`/`V`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import ContactId
from chalicelib.core.tables import CONTACTS
from chalicelib.domains.client_values.models import ClientValues

_OWNER = "P#"


class ValuesRow(Model):
    class Meta:
        table_name = CONTACTS.name
        audited_as = ("client_values", "V")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    values = JSONAttribute(attr_name="va")
    version = NumberAttribute(attr_name="vs")
    changed_by = UnicodeAttribute(attr_name="cb", null=True)
    changed_at_ms = NumberAttribute(attr_name="ca", null=True)


class DynamoValueStore:
    """ValueStore on the `contacts` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def of(self, contact_ids: Sequence[ContactId]) -> list[ClientValues]:
        keys = [_key(one) for one in contact_ids]
        return [_values(row) for row in self._dynamo.batch_get(ValuesRow, keys, consistent=True)]

    def save(self, values: ClientValues, expected_version: int, change: Change) -> None:
        row = ValuesRow(
            *_key(values.contact_id),
            values=dict(values.values),
            version=values.version,
            changed_by=values.changed_by,
            changed_at_ms=values.changed_at_ms,
        )
        stands = (
            ValuesRow.version == expected_version
            if expected_version
            else ValuesRow.pk.does_not_exist()
        )
        try:
            self._dynamo.put(row, change=change, condition=stands)
        except ConditionRefusedError as exc:
            raise VersionConflictError from exc

    def forget(self, contact_id: ContactId, change: Change) -> None:
        """Take away all values of a contact. Safe to repeat."""
        actions = [ValuesRow.values.set({}), ValuesRow.version.set(ValuesRow.version + 1)]
        stands = ValuesRow.pk.exists()
        with suppress(ConditionRefusedError):  # nobody has set any
            self._dynamo.update(
                ValuesRow, _key(contact_id), actions, change=change, condition=stands
            )


def _key(contact_id: ContactId) -> RowKey:
    return f"{_OWNER}{contact_id}", "V"


def _values(row: ValuesRow) -> ClientValues:
    return ClientValues(
        contact_id=ContactId(row.pk.removeprefix(_OWNER)),
        values=row.values,
        version=int(row.version),
        changed_by=row.changed_by,
        changed_at_ms=None if row.changed_at_ms is None else int(row.changed_at_ms),
    )
