"""What conversations were closed with, beside HEAD and written with it.

`C#<conversation>`/`TY` what holds now · `C#<conversation>`/`TR#<version>` what held before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo, Put, RowKey, TransactionRefusedError, TransactionWrite
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.core.tables import CONVERSATIONS
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import HeadRefused
from chalicelib.domains.conversations.repository.mapping import conversation_of
from chalicelib.domains.conversations.repository.rows import HeadRow, head_key
from chalicelib.domains.conversations.repository.threads import head_edit
from chalicelib.domains.typifications.models import Chosen, NodeId, TreeId, Typified

_CURRENT, _PAST = "TY", "TR#"


class TypifiedRow(Model):
    class Meta:
        table_name = CONVERSATIONS.name
        audited_as = ("typification_choice", _CURRENT)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    number = NumberAttribute(attr_name="no")
    closed_at_ms = NumberAttribute(attr_name="ra")
    tree_id = UnicodeAttribute(attr_name="ti")
    tree_version = NumberAttribute(attr_name="tv")
    tree_name = UnicodeAttribute(attr_name="tn")
    node_id = UnicodeAttribute(attr_name="ni")
    path: ListAttribute[Any] = ListAttribute(attr_name="pt", of=UnicodeAttribute)
    comment = UnicodeAttribute(attr_name="co", null=True)
    by = UnicodeAttribute(attr_name="by")
    at_ms = NumberAttribute(attr_name="at")


class DynamoClosingStore:
    """ClosingStore on the `conversations` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def typified(self, conversation_id: ConversationId) -> Typified | None:
        key = _current_key(conversation_id)
        row = self._dynamo.get(TypifiedRow, key, consistent=True)
        return _typified(row) if row else None

    def typified_of(self, conversation_ids: Sequence[ConversationId]) -> list[Typified]:
        if not conversation_ids:
            return []
        keys = [_current_key(one) for one in conversation_ids]
        return [_typified(row) for row in self._dynamo.batch_get(TypifiedRow, keys)]

    def past(self, conversation_id: ConversationId) -> list[Typified]:
        under = (TypifiedRow.pk == f"C#{conversation_id}") & TypifiedRow.sk.startswith(_PAST)
        return [_typified(row) for row in self._dynamo.query_all(TypifiedRow, under)][::-1]

    def save(
        self,
        heads: tuple[Conversation, Conversation],
        typified: Typified,
        replaced: Typified | None,
        change: Change,
    ) -> HeadRefused | None:
        old, new = heads
        stands: Condition = TypifiedRow.pk.does_not_exist()
        if replaced is not None:
            stands = TypifiedRow.number == replaced.version
        writes: list[TransactionWrite] = [
            head_edit(old, new, change),
            Put(_row(_current_key(old.id), typified), change, stands),
        ]
        if replaced is not None:
            writes.append(Put(_row(_past_key(replaced), replaced), change))
        try:
            self._dynamo.transact(*writes)
        except (BusyError, TransactionRefusedError):  # another write at once: HEAD decides again
            row = self._dynamo.get(HeadRow, head_key(old.id), consistent=True)
            return HeadRefused(conversation_of(row) if row else None)
        return None

    def forget_comments(self, conversation_id: ConversationId, change: Change) -> None:
        """Take away what people wrote; what it ended with stays. Safe to repeat."""
        partition = TypifiedRow.pk == f"C#{conversation_id}"
        for prefix in (_CURRENT, _PAST):
            under = partition & TypifiedRow.sk.startswith(prefix)
            for row in self._dynamo.query_all(TypifiedRow, under):
                if row.comment is not None:
                    key, taken = (row.pk, row.sk), [TypifiedRow.comment.remove()]
                    self._dynamo.update(TypifiedRow, key, taken, change=change)


def _current_key(conversation_id: ConversationId) -> RowKey:
    return f"C#{conversation_id}", _CURRENT


def _past_key(typified: Typified) -> RowKey:
    return f"C#{typified.conversation_id}", f"{_PAST}{typified.version:06}"


def _row(key: RowKey, typified: Typified) -> TypifiedRow:
    chosen = typified.chosen
    return TypifiedRow(
        *key,
        number=typified.version,
        closed_at_ms=typified.closed_at_ms,
        tree_id=chosen.tree_id,
        tree_version=chosen.tree_version,
        tree_name=chosen.tree_name,
        node_id=chosen.node_id,
        path=list(chosen.path),
        comment=chosen.comment,
        by=typified.by,
        at_ms=typified.at_ms,
    )


def _typified(row: TypifiedRow) -> Typified:
    return Typified(
        conversation_id=ConversationId(row.pk[2:]),
        version=int(row.number),
        closed_at_ms=int(row.closed_at_ms),
        chosen=Chosen(
            tree_id=TreeId(row.tree_id),
            tree_version=int(row.tree_version),
            tree_name=row.tree_name,
            node_id=NodeId(row.node_id),
            path=tuple(row.path),
            comment=row.comment,
        ),
        by=UserId(row.by),
        at_ms=int(row.at_ms),
    )
