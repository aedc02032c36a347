"""What each Lambda may do, and nothing more; found by reading what it does.

Nobody may scan a table, and nobody may delete from `records` or `directory`. Of `conversations`
and `contacts` only `clock` does: what has a person's number in its key, once they are erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.core.queues import (
    AUDIT,
    HISTORY,
    HISTORY_MEDIA,
    INBOUND,
    MAIL,
    MEDIA,
    NETS,
    OUTBOUND,
    STATUS,
)
from chalicelib.core.secret_store import EDGE_KEY, SIGNING_KEY, SMTP_SERVER, app_secret_name
from chalicelib.core.tables import (
    CONTACTS,
    CONVERSATIONS,
    DIRECTORY,
    HEALTH,
    LIVE,
    PRESENCE,
    RECORDS,
)

Actions = tuple[str, ...]

GET: Actions = ("dynamodb:GetItem",)
CHECK: Actions = ("dynamodb:ConditionCheckItem",)
BATCH_GET: Actions = ("dynamodb:BatchGetItem",)
QUERY: Actions = ("dynamodb:Query",)
PUT: Actions = ("dynamodb:PutItem",)
UPDATE: Actions = ("dynamodb:UpdateItem",)
DELETE: Actions = ("dynamodb:DeleteItem",)

BODIES, FILES, SEALS = "bodies", "media", "seals"  # the buckets that functions reach
READ_OBJECTS: Actions = ("s3:GetObject",)
WRITE_OBJECTS: Actions = ("s3:PutObject",)
ERASE_OBJECTS: Actions = ("s3:DeleteObject", "s3:DeleteObjectVersion")
LIST_OBJECTS: Actions = ("s3:ListBucket",)
LIST_VERSIONS: Actions = ("s3:ListBucketVersions",)

APP_SECRETS = app_secret_name("*")
"""Secrets of the providers' applications, which administrators add."""

_CONFIGURATION = {DIRECTORY.name: GET + QUERY}
_NOTES = {HEALTH.name: UPDATE}
"""Whoever uses tables notes which of them refuse."""


_PRESENCE = {PRESENCE.name: GET + PUT + UPDATE}
"""Whoever learns that somebody comes or goes."""


@dataclass(frozen=True, slots=True)
class Rights:
    """`tables` and `buckets` map names to actions; `indexes` are tables queried by an index;
    `lists` maps buckets to what may be asked of them as a whole.

    `postpones` names the queues whose messages it may hide for a while, `measures` those
    that it may look at; taking messages from a queue or records from a stream follows from
    the trigger.
    """

    tables: Mapping[str, Actions] = field(default_factory=dict)
    indexes: tuple[str, ...] = ()
    sends: tuple[str, ...] = ()
    postpones: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    buckets: Mapping[str, Actions] = field(default_factory=dict)
    lists: Mapping[str, Actions] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    posts_to_sockets: bool = False
    sends_mail: bool = False

    @property
    def queues(self) -> tuple[str, ...]:
        """Every queue whose address it needs, each once."""
        return tuple(dict.fromkeys(self.sends + self.postpones + self.measures))


_TAKES_UPDATES = Rights(
    tables={
        **_NOTES,
        DIRECTORY.name: GET + QUERY + PUT,  # what the provider tells of a connection
        CONVERSATIONS.name: GET + QUERY + PUT + UPDATE,
        CONTACTS.name: GET + BATCH_GET + PUT + UPDATE,
        RECORDS.name: PUT + UPDATE,
    },
    sends=(STATUS,),
    buckets={BODIES: READ_OBJECTS + WRITE_OBJECTS, FILES: WRITE_OBJECTS},
)

