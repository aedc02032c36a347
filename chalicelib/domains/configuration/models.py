"""What every configured thing has: queues, labels, and whatever else is named and versioned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Configured:
    """Base of a configured thing. It is retired and never deleted: what is past names it by id.

    `changed_by` is the actor of its newest change, None where that was not kept.
    """

    id: str
    name: str
    version: int = 1
    is_retired: bool = False
    changed_by: str | None = None
    changed_at_ms: int | None = None
