"""Dead letters: buried by functions, then replayed or discarded by an administrator."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.body_store import BodyStore, BodyUnavailableError, whole
from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConnectionId, digest, new_id
from chalicelib.core.pagination import Page
from chalicelib.core.queues import QueueMessage, Queues
from chalicelib.domains.dead_letters.errors import DeadLetterClosedError, DeadLetterUnreadableError
from chalicelib.domains.dead_letters.models import (
    DeadLetter,
    DeadLetterId,
    DeadLetterState,
    OpenedLetter,
    OpenLetters,
    Reason,
    letter_id_of,
)
from chalicelib.domains.dead_letters.ports import DeadLetterStore

_FIFO = ".fifo"
_MOST_COUNTED = 1_000
_MAX_PAGE_BYTES = 3_000_000  # Lambda answers with at most 6 MB


class DeadLetters:
    """Use cases of dead letters."""

    def __init__(
        self, store: DeadLetterStore, queues: Queues, bodies: BodyStore, clock: Clock
    ) -> None:
        self._store = store
        self._queues = queues
        self._bodies = bodies
        self._clock = clock

    def bury(
        self,
        *,
        source: str,
        queue: str,
        body: str,
        intake_ms: int,
        reason: Reason,
        detail: str,
        connection_id: ConnectionId | None = None,
    ) -> None:
        """Keep what can never succeed. The same body again is the same letter."""
        letter = DeadLetter(
            id=letter_id_of(intake_ms, body),
            at_ms=self._now(),
            source=source,
            queue=queue,
            connection_id=connection_id,
            reason=reason,
            detail=detail,
            body=body,
        )
        change = Change(event="dead_letter.opened", actor=source, at_ms=self._now())
        self._store.bury(letter, change)

    def page(self, state: DeadLetterState, before: str | None, limit: int) -> Page[OpenedLetter]:
        """Newest first; large letters make a page shorter than `limit`."""
        page = self._store.page(state, before, limit)
        found: list[OpenedLetter] = []
        size = 0
        for letter in page.items:
            opened = self.opened(letter)
            size += len(opened.content or "")
            if found and size > _MAX_PAGE_BYTES:
                return Page(found, [found[-1].letter.id])
            found.append(opened)
        return Page(found, page.next_position)

    def opened(self, letter: DeadLetter) -> OpenedLetter:
        """The letter with all that was sent."""
        try:
            return OpenedLetter(letter, whole(letter.body, self._bodies))
        except BodyUnavailableError:
            return OpenedLetter(letter, None)

    def standing(self) -> OpenLetters | None:
        """How many wait, counted up to a thousand, and since when; None if not known now."""
        return self._store.standing(_MOST_COUNTED)

    def replay(self, letter_id: DeadLetterId, change: Change) -> DeadLetter:
        """Put it on its queue again; if it fails again, it is open again.

        Queued first, then closed: a replay that is cut short leaves it open, and processing
        an update twice does no harm. Where it has failed again meanwhile, it stays open.
        One whose body cannot be read would only fail for days on its queue: it is refused.
        """
        letter = self._open(letter_id)
        if self.opened(letter).content is None:
            raise DeadLetterUnreadableError
        again = QueueMessage(
            letter.body,
            group_id=digest(letter.id, 20) if letter.queue.endswith(_FIFO) else None,
            deduplication_id=new_id(self._now()) if letter.queue.endswith(_FIFO) else None,
        )
        self._queues.send(letter.queue, [again])
        closed = replace(letter, state="replayed", version=letter.version + 1)
        if self._store.close(closed, replace(change, event="dead_letter.replayed")):
            return closed
        return self._store.get(letter_id) or closed

    def discard(self, letter_id: DeadLetterId, comment: str, change: Change) -> DeadLetter:
        """Close it for good, saying why."""
        letter = self._open(letter_id)
        closed = replace(letter, state="discarded", comment=comment, version=letter.version + 1)
        if not self._store.close(closed, replace(change, event="dead_letter.discarded")):
            raise DeadLetterClosedError
        return closed

    def _open(self, letter_id: DeadLetterId) -> DeadLetter:
        letter = self._store.get(letter_id)
        if letter is None:
            raise NotFoundError
        if letter.state != "open":
            raise DeadLetterClosedError(state=letter.state)
        return letter

    def _now(self) -> int:
        return to_ms(self._clock.now())
