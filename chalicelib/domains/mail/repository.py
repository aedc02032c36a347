"""How far mails have come, in `live`: `mail#<digest of the key>`/`-`."""

from __future__ import annotations

from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import digest
from chalicelib.core.tables import LIVE
from chalicelib.domains.mail.models import Dispatch, MailState

_SORT = "-"
_DIGEST_LENGTH = 32
_KEPT_SECONDS = 30 * 24 * 3600
_LONGEST_REASON = 500


class DispatchRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    state = UnicodeAttribute(attr_name="st")
    at_ms = NumberAttribute(attr_name="at")
    reason = UnicodeAttribute(attr_name="re", null=True)
    expires_at = NumberAttribute()


class DynamoDispatchStore:
    """DispatchStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def dispatch(self, key: str) -> Dispatch | None:
        row = self._dynamo.get(DispatchRow, _key(key), consistent=True)
        if row is None:
            return None
        return Dispatch(cast("MailState", row.state), int(row.at_ms), row.reason or "")

    def note(self, key: str, dispatch: Dispatch, change: Change) -> None:
        row = DispatchRow(
            *_key(key),
            state=dispatch.state,
            at_ms=dispatch.at_ms,
            reason=dispatch.reason[:_LONGEST_REASON] or None,
            expires_at=dispatch.at_ms // 1000 + _KEPT_SECONDS,
        )
        is_open = DispatchRow.pk.does_not_exist() | (DispatchRow.state == "waiting")
        try:
            self._dynamo.put(row, change=change, condition=is_open)
        except ConditionRefusedError:
            return  # it has come to its end already


def _key(key: str) -> RowKey:
    return f"mail#{digest(key, _DIGEST_LENGTH)}", _SORT
