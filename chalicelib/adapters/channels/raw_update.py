"""One update of a provider on its way from the webhook to its parser, not understood yet.

Owns the form in which it travels on a queue, by value or, where large, by reference.
Only the standard library: the webhook function starts with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.core.body_store import BodyStore, Folder, by_reference, whole
from chalicelib.core.ids import AppId, Arrival

Part = Literal[
    "message", "echo", "status", "past", "progress", "names", "kept", "malformed", "signature"
]
"""What a parser is to look for; `malformed` ends as a dead letter with `detail`.

A `signature` is no update: the door tells whether an app's signatures fit (`field`).

An `echo` is what the business wrote in the provider's own app. `past`, `progress` and `names`
are what a number brings along from there: messages of long ago, how far they have come, and
whom the business knows by name.
"""

BROUGHT_ALONG: frozenset[Part] = frozenset({"past", "progress", "names"})

MAX_QUEUED_BYTES = 200_000
_MAX_IN_GROUP = 50


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """One message, status or other update as the provider wrote it.

    `account` is the provider's id of the connection, None where the update names none;
    `contact` is the provider's entry on the sender of a message, never anybody else's;
    `content` is the JSON of this update alone; `is_exempt`: limits do not hold for it.
    `holder` is the provider's id of the account that holds the connection, `number` the
    connection's own, `told_second` when the provider told, each where the update says so.
    """

    channel: str
    app_id: AppId
    part: Part
    field: str
    account: str | None
    arrival: Arrival
    content: Any
    contact: dict[str, Any] | None = None
    detail: str | None = None
    is_exempt: bool = False
    holder: str | None = None
    number: str | None = None
    told_second: int | None = None

    @property
    def _source(self) -> tuple[str | None, str | None, int | None]:
        return self.holder, self.number, self.told_second

    def to_json(self) -> str:
        """ASCII, so that its length is its size and every queue takes it."""
        return json.dumps(
            {
                "channel": self.channel,
                "app": self.app_id,
                "part": self.part,
                "field": self.field,
                "account": self.account,
                "arrival": [self.arrival.intake_ms, self.arrival.place],
                "content": self.content,
                "contact": self.contact,
                "detail": self.detail,
                **({"exempt": True} if self.is_exempt else {}),
                **({"of": self._source} if any(self._source) else {}),
            },
            separators=(",", ":"),
        )


def _from_fields(fields: dict[str, Any]) -> RawUpdate:
    intake_ms, place = fields["arrival"]
    holder, number, told_second = fields.get("of", (None, None, None))
    return RawUpdate(
        channel=fields["channel"],
        app_id=AppId(fields["app"]),
        part=fields["part"],
        field=fields["field"],
        account=fields["account"],
        arrival=Arrival(intake_ms, place),
        content=fields["content"],
        contact=fields["contact"],
        detail=fields["detail"],
        is_exempt=fields.get("exempt", False),
        holder=holder,
        number=number,
        told_second=told_second,
    )


def groups(updates: Sequence[RawUpdate]) -> Iterator[list[RawUpdate]]:
    """Updates in order, in groups that fit one queue message; a large one stands alone."""
    group: list[RawUpdate] = []
    size = 0
    for update in updates:
        length = len(update.to_json())
        if group and (len(group) == _MAX_IN_GROUP or size + length > MAX_QUEUED_BYTES):
            yield group
            group, size = [], 0
        group.append(update)
        size += length
    if group:
        yield group


def pack(updates: Sequence[RawUpdate], bodies: BodyStore, folder: Folder = "updates") -> str:
    """The body of one queue message; a large one is kept in the folder.

    Raises BodyUnavailableError where it is not.
    """
    body = f'{{"updates":[{",".join(update.to_json() for update in updates)}]}}'
    if len(body) <= MAX_QUEUED_BYTES:
        return body
    return by_reference(body.encode(), folder, bodies)


def unpack(body: str, bodies: BodyStore) -> tuple[RawUpdate, ...]:
    """What `pack` packed.

    Raises BodyUnavailableError where a large one cannot be read, ValueError for a body
    that `pack` did not write.
    """
    try:
        envelope = json.loads(whole(body, bodies))
        return tuple(_from_fields(fields) for fields in envelope["updates"])
    except (KeyError, TypeError) as exc:
        raise ValueError("a queue message of a shape that no webhook wrote") from exc
