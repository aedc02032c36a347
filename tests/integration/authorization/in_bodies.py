"""What ids in a body may stand for, by kind: what is sent, answered, put on or given."""

from __future__ import annotations

from collections.abc import Mapping

from tests.integration.authorization.conversations import conversation_id, message_id
from tests.integration.authorization.people import COLLEAGUE, STRANGER
from tests.integration.authorization.whose import (
    COLLEAGUES,
    SMUGGLED,
    UNKNOWN,
    Ids,
    Thing,
    desk_of,
    fixed,
    uploader,
)
from tests.samples import COBRANZAS, GENERAL


def _in_own(caller: str, **ids: str) -> Ids:
    return {"conversation_id": conversation_id(desk_of(caller)), **ids}


IN_BODIES: Mapping[str, Mapping[str, Thing]] = {
    "upload": {
        "own": lambda house, caller: _in_own(caller, upload_id=house.upload_of(uploader(caller))),
        COLLEAGUES: lambda house, caller: _in_own(caller, upload_id=house.upload_of(COLLEAGUE)),
        "unknown": lambda _house, caller: _in_own(caller, upload_id=UNKNOWN),
    },
    "answered message": {
        "in own": lambda _house, caller: _in_own(caller, message_id=message_id(desk_of(caller))),
        SMUGGLED: lambda _house, caller: _in_own(caller, message_id=message_id(COLLEAGUE)),
        "unknown": lambda _house, caller: _in_own(caller, message_id=UNKNOWN),
    },
    "label to put": {
        "seen by all": lambda house, caller: _in_own(caller, label_id=house.made["label"]["id"]),
        "seen by administrators": lambda house, caller: _in_own(
            caller, label_id=house.made["hidden label"]["id"]
        ),
        "unknown": lambda _house, caller: _in_own(caller, label_id=UNKNOWN),
    },
    "next holder": {
        "colleague": lambda _house, caller: _in_own(caller, user_id=COLLEAGUE),
        "stranger": lambda _house, caller: _in_own(caller, user_id=STRANGER),
        "unknown": lambda _house, caller: _in_own(caller, user_id="nadie"),
    },
    "queue to give": {
        "own": fixed(queue_id=GENERAL),
        "other": fixed(queue_id=COBRANZAS),
        "unknown": fixed(queue_id=UNKNOWN),
    },
    "queue a connection leads to": {
        "own": fixed(connection_id="wa-principal", leads_to=GENERAL),
        "other": fixed(connection_id="wa-principal", leads_to=COBRANZAS),
        "unknown": fixed(connection_id="wa-principal", leads_to=UNKNOWN),
    },
    "member to add": {
        "colleague": fixed(queue_id=GENERAL, user_id=COLLEAGUE),
        "stranger": fixed(queue_id=GENERAL, user_id=STRANGER),
        "unknown": fixed(queue_id=GENERAL, user_id="nadie"),
    },
    "queue a provider gives": {
        "own": fixed(gives=GENERAL),
        "other": fixed(gives=COBRANZAS),
        "unknown": fixed(gives=UNKNOWN),
    },
    "role a provider gives": {
        "agent": fixed(role="agent"),
        "administrator": fixed(role="administrator"),
        "unknown": fixed(role="nada"),
    },
    "role to give": {
        "agent": fixed(user_id=COLLEAGUE, role="agent"),
        "supervisor": fixed(user_id=COLLEAGUE, role="supervisor"),
        "administrator": fixed(user_id=COLLEAGUE, role="administrator"),
        "unknown": fixed(user_id=COLLEAGUE, role="nada"),
    },
}
