"""Drafts in `live`: `draft#<user>`/`<conversation>`, for ninety days after the last word."""

from __future__ import annotations

from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ConversationId, MessageId, UserId
from chalicelib.core.tables import LIVE
from chalicelib.domains.drafts.models import Draft, Quoted
from chalicelib.domains.drafts.ports import NOTHING, DraftRefused

KEPT = timedelta(days=90)
_OWNER = "draft#"


class DraftRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute(attr_name="tx", null=True)
    reply_id = UnicodeAttribute(attr_name="ri", null=True)
    reply_preview = UnicodeAttribute(attr_name="rp", null=True)
    reply_author = UnicodeAttribute(attr_name="ra", null=True)
    version = NumberAttribute(attr_name="vs")
    saved_at_ms = NumberAttribute(attr_name="at")
    expires_at = NumberAttribute()


class DynamoDraftStore:
    """DraftStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def of_user(self, user_id: UserId) -> list[Draft]:
        of_owner = DraftRow.pk == f"{_OWNER}{user_id}"
        return [_draft(row) for row in self._dynamo.query_all(DraftRow, of_owner, consistent=True)]

    def save(self, draft: Draft, expected_version: int, change: Change) -> DraftRefused | None:
        try:
            self._dynamo.put(_row(draft), change=change, condition=_stands(expected_version))
        except ConditionRefusedError as refused:
            return _refused(refused)
        return None

    def remove(
        self, user_id: UserId, conversation_id: ConversationId, expected_version: int
    ) -> DraftRefused | None:
        gone_or_known = DraftRow.pk.does_not_exist() | (DraftRow.version == expected_version)
        try:
            self._dynamo.delete(DraftRow, _key(user_id, conversation_id), condition=gone_or_known)
        except ConditionRefusedError as refused:
            return _refused(refused)
        return None


def _stands(version: int) -> Condition:
    return DraftRow.pk.does_not_exist() if version == NOTHING else DraftRow.version == version


def _refused(refused: ConditionRefusedError) -> DraftRefused:
    row = refused.old_as(DraftRow)
    return DraftRefused(_draft(row) if row else None)


def _key(user_id: UserId, conversation_id: ConversationId) -> RowKey:
    return f"{_OWNER}{user_id}", conversation_id


def _row(draft: Draft) -> DraftRow:
    quoted = draft.reply_to
    return DraftRow(
        *_key(draft.user_id, draft.conversation_id),
        text=draft.text or None,
        reply_id=quoted.id if quoted else None,
        reply_preview=quoted.preview if quoted else None,
        reply_author=quoted.author if quoted else None,
        version=draft.version,
        saved_at_ms=draft.saved_at_ms,
        expires_at=to_ms(from_ms(draft.saved_at_ms) + KEPT) // 1000,
    )


def _draft(row: DraftRow) -> Draft:
    quoted = None
    if row.reply_id is not None:
        quoted = Quoted(MessageId(row.reply_id), row.reply_preview or "", row.reply_author or "")
    return Draft(
        user_id=UserId(row.pk.removeprefix(_OWNER)),
        conversation_id=ConversationId(row.sk),
        text=row.text or "",
        reply_to=quoted,
        version=int(row.version),
        saved_at_ms=int(row.saved_at_ms),
    )
