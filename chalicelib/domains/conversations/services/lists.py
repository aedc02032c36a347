"""Lists of conversations in a person's sight, narrowed by filters, and how many there are.

Indexes only narrow: each HEAD decides whether it is shown. A page looks once and at no more
than a page may cost, whatever is asked and however many people work here, so it may be short
(ADR 0024).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConversationId, QueueId, UserId, base32, from_base32
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may_see
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Filters, Tray
from chalicelib.domains.conversations.ports import (
    Connections,
    Labels,
    People,
    ThreadStore,
    TrayStore,
)

MOST_PLACES = 60
"""So many places of people are asked for a page, half a unit each; beyond, shelves of queues."""
MOST_LOOKED, _LEAST_LOOKED = 100, 50
MOST_HALF_UNITS = 112  # of a page, whose caller's session costs some, too
COUNT_LIMIT = 1_000
RESOLVED_COUNT_LIMIT = 100  # nobody works them off: a figure that only grows is not paid for
_COUNTED_MONTHS, _LISTED_MONTHS = 3, 24
_SNOOZED_PEOPLE = 10
_HEADS_AT_LEAST = 25  # read in one go
_HEADS_TO_COUNT = 40  # a figure is worth no more
_HELD: dict[Tray, str] = {"pending": "", "in_progress": "+", "snoozed": "~", "resolved": "/"}
_OPEN_SHELF: tuple[Tray, ...] = ("pending", "in_progress", "snoozed")

Counted = dict[Tray, int | None]
K = TypeVar("K", str, int)


@dataclass(frozen=True, slots=True)
class _Opened:
    """Where a walk by opening goes on: months of resolved ones follow the open ones.

    What was resolved after the walk `started` was shown among the open ones.
    """

    started_ms: int
    month: int | None = None
    before: tuple[int, ConversationId] | None = None

    def position(self) -> list[str]:
        month = "" if self.month is None else str(self.month)
        at, last = self.before or (0, "")
        return [base32(self.started_ms, 9), month, base32(at, 9), last]


def _opened_of(position: list[str]) -> _Opened:
    started, month, at, last = position
    return _Opened(
        from_base32(started),
        int(month) if month else None,
        (from_base32(at), ConversationId(last)) if last else None,
    )


class Lists:
    """Lists and counters on behalf of people."""

    def __init__(
        self,
        threads: ThreadStore,
        trays: TrayStore,
        connections: Connections,
        people: People,
        labels: Labels,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._trays = trays
        self._connections = connections
        self._people = people
        self._labels = labels
        self._clock = clock

    def page(
        self, principal: Principal, filters: Filters, before: list[str] | None, limit: int
    ) -> Page[Conversation]:
        """Conversations in sight that answer to the filters, newest activity first.

        Where more people may hold them than can be asked: the last opened first. `before` is a
        position that this gave out: two parts long by activity, four by opening.
        """
        places = self._places(principal, filters)
        if before and len(before) == len(_Opened(0).position()):
            return self._by_opening(principal, filters, _opened_of(before), limit)
        if before is None and len(places) > MOST_PLACES:
            start = _Opened(to_ms(self._clock.now()))
            return self._by_opening(principal, filters, start, limit)
        return self._by_activity(principal, filters, places, before, limit)

    # by activity -------------------------------------------------------------------

    def _by_activity(
        self,
        principal: Principal,
        filters: Filters,
        places: list[str],
        before: list[str] | None,
        limit: int,
    ) -> Page[Conversation]:
        if not places:
            return Page([], None)
        position = (before[0], ConversationId(before[1])) if before else None
        looked = _most_looked(len(places))
        if not filters.asks_heads and filters.queue is None:
            looked = min(limit, looked)
        entries = self._trays.newest(places, position, looked)
        found = self._look(entries, limit, lambda head: self._answers(principal, filters, head))
        last = _reached(entries, found, limit, looked)
        return Page(found, list(last) if last else None)

    def _look(
        self,
        entries: Sequence[tuple[str | int, ConversationId]],
        limit: int,
        answers: Callable[[Conversation], bool],
    ) -> list[Conversation]:
        """The first of these that answer; HEADs are read as they are needed."""
        found: list[Conversation] = []
        rest = [one for _, one in entries]
        while rest and len(found) < limit:
            step = max(limit - len(found), _HEADS_AT_LEAST)
            found += filter(answers, self._threads.heads(rest[:step]))
            rest = rest[step:]
        return found[:limit]

    # by opening --------------------------------------------------------------------

    def _by_opening(
        self, principal: Principal, filters: Filters, at: _Opened, limit: int
    ) -> Page[Conversation]:
        """One shelf of each queue after the other: the open ones, then month by month."""

        def answers(head: Conversation) -> bool:
            was_open = filters.state != "resolved" and (head.resolved_at_ms or 0) > at.started_ms
            return not was_open and self._answers(principal, filters, head)

        found: list[Conversation] = []
        left = MOST_HALF_UNITS
        for month in self._months(filters, at):
            shelves = _shelves(principal, filters, month)
            before = at.before if month == at.month else None
            looked = _most_looked(len(shelves), left)
            if not filters.asks_heads and filters.state not in _OPEN_SHELF:
                looked = min(limit - len(found), looked)
            if left < min(looked, MOST_HALF_UNITS):
                return Page(found, _Opened(at.started_ms, month).position())
            entries = self._trays.last_opened(shelves, before, looked)
            left -= len(shelves) + len(entries)
            shown = self._look(entries, limit - len(found), answers)
            last = _reached(entries, shown, limit - len(found), looked)
            found += sorted(shown, key=lambda one: (one.active_at_ms, one.id), reverse=True)
            if last is not None or len(found) == limit or left <= 0:
                return Page(found, self._next(filters, _Opened(at.started_ms, month, last)))
        return Page(found, None)

    def _next(self, filters: Filters, reached: _Opened) -> list[str] | None:
        if reached.before is not None:
            return reached.position()
        later = [one for one in self._months(filters, reached) if one != reached.month]
        return _Opened(reached.started_ms, later[0]).position() if later else None

    def _months(self, filters: Filters, at: _Opened) -> list[int | None]:
        """What is left of a walk; None are the open ones."""
        newest = rules.month_of(at.started_ms)
        open_ones = [None] if filters.state != "resolved" else []
        closed = range(newest, newest - _LISTED_MONTHS, -1)
        months = [*open_ones, *(closed if filters.has("resolved") else ())]
        return months[months.index(at.month) :] if at.month in months else months

    # counters ----------------------------------------------------------------------

    def counters(self, principal: Principal, filters: Filters) -> Counted:
        """How many conversations of each state are in sight, each counted to its limit.

        None where no index tells and looking would cost more than a figure is worth.
        """
        if filters.asks_heads:
            return dict.fromkeys(("new", *_HELD))
        return {
            "new": self._count(_waiting_places(principal, filters), COUNT_LIMIT),
            "pending": self._count_held(principal, filters, "pending", COUNT_LIMIT),
            "in_progress": self._count_held(principal, filters, "in_progress", COUNT_LIMIT),
            "snoozed": self._count_snoozed(principal, filters),
            "resolved": self._count_resolved(principal, filters),
        }

    def held_counts(self, user_ids: Sequence[UserId]) -> list[int]:
        """How many open conversations each person holds, in their order; each to its limit.

        As in every list of open ones, what is put off is left out.
        """
        held = Filters(state="open")
        suffixes = [suffix for tray, suffix in _HELD.items() if held.has(tray)]
        places = [f"{holder}{suffix}" for suffix in suffixes for holder in user_ids]
        counts = self._trays.counts(places, COUNT_LIMIT)
        people = len(user_ids)
        return [sum(counts[number::people]) for number in range(people)]

    def _count(self, places: Iterable[str], limit: int) -> int:
        total = 0
        for place in places:
            if total < limit:
                total += self._trays.count(place, limit - total)
        return total

    def _count_held(
        self, principal: Principal, filters: Filters, tray: Tray, limit: int
    ) -> int | None:
        """Keys are counted where all is in sight; HEADs decide where some of it is not."""
        holders = self._holders(principal, filters)
        if len(holders) > MOST_PLACES:
            return None
        mixed = [one for one in holders if not self._holds_in_sight(principal, filters, one)]
        whole = [f"{one}{_HELD[tray]}" for one in holders if one not in mixed]
        total = self._count(whole, limit)
        asked = [f"{one}{_HELD[tray]}" for one in mixed]
        if not asked or total == limit:
            return total
        entries = self._trays.newest(asked, None, _HEADS_TO_COUNT)
        if len(entries) == _HEADS_TO_COUNT:
            return None
        heads = self._threads.heads([one for _, one in entries])
        return total + sum(self._answers(principal, filters, head) for head in heads)

    def _count_snoozed(self, principal: Principal, filters: Filters) -> int | None:
        """Of few people only: nobody but their holders works on them."""
        if len(self._holders(principal, filters)) > _SNOOZED_PEOPLE:
            return None
        return self._count_held(principal, filters, "snoozed", COUNT_LIMIT)

    def _count_resolved(self, principal: Principal, filters: Filters) -> int | None:
        """Those of somebody in all; those of queues in the last months."""
        limit = RESOLVED_COUNT_LIMIT
        if principal.scope == "own" or filters.assignee not in (None, "none"):
            return self._count_held(principal, filters, "resolved", limit)
        queues = _queues(principal, filters)
        if filters.assignee == "none":
            return self._count((f"{queue}{_HELD['resolved']}" for queue in queues), limit)
        newest, total = rules.month_of(to_ms(self._clock.now())), 0
        for month in range(newest, newest - _COUNTED_MONTHS, -1):
            for queue in queues:
                if total < limit:
                    shelf = rules.closed_shelf(queue, month)
                    total += self._trays.count_shelf(shelf, limit - total)
        return total

    # places ------------------------------------------------------------------------

    def _places(self, principal: Principal, filters: Filters) -> list[str]:
        """Partitions of the tray that may hold what is asked for."""
        holders = self._holders(principal, filters)
        suffixes = [suffix for tray, suffix in _HELD.items() if filters.has(tray)]
        held = [f"{holder}{suffix}" for suffix in suffixes for holder in holders]
        return _unheld_places(principal, filters) + held

    def _holders(self, principal: Principal, filters: Filters) -> list[UserId]:
        if filters.assignee == "none":
            return []
        if principal.scope == "own":
            mine = filters.assignee in (None, principal.user_id)
            return [principal.user_id] if mine else []
        if filters.assignee is not None:
            return [filters.assignee]
        return self._people.holders(_queues(principal, filters))

    def _holds_in_sight(self, principal: Principal, filters: Filters, holder: UserId) -> bool:
        """Whether all that somebody holds is in sight and of the queue asked for."""
        if filters.queue is not None:
            return self._people.hold_only_in(holder, {filters.queue})
        if principal.scope != "queues" or holder == principal.user_id:
            return True
        return self._people.hold_only_in(holder, principal.queue_ids)

    def _answers(self, principal: Principal, filters: Filters, head: Conversation) -> bool:
        connection = self._connections.by_id(head.connection_id)
        return (
            may_see(
                principal,
                queue_id=head.queue_id,
                assignee_id=head.assignee_id,
                waiting=head.is_waiting,
            )
            and filters.has(rules.tray_of(head))
            and filters.assignee in (None, head.assignee_id or "none")
            and filters.queue in (None, head.queue_id)
            and filters.connection in (None, head.connection_id)
            and filters.channel in (None, connection.channel if connection else None)
            and (filters.label is None or self._bears(principal, head, filters.label))
            and (head.unread > 0 or not filters.unread)
        )

    def _bears(self, principal: Principal, head: Conversation, label: str) -> bool:
        """Whether it bears a label for whom it is listed: who does not see one finds none by it."""
        if label not in head.labels:
            return False
        return label in self._labels.seen_by(principal.role, [label])


def _most_looked(partitions: int, left: int = MOST_HALF_UNITS) -> int:
    """How many keys and HEADs to look at for so many half units: a HEAD costs one, a query of
    keys one for each partition, two above some 70 keys."""
    return max(_LEAST_LOOKED, min(MOST_LOOKED, left - 2 * partitions))


def _queues(principal: Principal, filters: Filters) -> list[QueueId]:
    return [one for one in sorted(principal.queue_ids) if filters.queue in (None, one)]


def _waiting_places(principal: Principal, filters: Filters) -> list[str]:
    """Places of what nobody holds and is open."""
    return list(_queues(principal, filters)) if filters.assignee in (None, "none") else []


def _unheld_places(principal: Principal, filters: Filters) -> list[str]:
    """Places of what nobody holds, or held to its end."""
    queues = _waiting_places(principal, filters)
    places: list[str] = list(queues) if filters.has("new") else []
    if filters.has("resolved") and principal.scope != "own":
        places += [f"{queue}{_HELD['resolved']}" for queue in queues]
    return places


def _shelves(principal: Principal, filters: Filters, month: int | None) -> list[str]:
    """Partitions of the queue index: of one month, or those of what is open."""
    queues = _queues(principal, filters)
    if month is not None:
        return [rules.closed_shelf(queue, month) for queue in queues]
    waiting = queues if filters.has("new") else []
    held = queues if any(filters.has(tray) for tray in _OPEN_SHELF) else []
    return [*map(rules.waiting_shelf, waiting), *map(rules.held_shelf, held)]


def _reached(
    entries: Sequence[tuple[K, ConversationId]],
    found: Sequence[Conversation],
    limit: int,
    looked: int,
) -> tuple[K, ConversationId] | None:
    """The entry behind which the walk goes on; None at its end."""
    if len(found) == limit:
        return next(entry for entry in entries if entry[1] == found[-1].id)
    return entries[-1] if entries and len(entries) == looked else None
