"""Changes of what is configured that wait: for a second person, for their time, or for both.

A change is kept as what it would write (`Swap`), not as a request to be made again: what was
looked at is what is approved, and that is what is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Permission
from chalicelib.domains.configuration.models import Configured

ChangeId = NewType("ChangeId", str)

Area = Literal[
    "roles",
    "people",
    "four_eyes",
    "security",
    "connections",
    "applications",
    "queues",
    "content_policies",
    "typifications",
    "labels",
    "quick_replies",
    "groups",
    "break_types",
    "alert_rules",
    "author_colours",
    "identity_providers",
    "retention_rules",
    "processing_activities",
    "other",
]
"""What may be guarded, each as a whole. `other` is whatever is configured and not named here."""

PERMISSION_OF: Mapping[Area, Permission] = {
    "roles": "roles.manage",
    "people": "users.manage",
    "four_eyes": "security.manage",
    "security": "security.manage",
    "connections": "connections.manage",
    "applications": "applications.manage",
    "queues": "queues.manage",
    "content_policies": "content_policies.manage",
    "typifications": "typifications.manage",
    "labels": "labels.manage",
    "quick_replies": "quick_replies.manage",
    "groups": "users.manage",
    "break_types": "break_types.manage",
    "alert_rules": "alert_rules.manage",
    "author_colours": "author_colours.manage",
    "identity_providers": "security.manage",
    "retention_rules": "privacy.manage",
    "processing_activities": "privacy.manage",
    "other": "security.manage",
}
"""What a change of an area needs of who approves it, besides `changes.approve`."""

FOUNDATION: frozenset[Area] = frozenset({"roles", "people", "identity_providers", "four_eyes"})
"""Guarded as soon as anything is: whoever makes people and roles alone, or says who vouches for
people, makes a second person.
"""

State = Literal[
    "pending",
    "scheduled",
    "applied",
    "refused",
    "withdrawn",
    "expired",
    "conflicted",
    "failed",
]
OPEN: frozenset[State] = frozenset({"pending", "scheduled"})

Stored = Mapping[str, Any]
"""A value as the table has it, `{"S": "..."}`."""


@dataclass(frozen=True, slots=True)
class FieldSwap:
    """One attribute, and what it becomes; None is absent. `is_json`: its text is JSON."""

    attribute: str
    name: str
    before: Stored | None
    after: Stored | None
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Swap:
    """What becomes of one item, told by its partition (`kind`) and its sort key (`id`).

    `version`: that which it was made from, None where it has none or is not there yet.
    """

    kind: str
    id: str
    fields: tuple[FieldSwap, ...]
    is_new: bool = False
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a person is shown of one attribute; what is secret is told without values."""

    kind: str
    id: str
    entity: str | None
    name: str
    before: Any
    after: Any
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asked, as what, and when; `responsible` are the people behind an application."""

    by: str
    at_ms: int
    role: str | None = None
    session: str | None = None
    application: str | None = None
    request_id: str | None = None
    ip: str | None = None
    region: str | None = None
    responsible: frozenset[str] = frozenset()

    @property
    def barred(self) -> frozenset[str]:
        """Who does not decide on it, in whatever session and role."""
        return self.responsible | {self.by}


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A change that waits, or waited. `is_guarded`: it takes a second person.

    `due_at_ms`: not before then. `failure`: the code of why it could not be made in the end.
    `undoes` and `undone_by` lead from a change to its reverse and back.
    """

    id: ChangeId
    area: Area
    event: str
    kind: str
    subject_id: str
    subject: str | None
    differences: tuple[Difference, ...]
    signature: str
    asking: Asking
    state: State
    is_guarded: bool
    expires_at_ms: int
    due_at_ms: int | None = None
    decided_by: UserId | None = None
    decided_at_ms: int | None = None
    reason: str | None = None
    closed_at_ms: int | None = None
    failure: str | None = None
    undoes: ChangeId | None = None
    undone_by: ChangeId | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def vouched_by(self) -> str:
        """Whose rights it is made by."""
        return self.decided_by or self.asking.by


@dataclass(frozen=True, slots=True)
class FourEyes(Configured):
    """Which areas take a second person, and how long one waits for them.

    Within `undo_hours` of its being made, who approved a change may undo it alone.
    """

    areas: frozenset[Area] = frozenset()
    expires_days: int = 7
    undo_hours: int = 24
    override_reason: str | None = None

    @property
    def in_force(self) -> frozenset[Area]:
        """With what guards the guard itself."""
        return self.areas | FOUNDATION if self.areas else self.areas


@dataclass(frozen=True, slots=True)
class Approvers:
    """How many active people could approve the changes of each area."""

    of: Mapping[Area, int] = field(default_factory=dict, hash=False)

    def too_few(self, areas: frozenset[Area]) -> list[Area]:
        """Where nobody would be left to approve what one of them asks for."""
        return sorted(one for one in areas if self.of.get(one, 0) < 2)
