"""A queue with all that depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Queue, User

Membership = Mapping[UserId, frozenset[str]]
"""Who serves a queue, and the channels they are limited to there (none named: every one)."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who serves a queue, or holds conversations of it yet."""

    user: User
    channels: frozenset[str]
    open_count: int


@dataclass(frozen=True, slots=True)
class StaffedQueue:
    """A queue, its members, and who left with open chats.

    Open conversations are counted up to `COUNTED`; `is_cut` where there are more.
    """

    queue: Queue
    members: list[Member]
    former: list[Member]
    is_cut: bool
