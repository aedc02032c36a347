"""The items of the `conversations` table and their short attribute names.

`C#<conversation>`/`H` HEAD · `C#<conversation>`/`M#<message>` a message ·
`T#<contact>`/`P#<connection>` a thread pointer · `X#<connection>#<provider id>`/`I` the index.
"""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.models import Model

from chalicelib.core.dynamo import RowKey
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId, MessageId
from chalicelib.core.tables import CONVERSATIONS

HEAD = "H"
DUE_SHARDS = 4
"""Over so many partitions each connection's messages that are to be sent are spread."""

SCHEDULED = "later"
"""Where messages stand whose time has not come: few, and apart from what is due."""


class CompactJSONAttribute(JSONAttribute):
    """JSON without blanks and escapes: an item is paid by its bytes."""

    def serialize(self, value: Any) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Row(Model):
    """What every item of the table has."""

    class Meta:
        table_name = CONVERSATIONS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class HeadRow(Row):
    """A conversation. Ids of people and queues only: their names are resolved on reading."""

    class Meta:
        table_name = CONVERSATIONS.name
        audited_as = ("conversation", HEAD)

    version = NumberAttribute(attr_name="vs")
    connection_id = UnicodeAttribute(attr_name="cn")
    contact_id = UnicodeAttribute(attr_name="ct")
    queue_id = UnicodeAttribute(attr_name="qu")
    assignee_id = UnicodeAttribute(attr_name="as", null=True)
    contact_name = UnicodeAttribute(attr_name="nm", null=True)
    phone = UnicodeAttribute(attr_name="ph", null=True)
    user_id = UnicodeAttribute(attr_name="ui", null=True)
    username = UnicodeAttribute(attr_name="un", null=True)
    unread = NumberAttribute(attr_name="ur")
    unanswered = NumberAttribute(attr_name="ua")
    carried = NumberAttribute(attr_name="cu", null=True)
    waiting_since_ms = NumberAttribute(attr_name="ws", null=True)
    last_id = UnicodeAttribute(attr_name="lm", null=True)
    last_kind = UnicodeAttribute(attr_name="lk", null=True)
    last_direction = UnicodeAttribute(attr_name="ld", null=True)
    last_preview = UnicodeAttribute(attr_name="lp", null=True)
    window_expires_second = NumberAttribute(attr_name="wx", null=True)
    read_up_to = UnicodeAttribute(attr_name="rd", null=True)
    labels: ListAttribute[Any] = ListAttribute(attr_name="lb", of=UnicodeAttribute, null=True)
    opened_at_ms = NumberAttribute(attr_name="oa")
    updated_at_ms = NumberAttribute(attr_name="ux")
    resolved_at_ms = NumberAttribute(attr_name="ra", null=True)
    snoozed_until_ms = NumberAttribute(attr_name="sz", null=True)
    woken_at_ms = NumberAttribute(attr_name="wk", null=True)
    merged_into = UnicodeAttribute(attr_name="mi", null=True)
    merged_from = UnicodeAttribute(attr_name="mf", null=True)
    applied: ListAttribute[Any] = ListAttribute(attr_name="ap", of=UnicodeAttribute)
    sent: ListAttribute[Any] = ListAttribute(attr_name="ao", of=UnicodeAttribute)
    unsent = UnicodeSetAttribute(attr_name="ob", null=True)
    place = UnicodeAttribute(attr_name="tp")
    active_at = UnicodeAttribute(attr_name="ta")
    queue_place = UnicodeAttribute(attr_name="qp")


