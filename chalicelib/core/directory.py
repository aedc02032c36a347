"""The `directory` table's stamp: every change of configuration renews it in one transaction."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo, Put, RowKey, TransactionWrite
from chalicelib.core.ids import new_id
from chalicelib.core.tables import DIRECTORY

_STAMP_KEY: RowKey = ("stamp", "stamp")


class StampRow(Model):
    """One item that names the present state of all configuration."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    stamp = UnicodeAttribute(attr_name="st")


class DirectoryTable:
    """Writes configuration together with the stamp; reads the stamp."""

    def __init__(self, dynamo: Dynamo) -> None:
        self.dynamo = dynamo

    def stamp(self) -> str:
        """The present stamp; empty before the first write."""
        row = self.dynamo.get(StampRow, _STAMP_KEY, consistent=True)
        return row.stamp if row else ""

    def write(self, *writes: TransactionWrite, change: Change, since: str | None = None) -> None:
        """All writes and a new stamp, or none. Raises TransactionRefusedError, BusyError.

        `since`: a stamp that must be the present one yet, for what was decided on the whole.
        """
        stamp = StampRow(*_STAMP_KEY, stamp=new_id(change.at_ms))
        stands = None
        if since is not None:
            stands = StampRow.stamp == since if since else StampRow.pk.does_not_exist()
        self.dynamo.transact(*writes, Put(stamp, change, stands))
