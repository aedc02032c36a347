"""Keeps what people are doing: told by their sessions, their sockets and themselves.

Every change is decided on the standing as read and written only if it is still so; a lost
race is decided again, so that two devices count once. The facts of a change lie in the
standing first and are filed before the next one: none is lost, none is filed that did not
happen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import UserId
from chalicelib.domains.presence import rules
from chalicelib.domains.presence.errors import BreakUnavailableError, NotSignedInError
from chalicelib.domains.presence.models import (
    Activity,
    BreakTypes,
    PresencePolicy,
    Span,
    Standing,
    WorkSession,
)
from chalicelib.domains.presence.ports import PresenceStore

_ROUNDS = 20
_EVENT = "presence.changed"

Decision = Callable[[Standing], Standing]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody shall do now, and why, in the words of who chose it."""

    activity: Activity
    reason: str | None = None


class Presences:
    """Use cases that change a person's presence; to repeat one does no harm."""

    def __init__(
        self,
        store: PresenceStore,
        break_types: Callable[[], BreakTypes],
        clock: Clock,
        policy: PresencePolicy,
    ) -> None:
        self._store = store
        self._break_types = break_types
        self._clock = clock
        self._policy = policy

    def came(self, user_id: UserId, session: WorkSession, socket: Span) -> None:
        """A socket of a session opened."""
        now_ms = self._now()

        def decide(standing: Standing) -> Standing:
            standing = self._at_work(standing, session, now_ms)
            return rules.came(standing, socket, now_ms, self._policy.grace_ms)

        self._save(user_id, decide, self._change(user_id))

    def left(self, user_id: UserId, socket_id: str) -> None:
        """A socket closed, or was found closed."""
        now_ms = self._now()
        self._save(user_id, lambda one: rules.left(one, socket_id, now_ms), self._change(user_id))

    def ended(self, user_id: UserId, session_id: str, socket_ids: Collection[str]) -> None:
        """A session ended before its time, and its sockets with it."""
        now_ms = self._now()
        self._save(
            user_id,
            lambda one: rules.ended(one, session_id, socket_ids, now_ms),
            self._change(user_id),
        )

    def sessions_of(self, user_id: UserId) -> frozenset[str]:
        """The sessions that somebody is at work in."""
        standing = rules.settled(self._store.standing(user_id), self._now())
        return frozenset(one.id for one in standing.sessions)

    def choose_own(
        self, user_id: UserId, choice: Choice, session: WorkSession, change: Change
    ) -> None:
        """Somebody chooses for themselves, which shows that their session goes on.

        Raises BreakUnavailableError.
        """
        now_ms = self._now()
        self._check_break(user_id, choice.activity)

        def decide(standing: Standing) -> Standing:
            standing = self._at_work(standing, session, now_ms)
            return rules.chosen(standing, choice.activity, now_ms, user_id, choice.reason)

        self._save(user_id, decide, change)

    def choose_for(self, user_id: UserId, choice: Choice, change: Change) -> None:
        """A supervisor chooses for somebody.

        Raises BreakUnavailableError, NotSignedInError.
        """
        now_ms = self._now()
        self._check_break(user_id, choice.activity)

        def decide(standing: Standing) -> Standing:
            if choice.activity.needs_session and not standing.sessions:
                raise NotSignedInError
            return rules.chosen(standing, choice.activity, now_ms, change.actor, choice.reason)

        self._save(user_id, decide, change)

    @staticmethod
    def _at_work(standing: Standing, session: WorkSession, now_ms: int) -> Standing:
        return rules.began(standing, session.span, began_ms=session.began_ms, at_ms=now_ms)

    def _check_break(self, user_id: UserId, activity: Activity) -> None:
        if activity.state != "break":
            return
        types = self._break_types().by_id
        wanted = types.get(activity.break_type_id) if activity.break_type_id else None
        if wanted is None or not wanted.is_for(user_id):
            raise BreakUnavailableError

    def _save(self, user_id: UserId, decide: Decision, change: Change) -> None:
        change = replace(change, event=_EVENT)
        for _ in range(_ROUNDS):
            old = self._store.standing(user_id)
            new = decide(rules.settled(old, self._now()))
            if new == old:
                return
            self._store.file(user_id, old.unfiled, change)
            fresh = new.unfiled[len(old.unfiled) :]
            if self._store.save(replace(new, unfiled=fresh, version=old.version + 1), old, change):
                return
        raise BusyError

    def _change(self, user_id: UserId) -> Change:
        return Change(_EVENT, user_id, self._now())

    def _now(self) -> int:
        return to_ms(self._clock.now())
