"""A witness that remembers, and a record in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.pagination import Page
from chalicelib.domains.audit import rules
from chalicelib.domains.audit.chain import BEGINNING
from chalicelib.domains.audit.errors import UnwitnessedError
from chalicelib.domains.audit.models import (
    LAST_MS,
    ActId,
    Link,
    Listed,
    Sighting,
    Verified,
    Wanted,
)


class FakeWitness:
    """Witness; `seen` in order. Where it `is_blind` nothing can be put on record."""

    def __init__(self) -> None:
        self.seen: list[tuple[Sighting, Change]] = []
        self.is_blind = False

    def saw(self, sighting: Sighting, change: Change) -> None:
        if self.is_blind:
            raise UnwitnessedError
        self.seen.append((sighting, change))

    def noticed(self, sighting: Sighting, change: Change) -> None:
        if not self.is_blind:
            self.seen.append((sighting, change))

    def of(self, *events: str) -> list[tuple[Sighting, Change]]:
        """What was seen of these events, in order."""
        return [one for one in self.seen if one[0].event in events]

    def events(self) -> list[str]:
        """What was seen, by name."""
        return [sighting.event for sighting, _ in self.seen]


class MemoryRecord:
    """Record; searches look at everything that is listed."""

    def __init__(self) -> None:
        self.chains: dict[int, dict[int, Link]] = defaultdict(dict)
        self.pins: dict[ActId, Listed] = {}
        self.kept: dict[int, Verified] = {}
        self.last_sealed_ms: int | None = None

    def listed(self, act_id: ActId) -> Listed | None:
        return self.pins.get(act_id)

    def pin(self, listed: Listed, instead_of: int | None) -> bool:
        standing = self.pins.get(listed.id)
        if (standing.number if standing else None) != instead_of:
            return False
        self.pins[listed.id] = listed
        return True

    def append(self, link: Link) -> bool:
        return self.chains[link.shard].setdefault(link.number, link) is link

    def enlist(self, listed: Listed) -> None:
        pass

    def last(self, shard: int) -> Link | None:
        chain = self.chains[shard]
        return chain[len(chain)] if chain else None

    def link(self, shard: int, number: int) -> Link | None:
        return self.chains[shard].get(number)

    def following(self, shard: int, number: int) -> Iterator[Link]:
        chain = self.chains[shard]
        return (chain[one] for one in range(number + 1, len(chain) + 1))

    def page(self, wanted: Wanted, before: ActId | None, limit: int) -> Page[Listed]:
        since, until = wanted.since_ms or 0, wanted.until_ms or LAST_MS
        found = [
            one
            for one in sorted(self.pins.values(), key=lambda one: one.id, reverse=True)
            if since <= one.at_ms < until and (before is None or one.id < before)
            if rules.matches(one, wanted)
        ]
        items = found[:limit]
        return Page(items, [items[-1].id] if len(found) > limit else None)

    def of_entity(self, kind: str, identifier: str) -> Iterator[Listed]:
        of_it = (kind, identifier)
        return iter([x for x in self.pins.values() if (x.entity_kind, x.entity_id) == of_it])

    def erase(self, listed: Listed, change: Change) -> None:
        self.pins[listed.id] = replace(listed, name=None, text="")
        link = self.chains[listed.shard][listed.number]
        self.chains[listed.shard][listed.number] = replace(link, values=None, salt=None)

    def verified(self, shards: Sequence[int]) -> Sequence[Verified]:
        return [self.kept.get(one, Verified(one, BEGINNING, 0)) for one in shards]

    def keep_verified(self, verified: Verified, change: Change) -> None:
        self.kept[verified.shard] = verified

    def sealed_at_ms(self) -> int | None:
        return self.last_sealed_ms

    def keep_sealed(self, at_ms: int, change: Change) -> None:
        self.last_sealed_ms = at_ms
