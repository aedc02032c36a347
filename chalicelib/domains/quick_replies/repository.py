"""Quick replies in `directory`: `quick_reply`/<id>. Their uses in `live`: `quick_reply_uses`/<id>,
which stays, and `quick_reply_use#<message>`/<id> for as long as a message may be sent again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import MessageId, QueueId
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.quick_replies.models import (
    QuickReply,
    QuickReplyId,
    ReplyFile,
    Uses,
)

_USES = "quick_reply_uses"
_REMEMBERED = timedelta(days=2)  # a key of a request is known for one


class QuickReplyRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    shortcut = UnicodeAttribute(attr_name="sc", null=True)
    text = UnicodeAttribute(attr_name="tx", null=True)
    files = JSONAttribute(attr_name="fi", null=True)
    folder = UnicodeAttribute(attr_name="fo", null=True)
    used_by = UnicodeSetAttribute(attr_name="ub", null=True)
    queue_ids = UnicodeSetAttribute(attr_name="qu", null=True)
    greets = UnicodeAttribute(attr_name="gr")


class UsesRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    count_of = NumberAttribute(attr_name="ct", null=True)
    last_at_ms = NumberAttribute(attr_name="at", null=True)
    expires_at = NumberAttribute(null=True)


class DynamoUseStore:
    """UseStore on the `live` table: a mark of the message, then one more."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def all(self) -> dict[QuickReplyId, Uses]:
        rows = self._dynamo.query_all(UsesRow, UsesRow.pk == _USES)
        return {
            QuickReplyId(row.sk): Uses(int(row.count_of or 0), int(row.last_at_ms or 0) or None)
            for row in rows
        }

    def count(self, reply_id: QuickReplyId, message_id: MessageId, change: Change) -> None:
        self._dynamo.attempt(lambda: self._count(reply_id, message_id, change))

    def _count(self, reply_id: QuickReplyId, message_id: MessageId, change: Change) -> None:
        ends = change.at_ms // 1000 + int(_REMEMBERED.total_seconds())
        mark = UsesRow(f"quick_reply_use#{message_id}", reply_id, expires_at=ends)
        try:
            self._dynamo.put(mark, change=change, condition=UsesRow.pk.does_not_exist())
        except ConditionRefusedError:
            return
        actions = [UsesRow.count_of.add(1), UsesRow.last_at_ms.set(change.at_ms)]
        self._dynamo.update(UsesRow, (_USES, reply_id), actions, change=change)


def _pack(reply: QuickReply) -> dict[str, Any]:
    return {
        "shortcut": reply.shortcut or None,
        "text": reply.text or None,
        "files": [asdict(one) for one in reply.files] or None,
        "folder": reply.folder or None,
        "used_by": set(reply.used_by) or None,
        "queue_ids": set(reply.queue_ids) or None,
        "greets": reply.greets,
    }


def _read(row: QuickReplyRow) -> dict[str, Any]:
    return {
        "shortcut": row.shortcut or "",
        "text": row.text or "",
        "files": tuple(ReplyFile(**one) for one in row.files or ()),
        "folder": row.folder or "",
        "used_by": frozenset(row.used_by or ()),
        "queue_ids": frozenset(QueueId(one) for one in row.queue_ids or ()),
        "greets": row.greets,
    }


QUICK_REPLY = Kind("quick_reply", QuickReplyRow, QuickReply, _pack, _read)
