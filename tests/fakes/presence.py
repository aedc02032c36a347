"""Presence in memory: standings and facts; and who was told to have come or gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.presence.models import (
    Fact,
    Mark,
    Span,
    Standing,
    Step,
    WorkSession,
)


class MemoryPresence:
    """PresenceStore; `rivals` are written by somebody else just before the next saves.

    `meanwhile` happens right after each save.
    """

    def __init__(self) -> None:
        self.rows: dict[UserId, Standing] = {}
        self.filed: dict[tuple[UserId, int], Fact] = {}
        self.rivals: list[Standing] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def standing(self, user_id: UserId) -> Standing:
        return self.rows.get(user_id, Standing(user_id))

    def standings(self, user_ids: Sequence[UserId]) -> dict[UserId, Standing]:
        return {user_id: self.standing(user_id) for user_id in user_ids}

    def file(self, user_id: UserId, facts: Iterable[Fact], change: Change) -> None:
        for fact in facts:
            self.filed[user_id, fact.number] = fact

    def save(self, new: Standing, old: Standing, change: Change) -> bool:
        if self.rivals:
            rival = self.rivals.pop()
            version = self.standing(rival.user_id).version + 1
            self.rows[rival.user_id] = replace(rival, version=version)
        if self.standing(new.user_id).version != old.version:
            return False
        self.rows[new.user_id] = new
        self.meanwhile()
        return True

    def steps(
        self, user_ids: Sequence[UserId], from_ms: int, until_ms: int
    ) -> Mapping[UserId, list[Step]]:
        return {
            user_id: [
                fact
                for fact in self._facts(user_id)
                if isinstance(fact, Step) and from_ms <= fact.at_ms < until_ms
            ]
            for user_id in user_ids
        }

    def next_step(self, user_id: UserId, from_ms: int) -> Step | None:
        steps = (fact for fact in self._facts(user_id) if isinstance(fact, Step))
        return next((step for step in steps if step.at_ms >= from_ms), None)

    def marks(self, user_id: UserId, from_ms: int, until_ms: int) -> list[Mark]:
        return [
            fact
            for fact in self._facts(user_id)
            if isinstance(fact, Mark) and from_ms <= fact.at_ms < until_ms
        ]

    def _facts(self, user_id: UserId) -> list[Fact]:
        own = [fact for (whose, _), fact in self.filed.items() if whose == user_id]
        return sorted(own, key=lambda fact: (fact.at_ms, fact.number))


class RecordedAttendance:
    """Attendance: `told` in order, each as a flat tuple."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def came(self, user_id: UserId, session: WorkSession, socket: Span) -> None:
        self.told.append(("came", user_id, session.span.id, socket.id))

    def left(self, user_id: UserId, socket_id: str) -> None:
        self.told.append(("left", user_id, socket_id))

    def ended(self, user_id: UserId, session_id: str, socket_ids: Collection[str]) -> None:
        self.told.append(("ended", user_id, session_id, *socket_ids))

    def sessions_of(self, user_id: UserId) -> frozenset[str]:
        return frozenset(told[2] for told in self.told if told[:2] == ("came", user_id))
