"""What the audit knows: sightings of what is no write, and acts, which are all that was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

from chalicelib.core.ids import from_base32

ActId = NewType("ActId", str)
"""23 letters that sort by the millisecond of the act."""

LAST_MS = 2**43
"""Beyond whatever is done: the year 2248."""
Outcome = Literal["done", "refused", "failed"]
Values = Mapping[str, Any]
"""JSON values by the long names of attributes."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that was done, or tried, and writes no item: a reveal, an export, a sign-in.

    `event` is `<noun>.<past verb>`; `entity_kind` and `entity_id` say of what (`user`,
    `contact`, `conversation`, ...), the id empty where nobody is known; `detail` holds JSON
    values by long names. Secrets and texts of messages have no place in it.
    """

    event: str
    entity_kind: str
    entity_id: str
    detail: Values = field(default_factory=dict, hash=False)
    outcome: Outcome = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that was done: who, when, from where, to what, and what it was before and after.

    `actor` is a user id, an application's, the name of a function, or `anonymous`; `version`
    is the entity's after a write. Values that are secret are digests here already.
    """

    id: ActId
    event: str
    actor: str
    entity_kind: str
    entity_id: str = ""
    role: str | None = None
    session: str | None = None
    request_id: str | None = None
    ip: str | None = None
    application: str | None = None
    region: str | None = None
    version: int | None = None
    outcome: Outcome = "done"
    before: Values = field(default_factory=dict, hash=False)
    after: Values = field(default_factory=dict, hash=False)
    detail: Values = field(default_factory=dict, hash=False)

    @property
    def at_ms(self) -> int:
        """When it was done, milliseconds since 1970."""
        return at_ms_of(self.id)


def at_ms_of(act_id: ActId) -> int:
    """The millisecond that an id carries."""
    return from_base32(act_id[:9])


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a chain: `number` counts from 1 within its shard.

    `frame` says who did what, when and from where (JSON); `values` what it was before and
    after (JSON), which may be erased (None) while `values_digest` stays, salted so that
    nobody finds out by trying. `digest` covers all of it and the entry before.
    """

    shard: int
    number: int
    id: ActId
    frame: str
    values: str | None
    salt: str | None
    values_digest: str
    previous: str
    digest: str
    position: int | None = None
    """Where it stands in its chain: its number; None under a key that no entry of ours has."""

    @property
    def is_erased(self) -> bool:
        return self.values is None


@dataclass(frozen=True, slots=True)
class Listed:
    """An act as lists show it; `changed` names attributes, `text` is what a search looks at."""

    id: ActId
    shard: int
    number: int
    event: str
    actor: str
    entity_kind: str
    entity_id: str
    role: str | None
    application: str | None
    outcome: Outcome
    version: int | None
    changed: tuple[str, ...]
    name: str | None
    text: str

    @property
    def at_ms(self) -> int:
        """When it was done, milliseconds since 1970."""
        return at_ms_of(self.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for; None means any. Times are milliseconds, `until_ms` is beyond."""

    actor: str | None = None
    event: str | None = None
    entity_kind: str | None = None
    entity_id: str | None = None
    application: str | None = None
    text: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None


Flaw = Literal["altered", "removed", "inserted", "reordered", "cut", "rewritten"]


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a chain is not what it was: `number` is the first entry concerned."""

    shard: int
    number: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come; number 0 before its first entry."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The heads of all chains at an instant, kept where nobody can change or delete them."""

    at_ms: int
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """How far one chain was verified, when to its end, and what was found to be wrong."""

    shard: int
    head: Head
    at_ms: int
    holes: tuple[Hole, ...] = ()
