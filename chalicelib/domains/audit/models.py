"""What the audit knows: sightings of what is no write, and acts, which are all that was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

from chalicelib.core.ids import from_base32

ActId = NewType("ActId", str)
"""23 letters that sort by the millisecond of the act."""

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
    entity_id: str
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
