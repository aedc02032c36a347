"""HEAD with every cap reached at once stays under 1,000 bytes: above 1,024 each write costs two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import (
    Arrival,
    ConnectionId,
    ContactId,
    ConversationId,
    MessageId,
    QueueId,
    UserId,
    digest,
    message_id,
    new_id,
)
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, LastMessage
from chalicelib.domains.conversations.repository import DynamoThreadStore
from tests.bench.item_size import item_bytes
from tests.engines import EngineTables

NOW_MS = 1_795_347_242_123
BIGGEST_ITEM = 1_000
CHANGE = Change(
    event="conversation.reopened",  # none is longer
    actor=new_id(NOW_MS),
    at_ms=NOW_MS,
    role="administrator",
    session=new_id(NOW_MS),
    request_id="01234567-89ab-cdef-0123-456789abcdef",
    ip="2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    region="ap-northeast-1",
)


def filled_to_the_caps() -> Conversation:
    """Everything HEAD may hold, each part as long as the rules let it become."""
    letters = "ñ" * 400  # two bytes each: no cap is missed by being counted in characters
    return Conversation(
        id=ConversationId(new_id(NOW_MS)),
        connection_id=ConnectionId(new_id(NOW_MS)),
        contact_id=ContactId(new_id(NOW_MS)),
        queue_id=QueueId(new_id(NOW_MS)),
        opened_at_ms=NOW_MS,
        updated_at_ms=NOW_MS,
        version=99_999,
        active_at_ms=NOW_MS,
        assignee_id=UserId(new_id(NOW_MS)),
        contact_name=rules.cut(letters, rules.NAME_BYTES),
        phone="591700000000001",
        user_id=rules.user_id_in_head("u" * rules.USER_ID_BYTES),
        username=rules.cut(letters, rules.USERNAME_BYTES),
        unread=9_999,
        unanswered=9_999,
        carried=9_999,
        waiting_since_ms=NOW_MS,
        last=LastMessage(_id(0), "text", "in", rules.cut(letters, rules.PREVIEW_BYTES)),
        window_expires_second=NOW_MS // 1000,
        read_up_to=_id(0),
        labels=tuple(digest(str(number), 6) for number in range(8)),
        resolved_at_ms=NOW_MS,
        merged_from=ConversationId(new_id(NOW_MS)),
        applied=tuple(rules.mark(_id(number)) for number in range(rules.APPLIED_RING)),
        sent=tuple(rules.mark(_id(number)) for number in range(rules.SENT_RING)),
        unsent=frozenset(_id(number) for number in range(5)),
    )


def _id(number: int) -> MessageId:
    return message_id(NOW_MS // 1000, Arrival(NOW_MS, number), str(number))


def _stored(tables: EngineTables, head: Conversation) -> dict[str, Any]:
    dynamo = Dynamo(lambda: tables.client, prefix=tables.prefix)
    assert DynamoThreadStore(dynamo).create_head(head, CHANGE) is None
    key: Any = {"pk": {"S": f"C#{head.id}"}, "sk": {"S": "H"}}
    table = f"{tables.prefix}conversations"
    return tables.client.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]


def test_head_with_every_cap_reached_stays_under_the_border(moto_tables: EngineTables) -> None:
    assert item_bytes(_stored(moto_tables, filled_to_the_caps())) <= BIGGEST_ITEM


def test_so_does_one_that_closed_into_another(moto_tables: EngineTables) -> None:
    closed = rules.merged(filled_to_the_caps(), filled_to_the_caps(), NOW_MS)
    assert item_bytes(_stored(moto_tables, closed)) <= BIGGEST_ITEM


@pytest.mark.engine
def test_sizes_are_counted_as_the_engine_counts_them(dynamodb_local: EngineTables) -> None:
    """An item grown byte by byte costs its second unit within five bytes of 1,024."""
    item = _stored(dynamodb_local, replace(filled_to_the_caps(), resolved_at_ms=None))
    table = f"{dynamodb_local.prefix}live"  # no index counts along
    own = item_bytes(item)

    def units(size: int) -> float:
        padded = item | {"zz": {"S": "z" * (size - own - 2)}}
        answer = dynamodb_local.client.put_item(
            TableName=table, Item=padded, ReturnConsumedCapacity="TOTAL"
        )
        return answer["ConsumedCapacity"]["CapacityUnits"]

    border = next(size for size in range(own + 10, 1_200) if units(size) > 1)
    assert abs(border - 1_025) <= 5