class MessageRow(Row):
    """A message; `due_*` put it on the sparse index of what is still to be sent."""

    class Meta:
        table_name = CONVERSATIONS.name
        audited_as = ("message", "M#")

    version = NumberAttribute(attr_name="vs")
    connection_id = UnicodeAttribute(attr_name="cn")
    direction = UnicodeAttribute(attr_name="di")
    author_kind = UnicodeAttribute(attr_name="ak")
    author_id = UnicodeAttribute(attr_name="ai", null=True)
    author_name = UnicodeAttribute(attr_name="an", null=True)
    kind = UnicodeAttribute(attr_name="kd")
    text = UnicodeAttribute(attr_name="tx", null=True)
    media_state = UnicodeAttribute(attr_name="ms", null=True)
    media_type = UnicodeAttribute(attr_name="mt", null=True)
    media_provider_id = UnicodeAttribute(attr_name="mp", null=True)
    media_filename = UnicodeAttribute(attr_name="mf", null=True)
    media_bytes = NumberAttribute(attr_name="mb", null=True)
    media_sha256 = UnicodeAttribute(attr_name="mh", null=True)
    media_key = UnicodeAttribute(attr_name="mk", null=True)
    media_failure = UnicodeAttribute(attr_name="mx", null=True)
    content = CompactJSONAttribute(attr_name="co", null=True)
    referral = CompactJSONAttribute(attr_name="rf", null=True)
    quote_id = UnicodeAttribute(attr_name="qi", null=True)
    quote_preview = UnicodeAttribute(attr_name="qv", null=True)
    quote_provider_id = UnicodeAttribute(attr_name="qx", null=True)
    reactions: MapAttribute[str, Any] = MapAttribute(attr_name="rx")  # type: ignore[no-untyped-call]
    raw_type = UnicodeAttribute(attr_name="rt", null=True)
    raw = JSONAttribute(attr_name="rw", null=True)
    provider_id = UnicodeAttribute(attr_name="pi", null=True)
    group_id = UnicodeAttribute(attr_name="gi", null=True)
    resend_of = UnicodeAttribute(attr_name="ro", null=True)
    resent_as = UnicodeAttribute(attr_name="ra", null=True)
    labels: ListAttribute[Any] = ListAttribute(attr_name="lb", of=UnicodeAttribute, null=True)
    due_shard = UnicodeAttribute(attr_name="ds", null=True)
    due_at_ms = NumberAttribute(attr_name="du", null=True)
    send_at_ms = NumberAttribute(attr_name="sa", null=True)
    cancelled_at_ms = NumberAttribute(attr_name="s7", null=True)
    attempts = NumberAttribute(attr_name="ac", null=True)
    attempted_at_ms = NumberAttribute(attr_name="at", null=True)
    sent_at_ms = NumberAttribute(attr_name="s1", null=True)
    delivered_at_ms = NumberAttribute(attr_name="s2", null=True)
    read_at_ms = NumberAttribute(attr_name="s3", null=True)
    played_at_ms = NumberAttribute(attr_name="s4", null=True)
    failed_at_ms = NumberAttribute(attr_name="s5", null=True)
    unconfirmed_at_ms = NumberAttribute(attr_name="s6", null=True)
    hold = UnicodeAttribute(attr_name="ho", null=True)
    error = JSONAttribute(attr_name="er", null=True)
    edited_at_ms = NumberAttribute(attr_name="ed", null=True)
    edit_order = UnicodeAttribute(attr_name="eo", null=True)
    original_text = UnicodeAttribute(attr_name="ot", null=True)
    revoked_at_ms = NumberAttribute(attr_name="rv", null=True)
    erased_at_ms = NumberAttribute(attr_name="xa", null=True)


class PointerRow(Row):
    class Meta:
        table_name = CONVERSATIONS.name

    conversation_id = UnicodeAttribute(attr_name="cv", null=True)
    forward_to = UnicodeAttribute(attr_name="fw", null=True)
    generation = NumberAttribute(attr_name="gn")


class IndexRow(Row):
    class Meta:
        table_name = CONVERSATIONS.name

    conversation_id = UnicodeAttribute(attr_name="cv")
    message_id = UnicodeAttribute(attr_name="mi")


class TrayRow(Row):
    """What the tray index projects."""

    class Meta:
        table_name = CONVERSATIONS.name

    place = UnicodeAttribute(attr_name="tp")
    active_at = UnicodeAttribute(attr_name="ta")


class QueueRow(Row):
    """What the queue index projects."""

    class Meta:
        table_name = CONVERSATIONS.name

    queue_place = UnicodeAttribute(attr_name="qp")
    opened_at_ms = NumberAttribute(attr_name="oa")


class ContactIndexRow(Row):
    """What the contact index projects."""

    class Meta:
        table_name = CONVERSATIONS.name

    contact_id = UnicodeAttribute(attr_name="ct")
    opened_at_ms = NumberAttribute(attr_name="oa")


class DueRow(Row):
    """What the index of due messages projects.

    A shard is `<connection>#<number>`; those that were stored by earlier versions stand under
    the number alone, all connections together.
    """

    class Meta:
        table_name = CONVERSATIONS.name

    due_shard = UnicodeAttribute(attr_name="ds")
    due_at_ms = NumberAttribute(attr_name="du")


def head_key(conversation_id: ConversationId) -> RowKey:
    return f"C#{conversation_id}", HEAD


def message_key(conversation_id: ConversationId, message_id: MessageId) -> RowKey:
    return f"C#{conversation_id}", f"M#{message_id}"


def pointer_key(contact_id: ContactId, connection_id: ConnectionId) -> RowKey:
    return f"T#{contact_id}", f"P#{connection_id}"


def index_key(connection_id: ConnectionId, provider_id: str) -> RowKey:
    return f"X#{connection_id}#{provider_id}", "I"
