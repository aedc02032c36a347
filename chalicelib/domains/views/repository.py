"""Saved views in the `directory` table: `view`/`<user>`, all of a person in one item.

They are nobody's configuration but their owner's, so they do not touch its stamp.
"""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import UserId
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.views.models import SavedViews, View

_PARTITION = "view"


class ViewsRow(Model):
    """`views` has one entry a view: id, name and filters."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default=_PARTITION)
    sk = UnicodeAttribute(range_key=True)
    views = JSONAttribute(attr_name="vw")
    version = NumberAttribute(attr_name="vs")


class DynamoViewStore:
    """ViewStore on the `directory` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def of(self, user_id: UserId) -> SavedViews:
        row = self._dynamo.get(ViewsRow, (_PARTITION, user_id), consistent=True)
        if row is None:
            return SavedViews()
        views = tuple(View(one["i"], one["n"], one["f"]) for one in row.views or ())
        return SavedViews(views, int(row.version))

    def save(self, user_id: UserId, saved: SavedViews, change: Change) -> bool:
        views = [{"i": one.id, "n": one.name, "f": one.filters} for one in saved.views]
        row = ViewsRow(sk=user_id, views=views, version=saved.version)
        condition: Condition = ViewsRow.version == saved.version - 1
        if saved.version == 1:
            condition = ViewsRow.pk.does_not_exist()
        try:
            self._dynamo.put(row, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True
