"""Puts conversations off until a time, and brings them back at it or when the customer writes.

A timer is armed before HEAD is put off, and taken away after HEAD is back: whoever is killed
in between leaves a timer too many, which finds nothing to do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConversationResolvedError,
    NotHolderError,
    SnoozeTimeError,
)
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import ThreadStore, Timers
from chalicelib.domains.conversations.services.desk import Acting, require_hand, save_decided

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=90)
MINUTES_A_SWEEP, TIMERS_A_MINUTE = 500, 500
_MINUTE_MS = 60_000


class Snoozing:
    """What people and `clock` do with what is put off."""

    def __init__(self, threads: ThreadStore, timers: Timers, clock: Clock) -> None:
        self._threads = threads
        self._timers = timers
        self._clock = clock

    def snooze(self, head: Conversation, until: datetime, acting: Acting) -> Conversation:
        """Put it off, or to another time; only what somebody holds."""
        now = self._clock.now()
        if not SHORTEST <= until - now <= LONGEST:
            raise SnoozeTimeError

        def put_off(current: Conversation) -> Conversation:
            if current.is_resolved:
                raise ConversationResolvedError
            if current.assignee_id is None:
                raise NotHolderError
            require_hand(current, acting.principal)
            if current.snoozed_until_ms == to_ms(until):
                return current
            return rules.snoozed(current, to_ms(until), to_ms(now))

        put_off(head)  # no timer for what is refused
        change = replace(acting.change, event=rules.CONVERSATION_SNOOZED)
        self._timers.arm(head.id, _bucket_of(to_ms(until)), change)
        return save_decided(self._threads, head, put_off, change)

    def end(self, head: Conversation, acting: Acting) -> Conversation:
        """Bring it back before its time."""

        def bring_back(current: Conversation) -> Conversation:
            if current.snoozed_until_ms is None:
                return current
            require_hand(current, acting.principal)
            return rules.awake(current, to_ms(self._clock.now()))

        change = replace(acting.change, event=rules.CONVERSATION_WOKEN)
        return save_decided(self._threads, head, bring_back, change)

    def sweep(self, actor: str) -> int:
        """Bring back what is due, however late; how many there were.

        Killed anywhere and run again it ends as one clean run does: a bucket is done with when
        its last timer is gone, a timer goes when its conversation is back.
        """
        swept = self._timers.swept_up_to()
        if swept is None:
            return 0
        now_ms, count = to_ms(self._clock.now()), 0
        change = Change("conversation.changed", actor, now_ms)
        last = min(now_ms // _MINUTE_MS, swept + MINUTES_A_SWEEP)
        for minute in range(swept + 1, last + 1):
            while due := self._timers.due(minute, TIMERS_A_MINUTE):
                for conversation_id in due:
                    count += self._wake(conversation_id, now_ms, change)
                    self._timers.disarm(conversation_id, minute)
        if last > swept:
            self._timers.sweep_up_to(last, change)
        return count

    def _wake(self, conversation_id: ConversationId, now_ms: int, change: Change) -> bool:
        """Whether it was put off until now; one that was put off again has another timer."""

        def wake(current: Conversation) -> Conversation:
            until_ms = current.snoozed_until_ms
            if until_ms is None or until_ms > now_ms:
                return current
            return rules.woken(current, now_ms)

        head = self._threads.head(conversation_id)
        if head is None:
            return False
        try:
            return save_decided(self._threads, head, wake, change) is not head
        except NotFoundError:
            return False


def _bucket_of(until_ms: int) -> int:
    """The first minute that begins at that time or later."""
    return -(-until_ms // _MINUTE_MS)