RIGHTS: Mapping[str, Rights] = {
    "webhook": Rights(
        sends=(INBOUND, STATUS, HISTORY), buckets={BODIES: WRITE_OBJECTS}, secrets=(APP_SECRETS,)
    ),
    "inbound": replace(
        _TAKES_UPDATES,
        tables={**_TAKES_UPDATES.tables, LIVE.name: UPDATE},  # counts of its limits
        postpones=(INBOUND,),
    ),
    "status": replace(_TAKES_UPDATES, postpones=(STATUS,)),
    "history": replace(_TAKES_UPDATES, sends=(HISTORY,), postpones=(HISTORY,)),
    "media": Rights(
        tables={**_CONFIGURATION, **_NOTES, CONVERSATIONS.name: GET + UPDATE},
        postpones=(MEDIA, HISTORY_MEDIA),
        buckets={FILES: WRITE_OBJECTS},
        secrets=(APP_SECRETS,),
    ),
    "push": Rights(
        tables={
            **_CONFIGURATION,
            **_NOTES,
            CONVERSATIONS.name: GET + BATCH_GET + QUERY,
            CONTACTS.name: BATCH_GET,
            LIVE.name: GET + QUERY + PUT + UPDATE + DELETE,  # alerts are put
            PRESENCE.name: GET + BATCH_GET + QUERY + PUT + UPDATE,
        },
        indexes=(CONVERSATIONS.name,),
        buckets={FILES: READ_OBJECTS},
        posts_to_sockets=True,
    ),
    "relay": Rights(tables=_NOTES, sends=(OUTBOUND, MEDIA, HISTORY_MEDIA, AUDIT)),
    "audit": Rights(tables={**_NOTES, RECORDS.name: GET + QUERY + PUT}, postpones=(AUDIT,)),
    "outbound": Rights(
        tables={
            **_NOTES,
            DIRECTORY.name: GET + QUERY + PUT,  # why a connection cannot send
            CONVERSATIONS.name: GET + QUERY + PUT + UPDATE,
            CONTACTS.name: BATCH_GET,
        },
        postpones=(OUTBOUND,),
        buckets={FILES: READ_OBJECTS},
        secrets=(APP_SECRETS,),
    ),
    "mail": Rights(
        tables={**_NOTES, LIVE.name: GET + PUT},  # how far each one has come
        postpones=(MAIL,),
        secrets=(SMTP_SERVER,),
        sends_mail=True,
    ),
    "clock": Rights(
        tables={
            DIRECTORY.name: GET + BATCH_GET + QUERY + PUT + UPDATE,  # changes that are due
            CONVERSATIONS.name: GET + BATCH_GET + QUERY + PUT + UPDATE + DELETE,  # put off; erased
            CONTACTS.name: GET
            + BATCH_GET
            + QUERY
            + UPDATE
            + DELETE,  # who is taken along, or erased
            LIVE.name: GET + QUERY + PUT + DELETE,  # timers, drafts
            HEALTH.name: QUERY + PUT + UPDATE,
            RECORDS.name: GET + BATCH_GET + QUERY + PUT + UPDATE,  # seals and verifies the audit
        },
        indexes=(CONVERSATIONS.name, RECORDS.name),
        sends=(OUTBOUND, AUDIT),
        buckets={
            SEALS: READ_OBJECTS + WRITE_OBJECTS,
            FILES: READ_OBJECTS + WRITE_OBJECTS + ERASE_OBJECTS,
            BODIES: READ_OBJECTS + WRITE_OBJECTS,
        },
        lists={FILES: LIST_VERSIONS, BODIES: LIST_OBJECTS},
        measures=(*NETS, *NETS.values()),
        secrets=(APP_SECRETS,),  # whether they are there
    ),
    "api": Rights(
        tables={
            DIRECTORY.name: GET + BATCH_GET + QUERY + PUT + UPDATE + CHECK,
            CONVERSATIONS.name: GET + BATCH_GET + QUERY + PUT + UPDATE,
            CONTACTS.name: GET + BATCH_GET + QUERY + PUT + UPDATE,  # of whom it writes to first
            LIVE.name: GET + QUERY + PUT + UPDATE + DELETE,
            PRESENCE.name: GET + BATCH_GET + QUERY + PUT + UPDATE,
            RECORDS.name: GET + BATCH_GET + QUERY + PUT + UPDATE,
            HEALTH.name: QUERY + UPDATE,
        },
        indexes=(CONVERSATIONS.name, RECORDS.name),
        sends=(INBOUND, STATUS, HISTORY, MAIL, OUTBOUND, AUDIT),
        buckets={
            BODIES: READ_OBJECTS,
            FILES: READ_OBJECTS + WRITE_OBJECTS + ERASE_OBJECTS,  # exports, before their time
        },
        lists={FILES: LIST_VERSIONS},
        secrets=(SIGNING_KEY, EDGE_KEY, APP_SECRETS),  # templates are read at the provider's
        posts_to_sockets=True,  # closes those of a session that ends
    ),
    "socket-connect": Rights(
        tables={**_CONFIGURATION, **_NOTES, **_PRESENCE, LIVE.name: GET + PUT + DELETE}
    ),
    "socket-message": Rights(
        tables={
            **_CONFIGURATION,
            **_NOTES,
            **_PRESENCE,
            CONVERSATIONS.name: GET,
            LIVE.name: GET + QUERY + PUT + UPDATE + DELETE,
        },
        posts_to_sockets=True,
    ),
    "socket-disconnect": Rights(tables={**_NOTES, **_PRESENCE, LIVE.name: GET + DELETE}),
}
