"""Lets go of what is old, by the rules that are on: once a day, a little each minute.

Of conversations whole months are looked at, once the last of their days is past; those of people
under a legal hold stay. Every thirty days all months are looked at again, for holds that ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConversationId, MessageId, QueueId
from chalicelib.domains.audit.models import Listed, Wanted
from chalicelib.domains.audit.ports import Record
from chalicelib.domains.conversations.erasing import without_preview
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.ports import ThreadStore, TrayStore
from chalicelib.domains.conversations.rules import closed_shelf
from chalicelib.domains.privacy import rules
from chalicelib.domains.privacy.models import Foreseen, RetentionKind, RetentionRule, Sweeping
from chalicelib.domains.privacy.ports import Requests, Sweepings
from chalicelib.domains.privacy.services.case_book import CaseBook
from chalicelib.domains.privacy.services.erasing import Budget
from chalicelib.domains.privacy.services.letting_go import LettingGo
from chalicelib.domains.privacy.services.retention_book import RetentionBook

MONTHS_BACK = 120
_MONTH_DAYS = 30
_MOST_COUNTED = 1_000
_EPISODES, _MESSAGES, _ACTS = 20, 100, 25


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where closed conversations stand."""

    trays: TrayStore
    threads: ThreadStore
    queues: Callable[[], Iterable[QueueId]]

    def of(self, month: int) -> list[str]:
        return [closed_shelf(one, month) for one in sorted(self.queues())]


