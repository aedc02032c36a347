"""Seals the heads of the chains every hour, and verifies what was added since.

What was once sealed cannot be changed unseen: the chain would end elsewhere, or end earlier.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.observability import logger
from chalicelib.domains.audit.chain import BEGINNING, Walk, head_of
from chalicelib.domains.audit.errors import BROKEN_LINE
from chalicelib.domains.audit.models import Seal, Verified
from chalicelib.domains.audit.ports import Record, Seals
from chalicelib.domains.audit.rules import SHARDS

HOUR_MS = 3_600_000
ENTRIES_A_RUN = 2_000
"""Of each chain, so that `clock` has time for everything else."""
HOURS_A_RUN = 48
VERIFIED_EACH_MS = 5 * 60_000
_MOST_HOLES = 100


class Sealing:
    """The use cases of `clock` and of whoever looks whether all is right."""

    def __init__(self, record: Record, seals: Seals, clock: Clock) -> None:
        self._record = record
        self._seals = seals
        self._clock = clock
        self._due_ms = 0

    def tick(self) -> None:
        """Every five minutes, at once where a chain's end was not reached: seal if an hour is
        over, then verify what is new. When the next is due is known to this container alone.
        """
        if self._now() < self._due_ms:
            return
        self.seal_if_due()
        self._due_ms = min(one.at_ms for one in self.verify_on()) + VERIFIED_EACH_MS

    def seal_if_due(self) -> bool:
        """Whether an hour was over. Raises BodyUnavailableError: the next minute tries again."""
        now_ms, last_ms = self._now(), self._record.sealed_at_ms()
        if last_ms is not None and last_ms // HOUR_MS == now_ms // HOUR_MS:
            return False
        self.seal()
        return True

    def seal(self) -> Seal:
        """Seal the heads as they are now."""
        last = [self._record.last(shard) for shard in range(SHARDS)]
        seal = Seal(self._now(), tuple(head_of(one) if one else BEGINNING for one in last))
        self._seals.put(seal)
        self._record.keep_sealed(seal.at_ms, self._change("audit.sealed"))
        return seal

    def verified(self) -> list[Verified]:
        """How far each chain was verified, and what was found."""
        return list(self._record.verified(range(SHARDS)))

    def verify_on(self) -> list[Verified]:
        """Go on from where each chain was verified before."""
        before = self.verified()
        seals = self._seals_since(min(one.at_ms for one in before))
        found = [self._verify(one, seals, ENTRIES_A_RUN) for one in before]
        for one in found:
            self._record.keep_verified(one, self._change("audit.verified"))
        return found

    def verify_all(self) -> list[Verified]:
        """Every entry and every seal from the beginning; nothing is written."""
        seals = list(self._seals.all())
        return [self._verify(Verified(shard, BEGINNING, 0), seals, None) for shard in range(SHARDS)]

    def _verify(self, before: Verified, seals: Iterable[Seal], most: int | None) -> Verified:
        """A chain that ends behind its head keeps the head: what is missing stays missing."""
        walk = Walk(before.shard, before.head)
        started_ms = self._now()
        walk.go_on(islice(self._record.following(before.shard, before.head.number), most))
        is_at_end = most is None or walk.head.number < before.head.number + most
        if before.head.number and not self._stands(before):
            walk.lost()
        for seal in seals:
            if is_at_end or seal.heads[before.shard].number <= walk.head.number:
                walk.compare(seal)
        holes = tuple(dict.fromkeys([*before.holes, *walk.holes]))[:_MOST_HOLES]
        if holes:
            logger.error(BROKEN_LINE, extra={"shard": before.shard, "holes": len(holes)})
        at_ms = started_ms if is_at_end else before.at_ms
        return Verified(before.shard, walk.head, at_ms, holes)

    def _seals_since(self, at_ms: int) -> list[Seal]:
        """Of that hour and those that followed, of the last two days at most."""
        now = self._now() // HOUR_MS
        first = max(at_ms // HOUR_MS, now - HOURS_A_RUN)
        found = (self._seals.of_hour(hour * HOUR_MS) for hour in range(first, now + 1))
        return [seal for seal in found if seal]

    def _stands(self, verified: Verified) -> bool:
        """Whether what was verified last is still there as it was."""
        link = self._record.link(verified.shard, verified.head.number)
        return link is not None and link.digest == verified.head.digest

    def _change(self, event: str) -> Change:
        return Change(event, "clock", self._now())

    def _now(self) -> int:
        return to_ms(self._clock.now())
