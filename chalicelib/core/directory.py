"""The `directory` table: every change of configuration renews its stamp in one transaction, and
passes the gate that may hold it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo, Put, RowKey, TransactionWrite
from chalicelib.core.ids import new_id
from chalicelib.core.tables import DIRECTORY

Gate = Callable[[Sequence[TransactionWrite], Change], None]
"""Asked before configuration is written; raises what keeps it from being written now."""

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

    def __init__(self, dynamo: Dynamo, gate: Gate = lambda _writes, _change: None) -> None:
        self.dynamo = dynamo
        self._gate = gate

    def stamp(self) -> str:
        """The present stamp; empty before the first write."""
        row = self.dynamo.get(StampRow, _STAMP_KEY, consistent=True)
        return row.stamp if row else ""

    def write(self, *writes: TransactionWrite, change: Change, since: str | None = None) -> None:
        """All writes and a new stamp, or none. Raises TransactionRefusedError, BusyError, and
        ChangeHeldError where a second person or a later time is waited for.

        `since`: a stamp that must be the present one yet, for what was decided on the whole.
        """
        self._gate(writes, change)
        self.write_decided(*writes, change=change, since=since)

    def write_decided(
        self, *writes: TransactionWrite, change: Change, since: str | None = None
    ) -> None:
        """The same past the gate: for what was decided on, and for the decisions themselves."""
        stamp = StampRow(*_STAMP_KEY, stamp=new_id(change.at_ms))
        stands = None
        if since is not None:
            stands = StampRow.stamp == since if since else StampRow.pk.does_not_exist()
        self.dynamo.transact(*writes, Put(stamp, change, stands))
