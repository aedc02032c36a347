"""Preferences in `directory`: `preferences`/`<user>`, one JSON text.

They are nobody else's configuration, so they leave the stamp alone: no cache is read anew.
"""

from __future__ import annotations

from dataclasses import asdict, fields

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import UserId
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.preferences.models import KeptPreferences, Preferences


class PreferencesRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="preferences")
    sk = UnicodeAttribute(range_key=True)
    chosen = JSONAttribute(attr_name="ch")
    version = NumberAttribute(attr_name="vs")


class DynamoPreferenceStore:
    """PreferenceStore on the `directory` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def of(self, user_id: UserId) -> KeptPreferences:
        row = self._dynamo.get(PreferencesRow, _key(user_id), consistent=True)
        return _kept(row) if row else KeptPreferences()

    def save(self, user_id: UserId, kept: KeptPreferences, change: Change) -> bool:
        row = PreferencesRow(*_key(user_id), chosen=asdict(kept.chosen), version=kept.version)
        is_first = kept.version == 1
        condition = (
            PreferencesRow.pk.does_not_exist()
            if is_first
            else PreferencesRow.version == kept.version - 1
        )
        try:
            self._dynamo.put(row, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True

    def begin(self, user_id: UserId, kept: KeptPreferences, change: Change) -> None:
        def write() -> None:
            self.save(user_id, kept, change)

        self._dynamo.attempt(write)


def _key(user_id: UserId) -> RowKey:
    return "preferences", user_id


def _kept(row: PreferencesRow) -> KeptPreferences:
    """A choice of a newer version is passed over, one that is missing has its default."""
    known = {one.name for one in fields(Preferences)}
    chosen = {name: value for name, value in row.chosen.items() if name in known}
    return KeptPreferences(Preferences(**chosen), int(row.version))