class Retention:
    """The use cases of whoever sets a rule, and of `clock`, which goes by it."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it goes by, and what it takes away
        self,
        book: RetentionBook,
        sweepings: Sweepings,
        shelves: Shelves,
        letting_go: LettingGo,
        case_book: CaseBook,
        requests: Requests,
        record: Record,
        clock: Clock,
    ) -> None:
        self._book = book
        self._sweepings = sweepings
        self._shelves = shelves
        self._letting_go = letting_go
        self._case_book = case_book
        self._requests = requests
        self._record = record
        self._clock = clock

    def swept(self) -> dict[RetentionKind, Sweeping]:
        """How far each rule has come."""
        return self._sweepings.all()

    def foreseen(self, kind: RetentionKind, days: int) -> Foreseen:
        """What a rule of so many days would take away, counted up to a limit; nothing is."""
        before_ms = self._now() - days * rules.DAY_MS
        if kind in ("messages", "media"):
            return self._foreseen_conversations(kind, days)
        if kind == "exports":
            found = self._requests.oldest_exports("ready", _MOST_COUNTED)
            old = [
                one.finished_at_ms or 0 for one in found if (one.finished_at_ms or 0) < before_ms
            ]
            is_more = len(old) == _MOST_COUNTED
            return Foreseen(kind, before_ms, len(old), is_more, min(old, default=None))
        acts = list(self._acts_before(before_ms, _MOST_COUNTED))
        oldest_ms = min((one.at_ms for one in acts), default=None)
        return Foreseen(kind, before_ms, len(acts), len(acts) == _MOST_COUNTED, oldest_ms)

    def go_on(self, budget: Budget) -> None:
        """What is due of today, as far as the budget goes."""
        rules_on = {kind: rule for kind, rule in self._book.rules().items() if rule.is_on}
        rules_on.pop("exports", None)  # they go when their own time is over
        today, known = self._now() // rules.DAY_MS, self._sweepings.all() if rules_on else {}
        for kind, rule in rules_on.items():
            sweeping = known.get(kind, Sweeping(kind))
            if sweeping.day == today:
                continue
            if sweeping.day and sweeping.day // _MONTH_DAYS != today // _MONTH_DAYS:
                sweeping = replace(sweeping, done_month=0, place=())
            while budget.is_left() and sweeping.day != today:
                sweeping = self._step(rule, sweeping, today)
                self._sweepings.keep(sweeping, self._change("retention.swept"))

    def _step(self, rule: RetentionRule, sweeping: Sweeping, today: int) -> Sweeping:
        if sweeping.kind == "audit":
            return self._sweep_audit(rule, sweeping, today)
        first_kept = rules.first_kept_month(rule.days, self._now())
        month = max(sweeping.done_month + 1, first_kept - MONTHS_BACK)
        if month >= first_kept:
            return replace(sweeping, day=today, place=())
        return self._sweep_month(sweeping, month)

    def _sweep_month(self, sweeping: Sweeping, month: int) -> Sweeping:
        """`place`: the conversation that was the last one, of all queues, newest first."""
        before = _position(sweeping.place)
        shelves = self._shelves.of(month)
        found = self._shelves.trays.last_opened(shelves, before, _EPISODES)
        removed = sum(self._let_go(sweeping.kind, one) for _, one in found)
        removed += sweeping.removed
        if len(found) < _EPISODES:
            return replace(sweeping, done_month=month, place=(), removed=removed)
        return replace(sweeping, place=found[-1], removed=removed)

    def _let_go(self, kind: RetentionKind, conversation_id: ConversationId) -> bool:
        """Whether there was anything left to take away."""
        head = self._shelves.threads.head(conversation_id)
        if head is None or self._case_book.is_held(head.contact_id):
            return False
        change, did = self._change("message.changed"), False
        after: MessageId | None = None
        while True:
            page = self._letting_go.messages(conversation_id, after, _MESSAGES)
            for message in page.items:
                if kind == "messages" and message.erased_at_ms is None:
                    self._letting_go.empty(message, change)
                    did = True
                elif kind == "media" and _has_file(message):
                    self._letting_go.empty_file(message, change)
                    did = True
            if not page.next_position:
                break
            after = MessageId(page.next_position[0])
        if kind == "messages" and did:
            self._letting_go.change_head(conversation_id, without_preview, change)
            self._letting_go.silence(conversation_id, change)
        return did

    def _sweep_audit(self, rule: RetentionRule, sweeping: Sweeping, today: int) -> Sweeping:
        """Values of acts; who did what and when stays, and so does the chain."""
        before_ms = self._now() - rule.days * rules.DAY_MS
        change = self._change("audit.erased")
        acts = list(self._acts_before(before_ms, _ACTS))
        for act in acts:
            self._record.erase(act, change)
        removed = sweeping.removed + len(acts)
        if len(acts) < _ACTS:
            return replace(sweeping, day=today, removed=removed)
        return replace(sweeping, removed=removed)

    def _acts_before(self, before_ms: int, most: int) -> Iterable[Listed]:
        """Acts older than that which have values yet."""
        wanted, position = Wanted(until_ms=before_ms), None
        found = 0
        while True:
            page = self._record.page(wanted, position, _MESSAGES)
            for one in page.items:
                if one.text:
                    found += 1
                    yield one
                if found >= most:
                    return
            if not page.next_position:
                return
            position = type(page.items[-1].id)(page.next_position[0]) if page.items else None
            if position is None:
                return

    def _foreseen_conversations(self, kind: RetentionKind, days: int) -> Foreseen:
        first_kept = rules.first_kept_month(days, self._now())
        many, oldest_month = 0, None
        for month in range(first_kept - 1, first_kept - 1 - MONTHS_BACK, -1):
            shelves = self._shelves.of(month)
            here = sum(self._shelves.trays.count_shelf(one, _MOST_COUNTED) for one in shelves)
            if here:
                many, oldest_month = many + here, month
            if many >= _MOST_COUNTED:
                break
        month_ms = _MONTH_DAYS * rules.DAY_MS
        oldest_ms = None if oldest_month is None else oldest_month * month_ms
        is_partial = many >= _MOST_COUNTED
        return Foreseen(kind, first_kept * month_ms, many, is_partial, oldest_ms)

    def _change(self, event: str) -> Change:
        return Change(event, "clock", self._now())

    def _now(self) -> int:
        return to_ms(self._clock.now())


def _position(place: tuple[object, ...]) -> tuple[int, ConversationId] | None:
    return (int(str(place[0])), ConversationId(str(place[1]))) if place else None


def _has_file(message: Message) -> bool:
    return message.media is not None and message.media.state == "ready"
