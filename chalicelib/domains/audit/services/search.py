"""Finds what was done: lists by what is asked, one act whole, and takes values away for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.pagination import Page
from chalicelib.domains.audit.chain import act_of
from chalicelib.domains.audit.models import Act, ActId, Link, Listed, Verified, Wanted
from chalicelib.domains.audit.ports import Record
from chalicelib.domains.audit.rules import SHARDS

_SOON_MS = 60_000
"""Clocks differ: what was done a moment ago may lie a little ahead."""


@dataclass(frozen=True, slots=True)
class Found:
    """An act with its entry in the chain."""

    act: Act
    link: Link


class AuditSearch:
    """Use cases of whoever reads the audit."""

    def __init__(self, record: Record, clock: Clock) -> None:
        self._record = record
        self._clock = clock

    def page(self, wanted: Wanted, before: ActId | None, limit: int) -> Page[Listed]:
        """Newest first; a page may be short or empty while there are more."""
        soon_ms = to_ms(self._clock.now()) + _SOON_MS
        until_ms = soon_ms if wanted.until_ms is None else min(wanted.until_ms, soon_ms)
        return self._record.page(replace(wanted, until_ms=until_ms), before, limit)

    def verified(self) -> list[Verified]:
        """How far each chain was verified, and what was found."""
        return list(self._record.verified(range(SHARDS)))

    def act(self, act_id: ActId) -> Found:
        """One act with what it was before and after. Raises NotFoundError."""
        listed = self._record.listed(act_id)
        link = self._record.link(listed.shard, listed.number) if listed else None
        if link is None or link.id != act_id:
            raise NotFoundError
        return Found(act_of(link), link)

    def whole(self, page: Page[Listed]) -> Iterator[Act]:
        """The acts of a page with their values, for an export."""
        for listed in page.items:
            yield self.act(listed.id).act

    def forget(self, kind: str, identifier: str, change: Change) -> int:
        """Erase the values of all acts on an entity; how many there were. Chains stay valid."""
        count = 0
        for listed in self._record.of_entity(kind, identifier):
            self._record.erase(listed, change)
            count += 1
        return count
